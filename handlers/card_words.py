"""What is typed under a card to change it: "46 nữ", "ngày 21/10", "sửa nơi thành nhà văn hóa xã"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from handlers import messages_log as words
from handlers.drafting import Hand, plain_people
from handlers.entry_words import dated
from handlers.field_reading import Said, identity_words, read_field
from handlers.field_words import named_first
from handlers.flows import Wrong
from handlers.form_state import EXTRA, State, Step
from knowledge.activity import Activity, read_activity
from knowledge.forms import breaks_constraint
from knowledge.identities import find_told, tells_violence

_LEAD = re.compile(r"^\s*(?:s[ửu]a(?: l[ạa]i)?|[đd][ổo]i)\s+", re.IGNORECASE)
_SIGN = re.compile(r"^\s*(?:[:=]|(?:là|la)(?=\s))?\s*", re.IGNORECASE)
_INTO = re.compile(r"^\s*(?:[:=]|(?:thành|thanh|sang|là|la)(?=\s))?\s*", re.IGNORECASE)
"""What may stand between a name and its new value; "thành" only after a verb: "đánh giá thành công" is no change."""
_SAYS_INTO = re.compile(r"^\s*(?:[:=]|(?:thành|thanh|sang|là|la)(?=\s))\s*\S", re.IGNORECASE)
_FIGURES = ("female", "male", "unknown", "total", "budget", "units_inspected")


def corrected(hand: Hand) -> Hand | Wrong | None:
    """The draft with what was typed; what is wrong with it; None for words that change nothing."""
    text = _LEAD.sub("", hand.message.text)
    named = _named(hand, text, _INTO if text != hand.message.text else _SIGN)
    state = _of_field(hand, *named) if named else _of_message(hand, text)
    if state is None or isinstance(state, Wrong):
        return state
    state = replace(state, dated=dated(state.answers.get("date"), text, hand.today) or state.dated)
    changed = hand.with_state(replace(state, answers=plain_people(state.answers), sure=(), wrong=0))
    if problems := [one.message for one in changed.people.problems]:
        return Wrong(problems[0])
    return changed.with_state(changed.filling.doubted())


def corrected_by_name(hand: Hand) -> Hand | Wrong | None:
    """The draft after "sửa nơi thành nhà văn hóa", typed at any question, which is still asked then."""
    text = _LEAD.sub("", hand.message.text)
    found = named_first(hand, text) if text != hand.message.text else None
    if found is None or not _SAYS_INTO.match(found[1]) or not (step := hand.filling.step(found[0])):
        return None
    state = _of_field(hand, step, _INTO.sub("", found[1]))
    if isinstance(state, Wrong):
        return state
    state = replace(state, dated=dated(state.answers.get("date"), text, hand.today) or state.dated)
    editing = hand.state.editing if hand.state.editing != step.path else None
    changed = hand.with_state(replace(state, answers=plain_people(state.answers), sure=(), editing=editing))
    if problems := [one.message for one in changed.people.problems]:
        return Wrong(problems[0])
    return changed.with_state(changed.filling.doubted())


def _named(hand: Hand, text: str, between: re.Pattern[str]) -> tuple[Step, str] | None:
    """A question by its short name, and the words after it."""
    found = named_first(hand, text)
    step = hand.filling.step(found[0]) if found else None
    rest = between.sub("", found[1]) if found else ""
    return (step, rest) if step and rest else None


def _of_field(hand: Hand, step: Step, said: str) -> State | Wrong:
    field = step.field.model_copy(update={"choices": hand.filling.offered(step)})
    value = read_field(field, Said(said, hand.today), hand.filling.context(step), nameless=hand.nameless)
    return value if isinstance(value, Wrong) else hand.filling.answered(step, value)


def _of_message(hand: Hand, text: str) -> State | Wrong | None:
    """What the words say as a report does, of what this form asks."""
    read = read_activity(text, hand.today, hand.desk.assistant.knowledge.activities)
    if read.problems:
        return Wrong(read.problems[0].message)
    fields = {**EXTRA, **{step.path: step.field for step in hand.filling.steps()}}
    ends = {one.ends for one in fields.values() if one.ends}
    said = {name: value for name, value in _values(read.activity).items() if name in fields or name in ends}
    if "date" in said and read.activity.date_end and "date_end" not in said:
        return Wrong(words.ONE_DAY)
    place, strict = said.get("place") or "", hand.nameless or tells_violence(text)
    if named := find_told(place, strict=strict):
        return Wrong(identity_words(place, named))
    for name, value in said.items():
        if name in fields and (problem := breaks_constraint(fields[name], value, hand.filling.values, hand.today)):
            return Wrong(problem)
    if not said:
        return None
    return replace(hand.state, answers={**hand.state.answers, **said})


def _values(activity: Activity) -> dict[str, Any]:
    """What was said, by name. A day alone takes away the last day that was known; so does a sum an earlier total."""
    found: dict[str, Any] = {name: getattr(activity, name) for name in (*_FIGURES, "place")}
    found = {name: value for name, value in found.items() if value is not None}
    if {"female", "male"} <= found.keys():
        added = found["female"] + found["male"] + found.get("unknown", 0)
        if found.get("total", added) == added:
            found["total"] = None
    if activity.date is not None:
        found["date"] = activity.date.isoformat()
        found["date_end"] = activity.date_end.isoformat() if activity.date_end else None
    return found
