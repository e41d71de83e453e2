"""What a change of units means for its people and its open reports: told in the preview, and to those concerned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from handlers import messages_units as words
from handlers.changing import Case
from handlers.duties import Duties, Duty, Occurrence
from handlers.people import Person, Unit
from handlers.reaching import way_to
from handlers.types import Reply, Send
from handlers.unit_records import roles_in
from knowledge.wording import in_sentence, written_day

BEHIND, AHEAD = timedelta(days=180), timedelta(days=90)
"""How far back and ahead reports that were not sent are listed."""
ROWS = 6


def news(case: Case, unit: Unit, say: Callable[[Sequence[str]], str]) -> Iterator[Send]:
    """A letter to everybody in a unit who agreed to get any, but the speaker; `say` makes it of their roles' names."""
    held: dict[str, tuple[Person, list[str]]] = {}
    for person, one in roles_in(unit, case.affairs(unit).people):
        held.setdefault(person.id, (person, []))[1].append(words.ROLES[one.role])
    message = case.talk.message
    for person, roles in held.values():
        if person.id != case.person.id and (to := way_to(person)) is not None:
            key = f"{message.sender.channel}:{message.id}:unit:{unit.id}:{person.id}"
            yield Send(to, Reply(say(roles)), key)


def told_words(case: Case, unit: Unit) -> str:
    """How many people will be told, for the preview; empty where nobody is in the unit but the speaker."""
    people = [one for one in case.affairs(unit).people if one.id != case.person.id]
    reached = sum(way_to(one) is not None for one in people)
    if not people:
        return ""
    return words.NEWS_PEOPLE.format(reached=reached, people=len(people))


def reports_moved(case: Case) -> str:
    """The open reports of a unit that moves: its own still, but those that only its old office asks for."""
    unit, to = case.unit(), case.unit("parent")
    above = {one.id for one in case.tree.chain(to.id)}
    open_, _ = _open(case, unit)
    stays = [one for one in open_ if one.duty.owner is None or one.duty.owner in above or unit.id == one.duty.owner]
    gone = [one for one in open_ if one not in stays]
    lines = [words.REPORTS_STAY.format(unit=unit.name, reports=_listed(stays))] if stays else []
    lines += [words.REPORTS_GONE.format(reports=_listed(gone))] if gone else []
    return "\n".join(lines or [words.REPORTS_NONE.format(unit=unit.name)])


def reports_merged(case: Case) -> str:
    """The open reports of a unit that goes into another: the other owes what binds it as well."""
    unit, into = case.unit(), case.unit("into")
    open_, duties = _open(case, unit)
    heirs = [one for one in open_ if _goes_on(one.duty, duties, unit, into)]
    gone = [one for one in open_ if one not in heirs]
    lines = [words.REPORTS_HEIR.format(unit=unit.name, other=into.name, reports=_listed(heirs))] if heirs else []
    lines += [words.REPORTS_GONE.format(reports=_listed(gone))] if gone else []
    return "\n".join(lines or [words.REPORTS_NONE.format(unit=unit.name)])


def reports_ended(case: Case) -> str:
    """The open reports of a unit that ends."""
    open_, _ = _open(case, case.unit())
    if not open_:
        return words.REPORTS_NONE.format(unit=case.unit().name)
    return words.REPORTS_GONE.format(reports=_listed(open_))


def _goes_on(duty: Duty, duties: Duties, unit: Unit, into: Unit) -> bool:
    """Whether a duty of a unit is its successor's after a merge; one that names units will name it too."""
    return duties.binds(duty, into) or unit.id in duty.units


def _open(case: Case, unit: Unit) -> tuple[list[Occurrence], Duties]:
    """What a unit owes and has not sent, overdue or soon due; and all duties."""
    desk = case.talk.desk
    duties = desk.duties()
    found = duties.occurrences(unit, case.today - BEHIND, case.today + AHEAD)
    sent = desk.register.submissions([unit.id], {one.year for one in found})
    keys = {(one.duty, one.year, one.unit) for one in sent}
    # Before the unit was known to the program nobody could have said that it sent anything.
    return [one for one in found if one.key not in keys and one.due >= unit.since], duties


def _listed(found: Sequence[Occurrence]) -> str:
    rows = [
        words.REPORT_ROW.format(title=in_sentence(one.duty.title), year=one.year, due=written_day(one.due))
        for one in found[:ROWS]
    ]
    more = [words.REPORTS_MORE.format(count=len(found) - ROWS)] if len(found) > ROWS else []
    return "; ".join([*rows, *more])
