"""One report of a unit and all under it: what they have sent, else what they have logged, and where the two differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from handlers import messages_reports as chat
from handlers.desk import Desk
from handlers.entries import Entry
from handlers.people import Unit
from handlers.register import Submission
from handlers.reports import messages as words
from handlers.reports.card import figures_line
from handlers.reports.compiling import Material, compile_report
from handlers.reports.figures import overall
from handlers.reports.gathering import base, before, outline_of, settings_of, stands_in, texts
from handlers.reports.model import Cell, Column, Report, Section, Table
from handlers.reports.periods import ReportPeriod
from handlers.reports.prose import paragraphs
from handlers.reports.sorting import Sorter, items_of, prose_forms
from handlers.reports.tables import closed
from handlers.reports.versions import ReportSettings, totals_of, version_record
from handlers.standing_words import named
from handlers.types import Choice, Record, Reply
from knowledge.wording import written_day

Progress = Callable[[int, int], None]
_TOTALS: tuple[tuple[str, str], ...] = (
    ("count", words.ALL_COUNT),
    ("total", words.ALL_TOTAL),
    ("female", words.ALL_FEMALE),
    ("male", words.ALL_MALE),
    ("money", words.ALL_MONEY),
)
_HEADINGS = (words.ALL_COUNT, words.TOTAL, words.FEMALE, words.MALE, words.MONEY)


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit gives to the whole."""

    unit: Unit
    entries: Sequence[Entry]
    """Those of the report that it has sent, else those of its log."""
    totals: Mapping[str, int | None]
    sent: Submission | None = None
    drafted: bool = False
    """Whether it has compiled a report and not sent it."""
    logged: Mapping[str, int | None] = field(default_factory=dict)
    """The same totals added up from its log as it is now, where it has sent a report."""
    gone: bool = False
    """Whether it is no more, so that nobody can send its report."""

    @property
    def silent(self) -> bool:
        """Whether a report is still to come."""
        return self.sent is None and not self.gone

    @property
    def differences(self) -> list[tuple[str, int | None, int | None]]:
        """What it has sent and its log do not agree on: name, sent, logged."""
        if self.sent is None:
            return []
        return [
            (label, self.totals.get(name), self.logged.get(name))
            for name, label in _TOTALS
            if (self.totals.get(name) or 0) != (self.logged.get(name) or 0)
        ]


@dataclass(frozen=True, slots=True)
class Summed:
    """A summary, with the parts that it is made of."""

    unit: Unit
    period: ReportPeriod
    as_of: date
    report: Report
    parts: tuple[Part, ...]

    def version(self, desk: Desk, by: str) -> tuple[str, tuple[Record, ...]]:
        """The id under which it is kept, and what stores it. The entries stay with the units' own reports."""
        id_ = desk.register.new_id()
        record = version_record(id_, self.unit.id, self.period.key, self.report, (), self.as_of, by, summary=True)
        return id_, (record,)


def summed_up(
    desk: Desk,
    unit: Unit,
    period: ReportPeriod,
    today: date,
    progress: Progress = lambda done, whole: None,
    settings: ReportSettings | None = None,
) -> Summed | None:
    """The summary of a unit and all under it for a period; None where no outline is meant for it."""
    settings = settings or settings_of(desk, unit)
    outline = outline_of(desk, settings, period.kind)
    if outline is None:
        return None
    upto = min(period.end, today)
    units = stands_in(desk.register.tree(), unit.id, period)
    material = base(desk, unit, period, outline, settings, upto, today)
    parts = _Parts(desk, material, units).all(progress)
    material = replace(
        material,
        units={one.id: one.name for one in units},
        entries=sorted((one for part in parts for one in part.entries), key=lambda one: (one.day, one.at, one.id)),
        before=before(desk, [one.id for one in units], period, upto),
        texts=_texts(desk, material, units),
        title=words.SUM_TITLE.format(period=period.label, unit=unit.name),
        extra=_sections(parts),
    )
    return Summed(unit, period, upto, compile_report(material), parts)


class _Parts:
    """What each unit gives."""

    def __init__(self, desk: Desk, material: Material, units: Sequence[Unit]) -> None:
        self._desk = desk
        self._units = units
        self._period = material.period
        self._upto = material.as_of
        ids = [one.id for one in units]
        items = items_of(material.outline, material.period.kind)
        self._sorter = Sorter(items, prose_forms(items, material.activities))
        standing = [one for one in desk.register.reports_sent(ids, material.period.key) if not one.undone]
        self._sent = {one.unit: one for one in standing if one.version}
        self._drafted = {one.unit for one in desk.register.latest_versions(ids) if one.period == material.period.key}
        self._logged: dict[str, list[Entry]] = {}
        for entry in desk.register.entries(ids, material.period.start, self._upto):
            self._logged.setdefault(entry.unit, []).append(entry)

    def all(self, progress: Progress) -> tuple[Part, ...]:
        found = []
        for number, unit in enumerate(self._units):
            progress(number, len(self._units))
            found.append(self._part(unit))
        progress(len(self._units), len(self._units))
        return tuple(found)

    def _part(self, unit: Unit) -> Part:
        logged, sent = self._logged.get(unit.id, []), self._sent.get(unit.id)
        version = self._desk.register.report_version(sent.version) if sent is not None and sent.version else None
        if sent is None or version is None:
            gone = unit.until is not None and unit.until <= self._upto
            return Part(unit, logged, self._totals(logged), drafted=unit.id in self._drafted, gone=gone)
        # The log is added up to the day to which the report was counted, so that what came later is no difference.
        until = [one for one in logged if one.day <= version.info.as_of]
        return Part(unit, version.entries, totals_of(version.report), sent, logged=self._totals(until))

    def _totals(self, entries: Sequence[Entry]) -> dict[str, int | None]:
        told = [one for one in entries if self._sorter.item_of(one) is not None]
        return {one.id.removeprefix("all."): one.value for one in overall(told, ())}


def _texts(desk: Desk, material: Material, units: Sequence[Unit]) -> dict[str, str]:
    """What the office has written, and for what it has not the words of the units, each with its name."""
    own = units[0]
    found: dict[str, list[str]] = {}
    for unit in units[1:]:
        for item, text in texts(desk, unit, material.period, material.outline).items():
            said = [words.OF_UNIT.format(unit=unit.name, text=line.lstrip("-+• ")) for line in paragraphs(text)]
            found.setdefault(item, []).extend(said)
    joined = {item: "\n".join(said) for item, said in found.items()}
    return {**joined, **texts(desk, own, material.period, material.outline)}


def _sections(parts: Sequence[Part]) -> tuple[Section, ...]:
    """By unit, who has not sent, and where what was sent differs from the log."""
    silent = [part.unit.name for part in parts[1:] if part.silent]
    said = words.SUM_SILENT.format(names=", ".join(silent), count=len(silent)) if silent else words.SUM_ALL_SENT
    found = [Section("units", 1, "", words.APPENDIX_UNITS, (said, words.SUM_FROM), (_by_unit(parts),))]
    rows = [(part.unit.name, *one) for part in parts for one in part.differences]
    if rows:
        found.append(
            Section("differences", 1, "", words.APPENDIX_DIFFERENCES, (words.DIFFERENCES_NOTE,), (_differing(rows),))
        )
    return tuple(found)


def _by_unit(parts: Sequence[Part]) -> Table:
    columns = [
        *(Column(words.NUMBER, "index"), Column(words.UNIT, "text"), Column(words.STATE, "text")),
        *(Column(heading, "number", summed=True) for heading in _HEADINGS[:-1]),
        Column(_HEADINGS[-1], "money", summed=True),
    ]
    rows: list[list[Cell]] = [
        [number, part.unit.name, _state(part, own=number == 1), *(part.totals.get(name) for name, _ in _TOTALS)]
        for number, part in enumerate(parts, 1)
    ]
    return closed("units", words.APPENDIX_UNITS, columns, rows)


def _state(part: Part, *, own: bool) -> str:
    if part.sent is not None:
        form = words.STATE_ACCEPTED if part.sent.verdict == "accepted" else words.STATE_SENT
        return form.format(day=written_day(part.sent.day))
    if own:
        return words.STATE_OWN
    if part.gone and part.unit.until is not None:
        return words.STATE_GONE.format(day=written_day(part.unit.until))
    return words.STATE_DRAFT if part.drafted else words.STATE_NONE


def _differing(rows: Sequence[tuple[str, str, int | None, int | None]]) -> Table:
    columns = (
        *(Column(words.NUMBER, "index"), Column(words.UNIT, "text"), Column(words.INDICATOR, "text")),
        *(Column(words.AS_SENT, "number"), Column(words.AS_LOGGED, "number"), Column(words.CHANGE, "change")),
    )
    cells = tuple(
        (number, unit, label, sent, logged, (logged or 0) - (sent or 0))
        for number, (unit, label, sent, logged) in enumerate(rows, 1)
    )
    return Table("differences", words.APPENDIX_DIFFERENCES, columns, cells)


def summary_reply(found: Summed, version: str) -> Reply:
    """What is said of a summary in the chat."""
    under = [part for part in found.parts[1:] if part.sent is not None or part.silent]
    silent = [part.unit.name for part in under if part.silent]
    differing = sum(bool(part.differences) for part in found.parts)
    figures = figures_line(totals_of(found.report))
    lines = [
        chat.HEAD.format(title=found.report.title, note=found.report.header.note),
        chat.FIGURES.format(parts=figures) if figures else chat.NO_ENTRIES,
        chat.SUM_STATES.format(sent=len(under) - len(silent), count=len(under), missing=named(silent))
        if silent
        else chat.SUM_ALL_SENT.format(count=len(under)),
        chat.SUM_DIFFERENCES.format(count=differing) if differing else chat.SUM_NO_DIFFERENCES,
    ]
    pictures = (Choice(f"bctep:png:{version}", chat.PICTURES),) if found.report.charts else ()
    write = (Choice(f"bcsua:{found.unit.id}:{found.period.key}", chat.EDIT),)
    return Reply("\n".join(lines), (*pictures, *write))
