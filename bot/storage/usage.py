"""How much of a channel's plan was used, and what a channel has to remember itself."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlite_utils import Database

from bot.storage.codec import moment

EVER = "ever"
"""The period of what is counted over a channel's whole life."""
PEOPLE, PERSON = "people", "person:"


class Usage:
    def __init__(self, db: Database) -> None:
        self._db = db

    def count(self, channel: str, period: str, what: str, by: int = 1) -> int:
        """Count something in a period ("2026-11"); how many there are now. Call it inside a transaction."""
        row = self._db.conn.execute(
            "INSERT INTO channel_usage (channel, period, what, count) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (channel, period, what) DO UPDATE SET count = count + excluded.count RETURNING count",
            [channel, period, what, by],
        ).fetchone()
        return int(row[0])

    def used(self, channel: str, period: str, what: str) -> int:
        row = self._db.execute(
            "SELECT count FROM channel_usage WHERE channel = ? AND period = ? AND what = ?", [channel, period, what]
        ).fetchone()
        return int(row[0]) if row else 0

    def meet(self, channel: str, user: str) -> int | None:
        """Count somebody who writes for the first time; how many people have then, None where they had written before.

        Call it inside a transaction.
        """
        if self.count(channel, EVER, PERSON + mask(channel, user)) > 1:
            return None
        return self.count(channel, EVER, PEOPLE)

    def forget_person(self, channel: str, user: str) -> None:
        """Forget that somebody has written; how many people have stays. Call it inside a transaction."""
        self._db.execute(
            "DELETE FROM channel_usage WHERE channel = ? AND what = ?", [channel, PERSON + mask(channel, user)]
        )

    def remember(self, channel: str, name: str, value: str, now: datetime) -> None:
        """Keep a value of a channel's own. Call it inside a transaction."""
        self._db.execute(
            "INSERT OR REPLACE INTO channel_state (channel, name, value, at) VALUES (?, ?, ?, ?)",
            [channel, name, value, moment(now)],
        )

    def remembered(self, channel: str, name: str) -> str | None:
        row = self._db.execute(
            "SELECT value FROM channel_state WHERE channel = ? AND name = ?", [channel, name]
        ).fetchone()
        return str(row[0]) if row else None

    def names(self, channel: str, prefix: str) -> list[str]:
        """The names of a channel's values that begin so, the oldest first."""
        rows = self._db.execute(
            "SELECT name FROM channel_state WHERE channel = ? AND instr(name, ?) = 1 ORDER BY at, rowid",
            [channel, prefix],
        )
        return [name for (name,) in rows]

    def forget(self, channel: str, name: str) -> None:
        self._db.execute("DELETE FROM channel_state WHERE channel = ? AND name = ?", [channel, name])


def mask(channel: str, user: str) -> str:
    """Enough of somebody's id to count them, and not the id."""
    return hashlib.sha256(f"{channel}:{user}".encode()).hexdigest()[:24]
