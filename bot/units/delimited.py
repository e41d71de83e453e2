"""Tables of a .csv file: whatever encoding and delimiter the program that wrote it uses."""

from __future__ import annotations

import codecs
import csv
import io

from bot.units import messages
from bot.units.grid import MOST_LINES, SheetError, Table

_DELIMITERS = (",", ";", "\t")


def tables_of(data: bytes) -> list[Table]:
    """The text read with each delimiter. Raises SheetError."""
    text = _decoded(data)
    return [_table(text, delimiter) for delimiter in _DELIMITERS]


def _table(text: str, delimiter: str) -> Table:
    table: Table = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if any(cell.strip() for cell in row):
                table.append((number, list(row)))
            if len(table) == MOST_LINES:
                break
    except csv.Error as error:
        raise SheetError(messages.FILE_BROKEN) from error
    return table


def _decoded(data: bytes) -> str:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
            raise SheetError(messages.FILE_BROKEN) from error
    try:
        return data.decode("cp1258")
    except UnicodeDecodeError as error:
        raise SheetError(messages.FILE_BROKEN) from error
