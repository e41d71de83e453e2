"""Reports of the year's units, and figures held against the independent count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, get_args

from bot.storage import Storage
from handlers.asking import Assistant
from handlers.desk import Desk
from handlers.people import Unit
from handlers.reports.gathering import Gathered, gather
from handlers.reports.model import Report
from handlers.reports.periods import REGIMES, Regime, ReportPeriod, between, period_of
from knowledge.outlines import ReportKind
from tests.reporting.count import Counting, Expected, Rules, stretch
from tests.reporting.year import YEAR

USUAL, MONTH, SHORT = "hoat-dong-vstbpn", "thang-hanh-dong", "bao-cao-gon"
FROM, TO = date(YEAR, 2, 10), date(YEAR, 9, 5)
"""The stretch of days that has no name."""
KINDS: Final[tuple[ReportKind, ...]] = get_args(ReportKind)


@dataclass(frozen=True)
class Case:
    """A period by its rule, and up to when it is counted."""

    kind: ReportKind
    regime: Regime
    within: bool

    @property
    def days(self) -> tuple[date, date]:
        return (FROM, TO) if self.kind == "between" else stretch(self.kind, YEAR, self.regime)

    @property
    def as_of(self) -> date:
        first, last = self.days
        return first + (last - first) * 3 // 5 if self.within else last + timedelta(days=40)

    @property
    def period(self) -> ReportPeriod:
        return between(FROM, TO) if self.kind == "between" else period_of(self.kind, YEAR, self.regime)

    def __str__(self) -> str:
        return f"{self.kind}-{self.regime}-{'within' if self.within else 'after'}"


CASES: Final = tuple(Case(kind, regime, within) for kind in KINDS for regime in REGIMES for within in (True, False))


class Offices:
    """A storage that is reported on, with its desk."""

    def __init__(self, storage: Storage, assistant: Assistant) -> None:
        self.storage = storage
        self.desk = Desk(assistant, storage.register)

    def unit(self, id_: str) -> Unit:
        found = self.storage.register.tree().unit(id_)
        assert found is not None
        return found

    def made(self, unit: str, period: ReportPeriod, as_of: date) -> Gathered:
        found = gather(self.desk, self.unit(unit), period, as_of)
        assert found is not None
        return found

    def report(self, unit: str, period: ReportPeriod, as_of: date) -> Report:
        return self.made(unit, period, as_of).report

    def counting(self, kind: str, outline: str = "") -> Counting:
        db = self.storage.db.conn
        assert db is not None
        return Counting(db, _rules(outline or outline_for(kind), kind))


_rules = cache(Rules)


def outline_for(kind: str) -> str:
    """The outline that a unit which has chosen none gets."""
    return MONTH if kind == "action_month" else USUAL


def said(report: Report) -> dict[str, Expected]:
    """The figures of a report by their ids."""
    return {one.id: Expected(one.value, one.before, one.lacking) for one in report.figures}


def differences(report: Report, expected: dict[str, Expected]) -> dict[str, tuple[Any, Any]]:
    """Figures that say something else than was counted: what is said, what was counted.

    Of what no unit ever does (inspections, incidents) the whole report may have no figure at all.
    """
    found = said(report)
    nothing = Expected(None, None)
    return {
        id_: (found.get(id_, nothing), expected.get(id_))
        for id_ in found.keys() | expected.keys()
        if found.get(id_, nothing) != expected.get(id_)
    }
