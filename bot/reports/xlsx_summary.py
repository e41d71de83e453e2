"""The first sheet: every figure as a formula over the activities that it is from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.reports import messages_xlsx as words
from bot.reports.xlsx_cells import Book, Sheet, countable, span
from bot.reports.xlsx_log import COUNTS, Block, Count, places
from handlers.reports.figure_names import figure_name
from handlers.reports.model import Figure, Report

_WIDTHS: Final = (10, 52, 12, 13, 13, 11, 11, 12, 17, 13)
_LAST: Final = 9
_LETTERS: Final = 150
"""Letters of a line over all columns."""
_COUNT, _SHARE, _FEMALE = 2, 7, 4
_COLUMNS: Final[dict[Count, int]] = {
    "total": 3,
    "female": _FEMALE,
    "male": 5,
    "unknown": 6,
    "budget": 8,
    "units_inspected": 9,
}


def write_summary(book: Book, report: Report, found: Sequence[Block]) -> None:
    """Title, a line for each item with its sums, their total, notes; then the figures of the text."""
    sheet = book.sheet(words.SUMMARY)
    sheet.paper.activate()
    sheet.widths(_WIDTHS)
    sheet.across(0, _LAST, report.title or report.header.summary, "title", _LETTERS * 2 // 3)
    sheet.across(1, _LAST, report.header.note, "note", _LETTERS)
    row = _items(sheet, 3, report, found)
    row = _notes(sheet, row, report, found)
    if report.figures:
        _figures(sheet, row + 1, report.figures, places(found))


def _items(sheet: Sheet, head: int, report: Report, found: Sequence[Block]) -> int:
    """The table of items; the row after it."""
    sheet.head(head, words.ITEM_HEADINGS)
    headings = {section.item: section.heading for section in reversed((*report.sections, *report.appendix))}
    for row, block in enumerate(found, head + 1):
        heading = headings.get(block.item) or words.NO_ITEM
        sheet.words(row, 0, block.item, "middle")
        sheet.link(row, 1, _marked(heading, block), words.LOG, block.whole)
        sheet.formula(row, _COUNT, f"=COUNTA({block.cells(0)})", len(block.rows))
        for name, at in _COLUMNS.items():
            _sum(sheet, row, at, [block.cells(COUNTS[name])], block.values(name))
        _share(sheet, row, [block])
    _total(sheet, head + 1, found)
    return head + len(found) + 2


def _marked(heading: str, block: Block) -> str:
    return heading if block.people else words.NOT_PEOPLE_MARK.format(heading=heading)


def _total(sheet: Sheet, first: int, found: Sequence[Block]) -> None:
    row = first + len(found)
    sheet.words(row, 0, "", bold=True)
    sheet.words(row, 1, words.TOTAL, bold=True)
    done = [block.people for block in found]
    _sum(sheet, row, _COUNT, _ranges(first, done, _COUNT), [len(one.rows) for one in found if one.people], bold=True)
    for name, at in _COLUMNS.items():
        counted = [True] * len(found) if name == "units_inspected" else done
        values = [value for block, counts in zip(found, counted, strict=True) if counts for value in block.values(name)]
        _sum(sheet, row, at, _ranges(first, counted, at), values, bold=True)
    _share(sheet, row, [block for block in found if block.people], bold=True)


def _ranges(first: int, counted: Sequence[bool], at: int) -> list[str]:
    """The stretches of lines that count, in a column."""
    found: list[list[int]] = []
    for row, counts in enumerate(counted, first):
        if counts and found and found[-1][1] == row - 1:
            found[-1][1] = row
        elif counts:
            found.append([row, row])
    return [span(start, at, end, at) for start, end in found]


def _sum(sheet: Sheet, row: int, at: int, ranges: Sequence[str], values: Sequence[int], bold: bool = False) -> None:
    """A sum, a dash as long as nothing under it has been said."""
    cells, known = ",".join(ranges), [value for value in values if countable(value)]
    if not cells:
        sheet.words(row, at, words.NOTHING, "number", bold)
    elif known:
        sheet.formula(row, at, f"=SUM({cells})", sum(known), bold=bold)
    else:
        sheet.formula(row, at, f'=IF(COUNT({cells})=0,"{words.NOTHING}",SUM({cells}))', words.NOTHING, bold=bold)


def _share(sheet: Sheet, row: int, found: Sequence[Block], bold: bool = False) -> None:
    """Women among all; a dash where nobody has said how many."""
    women, people = ([v for one in found for v in one.values(name) if countable(v)] for name in ("female", "total"))
    whole, female = span(row, _COLUMNS["total"], row, _COLUMNS["total"]), span(row, _FEMALE, row, _FEMALE)
    formula = f'=IF(COUNT({female})*SUM({whole})=0,"{words.NOTHING}",SUM({female})/SUM({whole}))'
    value = sum(women) / sum(people) if women and sum(people) else words.NOTHING
    sheet.formula(row, _SHARE, formula, value, "share", bold)


def _notes(sheet: Sheet, row: int, report: Report, found: Sequence[Block]) -> int:
    """What has to be known about the table; the row after it."""
    notes = [words.SHARE] if found else [words.NO_ROWS]
    labels = dict.fromkeys(one.type_label for block in found if not block.people for one in block.rows)
    if labels:
        notes.append(words.NOT_PEOPLE.format(types="; ".join(labels)))
    if late := sum(one.late for one in report.rows):
        notes.append(words.LATE_ROWS.format(count=late, sheet=words.LATE))
    for at, note in enumerate(notes, row):
        sheet.across(at, _LAST, note, "note", _LETTERS)
    return row + len(notes)


def _figures(sheet: Sheet, row: int, figures: Sequence[Figure], rows: dict[str, int]) -> None:
    sheet.across(row, _LAST, words.FIGURES, "heading", _LETTERS)
    sheet.head(row + 1, words.FIGURE_HEADINGS)
    for at, figure in enumerate(figures, 1):
        _figure(sheet, row + 1 + at, at, figure, rows)


def _figure(sheet: Sheet, row: int, number: int, figure: Figure, rows: dict[str, int]) -> None:
    sheet.number(row, 0, number, "middle")
    # Of one item there are many figures: what each counts is part of its name.
    sheet.words(row, 1, figure_name(figure))
    sheet.words(row, 2, figure.unit, "middle")
    for at, value in ((3, figure.value), (4, figure.before)):
        if value is None:
            sheet.words(row, at, words.NOTHING, "number")
        else:
            sheet.number(row, at, value)
    _change(sheet, row, figure)
    sheet.number(row, 7, figure.lacking or None)
    if seen := [rows[entry] for entry in figure.entries if entry in rows]:
        first = min(seen)
        sheet.link(row, 8, words.SEE_ROW.format(row=first + 1), words.LOG, span(first, 0, first, 0))
    else:
        sheet.words(row, 8, "")


def _change(sheet: Sheet, row: int, figure: Figure) -> None:
    """How much more or less than a year before; empty where that cannot be said."""
    now, before = (span(row, at, row, at) for at in (3, 4))
    value, past = figure.value, figure.before
    known = value is not None and past is not None and countable(value) and countable(past)
    if known and value is not None and past is not None:
        sheet.formula(row, 5, f"={now}-{before}", value - past, "change")
    else:
        sheet.number(row, 5, None)
    if known and value is not None and past:
        sheet.formula(row, 6, f"=({now}-{before})/{before}", (value - past) / past, "share_change")
    else:
        sheet.number(row, 6, None)
