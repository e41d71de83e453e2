"""Invitations: an office makes a code for a unit and a role, and takes it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from handlers import messages
from handlers import messages_units as words
from handlers.answers import ZONE, local_day
from handlers.choosing import allowed, matching, meant, not_found, nowhere, unit_step
from handlers.desk import Desk, Service
from handlers.flows import Flow, Talk, begin, flow, reply_to
from handlers.people import UNIT_ROLES, Person, Role, Unit
from handlers.register import Invite
from handlers.rights import may, offices_of
from handlers.steps import SURE, number_step, option_step, sure_step
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.wording import written_day

USES, MOST_USES = 1, 50
DAYS, MOST_DAYS = 14, 90
LISTED = 10
"""At most so many invitations are listed."""


@command("moi", "Mời người vào đơn vị", who="office")
def invite(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Make an invitation; without words the open ones come first, each to be taken back."""
    if refused := _refused(desk, message):
        return reply_to(message, session, refused)
    found = matching(desk, message, rest, "manage_members") if rest else []
    if unit := meant(found, rest):
        return begin(INVITING, desk, message, session, unit=unit.id)
    if rest and not found:
        return reply_to(message, session, Reply(not_found(found, rest)))
    open_ = [] if rest else _open(desk, message)
    if not open_:
        return begin(INVITING, desk, message, session)
    return reply_to(message, session, _open_reply(desk, open_))


@action("moi")
def invite_more(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Make another invitation."""
    if refused := _refused(desk, message):
        return reply_to(message, session, refused)
    return begin(INVITING, desk, message, session)


@action("thuhoi")
def revoke(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Take an invitation back."""
    person = desk.caller(message)
    if person is None:
        return reply_to(message, session, Reply(messages.NO_ACCOUNT))
    one = next((one for one in desk.register.invites(_overseen(desk, person)) if one.id == rest), None)
    tree = desk.register.tree()
    if one is None or not may(person, "manage_members", one.unit, tree):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    if not one.open(message.at):
        return reply_to(message, session, Reply(words.INVITE_GONE))
    record = Record("invites", {"id": one.id, "revoked": 1}, person.id)
    reply = Reply(words.INVITE_REVOKED.format(unit=tree.name(one.unit)))
    return reply_to(message, session, reply, effects=(record,))


def _refused(desk: Desk, message: IncomingMessage) -> Reply | None:
    """Why the sender may not invite anybody."""
    if not message.sender.private:
        return Reply(messages.NOT_PRIVATE)
    person = desk.caller(message)
    if person is None:
        return Reply(messages.NO_ACCOUNT)
    some = allowed(person, "manage_members", desk.register.tree(), local_day(message))
    return None if some else nowhere(desk, message, person)


def _overseen(desk: Desk, person: Person) -> list[str]:
    """All units that a person oversees, those that are no more too."""
    tree = desk.register.tree()
    return [unit.id for top in offices_of(person, tree) for unit in tree.under(top)]


def _open(desk: Desk, message: IncomingMessage) -> list[Invite]:
    """The open invitations to units that the sender oversees, newest first."""
    person, tree = desk.caller(message), desk.register.tree()
    made = desk.register.invites(_overseen(desk, person)) if person else []
    return [one for one in made if one.open(message.at) and may(person, "manage_members", one.unit, tree)]


def _open_reply(desk: Desk, open_: list[Invite]) -> Reply:
    lines, choices = [words.INVITES_OPEN], [Choice("moi:them", words.INVITE_NEW)]
    for one in open_[:LISTED]:
        about = {"unit": desk.register.tree().name(one.unit), "role": words.ROLES[one.role], "day": _day(one)}
        lines.append(words.INVITE_ROW.format(**about, uses=one.uses, most=one.most))
        choices.append(Choice(f"thuhoi:{one.id}", words.INVITE_REVOKE.format(**about)))
    if len(open_) > LISTED:
        lines.append(words.INVITES_MORE.format(count=len(open_) - LISTED))
    return Reply("\n".join(lines), tuple(choices))


def _day(one: Invite) -> str:
    return written_day(one.expires_at.astimezone(ZONE).date())


def _unit(talk: Talk) -> Unit | None:
    """The unit of the invitation, if the speaker may still invite into it."""
    tree = talk.desk.register.tree()
    unit = tree.unit(talk.values["unit"])
    good = unit is not None and unit.stands(local_day(talk.message))
    return unit if good and may(talk.desk.caller(talk.message), "manage_members", talk.values["unit"], tree) else None


def _terms(talk: Talk) -> tuple[Role, int, datetime]:
    """The role, how often the code can be used, and until when."""
    role = next(one for one in UNIT_ROLES if one == talk.values["role"])
    ends = talk.message.at + timedelta(days=talk.values["days"] or DAYS)
    return role, talk.values["uses"] or USES, ends


def _preview(talk: Talk) -> str:
    role, most, ends = _terms(talk)
    day = written_day(ends.astimezone(ZONE).date())
    name = talk.desk.register.tree().name(talk.values["unit"])
    text = words.INVITE_PREVIEW.format(unit=name, role=words.ROLES[role], most=most, day=day)
    return f"{text} {words.INVITE_OVERSEES}" if role == "office" else text


def _finish(talk: Talk) -> Outcome:
    person, unit, register = talk.desk.caller(talk.message), _unit(talk), talk.desk.register
    if not talk.values[SURE]:
        return reply_to(talk.message, talk.session, Reply(words.LEFT))
    if person is None or unit is None:
        return reply_to(talk.message, talk.session, Reply(messages.NOT_ALLOWED))
    role, most, ends = _terms(talk)
    code = register.new_code()
    row = {
        **{"id": register.new_id(), "code": register.hash_of(code), "unit": unit.id, "role": role, "uses": 0},
        **{"most": most, "expires_at": ends.astimezone(UTC).isoformat(timespec="microseconds")},
    }
    day = written_day(ends.astimezone(ZONE).date())
    text = words.INVITE_MADE.format(unit=unit.name, role=words.ROLES[role], code=code, most=most, day=day)
    lines = [text, *(words.INVITE_LINK.format(link=link) for link in links(talk.desk.service, code))]
    return reply_to(talk.message, talk.session, Reply("\n".join(lines)), effects=(Record("invites", row, person.id),))


def links(service: Service, code: str) -> list[str]:
    """Addresses that open a conversation with a code: the page, then each channel (see `commands.start`)."""
    page = [f"{service.public_url.rstrip('/')}/#moi={code}"] if service.public_url else []
    return [*page, *(bot.format(code=f"moi_{code}") for bot in (service.bots or {}).values())]


INVITING = flow(
    Flow(
        "moi",
        (
            unit_step("unit", words.INVITE_UNIT, "manage_members"),
            option_step("role", words.INVITE_ROLE, lambda talk: {role: words.ROLES[role] for role in UNIT_ROLES}),
            number_step("uses", words.INVITE_USES.format(most=MOST_USES, usual=USES), MOST_USES),
            number_step("days", words.INVITE_DAYS.format(most=MOST_DAYS, usual=DAYS), MOST_DAYS),
            sure_step(_preview),
        ),
        _finish,
        takes_questions=False,
    )
)
