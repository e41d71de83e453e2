"""Scoring short or long texts against a question by words and pairs of words, accented and folded."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search.encoding import Encoded, Ints
from knowledge.search.postings import Postings, add_up

PAIRS_EXPECTED = 0.7
"""How many of a question's pairs a fitting document is expected to hold, for the scale of scores."""


EVIDENCE = 2.0
"""How many words that occur nowhere else a short question lacks to be trusted fully."""


@dataclass(frozen=True)
class Weights:
    """How much each kind of term counts, and BM25's k1 (``saturation``) and b (``length_share``)."""

    word: float = 1.0
    pair: float = 0.8
    folded: float = 0.15
    usual: float = 0.3
    """Against a word of the question, what a usual word for it counts."""
    saturation: float = 1.2
    length_share: float = 0.75


class FieldIndex:
    """Documents indexed four ways at once, with one score for all."""

    def __init__(self, encoded: Encoded, fold_of: Ints, weights: Weights) -> None:
        """Index encoded documents; ``fold_of`` gives the folded id of each accented one."""
        stream, documents, worths = encoded.ids, encoded.documents, encoded.worths
        self.size = encoded.size
        self._weights = weights
        accented = len(fold_of)
        self._accented = accented
        folded = np.where(stream >= 0, fold_of[stream], -1)
        inside = stream >= 0
        self._rarest = math.log(2 * self.size + 2)
        self.mean_length = float(inside.sum()) / max(self.size, 1)
        paired = inside[:-1] & inside[1:]

        def index(terms: Ints, chosen: NDArray[np.bool_], factor: float) -> Postings:
            return Postings.of(
                terms[chosen],
                documents[: len(terms)][chosen],
                worths[: len(terms)][chosen],
                encoded.size,
                saturation=weights.saturation,
                length_share=weights.length_share,
                factor=factor,
            )

        self.words = index(stream, inside, weights.word)
        self.pairs = index(stream[:-1] * accented + stream[1:], paired, weights.pair)
        self.folded = index(folded, inside, weights.folded)

    def scores(self, words: Ints, folded: Ints, usual: Ints) -> NDArray[np.float64]:
        """The BM25 score of every document.

        The ids (-1 for what no text holds) are of the question's words as repaired and as typed without diacritics, and
        of usual words for them, which count less.
        """
        asked = [
            (self.words, np.unique(words[words >= 0])),
            (self.pairs, _pair_keys(words, self._accented)),
            (self.folded, np.unique(folded[folded >= 0])),
        ]
        scores = add_up(asked, self.size)
        if len(usual):
            usual = np.where(np.isin(usual, words), -1, usual)
            added = [(self.words, np.unique(usual[usual >= 0])), (self.pairs, _pair_keys(usual, self._accented))]
            scores += self._weights.usual * add_up(added, self.size)
        return scores

    def rarity(self, words: Ints) -> NDArray[np.float64]:
        """The idf of accented words, that of a word nobody uses for -1."""
        at, exists = self.words.find(words)
        return np.where(exists, self.words.idf[at] if len(self.words.idf) else 0.0, self._rarest)

    def ideal(self, words: Ints, importance: NDArray[np.float64]) -> float:
        """About what a document with all words of a question could score, and some more for a short question.

        Few words prove little, so that a question is taken to be at least as long as EVIDENCE rare words.
        """
        weights = self._weights
        share = weights.word + weights.pair * PAIRS_EXPECTED
        held = np.where((words >= 0) & (importance > 0), self.rarity(words), importance)
        return (float(held.sum()) + EVIDENCE * self._rarest) * (weights.saturation + 1) * share

    def coverage(self, words: Ints, importance: NDArray[np.float64], documents: Ints) -> NDArray[np.float64]:
        """For each document, the share of a question's importance whose words it holds, 0..1."""
        covered = np.zeros(len(documents))
        at, exists = self.words.find(words)
        for term, weight in zip(at[exists], importance[exists], strict=True):
            covered += weight * self.words.holds(int(term), documents)
        return covered / max(float(importance.sum()), 1e-9)


def _pair_keys(ids: Ints, size: int) -> Ints:
    left, right = ids[:-1], ids[1:]
    inside = (left >= 0) & (right >= 0)
    keys: Ints = np.unique(left[inside] * size + right[inside])
    return keys
