"""Which days a report is of, by which rule, and how a period is called."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.reports.periods import (
    KINDS,
    REGIMES,
    Regime,
    ReportPeriod,
    between,
    named_period,
    nearest,
    period_of,
    period_of_key,
)
from knowledge.outlines import ReportKind
from tests.mangle import no_diacritics
from tests.reporting.count import stretch, year_before

SPRING = date(2026, 5, 20)


def periods() -> st.SearchStrategy[ReportPeriod]:
    named = st.builds(period_of, st.sampled_from(KINDS), st.integers(2000, 2100), st.sampled_from(REGIMES))
    days = st.dates(date(1990, 1, 1), date(2110, 1, 1))
    return named | st.tuples(days, days).map(lambda two: between(min(two), max(two)))


@pytest.mark.parametrize(
    ("regime", "kind", "first", "last"),
    [
        ("cut_off", "first_half", date(2025, 12, 15), date(2026, 6, 14)),
        ("cut_off", "second_half", date(2026, 6, 15), date(2026, 12, 14)),
        ("cut_off", "year", date(2025, 12, 15), date(2026, 12, 14)),
        ("calendar", "first_half", date(2026, 1, 1), date(2026, 6, 30)),
        ("calendar", "second_half", date(2026, 7, 1), date(2026, 12, 31)),
        ("calendar", "year", date(2026, 1, 1), date(2026, 12, 31)),
        ("cut_off", "action_month", date(2026, 11, 15), date(2026, 12, 15)),
        ("calendar", "action_month", date(2026, 11, 15), date(2026, 12, 15)),
    ],
)
def test_first_and_last_days(regime: Regime, kind: ReportKind, first: date, last: date) -> None:
    period = period_of(kind, 2026, regime)
    assert (period.start, period.end, period.regime) == (first, last, regime)
    assert (first, last) == stretch(kind, 2026, regime)


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("year", [2000, 2024, 2026, 2099])
def test_no_day_lies_between_two_periods_or_in_two(regime: Regime, year: int) -> None:
    first, second, whole, following = (
        period_of("first_half", year, regime),
        period_of("second_half", year, regime),
        period_of("year", year, regime),
        period_of("first_half", year + 1, regime),
    )
    assert second.start - first.end == following.start - second.end == timedelta(days=1)
    assert (whole.start, whole.end) == (first.start, second.end)


@given(period=periods())
@settings(max_examples=200, deadline=None)
def test_a_key_names_its_period(period: ReportPeriod) -> None:
    assert period_of_key(period.key, period.regime) == period


@given(one=periods(), other=periods())
@settings(max_examples=200, deadline=None)
def test_periods_of_other_days_have_other_keys(one: ReportPeriod, other: ReportPeriod) -> None:
    if one.regime == other.regime:
        assert (one.key == other.key) == (one == other)


def test_a_key_is_the_same_under_both_rules() -> None:
    assert {period_of("year", 2026, regime).key for regime in REGIMES} == {"year.2026"}
    assert between(SPRING, SPRING).key == "between.2026-05-20.2026-05-20"


@pytest.mark.parametrize(
    "key",
    [
        *("", ".", "year", "year.", "year.abc", "year.1999", "year.2101", "year.2026.1", "quarter.2026", "Year.2026"),
        *("between", "between.", "between.2026-01-01", "between.2026-01-01.", "between.2026-02-30.2026-03-01"),
        *("between.2026-06-01.2026-01-01", "between.2026", "first_half.-1", "year.99999999999999999999"),
        *("year.\ud800", "year.2026\x00", "'; DROP TABLE entries; --"),
    ],
)
def test_what_is_no_key_names_nothing(key: str) -> None:
    assert period_of_key(key, "cut_off") is None


@given(period=periods())
@settings(max_examples=200, deadline=None)
def test_each_period_has_one_key_only(period: ReportPeriod) -> None:
    for other in (f" {period.key}", f"{period.key} ", period.key.replace(".", ". "), period.key.replace("20", "2_0")):
        found = period_of_key(other, period.regime)
        assert found is None or found.key == other


@pytest.mark.parametrize("kind", ["between", "quarter", ""])
def test_only_what_has_a_name_is_found_by_it(kind: ReportKind) -> None:
    with pytest.raises(ValueError, match="no period"):
        period_of(kind, 2026)


@pytest.mark.parametrize("year", [1999, 2101, 0, -1])
def test_years_out_of_reach(year: int) -> None:
    with pytest.raises(ValueError, match="no period"):
        period_of("year", year)


def test_nothing_ends_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        between(SPRING, SPRING - timedelta(days=1))


@pytest.mark.parametrize(
    ("kind", "label", "following"),
    [
        ("first_half", "6 tháng đầu năm 2026", "6 tháng cuối năm 2026"),
        ("second_half", "6 tháng cuối năm 2026", "6 tháng đầu năm 2027"),
        ("year", "năm 2026", "năm 2027"),
        ("action_month", "Tháng hành động năm 2026", "năm 2027"),
    ],
)
def test_how_a_period_and_what_follows_are_called(kind: ReportKind, label: str, following: str) -> None:
    for regime in REGIMES:
        period = period_of(kind, 2026, regime)
        assert (period.label, period.following) == (label, following)


def test_how_other_days_are_called() -> None:
    period = between(date(2026, 2, 10), date(2026, 9, 5))
    assert (period.label, period.following) == ("từ ngày 10/2/2026 đến ngày 5/9/2026", "thời gian tới")


@given(period=periods())
@settings(max_examples=200, deadline=None)
def test_the_year_before_are_the_same_days(period: ReportPeriod) -> None:
    before = period.year_before()
    assert (before.start, before.end) == (year_before(period.start), year_before(period.end))
    assert (before.kind, before.year, before.regime) == (period.kind, period.year - 1, period.regime)


def test_of_29_february_it_is_the_28th() -> None:
    before = between(date(2024, 2, 29), date(2024, 2, 29)).year_before()
    assert (before.start, before.end) == (date(2023, 2, 28), date(2023, 2, 28))


@given(period=periods(), off=st.integers(-400, 800))
@settings(max_examples=200, deadline=None)
def test_it_is_cut_at_a_day_within_it(period: ReportPeriod, off: int) -> None:
    day = period.start + timedelta(days=off)
    cut = period.until(day)
    assert cut.start == period.start
    assert cut.end == (day if period.start <= day <= period.end else period.end if off > 0 else period.start)
    assert cut.start <= cut.end <= period.end


@pytest.mark.parametrize(
    ("text", "kind", "year"),
    [
        ("6 tháng đầu năm", "first_half", 2026),
        ("6 tháng đầu năm 2025", "first_half", 2025),
        ("báo cáo 6 tháng", "first_half", 2026),
        ("sáu tháng đầu năm nay", "first_half", 2026),
        ("bc 6t đầu năm 2024", "first_half", 2024),
        ("nửa đầu năm 2025", "first_half", 2025),
        ("sơ kết", "first_half", 2026),
        ("báo cáo sơ kết 6 tháng đầu năm 2026", "first_half", 2026),
        ("6 tháng cuối năm", "second_half", 2025),
        ("6 tháng cuối năm 2026", "second_half", 2026),
        ("6 tháng cuối năm ngoái", "second_half", 2025),
        ("nửa cuối năm 2025", "second_half", 2025),
        ("bc năm 2025", "year", 2025),
        ("báo cáo năm", "year", 2025),
        ("báo cáo năm ngoái", "year", 2025),
        ("cả năm 2026", "year", 2026),
        ("tổng kết", "year", 2025),
        ("tổng kết năm 2024", "year", 2024),
        ("năm 2026", "year", 2026),
        ("2026", "year", 2026),
        ("năm nay", "year", 2026),
        ("tháng hành động", "action_month", 2025),
        ("Tháng hành động năm 2026", "action_month", 2026),
        ("THÁNG HÀNH ĐỘNG VÌ BÌNH ĐẲNG GIỚI 2025", "action_month", 2025),
        ("báo cáo kết quả triển khai Tháng hành động năm 2024", "action_month", 2024),
        ("bc THĐ 2025", "action_month", 2025),
    ],
)
def test_words_name_a_period(text: str, kind: ReportKind, year: int) -> None:
    for regime in REGIMES:
        found = named_period(text, SPRING, regime)
        assert found == period_of(kind, year, regime)


@pytest.mark.parametrize(
    ("text", "kind", "year"),
    [
        ("6 tháng đầu năm 2025", "first_half", 2025),
        ("báo cáo 6 tháng cuối năm 2026", "second_half", 2026),
        ("báo cáo năm 2025", "year", 2025),
        ("sơ kết 6 tháng", "first_half", 2026),
        ("tổng kết năm 2024", "year", 2024),
        ("tháng hành động năm 2025", "action_month", 2025),
    ],
)
@pytest.mark.parametrize("form", ["without diacritics", "capitals", "taken apart"])
def test_words_name_a_period_however_they_are_typed(text: str, kind: ReportKind, year: int, form: str) -> None:
    typed = {
        "without diacritics": no_diacritics(text, Random(1)),
        "capitals": text.upper(),
        "taken apart": unicodedata.normalize("NFD", text),
    }
    assert named_period(typed[form], SPRING, "cut_off") == period_of(kind, year)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "báo cáo",
        "xin chào",
        "hôm qua",
        "năm 1985",
        "so sánh 2024 với 2025",
        "6 tháng đầu năm 1985",
        "\ud800",
    ],
)
def test_other_words_name_none(text: str) -> None:
    assert named_period(text, SPRING, "cut_off") is None


@given(text=st.text(max_size=200), today=st.dates(date(2001, 1, 1), date(2099, 12, 31)))
@example(text="Q1", today=date(2001, 1, 1))
@settings(max_examples=200, deadline=None)
def test_whatever_is_said_a_period_or_none_is_found(text: str, today: date) -> None:
    for said in (text, f"báo cáo năm {text}", f"6 tháng {text}", f"tháng hành động {text}"):
        found = named_period(said, today, "cut_off")
        assert found is None or found == period_of_key(found.key, "cut_off")
        assert found is None or found.start <= found.end


@pytest.mark.parametrize(
    ("today", "text", "year"),
    [
        (date(2026, 1, 5), "6 tháng cuối năm", 2025),
        (date(2026, 1, 5), "tổng kết", 2025),
        (date(2026, 1, 5), "tháng hành động", 2025),
        (date(2026, 12, 1), "tháng hành động", 2026),
        (date(2026, 12, 20), "tổng kết", 2026),
        (date(2026, 12, 20), "6 tháng cuối năm", 2026),
        (date(2026, 6, 10), "sơ kết", 2026),
        (date(2026, 10, 1), "tháng hành động", 2026),
    ],
)
def test_a_period_without_a_year_is_the_nearest(today: date, text: str, year: int) -> None:
    for regime in REGIMES:
        found = named_period(text, today, regime)
        assert found is not None
        assert found.year == year


@given(today=st.dates(date(2001, 1, 1), date(2099, 12, 31)), regime=st.sampled_from(REGIMES))
@settings(max_examples=200, deadline=None)
def test_what_is_on_the_desk_has_begun_and_the_nearest_end_is_first(today: date, regime: Regime) -> None:
    found = nearest(today, regime)
    away = [abs((one.end - today).days) for one in found]
    assert away == sorted(away)
    assert found
    assert all(one.start <= today and one.regime == regime for one in found)
    assert len({one.key for one in found}) == len(found)
