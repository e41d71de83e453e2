"""What became of the messages of an office: who received them, who read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from handlers import messages
from handlers import messages_office as words
from handlers.answers import ZONE
from handlers.desk import Desk
from handlers.flows import reply_to
from handlers.register import Broadcast
from handlers.rights import may
from handlers.standing_words import named
from handlers.table import action
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.wording import written_day

START = 60
"""Letters by which a message is recognised."""
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
        Choice(f"tbxem:{one.id}", words.SENT_LABEL.format(day=_day(one), start=_start(one.text))) for one in found
    )
    return Reply(words.SENT_LIST, tuple(choices)) if found else Reply(words.SENT_NONE)


def _became(desk: Desk, found: Broadcast) -> str:
    """How many received and read it, and the units in which nobody has."""
    tree = desk.register.tree()
    notices = [one for one in desk.register.notices(found.to, found.at, "broadcast") if one.subject == found.id]
    states = Counter(one.state for one in notices)
    counts = words.SENT_COUNTS.format(
        to=len(found.to),
        delivered=states["sent"],
        waiting=states["queued"] + states["sending"],
        unknown=states["unknown"],
        failed=states["failed"] + states["expired"],
        read=len(found.read),
    )
    reading = {one.unit for one in notices if one.person in found.read}
    reading |= {
        one.unit
        for person in desk.register.people_in(found.units)
        if person.id in found.read
        for one in person.memberships
    }
    unread = sorted(unit.name for id_ in found.units - reading if (unit := tree.unit(id_)))
    head = words.SENT_HEAD.format(day=_day(found), unit=tree.name(found.unit), start=_start(found.text))
    last = words.SENT_UNREAD.format(names=named(unread)) if unread else words.SENT_ALL_READ
    return "\n".join([head, counts, last])


def _day(found: Broadcast) -> str:
    return written_day(found.at.astimezone(ZONE).date())


def _start(text: str) -> str:
    words_ = " ".join(text.split())
    return words_ if len(words_) <= START else f"{words_[:START].rstrip()}…"
