"""The outbox: every reply from the moment it is decided until it has arrived, failed or become doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.storage.codec import moment, read_moment, read_reply, reply_text
from handlers.types import Address, Reply, Send


@dataclass(frozen=True, slots=True)
class Letter:
    """One row: a reply, or a part of one, on its way to an address."""

    id: int
    key: str
    to: Address
    reply: Reply
    due_at: datetime
    seq: int
    part: int
    scheduled: bool
    """Whether it is a letter: not the answer to a message from there."""
    status: str
    attempts: int
    until: datetime | None
    last_error: str | None
    held: bool = False
    """Whether its channel has let it wait: until `due_at`."""


class Outbox:
    def __init__(self, db: Database) -> None:
        self._db = db
        self.sent_at: dict[str, datetime] = {}
        """When something last went out here, by channel."""

    def add(self, send: Send, now: datetime, *, answers: Address | None = None) -> bool:
        """Queue a send; False when its channel already has one with this key.

        Without a time of its own, and back to the address that it `answers`, it is an answer; else a letter.

        No letter has a `seq` above its id, so the next id puts this one after all others, and is found at once.
        """
        added = self._db.execute(
            "INSERT INTO outbox (key, channel, chat, user, reply, due_at, scheduled, until, seq)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) + 1 FROM outbox))"
            " ON CONFLICT (channel, key) DO NOTHING",
            [
                *(send.key, send.to.channel, send.to.chat, send.to.user, reply_text(send.reply)),
                *(moment(send.at or now), send.at is not None or send.to != answers),
                send.until and moment(send.until),
            ],
        )
        return added.rowcount == 1

    def put_off(self, letter: Letter, until: datetime | None, now: datetime) -> None:
        """Let a letter wait until a moment that its channel names; None: no longer."""
        self._db.execute(
            "UPDATE outbox SET due_at = ?, held = ? WHERE id = ? AND status = 'queued'",
            [moment(until or now), until is not None, letter.id],
        )

    def held(self, channel: str, now: datetime) -> list[Letter]:
        """What a channel lets wait beyond now."""
        return self._letters(
            "SELECT * FROM outbox WHERE channel = ? AND status = 'queued' AND due_at > ? AND held ORDER BY seq",
            [channel, moment(now)],
        )

    def cancel(self, key: str) -> None:
        """Take back what has this key, or went another way under it, and has not gone out."""
        self._db.execute(
            "DELETE FROM outbox WHERE status = 'queued' AND (channel, chat, seq) IN (SELECT channel, chat, seq"
            " FROM outbox WHERE (key = ? OR instr(key, ?) = 1) AND status = 'queued')",
            [key, f"{key}>"],
        )

    def heads(self, channel: str, now: datetime, limit: int) -> list[Letter]:
        """The next due letter of each chat that is not busy: at most `limit`, the longest due first.

        Left to itself, SQLite looks for what is being sent to a chat among all that ever was.
        """
        return self._letters(
            """SELECT * FROM outbox AS o
            WHERE channel = ? AND status = 'queued' AND due_at <= ? AND (retry_at IS NULL OR retry_at <= ?)
            AND NOT EXISTS (SELECT 1 FROM outbox AS b INDEXED BY outbox_open
                            WHERE b.channel = o.channel AND b.chat = o.chat AND b.status = 'sending')
            AND NOT EXISTS (SELECT 1 FROM outbox AS e
                            WHERE e.channel = o.channel AND e.chat = o.chat AND e.status = 'queued'
                            AND (e.due_at, e.seq, e.part) < (o.due_at, o.seq, o.part))
            ORDER BY due_at, seq, part LIMIT ?""",
            [channel, moment(now), moment(now), limit],
        )

    def due_before(self, channel: str, moment_: datetime) -> list[Letter]:
        """What waits and should have gone out before a moment."""
        return self._letters(
            "SELECT * FROM outbox WHERE channel = ? AND status = 'queued' AND due_at < ? ORDER BY due_at, seq, part",
            [channel, moment(moment_)],
        )

    def expire(self, channel: str, now: datetime) -> int:
        """Drop what may no longer go out; how many."""
        expired = self._db.execute(
            "UPDATE outbox SET status = 'expired', settled_at = ? WHERE channel = ? AND status = 'queued'"
            " AND until IS NOT NULL AND until <= ?",
            [moment(now), channel, moment(now)],
        )
        return expired.rowcount

    def expirable(self, channel: str, now: datetime) -> bool:
        """Whether anything may no longer go out."""
        found = self._db.execute(
            "SELECT 1 FROM outbox WHERE channel = ? AND status = 'queued' AND until IS NOT NULL AND until <= ? LIMIT 1",
            [channel, moment(now)],
        )
        return found.fetchone() is not None

    def expire_all(self, now: datetime) -> int:
        """Drop what may no longer go out in any channel; how many."""
        channels = [row[0] for row in self._db.execute("SELECT DISTINCT channel FROM outbox WHERE status = 'queued'")]
        return sum(self.expire(channel, now) for channel in channels if self.expirable(channel, now))

    def next_time(self, channel: str, now: datetime) -> datetime | None:
        """When the next letter after now becomes due, or may be tried again."""
        times = self._db.execute(
            "SELECT min(due_at) FROM outbox WHERE channel = :channel AND status = 'queued' AND due_at > :now"
            " UNION SELECT min(retry_at) FROM outbox"
            " WHERE channel = :channel AND status = 'queued' AND retry_at > :now",
            {"channel": channel, "now": moment(now)},
        ).fetchall()
        return min((read_moment(time) for (time,) in times if time), default=None)

    def claim(self, letter: Letter) -> bool:
        """Mark as being sent; False when it was cancelled or taken meanwhile."""
        claimed = self._db.execute(
            "UPDATE outbox SET status = 'sending', attempts = attempts + 1 WHERE id = ? AND status = 'queued'",
            [letter.id],
        )
        return claimed.rowcount == 1

    def settle(self, letter: Letter, status: str, now: datetime, error: str | None = None) -> None:
        """Close a letter: sent, failed or unknown."""
        # An answer proves nothing of what has to wait for the plan.
        if status == "sent" and letter.scheduled:
            self.sent_at[letter.to.channel] = now
        self._db.execute(
            "UPDATE outbox SET status = ?, settled_at = ?, last_error = ? WHERE id = ?",
            [status, moment(now), error, letter.id],
        )

    def put_back(self, letter: Letter, retry_at: datetime | None, error: str | None) -> None:
        """Queue a claimed letter again, for a later time or for now."""
        self._db.execute(
            "UPDATE outbox SET status = 'queued', retry_at = ?, last_error = ? WHERE id = ?",
            [retry_at and moment(retry_at), error, letter.id],
        )

    def split(self, letter: Letter, parts: Sequence[Reply]) -> None:
        """Replace a queued letter by its parts, which go out one after another in its place."""
        self._db.execute("UPDATE outbox SET reply = ? WHERE id = ?", [reply_text(parts[0]), letter.id])
        for number, reply in enumerate(parts[1:], letter.part + 1):
            self._db.execute(
                "INSERT INTO outbox (key, channel, chat, user, reply, due_at, scheduled, until, seq, part)"
                " SELECT ?, channel, chat, user, ?, due_at, scheduled, until, seq, ? FROM outbox WHERE id = ?",
                [f"{letter.key}#{number}", reply_text(reply), number, letter.id],
            )

    def sending(self, channel: str) -> list[Letter]:
        """What is on its way."""
        return self._letters("SELECT * FROM outbox WHERE channel = ? AND status = 'sending' ORDER BY seq", [channel])

    def is_last(self, letter: Letter) -> bool:
        """Whether nothing else was decided for its chat since."""
        later = "SELECT 1 FROM outbox WHERE channel = ? AND chat = ? AND seq > ? LIMIT 1"
        return self._db.execute(later, [letter.to.channel, letter.to.chat, letter.seq]).fetchone() is None

    def recover(self, channel: str, *, resend: bool) -> int:
        """Settle what a dead process was sending: again where that does no harm, else unknown; how many."""
        status = "queued" if resend else "unknown"
        cursor = self._db.execute(
            "UPDATE outbox SET status = ?, last_error = 'process ended while sending'"
            " WHERE channel = ? AND status = 'sending'",
            [status, channel],
        )
        return cursor.rowcount

    def of_chat(self, channel: str, chat: str, *, after: int = 0) -> list[Letter]:
        """Every letter to a chat whose id is above `after`, in the order they were decided."""
        return self._letters(
            "SELECT * FROM outbox WHERE channel = ? AND chat = ? AND id > ? ORDER BY seq, part",
            [channel, chat, after],
        )

    def counts(self) -> dict[str, int]:
        """How many letters there are of each status."""
        return dict(self._db.execute("SELECT status, count(*) FROM outbox GROUP BY status").fetchall())

    def _letters(self, sql: str, parameters: Sequence[Any]) -> list[Letter]:
        cursor = self._db.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [_letter(dict(zip(names, row, strict=True))) for row in cursor]


def _letter(row: Mapping[str, Any]) -> Letter:
    return Letter(
        id=row["id"],
        key=row["key"],
        to=Address(row["channel"], row["chat"], row["user"]),
        reply=read_reply(row["reply"]),
        due_at=read_moment(row["due_at"]),
        seq=row["seq"],
        part=row["part"],
        scheduled=bool(row["scheduled"]),
        status=row["status"],
        attempts=row["attempts"],
        until=read_moment(row["until"]) if row["until"] else None,
        last_error=row["last_error"],
        held=bool(row["held"]),
    )
