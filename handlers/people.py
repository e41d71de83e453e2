"""Who is who: units in a tree, the people in them, and what each person is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal, get_args

from rapidfuzz import fuzz, process

from handlers.types import Address
from knowledge.text.normalise import clean, fold

Role = Literal["member", "secretary", "head", "office", "operator"]
"""What a person is in a unit; "office" is its standing office, and oversees all that lies under it."""
Purpose = Literal["account", "reminders", "reports"]
"""What a person consents to, each by itself."""
Kind = Literal["province", "commune", "department", "hospital", "school", "other"]

UNIT_ROLES: tuple[Role, ...] = ("member", "secretary", "head", "office")
"""Roles that a unit gives; the operator is named in the settings."""
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is known since a day. `above` is who it answers to: its standing office, else its parent."""

    id: str
    name: str
    kind: Kind
    since: date
    parent: str | None = None
    office: str | None = None
    province: str | None = None
    """The province's name of today, without "tỉnh" or "thành phố"."""
    sector: str | None = None
    code: str | None = None
    """The official code of the province or commune."""
    until: date | None = None
    """The first day on which it is no more."""

    @property
    def above(self) -> str | None:
        return self.office or self.parent

    def stands(self, on: date) -> bool:
        """Whether it is there on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Membership:
    """One role of one person in one unit."""

    id: str
    person: str
    unit: str
    role: Role
    since: date


@dataclass(frozen=True, slots=True)
class Contact:
    """A private conversation with a person."""

    address: Address
    seen: datetime
    blocked: bool = False
    """It could not be reached when last tried."""
    stuck: bool = False
    """A reminder did not go out there in its time, or what is told there waits for their next message."""
    runs: bool = True
    """Whether its channel runs."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, as they are today."""

    id: str
    name: str | None
    consents: frozenset[Purpose] = frozenset()
    memberships: tuple[Membership, ...] = ()
    contacts: tuple[Contact, ...] = ()
    operator: bool = False

    def roles_in(self, unit: str) -> frozenset[Role]:
        return frozenset(one.role for one in self.memberships if one.unit == unit)

    @property
    def units(self) -> tuple[str, ...]:
        """The units they have a role in, each once, in the order they joined."""
        return tuple(dict.fromkeys(one.unit for one in self.memberships))


class Tree:
    """All units, those that are no more too, and who lies under whom. Built once, never changed."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}
        self._children: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            if unit.above is not None:
                self._children.setdefault(unit.above, []).append(unit)

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def unit(self, id_: str | None) -> Unit | None:
        return self._units.get(id_) if id_ is not None else None

    def name(self, id_: str | None) -> str:
        """The unit's name; a dash for one that is not known."""
        unit = self.unit(id_)
        return unit.name if unit else "–"

    def chain(self, id_: str | None) -> list[Unit]:
        """The unit, the one it answers to, and so on up to the top."""
        found: list[Unit] = []
        unit = self.unit(id_)
        while unit is not None and unit not in found:
            found.append(unit)
            unit = self.unit(unit.above)
        return found

    def under(self, id_: str, on: date | None = None) -> list[Unit]:
        """The unit and all that lie under it, each after the one it answers to; with a day those that stand then."""
        top = self.unit(id_)
        found: list[Unit] = [top] if top else []
        seen = {id_}
        for unit in found:
            for child in self._children.get(unit.id, ()):
                if child.id not in seen:
                    seen.add(child.id)
                    found.append(child)
        return [unit for unit in found if on is None or unit.stands(on)]

    def is_under(self, id_: str, top: str) -> bool:
        """Whether a unit is `top` or lies under it."""
        return any(unit.id == top for unit in self.chain(id_))

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {id_: fold(clean(unit.name)) for id_, unit in self._units.items()}

    def find(self, words: str, among: Collection[str] | None = None, on: date | None = None) -> list[Unit]:
        """The units that words may mean, best first, at most ten: the only one of that very name alone."""
        wanted = " ".join(fold(clean(words)).split())
        names = {
            id_: name
            for id_, name in self._folded.items()
            if (among is None or id_ in among) and (on is None or self._units[id_].stands(on))
        }
        exact = [self._units[id_] for id_, name in names.items() if name == wanted]
        if exact or not wanted:
            return exact[:10]
        inside = [self._units[id_] for id_, name in names.items() if wanted in name]
        if inside:
            return sorted(inside, key=lambda unit: len(unit.name))[:10]
        close = process.extract(wanted, names, scorer=fuzz.token_set_ratio, score_cutoff=80, limit=10)
        return [self._units[id_] for _, _, id_ in close]
