"""What each typed word may have meant, and what each of these readings costs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.text.joined import part
from knowledge.text.normalise import fold
from knowledge.text.options import Choices, Option
from knowledge.text.telex import decode_telex, decode_vni
from knowledge.text.vocabulary import Indices, Vocabulary, is_bare

MOST_OPTIONS = 12
_NEAR_READINGS = 4
"""How many accented words of one spelling a slip of the keyboard is read as, where the marks do not tell."""

# Costs are negative natural logarithms of how likely a way of typing is; a plain reading costs nothing.
_UNKNOWN = 6.0  # a word that is neither known nor spelt as a syllable
_FOREIGN = 1.0  # the same without diacritics in an accented line
_FOREIGN_OR_SLIP = 4.0  # the same where slips of the keyboard show elsewhere
_RARE = 1.0  # a syllable that was never counted
_WRONG_MARK = 4.0  # a diacritic that was not meant
_HALF_MARKED = 1.5  # a diacritic missing in a word that has others
_KNOWN_MARKED = 9.0  # any of this in a word that could stand as it is
_KNOWN_MARKED_SLIPS = 7.0  # the same in a line with slips of the keyboard
_SLIP = 4.0  # a slip of the keyboard
_SLIP_OF_KNOWN = 8.0  # one that gave a known word
_SLIP_OF_SELDOM = 6.0  # one that gave a known word counted less than _OFTEN
_OFTEN = 20
_SLIP_OF_LETTER = 5.0  # one that left a single letter
_SLIP_OF_RARE = 5.0  # one that gave a possible syllable
_KEYS = 0.3  # raw Telex or VNI
_KEYS_OF_KNOWN = 5.0  # the same where the keys are a known word themselves
_READING = 0.8  # each further reading of an abbreviation
_SHORT_OF_KNOWN = 1.0  # an abbreviation that is a known word itself
_ACCENTING = 1.5  # by the logarithm of how many diacritics the line seems to drop
_MOST_ACCENTING = 12.0
_RELIABLY_ACCENTED = 4.0
"""From this cost of reading diacritics into a bare word on, an unknown bare word is rather a foreign one."""

_DROPPING = (0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999)
_DROPPING_PRIOR = (0.6, 0.05, 0.05, 0.05, 0.05, 0.05, 0.15)
"""Shares of diacritics that a writer may drop, and how usual each is before anything was read."""

Readings = tuple[Indices, NDArray[np.floating]]
"""Known words by index, and what each costs."""


@dataclass(frozen=True)
class Habits:
    """How a line was typed, guessed from all of it."""

    accenting: float
    """Cost of reading diacritics into a bare word: nothing in a bare line, high in an accented one."""
    keys: bool
    """Whether several words can only be raw Telex or VNI."""
    slips: bool
    """Whether some word can only be a slip of the keyboard, or be foreign."""
    surely: bool
    """Whether some word with diacritics can only be a slip of the keyboard."""


class Lattice:
    """Makes the readings of typed words from a vocabulary and the abbreviations (by folded short form)."""

    def __init__(self, vocabulary: Vocabulary, abbreviations: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
        self._vocabulary = vocabulary
        self._abbreviations = abbreviations
        self.choices: Callable[[str, Habits, bool], Choices] = lru_cache(maxsize=8192)(self._choices)
        """``options`` of a word in a line of these habits, remembered."""

    def decoded(self, word: str) -> str | None:
        """The known syllable that a word's raw Telex or VNI keys spell, where it has no diacritics and spells one."""
        if not is_bare(word):
            return None
        meant = decode_vni(word) if any(letter.isdigit() for letter in word) else decode_telex(word)
        if meant is None or not self._vocabulary.folded_count(fold(meant)):
            return None
        return meant

    def habits(self, words: Sequence[str]) -> Habits:
        """Guess how a line was typed from its words without digits, in lower case."""
        vocabulary = self._vocabulary
        marked = keyed = strange = sure = rare = 0
        bare = []
        for word in words:
            if not is_bare(word):
                marked += 1
                sure += not vocabulary.plausible(word)
                rare += not vocabulary.known(word)
            elif self._shorts(word):
                continue
            elif vocabulary.folded_count(word):
                bare.append(vocabulary.bare_share(word))
            elif self.decoded(word):
                keyed += 1
            else:
                strange += len(word) > 1
        dropped = _dropped_share(marked + keyed, bare)
        # Rounded, so that lines typed alike share what is remembered.
        accenting = round(2 * min(-_ACCENTING * math.log(dropped), _MOST_ACCENTING)) / 2
        return Habits(accenting, keyed >= 2 or keyed > len(words) / 2, strange > 0 or sure > 0 or rare > 1, sure > 0)

    def _choices(self, word: str, habits: Habits, capitals: bool) -> Choices:
        return Choices.of(self.options(word, habits, capitals))

    def options(self, word: str, habits: Habits, capitals: bool = False) -> list[Option]:
        """The readings of a word without digits, likeliest first; ``capitals``: it stood out in capitals."""
        vocabulary = self._vocabulary
        folded = fold(word)
        known = vocabulary.folded_count(folded) > 0
        shorts = self._shorts(word)
        base = _SHORT_OF_KNOWN if known and not capitals else 0.0
        long = [
            self._option(words, base + _READING * rank + inside)
            for rank, (words, inside) in enumerate(zip(shorts, self._inside(shorts), strict=True))
        ]
        foreign = is_bare(word) and habits.accenting > _RELIABLY_ACCENTED
        cost = _FOREIGN_OR_SLIP if habits.surely else _FOREIGN
        plain = self._option((word,), min(self._plain_cost(word), cost) if foreign else self._plain_cost(word))
        if capitals:
            return [*long, plain]
        found = [self._read(vocabulary.readings(folded), word, 0.0, habits)]
        meant = self.decoded(word)
        if meant:
            base = _KEYS if not known or habits.keys else _KEYS_OF_KNOWN
            found.append(self._read(vocabulary.readings(fold(meant)), meant, base, habits))
            if not vocabulary.known(meant):
                long.append(self._option((meant,), base + self._plain_cost(meant)))
        slip = None if shorts else self._slip_cost(word, known, habits)
        if slip is not None:
            found += self._read_slips(word, folded, slip, habits)
        if not vocabulary.known(word):
            long.append(plain)
        return long + self._best(found)

    def _best(self, found: Sequence[Readings]) -> list[Option]:
        """The likeliest of the readings found, each once at its lowest cost."""
        indices = np.concatenate([readings for readings, _ in found])
        costs = np.concatenate([costs for _, costs in found])
        order = np.argsort(costs - self._vocabulary.log_words(indices), kind="stable")
        words = self._vocabulary.counts.words
        best: dict[int, Option] = {}
        for index, cost in zip(indices[order].tolist(), costs[order].tolist(), strict=True):
            if index not in best:
                best[index] = Option((words[index],), index, index, cost)
                if len(best) == MOST_OPTIONS:
                    break
        return list(best.values())

    def _option(self, words: tuple[str, ...], cost: float) -> Option:
        ids = self._vocabulary.ids
        return Option(words, ids.get(words[0], -1), ids.get(words[-1], -1), cost)

    def _slip_cost(self, word: str, known: bool, habits: Habits) -> float | None:
        """What a slip of the keyboard costs in this word, None where it needs no such reading."""
        vocabulary = self._vocabulary
        if not known and not vocabulary.plausible(word) and not self.decoded(word):
            return _SLIP if len(word) > 1 else _SLIP_OF_LETTER if habits.slips else None
        if not habits.slips:
            return None
        if not vocabulary.known(word) and not is_bare(word):
            return _SLIP_OF_RARE
        bare_line = is_bare(word) and habits.accenting <= _RELIABLY_ACCENTED
        count = vocabulary.folded_count(word) if bare_line else vocabulary.count(word)
        return _SLIP_OF_KNOWN if count >= _OFTEN else _SLIP_OF_SELDOM

    def _read(self, readings: Indices, typed: str, base: float | NDArray[np.floating], habits: Habits) -> Readings:
        """What known words cost as readings of a typed one."""
        vocabulary = self._vocabulary
        missing, wrong = vocabulary.marks_against(typed, readings)
        costs = base + _WRONG_MARK * wrong
        if is_bare(typed):
            costs += habits.accenting * (missing > 0)
        else:
            costs += _HALF_MARKED * missing
            if vocabulary.known(typed):
                costs += (_KNOWN_MARKED_SLIPS if habits.slips else _KNOWN_MARKED) * (missing + wrong > 0)
        return readings, costs

    def _read_slips(self, word: str, folded: str, base: float, habits: Habits) -> list[Readings]:
        vocabulary = self._vocabulary
        near = vocabulary.slips.near(word)
        ids = np.array([vocabulary.ids[other] for other in near], dtype=np.int64)
        found: list[Readings] = [(ids, base + np.array(list(near.values())))]
        if is_bare(word) or not near:
            spelt = vocabulary.folded_slips.near(folded)
            readings = [vocabulary.readings(other)[:_NEAR_READINGS] for other in spelt]
            if readings:
                costs = base + np.repeat(list(spelt.values()), list(map(len, readings)))
                found.append(self._read(np.concatenate(readings), word, costs, habits))
        if habits.keys and is_bare(word):
            decoded = filter(None, map(self.decoded, slipped_keys(word)))
            found += [self._read(vocabulary.readings(fold(each)), each, base + _KEYS, habits) for each in decoded]
        return found

    def _inside(self, readings: Sequence[tuple[str, ...]]) -> list[float]:
        """What the words of each reading of an abbreviation say about it, against the likeliest one."""
        if len(readings) < 2:
            return [0.0] * len(readings)
        ids = self._vocabulary.ids
        logs = [self._vocabulary.log_line([ids.get(word, -1) for word in words]) / len(words) for words in readings]
        return [max(logs) - log for log in logs]

    def _shorts(self, word: str) -> Sequence[tuple[str, ...]]:
        """What an abbreviation stands for; its đ may have been typed as raw Telex."""
        folded = fold(word)
        return self._abbreviations.get(folded) or self._abbreviations.get(folded.replace("dd", "d"), ())

    def _plain_cost(self, word: str) -> float:
        if self._vocabulary.known(word):
            return 0.0
        return _RARE if self._vocabulary.plausible(word) else _UNKNOWN

    def split(self, word: str) -> tuple[str, ...]:
        """The typed word parted where syllables were joined ("baocao" -> "bao", "cao"), or alone where none were."""
        if self._vocabulary.folded_count(fold(word)) or self._shorts(word) or self.decoded(word):
            return (word,)
        return part(word, self._vocabulary)


def _dropped_share(marked: int, bare: Sequence[float]) -> float:
    """How much of the diacritics a line seems to have dropped, 0..1, from its marked words and its bare ones.

    Each bare word comes as the share of its readings that bear no diacritic at all: "cho" tells little, "nop" much.
    """
    weights = [
        prior * (1 - share) ** marked * math.prod(own + share * (1 - own) for own in bare)
        for share, prior in zip(_DROPPING, _DROPPING_PRIOR, strict=True)
    ]
    total = sum(weights)
    return sum(share * weight for share, weight in zip(_DROPPING, weights, strict=True)) / total if total else 0.5


def slipped_keys(word: str) -> list[str]:
    """The key sequences that one key too many or two keys swapped may have turned into this one."""
    fewer = [word[:at] + word[at + 1 :] for at in range(len(word))]
    return fewer + [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
