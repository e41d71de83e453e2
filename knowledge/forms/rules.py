"""What the rules of a form say about given answers: what counts, what is needed, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from knowledge.forms.expression import parse_expression
from knowledge.forms.fields import At, expression
from knowledge.forms.model import Field, Form
from knowledge.forms.order import in_order
from knowledge.forms.values import Value, is_empty, number_of

BROKEN: Final = "Câu trả lời này không hợp lệ, anh/chị xem lại giúp."


def is_relevant(field: Field, values: Mapping[str, Value], today: date) -> bool:
    """Whether a field is asked at all; `values` as `calculated` gives them (in a row of a repeat: `in_row`)."""
    return expression(field.relevant, "true()").holds(values, today)


def is_required(field: Field, values: Mapping[str, Value], today: date) -> bool:
    """Whether a field may not be skipped."""
    return parse_expression(field.required).holds(values, today)


def breaks_constraint(field: Field, value: Value, values: Mapping[str, Value], today: date) -> str | None:
    """What is wrong with an answer and what to write instead, None where nothing is; no answer breaks nothing."""
    if is_empty(value) or expression(field.constraint, "true()").holds(values, today, value):
        return None
    return field.constraint_message or BROKEN


def calculated(form: Form, values: Mapping[str, Value], today: date) -> dict[str, Value]:
    """The answers that count: those of irrelevant fields left out, every calculation filled in, days in ISO 8601.

    An irrelevant field is seen as unanswered by all that depend on it. Names that the form does not know stay.
    """
    fields, own = _worked_through(form)
    found: dict[str, Value] = {name: value for name, value in values.items() if name not in own}
    for at in fields:
        if at.repeat is None:
            found |= _filled(at, values, found, today)
        else:
            found |= _filled_rows(at, at.repeat, values, found, today)
    return found


@lru_cache(maxsize=64)
def _worked_through(form: Form) -> tuple[tuple[At, ...], frozenset[str]]:
    """The fields in the order to work them out in, and all names that they fill."""
    fields, _ = in_order(form)
    return tuple(fields), frozenset(_names(at.field for at in fields))


def in_row(repeat: Field, values: Mapping[str, Value], row: Mapping[str, Value]) -> dict[str, Value]:
    """The answers as a field of a repeat sees them: those of its own row, unanswered ones too, before those around."""
    return {**values, **dict.fromkeys(_names(repeat.fields)), **row}


def default_of(field: Field, today: date) -> Value:
    """The answer that a field starts with, None for most."""
    text = field.default
    if text is None:
        return None
    if field.type == "date":
        return today.isoformat() if text == "today()" else text
    if field.type in ("integer", "decimal"):
        return number_of(text)
    return text.split() if field.type == "select_multiple" else text


def _names(fields: Iterable[Field]) -> set[str]:
    return {name for field in fields for name in (field.name, field.ends) if name is not None}


def _filled(at: At, given: Mapping[str, Value], seen: Mapping[str, Value], today: date) -> dict[str, Value]:
    """What a field adds to the answers that count; nothing where it is irrelevant."""
    field = at.field
    if not is_relevant(field, seen, today):
        return {}
    if field.type == "calculate":
        return {field.name: _worked_out(field, seen, today)}
    if field.type == "repeat":
        return {field.name: _bare_rows(field, given.get(field.name))}
    return {name: given[name] for name in _names([field]) if name in given}


def _bare_rows(repeat: Field, rows: Value) -> list[dict[str, Value]]:
    """The rows with the names that no field has; the others are filled in field by field."""
    own = _names(repeat.fields)
    return [{name: value for name, value in row.items() if name not in own} for row in _rows(rows)]


def _filled_rows(
    at: At, repeat: Field, given: Mapping[str, Value], found: Mapping[str, Value], today: date
) -> dict[str, Value]:
    rows = found.get(repeat.name)
    if not isinstance(rows, list):
        return {}
    pairs = zip(_rows(rows), _rows(given.get(repeat.name)), strict=True)
    filled = [{**row, **_filled(at, before, in_row(repeat, found, row), today)} for row, before in pairs]
    return {repeat.name: filled}


def _rows(value: Value) -> list[Mapping[str, Value]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def _worked_out(field: Field, found: Mapping[str, Value], today: date) -> Value:
    value = expression(field.calculation, "''").evaluate(found, today)
    if isinstance(value, date):
        return value.isoformat()
    return None if is_empty(value) else value
