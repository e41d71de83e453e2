"""The functions of expressions: what each takes, what it gives, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from knowledge.forms.kinds import KindName
from knowledge.forms.pattern import matches
from knowledge.forms.values import (
    NUMBERS,
    Inner,
    day_of,
    in_range,
    is_empty,
    number_of,
    parts_of,
    text_of,
    truth_of,
)

Takes = Literal["number", "text", "truth", "list", "any", "numbers", "rows", "ordered", "pattern"]
"""What an argument has to be: "list" is several choices (or one), "numbers" a number for each row of a repeat,
"rows" a repeat or one of its fields, "ordered" numbers or days, one or for each row, "pattern" a written pattern."""

Arguments = Sequence[Inner]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: the kinds of its arguments (the last may come again, up to `most` in all), its result, its work."""

    takes: tuple[Takes, ...]
    gives: KindName | Literal["common"]
    """"common": what the arguments of kind "any" or "ordered" have in common."""
    run: Callable[[Arguments, date], Inner]
    least: int
    most: int


def _tally(given: Arguments) -> Inner:
    total = Decimal(0)
    for number in map(number_of, _flat(given)):
        if number is not None:
            total = NUMBERS.add(total, Decimal(number))
    return in_range(total)


def _flat(given: Arguments) -> list[Inner]:
    return [part for one in given for part in parts_of(one)]


def _extreme(given: Arguments, largest: bool) -> Inner:
    """The least or the largest of what is answered; None where nothing is."""
    pick = max if largest else min
    every = _flat(given)
    days = [day for day in map(day_of, every) if day is not None]
    if days and len(days) == len(every):
        return pick(days)
    numbers = [number for number in map(number_of, every) if number is not None]
    return pick(numbers) if numbers and len(numbers) == len(every) else None


def _round(given: Arguments) -> Inner:
    number, places = number_of(given[0]), number_of(given[1]) if len(given) > 1 else 0
    if number is None or places is None or not -30 <= places <= 30:
        return None
    unit = Decimal((0, (1,), -int(places)))
    return in_range(Decimal(number).quantize(unit, rounding=ROUND_HALF_UP, context=NUMBERS))


def _whole(given: Arguments) -> Inner:
    number = number_of(given[0])
    return None if number is None else int(number)


def _chosen(value: Inner) -> list[str]:
    return [name for part in parts_of(value) for name in text_of(part).split()]


def _rows(value: Inner) -> int:
    if isinstance(value, tuple):
        return len(value)
    return 0 if is_empty(value) else 1


def _first(given: Arguments) -> Inner:
    return next((one for one in given if not is_empty(one)), None)


def _fixed(
    takes: tuple[Takes, ...], gives: KindName | Literal["common"], run: Callable[[Arguments, date], Inner]
) -> Function:
    return Function(takes, gives, run, len(takes), len(takes))


FUNCTIONS: Final[dict[str, Function]] = {
    "today": _fixed((), "date", lambda given, today: today),
    "true": _fixed((), "truth", lambda given, today: True),
    "false": _fixed((), "truth", lambda given, today: False),
    "not": _fixed(("truth",), "truth", lambda given, today: not truth_of(given[0])),
    "if": _fixed(("truth", "any", "any"), "common", lambda given, today: given[1] if truth_of(given[0]) else given[2]),
    "selected": _fixed(("list", "text"), "truth", lambda given, today: text_of(given[1]) in _chosen(given[0])),
    "count-selected": _fixed(("list",), "number", lambda given, today: len(_chosen(given[0]))),
    "string-length": _fixed(("text",), "number", lambda given, today: len(text_of(given[0]))),
    "coalesce": Function(("any",), "common", lambda given, today: _first(given), 2, 20),
    "number": _fixed(("any",), "number", lambda given, today: number_of(given[0])),
    "int": _fixed(("number",), "number", lambda given, today: _whole(given)),
    "round": Function(("number", "number"), "number", lambda given, today: _round(given), 1, 2),
    "min": Function(("ordered",), "common", lambda given, today: _extreme(given, largest=False), 1, 20),
    "max": Function(("ordered",), "common", lambda given, today: _extreme(given, largest=True), 1, 20),
    "sum": _fixed(("numbers",), "number", lambda given, today: _tally(given)),
    "count": _fixed(("rows",), "number", lambda given, today: _rows(given[0])),
    "regex": _fixed(("text", "pattern"), "truth", lambda given, today: matches(text_of(given[0]), text_of(given[1]))),
    "date": _fixed(("any",), "date", lambda given, today: day_of(given[0])),
}
