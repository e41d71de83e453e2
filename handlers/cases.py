"""What an office can rule on: a duty in a year, for the units that lie under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.duties import DueDay, Duties, Duty, Ruling, handle_of, years_around
from handlers.owed import AHEAD, BEHIND
from handlers.people import Unit


@dataclass(frozen=True, slots=True)
class Case:
    """One duty in one year as it stands for the units under an office; `units` are those a ruling would reach."""

    duty: Duty
    year: int
    office: Unit
    base: DueDay
    """The day without any ruling."""
    ruling: Ruling | None
    units: tuple[Unit, ...]

    @property
    def handle(self) -> str:
        return handle_of(self.duty.id, self.year, self.office.id)

    @property
    def due(self) -> date:
        """The last day as it stands; of what is cancelled the day it had."""
        return (self.ruling.due if self.ruling else None) or self.base.due

    @property
    def cancelled(self) -> bool:
        return self.ruling is not None and self.ruling.kind == "cancel"

    @property
    def moved(self) -> bool:
        """Whether a ruling has put another day, or none, in place of the one without any ruling."""
        return self.cancelled or self.due != self.base.due

    @property
    def open(self) -> bool:
        """Whether it is a projection that nobody has ruled on."""
        return self.ruling is None and self.base.basis == "projected"


def cases_of(duties: Duties, office: Unit, today: date) -> list[Case]:
    """What an office can rule on within the days that are listed and would reach some unit, soonest first."""
    start, end = today - BEHIND, today + AHEAD
    return [one for one in _all(duties, office, today) if one.units and start <= one.due <= end]


def case_named(duties: Duties, office: Unit, handle: str, today: date) -> Case | None:
    """The case of an office with this handle."""
    return next((one for one in _all(duties, office, today) if one.handle == handle), None)


def _all(duties: Duties, office: Unit, today: date) -> list[Case]:
    bound: dict[str, list[Unit]] = {}
    for unit in duties.tree.under(office.id, today)[1:]:
        for duty in duties.binding(unit):
            bound.setdefault(duty.id, []).append(unit)
    found = [
        case
        for duty in duties
        for year in years_around(today)
        if duty.id in bound and (case := _case(duties, duty, year, office, bound[duty.id])) is not None
    ]
    return sorted(found, key=lambda one: (one.due, one.duty.id))


def _case(duties: Duties, duty: Duty, year: int, office: Unit, units: Sequence[Unit]) -> Case | None:
    base = duties.base(duty, year)
    if base is None:
        return None
    ruling = duties.ruling(duty, year, office, below=True)
    # A unit whose nearer office or own extension decides is not reached by a ruling from here.
    reached = tuple(unit for unit in units if duties.ruling(duty, year, unit) == ruling)
    return Case(duty, year, office, base, ruling, reached)
