"""Any entries at all: the figures of a report are what an independent count of the same rows comes to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reports.docx import report_docx
from bot.storage import Storage
from handlers.asking import Assistant
from handlers.reports.compiling import compile_report
from handlers.reports.periods import REGIMES
from tests.reporting.count import stretch
from tests.reporting.making import CASES, KINDS, Case, Offices, differences, said
from tests.reporting.reading import number, read_tables, tables
from tests.reporting.year import ODD, OTHER_WORK, TYPES, UNITS, YEAR, office_units, put
from tests.world import store, unit_record

UNIT = UNITS[0]
FEEDS = (
    *("kế hoạch", "kế hoạch hóa gia đình", "phối hợp", "kế hoạch phối hợp", "lồng ghép", "số liệu", "đề tài"),
    *("hướng dẫn", "sơ kết", "ke hoach", "PHOI HOP", "Đánh giá, khó khăn, kiến nghị"),
)
FORMS = {"kiem_tra": "kiem-tra", "vu_viec": "vu-viec", "can_bo_nu": "can-bo-nu", "khac": "khac"}
EDGES = sorted({day for kind in KINDS[:4] for regime in REGIMES for day in stretch(kind, YEAR, regime)})
ROUNDS = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def empty(assistant: Assistant) -> Iterator[Offices]:
    """The units, and at the start of each round no entries."""
    storage = Storage(None)
    store(storage, map(unit_record, office_units()))
    yield Offices(storage, assistant)
    storage.close()


def counts(most: int = 10**12) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, 3) | st.integers(0, most)


def near(days: list[date]) -> st.SearchStrategy[date]:
    """Days on which a period begins or ends, those beside them, and any of two years; of the year before as well."""
    edges = st.builds(lambda day, off: day + timedelta(days=off), st.sampled_from(days), st.integers(-1, 1))
    shifted = st.builds(lambda day, off: day - timedelta(days=365 * off), edges, st.integers(0, 1))
    return shifted | st.dates(date(YEAR - 2, 12, 1), date(YEAR + 1, 1, 31))


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """An entry with anything in it that the log can hold."""
    type_ = draw(st.sampled_from((*TYPES, "khac", "khac")))
    day = draw(near(EDGES))
    title = st.lists(st.sampled_from((*FEEDS, *ODD, *OTHER_WORK)), max_size=3).map(" ".join) | st.none()
    form = FORMS.get(type_, "truyen-thong")
    more: dict[str, Any] = {"cases": draw(st.none() | st.integers(0, 9))} if type_ == "vu_viec" else {}
    return {
        **{"form": draw(st.sampled_from((form, form, form, "kho-khan-kien-nghi"))) if type_ == "khac" else form},
        **{
            "type": type_,
            "title": draw(title),
            "date": day.isoformat(),
            "deleted": draw(st.sampled_from((0, 0, 0, 1))),
        },
        **{"date_end": draw(st.none() | st.integers(1, 40).map(lambda off: (day + timedelta(days=off)).isoformat()))},
        **{name: draw(counts()) for name in ("female", "male", "unknown", "total", "budget")},
        **{"units_inspected": draw(counts(10_000)) if type_ == "kiem_tra" else None, "more": json.dumps(more)},
    }


def refill(offices: Offices, rows: list[dict[str, Any]]) -> None:
    offices.storage.db.execute("DELETE FROM entries")
    at = datetime(YEAR, 1, 1, tzinfo=UTC)
    put(offices.storage, [({**row, "id": f"e{number}", "unit": UNIT}, at) for number, row in enumerate(rows)])


@given(rows=st.lists(entries(), max_size=12), case=st.sampled_from(CASES), off=st.integers(-30, 200))
@ROUNDS
def test_figures_are_what_was_counted(empty: Offices, rows: list[dict[str, Any]], case: Case, off: int) -> None:
    refill(empty, rows)
    first, last = case.days
    as_of = max(first, last - timedelta(days=off))
    report = empty.report(UNIT, case.period, as_of)
    assert differences(report, empty.counting(case.kind).expected(UNIT, first, last, as_of)) == {}


@given(rows=st.lists(entries(), max_size=12), case=st.sampled_from(CASES), seed=st.integers(0, 9))
@ROUNDS
def test_order_is_nothing_and_the_same_makes_the_same(
    empty: Offices, rows: list[dict[str, Any]], case: Case, seed: int
) -> None:
    refill(empty, rows)
    made = empty.made(UNIT, case.period, case.as_of)
    assert compile_report(made.material) == made.report
    refill(empty, Random(seed).sample(rows, len(rows)))
    assert said(empty.report(UNIT, case.period, case.as_of)) == said(made.report)


@given(rows=st.lists(entries(), max_size=10), case=st.sampled_from(CASES))
@ROUNDS
def test_a_document_adds_up_whatever_was_logged(empty: Offices, rows: list[dict[str, Any]], case: Case) -> None:
    refill(empty, rows)
    report = empty.report(UNIT, case.period, case.as_of)
    items = empty.counting(case.kind).by_item(UNIT, case.days[0], min(case.days[1], case.as_of))
    told = tables(report)
    printed = read_tables(report_docx(report))
    assert [len(one.rows) + 1 for one in told] == [len(rows) for _, rows in printed]
    for table, (_, lines) in zip(told, printed, strict=True):
        for at, column in enumerate(table.columns):
            if table.total and column.summed:
                assert sum(number(line[at]) or 0 for line in lines[1:-1]) == (number(lines[-1][at]) or 0)
                if column.heading == "Tổng số người" and table.id in items:
                    assert number(lines[-1][at]) == items[table.id]["total"]
