"""An office decides on the date of a duty in a year: confirmed, changed, or not owed that year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any

from handlers import messages, telling
from handlers import messages_duties as words
from handlers.cases import Case, case_named
from handlers.desk import Desk
from handlers.duties import RulingKind, handle_of
from handlers.duty_words import moment_words
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, read_yes, reply_to, yes_or_no
from handlers.owed import Look, look, one_line, read_day
from handlers.people import Unit
from handlers.standing_words import named
from handlers.table import Run, action
from handlers.telling import card_choices, letters, listeners, when
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.text.normalise import fold
from knowledge.wording import day_words, in_sentence, written_day

BEYOND = timedelta(days=60)
"""A date may be moved so far out of its duty's year."""
REASON = 300
_CANCEL, _KEEP = "no", "same"


def case_of(view: Look, rest: str) -> Case | str:
    """The case of "UNIT:HANDLE" that a person may rule on; else what to say."""
    unit_id, _, handle = rest.partition(":")
    office = view.duties.tree.unit(unit_id)
    if office is None or not view.may("rule", unit_id):
        return messages.NOT_ALLOWED
    return case_named(view.duties, office, handle, view.today) or messages.OLD_CHOICE


def _for_case(deal: Callable[[Look, Case, IncomingMessage, Session], Outcome]) -> Run:
    @wraps(deal)
    def run(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
        view = look(desk, message)
        case = case_of(view, rest) if isinstance(view, Look) else view
        if isinstance(view, str) or isinstance(case, str):
            return reply_to(message, session, Reply(str(case)))
        return deal(view, case, message, session)

    return run


@action("chot")
@_for_case
def confirm(view: Look, case: Case, message: IncomingMessage, session: Session) -> Outcome:
    """Show whom a confirmation of a projected date would reach, and ask."""
    if not case.open:
        return reply_to(message, session, Reply(_stands(case), (_change_choice(case),)))
    return begin(RULE, view.desk, message, session, case=f"{case.office.id}:{case.handle}", day=_KEEP)


@action("doi")
@_for_case
def change(view: Look, case: Case, message: IncomingMessage, session: Session) -> Outcome:
    """Open the dialogue on another date."""
    return begin(RULE, view.desk, message, session, case=f"{case.office.id}:{case.handle}")


def _change_choice(case: Case) -> Choice:
    return Choice(f"doi:{case.office.id}:{case.handle}", words.CHANGE_SHORT)


def _stands(case: Case) -> str:
    """What has been decided already."""
    if case.ruling is None:
        return words.RULED_NOT_NEEDED.format(title=_title(case), due=day_words(case.due))
    at, kind = moment_words(case.ruling.at), words.CASE_STATES[case.ruling.kind]
    return words.RULED_ALREADY.format(title=_title(case), due=day_words(case.due), state=kind, at=at)


def _title(case: Case) -> str:
    return words.TITLE_OF.format(title=case.duty.title, year=case.year)


def _ruled(
    view: Look,
    case: Case,
    message: IncomingMessage,
    session: Session,
    kind: RulingKind,
    due: date | None = None,
    reason: str | None = None,
) -> Outcome:
    if _is_ruled(case, kind, due):
        return reply_to(message, session, Reply(_stands(case), (_change_choice(case),)))
    id_ = view.desk.register.new_id()
    row = {
        **{"id": id_, "duty": case.duty.id, "year": case.year, "unit": case.office.id},
        **{"kind": kind, "due": due.isoformat() if due else None, "reason": reason, "by": view.person.id},
    }
    day = due or case.base.due
    told = listeners(view, concerned(view, case))
    said = words.RULED[_what(kind, case)].format(
        title=in_sentence(_title(case)),
        due=day_words(day),
        whose=_whose(case),
        office=case.office.name,
        count=len(case.units),
    )
    text = "\n".join(
        part for part in (said, day_off_warning(view, day, kind), telling.done(view, told, message.at)) if part
    )
    effects = (
        Record("rulings", row, view.person.id),
        *letters(told, id_, when(view, message.at), lambda units: _letter(view, case, kind, day, reason, units)),
    )
    return reply_to(message, session, Reply(text, (_change_choice(case),)), effects=effects)


def _is_ruled(case: Case, kind: RulingKind, due: date | None) -> bool:
    """Whether this very office has decided this very thing already: a second tap tells nobody again."""
    ruling = case.ruling
    return ruling is not None and (ruling.unit, ruling.kind, ruling.due) == (case.office.id, kind, due)


def concerned(view: Look, case: Case) -> list[Unit]:
    """The units that a ruling would reach and that have not sent."""
    sent = view.sent(list(case.units))
    return [unit for unit in case.units if (case.duty.id, case.year, unit.id) not in sent]


def _letter(view: Look, case: Case, kind: RulingKind, due: date, reason: str | None, units: tuple[Unit, ...]) -> Reply:
    """What the people of some units are told of a ruling."""
    old = None if case.cancelled else case.due
    form = words.RULING_TOLD[_what(kind, case)]
    if kind != "cancel" and old is None:
        form = words.RULING_TOLD_AGAIN
    lines = (
        form.format(
            office=words.OFFICE.format(name=case.office.name),
            title=in_sentence(_title(case)),
            old=_current_words(case) if old else "",
            due=day_words(due),
            whose=_whose(case),
        ),
        "" if kind == "cancel" else day_off_words(view, due),
        words.PREVIEW_REASON.format(reason=reason) if reason else "",
        words.CARD_UNIT.format(unit=named([unit.name for unit in units])),
    )
    handles = [] if kind == "cancel" else [(one, handle_of(case.duty.id, case.year, one.id)) for one in units]
    return Reply("\n".join(line for line in lines if line), card_choices(handles))


def _what(kind: RulingKind, case: Case) -> str:
    """What is decided, in the tables of words: to keep a day that is no longer in force is to return to it."""
    return "return" if kind == "confirm" and case.moved else kind


def _whose(case: Case) -> str:
    """Where the day without any ruling is from."""
    return words.DAY_OF_OWN if case.duty.owner else words.DAY_OF_DIRECTIVE


def day_off_words(view: Look, due: date) -> str:
    """A word to the units on a last day that is a day off."""
    last = view.desk.assistant.calendar.last_working_not_after(due)
    return words.CARD_DAY_OFF.format(due=written_day(due), remind_by=day_words(last)) if last != due else ""


def day_off_warning(view: Look, due: date, kind: RulingKind = "change") -> str:
    """A word where a last day is a day off."""
    last = view.desk.assistant.calendar.last_working_not_after(due)
    return words.RULE_DAY_OFF.format(last=day_words(last)) if kind != "cancel" and last != due else ""


def _current(talk: Talk) -> tuple[Look, Case] | str:
    view = look(talk.desk, talk.message)
    case = case_of(view, talk.values["case"]) if isinstance(view, Look) else view
    return str(case) if isinstance(view, str) or isinstance(case, str) else (view, case)


def _ask_day(talk: Talk) -> Reply:
    current = _current(talk)
    if isinstance(current, str):
        return Reply(current)
    _, case = current
    keep = words.RULE_BACK if case.moved else words.RULE_KEEP_PROJECTED if case.open else words.RULE_KEEP
    keep = keep.format(due=written_day(case.base.due), whose=_whose(case))
    text = words.RULE_DAY.format(title=_title(case), due=_current_words(case), office=case.office.name)
    return Reply(text, (Choice(_KEEP, keep), Choice(_CANCEL, words.RULE_CANCEL.format(year=case.year))))


def _current_words(case: Case) -> str:
    """The day as it stands, and how."""
    if case.cancelled:
        return words.NOT_OWED
    return f"{words.PROJECTED_MARK if case.open else ''}{day_words(case.due)}"


def _read_day(talk: Talk, said: str) -> Any:
    current = _current(talk)
    if isinstance(current, str):
        return Wrong(current)
    view, case = current
    if said in (_CANCEL, _KEEP):
        return said
    if "khong phai nop" in fold(said):
        return _CANCEL
    day = read_day(said, view.today, case.year)
    if isinstance(day, Wrong):
        return day
    wrong = wrong_day(day, case.year, view.today)
    return Wrong(wrong) if wrong else day.isoformat()


def wrong_day(day: date, year: int, today: date) -> str:
    """Why a day cannot be the last one of a duty in a year; empty where it can."""
    if not date(year, 1, 1) - BEYOND <= day <= date(year, 12, 31) + BEYOND:
        return words.RULE_WRONG_YEAR.format(day=written_day(day), year=year)
    return words.RULE_PAST.format(day=written_day(day)) if day < today else ""


def _ask_reason(talk: Talk) -> Reply:
    return Reply(words.RULE_WHY_CANCEL if talk.values["day"] == _CANCEL else words.RULE_WHY)


def read_reason(talk: Talk, said: str) -> str | Wrong:
    """A reason in one line; where it may be skipped, that is not asked here."""
    if fold(said).strip(" .!") == "bo qua":
        return Wrong(words.REASON_NEEDED)
    return one_line(said, REASON)


def _preview(talk: Talk) -> Reply:
    current = _current(talk)
    if isinstance(current, str):
        return Reply(current)
    view, case = current
    kind, due = _decided(talk, case)
    reason = talk.values.get("why") or talk.values.get("reason")
    lines = (
        words.RULE_PREVIEW[_what(kind, case)].format(
            title=_title(case), old=_current_words(case), due=day_words(due), whose=_whose(case)
        ),
        day_off_warning(view, due, kind),
        words.PREVIEW_REASON.format(reason=reason) if reason else "",
        words.RULE_PREVIEW_UNITS.format(office=case.office.name, count=len(case.units)),
        telling.preview(view, listeners(view, concerned(view, case)), talk.message.at),
        words.SURE,
    )
    return Reply("\n".join(line for line in lines if line), yes_or_no(words.SAVE, words.DROP))


def _decided(talk: Talk, case: Case) -> tuple[RulingKind, date]:
    day = talk.values["day"]
    if day == _CANCEL:
        return "cancel", case.due
    if day == _KEEP or date.fromisoformat(day) == case.base.due:
        return "confirm", case.base.due
    return "change", date.fromisoformat(day)


def _finish(talk: Talk) -> Outcome:
    current = _current(talk)
    if isinstance(current, str):
        return reply_to(talk.message, talk.session, Reply(current))
    if not talk.values["sure"]:
        return reply_to(talk.message, talk.session, Reply(messages.FLOW_CANCELLED))
    view, case = current
    kind, due = _decided(talk, case)
    reason = talk.values.get("why") or talk.values.get("reason")
    return _ruled(view, case, talk.message, talk.session, kind, due if kind == "change" else None, reason)


RULE = flow(
    Flow(
        "rule",
        (
            Step("day", _ask_day, _read_day),
            Step(
                "why",
                _ask_reason,
                read_reason,
                optional=True,
                relevant=lambda talk: talk.values["day"] not in (_CANCEL, _KEEP),
            ),
            Step("reason", _ask_reason, read_reason, relevant=lambda talk: talk.values["day"] == _CANCEL),
            Step("sure", _preview, read_yes),
        ),
        _finish,
    )
)
