"""What is due: a member's own deadlines, what an office has to rule on, the deadlines of any place."""

from __future__ import annotations

from handlers import messages
from handlers import messages_duties as words
from handlers.answers import local_day
from handlers.asking import Assistant
from handlers.cases import Case, cases_of
from handlers.choosing import allowed
from handlers.commands import example, named, unit_words
from handlers.desk import Desk
from handlers.duties import Occurrence
from handlers.duty_words import line, title_of
from handlers.flows import reply_to
from handlers.owed import Look, look
from handlers.people import Unit
from handlers.register import Submission
from handlers.rights import offices_of
from handlers.standing_words import short_title, title
from handlers.table import command
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session
from knowledge.duedates import DueDate, upcoming
from knowledge.text.normalise import clean, fold
from knowledge.wording import day_words, written_day

ROWS = 8
"""At most so many deadlines of a place in one message."""
UNITS = 10
OWN_ROWS = 12
"""And at most so many of units."""
CASE_ROWS = 8


@command("han", "Xem hạn báo cáo sắp tới", "deadline", "hanbaocao")
def deadlines(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The deadlines of the member's own units, of a unit or place named, or of all places for whom is no member."""
    view = look(desk, message)
    if isinstance(view, Look):
        units = view.own_units("see_deadlines") if not rest else _units_called(view, rest)
        parts = [_owed_by(view, units), *([] if rest else [_to_rule_on(view)])]
        if replies := [reply for reply in parts if reply is not None]:
            choices = tuple(choice for reply in replies for choice in reply.choices)
            lines = [reply.text for reply in replies]
            return reply_to(message, session, Reply("\n".join([*lines, *([words.CHOOSE] if choices else [])]), choices))
    return reply_to(message, session, Reply(_of_place(desk.assistant, message, session, rest)))


def _units_called(view: Look, text: str) -> list[Unit]:
    """The units that words mean, of those one may see; none where the words name a place."""
    if named(view.desk.assistant, text)[0] is not None:
        return []
    wanted = fold(clean(text))
    units = allowed(view.person, "see_deadlines", view.duties.tree, view.today)
    return [unit for unit in units if wanted in fold(clean(unit.name))][:UNITS]


def _owed_by(view: Look, units: list[Unit]) -> Reply | None:
    """The deadlines of units: what is not sent to choose from, what is sent in a line."""
    if not units:
        return None
    owed, sent = view.owed_by(units), view.sent(units)
    left = [one for one in owed if one.key not in sent]
    done = "; ".join(_done_line(one, sent[one.key]) for one in owed if one.key in sent)
    lines = (
        words.OWN_HEAD.format(units=", ".join(unit.name for unit in units)),
        "" if left else words.OWN_NONE,
        words.OWN_DONE.format(done=done) if done else "",
        words.OWN_MORE.format(count=len(left) - OWN_ROWS) if len(left) > OWN_ROWS else "",
        words.PROJECTED_FOOT if any(one.day.basis == "projected" for one in left) else "",
    )
    choices = tuple(Choice(f"viec:{one.unit.id}:{one.handle}", line(one, view.today)) for one in left[:OWN_ROWS])
    return Reply("\n".join(part for part in lines if part), choices)


def _done_line(occurrence: Occurrence, sent: Submission) -> str:
    return words.DONE_ROW.format(title=title_of(occurrence), unit=occurrence.unit.name, day=written_day(sent.day))


def _to_rule_on(view: Look) -> Reply | None:
    """What the person's offices can rule on: a row each, and what can be done with it."""
    tops = [unit for id_ in offices_of(view.person, view.duties.tree) if (unit := view.duties.tree.unit(id_))]
    cases = [case for unit in tops if unit.stands(view.today) for case in cases_of(view.duties, unit, view.today)]
    if not cases:
        return None
    cases.sort(key=lambda case: (not case.open, case.due))
    shown, more = cases[:CASE_ROWS], len(cases) - CASE_ROWS
    rows = [_case_row(case) for case in shown]
    if more > 0:
        rows.append(words.CASE_MORE.format(count=more))
    several = len({case.office.id for case in shown}) > 1
    choices = tuple(choice for case in shown for choice in case_choices(case, whose=several))
    return Reply("\n".join((words.CASES_HEAD, *rows)), choices)


def _case_row(case: Case) -> str:
    kind = case.ruling.kind if case.ruling else ("open" if case.open else "none")
    return words.CASE_ROW.format(
        title=title(case.duty, case.year),
        due=day_words(case.due),
        state=words.CASE_STATES[kind],
        office=case.office.name,
        count=len(case.units),
    )


def case_choices(case: Case, *, whose: bool = False) -> tuple[Choice, ...]:
    """What an office can do with a case; a projection can be confirmed. `whose`: say also whose units it is about."""
    of, due = f"{case.office.id}:{case.handle}", written_day(case.due)
    what = short_title(case.duty, case.year)
    if whose:
        what = words.CASE_WHOSE.format(title=what, office=case.office.name)
    change = words.CHANGE_CHOICE.format(mark=words.PROJECTED_MARK if case.open else "", due=due, title=what)
    confirm = Choice(f"chot:{of}", words.CONFIRM_CHOICE.format(due=due, title=what))
    return (*([confirm] if case.open else []), Choice(f"doi:{of}", change))


def _of_place(assistant: Assistant, message: IncomingMessage, session: Session, rest: str) -> str:
    """The next deadlines of the place named, else of the one that was told, else of all."""
    place, sector = named(assistant, rest)
    if rest and place is None and sector is None:
        return messages.DEADLINES_UNKNOWN.format(text=" ".join(rest.split())[:80], example=example(assistant))
    if place is None:
        place = session.data.get("province")
    if sector is None and (not rest or place == session.data.get("province")):
        sector = session.data.get("sector")
    found = upcoming(
        assistant.knowledge.directives,
        assistant.calendar,
        local_day(message),
        place,
        sector,
        gazetteer=assistant.answerer.gazetteer,
        decisions=assistant.decisions(),
    )
    return _place_text(found, unit_words(place, sector))


def _place_text(found: list[DueDate], where: str) -> str:
    """The deadlines of one place, or of all where none is named, a row each."""
    if not found:
        return messages.DEADLINES_NONE.format(where=where) if where else messages.DEADLINES_NONE_AT_ALL
    rows = [messages.DEADLINES_HEAD.format(where=where) if where else messages.DEADLINES_HEAD_ALL]
    for due in found[:ROWS]:
        mark = _mark(due)
        whose = unit_words(due.province, due.sector)
        row = messages.DEADLINES_ROW if where or not whose else messages.DEADLINES_ROW_OF
        day, what = written_day(due.due), due.obligation
        rows.append(row.format(due=day, mark=mark, obligation=what, document=due.document, whose=whose))
        if due.cancelled is not None:
            year, decision = due.cancelled
            rows.append(messages.DEADLINES_CANCELLED.format(year=year, office=decision.office))
    if any(due.basis == "projected" and due.decision is None for due in found[:ROWS]):
        rows.append(messages.DEADLINES_FOOT)
    return "\n".join(rows)


def _mark(due: DueDate) -> str:
    """How sure a day is, beside it: decided by an office, or carried over from an earlier year."""
    if due.decision is not None:
        form = messages.CHANGED_MARK if due.decision.changed else messages.CONFIRMED_MARK
        return form.format(office=due.decision.office)
    return messages.PROJECTED_MARK if due.basis == "projected" else ""
