"""What a phrase says about days before it is settled which days are meant, and how it is settled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from knowledge.text import calendar
from knowledge.text.problems import TextProblem


@dataclass(frozen=True, slots=True)
class Today:
    """From where a phrase is read: the day it was said, and whether it speaks of what has happened."""

    day: date
    past: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month that may not be said, in a year that may not be said."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month (or a part of it, first to last day) in a year that may not be said."""

    month: int
    year: int | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, 0 for Monday, of no said week."""

    weekday: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that are known. Not `certain`: the words name a stretch and the day in it is open."""

    first: date
    last: date | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Bad:
    """A date that was said and does not exist. Not `sure`: it may not have been meant as a date."""

    problem: TextProblem
    sure: bool = True


Said = Day | Month | Weekday | Fixed | Bad


@dataclass(frozen=True, slots=True)
class Part:
    """What a phrase says, and where in the reading it stands."""

    said: Said
    start: int
    end: int


def part_of_month(year: int, month: int, part: str) -> Fixed:
    """The ten days (or half, or first or last day) of a month that a word like "đầu" names; all of it for none."""
    first, last = calendar.month_days(year, month)
    tenth, fifteenth, twentieth = (first.replace(day=day) for day in (10, 15, 20))
    after = {day: day.replace(day=day.day + 1) for day in (tenth, fifteenth, twentieth)}
    spans = {
        **dict.fromkeys(("dau", "thuong tuan"), (first, tenth)),
        **dict.fromkeys(("giua", "trung tuan"), (after[tenth], twentieth)),
        **dict.fromkeys(("cuoi", "ha tuan"), (after[twentieth], last)),
        "nua dau": (first, fifteenth),
        **dict.fromkeys(("nua cuoi", "nua sau"), (after[fifteenth], last)),
    }
    if part.startswith("ngay dau"):
        return Fixed(first)
    if part.startswith("ngay cuoi") or part == "het":
        return Fixed(last)
    return Fixed(*spans.get(part, (first, last)), certain=False)


def check_order(start: date, end: date) -> None:
    """Raise TextProblem where a range ends before it starts."""
    if end < start:
        raise TextProblem("range_backwards", start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")


def resolve(said: Day | Month | Weekday | Fixed, today: Today) -> Fixed:
    """The days that are meant: what lacks a year or a month lies behind or ahead of today, as `today` says."""
    if isinstance(said, Fixed):
        return said
    if isinstance(said, Weekday):
        return Fixed(calendar.nearest_weekday(said.weekday, today.day, today.past))
    if isinstance(said, Month):
        year = said.year
        if year is None:
            here = said.month <= today.day.month if today.past else said.month >= today.day.month
            year = today.day.year if here else today.day.year + (-1 if today.past else 1)
        return part_of_month(year, said.month, said.part)
    if said.month is None:
        return Fixed(_nearest_day(said.day, today))
    if said.year is None:
        return Fixed(calendar.occurrence(said.day, said.month, today.day, today.past))
    return Fixed(calendar.make_date(said.day, said.month, said.year))


def _nearest_day(day: int, today: Today) -> date:
    """The day of this month or the next (the last one, for what has happened) that has such a day."""
    month = today.day.replace(day=1)
    if (day > today.day.day) if today.past else (day < today.day.day):
        month = calendar.shift_months(month, -1 if today.past else 1)
    return calendar.make_date(day, month.month, month.year)


def with_year(said: Day | Month, year: int) -> Day | Month:
    """The same day or month in a said year."""
    return replace(said, year=year)
