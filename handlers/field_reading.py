"""An answer to a question of a form: read by the type of its field, checked by its rules, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from handlers import messages_log as words
from handlers.flows import Wrong
from handlers.steps import folded
from handlers.types import Attachment
from knowledge.forms import Field, FormChoice, breaks_constraint
from knowledge.identities import Identity, find_told
from knowledge.text.dates import parse_date
from knowledge.text.money import parse_money
from knowledge.text.normalise import clean
from knowledge.text.numbers import parse_count
from knowledge.text.problems import TextProblem
from knowledge.wording import written_day

LONGEST: Final = 2000
"""Letters of a text answer."""
TITLE: Final = 300
"""Letters of what stands on one line: a title, a place."""
MONEY: Final = "budget"
"""The name of the field that is an amount in đồng."""
SOON: Final = timedelta(days=31)
"""Days ahead within which a day without a year is the coming one."""
_YES: Final = frozenset("co them nua yes ok vang da u u them nua them di them mot".split()) | {"them nua", "co them"}
_NO: Final = frozenset("khong du roi thoi het ko no xong".split()) | {"du roi", "khong them", "het roi", "the thoi"}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answered: typed, chosen, or sent as a file."""

    text: str
    today: date
    chosen: bool = False
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Stray(Wrong):
    """Words that hold nothing of what was asked; they may be a question."""


_NOTHING_THERE: Final = frozenset({"empty", "no_date", "no_money", "no_count"})


def _refused(problem: TextProblem) -> Wrong:
    return (Stray if problem.code in _NOTHING_THERE else Wrong)(problem.message)


def read_field(field: Field, said: Said, values: Mapping[str, Any], *, nameless: bool) -> dict[str, Any] | Wrong:
    """Values by name for a field (and for its last day). `nameless`: no answer may tell who somebody is."""
    value = _READERS[field.type](field, said)
    if isinstance(value, Wrong):
        return value
    first = value.get(field.name)
    if field.ends and (last := value.get(field.ends)):
        # A stretch is as good as its last day.
        first = last
    if problem := breaks_constraint(field, first, {**values, **value}, said.today):
        return Wrong(problem)
    said_text = str(value.get(field.name))
    if field.type == "text" and (named := find_told(said_text, strict=field.free or nameless)):
        return Wrong(identity_words(said_text, named))
    return value


def identity_words(text: str, named: Sequence[Identity]) -> str:
    """What was found that tells who somebody is, and what to do."""
    kinds = ", ".join(dict.fromkeys(words.IDENTITIES[one.kind] for one in named))
    what = "; ".join(f"“{_masked(text[slice(*one.span)])}”" for one in named[:3])
    return words.IDENTITY.format(kinds=kinds, what=what)


def _masked(text: str) -> str:
    """The first letter of each word: enough to find it by, and nothing that is kept."""
    return " ".join(f"{word[:1]}…" for word in text.split())


def read_more(said: Said) -> bool | Wrong:
    """Whether there is another row."""
    typed = folded(said.text)
    if typed in _YES:
        return True
    return False if typed in _NO else Stray(words.YES_OR_NO)


def choices_meant(choices: Sequence[FormChoice], said: Said) -> list[FormChoice]:
    """The choices that words mean: by name, number, label, or the only label that begins with or holds them.

    One letter is none of these but a whole label.
    """
    if said.chosen:
        return [one for one in choices if one.name == said.text]
    typed = folded(said.text).rstrip(")").replace(",", "")
    if typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= len(choices):
        return [choices[int(typed) - 1]]
    labels = [(folded(one.label).replace(",", ""), one) for one in choices]
    exact = [one for label, one in labels if typed in (label, one.name)]
    if len(typed) < 2:
        return exact
    begins = [one for label, one in labels if label.startswith(typed)]
    return exact or begins or [one for label, one in labels if f" {typed} " in f" {label} "]


def _text(field: Field, said: Said) -> dict[str, Any] | Wrong:
    one_line = field.name in ("title", "place")
    text = " ".join(clean(said.text).split()) if one_line else clean(said.text).strip()
    most = TITLE if one_line else LONGEST
    if not text:
        return Wrong(words.NOTHING_SAID)
    return {field.name: text} if len(text) <= most else Wrong(words.TEXT_LONG.format(most=most, length=len(text)))


def _integer(field: Field, said: Said) -> dict[str, Any] | Wrong:
    try:
        if field.name == MONEY:
            return {field.name: parse_money(said.text).vnd}
        return {field.name: parse_count(said.text).value}
    except TextProblem as problem:
        return _refused(problem)


def _decimal(field: Field, said: Said) -> dict[str, Any] | Wrong:
    typed = said.text.strip().replace(" ", "")
    if "," in typed and "." not in typed:
        typed = typed.replace(",", ".")
    try:
        number = float(typed)
    except ValueError:
        return _integer(field, said)
    return {field.name: number} if abs(number) < 1e15 else Wrong(words.WHOLE_NUMBER)


def _date(field: Field, said: Said) -> dict[str, Any] | Wrong:
    """One day, or for a field with a last day a stretch; what lacks a year has passed."""
    try:
        found = parse_date(said.text, said.today, past=True)
        ahead = parse_date(said.text, said.today)
    except TextProblem as problem:
        return _refused(problem)
    if not found.certain or found.bound in ("before", "after", "from"):
        return Wrong(words.DAY_UNCLEAR)
    if found.end is not None and field.ends is None:
        return Wrong(words.ONE_DAY)
    day, last = found.start, found.end
    # What lacks a year has passed, but for a day that comes so soon that nobody means that of last year.
    if said.today < (ahead.end or ahead.start) <= said.today + SOON:
        day, last = ahead.start, ahead.end
    if (last or day) > said.today:
        return Wrong(words.DAY_AHEAD.format(day=written_day(last or day)))
    value: dict[str, Any] = {field.name: day.isoformat()}
    return {**value, field.ends: last.isoformat() if last else None} if field.ends else value


def _select_one(field: Field, said: Said) -> dict[str, Any] | Wrong:
    found = choices_meant(field.choices, said)
    return {field.name: found[0].name} if len(found) == 1 else Stray(words.CHOOSE_ONE)


def _select_multiple(field: Field, said: Said) -> dict[str, Any] | Wrong:
    if said.chosen:
        found = choices_meant(field.choices, said)
        return {field.name: [found[0].name]} if found else Wrong(words.CHOOSE_SOME)
    parts = [part for part in said.text.replace(";", ",").replace(" và ", ",").split(",") if part.strip()]
    meant = [choices_meant(field.choices, Said(part, said.today)) for part in parts]
    if not meant or any(len(found) != 1 for found in meant):
        return Stray(words.CHOOSE_SOME)
    return {field.name: list(dict.fromkeys(found[0].name for found in meant))}


def _file(field: Field, said: Said) -> dict[str, Any] | Wrong:
    return Stray(words.SEND_FILE)


_READERS: Final[Mapping[str, Callable[[Field, Said], dict[str, Any] | Wrong]]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "select_one": _select_one,
    "select_multiple": _select_multiple,
    "photo": _file,
    "file": _file,
}
