"""What there is of everything, in numbers: for whoever watches over the service."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.storage.codec import moment, read_moment


class Census:
    def __init__(self, db: Database) -> None:
        self._db = db

    def messages(self) -> dict[str, int]:
        """The messages in the journal, by channel; what is over its term is in it no longer."""
        return dict(self._db.execute("SELECT channel, count(*) FROM updates GROUP BY channel").fetchall())

    def letters(self) -> dict[tuple[str, str], int]:
        """The letters in the outbox, by channel and status."""
        rows = self._db.execute("SELECT channel, status, count(*) FROM outbox GROUP BY channel, status")
        return {(channel, status): count for channel, status, count in rows}

    def overdue(self, now: datetime) -> dict[str, float]:
        """Of each channel that has letters which should have gone out: for how many seconds the first has waited."""
        rows = self._db.execute(
            "SELECT channel, min(due_at) FROM outbox WHERE status = 'queued' AND due_at <= ? GROUP BY channel",
            [moment(now)],
        )
        return {channel: (now - read_moment(due)).total_seconds() for channel, due in rows}

    def works(self) -> int:
        """What takes long and waits to be done."""
        return int(self._db.execute("SELECT count(*) FROM works WHERE status = 'new'").fetchone()[0])

    def arrivals(self) -> dict[str, int]:
        """What was delivered and has not become a message yet, by channel."""
        return dict(
            self._db.execute(
                "SELECT channel, count(*) FROM arrivals WHERE body IS NOT NULL GROUP BY channel"
            ).fetchall()
        )
