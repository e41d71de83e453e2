"""Who may do what to which unit: one table, asked before every read and write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from handlers.people import Person, Tree

Action = Literal[
    "see_deadlines",  # the unit's deadlines, its own progress
    "submit",  # say that a report has been sent, or take that back
    "see_members",  # names and roles of the people in it
    "manage_members",  # invite, approve, end a role
    "see_progress",  # of the unit and all under it
    "manage_unit",  # make a unit under it, rename, merge, split, move, end
    "rule",  # confirm or change a date for it, extend it
    "add_duty",  # a deadline of the office's own for it
    "send",  # reminders and notices to its members
    "set_stages",  # when it is reminded
    "export",
    "log",  # write down what the unit has done, change and delete what one wrote oneself
    "see_entries",  # what the unit has done, and the evidence
    "edit_entries",  # change and delete what others wrote
    "see_reports",  # its reports as they were compiled
    "write_report",  # compile its report, write its words, set how it looks
    "sum_up",  # compile one report of the unit and all under it, write to those that have not sent
]
ACTIONS: Mapping[Action, frozenset[str]] = {
    "see_deadlines": frozenset({"member", "secretary", "head", "office"}),
    "submit": frozenset({"secretary", "head", "office"}),
    "see_members": frozenset({"secretary", "head", "office"}),
    "manage_members": frozenset({"office"}),
    "see_progress": frozenset({"office"}),
    "manage_unit": frozenset({"office"}),
    "rule": frozenset({"office"}),
    "add_duty": frozenset({"office"}),
    "send": frozenset({"office"}),
    "set_stages": frozenset({"secretary", "head", "office"}),
    "export": frozenset({"office"}),
    "log": frozenset({"member", "secretary", "head", "office"}),
    "see_entries": frozenset({"member", "secretary", "head", "office"}),
    "edit_entries": frozenset({"office"}),
    "see_reports": frozenset({"member", "secretary", "head", "office"}),
    "write_report": frozenset({"secretary", "head", "office"}),
    "sum_up": frozenset({"office"}),
}
"""The roles that allow each action: "office" in the unit or in any unit above it, the others in the unit itself."""


def may(person: Person | None, action: Action, unit: str, tree: Tree) -> bool:
    """Whether a person may do this to a unit; the operator may do everything."""
    if person is None or "account" not in person.consents or tree.unit(unit) is None:
        return False
    if person.operator:
        return True
    allowed = ACTIONS[action]
    if person.roles_in(unit) & allowed:
        return True
    return "office" in allowed and oversees(person, unit, tree)


def oversees(person: Person, unit: str, tree: Tree) -> bool:
    """Whether a person is the standing office of a unit or of one above it."""
    offices = {one.unit for one in person.memberships if one.role == "office"}
    return any(above.id in offices for above in tree.chain(unit))


def offices_of(person: Person, tree: Tree) -> list[str]:
    """The topmost units that a person oversees; for the operator those that answer to nobody."""
    if person.operator:
        return [unit.id for unit in tree if unit.above is None or tree.unit(unit.above) is None]
    own = list(dict.fromkeys(one.unit for one in person.memberships if one.role == "office"))
    return [id_ for id_ in own if not any(other != id_ and tree.is_under(id_, other) for other in own)]


def abilities(person: Person, tree: Tree, today: date) -> frozenset[Action]:
    """What a person may do to at least one of the units that are theirs or that they oversee, as these stand today."""
    own = [
        unit for id_ in (*person.units, *offices_of(person, tree)) if (unit := tree.unit(id_)) and unit.stands(today)
    ]
    return frozenset(one for one in ACTIONS if any(may(person, one, unit.id, tree) for unit in own))
