"""What an office sees of reports beside who has sent: drafts, what was returned, what waits to be accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from handlers import messages_reports as words
from handlers.desk import Desk
from handlers.reports.gathering import regime_of, settings_of
from handlers.reports.periods import KINDS, ReportPeriod, period_of
from handlers.standing import Standing
from handlers.standing_words import named

Stage = Literal["draft", "returned", "to_accept", "accepted"]
"""Compiled and not sent; returned and not sent again; sent and not decided on; accepted."""


def report_period(desk: Desk, top: str, found: Standing) -> ReportPeriod | None:
    """The period that a report of a standing is of; None for one that has no period here."""
    unit, kind = desk.register.tree().unit(top), next((one for one in KINDS if one == found.duty.period), None)
    if unit is None or kind is None:
        return None
    return period_of(kind, found.year, regime_of(settings_of(desk, unit)))


def stages(desk: Desk, top: str, found: Standing) -> Mapping[str, Stage]:
    """How far units are with their reports, by their ids; those that have not begun are not in it."""
    period = report_period(desk, top, found)
    if period is None:
        return {}
    units = [row.unit.id for row in found.rows]
    drafts = desk.register.latest_versions(units)
    by_unit: dict[str, Stage] = {one.unit: "draft" for one in drafts if one.period == period.key}
    for sent in desk.register.reports_sent(units, period.key):
        if not sent.undone:
            by_unit[sent.unit] = "accepted" if sent.verdict == "accepted" else "to_accept"
        else:
            by_unit[sent.unit] = "returned" if sent.verdict == "returned" else "draft"
    said = {row.unit.id for row in found.rows if row.submitted is not None}
    return {unit: stage for unit, stage in by_unit.items() if stage in ("to_accept", "accepted") or unit not in said}


def report_lines(desk: Desk, found: Standing) -> list[str]:
    """A line for each stage that some unit is at."""
    by_unit = stages(desk, found.top, found)
    lines = []
    for stage, form in (("to_accept", words.TO_DECIDE), ("returned", words.RETURNED_UNITS), ("draft", words.DRAFTS)):
        names = [row.unit.name for row in found.rows if by_unit.get(row.unit.id) == stage]
        if names:
            lines.append(form.format(names=named(names)))
    return lines
