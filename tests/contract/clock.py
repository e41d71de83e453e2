"""A clock that runs faster than the machine's from a day of its own, and can be moved ahead."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

from bot.clock import SystemClock

START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
"""When everything begins: the day on which the messengers' servers of the tests live."""


class RunningClock:
    """`pace` seconds pass in one of the machine's."""

    def __init__(self, start: datetime = START, pace: float = 50.0, since: datetime | None = None) -> None:
        """It showed `start` when the machine's clock showed `since` (now where it is not said)."""
        self._machine = SystemClock()
        self._start = start
        self._pace = pace
        self._moved = asyncio.Event()
        self.since = since or self._machine.now()

    def now(self) -> datetime:
        return self._start + (self._machine.now() - self.since) * self._pace

    def leap(self, by: timedelta) -> None:
        """Move ahead; whoever waits looks again."""
        self._start += by
        self._moved.set()
        self._moved = asyncio.Event()

    async def wait(self, event: asyncio.Event, until: datetime) -> None:
        while not event.is_set() and (left := until - self.now()) > timedelta(0):
            waiters = [asyncio.ensure_future(one.wait()) for one in (event, self._moved)]
            try:
                with contextlib.suppress(TimeoutError):
                    seconds = min(left.total_seconds() / self._pace, 3600.0)
                    await asyncio.wait(waiters, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for waiter in waiters:
                    waiter.cancel()
