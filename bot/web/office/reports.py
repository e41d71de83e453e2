"""The units' reports of one period: how far each is, what was sent, accepting it and returning it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.office import messages, pages
from bot.web.office.dialogue import Dialogue
from bot.web.office.progress import STAGES, by_name
from bot.web.office.report_files import Letter, letters, readable, summable
from bot.web.office.report_periods import Choice, chosen
from bot.web.office.visit import Visit
from handlers.answers import ZONE
from handlers.duties import Duties
from handlers.people import Unit
from handlers.register import Submission
from handlers.reports.card import figures_line
from handlers.reports.deciding import decisions
from handlers.reports.gathering import stands_in
from handlers.reports.opened import may_decide
from handlers.reports.progress import Stage
from handlers.reports.sending import sending
from handlers.reports.versions import VersionInfo

State = Stage | Literal["said", "none"]
"""How far a report is; said to have been sent without one of here; not begun."""
PAGE = 100
"""Rows on one page."""
FILTERS: Mapping[str, State] = {**STAGES, "ghi-la-nop": "said", "chua-soan": "none"}


@dataclass(frozen=True, slots=True)
class Row:
    """One unit, and the sending that its state tells of."""

    unit: Unit
    state: State
    sent: Submission | None = None
    drafted: date | None = None
    """When it was last compiled, where it waits to be sent."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with what is read of what was sent."""

    row: Row
    timely: str = ""
    figures: str = ""
    files: bool = False
    """Whether what was sent can be had as a file."""
    open: bool = False
    """Whether the visitor can decide on it."""


def page(visit: Visit) -> Response:
    """The table of units, and the files of all of them together."""
    choice = chosen(visit)
    if choice is None:
        return pages.nothing(visit)
    rows = rows_of(visit, choice)
    wanted, words = visit.asked("loc"), visit.asked("tim")
    found = [row for row in rows if _is(row, wanted)]
    found = [row for row in found if by_name(row.unit, words)]
    number = pages.number(visit.asked("trang"), len(found), PAGE)
    return pages.page(
        visit,
        "bao-cao.html",
        top=choice.top,
        choice=choice,
        counts=Counter(row.state for row in rows),
        rows=_shown(visit, found[(number - 1) * PAGE : number * PAGE]),
        count=len(found),
        number=number,
        last=pages.last(len(found), PAGE),
        wanted=wanted if wanted in FILTERS else "",
        words=words,
        filters={key: messages.REPORT_STATES[state] for key, state in FILTERS.items()},
        states=messages.REPORT_STATES,
        all=len(rows),
        begun=choice.period.start <= visit.today,
        summable=summable(visit, choice),
        letters=_letters(visit, choice),
        tree=visit.tree,
    )


def rows_of(visit: Visit, choice: Choice) -> list[Row]:
    """The units under the top that were there in the period; the top itself where it has a report, or is alone."""
    register, period = visit.desk.register, choice.period
    units = stands_in(visit.tree, choice.top.id, period)
    ids = [unit.id for unit in units]
    # A sending that stands counts before one that does not, else the latest.
    sent = {one.unit: one for one in sorted(register.reports_sent(ids, period.key), key=lambda one: not one.undone)}
    said = _said(visit, choice, ids)
    drafts = {one.unit: one for one in register.latest_versions(ids) if one.period == period.key}
    rows = [_row(unit, sent.get(unit.id), said.get(unit.id), drafts.get(unit.id)) for unit in units]
    own = [row for row in rows if row.unit.id == choice.top.id and (row.state != "none" or len(rows) == 1)]
    return [*own, *(row for row in rows if row.unit.id != choice.top.id)]


def _said(visit: Visit, choice: Choice, ids: Sequence[str]) -> dict[str, Submission]:
    """What units have said to have sent for the period, without a report of here."""
    duties = visit.desk.duties()
    found = visit.desk.register.submissions(ids, [choice.period.year])
    kinds = {one.duty: duty.period for one in found if (duty := duties.duty(one.duty)) is not None}
    return {one.unit: one for one in found if one.version is None and kinds.get(one.duty) == choice.period.kind}


def _row(unit: Unit, sent: Submission | None, said: Submission | None, draft: VersionInfo | None) -> Row:
    if sent is not None and not sent.undone:
        return Row(unit, "accepted" if sent.verdict == "accepted" else "to_accept", sent)
    if said is not None:
        return Row(unit, "said", said)
    drafted = draft.at.astimezone(ZONE).date() if draft is not None else None
    if sent is not None and sent.verdict == "returned":
        return Row(unit, "returned", sent, drafted)
    return Row(unit, "draft", None, drafted) if draft is not None else Row(unit, "none")


def _is(row: Row, wanted: str) -> bool:
    return wanted not in FILTERS or row.state == FILTERS[wanted]


def _shown(visit: Visit, rows: Sequence[Row]) -> list[Shown]:
    """The rows of one page; only for these what was sent is looked up."""
    versions = [row.sent.version for row in rows if row.sent is not None and row.sent.version]
    infos = {one.id: one for one in visit.desk.register.version_infos(versions)}
    duties = visit.desk.duties()
    return [_told_of(visit, duties, row, infos) for row in rows]


def _told_of(visit: Visit, duties: Duties, row: Row, infos: Mapping[str, VersionInfo]) -> Shown:
    sent = row.sent
    info = infos.get(sent.version or "") if sent is not None else None
    if sent is None or info is None:
        return Shown(row, _timely(duties, row))
    figures = messages.NOTHING_HAPPENED if info.nothing else figures_line(info.totals)
    may = row.state == "to_accept" and bool(decisions(sent)) and may_decide(visit.desk, visit.person, sent.unit)
    return Shown(row, _timely(duties, row), figures, readable(visit, sent), may)


def _timely(duties: Duties, row: Row) -> str:
    """Whether it was sent on time; empty where it was not sent, or nobody has set a day."""
    duty = duties.duty(row.sent.duty) if row.sent is not None else None
    occurrence = duties.at(duty, row.sent.year, row.unit) if row.sent is not None and duty is not None else None
    if row.sent is None or occurrence is None:
        return ""
    late = (row.sent.day - occurrence.due).days
    return messages.LATE.format(days=late) if late > 0 else messages.TIMELY


def _letters(visit: Visit, choice: Choice) -> list[Letter]:
    return letters(visit, choice) if visit.may("sum_up", choice.top.id) else []


# Deciding


def accept(visit: Visit) -> Response:
    """Accept a report, as the button of the chat does."""
    sent, dialogue = _sent(visit), Dialogue(visit)
    dialogue.press(f"bcnhan:{sent.id}")
    return _decided(visit, sent, dialogue)


def why(visit: Visit) -> Response:
    """Ask for the reason of a return."""
    sent, dialogue = _sent(visit), Dialogue(visit)
    dialogue.press(f"bctra:{sent.id}")
    return _asked(visit, sent, dialogue.text) if decisions(sent) else _decided(visit, sent, dialogue)


def give_back(visit: Visit) -> Response:
    """Return a report with the reason, as the dialogue of the chat does."""
    sent, dialogue = _sent(visit), Dialogue(visit)
    dialogue.press(f"bctra:{sent.id}")
    question = dialogue.text
    dialogue.say(visit.form.get("ly-do"))
    if decisions(sent) and not dialogue.effects:
        return _asked(visit, sent, question, dialogue.text)
    return _decided(visit, sent, dialogue)


def _sent(visit: Visit) -> Submission:
    """The sending that is decided on, by whoever may."""
    found = sending(visit.desk, visit.form.get("nop") or visit.asked("nop"))
    if found is None or not may_decide(visit.desk, visit.person, found.unit):
        raise HTTPException(404)
    return found


def _asked(visit: Visit, sent: Submission, question: str, problem: str = "") -> Response:
    return pages.page(
        visit,
        "bao-cao-tra.html",
        status=422 if problem else 200,
        top=visit.needed_top("see_progress"),
        sent=sent,
        question=question,
        problem=problem,
        reason=visit.form.get("ly-do"),
    )


def _decided(visit: Visit, sent: Submission, dialogue: Dialogue) -> Response:
    """Commit what was decided, and show what the chat would say."""
    top = visit.needed_top("see_progress")
    visit.commit(dialogue.effects)
    return pages.page(visit, "bao-cao-xong.html", top=top, sent=sent, text=dialogue.text)
