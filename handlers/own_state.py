"""What one asks of one's own state in plain words: what comes next, whether it is sent, what a report still lacks."""

from __future__ import annotations

from handlers import messages
from handlers.answers import local_day
from handlers.choosing import own_unit
from handlers.commands import unit_words
from handlers.deadlines import deadlines
from handlers.desk import Desk
from handlers.flows import reply_to
from handlers.people import Person
from handlers.reports.gathering import regime_of, settings_of
from handlers.reports.opened import LAST, Opened
from handlers.reports.periods import nearest, period_of_key
from handlers.reports.shown import show
from handlers.reports.tracing import may_see
from handlers.reports.writing import report
from handlers.rights import may
from handlers.table import command
from handlers.types import IncomingMessage, Outcome, Reply, Session


@command("cuatoi", "Đơn vị mình sắp phải nộp gì, đã nộp chưa, báo cáo còn thiếu gì", listed=False)
def own_state(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The deadlines of one's own units; with words after it the report that they are working on."""
    person = desk.caller(message)
    if person is None:
        return _to_guest(desk, message, session, of_report=bool(rest))
    units = own_unit(desk, person, "write_report", local_day(message))
    if not rest or not units:
        return deadlines(desk, message, session, "")
    view = _shown_last(desk, message, session, person)
    if view is None and len(units) > 1:
        return report(desk, message, session, "")
    if view is None:
        today = local_day(message)
        period = nearest(today, regime_of(settings_of(desk, units[0])))[0]
        view = Opened(desk, person, units[0], period, today)
    return show(view, message, session)


def _to_guest(desk: Desk, message: IncomingMessage, session: Session, *, of_report: bool) -> Outcome:
    """The deadlines of the place that a guest has told; without one, what is needed to know more."""
    if session.data.get("province") and not of_report:
        return deadlines(desk, message, session, "")
    return reply_to(message, session, Reply(messages.OWN_STATE_GUEST.format(example=_example(desk))))


def _example(desk: Desk) -> str:
    """A place whose deadlines have a day."""
    for directive, deadline in desk.assistant.deadlines.values():
        if directive.province and (deadline.before or deadline.by):
            return unit_words(directive.province.name, directive.sector.name if directive.sector else None)
    return "…"


def _shown_last(desk: Desk, message: IncomingMessage, session: Session, person: Person) -> Opened | None:
    """The unit's report that was shown last, if one was and it may still be written."""
    last = session.data.get(LAST)
    infos = desk.register.version_infos([last]) if isinstance(last, str) else []
    for info in infos:
        unit = desk.register.tree().unit(info.unit)
        if unit is None or info.summary or not may_see(person, info, desk):
            continue
        period = period_of_key(info.period, regime_of(settings_of(desk, unit)))
        if period is not None and may(person, "write_report", unit.id, desk.register.tree()):
            return Opened(desk, person, unit, period, local_day(message))
    return None
