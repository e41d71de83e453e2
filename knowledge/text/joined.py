"""Parting syllables that were typed without a space between them."""

from __future__ import annotations

import math
from itertools import pairwise

from knowledge.text.normalise import fold
from knowledge.text.vocabulary import Vocabulary

SHORTEST_JOINED, LONGEST_JOINED = 4, 40
LONGEST_SYLLABLE = 7
AT_LEAST = 3
"""A syllable rarer than this is not looked for in joined ones."""

_EACH_PART = 12.0
"""What a further part costs, as a natural logarithm of counts: fewer parts before commoner ones."""


def part(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """An unknown word as the known syllables it joins, or alone where it joins none or is rather a slip for one."""
    folded = fold(word)
    if len(folded) != len(word) or not SHORTEST_JOINED <= len(word) <= LONGEST_JOINED:
        return (word,)
    cuts = _cuts(folded, vocabulary)
    if not cuts:
        return (word,)
    parts = tuple(word[start:end] for start, end in pairwise((0, *cuts, len(word))))
    slip = vocabulary.slips.near(word) or vocabulary.folded_slips.near(folded)
    if slip and not all(_seen(left, right, vocabulary) for left, right in pairwise(parts)):
        return (word,)
    return parts


def _cuts(folded: str, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Where to part a folded word into known syllables, fewest and commonest first; empty where it cannot be."""
    best: list[tuple[float, tuple[int, ...]] | None] = [(0.0, ())]
    for end in range(1, len(folded) + 1):
        ways = []
        for start in range(max(0, end - LONGEST_SYLLABLE), end - 1):
            before = best[start]
            count = vocabulary.folded_count(folded[start:end])
            if before is not None and count >= AT_LEAST:
                cuts = (*before[1], start) if start else ()
                ways.append((before[0] + _EACH_PART - math.log(count), cuts))
        best.append(min(ways, default=None))
    found = best[-1]
    return found[1] if found else ()


def _seen(left: str, right: str, vocabulary: Vocabulary) -> bool:
    """Whether any words that two typed ones may be without their missing marks were seen side by side."""
    return any(
        vocabulary.together(one, other) for one in _fitting(left, vocabulary) for other in _fitting(right, vocabulary)
    )


def _fitting(typed: str, vocabulary: Vocabulary) -> list[int]:
    readings = vocabulary.readings(fold(typed))
    _, wrong = vocabulary.marks_against(typed, readings)
    fitting: list[int] = readings[wrong == 0].tolist()
    return fitting
