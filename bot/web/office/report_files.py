"""Files of reports: what a unit sent, all units summed up, a letter to those that have not sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException

from bot.reports.docx import letter_docx
from bot.reports.files import named_file
from bot.web.office.report_periods import Choice, chosen
from bot.web.office.visit import Visit
from handlers.desk import Desk
from handlers.register import Submission
from handlers.reports.gathering import outline_of, settings_of
from handlers.reports.sending import sending
from handlers.reports.summing import summed_up
from handlers.reports.urging import urging_letter
from handlers.standing import Period, Standing, look, periods
from handlers.standing_words import title
from handlers.types import FileRef

Making = Callable[[Desk], FileRef]
"""Makes a file from a desk of its own, for it takes long. Raises HTTPException where there is none any more."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that can be written: of which report, and how many units have not sent it."""

    handle: str
    title: str
    silent: int


def wanted(visit: Visit) -> Making:
    """What makes the file that the last part of the address names: "tong-hop.docx"."""
    name, _, kind = str(visit.request.path_params["name"]).partition(".")
    kinds, making = FILES.get(name, ((), _none))
    if kind not in kinds:
        raise HTTPException(404)
    return making(visit, kind)


def readable(visit: Visit, sent: Submission) -> bool:
    """Whether the visitor may read a sending: one that stands, or that an office has returned."""
    stands = not sent.undone or sent.verdict == "returned"
    return stands and visit.may("see_progress", sent.unit) and visit.may("see_reports", sent.unit)


def summable(visit: Visit, choice: Choice) -> bool:
    """Whether the reports of a period can be summed up: it has begun, and there is an outline for it."""
    settings = settings_of(visit.desk, choice.top)
    begun = choice.period.start <= visit.today
    return (
        begun
        and visit.may("sum_up", choice.top.id)
        and outline_of(visit.desk, settings, choice.period.kind) is not None
    )


def letters(visit: Visit, choice: Choice) -> list[Letter]:
    """The letters that can be written: one for each report of the period that some unit under the top has not sent."""
    found = []
    for one, standing in _standings(visit, choice):
        # Nobody urges the unit that writes.
        silent = [row for row in standing.silent if row.unit.id != choice.top.id]
        if silent:
            found.append(Letter(one.handle(choice.top.id), title(one.duty, one.year), len(silent)))
    return found


def _standings(visit: Visit, choice: Choice) -> Iterator[tuple[Period, Standing]]:
    """The reports that deadlines ask for in the period, and how the units stand with each."""
    duties, top, period = visit.desk.duties(), choice.top.id, choice.period
    for one in periods(duties, visit.tree.under(top), visit.today):
        if (one.duty.period, one.year) == (period.kind, period.year):
            standing = look(visit.desk.register, duties, top, one.duty.id, one.year, visit.today, reach=False)
            if standing is not None:
                yield one, standing


def _sent(visit: Visit, kind: str) -> Making:
    """What a unit sent, as it was sent."""
    sent = sending(visit.desk, visit.asked("nop"))
    version = visit.desk.register.report_version(sent.version or "") if sent and readable(visit, sent) else None
    if version is None:
        raise HTTPException(404)
    return lambda desk: named_file(version.report, kind)


def _summed(visit: Visit, kind: str) -> Making:
    """All units under one in one report."""
    choice = chosen(visit)
    if choice is None or not summable(visit, choice):
        raise HTTPException(404)

    def make(desk: Desk) -> FileRef:
        found = summed_up(desk, choice.top, choice.period, visit.today)
        if found is None:
            raise HTTPException(404)
        return named_file(found.report, kind)

    return make


def _letter(visit: Visit, kind: str) -> Making:
    """The letter to those that have not sent."""
    choice, handle = chosen(visit), visit.asked("viec")
    if choice is None or not visit.may("sum_up", choice.top.id):
        raise HTTPException(404)
    if all(one.handle != handle for one in letters(visit, choice)):
        raise HTTPException(404)

    def make(desk: Desk) -> FileRef:
        found = urging_letter(desk, choice.top.id, handle, visit.today.isoformat())
        if found is None:
            raise HTTPException(404)
        letter, name, _ = found
        return FileRef(f"{name}.{kind}", content=letter_docx(letter))

    return make


def _none(visit: Visit, kind: str) -> Making:
    raise HTTPException(404)


FILES: Mapping[str, tuple[tuple[str, ...], Callable[[Visit, str], Making]]] = {
    "ban": (("docx", "xlsx"), _sent),
    "tong-hop": (("docx", "xlsx"), _summed),
    "don-doc": (("docx",), _letter),
}
"""By the first part of a name: which kinds of file there are, and what makes them."""
