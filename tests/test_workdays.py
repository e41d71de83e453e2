"""Working days, from holidays as data."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.model import Holiday, HolidayFile, Source
from knowledge.workdays import Calendar

SOURCE = Source(where="thử")


def _day(day: str, kind: str = "off", *, confirmed: bool = True) -> Holiday:
    return Holiday.model_validate({"date": day, "name": "thử", "kind": kind, "confirmed": confirmed, "source": SOURCE})


CALENDAR = Calendar(
    HolidayFile(
        years={
            2026: [
                _day("2026-01-01"),
                _day("2026-01-02"),
                _day("2026-01-10", "work"),
                _day("2026-11-23", confirmed=False),
                _day("2026-11-24"),
                _day("2026-11-28", "work", confirmed=False),
            ]
        }
    )
)
DAYS = st.dates(date(2025, 12, 1), date(2027, 1, 31))


def test_holidays_and_weekends_are_off_and_swapped_saturdays_are_not() -> None:
    assert not CALENDAR.is_working(date(2026, 1, 1))
    assert not CALENDAR.is_working(date(2026, 1, 3))
    assert CALENDAR.is_working(date(2026, 1, 10))
    assert CALENDAR.is_working(date(2026, 1, 12))


def test_a_swap_that_is_not_announced_is_no_day_to_count_on() -> None:
    assert not CALENDAR.is_working(date(2026, 11, 23))
    assert not CALENDAR.is_working(date(2026, 11, 28))
    assert not CALENDAR.is_confirmed(date(2026, 11, 23))
    assert CALENDAR.last_working_not_after(date(2026, 11, 24)) == date(2026, 11, 20)


def test_a_year_without_data_has_its_weekends_only() -> None:
    assert not CALENDAR.known(2027)
    assert CALENDAR.is_working(date(2027, 1, 1))
    assert not CALENDAR.is_working(date(2027, 1, 2))
    assert not CALENDAR.is_confirmed(date(2027, 1, 1))


def test_adding_working_days_skips_what_is_off() -> None:
    assert CALENDAR.add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 5)
    assert CALENDAR.add_working_days(date(2026, 1, 5), -1) == date(2025, 12, 31)
    assert CALENDAR.add_working_days(date(2026, 1, 9), 1) == date(2026, 1, 10)
    assert CALENDAR.add_working_days(date(2026, 1, 3), 0) == date(2026, 1, 3)


@given(DAYS)
def test_the_last_working_day_is_the_nearest_one_before(day: date) -> None:
    last = CALENDAR.last_working_not_after(day)
    assert CALENDAR.is_working(last)
    assert not any(CALENDAR.is_working(last + timedelta(days=n)) for n in range(1, (day - last).days + 1))


@given(DAYS, st.integers(1, 40))
def test_adding_and_counting_working_days_agree(day: date, number: int) -> None:
    later = CALENDAR.add_working_days(day, number)
    assert CALENDAR.working_days_between(day, later) == number
    assert CALENDAR.working_days_between(later, day) == -number
