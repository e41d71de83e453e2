"""Waiting for what no event tells."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.contract.peer import PATIENCE


async def until_so(holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Let everything else go on until something is so. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        for _ in iter(holds, True):
            await asyncio.sleep(0)
