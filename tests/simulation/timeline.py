"""The moments at which the program runs: several a day, with downtimes and clocks that are set back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from tests.simulation.model import ZONE

IN_HOURS = tuple(map(time.fromisoformat, ("08:15", "10:00", "11:20", "13:45", "15:30", "16:40", "17:29")))
OUTSIDE = tuple(map(time.fromisoformat, ("00:10", "07:29", "17:30", "17:31", "20:00")))
DOWNTIMES = ((timedelta(hours=1), 8), (timedelta(days=1), 4), (timedelta(days=7), 2))
"""How long, and how often a year."""
SET_BACK = ((timedelta(hours=1), 5), (timedelta(days=1), 4))
OUTAGES = 12
"""Of each channel a year, of two to thirty hours."""


@dataclass(slots=True)
class Timeline:
    """`moments` in the order in which the program lives through them; `down` says when a channel takes nothing."""

    began: date
    years: float
    random: Random
    ticks: int
    moments: list[datetime] = field(default_factory=list)
    outages: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        days = round(365 * self.years)
        for number in range(days):
            self.moments += self._of_day(self.began + timedelta(number))
        for length, often in DOWNTIMES:
            for _ in range(round(often * self.years)):
                gone = self._any()
                self.moments = [one for one in self.moments if not gone <= one < gone + length]
        for length, often in SET_BACK:
            for _ in range(round(often * self.years)):
                at = self.random.randrange(len(self.moments) - 1)
                back = self.moments[at] - length
                first = next(n for n, one in enumerate(self.moments) if one >= back and n <= at)
                self.moments[at + 1 : at + 1] = self.moments[first : at + 1]

    def add_outages(self, channels: tuple[str, ...]) -> None:
        for channel in channels:
            starts = [self._any() for _ in range(round(OUTAGES * self.years))]
            self.outages[channel] = [(one, one + timedelta(hours=self.random.randint(2, 30))) for one in starts]

    def down(self, channel: str, now: datetime) -> bool:
        return any(start <= now < end for start, end in self.outages[channel])

    def _of_day(self, day: date) -> list[datetime]:
        if day.weekday() > 4 and self.random.random() < 0.7:
            return []
        times = {time(7, 30), *self.random.sample(IN_HOURS, min(self.ticks - 1, len(IN_HOURS)))}
        if self.random.random() < 0.1:
            times.remove(time(7, 30))
        if self.random.random() < 0.25:
            times.add(self.random.choice(OUTSIDE))
        return [datetime.combine(day, one, ZONE) for one in sorted(times)]

    def _any(self) -> datetime:
        return self.random.choice(self.moments)
