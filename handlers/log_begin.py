"""From a message that tells of something done to a draft that holds it; what has to be known first is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers import messages_log as words
from handlers.answers import local_day
from handlers.consent import shown
from handlers.desk import Desk
from handlers.draft_opening import (
    holding,
    start_draft,
)
from handlers.drafting import NAMELESS, plain_people, type_of
from handlers.entry_words import dated
from handlers.flows import reply_to
from handlers.form_state import EXTRA, State
from handlers.held_files import files_for_new
from handlers.log_beside import others_told
from handlers.log_reading import answers_of
from handlers.log_words import usual_place
from handlers.people import Person
from handlers.tags import tag
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session
from knowledge.activity import ReadActivity, read_activity
from knowledge.forms import form_for
from knowledge.identities import find_identities, find_told, masked
from knowledge.text.normalise import clean_lines


def begin(
    desk: Desk,
    message: IncomingMessage,
    session: Session,
    person: Person,
    text: str,
    lead: str = "",
    left: Sequence[str] = (),
    day: date | None = None,
) -> Outcome:
    """Read a message and open a draft with what it says; asks first for what has to be known.

    `lead` goes before what is said; `left` are the kinds of what the text no longer holds of who somebody is.
    `day` is the day on which the text was typed, where that was earlier: its "hôm qua" is the day before that one.
    """
    day = day or local_day(message)
    if not desk.assistant.knowledge.forms:
        return reply_to(message, session, Reply(words.NO_FORM))
    if "reports" not in person.consents:
        return ask_consent(desk, message, session, text, lead=lead)
    read = read_typed(desk, text, day)
    if read.activity.type is None:
        return _ask_type(desk, message, session, text, left, lead, day)
    return open_read(desk, message, session, person, text, read, read.activity.type, left, lead, day)


def read_typed(desk: Desk, text: str, day: date) -> ReadActivity:
    """What a text says that was typed on a day."""
    return read_activity(clean_lines(text), day, desk.assistant.knowledge.activities)


def open_read(
    desk: Desk,
    message: IncomingMessage,
    session: Session,
    person: Person,
    text: str,
    read: ReadActivity,
    type_: str,
    left: Sequence[str],
    lead: str,
    day: date,
) -> Outcome:
    """Open a draft of a type with what was read of a text."""
    kind = type_of(desk, type_)
    form = form_for(desk.assistant.knowledge.forms, type_) if kind else None
    if form is None:
        return reply_to(message, session, Reply(words.NO_FORM))
    nameless = type_ in NAMELESS
    named = find_told(text, strict=nameless)
    if named:
        text = masked(text, named)
        read = read_typed(desk, text, day)
    left = [*left, *(one.kind for one in named)]
    answers = answers_of(desk, form, text, read.activity, type_, nameless=nameless and bool(left))
    known = {one.name for one in form.fields} | EXTRA.keys()
    doubts = {one.field: one.message for one in read.problems if one.field in known}
    lost = [one.message for one in read.problems if one.field not in known]
    said = dated(answers.get("date"), text, day)
    state = State(answers=plain_people(answers), brief=True, type=type_, doubts=doubts, dated=said)
    kinds = ", ".join(dict.fromkeys(words.IDENTITIES[one] for one in left))
    told = (words.IDENTITY_LEFT_OUT if nameless else words.IDENTITY_MASKED).format(kinds=kinds) if left else ""
    if nameless and files_for_new(session, message.at):
        lead = ""  # What is said of the files is that they are not taken.
    leads = [one for one in (lead, told, *lost, others_told(read.others)) if one]
    return start_draft(desk, message, session, person, form, state, lead="\n".join(leads))


def _ask_type(
    desk: Desk, message: IncomingMessage, session: Session, text: str, left: Sequence[str], lead: str, day: date
) -> Outcome:
    text, left = _to_hold(text, left)
    types = sorted(desk.assistant.knowledge.activities, key=lambda one: usual_place(one.id))
    choices = tuple(Choice(f"ghi:loai:{one.id}:{tag(text)}", one.label) for one in types)
    choices = (*choices, Choice("ghi:thoi", words.CANCEL, quiet=True))
    asked = f"{lead}\n{words.KIND_OF}" if lead else words.KIND_OF
    return reply_to(message, holding(session, text=text, left=left, day=day.isoformat()), Reply(asked, choices))


def _to_hold(text: str, left: Sequence[str] = ()) -> tuple[str, list[str]]:
    """What may wait in a session: a text without who is named in it, and the kinds of what was left out."""
    named = find_identities(text)
    return masked(text, named), list(dict.fromkeys([*left, *(one.kind for one in named)]))


def ask_consent(
    desk: Desk, message: IncomingMessage, session: Session, text: str, form: str = "", lead: str = ""
) -> Outcome:
    """Whether activities may be logged; what was typed waits for the answer."""
    text, left = _to_hold(text)
    choices = (Choice("ghi:dongy:yes", words.CONSENT_YES), Choice("ghi:dongy:no", words.CONSENT_NO))
    asked = words.CONSENT_ASK.format(asked=shown(desk.service, "reports"))
    asked = f"{lead}\n{asked}" if lead else asked
    held = holding(session, text=text, form=form, left=left, day=local_day(message).isoformat())
    return reply_to(message, held, Reply(asked, choices))
