"""How a deadline is told to a member: its card, its line in a list, and what can be done with it."""

from __future__ import annotations

from datetime import date, datetime

from handlers import messages_duties as words
from handlers.answers import ZONE
from handlers.duties import DueDay, Duty, Occurrence
from handlers.messages_reports import WRITE_REPORT
from handlers.reports.periods import KINDS, period_of
from handlers.types import Choice
from knowledge.wording import day_words, in_sentence, written_day
from knowledge.workdays import Calendar


def moment_words(at: datetime) -> str:
    """The local day of a moment."""
    return written_day(at.astimezone(ZONE).date())


def due_words(day: DueDay) -> str:
    """The last day with its weekday; one that nobody has ruled on is marked."""
    return f"{words.PROJECTED_MARK if day.basis == 'projected' else ''}{day_words(day.due)}"


def time_words(at: datetime) -> str:
    """A moment where the members live: "07:30 ngày 25/11/2026"."""
    local = at.astimezone(ZONE)
    return words.AT.format(time=f"{local:%H:%M}", day=written_day(local.date()))


def title_of(occurrence: Occurrence) -> str:
    """What is owed and for which year, within a sentence."""
    return words.TITLE_OF.format(title=in_sentence(occurrence.duty.title), year=occurrence.year)


def card(occurrence: Occurrence, today: date, calendar: Calendar) -> str:
    """All that one must know of a deadline: what, for whom, until when, where to, by which words, how sure."""
    duty = occurrence.duty
    caution = duty.deadline.caution if duty.deadline else None
    lines = [
        duty.title,
        words.CARD_UNIT.format(unit=occurrence.unit.name),
        words.CARD_LAST_WORKING.format(day=day_words(today)) if _is_last_chance(occurrence.day, today) else "",
        words.CARD_DUE.format(due=day_words(occurrence.due), left=_left(occurrence, today, calendar)),
        day_off(occurrence.day, today),
        standing(occurrence),
        words.CARD_RECIPIENT.format(recipient=duty.recipient) if duty.recipient else "",
        # Of the office's own date the line on how sure it is has said who set it.
        words.CARD_SOURCE.format(source=source(duty)) if occurrence.day.basis != "own" else "",
        words.CARD_BINDS.format(who=duty.who) if duty.who else "",
        words.CARD_CAUTION.format(caution=caution) if caution else "",
    ]
    return "\n".join(line for line in lines if line)


def line(occurrence: Occurrence, today: date) -> str:
    """A deadline in one line, for lists; what is projected or overdue is marked."""
    days = (occurrence.due - today).days
    left = words.LEFT_SHORT.format(days=days) if days > 0 else words.TODAY
    if _is_last_chance(occurrence.day, today):
        left = words.LAST_WORKING
    marks = words.OVERDUE_MARK if days < 0 else ""
    marks += words.PROJECTED_MARK if occurrence.day.basis == "projected" else ""
    return words.LINE.format(
        marks=marks,
        due=day_words(occurrence.due),
        left=words.OVERDUE.format(days=-days) if days < 0 else left,
        title=in_sentence(occurrence.duty.title),
        unit=occurrence.unit.name,
    )


def card_choices(occurrence: Occurrence) -> tuple[Choice, ...]:
    """What can be done with a deadline."""
    of = f"{occurrence.unit.id}:{occurrence.handle}"
    return (
        *write_choice(occurrence),
        outline_choice(occurrence),
        Choice(f"nop:{of}", words.SUBMITTED),
        Choice(f"mai:{of}", words.REMIND_TOMORROW),
        Choice(f"tat:{of}", words.TURN_OFF),
    )


def outline_choice(occurrence: Occurrence) -> Choice:
    """To see what the report should look like."""
    return Choice(f"mau:{occurrence.unit.id}:{occurrence.handle}", words.SEE_OUTLINE)


def write_choice(occurrence: Occurrence) -> tuple[Choice, ...]:
    """To open the report that a deadline asks for; nothing where it is of no period that is compiled here."""
    kind = next((one for one in KINDS if one == occurrence.duty.period), None)
    if kind is None:
        return ()
    # The regime has no part in the key of a period.
    key = period_of(kind, occurrence.year).key
    return (Choice(f"bc:{occurrence.unit.id}:{key}", WRITE_REPORT),)


def _is_last_chance(day: DueDay, today: date) -> bool:
    """Whether today is the last working day before a last day that is a day off."""
    return today == day.remind_by != day.due


def day_off(day: DueDay, today: date) -> str:
    """A word on a last day that is a day off; empty for a working day, and for one that is over."""
    if day.remind_by == day.due or day.due < today:
        return ""
    text = words.CARD_DAY_OFF if today <= day.remind_by else words.CARD_DAY_OFF_GONE
    return text.format(due=written_day(day.due), remind_by=day_words(day.remind_by))


def standing(occurrence: Occurrence) -> str:
    """How sure the date is, and who decided it when."""
    day, duty = occurrence.day, occurrence.duty
    if day.basis == "projected":
        return words.PROJECTED.format(base=duty.year, year=occurrence.year)
    if day.basis == "stated":
        return words.STATED.format(year=duty.year)
    if day.basis == "own" or day.ruling is None:
        return words.OWN.format(source=duty.source)
    reason = words.REASON.format(reason=day.ruling.reason) if day.ruling.reason else ""
    office = words.OFFICE.format(name=day.decided_by) if day.decided_by else words.SOME_OFFICE
    old = written_day(day.former) if day.former else words.NOT_OWED
    form = words.EXTENDED if day.basis == "extended" else words.CHANGED
    if day.former == day.due:
        form = words.CONFIRMED
    at = moment_words(day.ruling.at)
    return form.format(old=old, new=written_day(day.due), office=office, at=at, reason=reason)


def source(duty: Duty) -> str:
    """Where a deadline stands, in one line, with the words of its date."""
    if not duty.written:
        return duty.source
    return words.CARD_WRITTEN.format(source=duty.source, written=duty.written)


def _left(occurrence: Occurrence, today: date, calendar: Calendar) -> str:
    days = (occurrence.due - today).days
    if days < 0:
        return words.OVERDUE.format(days=-days)
    if days == 0:
        return words.TODAY
    return words.LEFT.format(days=days, working=calendar.working_days_between(today, occurrence.due))
