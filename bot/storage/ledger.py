"""The ledger of what was told to whom: entered with the letter that tells it, taken out when that did not go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.storage.codec import moment
from handlers.types import Note


class Ledger:
    def __init__(self, db: Database) -> None:
        self._db = db

    def enter(self, note: Note, now: datetime) -> bool:
        """Enter a note; False when its key is there already."""
        added = self._db.execute(
            "INSERT INTO notices (key, person, kind, subject, stage, unit, channel, letter, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            [
                *(note.key, note.person, note.kind, note.subject, note.stage),
                *(note.unit, note.channel, note.letter, moment(now)),
            ],
        )
        return added.rowcount == 1

    def keys_since(self, since: datetime) -> set[str]:
        """Keys of everything that was entered since then."""
        return {row[0] for row in self._db.execute("SELECT key FROM notices WHERE at >= ?", [moment(since)])}

    def told(self, since: datetime) -> dict[str, set[str]]:
        """Who was told something since then, not counting messages of offices: the letters by person."""
        found: dict[str, set[str]] = {}
        rows = self._db.execute(
            "SELECT person, letter FROM notices WHERE at >= ? AND kind != 'broadcast'", [moment(since)]
        )
        for person, letter in rows:
            found.setdefault(person, set()).add(letter)
        return found

    def unreached(self) -> list[dict[str, Any]]:
        """Letters that failed or came too late and whose notes still stand: channel, letter, user, status."""
        return list(
            self._db.query(
                "SELECT DISTINCT o.channel, o.key AS letter, o.user, o.status, o.last_error FROM outbox AS o"
                " JOIN notices AS n ON n.channel = o.channel AND n.letter = o.key"
                " WHERE o.status IN ('failed', 'expired')"
            )
        )

    def queued(self) -> list[dict[str, Any]]:
        """Letters that tell notes and have not gone out: channel, letter, and their notes' keys in order."""
        rows = self._db.execute(
            "SELECT n.channel, n.letter, n.key FROM notices AS n JOIN outbox AS o ON o.channel = n.channel"
            " AND o.key = n.letter WHERE o.status = 'queued' AND n.kind != 'broadcast' ORDER BY n.rowid"
        )
        found: dict[tuple[str, str], list[str]] = {}
        for channel, letter, key in rows:
            found.setdefault((channel, letter), []).append(key)
        return [{"channel": channel, "letter": letter, "keys": keys} for (channel, letter), keys in found.items()]

    def release(self, channel: str, letter: str) -> None:
        """Take out the notes of a letter that did not go: they may be told again."""
        self._db.execute("DELETE FROM notices WHERE channel = ? AND letter = ?", [channel, letter])

    def withdraw(self, letters: Iterable[tuple[str, str]]) -> int:
        """Take letters back that are still queued, and their notes with them; how many."""
        count = 0
        for channel, letter in letters:
            gone = self._db.execute(
                "DELETE FROM outbox WHERE channel = ? AND key = ? AND status = 'queued'", [channel, letter]
            ).rowcount
            if gone:
                self.release(channel, letter)
                count += 1
        return count

    def letters_about(self, subjects: Sequence[str]) -> list[tuple[str, str]]:
        """The queued letters that tell something of these subjects."""
        rows = self._db.execute(
            "SELECT DISTINCT n.channel, n.letter FROM notices AS n JOIN outbox AS o ON o.channel = n.channel"
            " AND o.key = n.letter WHERE o.status = 'queued' AND n.kind != 'broadcast'"
            " AND n.subject IN (SELECT value FROM json_each(?))",
            [json.dumps(list(subjects))],
        )
        return [(channel, letter) for channel, letter in rows]
