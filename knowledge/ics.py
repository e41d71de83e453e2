"""All-day events as an iCalendar file (RFC 5545) that phones and office calendars can open or subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from knowledge.duedates import DueDate
from knowledge.wording import written_day

_FOLD_AT: Final = 75
_HEAD: Final = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//tro-ly-binh-dang-gioi//deadlines//VI",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    # How often one who has subscribed should look again; the second is what older programs read.
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    "X-PUBLISHED-TTL:PT6H",
)


@dataclass(frozen=True, slots=True)
class Event:
    """An event of whole days. One with the same `id` in a later file is the same event, perhaps on another day."""

    id: str
    first: date
    last: date
    summary: str
    description: str = ""
    sure: bool = True
    """False for a day that is still to be confirmed."""
    alarms: tuple[date, ...] = ()
    """Days on which it is announced at eight in the morning; none after `first`."""
    changed: datetime | None = None
    """When somebody last changed it; aware."""


def render_calendar(name: str, due_dates: Iterable[DueDate], today: date) -> str:
    """The calendar of due dates, with an alarm on the `remind_by` of each; `today` is what DTSTAMP says."""
    return render_events(name, map(_event_of, due_dates), datetime.combine(today, time(), UTC))


def render_events(name: str, events: Iterable[Event], stamp: datetime) -> str:
    """The calendar's text with CRLF line ends; `stamp`, an aware time, is what DTSTAMP says."""
    lines = [*_HEAD, f"NAME:{_escape(name)}", f"X-WR-CALNAME:{_escape(name)}"]
    for event in events:
        lines += _event(event, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event_of(due: DueDate) -> Event:
    projected = due.basis == "projected" and due.decision is None
    summary = f"Hạn: {due.obligation}" + (" (dự kiến)" if projected else "")
    where = ", ".join(part for part in (due.province, due.sector) if part)
    said = f"{due.document}, {due.section}: “{due.quote}”"
    if due.decision is not None:
        done = "đổi ngày" if due.decision.changed else "xác nhận"
        said = f"Cơ quan Thường trực ({due.decision.office}) đã {done} ngày {written_day(due.decision.on)}.\n{said}"
    elif projected:
        said = f"Dự kiến theo quy định năm {due.stated_year}, cần hỏi lại.\n{said}"
    return Event(
        id=f"{due.directive}-{due.deadline}-{due.due.year}",
        first=due.due,
        last=due.due,
        summary=summary + (f" - {where}" if where else ""),
        description=f"Gửi: {due.recipient}\n{said}",
        sure=due.confirmed,
        alarms=(due.remind_by,),
    )


def _event(event: Event, stamp: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_escape(event.id)}@tro-ly-binh-dang-gioi",
        f"DTSTAMP:{_moment(stamp)}",
        *([f"LAST-MODIFIED:{_moment(event.changed)}"] if event.changed else []),
        f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escape(event.summary)}",
        *([f"DESCRIPTION:{_escape(event.description)}"] if event.description else []),
        f"STATUS:{'CONFIRMED' if event.sure else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        *(line for day in event.alarms for line in _alarm(event, day)),
        "END:VEVENT",
    ]


def _alarm(event: Event, day: date) -> list[str]:
    # The first day of the event begins at midnight; the alarm rings at eight in the morning.
    ahead = (event.first - day).days
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escape(event.summary)}",
        f"TRIGGER:{'PT8H' if ahead == 0 else f'-PT{24 * ahead - 8}H'}",
        "END:VALARM",
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


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
