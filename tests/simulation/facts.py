"""What is known of the country: plain tables that learn from the very records that the program stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.types import Effect, Forget, Record

Owing = tuple[str, int, str]
"""A duty, a year and a unit."""


@dataclass(slots=True)
class UnitFacts:
    name: str
    since: date
    kind: str = "other"
    until: date | None = None
    parent: str | None = None
    office: str | None = None
    province: str | None = None
    sector: str | None = None

    def there(self, day: date) -> bool:
        return self.since <= day and not (self.until and self.until <= day)


@dataclass(slots=True)
class MemberFacts:
    person: str | None
    unit: str
    role: str
    ended: bool = False


@dataclass(slots=True)
class ContactFacts:
    person: str
    chat: str
    seen: datetime
    blocked: bool = False
    missed: datetime | None = None
    """Until when a reminder could not be delivered there, the first time since they have written."""


@dataclass(slots=True)
class DutyFacts:
    owner: str
    title: str
    year: int
    recurs: bool
    month: int
    day: int
    units: frozenset[str]
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class RulingFacts:
    kind: str
    due: date | None
    at: datetime


@dataclass(slots=True)
class Facts:
    """`structure` counts changes of units, duties, rulings and stages; `offices` those of who is in an office."""

    units: dict[str, UnitFacts] = field(default_factory=dict)
    members: dict[str, MemberFacts] = field(default_factory=dict)
    roles: dict[str, dict[str, dict[str, None]]] = field(default_factory=dict)
    """By unit and role the people, each membership's own."""
    consents: dict[str, dict[str, bool]] = field(default_factory=dict)
    contacts: dict[str, dict[tuple[str, str], ContactFacts]] = field(default_factory=dict)
    duties: dict[str, DutyFacts] = field(default_factory=dict)
    rulings: dict[tuple[str, int], dict[str, list[RulingFacts]]] = field(default_factory=dict)
    submissions: dict[str, Owing] = field(default_factory=dict)
    """Those that stand, by their id."""
    submitted: set[Owing] = field(default_factory=set)
    stages: dict[str, tuple[int, ...]] = field(default_factory=dict)
    mutes: dict[tuple[str, str], date | None] = field(default_factory=dict)
    structure: int = 0

    def learn(self, effect: Effect, now: datetime) -> None:
        if isinstance(effect, Forget):
            self._forget(effect.person)
        elif isinstance(effect, Record):
            row = effect.row
            match effect.table:
                case "units":
                    self._unit(row)
                case "memberships":
                    self._member(row)
                case "consents":
                    self.consents.setdefault(str(row["person"]), {})[str(row["purpose"])] = bool(row["given"])
                case "contacts":
                    where = str(row["channel"]), str(row["user"])
                    person = str(row["person"])
                    self.contacts.setdefault(person, {})[where] = ContactFacts(person, str(row["chat"]), now)
                case "duties":
                    self._duty(row)
                case "rulings":
                    one = RulingFacts(str(row["kind"]), _day(row.get("due")), now)
                    of_units = self.rulings.setdefault((str(row["duty"]), int(row["year"])), {})
                    of_units.setdefault(str(row["unit"]), []).append(one)
                    self.structure += 1
                case "submissions":
                    self._submission(row)
                case "stages":
                    self.stages[str(row["unit"])] = tuple(sorted(int(one) for one in str(row["days"]).split()))
                    self.structure += 1
                case "mutes":
                    who = str(row["person"]), str(row["handle"])
                    if row["again_on"] == "":
                        self.mutes.pop(who, None)
                    else:
                        self.mutes[who] = _day(row["again_on"])

    def wrote(self, person: str, channel: str, user: str, now: datetime) -> None:
        contact = self.contacts[person][channel, user]
        contact.seen, contact.blocked, contact.missed = now, False, None

    def in_role(self, unit: str, role: str) -> list[str]:
        return list(dict.fromkeys(one for one in self._holders(unit, role)))

    def above(self, unit: str) -> str | None:
        one = self.units[unit]
        upper = one.office or one.parent
        return upper if upper in self.units else None

    def line(self, unit: str) -> list[str]:
        """The unit and its superiors, nearest first."""
        found: list[str] = []
        here: str | None = unit
        while here is not None and here not in found:
            found.append(here)
            here = self.above(here)
        return found

    def _holders(self, unit: str, role: str) -> list[str]:
        ids = self.roles.get(unit, {}).get(role, {})
        return [person for id_ in ids if (person := self.members[id_].person) and not self.members[id_].ended]

    def _unit(self, row: Mapping[str, object]) -> None:
        id_ = str(row["id"])
        if id_ not in self.units:
            self.units[id_] = UnitFacts(str(row["name"]), date.fromisoformat(str(row["since"])))
        unit = self.units[id_]
        for column in ("name", "kind", "parent", "office", "province", "sector"):
            if column in row:
                setattr(unit, column, row[column])
        if "until" in row:
            unit.until = _day(row["until"])
        self.structure += 1

    def _member(self, row: Mapping[str, object]) -> None:
        id_ = str(row["id"])
        if id_ not in self.members:
            unit, role = str(row["unit"]), str(row["role"])
            self.members[id_] = MemberFacts(str(row["person"]), unit, role)
            self.roles.setdefault(unit, {}).setdefault(role, {})[id_] = None
        if row.get("until"):
            one = self.members[id_]
            one.ended = True
            self.roles[one.unit][one.role].pop(id_, None)

    def _duty(self, row: Mapping[str, object]) -> None:
        id_ = str(row["id"])
        if id_ in self.duties:
            self.duties[id_].ended = _day(row["ended"])
        else:
            year, month, day = (int(str(row[column])) for column in ("year", "month", "day"))
            units = frozenset(str(row.get("units") or "").split())
            title, owner = str(row["title"]), str(row["owner"])
            self.duties[id_] = DutyFacts(owner, title, year, bool(row["recurs"]), month, day, units)
        self.structure += 1

    def _submission(self, row: Mapping[str, object]) -> None:
        id_ = str(row["id"])
        if row.get("undone"):
            self.submitted.discard(self.submissions.pop(id_))
        else:
            owing = str(row["duty"]), int(str(row["year"])), str(row["unit"])
            self.submissions[id_] = owing
            self.submitted.add(owing)

    def _forget(self, person: str) -> None:
        self.consents.pop(person, None)
        self.contacts.pop(person, None)
        for id_, one in self.members.items():
            if one.person == person:
                one.person, one.ended = None, True
                self.roles[one.unit][one.role].pop(id_, None)
        for key in [key for key in self.mutes if key[0] == person]:
            del self.mutes[key]


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None
