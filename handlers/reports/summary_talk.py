"""/tonghop: an office asks for one report of its units, or for a letter to those that have not sent theirs."""

from __future__ import annotations

from handlers import messages
from handlers import messages_reports as words
from handlers.answers import local_day
from handlers.choosing import unit_choices
from handlers.desk import Desk, no_caller
from handlers.flows import reply_to
from handlers.people import Person, Unit
from handlers.reports.gathering import regime_of, settings_of, stands_in
from handlers.reports.periods import ReportPeriod, named_period, period_of_key
from handlers.reports.writing import period_choices
from handlers.rights import may, offices_of
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session, Work
from handlers.unit_naming import named_unit
from knowledge.wording import written_day


@command("tonghop", "Tổng hợp báo cáo của các đơn vị trực thuộc", "tonghopbaocao", who="office")
def sum_up(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """One report of the units that one oversees; of which period, where the words do not say."""
    person = desk.caller(message)
    if person is None:
        text = no_caller(message)
        return reply_to(message, session, Reply(text))
    tree = desk.register.tree()
    tops = [tree.unit(top) for top in offices_of(person, tree)]
    units = [unit for unit in tops if unit is not None and may(person, "sum_up", unit.id, tree)]
    if not units:
        return reply_to(message, session, Reply(words.SUM_ONLY_OFFICE))
    meant, said = named_unit(rest, [one for unit in units for one in tree.under(unit.id)])
    if meant is None and len(units) > 1:
        choices = tuple(Choice(f"thdv:{one.id}:{said}", one.label) for one in unit_choices(units, tree))
        return reply_to(message, session, Reply(words.ASK_UNIT, choices))
    return _of_unit(desk, message, session, person, meant or units[0], said)


@action("thdv")
def of_unit(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Which period of a unit and those under it; `rest` is UNIT:WORDS."""
    unit_id, _, said = rest.partition(":")
    person, unit = desk.caller(message), desk.register.tree().unit(unit_id)
    if person is None or unit is None or not may(person, "sum_up", unit_id, desk.register.tree()):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    return _of_unit(desk, message, session, person, unit, said)


def _of_unit(desk: Desk, message: IncomingMessage, session: Session, person: Person, unit: Unit, said: str) -> Outcome:
    regime, today = regime_of(settings_of(desk, unit)), local_day(message)
    period = named_period(said, today, regime) if said.strip() else None
    if period is not None:
        return _begun(desk, message, session, unit, period)
    choices = period_choices("th", unit, today, regime)
    return reply_to(message, session, Reply(words.SUM_ASK.format(unit=unit.name), choices))


@action("th")
def of_period(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Sum up UNIT:PERIOD."""
    unit_id, _, key = rest.partition(":")
    person, unit = desk.caller(message), desk.register.tree().unit(unit_id)
    if unit is None or not may(person, "sum_up", unit_id, desk.register.tree()):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    period = period_of_key(key, regime_of(settings_of(desk, unit)))
    if period is None:
        return reply_to(message, session, Reply(words.OLD_CHOICE))
    return _begun(desk, message, session, unit, period)


def _begun(desk: Desk, message: IncomingMessage, session: Session, unit: Unit, period: ReportPeriod) -> Outcome:
    today = local_day(message)
    if period.start > today:
        said = words.NOT_BEGUN.format(period=period.label, start=written_day(period.start))
        return reply_to(message, session, Reply(said))
    args = {"unit": unit.id, "period": period.key, "today": today.isoformat()}
    work = Work(message.sender, "report.sum", args, f"{message.sender.channel}:{message.id}")
    count = len(stands_in(desk.register.tree(), unit.id, period))
    return reply_to(message, session, Reply(words.SUM_MAKING.format(count=count)), effects=(work,))


@action("ddoc")
def urge(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The draft of a letter to those that have not sent a report; `rest` is UNIT:HANDLE."""
    unit_id, _, handle = rest.rpartition(":")
    if not may(desk.caller(message), "sum_up", unit_id, desk.register.tree()):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    args = {"unit": unit_id, "handle": handle, "today": local_day(message).isoformat()}
    work = Work(message.sender, "report.urge", args, f"{message.sender.channel}:{message.id}")
    return reply_to(message, session, Reply(words.MAKING), effects=(work,))
