"""The journal: every update, before it is handled and whether it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from bot.storage.codec import message_text, moment, read_message, read_moment
from handlers.types import IncomingMessage


class Journal:
    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, message: IncomingMessage, now: datetime) -> bool:
        """Write a message down as new; False when its id was seen in this channel."""
        added = self._db.execute(
            "INSERT INTO updates (channel, id, payload, at, received_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (channel, id) DO NOTHING",
            [message.sender.channel, message.id, message_text(message), moment(message.at), moment(now)],
        )
        return added.rowcount == 1

    def settle(self, message: IncomingMessage, status: str) -> None:
        """Mark as done or failed. What the person wrote is not kept any longer than it takes to answer."""
        self._db.execute(
            "UPDATE updates SET status = ?, payload = NULL WHERE channel = ? AND id = ?",
            [status, message.sender.channel, message.id],
        )

    def unhandled(self, channel: str) -> Iterator[IncomingMessage]:
        """Messages that wait to be handled, oldest first."""
        rows = self._db.execute(
            "SELECT payload FROM updates WHERE channel = ? AND status = 'new' ORDER BY seq", [channel]
        ).fetchall()
        return (read_message(payload) for (payload,) in rows)

    def count_attempt(self, message: IncomingMessage) -> int:
        """Count one more time that a start finds this message unhandled; the new count."""
        key = [message.sender.channel, message.id]
        self._db.execute("UPDATE updates SET attempts = attempts + 1 WHERE channel = ? AND id = ?", key)
        row = self._db.execute("SELECT attempts FROM updates WHERE channel = ? AND id = ?", key).fetchone()
        return int(row[0])

    def last_time(self, channel: str) -> datetime | None:
        """The time of the message that came last in a channel."""
        row = self._db.execute(
            "SELECT at FROM updates WHERE channel = ? ORDER BY seq DESC LIMIT 1", [channel]
        ).fetchone()
        return read_moment(row[0]) if row else None
