"""What is read out of one message about something that was done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity; None is what was not said. Money in đồng; `type` is an id of activities.yaml."""

    type: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    date_end: datetime.date | None = None
    female: int | None = None
    male: int | None = None
    unknown: int | None = None
    total: int | None = None
    budget: int | None = None
    place: str | None = None
    units_inspected: int | None = None


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with what was said for a field, in Vietnamese, and what to write."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadActivity:
    """What was understood, and what was said but cannot be: those fields are None."""

    activity: Activity
    problems: tuple[FieldProblem, ...] = ()
    others: str = ""
    """The words of the message that tell of other activities, and of which nothing was taken."""
