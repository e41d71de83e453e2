"""Totals of tables, documents and workbooks held against the independent count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from bot.reports.docx import report_docx
from bot.reports.xlsx import report_xlsx
from handlers.asking import Assistant
from handlers.reports.model import Report, Table
from handlers.reports.summing import summed_up
from tests.reporting.count import NONE, PEOPLE, Sums, share
from tests.reporting.making import CASES, Case, Offices, differences
from tests.reporting.reading import DASH, KINDS, Sheets, number, paragraphs, read_tables, tables
from tests.reporting.year import OFFICE, UNITS, year_storage

PRINTED = [(case, unit) for at, case in enumerate(CASES) for unit in dict.fromkeys((UNITS[4 * at % 30], UNITS[at]))]
"""Periods and units whose documents are read back."""
Reports = Callable[[Case, str], Report]
Books = Callable[[Case, str], tuple[Report, Sheets]]
EVERY = "*"
SUMMARY, FIGURES = "Tổng hợp", "Số liệu trong báo cáo"


@pytest.fixture(scope="module")
def year(assistant: Assistant) -> Iterator[Offices]:
    storage = year_storage()
    yield Offices(storage, assistant)
    storage.close()


@pytest.fixture(scope="module")
def reports(year: Offices) -> Reports:
    """Each report made once."""
    return cache(lambda case, unit: year.report(unit, case.period, case.as_of))


@pytest.fixture(scope="module")
def books(reports: Reports) -> Books:
    """A report with its workbook, each made once."""
    return cache(lambda case, unit: (reports(case, unit), Sheets(report_xlsx(reports(case, unit)))))


def counted(year: Offices, unit: str, case: Case) -> tuple[dict[str, Sums], dict[str, Sums], Sums]:
    """By item, by type, and of the whole."""
    counting = year.counting(case.kind)
    first, last = case.days
    days = (unit, first, min(last, case.as_of))
    return counting.by_item(*days), counting.by_type(*days), counting.overall(*days)


def checked(table: Table, last: Mapping[str, int | None], sums: Sums, *, unclear: bool = True) -> int:
    """How many sums of a table's last row were held against the count; a column that is missing has nothing to say."""
    for heading, value in last.items():
        assert value == sums.get(KINDS[heading]), (table.id, heading)
    if unclear and "Tổng số người" in last:
        assert "Chưa rõ" in last or not sums.get("unknown"), table.id
    return len(last)


def summed(table: Table) -> list[int]:
    return [at for at, column in enumerate(table.columns) if column.summed]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_total_is_the_sum_of_its_rows_and_what_was_counted(year: Offices, reports: Reports, case: Case) -> None:
    seen = 0
    for unit in UNITS:
        report = reports(case, unit)
        items, _, whole = counted(year, unit, case)
        for table in tables(report):
            if not table.total:
                continue
            *body, last = table.rows
            for at in summed(table):
                numbers = [row[at] for row in body if row[at] is not None]
                assert all(isinstance(one, int) for one in numbers)
                assert last[at] == (sum(int(one) for one in numbers if one is not None) if numbers else None)
            row = {table.columns[at].heading: _whole(last[at]) for at in summed(table)}
            seen += checked(table, row, whole if table.id == "all.types" else items.get(table.id, NONE))
    assert seen > 100


def _whole(value: Any) -> int | None:
    assert value is None or isinstance(value, int)
    return value


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_type_of_activity_is_added_up_by_itself(year: Offices, reports: Reports, case: Case) -> None:
    labels = {one.label: one.id for one in year.desk.assistant.knowledge.activities}
    for unit in UNITS:
        _, types, _ = counted(year, unit, case)
        found = [one for one in tables(reports(case, unit)) if one.id == "all.types"]
        rows = [(table, row) for table in found for row in table.rows[:-1]]
        for table, row in rows:
            said_here = {table.columns[at].heading: _whole(row[at]) for at in summed(table)}
            checked(table, said_here, types[labels[str(row[1])]])
        assert {labels[str(row[1])] for _, row in rows} == types.keys() - {"can_bo_nu", "vu_viec"}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_charts_show_everybody_who_was_counted(year: Offices, reports: Reports, case: Case) -> None:
    for unit in UNITS:
        report = reports(case, unit)
        _, _, whole = counted(year, unit, case)
        assert bool(report.charts) == (whole.get("total") is not None)
        for chart in report.charts:
            shown = {KINDS[one.name]: sum(one.values) for one in chart.series}
            assert shown.keys() >= {"female", "male"}
            assert all(shown.get(name, 0) == (whole.get(name) or 0) for name in PEOPLE[1:]), (unit, chart.id)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_sentences_say_what_was_counted(year: Offices, reports: Reports, case: Case) -> None:
    """How many, people by sex with the share of women, and money."""
    seen = 0
    for unit in UNITS:
        items, _, _ = counted(year, unit, case)
        for section in reports(case, unit).sections:
            text = section.paragraphs[0] if section.paragraphs else ""
            if not (held := re.match(r"Đã thực hiện ([\d.]+) ", text)):
                continue
            sums = items[section.item]
            assert number(held[1]) == sums["count"]
            if people := re.search(r"với ([\d.]+) lượt người tham gia", text):
                assert number(people[1]) == sums["total"]
            if women := re.search(r"trong đó nữ ([\d.]+) \(([\d,]+)%\)", text):
                assert number(women[1]) == sums["female"]
                assert abs(float(women[2].replace(",", ".")) / 100 - (share(sums) or 0)) <= 0.0005001
            if money := re.search(r"; kinh phí thực hiện ([\d.]+) đồng", text):
                assert number(money[1]) == sums["money"]
            seen += 1
    assert seen > 20


@pytest.mark.parametrize(("case", "unit"), PRINTED, ids=str)
def test_a_document_says_what_was_counted(year: Offices, reports: Reports, case: Case, unit: str) -> None:
    report = reports(case, unit)
    items, _, whole = counted(year, unit, case)
    content = report_docx(report)
    told = [one for one in tables(report) if one.columns]
    printed = read_tables(content)
    assert len(printed) == len(told)
    for table, (_, rows) in zip(told, printed, strict=True):
        assert len(rows) == len(table.rows) + 1
        if table.total:
            headings, last = rows[0], rows[-1]
            row = {headings[at]: number(last[at]) for at in summed(table)}
            checked(table, row, whole if table.id == "all.types" else items.get(table.id, NONE))
            for at in summed(table):
                assert sum(number(line[at]) or 0 for line in rows[1:-1]) == (number(last[at]) or 0)
    _compared(year, report, case, unit, printed)
    sentences = " ".join(paragraphs(content))
    for figure in report.figures:
        item, _, kind = figure.id.rpartition(".")
        if kind == "money" and (spent := items.get(item, NONE).get("money")) is not None:
            assert f"; kinh phí thực hiện {spent:,} đồng".replace(",", ".") in sentences


def _compared(year: Offices, report: Report, case: Case, unit: str, printed: list[tuple[str, list[list[str]]]]) -> None:
    """The table that stands the whole beside the year before."""
    expected = year.counting(case.kind).expected(unit, *case.days, case.as_of)
    [rows] = [rows for _, rows in printed if rows[0][0] == "Chỉ tiêu"]
    whole = [one.id for one in report.figures if one.id.startswith("all.")]
    assert len(rows) == len(whole) + 1
    for id_, row in zip(whole, rows[1:], strict=True):
        now, then = expected[id_].value, expected[id_].before
        assert (number(row[1]), number(row[2])) == (now, then), id_
        change = None if now is None or then is None else now - then
        assert number(row[3]) == change, id_


@pytest.mark.parametrize(("case", "unit"), PRINTED, ids=str)
def test_a_workbooks_formulas_come_to_what_it_shows(books: Books, case: Case, unit: str) -> None:
    for sheet, at, shown, worked_out in books(case, unit)[1].formulas():
        if isinstance(shown, float) and isinstance(worked_out, int | float):
            assert abs(shown - worked_out) < 1e-9, (sheet, at)
        else:
            assert shown == worked_out, (sheet, at)


def _items(sheets: Sheets) -> tuple[list[str], list[list[Any]], list[Any]]:
    """Headings, lines and the total of the table of items."""
    rows = sheets.rows(SUMMARY)
    at = next(at for at, row in enumerate(rows) if row[0] == "Mục")
    end = next(at for at, row in enumerate(rows) if row[1] == "Tổng cộng")
    return [str(one) for one in rows[at]], rows[at + 1 : end], rows[end]


@pytest.mark.parametrize(("case", "unit"), PRINTED, ids=str)
def test_a_workbooks_items_say_what_was_counted(year: Offices, books: Books, case: Case, unit: str) -> None:
    headings, lines, _ = _items(books(case, unit)[1])
    items, _, _ = counted(year, unit, case)
    columns = {at: KINDS[heading] for at, heading in enumerate(headings) if heading in KINDS}
    assert len(columns) == 7
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        of = found.setdefault(line[0], {})
        for at, kind in columns.items():
            if line[at] != DASH:
                of[kind] = of.get(kind, 0) + line[at]
    kinds = tuple(columns.values())
    assert found == {item: {kind: one[kind] for kind in kinds if one[kind] is not None} for item, one in items.items()}


@pytest.mark.parametrize(("case", "unit"), PRINTED, ids=str)
def test_a_workbooks_total_is_that_of_the_whole_report(year: Offices, books: Books, case: Case, unit: str) -> None:
    headings, _, total = _items(books(case, unit)[1])
    _, _, whole = counted(year, unit, case)
    for heading, value in zip(headings, total, strict=True):
        if heading in KINDS:
            assert (None if value == DASH else value) == whole.get(KINDS[heading]), heading


@pytest.mark.parametrize(("case", "unit"), PRINTED, ids=str)
def test_a_workbook_has_the_share_of_women_that_the_text_has(
    year: Offices, books: Books, case: Case, unit: str
) -> None:
    headings, lines, total = _items(books(case, unit)[1])
    items, _, whole = counted(year, unit, case)
    at = headings.index("Tỷ lệ nữ")
    alone = [line for line in lines if [one[0] for one in lines].count(line[0]) == 1]
    for value, sums in [*((line[at], items[line[0]]) for line in alone), (total[at], whole)]:
        wanted = share(sums)
        assert value == DASH if wanted is None else abs(value - wanted) < 1e-9


@pytest.mark.parametrize(("case", "unit"), PRINTED, ids=str)
def test_a_workbooks_figures_say_what_was_counted(year: Offices, books: Books, case: Case, unit: str) -> None:
    report, sheets = books(case, unit)
    rows = sheets.rows(SUMMARY)
    first = next(at for at, row in enumerate(rows) if row[0] == FIGURES) + 2
    expected = year.counting(case.kind).expected(unit, *case.days, case.as_of)
    for figure, line in zip(report.figures, rows[first : first + len(report.figures)], strict=True):
        wanted = expected[figure.id]
        now, then = wanted.value, wanted.before
        assert [None if one == DASH else one for one in line[3:5]] == [now, then], figure.id
        assert (line[7] or 0) == wanted.lacking
        assert line[5] == (None if now is None or then is None else now - then)


@pytest.mark.parametrize(("case", "unit"), PRINTED, ids=str)
def test_a_workbooks_tables_end_with_what_was_counted(year: Offices, books: Books, case: Case, unit: str) -> None:
    report, sheets = books(case, unit)
    items, _, whole = counted(year, unit, case)
    rows = sheets.rows("Bảng")
    at = 0
    for table in tables(report):
        first = 0 if table.columns[0].kind == "index" else 1
        last = rows[at + 1 + len(table.rows)]
        if table.total:
            row = {table.columns[one].heading: last[first + one] for one in summed(table)}
            shown = {heading: None if value == DASH else value for heading, value in row.items()}
            checked(table, shown, whole if table.id == "all.types" else items.get(table.id, NONE))
        at += len(table.rows) + 3
    assert at == len(rows) + 1


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_summary_is_what_was_counted_of_all_units(year: Offices, case: Case) -> None:
    found = summed_up(year.desk, year.unit(OFFICE), case.period, case.as_of)
    assert found is not None
    expected = year.counting(case.kind).expected(EVERY, *case.days, case.as_of)
    assert differences(found.report, expected) == {}
    items, _, whole = counted(year, EVERY, case)
    seen = 0
    for table in tables(found.report):
        if table.total:
            row = {table.columns[at].heading: _whole(table.rows[-1][at]) for at in summed(table)}
            of_all = table.id in ("all.types", "units")
            seen += checked(table, row, whole if of_all else items.get(table.id, NONE), unclear=table.id != "units")
    assert seen > 10
    [units] = [table for table in tables(found.report) if table.id == "units"]
    ids = {one.name: one.id for one in year.storage.register.tree()}
    assert len(units.rows) == len(UNITS) + 2
    for line in units.rows[:-1]:
        _, _, own = counted(year, ids[str(line[1])], case)
        for at in summed(units):
            assert line[at] == own.get(KINDS[units.columns[at].heading]), line


@pytest.mark.parametrize("case", CASES[1::4], ids=str)
def test_a_summarys_workbook_says_what_was_counted(year: Offices, case: Case) -> None:
    found = summed_up(year.desk, year.unit(OFFICE), case.period, case.as_of)
    assert found is not None
    headings, lines, _ = _items(Sheets(report_xlsx(found.report)))
    items, _, _ = counted(year, EVERY, case)
    for heading in ("Số hoạt động", "Tổng số người", "Nữ", "Kinh phí (đồng)"):
        at = headings.index(heading)
        for item, sums in items.items():
            said = [line[at] for line in lines if line[0] == item and line[at] != DASH]
            assert (sum(said) if said else None) == sums[KINDS[heading]]
