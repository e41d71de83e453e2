"""An expression: read once, worked out as often as answers change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from knowledge.forms.evaluate import Given, evaluate
from knowledge.forms.parser import parse
from knowledge.forms.syntax import Name, Node, walk, written
from knowledge.forms.values import Value, inner, outer, truth_of


@dataclass(frozen=True)
class Expression:
    """A condition or a calculation of a form; `str` writes it down in one way."""

    root: Node

    def evaluate(self, values: Mapping[str, Value], today: date, current: Value = None) -> Value:
        """Its value, days as dates; `current` is what `.` stands for. None where it has none; never raises."""
        return outer(evaluate(self.root, Given(values, today, inner(current))))

    def holds(self, values: Mapping[str, Value], today: date, current: Value = None) -> bool:
        """Its value as a condition."""
        return truth_of(evaluate(self.root, Given(values, today, inner(current))))

    @cached_property
    def names(self) -> frozenset[str]:
        """The fields whose answers it looks at."""
        return frozenset(node.name for node in walk(self.root) if isinstance(node, Name))

    def __str__(self) -> str:
        return written(self.root)


@lru_cache(maxsize=1024)
def parse_expression(text: str) -> Expression:
    """Read an expression. Raises ExpressionError with the position and what to write instead."""
    return Expression(parse(text))
