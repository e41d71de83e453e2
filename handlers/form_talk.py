"""The dialogue of a form: an answer is stored before the next question is asked, wherever the member goes on.

The draft belongs to the person and not to the conversation; what a conversation remembers is the question it has shown
last. An answer counts only for that question: one that was answered elsewhere in the meantime is asked anew, and so is
one that may not have arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers import messages
from handlers import messages_log as words
from handlers.card_words import corrected, corrected_by_name
from handlers.desk import Desk
from handlers.draft_opening import shelved, waiting_draft, without_held
from handlers.drafting import Hand, form_of
from handlers.field_reading import Said
from handlers.flows import Wrong, reply_to
from handlers.form_answers import (
    answer_of,
    answered,
    asks,
    asks_for_files,
    explained,
    file_taken,
    no_more_files,
    take_file,
)
from handlers.form_prompts import CARD, REPEAT, SAVE, UNIT, WHY, card_tag, pending
from handlers.form_steering import (
    STEERING,
    ask_drop,
    back,
    drop,
    drop_typed,
    edit,
    edit_named,
    repeat,
    review,
    save_asked,
    save_early,
    skip,
    told,
    unit_typed,
)
from handlers.form_turn import (
    DROP,
    EDIT,
    WHICH,
    asked_here,
    card_changed,
    is_shown,
    show,
    with_pointer,
    without_pointer,
)
from handlers.form_words import CANCELS, EDITS, GOES_BACK, GOES_ON, OTHER, REVIEWS, SAME, SAVES, SAVES_NOW, SKIPS
from handlers.held_files import with_words
from handlers.log_words import another_activity, asks_type, tells_another
from handlers.steps import folded
from handlers.table import action
from handlers.two_drafts import (
    ask_which_again,
    settled,
    waits_since_yesterday,
)
from handlers.types import IncomingMessage, Outcome, Reply, Session
from handlers.which_talk import file_at_which, which_typed


def form_handler(desk: Desk) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes what is typed or sent while the person has an open draft."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        person = desk.caller(message)
        draft = desk.register.open_draft(person.id) if person else None
        if person is None or draft is None or message.choice is not None:
            return None
        form = form_of(desk, draft.form)
        if form is None:
            return None
        hand = Hand(desk, message, session, person, draft, form)
        outcome = _heard(hand)
        return settled(hand, outcome) if outcome is not None else None

    return handle


@action("bm")
def chosen(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """A button of a form: "DRAFT:PATH:VALUE"."""
    id_, _, what = rest.partition(":")
    path, _, value = what.partition(":")
    person, draft = desk.caller(message), desk.register.draft(id_)
    if person is None or draft is None or draft.person != person.id:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if draft.status == "saved":
        return reply_to(message, session, Reply(words.SAVED_ALREADY))
    if draft.status == "dropped":
        return reply_to(message, session, Reply(words.DROPPED_ALREADY))
    form = form_of(desk, draft.form)
    if form is None:
        return reply_to(message, session, Reply(words.LOST_FORM))
    hand = Hand(desk, message, session, person, draft, form)
    if message.attachment is None:
        return settled(hand, _pressed(hand, path, value))
    # A label or a number was typed beside a picture.
    taken, told = _taken(hand)
    if path == SAVE and value == card_tag(hand):
        value = card_tag(taken)
    return settled(hand, _said_both(taken, _pressed(taken, path, value), told))


def again(desk: Desk, message: IncomingMessage, session: Session, lead: str) -> Outcome | None:
    """What a form has asked last in this conversation, asked once more after `lead`; None where it has not."""
    person = desk.caller(message)
    draft = desk.register.open_draft(person.id) if person else None
    form = form_of(desk, draft.form) if draft else None
    if person is None or draft is None or form is None:
        return None
    hand = Hand(desk, message, session, person, draft, form)
    asked = asked_here(hand)
    if asked is None:
        return None
    if asked == WHICH and (outcome := ask_which_again(hand, lead)):
        return outcome
    return ask_drop(hand, f"{lead}\n{words.DROP_ASK}") if asked == DROP else show(hand, lead)


def _pressed(hand: Hand, path: str, value: str) -> Outcome:
    if hand.session.in_doubt and hand.message.text:
        # A number or a label that was typed is meant for the list that was seen.
        return _elsewhere(hand)
    steer = STEERING.get(path)
    return steer(hand, value) if steer else _picked(hand, path, value)


def _heard(hand: Hand) -> Outcome | None:
    """What was typed or sent while a draft is open; None for another activity, which the log takes."""
    asked, said = asked_here(hand), folded(hand.message.text)
    if hand.message.attachment is not None:
        return (file_at_which(hand) if asked == WHICH and not said else None) or _with_file(hand, said)
    if asks_type(hand.session) and said in CANCELS:
        return None
    if asked == WHICH and waits_since_yesterday(hand):
        return _no_longer_which(hand)
    if asked in (DROP, WHICH):
        if another_activity(hand.desk, hand.message, hand.type):
            return None
        if outcome := drop_typed(hand, said) if asked == DROP else which_typed(hand, said):
            return outcome
    if said in CANCELS:
        return drop(hand, "")
    if said == "ghi" or (said in GOES_ON and not _takes_words(hand)):
        return show(hand, words.GOES_ON)
    shown = is_shown(hand, said)
    if another_activity(hand.desk, hand.message, hand.type) and not (
        shown and _takes_words(hand) and not _whole_report(hand)
    ):
        return None
    if asked == EDIT and said and (outcome := _of_list(hand, said)):
        return outcome
    return _typed(hand, said) if shown else _elsewhere(hand)


def _with_file(hand: Hand, said: str) -> Outcome | None:
    """A picture or file, and the words that came with it; None for words of another activity: it is of that one."""
    steers = said in CANCELS | GOES_BACK | SKIPS | REVIEWS | EDITS or no_more_files(said)
    if not said or (asks_for_files(hand) and not steers and not asks(hand)):
        return take_file(hand, "" if asked_here(hand) else _open_here(hand))
    taken, told = _taken(hand)
    if is_shown(hand, said) and pending(hand) == CARD:
        # The card that was seen differs by the file only.
        seen = with_pointer(taken.session, taken.draft.id, asked_here(hand) or CARD, card_tag(taken))
        taken = replace(taken, session=seen)
    outcome = _heard(taken)
    return None if outcome is None else _said_both(taken, outcome, told)


def _taken(hand: Hand) -> tuple[Hand, str]:
    """The draft with the file that came, for what came with it; and what is said of the file."""
    taken, told, _ = file_taken(hand)
    return replace(taken, message=replace(hand.message, attachment=None)), told


def _said_both(taken: Hand, outcome: Outcome, told: str) -> Outcome:
    """What words led to, after what is said of the file beside them; the file is kept whatever they do."""
    return with_words(replace(outcome, effects=(taken.record(), *outcome.effects)), told)


def _takes_words(hand: Hand) -> bool:
    """Whether what is asked takes any words at all."""
    step = hand.filling.current
    free = step is not None and step.field.type == "text" and hand.draft.unit is not None
    return free or pending(hand) == WHY


def _whole_report(hand: Hand) -> bool:
    """Whether words typed where any would do are a report of another activity all the same."""
    step = hand.filling.current
    name = step.field.name if step is not None else ""
    return tells_another(hand.desk, hand.message, hand.type, short=name in ("title", "place"))


def _no_longer_which(hand: Hand) -> Outcome | None:
    """What was typed on another day than it was asked which draft to go on with: the newer one is put away."""
    kept = shelved(hand.desk, waiting_draft(hand.session, hand.person))
    outcome = _heard(replace(hand, session=without_pointer(without_held(hand.session))))
    if outcome is None:
        return None
    outcome = with_words(outcome, words.WAITED_LONG) if kept else outcome
    return replace(outcome, effects=(*kept, *outcome.effects))


def _of_list(hand: Hand, said: str) -> Outcome | None:
    """What was typed where it was asked what to change."""
    if said in GOES_BACK or said in SKIPS:
        return show(hand)
    if said in EDITS:
        return edit(hand, "")
    if found := told(hand) or edit_named(hand, said):
        return found
    return None if pending(hand) == CARD else show(hand, words.GOES_ON)


def _elsewhere(hand: Hand) -> Outcome:
    """The question has moved on elsewhere, or was never seen here: it is shown; what is asked is answered."""
    asked = asked_here(hand)
    if asked is None:
        lead, answer = _open_here(hand), answer_of(hand)
        return show(hand, f"{answer}\n\n{lead}" if answer else lead)
    if hand.session.in_doubt:
        return show(hand, words.MAYBE_UNSEEN)
    if asked == pending(hand):
        return show(hand, words.CARD_CHANGED if card_changed(hand) else words.GOES_ON)
    return show(hand, words.ELSEWHERE)


def _open_here(hand: Hand) -> str:
    return words.OPEN_HERE.format(form=hand.form.title, unit=hand.desk.register.tree().name(hand.draft.unit))


def _typed(hand: Hand, said: str) -> Outcome:
    """What was typed where the question stands."""
    path = pending(hand)
    if said in GOES_BACK:
        return back(hand, path)
    if said in SKIPS:
        return skip(hand, path)
    if said in REVIEWS:
        return review(hand)
    if said in EDITS:
        return edit(hand, "")
    if outcome := told(hand):
        return outcome
    if path == CARD:
        return _at_card(hand, said)
    if path not in (UNIT, REPEAT) and (outcome := _by_name(hand, said, path)):
        return outcome
    if path == REPEAT:
        return _at_repeat(hand, said)
    if path == WHY:
        return explained(hand)
    if path == UNIT:
        return unit_typed(hand) or _aside(hand, words.CHOOSE_ONE)
    return answered(hand, Said(hand.message.text, hand.today))


def _by_name(hand: Hand, said: str, path: str) -> Outcome | None:
    """What is meant for the whole draft and not for the question: to save it, a change of another field."""
    if said in SAVES_NOW:
        return show(hand, words.WHY_SHORT) if path == WHY else save_early(hand)
    change = corrected_by_name(hand)
    if isinstance(change, Wrong):
        return show(hand, change.text)
    return show(change, words.CARD_SAID_BACK) if change is not None else None


def _picked(hand: Hand, path: str, value: str) -> Outcome:
    """A choice of a question: it counts only for the question that is asked."""
    step = hand.filling.current
    if path != pending(hand) or step is None:
        return show(hand, words.OLD_CHOICE)
    if step.asks_for_more:
        count, _, value = value.partition(":")
        if count != str(len(hand.state.answers.get(step.field.name) or ())):
            return show(hand, words.OLD_CHOICE)
    return answered(hand, Said(value, hand.today, chosen=True))


def _at_card(hand: Hand, said: str) -> Outcome:
    """What is typed under a card: to save it, or what is to be different."""
    if said in SAVES:
        return save_asked(hand, "")
    if asks(hand) and (answer := answer_of(hand)):
        return show(hand, f"{answer}\n\n{words.GOES_ON}")
    change = corrected(hand)
    if isinstance(change, Wrong):
        return show(hand, change.text)
    if change is not None:
        return show(change, words.CARD_SAID_BACK)
    return _aside(hand, words.CARD_UNCLEAR)


def _at_repeat(hand: Hand, said: str) -> Outcome:
    """What is typed where it was asked whether it is the same activity."""
    if said in SAME or said in OTHER:
        return repeat(hand, "same" if said in SAME else "other")
    return _aside(hand, messages.FLOW_YES_OR_NO)


def _aside(hand: Hand, otherwise: str) -> Outcome:
    """Answer a question that was asked in the middle, else say what is wanted; then the form goes on."""
    answer = answer_of(hand)
    return show(hand, f"{answer}\n\n{words.GOES_ON}" if answer else otherwise)
