"""The stretch of days that a report tells of, by the regime that sets where it is cut off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

from handlers.log_periods import find_log_period
from handlers.reports import messages as words
from knowledge.outlines import ReportKind
from knowledge.text.normalise import clean
from knowledge.text.periods import find_period, find_years
from knowledge.wording import written_day

Regime = Literal["cut_off", "calendar"]
"""Nghị định 09/2019/NĐ-CP, Điều 12 (15/12 to 14/6, 15/6 to 14/12, 15/12 to 14/12); or whole months of the calendar."""
REGIMES: Final[tuple[Regime, ...]] = get_args(Regime)
_DAYS: Final[dict[tuple[Regime, str], tuple[int, tuple[int, int], tuple[int, int]]]] = {
    ("cut_off", "first_half"): (-1, (12, 15), (6, 14)),
    ("cut_off", "second_half"): (0, (6, 15), (12, 14)),
    ("cut_off", "year"): (-1, (12, 15), (12, 14)),
    ("calendar", "first_half"): (0, (1, 1), (6, 30)),
    ("calendar", "second_half"): (0, (7, 1), (12, 31)),
    ("calendar", "year"): (0, (1, 1), (12, 31)),
    ("cut_off", "action_month"): (0, (11, 15), (12, 15)),
    ("calendar", "action_month"): (0, (11, 15), (12, 15)),
}
"""How far from the report's year the first day lies, then month and day of the first and the last day."""
KINDS: Final[tuple[ReportKind, ...]] = ("first_half", "second_half", "year", "action_month")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_EARLIEST = 1900
"""The first year of any stretch of days."""


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """Days from `start` to `end`, both counted, and the year that they are reported for."""

    kind: ReportKind
    year: int
    start: date
    end: date
    regime: Regime = "cut_off"

    @property
    def key(self) -> str:
        """Its name in storage, the same under both regimes."""
        if self.kind == "between":
            return f"between.{self.start.isoformat()}.{self.end.isoformat()}"
        return f"{self.kind}.{self.year}"

    @property
    def label(self) -> str:
        """ "6 tháng đầu năm 2026"."""
        if self.kind == "between":
            return words.BETWEEN.format(first=written_day(self.start), last=written_day(self.end))
        return words.PERIODS[self.kind].format(year=self.year)

    @property
    def title(self) -> str:
        """The label as it stands alone: "Năm 2026"."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def following(self) -> str:
        """What comes after it, of which plans are told: "6 tháng cuối năm 2026"."""
        year = self.year + (self.kind in ("second_half", "year", "action_month"))
        return words.FOLLOWING[self.kind].format(year=year)

    def year_before(self) -> ReportPeriod:
        """The same days of the year before."""
        return ReportPeriod(self.kind, self.year - 1, _year_back(self.start), _year_back(self.end), self.regime)

    def until(self, day: date) -> ReportPeriod:
        """Up to a day within it."""
        return ReportPeriod(self.kind, self.year, self.start, min(self.end, max(day, self.start)), self.regime)


def period_of(kind: ReportKind, year: int, regime: Regime = "cut_off") -> ReportPeriod:
    """A report's period that has a name. Raises ValueError for "between" and for years out of reach."""
    if (regime, kind) not in _DAYS or not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"no period {kind} {year}")
    back, first, last = _DAYS[regime, kind]
    return ReportPeriod(kind, year, date(year + back, *first), date(year, *last), regime)


def between(start: date, end: date) -> ReportPeriod:
    """Any stretch of days. Raises ValueError where it ends before it begins."""
    if end < start:
        raise ValueError("a period that ends before it begins")
    return ReportPeriod("between", end.year, start, end)


def period_of_key(key: str, regime: Regime) -> ReportPeriod | None:
    """The period of a key; None for what is no key."""
    kind, _, rest = key.partition(".")
    try:
        if kind == "between":
            first, _, last = rest.partition(".")
            start, end = date.fromisoformat(first), date.fromisoformat(last)
            return between(start, end) if start.year >= _EARLIEST else None
        named = next((one for one in KINDS if one == kind), None)
        return period_of(named, int(rest), regime) if named and rest == str(int(rest)) else None
    except ValueError:
        return None


def nearest(today: date, regime: Regime) -> list[ReportPeriod]:
    """The periods that may be reported on at a day, the one that is on everybody's desk first: at the end of a year
    that is the year, for which directives ask, before its second half, for which none does."""
    found = [period_of(kind, year, regime) for year in range(today.year - 1, today.year + 2) for kind in KINDS]
    begun = [one for one in found if one.start <= today and (today - one.end).days <= 200]
    return sorted(begun, key=lambda one: (abs((one.end - today).days), one.kind == "second_half"))


def named_period(text: str, today: date, regime: Regime) -> ReportPeriod | None:
    """The period that words name, any stretch of days too; one without a year is the nearest that has begun."""
    text = clean(text)
    kind: ReportKind | None = None
    if words.ACTION_MONTH.search(text):
        kind = "action_month"
    elif found := find_period(text):
        kind = next((one for one in KINDS if one == found.name), None)
    if kind is None:
        return _stretch(text, today, regime)
    if years := find_years(text, today):
        return period_of(kind, years[-1], regime) if _in_reach(years[-1]) else None
    return next((one for one in nearest(today, regime) if one.kind == kind), period_of(kind, today.year, regime))


def _stretch(text: str, today: date, regime: Regime) -> ReportPeriod | None:
    """From a day to another, a month, a quarter; a whole year is the year's report. One day is no period."""
    found = find_log_period(text, today)
    if found is None or found.start == found.end or not _in_reach(found.start.year):
        return None
    if (found.start, found.end) == (date(found.start.year, 1, 1), date(found.start.year, 12, 31)):
        if len(find_years(text, today)) > 1:
            return None
        return period_of("year", found.start.year, regime)
    return between(found.start, found.end)


def _in_reach(year: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR


def _year_back(day: date) -> date:
    """The same day a year before; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)
