"""Figures of reports held against an independent count of the same entries, for two years of thirty units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from bot.reports.xlsx import report_xlsx
from bot.storage import Storage
from handlers.asking import Assistant
from handlers.reports.compiling import compile_report
from handlers.reports.gathering import closing, gather
from handlers.reports.periods import REGIMES, Regime, period_of
from handlers.reports.summing import summed_up
from handlers.reports.versions import report_text, version_record
from handlers.types import Record
from tests.reporting.count import STATISTICS, Expected, stretch
from tests.reporting.making import CASES, SHORT, Case, Offices, differences, said
from tests.reporting.reading import Sheets
from tests.reporting.year import OFFICE, UNITS, YEAR, office_units, put, year_storage
from tests.world import store, unit_record

UNIT = UNITS[0]
HALF = period_of("first_half", YEAR)
SENT = datetime(YEAR, 6, 1, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def year(assistant: Assistant) -> Iterator[Offices]:
    storage = year_storage()
    yield Offices(storage, assistant)
    storage.close()


@pytest.fixture
def small(assistant: Assistant) -> Iterator[Offices]:
    """The units without any entry."""
    storage = Storage(None)
    store(storage, map(unit_record, office_units()))
    yield Offices(storage, assistant)
    storage.close()


def log(offices: Offices, id_: str, day: date, at: datetime | None = None, **columns: Any) -> None:
    """A training of 45 women and 12 men, logged on its day, but for what is said."""
    row = {
        **{"id": id_, "unit": UNIT, "form": "truyen-thong", "type": "tap_huan", "title": "Tập huấn"},
        **{"date": day.isoformat(), "female": 45, "male": 12, "total": 57, "more": "{}", "deleted": 0},
    }
    put(offices.storage, [(row | columns, at or datetime(day.year, day.month, day.day, 9, tzinfo=UTC))])


def values(offices: Offices, period: Any = HALF, as_of: date = date(YEAR, 6, 14)) -> dict[str, Expected]:
    return said(offices.report(UNIT, period, as_of))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_figure_is_what_was_counted(year: Offices, case: Case) -> None:
    counting, some = year.counting(case.kind), 0
    for unit in UNITS:
        report = year.report(unit, case.period, case.as_of)
        expected = counting.expected(unit, *case.days, case.as_of)
        assert differences(report, expected) == {}, unit
        some += any(one.value for one in expected.values())
    assert some > 5


@pytest.mark.parametrize("day", ["first", "last", "day before the last"])
@pytest.mark.parametrize("case", [one for one in CASES if one.within], ids=str)
def test_figures_are_cut_at_any_day(year: Offices, case: Case, day: str) -> None:
    first, last = case.days
    as_of = {"first": first, "last": last, "day before the last": last - timedelta(days=1)}[day]
    for unit in UNITS[::4]:
        report = year.report(unit, case.period, as_of)
        assert differences(report, year.counting(case.kind).expected(unit, first, last, as_of)) == {}, unit
        assert report.estimated == (as_of < last)


@pytest.mark.parametrize("regime", REGIMES)
def test_the_outline_that_the_office_has_chosen_is_counted_as_well(year: Offices, regime: Regime) -> None:
    store(year.storage, [Record("report_settings", {"unit": OFFICE, "outline": SHORT})])
    for kind in ("first_half", "second_half", "year"):
        case = Case(kind, regime, within=False)
        for unit in UNITS:
            made = year.made(unit, case.period, case.as_of)
            assert made.outline.id == SHORT
            expected = year.counting(kind, SHORT).expected(unit, *case.days, case.as_of)
            assert differences(made.report, expected) == {}, unit
    store(year.storage, [Record("report_settings", {"unit": OFFICE, "outline": None})])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_entry_that_counts_is_told_once_and_by_its_item(year: Offices, case: Case) -> None:
    first, last = case.days
    counting = year.counting(case.kind)
    for unit in UNITS:
        report = year.report(unit, case.period, case.as_of)
        assert sorted(row.id for row in report.rows) == counting.ids(unit, first, min(last, case.as_of)), unit
        counted = counting.by_item(unit, first, min(last, case.as_of))
        told = [row.item for row in report.rows]
        assert {item: told.count(item) for item in told} == {item: one["count"] for item, one in counted.items()}


@pytest.mark.parametrize("case", CASES[::3], ids=str)
def test_every_figure_leads_to_the_entries_that_it_is_from(year: Offices, case: Case) -> None:
    """Those entries alone add up to it."""
    columns = {"total": "total", "female": "female", "male": "male", "unknown": "unknown", "money": "budget"}
    columns |= {"units_inspected": "units_inspected"}
    for unit in UNITS:
        report = year.report(unit, case.period, case.as_of)
        rows = {row.id: row for row in report.rows}
        for figure in report.figures:
            kind = figure.id.rpartition(".")[2]
            own = [rows[id_] for id_ in figure.entries]
            assert len(set(figure.entries)) == len(own)
            assert figure.item == "all" or {row.item for row in own} <= {figure.item}
            if kind in columns:
                assert sum(getattr(row, columns[kind]) or 0 for row in own) == (figure.value or 0), figure.id
            elif kind != "cases":
                assert len(own) == (figure.value or 0), figure.id


@pytest.mark.parametrize("regime", REGIMES)
def test_the_two_halves_come_to_the_year(year: Offices, regime: Regime) -> None:
    for unit in UNITS:
        first, second, whole = (
            said(year.report(unit, period_of(kind, YEAR, regime), date(YEAR + 1, 2, 1)))
            for kind in ("first_half", "second_half", "year")
        )
        for id_, expected in whole.items():
            halves = [half[id_] for half in (first, second) if id_ in half]
            for name in ("value", "before", "lacking"):
                known = [value for half in halves if (value := getattr(half, name)) is not None]
                assert (sum(known) if known else None) == getattr(expected, name), (unit, id_, name)


def test_the_same_material_makes_the_same_report(year: Offices) -> None:
    for case in CASES[:6]:
        for unit in UNITS[:6]:
            once, again = (year.made(unit, case.period, case.as_of) for _ in range(2))
            assert once == again
            assert report_text(compile_report(once.material)) == report_text(once.report)


def test_the_order_of_entries_is_nothing_to_the_figures(year: Offices) -> None:
    of = Random(3)
    for case in CASES:
        for unit in UNITS[::5]:
            made = year.made(unit, case.period, case.as_of)
            mixed = [of.sample(list(some), len(some)) for some in (made.material.entries, made.material.before)]
            other = compile_report(replace(made.material, entries=mixed[0], before=mixed[1]))
            assert said(other) == said(made.report)
            assert [set(one.entries) for one in other.figures] == [set(one.entries) for one in made.report.figures]
            assert other.charts == made.report.charts
            assert {row.id for row in other.rows} == {row.id for row in made.report.rows}


def test_an_entry_of_other_days_changes_nothing(small: Offices) -> None:
    for number, day in enumerate((date(2025, 12, 15), date(2026, 6, 14), date(2025, 3, 1))):
        log(small, f"e{number}", day)
    before = small.report(UNIT, HALF, date(2026, 6, 20))
    outside = (date(2025, 12, 14), date(2026, 6, 15), date(2024, 12, 14), date(2025, 6, 15), date(2027, 3, 1))
    for number, day in enumerate(outside):
        log(small, f"outside{number}", day)
    log(small, "deleted", date(2026, 3, 1), deleted=1)
    log(small, "elsewhere", date(2026, 3, 1), unit=UNITS[1])
    assert small.report(UNIT, HALF, date(2026, 6, 20)) == before
    assert values(small)["all.count"] == Expected(2, 1)


def test_an_entry_counts_by_its_first_day(small: Offices) -> None:
    log(small, "over", date(2026, 6, 14), date_end="2026-06-15")
    log(small, "into", date(2025, 12, 14), date_end="2026-02-01")
    assert values(small)["all.count"].value == 1
    later = said(small.report(UNIT, period_of("second_half", YEAR), date(2026, 12, 14)))
    assert later["all.count"].value is None


def test_nothing_said_is_no_figure(small: Offices) -> None:
    log(small, "said", date(2026, 3, 1), female=None, male=None, total=None)
    found = values(small)
    assert [found[f"all.{kind}"] for kind in ("count", "total", "female", "male", "unknown", "money")] == [
        Expected(1, None),
        Expected(None, None, 1),
        *(Expected(None, None),) * 3,
        Expected(None, None, 1),
    ]
    log(small, "nobody", date(2026, 3, 2), female=0, male=0, total=0, budget=0)
    found = values(small)
    assert found["all.total"] == Expected(0, None, 1)
    assert (found["all.female"].value, found["all.money"]) == (0, Expected(0, None, 1))


def test_people_who_are_neither_women_nor_men_are_unknown(small: Offices) -> None:
    log(small, "a", date(2026, 3, 1), female=10, male=None, total=30)
    log(small, "b", date(2026, 3, 2), female=4, male=5, total=2)
    log(small, "c", date(2026, 3, 3), female=None, male=None, total=None, unknown=7)
    found = values(small)
    people = [found[f"all.{kind}"].value for kind in ("total", "female", "male", "unknown")]
    assert people == [46, 14, 5, 27]


def test_what_nobody_took_part_in_is_in_no_sum_of_the_whole(small: Offices) -> None:
    log(small, "done", date(2026, 3, 1))
    log(small, "cadres", date(2026, 3, 2), form="can-bo-nu", type="can_bo_nu", budget=5)
    log(small, "cases", date(2026, 3, 3), form="vu-viec", type="vu_viec", more='{"cases": 3}', total=9, budget=7)
    log(small, "words", date(2026, 3, 4), form="kho-khan-kien-nghi", type="khac", title="Đánh giá", budget=11)
    found = values(small)
    assert [found[f"all.{kind}"].value for kind in ("count", "total", "money", "cases")] == [1, 57, None, 3]
    assert (found["I.6.a.cases"].value, found["I.6.a.total"].value) == (3, 57)
    assert {row.id for row in small.report(UNIT, HALF, date(2026, 6, 14)).rows} == {"done", "cadres", "cases"}
    assert set(STATISTICS) == {"can_bo_nu", "vu_viec"}


def test_the_year_before_is_cut_at_the_same_day(small: Offices) -> None:
    for number, day in enumerate((date(2023, 2, 27), date(2023, 2, 28), date(2023, 3, 1), date(2024, 2, 29))):
        log(small, f"e{number}", day)
    leap = period_of("first_half", 2024)
    assert values(small, leap, date(2024, 2, 29))["all.count"] == Expected(1, 2)
    assert values(small, leap, date(2024, 2, 28))["all.count"] == Expected(None, 2)
    assert values(small, leap, date(2024, 3, 1))["all.count"] == Expected(1, 3)
    following = period_of("first_half", 2025)
    assert values(small, following, date(2025, 2, 28))["all.count"] == Expected(None, None)
    assert values(small, following, date(2025, 3, 1))["all.count"] == Expected(None, 1)


def test_a_report_made_before_its_period_counts_nothing_of_the_year_before(small: Offices) -> None:
    log(small, "then", date(2025, 6, 15))
    period = period_of("second_half", YEAR)
    assert values(small, period, date(2026, 6, 14))["all.count"] == Expected(None, None)
    assert values(small, period, date(2026, 6, 15))["all.count"] == Expected(None, 1)


def send(offices: Offices, *, undone: bool = False, at: datetime = SENT) -> None:
    row = {
        **{"id": "sent", "duty": "so-ket", "year": YEAR, "unit": UNIT, "day": at.date().isoformat()},
        **{"version": "v1", "period": HALF.key, "undone": int(undone)},
    }
    store(offices.storage, [Record("submissions", row)], at)


def closed_half(offices: Offices) -> None:
    """One entry logged before the half-year's report was sent, two after."""
    log(offices, "in time", date(2026, 3, 1))
    send(offices)
    log(offices, "late", date(2026, 3, 2), datetime(2026, 6, 2, tzinfo=UTC), budget=5)
    log(offices, "later still", date(2026, 6, 10), datetime(2026, 7, 1, tzinfo=UTC))


def test_what_is_logged_after_the_report_was_sent_is_told_apart(small: Offices) -> None:
    closed_half(small)
    report = small.report(UNIT, HALF, date(2026, 7, 2))
    assert (said(report)["all.count"].value, said(report)["all.total"].value) == (1, 57)
    expected = small.counting("first_half").expected(
        UNIT, HALF.start, HALF.end, date(2026, 7, 2), SENT.isoformat(timespec="microseconds")
    )
    assert differences(report, expected) == {}
    [late] = [one for one in report.appendix if one.item == "late"]
    assert [row[2:4] for row in late.tables[0].rows] == [("Tập huấn", "2/3/2026"), ("Tập huấn", "10/6/2026")]
    assert "1/6/2026" in late.paragraphs[0]
    assert [row.id for row in report.rows if row.late] == ["late", "later still"]
    assert "late" not in {id_ for figure in report.figures for id_ in figure.entries}
    assert not any(sum(chart.series[0].values) != 45 for chart in report.charts)


def test_a_workbook_keeps_what_came_late_on_a_sheet_of_its_own(small: Offices) -> None:
    closed_half(small)
    sheets = Sheets(report_xlsx(small.report(UNIT, HALF, date(2026, 7, 2))))
    assert [len(sheets.rows(name)) - 1 for name in ("Hoạt động", "Ghi sau chốt")] == [1, 2]
    [total] = [row for row in sheets.rows("Tổng hợp") if row[1] == "Tổng cộng"]
    assert total[2:6] == [1, 57, 45, 12]


def test_it_counts_again_once_the_report_is_taken_back(small: Offices) -> None:
    closed_half(small)
    assert closing(small.desk, small.unit(UNIT), HALF) is not None
    send(small, undone=True)
    assert closing(small.desk, small.unit(UNIT), HALF) is None
    report = small.report(UNIT, HALF, date(2026, 7, 2))
    assert said(report)["all.count"].value == 3
    assert not any(row.late for row in report.rows)
    assert "late" not in [one.item for one in report.appendix]
    assert (
        differences(report, small.counting("first_half").expected(UNIT, HALF.start, HALF.end, date(2026, 7, 2))) == {}
    )


def test_the_next_half_year_tells_what_came_late_and_counts_it_not(small: Offices) -> None:
    closed_half(small)
    log(small, "next", date(2026, 8, 1))
    report = small.report(UNIT, period_of("second_half", YEAR), date(2026, 12, 14))
    assert said(report)["all.count"].value == 1
    [late] = [one for one in report.appendix if one.item == "late.before"]
    assert len(late.tables[0].rows) == 2
    assert [row.id for row in report.rows if row.late] == ["late", "later still"]
    year = said(small.report(UNIT, period_of("year", YEAR), date(2026, 12, 14)))
    assert year["all.count"].value == 4


def test_words_that_came_late_are_no_activities(small: Offices) -> None:
    closed_half(small)
    form = {"form": "kho-khan-kien-nghi", "type": "khac", "title": "Đánh giá, khó khăn, kiến nghị"}
    log(small, "words", date(2026, 6, 12), datetime(2026, 6, 12, tzinfo=UTC), **form)
    report = small.report(UNIT, HALF, date(2026, 7, 2))
    assert [row.id for row in report.rows if row.late] == ["late", "later still"]


def test_another_unit_and_another_period_stay_open(small: Offices) -> None:
    closed_half(small)
    log(small, "other unit", date(2026, 3, 2), datetime(2026, 6, 2, tzinfo=UTC), unit=UNITS[1])
    assert said(small.report(UNITS[1], HALF, date(2026, 7, 2)))["all.count"].value == 1
    year = said(small.report(UNIT, period_of("year", YEAR), date(2026, 7, 2)))
    assert year["all.count"].value == 3


def test_a_unit_without_entries_has_figures_that_say_nothing(year: Offices) -> None:
    report = year.report(UNITS[6], HALF, date(2026, 6, 14))
    assert year.counting("first_half").by_item(UNITS[6], *stretch("first_half", YEAR, "cut_off")) == {}
    assert {(one.value, one.before) for one in report.figures} == {(None, None)}
    assert (report.rows, report.charts) == ((), ())


def test_a_report_of_nothing_has_no_figures(year: Offices) -> None:
    found = gather(year.desk, year.unit(UNIT), HALF, date(2026, 6, 14), nothing=True)
    assert found is not None
    assert (found.report.figures, found.report.sections, found.report.appendix) == ((), (), ())


def test_a_summary_counts_what_was_sent_and_says_where_the_log_differs(small: Offices) -> None:
    log(small, "in time", date(2026, 3, 1), budget=5)
    log(small, "of another", date(2026, 3, 1), unit=UNITS[1])
    made = small.made(UNIT, HALF, date(2026, 6, 1))
    version = version_record("v1", UNIT, HALF.key, made.report, made.entries, date(2026, 6, 1), None)
    store(small.storage, [version], SENT)
    send(small)
    log(small, "in time", date(2026, 3, 1), female=40, total=52)
    log(small, "late", date(2026, 3, 2), datetime(2026, 6, 2, tzinfo=UTC))
    found = summed_up(small.desk, small.unit(OFFICE), HALF, date(2026, 7, 1))
    assert found is not None
    figures = said(found.report)
    assert [figures[f"all.{kind}"].value for kind in ("count", "total", "female", "money")] == [2, 114, 90, 5]
    [part] = [one for one in found.parts if one.unit.id == UNIT]
    assert {label: (sent, logged) for label, sent, logged in part.differences} == {
        "Số hoạt động": (1, 2),
        "Số lượt người tham gia": (57, 109),
        "Trong đó nữ": (45, 85),
        "Trong đó nam": (12, 24),
    }
    send(small, undone=True)
    again = summed_up(small.desk, small.unit(OFFICE), HALF, date(2026, 7, 1))
    assert again is not None
    expected = small.counting("first_half").expected("*", HALF.start, HALF.end, date(2026, 7, 1))
    assert differences(again.report, expected) == {}
