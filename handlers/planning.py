"""What has to be told to whom at a moment: worked out anew from what is owed, sent and already told.

Nothing is remembered between two plans but the ledger of what was told, so a restart, a moved deadline, a submission,
a merged unit or a member who left needs no bookkeeping. The rules:

- Told are the secretaries of a unit; from one working day before also its heads (from the first stage on where no
  secretary can be reached); after the day also the nearest standing office above, in one digest for each deadline.
- The stages that a unit has set are for its secretaries, and for the units under it that have set none. Its heads and
  the office go by those of the nearest unit above that has set some, so that no unit can keep its silence from them.
- Each stage of a deadline is told once to each person. Of stages that were missed only the latest still matters.
- One message a day for each person; what comes up later that day waits for the next working day, unless the day
  itself is reached or is the next one.
- What somebody has turned off is not told; what they put off is told again on that day, once.
- A day of the year is told 30 and 7 days ahead, to the secretaries, once to each person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.duties import Duties, Duty, Occurrence
from handlers.people import Person, Tree, Unit
from handlers.reaching import way_to
from handlers.register import Mute, Submission
from handlers.stages import STAGES, TO_HEAD, TO_OFFICE, reached, stages_of
from handlers.types import Address
from handlers.wishes import binding_directives
from knowledge.model import Fact

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OPENS, CLOSES = time(7, 30), time(17, 30)
"""Nobody is told anything outside these hours of a working day."""
EVENT_DAYS = (30, 7)
"""Days ahead of a day of the year."""
CANNOT_WAIT = frozenset({-1, 0})
"""Stages that are told on their day even to somebody who has been told something else that day."""
NEAR = timedelta(days=200)
"""Further from today than this no last day has reached a stage, nor one that was moved to another year."""


@dataclass(frozen=True, slots=True)
class Item:
    """An occurrence to tell one person about; `again`: they had put it off until today."""

    occurrence: Occurrence
    stage: int
    again: date | None = None

    @property
    def subject(self) -> str:
        return self.occurrence.handle


@dataclass(frozen=True, slots=True)
class Overdue:
    """For an office: the units that have not sent what was due on a day."""

    duty: Duty
    year: int
    due: date
    stage: int
    top: Unit
    """The office's own unit."""
    units: tuple[Unit, ...]
    projected: bool = False
    """Whether nobody has ruled on that day for some of them."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day of the year that comes in so many days."""

    fact: Fact
    starts: date
    days: int
    directives: frozenset[str] = frozenset()
    """Those that bind a unit of the person who is told."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger that a message makes: its key, and what it is about."""

    key: str
    kind: str
    subject: str
    unit: str | None = None
    stage: int | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """One message to one person, with everything that it tells."""

    person: Person
    to: Address
    until: datetime
    """When it has lost its sense."""
    entries: tuple[Entry, ...]
    items: tuple[Item, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    ahead: tuple[Ahead, ...] = ()

    @property
    def name(self) -> str:
        """A short name of what it tells, the same for the same things to the same address."""
        keys = "\n".join(sorted(entry.key for entry in self.entries))
        return hashlib.sha256(f"{self.to.session_key}\n{keys}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class State:
    """All that a plan is made from."""

    duties: Duties
    people: Sequence[Person]
    """Everybody with an account."""
    submissions: Collection[Submission]
    mutes: Collection[Mute]
    stages: Mapping[str, tuple[int, ...]]
    """Units that have set their own."""
    told: Collection[str]
    """Keys in the ledger whose letters are out of the house."""
    told_today: Collection[str]
    """People who were told something today."""
    events: Sequence[Fact] = ()

    @property
    def tree(self) -> Tree:
        return self.duties.tree


@dataclass(frozen=True, slots=True)
class _Open:
    """What a unit owes and has reached a stage of: its own for the secretaries, that of those above for the others."""

    occurrence: Occurrence
    stage: int | None
    above: int | None
    stem: str
    """What its keys in the ledger have in common."""
    handle: str


@dataclass(slots=True)
class _Pile:
    """What one person is to be told."""

    person: Person
    to: Address
    items: list[Item] = field(default_factory=list)
    overdue: list[Overdue] = field(default_factory=list)
    ahead: list[Ahead] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def working_hours(now: datetime, is_working: bool) -> bool:
    """Whether people may be told things now."""
    return is_working and OPENS <= now.astimezone(ZONE).time() < CLOSES


def closing(now: datetime) -> datetime:
    """The end of the working hours of a moment's day."""
    return datetime.combine(now.astimezone(ZONE).date(), CLOSES, ZONE)


def opening(now: datetime, is_working: Callable[[date], bool]) -> datetime:
    """Now within working hours, else when they next begin."""
    local = now.astimezone(ZONE)
    day = local.date()
    if working_hours(now, is_working(day)):
        return now
    if local.time() >= OPENS:
        day += timedelta(days=1)
    while not is_working(day):
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, ZONE)


def plan(state: State, now: datetime) -> list[Digest]:
    """Every message that is to go out at a moment, at most one to a person; none outside working hours."""
    today = now.astimezone(ZONE).date()
    if not working_hours(now, state.duties.calendar.is_working(today)):
        return []
    return _Planner(state, today, closing(now)).digests()


class _Planner:
    """One plan in the making."""

    def __init__(self, state: State, today: date, until: datetime) -> None:
        self._state = state
        self._tree = state.tree
        self._today = today
        self._until = until
        self._told = state.told
        self._told_today = frozenset(state.told_today)
        self._sent = {(one.duty, one.year, one.unit) for one in state.submissions}
        self._mutes = {(one.person, one.handle): one.again_on for one in state.mutes}
        self._ways = {person.id: way_to(person) for person in state.people}
        self._in: dict[str, dict[str, list[Person]]] = {}
        for person in state.people:
            for one in person.memberships:
                self._in.setdefault(one.unit, {}).setdefault(one.role, []).append(person)
        self._reached: dict[tuple[date, tuple[int, ...]], int | None] = {}
        self._piles: dict[str, _Pile] = {}
        self._open = list(self._pending())

    def digests(self) -> list[Digest]:
        """The messages, each with all that its person is to be told."""
        for one in self._open:
            told = self._recipients(one.occurrence.unit, one.stage, one.above)
            for person, stage in [*told, *self._of_office(one.occurrence.unit, one.stage)]:
                self._tell(person, one, stage)
        for person, overdue in self._silent():
            self._tell_office(person, overdue)
        for ahead in self._events():
            for person in self._secretaries():
                self._tell_ahead(person, ahead)
        return [self._digest(pile) for pile in self._piles.values() if pile.entries]

    def _pending(self) -> Iterator[_Open]:
        """What units owe, have not sent, and have reached a stage of."""
        years = {duty.id: self._years(duty) for duty in self._state.duties}
        for unit in self._tree:
            if not unit.stands(self._today):
                continue
            own, of_above = self._stages(unit.id), self._stages(unit.above)
            for duty in self._state.duties.binding(unit):
                for year in years[duty.id]:
                    if (duty.id, year, unit.id) in self._sent:
                        continue
                    occurrence = self._state.duties.at(duty, year, unit)
                    if occurrence is None:
                        continue
                    stage = self._stage(occurrence.remind_by, own)
                    above = stage if of_above == own else self._stage(occurrence.remind_by, of_above)
                    if stage is not None or above is not None:
                        stem = f"{unit.id}|{duty.id}|{year}|{occurrence.due.isoformat()}"
                        yield _Open(occurrence, stage, above, stem, occurrence.handle)

    def _years(self, duty: Duty) -> list[int]:
        """The years of a duty in which some unit may have reached a stage: for most only those that all have."""
        found = []
        for year in range((self._today - NEAR).year, (self._today + NEAR).year + 1):
            day = self._state.duties.base(duty, year)
            reached_by_all = day is not None and self._stage(day.remind_by, STAGES) is not None
            if day is not None and (reached_by_all or self._state.stages or self._state.duties.ruled(duty, year)):
                found.append(year)
        return found

    def _stages(self, unit: str | None) -> tuple[int, ...]:
        """Those of a unit: its own, else of the nearest above that has set some."""
        own = self._state.stages
        return stages_of(own, self._tree.chain(unit)) if own else STAGES

    def _stage(self, remind_by: date, stages: tuple[int, ...]) -> int | None:
        key = (remind_by, stages)
        if key not in self._reached:
            self._reached[key] = reached(self._state.duties.calendar, remind_by, stages, self._today)
        return self._reached[key]

    def _recipients(self, unit: Unit, stage: int | None, above: int | None) -> list[tuple[Person, int]]:
        """The secretaries who can be reached, and the heads once it is their turn: each once, at their latest stage."""
        secretaries = [one for one in self._with_role(unit.id, "secretary") if self._ways[one.id]]
        told = {one.id: (one, stage) for one in secretaries} if stage is not None else {}
        if above is not None and (above >= TO_HEAD or not secretaries):
            for head in self._with_role(unit.id, "head"):
                _, other = told.get(head.id, (head, above))
                told[head.id] = head, max(other, above)
        return list(told.values())

    def _of_office(self, unit: Unit, stage: int | None) -> list[tuple[Person, int]]:
        """Those in a unit's own office, for what the unit itself owes, where it has nobody else to be reminded."""
        others = [*self._with_role(unit.id, "secretary"), *self._with_role(unit.id, "head")]
        if stage is None or any(self._ways[one.id] for one in others):
            return []
        return [(one, stage) for one in self._with_role(unit.id, "office")]

    def _with_role(self, unit: str, role: str) -> list[Person]:
        return self._in.get(unit, {}).get(role, [])

    def _tell(self, person: Person, one: _Open, stage: int) -> None:
        """Put what is owed on a person's pile, unless they know or do not want to."""
        mute = (person.id, one.handle)
        again = self._mutes.get(mute)
        if again is None and mute in self._mutes:
            return
        if again is not None and again > self._today:
            return
        keys = [f"{person.id}|{one.stem}|{stage}"]
        if again is not None:
            # Once for that day, whatever becomes of the deadline's own day.
            duty, year, unit = one.occurrence.key
            keys.append(f"{person.id}|{unit}|{duty}|{year}|again {again.isoformat()}")
        new = [key for key in keys if key not in self._told]
        if not new or not self._may_be_told(person, stage):
            return
        if pile := self._pile(person):
            pile.items.append(Item(one.occurrence, stage, again))
            of = one.occurrence.unit.id
            pile.entries += [Entry(key, "reminder", one.handle, of, stage) for key in new]

    def _may_be_told(self, person: Person, stage: int | None) -> bool:
        return person.id not in self._told_today or stage in CANNOT_WAIT

    def _silent(self) -> Iterator[tuple[Person, Overdue]]:
        """For every office the units nearest to it that have not sent what is past its day."""
        groups: dict[tuple[str, str, int, date, int], list[Occurrence]] = {}
        for one in self._open:
            occurrence = one.occurrence
            stage = one.above
            if stage is not None and stage >= TO_OFFICE and (top := self._office_above(occurrence.unit)):
                key = (top, occurrence.duty.id, occurrence.year, occurrence.due, stage)
                groups.setdefault(key, []).append(occurrence)
        for (office, _, year, due, stage), silent in groups.items():
            units = tuple(one.unit for one in silent)
            projected = any(one.day.basis == "projected" for one in silent)
            if (unit := self._tree.unit(office)) is not None:
                for person in self._with_role(office, "office"):
                    yield person, Overdue(silent[0].duty, year, due, stage, unit, units, projected)

    def _office_above(self, unit: Unit) -> str | None:
        """The nearest unit above that has an office, as it is to that one that is sent; else the unit itself."""
        own, *above = self._tree.chain(unit.id)
        return next((one.id for one in (*above, own) if self._with_role(one.id, "office")), None)

    def _tell_office(self, person: Person, overdue: Overdue) -> None:
        due = overdue.due.isoformat()
        key = f"{person.id}|office {overdue.top.id}|{overdue.duty.id}|{overdue.year}|{due}|{overdue.stage}"
        if key in self._told or not self._may_be_told(person, None):
            return
        if pile := self._pile(person):
            pile.overdue.append(overdue)
            subject = f"{overdue.duty.id}|{overdue.year}"
            pile.entries.append(Entry(key, "digest", subject, overdue.top.id, overdue.stage))

    def _events(self) -> Iterator[Ahead]:
        """The days of the year of which a stage is reached."""
        for fact in self._state.events:
            for year in (self._today.year, self._today.year + 1):
                starts = date(year, *map(int, (fact.starts or "01-01").split("-")))
                come = [
                    days for days in EVENT_DAYS if self._working_before(starts - timedelta(days=days)) <= self._today
                ]
                if come and self._today < starts:
                    yield Ahead(fact, starts, min(come))

    def _working_before(self, day: date) -> date:
        return self._state.duties.calendar.last_working_not_after(day)

    def _secretaries(self) -> list[Person]:
        """Every secretary of a unit that stands, once; its heads where there is none to be reached."""
        found: dict[str, Person] = {}
        for unit in self._in:
            known = self._tree.unit(unit)
            if known is not None and known.stands(self._today):
                found |= {one.id: one for one, _ in self._recipients(known, min(STAGES), min(STAGES))}
        return list(found.values())

    def _tell_ahead(self, person: Person, ahead: Ahead) -> None:
        key = f"{person.id}|event|{ahead.fact.id}|{ahead.starts.year}|{ahead.days}"
        if key in self._told or not self._may_be_told(person, None):
            return
        if pile := self._pile(person):
            own = [unit for id_ in person.units if (unit := self._tree.unit(id_)) and unit.stands(self._today)]
            pile.ahead.append(replace(ahead, directives=binding_directives(own, self._state.duties)))
            pile.entries.append(Entry(key, "event", f"{ahead.fact.id} {ahead.starts.year}"))

    def _pile(self, person: Person) -> _Pile | None:
        """The pile of a person who can be reached."""
        pile = self._piles.get(person.id)
        if pile is None and (to := self._ways[person.id]):
            pile = self._piles[person.id] = _Pile(person, to)
        return pile

    def _digest(self, pile: _Pile) -> Digest:
        return Digest(
            person=pile.person,
            to=pile.to,
            until=self._until,
            entries=tuple(pile.entries),
            items=tuple(sorted(pile.items, key=lambda item: (item.occurrence.due, item.occurrence.key))),
            overdue=tuple(sorted(pile.overdue, key=lambda one: (one.due, one.duty.id))),
            ahead=tuple(sorted(pile.ahead, key=lambda one: one.starts)),
        )


def reminded_events(facts: Iterable[Fact]) -> list[Fact]:
    """The days of the year that are told ahead."""
    return [fact for fact in facts if fact.remind and fact.starts]
