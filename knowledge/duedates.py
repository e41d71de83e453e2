"""When a report is due next: the day a directive states, or last year's rule carried to this year."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from knowledge.gazetteer import Gazetteer
from knowledge.model import Deadline, Directive, Period
from knowledge.text.normalise import clean, fold
from knowledge.wording import document_name
from knowledge.workdays import Calendar

Basis = Literal["stated", "projected"]
LEAP_DAY = (2, 29)
"""29 February, month and day."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the office that leads a place has decided on a deadline for one year: `due`, or that nothing is owed."""

    due: date | None
    office: str
    on: date
    changed: bool = False
    """Whether `due` is another day than the rule gives."""


Decisions = Mapping[tuple[str, str, int], Decision]
"""By directive, deadline and the year that the deadline is owed for."""
UNDECIDED: Decisions = {}
MOST_YEARS = 5
"""The next time is looked for in so many years, should offices cancel one after another."""


@dataclass(frozen=True, slots=True)
class DueDate:
    """One time that a report has to be sent.

    `due` is the last day one may send, `remind_by` the last working day not after it, `days_left` counts to `due`.
    `basis` "projected" is the rule of an earlier year carried over. `confirmed`: nothing in it is projected, inferred
    or rests on holidays that are not in the data or not announced; a `decision` of the office confirms whatever it is.
    """

    directive: str
    deadline: str
    document: str
    section: str
    obligation: str
    period: Period
    who: str
    recipient: str
    written: str
    due: date
    remind_by: date
    days_left: int
    basis: Basis
    confirmed: bool
    quote: str
    province: str | None
    sector: str | None
    stated_year: int
    caution: str | None
    decision: Decision | None = None
    cancelled: tuple[int, Decision] | None = None
    """The year before `due` of which the office has decided that nothing is owed, where it is not over."""


def due_date(
    deadline: Deadline, directive: Directive, today: date, calendar: Calendar, decisions: Decisions = UNDECIDED
) -> DueDate | None:
    """The next time from today on; None where the directive gives no day, or the office cancelled all that is left.

    What has passed and does not recur keeps its day, with `days_left` negative.
    """
    cancelled: tuple[int, Decision] | None = None
    passed: DueDate | None = None
    for year in _years(deadline, directive, today):
        due = due_in_year(deadline, directive, year, today, calendar, decisions)
        if due is not None and due.days_left >= 0:
            return replace(due, cancelled=cancelled)
        decision = decisions.get((directive.id, deadline.id, year))
        if due is None and decision is not None and day_in_year(deadline, year) >= today:
            cancelled = (year, decision)
        passed = due or passed
    return None if deadline.recurs else passed


def due_in_year(
    deadline: Deadline,
    directive: Directive,
    year: int,
    today: date,
    calendar: Calendar,
    decisions: Decisions = UNDECIDED,
) -> DueDate | None:
    """The time of one year, past or ahead; None where nothing is owed then."""
    first = stated_day(deadline, directive)
    stated = _stated_year(deadline, directive)
    if first is None or year < stated or (year > stated and not deadline.recurs):
        return None
    decision = decisions.get((directive.id, deadline.id, year))
    if decision is not None and decision.due is None:
        return None
    due = decision.due if decision is not None and decision.due is not None else day_in_year(deadline, year)
    remind_by = calendar.last_working_not_after(due)
    basis: Basis = "stated" if year == stated else "projected"
    checked = (remind_by + timedelta(days=number) for number in range((due - remind_by).days + 1))
    sure = directive.province is None or directive.province.basis == "stated"
    return DueDate(
        directive=directive.id,
        deadline=deadline.id,
        document=document_name(directive),
        section=deadline.section,
        obligation=deadline.obligation,
        period=deadline.period,
        who=deadline.who,
        recipient=deadline.recipient,
        written=deadline.written or "",
        due=due,
        remind_by=remind_by,
        days_left=(due - today).days,
        basis=basis,
        confirmed=decision is not None
        or (basis == "stated" and sure and all(calendar.is_confirmed(day) for day in checked)),
        quote=deadline.quote,
        province=directive.province.name if directive.province else None,
        sector=directive.sector.name if directive.sector else None,
        stated_year=first.year,
        caution=deadline.caution,
        decision=decision,
    )


def _years(deadline: Deadline, directive: Directive, today: date) -> Iterator[int]:
    """The years of which the next time may be, first to last."""
    stated = _stated_year(deadline, directive)
    if not deadline.recurs:
        yield stated
        return
    # A day may have been moved from one year into the next.
    yield from range(max(stated, today.year - 1), max(stated, today.year) + MOST_YEARS)


def _stated_year(deadline: Deadline, directive: Directive) -> int:
    """The year that the directive words the deadline for."""
    written = deadline.before or deadline.by or ""
    return int(written[:4]) if _has_year(written) else directive.year


def stated_day(deadline: Deadline, directive: Directive) -> date | None:
    """The last day one may send in the year the directive speaks of; None where it names no day."""
    written = deadline.before or deadline.by
    if written is None:
        return None
    return day_in_year(deadline, _stated_year(deadline, directive))


def upcoming(
    directives: Iterable[Directive],
    calendar: Calendar,
    today: date,
    province: str | None = None,
    sector: str | None = None,
    within: int | None = None,
    gazetteer: Gazetteer | None = None,
    decisions: Decisions = UNDECIDED,
) -> list[DueDate]:
    """The next time of every deadline that binds a place and a sector, soonest first; `within` is in days.

    A directive without a place or a sector binds them all. With a gazetteer a place is also known by its other names,
    and by the name of the province it is part of today.
    """
    found = [
        due
        for directive in directives
        if _binds(directive, province, sector, gazetteer)
        for deadline in directive.deadlines
        if (due := due_date(deadline, directive, today, calendar, decisions)) is not None and due.days_left >= 0
    ]
    kept = [due for due in found if within is None or due.days_left <= within]
    return sorted(kept, key=lambda due: (due.due, due.directive, due.deadline))


def _has_year(written: str) -> bool:
    return len(written) > len("06-20")


def day_in_year(deadline: Deadline, year: int) -> date:
    """The last day one may send in a year, of a deadline that names a day; 29 February is the end of any February."""
    month, day = map(int, (deadline.before or deadline.by or "")[-5:].split("-"))
    if deadline.before is None:
        return yearly_day(year, month, day)
    leap_day = (month, day) == LEAP_DAY and not isleap(year)
    return (date(year, 3, 1) if leap_day else date(year, month, day)) - timedelta(days=1)


def yearly_day(year: int, month: int, day: int) -> date:
    """A day of every year in one of them: 29 February is 28 February where there is none."""
    return date(year, month, 28 if (month, day) == LEAP_DAY and not isleap(year) else day)


def _binds(directive: Directive, province: str | None, sector: str | None, gazetteer: Gazetteer | None) -> bool:
    in_place = (
        province is None or directive.province is None or _same_place(province, directive.province.name, gazetteer)
    )
    in_sector = sector is None or directive.sector is None or _same_sector(sector, directive.sector.name, gazetteer)
    return in_place and in_sector


def _same_place(asked: str, bound: str, gazetteer: Gazetteer | None) -> bool:
    if gazetteer is None:
        return fold(clean(asked)) == fold(clean(bound))
    asked_name = gazetteer.canonical(asked)
    return asked_name in {gazetteer.canonical(bound), gazetteer.now(bound)}


def _same_sector(asked: str, bound: str, gazetteer: Gazetteer | None) -> bool:
    if fold(clean(asked)) == fold(clean(bound)):
        return True
    return gazetteer is not None and bound in gazetteer.find_sectors(asked)
