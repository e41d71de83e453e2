"""Opening a draft: a new one, one beside another that is open, one that was put away."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers import messages_log as words
from handlers.answers import ZONE, local_day
from handlers.choosing import own_unit
from handlers.desk import Desk
from handlers.drafting import NAMELESS, Hand, form_of, type_label
from handlers.entries import Draft
from handlers.entry_words import in_one_line
from handlers.flows import reply_to
from handlers.form_prompts import CARD, pending
from handlers.form_state import State
from handlers.form_turn import WHICH, show, with_pointer
from handlers.held_files import files_for_new, files_held, files_tag, kept_alone, without_entry, without_those
from handlers.people import Person
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Send, Session
from knowledge.forms import Form
from knowledge.wording import written_day

HELD = "held"
"""Where in a session's data it is kept what a member typed or sent until they have answered a question about it."""


def start_draft(
    desk: Desk,
    message: IncomingMessage,
    session: Session,
    person: Person,
    form: Form,
    state: State,
    *,
    unit: str | None = None,
    entry: str | None = None,
    lead: str = "",
) -> Outcome:
    """Open a draft; where another one is open, ask what becomes of it."""
    earlier = waiting_draft(session, person)
    session = without_entry(without_held(session))
    if entry is None:
        sent = files_for_new(session, message.at)
        if NAMELESS & set(form.types):
            lead = "\n".join(one for one in (lead, words.FILES_NAMELESS if sent else "") if one)
        else:
            state = replace(state, files=(*state.files, *map(kept_alone, sent)))
        session = without_those(session, sent, message.at)
    if unit is None:
        units = own_unit(desk, person, "log", local_day(message))
        if not units:
            return reply_to(message, session, Reply(words.NO_UNIT))
        unit = units[0].id if len(units) == 1 else None
    draft = Draft(desk.register.new_id(), person.id, form.id, state.to_json(), unit, entry)
    if open_ := open_hand(desk, message, session, person):
        outcome = ask_which(open_, draft, lead)
        same = earlier is not None and earlier.state.get("answers") == draft.state.get("answers")
        kept = () if same else shelved(desk, earlier)
        return replace(outcome, effects=(*kept, *outcome.effects))
    hand = Hand(desk, message, session, person, draft, form)
    outcome = first_shown(hand, lead)
    return outcome if entry is not None else offering_files(outcome, hand)


def offering_files(outcome: Outcome, hand: Hand) -> Outcome:
    """What a new draft says, and that files wait which may be of it: nobody has said of what they are."""
    files = files_held(hand.session, hand.message.at)
    *others, last = outcome.effects
    if not files or hand.nameless or not isinstance(last, Send):
        return outcome
    at = datetime.fromisoformat(files[-1]["at"]).astimezone(ZONE)
    said = words.FILES_LEFT.format(count=len(files), at=f"{at:%H:%M} ngày {written_day(at.date())}")
    choice = Choice(f"tep:+:{files_tag(files)}", words.FILES_HERE.format(count=len(files)))
    reply = replace(last.reply, text=f"{said}\n{last.reply.text}", choices=(*last.reply.choices, choice))
    session = replace(outcome.session, choices=reply.choices)
    return replace(outcome, session=session, effects=(*others, replace(last, reply=reply)))


def waiting_draft(session: Session, person: Person) -> Draft | None:
    """The draft that waits until it is decided which one to go on with."""
    waits = (session.data.get(HELD) or {}).get("draft")
    return (
        Draft(waits["id"], person.id, waits["form"], waits["state"], waits["unit"], waits["entry"]) if waits else None
    )


def shelved(desk: Desk, draft: Draft | None, *, later: bool = True) -> tuple[Record, ...]:
    """A draft that waited and gives way to a newer one, put where /ghi offers it again; none where it holds nothing.

    `later`: it was put away for later, and not given up.
    """
    if draft is None or form_of(desk, draft.form) is None:
        return ()
    if not (draft.state.get("answers") or draft.state.get("files")):
        return ()
    state = json.dumps({**draft.state, "shelved": later}, ensure_ascii=False)
    row = {"id": draft.id, "person": draft.person, "unit": draft.unit, "form": draft.form, "entry": draft.entry}
    return (Record("drafts", {**row, "state": state, "status": "dropped"}, draft.person),)


def first_shown(hand: Hand, lead: str, *, later: bool = True) -> Outcome:
    """A new draft: what its form has to say beforehand, what was understood of a message, then the first question."""
    leads = [lead] if lead else []
    if hand.state.brief and hand.draft.entry is None:
        steps = hand.filling.steps()
        leads += hand.filling.notes(steps[0]) if steps else []
        if pending(hand) != CARD:
            leads.append(words.UNDERSTOOD.format(what=in_one_line(hand.shown.values, type_label(hand.desk, hand.type))))
    return opened(hand.desk, show(hand, "\n".join(leads)), hand.person, later=later)


def open_hand(desk: Desk, message: IncomingMessage, session: Session, person: Person) -> Hand | None:
    """The person's open draft; one whose form is no more cannot be gone on with."""
    draft = desk.register.open_draft(person.id)
    form = form_of(desk, draft.form) if draft else None
    return Hand(desk, message, session, person, draft, form) if draft and form else None


def restore(desk: Desk, message: IncomingMessage, session: Session, person: Person, id_: str) -> Outcome | None:
    """Take up a draft that was put away; None where there is no such one."""
    draft = desk.register.draft(id_)
    form = form_of(desk, draft.form) if draft else None
    if draft is None or form is None or draft.person != person.id or draft.status != "dropped":
        return None
    state = replace(State.from_json(draft.state), sure=(), editing=None, wrong=0, shelved=False)
    draft = replace(draft, status="open", state=state.to_json())
    if open_ := open_hand(desk, message, session, person):
        return ask_which(open_, draft, "")
    return opened(desk, show(Hand(desk, message, session, person, draft, form), words.RESTORED), person)


def holding(session: Session, **held: Any) -> Session:
    return replace(session, data={**session.data, HELD: held})


def without_held(session: Session) -> Session:
    return replace(session, data={key: value for key, value in session.data.items() if key != HELD})


def opened(desk: Desk, outcome: Outcome, person: Person, *, later: bool = True) -> Outcome:
    """The outcome that opens a draft, after the end of the one that was open: nobody has two.

    `later`: that one is put away for later, and not given up.
    """
    draft = desk.register.open_draft(person.id)
    if draft is None:
        return outcome
    state = json.dumps({**draft.state, "shelved": later}, ensure_ascii=False)
    put = Record("drafts", {"id": draft.id, "status": "dropped", "state": state}, person.id)
    return replace(outcome, effects=(put, *outcome.effects))


def ask_which(open_: Hand, draft: Draft, lead: str) -> Outcome:
    """Another draft is open: the new one waits in the session until that is decided."""
    unit = open_.desk.register.tree().name(open_.draft.unit)
    text = words.OTHER_OPEN.format(form=open_.form.title, unit=unit)
    choices = (Choice(f"bm:{open_.draft.id}:!resume", words.RESUME), Choice(f"ghi:thay:{draft.id}", words.REPLACE))
    waits = {
        **{"id": draft.id, "form": draft.form, "state": dict(draft.state), "unit": draft.unit, "entry": draft.entry},
        "at": open_.message.at.isoformat(),
    }
    session = with_pointer(holding(open_.session, draft=waits), open_.draft.id, WHICH)
    return reply_to(open_.message, session, Reply(f"{lead}\n{text}" if lead else text, choices))
