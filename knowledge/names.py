"""Names from a list found in running text, typed with all, some or none of their diacritics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from knowledge.citation import fold_in_place
from knowledge.text.normalise import clean, fold
from knowledge.text.syllables import untone

T = TypeVar("T")
WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s./\-–]{0,3}")
_SIGNED_GAP = re.compile(r"[\s.,;&/\-–]{0,3}")


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned text, its fold of the same length, and where its words stand."""

    text: str
    folded: str
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    """Folded."""
    shouted: bool
    """All in capitals, so that capitals tell nothing."""

    @classmethod
    def of(cls, text: str) -> Text:
        """From any text."""
        return _text_of(text)

    def typed(self, first: int, last: int) -> str:
        """The text as typed from one word to another, both included."""
        return self.text[self.spans[first][0] : self.spans[last][1]]

    def word(self, index: int) -> str:
        """A folded word, "" outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def capital(self, first: int, last: int) -> bool:
        """Whether each word begins with a capital that stands out."""
        return not self.shouted and all(self.text[self.spans[at][0]].isupper() for at in range(first, last + 1))

    def near(self, index: int, signed: bool = False) -> bool:
        """Whether a word and the next are set apart by no more than a name's own signs, if it has any."""
        gap = _SIGNED_GAP if signed else _GAP
        return bool(gap.fullmatch(self.folded, self.spans[index][1], self.spans[index + 1][0]))


@lru_cache(maxsize=8)
def _text_of(text: str) -> Text:
    text = clean(text)
    folded = fold_in_place(text)
    spans = tuple(match.span() for match in WORD.finditer(folded))
    shouted = text.upper() == text
    return Text(text, folded, spans, tuple(folded[start:end] for start, end in spans), shouted)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A name in a text: what it stands for, and its first and last word."""

    value: T
    name: str
    first: int
    last: int


class Names(Generic[T]):
    """A table of names; the longest that fits wins at each place."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str, T]]] = {}
        for name, value in rows:
            written = clean(name)
            words = tuple(match.group().lower() for match in WORD.finditer(written))
            folded = tuple(fold(word) for word in words)
            if not folded:
                continue
            self._by_first.setdefault(folded[0], []).append((folded, words, written, value))
            joined = "".join(folded)
            if len(folded) > 1 and len(joined) > 4:
                self._by_first.setdefault(joined, []).append(((joined,), ("".join(words),), written, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: Text, accept: Callable[[Found[T]], bool] = lambda found: True) -> Iterator[Found[T]]:
        """Accepted names in reading order, none overlapping another."""
        at = 0
        while at < len(text.words):
            found = next(filter(accept, self._at(text, at)), None)
            if found is not None:
                yield found
            at = found.last + 1 if found else at + 1

    def _at(self, text: Text, at: int) -> Iterator[Found[T]]:
        for folded, words, name, value in self._by_first.get(text.words[at], ()):
            last = at + len(folded) - 1
            signed = "," in name or "&" in name
            if text.words[at : last + 1] != folded or not all(text.near(index, signed) for index in range(at, last)):
                continue
            if all(spelt_as(text.typed(at + index, at + index), word) for index, word in enumerate(words)):
                yield Found(value, name, at, last)


def spelt_as(typed: str, word: str) -> bool:
    """Whether a typed word is a name's word with some of its marks left out, and none of its own."""
    typed = typed.lower()
    if typed == word or typed == fold(word):
        return True
    return len(typed) == len(word) and all(map(_less_marked, typed, word))


def _less_marked(letter: str, meant: str) -> bool:
    return letter in (meant, fold(meant), untone(meant)[0])
