"""/tiendo: which units have sent what, to their offices; its own record to a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers import messages
from handlers import messages_office as words
from handlers import messages_reports as reports
from handlers.answers import local_day
from handlers.choosing import unit_step
from handlers.desk import Desk, no_caller
from handlers.duties import Duties, Occurrence
from handlers.flows import Flow, Talk, begin, flow, reply_to
from handlers.nudging import begin_nudge
from handlers.people import Person, Tree, Unit
from handlers.reports.progress import report_lines, report_period
from handlers.rights import may, offices_of
from handlers.standing import AFTER, BEFORE, FAR, Period, Rate, Standing, look, period_of, periods, rates
from handlers.standing_words import left, period_label, several, share, short_title, summary
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session
from knowledge.text.normalise import clean, fold
from knowledge.text.periods import find_period, find_years
from knowledge.wording import written_day

OTHERS = 5
"""At most so many other periods are offered."""
ROWS = 8
"""At most so many reports in a unit's own record."""
WORDS = 80
"""Letters by which a report is named."""
YEARS = 3
"""So many years stand side by side."""
_WHOLE_YEAR = re.compile(r"(?:(?:bao cao|bc|tong ket|ca|cuoi) )*nam(?: (?:nay|ngoai|truoc|20\d\d))?")
"""Names the report of a year."""


@command("tiendo", "Xem đơn vị nào đã nộp, chưa nộp báo cáo", "tinhhinh", who="member")
def progress(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """How the units that one oversees stand with the nearest report, or with the one named."""
    person = desk.caller(message)
    if person is None:
        return reply_to(message, session, Reply(no_caller(message)))
    tree = desk.register.tree()
    tops = [top for top in offices_of(person, tree) if may(person, "see_progress", top, tree)]
    if not tops:
        return _own_record(desk, person, message, session)
    if len(tops) > 1:
        return begin(_WHICH, desk, message, session, period=rest)
    return _show(desk, message, session, tops[0], said=rest)


def _picked(talk: Talk) -> Outcome:
    return _show(talk.desk, talk.message, talk.session, talk.values["unit"], said=talk.values["period"])


_WHICH = flow(Flow("tiendo", (unit_step("unit", words.ASK_UNIT, "see_progress"),), _picked))


@action("ky")
def period(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Another report; `rest` is UNIT:HANDLE."""
    top, _, handle = rest.rpartition(":")
    return _show(desk, message, session, top, handle=handle)


@action("nhac")
def nudge(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Remind those who have not sent; `rest` is UNIT:HANDLE."""
    top, _, handle = rest.rpartition(":")
    return begin_nudge(desk, message, session, top, handle)


@action("nam")
def years(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The rates of a year and those before it; `rest` is UNIT:YEAR."""
    top, _, year = rest.rpartition(":")
    today = local_day(message)
    tree = desk.register.tree()
    if not may(desk.caller(message), "see_progress", top, tree):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    if year not in {str(today.year + number) for number in (-1, 0, 1)}:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    wanted = range(int(year) - YEARS + 1, int(year) + 1)
    units = tree.under(top)
    submissions = desk.register.submissions([unit.id for unit in units], wanted)
    found = rates(desk.duties(), units, wanted, submissions, today)
    return reply_to(message, session, Reply(_rates_text(found, wanted, tree.name(top))))


def _rates_text(found: Sequence[Rate], wanted: Sequence[int], unit: str) -> str:
    if not found:
        return words.RATES_EMPTY.format(unit=unit)
    by_duty: dict[str, dict[int, Rate]] = {}
    for rate in found:
        by_duty.setdefault(rate.duty.id, {})[rate.year] = rate
    rows = [words.RATES_HEAD.format(unit=unit)]
    for of_years in by_duty.values():
        what = short_title(next(iter(of_years.values())).duty)
        cells = (_rate_words(of_years.get(year), year) for year in wanted)
        rows.append(words.RATES_ROW.format(what=what, years="; ".join(cells)))
    return "\n".join(rows)


def _rate_words(rate: Rate | None, year: int) -> str:
    if rate is None:
        return words.RATES_NONE.format(year=year)
    form = words.RATES_OPEN if rate.open else words.RATES_YEAR
    return form.format(
        year=year,
        sent=rate.sent,
        owing=rate.owing,
        rate=share(rate.sent / rate.owing),
        on_time_rate=share(rate.on_time / rate.owing),
    )


def _show(
    desk: Desk, message: IncomingMessage, session: Session, top: str, *, handle: str = "", said: str = ""
) -> Outcome:
    """How the units under a top stand with the report of a handle, or named in words, else with the nearest."""
    today = local_day(message)
    tree = desk.register.tree()
    if not may(desk.caller(message), "see_progress", top, tree):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    duties = desk.duties()
    known = periods(duties, tree.under(top), today, FAR)
    near = [one for one in known if one.due <= today + AFTER]
    if not known:
        return reply_to(message, session, Reply(words.NO_PERIOD.format(unit=tree.name(top))))
    said = " ".join(said.split())[:WORDS]
    if handle:
        wanted = [one for one in known if one.handle(top) == handle]
    elif said:
        sectors = desk.assistant.answerer.gazetteer.find_sectors(said)
        meant = [one for one in known if _is_meant(one, said, sectors, today)]
        wanted = _of_one_time(meant, periods(duties, tree.under(top)[1:], today, FAR))
    else:
        wanted = _of_one_time(near or known, periods(duties, tree.under(top)[1:], today, FAR))
    looked = (look(desk.register, duties, top, one.duty.id, one.year, today) for one in wanted)
    found = sorted((one for one in looked if one is not None), key=lambda one: -one.owing)
    if not found:
        text = words.PERIOD_UNKNOWN.format(text=said) if said else messages.OLD_CHOICE
        return reply_to(message, session, Reply(text, _others(near, top)))
    others = _others([one for one in near if one not in wanted], top)
    reply = _several(found, tree, today, wanted) if len(found) > 1 else _told(desk, found[0], tree, today)
    year = Choice(f"nam:{top}:{today.year}", words.YEARS)
    return reply_to(message, session, replace(reply, choices=(*reply.choices, *others, year)))


def _of_one_time(wanted: Sequence[Period], below: Sequence[Period]) -> list[Period]:
    """The nearest of some reports, with those of directives for the same period and year; of what a top's units owe
    before what it owes alone."""
    owed = {(one.duty.id, one.year) for one in below}
    wanted = [one for one in wanted if (one.duty.id, one.year) in owed] or list(wanted)
    if not wanted or wanted[0].duty.directive is None:
        return wanted[:1]
    first = wanted[0]
    return [
        one for one in wanted if one.duty.directive and (one.duty.period, one.year) == (first.duty.period, first.year)
    ]


def _several(found: Sequence[Standing], tree: Tree, today: date, wanted: Sequence[Period]) -> Reply:
    """Several reports of one period, with a choice of each."""
    labels = {(one.duty.id, one.year): period_label(one) for one in wanted}
    choices = (Choice(f"ky:{one.top}:{one.handle}", labels[one.duty.id, one.year]) for one in found)
    return Reply(several(found, tree, today), tuple(choices))


def _told(desk: Desk, found: Standing, tree: Tree, today: date) -> Reply:
    """One report in full, with what can be done about it."""
    top = found.top
    remind = [Choice(f"nhac:{top}:{found.handle}", words.NUDGE)] if found.silent else []
    urge = [Choice(f"ddoc:{top}:{found.handle}", reports.URGE)] if found.silent and len(found.rows) > 1 else []
    period = report_period(desk, top, found)
    sum_up = [Choice(f"th:{top}:{period.key}", reports.SUM_BUTTON)] if period and len(found.rows) > 1 else []
    text = "\n".join([summary(found, tree, today), *report_lines(desk, found)])
    return Reply(text, (*remind, *sum_up, *urge))


def _others(known: Sequence[Period], top: str) -> tuple[Choice, ...]:
    return tuple(Choice(f"ky:{top}:{one.handle(top)}", period_label(one)) for one in known[:OTHERS])


def _is_meant(known: Period, said: str, sectors: Sequence[str], today: date) -> bool:
    """Whether words name a report: its period, its year, the sector that asks for it, else words of its title."""
    if sectors and not _of_sector(known, sectors):
        return False
    plain = " ".join(fold(clean(said)).replace("/", " ").split())
    found = find_period(said)
    period = found.name if found else "year" if _WHOLE_YEAR.fullmatch(plain) else None
    years = find_years(said, today) or [int(word) for word in plain.split() if len(word) == 4 and word.isdecimal()]
    if period is None and not years:
        return bool(sectors) or plain in fold(clean(known.duty.title))
    return period in (None, known.duty.period) and (not years or known.year in years)


def _of_sector(known: Period, sectors: Sequence[str]) -> bool:
    """Whether a report is asked for by the directive of one of these sectors, or names one in its title."""
    directive = known.duty.directive
    bound = directive.sector.name if directive and directive.sector else None
    title = fold(clean(known.duty.title))
    return bound in sectors or any(fold(clean(one)) in title for one in sectors)


def _own_record(desk: Desk, person: Person, message: IncomingMessage, session: Session) -> Outcome:
    """What the units of a person have sent and have not."""
    today = local_day(message)
    duties = desk.duties()
    units = [unit for id_ in person.units if (unit := duties.tree.unit(id_)) is not None]
    units = [unit for unit in units if may(person, "see_deadlines", unit.id, duties.tree)]
    if not units:
        return reply_to(message, session, Reply(words.OWN_NO_UNIT))
    records = [_record_of(desk, duties, unit, today) for unit in units]
    choices = [
        Choice(f"viec:{one.unit.id}:{one.handle}", period_label(period_of(one)))
        for _, unsent in records
        for one in unsent
    ]
    return reply_to(message, session, Reply("\n\n".join(text for text, _ in records), tuple(choices[:OTHERS])))


def _record_of(desk: Desk, duties: Duties, unit: Unit, today: date) -> tuple[str, list[Occurrence]]:
    """A unit's record in words, and what it has not sent; nearest to today first."""
    owed = duties.occurrences(unit, today - BEFORE, today + AFTER)
    owed = sorted(owed, key=lambda one: abs((one.due - today).days))[:ROWS]
    if not owed:
        return words.OWN_NONE.format(unit=unit.name), []
    submissions = desk.register.submissions([unit.id], {one.year for one in owed})
    sent = {(one.duty, one.year): one.day for one in submissions}
    rows = [_own_row(one, sent.get((one.duty.id, one.year)), today) for one in owed]
    unsent = [one for one in owed if (one.duty.id, one.year) not in sent]
    return "\n".join([words.OWN_HEAD.format(unit=unit.name), *rows]), unsent


def _own_row(occurrence: Occurrence, day: date | None, today: date) -> str:
    if day is not None:
        form = words.OWN_ON_TIME if day <= occurrence.due else words.OWN_LATE
        state = form.format(day=written_day(day))
    elif today > occurrence.due:
        state = words.OWN_MISSING.format(days=(today - occurrence.due).days)
    else:
        state = words.OWN_OPEN.format(left=left(occurrence.due, today))
    form = words.OWN_ROW_PROJECTED if occurrence.day.basis == "projected" else words.OWN_ROW
    return form.format(title=occurrence.duty.title, year=occurrence.year, due=written_day(occurrence.due), state=state)
