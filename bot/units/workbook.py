"""Tables of an .xlsx file."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, Protocol, cast

from bot.units import messages
from bot.units.grid import MOST_COLUMNS, MOST_LINES, BadCell, Cell, SheetError, Table


class _Cell(Protocol):
    @property
    def value(self) -> object: ...

    @property
    def data_type(self) -> str: ...


class _Worksheet(Protocol):
    def iter_rows(self, *, max_row: int, max_col: int) -> Iterable[Sequence[_Cell]]: ...


_MOST_UNPACKED: Final = 50 * 2**20
_MOST_SHEETS: Final = 5
_EXCEL_ROWS: Final = 1_048_576


def tables_of(data: bytes) -> list[Table]:
    """The tables of the first worksheets. Raises SheetError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise SheetError(messages.FILE_BROKEN) from error
    if unpacked > _MOST_UNPACKED:
        raise SheetError(messages.FILE_SWELLS.format(limit=_MOST_UNPACKED >> 20))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and checks that are of no account here
            return _read(data)
    except Exception as error:  # a damaged file makes the reader raise nearly anything
        raise SheetError(messages.FILE_BROKEN) from error


def _read(data: bytes) -> list[Table]:
    from openpyxl import load_workbook

    # Only the formulas tell a cell that has no result from one that is empty.
    values, formulas = (
        cast("list[_Worksheet]", load_workbook(io.BytesIO(data), read_only=True, data_only=only).worksheets)
        for only in (True, False)
    )
    return [_table(*pair) for pair in list(zip(values, formulas, strict=True))[:_MOST_SHEETS]]


def _table(values: _Worksheet, formulas: _Worksheet) -> Table:
    # The bounds that the file gives may be anything.
    rows = zip(
        *(sheet.iter_rows(max_row=_EXCEL_ROWS, max_col=MOST_COLUMNS) for sheet in (values, formulas)), strict=False
    )
    table: Table = []
    before: Sequence[_Cell] | None = None
    for number, (row, written) in enumerate(rows, 1):
        if row is before:  # one and the same for all rows that the file leaves out, which may be a million
            continue
        before = row
        cells = _cells(row, written)
        if any(cells):
            table.append((number, cells))
        if len(table) == MOST_LINES:
            break
    return table


def _cells(values: Sequence[_Cell], formulas: Sequence[_Cell]) -> list[Cell]:
    return [_cell(value, formula) for value, formula in zip(values, formulas, strict=False)]


def _cell(cell: _Cell, formula: _Cell) -> Cell:
    value = cell.value
    if value is None:
        if formula.value is None:
            return ""
        return BadCell(str(formula.value), messages.CELL_FORMULA)
    if cell.data_type == "e":
        return BadCell(str(value), messages.CELL_ERROR)
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if value == int(value) else str(value)
    return BadCell(str(value), messages.CELL_NOT_TEXT)
