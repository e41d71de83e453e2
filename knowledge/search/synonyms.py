"""Adding the usual word to a question that says it otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from knowledge.lexicon import Synonyms
from knowledge.text.normalise import tokens


class Thesaurus:
    """Groups of words that mean the same, each with the one that stands for all."""

    def __init__(self, groups: Sequence[Synonyms]) -> None:
        self._by_first: dict[str, list[tuple[list[str], list[str]]]] = defaultdict(list)
        for group in groups:
            usual, *others = map(tokens, group.words)
            for other in others:
                if other:
                    self._by_first[other[0]].append((other, usual))

    def usual(self, words: Sequence[str]) -> list[list[str]]:
        """The usual words for what the tokens of a question hold, each once, without those it holds already."""
        found: list[list[str]] = []
        for at, word in enumerate(words):
            for other, usual in self._by_first.get(word, ()):
                if list(words[at : at + len(other)]) == other and usual not in found and not _within(usual, words):
                    found.append(usual)
        return found


def _within(part: Sequence[str], words: Sequence[str]) -> bool:
    return any(list(words[at : at + len(part)]) == part for at in range(len(words)))
