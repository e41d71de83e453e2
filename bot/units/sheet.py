"""A unit list: its rows, read from a file that a spreadsheet program made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.units import delimited, messages, workbook
from bot.units.columns import Column, columns_of, ignored
from bot.units.grid import HEADING_WITHIN, MOST_ROWS, BadCell, Cell, Line, SheetError, Table
from knowledge.text.normalise import clean

MOST_BYTES: Final = 5 * 2**20
MOST_LETTERS: Final = 300
_SHOWN: Final = 60
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (or may be) in a row of the list. `value` is the cell's, "" where it has none."""

    row: int
    column: Column
    value: str
    text: str

    def __str__(self) -> str:
        line = messages.IN_CELL if self.value else messages.IN_ROW
        return line.format(row=self.row, column=messages.HEADINGS[self.column], value=self.value, text=self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: its number in the file, its cells that are not empty, those that cannot be used."""

    number: int
    cells: Mapping[Column, str]
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, number: int, cells: Mapping[Column, str | None]) -> Row:
        """A row that no file had: cleaned as one that a file has, and as long."""
        columns = dict(enumerate(cells))
        return _row((number, [text or "" for text in cells.values()]), columns)

    def get(self, column: Column) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows in the order of the file, and the headings that were not understood."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...] = ()


def read_sheet(data: bytes) -> Sheet:
    """The unit list in an .xlsx or .csv file, told apart by what is in it. Raises SheetError."""
    if len(data) > MOST_BYTES:
        raise SheetError(messages.FILE_TOO_BIG.format(limit=MOST_BYTES >> 20))
    if data.startswith(_OLD_EXCEL):
        raise SheetError(messages.FILE_OLD)
    tables = workbook.tables_of(data) if data.startswith(b"PK") else delimited.tables_of(data)
    table, at, columns = _headed(tables)
    headings = _texts(table[at])
    lines = table[at + 1 :]
    if len(lines) > MOST_ROWS:
        raise SheetError(messages.TOO_MANY_ROWS.format(limit=MOST_ROWS))
    rows = tuple(row for line in lines if (row := _row(line, columns)).cells or row.problems)
    if not rows:
        raise SheetError(messages.NO_ROWS)
    return Sheet(rows, ignored(headings, columns))


def _headed(tables: Sequence[Table]) -> tuple[Table, int, dict[int, Column]]:
    """The table, and the line in it, that has the most headings; which column each is."""
    best: tuple[Table, int, dict[int, Column]] | None = None
    for table in tables:
        for at, line in enumerate(table[:HEADING_WITHIN]):
            columns = columns_of(_texts(line))
            if "name" in columns.values() and (best is None or len(columns) > len(best[2])):
                best = table, at, columns
    if best is None:
        raise SheetError(messages.NO_HEADING)
    names = list(best[2].values())
    for column in names:
        if names.count(column) > 1:
            raise SheetError(messages.HEADING_TWICE.format(heading=messages.HEADINGS[column]))
    return best


def _row(line: Line, columns: Mapping[int, Column]) -> Row:
    number, written = line
    cells: dict[Column, str] = {}
    problems: list[Problem] = []
    for at, column in columns.items():
        cell: Cell = written[at] if at < len(written) else ""
        if isinstance(cell, BadCell):
            problems.append(Problem(number, column, clean(cell.shown)[:_SHOWN], cell.why))
            continue
        text = _seen(cell)
        if len(text) > MOST_LETTERS:
            why = messages.CELL_TOO_LONG.format(limit=MOST_LETTERS)
            problems.append(Problem(number, column, f"{text[:_SHOWN]}…", why))
        elif text:
            cells[column] = text
    return Row(number, cells, tuple(problems))


def _seen(cell: str) -> str:
    """What can be seen of a cell: code points that are no letters of anything are left out."""
    return clean("".join(letter for letter in clean(cell) if letter.isprintable()))


def _texts(line: Line) -> list[str]:
    return [clean(cell) if isinstance(cell, str) else "" for cell in line[1]]
