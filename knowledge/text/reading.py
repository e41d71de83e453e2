"""Text made ready for patterns that forgive missing diacritics, with the way back to the text as typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import Final

from knowledge.text.syllables import is_syllable
from knowledge.text.telex import decode_telex, decode_vni

Span = tuple[int, int]
"""Start and end of a stretch of the text as it was given."""

HIDDEN: Final = "\x00"
_WORD: Final = re.compile(r"[^\W_]+")
_VNI: Final = re.compile(r"[A-Za-z]+[0-9](?:[A-Za-z]*[0-9])*[A-Za-z]*")
"""Letters with digits among or behind them: keys of VNI, or a number glued to a word."""
_GLUED: Final = re.compile(r"[A-Za-z][0-9]")
_LOOK_BACK: Final = 40
_LONGEST: Final = 12
"""Keys of the longest syllable: "nghieengs" with a slip or two."""
_SAME: Final = str.maketrans({"–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "ð": "đ", "⁄": "/"})


class Reading:
    """A text in lower case and NFC, and where in the text as given each of its characters came from.

    `respell` may give another spelling of a word (raw Telex keys), or None to leave it.
    """

    def __init__(self, text: str, respell: Callable[[str], str | None] | None = None) -> None:
        self.text = text
        letters: list[str] = []
        starts: list[int] = []
        for position, character in enumerate(text):
            if letters and unicodedata.combining(character):
                letters[-1] = unicodedata.normalize("NFC", letters[-1] + character)[:1]
                continue
            plain = _plain(character)
            if plain == " " and letters[-1:] == [" "]:
                continue
            letters.append(plain)
            starts.append(position)
        self.marked = "".join(letters).translate(_SAME)
        self._starts = [*starts, len(text)]
        if respell is not None:
            self._respell(respell)

    def span(self, start: int, end: int) -> Span:
        """The stretch of the text as typed behind a stretch of `marked`."""
        return self._starts[start], self._starts[end]

    def typed(self, start: int, end: int) -> str:
        """The letters as typed behind a stretch of `marked`."""
        return self.text[self._starts[start] : self._starts[end]]

    def _respell(self, respell: Callable[[str], str | None]) -> None:
        marked, starts, done = "", [], 0
        for word in _WORD.finditer(self.marked):
            other = respell(word.group())
            if other is None or other == word.group():
                continue
            marked += self.marked[done : word.start()] + other
            starts += self._starts[done : word.start()]
            last = word.end() - 1
            starts += [self._starts[min(word.start() + letter, last)] for letter in range(len(other))]
            done = word.end()
        self.marked = marked + self.marked[done:]
        self._starts = starts + self._starts[done:]

    def before(self, place: int) -> str:
        """The last words of `marked` before a place, as much of it as any pattern looks back."""
        return self.marked[max(place - _LOOK_BACK, 0) : place]

    def hide(self, start: int, end: int) -> None:
        """Take a stretch out of the sight of every later pattern, keeping all positions."""
        self.marked = self.marked[:start] + HIDDEN * (end - start) + self.marked[end:]

    @property
    def accented(self) -> bool:
        """Whether the writer uses diacritics at all, so that a bare word may be taken as meant bare."""
        return any(len(_readings(letter)) > 1 for letter in self.marked)


def readings(text: str) -> Iterator[Reading]:
    """The ways to read a text, likeliest first: as typed (raw Telex decoded), then with raw VNI decoded too."""
    yield Reading(text, _from_telex)
    if _GLUED.search(text):
        yield Reading(text, _from_vni)


def pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern whose words also match with some or all of their diacritics left out.

    A space stands for white space (a reading has single ones), ``~`` for optional white space.
    A word that was typed with other diacritics does not match: "thang" and "tháng" do, "thăng" does not.
    """
    return re.compile("".join(_forgiving(character) for character in source))


def _from_telex(word: str) -> str | None:
    return None if not word.isalpha() or len(word) > _LONGEST or is_syllable(word) else decode_telex(word)


def _from_vni(word: str) -> str | None:
    return decode_vni(word) if len(word) <= _LONGEST and _VNI.fullmatch(word) else _from_telex(word)


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", character).lower()
    folded = unicodedata.normalize("NFC", folded)
    return folded if len(folded) == 1 else character


def _forgiving(character: str) -> str:
    if character == "~":
        return " ?"
    readings = _readings(character)
    return character if len(readings) == 1 else f"[{''.join(sorted(readings))}]"


@cache
def _readings(letter: str) -> frozenset[str]:
    """A letter and what is left of it when some of its marks are not typed."""
    if letter == "đ":
        return frozenset("đd")
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    if not marks or not base.isalpha():
        return frozenset({letter})
    kept = (subset for size in range(len(marks) + 1) for subset in combinations(marks, size))
    composed = (unicodedata.normalize("NFC", base + "".join(subset)) for subset in kept)
    return frozenset(one for one in composed if len(one) == 1)
