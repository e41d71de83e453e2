"""The readings of a typed word, ready to be weighed side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.text.vocabulary import Indices

WIDTH = 16
"""So many readings of one word are weighed at most, abbreviations among them."""


@dataclass(frozen=True)
class Option:
    """One reading of a typed word: the words it becomes, the first and last as vocabulary indices (-1 unknown)."""

    words: tuple[str, ...]
    first: int
    last: int
    cost: float


@dataclass(frozen=True, eq=False)
class Choices:
    """The readings of one typed word, and side by side their ends and costs, padded to WIDTH (inf)."""

    words: tuple[tuple[str, ...], ...]
    first: Indices
    last: Indices
    cost: NDArray[np.float64]

    @classmethod
    def of(cls, options: Sequence[Option]) -> Choices:
        """At most WIDTH options, as they come."""
        options = options[:WIDTH]
        first = np.full(WIDTH, -1, dtype=np.int64)
        last = first.copy()
        cost = np.full(WIDTH, np.inf)
        first[: len(options)] = [option.first for option in options]
        last[: len(options)] = [option.last for option in options]
        cost[: len(options)] = [option.cost for option in options]
        return cls(tuple(option.words for option in options), first, last, cost)
