"""The line to a messenger: whether it works, said once when that changes, with longer rests while it does not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock

log = logging.getLogger(__name__)

FIRST_REST, LONGEST_REST = 1.0, 30.0
"""Seconds before the second try, and at most between two tries."""


class Line:
    """`up` is set while it is believed to work."""

    def __init__(self, clock: Clock, chance: Callable[[], float], down: str, back: str) -> None:
        """`chance` gives a number from 0 to 1, which spreads the tries. `down` ("%s": why) and `back` are logged."""
        self.up = asyncio.Event()
        self._clock = clock
        self._chance = chance
        self._down = down
        self._back = back
        self._failures = 0

    def works(self) -> None:
        """It has just answered."""
        if self._failures:
            log.info(self._back)
        self._failures = 0
        self.up.set()

    async def failed(self, why: str) -> None:
        """It has not answered: rest before the next try."""
        self.up.clear()
        self._failures += 1
        if self._failures == 1:
            log.warning(self._down, why)
        longest = min(LONGEST_REST, FIRST_REST * 2 ** min(self._failures - 1, 10))
        await self.rest(longest * (0.5 + self._chance() / 2))

    async def rest(self, seconds: float) -> None:
        await self._clock.wait(asyncio.Event(), self._clock.now() + timedelta(seconds=seconds))

    async def wait(self, seconds: float) -> bool:
        """Wait so long for the line to come up; whether it is up."""
        await self._clock.wait(self.up, self._clock.now() + timedelta(seconds=seconds))
        return self.up.is_set()
