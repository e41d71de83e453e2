"""What messengers delivered, written down as it came, until it has become a message: a stop loses nothing."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.storage.codec import moment


class Arrivals:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, channel: str, id_: str, body: str, now: datetime) -> bool:
        """Write an event down; False where it was seen before. Call it inside a transaction."""
        cursor = self._db.conn.execute(
            "INSERT OR IGNORE INTO arrivals (channel, id, body, at) VALUES (?, ?, ?, ?)",
            [channel, id_, body, moment(now)],
        )
        return cursor.rowcount == 1

    def open(self, channel: str) -> list[tuple[str, str]]:
        """Id and body of what has not become a message, in the order in which it came."""
        rows = self._db.query(
            "SELECT id, body FROM arrivals WHERE channel = ? AND body IS NOT NULL ORDER BY seq", [channel]
        )
        return [(row["id"], row["body"]) for row in rows]

    def settle(self, channel: str, id_: str) -> None:
        """It has become a message, or is none: its words are kept no longer, that it came is."""
        self._db.execute("UPDATE arrivals SET body = NULL WHERE channel = ? AND id = ?", [channel, id_])

    def purge(self, before: datetime) -> None:
        """Forget that old ones came: no messenger delivers so late."""
        self._db.execute("DELETE FROM arrivals WHERE body IS NULL AND at < ?", [moment(before)])
