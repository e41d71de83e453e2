"""The question "which unit": words become a unit that the speaker may do something to, or choices among several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import date

from handlers import messages
from handlers import messages_units as words
from handlers.answers import local_day
from handlers.commands import unit_words
from handlers.desk import Desk
from handlers.flows import KEY, Step, Talk, Wrong
from handlers.people import Person, Tree, Unit
from handlers.rights import Action, may, offices_of
from handlers.steps import folded
from handlers.types import Choice, IncomingMessage, Reply

SHOWN = 10
"""At most so many units are offered as choices."""


def allowed(person: Person, action: Action, tree: Tree, today: date) -> list[Unit]:
    """All units that stand today and that a person may do this to, each after the one it answers to."""
    tops = dict.fromkeys([*offices_of(person, tree), *person.units])
    found = dict.fromkeys(unit for top in tops for unit in tree.under(top, today))
    return [unit for unit in found if may(person, action, unit.id, tree)]


def own_unit(desk: Desk, person: Person, action: Action, today: date | None = None) -> list[Unit]:
    """The units a person may do this to directly: those they belong to, else the topmost ones they oversee.

    With a day only those that stand then.
    """
    tree = desk.register.tree()
    for ids in (person.units, offices_of(person, tree)):
        units = [unit for id_ in ids if (unit := tree.unit(id_)) and may(person, action, id_, tree)]
        if units := [unit for unit in units if today is None or unit.stands(today)]:
            return units
    return []


def matching(desk: Desk, message: IncomingMessage, said: str, action: Action) -> list[Unit]:
    """The units that typed words, or the id of a choice, may mean, among those the speaker may do this to."""
    person, tree, today = desk.caller(message), desk.register.tree(), local_day(message)
    if person is None:
        return []
    if message.choice is not None:
        unit = tree.unit(said)
        return [unit] if unit and unit.stands(today) and may(person, action, unit.id, tree) else []
    return tree.find(said, {unit.id for unit in allowed(person, action, tree, today)}, today)


def meant(found: Sequence[Unit], said: str) -> Unit | None:
    """The only one of the found units, if it was chosen or its name holds the words; a likeness is asked about."""
    if len(found) != 1:
        return None
    [unit] = found
    return unit if said == unit.id or f" {folded(said)} " in f" {folded(unit.name)} " else None


def not_found(found: Sequence[Unit], said: str) -> str:
    """What to say of words that mean none of the found units for certain."""
    typed = " ".join(said.split())[:80]
    text = words.UNIT_SEVERAL if len(found) > 1 else words.UNIT_NEAR if found else words.UNIT_NOT_FOUND
    return text.format(text=typed)


def nowhere(desk: Desk, message: IncomingMessage, person: Person, refusal: str = messages.NOT_ALLOWED) -> Reply:
    """A refusal to somebody who may not do a thing to any unit; to the operator of an empty service, how to begin."""
    if person.operator and not any(unit.stands(local_day(message)) for unit in desk.register.tree()):
        return Reply(words.UNITS_NONE, (Choice("donvi:them", words.CHANGES["them"]),))
    return Reply(refusal)


def unit_choices(units: Sequence[Unit], tree: Tree) -> tuple[Choice, ...]:
    """Units to choose from; of units with one name each is told by the one it answers to."""
    names = Counter(unit.name for unit in units)
    return tuple(Choice(unit.id, unit.name if names[unit.name] == 1 else placed(unit, tree)) for unit in units)


def placed(unit: Unit, tree: Tree) -> str:
    """The unit's name and that of the unit it answers to."""
    above = tree.unit(unit.above)
    return words.UNIT_OF.format(unit=unit.name, above=above.name) if above else unit.name


def unit_step(
    name: str,
    question: str,
    action: Action,
    relevant: Callable[[Talk], bool] = lambda talk: True,
    but: Callable[[Talk], Collection[str]] = lambda talk: (),
) -> Step:
    """A step whose value is the id of a standing unit that the speaker may do this to.

    Where these are few they are offered at once; else typed words find one, or several to choose from. `but` are ids
    that are not offered.
    """

    def ask(talk: Talk) -> Reply:
        return Reply(question, unit_choices(_offered(talk, action, but(talk)), talk.desk.register.tree()))

    def read(talk: Talk, said: str) -> str | Wrong:
        found = matching(talk.desk, talk.message, said, action)
        if unit := meant(found, said):
            return unit.id
        return Wrong(words.UNIT_NOT_OPEN if talk.message.choice is not None else not_found(found, said))

    return Step(name, ask, read, relevant=relevant)


def _offered(talk: Talk, action: Action, but: Collection[str]) -> Sequence[Unit]:
    """What the words just typed for this step, or with the command, may mean; else all units if they are few."""
    person = talk.desk.caller(talk.message)
    if person is None:
        return ()
    text = talk.message.text
    typed = text.partition(" ")[2] if text.startswith("/") else text
    if talk.session.data[KEY]["values"] == talk.values and talk.message.choice is None:
        found = matching(talk.desk, talk.message, typed, action)
        if found and not meant(found, typed):
            return [unit for unit in found if unit.id not in but]
    units = allowed(person, action, talk.desk.register.tree(), local_day(talk.message))
    units = [unit for unit in units if unit.id not in but]
    return units if len(units) <= SHOWN else ()


def about(unit: Unit, tree: Tree) -> str:
    """What a unit is: its kind, who it answers to, its province and sector."""
    above = tree.unit(unit.above)
    parts = (
        words.KINDS[unit.kind],
        words.ABOUT_UNDER.format(above=above.name) if above else "",
        unit_words(unit.province, unit.sector),
    )
    return "; ".join(part for part in parts if part)
