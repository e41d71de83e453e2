"""The rows that handlers may store: known tables, known columns, nobody's identity where none belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.storage.codec import clean, moment
from handlers.types import Record

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "unanswered": ("question", "outcome"),
    "ratings": ("answer", "verdict", "question"),
    "profiles": ("session", "province", "sector"),
}
_DATED = {"unanswered": "asked_on", "ratings": "rated_on"}
_IDENTITY = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w/.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\w/])")
"""E-mail addresses and telephone numbers, which people put into questions."""


def check_record(record: Record) -> None:
    """Raises ValueError for a table, a column or a value that cannot be stored."""
    columns = _COLUMNS.get(record.table)
    if columns is None:
        raise ValueError(f"no table for records: {record.table}")
    if unknown := sorted(set(record.row) - set(columns)):
        raise ValueError(f"no such columns in {record.table}: {', '.join(unknown)}")
    if not record.row.get(columns[0]):
        raise ValueError(f"{record.table} needs {columns[0]}")
    if not all(value is None or isinstance(value, str | int | float) for value in record.row.values()):
        raise ValueError(f"{record.table} takes plain values only")


def without_identity(text: str) -> str:
    """The text with telephone numbers and e-mail addresses blotted out."""
    return _IDENTITY.sub("…", text)


class Records:
    def __init__(self, db: Database) -> None:
        self._db = db

    def store(self, record: Record, now: datetime) -> None:
        """Store a row; a profile replaces the columns it names of an earlier one. Raises ValueError."""
        check_record(record)
        row: dict[str, Any] = {k: clean(v) if isinstance(v, str) else v for k, v in record.row.items()}
        if record.table == "profiles":
            self._db.table("profiles", pk="session").upsert({**row, "updated_at": moment(now)})
            return
        if row.get("question"):
            row["question"] = without_identity(str(row["question"]))
        row[_DATED[record.table]] = moment(now)[:10]
        self._db.table(record.table).insert(row)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Everything in one of the tables, oldest first."""
        if table not in _COLUMNS:
            raise ValueError(f"no table for records: {table}")
        return list(self._db.query(f'SELECT * FROM "{table}" ORDER BY rowid'))  # noqa: S608 - one of three known names
