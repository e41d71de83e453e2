"""One turn of a form: what is asked next is said, and the conversation remembers what it has shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.drafting import Hand
from handlers.flows import reply_to
from handlers.form_prompts import CARD, SAVE, card_tag, pending, prompt
from handlers.saving import save
from handlers.types import FORM, Effect, Outcome, Reply, Session

DROP, EDIT, WHICH = "!drop", "!edit", "!which"
"""What may have been asked instead of the pending question: whether to put it away, what to change, which draft."""
_ASSENT = frozenset("co khong ko dong y ok oke vang da u dung roi phai thoi yes no luu huy bo lui 1 2 3".split()) | {
    "dong y",
    "dung roi",
    "khong phai",
    "bo qua",
    "xem lai",
}
"""Words that would answer whatever was asked last."""


def show(hand: Hand, lead: str = "", effects: tuple[Effect, ...] = ()) -> Outcome:
    """Keep the draft and ask what is to be asked. Doubts that have gone by themselves lead back to the card."""
    if pending(hand) == SAVE:
        hand = hand.with_state(replace(hand.state, sure=()))
    return ask(hand, prompt(hand, lead), pending(hand), (hand.record(), *effects))


def confirmed(hand: Hand, doubt: str) -> Outcome:
    """Save what was confirmed just now, unless there is another doubt."""
    sure = hand.with_state(replace(hand.state, sure=(*hand.state.sure, doubt)))
    return save(sure) if pending(sure) == SAVE else show(sure)


def ask(hand: Hand, reply: Reply, path: str, effects: tuple[Effect, ...] = ()) -> Outcome:
    """Say something that asks for an answer to `path`, and remember that it was asked here."""
    seen = card_tag(hand) if pending(hand) == CARD else None
    session = with_pointer(hand.session, hand.draft.id, path, seen)
    return reply_to(hand.message, session, reply, effects=effects)


def with_pointer(session: Session, draft: str, path: str, seen: str | None = None) -> Session:
    return replace(session, data={**session.data, FORM: {"draft": draft, "asked": path, "seen": seen}})


def without_pointer(session: Session) -> Session:
    return replace(session, data={key: value for key, value in session.data.items() if key != FORM})


def asked_here(hand: Hand) -> str | None:
    """What this conversation has asked last about the draft; None where it has shown nothing of it."""
    pointer: Mapping[str, Any] = hand.session.data.get(FORM) or {}
    return pointer.get("asked") if pointer.get("draft") == hand.draft.id else None


def is_shown(hand: Hand, said: str) -> bool:
    """Whether what is asked now is what this conversation has shown last; a card only as it is now.

    A bare yes or no belongs to whatever else was asked in the meantime. What may not have arrived was not shown.
    """
    if hand.session.in_doubt:
        return False
    if asked_here(hand) not in (pending(hand), *([EDIT] if pending(hand) == CARD else [])):
        return False
    return not card_changed(hand) and not (said in _ASSENT and _others_asked(hand))


def card_changed(hand: Hand) -> bool:
    """Whether the card is no longer what this conversation has shown of it."""
    return pending(hand) == CARD and hand.session.data[FORM].get("seen") != card_tag(hand)


def _others_asked(hand: Hand) -> bool:
    """Whether something else that can be chosen from was shown after the form's question."""
    choices = hand.session.choices
    return bool(choices) and not any(one.id.startswith(f"bm:{hand.draft.id}:") for one in choices)
