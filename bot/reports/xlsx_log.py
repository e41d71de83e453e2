"""The sheet of the log: a line for each activity, those of one item together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from bot.reports import messages_xlsx as words
from bot.reports.xlsx_cells import Book, Sheet, span
from handlers.reports.model import Report, Row

Count = Literal["total", "female", "male", "unknown", "budget", "units_inspected"]
COUNTS: Final[dict[Count, int]] = {
    "total": 8,
    "female": 9,
    "male": 10,
    "unknown": 11,
    "budget": 12,
    "units_inspected": 13,
}
"""The column of each figure, counted from 0."""
_LAST: Final = 13
_WIDTHS: Final = (5.5, 10, 16, 42, 11.5, 11.5, 20, 20, 10, 9, 9, 9, 16, 11)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of an item, one under another; `first` is the first one's row, counted from 0.

    `people`: whether the figures under people are those who took part. An item of both kinds has a block of each.
    """

    item: str
    people: bool
    first: int
    rows: tuple[Row, ...]

    def cells(self, at: int) -> str:
        """A column of the block, as formulas of other sheets name it."""
        return f"'{words.LOG}'!{span(self.first, at, self.first + len(self.rows) - 1, at)}"

    @property
    def whole(self) -> str:
        """All of the block, as a link names it."""
        return span(self.first, 0, self.first + len(self.rows) - 1, _LAST)

    def values(self, name: Count) -> list[int]:
        """What has been said of a figure."""
        return [value for row in self.rows if (value := getattr(row, name)) is not None]


def blocks(report: Report) -> list[Block]:
    """The activities that count, item by item in the order of the report, each by type and day."""
    rows = [row for row in report.rows if not row.late]
    items = [*(section.item for section in (*report.sections, *report.appendix)), *(row.item for row in rows)]
    order = {item: place for place, item in enumerate(dict.fromkeys(items))}
    others = not_people(report)
    rows.sort(key=lambda row: (order[row.item], row.type in others, row.type, row.day))
    found: list[Block] = []
    first = 1
    for (item, other), group in groupby(rows, key=lambda row: (row.item, row.type in others)):
        found.append(Block(item, not other, first, tuple(group)))
        first += len(found[-1].rows)
    return found


def not_people(report: Report) -> frozenset[str]:
    """Types whose figures are not people who took part."""
    return frozenset(one.strip() for one in report.extra.get("not_people", "").split(",") if one.strip())


def places(found: Sequence[Block]) -> dict[str, int]:
    """The row of each activity in the sheet, counted from 0."""
    return {row.id: at for block in found for at, row in enumerate(block.rows, block.first)}


def write_log(book: Book, found: Sequence[Block]) -> None:
    _write(book.sheet(words.LOG, frozen=1), [row for block in found for row in block.rows])


def write_late(book: Book, report: Report) -> None:
    """What was logged after the period had been closed, where there is any."""
    if late := [row for row in report.rows if row.late]:
        _write(book.sheet(words.LATE, frozen=1), late)


def _write(sheet: Sheet, rows: Sequence[Row]) -> None:
    sheet.widths(_WIDTHS)
    sheet.head(0, words.LOG_HEADINGS)
    for at, row in enumerate(rows, 1):
        _line(sheet, at, row)
    sheet.paper.autofilter(0, 0, len(rows), _LAST)


def _line(sheet: Sheet, at: int, row: Row) -> None:
    sheet.number(at, 0, at, "middle")
    for column, text in _texts(row):
        sheet.words(at, column, text)
    sheet.day(at, 4, row.day)
    sheet.day(at, 5, row.last_day or row.day)
    for name, column in COUNTS.items():
        sheet.number(at, column, getattr(row, name))


def _texts(row: Row) -> Iterator[tuple[int, str]]:
    yield from ((1, row.item), (2, row.type_label), (3, row.title), (6, row.place or ""), (7, row.unit_name))
