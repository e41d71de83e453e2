"""What was said while a form is filled in, and one question of it. Plain values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from handlers import messages_log as words
from knowledge.forms import Field

EXTRA: Final[Mapping[str, Field]] = {
    one.name: one
    for one in (
        Field(name="title", type="text", label=words.EXTRA_TITLE),
        Field(name="place", type="text", label=words.EXTRA_PLACE),
        Field(name="female", type="integer", label=words.EXTRA_FEMALE),
        Field(name="male", type="integer", label=words.EXTRA_MALE),
        Field(name="unknown", type="integer", label=words.EXTRA_UNKNOWN),
        Field(name="total", type="integer", label=words.EXTRA_TOTAL),
        Field(name="units_inspected", type="integer", label=words.EXTRA_UNITS),
        Field(name="budget", type="integer", label=words.EXTRA_BUDGET),
    )
}
"""What a message may say beyond what its form asks: it is kept, shown and can be changed."""
HEADCOUNTS: Final = ("female", "male", "unknown", "total")
MORE = "+"
"""Ends the path of the question whether a repeat has another row."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question. `path` names it in a draft: "date", "levels/0/women", and "levels/+" for whether there is more."""

    path: str
    field: Field
    row: int | None = None

    @property
    def asks_for_more(self) -> bool:
        return self.path.endswith(f"/{MORE}")


@dataclass(frozen=True, slots=True)
class State:
    """All that was said while a form was filled in; JSON values only."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    """Paths in the order in which they were settled."""
    closed: tuple[str, ...] = ()
    """Repeats that have no more rows."""
    editing: str | None = None
    """The path of a question that is asked once more, from the card."""
    brief: bool = False
    wrong: int = 0
    """Answers to the present question that could not be used."""
    sure: tuple[str, ...] = ()
    """Doubts that the member has dispelled."""
    note: str | None = None
    """Why a figure is unusual."""
    files: tuple[Mapping[str, Any], ...] = ()
    """Pictures and files that came with it."""
    type: str | None = None
    """The type of activity that a message was read as."""
    doubts: Mapping[str, str] = field(default_factory=dict)
    """Paths of answers that cannot be: what is wrong with them. They are asked again."""
    dated: str | None = None
    """The day whose year was said with it."""
    shelved: bool = False
    """Put away for later, and not given up."""

    def to_json(self) -> dict[str, Any]:
        """By name; what is in it is shared and never changed."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> State:
        lists = ("skipped", "trail", "closed", "sure", "files")
        known: dict[str, Any] = {name: tuple(value) if name in lists else value for name, value in kept.items()}
        return cls(**known)
