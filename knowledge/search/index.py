"""The search over a knowledge base's passages: repair the question, rank, and say how well the best ones fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.lexicon import Lexicon
from knowledge.search.encoding import Ints, Words, encode, with_parts
from knowledge.search.fields import FieldIndex, Weights
from knowledge.search.synonyms import Thesaurus
from knowledge.text.counts import Counts, general
from knowledge.text.normalise import tokens
from knowledge.text.repair import Repaired, Repairer

TITLE_WORTH = 3.0
QUESTION_WORTH = 1.0
TEXT_WORTH = 1.0
UNIT_SHARE = 0.3
"""What the best single title or sample question adds to the score of the whole passage."""
TITLE_UNIT = 0.3
"""What a title counts as against a sample question there."""
STEEPNESS = 2.0
"""How fast a score nears 1 as the share of the best possible grows."""

PASSAGE_WEIGHTS = Weights(saturation=1.3, length_share=0.85)
UNIT_WEIGHTS = Weights(saturation=0.6, length_share=0.5)
OWN_COUNTS = 2.0
PHRASE_COUNTS = 3.0
"""What a word of the passages and of the lexicon's phrases counts in the repair, against one of the general table."""


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
        self.passages = tuple(passages)
        self._ids = [passage.id for passage in passages]
        self._words = words = Words()
        fields = [[(p.title, TITLE_WORTH), *((q, QUESTION_WORTH) for q in p.questions)] for p in passages]
        units = encode([[field] for of_passage in fields for field in of_passage], words)
        self._unit_starts = np.cumsum([0, *map(len, fields)])[:-1]
        self._unit_worths = np.ones(units.size, dtype=np.float32)
        self._unit_worths[self._unit_starts] = TITLE_UNIT
        whole = encode([[*asked, (p.text, TEXT_WORTH)] for asked, p in zip(fields, passages, strict=True)], words)
        fold_of = words.fold_of()
        self._passages = FieldIndex(whole, fold_of, PASSAGE_WEIGHTS)
        self._units = FieldIndex(units, fold_of, UNIT_WEIGHTS)
        self._thesaurus = Thesaurus(lexicon.synonyms)
        counts = _own_counts(words, whole.ids)
        phrases = Counts.of(lexicon.phrases).times(PHRASE_COUNTS)
        self.repairer = Repairer(general() + phrases + counts.times(OWN_COUNTS), lexicon)

    def search(self, question: str, limit: int = 20) -> SearchResult:
        """The passages that fit a question best, at most ``limit``."""
        repaired = self.repairer.repair(question)
        if not self._ids:
            return SearchResult(repaired, [])
        meant = with_parts(repaired.tokens)
        # What the repair left alone needs no second look.
        changed = [word for word in with_parts(tokens(repaired.typed)) if word not in meant]
        words, folded = self._words.lookup(meant), self._words.lookup_folded(changed)
        usual = self._words.lookup(
            [part for phrase in self._thesaurus.usual(repaired.tokens) for part in (*phrase, "")]
        )
        whole = self._passages.scores(words, folded, usual)
        unit_scores = self._units.scores(words, folded, usual)
        best_units = np.maximum.reduceat(unit_scores * self._unit_worths, self._unit_starts)
        importance = self._importance(meant, words)
        whole = whole / self._passages.ideal(words, importance)
        best_units = best_units / self._units.ideal(words, importance)
        combined = whole + UNIT_SHARE * best_units
        chosen = _top(combined, limit + 1)
        scores = 1 - np.exp(-STEEPNESS * combined[chosen])
        features = zip(
            self._passages.coverage(words, importance, chosen).tolist(),
            whole[chosen].tolist(),
            best_units[chosen].tolist(),
            (scores - np.append(scores, 0.0)[1:]).tolist(),
            strict=True,
        )
        hits = [
            Hit(self._ids[at], score, Features(*each))
            for at, score, each in zip(chosen, scores.tolist(), features, strict=True)
        ]
        return SearchResult(repaired, hits[:limit])

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


def _top(scores: NDArray[Any], limit: int) -> Ints:
    """Positions of the highest scores above 0, highest first."""
    chosen = np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))
    chosen = chosen[scores[chosen] > 0]
    order: Ints = chosen[np.argsort(-scores[chosen], kind="stable")]
    return order


def _own_counts(words: Words, stream: Ints) -> Counts:
    """Counts of the words and pairs of a stream, numbers as one word."""
    numbers = words.numbers()
    return Counts.of_stream(words.words, np.where((stream >= 0) & numbers[stream], 0, stream))
