"""How the units that an office oversees stand with one report: who has sent, who has not, who can be reminded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Literal

from handlers.duties import Duties, Duty, Occurrence, handle_of
from handlers.people import Person, Role, Tree, Unit
from handlers.planning import ZONE
from handlers.reaching import way_to
from handlers.register import Mute, Notice, Register, Submission

State = Literal["on_time", "late", "missing", "open", "exempt"]
"""Sent on time or late; not sent and past its day; not sent and not yet due; nothing owed."""
Reminders = Literal["nobody", "unreachable", "unknown", "muted", "ok"]
"""Nobody to remind; none of them reached; the last reminder may not have arrived; all turned it off; or all is well."""

REMINDED: frozenset[Role] = frozenset({"secretary", "head"})
"""Who in a unit is reminded of what it owes; its own office where none of them can be reached."""
BEFORE, AFTER = timedelta(days=370), timedelta(days=120)
"""How far back and ahead last days are shown."""
FAR = timedelta(days=400)
"""How far ahead they are found where one is named."""
LATELY = timedelta(days=60)
"""How old the last reminder may be to say whether it arrived."""


@dataclass(frozen=True, slots=True)
class Period:
    """A report of a year, and the last day that most units have for it."""

    duty: Duty
    year: int
    due: date
    projected: bool = False
    """Whether that day, for some unit, is one that nobody has ruled on."""

    def handle(self, top: str) -> str:
        """Its short name for the office of a unit."""
        return handle_of(self.duty.id, self.year, top)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit. `occurrence` is None where it owes nothing, `reminders` where nothing is left to remind of."""

    unit: Unit
    occurrence: Occurrence | None
    state: State
    submitted: date | None = None
    reminders: Reminders | None = None
    to: tuple[Person, ...] = ()
    """Those in it who can be reminded and have not turned it off."""

    @property
    def silent(self) -> bool:
        return self.state in ("missing", "open")


@dataclass(frozen=True)
class Standing:
    """All units under a top that a report binds, in the order of the tree."""

    duty: Duty
    year: int
    top: str
    rows: tuple[Row, ...]

    @cached_property
    def counts(self) -> Mapping[State, int]:
        return Counter(row.state for row in self.rows)

    @property
    def owing(self) -> int:
        """How many units owe it, those that have sent it too."""
        return len(self.rows) - self.counts.get("exempt", 0)

    @property
    def sent(self) -> int:
        return self.on_time + self.late

    @property
    def on_time(self) -> int:
        return self.counts.get("on_time", 0)

    @property
    def late(self) -> int:
        return self.counts.get("late", 0)

    @property
    def rate(self) -> float:
        """The share of the owing units that have sent, 0 to 1; 0 where none owes it."""
        return self.sent / self.owing if self.owing else 0.0

    @property
    def on_time_rate(self) -> float:
        """The share of the owing units that have sent on time, 0 to 1."""
        return self.on_time / self.owing if self.owing else 0.0

    @cached_property
    def silent(self) -> tuple[Row, ...]:
        """The units that have not sent."""
        return tuple(row for row in self.rows if row.silent)

    @cached_property
    def due(self) -> date | None:
        """The last day that most units have, extensions aside; None where none owes it."""
        return _common_day([row.occurrence for row in self.rows if row.occurrence])

    @property
    def projected(self) -> bool:
        """Whether the day of some unit is one that nobody has ruled on."""
        return any(row.occurrence is not None and row.occurrence.day.basis == "projected" for row in self.rows)

    @property
    def handle(self) -> str:
        return handle_of(self.duty.id, self.year, self.top)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units owed a report in a year and sent it; `open` while a unit's day is still to come."""

    duty: Duty
    year: int
    owing: int
    sent: int
    on_time: int
    open: bool


def periods(duties: Duties, units: Iterable[Unit], today: date, ahead: timedelta = AFTER) -> list[Period]:
    """The reports that units owe with a last day from 370 days ago to so far ahead, the nearest to today first."""
    start, end = today - BEFORE, today + ahead
    owed: dict[tuple[str, int], list[Occurrence]] = {}
    for unit in units:
        for duty in duties.binding(unit):
            for year in range(start.year - 1, end.year + 1):
                occurrence = duties.at(duty, year, unit)
                if occurrence is not None and start <= occurrence.due <= end:
                    owed.setdefault((duty.id, year), []).append(occurrence)
    found = [_period(of) for of in owed.values()]
    return sorted(found, key=lambda one: (abs((one.due - today).days), -one.due.toordinal(), one.duty.id))


def _period(occurrences: Sequence[Occurrence]) -> Period:
    """The report of a year, from what units owe of it."""
    first = occurrences[0]
    projected = any(one.day.basis == "projected" for one in occurrences)
    return Period(first.duty, first.year, _common_day(occurrences) or first.due, projected)


def period_of(occurrence: Occurrence) -> Period:
    """The report of a year as one unit owes it."""
    return _period([occurrence])


def _common_day(occurrences: Sequence[Occurrence]) -> date | None:
    """The last day that most have; of those that were extended only where there are no others."""
    days = Counter(one.due for one in occurrences if one.day.basis != "extended")
    days = days or Counter(one.due for one in occurrences)
    return days.most_common(1)[0][0] if days else None


def standing(
    duties: Duties,
    tree: Tree,
    top: str,
    duty_id: str,
    year: int,
    submissions: Iterable[Submission],
    people: Iterable[Person],
    notices: Iterable[Notice],
    today: date,
    mutes: Iterable[Mute] = (),
) -> Standing | None:
    """How `top` and all units under it stand with a report of a year; None for one that is not known.

    `people`, `notices` and `mutes` matter for the units that have not sent.
    """
    duty = duties.duty(duty_id)
    if duty is None:
        return None
    days = {one.unit: one.day for one in submissions if one.duty == duty_id and one.year == year}
    reach = _Reach(people, notices, mutes)
    rows = (_row(duties, duty, year, unit, days.get(unit.id), reach, today) for unit in tree.under(top))
    return Standing(duty, year, top, tuple(row for row in rows if row is not None))


def look(
    register: Register, duties: Duties, top: str, duty_id: str, year: int, today: date, *, reach: bool = True
) -> Standing | None:
    """The same from the register; with `reach` also whether those that have not sent can be reminded."""
    tree = duties.tree
    submissions = register.submissions([unit.id for unit in tree.under(top)], [year])
    plain = standing(duties, tree, top, duty_id, year, submissions, (), (), today)
    if plain is None or not reach or not plain.silent:
        return plain
    people = [one for one in register.people_in([row.unit.id for row in plain.silent]) if _is_reminded(one)]
    since = datetime.combine(today - LATELY, time.min, ZONE)
    notices = register.notices([one.id for one in people], since, "reminder")
    mutes = [mute for one in people for mute in register.mutes(one.id)]
    return standing(duties, tree, top, duty_id, year, submissions, people, notices, today, mutes)


def rates(
    duties: Duties, units: Iterable[Unit], years: Sequence[int], submissions: Iterable[Submission], today: date
) -> list[Rate]:
    """Every report that units owed in these years, by the report and year, in the order of their days."""
    sent = {(one.duty, one.year, one.unit): one.day for one in submissions}
    rows: dict[tuple[str, int], list[Row]] = {}
    for unit in units:
        for duty in duties.binding(unit):
            for year in years:
                if (occurrence := duties.at(duty, year, unit)) is not None:
                    day = sent.get(occurrence.key)
                    row = Row(unit, occurrence, _state(occurrence, day, today), day)
                    rows.setdefault((duty.id, year), []).append(row)
    known = {duty.id: duty for duty in duties}
    found = [Standing(known[id_], year, "", tuple(of)) for (id_, year), of in rows.items()]
    found.sort(key=lambda one: (one.due or date.min, one.duty.id))
    return [Rate(one.duty, one.year, one.owing, one.sent, one.on_time, "open" in one.counts) for one in found]


def _row(duties: Duties, duty: Duty, year: int, unit: Unit, day: date | None, reach: _Reach, today: date) -> Row | None:
    """A unit's row; None for one that the report does not bind, or that is no more."""
    if not duties.binds(duty, unit):
        return None
    occurrence = duties.at(duty, year, unit)
    if occurrence is None:
        return Row(unit, None, "exempt") if unit.stands(today) else None
    state = _state(occurrence, day, today)
    row = Row(unit, occurrence, state, day)
    if not row.silent:
        return row
    reminders, to = reach.of(occurrence)
    return Row(unit, occurrence, state, None, reminders, to)


def _state(occurrence: Occurrence, day: date | None, today: date) -> State:
    if day is not None:
        return "on_time" if day <= occurrence.due else "late"
    return "missing" if today > occurrence.due else "open"


def _is_reminded(person: Person) -> bool:
    return any(one.role in REMINDED or one.role == "office" for one in person.memberships)


class _Reach:
    """Who can be reminded in each unit."""

    def __init__(self, people: Iterable[Person], notices: Iterable[Notice], mutes: Iterable[Mute]) -> None:
        self._in: dict[str, dict[str, Person]] = {}
        self._offices: dict[str, dict[str, Person]] = {}
        for person in people:
            for one in person.memberships:
                if one.role in REMINDED:
                    self._in.setdefault(one.unit, {})[person.id] = person
                elif one.role == "office":
                    self._offices.setdefault(one.unit, {})[person.id] = person
        self._last = {(one.person, one.subject): one.state for one in sorted(notices, key=lambda one: one.at)}
        self._muted = {(one.person, one.handle) for one in mutes if one.again_on is None}

    def of(self, occurrence: Occurrence) -> tuple[Reminders, tuple[Person, ...]]:
        """How a unit stands with reminders of an occurrence, and whom they reach."""
        unit = occurrence.unit.id
        people: Collection[Person] = self._in.get(unit, {}).values()
        office = self._offices.get(unit, {}).values()
        if not people and not office:
            return "nobody", ()
        reached = [person for person in people if way_to(person) is not None]
        reached = reached or [person for person in office if way_to(person) is not None]
        if not reached:
            return "unreachable", ()
        handle = occurrence.handle
        to = tuple(person for person in reached if (person.id, handle) not in self._muted)
        if not to:
            return "muted", ()
        last = {self._last.get((person.id, handle)) for person in to}
        return "unknown" if "unknown" in last and "sent" not in last else "ok", to
