"""What stands in the cells of a printed table."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bot.reports import messages
from bot.reports.docx_text import lines
from handlers.entry_words import grouped
from handlers.reports.model import Cell, ColumnKind, Table

_PIECE: Final = 1_500
"""Letters of a paragraph in a cell; LibreOffice takes very long over more that run over many pages."""
_NO_CHANGE: Final = ("0", messages.PERCENT.format(number="0,0"))


def written(value: Cell, kind: ColumnKind) -> str:
    """A value by its column's kind: 1.200, 61,2%, +3; a dash for what nobody has said."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return messages.NOTHING
    if isinstance(value, str):
        return "\n".join(piece for line in lines(value) for piece in _pieces(line))
    if kind == "index" or (kind in ("text", "date") and isinstance(value, int)):
        return str(value)
    if kind == "share" or (kind == "change" and isinstance(value, float)):
        said = messages.PERCENT.format(number=_decimal(100 * Decimal(repr(value)), always=True))
    else:
        said = grouped(value) if isinstance(value, int) else _decimal(Decimal(repr(value)))
    return f"+{said}" if kind == "change" and value > 0 and said not in _NO_CHANGE else said


def written_rows(table: Table) -> list[list[str]]:
    """Every row as it is printed; the total's row has a name, and no dashes where nothing is summed."""
    kinds = [column.kind for column in table.columns]
    body = table.rows[:-1] if table.total else table.rows
    rows = [[written(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in body]
    return [*rows, _total(table)] if table.total and table.rows else rows


def _total(table: Table) -> list[str]:
    values: Sequence[Cell] = table.rows[-1]
    said = [
        "" if value is None and not column.summed else written(value, column.kind)
        for value, column in zip(values, table.columns, strict=True)
    ]
    if not any(isinstance(value, str) and value.strip() for value in values):
        at = next((at for at, one in enumerate(table.columns) if one.kind == "text" and not said[at]), None)
        at = at if at is not None else next((at for at, one in enumerate(said) if not one), None)
        if at is not None:
            said[at] = messages.SUM
    return said


def _pieces(line: str) -> list[str]:
    """A line as it is, or what a page's worth of letters in a narrow cell is cut into."""
    return [line] if len(line) <= _PIECE else textwrap.wrap(line, _PIECE, break_on_hyphens=False)


def _decimal(number: Decimal, always: bool = False) -> str:
    """With one place after the comma; unless `always`, none where it would be 0."""
    tenths = int((number * 10).to_integral_value(ROUND_HALF_UP))
    sign, (whole, tenth) = "-" if tenths < 0 else "", divmod(abs(tenths), 10)
    return f"{sign}{grouped(whole)}{f',{tenth}' if tenth or always else ''}"
