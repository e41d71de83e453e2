"""Units in the chat: a member's own, and how an office renames, moves, merges, splits and ends them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from handlers import messages
from handlers import messages_units as words
from handlers.answers import local_day
from handlers.changing import Case, Change, change_flow
from handlers.choosing import about, allowed, unit_step
from handlers.commands import own_place, unit_words
from handlers.desk import Desk
from handlers.flows import Flow, Talk, begin, reply_to
from handlers.people import KINDS, Person
from handlers.steps import day_step, name_step
from handlers.table import action, command
from handlers.types import Choice, Effect, IncomingMessage, Outcome, Reply, Session
from handlers.unit_adding import ADDING, TOP, taken
from handlers.unit_news import news, reports_ended, reports_merged, reports_moved, told_words
from handlers.unit_records import children, ended, merged, moved, renamed
from handlers.unit_splitting import SPLITTING
from knowledge.wording import written_day

# Rename


def _rename_problem(case: Case) -> str | None:
    if (wrong := case.refused("unit")) or case.said("name") is None:
        return wrong
    unit, name = case.unit(), case.talk.values["name"]
    if name == unit.name:
        return words.RENAME_SAME
    return taken(case.tree, name, unit.above, case, but=unit.id) or case.too_early(unit)


RENAMING = change_flow(
    Change(
        "doiten",
        (
            unit_step("unit", words.RENAME_UNIT, "manage_unit"),
            name_step("name", words.RENAME_TO),
            day_step("day", words.DAY_ASK),
        ),
        _rename_problem,
        lambda case: words.RENAME_PREVIEW.format(
            unit=case.unit().name, name=case.said("name"), day=written_day(case.day)
        ),
        lambda case: renamed(case.signed(), case.unit(), case.talk.values["name"]),
        lambda case: words.RENAME_DONE.format(unit=case.unit().name, name=case.said("name")),
    )
)


# Move


def _move_problem(case: Case) -> str | None:
    if (wrong := case.refused("unit", "parent")) or case.said("parent") is None:
        return wrong
    unit, other = case.unit(), case.unit("parent")
    if case.tree.is_under(other.id, unit.id):
        return words.MOVE_INSIDE.format(other=other.name)
    if unit.above == other.id:
        return words.MOVE_SAME.format(unit=unit.name, other=other.name)
    return taken(case.tree, unit.name, other.id, case, but=unit.id)


def _move_preview(case: Case) -> str:
    unit = case.unit()
    old = case.tree.unit(unit.above)
    preview = words.MOVE_PREVIEW.format(
        unit=unit.name, old=old.name if old else words.MOVE_FROM_TOP, other=case.unit("parent").name
    )
    return _joined(preview, reports_moved(case), told_words(case, unit))


def _move_told(case: Case) -> Iterable[Effect]:
    unit, other, day = case.unit(), case.unit("parent"), written_day(case.day)
    return news(
        case,
        unit,
        lambda roles: words.MOVED_TOLD.format(unit=unit.name, other=other.name, day=day, roles=", ".join(roles)),
    )


def _joined(*sentences: str) -> str:
    return "\n".join(one for one in sentences if one)


def _but_itself(talk: Talk) -> Collection[str]:
    """The unit that was chosen before and all that lies under it: it goes into none of them."""
    return {unit.id for unit in talk.desk.register.tree().under(talk.values.get("unit", ""))}


MOVING = change_flow(
    Change(
        "chuyen",
        (
            unit_step("unit", words.MOVE_UNIT, "manage_unit"),
            unit_step("parent", words.MOVE_TO, "manage_unit", but=_but_itself),
        ),
        _move_problem,
        _move_preview,
        lambda case: moved(case.signed(), case.unit(), case.unit("parent").id),
        lambda case: words.MOVE_DONE.format(unit=case.unit().name, other=case.unit("parent").name),
        _move_told,
    )
)


# Merge


def _merge_problem(case: Case) -> str | None:
    if (wrong := case.refused("unit", "into")) or case.said("into") is None:
        return wrong
    unit, into = case.unit(), case.unit("into")
    if case.tree.is_under(into.id, unit.id):
        return words.MERGE_INSIDE.format(other=into.name)
    if case.said("day") is None:
        return None
    if case.day < into.since:
        return words.MERGE_LATER.format(other=into.name, since=written_day(into.since))
    return case.too_early(unit)


def _merge_preview(case: Case) -> str:
    unit, into = case.unit(), case.unit("into")
    preview = words.MERGE_PREVIEW.format(
        unit=unit.name,
        other=into.name,
        day=written_day(case.day),
        people=len(case.affairs(unit).people),
        units=len(children(unit, case.tree, case.today)),
    )
    return _joined(preview, reports_merged(case), told_words(case, unit))


def _merge_told(case: Case) -> Iterable[Effect]:
    unit, into, day = case.unit(), case.unit("into"), written_day(case.day)
    return news(
        case,
        unit,
        lambda roles: words.MERGED_TOLD.format(unit=unit.name, other=into.name, day=day, roles=", ".join(roles)),
    )


MERGING = change_flow(
    Change(
        "sapnhap",
        (
            unit_step("unit", words.MERGE_UNIT, "manage_unit"),
            unit_step("into", words.MERGE_INTO, "manage_unit", but=_but_itself),
            day_step("day", words.DAY_ASK),
        ),
        _merge_problem,
        _merge_preview,
        lambda case: merged(case.signed(), case.unit(), case.unit("into"), case.tree, case.affairs(case.unit())),
        lambda case: words.MERGE_DONE.format(
            unit=case.unit().name, other=case.unit("into").name, day=written_day(case.day)
        ),
        _merge_told,
    )
)


# End


def _end_problem(case: Case) -> str | None:
    if (wrong := case.refused("unit")) or case.said("unit") is None:
        return wrong
    unit = case.unit()
    if below := children(unit, case.tree, case.today):
        return words.END_CHILDREN.format(unit=unit.name, count=len(below))
    return case.too_early(unit) if case.said("day") else None


def _end_preview(case: Case) -> str:
    unit = case.unit()
    people = len(case.affairs(unit).people)
    preview = words.END_PREVIEW.format(unit=unit.name, day=written_day(case.day), people=people)
    return _joined(preview, reports_ended(case), told_words(case, unit))


def _end_told(case: Case) -> Iterable[Effect]:
    unit, day = case.unit(), written_day(case.day)
    return news(case, unit, lambda roles: words.ENDED_TOLD.format(unit=unit.name, day=day, roles=", ".join(roles)))


ENDING = change_flow(
    Change(
        "ketthuc",
        (unit_step("unit", words.END_UNIT, "manage_unit"), day_step("day", words.DAY_ASK)),
        _end_problem,
        _end_preview,
        lambda case: ended(case.signed(), case.unit(), case.affairs(case.unit())),
        lambda case: words.END_DONE.format(unit=case.unit().name, day=written_day(case.day)),
        _end_told,
    )
)
_FLOWS: dict[str, Flow] = {one.name: one for one in (ADDING, RENAMING, MOVING, MERGING, SPLITTING, ENDING)}


@command("donvi", "Xem đơn vị của anh/chị; ghi tỉnh và ngành", "tinh", "nganh")
def units(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """A member's own units, and for an office what it can do; with words, or without an account: the place."""
    person = desk.caller(message)
    if rest or person is None:
        return own_place(desk, message, session, rest)
    lines = [_own_units(desk, person)]
    if known := unit_words(session.data.get("province"), session.data.get("sector")):
        lines.append(words.PLACE_KNOWN.format(what=known))
    choices = tuple(Choice(f"donvi:{name}", label) for name, label in words.CHANGES.items())
    return reply_to(message, session, Reply("\n".join(lines), choices if _manages(desk, person, message) else ()))


@action("donvi")
def change(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Begin a change of units."""
    person, entry = desk.caller(message), _FLOWS.get(rest)
    if person is None:
        return reply_to(message, session, Reply(messages.NO_ACCOUNT))
    if entry is None:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if not _manages(desk, person, message):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    today = local_day(message)
    first = entry is ADDING and not any(unit.stands(today) for unit in desk.register.tree())
    return begin(entry, desk, message, session, **({"parent": TOP, "kind": KINDS[0]} if first else {}))


def _manages(desk: Desk, person: Person, message: IncomingMessage) -> bool:
    """Whether there is a unit that a person may change; the operator may make the first."""
    tree = desk.register.tree()
    operator = person.operator and "account" in person.consents
    return operator or bool(allowed(person, "manage_unit", tree, local_day(message)))


def _own_units(desk: Desk, person: Person) -> str:
    tree = desk.register.tree()
    rows = []
    for id_ in person.units:
        if unit := tree.unit(id_):
            roles = ", ".join(words.ROLES[one.role] for one in person.memberships if one.unit == id_)
            rows.append(words.OWN_UNIT_ROW.format(unit=unit.name, about=about(unit, tree), roles=roles))
    lines = [words.OWN_UNITS, *rows] if rows else []
    if person.operator:
        lines.append(words.OWN_OPERATOR)
    return "\n".join(lines) or words.OWN_NONE
