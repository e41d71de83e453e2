"""What was said in one browser's conversation, read from the storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.storage import Letter, Storage
from bot.storage.codec import moment
from bot.web.visitor import CHANNEL
from handlers.reaching import ways_to
from handlers.types import Address

LATEST = 60
"""Replies that a page shows when it opens; messages beside them twice as many."""


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """How far a page has read: replies are ordered by when they became due, then by their number."""

    due_at: str = ""
    id: int = 0

    def __str__(self) -> str:
        return f"{self.due_at}_{self.id}" if self.due_at else ""


START = Cursor()


def cursor_of(letter: Letter) -> Cursor:
    return Cursor(moment(letter.due_at), letter.id)


def read_cursor(written: str) -> Cursor:
    """The cursor that a page sends back; the start for anything else."""
    due_at, _, number = written.rpartition("_")
    return Cursor(due_at, int(number)) if due_at and number.isascii() and number.isdigit() else START


class History:
    """Read-only queries; every method raises StorageError only."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def replies(self, chat: str, after: Cursor = START) -> list[Letter]:
        """The latest replies that went out to a chat after a cursor, in order; at most LATEST."""
        rows = self._query(
            "SELECT id FROM outbox WHERE channel = ? AND chat = ? AND status NOT IN ('queued', 'failed')"
            " AND (due_at, id) > (?, ?) ORDER BY due_at DESC, id DESC LIMIT ?",
            [CHANNEL, chat, after.due_at, after.id, LATEST],
        )
        return sorted(self._letters(chat, {int(row[0]) for row in rows}), key=cursor_of)

    def reply(self, chat: str, id_: int) -> Letter | None:
        """A reply that has gone out to a chat, by its number."""
        rows = self._query(
            "SELECT id FROM outbox WHERE id = ? AND channel = ? AND chat = ?"
            " AND status NOT IN ('queued', 'failed', 'expired')",
            [id_, CHANNEL, chat],
        )
        return next(iter(self._letters(chat, {int(row[0]) for row in rows})), None)

    def going_out(self, chat: str, key: str) -> Letter | None:
        """The reply of a chat that is just being sent under a key."""
        rows = self._query("SELECT id FROM outbox WHERE channel = ? AND key = ? AND chat = ?", [CHANNEL, key, chat])
        return next(iter(self._letters(chat, {int(row[0]) for row in rows})), None)

    def said(self, chat: str) -> dict[str, str]:
        """Ids (as the page gave them) and times of the latest messages that were written down, oldest first."""
        rows = self._query(
            "SELECT id, at FROM updates WHERE channel = ? AND id >= ? AND id < ? ORDER BY seq DESC LIMIT ?",
            [CHANNEL, f"{chat}:", f"{chat};", 2 * LATEST],
        )
        return {id_.partition(":")[2]: at for id_, at in reversed(rows)}

    def said_at(self, message_id: str) -> str:
        """When a message was first written down."""
        rows = self._query("SELECT at FROM updates WHERE channel = ? AND id = ?", [CHANNEL, message_id])
        return str(rows[0][0]) if rows else ""

    def open_choices(self, address: Address) -> list[str]:
        """Ids of the choices that were shown last: those that do not last count only here."""
        with self._storage.reading():
            return [choice.id for choice in self._storage.sessions.load(address.session_key).choices]

    def account(self, address: Address) -> Literal["here", "elsewhere"] | None:
        """Whether the conversation is that of an account, and whether that can be reached elsewhere too."""
        with self._storage.reading():
            person = self._storage.people.at(address)
        if person is None:
            return None
        return "elsewhere" if any(one != address for one in ways_to(person)) else "here"

    def check(self) -> None:
        """Raises StorageError where the storage cannot be read."""
        self._query("SELECT 1 FROM updates LIMIT 1", [])

    def _letters(self, chat: str, ids: set[int]) -> list[Letter]:
        if not ids:
            return []
        with self._storage.reading():
            letters = self._storage.outbox.of_chat(CHANNEL, chat, after=min(ids) - 1)
        return [letter for letter in letters if letter.id in ids]

    def _query(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        with self._storage.reading():
            return self._storage.db.execute(sql, parameters).fetchall()
