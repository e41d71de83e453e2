"""The plan: how many messages went out this month, how many people ever wrote, who is told when either runs low."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta

from bot import messages as engine
from bot.clock import Clock
from bot.errors import StorageError
from bot.operators import Operators
from bot.storage import Storage
from bot.zalo_bot import messages
from bot.zalo_bot.events import NAME
from handlers.planning import OPENS, ZONE

log = logging.getLogger(__name__)

SENT = "sent"
QUOTA_LEVELS = {70: messages.QUOTA_LOW, 90: messages.QUOTA_GATHERS, 100: messages.QUOTA_SPENT}
USER_LEVELS = {80: messages.USERS_NEAR, 100: messages.USERS_FULL}
"""Percents of the plan at which operators are told, and what."""
LOW = 90
"""Percents from which single notices are gathered."""


class Meter:
    """Counts over restarts: messages by months of Vietnam's time, people for good. A plan of 0 has no limit."""

    def __init__(
        self, storage: Storage, clock: Clock, operators: Operators | None, *, monthly: int, users: int
    ) -> None:
        """`monthly` messages a month and `users` people are what the plan holds."""
        self._storage = storage
        self._clock = clock
        self._operators = operators
        self._monthly = monthly
        self._users = users
        self._uncounted = 0
        self._said: set[str] = set()

    def sent(self) -> None:
        """One message went out, or may have."""
        self._uncounted += 1
        try:
            with self._storage.transaction():
                used = self._storage.usage.count(NAME, self.period(), SENT, self._uncounted)
        except StorageError as error:
            log.error(messages.NOT_COUNTED, error)
            return
        self._uncounted = 0
        self._warn(f"quota:{self.period()}", QUOTA_LEVELS, used, self._monthly)

    def met(self, user: str) -> None:
        """Somebody has written."""
        try:
            with self._storage.transaction():
                count = self._storage.usage.meet(NAME, user)
        except StorageError as error:
            log.error(messages.NOT_COUNTED, error)
            return
        if count is not None:
            self._warn("users", USER_LEVELS, count, self._users)

    def used(self) -> int:
        """Messages of this month. Raises StorageError."""
        with self._storage.reading():
            return self._storage.usage.used(NAME, self.period(), SENT) + self._uncounted

    def low(self) -> bool:
        """Whether notices have to be gathered. Raises StorageError."""
        return 0 < self._monthly * LOW <= self.used() * 100

    def spent(self) -> bool:
        """Whether nothing is left of the month's plan. Raises StorageError."""
        return 0 < self._monthly <= self.used()

    def period(self) -> str:
        return f"{self._local():%Y-%m}"

    def next_month(self) -> datetime:
        """The first hour of the next month in which people may be told things."""
        first = (self._local().replace(day=1) + timedelta(days=32)).date().replace(day=1)
        return datetime.combine(first, OPENS, ZONE)

    def until_tomorrow(self) -> float:
        """Seconds until the next day begins."""
        now = self._local()
        return (datetime.combine(now.date() + timedelta(days=1), time(), ZONE) - now).total_seconds()

    def refused(self) -> None:
        """Zalo itself says that it is too much; operators are told once a day."""
        key = f"{NAME}:refused:{self._local():%Y-%m-%d}"
        self._tell(key, lambda: messages.OVER_LIMIT)

    def _local(self) -> datetime:
        return self._clock.now().astimezone(ZONE)

    def _warn(self, what: str, levels: dict[int, str], count: int, plan: int) -> None:
        """Tell the highest level of a plan that has been reached; those below it need not be told any more."""
        reached = [level for level in levels if plan and count * 100 >= level * plan]
        if reached:
            month = f"{self._local():%m/%Y}"
            numbers = {"used": count, "count": count, "monthly": plan, "users": plan, "percent": count * 100 // plan}
            level = max(reached)
            self._tell(f"{NAME}:{what}:{plan}:{level}", lambda: levels[level].format(month=month, **numbers))

    def _tell(self, key: str, text: Callable[[], str]) -> None:
        """Tell operators, once for each key over restarts, and say it in the log."""
        if key in self._said:
            return
        self._said.add(key)
        now = self._clock.now()
        try:
            with self._storage.reading():
                if self._storage.usage.remembered(NAME, f"told:{key}"):
                    return
            told = self._operators.tell(text(), key, now, but=NAME) if self._operators else 0
            log.warning("%s" if told else messages.NOBODY_TOLD, text())
            if told:
                with self._storage.transaction():
                    self._storage.usage.remember(NAME, f"told:{key}", "1", now)
        except StorageError as error:
            self._said.discard(key)
            log.error(engine.OPERATORS_NOT_TOLD, error)
