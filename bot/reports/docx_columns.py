"""How wide the columns of a printed table are, and how large its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.reports.docx_frame import PORTRAIT
from bot.reports.docx_widths import width
from handlers.reports.model import Column

SIZES: Final = (12, 11, 10)
FEW: Final = 8
_STEPS: Final = (FEW, 10)
"""So many columns go on an upright page with letters of 12 and of 11."""
PADDING: Final = 3.0
"""Points on either side of a cell's words."""
_NARROW: Final = ("index", "number", "money", "share", "change")
_READ: Final = 150
"""So many letters of a cell are measured; longer ones are broken anyway."""
_HALF: Final = 0.6
_TEXT_AT_LEAST, _TEXT_AT_MOST, _CELL_AT_MOST = 58.0, 260.0, 120.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Widths in points, which fill the page, and the size of letters."""

    widths: tuple[float, ...]
    size: int


def laid_out(columns: Sequence[Column], rows: Sequence[Sequence[str]], within: float) -> Layout:
    """The largest letters with which no word of a heading and no number is broken; the smallest where none are."""
    wide = round(len(columns) * PORTRAIT / within)
    first = sum(wide > few for few in _STEPS)
    for size in SIZES[first:]:
        needs = [_need(column, at, rows, size) for at, column in enumerate(columns)]
        if sum(needs) <= within:
            break
    else:
        # Words can be read in a narrower column, a number that is broken cannot.
        needs = [_need(column, at, rows, size, text_at_least=0.0) for at, column in enumerate(columns)]
    wants = [_want(column, at, rows, size, need) for at, (column, need) in enumerate(zip(columns, needs, strict=True))]
    return Layout(_shared(needs, wants, within), size)


def height(text: str, column: float, size: int) -> float:
    """About how high a cell with this text is, in points."""
    short = len(text) <= _READ
    long = width(text, size) if short else len(text) * size * 0.5
    return (long / max(1.0, column - 2 * PADDING) + 1 + text.count("\n")) * size * 1.2


def _need(
    column: Column, at: int, rows: Sequence[Sequence[str]], size: int, text_at_least: float = _TEXT_AT_LEAST
) -> float:
    longest = _longest_word(column.heading, size)
    if column.kind in _NARROW:
        longest = max([longest, *(width(row[at][:_READ], size) for row in rows)])
    else:
        longest = max([longest, *(_longest_word(row[at], size) for row in rows)])
    least = text_at_least if column.kind == "text" else 0.0
    return max(least, min(longest, _CELL_AT_MOST)) + 2 * PADDING + 1


def _want(column: Column, at: int, rows: Sequence[Sequence[str]], size: int, need: float) -> float:
    """What a column would take with few broken lines: words much, numbers a heading of two lines."""
    if column.kind == "text":
        said = sorted(width(row[at][:_READ], size) for row in rows)
        return max(need, min(_TEXT_AT_MOST, said[len(said) * 3 // 4] if said else 0.0) + 2 * PADDING + 1)
    heading = _HALF * width(column.heading[:_READ], size) + 2 * PADDING
    return max(need, min(_CELL_AT_MOST, heading)) + (2.0 if column.kind == "index" else 8.0)


def _longest_word(text: str, size: int) -> float:
    return max((width(word, size) for word in text[:_READ].split()), default=0.0)


def _shared(needs: Sequence[float], wants: Sequence[float], within: float) -> tuple[float, ...]:
    if (least := sum(needs)) >= within:
        return tuple(need * within / least for need in needs)
    left, wanted = within - least, sum(wants) - least
    if wanted >= left:
        return tuple(need + (want - need) * left / wanted for need, want in zip(needs, wants, strict=True))
    over = (left - wanted) / sum(wants)
    return tuple(want * (1 + over) for want in wants)
