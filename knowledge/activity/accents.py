"""Titles that were typed without diacritics, with them where they are sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from knowledge.activity_types import ActivityType
from knowledge.text.normalise import fold
from knowledge.text.repair import Repairer

_SURE: Final = 6.0
"""Nats by which another reading of a title must be less likely: of 1069 titles of tests/matching, stripped of their
diacritics, so about half are shown with them, and about one in a hundred of those with a wrong one."""
_LONGEST: Final = 8
"""Words of the longest phrase looked for."""

Words = tuple[str, ...]


def with_accents(title: str, type_: str, types: Sequence[ActivityType], repairer: Repairer) -> str:
    """A title without diacritics with them, where every word is sure; else as it was typed.

    It goes into an official report, where a bare word is better than a wrong one.
    """
    rows = tuple((kind.id, phrase.lower()) for kind in types for phrase in (*kind.words, *kind.weak))
    phrases = _phrases(rows)
    heads = {fold(phrase): phrase for id_, phrase in rows if id_ == type_ and " " not in phrase}

    def known(words: Sequence[str]) -> Mapping[int, str]:
        return {**_head(words, heads), **_covered(words, phrases)}

    return repairer.repair_surely(title, known, _SURE) or title


def _head(words: Sequence[str], heads: Mapping[str, str]) -> Mapping[int, str]:
    """The first word, where it names the kind of the activity by itself."""
    return {0: heads[words[0]]} if words and words[0] in heads else {}


def _covered(words: Sequence[str], phrases: Mapping[Words, Words]) -> Mapping[int, str]:
    """The words that make up phrases by which activities are called."""
    found: dict[int, str] = {}
    at = 0
    while at < len(words):
        sizes = range(min(_LONGEST, len(words) - at), 1, -1)
        meant = next((phrases[key] for size in sizes if (key := tuple(words[at : at + size])) in phrases), ())
        found |= {at + place: word for place, word in enumerate(meant)}
        at += max(len(meant), 1)
    return found


@lru_cache(maxsize=8)
def _phrases(rows: tuple[tuple[str, str], ...]) -> Mapping[Words, Words]:
    """Phrases of several words without their diacritics -> with them, where no other one is left the same."""
    meant: dict[Words, set[Words]] = defaultdict(set)
    for _, phrase in rows:
        for part in phrase.split("..."):
            words = tuple(part.split())
            if len(words) > 1:
                meant[tuple(map(fold, words))].add(words)
    return {bare: next(iter(each)) for bare, each in meant.items() if len(each) == 1}
