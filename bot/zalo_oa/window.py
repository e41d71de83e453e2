"""The 48 hours after a member's last message, in which they may be written to; what waits for the next message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.storage import Storage
from bot.storage.codec import moment, read_moment
from bot.zalo_oa import NAME, messages
from handlers.planning import ZONE
from handlers.terms import LETTERS, STRANGERS
from handlers.types import Address, Reply

OPEN = timedelta(hours=48)
MARGIN = timedelta(minutes=1)
"""On the way the window may close."""
SEEN, FOLLOWED, LEFT = "seen:", "followed:", "left:"
"""When a member last wrote, last began to follow us, stopped: what comes late does not undo what has happened since."""


class Window:
    """Who may be written to now, and what could not be.

    A letter that waits stays what it is in the outbox, due when letters are deleted anyway: whatever takes letters
    back finds it there, and a reminder is dropped at the end of its day.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def is_open(self, user: str, now: datetime) -> bool:
        """Whether a member may be written to. Raises StorageError."""
        with self._storage.reading():
            seen = self._at(SEEN, user)
            return seen is not None and now - seen < OPEN - MARGIN and self._at(LEFT, user) is None

    def heard(self, user: str, at: datetime, now: datetime) -> int:
        """A member has written: the window is open, and what waited goes out before the answer; how many letters.

        Told twice of a message it does nothing the second time. Raises StorageError.
        """
        with self._storage.transaction():
            seen, left = self._at(SEEN, user), self._at(LEFT, user)
            if seen is None or seen < at:
                self._remember(SEEN, user, min(at, now), now)
            if left is not None and left > at:
                return 0
            self._storage.usage.forget(NAME, LEFT + user)
            return self._storage.waiting.release(NAME, user, now) if now - at < OPEN - MARGIN else 0

    def follows(self, user: str, at: datetime, now: datetime) -> None:
        """A member follows us, unless they have left since. Raises StorageError."""
        with self._storage.transaction():
            left = self._at(LEFT, user)
            if left is not None and left > at:
                return
            self._storage.usage.forget(NAME, LEFT + user)
            self._remember(FOLLOWED, user, min(at, now), now)

    def seen(self, user: str) -> datetime | None:
        """When a member wrote last, as far as it matters. Raises StorageError."""
        with self._storage.reading():
            return self._at(SEEN, user)

    def left(self, user: str, at: datetime, now: datetime) -> None:
        """A member follows us no more: other ways to them are tried, unless they have written or come back since.

        Raises StorageError.
        """
        with self._storage.transaction():
            here = self._last_here(user)
            if here is not None and here > at:
                return
            self._remember(LEFT, user, min(at, now), now)
            self._storage.people.block(NAME, user, now)
            self._storage.records.changes["contacts"] += 1

    def gone(self, user: str, now: datetime) -> None:
        """The server says that a member follows us no more: since we last heard of them, as clocks may differ.

        Raises StorageError.
        """
        with self._storage.reading():
            since = self._last_here(user)
        self.left(user, since or now, now)

    def wait(self, to: Address, reply: Reply, key: str, now: datetime) -> None:
        """Keep what is left of a letter for the next message; letters that are yet to come try other ways first.

        What it offers was not seen, so nothing typed picks from it. Raises StorageError.
        """
        with self._storage.transaction():
            self._storage.waiting.put(NAME, key, reply, now + LETTERS, now)
            if self._storage.people.hold(NAME, to.user, now):
                self._storage.records.changes["contacts"] += 1
            shown = self._storage.sessions.load(to.session_key).choices
            if reply.choices and shown == reply.choices:
                self._storage.sessions.show(to.session_key, (), now)
            self._storage.sessions.doubt(to.session_key)

    def given_up(self, key: str, now: datetime) -> bool:
        """Whether a letter has waited for as long as letters are kept. Raises StorageError."""
        with self._storage.reading():
            since = self._storage.waiting.since(NAME, key)
        return since is not None and now - since >= LETTERS

    def dated(self, reply: Reply, key: str) -> Reply:
        """The letter with the day since which it has waited, if it has. Raises StorageError."""
        with self._storage.reading():
            since = self._storage.waiting.since(NAME, key)
        if since is None or "#" in key:
            return reply
        day = f"{since.astimezone(ZONE):%d/%m/%Y}"
        return replace(reply, text=messages.WAITED.format(day=day, text=reply.text).rstrip())

    def waiting(self, now: datetime) -> list[str]:
        """Whom letters wait for, once for each letter. Raises StorageError."""
        with self._storage.reading():
            return [user for user, _ in self._storage.waiting.letters(NAME, now)]

    def tidy(self, now: datetime) -> None:
        """Forget when somebody wrote once that matters no more, and after a month that they came or left."""
        with self._storage.transaction():
            for prefix, kept in ((SEEN, OPEN), (FOLLOWED, STRANGERS), (LEFT, STRANGERS)):
                for name in self._storage.usage.names(NAME, prefix):
                    written = self._storage.usage.remembered(NAME, name)
                    if written is not None and now - read_moment(written) > kept:
                        self._storage.usage.forget(NAME, name)

    def _last_here(self, user: str) -> datetime | None:
        known = (self._at(SEEN, user), self._at(FOLLOWED, user))
        return max((at for at in known if at is not None), default=None)

    def _at(self, what: str, user: str) -> datetime | None:
        written = self._storage.usage.remembered(NAME, what + user)
        return read_moment(written) if written is not None else None

    def _remember(self, what: str, user: str, at: datetime, now: datetime) -> None:
        self._storage.usage.remember(NAME, what + user, moment(at), now)
