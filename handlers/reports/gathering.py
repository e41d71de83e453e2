"""What a report is made from, looked up: the unit's log, its words, its settings, what it has sent before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from handlers.desk import Desk
from handlers.duties import Occurrence
from handlers.entries import Entry
from handlers.people import Tree, Unit
from handlers.register import Submission
from handlers.reports import messages as words
from handlers.reports.compiling import Material, compile_report
from handlers.reports.headers import board_of, header_of
from handlers.reports.model import Report
from handlers.reports.periods import REGIMES, Regime, ReportPeriod, period_of
from handlers.reports.versions import ReportSettings
from knowledge.outlines import Outline, ReportKind
from knowledge.wording import citation


@dataclass(frozen=True, slots=True)
class Gathered:
    """A report with what it was made from."""

    report: Report
    material: Material

    @property
    def outline(self) -> Outline:
        return self.material.outline

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries that it counts."""
        return self.material.entries


def settings_of(desk: Desk, unit: Unit) -> ReportSettings:
    """What holds for a unit: its own, and the outline and regime of the nearest above that has set them."""
    every, tree = desk.register.report_settings(), desk.register.tree()
    own = every.get(unit.id, ReportSettings())
    chain = [every[one.id] for one in tree.chain(unit.id) if one.id in every]
    return replace(
        own,
        outline=next((one.outline for one in chain if one.outline), None),
        regime=next((one.regime for one in chain if one.regime), None),
    )


def regime_of(settings: ReportSettings) -> Regime:
    return next((one for one in REGIMES if one == settings.regime), "cut_off")


def outlines_for(desk: Desk, kind: ReportKind) -> list[Outline]:
    """The outlines that are meant for a kind of report, the usual one first."""
    found = [one for one in desk.assistant.knowledge.outlines if kind in one.kinds]
    return sorted(found, key=lambda one: not one.default)


def outline_of(desk: Desk, settings: ReportSettings, kind: ReportKind) -> Outline | None:
    """The outline that a unit has chosen where it is meant for such a report, else the usual one."""
    found = outlines_for(desk, kind)
    return next((one for one in found if one.id == settings.outline), next(iter(found), None))


def gather(
    desk: Desk,
    unit: Unit,
    period: ReportPeriod,
    today: date,
    as_of: date | None = None,
    *,
    nothing: bool = False,
    written: Mapping[str, str | None] = MappingProxyType({}),
    settings: ReportSettings | None = None,
) -> Gathered | None:
    """A unit's report as things stand; None where no outline is meant for it. It counts up to `as_of`, else today.

    `written`: words by item that are not stored yet.
    """
    settings = settings or settings_of(desk, unit)
    outline = outline_of(desk, settings, period.kind)
    if outline is None:
        return None
    upto = min(period.end, as_of or today)
    sent = closing(desk, unit, period)
    found = desk.register.entries([unit.id], period.start, upto)
    late = [one for one in found if sent is not None and one.at > sent.at]
    material = base(desk, unit, period, outline, settings, upto, today)
    material = replace(
        material,
        entries=[one for one in found if one not in late],
        before=before(desk, [unit.id], period, upto),
        late=late,
        closed_on=sent.day if sent else None,
        texts=texts(desk, unit, period, outline, written),
        nothing=nothing,
        title=(words.TITLE_NOTHING if nothing else words.TITLE).format(period=period.label, unit=unit.name),
    )
    if late_before := _late_before(desk, unit, period):
        material = replace(material, late_before=late_before[1], before_closed_on=late_before[0])
    return Gathered(compile_report(material), material)


def base(
    desk: Desk, unit: Unit, period: ReportPeriod, outline: Outline, settings: ReportSettings, upto: date, today: date
) -> Material:
    """What a unit's report is made from, without the log."""
    tree, knowledge = desk.register.tree(), desk.assistant.knowledge
    owed = owing(desk, unit, period)
    to = next((one.duty.recipient for one in owed if one.duty.recipient), "")
    stated = next((one for one in owed if one.day.basis == "stated" and one.duty.directive is not None), None)
    return Material(
        outline=outline,
        period=period,
        as_of=upto,
        header=header_of(unit, tree, settings, outline, period, upto, today, to),
        units={unit.id: unit.name},
        entries=(),
        activities=knowledge.activities,
        forms={one.id: one for one in knowledge.forms},
        body=board_of(unit),
        basis=citation(stated.duty.directive) if stated and stated.duty.directive else "",
    )


def before(desk: Desk, units: Sequence[str], period: ReportPeriod, upto: date) -> list[Entry]:
    """The entries of the same days of the year before; none of a period that has not begun."""
    if upto < period.start:
        return []
    earlier = period.until(upto).year_before()
    return desk.register.entries(units, earlier.start, earlier.end)


def texts(
    desk: Desk,
    unit: Unit,
    period: ReportPeriod,
    outline: Outline,
    written: Mapping[str, str | None] = MappingProxyType({}),
) -> dict[str, str]:
    """What was written for a report, by item of its outline."""
    found = desk.register.report_texts(unit.id, period.key)
    prefix = f"{outline.id}/"
    stored = {key.removeprefix(prefix): text for key, text in found.items() if key.startswith(prefix)}
    return {item: text for item, text in {**stored, **written}.items() if text is not None}


def closing(desk: Desk, unit: Unit, period: ReportPeriod) -> Submission | None:
    """The report of a period that a unit has sent and that stands."""
    sent = [one for one in desk.register.reports_sent([unit.id], period.key) if not one.undone]
    return sent[-1] if sent else None


def owing(desk: Desk, unit: Unit, period: ReportPeriod) -> list[Occurrence]:
    """The deadlines that a report of a period answers, the first due first."""
    duties = desk.duties()
    found = [
        occurrence
        for duty in duties.binding(unit)
        if duty.period == period.kind and (occurrence := duties.at(duty, period.year, unit)) is not None
    ]
    return sorted(found, key=lambda one: (one.due, one.duty.id))


def stands_in(tree: Tree, top: str, period: ReportPeriod) -> list[Unit]:
    """The units under a top, itself too, that were there on some day of a period."""
    return [
        one for one in tree.under(top) if one.since <= period.end and (one.until is None or one.until > period.start)
    ]


def period_before(period: ReportPeriod) -> ReportPeriod | None:
    """The half-year before a half-year."""
    if period.kind == "first_half":
        return period_of("second_half", period.year - 1, period.regime)
    return period_of("first_half", period.year, period.regime) if period.kind == "second_half" else None


def _late_before(desk: Desk, unit: Unit, period: ReportPeriod) -> tuple[date, list[Entry]] | None:
    """What was logged of the half-year before after its report had been sent, and when that was."""
    earlier = period_before(period)
    sent = closing(desk, unit, earlier) if earlier else None
    if earlier is None or sent is None:
        return None
    found = [one for one in desk.register.entries([unit.id], earlier.start, earlier.end) if one.at > sent.at]
    return (sent.day, found) if found else None
