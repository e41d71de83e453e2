"""What became of the messages of an office: who received them, who read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from handlers import messages
from handlers import messages_office as words
from handlers.answers import ZONE
from handlers.desk import Desk
from handlers.flows import reply_to
from handlers.people import UNIT_ROLES, Role, Unit
from handlers.register import Broadcast
from handlers.rights import may
from handlers.standing_words import NAMES, named, role_counts
from handlers.table import action
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.wording import written_day

START = 60
"""Letters by which a message is recognised."""
_STATES: Mapping[str, str] = {
    **{"sent": "unread", "queued": "waiting", "sending": "waiting", "waits": "held", "unknown": "unknown"},
}
"""What the state of a letter means to the office; any other: it reached nobody."""
LISTED = 8
"""At most so many messages are listed."""


@action("dadoc")
def read(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Somebody whom a message was sent to has read it."""
    person = desk.caller(message)
    found = desk.register.broadcast(rest) if person else None
    if person is None or found is None or person.id not in found.to:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if person.id in found.read:
        return reply_to(message, session, Reply(words.READ_TWICE))
    done = Record("broadcast_reads", {"broadcast": found.id, "person": person.id})
    return reply_to(message, session, Reply(words.READ_DONE), effects=(done,))


@action("tbxem")
def received(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Who received and read a message, to the office that sent it."""
    found = desk.register.broadcast(rest)
    tree = desk.register.tree()
    if found is None or not may(desk.caller(message), "send", found.unit, tree):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    return reply_to(message, session, Reply(_became(desk, found)))


def listing(desk: Desk, tops: Collection[str]) -> Reply:
    """The latest messages of these units' offices, to choose from."""
    found = desk.register.broadcasts(tops)[:LISTED]
    choices = (
        Choice(f"tbxem:{one.id}", words.SENT_LABEL.format(day=day_of(one), start=start_of(one.text))) for one in found
    )
    return Reply(words.SENT_LIST, tuple(choices)) if found else Reply(words.SENT_NONE)


@dataclass(frozen=True, slots=True)
class UnitReceipt:
    """How a message stands in one unit: who read it, received it and has not, may have; whom it did not reach.

    It is `waiting` to go out, or `held` until somebody writes. People are told by their role in the unit.
    """

    unit: Unit
    read: tuple[Role, ...] = ()
    unread: tuple[Role, ...] = ()
    unknown: tuple[Role, ...] = ()
    failed: tuple[Role, ...] = ()
    waiting: tuple[Role, ...] = ()
    held: tuple[Role, ...] = ()

    @property
    def people(self) -> int:
        """How many it went to."""
        return sum(map(len, (self.read, self.unread, self.unknown, self.failed, self.waiting, self.held)))


def receipts(desk: Desk, found: Broadcast) -> list[UnitReceipt]:
    """Every unit that a message was for, by name. Somebody of two units stands in both."""
    tree = desk.register.tree()
    notices = [one for one in desk.register.notices(found.to, found.at, "broadcast") if one.subject == found.id]
    states = {one.person: "read" if one.person in found.read else _STATES.get(one.state, "failed") for one in notices}
    at_first = {one.person: one.unit for one in notices}
    piles: dict[str, dict[str, list[Role]]] = {unit: {} for unit in found.units}
    people = {one.id: one for one in desk.register.people_in(found.units)}
    for person, state in states.items():
        held = [one for one in people[person].memberships if one.unit in piles] if person in people else []
        # Who has left since is counted where they were, as a member.
        at: dict[str | None, Role] = {one.unit: one.role for one in reversed(held)} or {at_first[person]: "member"}
        for id_, role in at.items():
            if id_ in piles:
                piles[id_].setdefault(state, []).append(role)
    rows = [
        UnitReceipt(unit, **{state: tuple(sorted(roles, key=UNIT_ROLES.index)) for state, roles in pile.items()})
        for id_, pile in piles.items()
        if (unit := tree.unit(id_)) is not None
    ]
    # Where there is nobody but whoever wrote it, nobody was to receive it.
    author = desk.register.person(found.by) if found.by else None
    own = set(author.units) if author else set()
    return sorted((row for row in rows if row.people or row.unit.id not in own), key=lambda row: row.unit.name)


def counts(desk: Desk, found: Broadcast) -> str:
    """How many people received and read it, in a sentence; each is counted once."""
    notices = [one for one in desk.register.notices(found.to, found.at, "broadcast") if one.subject == found.id]
    states = Counter(_STATES.get(one.state, "failed") for one in notices)
    said = words.SENT_COUNTS.format(
        to=len(found.to),
        delivered=states["unread"],
        waiting=states["waiting"],
        unknown=states["unknown"],
        failed=states["failed"],
        read=len(found.read),
    )
    return f"{said} {words.SENT_HELD.format(people=states['held'])}" if states["held"] else said


def state_words(row: UnitReceipt) -> str:
    """How it stands in one unit, in words."""
    if not row.people:
        return words.RECEIPT_NOBODY
    parts = (
        (words.RECEIPT_READ, row.read),
        (words.RECEIPT_UNREAD, row.unread),
        (words.RECEIPT_WAITING, row.waiting),
        (words.RECEIPT_HELD, row.held),
        (words.RECEIPT_UNKNOWN, row.unknown),
        (words.RECEIPT_FAILED, row.failed),
    )
    return "; ".join(form.format(roles=role_words(roles)) for form, roles in parts if roles)


def role_words(roles: Sequence[Role]) -> str:
    """Roles of several people within a list of states."""
    return role_counts(roles).replace("; ", ", ")


def _became(desk: Desk, found: Broadcast) -> str:
    """How many received and read it, and how it stands in each unit."""
    tree = desk.register.tree()
    rows = receipts(desk, found)
    # Where nobody has read it is what an office wants to know first.
    rows.sort(key=lambda row: (bool(row.read), row.unit.name))
    head = words.SENT_HEAD.format(day=day_of(found), unit=tree.name(found.unit), start=start_of(found.text))
    lines = [words.RECEIPT_ROW.format(unit=row.unit.name, state=state_words(row)) for row in rows[:NAMES]]
    if len(rows) > NAMES:
        lines.append(words.RECEIPT_MORE.format(count=len(rows) - NAMES))
    unread = sorted(row.unit.name for row in rows if not row.read)
    last = words.SENT_UNREAD.format(names=named(unread)) if unread else words.SENT_ALL_READ
    return "\n".join([head, counts(desk, found), *lines, last])


def day_of(found: Broadcast) -> str:
    return written_day(found.at.astimezone(ZONE).date())


def start_of(text: str) -> str:
    words_ = " ".join(text.split())
    return words_ if len(words_) <= START else f"{words_[:START].rstrip()}…"
