"""How often one conversation may send."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from math import ceil

MANY = 1000
"""So many senders are remembered in any case."""


class RateLimit:
    """At most `most` messages of one sender within any `window`."""

    def __init__(self, most: int = 30, window: timedelta = timedelta(minutes=1)) -> None:
        self._most = most
        self._window = window
        self._times: dict[str, deque[datetime]] = {}
        self._drop_at = MANY

    def wait(self, sender: str, now: datetime) -> int:
        """Count a message and return 0; over the limit, count nothing and return the whole seconds to wait."""
        times = self._times.setdefault(sender, deque())
        while times and not self._counts(times[0], now):
            times.popleft()
        if len(times) >= self._most:
            return max(1, ceil((times[0] + self._window - now).total_seconds()))
        times.append(now)
        if len(self._times) > self._drop_at:
            self._drop_idle(now)
        return 0

    def full(self, sender: str, now: datetime) -> bool:
        """Whether a sender is over the limit already; counts nothing."""
        times = self._times.get(sender, ())
        return sum(self._counts(at, now) for at in times) >= self._most

    def _counts(self, at: datetime, now: datetime) -> bool:
        """Whether a message is within the window; a clock that was set back holds nobody to what they sent later."""
        return timedelta(0) <= now - at < self._window

    def _drop_idle(self, now: datetime) -> None:
        """Forget who has not sent within the window; not again before there are twice as many."""
        self._times = {sender: times for sender, times in self._times.items() if now - times[-1] < self._window}
        self._drop_at = max(MANY, 2 * len(self._times))
