"""Which known words a mistyped one may have been: letters swapped, doubled, dropped or hit beside their key."""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from knowledge.text.normalise import fold
from knowledge.text.syllables import TONES, untone

_HIDDEN: Final = "?"
_SHORTEST_TWICE: Final = 3
_TONE_MOVED: Final = ("oa", "oe", "uy")
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

# What each slip costs above the likeliest ones, as a negative natural logarithm.
_SWAPPED = _DOUBLED = _DROPPED = 0.0
_BESIDE = 0.7
_ADDED = 2.0
_OTHER = 6.0
_SECOND = 4.0
"""A second slip in the same word, of which one swapped or doubled letters."""


def _touching() -> Mapping[str, frozenset[str]]:
    place = {key: (row, column + row / 2) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
    return {
        key: frozenset(other for other, (r, c) in place.items() if abs(r - row) <= 1 and abs(c - column) <= 1)
        for key, (row, column) in place.items()
    }


_TOUCHING: Final = _touching()


_LONGEST: Final = 24
"""Letters of the longest word in which slips are looked for: the work grows with their cube, and no word is longer."""


class Slips:
    """Known spellings, found by one slip of the keyboard, or by two where one left all letters there."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._hidden: dict[str, list[str]] = defaultdict(list)
        for word in self._known:
            for at in range(len(word)):
                self._hidden[word[:at] + _HIDDEN + word[at + 1 :]].append(word)
        self.near: Callable[[str], Mapping[str, float]] = lru_cache(maxsize=8192)(self._near)
        """The other known spellings that a typed one may have been -> what the slips cost."""

    def _near(self, typed: str) -> Mapping[str, float]:
        found: dict[str, float] = {}
        if len(typed) > _LONGEST:
            return found
        for spelt in _placed(typed):
            self._collect(spelt, 0.0, found)
        if len(typed) >= _SHORTEST_TWICE:
            for other, cost in _undone(typed):
                self._collect(other, cost + _SECOND, found)
        found.pop(typed, None)
        return found

    def _collect(self, typed: str, base: float, found: dict[str, float]) -> None:
        """Add what one slip may have turned into the typed letters, at its lowest cost."""
        for word, cost in (*self._whole(typed), *self._lacking(typed), *self._hit(typed)):
            if base + cost < found.get(word, math.inf):
                found[word] = base + cost

    def _whole(self, typed: str) -> Iterator[tuple[str, float]]:
        for word, cost in (*_undone(typed), *_shortened(typed)):
            if word in self._known:
                yield word, cost

    def _lacking(self, typed: str) -> Iterator[tuple[str, float]]:
        for at in range(len(typed) + 1):
            for word in self._hidden.get(typed[:at] + _HIDDEN + typed[at:], ()):
                yield word, _DROPPED

    def _hit(self, typed: str) -> Iterator[tuple[str, float]]:
        for at, letter in enumerate(typed):
            words = self._hidden.get(typed[:at] + _HIDDEN + typed[at + 1 :])
            if words:
                base = fold(letter)
                beside = _TOUCHING.get(base, frozenset())
                for word in words:
                    meant = fold(word[at])
                    # The same letter with another mark is no slip of the keyboard.
                    if meant != base:
                        yield word, _BESIDE if meant in beside else _OTHER


def _placed(typed: str) -> Iterator[str]:
    """The letters, and as they may have stood before cleaning placed the tone of what looked like a syllable."""
    yield typed
    shape, tone = untone(typed)
    if tone > 0 and shape.endswith(_TONE_MOVED):
        yield unicodedata.normalize("NFC", shape + TONES[tone])


def _undone(typed: str) -> Iterator[tuple[str, float]]:
    """The letters with a pair of neighbours swapped back, or with a doubled letter once."""
    for at in range(len(typed) - 1):
        one, other = typed[at], typed[at + 1]
        if one == other:
            yield typed[:at] + typed[at + 1 :], _DOUBLED
        else:
            yield typed[:at] + other + one + typed[at + 2 :], _SWAPPED


def _shortened(typed: str) -> Iterator[tuple[str, float]]:
    for at in range(len(typed)):
        yield typed[:at] + typed[at + 1 :], _ADDED


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether bare typed letters are a bare word's with one swapped, doubled, dropped, added or hit beside its key."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    if len(typed) != len(meant):
        longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    unlike = [at for at in range(len(typed)) if typed[at] != meant[at]]
    if len(unlike) == 2 and unlike[1] == unlike[0] + 1:
        return typed[unlike[0]] == meant[unlike[1]] and typed[unlike[1]] == meant[unlike[0]]
    return len(unlike) == 1 and meant[unlike[0]] in _TOUCHING.get(typed[unlike[0]], frozenset())
