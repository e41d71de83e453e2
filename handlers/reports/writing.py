"""/baocao: a unit's report of a period, made from its log; what is missing is asked for, one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from handlers import messages
from handlers import messages_reports as words
from handlers.answers import local_day
from handlers.choosing import SHOWN, allowed, own_unit, unit_choices
from handlers.desk import Desk, no_caller
from handlers.drafting import type_label
from handlers.entry_words import what
from handlers.field_reading import identity_words
from handlers.flows import Flow, Step, Talk, Wrong, answer_aside, begin, flow, reply_to
from handlers.people import Person, Unit
from handlers.reports.card import card_choices, card_text, gaps, item_words, missing_items
from handlers.reports.gathering import Gathered, regime_of, settings_of
from handlers.reports.opened import LAST, Opened, opened
from handlers.reports.periods import Regime, named_period, nearest
from handlers.reports.prose import in_words
from handlers.reports.tracing import traced
from handlers.rights import Action, may
from handlers.steps import folded
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Send, Session, Work
from handlers.unit_naming import named_unit
from knowledge.identities import find_told
from knowledge.outline_items import every_item
from knowledge.outlines import OutlineItem
from knowledge.wording import written_day

PERIODS = 4
"""At most so many periods are offered."""
LONGEST = 20_000
"""Letters of one item's words."""
BEFORE_NOW = 300
"""Letters of what stands there that are shown."""
_CLEAR = frozenset({"xoa", "xoa loi", "bo loi nay"})


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


def show(view: Opened, message: IncomingMessage, session: Session, lead: str = "") -> Outcome:
    """The card of a report, compiled now and kept as a version."""
    if view.period.start > view.today:
        said = words.NOT_BEGUN.format(period=view.period.label, start=written_day(view.period.start))
        return reply_to(message, session, Reply(said))
    gathered = view.gathered
    if gathered is None:
        return reply_to(message, session, Reply(words.NO_OUTLINE))
    version, records = view.kept(gathered)
    text = card_text(view, gathered)
    remembered = Session(session.key, {**session.data, LAST: version}, session.choices)
    reply = Reply(f"{lead}\n{text}" if lead else text, card_choices(view, gathered, version))
    return reply_to(message, remembered, reply, effects=records)


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
            words.ITEM.format(mark=words.FILLED_MARK if _now(gathered, one.id) else "", **item_words(one, gathered)),
        )
        for one in _told_in_words(gathered)
    )
    return reply_to(message, session, Reply(words.ASK_WHICH_ITEM, choices))


@action("bcmuc")
def edit_item(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask for the words of one item; `rest` is UNIT:PERIOD:ITEM."""
    of, _, item = rest.rpartition(":")
    view = opened(desk, message, of)
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    if view.gathered is None or item not in {one.id for one in _told_in_words(view.gathered)}:
        return reply_to(message, session, Reply(words.OLD_CHOICE))
    return begin(WORDS, desk, message, session, of=of, item=item, one=True, passed=[])


def _told_in_words(gathered: Gathered) -> list[OutlineItem]:
    """The items of a report that are told in words."""
    kind = gathered.material.period.kind
    every = every_item(gathered.outline.items, gathered.outline.kinds)
    return [at.item for at in every if at.item.prose is not None and kind in at.kinds]


def _now(gathered: Gathered, item: str) -> str:
    """What an item says now in words; empty where it says nothing."""
    written = gathered.material.texts.get(item)
    if written is not None:
        return written
    told = next((one for one in gathered.report.sections if one.item == item), None)
    return "\n".join(in_words(gathered.report, told)) if told is not None else ""


def _current(talk: Talk) -> tuple[Opened, Gathered, OutlineItem] | str:
    """The report and the item that are being written; else why they cannot be."""
    view = opened(talk.desk, talk.message, talk.values["of"])
    if isinstance(view, str) or view.gathered is None:
        return view if isinstance(view, str) else words.NO_OUTLINE
    wanted = talk.values["item"]
    item = next((one for one in _told_in_words(view.gathered) if one.id == wanted), None)
    return (view, view.gathered, item) if item is not None else words.OLD_CHOICE


def _ask(talk: Talk) -> Reply:
    current = _current(talk)
    if isinstance(current, str):
        return Reply(current)
    _, gathered, item = current
    prose = item.prose
    assert prose is not None
    lines = [words.ASK_ITEM.format(ask=prose.ask, **item_words(item, gathered)), prose.hint]
    if now := " ".join(_now(gathered, item.id).split()):
        lines.append(words.NOW_IS.format(text=now if len(now) <= BEFORE_NOW else f"{now[:BEFORE_NOW].rstrip()}…"))
    lines.append(words.HOW_BACK if item.id in gathered.material.texts else "")
    return Reply("\n".join(line for line in (*lines, words.HOW_LEFT) if line))


def _read(talk: Talk, said: str) -> str | Wrong:
    current = _current(talk)
    if isinstance(current, str):
        return Wrong(current)
    if talk.message.attachment is not None:
        return Wrong(words.TEXT_FILE)
    text = said.strip()
    # A number alone is meant for a list that somebody still sees.
    if not text or (text.isdecimal() and len(text) < 4):
        return Wrong(words.TEXT_EMPTY)
    if aside := _aside(talk, text):
        return Wrong(aside)
    if len(text) > LONGEST:
        return Wrong(words.TEXT_LONG.format(length=len(text), most=LONGEST))
    prose = current[2].prose
    named = find_told(text, strict=True) if prose is not None and prose.nameless else []
    return Wrong(identity_words(text, named)) if named else text


def _aside(talk: Talk, text: str) -> str:
    """What is said to a question, which has no place in a report; empty for words that may stand there."""
    found = traced(talk.desk, talk.message, talk.session)
    if found is None and not ("\n" not in text and text.endswith("?")):
        return ""
    told = "\n".join([found.text, *(f"- {one.label}" for one in found.choices)]) if found else None
    answer = told or answer_aside(talk.desk, talk.message, talk.session)
    return f"{answer}\n\n{messages.FLOW_GOES_ON}" if answer else words.TEXT_QUESTION


def _earlier(talk: Talk) -> Outcome | None:
    """ "lùi": the item that was asked for before."""
    *before, last = talk.values["passed"] or [None]
    values = {**talk.values, "item": last, "passed": before}
    return begin(WORDS, talk.desk, talk.message, talk.session, **values) if last is not None else None


def _finish(talk: Talk) -> Outcome:
    """Store what was written, and go on with the next item that lacks its words."""
    current = _current(talk)
    if isinstance(current, str):
        return reply_to(talk.message, talk.session, Reply(current))
    view, gathered, item = current
    said, passed = talk.values["text"], [*talk.values["passed"], item.id]
    records, lead = _stored(view, gathered, item, said)
    if records:
        view = replace(view, written={item.id: records[0].row["text"]})
    left = [] if talk.values["one"] or view.gathered is None else missing_items(view.gathered)
    left = [one for one in left if one.id not in passed]
    if not left:
        outcome = show(view, talk.message, talk.session, lead)
        return replace(outcome, effects=(*records, *outcome.effects))
    values = {"of": view.of, "item": left[0].id, "one": False, "passed": passed}
    return _led(begin(WORDS, talk.desk, talk.message, talk.session, **values), lead, records)


def _stored(view: Opened, gathered: Gathered, item: OutlineItem, said: str | None) -> tuple[tuple[Record, ...], str]:
    """What is stored of an answer, and what is said about it."""
    if said is None:
        return (), ""
    clear = folded(said) in _CLEAR
    row: dict[str, Any] = {
        **{"unit": view.unit.id, "period": view.period.key, "item": f"{gathered.outline.id}/{item.id}"},
        **{"text": None if clear else said, "by": view.person.id},
    }
    form = words.CLEARED if clear else words.WRITTEN
    return (Record("report_texts", row, view.person.id),), form.format(**item_words(item, gathered))


def _led(outcome: Outcome, lead: str, records: tuple[Record, ...]) -> Outcome:
    """An outcome whose message begins with a word on what was stored."""
    *others, last = outcome.effects
    if lead and isinstance(last, Send):
        last = replace(last, reply=replace(last.reply, text=f"{lead}\n\n{last.reply.text}"))
    return replace(outcome, effects=(*records, *others, last))


WORDS = flow(
    Flow(
        *("loibaocao", (Step("text", _ask, _read, optional=True),), _finish, words.STOPPED),
        takes_questions=False,
        earlier=_earlier,
    )
)
