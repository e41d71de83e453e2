"""Due dates as an iCalendar file (RFC 5545) that phones and office calendars can subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from knowledge.duedates import DueDate

_FOLD_AT: Final = 75
_HEAD: Final = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//tro-ly-binh-dang-gioi//deadlines//VI",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
)


def render_calendar(name: str, due_dates: Iterable[DueDate], today: date) -> str:
    """The calendar's text with CRLF line ends: an all-day event for each due date, an alarm on its `remind_by`.

    The same due date has the same UID in every file; `today` is what DTSTAMP says.
    """
    lines = [*_HEAD, f"X-WR-CALNAME:{_escape(name)}"]
    for due in due_dates:
        lines += _event(due, today)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(due: DueDate, today: date) -> list[str]:
    summary = f"Hạn: {due.obligation}" + (" (dự kiến)" if due.basis == "projected" else "")
    where = ", ".join(part for part in (due.province, due.sector) if part)
    said = f"{due.document}, {due.section}: “{due.quote}”"
    if due.basis == "projected":
        said = f"Dự kiến theo quy định năm {due.stated_year}, cần hỏi lại.\n{said}"
    ahead = (due.due - due.remind_by).days
    return [
        "BEGIN:VEVENT",
        f"UID:{due.directive}-{due.deadline}-{due.due.year}@tro-ly-binh-dang-gioi",
        f"DTSTAMP:{today:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{due.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{due.due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escape(summary + (f' - {where}' if where else ''))}",
        f"DESCRIPTION:{_escape(_description(due, said))}",
        f"STATUS:{'CONFIRMED' if due.confirmed else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escape(summary)}",
        # The day of the event begins at midnight; the alarm rings at eight in the morning of `remind_by`.
        f"TRIGGER:{'PT8H' if ahead == 0 else f'-PT{24 * ahead - 8}H'}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _description(due: DueDate, said: str) -> str:
    return f"Gửi: {due.recipient}\n{said}"


def _escape(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, escaped)
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never cut inside a letter; each further piece starts with a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _FOLD_AT:
            pieces.append(piece)
            piece, size = "", 1
        piece += letter
        size += octets
    return "\r\n ".join([*pieces, piece])
