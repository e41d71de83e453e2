"""The period of reports that a page is about, among those that are near."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException

from bot.web.office.visit import Visit
from handlers.people import Unit
from handlers.reports.gathering import regime_of, settings_of
from handlers.reports.periods import Regime, ReportPeriod, nearest, period_of_key

EARLIEST = 2000
"""The first year of which there are reports."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose reports, of which period, and the periods to choose from."""

    top: Unit
    period: ReportPeriod
    periods: list[ReportPeriod]


def chosen(visit: Visit) -> Choice | None:
    """The unit and period that the address or the form names, else the first; None where there is no unit.

    What is no period is 404.
    """
    top = visit.top("see_progress")
    if top is None:
        return None
    regime = regime_of(settings_of(visit.desk, top))
    known = nearest(visit.today, regime)
    key = visit.form.get("ky") or visit.asked("ky")
    period = _named(key, regime) if key else known[0]
    if period is None:
        raise HTTPException(404)
    return Choice(top, period, known if period in known else [*known, period])


def _named(key: str, regime: Regime) -> ReportPeriod | None:
    found = period_of_key(key, regime)
    return found if found is not None and found.start.year >= EARLIEST - 1 else None
