"""A person's calendar: what their units owe, and the days of the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers import messages_calendar as words
from handlers.answers import ZONE
from handlers.duties import Duties, Occurrence
from handlers.duty_words import day_off, source, standing
from handlers.people import Person, Unit
from handlers.register import Register, Submission
from handlers.rights import may
from handlers.stages import stage_day
from handlers.wishes import binding_directives, name_of, said_of
from knowledge.duedates import yearly_day
from knowledge.ics import Event, render_events
from knowledge.model import Fact
from knowledge.wording import written_day
from knowledge.workdays import Calendar

BACK, AHEAD = timedelta(days=30), timedelta(days=400)
"""How far the calendar reaches from today."""
ALARM_STAGE = -7
"""Working days before the day on which it also rings."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What a person's units owe from `first` to `last`, soonest first, and what of it has been sent."""

    units: tuple[Unit, ...]
    first: date
    last: date
    occurrences: tuple[Occurrence, ...]
    submissions: tuple[Submission, ...]
    directives: frozenset[str] = frozenset()
    """Those that bind one of the units."""


def owed_by(person: Person, duties: Duties, register: Register, today: date) -> Owed:
    """What the units owe whose deadlines a person may see, of those they have a role in."""
    tree, first, last = duties.tree, today - BACK, today + AHEAD
    units = tuple(
        unit for id_ in person.units if may(person, "see_deadlines", id_, tree) and (unit := tree.unit(id_)) is not None
    )
    found = [one for unit in units for one in duties.occurrences(unit, first, last)]
    years = {one.year for one in found}
    submitted = register.submissions([unit.id for unit in units], years)
    binding = binding_directives(units, duties)
    return Owed(units, first, last, tuple(sorted(found, key=lambda one: one.due)), tuple(submitted), binding)


def calendar_text(owed: Owed, calendar: Calendar, days: Iterable[Fact], today: date) -> str:
    """The iCalendar file, the same all day unless something changes. `days` are the days of the year."""
    sent = {(one.duty, one.year, one.unit): one for one in owed.submissions}
    events = [_occurrence(one, sent.get(one.key), calendar) for one in owed.occurrences]
    events += [event for fact in days for event in _day_of_year(fact, owed)]
    midnight = datetime.combine(today, time(), ZONE).astimezone(UTC)
    return render_events(words.NAME, events, midnight)


def _occurrence(one: Occurrence, sent: Submission | None, calendar: Calendar) -> Event:
    projected = one.day.basis == "projected"
    summary = words.SUMMARY_SUBMITTED if sent else words.SUMMARY_PROJECTED if projected else words.SUMMARY
    changes = [*([one.day.ruling.at] if one.day.ruling else []), *([sent.at] if sent else [])]
    alarms = (one.remind_by, stage_day(calendar, one.remind_by, ALARM_STAGE))
    return Event(
        id=one.handle,
        first=one.due,
        last=one.due,
        summary=summary.format(title=one.duty.title, unit=one.unit.name),
        description=_description(one, sent),
        sure=sent is not None or not projected,
        alarms=() if sent else alarms,
        changed=max(changes, default=None),
    )


def _description(one: Occurrence, sent: Submission | None) -> str:
    """What stays true however long the calendar is kept: no days left, no "today"."""
    duty = one.duty
    caution = duty.deadline.caution if duty.deadline else None
    lines = [
        words.SUBMITTED.format(day=written_day(sent.day)) if sent else day_off(one.day, one.remind_by),
        standing(one),
        words.RECIPIENT.format(recipient=duty.recipient) if duty.recipient else "",
        words.SOURCE.format(source=said) if (said := source(duty)) else "",
        words.CAUTION.format(caution=caution) if caution else "",
    ]
    return "\n".join(line for line in lines if line)


def _day_of_year(fact: Fact, owed: Owed) -> Iterator[Event]:
    """A day or a month of every year, each time that it touches the span; said is what is true each time."""
    start, end = owed.first, owed.last
    if fact.kind != "event" or fact.starts is None:
        return
    said = said_of(fact, owed.directives)
    if fact.name is None and fact.source:
        said = "\n".join((said, words.SOURCE.format(source=fact.source.where)))
    for year in range(start.year - 1, end.year + 1):
        first = _on(fact.starts, year)
        last = _on(fact.ends or fact.starts, year)
        if last < first:
            last = _on(fact.ends or fact.starts, year + 1)
        if first <= end and last >= start:
            yield Event(f"{fact.id}-{year}", first, last, name_of(fact), said)


def _on(month_day: str, year: int) -> date:
    month, day = map(int, month_day.split("-"))
    return yearly_day(year, month, day)
