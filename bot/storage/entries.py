"""What handlers look up of the log: entries, drafts, evidence (see handlers.register.Register)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlite_utils import Database

from bot.storage.codec import read_moment
from handlers.entries import NUMBERS, Draft, Entry, Evidence
from handlers.register import Change

_PIECES = "SELECT *, (SELECT unit FROM entries WHERE entries.id = entry) AS unit FROM evidence WHERE removed = 0"


class StoredEntries:
    """Reads; every method raises sqlite3 errors only."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def entry(self, id_: str) -> Entry | None:
        return next(map(_entry, self._db.query("SELECT * FROM entries WHERE id = ?", [id_])), None)

    def entries(self, units: Collection[str], start: date, end: date, type_: str | None = None) -> list[Entry]:
        sql = (
            "SELECT * FROM entries WHERE deleted = 0 AND unit IN (SELECT value FROM json_each(?))"
            " AND date BETWEEN ? AND ? AND coalesce(?, type) = type ORDER BY date, rowid"
        )
        found = self._db.query(sql, [json.dumps(list(units)), start.isoformat(), end.isoformat(), type_])
        return [_entry(row) for row in found]

    def open_draft(self, person: str) -> Draft | None:
        rows = self._db.query("SELECT * FROM drafts WHERE person = ? AND status = 'open'", [person])
        return next(map(_draft, rows), None)

    def draft(self, id_: str) -> Draft | None:
        return next(map(_draft, self._db.query("SELECT * FROM drafts WHERE id = ?", [id_])), None)

    def dropped_drafts(self, person: str, most: int) -> list[Draft]:
        sql = (
            "SELECT * FROM drafts WHERE person = ? AND status = 'dropped' AND state != '{}'"
            " ORDER BY at DESC, rowid DESC LIMIT ?"
        )
        return [_draft(row) for row in self._db.query(sql, [person, most])]

    def evidence(self, entry: str) -> list[Evidence]:
        return [_piece(row) for row in self._db.query(f"{_PIECES} AND entry = ? ORDER BY at, rowid", [entry])]

    def evidence_at(self, path: str) -> Evidence | None:
        return next(map(_piece, self._db.query(f"{_PIECES} AND path = ?", [path])), None)

    def texts_naming_files(self) -> Iterator[str]:
        """Whatever names evidence: rows of it, open drafts, messages that wait to be handled."""
        for sql in (
            "SELECT path FROM evidence WHERE removed = 0",
            "SELECT state FROM drafts WHERE status = 'open' AND instr(state, 'evidence/') > 0",
            "SELECT payload FROM updates WHERE status = 'new' AND instr(payload, 'evidence/') > 0",
        ):
            for (text,) in self._db.execute(sql):
                yield text

    def names_file(self, path: str) -> bool:
        """Whether a row of evidence or an open draft names a file."""
        row = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM evidence WHERE path = ? AND removed = 0)"
            " OR EXISTS (SELECT 1 FROM drafts WHERE status = 'open' AND instr(state, ?) > 0)",
            [path, path.rpartition("/")[0]],
        ).fetchone()
        return bool(row[0])

    def changes_of(self, entry: str) -> list[Change]:
        sql = "SELECT * FROM changes WHERE \"table\" = 'entries' AND key = ? ORDER BY id"
        return [_change(row) for row in self._db.query(sql, [entry])]


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        id=row["id"],
        unit=row["unit"],
        form=row["form"],
        type=row["type"],
        day=date.fromisoformat(row["date"]),
        at=read_moment(row["at"]),
        title=row["title"],
        last_day=date.fromisoformat(row["date_end"]) if row["date_end"] else None,
        place=row["place"],
        more=json.loads(row["more"]),
        note=row["note"],
        by=row["by"],
        deleted=bool(row["deleted"]),
        **{name: row[name] for name in NUMBERS},
    )


def _draft(row: dict[str, Any]) -> Draft:
    state = json.loads(row["state"])
    return Draft(row["id"], row["person"], row["form"], state, row["unit"], row["entry"], row["status"])


def _piece(row: dict[str, Any]) -> Evidence:
    named = {name: row[name] for name in ("id", "entry", "unit", "name", "media_type", "size", "path", "by")}
    return Evidence(**named, at=read_moment(row["at"]))


def _change(row: dict[str, Any]) -> Change:
    before = json.loads(row["before"]) if row["before"] else None
    return Change(row["by"], read_moment(row["at"]), before, json.loads(row["after"]))
