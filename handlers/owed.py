"""The deadline that a choice names, and the date that an answer names: looked up, with the rights to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, wraps

from handlers import messages
from handlers import messages_duties as words
from handlers.answers import local_day
from handlers.desk import Desk, no_caller
from handlers.duties import Duties, Occurrence, years_around
from handlers.flows import Wrong, reply_to
from handlers.people import Person, Unit
from handlers.register import Submission
from handlers.rights import Action, may
from handlers.table import Run
from handlers.types import IncomingMessage, Outcome, Reply, Session
from knowledge.text.dates import parse_date
from knowledge.text.problems import TextProblem
from knowledge.wording import written_day

BEHIND, AHEAD = timedelta(days=30), timedelta(days=400)
"""How far back and ahead deadlines are listed."""
LONG_BEHIND = timedelta(days=180)
"""How far back something can still be done about them."""


@dataclass(frozen=True)
class Look:
    """What one person may see at one moment; what is owed is worked out once."""

    desk: Desk
    person: Person
    today: date

    @cached_property
    def duties(self) -> Duties:
        return self.desk.duties()

    def may(self, action: Action, unit: str) -> bool:
        return may(self.person, action, unit, self.duties.tree)

    def own_units(self, action: Action) -> list[Unit]:
        """The units that the person belongs to and may do this to, and that stand today."""
        found = [unit for id_ in self.person.units if (unit := self.duties.tree.unit(id_)) and self.may(action, id_)]
        return [unit for unit in found if unit.stands(self.today)]

    def owed_by(self, units: list[Unit], behind: timedelta = BEHIND) -> list[Occurrence]:
        """What units owe within the days that are listed, soonest first."""
        start, end = self.today - behind, self.today + AHEAD
        found = [one for unit in units for one in self.duties.occurrences(unit, start, end)]
        return sorted(found, key=lambda one: one.due)

    def sent(self, units: list[Unit]) -> dict[tuple[str, int, str], Submission]:
        """What units have sent, by the occurrence's key."""
        ids = {unit.id for unit in units}
        found = self.desk.register.submissions(ids, years_around(self.today))
        return {(one.duty, one.year, one.unit): one for one in found}

    def named(self, rest: str, action: Action) -> Occurrence | str:
        """The occurrence of "UNIT:HANDLE"; else what to say: not allowed, or no longer there."""
        unit_id, _, handle = rest.partition(":")
        unit = self.duties.tree.unit(unit_id)
        if unit is None or not self.may(action, unit.id):
            return messages.NOT_ALLOWED
        return self.duties.by_handle(unit, handle, self.today) or messages.OLD_CHOICE


def look(desk: Desk, message: IncomingMessage) -> Look | str:
    """The look of the person who speaks; else why they have none."""
    person = desk.caller(message)
    if person is None:
        return no_caller(message)
    return Look(desk, person, local_day(message))


Deal = Callable[[Look, Occurrence, IncomingMessage, Session], Outcome]
"""What a choice does with the occurrence it names."""


def for_occurrence(right: Action) -> Callable[[Deal], Run]:
    """Makes an action of what is to be done with "UNIT:HANDLE", for those who have this right."""

    def enter(deal: Deal) -> Run:
        @wraps(deal)
        def run(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
            view = look(desk, message)
            if isinstance(view, str):
                return reply_to(message, session, Reply(view))
            found = view.named(rest, right)
            if isinstance(found, str):
                return reply_to(message, session, Reply(found))
            return deal(view, found, message, session)

        return run

    return enter


def read_day(text: str, today: date, year: int | None = None, *, past: bool = False) -> date | Wrong:
    """One certain day; of "trước ngày X" the day before X. What lacks a year lies in `year`, else around today."""
    try:
        found = parse_date(text, today, past)
        if year is not None and year > today.year and found.start.year < year:
            there = parse_date(text, date(year, 1, 1))
            # Words like "tuần sau" mean another day there; a day and month without a year mean the same one.
            if (there.start.month, there.start.day) == (found.start.month, found.start.day):
                found = there
    except TextProblem as problem:
        return Wrong(problem.message)
    if found.end is not None or not found.certain or found.bound in ("after", "from"):
        return Wrong(words.DAY_UNCLEAR)
    return found.start - timedelta(days=1) if found.bound == "before" else found.start


def read_past_day(text: str, today: date) -> date | Wrong:
    """One certain day up to today. A day without a year that is nearer ahead than behind is one that has not come."""
    day, ahead = read_day(text, today, past=True), read_day(text, today)
    if isinstance(day, Wrong):
        return day
    if isinstance(ahead, date) and today < ahead and ahead - today < today - day:
        day = ahead
    return Wrong(words.DAY_AHEAD.format(day=written_day(day))) if day > today else day


def one_line(text: str, most: int) -> str | Wrong:
    """Words for one line, at most so many letters."""
    line = " ".join(text.split())
    if not line:
        return Wrong(words.NOTHING_SAID)
    return line if len(line) <= most else Wrong(words.TOO_LONG.format(most=most, length=len(line)))
