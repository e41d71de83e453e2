"""Adding up entries: every number of a report is made here, with the entries that it is from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.entries import Entry
from handlers.reports import messages as words
from handlers.reports.model import Figure
from handlers.totals import NO_GATHERING
from knowledge.outlines import OutlineItem

STATISTICS: Final = NO_GATHERING
"""Types whose entries are statistics, not things done: in no total of activities or of people who took part."""
SEXES: Final = ("female", "male", "unknown")


@dataclass(frozen=True, slots=True)
class Heads:
    """How many people: what was said of the parts adds up to the whole. None is what nobody has said."""

    total: int = 0
    female: int | None = None
    male: int | None = None
    unknown: int | None = None
    halves: int = 0
    """Of so many entries one sex was said and neither the other nor the whole: they may have been more."""

    def __add__(self, other: Heads) -> Heads:
        return Heads(
            self.total + other.total,
            _plus(self.female, other.female),
            _plus(self.male, other.male),
            _plus(self.unknown, other.unknown),
            self.halves + other.halves,
        )

    @property
    def women_share(self) -> float | None:
        """Women among all, 0 to 1; None where nobody has said how many or how many others, or nobody was there."""
        return self.female / self.total if self.female is not None and self.total and not self.halves else None


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def heads(entry: Entry) -> Heads | None:
    """The people of one entry; None where nothing was said. Of a total what is no woman and no man is unknown."""
    if entry.total is None and entry.female is None and entry.male is None and entry.unknown is None:
        return None
    known = (entry.female or 0) + (entry.male or 0)
    total = max(entry.total or 0, known + (entry.unknown or 0))
    unknown = entry.unknown if total == known else total - known
    return Heads(total, entry.female, entry.male, unknown, int(half(entry)))


def half(entry: Entry) -> bool:
    """Whether one sex was said, and neither the other nor the whole."""
    return entry.total is None and entry.unknown is None and (entry.female is None) != (entry.male is None)


def all_heads(entries: Iterable[Entry]) -> Heads:
    """The people of many entries."""
    return sum((one for entry in entries if (one := heads(entry)) is not None), Heads())


def cases(entry: Entry) -> int | None:
    """How many incidents an entry counts."""
    said = entry.more.get("cases")
    return said if isinstance(said, int) and not isinstance(said, bool) else None


def reorganised(entries: Iterable[Entry]) -> list[Entry]:
    return [one for one in entries if one.type == "kien_toan"]


def money(entries: Iterable[Entry]) -> int | None:
    """What entries cost; None where it was said of none."""
    said = [one.budget for one in entries if one.budget is not None]
    return sum(said) if said else None


def figures_of(item: OutlineItem, label: str, entries: Sequence[Entry], before: Sequence[Entry]) -> list[Figure]:
    """The figures that an item wants, of its entries and of those of the year before."""
    found: list[Figure] = []
    for kind in item.figures:
        if kind == "people":
            found += people_figures(item.id, label, entries, before)
        elif kind == "reorganised":
            found.append(_reorganised(item.id, label, entries, before))
        else:
            found.append(_figure(item.id, kind, label, entries, before))
    return found


def people_figures(item: str, label: str, entries: Sequence[Entry], before: Sequence[Entry]) -> list[Figure]:
    """Total, women, men, and those of whom it is not known."""
    told = [one for one in entries if heads(one) is not None]
    now, then = all_heads(told), all_heads(before)
    known_before = any(heads(one) is not None for one in before)
    return [
        Figure(
            id=f"{item}.{name}",
            item=item,
            label=label,
            value=getattr(now, name) if told else None,
            unit=words.FIGURE_UNITS[name],
            entries=tuple(one.id for one in told if name == "total" or getattr(heads(one), name)),
            before=getattr(then, name) if known_before else None,
            lacking=len(entries) - len(told) if name == "total" else 0,
        )
        for name in ("total", *SEXES)
    ]


def _value(kind: str, entry: Entry) -> int | None:
    if kind in ("count", "reorganised"):
        return 1
    if kind == "cases":
        return cases(entry)
    return entry.budget if kind == "money" else entry.units_inspected


def _figure(item: str, kind: str, label: str, entries: Sequence[Entry], before: Sequence[Entry]) -> Figure:
    said = [(one.id, value) for one in entries if (value := _value(kind, one)) is not None]
    then = [value for one in before if (value := _value(kind, one)) is not None]
    return Figure(
        id=f"{item}.{kind}",
        item=item,
        label=label,
        value=sum(value for _, value in said) if said else None,
        unit=words.FIGURE_UNITS[kind],
        entries=tuple(id_ for id_, value in said if value),
        before=sum(then) if then else None,
        lacking=len(entries) - len(said),
    )


def _reorganised(item: str, label: str, entries: Sequence[Entry], before: Sequence[Entry]) -> Figure:
    """How many of the entries were no meetings; none is a number too, where there are entries."""
    found = _figure(item, "reorganised", label, reorganised(entries), reorganised(before))
    return replace(found, value=found.value or (0 if entries else None), before=found.before or (0 if before else None))


def gatherings(entries: Iterable[Entry]) -> list[Entry]:
    """What was done, without the statistics."""
    return [one for one in entries if one.type not in STATISTICS]


def overall(entries: Sequence[Entry], before: Sequence[Entry]) -> list[Figure]:
    """The figures of the whole report: activities, people who took part, money, units inspected, incidents."""
    done, then = gatherings(entries), gatherings(before)
    found = [_figure("all", "count", words.ALL_COUNT, done, then)]
    labels = {
        "total": words.ALL_TOTAL,
        "female": words.ALL_FEMALE,
        "male": words.ALL_MALE,
        "unknown": words.ALL_UNKNOWN,
    }
    for one in people_figures("all", "", done, then):
        found.append(replace(one, label=labels[one.id.removeprefix("all.")]))
    found.append(_figure("all", "money", words.ALL_MONEY, done, then))
    for kind, type_, label in (
        ("units_inspected", "kiem_tra", words.ALL_UNITS),
        ("cases", "vu_viec", words.ALL_CASES),
    ):
        own, own_before = ([one for one in some if one.type == type_] for some in (entries, before))
        if own or own_before:
            found.append(_figure("all", kind, label, own, own_before))
    return found
