"""Documents named by their title instead of their number: "Luật Bình đẳng giới"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from knowledge.model import Reference
from knowledge.text.normalise import fold

SHORTEST = 8
"""Letters under which a name is too common to stand for one document."""


class Titles:
    """Names of documents without a number in them, longest first."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are (name, id of the document)."""
        rows = {(" ".join(re.findall(r"[a-z0-9]+", fold(name))), id_) for name, id_ in names}
        self._rows = sorted((row for row in rows if len(row[0]) >= SHORTEST), key=lambda row: (-len(row[0]), row))

    @classmethod
    def of(cls, references: Iterable[Reference]) -> Titles:
        """The titles and aliases of legal documents that name no number."""
        return cls(
            (name, reference.id)
            for reference in references
            for name in (reference.title, *reference.aliases)
            if not re.search(r"\d", name)
        )

    @cached_property
    def _ids(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, id_ in self._rows:
            found[name] = (*found.get(name, ()), id_)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        names = "|".join(re.escape(name) for name in self._ids)
        return re.compile(rf"(?<![a-z0-9])(?:{names})(?![a-z0-9])") if names else None

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the documents that a text names, in reading order."""
        if self._pattern is None:
            return ()
        words = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
        return tuple(dict.fromkeys(id_ for match in self._pattern.findall(words) for id_ in self._ids[match]))
