"""The ledger of what was told to whom: entered with the letter that tells it, taken out when that did not go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.storage.codec import moment, read_moment, read_reply
from handlers.types import Note, Reply


@dataclass(frozen=True, slots=True)
class Told:
    """A letter to one person: what it said, since when it was to go out, and until when.

    `noted`: it is in the ledger, and so of the kind that people have agreed to be sent.
    """

    person: str
    reply: Reply
    at: datetime
    until: datetime | None
    noted: bool


class Ledger:
    def __init__(self, db: Database) -> None:
        self._db = db

    def enter(self, note: Note, now: datetime) -> bool:
        """Enter a note, of the moment when its letter goes out, if that is later; False when its key is there."""
        due = self._db.execute(
            "SELECT due_at FROM outbox WHERE channel = ? AND key = ?", [note.channel, note.letter]
        ).fetchone()
        added = self._db.execute(
            "INSERT INTO notices (key, person, kind, subject, stage, unit, channel, letter, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
            [
                *(note.key, note.person, note.kind, note.subject, note.stage),
                *(note.unit, note.channel, note.letter, max(moment(now), due[0] if due else "")),
            ],
        )
        return added.rowcount == 1

    def keys_since(self, since: datetime) -> set[str]:
        """Keys of everything that was entered since then."""
        return {row[0] for row in self._db.execute("SELECT key FROM notices WHERE at >= ?", [moment(since)])}

    def told_since(self, since: datetime, prefix: str) -> set[str]:
        """Who was told something since then, or is about to be, not counting messages of offices.

        Nor reminders (their keys begin with `prefix`) that are still queued: these may be taken back.
        """
        rows = self._db.execute(
            "SELECT DISTINCT n.person FROM notices AS n LEFT JOIN outbox AS o ON o.channel = n.channel"
            " AND o.key = n.letter WHERE n.at >= ? AND n.kind != 'broadcast'"
            " AND (o.status IS NOT 'queued' OR substr(o.key, 1, ?) != ?)",
            [moment(since), len(prefix), prefix],
        )
        return {row[0] for row in rows}

    def unreached(self, prefix: str) -> list[dict[str, Any]]:
        """Letters that reached nobody and wait for what follows from that, in columns as the outbox has them.

        Those that failed (`settled_at` is None where their person has written from there since), also those to people
        that tell no notes, and reminders (their keys begin with `prefix`) that came too late.
        """
        return list(
            self._db.query(
                """SELECT channel, key AS letter, user, status, settled_at, until, waited, last_error
                FROM outbox AS o INDEXED BY outbox_failed
                WHERE status IN ('failed', 'expired') AND (status = 'failed' OR substr(key, 1, ?) = ?)
                AND (EXISTS (SELECT 1 FROM notices AS n WHERE n.channel = o.channel AND n.letter = o.key)
                     OR (status = 'failed' AND scheduled = 1 AND part = 1 AND substr(key, 1, ?) != ?
                         AND EXISTS (SELECT 1 FROM contacts AS c WHERE c.channel = o.channel AND c.user = o.user)))""",
                [len(prefix), prefix] * 2,
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

    def give_up(self, channel: str, letter: str) -> None:
        """A letter that reached nobody stays so."""
        self._db.execute("UPDATE outbox SET status = 'unreached' WHERE channel = ? AND key = ?", [channel, letter])

    def release(self, channel: str, letter: str) -> None:
        """Take out the notes of a letter that did not go: they may be told again."""
        self._db.execute("DELETE FROM notices WHERE channel = ? AND letter = ?", [channel, letter])

    def letter_of(self, channel: str, letter: str) -> Told | None:
        """Who was to be told by a letter, and what it said; None where nobody is known there."""
        row = self._db.execute(
            "SELECT coalesce(n.person, c.person), o.reply, o.due_at, o.until, n.person IS NOT NULL FROM outbox AS o"
            " LEFT JOIN notices AS n ON n.channel = o.channel AND n.letter = o.key"
            " LEFT JOIN contacts AS c ON c.channel = o.channel AND c.user = o.user"
            " WHERE o.channel = ? AND o.key = ? LIMIT 1",
            [channel, letter],
        ).fetchone()
        if row is None or row[0] is None:
            return None
        until = read_moment(row[3]) if row[3] else None
        return Told(row[0], read_reply(row[1]), read_moment(row[2]), until, noted=bool(row[4]))

    def move(self, channel: str, letter: str, to_channel: str, to_letter: str) -> None:
        """The notes of a letter are told by another letter now."""
        self._db.execute(
            "UPDATE notices SET channel = ?, letter = ? WHERE channel = ? AND letter = ?",
            [to_channel, to_letter, channel, letter],
        )

    def withdraw(self, letters: Iterable[tuple[str, str]]) -> int:
        """Take letters back that are still queued, all parts of them, and their notes with them; how many."""
        count = 0
        for channel, letter in letters:
            gone = self._db.execute(
                "DELETE FROM outbox WHERE status = 'queued' AND (channel, chat, seq) IN"
                " (SELECT channel, chat, seq FROM outbox WHERE channel = ? AND key = ? AND status = 'queued')",
                [channel, letter],
            ).rowcount
            if gone:
                self.release(channel, letter)
                count += 1
        return count

    def letters_to(self, person: str) -> list[tuple[str, str]]:
        """The queued letters that tell a person something."""
        rows = self._db.execute(
            "SELECT DISTINCT n.channel, n.letter FROM notices AS n JOIN outbox AS o ON o.channel = n.channel"
            " AND o.key = n.letter WHERE o.status = 'queued' AND n.person = ?",
            [person],
        )
        return [(channel, letter) for channel, letter in rows]

    def letters_about(self, subjects: Sequence[str]) -> list[tuple[str, str]]:
        """The queued letters that tell something of these subjects."""
        rows = self._db.execute(
            "SELECT DISTINCT n.channel, n.letter FROM notices AS n JOIN outbox AS o ON o.channel = n.channel"
            " AND o.key = n.letter WHERE o.status = 'queued' AND n.kind != 'broadcast'"
            " AND n.subject IN (SELECT value FROM json_each(?))",
            [json.dumps(list(subjects))],
        )
        return [(channel, letter) for channel, letter in rows]
