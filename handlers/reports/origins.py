"""The places of a report in which a number stands, with the entries that it is from and what each of them gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from handlers import messages_reports as words
from handlers.entries import Entry
from handlers.entry_words import LONG, days, grouped
from handlers.reports import messages as officialese
from handlers.reports.figure_names import WHOLE, figure_name, kind_of, small
from handlers.reports.figure_questions import Asked
from handlers.reports.figures import cases
from handlers.reports.model import Cell, Column, Figure, Report, Row, Table
from handlers.reports.sentences import percent
from handlers.reports.versions import Version

_COLUMNS = {
    officialese.COUNT: "count",
    officialese.ALL_COUNT: "count",
    officialese.TOTAL: "total",
    officialese.FEMALE: "female",
    officialese.MALE: "male",
    officialese.UNKNOWN: "unknown",
    officialese.MONEY: "money",
    officialese.UNITS: "units_inspected",
    officialese.CASE_COUNT: "cases",
}
"""What the columns of people and of money count, by their headings."""
_BESIDE = "all.before"
"""The table that holds the figures of the whole beside those of the year before."""
_OWN = ("female", "male", "unknown", "total", "money", "units_inspected", "cases")
"""What a single entry says."""


@dataclass(slots=True)
class Origin:
    """Where a number stands, a line each, and the entries that it is from: what each gives, by their ids."""

    lines: list[str] = field(default_factory=list)
    gives: dict[str, str] = field(default_factory=dict)


def written(asked: Asked) -> str:
    """The number as it stands in a report: "1.200", "61,2%"."""
    return percent(float(asked.value) / 100) if asked.share else grouped(int(asked.value))


def origin_of(version: Version, asked: Asked, entry: Callable[[str], Entry | None]) -> Origin:
    """Where a number is from; no lines where it stands nowhere. `entry` finds what a version does not hold itself."""
    tracer = _Tracer(version, entry)
    if asked.share:
        tracer.shares(float(asked.value))
    if not tracer.found.lines and asked.value.denominator == 1:
        tracer.numbers(int(asked.value), asked.kinds)
    return tracer.found


class _Tracer:
    """Looks for one number in one version."""

    def __init__(self, version: Version, entry: Callable[[str], Entry | None]) -> None:
        self._report: Report = version.report
        self._summary = version.info.summary
        self._rows = {one.id: one for one in version.report.rows}
        self._entries = {one.id: one for one in version.entries}
        self._entry = entry
        self._units = len({one.unit for one in version.report.rows}) > 1
        self.found = Origin()

    def numbers(self, value: int, kinds: frozenset[str]) -> None:
        """Where a whole number stands: as a figure; as one of the year before; in a table; in an entry."""
        figures = self._told([one for one in self._report.figures if one.value == value], kinds)
        for figure in figures:
            form = words.TRACE_FIGURE if figure.entries else words.TRACE_ZERO
            said = {"label": figure_name(figure), "unit": figure.unit, "count": grouped(len(figure.entries))}
            self.found.lines.append(form.format(**said))
            self._give(figure.entries, kind_of(figure))
        self._befores(value, kinds)
        if not figures or self._summary:
            self._cells(value)
        if not figures and value:
            self._single(value, kinds)

    def shares(self, value: float) -> None:
        """Where a share in hundredths stands."""
        of = {one.id: one for one in self._report.figures}
        for figure in self._report.figures:
            women = of.get(f"{figure.item}.female")
            if kind_of(figure) == "total" and women is not None and _is_share(women.value, figure.value, value):
                said = {"female": grouped(women.value or 0), "total": grouped(figure.value or 0)}
                label = self._report.title if figure.item == WHOLE else f"{figure.item} {small(figure.label)}"
                self.found.lines.append(words.TRACE_SHARE.format(label=label, value=_hundredths(value), **said))
                self._give(women.entries, "female")
        for figure in self._report.figures:
            if figure.value is not None and figure.before:
                change = figure.value - figure.before
                if change and _is_share(abs(change), figure.before, value):
                    self._change(figure, change, _hundredths(value))
        for table, row, column, cell in self._all_cells():
            if column.kind == "share" and isinstance(cell, float) and _is_share(abs(cell), 1, value):
                self.found.lines.append(_cell_line(table, row, column))

    def _told(self, figures: list[Figure], kinds: frozenset[str]) -> list[Figure]:
        """Those of the kinds that were said, where there are any."""
        return [one for one in figures if kind_of(one) in kinds] or figures

    def _befores(self, value: int, kinds: frozenset[str]) -> None:
        """Numbers of the year before, the change since, how many entries say nothing."""
        for figure in self._told([one for one in self._report.figures if one.before == value], kinds):
            said = words.TRACE_BEFORE.format(label=figure_name(figure), value=grouped(value))
            self.found.lines.append(said)
        if not value:
            return
        for figure in self._report.figures:
            if figure.value is not None and figure.before is not None:
                change = figure.value - figure.before
                if abs(change) == value:
                    self._change(figure, change, grouped(value))
            if figure.lacking == value:
                said = words.TRACE_LACKING.format(label=figure_name(figure), value=grouped(value))
                self.found.lines.append(said)

    def _change(self, figure: Figure, change: int, value: str) -> None:
        way = words.TRACE_UP if change > 0 else words.TRACE_DOWN
        said = {"before": grouped(figure.before or 0), "now": grouped(figure.value or 0), "way": way}
        self.found.lines.append(words.TRACE_CHANGE.format(label=figure_name(figure), value=value, **said))

    def _cells(self, value: int) -> None:
        """Cells of tables, with the entries of the unit that the row is of."""
        for table, row, column, cell in self._all_cells():
            if not isinstance(cell, int) or column.kind not in ("number", "money", "change"):
                continue
            if cell == value or (column.kind == "change" and cell == -value):
                self.found.lines.append(_cell_line(table, row, column))
                self._give(self._of_row(table, row), _COLUMNS.get(column.heading, ""))

    def _of_row(self, table: Table, row: tuple[Cell, ...]) -> list[str]:
        """The entries of the unit that a row is of; those that the table's item tells, where it stands in an item."""
        found = [one for one in self._rows.values() if one.unit_name in row and not one.late]
        inside = [one for one in found if one.item == table.id]
        return [one.id for one in inside or found]

    def _all_cells(self) -> Iterator[tuple[Table, tuple[Cell, ...], Column, Cell]]:
        """Every cell of the tables that group entries or units; those of the last row are figures, and so are those
        beside the year before."""
        for section in (*self._report.sections, *self._report.appendix):
            for table in section.tables:
                if table.id == _BESIDE:
                    continue
                for row in table.rows[:-1] if table.total else table.rows:
                    if _is_entry(row, table):
                        continue
                    for column, cell in zip(table.columns, row, strict=False):
                        yield table, row, column, cell

    def _single(self, value: int, kinds: frozenset[str]) -> None:
        """Entries that say this very number."""
        found = [(row, kind) for row in self._rows.values() for kind in _OWN if self._said(row, kind) == value]
        found = [one for one in found if one[1] in kinds] or found
        for late, form in ((False, words.TRACE_ENTRY), (True, words.TRACE_LATE)):
            own = [(row, kind) for row, kind in found if row.late == late]
            if own:
                what = ", ".join(dict.fromkeys(words.FIGURE_KINDS[kind] for _, kind in own))
                self.found.lines.append(form.format(what=what))
            for row, kind in own:
                self._give([row.id], kind)

    def _give(self, ids: Iterable[str], kind: str) -> None:
        for id_ in ids if kind else ():
            row = self._rows.get(id_)
            if row is not None and id_ not in self.found.gives:
                self.found.gives[id_] = self._row_words(row, self._said(row, kind))

    def _said(self, row: Row, kind: str) -> int | None:
        """What an entry says of a kind of figure."""
        if kind in ("count", "reorganised"):
            return 1
        if kind == "cases":
            entry = self._entries.get(row.id) or self._entry(row.id)
            return cases(entry) if entry is not None else None
        said = row.budget if kind == "money" else getattr(row, kind)
        return said if isinstance(said, int) else None

    def _row_words(self, row: Row, said: int | None) -> str:
        title = row.title if len(row.title) <= LONG else f"{row.title[: LONG - 1].rstrip()}…"
        form = words.TRACE_ROW_UNIT if self._units else words.TRACE_ROW
        value = grouped(said) if said is not None else words.NOT_SAID
        return form.format(value=value, title=title, day=days(row.day, row.last_day), unit=row.unit_name)


def _is_entry(row: tuple[Cell, ...], table: Table) -> bool:
    """Whether a row is of one entry, which is told by the entry itself."""
    return len(row) == len(table.columns) and any(one.kind == "date" for one in table.columns)


def _cell_line(table: Table, row: tuple[Cell, ...], column: Column) -> str:
    name = next((one for one in row if isinstance(one, str)), "")
    return words.TRACE_CELL.format(table=small(table.title), row=name, column=column.heading)


def _is_share(part: float | None, whole: float | None, value: float) -> bool:
    """Whether a part is so many hundredths of a whole, as it is printed or without its tenths."""
    if part is None or not whole:
        return False
    share = part / whole * 100
    return abs(round(share, 1) - value) < 0.001 or (value == int(value) and round(share) == value)


def _hundredths(value: float) -> str:
    return percent(value / 100)
