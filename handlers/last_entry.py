"""Which entry of the log a conversation was about last: saved, opened, deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.types import Session

LAST_ENTRY: Final = "last_entry"


@dataclass(frozen=True, slots=True)
class LastEntry:
    """An entry's id, and when it was spoken of."""

    id: str
    at: datetime


def remembering(session: Session, entry: str, at: datetime) -> Session:
    """The session that remembers an entry."""
    return replace(session, data={**session.data, LAST_ENTRY: {"entry": entry, "at": at.isoformat()}})


def last_entry(session: Session) -> LastEntry | None:
    held = session.data.get(LAST_ENTRY)
    return LastEntry(str(held["entry"]), datetime.fromisoformat(held["at"])) if held else None
