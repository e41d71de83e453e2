"""Text made ready for patterns that forgive missing diacritics, with the way back to the text as typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise
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
            self.respell([respell(word) for word in self.words()])

    def span(self, start: int, end: int) -> Span:
        """The stretch of the text as typed behind a stretch of `marked`."""
        return self._starts[start], self._starts[end]

    def typed(self, start: int, end: int) -> str:
        """The letters as typed behind a stretch of `marked`."""
        return self.text[self._starts[start] : self._starts[end]]

    def cased(self) -> str:
        """`marked` with the capitals that were typed, letter for letter."""
        typed = (self.text[start : start + 1] for start in self._starts)
        return "".join(
            letter.upper() if one.isupper() and len(letter.upper()) == 1 else letter
            for letter, one in zip(self.marked, typed, strict=False)
        )

    def words(self) -> list[str]:
        """The runs of letters and digits of `marked`, in order."""
        return _WORD.findall(self.marked)

    def leads(self) -> list[str]:
        """What stands before each of `words()`, from the beginning of the word before it on."""
        starts = [0, *(word.start() for word in _WORD.finditer(self.marked))]
        return [self.marked[before:start] for before, start in pairwise(starts)]

    def respell(self, others: Sequence[str | None]) -> None:
        """Put other spellings in the place of `words()`, one each; None leaves a word."""
        marked, starts, done = "", [], 0
        for word, other in zip(list(_WORD.finditer(self.marked)), others, strict=True):
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
    return re.compile("".join(_forgiving(part) for part in _PARTS.findall(source)))


def exact_pattern(source: str) -> re.Pattern[str]:
    """The same with every word only as it is spelt, for text in which bare words are meant bare."""
    return re.compile("".join(" ?" if part == "~" else part for part in _PARTS.findall(source)))


def two_patterns(source: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A pattern that forgives missing diacritics, and one that does not, for text that has them throughout."""
    return pattern(source), exact_pattern(source)


_PARTS: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""A pattern's escapes, classes of characters, and what stands for itself."""
_IN_CLASS: Final = re.compile(r"\\.|[^\\]-[^\]\\]|.", re.DOTALL)


def is_bared(typed: str, word: str) -> bool:
    """Whether typed letters are a word's with some or all of its diacritics left out; both lower case and NFC."""
    return typed == word or (
        len(typed) == len(word) and all(letter in _readings(meant) for letter, meant in zip(typed, word, strict=True))
    )


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
    if len(character) > 1 and character.startswith("["):
        inside = _IN_CLASS.findall(character[1:-1])
        return f"[{''.join(one if len(one) > 1 else ''.join(sorted(_readings(one))) for one in inside)}]"
    if len(character) > 1:
        return character
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
