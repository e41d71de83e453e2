"""/baocao: a unit's report of a period, made from its log; what is missing is asked for, one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers import messages
from handlers import messages_reports as words
from handlers.answers import local_day
from handlers.choosing import SHOWN, allowed, own_unit, unit_choices
from handlers.desk import Desk, no_caller
from handlers.drafting import type_label
from handlers.entry_words import what
from handlers.flows import begin, reply_to
from handlers.people import Person, Unit
from handlers.reports.card import gaps, item_words, missing_items
from handlers.reports.dictation import WORDS, said_now, told_in_words
from handlers.reports.gathering import regime_of, settings_of
from handlers.reports.opened import Opened, opened
from handlers.reports.periods import Regime, named_period, nearest
from handlers.reports.shown import show
from handlers.rights import Action, may
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session, Work
from handlers.unit_naming import named_unit

PERIODS = 4
"""At most so many periods are offered."""


@command("baocao", "Soạn báo cáo từ nhật ký, xem còn thiếu gì, nộp", "soanbaocao", "lapbaocao", who="write_report")
def report(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The report of the unit and period that words name; which, where they do not say."""
    person = desk.caller(message)
    if person is None:
        return reply_to(message, session, Reply(no_caller(message)))
    tree, today = desk.register.tree(), local_day(message)
    units = own_unit(desk, person, "write_report", today)
    if not units:
        return reply_to(message, session, Reply(words.NO_UNIT))
    meant, said = named_unit(rest, allowed(person, "write_report", tree, today))
    if meant is None and len(units) > 1:
        return reply_to(message, session, Reply(words.ASK_UNIT, _unit_choices(desk, units, said)))
    return _of_unit(desk, message, session, person, meant or units[0], said)


def _unit_choices(desk: Desk, units: list[Unit], said: str) -> tuple[Choice, ...]:
    named = unit_choices(units[:SHOWN], desk.register.tree())
    return tuple(replace(one, id=f"bcdv:{one.id}:{said}") for one in named)


@action("bcdv")
def of_unit(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Which period of a unit; `rest` is UNIT:WORDS."""
    unit_id, _, said = rest.partition(":")
    person, unit = desk.caller(message), desk.register.tree().unit(unit_id)
    if person is None or unit is None or not may(person, "write_report", unit_id, desk.register.tree()):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    return _of_unit(desk, message, session, person, unit, said)


def _of_unit(desk: Desk, message: IncomingMessage, session: Session, person: Person, unit: Unit, said: str) -> Outcome:
    regime, today = regime_of(settings_of(desk, unit)), local_day(message)
    period = named_period(said, today, regime) if said.strip() else None
    if period is None:
        choices = period_choices("bc", unit, today, regime)
        return reply_to(message, session, Reply(words.ASK_PERIOD.format(unit=unit.name), choices))
    return show(Opened(desk, person, unit, period, today), message, session)


def period_choices(action: str, unit: Unit, today: date, regime: Regime) -> tuple[Choice, ...]:
    """The periods that are near, each as a choice of what is to be done with a unit's."""
    return tuple(Choice(f"{action}:{unit.id}:{one.key}", one.title) for one in nearest(today, regime)[:PERIODS])


@action("bc")
def open_(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The card of UNIT:PERIOD."""
    view = opened(desk, message, rest)
    return reply_to(message, session, Reply(view)) if isinstance(view, str) else show(view, message, session)


@action("bctep")
def file(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """A version as a file; `rest` is KIND:VERSION."""
    kind, _, version = rest.partition(":")
    person, found = desk.caller(message), desk.register.report_version(version)
    if kind not in ("docx", "xlsx", "png", "pdf") or found is None:
        return reply_to(message, session, Reply(words.OLD_CHOICE))
    right: Action = "sum_up" if found.info.summary else "see_reports"
    if not may(person, right, found.info.unit, desk.register.tree()):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    key = f"{message.sender.channel}:{message.id}"
    work = Work(message.sender, "report.file", {"kind": kind, "version": version}, key)
    return reply_to(message, session, Reply(words.MAKING), effects=(work,))


@action("bcviet")
def fill(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask for the words that are missing, one item after another."""
    view = opened(desk, message, rest)
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    found = missing_items(view.gathered) if view.gathered else []
    if not found:
        return show(view, message, session, words.NOTHING_LEFT)
    return begin(WORDS, desk, message, session, of=view.of, item=found[0].id, one=False, passed=[])


@action("bcho")
def mend(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The entries of which figures are missing, each to be changed."""
    view = opened(desk, message, rest)
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    found = gaps(view.gathered) if view.gathered else []
    if not found:
        return show(view, message, session, words.MEND_NONE)
    choices = tuple(Choice(f"nk:sua:{one.id}", what(one, type_label(desk, one.type))) for one in found[:SHOWN])
    more = [words.MEND_MORE.format(count=len(found) - SHOWN)] if len(found) > SHOWN else []
    return reply_to(message, session, Reply("\n".join([words.MEND_WHICH, *more]), choices))


@action("bcsua")
def edit(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Which item is to be written."""
    view = opened(desk, message, rest)
    if isinstance(view, str) or view.gathered is None:
        return reply_to(message, session, Reply(view if isinstance(view, str) else words.NO_OUTLINE))
    gathered = view.gathered
    choices = tuple(
        Choice(
            f"bcmuc:{view.of}:{one.id}",
            words.ITEM.format(mark=words.FILLED_MARK * bool(said_now(gathered, one.id)), **item_words(one, gathered)),
        )
        for one in told_in_words(gathered)
    )
    return reply_to(message, session, Reply(words.ASK_WHICH_ITEM, choices))


@action("bcmuc")
def edit_item(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask for the words of one item; `rest` is UNIT:PERIOD:ITEM."""
    of, _, item = rest.rpartition(":")
    view = opened(desk, message, of)
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    if view.gathered is None or item not in {one.id for one in told_in_words(view.gathered)}:
        return reply_to(message, session, Reply(words.OLD_CHOICE))
    return begin(WORDS, desk, message, session, of=of, item=item, one=True, passed=[])
