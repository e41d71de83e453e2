"""What is remembered of each conversation."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.storage.codec import choices_text, data_text, moment, read_choices, read_data
from handlers.types import Choice, Session


class Sessions:
    def __init__(self, db: Database) -> None:
        self._db = db

    def load(self, key: str) -> Session:
        """The session of a key; a fresh one when there is none."""
        row = self._db.execute("SELECT data, choices FROM sessions WHERE key = ?", [key]).fetchone()
        return Session(key, read_data(row[0]), read_choices(row[1])) if row else Session(key)

    def save(self, session: Session, now: datetime) -> None:
        self._db.execute(
            "INSERT INTO sessions (key, data, choices, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE"
            " SET data = excluded.data, choices = excluded.choices, updated_at = excluded.updated_at",
            [session.key, data_text(session.data), choices_text(session.choices), moment(now)],
        )

    def show(self, key: str, choices: tuple[Choice, ...]) -> None:
        """Remember the choices that a later message (a reminder) has put before the person."""
        self._db.execute("UPDATE sessions SET choices = ? WHERE key = ?", [choices_text(choices), key])
