"""Arithmetic on days, weeks, months and halves of years."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final

from knowledge.text.problems import TextProblem

EARLIEST: Final = 1700
LATEST: Final = 2199
"""Years that a date in a message can be of."""
Days = tuple[date, date]


def make_date(day: int, month: int, year: int) -> date:
    """The date, or TextProblem with the reason why there is none."""
    check_year(year)
    check_day_month(day, month, year)
    return date(year, month, day)


def check_day_month(day: int, month: int, year: int | None = None) -> None:
    """Raise TextProblem where the month, or the day in that month (of that year), does not exist."""
    if not 1 <= month <= 12:
        raise TextProblem("no_month", month=month)
    if not 1 <= day <= 31:
        raise TextProblem("no_day", day=day)
    if (day, month) == (29, 2) and year is not None and monthrange(year, 2)[1] == 28:
        raise TextProblem("not_leap", year=year)
    days = 29 if month == 2 else monthrange(2001, month)[1]
    if day > days:
        raise TextProblem("short_month", day=day, month=month, days=days)


def check_year(year: int) -> int:
    """The year, or TextProblem where it is no year that a message would mean."""
    if not EARLIEST <= year <= LATEST:
        raise TextProblem("no_year", year=year)
    return year


def expand_year(two_digits: int, today: date) -> int | None:
    """The year of this century or the last that two digits mean: up to 10 years ahead or 40 back, else none."""
    century = today.year - today.year % 100
    near = (century + two_digits + shift for shift in (0, -100, 100))
    return next((year for year in near if today.year - 40 <= year <= today.year + 10), None)


def shift_days(day: date, number: int) -> date:
    """A number of days later (earlier where negative); TextProblem outside the calendar."""
    try:
        return day + timedelta(days=number)
    except OverflowError:
        raise TextProblem("too_big") from None


def shift_months(day: date, number: int) -> date:
    """The same day a number of months later; the month's last day where it is shorter."""
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise TextProblem("too_big")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_days(year: int, month: int) -> Days:
    """First and last day of a month."""
    check_year(year)
    check_day_month(1, month)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_days(year: int, first: int, last: int) -> Days:
    """First day of one month and last day of another of the same year."""
    return month_days(year, first)[0], month_days(year, last)[1]


def quarter_days(year: int, quarter: int) -> Days:
    """First and last day of a quarter."""
    if not 1 <= quarter <= 4:
        raise TextProblem("no_quarter", quarter=quarter)
    return months_days(year, quarter * 3 - 2, quarter * 3)


def week_days(day: date, weeks: int = 0) -> Days:
    """Monday and Sunday of the week of a day, or of a week before or after it."""
    monday = shift_days(day, 7 * weeks - day.weekday())
    return monday, shift_days(monday, 6)


def occurrence(day: int, month: int, today: date, past: bool) -> date:
    """The day of a year nearest to today: the last one up to today, or the next one from today on.

    Raises TextProblem where that year has no such day: a 29 February is not looked for in other years.
    """
    check_day_month(day, month)
    here = (month, day) <= (today.month, today.day) if past else (month, day) >= (today.month, today.day)
    return make_date(day, month, today.year if here else today.year + (-1 if past else 1))


def nearest_weekday(weekday: int, today: date, past: bool, *, strictly: bool = False) -> date:
    """The weekday (0 is Monday) up to today, or from today on; `strictly` leaves today out."""
    distance = (today.weekday() - weekday) % 7 if past else (weekday - today.weekday()) % 7
    if strictly and distance == 0:
        distance = 7
    return shift_days(today, -distance if past else distance)
