"""The words by which kinds of activities are called, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from knowledge.activity.sentence import Token
from knowledge.activity_types import ActivityType
from knowledge.text.normalise import fold
from knowledge.text.reading import is_bared

_GAP: Final = "..."
_LONGEST_GAP: Final = 9
"""Words that may stand in the gap of a phrase."""


@dataclass(frozen=True, slots=True)
class Phrase:
    type: str
    rank: int
    parts: tuple[tuple[str, ...], ...]
    weak: bool
    short: bool
    """An abbreviation, which counts only at the beginning of a clause."""


def named_by(kind: ActivityType, weak: bool) -> list[str]:
    return kind.weak if weak else kind.words


@lru_cache(maxsize=8)
def phrases_of_rows(rows: tuple[tuple[str, bool, str], ...]) -> Mapping[str, list[Phrase]]:
    """The phrases by their first word without diacritics."""
    order = {type_: rank for rank, type_ in enumerate(dict.fromkeys(type_ for type_, _, _ in rows))}
    by_first: dict[str, list[Phrase]] = defaultdict(list)
    for type_, weak, phrase in rows:
        parts = tuple(tuple(part.lower().split()) for part in phrase.split(_GAP))
        short = phrase.isupper() and len(phrase) < 3
        by_first[fold(parts[0][0])].append(Phrase(type_, order[type_], parts, weak, short))
    return by_first


def matches(phrase: Phrase, tokens: Sequence[Token], at: int) -> int | None:
    """The number of the token behind the phrase that begins at a token."""
    if not _stands(phrase.parts[0], tokens, at):
        return None
    return rest_matches(phrase.parts[1:], tokens, at + len(phrase.parts[0]))


def rest_matches(parts: Sequence[Sequence[str]], tokens: Sequence[Token], at: int) -> int | None:
    """The number of the token behind parts that each follow within a gap."""
    for part in parts:
        starts = range(at, min(at + _LONGEST_GAP + 1, len(tokens)))
        begun = next((start for start in starts if _stands(part, tokens, start)), None)
        if begun is None:
            return None
        at = begun + len(part)
    return at


def _stands(part: Sequence[str], tokens: Sequence[Token], start: int) -> bool:
    return start + len(part) <= len(tokens) and all(
        is_bared(tokens[start + step].text, word) for step, word in enumerate(part)
    )


def is_near(wanted: Sequence[str], said: Sequence[str]) -> bool:
    if len(wanted) == 1:
        return wanted == said
    slips = 0
    for word, other in zip(wanted, said, strict=True):
        if word != other:
            most = 2 if len(word) > 5 else 1
            found = OSA.distance(word, other, score_cutoff=most)
            if found > most:
                return False
            slips += found
            swapped = len(word) == len(other) and sorted(word) == sorted(other)
            if slips > 2 or (len(word) < 4 and not swapped):
                return False
    return slips * 5 <= sum(map(len, wanted))
