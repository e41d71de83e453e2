"""/ghi, and messages that read like a report of something done: what was understood becomes a draft to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import messages
from handlers import messages_log as words
from handlers.answers import local_day
from handlers.choosing import own_unit
from handlers.consent import consent_records
from handlers.desk import Desk, no_caller
from handlers.draft_opening import (
    HELD,
    open_hand,
    restore,
    start_draft,
    without_held,
)
from handlers.drafting import form_of, type_of
from handlers.evidence import offer
from handlers.flows import CANCELS, reply_to
from handlers.form_answers import take_file
from handlers.form_state import State
from handlers.form_turn import WHICH, asked_here, show
from handlers.held_files import MOST, entry_waiting, files_held, holding_file, seen_album, with_words
from handlers.log_begin import ask_consent, begin, open_read, read_typed
from handlers.log_beside import with_answer
from handlers.log_words import asks_type, looks_logged, tells_much, told_and_asked, told_to_log, usual_place
from handlers.people import Person
from handlers.put_away import more_put_away, put_away
from handlers.steps import folded
from handlers.table import action, command
from handlers.tags import tag
from handlers.two_drafts import ask_which_again, go_on, replace_open, waits_since_yesterday
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session
from handlers.yes_words import agrees
from knowledge.activity import ReadActivity
from knowledge.forms import Form

_BARE = frozenset({"ghi", "ghi nhat ky", "ghi viec", "ghi hoat dong"})


def log_handler(desk: Desk) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes what reads like a report, and pictures and files, from people who may log."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        person = desk.caller(message)
        if message.choice is not None or not desk.assistant.knowledge.forms:
            return None
        if message.sender.private and message.attachment is None and folded(message.text) in _BARE:
            return log(desk, message, session, "")
        if person is None:
            guest = message.sender.private and message.attachment is None and tells_much(desk, message)
            return reply_to(message, session, Reply(words.GUEST_LOG)) if guest else None
        if asks_type(session) and folded(message.text) in CANCELS:
            return chosen(desk, message, session, "thoi")
        told = told_to_log(message.text)
        text = message.text if told is None and looks_logged(desk, message) else told
        if message.attachment is not None:
            return _with_file(desk, message, session, person, text, told=told is not None)
        if agreed := _consent_typed(message, session):
            return chosen(desk, message, session, f"dongy:{agreed}")
        if form := _form_named(desk, message, session):
            return chosen(desk, message, session, f"bieumau:{form.id}")
        if text is None and own_unit(desk, person, "log") and (both := told_and_asked(desk, message)):
            begun = begin(desk, message, session, person, both[0])
            return with_answer(desk, message, session, begun, both[1]) if both[1] else begun
        if text is None or not own_unit(desk, person, "log"):
            return None
        return begin(desk, message, session, person, text)

    return handle


@command("ghi", "Ghi một hoạt động vào nhật ký", "ghinhan", "nhapghi", who="member")
def log(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Log what the words say, else go on with what is open, else offer the forms."""
    person = _member(desk, message, session)
    if isinstance(person, Outcome):
        return person
    if rest:
        session, lead = _held(message, session)
        return begin(desk, message, session, person, rest, lead)
    if open_ := open_hand(desk, message, session, person):
        if message.attachment is not None:
            return take_file(open_, words.GOES_ON)
        if asked_here(open_) == WHICH and waits_since_yesterday(open_):
            return with_words(go_on(open_), words.WAITED_LONG)
        waits = ask_which_again(open_) if asked_here(open_) == WHICH else None
        return waits or show(open_, words.GOES_ON)
    session, lead = _held(message, session)
    return with_words(_offer_kinds(desk, message, session, person), lead)


@action("ghi")
def chosen(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """What was chosen under /ghi, or before a draft begins."""
    person = _member(desk, message, session)
    if isinstance(person, Outcome):
        return person
    what, _, value = rest.partition(":")
    held = session.data.get(HELD) or {}
    if not what:
        open_ = open_hand(desk, message, session, person)
        return show(open_, words.GOES_ON) if open_ else _offer_kinds(desk, message, session, person)
    if what == "thoi":
        return reply_to(message, without_held(session), Reply(words.KIND_CANCELLED))
    if what == "dongy":
        return _agreed(desk, message, session, person, held, value)
    if what == "loai":
        return _of_type(desk, message, session, person, held, value)
    if what == "bieumau":
        form = form_of(desk, value)
        return _start(desk, message, session, person, form, State()) if form else _old(message, session)
    if what == "thay":
        return replace_open(desk, message, session, person, value) or _old(message, session)
    if what == "them" and value.isdecimal():
        found = tuple(more_put_away(desk, person, int(value)))
        return reply_to(message, session, Reply(words.MORE_LATER_ASK, found)) if found else _old(message, session)
    if what == "laylai":
        return restore(desk, message, session, person, value) or _old(message, session)
    return _old(message, session)


def _with_file(
    desk: Desk, message: IncomingMessage, session: Session, person: Person, text: str | None, *, told: bool
) -> Outcome:
    """A picture or file, and with it perhaps words that say of what it is. `told`: they say that it is to be logged."""
    file = message.attachment
    awaited = file is not None and file.path and not told and entry_waiting(session, message.at)
    if text is None or awaited or not own_unit(desk, person, "log"):
        return offer(desk, message, session, person)
    session, lead = _held(message, session)
    return begin(desk, message, session, person, text, lead)


def _held(message: IncomingMessage, session: Session) -> tuple[Session, str]:
    """The session with the file that came beside words, for what they begin; and what is said of the file."""
    file = message.attachment
    if file is None:
        return session, ""
    if not file.path:
        return session, words.FILE_PROBLEMS[file.problem or "bad_type"].format(name=file.name)
    _, session = seen_album(session, file)
    if len(files_held(session, message.at)) >= MOST:
        return session, words.FILES_MANY.format(most=MOST)
    return holding_file(session, file, message.at, new=True), words.FILE_TAKEN_NEW.format(name=file.name)


def _consent_typed(message: IncomingMessage, session: Session) -> str | None:
    """Whether words answer the question for consent, where that was asked last: "yes", "no"."""
    if not any(one.id.startswith("ghi:dongy:") for one in session.choices):
        return None
    yes = agrees(message.text)
    return None if yes is None else "yes" if yes else "no"


def _of_type(
    desk: Desk, message: IncomingMessage, session: Session, person: Person, held: Mapping[str, Any], type_: str
) -> Outcome:
    type_, _, asked_of = type_.partition(":")
    text = held.get("text")
    if not isinstance(text, str) or asked_of != tag(text) or type_of(desk, type_) is None:
        return _old(message, session)
    day = _day_held(held, message)
    read = read_typed(desk, text, day)
    activity = replace(read.activity, title=read.activity.title or _first_line(text))
    left = held.get("left") or ()
    return open_read(desk, message, session, person, text, ReadActivity(activity, read.problems), type_, left, "", day)


def _offer_kinds(desk: Desk, message: IncomingMessage, session: Session, person: Person) -> Outcome:
    if not desk.assistant.knowledge.forms:
        return reply_to(message, session, Reply(words.NO_FORM))
    forms = sorted(desk.assistant.knowledge.forms, key=lambda one: min(map(usual_place, one.types)))
    choices = [Choice(f"ghi:bieumau:{form.id}", form.title) for form in forms]
    choices += put_away(desk, person)
    return reply_to(message, session, Reply(words.KIND_ASK, tuple(choices)))


def _start(desk: Desk, message: IncomingMessage, session: Session, person: Person, form: Form, state: State) -> Outcome:
    if "reports" not in person.consents:
        return ask_consent(desk, message, session, "", form.id)
    return start_draft(desk, message, session, person, form, state)


def _form_named(desk: Desk, message: IncomingMessage, session: Session) -> Form | None:
    """Where forms are offered: the only one whose title holds the words that were typed."""
    offered = {choice.id for choice in session.choices}
    said = folded(message.text)
    forms = [one for one in desk.assistant.knowledge.forms if f"ghi:bieumau:{one.id}" in offered]
    found = [one for one in forms if said and f" {said} " in f" {folded(one.title).replace(',', '')} "]
    return found[0] if len(found) == 1 else None


def _agreed(
    desk: Desk, message: IncomingMessage, session: Session, person: Person, held: Mapping[str, Any], value: str
) -> Outcome:
    """The answer to the question for consent: what was typed is taken up, or let go."""
    if "text" not in held:
        return _old(message, session)
    if value != "yes":
        return reply_to(message, without_held(session), Reply(words.CONSENT_REFUSED))
    records = consent_records(desk, message, person.id, "reports", True)
    agreed = replace(person, consents=person.consents | {"reports"})
    form = form_of(desk, held.get("form", ""))
    if form is not None:
        outcome = start_draft(desk, message, session, agreed, form, State())
    elif held["text"]:
        left, day = held.get("left") or (), _day_held(held, message)
        outcome = begin(desk, message, session, agreed, held["text"], left=left, day=day)
    else:
        outcome = _offer_kinds(desk, message, session, agreed)
    return replace(outcome, effects=(*records, *outcome.effects))


def _day_held(held: Mapping[str, Any], message: IncomingMessage) -> date:
    """The day on which what is held was typed."""
    day = held.get("day")
    return date.fromisoformat(day) if isinstance(day, str) else local_day(message)


def _member(desk: Desk, message: IncomingMessage, session: Session) -> Person | Outcome:
    """The speaker, where they belong to a unit for which they may log; else what to say."""
    person = desk.caller(message)
    if person is None:
        said = no_caller(message)
        return reply_to(message, session, Reply(said))
    if not own_unit(desk, person, "log"):
        return reply_to(message, session, Reply(words.NO_UNIT))
    return person


def _first_line(text: str) -> str:
    return " ".join(text.strip().splitlines()[0].split())[:300]


def _old(message: IncomingMessage, session: Session) -> Outcome:
    return reply_to(message, session, Reply(messages.OLD_CHOICE))
