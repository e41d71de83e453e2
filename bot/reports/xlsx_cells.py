"""A workbook's cells: words stay words, whatever they hold; formulas bring their values along."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, Final, Literal

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell  # type: ignore[import-untyped]

from bot.reports import messages_xlsx as words
from knowledge.wording import written_day

Kind = Literal[
    "title", "note", "heading", "head", "words", "middle", "number", "share", "change", "share_change", "day", "link"
]
"""What a cell holds, which says how it looks; the first three stand outside of tables."""

LONGEST: Final = 32_767
"""UTF-16 units that a cell holds."""
_PART: Final = 2_000
"""Letters of a longer text that a cell still shows on a page."""
_EXACT: Final = 10**15
"""Spreadsheet programs keep 15 digits; a longer number stays words, so that no digit is lost."""
_FIRST_YEAR: Final = 1901
"""From here on all spreadsheet programs agree on what day a number is."""
_BAD: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_QUOTED: Final = ("=", "+", "-", "@", "\t")
_LINE: Final = 14.5
"""How high a line is, in points."""
_HIGHEST: Final = 409
_FREE: Final[frozenset[Kind]] = frozenset({"title", "note", "heading"})
"""What stands over several columns."""
_IGNORED: Final = ("number_stored_as_text", "formula_range", "formula_differs", "two_digit_text_year")
"""What a program would mark as a slip and is none."""

_BOX: Final = {"border": 1, "border_color": "#A6A6A6", "valign": "top", "text_wrap": True}
_LOOKS: Final[dict[Kind, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 15, "align": "center", "valign": "vcenter", "text_wrap": True},
    "note": {"italic": True, "valign": "top", "text_wrap": True},
    "heading": {"bold": True, "font_size": 13, "valign": "vcenter", "text_wrap": True},
    "head": {**_BOX, "bold": True, "bg_color": "#DDE6F0", "align": "center", "valign": "vcenter"},
    "words": _BOX,
    "middle": {**_BOX, "align": "center"},
    "number": {**_BOX, "num_format": "#,##0", "align": "right"},
    "share": {**_BOX, "num_format": "0.0%", "align": "right"},
    "change": {**_BOX, "num_format": "+#,##0;-#,##0;0", "align": "right"},
    "share_change": {**_BOX, "num_format": "+0.0%;-0.0%;0.0%", "align": "right"},
    "day": {**_BOX, "num_format": "dd/mm/yyyy", "align": "center"},
    "link": {**_BOX, "font_color": "#0B4F9E", "underline": 1},
}


@dataclass(frozen=True, slots=True)
class Long:
    """A text too long for its cell, and where it would stand."""

    sheet: str
    cell: str
    text: str


def clean(text: str) -> str:
    """A text without what a workbook cannot hold; halves of letters that stand side by side become the letter."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BAD.sub("", text)


def countable(value: object) -> bool:
    """Whether a value is written as a number, so that sums count it."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and abs(value) < _EXACT


def parts(text: str) -> Iterator[str]:
    """A long text in pieces that a printed page can show."""
    return (text[at : at + _PART] for at in range(0, len(text), _PART))


def span(first_row: int, first: int, last_row: int, last: int) -> str:
    """A range of cells, counted from 0, as formulas name it."""
    return str(xl_range(first_row, first, last_row, last))


def _lines(text: str, letters: float) -> int:
    """In how many lines a text stands, about."""
    if len(text) <= letters and "\n" not in text:
        return 1
    return sum(math.ceil(len(line) / letters) or 1 for line in text.split("\n"))


class Book:
    """A workbook of one report. `day` is when it was made, as far as anybody is told."""

    def __init__(self, title: str, day: date) -> None:
        self._target = BytesIO()
        font = {"font_name": "Times New Roman", "font_size": 11}
        self._book = Workbook(self._target, {"in_memory": True, "default_format_properties": font})
        made = datetime.combine(day, time(), UTC).replace(tzinfo=None)
        self._book.set_properties({"title": clean(title)[:255], "created": made})
        self._looks: dict[tuple[Kind, bool, bool], Any] = {}
        self._sheets: list[Sheet] = []
        self.long: list[Long] = []

    def sheet(self, name: str, frozen: int = 0) -> Sheet:
        """A new sheet, its first `frozen` rows always in sight and on every printed page."""
        self._sheets.append(Sheet(self, self._book.add_worksheet(name), frozen))
        return self._sheets[-1]

    def look(self, kind: Kind, bold: bool, quoted: bool) -> Any:
        key = (kind, bold, quoted)
        if key not in self._looks:
            more = {**({"bold": True} if bold else {}), **({"quote_prefix": True} if quoted else {})}
            self._looks[key] = self._book.add_format({**_LOOKS[kind], **more})
        return self._looks[key]

    def done(self) -> bytes:
        for sheet in self._sheets:
            sheet.fit()
        self._book.close()
        return self._target.getvalue()


class Sheet:
    """A sheet, ready to be printed on A4 across. Rows and columns are counted from 0."""

    def __init__(self, book: Book, sheet: Any, frozen: int) -> None:
        self._book, self.paper = book, sheet
        self.name = str(sheet.get_name())
        self._widths: tuple[float, ...] = ()
        self._lines: dict[int, int] = {}
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(words.PAGE)
        sheet.ignore_errors(dict.fromkeys(_IGNORED, "A1:XFD1048576"))
        if frozen:
            sheet.freeze_panes(frozen, 0)
            sheet.repeat_rows(0, frozen - 1)

    def widths(self, widths: tuple[float, ...]) -> None:
        self._widths = widths
        for at, width in enumerate(widths):
            self.paper.set_column(at, at, width)

    def words(self, row: int, at: int, text: str, kind: Kind = "words", bold: bool = False) -> None:
        """A text, never a formula, link or number. What is too long goes on in a sheet of its own."""
        text = clean(text)
        # A text of half as many letters cannot be too long.
        if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) > 2 * LONGEST:
            self._book.long.append(Long(self.name, xl_rowcol_to_cell(row, at), text))
            text = f"{text[:_PART]}{words.GOES_ON}"
        if kind not in _FREE and at < len(self._widths):
            lines = _lines(text, self._widths[at] * (0.95 if kind == "head" else 1.08))
            if lines > self._lines.get(row, 1):
                self._lines[row] = lines
        look = self._book.look(kind, bold, text.startswith(_QUOTED))
        if text:
            self.paper.write_string(row, at, text, look)
        else:
            self.paper.write_blank(row, at, None, look)

    def fit(self) -> None:
        """Makes rows as high as their words need; not every program does that by itself."""
        for row, lines in self._lines.items():
            self.paper.set_row(row, min(_HIGHEST, lines * _LINE + 1))

    def number(self, row: int, at: int, value: float | None, kind: Kind = "number", bold: bool = False) -> None:
        """A number, or an empty cell."""
        if value is None or not math.isfinite(value):
            self.paper.write_blank(row, at, None, self._book.look(kind, bold, False))
        elif countable(value):
            self.paper.write_number(row, at, value, self._book.look(kind, bold, False))
        else:
            self.words(row, at, str(value), kind, bold)

    def day(self, row: int, at: int, value: date | None) -> None:
        """A date that sorts and filters as one."""
        if value is not None and value.year >= _FIRST_YEAR:
            self.paper.write_datetime(row, at, value, self._book.look("day", False, False))
        else:
            self.words(row, at, written_day(value) if value else "", "day")

    def formula(
        self, row: int, at: int, formula: str, value: float | str, kind: Kind = "number", bold: bool = False
    ) -> None:
        """A formula and what it comes to, for programs that do not calculate."""
        self.paper.write_formula(row, at, formula, self._book.look(kind, bold, False), value)

    def link(self, row: int, at: int, text: str, sheet: str, cells: str, bold: bool = False) -> None:
        """A text that leads to cells of a sheet of the same workbook."""
        shown = clean(text)[:200] or cells
        look = self._book.look("link", bold, False)
        self.paper.write_url(row, at, f"internal:'{sheet}'!{cells}", look, shown)
        # The text itself is written as all words are: whole or with its rest kept, and never as a formula.
        self.words(row, at, text or cells, "link", bold)

    def across(self, row: int, last: int, text: str, kind: Kind, letters: float) -> None:
        """A text over a row from its first column to `last`, as high as its lines of so many `letters` need."""
        self.paper.merge_range(row, 0, row, last, "", self._book.look(kind, False, False))
        self.words(row, 0, text, kind)
        height = {"title": 21.0, "heading": 18.5}.get(kind, 15.5)
        self.paper.set_row(row, min(_HIGHEST, _lines(text, letters) * height))

    def head(self, row: int, headings: tuple[str, ...], first: int = 0) -> None:
        for at, heading in enumerate(headings, first):
            self.words(row, at, heading, "head")
