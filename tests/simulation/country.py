"""A generated country: provinces, communes, units of a sector, their people, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from zlib import crc32

from handlers.people import PURPOSES
from handlers.types import Effect, Forget, Record
from knowledge.communes import provinces
from tests.simulation.facts import Facts, Owing
from tests.simulation.model import ZONE, Active, Model, Thing

DIRECTED = ("Thanh Hóa", "Hà Tĩnh", "Hải Phòng", "Ninh Bình")
SECTOR = "Y tế"
CHANNELS = ("telegram", "zalo", "web")
ROLES = ("secretary", "secretary", "secretary", "head", "member", "office")
SCHEDULES = ("-10 -5 -1 0 2", "-20 -7 -1 0 1 5", "-3 0", "-14 -7 -3 -1 0", "-5 -2 1 3 10")
NEVER = 12
"""Of a hundred reports that are owed, those that nobody ever sends."""
SHORT = ("báo cáo quý", "báo cáo chuyên đề", "bảng số liệu", "kế hoạch năm")


@dataclass(frozen=True, slots=True)
class Size:
    provinces: int
    communes: int
    members: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """A person has written from one of their chats: it is open again."""

    person: str
    channel: str
    user: str


@dataclass(frozen=True, slots=True)
class Shut:
    """A chat is blocked or gone; nobody knows until something is sent there."""

    channel: str
    user: str


Happening = Effect | Wrote | Shut
Dated = tuple[Happening, datetime]


@dataclass(slots=True)
class Country:
    """Makes up what happens; `facts` is where all of it is written down."""

    size: Size
    seed: int
    facts: Facts
    random: Random = field(init=False)
    shut: set[tuple[str, str]] = field(default_factory=set)
    _number: int = 0
    _people: list[str] = field(default_factory=list)
    _lately: list[tuple[str, Thing]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    # In the beginning

    def founding(self, began: date) -> list[Dated]:
        """The whole country as it stands on the first day."""
        found: list[Happening] = []
        names = list(dict.fromkeys((*DIRECTED, *(one.name for one in provinces()))))[: self.size.provinces]
        tops = [self._unit(found, f"Ban VSTBPN {name}", "province", None, name, began) for name in names]
        units = list(tops)
        for number in range(self.size.communes):
            at = number % len(tops)
            units.append(self._unit(found, f"Xã {number + 1}", "commune", tops[at], names[at], began))
        units += self._sectors(found, tops, names, began)
        for top, name in zip(tops, names, strict=True):
            units.append(self._unit(found, f"Cơ quan thường trực {name}", "department", top, name, began))
        self._settle(found, units, began)
        for top in tops:
            for _ in range(self.random.choice((0, 1, 1, 2))):
                found.append(self._duty(top, began.year))
        for unit in self.random.sample(units, max(1, len(units) // 30)):
            found.append(Record("stages", {"unit": unit, "days": self.random.choice(SCHEDULES)}))
        return self._dated(found, datetime.combine(began, datetime.min.time(), ZONE))

    def _dated(self, found: Iterable[Happening], now: datetime) -> list[Dated]:
        """Write down what happens, one a millisecond."""
        dated: list[Dated] = []
        for one in found:
            at = now + timedelta(milliseconds=len(dated))
            if isinstance(one, Record | Forget):
                self.facts.learn(one, at)
            elif isinstance(one, Wrote):
                self.facts.wrote(one.person, one.channel, one.user, at)
            dated.append((one, at))
        return dated

    def _sectors(self, found: list[Happening], tops: Sequence[str], names: Sequence[str], began: date) -> Iterator[str]:
        """A health department with hospitals in some provinces; the hospitals' superior is their `office`."""
        for at in range(0, len(tops), 3):
            name = names[at]
            head = self._unit(found, f"Sở Y tế {name}", "department", tops[at], name, began, sector=SECTOR)
            yield head
            for number in range(max(2, self.size.communes // (4 * len(tops)))):
                office = head if number % 2 else None
                parent = tops[at] if office else head
                title = f"Bệnh viện {number + 1} {name}"
                yield self._unit(found, title, "hospital", parent, name, began, sector=SECTOR, office=office)

    def _settle(self, found: list[Happening], units: Sequence[str], began: date) -> None:
        """People for most units, and an office for most of those that have others under them."""
        over = {self.facts.above(unit) for unit in self.facts.units} - {None}
        for unit in units:
            if unit in over and self.random.random() < 0.9:
                found += self._person(began, [(unit, "office")])
        peopled = [unit for unit in units if self.random.random() < 0.95]
        for unit in peopled:
            if len(self._people) < self.size.members:
                found += self._person(began, [(unit, "secretary")])
        while len(self._people) < self.size.members:
            roles = [(self.random.choice(peopled), self.random.choice(ROLES))]
            if self.random.random() < 0.1:
                roles.append((self.random.choice(peopled), self.random.choice(ROLES)))
            found += self._person(began, roles)

    # What happens

    def happenings(self, count: int, share: float, model: Model, now: datetime) -> list[Dated]:
        """What happens in a share of a day: the reports that are sent in it, and so many things of other kinds."""
        today = now.astimezone(ZONE).date()
        active = model.active(today)

        def all_() -> Iterator[Happening]:
            yield from self._submitting(active, share, today)
            for _ in range(count):
                (what,) = self.random.choices(list(_KINDS), list(_KINDS.values()))
                yield from what(self, active, model, today)

        return self._dated(all_(), now)

    def _submitting(self, active: Sequence[Active], share: float, today: date) -> Iterator[Happening]:
        """Reports: most are sent before the last day, some late, some never."""
        for one in active:
            owing = one.due.duty, one.due.year, one.unit
            if owing in self.facts.submitted or hash_of(*owing) % 100 < NEVER:
                continue
            if self.random.random() < share * (0.12 if one.stage < 0 else 0.3):
                yield self._submission(owing, today)

    def heard(self, person: str, things: frozenset[Thing]) -> None:
        """Somebody was told something: they may answer to it."""
        self._lately += [(person, thing) for thing in sorted(things, key=str) if thing[0] in ("stage", "again")]
        del self._lately[:-300]

    def _undo(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        for id_, owing in reversed(list(self.facts.submissions.items())[-200:]):
            if self.random.random() < 0.05 and owing in self.facts.submitted:
                yield Record("submissions", {"id": id_, "undone": 1})
                return

    def _mute(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        if not self._lately:
            return
        person, thing = self.random.choice(self._lately)
        if person not in self.facts.contacts:
            return
        handle = model.handle((str(thing[2]), int(thing[3]), str(thing[1])))
        days = self.random.choice((1, 1, 1, 3, None))
        again_on = None if days is None else (today + timedelta(days)).isoformat()
        if (person, handle) in self.facts.mutes and self.random.random() < 0.5:
            again_on = ""
        yield Record("mutes", {"person": person, "handle": handle, "again_on": again_on})

    def _rule(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        if not active:
            return
        one = self.random.choice(active)
        unit = self.random.choice(self.facts.line(one.unit))
        kind = self.random.choice(("confirm", "change", "change", "extend", "extend", "cancel"))
        if kind == "extend":
            unit = one.unit
        moved = one.due.day + timedelta(self.random.randint(-12, 25))
        row: dict[str, object] = {"id": self._id("quyet-dinh"), "duty": one.due.duty, "year": one.due.year}
        row |= {"unit": unit, "kind": kind, "reason": None, "by": None}
        yield Record("rulings", {**row, "due": moved.isoformat() if kind in ("change", "extend") else None})

    def _merge(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        """A unit ends and its people go over to another of the same superior."""
        unit = self._standing(today)
        others = [
            one
            for one in (self._standing(today) for _ in range(40))
            if one != unit and self.facts.above(one) == self.facts.above(unit) is not None
        ]
        if not others:
            return
        yield Record("units", {"id": unit, "until": today.isoformat()})
        for id_, one in list(self.facts.members.items()):
            if one.unit == unit and not one.ended and one.person:
                yield Record("memberships", {"id": id_, "until": today.isoformat()})
                yield self._membership(one.person, others[0], one.role, today)

    def _rename(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        unit = self._standing(today)
        yield Record("units", {"id": unit, "name": f"{self.facts.units[unit].name} mới"[:60]})

    def _found(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        beside = self.facts.units[self._standing(today)]
        parent = beside.parent or next(iter(self.facts.units))
        found: list[Happening] = []
        since = today + timedelta(self.random.choice((0, 0, 10, -20)))
        unit = self._unit(
            found, f"Xã lập {self._number}", "commune", parent, beside.province or "", since, sector=beside.sector
        )
        yield from found
        yield from self._person(today, [(unit, "secretary")])

    def _move(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        """A unit comes under another superior, or changes its field."""
        unit = self._standing(today)
        if self.random.random() < 0.3:
            yield Record("units", {"id": unit, "sector": self.random.choice((None, SECTOR))})
            return
        upper = self._standing(today)
        if unit not in self.facts.line(upper):
            yield Record("units", {"id": unit, "office": upper})

    def _join(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        if self.random.random() < 0.4:
            yield from self._person(today, [(self._standing(today), self.random.choice(ROLES))])
        elif person := self._member():
            yield self._membership(person, self._standing(today), self.random.choice(ROLES), today)

    def _leave(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        id_ = self.random.choice(list(self.facts.members)[-20_000:])
        if not self.facts.members[id_].ended:
            yield Record("memberships", {"id": id_, "until": today.isoformat()})

    def _forget(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        if person := self._member():
            yield Forget(person)

    def _consent(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        if person := self._member():
            purpose = self.random.choice(PURPOSES)
            given = not self.facts.consents[person].get(purpose, False)
            yield self._consents(person, purpose, given)

    def _shut(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        if person := self._member():
            where = self.random.choice(list(self.facts.contacts[person]))
            self.shut.add(where)
            yield Shut(*where)

    def _write(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        blocked = [(p, where) for p, all_ in self.facts.contacts.items() for where in all_ if where in self.shut]
        if blocked and self.random.random() < 0.6:
            person, where = self.random.choice(blocked)
        elif chosen := self._member():
            person, where = chosen, self.random.choice(list(self.facts.contacts[chosen]))
        else:
            return
        self.shut.discard(where)
        yield Wrote(person, *where)

    def _contact(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        if person := self._member():
            yield self._contacts(person, self.random.choice(CHANNELS))

    def _schedule(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        unit = self._standing(today)
        chosen = self.random.choice(self.facts.line(unit))
        yield Record("stages", {"unit": chosen, "days": self.random.choice(SCHEDULES)})

    def _own(self, active: Sequence[Active], model: Model, today: date) -> Iterator[Happening]:
        if self.facts.duties and self.random.random() < 0.5:
            day = today + timedelta(self.random.randint(-5, 200))
            yield Record("duties", {"id": self.random.choice(list(self.facts.duties)), "ended": day.isoformat()})
        else:
            owners = [one for one in (self._standing(today) for _ in range(10)) if self.facts.above(one) is None]
            yield self._duty(owners[0] if owners else self._standing(today), today.year)

    # The rows

    def _id(self, kind: str) -> str:
        self._number += 1
        return f"{kind}-{self._number}"

    def _unit(
        self,
        found: list[Happening],
        name: str,
        kind: str,
        parent: str | None,
        province: str,
        since: date,
        *,
        sector: str | None = None,
        office: str | None = None,
    ) -> str:
        id_ = self._id("dv")
        row = {"id": id_, "name": name, "kind": kind, "parent": parent, "office": office, "province": province}
        record = Record("units", {**row, "sector": sector, "code": None, "since": since.isoformat(), "until": None})
        self.facts.learn(record, datetime.combine(since, datetime.min.time(), ZONE))
        found.append(record)
        return id_

    def _person(self, since: date, roles: Sequence[tuple[str, str]]) -> list[Happening]:
        person = self._id("ng")
        self._people.append(person)
        found: list[Happening] = [Record("people", {"id": person, "name": None})]
        for channel in self.random.sample(CHANNELS, self.random.choice((1, 1, 2, 3))):
            found.append(self._contacts(person, channel))
        for purpose in PURPOSES:
            if self.random.random() < 0.97:
                found.append(self._consents(person, purpose, True))
        return [*found, *(self._membership(person, unit, role, since) for unit, role in roles)]

    def _contacts(self, person: str, channel: str) -> Record:
        user = self._id("chat")
        return Record("contacts", {"channel": channel, "user": user, "chat": user, "person": person})

    def _consents(self, person: str, purpose: str, given: bool) -> Record:
        row = {"person": person, "purpose": purpose, "given": int(given)}
        return Record("consents", {**row, "text": "1", "channel": "web"})

    def _membership(self, person: str, unit: str, role: str, since: date) -> Record:
        row = {"id": self._id("tv"), "person": person, "unit": unit, "role": role}
        return Record("memberships", {**row, "since": since.isoformat()})

    def _submission(self, owing: Owing, today: date) -> Record:
        duty, year, unit = owing
        row = {"id": self._id("nop"), "duty": duty, "year": year, "unit": unit, "day": today.isoformat()}
        return Record("submissions", {**row, "by": None, "undone": 0})

    def _duty(self, owner: str, year: int) -> Record:
        below = [one for one in self.facts.units if one != owner and owner in self.facts.line(one)]
        listed = self.random.sample(below, min(len(below), 5)) if self.random.random() < 0.3 else []
        leap_day = self.random.random() < 0.1
        month, day = (2, 29) if leap_day else (self.random.randint(1, 12), self.random.randint(1, 28))
        id_ = self._id("rieng")
        title = f"{self.random.choice(SHORT).capitalize()} số {self._number}"
        row: dict[str, str | None] = {"id": id_, "owner": owner, "title": title}
        row |= {"period": self.random.choice(("quarter", "once", "year")), "recipient": "", "template": None}
        return Record(
            "duties",
            {
                **row,
                **{"year": year, "recurs": int(self.random.random() < 0.8), "month": month, "day": day},
                **{"units": " ".join(listed), "ended": None},
            },
        )

    def _standing(self, today: date) -> str:
        units = list(self.facts.units)
        for _ in range(50):
            unit = self.random.choice(units)
            if self.facts.units[unit].there(today):
                return unit
        return units[0]

    def _member(self) -> str | None:
        """Somebody who has an account and a chat."""
        for _ in range(20):
            person = self.random.choice(self._people)
            if self.facts.contacts.get(person) and person in self.facts.consents:
                return person
        return None


Kind = Callable[[Country, Sequence[Active], Model, date], Iterator[Happening]]
_KINDS: dict[Kind, float] = {
    Country._undo: 4,
    Country._mute: 12,
    Country._rule: 6,
    Country._merge: 2,
    Country._rename: 2,
    Country._found: 1,
    Country._move: 1,
    Country._join: 4,
    Country._leave: 4,
    Country._forget: 1,
    Country._consent: 3,
    Country._shut: 12,
    Country._write: 12,
    Country._contact: 3,
    Country._schedule: 1,
    Country._own: 0.5,
}
"""How often each kind of thing happens, beside the others."""


def hash_of(*parts: object) -> int:
    """A number that is the same in every run."""
    return crc32("|".join(map(str, parts)).encode())
