"""Count a corpus of public text and the everyday phrases into the general table of words and pairs.

Run as ``python -m tests.tools.general_counts CORPUS...`` with text files or folders of them (.md, .txt).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from knowledge.text.counts import GENERAL, Counts, prune
from knowledge.text.syllables import is_syllable
from knowledge.text.vocabulary import FOREIGN_AT_LEAST

EVERYDAY = Path(__file__).with_name("everyday.txt")
EVERYDAY_WEIGHT = 4
RARE_FOREIGN = 5
_BREAK = re.compile(r"[.;:!?()\[\]|\"“”]+\s|\n+")


def sentences(path: Path) -> Iterator[str]:
    """The sentences of one file, each once."""
    yield from dict.fromkeys(part.strip() for part in _BREAK.split(path.read_text(encoding="utf-8")) if part.strip())


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """The text files among paths and in the folders among them."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.suffix in {".md", ".txt"})
        else:
            yield path


def build(paths: Sequence[Path]) -> Counts:
    """The table: corpus and everyday phrases, without what is neither a syllable nor an everyday word."""
    phrases = list(sentences(EVERYDAY))
    single = [phrase for phrase in phrases if " " not in phrase]
    several = [phrase for phrase in phrases if " " in phrase]
    # A foreign word is only known from so often on.
    foreign = [phrase for phrase in single if not is_syllable(phrase)] * (FOREIGN_AT_LEAST - 1)
    everyday = Counts.of(several).times(EVERYDAY_WEIGHT) + Counts.of(single + foreign)
    corpus = Counts.of(sentence for path in files(paths) for sentence in sentences(path))
    known = frozenset(everyday.words)
    keep = [
        word in known or is_syllable(word) or count >= RARE_FOREIGN
        for word, count in zip(corpus.words, corpus.singles, strict=True)
    ]
    return everyday + prune(corpus, np.array(keep))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=GENERAL)
    arguments = parser.parse_args()
    counts = build(arguments.corpus)
    counts.write(arguments.out)
    print(f"{len(counts.words)} words, {len(counts.pairs)} pairs, {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
