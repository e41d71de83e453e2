"""Who has sent a report and who has not, and reminding those who have not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.office import messages, pages
from bot.web.office.dialogue import Dialogue
from bot.web.office.visit import Visit
from handlers.duties import Duties
from handlers.people import Unit
from handlers.reports.progress import Stage, report_period, stages
from handlers.standing import Period, Rate, Row, Standing, look, periods, rates
from knowledge.text.normalise import clean, fold

_YES = ":yes"
"""In the id of the choice that sends."""
PAGE = 100
"""Rows on one page."""
FILTERS: Mapping[str, Callable[[Row], bool]] = {
    "chua-nop": lambda row: row.silent,
    "muon": lambda row: row.state == "late",
    "dung-han": lambda row: row.state == "on_time",
    "khong-toi": lambda row: row.reminders in ("nobody", "unreachable"),
}
STAGES: Mapping[str, Stage] = {
    "cho-nhan": "to_accept",
    "da-nhan": "accepted",
    "cho-sua": "returned",
    "dang-soan": "draft",
}
"""Filters by how far the unit's report is."""


@dataclass(frozen=True)
class Choice:
    """The report that a page is about, among those there are."""

    top: Unit
    duties: Duties
    periods: list[Period]
    period: Period

    @property
    def handle(self) -> str:
        """The report's name, the same for every unit: a change of the unit alone keeps the report."""
        return handle_of(self.period)


def handle_of(period: Period) -> str:
    """A report's name, for no unit in particular."""
    return period.handle("")


def chosen(visit: Visit, *, strict: bool = True) -> Choice | None:
    """The unit and report that the address or the form names, else the first; None where nothing is owed.

    A report that its units do not owe is 404, or where that is not `strict` the first.
    """
    top = visit.top("see_progress")
    if top is None:
        return None
    duties = visit.desk.duties()
    found = periods(duties, visit.tree.under(top.id), visit.today)
    handle = visit.form.get("ky") or visit.asked("ky") or (handle_of(found[0]) if found else "")
    period = next((one for one in found if handle_of(one) == handle), None)
    if period is None and strict:
        raise HTTPException(404)
    return Choice(top, duties, found, period or found[0]) if found else None


def stand(visit: Visit, choice: Choice) -> Standing:
    """How all units stand with the report."""
    period = choice.period
    found = look(visit.desk.register, choice.duties, choice.top.id, period.duty.id, period.year, visit.today)
    if found is None:
        raise HTTPException(404)
    return found


def page(visit: Visit) -> Response:
    """Figures, the table of units, the rates of two years."""
    choice = chosen(visit, strict=False)
    if choice is None:
        return pages.nothing(visit, visit.top("see_progress"))
    standing = stand(visit, choice)
    wanted, words = visit.asked("loc"), visit.asked("tim")
    reports = report_period(visit.desk, choice.top.id, standing)
    by_unit = stages(visit.desk, choice.top.id, standing)
    rows = [row for row in _matching(standing, wanted, words) if _at(by_unit.get(row.unit.id), wanted)]
    number = pages.number(visit.asked("trang"), len(rows), PAGE)
    return pages.page(
        visit,
        "tien-do.html",
        top=choice.top,
        choice=choice,
        standing=standing,
        rows=rows[(number - 1) * PAGE : number * PAGE],
        count=len(rows),
        number=number,
        last=pages.last(len(rows), PAGE),
        wanted=wanted if wanted in FILTERS or wanted in STAGES else "",
        words=words,
        filters={
            **messages.FILTERS,
            **({key: messages.REPORT_STATES[one] for key, one in STAGES.items()} if reports else {}),
        },
        stages=by_unit,
        stage_words=messages.REPORT_STATES,
        reports=reports.key if reports else "",
        states=messages.STATES,
        bases=messages.DAY_BASES,
        reminders=messages.REMINDERS,
        tree=visit.tree,
        rates=_rates(visit, choice),
    )


def _matching(standing: Standing, wanted: str, words: str) -> list[Row]:
    keep = FILTERS.get(wanted, _every)
    return [row for row in standing.rows if keep(row) and by_name(row.unit, words)]


def _at(stage: Stage | None, wanted: str) -> bool:
    return wanted not in STAGES or stage == STAGES[wanted]


def by_name(unit: Unit, words: str) -> bool:
    """Whether a unit's name holds words, however they are accented."""
    return " ".join(fold(clean(words)).split()) in fold(clean(unit.name))


def _every(row: Row) -> bool:
    return True


def _rates(visit: Visit, choice: Choice) -> list[Rate]:
    """This year's and last year's, newest first."""
    units = visit.tree.under(choice.top.id)
    years = (visit.today.year - 1, visit.today.year)
    sent = visit.desk.register.submissions([unit.id for unit in units], years)
    return rates(choice.duties, units, years, sent, visit.today)[::-1]


def preview(visit: Visit) -> Response:
    """What a reminder would say to whom, before it is sent."""
    choice = _to_remind(visit)
    return _reminder(visit, choice, _begun(visit, choice))


def remind(visit: Visit) -> Response:
    """Send it."""
    choice = _to_remind(visit)
    dialogue = _begun(visit, choice)
    dialogue.pick(_YES)
    visit.commit(dialogue.effects)
    return _reminder(visit, choice, dialogue)


def _to_remind(visit: Visit) -> Choice:
    choice = chosen(visit)
    if choice is None or not visit.may("send", choice.top.id):
        raise HTTPException(404)
    return choice


def _begun(visit: Visit, choice: Choice) -> Dialogue:
    """The dialogue that the button of the chat opens."""
    dialogue = Dialogue(visit)
    dialogue.press(f"nhac:{choice.top.id}:{choice.period.handle(choice.top.id)}")
    return dialogue


def _reminder(visit: Visit, choice: Choice, dialogue: Dialogue) -> Response:
    return pages.page(
        visit,
        "nhac.html",
        top=choice.top,
        handle=choice.handle,
        text=dialogue.text,
        sendable=any(_YES in one.id for one in dialogue.choices),
    )
