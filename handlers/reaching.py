"""Where a person can be told something they did not ask for."""

from __future__ import annotations

from handlers.people import Person
from handlers.types import Address

WAITING = frozenset({"web", "console"})
"""Channels where a message waits until the person comes; the others ring."""


def ways_to(person: Person) -> list[Address]:
    """The conversations in which a person can be reached, best first: those that ring, the latest used first.

    Last come those where something did not go out: it may again, where there is no other way.
    """
    open_ = [contact for contact in person.contacts if contact.runs and not contact.blocked]
    return [one.address for one in sorted(open_, key=lambda one: (one.stuck, one.address.channel in WAITING))]


def other_way(person: Person, channel: str, *, agreed: bool) -> Address | None:
    """Where a letter goes that does not reach a person on a channel; `agreed`: it needs their agreement."""
    to = way_to(person) if agreed else next(iter(ways_to(person)), None)
    return to if to is not None and to.channel != channel else None


def way_to(person: Person) -> Address | None:
    """The best of them for what a person has agreed to be sent; None where there is none, or no agreement."""
    if not {"account", "reminders"} <= person.consents:
        return None
    return next(iter(ways_to(person)), None)
