"""From an update to what is to be done about it: journal, session, handlers, one commit."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import messages
from bot.choices import with_choice
from bot.clock import Clock
from bot.committing import apply, to_wake
from bot.errors import ConflictError, StorageError
from bot.files import Files, evidence_keys
from bot.logs import trace
from bot.storage import Storage, check_record
from bot.storage.codec import clean, data_text, reply_text
from handlers.types import Effect, Handler, IncomingMessage, Outcome, Record, Reply, Send, Session, Work

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
"""Starts that may find one message unhandled before it is given up: it may be what kills the process."""


class Dispatcher:
    """The inbox behind every channel. Nothing in it awaits, so messages need no locks."""

    def __init__(
        self, storage: Storage, handlers: Sequence[Handler], clock: Clock, wake: Callable[[str], None]
    ) -> None:
        """`wake` is told the channel of every reply that was queued."""
        self._storage = storage
        self._handlers = tuple(handlers)
        self._clock = clock
        self._wake = wake
        self._files = Files(storage.path)
        self._behind: set[str] = set()

    @property
    def behind(self) -> frozenset[str]:
        """Channels that have messages in the journal which could not be committed."""
        return frozenset(self._behind)

    def accept(self, message: IncomingMessage) -> bool:
        """See Inbox. A message that was written down but could not be committed is taken up by `catch_up`."""
        message = _storable(message)
        with self._storage.transaction():
            new = self._storage.journal.add(message, self._clock.now())
        if new and message.sender.channel not in self._behind:
            self._try(message)
        return new

    def recover(self, channel: str) -> int:
        """After a start: handle what the last process left in the journal; how many there were."""
        with self._storage.reading():
            left = list(self._storage.journal.unhandled(channel))
        for message in left:
            with self._storage.transaction():
                attempts = self._storage.journal.count_attempt(message)
            if attempts > MAX_ATTEMPTS:
                log.error("message %s of %s given up after %d starts", message.id, channel, MAX_ATTEMPTS)
                self._commit(message, self._apology(message), "failed")
            else:
                self._handle(message)
        return len(left)

    def catch_up(self, channel: str) -> None:
        """Handle what could not be committed when it came, in its order."""
        self._behind.discard(channel)
        with self._storage.reading():
            left = list(self._storage.journal.unhandled(channel))
        for message in left:
            if channel in self._behind:
                return
            self._try(message)

    def _try(self, message: IncomingMessage) -> None:
        try:
            self._handle(message)
        except StorageError as error:
            self._behind.add(message.sender.channel)
            log.error("message %s of %s waits in the journal: %s", message.id, message.sender.channel, error)

    def _handle(self, message: IncomingMessage) -> None:
        with self._storage.reading():
            session = self._storage.sessions.load(message.sender.session_key)
        try:
            with self._storage.reading():
                outcome, status = self._decide(with_choice(message, session), session), "done"
        except StorageError:
            raise
        except Exception as error:
            log.error("message %s of %s failed: %s", message.id, message.sender.channel, trace(error))
            outcome, status = self._apology(message, session), "failed"
        try:
            self._commit(message, outcome, status)
        except ConflictError as error:
            # It would be refused again and again, and everything after it would wait.
            log.error("message %s of %s failed: %s", message.id, message.sender.channel, trace(error))
            self._commit(message, self._apology(message, session), "failed")

    def _decide(self, message: IncomingMessage, session: Session) -> Outcome:
        """The first handler's outcome, known to be storable; may raise whatever a handler raises."""
        for handler in self._handlers:
            if (outcome := handler(message, session)) is not None:
                outcome = replace(outcome, session=_showing(outcome, message))
                _check(outcome, session)
                return outcome
        log.warning("message %s of %s was taken by no handler", message.id, message.sender.channel)
        return Outcome(session)

    def _apology(self, message: IncomingMessage, session: Session | None = None) -> Outcome:
        """Say sorry and leave the session as it was."""
        if session is None:
            with self._storage.reading():
                session = self._storage.sessions.load(message.sender.session_key)
        return Outcome(session, (Send(message.sender, Reply(messages.APOLOGY), f"apology:{message.id}"),))

    def _commit(self, message: IncomingMessage, outcome: Outcome, status: str) -> None:
        now = self._clock.now()
        outcome = self._files.filed(outcome)
        with self._storage.transaction():
            self._storage.journal.settle(message, status)
            self._storage.sessions.save(outcome.session, now)
            if self._storage.people.greet(message.sender, now):
                self._storage.records.changes["contacts"] += 1
            files = apply(self._storage, outcome.effects, now, message.sender)
        self._files.remove(files)
        self._let_go(message, outcome)
        self._wake_all(outcome.effects)

    def _let_go(self, message: IncomingMessage, outcome: Outcome) -> None:
        """Remove a file that came with a message and that nothing names once the message is handled: nobody can ask
        for it any more, and strangers must not fill the disk."""
        keys = evidence_keys(message.attachment.path) if message.attachment else frozenset()
        if not keys or keys & evidence_keys(data_text(outcome.session.data) + repr(outcome.effects)):
            return
        assert message.attachment is not None
        with contextlib.suppress(StorageError), self._storage.reading():
            if not self._storage.register.names_file(message.attachment.path):
                self._files.remove([message.attachment.path])

    def commit(self, effects: Sequence[Effect]) -> None:
        """See Commits."""
        with self._storage.transaction():
            files = apply(self._storage, effects, self._clock.now())
        self._files.remove(files)
        self._wake_all(effects)

    def _wake_all(self, effects: Sequence[Effect]) -> None:
        for channel in to_wake(effects):
            self._wake(channel)


def _showing(outcome: Outcome, message: IncomingMessage) -> Session:
    """The session with the choices that the person is about to see: those of the last reply, or none."""
    shown = [e.reply for e in outcome.effects if isinstance(e, Send) and e.at is None and e.to == message.sender]
    return replace(outcome.session, choices=shown[-1].choices) if shown else outcome.session


def _check(outcome: Outcome, session: Session) -> None:
    """Raises ValueError or TypeError for an outcome that storage could not take."""
    if outcome.session.key != session.key:
        raise ValueError("a handler returned another person's session")
    data_text(outcome.session.data)
    for effect in outcome.effects:
        match effect:
            case Send():
                reply_text(effect.reply)
                if effect.at is not None and effect.at.tzinfo is None:
                    raise ValueError("a send at a time without a zone")
            case Record():
                check_record(effect)
            case Work():
                data_text(effect.args)


def _storable(message: IncomingMessage) -> IncomingMessage:
    choice = None if message.choice is None else clean(message.choice)
    return replace(message, text=clean(message.text), choice=choice)
