"""Measure how reports of activities are read, as written and mangled.

python -m tests.evaluate_activity --logs tests/matching/activities.yaml --mangle all

A row of the file is {text, today, type, title?: [fragments], date?, date_end?, female?, male?, unknown?, total?,
budget?, place?: fragment, units_inspected?, problems?: [fields]}; what is absent is to be read as nothing. Titles and
places are kept as typed, so in mangled text a fragment counts as found where its keys decode to it or where it is there
but for the slips that the mangling made; everything else must be equal.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import yaml
from rapidfuzz import fuzz

from knowledge.activity import ReadActivity, read_activity
from knowledge.activity_types import ActivityType
from knowledge.load import default_data_dir, load_activities
from knowledge.text.reading import readings
from tests.evaluate import fold
from tests.mangle import MANGLERS

FIELDS = (
    "type",
    "title",
    "date",
    "date_end",
    "female",
    "male",
    "unknown",
    "total",
    "budget",
    "place",
    "units_inspected",
)
GROUPS = ("clean", "typed", "problems", "parts", "fresh")
"""The lists of a file that is a mapping; only what is spelt well is mangled: slips upon slips measure nothing."""
NEAR = 60
"""Share of a fragment, in percent, that slips may leave of it."""


@dataclass
class Tally:
    """What was counted over some messages."""

    messages: int = 0
    whole: int = 0
    stated: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    """Fields that were not said and yet filled in."""
    problems: int = 0
    problems_right: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("messages", "whole", "problems", "problems_right"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("stated", "right", "filled"):
            getattr(self, name).update(getattr(other, name))
        self.failures += other.failures


def read_rows(path: Path, groups: Sequence[str] = GROUPS) -> list[dict[str, Any]]:
    """The rows of a file: a list, or those lists of a mapping put together."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    if isinstance(rows, dict):
        rows = [row for name in groups for row in rows[name]]
    return list(rows)


def judge(row: Mapping[str, Any], asked: str, read: ReadActivity, *, exact: bool) -> Tally:
    """One message: each stated field is right or not, each other field is to be empty."""
    tally = Tally(messages=1)
    wrong: list[str] = []
    wanted_problems = set(row.get("problems", ()))
    for name in FIELDS:
        wanted, got = row.get(name), getattr(read.activity, name)
        if wanted is None:
            # A type is to be named, so a title is not filled in where it is not asked for.
            if got is not None and name != "title":
                tally.filled[name] += 1
                wrong.append(f"{name}={got} (không có)")
            continue
        tally.stated[name] += 1
        if _is_right(name, wanted, got, exact=exact):
            tally.right[name] += 1
        else:
            wrong.append(f"{name}={got} (đúng: {wanted})")
    found = {problem.field for problem in read.problems}
    if wanted_problems or found:
        tally.problems = 1
        tally.problems_right = int(found == wanted_problems)
        if found != wanted_problems:
            wrong.append(f"problems={sorted(found)} (đúng: {sorted(wanted_problems)})")
    tally.whole = int(not wrong)
    if wrong:
        tally.failures.append(f"{asked!r}: " + "; ".join(wrong))
    return tally


def _is_right(name: str, wanted: Any, got: Any, *, exact: bool) -> bool:
    if name == "title":
        fragments = [wanted] if isinstance(wanted, str) else wanted
        return got is not None and all(_holds(str(one), str(got), exact=exact) for one in fragments)
    if name == "place":
        return got is not None and _holds(str(wanted), str(got), exact=exact)
    if isinstance(got, date):
        return got.isoformat() == str(wanted)
    return bool(got == wanted)


def _holds(fragment: str, text: str, *, exact: bool) -> bool:
    """Whether a fragment occurs in a text, whatever the keys it was typed with."""
    wanted = fold(fragment)
    shown = [fold(reading.marked) for reading in readings(text)]
    short = fold(MANGLERS["abbreviations"](fragment, Random(0)))
    if any(wanted in one or short in one for one in shown):
        return True
    return not exact and any(fuzz.partial_ratio(wanted, one) >= NEAR for one in shown)


def measure(rows: Iterable[Mapping[str, Any]], mangler: str, types: Sequence[ActivityType], seed: int = 0) -> Tally:
    """All rows, each mangled once in the way of a name in MANGLERS."""
    total = Tally()
    for number, row in enumerate(rows):
        asked = MANGLERS[mangler](row["text"], Random(f"{seed}/{mangler}/{number}"))
        read = read_activity(asked, date.fromisoformat(str(row["today"])), types)
        total.add(judge(row, asked, read, exact=mangler in ("clean", "NFD", "upper")))
    return total


def share(right: int, of: int) -> str:
    return f"{100 * right / of:6.1f}" if of else "     -"


def line(name: str, tally: Tally) -> str:
    cells = [share(tally.right[each], tally.stated[each]) for each in FIELDS]
    every = share(sum(tally.right.values()), sum(tally.stated.values()))
    asked = share(tally.problems_right, tally.problems)
    return f"{name:24}{every}{share(tally.whole, tally.messages)}{asked}{sum(tally.filled.values()):7}" + "".join(cells)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--logs", type=Path, required=True)
    parser.add_argument("--mangle", default="clean", help=f"all, or one of: {', '.join(MANGLERS)}".replace("%", "%%"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--failures", type=int, default=0, help="show so many failures of each kind")
    options = parser.parse_args(arguments)
    rows = read_rows(options.logs)
    mangled = read_rows(options.logs, ("clean", "problems"))
    types = load_activities(default_data_dir())
    names = list(MANGLERS) if options.mangle == "all" else [options.mangle]
    heads = "".join(f"{name[:6]:>6}" for name in FIELDS)
    print(f"{len(rows)} messages; percent right, and unstated fields that were filled in")
    print(f"{'':24}fields whole  probl filled{heads}")
    total = Tally()
    for name in names:
        tally = measure(rows if name == "clean" else mangled, name, types, options.seed)
        total.add(tally)
        print(line(name, tally))
        for failure in tally.failures[: options.failures]:
            print("   ", failure)
    if len(names) > 1:
        print(line("all", total))
    for name, count in total.filled.most_common():
        print(f"filled in though unstated: {name} {count}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
