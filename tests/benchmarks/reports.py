"""Making reports: one unit with hundreds of entries, and one summary of hundreds of units, beside the usual ways.

`python -m tests.benchmarks.reports [--entries N] [--units N] [--each N] [--rounds N]`. Each line runs in a process of
its own with the project's knowledge base and a database file; what it holds at most is of the whole process. The other
ways write the same cells: python-docx by `table.cell` and row by row, docxtpl (where it is installed) from a template
with the same tables, all three without the text around them; openpyxl without looks and widths. For the summary the
other way is to open the workbooks of all units with openpyxl and to add up one of their totals.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import resource
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

from docx import Document
from openpyxl import Workbook, load_workbook

from bot.reports.charts import chart_png
from bot.reports.docx import report_docx
from bot.reports.docx_cells import written_rows
from bot.reports.xlsx import report_xlsx
from bot.storage import Storage
from handlers.asking import Assistant
from handlers.desk import Desk
from handlers.people import Unit
from handlers.reports.gathering import gather
from handlers.reports.model import Report, Table
from handlers.reports.periods import period_of
from handlers.reports.summing import summed_up
from knowledge.load import default_data_dir, load_knowledge
from tests.benchmarks.measuring import apart, timed
from tests.reporting.year import TYPES, YEAR, entry_row, put
from tests.world import store, unit_record

OFFICE: Final = "van-phong"
PERIOD: Final = period_of("year", YEAR)
TODAY: Final = PERIOD.end
SINCE: Final = date(2020, 1, 1)
FEW: Final = 50
"""Workbooks that are opened to see how long all of them would take."""


@dataclass
class Measured:
    """Seconds of each step by its name, of every round; MiB that the process held at most."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    mebibytes: float = 0
    note: str = ""

    def add(self, name: str, run: Callable[[], Any]) -> Any:
        seconds, value = timed(run)
        self.seconds.setdefault(name, []).append(seconds)
        self.mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return value


@contextmanager
def office(units: int, each: int) -> Iterator[Desk]:
    """An office over so many units with so many entries each in the year, and as many in the year before."""
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(Path(folder) / "bot.db")
        top = Unit(OFFICE, "Ban VSTBPN tỉnh Thanh Hóa", "province", SINCE, province="Thanh Hóa")
        under = [Unit(f"u{number}", f"Xã {number}", "commune", SINCE, parent=OFFICE) for number in range(units)]
        store(storage, map(unit_record, (top, *under)))
        put(storage, _entries(units, each))
        yield Desk(Assistant(load_knowledge(default_data_dir())), storage.register)
        storage.close()


def _entries(units: int, each: int) -> Iterator[tuple[dict[str, Any], datetime]]:
    of = Random(1)
    for unit in range(units):
        for start in (PERIOD.start, PERIOD.year_before().start):
            for number in range(each):
                day = start + timedelta(days=of.randrange(365))
                row = {
                    **entry_row(of, of.choice(TYPES), day),
                    "id": f"{unit}.{start.year}.{number}",
                    "unit": f"u{unit}",
                }
                yield {**row, "deleted": 0}, datetime(day.year, day.month, day.day, tzinfo=UTC)


def _report(desk: Desk) -> Report:
    unit = desk.register.tree().unit("u0")
    found = gather(desk, unit, PERIOD, TODAY) if unit is not None else None
    assert found is not None
    return found.report


def _drawn(report: Report) -> dict[str, bytes]:
    return {chart.id: chart_png(chart) for chart in report.charts}


def _tables(report: Report) -> list[Table]:
    return [table for section in (*report.sections, *report.appendix) for table in section.tables]


def ours(entries: int, rounds: int) -> Measured:
    """One unit's report: compiled from the database, as a document, with pictures, as a workbook."""
    measured = Measured()
    with office(1, entries) as desk:
        for _ in range(rounds):
            report: Report = measured.add("gather", partial(_report, desk))
            written: bytes = measured.add("docx", partial(report_docx, report))
            pictures = measured.add("charts", partial(_drawn, report))
            measured.add("docx with charts", partial(report_docx, report, pictures))
            measured.add("xlsx", partial(report_xlsx, report))
        cells = sum(len(table.rows) * len(table.columns) for table in _tables(report))
        counted = sum(not row.late for row in report.rows)
        assert counted == entries, f"the report tells {counted} of {entries} entries"
        measured.note = f"{len(_tables(report))} tables of {cells:,} cells, {len(written) / 1024:.0f} KiB"
    return measured


def docx_by_cell(entries: int, rounds: int) -> Measured:
    """The same tables with python-docx, cell by cell."""

    def write(tables: list[Table]) -> bytes:
        paper = Document()
        for table in tables:
            drawn = paper.add_table(len(table.rows) + 1, len(table.columns))
            for row, said in enumerate(_said(table)):
                for at, text in enumerate(said):
                    drawn.cell(row, at).text = text
        return _saved(paper)

    return _other(entries, rounds, "docx", write)


def docx_by_row(entries: int, rounds: int) -> Measured:
    """The same tables with python-docx, row by row."""

    def write(tables: list[Table]) -> bytes:
        paper = Document()
        for table in tables:
            drawn = paper.add_table(0, len(table.columns))
            for said in _said(table):
                for cell, text in zip(drawn.add_row().cells, said, strict=True):
                    cell.text = text
        return _saved(paper)

    return _other(entries, rounds, "docx", write)


def docx_by_template(entries: int, rounds: int) -> Measured:
    """The same tables with docxtpl: a row of a template is repeated for each row. The template is made beforehand."""
    docxtpl = importlib.import_module("docxtpl")
    with office(1, entries) as desk:
        tables = _tables(_report(desk))
    template = _template(tables)
    measured = Measured()
    for _ in range(rounds):

        def write() -> bytes:
            paper = docxtpl.DocxTemplate(io.BytesIO(template))
            paper.render({f"t{at}": _said(table) for at, table in enumerate(tables)}, autoescape=True)
            return _saved(paper)

        measured.add("docx", write)
    return measured


def _template(tables: list[Table]) -> bytes:
    paper = Document()
    for number, table in enumerate(tables):
        drawn = paper.add_table(3, len(table.columns))
        drawn.cell(0, 0).text = f"{{%tr for row in t{number} %}}"
        for at, cell in enumerate(drawn.rows[1].cells):
            cell.text = f"{{{{ row[{at}] }}}}"
        drawn.cell(2, 0).text = "{%tr endfor %}"
    return _saved(paper)


def xlsx_by_openpyxl(entries: int, rounds: int) -> Measured:
    """The same cells with openpyxl, without looks and widths."""
    with office(1, entries) as desk:
        shown = load_workbook(io.BytesIO(report_xlsx(_report(desk))))
    sheets = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in shown.worksheets}
    measured = Measured()
    for _ in range(rounds):

        def write() -> bytes:
            book = Workbook()
            for title, rows in sheets.items():
                sheet = book.create_sheet(title)
                for at, row in enumerate(rows, 1):
                    for column, value in enumerate(row, 1):
                        sheet.cell(at, column, value)
            return _saved(book)

        measured.add("xlsx", write)
    return measured


def summary(units: int, each: int, rounds: int) -> Measured:
    """One report of an office and all under it."""
    measured = Measured()
    with office(units, each) as desk:
        top = desk.register.tree().unit(OFFICE)
        assert top is not None
        for _ in range(rounds):
            made = measured.add("summary", lambda: summed_up(desk, top, PERIOD, TODAY))
            assert len(made.report.rows) == units * each
            measured.add("docx", partial(report_docx, made.report))
            content: bytes = measured.add("xlsx", partial(report_xlsx, made.report))
        measured.note = f"xlsx of {len(content) / 2**20:.1f} MiB"
    return measured


def summary_of_workbooks(units: int, each: int) -> Measured:
    """What is done without it: the workbooks of all units opened one after the other, their totals added up."""
    measured = Measured()
    with office(1, each) as desk:
        content = report_xlsx(_report(desk))
    few = min(FEW, units)

    def add_up() -> int:
        found = 0
        for _ in range(few):
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = book.worksheets[0].iter_rows(values_only=True)
            found += next(int(str(row[2])) for row in rows if row[1] == "Tổng cộng")
            book.close()
        return found

    assert measured.add("summary", add_up) > 0
    measured.seconds["summary"] = [one * units / few for one in measured.seconds["summary"]]
    measured.note = f"{few} opened, taken {units / few:g} times"
    return measured


def _other(entries: int, rounds: int, name: str, write: Callable[[list[Table]], bytes]) -> Measured:
    measured = Measured()
    with office(1, entries) as desk:
        tables = _tables(_report(desk))
    for _ in range(rounds):
        measured.add(name, lambda: write(tables))
    return measured


def _said(table: Table) -> list[list[str]]:
    return [
        [column.heading for column in table.columns],
        *([_plain(one) for one in row] for row in written_rows(table)),
    ]


def _plain(text: str) -> str:
    """What python-docx takes: control characters it refuses."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _saved(paper: Any) -> bytes:
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def _show(name: str, found: Measured, base: Measured) -> None:
    for step, seconds in found.seconds.items():
        took = statistics.median(seconds)
        ratio = took / statistics.median(base.seconds[step])
        print(f"{name:34}{step:18}{took:10.3f} s{ratio:9.2f}{found.mebibytes:9.0f} MiB  {found.note}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=300)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(f"medians of {options.rounds} rounds; ratio to ours; what the process held at most")
    print(f"{'':34}{'':18}{'':10}  {'ratio':>9}{'at most':>9}")
    one = apart(ours, options.entries, options.rounds)
    _show(f"ours, 1 unit, {options.entries} entries", one, one)
    others: dict[str, Callable[[int, int], Measured]] = {
        "python-docx, table.cell": docx_by_cell,
        "python-docx, row by row": docx_by_row,
        "docxtpl": docx_by_template,
        "openpyxl, no looks": xlsx_by_openpyxl,
    }
    for name, run in others.items():
        if run is not docx_by_template or importlib.util.find_spec("docxtpl"):
            _show(name, apart(run, options.entries, options.rounds), one)
    many = apart(summary, options.units, options.each, min(3, options.rounds))
    _show(f"ours, {options.units} units, {options.each} each", many, many)
    _show("openpyxl, opening workbooks", apart(summary_of_workbooks, options.units, options.each), many)


if __name__ == "__main__":
    main()
