"""An inverted index in flat arrays: which documents hold a term, and how much that is worth (BM25)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Postings:
    """For term t, ``documents[starts[t]:starts[t + 1]]`` hold it with the BM25 worths at the same places.

    Terms are the positions of their keys in the sorted ``keys``; ``idf`` has one entry for each.
    """

    keys: Ints
    starts: Ints
    documents: NDArray[np.int32]
    worths: Floats
    idf: Floats
    size: int

    @classmethod
    def of(
        cls,
        terms: Ints,
        documents: Ints,
        weights: Floats,
        size: int,
        *,
        saturation: float,
        length_share: float,
        factor: float,
    ) -> Postings:
        """Index occurrences: term ``terms[i]`` stands in document ``documents[i]`` (< size) with ``weights[i]``.

        ``saturation`` and ``length_share`` are BM25's k1 and b. A worth is ``factor`` times idf times saturated weight,
        at most factor * idf * (k1 + 1).
        """
        lengths = np.bincount(documents, weights=weights, minlength=size)
        mean = float(lengths.mean()) if size else 1.0
        stiffness = saturation * (1 - length_share + length_share * lengths / max(mean, 1e-9))
        cells, where = np.unique(terms * size + documents, return_inverse=True)
        sums = np.bincount(where, weights=weights, minlength=len(cells))
        cell_terms, cell_documents = np.divmod(cells, max(size, 1))
        keys, first, held = np.unique(cell_terms, return_index=True, return_counts=True)
        idf = np.log1p((size - held + 0.5) / (held + 0.5))
        worths = factor * np.repeat(idf, held) * sums * (saturation + 1) / (sums + stiffness[cell_documents])
        return cls(
            keys,
            np.append(first, len(cells)).astype(np.int64),
            cell_documents.astype(np.int32),
            worths.astype(np.float32),
            idf.astype(np.float32),
            size,
        )

    def find(self, keys: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """The terms of keys, and which of the keys exist at all."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        return at, self.keys[at] == keys

    def spans(self, keys: Ints) -> list[slice]:
        """Where the postings of the keys that exist stand."""
        at, exists = self.find(keys)
        at = at[exists]
        return [slice(*span) for span in zip(self.starts[at].tolist(), self.starts[at + 1].tolist(), strict=True)]

    def holds(self, term: int, documents: Ints) -> NDArray[np.bool_]:
        """Which of the documents hold a term."""
        span = self.documents[self.starts[term] : self.starts[term + 1]]
        at = np.searchsorted(span, documents)
        at[at == len(span)] = 0
        found: NDArray[np.bool_] = span[at] == documents
        return found


def add_up(postings: Iterable[tuple[Postings, Ints]], size: int) -> NDArray[np.float64]:
    """For each document, the sum of the worths of all these keys in their postings."""
    found = [(each, span) for each, keys in postings for span in each.spans(keys)]
    if not found:
        return np.zeros(size)
    documents = np.concatenate([each.documents[span] for each, span in found])
    worths = np.concatenate([each.worths[span] for each, span in found])
    return np.bincount(documents, worths, size).astype(np.float64, copy=False)
