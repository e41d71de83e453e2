"""Going over the fields of a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.forms.expression import Expression, parse_expression
from knowledge.forms.model import Field, Form

COLUMNS: Final = (
    "type",
    "title",
    "date",
    "date_end",
    "female",
    "male",
    "unknown",
    "total",
    "budget",
    "place",
    "units_inspected",
)
"""What an entry of the log knows as its own; everything else a form asks is kept beside it."""

EXPRESSIONS: Final = ("required", "relevant", "constraint", "calculation")
SILENT: Final = ("note", "calculate")
"""Types of fields that ask nothing."""


@dataclass(frozen=True, slots=True)
class At:
    """A field and where it stands: its path in the file, and the repeat around it."""

    field: Field
    path: tuple[str | int, ...]
    repeat: Field | None = None


def every_field(fields: Sequence[Field], path: tuple[str | int, ...] = (), repeat: Field | None = None) -> Iterator[At]:
    """All fields in the order they are asked in, those of a repeat after the repeat itself."""
    for index, field in enumerate(fields):
        at = At(field, (*path, "fields", index), repeat)
        yield at
        yield from every_field(field.fields, at.path, field)


def expressions(field: Field) -> Iterator[tuple[str, str]]:
    """Key and text of every expression of a field."""
    for key in EXPRESSIONS:
        text = getattr(field, key)
        if text is not None:
            yield key, text


def expression(text: str | None, otherwise: str) -> Expression:
    """An expression of a field, or what holds where it has none. Raises ExpressionError."""
    return parse_expression(otherwise if text is None else text)


def asked(form: Form) -> list[Field]:
    """The fields that are questions, a repeat as one."""
    return [field for field in form.fields if field.type not in SILENT]


def question_count(form: Form) -> int:
    """How many things a form asks: a repeat counts as its fields, notes and calculations not at all."""
    return sum(1 for at in every_field(form.fields) if at.field.type not in (*SILENT, "repeat"))


def form_for(forms: Sequence[Form], type_id: str) -> Form | None:
    """The form that an activity of a type is logged with: the one that says so, else the only one that has it."""
    having = [form for form in forms if type_id in form.types]
    return next((form for form in having if type_id in form.default_for), having[0] if having else None)
