"""Whom a message to units goes to, and whom it does not reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.people import UNIT_ROLES, Person, Role, Unit
from handlers.reaching import way_to
from handlers.types import Address

ROLES: Mapping[str, tuple[Role, ...]] = {"all": UNIT_ROLES, "secretaries": ("secretary",), "heads": ("head",)}
"""Those in a unit whom a message may be for."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """One person who gets a message: where, and as belonging to which unit."""

    person: Person
    to: Address
    unit: str


@dataclass(frozen=True, slots=True)
class Audience:
    units: tuple[Unit, ...]
    receivers: tuple[Receiver, ...]
    unreached: int
    """People without an open conversation, or who did not agree to be sent anything."""
    unreached_in: tuple[tuple[Unit, tuple[Role, ...]], ...]
    """Where they are, and as what."""
    empty: tuple[Unit, ...]
    """Units that have nobody with such a role."""


def audience(units: Sequence[Unit], people: Iterable[Person], roles: Collection[Role], sender: str) -> Audience:
    """Everybody with one of these roles in these units, each once, but the sender."""
    ids = {unit.id for unit in units}
    receivers: list[Receiver] = []
    held: set[str] = set()
    unreached: dict[str, list[Role]] = {}
    lost = 0
    for person in {one.id: one for one in people}.values():
        own = [one.unit for one in person.memberships if one.unit in ids and one.role in roles]
        held.update(own)
        if not own or person.id == sender:
            continue
        if (to := way_to(person)) is not None:
            receivers.append(Receiver(person, to, own[0]))
        else:
            lost += 1
            for one in person.memberships:
                if one.unit in ids and one.role in roles:
                    unreached.setdefault(one.unit, []).append(one.role)
    missing = [(unit, _sorted(unreached.get(unit.id, ()))) for unit in units]
    return Audience(
        tuple(units),
        tuple(receivers),
        lost,
        tuple((unit, as_what) for unit, as_what in missing if as_what),
        tuple(unit for unit in units if unit.id not in held),
    )


def _sorted(found: Iterable[Role]) -> tuple[Role, ...]:
    """The roles that were found, one for each person, in the order of roles."""
    return tuple(sorted(found, key=UNIT_ROLES.index))
