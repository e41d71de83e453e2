"""Writes a result out: the lines a member reads, the source under them, what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers import messages
from handlers.types import SourceView
from knowledge.document_entries import LAST_DAY
from knowledge.duedates import DueDate
from knowledge.entry import Entry
from knowledge.wording import written_day

LINES = 6
"""More lines than this fold behind "xem thêm"."""


@dataclass(frozen=True, slots=True)
class Composed:
    """One entry as a message: `body` is what is said (all of it), `text` what fits at first, `rest` what folds."""

    body: str
    text: str
    rest: str
    source: SourceView | None


def compose(entry: Entry, due: DueDate | None, today: date | None, office: str, section_text: str = "") -> Composed:
    """An entry as a member reads it; `due` is its next date where it is a deadline."""
    projected = due is not None and due.basis == "projected"
    lines = [line for line in entry.text.splitlines() if not (projected and line.startswith(LAST_DAY))]
    lines += _due_lines(due, entry, today)
    body = "\n".join(lines)
    shown, rest = lines, []
    if len(lines) > LINES + 2:
        shown, rest = lines[:LINES], lines[LINES:]
    foot = _foot(entry, due, today, office)
    return Composed(
        body=body,
        text="\n".join([*shown, *foot]),
        rest="\n".join(rest),
        source=_source_view(entry, section_text),
    )


def _due_lines(due: DueDate | None, entry: Entry, today: date | None) -> list[str]:
    if due is None or today is None:
        return []
    lines = []
    if due.basis == "projected":
        lines.append(
            messages.DEADLINE_PROJECTED.format(year=due.due.year, due=written_day(due.due), base=entry.year or "trước")
        )
    if due.remind_by != due.due:
        lines.append(
            messages.DEADLINE_LAST_WORKING.format(due=written_day(due.due), remind_by=written_day(due.remind_by))
        )
    if due.days_left > 0:
        lines.append(messages.DEADLINE_LEFT.format(days=due.days_left))
    elif due.days_left == 0:
        lines.append(messages.DEADLINE_TODAY)
    else:
        lines.append(messages.DEADLINE_PASSED.format(days=-due.days_left))
    return lines


def _foot(entry: Entry, due: DueDate | None, today: date | None, office: str) -> list[str]:
    """Source, quoted words, cautions."""
    # A projected date says itself that its year is another.
    projected = due is not None and due.basis == "projected"
    lines = [messages.SOURCE.format(citation=", ".join(part for part in (entry.citation, entry.section) if part))]
    if entry.quote_meant:
        lines.append(messages.QUOTE.format(quote=entry.quote_meant))
        if _differs(entry.quote, entry.quote_meant):
            lines.append(messages.AS_WRITTEN.format(quote=entry.quote))
    lines += [messages.CAUTION.format(text=text) for text in cautions(entry, today, office, projected)]
    return lines


def cautions(entry: Entry, today: date | None, office: str, projected: bool = False) -> list[str]:
    """What to beware of: out of its year, expired, an inferred province, a second-hand source, a bad scan."""
    found = list(entry.cautions)
    if entry.status == "out_of_year" and entry.year and today and today.year != entry.year and not projected:
        found.append(messages.CAUTION_OUT_OF_YEAR.format(year=entry.year, today=today.year, office=office))
    if entry.inferred and not entry.cautions:
        found.append(messages.CAUTION_INFERRED.format(why=entry.inferred))
    if _differs(entry.quote, entry.quote_meant):
        found.append(messages.CAUTION_OCR)
    return list(dict.fromkeys(found))


def _differs(written: str, meant: str) -> bool:
    return bool(written) and " ".join(written.split()) != " ".join(meant.split())


def _source_view(entry: Entry, section_text: str) -> SourceView | None:
    if not section_text and not entry.quote_meant:
        return None
    return SourceView(
        citation=entry.citation,
        heading=entry.section,
        text=section_text or entry.quote_meant,
        marks=(entry.quote_meant,) if entry.quote_meant else (),
    )
