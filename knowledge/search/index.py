"""The search over a knowledge base's passages: repair the question, rank, and say how well the best ones fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.model import Lexicon
from knowledge.search.encoding import Ints, Words, encode, with_parts
from knowledge.search.fields import FieldIndex, Weights
from knowledge.search.postings import Floats
from knowledge.text.counts import Counts, general
from knowledge.text.normalise import fold, tokens
from knowledge.text.repair import Repaired, Repairer

TITLE_WORTH = 3.0
QUESTION_WORTH = 1.0
TEXT_WORTH = 1.0
UNIT_SHARE = 0.5
"""How much of a score comes from the best single title or sample question, the rest from the whole passage."""

PASSAGE_WEIGHTS = Weights()
UNIT_WEIGHTS = Weights(saturation=0.6, length_share=0.5)
OWN_COUNTS = 2.0
PHRASE_COUNTS = 3.0
CANDIDATES = 40


@dataclass(frozen=True)
class Passage:
    """Something that can be found: its title, its text, and ways to ask for it."""

    id: str
    title: str
    text: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Features:
    """Why a passage was found; every share is 0..1."""

    coverage: float
    """Share of the question's weight (words by rarity) that the passage holds."""
    passage: float
    """BM25 of the whole passage against the best possible."""
    unit: float
    """BM25 of its best title or sample question against the best possible."""
    question: float
    """Likeness of the question to the best title or sample question (rapidfuzz)."""
    margin: float
    """How far the score is above that of the next hit."""


@dataclass(frozen=True)
class Hit:
    """A passage found, its score (0..1, comparable between bases) and why."""

    id: str
    score: float
    features: Features


@dataclass(frozen=True)
class SearchResult:
    """How the question was read, and the passages found, best first."""

    repaired: Repaired
    hits: list[Hit]


class SearchIndex:
    """An index of passages in memory."""

    def __init__(self, passages: Sequence[Passage], lexicon: Lexicon) -> None:
        self._ids = [passage.id for passage in passages]
        self._asked = [(passage.title, *passage.questions) for passage in passages]
        self._words = words = Words()
        fields = [[(p.title, TITLE_WORTH), *((q, QUESTION_WORTH) for q in p.questions)] for p in passages]
        units = encode([[field] for of_passage in fields for field in of_passage], words)
        self._unit_starts = np.cumsum([0, *map(len, fields)])[:-1]
        whole = encode([[*asked, (p.text, TEXT_WORTH)] for asked, p in zip(fields, passages, strict=True)], words)
        fold_of = words.fold_of()
        self._passages = FieldIndex(whole, fold_of, PASSAGE_WEIGHTS)
        self._units = FieldIndex(units, fold_of, UNIT_WEIGHTS)
        counts = _own_counts(words, whole.ids)
        phrases = Counts.of(lexicon.phrases).times(PHRASE_COUNTS)
        self.repairer = Repairer(general() + phrases + counts.times(OWN_COUNTS), lexicon)

    def search(self, question: str, limit: int = 20) -> SearchResult:
        """The passages that fit a question best, at most ``limit``."""
        repaired = self.repairer.repair(question)
        if not self._ids:
            return SearchResult(repaired, [])
        meant, typed = with_parts(repaired.tokens), with_parts(tokens(repaired.typed))
        words, folded = self._words.lookup(meant), self._words.lookup_folded(typed)
        passage_terms = self._passages.terms(words, folded)
        whole = self._passages.scores(passage_terms)
        unit_scores = self._units.scores(self._units.terms(words, folded))
        best_units = np.maximum.reduceat(unit_scores, self._unit_starts)
        importance = self._importance(meant, words)
        whole /= np.float32(self._passages.ideal(importance))
        best_units /= np.float32(self._units.ideal(importance))
        combined = UNIT_SHARE * best_units + (1 - UNIT_SHARE) * whole
        chosen = _top(combined, max(limit, CANDIDATES))
        coverage = self._passages.coverage(words, importance, chosen)
        likeness = self._likeness(repaired, chosen)
        return SearchResult(
            repaired, self._hits(chosen, combined, whole, best_units, coverage, likeness)[:limit]
        )

    def _importance(self, meant: Sequence[str], words: Ints) -> NDArray[np.float64]:
        """The rarity of each word of a question, 0 for one that was there before: the smaller of two idf.

        One is that of the passages, the other what a word's general frequency makes likely for passages of their
        length, so that everyday words which happen to be rare here ("ạ", "với") do not count as telling.
        """
        likely = np.array([self.repairer.vocabulary.share(word) for word in meant]) * self._passages.mean_length
        likely = np.clip(likely, 0.5 / len(self._ids), 0.999)
        importance = np.minimum(np.log(1 / likely), self._passages.rarity(words))
        firsts = {word: at for at, word in reversed(list(enumerate(meant)))}
        importance[[firsts[word] != at for at, word in enumerate(meant)]] = 0
        return np.asarray(importance)

    def _likeness(self, repaired: Repaired, chosen: Ints) -> NDArray[np.float64]:
        query = fold(repaired.text)
        return np.array(
            [max(fuzz.token_set_ratio(query, fold(asked)) for asked in self._asked[at]) / 100 for at in chosen]
        )

    def _hits(
        self,
        chosen: Ints,
        combined: Floats,
        whole: Floats,
        units: Floats,
        coverage: NDArray[np.float64],
        likeness: NDArray[np.float64],
    ) -> list[Hit]:
        scores = combined[chosen]
        order = np.argsort(-scores, kind="stable")
        nexts = np.append(scores[order][1:], 0.0)
        return [
            Hit(
                self._ids[chosen[at]],
                float(scores[at]),
                Features(
                    float(coverage[at]),
                    float(whole[chosen[at]]),
                    float(units[chosen[at]]),
                    float(likeness[at]),
                    float(scores[at] - following),
                ),
            )
            for at, following in zip(order, nexts, strict=True)
        ]


def _top(scores: Floats, limit: int) -> Ints:
    """Positions of the highest scores above 0, highest first."""
    if limit < len(scores):
        chosen = np.argpartition(-scores, limit)[:limit]
    else:
        chosen = np.arange(len(scores))
    chosen = chosen[scores[chosen] > 0]
    order: Ints = chosen[np.argsort(-scores[chosen], kind="stable")]
    return order


def _own_counts(words: Words, stream: Ints) -> Counts:
    """Counts of the words and pairs of a stream, numbers as one word."""
    numbers = words.numbers()
    return Counts.of_stream(words.words, np.where((stream >= 0) & numbers[stream], 0, stream))
