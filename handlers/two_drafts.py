"""Two drafts at once: one that is open, and a newer one that waits until it is said which one to go on with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import messages_log as words
from handlers.answers import ZONE
from handlers.desk import Desk
from handlers.draft_opening import HELD, ask_which, first_shown, offering_files, shelved, waiting_draft, without_held
from handlers.drafting import Hand, form_of, type_label
from handlers.entry_words import in_one_line
from handlers.flows import reply_to
from handlers.form_turn import WHICH, show, with_pointer, without_pointer
from handlers.held_files import with_words
from handlers.people import Person
from handlers.types import FORM, Choice, IncomingMessage, Outcome, Reply, Session


def replace_open(
    desk: Desk, message: IncomingMessage, session: Session, person: Person, id_: str, *, later: bool = True
) -> Outcome | None:
    """Put the open draft away and begin the one that waits; None where another one waits, or none."""
    hand = _of_waiting(desk, message, session, person)
    if hand is None or hand.draft.id != id_:
        return None
    hand = replace(hand, session=without_pointer(without_held(session)))
    return offering_files(first_shown(hand, "", later=later), hand)


def ask_which_again(hand: Hand, lead: str = words.CHOOSE_WHICH) -> Outcome | None:
    """The question which of two drafts to go on with, once more; None where no other one waits."""
    draft = waiting_draft(hand.session, hand.person)
    return ask_which(hand, draft, lead) if draft else None


def go_on(hand: Hand) -> Outcome:
    """Go on with the open draft; the one that waits is put where /ghi offers it again."""
    outcome = offering_files(show(replace(hand, session=without_held(hand.session))), hand)
    kept = shelved(hand.desk, waiting_draft(hand.session, hand.person))
    return replace(outcome, effects=(*kept, *outcome.effects))


def settled(hand: Hand, outcome: Outcome) -> Outcome:
    """What came of a message; the draft that waits is put where /ghi offers it once it is no longer asked about."""
    draft = waiting_draft(outcome.session, hand.person)
    if draft is None or (outcome.session.data.get(FORM) or {}).get("asked") == WHICH:
        return outcome
    kept = shelved(hand.desk, draft)
    outcome = with_words(outcome, words.WAITING_KEPT) if kept else outcome
    return replace(outcome, session=without_held(outcome.session), effects=(*kept, *outcome.effects))


def take_waiting(hand: Hand) -> Outcome | None:
    """Begin what waits, as its button does."""
    draft = waiting_draft(hand.session, hand.person)
    return replace_open(hand.desk, hand.message, hand.session, hand.person, draft.id) if draft else None


def tell_both(hand: Hand) -> Outcome | None:
    """What the two say, and which to go on with."""
    both = _both(hand)
    return ask_which_again(hand, f"{words.WHICH_KEPT}\n{both}\n{words.WHICH_THEN}") if both else None


def ask_which_to_drop(hand: Hand) -> Outcome | None:
    """Which of the two to give up; None where no other one waits."""
    both, draft = _both(hand), waiting_draft(hand.session, hand.person)
    if not both or draft is None:
        return None
    of = f"bm:{hand.draft.id}:{WHICH}"
    choices = (
        Choice(f"{of}:new:{draft.id}", words.DROP_NEW),
        Choice(f"{of}:open:{draft.id}", words.DROP_OPEN),
        Choice(f"{of}:both:{draft.id}", words.KEEP_BOTH),
    )
    session = with_pointer(hand.session, hand.draft.id, WHICH)
    return reply_to(hand.message, session, Reply(f"{words.DROP_WHICH}\n{both}", choices))


def give_up(hand: Hand, value: str) -> Outcome:
    """Give up one of the two, or neither; `value` is "new", "open" or "both", and the id of the one that waits."""
    what, _, id_ = value.partition(":")
    draft = waiting_draft(hand.session, hand.person)
    if draft is None or (id_ and draft.id != id_):
        return show(hand, words.OLD_CHOICE)
    if what == "new":
        outcome = show(replace(hand, session=without_held(hand.session)), words.DROPPED_NEW)
        return replace(outcome, effects=(*shelved(hand.desk, draft, later=False), *outcome.effects))
    if what == "open":
        taken = replace_open(hand.desk, hand.message, hand.session, hand.person, draft.id, later=False)
        return taken or show(hand, words.OLD_CHOICE)
    return ask_which_again(hand) or show(hand, words.OLD_CHOICE)


def waits_since_yesterday(hand: Hand) -> bool:
    """Whether the one that waits has done so since another day."""
    at = ((hand.session.data.get(HELD) or {}).get("draft") or {}).get("at")
    return at is not None and datetime.fromisoformat(at).astimezone(ZONE).date() != hand.today


def _of_waiting(desk: Desk, message: IncomingMessage, session: Session, person: Person) -> Hand | None:
    draft = waiting_draft(session, person)
    form = form_of(desk, draft.form) if draft else None
    return Hand(desk, message, session, person, draft, form) if draft and form else None


def _both(hand: Hand) -> str:
    """What the two say, a line each; empty where no other one waits."""
    new = _of_waiting(hand.desk, hand.message, hand.session, hand.person)
    return words.BOTH.format(open=_line(hand), new=_line(new)) if new else ""


def _line(hand: Hand) -> str:
    """What a draft says so far, else what its form is called."""
    said = in_one_line(hand.shown.values, type_label(hand.desk, hand.type)) if hand.state.answers else ""
    return said or hand.form.title
