"""Since when something of a channel does not work; where that lasts, the operators hear of it on another channel."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot import messages
from bot.clock import Clock
from bot.operators import Operators
from handlers.planning import ZONE

LASTING = timedelta(minutes=10)
"""What has not come back after so long seldom does by itself: the operators are told, then once a day."""
TIMES = 3
"""So often it must have failed: two bad moments in a quiet night are no outage."""


class Outage:
    """One thing that a channel does, which fails for a while now and then."""

    def __init__(self, channel: str, what: str, clock: Clock, operators: Operators | None) -> None:
        """`what` says that it fails ("chưa gửi được tin nào")."""
        self._channel = channel
        self._what = what
        self._clock = clock
        self._operators = operators
        self._since: datetime | None = None
        self._times = 0
        self._told = False
        self._day: date | None = None
        """The last day on which they were told."""

    def failed(self, why: str) -> None:
        """It has failed, and not succeeded since it failed before."""
        now = self._clock.now()
        self._since = self._since or now
        self._times += 1
        day = now.astimezone(ZONE).date()
        if now - self._since >= LASTING and self._times >= TIMES and day != self._day:
            since = f"{self._since.astimezone(ZONE):%H:%M %d/%m/%Y}"
            text = messages.LOST.format(channel=self._channel, what=self._what, since=since, why=why)
            if self._tell(text, f"lost:{day}", now):
                self._told, self._day = True, day

    def works(self) -> None:
        """It has succeeded."""
        if self._told:
            now = self._clock.now()
            text = messages.FOUND.format(channel=self._channel, what=self._what)
            self._tell(text, f"found:{now.astimezone(ZONE).date()}", now)
        self._since, self._times, self._told = None, 0, False

    def _tell(self, text: str, key: str, now: datetime) -> bool:
        if self._operators is None:
            return False
        return self._operators.warn(text, f"{self._channel}:{self._what}:{key}", now, but=self._channel)
