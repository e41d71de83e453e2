"""The values that expressions work on, and how one kind is taken for another, as XPath does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final, TypeAlias

Value: TypeAlias = bool | int | float | Decimal | str | date | Sequence[str] | Sequence[Mapping[str, "Value"]] | None
"""What is stored for a field: None (unanswered), a number, text, a date (or ISO 8601 text), names of choices, rows."""

Plain: TypeAlias = bool | int | Decimal | str | date | None
Inner: TypeAlias = Plain | tuple[Plain, ...]
"""A value as the evaluator works on it: numbers in range, lists as tuples, a row of a repeat as None."""

_MOST: Final = 10**30
"""Numbers at least as large are no numbers here; no figure of a report comes near."""
_PLACES: Final = 30
NUMBERS: Final = Context(prec=80, rounding=ROUND_HALF_EVEN, Emin=-999, Emax=999, traps=[])
"""Arithmetic that never raises: what has no result is not finite."""

_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30}))[ \t\r\n]*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def inner(value: object) -> Inner:
    """Any value at all as the evaluator works on it; what it cannot work on is None."""
    if isinstance(value, list | tuple):
        return tuple(_plain(one) for one in value)
    return _plain(value)


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        return in_range(Decimal(repr(value)))
    if isinstance(value, int):
        return int(value) if -_MOST < value < _MOST else None
    return in_range(value) if isinstance(value, Decimal) else None


def outer(value: Inner) -> Value:
    """A value as it is handed out: a list as the texts of what is in it."""
    return [text_of(one) for one in value] if isinstance(value, tuple) else value


def in_range(number: Decimal) -> int | Decimal | None:
    """A number with at most 30 places, an int where it is whole; None for what is no number or too large."""
    if not number.is_finite() or not -_MOST < number < _MOST:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_PLACES:
        number = number.quantize(Decimal((0, (1,), -_PLACES)), context=NUMBERS)
    whole = int(number)
    return whole if whole == number else number


def number_of(value: Inner) -> int | Decimal | None:
    """A value as a number; None where XPath has NaN."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | Decimal):
        return value
    match = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    return in_range(Decimal(match[1])) if match else None


def day_of(value: Inner) -> date | None:
    """A value as a day: a date, or text that is one in ISO 8601."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def text_of(value: Inner) -> str:
    """A value as text; nothing is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return " ".join(text_of(one) for one in value if one is not None)
    return value.isoformat() if isinstance(value, date) else str(value)


def truth_of(value: Inner) -> bool:
    """A value as a condition: a number other than 0, any text, any date, any list with something in it."""
    if isinstance(value, date):
        return True
    return value != 0 if isinstance(value, int | Decimal) else bool(value)


def parts_of(value: Inner) -> tuple[Plain, ...]:
    """The single values of a list, or the value alone; unanswered ones left out."""
    every = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in every if one is not None and one != "")


def is_empty(value: object) -> bool:
    """Whether a value is no answer: None, the empty text or an empty list."""
    return value is None or value == "" or (isinstance(value, list | tuple) and not value)
