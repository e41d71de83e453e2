"""What a message says of an activity, as answers to the questions of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.desk import Desk
from handlers.steps import folded
from knowledge.activity import Activity
from knowledge.activity.accents import with_accents
from knowledge.forms import Form
from knowledge.text.normalise import clean, fold
from knowledge.text.numbers import find_counts

_MAIN_WORDS: Mapping[str, Sequence[str]] = {
    "bao_luc_gia_dinh": ("bao luc gia dinh", "bao hanh gia dinh", "blgd"),
    "xam_hai": ("xam hai",),
    "hop_dinh_ky": ("dinh ky", "thuong ky", "hang quy", "hang thang"),
    "hop_dot_xuat": ("dot xuat", "bat thuong"),
    "mua_ban": ("mua ban",),
}
"""Words that name the kind of an incident or of a meeting as well as its whole label does."""
_CASES = frozenset({"vu", "vu viec", "truong hop", "ca"})


def answers_of(desk: Desk, form: Form, text: str, activity: Activity, type_: str, *, nameless: bool) -> dict[str, Any]:
    """What a message says, by the names of the form's fields; choices that it names word for word are made."""
    found: dict[str, Any] = {
        name: getattr(activity, name) for name in ("female", "male", "unknown", "total", "budget", "units_inspected")
    }
    if activity.date is not None:
        found |= {"date": activity.date.isoformat()}
        found |= {"date_end": activity.date_end.isoformat()} if activity.date_end else {}
    fields = {one.name: one for one in form.fields}
    if not nameless:
        found |= {"title": _spelt(desk, activity.title, type_), "place": activity.place}
    if "cases" in fields:
        found["cases"] = _cases(text)
    for name, field in fields.items():
        if field.type == "select_one":
            meant = [one.name for one in field.choices if one.name == type_] if name == "type" else []
            meant = meant or _named_choices(field.choices, text)
            found[name] = meant[0] if len(meant) == 1 else None
    return {name: value for name, value in found.items() if value is not None}


def _cases(text: str) -> int | None:
    """The number of cases, where one is said and no other beside it."""
    said = [one for one in find_counts(clean(text)) if one.noun and fold(one.noun) in _CASES]
    return said[0].value if len(said) == 1 and said[0].certain else None


def _named_choices(choices: Any, text: str) -> list[str]:
    """The choices whose whole label, or the day in it, stands in a text."""
    said = f" {' '.join(fold(clean(text)).replace('-', '/').replace(',', ' ').split())} "
    found = []
    for one in choices:
        label = folded(one.label)
        if any(f" {word} " in said for word in _MAIN_WORDS.get(one.name, ())):
            found.append(one.name)
            continue
        days = [word for word in label.split() if word.count("/") == 1 and word.replace("/", "").isdecimal()]
        if f" {label} " in said or any(f" {day} " in said for day in days):
            found.append(one.name)
    return found


def _spelt(desk: Desk, title: str | None, type_: str) -> str | None:
    """A title as a report has it: with a capital, and with its diacritics where it was typed without any."""
    if not title:
        return None
    types, repairer = desk.assistant.knowledge.activities, desk.assistant.answerer.index.repairer
    spelt = with_accents(title, type_, types, repairer) if title.isascii() else title
    return spelt[:1].upper() + spelt[1:]
