"""What takes long and waits to be done: stored with what asked for it, so that a stop loses none."""

from __future__ import annotations

import json
from datetime import datetime

from sqlite_utils import Database

from bot.storage.codec import data_text, moment
from handlers.types import Address, Work


class Works:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, work: Work, now: datetime) -> None:
        """Store a work; one whose key is known is the same."""
        self._db.execute(
            "INSERT OR IGNORE INTO works (key, channel, chat, user, what, args, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                *(work.key, work.to.channel, work.to.chat, work.to.user, work.what),
                *(data_text(work.args), moment(now)),
            ],
        )

    def first(self) -> Work | None:
        """The one that has waited longest."""
        for row in self._db.query("SELECT * FROM works WHERE status = 'new' ORDER BY at, rowid LIMIT 1"):
            to = Address(row["channel"], row["chat"], row["user"])
            return Work(to, row["what"], json.loads(row["args"]), row["key"])
        return None

    def count_attempt(self, key: str) -> int:
        """Count that a work is begun; how often it has been."""
        row = self._db.conn.execute(
            "UPDATE works SET attempts = attempts + 1 WHERE key = ? RETURNING attempts", [key]
        ).fetchone()
        return int(row[0]) if row else 0

    def settle(self, key: str, status: str) -> None:
        """Done or failed; what was asked for is kept no longer."""
        self._db.execute("UPDATE works SET status = ?, args = '{}' WHERE key = ?", [status, key])
