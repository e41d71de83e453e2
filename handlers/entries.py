"""What a unit has done, as it is logged: entries, the drafts that become entries, and the evidence of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

DraftStatus = Literal["open", "saved", "dropped"]

NUMBERS = ("female", "male", "unknown", "total", "budget", "units_inspected")
"""Columns of an entry that are whole numbers; None where it was not said."""
WORDS = ("title", "place")
COLUMNS = ("type", *WORDS, "date", "date_end", *NUMBERS)
"""What an entry knows by itself; what else a form asks stands in `more`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity of a unit. Money in đồng; a figure that was not said is None."""

    id: str
    unit: str
    form: str
    type: str
    day: date
    at: datetime
    """When it was logged."""
    title: str | None = None
    last_day: date | None = None
    """Of a stretch of days."""
    female: int | None = None
    male: int | None = None
    unknown: int | None = None
    total: int | None = None
    budget: int | None = None
    place: str | None = None
    units_inspected: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    """The other answers of its form, JSON values by name."""
    note: str | None = None
    """Why a figure is far from what the unit usually has."""
    by: str | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that a person is filling in; `state` is all that was answered, JSON only.

    `entry` is the entry that it changes, or that it became.
    """

    id: str
    person: str
    form: str
    state: Mapping[str, Any]
    unit: str | None = None
    entry: str | None = None
    status: DraftStatus = "open"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A picture or file of an entry; `path` lies under the database's folder."""

    id: str
    entry: str
    unit: str
    name: str
    media_type: str
    size: int
    path: str
    at: datetime
    by: str | None = None
