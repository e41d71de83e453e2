"""Syllables whose marks were typed too early, too late or only in part: "ngừoi", "trịeu", "hôị"."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from knowledge.text.normalise import fold
from knowledge.text.syllables import is_syllable, shapes, spell, untone


@lru_cache(maxsize=16384)
def with_marks_mended(word: str) -> str | None:
    """The syllable of the same letters that bears all the marks of a lower-case NFC word which is spelt as none.

    None where there is none, where several would do, or where the word bears no mark that tells.
    """
    if word.isascii() or is_syllable(word):
        return None
    shape, tone = untone(word)
    if tone < 0:
        return None
    marks = _marks(shape)
    lacking = {
        each: sum((_marks(each) - marks).values())
        for each in _by_fold().get(fold(shape), ())
        if not marks - _marks(each) and spell(each, tone) is not None
    }
    least = [each for each, count in lacking.items() if count == min(lacking.values())]
    return spell(least[0], tone) if len(least) == 1 else None


def _marks(shape: str) -> Counter[str]:
    """Its hats, horns, breves and bars; a horn on "uo" is one, however it was typed."""
    letters = unicodedata.normalize("NFD", shape.replace("ươ", "uơ").replace("ưo", "uơ").replace("đ", "d\u0335"))
    return Counter(letter for letter in letters if not letter.isalpha())


@cache
def _by_fold() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for shape in shapes():
        found[fold(shape)].append(shape)
    return found
