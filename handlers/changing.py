"""The frame of every change of a unit: questions, a preview, a last look at whether it may be done, then it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import messages
from handlers import messages_units as words
from handlers.answers import local_day
from handlers.flows import Flow, Step, Talk, flow, reply_to
from handlers.people import Person, Tree, Unit
from handlers.rights import may
from handlers.steps import SURE, checked, sure_step
from handlers.types import Effect, Outcome, Record, Reply
from handlers.unit_records import Affairs, Signed
from knowledge.wording import written_day


@dataclass(frozen=True, slots=True)
class Case:
    """A change that is being talked over, with the state as it is now."""

    talk: Talk
    tree: Tree
    person: Person
    today: date

    def said(self, name: str) -> str | None:
        """An answer so far; None for one that is not given yet or was left out."""
        return self.talk.values.get(name)

    def unit(self, name: str = "unit") -> Unit:
        """The unit of an answer that was given; it was looked up when it was answered, and units never vanish."""
        found = self.tree.unit(self.said(name))
        if found is None:
            raise LookupError(f"no unit in {name}")
        return found

    @property
    def day(self) -> date:
        """The day from which it holds: the one that was said, else today."""
        said = self.said("day")
        return date.fromisoformat(said) if said else self.today

    def manages(self, unit: str | None) -> bool:
        """Whether the speaker may change a unit; None stands for the top of the tree, which is the operator's."""
        return self.person.operator if unit is None else may(self.person, "manage_unit", unit, self.tree)

    def refused(self, *names: str) -> str | None:
        """Why the units of these answers may not be touched: not the speaker's, or over; None where they may."""
        for name in names:
            if (id_ := self.said(name)) is None:
                continue
            unit = self.tree.unit(id_)
            if unit is None or not self.manages(unit.id):
                return messages.NOT_ALLOWED
            if not unit.stands(self.today):
                return words.GONE.format(unit=unit.name)
        return None

    def too_early(self, unit: Unit) -> str | None:
        """Why the day cannot be: the unit was not there yet."""
        if self.day >= unit.since:
            return None
        return words.DAY_BEFORE_UNIT.format(unit=unit.name, since=written_day(unit.since))

    def signed(self) -> Signed:
        return Signed(self.person.id, self.day, self.talk.desk.register.new_id)

    def affairs(self, unit: Unit) -> Affairs:
        """What hangs on a unit now."""
        register = self.talk.desk.register
        return Affairs(register.people_in([unit.id]), register.own_duties(), register.invites([unit.id]))


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change. `problem` says why it cannot be done as far as it is known; it is asked after every answer.

    `done` tells what was done, from the state before it.
    """

    name: str
    steps: Sequence[Step]
    problem: Callable[[Case], str | None]
    preview: Callable[[Case], str]
    records: Callable[[Case], list[Record]]
    done: Callable[[Case], str]
    told: Callable[[Case], Iterable[Effect]] = lambda case: ()
    """The letters to those concerned, from the state before it."""


def change_flow(change: Change) -> Flow:
    """The dialogue of a change, entered in the table."""

    def problem(talk: Talk) -> str | None:
        case = case_of(talk)
        return change.problem(case) if case else messages.NO_ACCOUNT

    def preview(talk: Talk) -> str:
        case = case_of(talk)
        return f"{change.preview(case)} {words.KEPT}" if case else messages.NO_ACCOUNT

    def finish(talk: Talk) -> Outcome:
        case = case_of(talk)
        if not talk.values[SURE]:
            return reply_to(talk.message, talk.session, Reply(words.LEFT))
        if case is None:
            return reply_to(talk.message, talk.session, Reply(messages.NO_ACCOUNT))
        if wrong := change.problem(case):
            return reply_to(talk.message, talk.session, Reply(wrong))
        return reply_to(
            talk.message, talk.session, Reply(change.done(case)), effects=(*change.records(case), *change.told(case))
        )

    steps = (*(checked(step, problem) for step in change.steps), sure_step(preview))
    return flow(Flow(change.name, steps, finish, takes_questions=False))


def case_of(talk: Talk) -> Case | None:
    """The change as it stands; None where the speaker has no account."""
    person = talk.desk.caller(talk.message)
    return Case(talk, talk.desk.register.tree(), person, local_day(talk.message)) if person else None
