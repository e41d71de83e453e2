"""Tables as files: workbooks, and text with commas. Words never become formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from knowledge.wording import written_day

Cell = str | int | date | None
_WIDEST: Final = 60
_TOP: Final = Alignment(vertical="top", wrap_text=True)
_BOLD: Final = Font(bold=True)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, headings and rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def xlsx(table: Table) -> bytes:
    """A workbook with one sheet: heading frozen, a filter on it, columns as wide as what is in them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = table.title
    for number, row in enumerate((table.headings, *table.rows), 1):
        for at, value in enumerate(row, 1):
            cell = sheet.cell(number, at, _clean(value) if isinstance(value, str) else value)
            cell.alignment = _TOP
            if isinstance(value, str):
                # Words stay words, whatever they begin with.
                cell.data_type = "s"
                if value.startswith(_FORMULA):
                    cell.quotePrefix = True
            elif isinstance(value, date):
                cell.number_format = "dd/mm/yyyy"
            if number == 1:
                cell.font = _BOLD
    for at, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def comma_separated(table: Table) -> bytes:
    """The same as text that Excel opens as UTF-8; a quote before what would be taken for a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow([_plain(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def _plain(value: Cell) -> str:
    if isinstance(value, date):
        return written_day(value)
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _clean(text: str) -> str:
    """Without what no workbook can hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _widths(table: Table) -> list[float]:
    columns = zip(*(table.headings, *table.rows), strict=True)
    return [min(_WIDEST, max(len(_plain(value)) for value in column) + 3.0) for column in columns]
