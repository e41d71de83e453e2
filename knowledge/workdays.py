"""Which days offices work, from holidays kept as data."""

from __future__ import annotations

from datetime import date, timedelta

from knowledge.model import HolidayFile

_SATURDAY = 5


class Calendar:
    """Working days of the civil service. A year without data has its weekends only; `known` tells such years."""

    def __init__(self, holidays: HolidayFile) -> None:
        self._known = frozenset(holidays.years)
        self._off: dict[date, bool] = {}
        self._work: dict[date, bool] = {}
        for days in holidays.years.values():
            for day in days:
                if len(day.date) == len("2026-01-01"):
                    kind = self._off if day.kind == "off" else self._work
                    kind[date.fromisoformat(day.date)] = day.confirmed

    def known(self, year: int) -> bool:
        """Whether the holidays of a year are in the data."""
        return year in self._known

    def is_working(self, day: date) -> bool:
        """Whether offices surely work that day: an announced swap counts, one that may still come does not."""
        if day in self._off:
            return False
        return self._work.get(day, False) or day.weekday() < _SATURDAY

    def is_confirmed(self, day: date) -> bool:
        """Whether the answer for that day rests on data of its year and on nothing that is still to be announced."""
        return self.known(day.year) and self._off.get(day, True) and self._work.get(day, True)

    def last_working_not_after(self, day: date) -> date:
        """The day itself where it is a working day, else the last one before it."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def add_working_days(self, day: date, number: int) -> date:
        """The working day that comes a number of working days after a day, or before it where negative."""
        step = timedelta(days=1 if number > 0 else -1)
        for _ in range(abs(number)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative where `end` lies before `start`."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)
