"""The people of a unit: who they are there, whether they can be reached, and how a role ends."""

from __future__ import annotations

from handlers import messages
from handlers import messages_units as words
from handlers.answers import local_day
from handlers.choosing import SHOWN, matching, meant, not_found, nowhere, own_unit, unit_choices
from handlers.desk import Desk
from handlers.flows import Flow, Talk, begin, flow, reply_to
from handlers.people import Membership, Person, Unit
from handlers.reaching import way_to, ways_to
from handlers.rights import may
from handlers.steps import SURE, option_step, sure_step
from handlers.table import action, command
from handlers.types import Choice, CloseLinks, Effect, IncomingMessage, Outcome, Record, Reply, Send, Session
from handlers.unit_records import roles_in
from knowledge.wording import written_day

LISTED = 30
"""At most so many people are listed."""


@command("thanhvien", "Xem thành viên của đơn vị", who="see_members")
def members(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The members of one's own unit, or of the one that is named."""
    if not message.sender.private:
        return reply_to(message, session, Reply(messages.NOT_PRIVATE))
    person = desk.caller(message)
    if person is None:
        return reply_to(message, session, Reply(messages.NO_ACCOUNT))
    today = local_day(message)
    found = matching(desk, message, rest, "see_members") if rest else own_unit(desk, person, "see_members", today)
    unit = meant(found, rest or found[0].id) if found else None
    if unit is not None:
        return reply_to(message, session, _listed(desk, message, person, unit))
    if not found and not rest:
        return reply_to(message, session, nowhere(desk, message, person))
    text = not_found(found, rest) if rest else words.MEMBERS_WHICH
    choices = unit_choices(found[:SHOWN], desk.register.tree())
    return reply_to(message, session, Reply(text, tuple(Choice(f"nguoi:{one.id}", one.label) for one in choices)))


@action("nguoi")
def members_of(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The members of a chosen unit."""
    person, tree = desk.caller(message), desk.register.tree()
    unit = tree.unit(rest)
    if person is None:
        return reply_to(message, session, Reply(messages.NO_ACCOUNT))
    if unit is None or not may(person, "see_members", unit.id, tree):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    return reply_to(message, session, _listed(desk, message, person, unit))


def _listed(desk: Desk, message: IncomingMessage, person: Person, unit: Unit) -> Reply:
    """The people of a unit, and of those under it that the person oversees, unit by unit."""
    tree = desk.register.tree()
    units = [one for one in tree.under(unit.id, local_day(message)) if may(person, "see_members", one.id, tree)]
    people = desk.register.people_in([one.id for one in units])
    rows = [(one, who) for one in units for who in people if who.roles_in(one.id)]
    if not rows:
        return Reply(words.MEMBERS_NONE.format(unit=unit.name))
    lines, choices, last = [words.MEMBERS_HEAD.format(unit=unit.name)], [], unit
    for one, who in rows[:LISTED]:
        if one is not last:
            lines.append(words.MEMBERS_UNIT.format(unit=one.name))
            last = one
        lines.append(_row(one, who))
        if may(person, "manage_members", one.id, tree):
            choices += [_end_choice(desk, who, role) for _, role in roles_in(one, [who])]
    if len(rows) > LISTED:
        lines.append(words.MEMBERS_MORE.format(count=len(rows) - LISTED))
    if len(choices) > SHOWN and len({one.id for one, _ in rows}) > 1:
        lines.append(words.MEMBERS_NARROW)
        choices = []
    return Reply("\n".join(lines), tuple(choices))


def _row(unit: Unit, who: Person) -> str:
    reach = "" if way_to(who) else words.MEMBERS_BLOCKED if not ways_to(who) else words.MEMBERS_SILENT
    roles = ", ".join(words.ROLES[one.role] for _, one in roles_in(unit, [who]))
    return words.MEMBERS_ROW.format(who=who.name or words.NAMELESS, roles=roles, reach=reach)


def _end_choice(desk: Desk, who: Person, one: Membership) -> Choice:
    return Choice(f"thoi:{one.unit}:{one.id}", words.END_ROLE.format(**_about(desk, who, one)))


@action("thoi")
def end_role(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask whether a role is to end."""
    unit, _, id_ = rest.partition(":")
    found = _role(desk, message, unit, id_)
    if isinstance(found, str):
        return reply_to(message, session, Reply(found))
    return begin(ENDING_ROLE, desk, message, session, unit=unit, role=id_)


def _role(desk: Desk, message: IncomingMessage, unit: str, id_: str) -> tuple[Person, Membership] | str:
    """A role of somebody in a unit, if the sender may end it; else what to tell them."""
    office = desk.caller(message)
    if office is None:
        return messages.NO_ACCOUNT
    if not may(office, "manage_members", unit, desk.register.tree()):
        return messages.NOT_ALLOWED
    roles = ((who, one) for who in desk.register.people_in([unit]) for one in who.memberships if one.unit == unit)
    return next(((who, one) for who, one in roles if one.id == id_), words.END_ROLE_GONE)


def _said_role(talk: Talk) -> tuple[Person, Membership] | str:
    return _role(talk.desk, talk.message, talk.values["unit"], talk.values["role"])


def _end_preview(talk: Talk) -> str:
    found = _said_role(talk)
    return found if isinstance(found, str) else words.END_ROLE_PREVIEW.format(**_about(talk.desk, *found))


def _about(desk: Desk, who: Person, one: Membership) -> dict[str, str]:
    unit = desk.register.tree().name(one.unit)
    return {"who": who.name or words.NAMELESS, "role": words.ROLES[one.role], "unit": unit}


def _ended(talk: Talk) -> Outcome:
    """End the role and tell the one who had it, if they agreed to be told things."""
    office, found = talk.desk.caller(talk.message), _said_role(talk)
    if not talk.values[SURE]:
        return reply_to(talk.message, talk.session, Reply(words.LEFT))
    if isinstance(found, str) or office is None:
        return reply_to(talk.message, talk.session, Reply(found if isinstance(found, str) else messages.NO_ACCOUNT))
    who, one = found
    about, today = _about(talk.desk, who, one), local_day(talk.message)
    ended = Record("memberships", {"id": one.id, "until": today.isoformat()}, office.id)
    effects: list[Effect] = [ended, CloseLinks(who.id)]
    if who.id != office.id and (address := way_to(who)):
        told = words.END_ROLE_TOLD.format(**about, day=written_day(today))
        effects.append(Send(address, Reply(told), f"thoi:{one.id}"))
    return reply_to(talk.message, talk.session, Reply(words.END_ROLE_DONE.format(**about)), effects=tuple(effects))


ENDING_ROLE = flow(Flow("thoi", (sure_step(_end_preview),), _ended, takes_questions=False))


@command("roi", "Thôi một vai trò trong đơn vị", who="member")
def leave(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Choose one of one's own roles and end it."""
    if not message.sender.private:
        return reply_to(message, session, Reply(messages.NOT_PRIVATE))
    person = desk.caller(message)
    if person is None:
        return reply_to(message, session, Reply(messages.NO_ACCOUNT))
    if not person.memberships:
        return reply_to(message, session, Reply(words.LEAVE_NONE))
    only = {"role": person.memberships[0].id} if len(person.memberships) == 1 else {}
    return begin(LEAVING, desk, message, session, **only)


def _own_roles(talk: Talk) -> dict[str, str]:
    person, tree = talk.desk.caller(talk.message), talk.desk.register.tree()
    held = person.memberships if person else ()
    return {one.id: words.ROLE_AT.format(role=words.ROLES[one.role], unit=tree.name(one.unit)) for one in held}


def _own_role(talk: Talk) -> Membership | None:
    person = talk.desk.caller(talk.message)
    return next((one for one in person.memberships if one.id == talk.values["role"]), None) if person else None


def _leave_preview(talk: Talk) -> str:
    person, one = talk.desk.caller(talk.message), _own_role(talk)
    if person is None or one is None:
        return words.END_ROLE_GONE
    return words.LEAVE_PREVIEW.format(**_about(talk.desk, person, one))


def _left(talk: Talk) -> Outcome:
    person, one = talk.desk.caller(talk.message), _own_role(talk)
    if not talk.values[SURE]:
        return reply_to(talk.message, talk.session, Reply(words.LEFT))
    if person is None or one is None:
        return reply_to(talk.message, talk.session, Reply(words.END_ROLE_GONE))
    record = Record("memberships", {"id": one.id, "until": local_day(talk.message).isoformat()}, person.id)
    reply = Reply(words.LEAVE_DONE.format(**_about(talk.desk, person, one)))
    return reply_to(talk.message, talk.session, reply, effects=(record, CloseLinks(person.id)))


LEAVING = flow(
    Flow(
        "roi",
        (option_step("role", words.LEAVE_WHICH, _own_roles), sure_step(_leave_preview)),
        _left,
        takes_questions=False,
    )
)
