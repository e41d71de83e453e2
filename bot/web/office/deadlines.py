"""When the units' reports are due, how sure that is, and what the office rules on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.office import messages, pages
from bot.web.office.dialogue import SKIP, Dialogue
from bot.web.office.visit import Visit
from handlers.cases import Case, case_named, cases_of
from handlers.duties import Duties, Duty, Ruling
from handlers.owed import AHEAD, BEHIND, Look
from handlers.people import Unit
from handlers.ruling import concerned
from handlers.telling import listeners, preview
from knowledge.wording import written_day


@dataclass(frozen=True, slots=True)
class Decision:
    """A ruling as it is shown: by whom, where their name is known, and of which unit's office."""

    ruling: Ruling
    who: str
    office: str


@dataclass(frozen=True, slots=True)
class Extension:
    """One unit's own later day."""

    duty: Duty
    unit: Unit
    decision: Decision


def page(visit: Visit) -> Response:
    """Deadlines of the units overseen, extensions, the offices' own."""
    top = visit.top("rule")
    if top is None:
        return pages.nothing(visit)
    duties = visit.desk.duties()
    return pages.page(
        visit,
        "han.html",
        top=top,
        cases=[(case, basis_of(case), decision_of(visit, case.ruling)) for case in cases_of(duties, top, visit.today)],
        extensions=extensions(visit, duties, top),
        own=[duty for duty in duties if duty.owner is not None and visit.tree.is_under(duty.owner, top.id)],
        tree=visit.tree,
    )


def edit(visit: Visit) -> Response:
    """The forms for one deadline."""
    return _edit(visit)


def rule(visit: Visit) -> Response:
    """Confirm, change or cancel it, as the dialogue of the chat does."""
    case = _case(visit)
    dialogue = Dialogue(visit)
    dialogue.press(f"doi:{case.office.id}:{case.handle}")
    kind = visit.form.get("quyet")
    if kind == "xacnhan":
        dialogue.pick(":day:same")
    elif kind == "doi":
        dialogue.say(_written(visit.form.get("ngay")))
        dialogue.say(visit.form.get("ly-do") or SKIP)
    elif kind == "huy":
        dialogue.pick(":day:no")
        dialogue.say(visit.form.get("ly-do"))
    dialogue.pick(":sure:yes")
    if not dialogue.effects:
        return _edit(visit, dialogue.text)
    visit.commit(dialogue.effects)
    return pages.back("han", kind, don_vi=case.office.id)


def _written(day: str) -> str:
    """A day of a date field as one types it; what is no day as it is."""
    try:
        return written_day(date.fromisoformat(day))
    except ValueError:
        return day


def basis_of(case: Case) -> str:
    """How sure the date is, in words."""
    return messages.RULED[case.ruling.kind] if case.ruling else messages.BASES[case.base.basis]


def decision_of(visit: Visit, ruling: Ruling | None) -> Decision | None:
    """A ruling with the names of who made it and where; None for none."""
    if ruling is None:
        return None
    person = visit.desk.register.person(ruling.by) if ruling.by else None
    office = visit.tree.name(ruling.decided_by) if ruling.decided_by else messages.SOME_OFFICE
    return Decision(ruling, (person.name if person else None) or "", office)


def extensions(visit: Visit, duties: Duties, top: Unit) -> list[Extension]:
    """Those of units under one that decide there, within the days that are listed."""
    start, end = visit.today - BEHIND, visit.today + AHEAD
    found: list[Extension] = []
    for ruling in visit.desk.register.rulings():
        unit, duty = visit.tree.unit(ruling.unit), duties.duty(ruling.duty)
        if ruling.kind != "extend" or unit is None or duty is None or ruling.due is None:
            continue
        if not start <= ruling.due <= end or not visit.tree.is_under(unit.id, top.id):
            continue
        decision = decision_of(visit, ruling)
        if duties.ruling(duty, ruling.year, unit) == ruling and decision is not None:
            found.append(Extension(duty, unit, decision))
    return found


def _case(visit: Visit) -> Case:
    top = visit.needed_top("rule")
    case = case_named(visit.desk.duties(), top, visit.form.get("han") or visit.asked("han"), visit.today)
    if case is None:
        raise HTTPException(404)
    return case


def _edit(visit: Visit, problem: str = "") -> Response:
    case = _case(visit)
    return pages.page(
        visit,
        "han-sua.html",
        status=422 if problem else 200,
        top=case.office,
        case=case,
        basis=basis_of(case),
        decision=decision_of(visit, case.ruling),
        told=_told(visit, case),
        problem=problem,
        form=visit.form,
    )


def _told(visit: Visit, case: Case) -> str:
    """How many people a decision would be told to, and when."""
    look = Look(visit.desk, visit.person, visit.today)
    return preview(look, listeners(look, concerned(look, case)), visit.now)
