"""How fast search is, beside rapidfuzz over everything, SQLite FTS5 and bm25s, on generated text and on the real base.

Run as ``python -m tests.benchmarks.search [SIZE...]`` (default 1000 10000 100000 real). Every engine runs in a process
of its own, one after the other, on the same passages and questions; ratios are to this project's own engine.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np
import psutil
from rapidfuzz import fuzz, process

from knowledge.lexicon import Lexicon
from knowledge.search.index import Passage, SearchIndex
from knowledge.text.counts import general
from knowledge.text.normalise import fold, tokens
from tests.mangle import no_diacritics, typos

DATA = Path(__file__).parents[2] / "knowledge" / "data"
WORDS_IN_TITLE, WORDS_IN_TEXT, WORDS_IN_QUESTION = 8, 70, 9
QUESTIONS = 200
SLOW_QUESTIONS = 20
LIMIT = 20

Ask = Callable[[str], object]


def generated(size: int) -> list[Passage]:
    """Passages whose words follow each other as in the general counts; always the same for a size."""
    counts = general()
    rng = np.random.default_rng(size)
    cumulative = np.cumsum(counts.pairs)
    starts = np.searchsorted(counts.pair_keys, np.arange(len(counts.words) + 1) * len(counts.words))
    below = np.append(0.0, cumulative)[starts]
    usual = counts.singles / counts.singles.sum()
    columns = [rng.choice(len(usual), size, p=usual)]
    for _ in range(WORDS_IN_TITLE + WORDS_IN_TEXT - 1):
        left = columns[-1]
        drawn = below[left] + rng.random(size) * (below[left + 1] - below[left])
        right = counts.pair_keys[np.searchsorted(cumulative, drawn, side="right").clip(0, len(cumulative) - 1)]
        dead = below[left] == below[left + 1]
        columns.append(np.where(dead, rng.choice(len(usual), size, p=usual), right % len(usual)))
    words = np.array(counts.words)[np.stack(columns, axis=1)]
    return [
        Passage(f"p{at}", " ".join(row[:WORDS_IN_TITLE]), " ".join(row[WORDS_IN_TITLE:]))
        for at, row in enumerate(words.tolist())
    ]


def real() -> tuple[list[Passage], Lexicon]:
    """What the project's own knowledge base is searched as."""
    from knowledge.answerer import build_answerer
    from knowledge.load import load_knowledge

    knowledge = load_knowledge(DATA)
    index = build_answerer(knowledge).index
    return list(index.passages), knowledge.lexicon


def questions(passages: Sequence[Passage]) -> list[str]:
    """Bits of passages as members type them: as written, without diacritics, with slips; in turn."""
    rng = Random(1)
    asked = []
    for at in range(QUESTIONS):
        passage = rng.choice(passages)
        words = f"{passage.title} {passage.text}".split()
        start = rng.randrange(max(1, len(words) - WORDS_IN_QUESTION))
        bit = " ".join(words[start : start + WORDS_IN_QUESTION])
        asked.append((bit, no_diacritics(bit, rng), typos(bit, rng))[at % 3])
    return asked


def own(passages: Sequence[Passage], lexicon: Lexicon) -> Ask:
    index = SearchIndex(passages, lexicon)
    return lambda question: index.search(question, LIMIT)


def full_text(passages: Sequence[Passage], lexicon: Lexicon) -> Ask:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table passages using fts5(title, text)")
    rows = ((fold(p.title), fold(f"{p.text} {' '.join(p.questions)}")) for p in passages)
    database.executemany("insert into passages values (?, ?)", rows)

    def ask(question: str) -> object:
        words = " OR ".join(f'"{word}"' for word in tokens(fold(question)))
        query = "select rowid from passages where passages match ? order by bm25(passages, 4.0, 1.0) limit ?"
        return database.execute(query, (words, LIMIT)).fetchall() if words else []

    return ask


def sparse(passages: Sequence[Passage], lexicon: Lexicon) -> Ask:
    import bm25s  # type: ignore[import-untyped]  # ships without types

    retriever = bm25s.BM25()
    corpus = [tokens(fold(f"{p.title} {p.text} {' '.join(p.questions)}")) for p in passages]
    retriever.index(corpus, show_progress=False)
    limit = min(LIMIT, len(passages))
    return lambda question: retriever.retrieve([tokens(fold(question))], k=limit, show_progress=False)


def fuzzy(passages: Sequence[Passage], lexicon: Lexicon) -> Ask:
    texts = [fold(f"{p.title} {p.text} {' '.join(p.questions)}") for p in passages]
    return lambda question: process.extract(fold(question), texts, scorer=fuzz.token_set_ratio, limit=LIMIT)


ENGINES = {"own": own, "fts5": full_text, "bm25s": sparse, "rapidfuzz": fuzzy}


def measure(engine: str, size: str) -> dict[str, float]:
    """Build time in s, memory with the passages themselves in MiB, median and 99th percentile of a question in ms."""
    me = psutil.Process()
    before = me.memory_info().rss
    passages, lexicon = real() if size == "real" else (generated(int(size)), Lexicon())
    asked = questions(passages)[: SLOW_QUESTIONS if engine == "rapidfuzz" else QUESTIONS]
    start = time.perf_counter()
    ask = ENGINES[engine](passages, lexicon)
    built = time.perf_counter() - start
    ask(asked[0])
    memory = me.memory_info().rss - before
    times = []
    for question in asked:
        start = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - start) * 1000)
    p50, p99 = np.percentile(times, [50, 99])
    return {"build": built, "memory": memory / 2**20, "p50": float(p50), "p99": float(p99), "passages": len(passages)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["1000", "10000", "100000", "real"])
    parser.add_argument("--engine", choices=ENGINES)
    arguments = parser.parse_args()
    if arguments.engine:
        print(json.dumps(measure(arguments.engine, arguments.sizes[0])))
        return
    print(f"{'passages':>8}  {'engine':10} {'build s':>8} {'MiB':>7} {'p50 ms':>8} {'p99 ms':>8} {'p50 ratio':>9}")
    for size in arguments.sizes:
        median = 0.0
        for engine in ENGINES:
            command = [sys.executable, "-m", "tests.benchmarks.search", size, "--engine", engine]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            median = median or found["p50"]
            print(
                f"{found['passages']:8}  {engine:10} {found['build']:8.2f} {found['memory']:7.0f} {found['p50']:8.2f} "
                f"{found['p99']:8.2f} {found['p50'] / median:9.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
