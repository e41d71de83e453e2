"""An independent count of what a report must hold: straight from the table `entries`, by the rules as they are written.

- An entry belongs to the period in which its first day lies, both ends included, and up to the day of the count.
- Deleted entries never count. Entries of the form kho-khan-kien-nghi are words and count nowhere.
- People of an entry: women and men as said; in all the larger of what was said to be all and of what the parts add up
  to; unknown is what is left. Where nothing was said the entry is left out.
- can_bo_nu and vu_viec are statistics: they are in their own items, not in what the whole report adds up.
- What no entry says is None. A part of which no entry says anything and of which nothing is left is not said either.
- An entry is told by the item with the longest of its words in the title, of equally long ones by the first; else by
  the item that names its type alone. A title without any diacritics has a word that is the same without them.
- The year before are the same days of that year, up to the same day of the count; for 29 February it is the 28th.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

OUTLINES: Final = Path(__file__).parents[2] / "knowledge" / "data" / "outlines"
PEOPLE: Final = ("total", "female", "male", "unknown")
STATISTICS: Final = ("can_bo_nu", "vu_viec")
Sums = Mapping[str, int | None]
NONE: Final[Sums] = {}
"""Of no entries nothing is said."""
_SUMS: Final = """
    WITH told AS (
        SELECT *, json_extract(more, '$.cases') AS cases, coalesce(female, 0) + coalesce(male, 0) AS known,
            CASE WHEN coalesce(total, female, male, unknown) IS NOT NULL
                THEN max(coalesce(total, 0), coalesce(female, 0) + coalesce(male, 0) + coalesce(unknown, 0))
            END AS heads
        FROM entries
        WHERE deleted = 0 AND form <> 'kho-khan-kien-nghi' AND :unit IN (unit, '*') AND date >= :first AND date <= :last
            AND (:closed IS NULL OR at <= :closed)
    )
    SELECT {group}, count(*) AS count, sum(heads) AS total, sum(female) AS female, sum(male) AS male,
        sum(CASE WHEN heads > known THEN heads - known ELSE unknown END) AS unknown, sum(budget) AS money,
        sum(units_inspected) AS units_inspected, sum(cases) AS cases, sum(type = 'kien_toan') AS reorganised,
        count(*) - count(heads) AS no_people, count(*) - count(budget) AS no_money,
        count(*) - count(units_inspected) AS no_units, count(*) - count(cases) AS no_cases
    FROM told GROUP BY 1
"""


@dataclass(frozen=True)
class Expected:
    """What a figure must say: now, a year before, and of how many entries nobody has said it."""

    value: int | None
    before: int | None
    lacking: int = 0


def stretch(kind: str, year: int, regime: str) -> tuple[date, date]:
    """First and last day of a period: by Nghị định 09/2019/NĐ-CP, or by the calendar."""
    if kind == "action_month":
        return date(year, 11, 15), date(year, 12, 15)
    days = {
        "cut_off": {
            "first_half": (date(year - 1, 12, 15), date(year, 6, 14)),
            "second_half": (date(year, 6, 15), date(year, 12, 14)),
            "year": (date(year - 1, 12, 15), date(year, 12, 14)),
        },
        "calendar": {
            "first_half": (date(year, 1, 1), date(year, 6, 30)),
            "second_half": (date(year, 7, 1), date(year, 12, 31)),
            "year": (date(year, 1, 1), date(year, 12, 31)),
        },
    }
    return days[regime][kind]


def year_before(day: date) -> date:
    """The same day of the year before; for 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return (day - timedelta(days=1)).replace(year=day.year - 1)


class Rules:
    """Which item of an outline tells which entry, from its file alone."""

    def __init__(self, name: str, kind: str) -> None:
        outline = yaml.safe_load((OUTLINES / f"{name}.yaml").read_text("utf-8"))
        self.items = list(_items(outline["items"], kind))
        self.item_of = lru_cache(maxsize=None)(self._item_of)

    def wanted(self) -> Iterator[tuple[str, str]]:
        """Every figure of every item: the item and what is counted."""
        for item in self.items:
            for kind in item.get("figures", ()) if item.get("feeds") else ():
                yield from ((item["id"], one) for one in (PEOPLE if kind == "people" else (kind,)))

    def _item_of(self, type_: str, title: str | None) -> str | None:
        said, best, found = _plain(title or ""), 0, None
        bare = _bare(said) == said
        for item in self.items:
            for feed in item.get("feeds", ()):
                for word in feed.get("words", ()) if feed["type"] == type_ else ():
                    wanted = _plain(word)
                    if len(word) > best and f" {_bare(wanted) if bare else wanted} " in f" {said} ":
                        best, found = len(word), item["id"]
        return found or next(
            (item["id"] for item in self.items for one in item.get("feeds", ()) if one == {"type": type_}), None
        )


class Counting:
    """Counts the entries of a database by the rules of an outline: of a unit, or of all together ("*")."""

    def __init__(self, db: sqlite3.Connection, rules: Rules) -> None:
        self._db, self._rules = db, rules
        db.create_function("item_of", 2, rules.item_of, deterministic=True)

    def by(self, group: str, unit: str, first: date, last: date, closed: str | None = None) -> dict[Any, Sums]:
        """Sums by an expression of SQL over the columns of an entry; `closed`: without what was logged later."""
        of = {"unit": unit, "first": first.isoformat(), "last": last.isoformat(), "closed": closed}
        cursor = self._db.execute(_SUMS.format(group=group), of)
        names = [column[0] for column in cursor.description][1:]
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in cursor.fetchall()}

    def by_item(self, unit: str, first: date, last: date, closed: str | None = None) -> dict[str, Sums]:
        return self.by("item_of(type, title)", unit, first, last, closed)

    def by_type(self, unit: str, first: date, last: date, closed: str | None = None) -> dict[str, Sums]:
        return self.by("type", unit, first, last, closed)

    def overall(self, unit: str, first: date, last: date, closed: str | None = None) -> Sums:
        """Activities, people and money without the statistics; units inspected and incidents of all."""
        kept = self.by(f"type IN {STATISTICS}", unit, first, last, closed)
        every = self.by("1", unit, first, last, closed).get(1, NONE)
        types = self.by_type(unit, first, last, closed)
        return {
            **dict(kept.get(0, NONE)),
            **{name: every.get(name) for name in ("units_inspected", "cases")},
            "no_units": types.get("kiem_tra", NONE).get("no_units"),
            "no_cases": types.get("vu_viec", NONE).get("no_cases"),
        }

    def ids(self, unit: str, first: date, last: date) -> list[str]:
        """The entries that count."""
        sql = (
            "SELECT id FROM entries WHERE deleted = 0 AND form <> 'kho-khan-kien-nghi' AND ? IN (unit, '*')"
            " AND date >= ? AND date <= ? ORDER BY id"
        )
        return [row[0] for row in self._db.execute(sql, [unit, first.isoformat(), last.isoformat()])]

    def expected(
        self, unit: str, first: date, last: date, as_of: date, closed: str | None = None
    ) -> dict[str, Expected]:
        """Every figure of a report by its id."""
        upto = min(last, as_of)
        then = (year_before(first), year_before(upto))
        items, before = self.by_item(unit, first, upto, closed), self.by_item(unit, *then)
        found = {
            f"{item}.{kind}": _expected(kind, items.get(item, NONE), before.get(item, NONE))
            for item, kind in self._rules.wanted()
        }
        whole, whole_before = self.overall(unit, first, upto, closed), self.overall(unit, *then)
        for kind in ("count", *PEOPLE, "money", "units_inspected", "cases"):
            found[f"all.{kind}"] = _expected(kind, whole, whole_before)
        return found


def share(sums: Sums) -> float | None:
    """Women among all, 0 to 1; None where nobody has said how many, or nobody was there."""
    women, everybody = sums.get("female"), sums.get("total")
    return women / everybody if women is not None and everybody else None


_LACKING: Final = {"total": "no_people", "money": "no_money", "units_inspected": "no_units", "cases": "no_cases"}


def _expected(kind: str, now: Sums, before: Sums) -> Expected:
    return Expected(now.get(kind), before.get(kind), now.get(_LACKING.get(kind, "")) or 0)


def _items(items: Iterable[dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    """The items that a kind of report has, in reading order."""
    for item in items:
        if kind in item.get("kinds", (kind,)):
            yield item
            yield from _items(item.get("items", ()), kind)


def _plain(text: str) -> str:
    """Its words in small letters, one space apart."""
    kept = (one for one in unicodedata.normalize("NFC", text) if one.isspace() or unicodedata.category(one)[0] != "C")
    return " ".join("".join(one if one.isalnum() else " " for one in "".join(kept).lower()).split())


def _bare(text: str) -> str:
    """Without diacritics."""
    parts = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(one for one in parts if not unicodedata.combining(one)))
