"""A report made from the log: outline by outline item, what was done, in figures, tables and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.answers import ZONE
from handlers.entries import Entry
from handlers.reports import messages as words
from handlers.reports.appendix import charts_of, figures_section, list_section
from handlers.reports.figures import STATISTICS, Heads, figures_of, heads, overall
from handlers.reports.model import Figure, Header, Report, Row, Section
from handlers.reports.periods import ReportPeriod
from handlers.reports.prose import prose_of
from handlers.reports.sentences import told
from handlers.reports.sorting import Sorter, items_of, prose_forms
from handlers.reports.tables import table_of
from knowledge.activity_types import ActivityType
from knowledge.forms import Form
from knowledge.outline_items import ItemAt
from knowledge.outlines import Outline
from knowledge.wording import written_day

LONG = 30
"""A list of more rows stands in the appendix."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report is made from."""

    outline: Outline
    period: ReportPeriod
    as_of: date
    """The figures count up to this day."""
    header: Header
    units: Mapping[str, str]
    """Names by ids of those that report: one, or all of a summary."""
    entries: Sequence[Entry]
    """Of the period up to `as_of`, the earliest first."""
    before: Sequence[Entry] = ()
    """Of the same days of the year before."""
    late: Sequence[Entry] = ()
    """Of the period, logged after its report had been sent: told apart."""
    closed_on: date | None = None
    """When that report was sent."""
    late_before: Sequence[Entry] = ()
    """Of the half-year before, logged after its report had been sent."""
    before_closed_on: date | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    """What was written in the chat, by item."""
    activities: Sequence[ActivityType] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)
    body: str = ""
    """Who reports, within a sentence."""
    basis: str = ""
    """The document that asks for it, where one does for this very year."""
    title: str = ""
    nothing: bool = False
    """Whether the unit says that nothing happened."""
    extra: Sequence[Section] = ()
    """More of the appendix."""

    @property
    def estimated(self) -> bool:
        return self.as_of < self.period.end


def compile_report(material: Material) -> Report:
    """The report; the same material makes the same report."""
    making = _Making(material)
    return making.report()


class _Making:
    """One report in the making."""

    def __init__(self, material: Material) -> None:
        self._of = material
        self._placed = items_of(material.outline, material.period.kind)
        self._sorter = Sorter(self._placed, prose_forms(self._placed, material.activities))
        self._entries = self._sorter.sorted(material.entries)
        self._before = self._sorter.sorted(material.before)
        self._types: dict[str, str] = {one.id: one.label for one in material.activities}
        self._figures: list[Figure] = []
        self._missing: list[str] = []
        self._lists: list[Section] = []

    def report(self) -> Report:
        of = self._of
        sections = () if of.nothing else tuple(map(self._section, self._placed))
        told_of = [one for item in self._placed for one in self._entries.get(item.item.id, ())]
        told_of.sort(key=lambda one: (one.day, one.at, one.id))
        before = [one for item in self._placed for one in self._before.get(item.item.id, ())]
        all_figures = [] if of.nothing else overall(told_of, before)
        return Report(
            header=of.header,
            opening=self._opening(),
            sections=sections,
            appendix=() if of.nothing else self._appendix(told_of, all_figures),
            charts=() if of.nothing else charts_of(of.period.until(of.as_of), told_of, self._types),
            figures=(*all_figures, *self._figures),
            rows=(
                *(self._row(one, late=False) for one in told_of),
                *(self._row(one, late=True) for one in self._done((*of.late, *of.late_before))),
            ),
            title=of.title,
            missing=tuple(self._missing),
            estimated=of.estimated,
            extra={"not_people": ",".join(sorted(STATISTICS))},
        )

    def _opening(self) -> tuple[str, ...]:
        of, period = self._of, self._of.period
        first, last = written_day(period.start), written_day(period.end)
        said = {"body": of.body, "subject": of.outline.subject, "period": period.label}
        if of.nothing:
            lead = words.OPENING_LEAD.format(**said)
            last = written_day(min(of.as_of, period.end))
            return (words.OPENING_NOTHING.format(lead=lead, first=first, last=last),)
        form = words.OPENING_BASIS if of.basis else words.OPENING
        span = words.SPAN_ESTIMATED if of.estimated else words.SPAN
        return (
            form.format(source=of.basis, **said),
            span.format(first=first, last=last, day=written_day(of.as_of)),
        )

    def _section(self, placed: ItemAt) -> Section:
        item, of = placed.item, self._of
        heading = item.heading.replace("{next}", of.period.following)
        if placed.level == 1:
            heading = heading.upper()
        section = Section(item.id, placed.level, item.label, heading)
        entries = self._entries.get(item.id, [])
        paragraphs: list[str] = []
        if item.feeds:
            figures = figures_of(item, heading, entries, self._before.get(item.id, []))
            self._figures += figures
            paragraphs += told(item, entries, figures)
            section = self._with_table(section, placed, entries)
        if item.prose is not None:
            logged = entries if item.feeds else of.entries
            said = prose_of(item.prose, of.texts.get(item.id), logged, of.units, of.forms)
            if item.prose.required and not said:
                self._missing.append(item.id)
            # Of what was neither logged nor written one word is enough; beside words there are no figures to miss.
            paragraphs = [*(paragraphs if entries or not said else []), *said] or [words.NO_TEXT]
        if len(section.paragraphs):
            paragraphs += section.paragraphs
        return replace(section, paragraphs=tuple(paragraphs))

    def _with_table(self, section: Section, placed: ItemAt, entries: Sequence[Entry]) -> Section:
        """The section with its table; a long list goes to the appendix."""
        of = self._of
        table = table_of(placed.item, section.heading, entries, of.forms, of.units)
        if table is None:
            return section
        if len(table.rows) <= LONG:
            return replace(section, tables=(table,))
        heading = words.APPENDIX_LIST.format(heading=section.heading)
        self._lists.append(Section(f"{placed.item.id}.list", 1, "", heading, (), (table,)))
        return replace(section, paragraphs=(words.SEE_APPENDIX,))

    def _appendix(self, entries: Sequence[Entry], figures: Sequence[Figure]) -> tuple[Section, ...]:
        of = self._of
        found = [figures_section(of.period.until(of.as_of), entries, self._types, figures), *of.extra, *self._lists]
        late, late_before = self._done(of.late), self._done(of.late_before)
        if late:
            note = words.LATE_NOTE.format(day=written_day(of.closed_on or of.as_of))
            found.append(list_section("late", words.APPENDIX_LATE, note, late, self._types))
        if late_before:
            note = words.LATE_BEFORE_NOTE.format(day=written_day(of.before_closed_on or of.as_of))
            found.append(list_section("late.before", words.APPENDIX_LATE_BEFORE, note, late_before, self._types))
        after = [one for one in entries if _logged_on(one) > of.period.end]
        if after:
            note = words.AFTER_NOTE.format(day=written_day(of.period.end))
            found.append(list_section("after", words.APPENDIX_AFTER, note, after, self._types))
        return tuple(found)

    def _done(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those that some item tells: not the forms that hold words only."""
        return [one for one in entries if self._sorter.item_of(one) is not None]

    def _row(self, entry: Entry, *, late: bool) -> Row:
        people = heads(entry) or Heads()
        return Row(
            id=entry.id,
            unit=entry.unit,
            unit_name=self._of.units.get(entry.unit, entry.unit),
            item=self._sorter.item_of(entry) or "",
            type=entry.type,
            type_label=self._types.get(entry.type, entry.type),
            title=entry.title or self._types.get(entry.type, entry.type),
            day=entry.day,
            last_day=entry.last_day,
            place=entry.place,
            female=entry.female,
            male=entry.male,
            unknown=people.unknown,
            total=people.total if heads(entry) else None,
            budget=entry.budget,
            units_inspected=entry.units_inspected,
            late=late,
        )


def _logged_on(entry: Entry) -> date:
    """The day on which an entry was written down."""
    return entry.at.astimezone(ZONE).date()
