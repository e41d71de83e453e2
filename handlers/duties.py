"""What units owe and when: reports that directives or the office ask for, and the days on which each unit owes them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from handlers.messages_duties import OWN_SOURCE
from handlers.people import Kind, Tree, Unit
from knowledge.duedates import day_in_year, stated_day, yearly_day
from knowledge.fact_entries import heading_of
from knowledge.gazetteer import Gazetteer
from knowledge.load import Knowledge
from knowledge.model import Deadline, Directive
from knowledge.wording import citation
from knowledge.workdays import Calendar

Basis = Literal["stated", "projected", "confirmed", "changed", "extended", "own"]
"""Stated by a directive of that year; carried from an earlier year; confirmed, changed or extended by the office;
or the office's own."""
RulingKind = Literal["confirm", "change", "extend", "cancel"]

_NEVER_LEADS: frozenset[Kind] = frozenset({"commune", "hospital", "school"})
"""Kinds of units that stand at the head of no province, whatever lies under them."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A report that is owed once or every year. Exactly one of `province` and `owner` binds it to units."""

    id: str
    title: str
    period: str
    year: int
    """The year that it was made for; it binds no earlier one."""
    recurs: bool
    recipient: str = ""
    month_day: tuple[int, int] | None = None
    """For the office's own: the last day, month and day."""
    directive: Directive | None = None
    deadline: Deadline | None = None
    source: str = ""
    """One line: number, date and section of the directive, or who made it when."""
    template: str | None = None
    """For the office's own: what the report should follow, as typed."""
    owner: str | None = None
    """The unit whose office made it."""
    units: frozenset[str] = frozenset()
    """For the office's own: the units that owe it; empty for all that lie under the owner."""
    ended: date | None = None
    """From this day on nothing more falls due."""

    @property
    def who(self) -> str:
        """The directive's own words for who owes it; empty for the office's own."""
        return self.deadline.who if self.deadline else ""

    @property
    def written(self) -> str:
        """The directive's own words for the date; empty for the office's own."""
        return (self.deadline.written or "") if self.deadline else ""

    def day(self, year: int) -> date | None:
        """The last day one may send in a year; None where it does not bind that year."""
        if year < self.year or (year > self.year and not self.recurs):
            return None
        if self.deadline is not None:
            return day_in_year(self.deadline, year)
        if self.month_day is None:
            return None
        return yearly_day(year, *self.month_day)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an office has decided on a duty in a year, for its unit and all under it; an extension for the unit only."""

    id: str
    duty: str
    year: int
    unit: str
    kind: RulingKind
    at: datetime
    by: str | None = None
    due: date | None = None
    reason: str | None = None
    office: str | None = None
    """The unit whose office decided on an extension; None where that was not kept."""

    @property
    def decided_by(self) -> str | None:
        """The unit whose office decided."""
        return self.office if self.kind == "extend" else self.unit


@dataclass(frozen=True, slots=True)
class DueDay:
    """A date of a duty: `due` is the last day one may send, `remind_by` the last working day not after it."""

    due: date
    remind_by: date
    basis: Basis
    ruling: Ruling | None = None
    decided_by: str = ""
    """The name of the unit whose office ruled; empty where that is not known."""
    former: date | None = None
    """The last day as it was before the ruling; None where nothing was owed then."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What one unit owes in one year."""

    duty: Duty
    year: int
    unit: Unit
    day: DueDay

    @property
    def due(self) -> date:
        return self.day.due

    @property
    def remind_by(self) -> date:
        return self.day.remind_by

    @property
    def key(self) -> tuple[str, int, str]:
        return self.duty.id, self.year, self.unit.id

    @property
    def handle(self) -> str:
        """A short name of it, for the ids of choices."""
        return handle_of(*self.key)


def years_around(today: date) -> range:
    """The years of what is overdue or comes within some 400 days."""
    return range(today.year - 1, today.year + 3)


def handle_of(duty: str, year: int, unit: str) -> str:
    return hashlib.sha256(f"{duty}|{year}|{unit}".encode()).hexdigest()[:12]


def directive_duties(knowledge: Knowledge) -> list[Duty]:
    """The dated deadlines of every directive that binds a province."""
    return [
        Duty(
            id=f"{directive.id}:{deadline.id}",
            title=deadline.obligation,
            period=deadline.period,
            year=first.year,
            recurs=deadline.recurs,
            recipient=deadline.recipient,
            directive=directive,
            deadline=deadline,
            source=f"{citation(directive)}, {heading_of(knowledge.trees.get(directive.id), deadline.section)}",
        )
        for directive in knowledge.directives
        for deadline in directive.deadlines
        if directive.province and (first := stated_day(deadline, directive)) is not None
    ]


class Duties:
    """Everything that is owed, worked out for any unit; plain values in, plain values out."""

    def __init__(
        self,
        duties: Iterable[Duty],
        rulings: Iterable[Ruling],
        tree: Tree,
        calendar: Calendar,
        gazetteer: Gazetteer,
    ) -> None:
        self.tree = tree
        self.calendar = calendar
        self._gazetteer = gazetteer
        self._all = {duty.id: self._sourced(duty) for duty in duties}
        self._bound: dict[tuple[str | None, str | None, bool], list[Duty]] = {}
        self._own = [duty for duty in self._all.values() if duty.owner is not None]
        self._rulings: dict[tuple[str, int], dict[str, list[Ruling]]] = {}
        self._order: dict[str, int] = {}
        """By their ids how many rulings came before."""
        for ruling in sorted(rulings, key=lambda one: one.at):
            self._order[ruling.id] = len(self._order)
            self._rulings.setdefault((ruling.duty, ruling.year), {}).setdefault(ruling.unit, []).append(ruling)
        self._plain: dict[tuple[str, int], DueDay | None] = {}

    def __iter__(self) -> Iterator[Duty]:
        return iter(self._all.values())

    def duty(self, id_: str) -> Duty | None:
        return self._all.get(id_)

    def binding(self, unit: Unit) -> list[Duty]:
        """What binds a unit: of directives the most specific and newest for each period, and its offices' own."""
        chain = {above.id for above in self.tree.chain(unit.id)}
        own = [
            duty
            for duty in self._own
            if duty.owner in chain and (unit.id in duty.units if duty.units else unit.id != duty.owner)
        ]
        return [*self._of_directives(unit), *own]

    def at(self, duty: Duty, year: int, unit: Unit) -> Occurrence | None:
        """What a unit owes of a duty that binds it, in a year; None where it owes nothing then."""
        day = self._ruled(duty, year, unit) if self.ruled(duty, year) else self.base(duty, year)
        if day is None or not unit.stands(day.due):
            return None
        return Occurrence(duty, year, unit, day)

    def ruled(self, duty: Duty, year: int) -> bool:
        """Whether any office has decided on it, so that its day may differ from unit to unit."""
        return (duty.id, year) in self._rulings

    def occurrences(self, unit: Unit, start: date, end: date) -> list[Occurrence]:
        """All that a unit owes with a last day from `start` to `end`, soonest first."""
        found = [
            occurrence
            for duty in self.binding(unit)
            for year in range(start.year - 1, end.year + 2)
            if (occurrence := self.at(duty, year, unit)) is not None and start <= occurrence.due <= end
        ]
        return sorted(found, key=lambda one: (one.due, one.duty.id))

    def by_handle(self, unit: Unit, handle: str, today: date) -> Occurrence | None:
        """The occurrence of a unit with this handle, of a year around today."""
        for duty in self.binding(unit):
            for year in years_around(today):
                if handle_of(duty.id, year, unit.id) == handle:
                    return self.at(duty, year, unit)
        return None

    def binds(self, duty: Duty, unit: Unit) -> bool:
        return any(one.id == duty.id for one in self.binding(unit))

    def base(self, duty: Duty, year: int) -> DueDay | None:
        """The day of a duty in a year as it is before any ruling."""
        key = (duty.id, year)
        if key not in self._plain:
            due = duty.day(year)
            if due is None or (duty.ended is not None and due >= duty.ended):
                self._plain[key] = None
            else:
                basis: Basis = "own" if duty.owner else "stated" if year == duty.year else "projected"
                self._plain[key] = DueDay(due, self.calendar.last_working_not_after(due), basis)
        return self._plain[key]

    def ruling(
        self, duty: Duty, year: int, unit: Unit, *, below: bool = False, before: Ruling | None = None
    ) -> Ruling | None:
        """What decides for a unit: the latest ruling of its nearest office; `below`: for the units under it.

        `before`: what decided before this ruling was made.
        """
        rulings = self._rulings.get((duty.id, year), {})
        for above in self.tree.chain(unit.id):
            own = above.id == unit.id and not below
            found = [one for one in rulings.get(above.id, ()) if one.kind != "extend" or own]
            found = [one for one in found if before is None or self._order[one.id] < self._order[before.id]]
            if found:
                return found[-1]
        return None

    def _sourced(self, duty: Duty) -> Duty:
        """The office's own with a word on who made it."""
        return replace(duty, source=OWN_SOURCE.format(unit=self.tree.name(duty.owner))) if duty.owner else duty

    def _of_directives(self, unit: Unit) -> list[Duty]:
        if self._leads_province(unit):
            return []
        key = (unit.province, unit.sector, self.leads_sector(unit))
        if key not in self._bound:
            best: dict[str, Duty] = {}
            for duty in self._all.values():
                directive = duty.directive
                if directive is None or not self._covers(directive, *key):
                    continue
                other = best.get(duty.period)
                if other is None or self._weight(duty, unit.province) > self._weight(other, unit.province):
                    best[duty.period] = duty
            self._bound[key] = list(best.values())
        return self._bound[key]

    def _covers(self, directive: Directive, province: str | None, sector: str | None, leads: bool) -> bool:
        if province is None or directive.province is None:
            return False
        bound = directive.province.name
        here = self._gazetteer.canonical(province)
        if here not in (self._gazetteer.canonical(bound), self._gazetteer.now(bound)):
            return False
        return directive.sector is None or (directive.sector.name == sector and not leads)

    def _weight(self, duty: Duty, province: str | None) -> tuple[bool, bool, int]:
        """How near a duty's directive is: of this very province, of a sector, and how new."""
        directive = duty.directive
        bound = directive.province.name if directive and directive.province else ""
        here = self._gazetteer.canonical(province or "") == self._gazetteer.canonical(bound)
        return here, bool(directive and directive.sector), duty.year

    def leads_sector(self, unit: Unit) -> bool:
        """Whether a unit stands at the head of its sector: what its sector's directive asks for is sent to it."""
        if unit.sector is None:
            return False
        above = self.tree.unit(unit.above)
        if above is not None and above.sector == unit.sector:
            return False
        return any(child.sector == unit.sector for child in self.tree.under(unit.id)[1:])

    def _leads_province(self, unit: Unit) -> bool:
        """Whether a unit stands at the head of its province: it issues what binds the others, or receives it.

        One that stands there alone may be anybody's, so it is told what the province owes.
        """
        if unit.kind in _NEVER_LEADS or unit.sector is not None or unit.province is None:
            return False
        above = self.tree.unit(unit.above)
        if above is not None and self._same_province(above, unit):
            return False
        return any(self._same_province(child, unit) for child in self.tree.under(unit.id)[1:])

    def _same_province(self, unit: Unit, other: Unit) -> bool:
        """Whether both have a province, and the same one."""
        if unit.province is None or other.province is None or unit.province == other.province:
            return unit.province is not None and unit.province == other.province
        return self._gazetteer.canonical(unit.province) == self._gazetteer.canonical(other.province)

    def _ruled(self, duty: Duty, year: int, unit: Unit) -> DueDay | None:
        """The nearest office's latest ruling decides; an extension binds only the unit it was given to."""
        base = self.base(duty, year)
        ruling = self.ruling(duty, year, unit)
        if base is None or ruling is None:
            return base
        if ruling.kind == "cancel":
            return None
        office = self.tree.name(ruling.decided_by) if ruling.decided_by else ""
        earlier = self.ruling(duty, year, unit, before=ruling)
        former = _ruled_day(base, earlier)
        if ruling.kind == "confirm" or ruling.due is None:
            return DueDay(base.due, base.remind_by, "confirmed", ruling, office, former)
        basis: Basis = "extended" if ruling.kind == "extend" else "changed"
        return DueDay(ruling.due, self.calendar.last_working_not_after(ruling.due), basis, ruling, office, former)


def _ruled_day(base: DueDay, ruling: Ruling | None) -> date | None:
    """The day that a ruling leaves; None where nothing is owed."""
    if ruling is not None and ruling.kind == "cancel":
        return None
    return (ruling.due if ruling else None) or base.due
