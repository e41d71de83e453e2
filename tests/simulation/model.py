"""What reminders have to go out, worked out anew from the rules at every moment, by other means than the program's.

The program plans from its database and its ledger; this model walks over everything that is owed and asks of each
person what they have not been told. It shares the facts, the calendar and the knowledge base, and no code.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.load import Knowledge
from knowledge.wording import written_day
from knowledge.workdays import Calendar
from tests.simulation.facts import DutyFacts, Facts, Owing

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OPENS, CLOSES = time(7, 30), time(17, 30)
STAGES = (-14, -7, -3, -1, 0, 1, 3)
LINGERS = 5
"""Working days for which the last stage still matters after its own."""
AHEAD = (30, 7)
SHUNNED = timedelta(days=7)
LAST_CHOICE = frozenset({"web", "console"})

Thing = tuple[str | int, ...]
"""What is told: its kind ("stage", "again", "office" or "event") and what it is about."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One message to one person: where to, what it tells."""

    channel: str
    user: str
    things: frozenset[Thing]


@dataclass(frozen=True, slots=True)
class Asked:
    """A dated deadline of a directive."""

    id: str
    title: str
    period: str
    province: str
    sector: str | None
    year: int
    recurs: bool
    month_day: tuple[int, int]
    exclusive: bool
    """"Before" the day, not "by" it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A unit's duty of a year and its last day."""

    duty: str
    year: int
    day: date


@dataclass(frozen=True, slots=True)
class Active:
    """What a unit owes at a stage that matters now."""

    unit: str
    due: Due
    stages: Mapping[str, int]
    """By role: "secretary" by the unit's stages, "head" and "office" by those of its superiors."""

    @property
    def stage(self) -> int:
        """The latest of them."""
        return max(self.stages.values())


@dataclass(slots=True)
class Model:
    facts: Facts
    knowledge: Knowledge
    told: dict[str, set[Thing]] = field(default_factory=lambda: defaultdict(set))
    told_on: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    delivered: dict[str, datetime] = field(default_factory=dict)
    """When each channel last delivered something."""
    silent: dict[Thing, list[str]] = field(default_factory=dict)
    """Of the things told to offices at the last moment: the units that have not sent."""
    _asked: dict[str, Asked] = field(init=False)
    _calendar: Calendar = field(init=False)
    _plans: dict[tuple[date, tuple[int, ...]], tuple[list[date], date]] = field(default_factory=dict)
    _known: tuple[int, date] = (-1, date.min)
    _active: list[Active] = field(default_factory=list)
    _owned: dict[str, list[tuple[str, DutyFacts]]] = field(default_factory=lambda: defaultdict(list))
    _handles: dict[Owing, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._calendar = Calendar(self.knowledge.holidays)
        self._asked = {one.id: one for one in _asked(self.knowledge)}

    def expected(self, now: datetime) -> dict[str, Expected]:
        """Every message that has to stand in the queue at a moment of the working day, by person."""
        local = now.astimezone(ZONE)
        today = local.date()
        self.silent.clear()
        wanted: dict[str, set[Thing]] = defaultdict(set)
        self._deadlines(wanted, today)
        self._offices(wanted, today)
        self._events(wanted, today)
        found = {}
        for person, things in wanted.items():
            # A day that has not come was told on before the clock was set back.
            if any(day >= today for day in self.told_on.get(person, ())):
                things = {one for one in things if one[0] in ("stage", "again") and self._urgent(one, things)}
            address = self._address(person)
            if things and address is not None:
                found[person] = Expected(*address, frozenset(things))
        return found

    def working(self, now: datetime) -> bool:
        """Whether anything may be sent."""
        local = now.astimezone(ZONE)
        return self._calendar.is_working(local.date()) and OPENS <= local.time() < CLOSES

    def settle(self, person: str, channel: str, user: str, things: Iterable[Thing], fate: str, now: datetime) -> None:
        """What became of a message: it was "sent", it is "unknown", or it "failed" and its contact is blocked."""
        if fate == "failed":
            contact = self.facts.contacts.get(person, {}).get((channel, user))
            if contact:
                contact.blocked = True
            return
        if fate == "sent":
            self.delivered[channel] = now
        self.told[person].update(things)
        self.told_on[person].add(now.astimezone(ZONE).date())

    def miss(self, missed: Iterable[tuple[str, str, str, datetime]], now: datetime) -> None:
        """Reminders (person, channel, user, until when) were not delivered on their day.

        For seven days that contact is the last to be tried, unless its person writes from there, or its channel has
        delivered something since.
        """
        for contacts in self.facts.contacts.values():
            for (channel, _), contact in contacts.items():
                again = max(now - SHUNNED, self.delivered.get(channel, now - SHUNNED))
                if contact.missed is not None and contact.missed < again:
                    contact.missed = None
        for person, channel, user, until in missed:
            found = self.facts.contacts.get(person, {}).get((channel, user))
            if found is not None and found.missed is None and found.seen < until:
                found.missed = until

    def active(self, today: date) -> list[Active]:
        """Everything that is owed and has a stage today, submitted or not."""
        if self._known != (self.facts.structure, today):
            self._known = (self.facts.structure, today)
            self._owned.clear()
            for id_, duty in self.facts.duties.items():
                self._owned[duty.owner].append((id_, duty))
            self._active = [
                Active(id_, due, stages)
                for id_, unit in self.facts.units.items()
                if unit.there(today)
                for due in self._owed(id_, today)
                if (stages := self._by_role(id_, due.day, today))
            ]
        return self._active

    def handle(self, owing: Owing) -> str:
        """The name by which a person turns reminders of it off."""
        if owing not in self._handles:
            self._handles[owing] = hashlib.sha256("|".join(map(str, owing)).encode()).hexdigest()[:12]
        return self._handles[owing]

    def words(self, thing: Thing) -> list[str]:
        """Words that a message has to show for a thing."""
        if thing[0] == "event":
            fact = next(one for one in self.knowledge.events if one.id == thing[1])
            return [fact.name or fact.title, written_day(_yearly(fact.starts or "", int(thing[2])))]
        if thing[0] == "again":
            return [self.title(str(thing[2])), self.facts.units[str(thing[1])].name]
        due = written_day(date.fromisoformat(str(thing[4])))
        if thing[0] == "office":
            units = self.silent.get(thing, [])
            return [self.title(str(thing[2])), due, f"{len(units)} đơn vị", self.facts.units[str(thing[1])].name]
        return [self.title(str(thing[2])), due, self.facts.units[str(thing[1])].name]

    def title(self, duty: str) -> str:
        own = self.facts.duties.get(duty)
        return own.title if own else self._asked[duty].title

    # What is told

    def _deadlines(self, wanted: dict[str, set[Thing]], today: date) -> None:
        for one in self.active(today):
            owing = one.due.duty, one.due.year, one.unit
            if owing in self.facts.submitted:
                continue
            for person, latest in self._hearers(one).items():
                wanted[person] |= self._told_of(person, one, latest, owing, today)

    def _told_of(self, person: str, one: Active, latest: int, owing: Owing, today: date) -> set[Thing]:
        stage: Thing = ("stage", one.unit, one.due.duty, one.due.year, one.due.day.isoformat(), latest)
        new = {stage} - self.told[person]
        key = person, self.handle(owing)
        if key not in self.facts.mutes:
            return new
        again_on = self.facts.mutes[key]
        if again_on is None or again_on > today:
            return set()
        again: Thing = ("again", one.unit, one.due.duty, one.due.year, again_on.isoformat())
        return new | ({again} - self.told[person])

    def _hearers(self, one: Active) -> dict[str, int]:
        """Who is told, each with the latest stage that is theirs in any role."""
        found: dict[str, list[int]] = defaultdict(list)
        secretaries = self._reached(one.unit, "secretary")
        for role, people in (("secretary", secretaries), ("head", self._reached(one.unit, "head"))):
            stage = one.stages.get(role)
            if stage is None or (role == "head" and stage < -1 and secretaries):
                continue
            for person in people:
                found[person].append(stage)
        if (
            (stage := one.stages.get("secretary")) is not None
            and not secretaries
            and not self._reached(one.unit, "head")
        ):
            for person in self._reached(one.unit, "office"):
                found[person].append(stage)
        return {person: max(stages) for person, stages in found.items()}

    def _offices(self, wanted: dict[str, set[Thing]], today: date) -> None:
        groups: dict[Thing, list[str]] = self.silent
        for one in self.active(today):
            stage = one.stages.get("office", 0)
            if stage < 1 or (one.due.duty, one.due.year, one.unit) in self.facts.submitted:
                continue
            own, *superiors = self.facts.line(one.unit)
            top = next((id_ for id_ in (*superiors, own) if self.facts.in_role(id_, "office")), None)
            if top is not None:
                thing: Thing = ("office", top, one.due.duty, one.due.year, one.due.day.isoformat(), stage)
                groups.setdefault(thing, []).append(one.unit)
        for thing in groups:
            for person in self._reached(str(thing[1]), "office"):
                if thing not in self.told[person]:
                    wanted[person].add(thing)

    def _events(self, wanted: dict[str, set[Thing]], today: date) -> None:
        things = list(self._ahead(today))
        if not things:
            return
        people = {
            person
            for id_, unit in self.facts.units.items()
            if unit.there(today)
            for person in (self._reached(id_, "secretary") or self._reached(id_, "head"))
        }
        for person in people:
            wanted[person].update(thing for thing in things if thing not in self.told[person])

    def _ahead(self, today: date) -> Iterator[Thing]:
        for fact in self.knowledge.events:
            if not fact.remind or fact.starts is None:
                continue
            for year in (today.year, today.year + 1):
                starts = _yearly(fact.starts, year)
                far, near = (self._calendar.last_working_not_after(starts - timedelta(days)) for days in AHEAD)
                if far <= today < starts:
                    yield ("event", fact.id, year, AHEAD[0] if today < near else AHEAD[1])

    def _urgent(self, thing: Thing, things: set[Thing]) -> bool:
        """Whether it may be told to somebody who was told something today: a new stage of the last two days."""
        same = [one for one in things if one[0] == "stage" and one[1:4] == thing[1:4]]
        return any(one[5] in (-1, 0) for one in same)

    # Who

    def _reached(self, unit: str, role: str) -> list[str]:
        return [person for person in self.facts.in_role(unit, role) if self._address(person) is not None]

    def _address(self, person: str) -> tuple[str, str] | None:
        """Where to write to a person who did not ask."""
        consents = self.facts.consents.get(person, {})
        if not (consents.get("account") and consents.get("reminders")):
            return None
        open_ = [(where, one) for where, one in self.facts.contacts.get(person, {}).items() if not one.blocked]
        if not open_:
            return None
        return max(open_, key=lambda pair: (pair[1].missed is None, pair[0][0] not in LAST_CHOICE, pair[1].seen))[0]

    # When

    def _by_role(self, unit: str, due: date, today: date) -> dict[str, int]:
        line = [self.facts.stages.get(one) for one in self.facts.line(unit)]
        set_above = [one for one in line[1:] if one] + [STAGES]
        of_role = {"secretary": line[0] or set_above[0], "head": set_above[0], "office": set_above[0]}
        found = {role: self._stage(due, stages, today) for role, stages in of_role.items()}
        return {role: stage for role, stage in found.items() if stage is not None}

    def _stage(self, due: date, stages: tuple[int, ...], today: date) -> int | None:
        if (due, stages) not in self._plans:
            aim = self._calendar.last_working_not_after(due)
            days = [self._calendar.add_working_days(aim, number) for number in stages]
            self._plans[due, stages] = days, self._calendar.add_working_days(days[-1], LINGERS)
        days, end = self._plans[due, stages]
        reached = bisect_right(days, today)
        return stages[reached - 1] if reached and today <= end else None

    # What is owed

    def _owed(self, unit: str, today: date) -> Iterator[Due]:
        for duty in self._binding(unit):
            for year in (today.year - 1, today.year, today.year + 1):
                day = self._last_day(duty, year, unit)
                if day is not None and self.facts.units[unit].there(day):
                    yield Due(duty, year, day)

    def _binding(self, unit: str) -> list[str]:
        one = self.facts.units[unit]
        found: dict[str, Asked] = {}
        heads_sector, heads_province = self._heads_sector(unit), self._heads_province(unit)
        for asked in self._asked.values():
            if (
                heads_province
                or asked.province != one.province
                or (asked.sector and (asked.sector != one.sector or heads_sector))
            ):
                continue
            other = found.get(asked.period)
            if other is None or (asked.sector is not None, asked.year) > (other.sector is not None, other.year):
                found[asked.period] = asked
        line = self.facts.line(unit)
        own = [
            id_
            for owner in line
            for id_, duty in self._owned.get(owner, ())
            if unit in duty.units or (not duty.units and unit != owner)
        ]
        return [asked.id for asked in found.values()] + own

    def _heads_sector(self, unit: str) -> bool:
        sector = self.facts.units[unit].sector
        upper = self.facts.above(unit)
        if sector is None or (upper and self.facts.units[upper].sector == sector):
            return False
        return any(
            one.sector == sector and id_ != unit and unit in self.facts.line(id_)
            for id_, one in self.facts.units.items()
            if one.sector == sector
        )

    def _heads_province(self, unit: str) -> bool:
        """Whether others of its province lie below it, and none above; no unit of a field, no commune, no hospital."""
        one, line = self.facts.units[unit], self.facts.line(unit)
        if one.sector or not one.province or one.kind in ("commune", "hospital", "school"):
            return False
        if len(line) > 1 and self.facts.units[line[1]].province == one.province:
            return False
        return any(
            other.province == one.province and unit in self.facts.line(id_)[1:]
            for id_, other in self.facts.units.items()
        )

    def _last_day(self, duty: str, year: int, unit: str) -> date | None:
        own = self.facts.duties.get(duty)
        day = _own_day(own, year) if own else self._asked_day(duty, year)
        if day is None:
            return None
        rulings = self.facts.rulings.get((duty, year))
        if rulings:
            for one in self.facts.line(unit):
                counting = [ruling for ruling in rulings.get(one, ()) if ruling.kind != "extend" or one == unit]
                if counting:
                    latest = sorted(counting, key=lambda ruling: ruling.at)[-1]
                    if latest.kind == "cancel":
                        return None
                    day = latest.due if latest.kind in ("change", "extend") and latest.due else day
                    break
        return day

    def _asked_day(self, duty: str, year: int) -> date | None:
        asked = self._asked[duty]
        if year < asked.year or (year > asked.year and not asked.recurs):
            return None
        return date(year, *asked.month_day) - timedelta(days=1 if asked.exclusive else 0)


def _own_day(duty: DutyFacts, year: int) -> date | None:
    if year < duty.year or (year > duty.year and not duty.recurs):
        return None
    day = date(year, duty.month, 1) + timedelta(duty.day - 1)
    if day.month != duty.month:
        day -= timedelta(1)
    return None if duty.ended and duty.ended <= day else day


def _asked(knowledge: Knowledge) -> Iterator[Asked]:
    today: Mapping[str, str] = {place.name: place.now for place in knowledge.places if place.now}
    for directive in knowledge.directives:
        for one in directive.deadlines:
            written = one.before or one.by
            if directive.province is None or written is None:
                continue
            *years, month, day = map(int, written.split("-"))
            bound = directive.province.name
            yield Asked(
                id=f"{directive.id}:{one.id}",
                title=one.obligation,
                period=one.period,
                province=today.get(bound, bound),
                sector=directive.sector.name if directive.sector else None,
                year=years[0] if years else directive.year,
                recurs=one.recurs,
                month_day=(month, day),
                exclusive=one.before is not None,
            )


def _yearly(month_day: str, year: int) -> date:
    return date.fromisoformat(f"{year}-{month_day}")
