"""What stands behind a report: its figures in one table, beside the year before; long lists; what was logged late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers.entries import Entry
from handlers.entry_words import days
from handlers.reports import messages as words
from handlers.reports.figures import all_heads, gatherings, heads
from handlers.reports.model import Cell, Chart, Column, Figure, Section, Series, Table
from handlers.reports.periods import ReportPeriod
from handlers.reports.tables import grouped_table, people_columns
from knowledge.wording import written_day

MONTHS = 13
"""A period of more months is drawn by its last ones."""


def figures_section(
    period: ReportPeriod, entries: Sequence[Entry], types: Mapping[str, str], figures: Sequence[Figure]
) -> Section:
    """All figures: by type of activity, and beside those of the year before."""
    groups = {types.get(type_, type_): of for type_, of in _by_type(gatherings(entries), types).items()}
    tables = [grouped_table("all.types", words.BY_TYPE, words.KIND, groups)] if groups else []
    before = period.year_before()
    title = words.AGAINST.format(first=written_day(before.start), last=written_day(before.end))
    tables.append(Table("all.before", title, _COMPARING, tuple(map(_compared, figures))))
    statistics = len(entries) > len(gatherings(entries))
    notes = (words.NOT_PEOPLE,) if statistics else ()
    return Section("all", 1, "", words.APPENDIX_FIGURES.format(period=period.label), notes, tuple(tables))


_COMPARING = (
    *(Column(words.INDICATOR, "text"), Column(words.THIS, "number"), Column(words.LAST, "number")),
    *(Column(words.CHANGE, "change"), Column(words.CHANGE_SHARE, "share")),
)


def _compared(figure: Figure) -> tuple[Cell, ...]:
    now, then = figure.value, figure.before
    change = now - then if now is not None and then is not None else None
    share = change / then if change is not None and then else None
    return (f"{figure.label} ({figure.unit})", now, then, change, share)


def list_section(id_: str, heading: str, note: str, entries: Sequence[Entry], types: Mapping[str, str]) -> Section:
    """Entries one under another; not added up, for statistics may be among them."""
    people, cells = people_columns(entries)
    columns = [
        *(Column(words.NUMBER, "index"), Column(words.KIND, "text"), Column(words.WHAT, "text")),
        *(Column(words.WHEN, "date"), *people, Column(words.MONEY, "money")),
    ]
    rows = [
        (
            *(number, types.get(one.type, one.type), one.title, days(one.day, one.last_day)),
            *(*cells(heads(one)), one.budget),
        )
        for number, one in enumerate(entries, 1)
    ]
    columns = [replace(one, summed=False) for one in columns]
    return Section(id_, 1, "", heading, (note,), (Table(id_, heading, tuple(columns), tuple(rows)),))


def charts_of(period: ReportPeriod, entries: Iterable[Entry], types: Mapping[str, str]) -> tuple[Chart, ...]:
    """People by sex: month by month, and by type of activity; none where nobody took part."""
    told = [one for one in gatherings(entries) if heads(one) is not None]
    if not told:
        return ()
    months = _months(period)
    by_month = {month: [one for one in told if (one.day.year, one.day.month) == month] for month in months}
    labels = tuple(words.MONTH.format(month=month, year=year) for year, month in months)
    by_type = _by_type(told, types)
    return (
        Chart("months", words.CHART_MONTHS, labels, _series(list(by_month.values()))),
        Chart(
            *("types", words.CHART_TYPES, tuple(types.get(type_, type_) for type_ in by_type)),
            _series(list(by_type.values())),
            lying=True,
        ),
    )


def _series(groups: Sequence[Sequence[Entry]]) -> tuple[Series, ...]:
    found = [all_heads(of) for of in groups]
    names = (("female", words.FEMALE), ("male", words.MALE), ("unknown", words.UNKNOWN))
    series = [Series(label, tuple(getattr(one, name) or 0 for one in found)) for name, label in names]
    return tuple(one for one in series if one.name != words.UNKNOWN or any(one.values))


def _by_type(entries: Iterable[Entry], types: Mapping[str, str]) -> dict[str, list[Entry]]:
    """Entries by type, in the order of the types."""
    found: dict[str, list[Entry]] = {type_: [] for type_ in types}
    for one in entries:
        found.setdefault(one.type, []).append(one)
    return {type_: of for type_, of in found.items() if of}


def _months(period: ReportPeriod) -> list[tuple[int, int]]:
    """The months of a period, the last ones of a long one."""
    found, day = [], period.start.replace(day=1)
    while day <= period.end:
        found.append((day.year, day.month))
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return found[-MONTHS:]
