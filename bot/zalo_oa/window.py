"""The 48 hours after a member's last message, in which they may be written to; what waits for the next message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.storage import Storage
from bot.storage.codec import moment, read_moment, read_reply
from bot.zalo_oa import NAME, messages
from handlers.planning import ZONE
from handlers.terms import LETTERS, STRANGERS
from handlers.types import Address, Reply, Send

OPEN = timedelta(hours=48)
MARGIN = timedelta(minutes=1)
"""On the way the window may close."""
SEEN, LEFT = "seen:", "left:"
"""What is remembered of a member: when they last wrote; that they follow us no more."""
WAITS, WAITED = f"{NAME}:waits:", f"{NAME}:waited:"
"""Begin the keys of letters that wait, and of those that come out again.

A letter that waits stays in the outbox, where forgetting a person and taking back a conversation find it; it is due
when letters are deleted anyway.
"""


class Window:
    """Who may be written to now, and what could not be."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def is_open(self, user: str, now: datetime) -> bool:
        """Raises StorageError."""
        with self._storage.reading():
            seen = self._storage.usage.remembered(NAME, SEEN + user)
        return seen is not None and now - read_moment(seen) < OPEN - MARGIN

    def has_left(self, user: str) -> bool:
        """Whether somebody follows us no more, and has not written since. Raises StorageError."""
        with self._storage.reading():
            return self._storage.usage.remembered(NAME, LEFT + user) is not None

    def heard(self, user: str, at: datetime, message: str, now: datetime) -> int:
        """A member has written: the window is open, and what waited goes out before the answer; how many letters.

        Told twice of a message it does nothing the second time. Raises StorageError.
        """
        with self._storage.transaction():
            before = self._storage.usage.remembered(NAME, SEEN + user)
            if before is None or read_moment(before) < at:
                self._storage.usage.remember(NAME, SEEN + user, moment(min(at, now)), now)
            self._storage.usage.forget(NAME, LEFT + user)
            return self._release(user, message, now) if now - at < OPEN - MARGIN else 0

    def follows(self, user: str) -> None:
        """Raises StorageError."""
        with self._storage.transaction():
            self._storage.usage.forget(NAME, LEFT + user)

    def left(self, user: str, at: datetime, now: datetime) -> None:
        """A member follows us no more: others ways to them are tried, unless they have written since."""
        with self._storage.transaction():
            seen = self._storage.usage.remembered(NAME, SEEN + user)
            if seen is not None and read_moment(seen) > at:
                return
            self._storage.usage.remember(NAME, LEFT + user, moment(at), now)
            self._storage.people.block(NAME, user, now)
            self._storage.records.changes["contacts"] += 1

    def wait(self, to: Address, reply: Reply, key: str, now: datetime) -> None:
        """Keep a letter for the next message. What it offers was not seen, so nothing typed picks from it."""
        with self._storage.transaction():
            self._storage.outbox.add(Send(to, reply, WAITS + key, at=now + LETTERS), now)
            shown = self._storage.sessions.load(to.session_key).choices
            if reply.choices and shown == reply.choices:
                self._storage.sessions.show(to.session_key, (), now)
            self._storage.sessions.doubt(to.session_key)

    def waiting(self) -> tuple[int, int]:
        """How many letters wait, and for how many members. Raises StorageError."""
        with self._storage.reading():
            row = self._storage.db.execute(
                "SELECT count(*), count(DISTINCT chat) FROM outbox"
                " WHERE channel = ? AND status = 'queued' AND substr(key, 1, ?) = ? AND key NOT GLOB '*#[0-9]*'",
                [NAME, len(WAITS), WAITS],
            ).fetchone()
        return int(row[0]), int(row[1])

    def tidy(self, now: datetime) -> None:
        """Forget when somebody wrote once that matters no more, and after a month that they left."""
        with self._storage.transaction():
            for prefix, kept in ((SEEN, OPEN), (LEFT, STRANGERS)):
                for name in self._storage.usage.names(NAME, prefix):
                    written = self._storage.usage.remembered(NAME, name)
                    if written is not None and now - read_moment(written) > kept:
                        self._storage.usage.forget(NAME, name)

    def _release(self, user: str, message: str, now: datetime) -> int:
        """Queue what waits for a member, in its order, ahead of what follows from a message."""
        rows = self._storage.db.execute(
            "SELECT key, reply, due_at, user FROM outbox WHERE channel = ? AND chat = ? AND status = 'queued'"
            " AND substr(key, 1, ?) = ? ORDER BY seq, part",
            [NAME, user, len(WAITS), WAITS],
        ).fetchall()
        for number, (key, written, due, who) in enumerate(rows, 1):
            to = Address(NAME, user, who)
            since = read_moment(due) - LETTERS
            self._storage.outbox.cancel(key)
            send = Send(to, _dated(read_reply(written), key, since), f"{WAITED}{message}:{number}")
            self._storage.outbox.add(send, now, answers=to)
        return len(rows)


def _dated(reply: Reply, key: str, since: datetime) -> Reply:
    """The letter with the day it is of; a later part of one, and one that has come out before, have it already."""
    if "#" in key or key.startswith(WAITS + WAITED):
        return reply
    day = f"{since.astimezone(ZONE):%d/%m/%Y}"
    return replace(reply, text=messages.WAITED.format(day=day, text=reply.text).rstrip())
