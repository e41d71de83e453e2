"""Letters that stand still: they wait for a message from their chat, or their channel does not run."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.codec import moment, read_moment, reply_text
from handlers.types import Address, Reply

_AVOIDABLE = """
    SELECT o.channel, o.chat, o.seq, o.key, c.person, o.waited, o.due_at FROM outbox AS o INDEXED BY (index)
    JOIN contacts AS c ON c.channel = o.channel AND c.user = o.user
    WHERE o.status = 'queued' AND o.scheduled = 1 AND (which)
    AND EXISTS (SELECT 1 FROM contacts AS e WHERE e.person = c.person AND e.channel != c.channel
                AND e.blocked_at IS NULL AND e.stuck_at IS NULL AND e.waits_at IS NULL
                AND (:running IS NULL OR e.channel IN (SELECT value FROM json_each(:running))))
    ORDER BY o.seq, o.part DESC LIMIT 1000
"""
_WAITING = _AVOIDABLE.replace("(index)", "outbox_waited").replace("(which)", "o.waited IS NOT NULL AND due_at > :now")
_GONE = _AVOIDABLE.replace("(index)", "outbox_due").replace("(which)", "o.channel = :channel")
"""Left to itself, SQLite looks among all letters that ever were."""


_LETTERS = """
    SELECT chat, key, min(part) FROM outbox WHERE channel = :channel AND status = 'queued' AND waited IS NOT NULL
    AND due_at > :now GROUP BY chat, seq ORDER BY seq
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A letter that goes out nowhere soon: where it is, whom it is for, since when it stands or will."""

    channel: str
    chat: str
    seq: int
    key: str
    person: str
    since: datetime


class Waiting:
    """They stay in the outbox, queued under their keys, so that whatever takes letters back finds them there."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, channel: str, key: str, reply: Reply, until: datetime, now: datetime) -> None:
        """What is left of a letter that is being sent waits, with its later parts, for a message from its chat."""
        self._db.execute(
            "UPDATE outbox SET due_at = ?, waited = coalesce(waited, ?) WHERE status IN ('queued', 'sending')"
            " AND (channel, chat, seq) = (SELECT channel, chat, seq FROM outbox WHERE channel = ? AND key = ?)",
            [moment(until), moment(now), channel, key],
        )
        self._db.execute("UPDATE outbox SET reply = ? WHERE channel = ? AND key = ?", [reply_text(reply), channel, key])

    def since(self, channel: str, key: str) -> datetime | None:
        """Since when a letter waits for a message from its chat, or did; None for one that never had to."""
        row = self._db.execute("SELECT waited FROM outbox WHERE channel = ? AND key = ?", [channel, key]).fetchone()
        return read_moment(row[0]) if row and row[0] else None

    def letters(self, channel: str, now: datetime, chat: str | None = None) -> list[tuple[str, str]]:
        """What waits for a message, from one chat or from any, each letter once: chat and key."""
        sql = _LETTERS if chat is None else _LETTERS.replace("GROUP", "AND chat = :chat GROUP")
        rows = self._db.execute(sql, {"channel": channel, "now": moment(now), "chat": chat})
        return [(chat, key) for chat, key, _ in rows]

    def release(self, channel: str, chat: str, now: datetime) -> int:
        """A message has come from a chat: what waits for it goes out, before the answer; how many letters."""
        open_ = self.letters(channel, now, chat)
        self._db.execute(
            "UPDATE outbox SET due_at = ?, retry_at = NULL, scheduled = 0 WHERE channel = ? AND chat = ?"
            " AND status IN ('queued', 'sending') AND waited IS NOT NULL AND due_at > ?",
            [moment(now), channel, chat, moment(now)],
        )
        return len(open_)

    def avoidable(self, running: Collection[str] | None, now: datetime, *, gone: bool) -> list[Standing]:
        """Letters that stand still though their person has another conversation that is open.

        `running` are the channels that do; None: all. `gone`: also those on channels that do not.
        """
        found = self._avoidable(_WAITING, running, now)
        if gone and running is not None:
            queued = self._db.execute("SELECT DISTINCT channel FROM outbox WHERE status = 'queued'").fetchall()
            for channel in {name for (name,) in queued} - set(running):
                found += self._avoidable(_GONE, running, now, channel)
        # Of the parts of a letter the first stands for it, and comes last.
        return list({(one.channel, one.chat, one.seq): one for one in found}.values())

    def _avoidable(
        self, sql: str, running: Collection[str] | None, now: datetime, channel: str | None = None
    ) -> list[Standing]:
        values = {
            **{"now": moment(now), "channel": channel},
            "running": None if running is None else json.dumps(sorted(running)),
        }
        rows = self._db.execute(sql, values)
        return [
            Standing(where, chat, seq, key, person, read_moment(waited or due))
            for where, chat, seq, key, person, waited, due in rows
        ]

    def redirect(self, letter: Standing, to: Address, at: datetime) -> str:
        """Send a letter, with all its parts, to another address at a moment; the key it has there.

        One that has gone that way before does not go once more.
        """
        where = [letter.channel, letter.chat, letter.seq]
        self._db.execute(
            "UPDATE OR IGNORE outbox SET channel = ?, chat = ?, user = ?, key = key || '>' || ?, due_at = ?,"
            " waited = NULL, retry_at = NULL, attempts = 0, held = 0"
            " WHERE channel = ? AND chat = ? AND seq = ? AND status = 'queued'",
            [to.channel, to.chat, to.user, to.channel, moment(at), *where],
        )
        self._db.execute("DELETE FROM outbox WHERE channel = ? AND chat = ? AND seq = ? AND status = 'queued'", where)
        return f"{letter.key}>{to.channel}"
