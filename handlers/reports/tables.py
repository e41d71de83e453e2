"""The tables of a report: entries in rows, by occasion, by unit, by level, by kind of incident."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from handlers.entries import Entry
from handlers.entry_words import days
from handlers.reports import messages as words
from handlers.reports.figures import Heads, all_heads, cases, gatherings, heads, money
from handlers.reports.model import Cell, Column, Table
from knowledge.forms import Form
from knowledge.outlines import OutlineItem

_INDEX: Final = Column(words.NUMBER, "index")


def table_of(
    item: OutlineItem, heading: str, entries: Sequence[Entry], forms: Mapping[str, Form], units: Mapping[str, str]
) -> Table | None:
    """The table that an item wants; None where it wants none or has no entries. `units`: names of units by their ids,
    more than one where the report is of several."""
    if item.table is None or not entries:
        return None
    if item.table == "levels":
        return _levels(item, heading, entries, forms)
    if item.table == "cases":
        return _cases(item, heading, entries, forms)
    if item.table == "occasions":
        return _occasions(item, heading, entries, forms)
    if len(units) > 1:
        return _by_unit(item, heading, entries, units)
    makers = {"activities": _activities, "inspections": _inspections, "meetings": _meetings}
    return makers[item.table](item, heading, entries, forms)


def label_of(forms: Mapping[str, Form], entry: Entry, field: str) -> str | None:
    """What was chosen for a field of an entry's form, as a member reads it."""
    return _label(forms, entry.form, field, entry.more.get(field))


def people_columns(entries: Sequence[Entry]) -> tuple[list[Column], Callable[[Heads | None], list[Cell]]]:
    """The columns of people, without the one of those unclear where there are none, and their cells."""
    unclear = bool(all_heads(entries).unknown)
    headings = [words.TOTAL, words.FEMALE, words.MALE, *([words.UNKNOWN] if unclear else [])]

    def cells(found: Heads | None) -> list[Cell]:
        if found is None:
            return [None] * len(headings)
        return [found.total, found.female, found.male, *([found.unknown] if unclear else [])]

    return [Column(heading, "number", summed=True) for heading in headings], cells


def closed(id_: str, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Table:
    """A table with a last row that sums up."""
    total: list[Cell] = []
    for number, column in enumerate(columns):
        said = [row[number] for row in rows if isinstance(row[number], int)]
        total.append(sum(int(one) for one in said if one is not None) if column.summed and said else None)
    return Table(id_, title, tuple(columns), (*map(tuple, rows), tuple(total)), total=True)


def latest_levels(entries: Sequence[Entry]) -> list[Entry]:
    """The last statistics of cadres of each unit; what else was done for them holds none."""
    counted = [one for one in entries if _rows_of(one)]
    found = {one.unit: one for one in sorted(counted, key=lambda one: (one.day, one.at))}
    return list(found.values())


def _activities(item: OutlineItem, heading: str, entries: Sequence[Entry], forms: Mapping[str, Form]) -> Table:
    people, cells = people_columns(entries)
    columns = [
        *(_INDEX, Column(words.WHAT, "text"), Column(words.WHEN, "date"), Column(words.WHERE, "text")),
        *(*people, Column(words.MONEY, "money", summed=True)),
    ]
    rows = [
        [number, one.title or item.noun, days(one.day, one.last_day), one.place, *cells(heads(one)), one.budget]
        for number, one in enumerate(entries, 1)
    ]
    return closed(item.id, words.TABLE_OF.format(heading=heading), columns, rows)


def _inspections(item: OutlineItem, heading: str, entries: Sequence[Entry], forms: Mapping[str, Form]) -> Table:
    columns = [
        *(_INDEX, Column(words.WHAT, "text"), Column(words.WHEN, "date"), Column(words.METHOD, "text")),
        Column(words.UNITS, "number", summed=True),
    ]
    rows = [
        [
            *(number, one.title or item.noun, days(one.day, one.last_day)),
            *(label_of(forms, one, "method"), one.units_inspected),
        ]
        for number, one in enumerate(entries, 1)
    ]
    return closed(item.id, words.TABLE_OF.format(heading=heading), columns, rows)


def _meetings(item: OutlineItem, heading: str, entries: Sequence[Entry], forms: Mapping[str, Form]) -> Table:
    people, cells = people_columns(entries)
    columns = [
        *(_INDEX, Column(words.DONE, "text"), Column(words.WHEN, "date"), Column(words.WHAT, "text"), *people),
        Column(words.MONEY, "money", summed=True),
    ]
    rows = [
        [
            *(number, label_of(forms, one, "kind"), days(one.day, one.last_day), one.title),
            *(*cells(heads(one)), one.budget),
        ]
        for number, one in enumerate(entries, 1)
    ]
    return closed(item.id, words.TABLE_OF.format(heading=heading), columns, rows)


def _occasions(item: OutlineItem, heading: str, entries: Sequence[Entry], forms: Mapping[str, Form]) -> Table:
    groups: dict[str, list[Entry]] = {}
    for one in entries:
        groups.setdefault(label_of(forms, one, "occasion") or words.NO_OCCASION, []).append(one)
    return grouped_table(item.id, words.TABLE_OF.format(heading=heading), words.OCCASION, groups)


def _by_unit(item: OutlineItem, heading: str, entries: Sequence[Entry], units: Mapping[str, str]) -> Table:
    groups: dict[str, list[Entry]] = {}
    for one in entries:
        groups.setdefault(one.unit, []).append(one)
    named = {units.get(unit, unit): of for unit, of in groups.items()}
    title = words.TABLE_UNITS.format(heading=heading)
    if item.table != "inspections":
        return grouped_table(item.id, title, words.UNIT, named)
    columns = [
        *(_INDEX, Column(words.UNIT, "text"), Column(words.COUNT, "number", summed=True)),
        Column(words.UNITS, "number", summed=True),
    ]
    rows = [
        [number, name, len(of), _sum([one.units_inspected for one in of])]
        for number, (name, of) in enumerate(named.items(), 1)
    ]
    return closed(item.id, title, columns, rows)


def grouped_table(id_: str, title: str, first: str, groups: Mapping[str, Sequence[Entry]]) -> Table:
    """A row for each group: how many activities, how many people, how much money."""
    every = [one for of in groups.values() for one in of]
    people, cells = people_columns(gatherings(every) or every)
    columns = [
        *(_INDEX, Column(first, "text"), Column(words.COUNT, "number", summed=True)),
        *(*people, Column(words.MONEY, "money", summed=True)),
    ]
    rows = [
        [number, name, len(of), *cells(all_heads(of) if any(map(heads, of)) else None), money(of)]
        for number, (name, of) in enumerate(groups.items(), 1)
    ]
    return closed(id_, title, columns, rows)


def _cases(item: OutlineItem, heading: str, entries: Sequence[Entry], forms: Mapping[str, Form]) -> Table:
    groups: dict[str, list[Entry]] = {}
    for one in entries:
        groups.setdefault(label_of(forms, one, "kind") or words.NOT_SAID, []).append(one)
    people, cells = people_columns(entries)
    columns = [_INDEX, Column(words.ISSUE, "text"), Column(words.CASE_COUNT, "number", summed=True), *people]
    rows = [
        [number, name, _sum([cases(one) for one in of]), *cells(all_heads(of) if any(map(heads, of)) else None)]
        for number, (name, of) in enumerate(groups.items(), 1)
    ]
    return closed(item.id, words.TABLE_OF.format(heading=heading), columns, rows)


def _levels(item: OutlineItem, heading: str, entries: Sequence[Entry], forms: Mapping[str, Form]) -> Table | None:
    """Levels of cadres, now and a year before, from the last statistics of each unit; no total: one person may stand
    in several levels."""
    rows: dict[str, dict[str, int]] = {}
    names: dict[str, str] = {}
    for one in latest_levels(entries):
        for level in _rows_of(one):
            key = str(level.get("level"))
            names.setdefault(key, _level_label(forms, one.form, key))
            into = rows.setdefault(key, {})
            for name in ("all_now", "women_now", "all_before", "women_before"):
                if isinstance(value := level.get(name), int):
                    into[name] = into.get(name, 0) + value
    if not rows:
        return None
    columns = (
        *(_INDEX, Column(words.LEVEL, "text"), Column(words.NOW_ALL, "number"), Column(words.NOW_WOMEN, "number")),
        *(Column(words.SHARE, "share"), Column(words.BEFORE_ALL, "number"), Column(words.BEFORE_WOMEN, "number")),
        *(Column(words.BEFORE_SHARE, "share"), Column(words.WOMEN_CHANGE, "change")),
    )
    cells = tuple(_level_cells(number, names[key], found) for number, (key, found) in enumerate(rows.items(), 1))
    return Table(item.id, words.TABLE_OF.format(heading=heading), columns, cells)


def _level_cells(number: int, name: str, found: Mapping[str, int]) -> tuple[Cell, ...]:
    now, women = found.get("all_now"), found.get("women_now")
    before, women_before = found.get("all_before"), found.get("women_before")
    change = women - women_before if women is not None and women_before is not None else None
    return (number, name, now, women, _share(women, now), before, women_before, _share(women_before, before), change)


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None


def _rows_of(entry: Entry) -> list[Mapping[str, Any]]:
    rows = entry.more.get("levels")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _level_label(forms: Mapping[str, Form], form: str, name: str) -> str:
    levels = next((one for one in _fields(forms, form) if one.name == "levels"), None)
    level = next((one for one in levels.fields if one.name == "level"), None) if levels else None
    return next((one.label for one in level.choices if one.name == name), name) if level else name


def _label(forms: Mapping[str, Form], form: str, field: str, value: object) -> str | None:
    found = next((one for one in _fields(forms, form) if one.name == field), None)
    if found is None or not isinstance(value, str):
        return None
    return next((one.label for one in found.choices if one.name == value), value)


def _fields(forms: Mapping[str, Form], form: str) -> Sequence[Any]:
    return forms[form].fields if form in forms else ()


def _sum(values: Sequence[int | None]) -> int | None:
    said = [one for one in values if one is not None]
    return sum(said) if said else None
