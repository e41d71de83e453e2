"""One person on several channels: a one-time code says on another channel who they are."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial

from handlers import messages
from handlers import messages_joining as words
from handlers.answers import ZONE
from handlers.codes import is_code, looked_up, written
from handlers.desk import Desk
from handlers.flows import reply_to
from handlers.people import Contact, Person
from handlers.reaching import ways_to
from handlers.register import LinkCode
from handlers.table import action, command
from handlers.types import Address, Choice, Effect, IncomingMessage, Outcome, Record, Reply, Send, Session, Unlink
from knowledge.wording import written_day

LETTERS = 8
VALID = timedelta(minutes=10)


@command("lienket", "Dùng cùng một tài khoản ở kênh khác", "link", who="member")
def link(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Without a code, give one and show the channels; with one, join this conversation to its owner's account."""
    if not message.sender.private:
        return reply_to(message, session, Reply(messages.NOT_PRIVATE))
    person = desk.caller(message)
    if person is None:
        return _typed(desk, message, session, rest)
    if rest:
        return reply_to(message, session, Reply(words.LINK_HAS_ACCOUNT))
    return _given(desk, message, session, person)


@action("goibo")
def unlink(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Take a channel off one's own account, unless it is the last."""
    person = desk.caller(message)
    contact = next((one for one in person.contacts if _id_of(one.address) == rest), None) if person else None
    if person is None or contact is None:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if len(person.contacts) == 1:
        return reply_to(message, session, Reply(words.LINK_LAST))
    done = words.LINK_REMOVED.format(channel=channel_label(contact.address))
    return reply_to(message, session, Reply(done), effects=(Unlink(contact.address),))


def channel_label(address: Address) -> str:
    """A channel as members call it."""
    return words.CHANNELS.get(address.channel, address.channel)


def seen_day(contact: Contact) -> str:
    """The local day on which a person last spoke there."""
    return written_day(contact.seen.astimezone(ZONE).date())


def _given(desk: Desk, message: IncomingMessage, session: Session, person: Person) -> Outcome:
    """A new code, and the channels that are linked."""
    code = desk.register.new_code(LETTERS)
    row = {"id": desk.register.new_id(), "code": desk.register.hash_of(code), "person": person.id, "used": 0}
    lines = [words.LINK_CHANNELS, *(_line(one, message.sender) for one in person.contacts)]
    minutes = int(VALID.total_seconds()) // 60
    text = "\n".join([*lines, "", words.LINK_CODE.format(minutes=minutes, code=f"{code[:4]}-{code[4:]}")])
    choices = tuple(_removal(one, message.sender) for one in person.contacts) if len(person.contacts) > 1 else ()
    record = Record("link_codes", {**row, "expires_at": written(message.at + VALID)}, by=person.id)
    return reply_to(message, session, Reply(text, choices), effects=(record,))


def _line(contact: Contact, here: Address) -> str:
    form = words.LINK_CHANNEL_HERE if contact.address == here else words.LINK_CHANNEL
    return form.format(channel=channel_label(contact.address), day=seen_day(contact))


def _removal(contact: Contact, here: Address) -> Choice:
    form = words.LINK_REMOVE_HERE if contact.address == here else words.LINK_REMOVE
    label = form.format(channel=channel_label(contact.address), day=seen_day(contact))
    return Choice(f"goibo:{_id_of(contact.address)}", label)


def _typed(desk: Desk, message: IncomingMessage, session: Session, code: str) -> Outcome:
    """Join a conversation without an account to the one that the code was made for."""
    if not is_code(code):
        return reply_to(message, session, Reply(words.LINK_NO_ACCOUNT))
    found = looked_up(desk, message, session, code, partial(_open_code, desk, message))
    if isinstance(found, Outcome):
        return found
    used, person = found
    effects: list[Effect] = [
        _contact(message.sender, person.id, by=person.id),
        Record("link_codes", {"id": used.id, "used": 1}, by=person.id),
    ]
    if known := ways_to(person):
        alert = words.LINK_ALERT.format(channel=channel_label(message.sender))
        not_me = Choice(f"goibo:{_id_of(message.sender)}", words.NOT_ME)
        effects.append(Send(known[0], Reply(alert, (not_me,)), f"linked:{used.id}"))
    return reply_to(message, session, Reply(words.LINKED), effects=tuple(effects))


def _open_code(desk: Desk, message: IncomingMessage, code: str) -> tuple[LinkCode, Person] | None:
    found = desk.register.link_code(code)
    person = desk.register.person(found.person) if found and found.open(message.at) else None
    return (found, person) if found and person else None


def _contact(address: Address, person: str, *, by: str) -> Record:
    """Whose conversation an address is."""
    row = {"channel": address.channel, "user": address.user, "chat": address.chat, "person": person}
    return Record("contacts", {**row, "blocked_at": None}, by=by)


def _id_of(address: Address) -> str:
    """A short name of an address, which does not tell it."""
    return hashlib.sha256(f"{address.channel}:{address.user}".encode()).hexdigest()[:24]
