"""How often words and pairs of neighbouring words occur: what the repair of a question learns from."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.text.normalise import tokens

NUMBER = "0"
"""The word that stands for every token with a digit."""

GENERAL = Path(__file__).parent.parent / "data" / "general_counts.txt.gz"


@dataclass(frozen=True)
class Counts:
    """Counts of words and of ordered pairs of neighbours.

    ``words[i]`` occurs ``singles[i]`` times; the pair (i, j) has the key ``i * len(words) + j`` in the sorted
    ``pair_keys`` and its count at the same place in ``pairs``. The first word is NUMBER.
    """

    words: tuple[str, ...]
    singles: NDArray[np.float64]
    pair_keys: NDArray[np.int64]
    pairs: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Counts:
        """Count the words of texts; no pair crosses from one text to the next."""
        ids: dict[str, int] = {NUMBER: 0}
        stream: list[int] = []
        for text in texts:
            stream.extend(ids.setdefault(NUMBER if has_digit(word) else word, len(ids)) for word in tokens(text))
            stream.append(-1)
        return cls.of_stream(tuple(ids), np.array(stream, dtype=np.int64))

    @classmethod
    def of_stream(cls, words: tuple[str, ...], stream: NDArray[np.int64]) -> Counts:
        """Count indices into ``words`` (NUMBER first) laid end to end, with -1 where a text ends."""
        size = len(words)
        singles = np.bincount(stream[stream >= 0], minlength=size).astype(np.float64)
        left, right = stream[:-1], stream[1:]
        inside = (left >= 0) & (right >= 0)
        keys, pairs = np.unique(left[inside] * size + right[inside], return_counts=True)
        return cls(words, singles, keys, pairs.astype(np.float64))

    def __add__(self, other: Counts) -> Counts:
        """Both counts together."""
        ids = {word: index for index, word in enumerate(self.words)}
        moved = np.array([ids.setdefault(word, len(ids)) for word in other.words], dtype=np.int64)
        size = len(ids)
        singles = np.zeros(size)
        singles[: len(self.words)] = self.singles
        np.add.at(singles, moved, other.singles)
        mine = _rekey(self.pair_keys, len(self.words), np.arange(len(self.words)), size)
        theirs = _rekey(other.pair_keys, len(other.words), moved, size)
        keys, where = np.unique(np.concatenate([mine, theirs]), return_inverse=True)
        pairs = np.bincount(where, np.concatenate([self.pairs, other.pairs]), len(keys)).astype(np.float64)
        return Counts(tuple(ids), singles, keys, pairs)

    def times(self, factor: float) -> Counts:
        """The same counts, each multiplied."""
        return Counts(self.words, self.singles * factor, self.pair_keys, self.pairs * factor)

    def write(self, path: Path) -> None:
        """Write a gzipped table: the words, their counts, then for each left word its right words and pair counts."""
        order = np.argsort(-self.singles[1:], kind="stable") + 1
        order = np.concatenate([[0], order])
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        keys = _rekey(self.pair_keys, len(self.words), rank, len(self.words))
        by_key = np.argsort(keys)
        keys, pairs = keys[by_key], self.pairs[by_key]
        lines = [
            " ".join(self.words[index] for index in order),
            " ".join(str(round(self.singles[index])) for index in order),
            " ".join(map(str, np.diff(keys, prepend=0))),
            " ".join(str(round(count)) for count in pairs),
        ]
        # A fixed time stamp, so that the same counts give the same file.
        path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))

    @classmethod
    def read(cls, path: Path) -> Counts:
        """Read what ``write`` wrote."""
        words, singles, steps, pairs = gzip.decompress(path.read_bytes()).decode().splitlines()
        return cls(
            tuple(words.split()),
            np.array(singles.split(), dtype=np.float64),
            np.cumsum(np.array(steps.split(), dtype=np.int64)),
            np.array(pairs.split(), dtype=np.float64),
        )


def _rekey(keys: NDArray[np.int64], size: int, moved: NDArray[np.int64], new_size: int) -> NDArray[np.int64]:
    left, right = np.divmod(keys, size)
    return np.asarray(moved[left] * new_size + moved[right], dtype=np.int64)


def has_digit(word: str) -> bool:
    """Whether any character of the word is a digit."""
    return any(letter.isdigit() for letter in word)


@cache
def general() -> Counts:
    """The counts of general public text that ship with the knowledge."""
    return Counts.read(GENERAL)


def prune(counts: Counts, keep: Sequence[bool] | NDArray[np.bool_]) -> Counts:
    """Only the words marked in ``keep`` (NUMBER always), and the pairs between them."""
    kept = np.array(keep, dtype=bool)
    kept[0] = True
    moved = np.cumsum(kept) - 1
    left, right = np.divmod(counts.pair_keys, len(counts.words))
    inside = kept[left] & kept[right]
    words = tuple(word for word, stays in zip(counts.words, kept, strict=True) if stays)
    keys = _rekey(counts.pair_keys[inside], len(counts.words), moved, len(words))
    return Counts(words, counts.singles[kept], keys, counts.pairs[inside])
