"""Steering a form, by button or by word: back, skip, change, put away, save, and the doubts before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers import messages
from handlers import messages_log as words
from handlers.choosing import own_unit
from handlers.drafting import Hand
from handlers.entry_doubts import repeated
from handlers.entry_words import step_name
from handlers.field_words import UNIT_NAME, open_step, path_named, told_to_change
from handlers.flows import reply_to
from handlers.form_answers import answer_of
from handlers.form_prompts import CARD, REPEAT, SAVE, SURE, UNIT, WHY, card, card_tag, editable, pending, prompt
from handlers.form_state import Step
from handlers.form_turn import DROP, EDIT, WHICH, ask, asked_here, confirmed, show, without_pointer
from handlers.form_words import REVIEWS, SAVES_NOW
from handlers.saving import show_repeated
from handlers.steps import folded
from handlers.two_drafts import give_up, go_on
from handlers.types import Choice, Outcome, Reply

_YES = frozenset({"co", "bo", "bo di", "huy", "yes", "ok", "dong y", "u", "vang", "da", "dung"})
_NO = frozenset({"khong", "ko", "no", "ghi tiep", "tiep", "giu", "khong bo", "lui", "thoi"})


def save_asked(hand: Hand, value: str) -> Outcome:
    """Store the entry, unless something is still open or the card is no longer what was shown."""
    if pending(hand) not in (CARD, REPEAT, WHY):
        return show(hand, words.OLD_CHOICE)
    if value and value != card_tag(hand):
        return show(hand, words.CARD_CHANGED if pending(hand) == CARD else words.OLD_CHOICE)
    return confirmed(hand, SAVE)


def edit(hand: Hand, value: str) -> Outcome:
    """What may be changed, or the question that was chosen of it."""
    if not value:
        return ask(hand, editable(hand), EDIT)
    if value == UNIT and may_change_unit(hand):
        return show(hand.with_draft(unit=None).with_state(replace(hand.state, sure=(), editing=None)))
    if hand.filling.step(value) is None:
        return show(hand, words.OLD_CHOICE)
    return show(hand.with_state(replace(hand.filling.edit(value), sure=())))


def told(hand: Hand) -> Outcome | None:
    """ "sửa ngày", "xóa kinh phí" where anything is asked: that question, or the draft without what it says."""
    said = told_to_change(hand.message.text)
    if said is None or hand.draft.unit is None:
        return None
    if not said.clears and folded(said.name) == UNIT_NAME and may_change_unit(hand):
        return edit(hand, UNIT)
    path = path_named(hand, said.name)
    if path is None:
        return None
    step = open_step(hand, path)
    if step is None:
        return edit(hand, "")
    return _clear(hand, step) if said.clears else _open(hand, step)


def _open(hand: Hand, step: Step) -> Outcome:
    if step.path == pending(hand):
        return show(hand)
    return show(hand.with_state(replace(hand.filling.edit(step.path), sure=())))


def _clear(hand: Hand, step: Step) -> Outcome:
    """The draft without an answer; what is required stays."""
    if step.row is not None or hand.filling.required(step):
        return show(hand, words.REQUIRED_KEPT.format(name=step_name(step, hand.form)))
    editing = hand.state.editing if hand.state.editing != step.path else None
    state = replace(hand.filling.skip(step), sure=(), editing=editing)
    return show(hand.with_state(state), words.CLEARED.format(name=step_name(step, hand.form)))


def save_early(hand: Hand) -> Outcome:
    """ "lưu" where a question stands: what is still missing, and the question; the card where nothing is."""
    missing = [
        step_name(step, hand.form)
        for step in hand.filling.steps()
        if not step.asks_for_more
        and not hand.filling.settled(step)
        and (hand.filling.required(step) or step.path in hand.state.doubts)
    ]
    if missing:
        between = "; " if any("," in one for one in missing) else ", "
        return show(hand, words.NOT_YET.format(names=between.join(missing)))
    return show(hand.with_state(replace(hand.state, brief=True, editing=None, wrong=0)))


def edit_named(hand: Hand, said: str) -> Outcome | None:
    """The question that words name, where it was asked which to change."""
    path = path_named(hand, hand.message.text)
    if path and (step := open_step(hand, path)):
        return _open(hand, step)
    names = [(folded(step_name(step, hand.form)), step) for step in hand.filling.steps() if not step.asks_for_more]
    exact = [step for name, step in names if name == said]
    found = exact or [step for name, step in names if len(said) > 1 and name.startswith(said)]
    return edit(hand, found[0].path) if len(found) == 1 else None


def drop(hand: Hand, value: str) -> Outcome:
    """Put the draft away, asked once more where something was answered."""
    if value == "no":
        return show(hand)
    sure = value == "yes" and asked_here(hand) == DROP
    if sure or not (hand.state.answers or hand.state.files):
        session = without_pointer(hand.session)
        return reply_to(hand.message, session, Reply(words.DROPPED), effects=(hand.closed("dropped"),))
    return ask_drop(hand, words.DROP_ASK)


def ask_drop(hand: Hand, text: str) -> Outcome:
    """Whether to put the draft away."""
    of = f"bm:{hand.draft.id}:{DROP}"
    choices = (Choice(f"{of}:yes", words.DROP_YES), Choice(f"{of}:no", words.DROP_NO))
    return ask(hand, Reply(text, choices), DROP)


def drop_typed(hand: Hand, said: str) -> Outcome:
    """What was typed where it was asked whether to put the draft away: only a clear yes does."""
    if said in _YES:
        return drop(hand, "yes")
    if said in _NO | SAVES_NOW | REVIEWS:
        return show(hand)
    if outcome := told(hand):
        return outcome
    lead = answer_of(hand) or words.DROP_UNCLEAR
    return ask_drop(hand, f"{lead}\n{words.DROP_ASK}")


def back(hand: Hand, value: str) -> Outcome:
    """Take the latest answer back, or what was confirmed last."""
    if value and value != pending(hand):
        return show(hand, words.OLD_CHOICE)
    if SURE & set(hand.state.sure):
        return show(hand.with_state(replace(hand.state, sure=())))
    if before := hand.filling.back():
        return show(hand.with_state(before))
    if hand.draft.unit is not None and not hand.state.brief and may_change_unit(hand):
        return show(hand.with_draft(unit=None))
    return show(hand, words.AT_START)


def skip(hand: Hand, value: str) -> Outcome:
    """Pass over what is optional."""
    step = hand.filling.current
    if step is None or hand.draft.unit is None or value != pending(hand):
        return show(hand, words.OLD_CHOICE if hand.message.choice is not None else words.NOTHING_TO_SKIP)
    if step.asks_for_more:
        return show(hand.with_state(hand.filling.answered(step, {step.field.name: False})))
    if hand.filling.required(step):
        return show(hand, words.REQUIRED)
    return show(hand.with_state(hand.filling.skip(step)))


def done(hand: Hand, value: str) -> Outcome:
    """No more pictures and files."""
    step = hand.filling.current
    if step is None or step.field.type not in ("photo", "file") or (value and value != pending(hand)):
        return show(hand, words.OLD_CHOICE)
    return show(hand.with_state(hand.filling.skip(step)))


def choose_unit(hand: Hand, value: str) -> Outcome:
    """The unit that the entry is of, where it was asked."""
    if hand.draft.unit is not None:
        return show(hand, words.OLD_CHOICE)
    offered = own_unit(hand.desk, hand.person, "log", hand.today)
    if value not in {one.id for one in offered}:
        return show(hand, words.CHOOSE_ONE)
    return show(hand.with_draft(unit=value))


def unit_typed(hand: Hand) -> Outcome | None:
    """The unit whose name was typed."""
    tree = hand.desk.register.tree()
    known = {one.id for one in own_unit(hand.desk, hand.person, "log", hand.today)}
    found = tree.find(hand.message.text, known, hand.today)
    return choose_unit(hand, found[0].id) if len(found) == 1 else None


def may_change_unit(hand: Hand) -> bool:
    """Whether the person has another unit to write the entry down for."""
    return hand.draft.entry is None and len(own_unit(hand.desk, hand.person, "log", hand.today)) > 1


def repeat(hand: Hand, value: str) -> Outcome:
    """Whether it is the activity that was logged before: "same", "other", each with the id of that entry."""
    said, _, entry = value.partition(":")
    found = pending(hand) == REPEAT and repeated(hand)
    if not found or (hand.message.choice is not None and entry != found.id):
        return show(hand, words.OLD_CHOICE)
    if said == "same":
        return show_repeated(hand, without_pointer(hand.session))
    if said != "other":
        return show(hand, messages.FLOW_YES_OR_NO)
    return confirmed(hand, REPEAT)


def review(hand: Hand) -> Outcome:
    """The card as far as it goes, and what is asked."""
    if pending(hand) == CARD:
        return ask(hand, card(hand), CARD)
    seen, asked = card(hand), prompt(hand)
    lines = [line for line in seen.text.splitlines() if line != words.CARD_ASK]
    return ask(hand, replace(asked, text="\n".join([*lines, "", asked.text])), pending(hand))


STEERING: Mapping[str, Callable[[Hand, str], Outcome]] = {
    SAVE: save_asked,
    CARD: lambda hand, value: show(hand),
    UNIT: choose_unit,
    REPEAT: repeat,
    EDIT: edit,
    DROP: drop,
    WHICH: give_up,
    "!back": back,
    "!skip": skip,
    "!done": done,
    "!resume": lambda hand, value: go_on(hand),
}
"""What a button does, by the word after its draft."""
