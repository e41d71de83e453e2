"""What a change of units leaves in the tables: plain values in, records out. No cycle ever comes of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.duties import Duty
from handlers.people import Membership, Person, Tree, Unit
from handlers.register import Invite
from handlers.types import Record


@dataclass(frozen=True, slots=True)
class Signed:
    """Who changes something, from which day on, and where ids for new things come from."""

    by: str
    day: date
    new_id: Callable[[], str]

    def record(self, table: str, **row: str | int | None) -> Record:
        return Record(table, row, self.by)

    def event(self, unit: str, what: str, other: str | None = None, old_name: str | None = None) -> Record:
        """One line of a unit's history."""
        day = self.day.isoformat()
        return self.record("unit_events", unit=unit, what=what, day=day, other=other, old_name=old_name, by=self.by)


@dataclass(frozen=True, slots=True)
class Affairs:
    """What hangs on a unit that may end: the people in it, the offices' own duties, its invitations."""

    people: Sequence[Person]
    duties: Sequence[Duty]
    invites: Sequence[Invite]


def made(signed: Signed, unit: Unit, what: str = "made", other: str | None = None) -> list[Record]:
    """A new unit, with how it came to be."""
    row = {
        **{"id": unit.id, "name": unit.name, "kind": unit.kind, "parent": unit.parent, "office": unit.office},
        **{"province": unit.province, "sector": unit.sector, "code": unit.code, "since": unit.since.isoformat()},
    }
    return [Record("units", row, signed.by), signed.event(unit.id, what, other)]


def renamed(signed: Signed, unit: Unit, name: str) -> list[Record]:
    return [signed.record("units", id=unit.id, name=name), signed.event(unit.id, "renamed", old_name=unit.name)]


def moved(signed: Signed, unit: Unit, parent: str) -> list[Record]:
    """From now on the unit answers to its new parent, and to no other office. The parent must not lie under it."""
    change = signed.record("units", id=unit.id, parent=parent, office=None)
    return [change, signed.event(unit.id, "moved", unit.above)]


def ended(signed: Signed, unit: Unit, affairs: Affairs) -> list[Record]:
    """The unit is no more, nor are the roles in it and its open invitations."""
    return [*_closed(signed, unit, affairs), signed.event(unit.id, "ended")]


def merged(signed: Signed, unit: Unit, into: Unit, tree: Tree, affairs: Affairs) -> list[Record]:
    """The unit is no more; people, units and duties go to the other, which must not lie under it."""
    roles = [
        signed.record(
            "memberships",
            **{"id": signed.new_id(), "person": person.id, "unit": into.id, "role": one.role},
            since=max(one.since, signed.day).isoformat(),
        )
        for person, one in roles_in(unit, affairs.people)
        if one.role not in person.roles_in(into.id)
    ]
    return [
        *_closed(signed, unit, affairs),
        *roles,
        *_children_to(signed, unit, into.id, tree),
        *_duties_to(signed, unit, [into.id], into.id, tree, affairs.duties),
        signed.event(unit.id, "merged", into.id),
    ]


def split(
    signed: Signed, unit: Unit, parts: Sequence[Unit], heir: Unit | None, tree: Tree, affairs: Affairs
) -> list[Record]:
    """New units come out of one, which ends unless `heir` is None; the heir gets what lies under it."""
    records = [record for part in parts for record in made(signed, part, "split", unit.id)]
    if heir is None:
        return records
    return [
        *records,
        *ended(signed, unit, affairs),
        *_children_to(signed, unit, heir.id, tree),
        *_duties_to(signed, unit, [part.id for part in parts], heir.id, tree, affairs.duties),
    ]


def roles_in(unit: Unit, people: Iterable[Person]) -> list[tuple[Person, Membership]]:
    """Every role that people have in a unit."""
    return [(person, one) for person in people for one in person.memberships if one.unit == unit.id]


def children(unit: Unit, tree: Tree, day: date) -> list[Unit]:
    """The units that answer to one and are not over on a day."""
    return [child for child in tree if child.above == unit.id and (child.until is None or child.until > day)]


def _closed(signed: Signed, unit: Unit, affairs: Affairs) -> list[Record]:
    roles = [
        signed.record("memberships", id=one.id, until=max(one.since, signed.day).isoformat())
        for _, one in roles_in(unit, affairs.people)
    ]
    invites = [signed.record("invites", id=one.id, revoked=1) for one in affairs.invites if not one.revoked]
    return [signed.record("units", id=unit.id, until=signed.day.isoformat()), *roles, *invites]


def _children_to(signed: Signed, unit: Unit, heir: str, tree: Tree) -> list[Record]:
    """Whatever has the unit as its parent or office gets the heir instead."""
    records = []
    for child in tree:
        over = child.until is not None and child.until <= signed.day
        if over or child.id == heir or unit.id not in (child.parent, child.office):
            continue
        parent = heir if child.parent == unit.id else child.parent
        office = heir if child.office == unit.id else child.office
        records.append(signed.record("units", id=child.id, parent=parent, office=office))
        if child.above == unit.id:
            records.append(signed.event(child.id, "moved", unit.id))
    return records


def _duties_to(
    signed: Signed, unit: Unit, heirs: Sequence[str], owner: str, tree: Tree, duties: Iterable[Duty]
) -> list[Record]:
    """The offices' own duties that name the unit name its heirs too; those that its office made go to `owner`.

    What bound all under the unit then names them, so that nobody else comes to owe it.
    """
    under = [below.id for below in tree.under(unit.id)[1:]]
    records = []
    for duty in duties:
        if duty.ended is not None and duty.ended <= signed.day:
            continue
        units, row = set(duty.units), {}
        if unit.id in units:
            units.update(heirs)
        if duty.owner == unit.id and (units or under):
            row["owner"] = owner
            units = units or set(under)
        if units != duty.units:
            row["units"] = " ".join(sorted(units))
        if row:
            records.append(signed.record("duties", id=duty.id, **row))
    return records
