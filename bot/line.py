"""The line to a messenger: whether it works, said once when that changes, with longer rests while it does not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from bot import messages
from bot.clock import Clock
from bot.operators import Operators
from bot.outage import Outage

log = logging.getLogger(__name__)

FIRST_REST, LONGEST_REST = 1.0, 30.0
"""Seconds before the second try, and where nothing else is said at most between two tries."""


class Line:
    """`up` is set while it is believed that something can be sent: without it nothing is taken out of the outbox."""

    def __init__(
        self,
        channel: str,
        clock: Clock,
        chance: Callable[[], float],
        operators: Operators | None = None,
        *,
        longest: float = LONGEST_REST,
    ) -> None:
        """`chance` gives a number from 0 to 1, which spreads the tries; `longest` seconds are between two at most."""
        self.up = asyncio.Event()
        self._doubts = asyncio.Event()
        self._channel = channel
        self._clock = clock
        self._chance = chance
        self._longest = longest
        self._failures = 0
        self._outage = Outage(channel, messages.NO_LINE, clock, operators)

    def works(self) -> None:
        """It has just answered."""
        if self._failures:
            log.info(messages.LINE_BACK, self._channel)
        self._outage.works()
        self._failures = 0
        self.up.set()

    async def failed(self, why: str, *, sends: bool = False) -> None:
        """It has not answered: rest before the next try. `sends`: what is to be sent may go on meanwhile."""
        self._failures += 1
        if not sends:
            self.up.clear()
        if self._failures == 1:
            log.warning(messages.LINE_DOWN, self._channel, why)
        self._outage.failed(why)
        longest = min(self._longest, FIRST_REST * 2 ** min(self._failures - 1, 10))
        await self.rest(longest * (0.5 + self._chance() / 2))

    async def rest(self, seconds: float) -> None:
        await self._clock.wait(asyncio.Event(), self._clock.now() + timedelta(seconds=seconds))

    def doubt(self) -> None:
        """Something that was sent did not get through: whoever watches the line looks at once."""
        self._doubts.set()

    async def watch(self, seconds: float) -> None:
        """Rest while there is no doubt."""
        await self._clock.wait(self._doubts, self._clock.now() + timedelta(seconds=seconds))
        self._doubts.clear()
