"""Turning texts into numbers: one id for each accented word and for each folded one."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.text.counts import NUMBER, has_digit
from knowledge.text.normalise import fold, tokens

Ints = NDArray[np.int64]
END = -1
"""What stands in a stream of ids where a field ends, so that no pair crosses it."""

_PARTS = re.compile(r"[/.,\-–:&]")


class Words:
    """Ids of the words of an index. A token with a digit is one word, and so is each of its parts."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {NUMBER: 0}
        self._folded: dict[str, int] = {NUMBER: 0}
        self._fold_of: list[int] = [0]
        self._parts: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def words(self) -> tuple[str, ...]:
        """Every accented word, by id."""
        return tuple(self._ids)

    def fold_of(self) -> Ints:
        """The folded id of each accented id."""
        return np.array(self._fold_of, dtype=np.int64)

    def numbers(self) -> NDArray[np.bool_]:
        """Which accented ids are tokens with a digit."""
        return np.array([has_digit(word) for word in self._ids], dtype=bool)

    def encode(self, text: str) -> list[int]:
        """The ids of a text's tokens, new ones included; the parts of a number follow behind an END."""
        ids = self._ids
        stream = [ids[word] if word in ids else self._add(word) for word in tokens(text)]
        if self._parts:
            for word in stream.copy():
                for part in self._parts.get(word, ()):
                    stream += [END, part]
        return stream

    def lookup(self, words: Sequence[str]) -> Ints:
        """The accented ids of a question's tokens, -1 for one that no text holds."""
        return np.array([self._ids.get(word, -1) for word in words], dtype=np.int64)

    def lookup_folded(self, words: Sequence[str]) -> Ints:
        """The folded ids of a question's tokens, -1 for one that no text holds."""
        return np.array([self._folded.get(fold(word), -1) for word in words], dtype=np.int64)

    def _add(self, word: str) -> int:
        index = self._ids[word] = len(self._ids)
        folded = fold(word)
        self._fold_of.append(self._folded.setdefault(folded, len(self._folded)))
        if has_digit(word):
            parts = parts_of(word)
            if parts:
                self._parts[index] = [self._ids[part] if part in self._ids else self._add(part) for part in parts]
        return index


@dataclass(frozen=True)
class Encoded:
    """Documents end to end: the ids of their words (END between fields), and beside each its document and worth."""

    ids: Ints
    documents: Ints
    worths: NDArray[np.float32]
    size: int


def encode(documents: Sequence[Sequence[tuple[str, float]]], words: Words) -> Encoded:
    """Encode documents, each some fields of (text, worth of a word in it)."""
    ids = array("q")
    lengths: list[int] = []
    for fields in documents:
        for text, _ in fields:
            before = len(ids)
            ids.extend(words.encode(text))
            ids.append(END)
            lengths.append(len(ids) - before)
    owners = np.repeat(np.arange(len(documents)), [len(fields) for fields in documents])
    worths = np.array([worth for fields in documents for _, worth in fields], dtype=np.float32)
    return Encoded(
        np.array(ids, dtype=np.int64), np.repeat(owners, lengths), np.repeat(worths, lengths), len(documents)
    )


def parts_of(word: str) -> list[str]:
    """The parts of a token joined by signs ("191/2009/tt-btc" -> "191", "2009", "tt", "btc"); none where it is one."""
    parts = [part for part in _PARTS.split(word) if part]
    return parts if len(parts) > 1 else []


def with_parts(words: Iterable[str]) -> list[str]:
    """Tokens, and behind them the parts of those that are joined by signs."""
    words = list(words)
    return words + [part for word in words if has_digit(word) for part in parts_of(word)]
