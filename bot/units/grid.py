"""A table as it stands in a file, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.errors import UserError

MOST_ROWS: Final = 10_000
HEADING_WITHIN: Final = 20
"""The heading is among so many lines that are not blank."""
MOST_LINES: Final = MOST_ROWS + HEADING_WITHIN + 1
"""One more than any list may have: what lies behind need not be read to refuse it."""
MOST_COLUMNS: Final = 60


class SheetError(UserError):
    """A file that is no unit list; one Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell whose value cannot be used: as it is shown, and why."""

    shown: str
    why: str


Cell = str | BadCell
Line = tuple[int, list[Cell]]
"""The number of the row in the file, from 1, and its cells. Blank rows are left out."""
Table = list[Line]
