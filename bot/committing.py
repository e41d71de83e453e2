"""What was decided becomes so: every effect in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.storage import Storage
from handlers.duties import handle_of
from handlers.types import Address, Cancel, CloseLinks, Effect, Forget, Note, Record, Send, Unlink, Work


@runtime_checkable
class Commits(Protocol):
    """An inbox that also takes what no message asked for."""

    def commit(self, effects: Sequence[Effect]) -> None:
        """Store effects, all or none, and wake who delivers. Raises StorageError, ValueError."""
        ...


def apply(storage: Storage, effects: Sequence[Effect], now: datetime, asked_by: Address | None = None) -> list[str]:
    """Store effects; call it inside a transaction. Raises ValueError for what cannot be stored.

    The paths of files that nobody may have any more, to be removed once it is committed.

    `asked_by` is the sender of the message that they follow from; what is sent to anybody else was not asked for.
    A person is forgotten last, so that nothing of the same moment is kept of them.
    """
    forgotten: list[str] = []
    files: list[str] = []
    for effect in effects:
        match effect:
            case Send():
                storage.outbox.add(effect, now, answers=asked_by)
            case Record():
                storage.records.store(effect, now)
            case Cancel():
                storage.outbox.cancel(effect.key)
            case Note():
                storage.ledger.enter(effect, now)
            case Work():
                storage.works.add(effect, now)
            case Forget():
                forgotten.append(effect.person)
            case Unlink():
                storage.people.unlink(effect.address)
                storage.records.changes["contacts"] += 1
            case CloseLinks():
                storage.links.revoke_all(effect.person)
    _withdraw(storage, effects)
    for person in forgotten:
        files += storage.people.forget(person, now)
        storage.records.changes["people"] += 1
    return files


def _withdraw(storage: Storage, effects: Sequence[Effect]) -> None:
    """Take back queued reminders that have just become untrue; the next tick tells the rest of them."""
    rows = [effect.row for effect in effects if isinstance(effect, Record) and effect.table in _SETTLES]
    subjects = [
        handle_of(str(row["duty"]), int(row["year"]), str(row["unit"])) if "duty" in row else str(row["handle"])
        for row in rows
        if "duty" in row or "handle" in row
    ]
    if subjects:
        storage.ledger.withdraw(storage.ledger.letters_about(subjects))
    for person in [str(row["person"]) for row in rows if row.get("given") == 0]:
        storage.ledger.withdraw(storage.ledger.letters_to(person))


_SETTLES = frozenset({"submissions", "mutes", "consents"})
"""Tables whose rows make a reminder that waits to go out untrue: sent, turned off, no longer agreed to."""


WORKS = "works"
"""Who is woken where there is something long to do; no channel is called so."""


def to_wake(effects: Sequence[Effect]) -> set[str]:
    """The channels that have something to deliver, and whoever does what takes long."""
    channels = {effect.to.channel for effect in effects if isinstance(effect, Send)}
    return channels | ({WORKS} if any(isinstance(effect, Work) for effect in effects) else set())
