"""Collecting problems against the places they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from knowledge.errors import Problem
from knowledge.load import Part, Parts
from knowledge.model import Confidence, Fact


@dataclass(slots=True)
class Findings:
    """The problems found so far."""

    problems: list[Problem] = field(default_factory=list)

    def at(self, file: str, line: int | None, what: str, fix: str) -> None:
        self.problems.append(Problem(file, line, what, fix))

    def add(self, part: Part[Any], path: Iterable[object], what: str, fix: str) -> None:
        """A problem of the value at a path of a file, ("facts", 3, "quote")."""
        self.at(part.file, part.lines.at(path), what, fix)


@dataclass(frozen=True, slots=True)
class FactAt:
    """Where a fact stands, and what it inherits from its document."""

    part: Part[Any]
    index: int
    document: str
    """Id of the directive or reference it is filed under, "" where it belongs to none."""
    confidence: Confidence

    @property
    def file(self) -> str:
        return self.part.file

    def line(self, key: str = "id") -> int:
        return self.part.lines.at(("facts", self.index, key))


def facts_at(parts: Parts) -> Iterator[tuple[Fact, FactAt]]:
    """Every fact of a base with its place."""
    for directive in parts.directives:
        for index, fact in enumerate(directive.value.facts):
            yield fact, FactAt(directive, index, directive.value.id, "H")
    for reference in parts.references:
        for index, fact in enumerate(reference.value.facts):
            yield fact, FactAt(reference, index, reference.value.id, reference.value.confidence)
    for answers in (*parts.answers, *parts.events):
        for index, fact in enumerate(answers.value.facts):
            yield fact, FactAt(answers, index, "", "H")
