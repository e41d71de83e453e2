"""Doubts about an entry before it is stored: the same thing logged before, a figure far from what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from handlers import messages_log as words
from handlers.drafting import Hand
from handlers.entries import Entry

HISTORY = timedelta(days=3 * 366)
"""How far back a unit's own figures are looked at."""
ENOUGH = 4
"""Earlier figures that make a habit."""
FAR = 3
"""So many times the largest figure there was is far outside."""
SMALL = {"total": 30, "female": 30, "male": 30, "units_inspected": 10, "budget": 2_000_000}
"""Figures to look at, and below which none is unusual."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """A figure that is far from the unit's own history; `most` is the largest there was."""

    name: str
    value: int
    most: int


def repeated(hand: Hand) -> Entry | None:
    """An entry of the same unit, type and day."""
    day = date.fromisoformat(hand.filling.values["date"])
    found = hand.desk.register.entries([hand.draft.unit or ""], day, day, hand.type)
    return next((one for one in found if one.id != hand.draft.entry), None)


def unusual(hand: Hand) -> Unusual | None:
    """The first figure that is far outside what the unit has had for this type of activity.

    One that an entry has had before it was changed is not asked about again.
    """
    before = hand.desk.register.entry(hand.draft.entry) if hand.draft.entry else None
    start, end = hand.today - HISTORY, hand.today
    history = [
        one
        for one in hand.desk.register.entries([hand.draft.unit or ""], start, end, hand.type)
        if one.id != hand.draft.entry
    ]
    columns = hand.columns()
    for name, small in SMALL.items():
        earlier = [value for one in history if (value := getattr(one, name)) is not None]
        value = columns[name]
        if value is None or (before is not None and getattr(before, name) == value):
            continue
        if value >= small and len(earlier) >= ENOUGH and value > FAR * max(earlier):
            return Unusual(name, value, max(earlier))
    return None


def name_of(found: Unusual) -> str:
    return words.SHORT[found.name]
