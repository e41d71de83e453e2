"""Whether words are about something that was done and is to be logged."""

from __future__ import annotations

import re

from handlers import messages_log as words
from handlers.answers import local_day
from handlers.desk import Desk
from handlers.types import IncomingMessage, Session
from knowledge.activity import read_activity, reads_like_log
from knowledge.distress import asks_for_help
from knowledge.text.normalise import clean, fold

_FORCED = re.compile(r"(?:ghi(?: (?:nhan|lai|nhat ky|viec))?|log)(?: ?:| ) ?(?=\S)(?!tiep$)")
_ASKS = re.compile(r"\?\s*$|(?<!\w)(?:the nao|ra sao|lam sao|o dau|gi|nao|khi nao|duoc khong)(?: a| vay| nhi)?\s*$")
_CHANGES = re.compile(r"(?:sua|doi|thay|xoa)(?: lai)? ")


def told_to_log(text: str) -> str | None:
    """What stands after words that say that it is to be logged; None where it does not begin so, and for a question."""
    typed = " ".join(clean(text).split())
    plain = fold(typed)
    start = _FORCED.match(plain)
    if start is None or _ASKS.search(plain):
        return None
    return typed[start.end() :].strip() or None


def looks_logged(desk: Desk, message: IncomingMessage) -> bool:
    """Whether a message reads like a report of something done, and is no call for help."""
    if asks_for_help(message.text):
        return False
    return reads_like_log(clean(message.text), local_day(message), desk.assistant.knowledge.activities)


def tells_much(desk: Desk, message: IncomingMessage) -> bool:
    """Whether a message reads like a report and says both a day and figures: nobody asks so."""
    return looks_logged(desk, message) and _tells(desk, message) == {"date", "figures"}


def _tells(desk: Desk, message: IncomingMessage) -> set[str]:
    read = read_activity(clean(message.text), local_day(message), desk.assistant.knowledge.activities).activity
    figures = (read.female, read.male, read.unknown, read.total, read.units_inspected)
    return {
        *(["date"] if read.date is not None else []),
        *(["figures"] if any(one is not None for one in figures) else []),
    }


def tells_another(desk: Desk, message: IncomingMessage, type_: str, *, short: bool) -> bool:
    """Whether what was typed as free text is a report: it says a day and figures, or another type and one of them.

    `short`: where a few words are expected; a longer text may well tell of other activities in passing.
    """
    if not looks_logged(desk, message):
        return False
    told = _tells(desk, message)
    read = read_activity(clean(message.text), local_day(message), desk.assistant.knowledge.activities).activity
    other = short and read.type is not None and read.type != type_ and bool(told)
    return other or len(told) == 2


def asks_type(session: Session) -> bool:
    """Whether of what type an activity is was asked last."""
    return any(one.id.startswith("ghi:loai:") for one in session.choices)


def usual_place(type_: str) -> int:
    """Where a type of activity stands among those that are offered."""
    return words.TYPE_ORDER.index(type_) if type_ in words.TYPE_ORDER else len(words.TYPE_ORDER)


def another_activity(desk: Desk, message: IncomingMessage, type_: str) -> bool:
    """Whether words typed while a draft of a type is open tell of another activity, and do not change the draft.

    Of the same type only with a day of its own: "kiểm tra 5 đơn vị" under a card of an inspection mends a figure.
    """
    if _CHANGES.match(fold(clean(message.text)).strip()):
        return False
    if told_to_log(message.text) is not None:
        return True
    if not looks_logged(desk, message):
        return False
    read = read_activity(clean(message.text), local_day(message), desk.assistant.knowledge.activities).activity
    return read.type != type_ or read.date is not None
