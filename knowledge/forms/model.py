"""The shapes of a form, in the words of XLSForm."""

from __future__ import annotations

from typing import Annotated, Literal

import pydantic
from pydantic import BeforeValidator

from knowledge.model import Shape

FieldType = Literal[
    "text",
    "integer",
    "decimal",
    "date",
    "select_one",
    "select_multiple",
    "photo",
    "file",
    "note",
    "calculate",
    "repeat",
]


def _as_expression(value: object) -> object:
    return f"{str(value).lower()}()" if isinstance(value, bool) else value


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Condition = Annotated[str, BeforeValidator(_as_expression)]
"""An expression; true and false may be written for true() and false()."""

Default = Annotated[str, BeforeValidator(_as_text)]
"""A value as text: a number, a day in ISO 8601 or "today()", the name of a choice (several apart by spaces)."""


class FormChoice(Shape):
    """Something that can be chosen."""

    name: str
    label: str


class Field(Shape):
    """A question, a note, a calculation, or a group of them that may come several times."""

    name: str
    type: FieldType
    label: str = ""
    short: str | None = None
    """What it is called on a card, where the label is a question."""
    hint: str | None = None
    required: Condition = "false()"
    """May not be skipped; for a repeat: has at least one row."""
    relevant: Condition | None = None
    constraint: Condition | None = None
    constraint_message: str | None = None
    default: Default | None = None
    calculation: Condition | None = None
    choices: list[FormChoice] = pydantic.Field(default_factory=list)
    fields: list[Field] = pydantic.Field(default_factory=list)
    ends: str | None = None
    """For a date: the name that the last day of a stretch is kept under."""
    most: int | None = None
    """For a repeat: at most so many rows."""
    free: bool = False
    """For text: it may tell a story, so it is searched for what tells who somebody is."""


class FormSource(Shape):
    """What asks for the figures of a form: in words, and the sections of a directive of the base."""

    where: str
    directive: str | None = None
    sections: list[str] = pydantic.Field(default_factory=list)


class Form(Shape):
    """A form: one entry of the log, asked field by field."""

    id: str
    title: str
    types: list[str]
    """The types of activity whose entries it makes; with several, its field `type` tells which."""
    default_for: list[str] = pydantic.Field(default_factory=list)
    """Which of its types it is meant for, where other forms have them too."""
    source: FormSource
    fields: list[Field]

    def __hash__(self) -> int:
        return hash(self.id)
