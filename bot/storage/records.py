"""The rows that handlers may store: known tables, known columns, nobody's identity where none belongs."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.storage.codec import clean, moment
from bot.storage.tables import TABLES, Table
from handlers.types import Record
from knowledge.identities import find_identities

_IDENTITY = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w/.])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\w/])")
"""E-mail addresses and telephone numbers, which people put into questions."""


def check_record(record: Record) -> None:
    """Raises ValueError for a table, a column or a value that cannot be stored."""
    table = TABLES.get(record.table)
    if table is None:
        raise ValueError(f"no table for records: {record.table}")
    if unknown := sorted(set(record.row) - set(table.columns)):
        raise ValueError(f"no such columns in {record.table}: {', '.join(unknown)}")
    if missing := [name for name in (*table.key, *(() if table.key else table.needs)) if not record.row.get(name)]:
        raise ValueError(f"{record.table} needs {', '.join(missing)}")
    if not all(value is None or isinstance(value, str | int | float) for value in record.row.values()):
        raise ValueError(f"{record.table} takes plain values only")


def without_identity(text: str) -> str:
    """The text with whatever tells who somebody is blotted out: names, telephone numbers, addresses."""
    for one in reversed(find_identities(text)):
        text = f"{text[: one.span[0]]}…{text[one.span[1] :]}"
    return _IDENTITY.sub("…", text)


class Records:
    def __init__(self, db: Database) -> None:
        self._db = db
        self.changes: Counter[str] = Counter()
        """How many rows of each table were stored here: what was read of one may have changed."""

    def store(self, record: Record, now: datetime) -> None:
        """Store a row; one with a key changes the columns it names of an earlier one. Raises ValueError."""
        check_record(record)
        table = TABLES[record.table]
        row: dict[str, Any] = {k: clean(v) if isinstance(v, str) else v for k, v in record.row.items()}
        if row.get("question"):
            row["question"] = without_identity(str(row["question"]))
        if table.day:
            row[table.day] = moment(now)[:10]
        before = self._before(record.table, table, row)
        if table.at and (before is None or record.table in _RESTAMPED):
            row[table.at] = moment(now)
        if before is None:
            if missing := [name for name in table.needs if not row.get(name)]:
                raise ValueError(f"{record.table} needs {', '.join(missing)}")
            self._db.table(record.table).insert(row)
        else:
            self._update(record.table, table, row)
        if table.kept:
            self._keep(record, table, before, row, now)
        self.changes[record.table] += 1

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Everything in one of the tables, oldest first."""
        if table not in TABLES and table not in ("notices", "changes"):
            raise ValueError(f"no table for records: {table}")
        return list(self._db.query(f'SELECT * FROM "{table}" ORDER BY rowid'))  # noqa: S608 - one of the known names

    def _before(self, name: str, table: Table, row: Mapping[str, Any]) -> dict[str, Any] | None:
        if not table.key:
            return None
        where = " AND ".join(f'"{column}" = ?' for column in table.key)
        sql = f'SELECT * FROM "{name}" WHERE {where}'  # noqa: S608 - names are ours
        return next(iter(self._db.query(sql, [row[column] for column in table.key])), None)

    def _update(self, name: str, table: Table, row: Mapping[str, Any]) -> None:
        changed = {column: value for column, value in row.items() if column not in table.key}
        if not changed:
            return
        sets = ", ".join(f'"{column}" = ?' for column in changed)
        where = " AND ".join(f'"{column}" = ?' for column in table.key)
        self._db.execute(
            f'UPDATE "{name}" SET {sets} WHERE {where}',  # noqa: S608 - names are ours
            [*changed.values(), *(row[column] for column in table.key)],
        )

    def _keep(
        self, record: Record, table: Table, before: Mapping[str, Any] | None, row: Mapping[str, Any], now: datetime
    ) -> None:
        """Who changed a row, when, and what its named columns were before."""
        old = None if before is None else {column: before[column] for column in row}
        self._db.execute(
            'INSERT INTO changes ("table", key, by, before, after, at) VALUES (?, ?, ?, ?, ?, ?)',
            [
                *(record.table, " ".join(str(row[column]) for column in table.key), record.by),
                *(old and json.dumps(old, ensure_ascii=False), json.dumps(row, ensure_ascii=False), moment(now)),
            ],
        )


_RESTAMPED = frozenset({"profiles", "contacts", "feeds", "drafts"})
"""Tables whose time is that of the latest change, not of the first."""
