"""What a member has to say in a form, and the entry that must come of it, worked out without the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from handlers.entries import COLUMNS
from knowledge.forms import Field, Form

FIRST_DAY, DAYS = date(2026, 1, 10), 130
"""When everything was done: before both channels' today."""
SKIPPED = 0.2
"""The share of questions without an answer, of those that need none."""
_DIGITS: Final = "không một hai ba bốn năm sáu bảy tám chín".split()
_MONEY: Final = {"5 triệu": 5_000_000, "12tr5": 12_500_000, "không kinh phí": 0, "700.000": 700_000}
_FROM_KIND: Final[Mapping[str, tuple[str, Mapping[str, str], str]]] = {
    "hop-kien-toan": ("kind", {"kien_toan": "kien_toan", "thanh_lap": "kien_toan"}, "hop"),
    "ky-niem": ("occasion", {"thang_hanh_dong": "thang_hanh_dong"}, "ky_niem"),
}
"""Forms whose type of activity follows from an answer: which, its meanings, and what all others mean."""
_OPINIONS: Final = "Đánh giá, khó khăn, kiến nghị"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to type, and which button says the same: the value that it carries, or "!skip"."""

    text: str
    button: str | None = None


@dataclass
class Paper:
    """One form to be filled in. `entry` is what must be stored; a day that is not here is that of the saving."""

    form: str
    answers: dict[str, Answer] = field(default_factory=dict)
    """By the path of the question."""
    rows: dict[str, int] = field(default_factory=dict)
    """How many rows each repeat has."""
    entry: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def write_paper(form: Form, number: int, chance: Random) -> Paper:
    """A paper whose words tell it from every other number."""
    paper = Paper(form.id)
    said: dict[str, Any] = {}
    for one in form.fields:
        if one.type == "repeat":
            said[one.name] = _rows(paper, one, number, chance)
        elif one.type not in ("note", "calculate") and _is_asked(form, one, said):
            answer, value = _answer(one, f"{number}", chance)
            paper.answers[one.name] = answer
            said |= value
    said["type"] = said.get("type") or _type(form, said)
    if form.id == "kho-khan-kien-nghi":
        said["title"] = _OPINIONS
    if said.get("female") is not None and said.get("male") is not None:
        said["total"] = said["female"] + said["male"]
    paper.entry = {name: said.get(name) for name in COLUMNS if name != "date" or "date" in said}
    paper.more = {name: value for name, value in said.items() if name not in COLUMNS and value is not None}
    return paper


def _rows(paper: Paper, repeat: Field, number: int, chance: Random) -> list[dict[str, Any]]:
    """One or two rows of women among so many people."""
    level, *_ = repeat.fields
    rows = []
    for at, choice in enumerate(chance.sample(list(level.choices), chance.randint(1, 2))):
        row: dict[str, Any] = {level.name: choice.name}
        row |= {"all_now": chance.randint(10, 19), "women_now": chance.randint(0, 9)}
        if chance.random() < SKIPPED:
            paper.answers[f"{repeat.name}/{at}/all_before"] = Answer("bỏ qua", "!skip")
        else:
            row |= {"all_before": chance.randint(10, 19), "women_before": chance.randint(0, 9)}
        for name, value in row.items():
            button = choice.name if name == level.name else None
            said = choice.label if name == level.name else str(value)
            paper.answers[f"{repeat.name}/{at}/{name}"] = Answer(said, button)
        rows.append(row)
    paper.rows[repeat.name] = len(rows)
    return rows


def _answer(one: Field, number: str, chance: Random) -> tuple[Answer, dict[str, Any]]:
    """An answer to one question, and what it says by name."""
    if one.type in ("file", "photo") or (one.required == "false()" and chance.random() < SKIPPED):
        return Answer("bỏ qua", "!skip"), {}
    if one.type == "select_one":
        choice = chance.choice(one.choices)
        return Answer(str(one.choices.index(choice) + 1), choice.name), {one.name: choice.name}
    if one.type == "date":
        return _days(one, chance)
    if one.name == "budget":
        words, amount = chance.choice(list(_MONEY.items()))
        return Answer(words), {one.name: amount}
    if one.type == "integer":
        count = chance.randint(1, 9)
        return Answer(str(count)), {one.name: count}
    words = " ".join(_DIGITS[int(digit)] for digit in number)
    text = f"{one.name.replace('_', ' ')} của việc {words}"
    return Answer(text), {one.name: text}


def _days(one: Field, chance: Random) -> tuple[Answer, dict[str, Any]]:
    first = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    if one.ends is None or chance.random() < 0.5:
        return Answer(_written(first)), {one.name: first.isoformat()}
    last = first + timedelta(days=chance.randint(1, 3))
    days = {one.name: first.isoformat(), one.ends: last.isoformat()}
    return Answer(f"{_written(first)} đến {_written(last)}"), days


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _is_asked(form: Form, one: Field, said: Mapping[str, Any]) -> bool:
    """Of all these questions only one depends on another (somebody is hurt in every case here)."""
    return (form.id, one.name) != ("hop-kien-toan", "units") or _type(form, said) == "kien_toan"


def _type(form: Form, said: Mapping[str, Any]) -> str:
    if form.id not in _FROM_KIND:
        return form.types[0]
    name, meanings, others = _FROM_KIND[form.id]
    return meanings.get(said[name], others)


def shuffled(forms: Sequence[Form], chance: Random) -> list[Form]:
    """Every form once, in some order."""
    return chance.sample(list(forms), len(forms))
