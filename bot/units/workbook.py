"""Tables of an .xlsx file."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from bot.units import messages
from bot.units.grid import MOST_COLUMNS, MOST_LINES, BadCell, Cell, SheetError, Table

if TYPE_CHECKING:
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

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
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    # Only the formulas tell a cell that has no result from one that is empty.
    formulas = load_workbook(io.BytesIO(data), read_only=True)
    pairs = list(zip(values.worksheets, formulas.worksheets, strict=True))[:_MOST_SHEETS]
    return [
        _table(value, formula)
        for value, formula in pairs
        if isinstance(value, ReadOnlyWorksheet) and isinstance(formula, ReadOnlyWorksheet)
    ]


def _table(values: ReadOnlyWorksheet, formulas: ReadOnlyWorksheet) -> Table:
    bounds = {"max_row": _EXCEL_ROWS, "max_col": MOST_COLUMNS}  # the file's own may be anything
    table: Table = []
    rows = zip(values.iter_rows(**bounds), formulas.iter_rows(**bounds), strict=False)
    for number, (row, written) in enumerate(rows, 1):
        cells = _cells(row, written)
        if any(cells):
            table.append((number, cells))
        if len(table) == MOST_LINES:
            break
    return table


def _cells(values: Sequence[ReadOnlyCell | EmptyCell], formulas: Sequence[ReadOnlyCell | EmptyCell]) -> list[Cell]:
    return [_cell(value, formula) for value, formula in zip(values, formulas, strict=False)]


def _cell(cell: ReadOnlyCell | EmptyCell, formula: ReadOnlyCell | EmptyCell) -> Cell:
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
