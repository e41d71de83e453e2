"""Reports read back: numbers out of documents, and workbooks calculated anew."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from docx import Document
from docx.table import Table as PaperTable
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from handlers.reports.model import Report, Table

KINDS: Final = {
    "Tổng số người": "total",
    "Nữ": "female",
    "Nam": "male",
    "Chưa rõ": "unknown",
    "Kinh phí (đồng)": "money",
    "Số đơn vị": "units_inspected",
    "Đơn vị được kiểm tra": "units_inspected",
    "Số cuộc": "count",
    "Số hoạt động": "count",
    "Số vụ": "cases",
}
"""What a column counts, by its heading."""
DASH: Final = "–"
Value = int | float | str | None


def tables(report: Report) -> list[Table]:
    """All tables in the order of the document."""
    return [table for section in (*report.sections, *report.appendix) for table in section.tables]


def read_tables(content: bytes) -> list[tuple[str, list[list[str]]]]:
    """Captions and cells of a document's tables; without those that only hold its frame."""
    found, before = [], ""
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Paragraph):
            before = block.text if block.style is not None and block.style.name == "Caption" else ""
        elif isinstance(block, PaperTable) and before:
            found.append((before, [[cell.text for cell in row.cells] for row in block.rows]))
    return found


def paragraphs(content: bytes) -> list[str]:
    return [one.text for one in Document(io.BytesIO(content)).paragraphs]


def number(text: str) -> int | None:
    """A printed number: "1.200", "+3"; None for a dash."""
    return None if text in (DASH, "") else int(text.replace(".", ""))


class Sheets:
    """A workbook as it is stored, and what its formulas come to when they are worked out here."""

    def __init__(self, content: bytes) -> None:
        self.shown: Workbook = load_workbook(io.BytesIO(content), data_only=True)
        self._said: Workbook = load_workbook(io.BytesIO(content))

    def rows(self, sheet: str) -> list[list[Any]]:
        """The values that a program shows that does not calculate."""
        return [list(row) for row in self.shown[sheet].iter_rows(values_only=True)]

    def worked_out(self, sheet: str, at: str) -> Value:
        """A cell's value; of a formula what it comes to."""
        said = self._said[sheet][at].value
        if self._said[sheet][at].data_type != "f":
            return said if isinstance(said, int | float | str) else None
        return self._formula(sheet, str(said).removeprefix("="))

    def formulas(self) -> Iterator[tuple[str, str, Value, Value]]:
        """Sheet and cell of every formula, the value stored with it and the one worked out."""
        for sheet in self._said.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        at = cell.coordinate
                        yield sheet.title, at, self.shown[sheet.title][at].value, self.worked_out(sheet.title, at)

    def _formula(self, sheet: str, text: str) -> Value:
        if guarded := _GUARDED.fullmatch(text):
            empty = self._formula(sheet, guarded["test"]) == 0
            return guarded["else_"] if empty else self._formula(sheet, guarded["then"])
        summed = _CALL.sub(lambda call: str(self._called(sheet, call["name"], call["of"])), text)
        plain = _CELL.sub(lambda cell: str(self._number(sheet, cell[0])), summed)
        if not _SUM_ONLY.fullmatch(plain):
            raise ValueError(f"no formula that is known here: {text}")
        result = eval(plain)  # digits and signs only
        return result if isinstance(result, int | float) else None

    def _called(self, sheet: str, name: str, of: str) -> int | float:
        values = [value for part in of.split(",") for value in self._values(sheet, part)]
        numbers = [value for value in values if isinstance(value, int | float)]
        if name == "COUNTA":
            return sum(value not in (None, "") for value in values)
        return len(numbers) if name == "COUNT" else sum(numbers)

    def _values(self, sheet: str, cells: str) -> Iterator[Value]:
        name, _, of = cells.rpartition("!")
        named = name.strip("'") or sheet
        left, top, right, bottom = range_boundaries(of.replace("$", ""))
        for row in self._said[named].iter_rows(top, bottom, left, right):
            for cell in row:
                yield self.worked_out(named, cell.coordinate)

    def _number(self, sheet: str, at: str) -> int | float:
        value = self.worked_out(sheet, at)
        return value if isinstance(value, int | float) else 0


_GUARDED: Final = re.compile(r'IF\((?P<test>.+)=0,"(?P<else_>[^"]*)",(?P<then>.+)\)')
_CALL: Final = re.compile(r"(?P<name>SUM|COUNTA|COUNT)\((?P<of>[^()]*)\)")
_CELL: Final = re.compile(r"\$?[A-Z]+\$?[0-9]+")
_SUM_ONLY: Final = re.compile(r"[0-9.e()+\-*/ ]+")
