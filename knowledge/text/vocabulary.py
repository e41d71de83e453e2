"""The words that the repair of a question may read into it, and how unlike two spellings are."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Container, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.text.counts import NUMBER, Counts, has_digit, prune
from knowledge.text.normalise import fold
from knowledge.text.slips import Slips
from knowledge.text.syllables import TONES, is_syllable

FOREIGN_AT_LEAST = 4
"""A word that is no Vietnamese syllable counts as known when it occurs this often."""

_DISCOUNT = 0.7
_PRIOR = 1.0
"""What is taken from each pair's count, and added to each word's, for the pairs that were not seen: a word that many
others follow is sooner followed by another one."""


Indices = NDArray[np.int64]
_NONE: Indices = np.zeros(0, dtype=np.int64)

_SHAPES = {"\u0302": 1, "\u0306": 2, "\u031b": 4}
_BAR = 8


@lru_cache(maxsize=65536)
def marks(word: str) -> tuple[int, int]:
    """Which shapes a word's letters bear (bits for hat, breve, horn and the bar of đ), and its tone."""
    shapes = _BAR if "đ" in word else 0
    tone = 0
    for part in unicodedata.normalize("NFD", word):
        if part in _SHAPES:
            shapes |= _SHAPES[part]
        elif part in TONES[1:]:
            tone = TONES.index(part)
    return shapes, tone


def is_bare(word: str) -> bool:
    """Whether a word bears no diacritic at all."""
    return word.isascii()


_BITS = np.array([bits.bit_count() for bits in range(16)])


class Vocabulary:
    """Known words with their counts, found by exact form, by fold and by slips of the keyboard."""

    def __init__(self, counts: Counts, unknown: Container[str] = ()) -> None:
        """Know the syllables that were counted, and other words counted often whose fold is not in ``unknown``."""
        counts = prune(
            counts,
            [
                is_syllable(word)
                or (count >= FOREIGN_AT_LEAST and not has_digit(word) and len(word) > 1 and fold(word) not in unknown)
                for word, count in zip(counts.words, counts.singles, strict=True)
            ],
        )
        self.counts = counts
        self.size = len(counts.words)
        self.ids = {word: index for index, word in enumerate(counts.words)}
        found = np.array([marks(word) for word in counts.words])
        self._shapes, self._tones = found[:, 0], found[:, 1]
        self._total = float(counts.singles.sum()) + self.size
        # One more entry, reached as -1, for whatever is unknown.
        self._log_words = np.log((np.append(counts.singles, 0.0) + 0.05) / self._total)
        self._discounted = np.maximum(counts.pairs - _DISCOUNT, 0.0)
        followers = np.bincount(counts.pair_keys // self.size, minlength=self.size + 1)
        self._unseen = _DISCOUNT * followers + _PRIOR
        self._before = np.append(counts.singles, 0.0) + _PRIOR
        self._shares = np.exp(self._log_words)
        by_fold: dict[str, list[int]] = defaultdict(list)
        for index in (np.argsort(-counts.singles[1:], kind="stable") + 1).tolist():
            by_fold[fold(counts.words[index])].append(index)
        self._by_fold: dict[str, Indices] = {key: np.array(found) for key, found in by_fold.items()}
        self._fold_counts = {key: float(counts.singles[found].sum()) for key, found in self._by_fold.items()}
        self.slips = Slips(word for word in self.ids if word != NUMBER)
        self.folded_slips = Slips(self._by_fold)

    def known(self, word: str) -> bool:
        """Whether the word itself was counted."""
        return word in self.ids

    def plausible(self, word: str) -> bool:
        """Whether the word was counted or is spelt as a syllable may be."""
        return word in self.ids or is_syllable(word)

    def count(self, word: str) -> float:
        """How often the word itself was counted."""
        index = self.ids.get(word)
        return float(self.counts.singles[index]) if index is not None else 0.0

    def folded_count(self, folded: str) -> float:
        """How often any word with this fold was counted."""
        return self._fold_counts.get(folded, 0.0)

    def bare_share(self, word: str) -> float:
        """How much of a bare word's fold is that bare word itself, 0..1."""
        total = self._fold_counts.get(word, 0.0)
        return float(self.counts.singles[self.ids[word]]) / total if total and word in self.ids else 0.0

    def readings(self, folded: str) -> Indices:
        """The known words with this fold, commonest first."""
        return self._by_fold.get(folded, _NONE)

    def marks_against(self, typed: str, readings: Indices) -> tuple[Indices, Indices]:
        """For each of these words, how many of its marks a typed word lacks, and how many it contradicts."""
        shapes, tone = marks(typed)
        missing = _BITS[self._shapes[readings] & ~shapes] + (0 if tone else self._tones[readings] > 0)
        wrong = _BITS[shapes & ~self._shapes[readings]] + ((self._tones[readings] != tone) if tone else 0)
        return missing, wrong

    def together(self, left: int, right: int) -> bool:
        """Whether two known words were ever seen side by side."""
        key = left * self.size + right
        at = int(np.searchsorted(self.counts.pair_keys, key))
        return at < len(self.counts.pair_keys) and int(self.counts.pair_keys[at]) == key

    def share(self, word: str) -> float:
        """How much of all text a word makes up, 0..1."""
        index = self.ids.get(word)
        return float(self.counts.singles[index]) / self._total if index is not None else 0.0

    def log_words(self, indices: NDArray[Any]) -> NDArray[Any]:
        """Natural logarithms of known words' probabilities; -1 stands for any unknown word."""
        result: NDArray[Any] = self._log_words[indices]
        return result

    def log_line(self, indices: Sequence[int]) -> float:
        """Log-probability of words in a row; -1 for an unknown one."""
        line = np.array(indices, dtype=np.int64)
        logs = self.log_words(line)
        return float(logs[0] + self.log_pairs(line[:-1], line[1:]).sum())

    def log_pairs(self, left: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
        """Log-probability of each right word after its left word; indices, -1 for an unknown word."""
        keys = left * self.size + right
        at = np.searchsorted(self.counts.pair_keys, keys)
        at[at == len(self.counts.pair_keys)] = 0
        seen = (self.counts.pair_keys[at] == keys) & (left >= 0) & (right >= 0)
        together = np.where(seen, self._discounted[at], 0.0)
        result: NDArray[Any] = np.log((together + self._unseen[left] * self._shares[right]) / self._before[left])
        return result
