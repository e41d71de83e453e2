"""How alike a question and an entry's sample questions are, by the weight of the words they share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log

import numpy as np

from knowledge.entry import Entry
from knowledge.text.normalise import fold

_WORD = re.compile(r"[a-z0-9]+")


def _parts(text: str) -> set[str]:
    """Folded words and neighbouring pairs of words."""
    words = _WORD.findall(fold(text))
    return {*words, *(f"{left} {right}" for left, right in pairwise(words))}


class Likeness:
    """Dice similarity of words and pairs, each weighted by how few entries ask with it.

    Unlike a plain ratio it is 1 only for the same words: a sample question that says more than was asked fits less.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        samples: list[set[str]] = []
        starts: list[int] = []
        entries_with: dict[str, int] = {}
        places: dict[str, list[int]] = {}
        for entry in entries:
            starts.append(len(samples))
            own = [_parts(text) for text in (entry.title, *entry.asks)]
            for part in set().union(*own):
                entries_with[part] = entries_with.get(part, 0) + 1
            for sample in own:
                for part in sample:
                    places.setdefault(part, []).append(len(samples))
                samples.append(sample)
        self._ids = [entry.id for entry in entries]
        self._starts = np.array(starts, dtype=np.intp)
        self._most = log(1 + len(entries))
        self._worth = {part: log(1 + len(entries) / count) for part, count in entries_with.items()}
        self._places = {part: np.array(found, dtype=np.int32) for part, found in places.items()}
        self._weights = np.array([sum(self._worth[part] for part in sample) for sample in samples])

    def of(self, question: str, without: Sequence[str] = ()) -> Mapping[str, float]:
        """Entry -> likeness (0..1) of its nearest sample question; words of `without` (a place) are left out."""
        dropped = set().union(*(_parts(words) for words in without)) if without else set()
        total = 0.0
        shared = np.zeros(len(self._weights))
        for part in _parts(question) - dropped:
            worth = self._worth.get(part, self._most)
            total += worth
            if part in self._places:
                shared[self._places[part]] += worth
        if not total:
            return {}
        best = np.maximum.reduceat(2 * shared / (total + self._weights), self._starts)
        return dict(zip(self._ids, best.tolist(), strict=True))
