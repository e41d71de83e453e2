"""Codes that somebody types: read in any spelling, and not to be found out by trying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from handlers import messages_joining as words
from handlers.desk import Desk
from handlers.flows import reply_to
from handlers.types import IncomingMessage, Outcome, Record, Reply, Session

WINDOW = timedelta(hours=1)
OF_ONE = 5
"""Wrong codes of one conversation within the window; after one more, no code is looked up."""
OF_ALL = 200
"""The same for all conversations together."""

Found = TypeVar("Found")


def is_code(text: str) -> bool:
    """Whether typed words may be a code: letters without diacritics and digits, spaces and dashes aside."""
    letters = [letter for letter in text if letter.isalnum()]
    return bool(letters) and all(letter.isascii() for letter in letters)


def looked_up(
    desk: Desk, message: IncomingMessage, session: Session, code: str, find: Callable[[str], Found | None]
) -> Found | Outcome:
    """What a code stands for. A wrong one is counted and refused; after too many all are, and `find` is not called."""
    if _too_many(desk, message):
        return reply_to(message, session, Reply(words.TOO_MANY_CODES))
    found = find(code)
    if found is not None:
        return found
    wrong = Record("wrong_codes", {"session": message.sender.session_key})
    return reply_to(message, session, Reply(words.BAD_CODE), effects=(wrong,))


def _too_many(desk: Desk, message: IncomingMessage) -> bool:
    since = message.at - WINDOW
    of_one = desk.register.wrong_codes(message.sender.session_key, since)
    return of_one > OF_ONE or desk.register.wrong_codes(None, since) > OF_ALL


def written(at: datetime) -> str:
    """A moment as rows hold it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
