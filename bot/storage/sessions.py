"""What is remembered of each conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.storage.codec import choices_text, data_text, moment, read_choices, read_data
from handlers.types import Choice, Session


class Sessions:
    def __init__(self, db: Database) -> None:
        self._db = db

    def load(self, key: str) -> Session:
        """The session of a key; a fresh one when there is none."""
        row = self._db.execute("SELECT data, choices, in_doubt FROM sessions WHERE key = ?", [key]).fetchone()
        return Session(key, read_data(row[0]), read_choices(row[1]), bool(row[2])) if row else Session(key)

    def save(self, session: Session, now: datetime) -> None:
        """Keep a session after a message of the person: its choices are what they were asked, and not in doubt yet."""
        self._db.execute(
            "INSERT INTO sessions (key, data, choices, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE"
            " SET data = excluded.data, choices = excluded.choices, updated_at = excluded.updated_at, by_letter = 0,"
            " in_doubt = 0",
            [session.key, data_text(session.data), choices_text(session.choices), moment(now)],
        )

    def doubt(self, key: str) -> None:
        """The reply that was to be seen last may not have arrived."""
        self._db.execute("UPDATE sessions SET in_doubt = 1 WHERE key = ?", [key])

    def busy(self, key: str) -> bool:
        """Whether what is typed answers something that the person was asked, and not a letter that comes now."""
        row = self._db.execute("SELECT by_letter FROM sessions WHERE key = ?", [key]).fetchone()
        session = self.load(key)
        return replace(session, choices=()).asks if row and row[0] else session.asks

    def show(self, key: str, choices: tuple[Choice, ...], now: datetime) -> None:
        """Remember the choices that a letter puts before the person."""
        self._db.execute(
            "INSERT INTO sessions (key, data, choices, updated_at, by_letter) VALUES (?, '{}', ?, ?, 1)"
            " ON CONFLICT (key) DO UPDATE SET choices = excluded.choices, by_letter = 1",
            [key, choices_text(choices), moment(now)],
        )
