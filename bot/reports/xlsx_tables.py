"""The sheets of what stands in the text: its tables, its pictures, and words too long for a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

from bot.reports import messages_xlsx as words
from bot.reports.xlsx_cells import Book, Kind, Sheet, clean, countable, parts, span
from handlers.reports.model import Cell, Column, ColumnKind, Report, Table

_KINDS: Final[Mapping[ColumnKind, Kind]] = {
    "index": "middle",
    "text": "words",
    "date": "middle",
    "number": "number",
    "money": "number",
    "share": "share",
    "change": "change",
}
_WIDTHS: Final[Mapping[ColumnKind, float]] = {
    "index": 6,
    "text": 22,
    "date": 14,
    "number": 12,
    "money": 16,
    "share": 11,
    "change": 12,
}
_WIDE: Final = 44
"""The first column with words tells what a line is about."""
_PICTURE_ROWS: Final = 30
"""Rows that a picture of 800 points at 150 a inch covers, and an empty one."""
_PICTURE_COLUMNS, _PICTURE_LETTERS = 13, 85


def write_tables(book: Book, report: Report) -> None:
    """All tables one under another, where there are any."""
    sections = (*report.sections, *report.appendix)
    tables = [(table, section.heading) for section in sections for table in section.tables]
    if not tables:
        return
    sheet = book.sheet(words.TABLES)
    widths = _widths([table for table, _ in tables])
    sheet.widths(widths)
    row = 0
    for table, heading in tables:
        sheet.across(row, max(1, len(widths) - 1), table.title or heading, "heading", sum(widths) * 0.75)
        row = _table(sheet, row + 1, table) + 1


def _offset(table: Table) -> int:
    """The first column is kept for places in the list."""
    return 0 if table.columns and table.columns[0].kind == "index" else 1


def _widths(tables: Sequence[Table]) -> tuple[float, ...]:
    widths: dict[int, float] = {0: _WIDTHS["index"]}
    for table in tables:
        for at, column in enumerate(table.columns, _offset(table)):
            width = _WIDE if column.kind == "text" and at == 1 else _WIDTHS[column.kind]
            widths[at] = max(width, widths.get(at, 0))
    return tuple(widths[at] for at in sorted(widths))


def _table(sheet: Sheet, head: int, table: Table) -> int:
    """Headings and lines of a table; the row after it."""
    first = _offset(table)
    sheet.head(head, tuple(column.heading for column in table.columns), first)
    last = len(table.rows) - 1 if table.total else len(table.rows)
    for number, line in enumerate(table.rows):
        for place, (column, value) in enumerate(zip(table.columns, line, strict=True)):
            row, at = head + 1 + number, first + place
            if number < last or not column.summed or last < 1:
                _cell(sheet, row, at, column, value, total=number >= last)
            else:
                _sum(sheet, row, at, column, [line[place] for line in table.rows[:last]], told=value is not None)
    return head + 1 + len(table.rows)


def _cell(sheet: Sheet, row: int, at: int, column: Column, value: Cell, total: bool) -> None:
    kind = _KINDS[column.kind]
    if isinstance(value, float) and column.kind == "change":
        kind = "share_change"
    if value is None:
        sheet.words(row, at, "" if total or column.kind == "index" else words.NOTHING, kind, total)
    elif isinstance(value, str):
        sheet.words(row, at, value, kind, total)
    else:
        sheet.number(row, at, value, kind, total)


def _sum(sheet: Sheet, row: int, at: int, column: Column, values: Sequence[Cell], told: bool) -> None:
    """The sum of the lines above; where the report tells none, a dash as long as no line holds a number."""
    cells = span(row - len(values), at, row - 1, at)
    known = [value for value in values if isinstance(value, int | float) and countable(value)]
    formula = f"=SUM({cells})" if known or told else f'=IF(COUNT({cells})=0,"{words.NOTHING}",SUM({cells}))'
    sheet.formula(row, at, formula, sum(known) if known or told else words.NOTHING, _KINDS[column.kind], bold=True)


def write_pictures(book: Book, report: Report, pictures: Mapping[str, bytes]) -> None:
    """The pictures in the order of the report's charts, each on a page of its own when printed."""
    if not pictures:
        return
    titles = {chart.id: chart.title for chart in report.charts if chart.id in pictures}
    titles |= {name: name for name in pictures if name not in titles}
    sheet = book.sheet(words.PICTURES)
    for number, (name, title) in enumerate(titles.items()):
        row = number * _PICTURE_ROWS
        sheet.across(row, _PICTURE_COLUMNS - 1, title, "heading", _PICTURE_LETTERS)
        told = {"image_data": BytesIO(pictures[name]), "description": clean(title)[:255], "object_position": 3}
        sheet.paper.insert_image(row + 1, 0, f"{number}.png", told)
    sheet.paper.set_h_pagebreaks([number * _PICTURE_ROWS for number in range(1, len(titles))])


def write_whole(book: Book) -> None:
    """Texts that no cell could hold, in parts, each with the cell in which it begins."""
    if not book.long:
        return
    sheet = book.sheet(words.WHOLE, frozen=1)
    sheet.widths((24, 9, 110))
    sheet.head(0, words.WHOLE_HEADINGS)
    row = 1
    for long in tuple(book.long):
        pieces = list(parts(long.text))
        for number, piece in enumerate(pieces, 1):
            place = words.PLACE.format(sheet=long.sheet, cell=long.cell)
            sheet.link(row, 0, place, long.sheet, long.cell)
            sheet.words(row, 1, words.PART.format(number=number, count=len(pieces)), "middle")
            sheet.words(row, 2, piece)
            row += 1
