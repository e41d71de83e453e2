"""Deliveries to an application that may be dead at the moment: tried again once it lives, as messengers do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx

MOST_TRIES = 50


class Door:
    """Open while there is an application; whoever finds it shut waits."""

    def __init__(self) -> None:
        self._open = asyncio.Event()

    def shut(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    async def wait(self) -> None:
        await self._open.wait()

    async def insist(self, deliver: Callable[[], Awaitable[int]]) -> None:
        """Deliver until it is taken. Raises ConnectionError where it never is."""
        for _ in range(MOST_TRIES):
            try:
                status = await deliver()
            except httpx.HTTPError:
                status = 0
            if status in (200, 202):
                return
            if 400 <= status < 500:
                raise ConnectionError(f"refused with {status}")
            await self.wait()
        raise ConnectionError("nobody takes it")
