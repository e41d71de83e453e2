"""Who is told of an office's decision on a date, what, and when: once, within working hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers import messages_duties as words
from handlers.duty_words import time_words
from handlers.owed import Look
from handlers.people import Person, Role, Unit
from handlers.planning import opening
from handlers.reaching import way_to
from handlers.types import Address, Choice, Effect, Note, Reply, Send

TOLD: frozenset[Role] = frozenset({"secretary", "head"})
KIND = "ruling"
"""In the ledger: counts as the one message of a day, and is not taken back when one of its reports is sent."""
UNITS = 10
"""At most so many units are offered to be opened under one message."""


@dataclass(frozen=True, slots=True)
class Listener:
    """One person who is told, for the units in which it concerns them."""

    person: Person
    to: Address
    units: tuple[Unit, ...]


def listeners(view: Look, units: Iterable[Unit]) -> list[Listener]:
    """The secretaries and heads of units who agreed to reminders and can be reached, each once; not who decides."""
    known = {unit.id: unit for unit in units}
    found = []
    for person in view.desk.register.people_in(known):
        to = way_to(person)
        mine = dict.fromkeys(one.unit for one in person.memberships if one.unit in known and one.role in TOLD)
        if to is not None and mine and person.id != view.person.id:
            found.append(Listener(person, to, tuple(known[id_] for id_ in mine)))
    return found


def when(view: Look, now: datetime) -> datetime:
    """The moment at which they are told of what is decided now."""
    return opening(now, view.desk.working)


def preview(view: Look, told: Sequence[Listener], now: datetime) -> str:
    """How many will be told."""
    return _counted(view, told, now, words.TELL_NOW, words.TELL_LATER)


def done(view: Look, told: Sequence[Listener], now: datetime) -> str:
    """How many have been told."""
    return _counted(view, told, now, words.TOLD_NOW, words.TOLD_LATER)


def _counted(view: Look, told: Sequence[Listener], now: datetime, at_once: str, later: str) -> str:
    if not told:
        return words.TELL_NOBODY
    at = when(view, now)
    return (at_once if at == now else later).format(people=len(told), at=time_words(at))


def letters(
    told: Iterable[Listener], ruling: str, at: datetime, write: Callable[[tuple[Unit, ...]], Reply]
) -> Iterator[Effect]:
    """One message to each about a ruling, entered in the ledger: told again, it is the same message."""
    for one in told:
        key = f"ruling:{ruling}:{one.person.id}"
        yield Send(one.to, write(one.units), key, at=at)
        yield Note(key, one.person.id, KIND, ruling, letter=key, channel=one.to.channel, unit=one.units[0].id)


def card_choices(handles: Iterable[tuple[Unit, str]]) -> tuple[Choice, ...]:
    """The cards that can be opened under a message: of the only unit, else of each by its name."""
    found = list(handles)[:UNITS]
    return tuple(
        Choice(f"viec:{unit.id}:{handle}", words.SEE_CARD if len(found) == 1 else unit.name) for unit, handle in found
    )
