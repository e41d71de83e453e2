"""What is typed right after an entry was saved, opened or deleted, and is about it: "nhầm, 22 nữ", "lấy lại"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from handlers import messages_log as words
from handlers.card_words import corrected
from handlers.desk import Desk
from handlers.diary import chosen as of_entry
from handlers.draft_opening import start_draft
from handlers.drafting import Hand, form_of, state_of_entry
from handlers.entries import Draft, Entry
from handlers.field_words import open_step, path_named, told_to_change
from handlers.flows import KEY, Wrong
from handlers.form_words import EDITS, REVIEWS
from handlers.last_entry import last_entry
from handlers.log_words import another_activity, told_to_log
from handlers.people import Person
from handlers.saving import may_change
from handlers.steps import folded
from handlers.types import FORM, IncomingMessage, Outcome, Session
from knowledge.activity import asks
from knowledge.text.normalise import clean, fold

LATELY = timedelta(hours=1)
"""How long words that say that they correct something are taken to be about that entry."""
LONGEST = 120
_QUESTIONS = 100
"""More than any form has."""
_LEAD = re.compile(
    r"(?:(?:a|o|u|oi|thoi|da|ah|uh|xin loi|em|toi|minh|chi oi|ad oi)[ ,.!]+)*"
    r"(?:(?:bi |ghi |go |viet )?nham(?: roi| mat)?|(?:ghi |go )?lon roi|quen(?: mat)?|sai roi|dinh chinh"
    r"|dung ra(?: la)?|thuc ra(?: la)?|chinh xac(?: la)?|phai la|(?:sua|doi)(?: lai)?(?: thanh| la)?"
    r"|khong phai [^,]{1,30}? ma(?: la)?)(?![a-z0-9])[ ,.:!]*(?:(?:phai )?la |co |chi co )?"
)
_TRAIL = re.compile(
    r"(?:^|[ ,]+)(?:moi (?:dung|phai)|la dung|chu (?:khong|ko) phai.*|khong phai [0-9].*|em nham)[ .!]*$"
)
_POLITE = re.compile(r"(?:(?:^|[ ,]+)(?:nhe|nha|a|giup (?:em|toi)))+[ .!]*$")
"""An ending that says nothing of what stands before it; with a capital it is part of a name: "Bệnh viện A"."""
_OTHERS = re.compile(
    r"(?<![a-z0-9])(?:han|nop|gui|bao cao|lich)(?![a-z0-9])"
    r"|^(?:ten|noi)(?![a-z0-9])(?! ?(?:$|[:=]|(?:viec|hoat dong|to chuc|thanh|sang|la)(?![a-z0-9])))"
)
"""What is no part of an entry: deadlines and what is sent; somebody's name, where something is received."""
_COUNTED = r"(?:nu|nam|nguoi|luot|luot nguoi|hoc vien|dai bieu|don vi|trieu|trieu dong|tr|nghin|dong)"
_FIGURES = re.compile(rf"(?:(?:la |co |tong |tong so |chi )?[0-9][0-9.]* ?{_COUNTED}(?:[ ,]+(?:va )?|$))+[ .!a]*")
"""Figures and nothing else: what they are of needs no more words while the entry is shown."""
_DAY = re.compile(r"ngay [0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?[ .!a]*")
_RESTORES = re.compile(
    r"(?:cho (?:em|toi|minh) )?(?:lay lai|khoi phuc|phuc hoi|hoan tac|undo|dung xoa|khong xoa nua|xoa nham(?: roi)?)"
    r"(?: (?:viec|cai|ban|hoat dong))?(?: (?:vua|moi) (?:xoa|bo))?(?: (?:roi|di|nhe|a|giup|em|voi))*[ .!]*"
)
_MISTAKEN = frozenset({"nham", "nham roi", "ghi nham", "ghi nham roi", "sai", "sai roi", "ghi sai", "ghi sai roi"})
_DELETES = re.compile(
    r"xoa(?: (?:viec|cai|ban))?(?: (?:nay|do|vua (?:ghi|luu)))?(?: (?:di|nhe|a|giup|em))*[ .!]*"
    r"|(?:huy|bo) (?:viec|cai|ban) (?:nay|do|vua (?:ghi|luu))[ .!]*"
)


def correction_handler(desk: Desk) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes corrections of the entry that was saved, opened or deleted last in this conversation."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        person, last = desk.caller(message), last_entry(session)
        if message.choice is not None or message.attachment is not None or {KEY, FORM} & session.data.keys():
            return None
        if person is None or last is None or len(message.text) > LONGEST or told_to_log(message.text) is not None:
            return None
        shown = any(one.id.startswith("nk:") and one.id.endswith(f":{last.id}") for one in session.choices)
        if not shown and message.at - last.at > LATELY:
            return None
        entry = desk.register.entry(last.id)
        return _about(desk, message, session, person, entry, shown=shown) if entry else None

    return handle


def _about(
    desk: Desk, message: IncomingMessage, session: Session, person: Person, entry: Entry, *, shown: bool
) -> Outcome | None:
    said = folded(message.text)
    if _RESTORES.fullmatch(said) and entry.deleted:
        return of_entry(desk, message, session, f"laylai:{entry.id}")
    if entry.deleted:
        return None
    if shown and said in REVIEWS:
        return of_entry(desk, message, session, f"xem:{entry.id}")
    if shown and said in EDITS | _MISTAKEN:
        return of_entry(desk, message, session, f"sua:{entry.id}")
    if shown and _DELETES.fullmatch(said):
        return of_entry(desk, message, session, f"xoa:{entry.id}")
    text = _change(message.text, shown=shown)
    if text is None or (
        told_to_change(message.text) is None and another_activity(desk, replace(message, text=text), entry.type)
    ):
        return None
    if not may_change(person, entry, desk.register.tree()):
        return None
    return _changed(desk, message, session, person, entry, text)


def _change(typed: str, *, shown: bool) -> str | None:
    """What is to be different, without the words that say so; None for words that do not correct anything.

    Bare figures do: nobody asks so. A bare day does only where the entry is what was `shown` last.
    """
    text = " ".join(clean(typed).split())
    if "?" in text or asks(text):
        return None
    lead = _LEAD.match(fold(text))
    rest = text[lead.end() :] if lead else text
    if (polite := _POLITE.search(fold(rest))) and rest[polite.start() :].islower():
        rest = rest[: polite.start()]
    if trail := _TRAIL.search(fold(rest)):
        rest, lead = rest[: trail.start()], lead or trail
    plain = fold(rest).strip()
    bare = _FIGURES.fullmatch(plain) or (shown and _DAY.fullmatch(plain))
    return rest.strip() if plain and (lead or bare) and not _OTHERS.search(plain) else None


def _changed(
    desk: Desk, message: IncomingMessage, session: Session, person: Person, entry: Entry, text: str
) -> Outcome | None:
    """The card of the entry with what is to be different, or the question that was named; nothing is stored yet."""
    form = form_of(desk, entry.form)
    if form is None:
        return None
    state = state_of_entry(entry, form)
    draft = Draft("", person.id, form.id, state.to_json(), entry.unit, entry.id)
    hand = Hand(desk, replace(message, text=f"sửa {text}"), session, person, draft, form)
    hand, lead = _as_it_was_left(hand), words.CORRECTS
    if path := path_named(hand, text):
        if told_to_change(message.text) is None or open_step(hand, path) is None:
            return None
        state = hand.filling.edit(path)
    else:
        change = corrected(hand)
        if change is None or (not isinstance(change, Wrong) and change.state.answers == hand.state.answers):
            return None
        lead, state = (change.text, hand.state) if isinstance(change, Wrong) else (lead, change.state)
    return start_draft(desk, message, session, person, form, state, unit=entry.unit, entry=entry.id, lead=lead)


def _as_it_was_left(hand: Hand) -> Hand:
    """The draft with what its entry leaves open passed over: only what is to be different is asked."""
    for _ in range(_QUESTIONS):
        step = hand.filling.current
        if step is None:
            break
        skipped = (
            hand.filling.answered(step, {step.field.name: False}) if step.asks_for_more else hand.filling.skip(step)
        )
        hand = hand.with_state(skipped)
    return hand
