"""Whether words are about something that was done and is to be logged."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import messages_log as words
from handlers.answers import local_day
from handlers.desk import Desk
from handlers.types import IncomingMessage, Session
from knowledge.activity import asks, kind_at, read_activity, reads_like_log
from knowledge.distress import asks_for_help
from knowledge.text.normalise import clean, clean_lines, fold

_FORCED = re.compile(
    r"(?:(?:(?:em|nho|nho em|nho ban) )?ghi(?: (?:nhan|lai|nhat ky|viec)|"
    r" (?:giup|ho|gium)(?: (?:em|minh|toi|chi|anh))?)?|log)(?: ?:|\s)\s?(?=\S)(?!tiep$)"
)
_ASKS = re.compile(r"\?\s*$|(?<!\w)(?:the nao|ra sao|lam sao|o dau|gi|nao|khi nao|duoc khong)(?: a| vay| nhi)?\s*$")
_CHANGES = re.compile(r"(?:sua|doi|thay|xoa)(?: lai)? ")

_SENTENCES = re.compile(
    r"(?<=[.!?？;…])\s+|\n+|[\s,]+(?=(?:cho|xin|em|mình|tôi)(?: (?:em|mình|tôi|phép))? hỏi (?!viên|nghị|thăm))",
    re.IGNORECASE,
)
"""Where a message may turn from what is reported to what is asked."""


def told_to_log(text: str) -> str | None:
    """What stands after words that say that it is to be logged; None where it does not begin so, and for a question."""
    typed = clean_lines(text)
    plain = fold(typed)
    start = _FORCED.match(plain)
    if start is None or _ASKS.search(plain):
        return None
    return typed[start.end() :].strip() or None


def looks_logged(desk: Desk, message: IncomingMessage) -> bool:
    """Whether a message reads like a report of something done, and is no call for help."""
    if asks_for_help(message.text):
        return False
    return reads_like_log(clean_lines(message.text), local_day(message), desk.assistant.knowledge.activities)


def told_and_asked(desk: Desk, message: IncomingMessage) -> tuple[str, str] | None:
    """What a message reports, with a day and figures, and what it asks beside that; None for anything else.

    Where only the question says what was done, it is the name of that, and nothing is asked: "Tọa đàm: Phụ nữ cần gì?"
    """
    parts = [part.strip() for part in _SENTENCES.split(clean_lines(message.text)) if part.strip()]
    asked = [part for part in parts if asks(part)]
    told = "\n".join(part for part in parts if part not in asked)
    if not asked or not told or asks_for_help(message.text):
        return None
    forced = told_to_log(told)
    told = forced or told
    if not tells_much(desk, replace(message, text=told)):
        return None
    types = desk.assistant.knowledge.activities
    if forced is not None or kind_at(told, types) is not None:
        return told, " ".join(asked)
    return (message.text, "") if parts[0] in asked and kind_at(parts[0], types) == 0 else None


def tells_much(desk: Desk, message: IncomingMessage) -> bool:
    """Whether a message reads like a report and says both a day and figures: nobody asks so."""
    return looks_logged(desk, message) and _tells(desk, message) == {"date", "figures"}


def _tells(desk: Desk, message: IncomingMessage) -> set[str]:
    read = read_activity(clean_lines(message.text), local_day(message), desk.assistant.knowledge.activities).activity
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
    read = read_activity(clean_lines(message.text), local_day(message), desk.assistant.knowledge.activities).activity
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
        return told_and_asked(desk, message) is not None
    read = read_activity(clean_lines(message.text), local_day(message), desk.assistant.knowledge.activities).activity
    return read.type != type_ or read.date is not None
