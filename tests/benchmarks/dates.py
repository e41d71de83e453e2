"""Our reading of dates beside dateparser's, on the phrases of three public test suites.

Run: python -m tests.benchmarks.dates (needs the bench extra). A range is right for us only with both its ends;
for dateparser, which knows no ranges, any day inside it is right. -v lists what was missed.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from knowledge.text.dates import find_dates

YARDSTICK = Path(__file__).parent.parent / "matching" / "dates_yardstick.yaml"


@dataclass(frozen=True)
class Phrase:
    """A phrase of a suite, said on a day; `start` is None where it holds no date."""

    source: str
    today: date
    text: str
    start: date | None
    end: date | None


def load_yardstick(path: Path = YARDSTICK) -> list[Phrase]:
    """Every phrase of the yardstick."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [*_dated(groups["dates"]), *_undated(groups["none"])]


def _dated(groups: list[dict[str, Any]]) -> Iterator[Phrase]:
    for group in groups:
        for said in group["phrases"]:
            yield Phrase(group["source"], group["today"], said["text"], said["date"], said.get("date_end"))


def _undated(groups: list[dict[str, Any]]) -> Iterator[Phrase]:
    for group in groups:
        for text in group["phrases"]:
            yield Phrase(group["source"], group["today"], text, None, None)


def ours_is_right(phrase: Phrase) -> bool:
    """Whether we find exactly this date, or nothing where there is none."""
    found = find_dates(phrase.text, phrase.today)
    if phrase.start is None:
        return not found
    return len(found) == 1 and (found[0].start, found[0].end) == (phrase.start, phrase.end)


def _dateparser_is_right(phrase: Phrase) -> bool:
    parser = importlib.import_module("dateparser")
    settings = {
        "RELATIVE_BASE": datetime(phrase.today.year, phrase.today.month, phrase.today.day, 12),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "DMY",
    }
    found: datetime | None = parser.parse(phrase.text, languages=["vi", "en"], settings=settings)
    if found is None and phrase.start is not None and len(phrase.text.split()) > 2:
        search = importlib.import_module("dateparser.search")
        hits = search.search_dates(phrase.text, languages=["vi", "en"], settings=settings)
        found = hits[0][1] if hits else None
    if phrase.start is None or found is None:
        return found is None and phrase.start is None
    return phrase.start <= found.date() <= (phrase.end or phrase.start)


def main(arguments: list[str]) -> int:
    phrases = load_yardstick()
    print(f"{'':24}{'phrases':>8}{'ours':>8}{'dateparser':>12}")
    for source in (*dict.fromkeys(phrase.source for phrase in phrases), "all"):
        for holds in (True, False):
            part = [one for one in phrases if (one.start is not None) == holds and source in (one.source, "all")]
            if not part:
                continue
            missed = [one for one in part if not ours_is_right(one)]
            theirs = sum(map(_dateparser_is_right, part))
            label = f"{source}: {'dates read' if holds else 'no date, none read'}"
            print(f"{label:24}{len(part):>8}{len(part) - len(missed):>8}{theirs:>12}")
            if "-v" in arguments and source != "all":
                for one in missed:
                    said = [(f"{span.start}", f"{span.end}") for span in find_dates(one.text, one.today)]
                    print(f"    {one.text!r}: {one.start}..{one.end}, ours {said}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
