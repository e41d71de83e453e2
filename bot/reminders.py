"""Reminders: at every tick what has to be told is worked out anew, and put into the outbox with its ledger entries."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot import messages
from bot.detours import Detours
from bot.pump import GIVEN_UP
from bot.storage import Storage
from bot.storage.codec import read_moment
from handlers.desk import Desk
from handlers.people import Person
from handlers.planning import ZONE, Digest, State, plan, reminded_events, working_hours
from handlers.reaching import other_way
from handlers.reminding import compose
from handlers.reports.reminding import draft_line
from handlers.types import Note, Reply, Send

log = logging.getLogger(__name__)

PREFIX = "nhac:"
"""Begins the keys of the letters that a plan makes."""
REMEMBER = timedelta(days=400)
"""How long a ledger entry can still hold back a message: longer than any deadline is looked ahead."""
_OF_PEOPLE = ("people", "contacts", "consents", "memberships")
_OF_DUTIES = ("units", "duties", "rulings", "submissions", "stages", "mutes")
"""The tables that a plan is made from."""
STUCK = timedelta(days=7)
"""Where a reminder did not go out in its time, other ways are better for so long, unless the channel works again."""
STALE = timedelta(days=7)
"""What nobody could be reached with and is no reminder is tried on other channels for so long."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A message as it would go out."""

    digest: Digest
    reply: Reply
    key: str


class Reminders:
    """The only maker of reminders, on one storage."""

    def __init__(
        self, storage: Storage, desk: Desk, wake: Callable[[str], None] = lambda channel: None, *, serves: bool = False
    ) -> None:
        """`wake` is told the channel of everything that was queued; `serves`: this process runs the channels."""
        self._storage = storage
        self._desk = desk
        self._wake = wake
        self._detours = Detours(storage, PREFIX, desk.working, gone=serves)
        self._events = reminded_events(desk.assistant.knowledge.events)
        self._seen: tuple[object, ...] | None = None
        """The situation that `_left`, and all that was queued, was planned for."""
        self._left: deque[Digest] = deque()
        self._people: tuple[tuple[int, ...], list[Person]] | None = None

    def tick(self, now: datetime, most: int | None = None) -> int:
        """Queue what has to be told now, at most so many messages, and take back what no longer has; how many.

        Told again without a change in the database, on the same day, it goes on with what was left, or does nothing.
        Raises StorageError.
        """
        with self._storage.transaction():
            # What was left of an earlier day has lost its sense, even where no channel has run to drop it.
            self._storage.outbox.expire_all(now)
            self._unstick(now)
        with self._storage.reading():
            unreached = self._storage.ledger.unreached(PREFIX)
            standing = self._detours.find(now)
            situation = self._situation(now)
        if not unreached and not standing and situation == self._seen and not self._left:
            return 0
        try:
            with self._storage.transaction():
                channels = self._settle(unreached, now) | self._detours.take(standing, now)
                situation = self._situation(now)
                if unreached or situation != self._seen:
                    self._left = deque(self._unqueued(now))
                    self._seen = situation
                count = min(len(self._left), most if most is not None else len(self._left))
                queued = [self._queue(self._left.popleft(), now) for _ in range(count)]
        except BaseException:
            # Nothing of it was stored: what was taken from the list is planned anew.
            self._seen, self._left, self._people = None, deque(), None
            raise
        for channel in channels | set(queued):
            self._wake(channel)
        if queued:
            log.info(messages.REMINDERS_QUEUED, len(queued))
        return len(queued)

    def planned(self, now: datetime) -> list[Planned]:
        """What would be queued at a moment, as things stand; nothing is changed."""
        with self._storage.reading():
            return [self._composed(digest, now) for digest in self._plan(now)]

    def _situation(self, now: datetime) -> tuple[object, ...]:
        """All that a plan depends on, in short: the same situation makes the same plan."""
        local = now.astimezone(ZONE)
        open_ = working_hours(now, self._desk.working(local.date()))
        return local.date(), open_, *self._storage.version(*_OF_PEOPLE, *_OF_DUTIES)

    def _plan(self, now: datetime) -> list[Digest]:
        midnight = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        queued = {key for letter in self._storage.ledger.queued() for key in letter["keys"]}
        told = self._storage.ledger.keys_since(now - REMEMBER) - queued
        years = range(midnight.year - 1, midnight.year + 2)
        state = State(
            duties=self._desk.duties(),
            people=self._everybody(),
            submissions=self._storage.register.all_submissions(years),
            mutes=self._storage.register.all_mutes(),
            stages=self._storage.register.stages(),
            told=told,
            told_today=self._storage.ledger.told_since(midnight, PREFIX),
            events=self._events,
        )
        return plan(state, now)

    def _everybody(self) -> list[Person]:
        """Everybody with an account; read again only when something about people has changed."""
        version = self._storage.version(*_OF_PEOPLE)
        if self._people is None or self._people[0] != version:
            self._people = (version, self._storage.people.everybody())
        return self._people[1]

    def _composed(self, digest: Digest, now: datetime) -> Planned:
        today = now.astimezone(ZONE).date()
        reply = compose(digest, today, self._desk.assistant.calendar, lambda one: draft_line(self._desk, one, today))
        return Planned(digest, reply, f"{PREFIX}{digest.person.id}:{digest.name}:{int(now.timestamp())}")

    def _unqueued(self, now: datetime) -> list[Digest]:
        """What has to be told and is not queued; letters that no longer say the right thing are taken back."""
        wanted = {digest.name: digest for digest in self._plan(now)}
        stale = []
        for letter in self._storage.ledger.queued():
            if not letter["letter"].startswith(PREFIX):
                continue
            if wanted.pop(_name_of(letter["letter"]), None) is None:
                stale.append((letter["channel"], letter["letter"]))
        self._storage.ledger.withdraw(stale)
        return list(wanted.values())

    def _queue(self, digest: Digest, now: datetime) -> str:
        """Queue one message with its ledger entries; the channel it goes to."""
        planned = self._composed(digest, now)
        send, count = Send(digest.to, planned.reply, planned.key, at=now, until=digest.until), 1
        # A clock that was set back lives through a moment again, of which an earlier letter may have failed.
        while not self._storage.outbox.add(send, now):
            count += 1
            send = replace(send, key=f"{planned.key}.{count}")
        for entry in digest.entries:
            note = Note(
                key=entry.key,
                person=digest.person.id,
                kind=entry.kind,
                subject=entry.subject,
                letter=send.key,
                channel=digest.to.channel,
                unit=entry.unit,
                stage=entry.stage,
            )
            self._storage.ledger.enter(note, now)
        return digest.to.channel

    def _unstick(self, now: datetime) -> None:
        """Let conversations be tried again after a while, or once their channel has taken something."""
        works = [self._storage.people.unstick(at, channel) for channel, at in self._storage.outbox.sent_at.items()]
        if self._storage.people.unstick(now - STUCK) or any(works):
            self._storage.records.changes["contacts"] += 1

    def _settle(self, unreached: Iterable[dict[str, Any]], now: datetime) -> set[str]:
        """Letters that did not reach anybody: the chat is marked, and what they told may be told elsewhere."""
        channels: set[str] = set()
        for letter in unreached:
            channel, key = letter["channel"], letter["letter"]
            self._mark(letter, now)
            if key.startswith(PREFIX):
                self._storage.ledger.release(channel, key)
            else:
                channels |= self._elsewhere(channel, key, now)
        return channels

    def _mark(self, letter: dict[str, Any], now: datetime) -> None:
        """Remember of a chat that a letter did not go out there: for good where it was refused, else for a while."""
        channel, user = letter["channel"], letter["user"]
        if letter["status"] == "failed" and not (letter["last_error"] or "").startswith(GIVEN_UP):
            if letter["settled_at"] is not None:
                self._storage.people.block(channel, user, now)
                self._storage.records.changes["contacts"] += 1
            return
        at = letter["until"] if letter["status"] == "expired" else letter["settled_at"]
        if at and not letter["waited"] and self._storage.people.stick(channel, user, read_moment(at)):
            self._storage.records.changes["contacts"] += 1

    def _elsewhere(self, channel: str, key: str, now: datetime) -> set[str]:
        """Send what is no reminder once more, on another channel of the person; that channel, if there is one."""
        found = self._storage.ledger.letter_of(channel, key)
        person = self._storage.register.person(found.person) if found else None
        to = other_way(person, channel, agreed=found.noted) if found and person else None
        self._storage.ledger.give_up(channel, key)
        if found is None or to is None or now - found.at > STALE:
            return set()
        again = f"{key}>{to.channel}"
        self._storage.outbox.add(Send(to, found.reply, again, at=now, until=found.until), now)
        self._storage.ledger.move(channel, key, to.channel, again)
        return {to.channel}


def _name_of(letter: str) -> str:
    """The digest's name in the key of its letter."""
    return letter.rsplit(":", 2)[1]
