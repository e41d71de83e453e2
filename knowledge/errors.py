"""What is wrong with a knowledge base: where, what, and how to put it right, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one file. `line` counts from 1; None where no line can be named."""

    file: str
    line: int | None
    what: str
    fix: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.what} — sửa: {self.fix}"


class KnowledgeError(Exception):
    """A knowledge base that cannot be used, with all its problems at once; `str` has one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
