"""The counts that repairs learn from."""

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.counts import GENERAL, NUMBER, Counts, general, prune

SENTENCES = st.lists(st.text("ab 1", max_size=12), max_size=5)


def pair(counts: Counts, left: str, right: str) -> float:
    key = counts.words.index(left) * len(counts.words) + counts.words.index(right)
    return float(counts.pairs[counts.pair_keys == key].sum())


def test_words_pairs_and_numbers_are_counted() -> None:
    counts = Counts.of(["Nộp báo cáo trước 30/5", "báo cáo trước 1/12"])
    assert counts.words[0] == NUMBER
    assert pair(counts, "báo", "cáo") == 2
    assert pair(counts, "trước", NUMBER) == 2
    assert counts.singles[0] == 2


def test_no_pair_crosses_texts() -> None:
    counts = Counts.of(["báo", "cáo"])
    assert pair(counts, "báo", "cáo") == 0


@given(SENTENCES, SENTENCES)
def test_adding_counts_is_counting_together(one: list[str], other: list[str]) -> None:
    added, together = Counts.of(one) + Counts.of(other), Counts.of([*one, *other])
    assert added.words == together.words
    assert np.array_equal(added.singles, together.singles)
    assert np.array_equal(added.pair_keys, together.pair_keys)
    assert np.array_equal(added.pairs, together.pairs)


@given(SENTENCES)
def test_a_written_table_reads_the_same(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    counts = Counts.of(["b a", *texts])
    path: Path = tmp_path_factory.mktemp("counts") / "table.gz"
    counts.write(path)
    read = Counts.read(path)
    assert sorted(read.words) == sorted(counts.words)
    for left in counts.words:
        for right in counts.words:
            assert pair(read, left, right) == pair(counts, left, right)


def test_pruned_words_take_their_pairs_along() -> None:
    counts = prune(Counts.of(["a b c"]), [True, True, False, True])
    assert counts.words == (NUMBER, "a", "c")
    assert len(counts.pairs) == 0


def test_the_general_table_is_small_and_quick_to_read() -> None:
    assert GENERAL.stat().st_size < 1_000_000
    start = time.process_time()
    Counts.read(GENERAL)
    assert time.process_time() - start < 0.15
    assert {"nộp", "hạn", "ạ", "với", "email"} <= set(general().words)
