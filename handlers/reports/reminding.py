"""What a reminder says of the report itself: how far its draft is."""

from __future__ import annotations

from datetime import date

from handlers import messages_reports as words
from handlers.desk import Desk
from handlers.duties import Occurrence
from handlers.reports.card import figures_line
from handlers.reports.gathering import gather, regime_of, settings_of
from handlers.reports.periods import KINDS, period_of
from handlers.reports.versions import totals_of


def draft_line(desk: Desk, occurrence: Occurrence, today: date) -> str:
    """What the report that a deadline asks for comes to from the log, and what it lacks; empty where it is of no
    period that is compiled here, or that has not begun."""
    kind = next((one for one in KINDS if one == occurrence.duty.period), None)
    if kind is None or not desk.assistant.knowledge.outlines:
        return ""
    period = period_of(kind, occurrence.year, regime_of(settings_of(desk, occurrence.unit)))
    gathered = gather(desk, occurrence.unit, period, today) if period.start <= today else None
    if gathered is None:
        return ""
    figures = figures_line(totals_of(gathered.report))
    if not figures:
        return words.DRAFT_EMPTY
    missing = len(gathered.report.missing)
    form = words.DRAFT_LACKS if missing else words.DRAFT_COMPLETE
    return form.format(figures=figures, count=missing)
