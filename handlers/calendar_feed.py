"""/lich: a member's deadlines as a calendar file, and as an address that their phone looks at by itself."""

from __future__ import annotations

from handlers import messages
from handlers import messages_calendar as words
from handlers.answers import local_day
from handlers.calendar_text import Owed, calendar_text, owed_by
from handlers.commands import say
from handlers.desk import Desk
from handlers.flows import reply_to
from handlers.people import Person
from handlers.table import action, command
from handlers.types import Choice, FileRef, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.wording import written_day

TOKEN_LETTERS = 32
CHOICES = (Choice("lich:doi", words.CHANGE), Choice("lich:thu", words.REVOKE))


@command("lich", "Tải hạn báo cáo về lịch của anh/chị", "calendar", who="member")
def own_calendar(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Send the file; with a public page also the address, made the first time."""
    person = _member(desk, message)
    if isinstance(person, str):
        return say(session, message, Reply(person))
    duties, today = desk.duties(), local_day(message)
    owed = owed_by(person, duties, desk.register, today)
    text = calendar_text(owed, duties.calendar, desk.assistant.knowledge.events, today)
    files = (FileRef(words.FILE, content=text.encode()),)
    if not desk.service.public_url:
        return say(session, message, Reply(_sent(owed), files=files))
    if desk.register.feed_open(person.id):
        said = f"{_sent(owed)}\n\n{words.ADDRESS_OPEN}"
        return say(session, message, Reply(said, CHOICES, files=files))
    address, record = _new_address(desk, person)
    return reply_to(message, session, Reply(f"{_sent(owed)}\n\n{address}", CHOICES, files=files), effects=(record,))


@action("lich")
def change_address(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Give the caller another address, or take theirs back."""
    person = _member(desk, message)
    if isinstance(person, str):
        return say(session, message, Reply(person))
    if rest == "thu":
        if not desk.register.feed_open(person.id):
            return say(session, message, Reply(words.NONE_OPEN))
        record = Record("feeds", {"person": person.id, "token": f"revoked:{person.id}"})
        return reply_to(message, session, Reply(words.REVOKED), effects=(record,))
    if rest != "doi":
        return say(session, message, Reply(messages.OLD_CHOICE))
    if not desk.service.public_url:
        return say(session, message, Reply(words.NO_PAGE))
    changed = desk.register.feed_open(person.id)
    address, record = _new_address(desk, person)
    said = f"{words.CHANGED}\n{address}" if changed else address
    return reply_to(message, session, Reply(said, CHOICES), effects=(record,))


def _member(desk: Desk, message: IncomingMessage) -> Person | str:
    """The caller, or why they cannot have a calendar."""
    if not message.sender.private:
        return messages.NOT_PRIVATE
    person = desk.caller(message)
    return person if person is not None and "account" in person.consents else messages.NO_ACCOUNT


def _new_address(desk: Desk, person: Person) -> tuple[str, Record]:
    """A new address in words, and the row that opens it and closes the one before."""
    token = desk.register.new_code(TOKEN_LETTERS)
    url = f"{desk.service.public_url}/lich/{token}.ics"
    return words.ADDRESS.format(url=url), Record("feeds", {"person": person.id, "token": desk.register.hash_of(token)})


def _sent(owed: Owed) -> str:
    if not owed.units:
        return words.SENT_NO_UNIT
    form = words.SENT if owed.occurrences else words.SENT_NONE
    units = ", ".join(unit.name for unit in owed.units)
    first, last = written_day(owed.first), written_day(owed.last)
    return form.format(count=len(owed.occurrences), units=units, first=first, last=last)
