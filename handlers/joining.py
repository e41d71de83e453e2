"""Joining a unit: with an invitation, by a request that its office approves, or as the operator."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from handlers import messages
from handlers import messages_joining as words
from handlers.answers import ZONE, local_day
from handlers.code_shapes import typed_code
from handlers.codes import is_code, looked_up
from handlers.consent import CONFIRM, account_records, begin_informed, consent_steps, refused
from handlers.desk import Desk
from handlers.flows import Flow, Step, Talk, flow, read_yes, reply_to, yes_or_no
from handlers.people import Person
from handlers.register import Invite
from handlers.requesting import begin_request, waiting, withdraw
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.text.normalise import clean, fold
from knowledge.wording import written_day

_CODE_ALONE = frozenset({"ma", "ma moi", "ma so"})
"""Words for a code where there is none."""


@command("thamgia", "Tham gia đơn vị bằng mã mời, hoặc gửi đề nghị", "join")
def join(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """With a code, use an invitation; without one, show where one stands or ask for a role."""
    if not message.sender.private:
        return reply_to(message, session, Reply(messages.NOT_PRIVATE))
    if fold(clean(rest)) in _CODE_ALONE:
        return reply_to(message, session, Reply(words.CODE_WANTED))
    if is_code(rest):
        found = looked_up(desk, message, session, rest, partial(_open_invite, desk, message))
        return found if isinstance(found, Outcome) else _invited(desk, message, session, found)
    person = desk.caller(message)
    if person is None and desk.register.is_operator(message.sender):
        return begin_informed(OPERATOR, desk, message, session, words.OPERATOR_INVITED)
    if person is not None and not rest and (person.operator or person.memberships or waiting(desk, person)):
        return _standing(desk, message, session, person)
    return begin_request(desk, message, session, rest)


def code_handler(desk: Desk) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes an invitation pasted as it came, with no command before it."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        code = typed_code(message.text) if message.choice is None and message.sender.private else None
        return join(desk, message, session, code) if code else None

    return handle


@action("xinthem")
def ask_for_more(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask for one more role."""
    if not message.sender.private:
        return reply_to(message, session, Reply(messages.NOT_PRIVATE))
    return begin_request(desk, message, session, "")


@action("rutxin")
def take_back(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Withdraw one's own open request."""
    person, request = desk.caller(message), desk.register.join_request(rest)
    if person is None or request is None or request.person != person.id or request.status != "open":
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    done = words.REQUEST_WITHDRAWN.format(role=words.ROLES[request.role], unit=desk.register.tree().name(request.unit))
    return reply_to(message, session, Reply(done), effects=withdraw(desk, person, request))


def _open_invite(desk: Desk, message: IncomingMessage, code: str) -> Invite | None:
    """The invitation of a code, if it may be used now."""
    invite = desk.register.invite(code)
    return invite if invite and _usable(desk, message, invite) else None


def _usable(desk: Desk, message: IncomingMessage, invite: Invite) -> bool:
    unit = desk.register.tree().unit(invite.unit)
    return invite.open(message.at) and unit is not None and unit.stands(local_day(message))


def _invited(desk: Desk, message: IncomingMessage, session: Session, invite: Invite) -> Outcome:
    person, unit = desk.caller(message), desk.register.tree().name(invite.unit)
    role = words.ROLES[invite.role]
    if person is not None and invite.role in person.roles_in(invite.unit):
        return reply_to(message, session, Reply(words.ALREADY.format(role=role, unit=unit)))
    lead = words.INVITED.format(role=role, unit=unit)
    known = {"invite": invite.id, "unit": invite.unit, "role": invite.role}
    return begin_informed(INVITATION, desk, message, session, lead, **known)


def _ask_role(talk: Talk) -> Reply:
    unit = talk.desk.register.tree().name(talk.values["unit"])
    text = words.CONFIRM_ROLE.format(role=words.ROLES[talk.values["role"]], unit=unit)
    return Reply(text, yes_or_no(words.ACCEPT, words.DECLINE))


def _joined(talk: Talk) -> Outcome:
    """Store the account and the role, if the invitation is still open."""
    say = partial(reply_to, talk.message, talk.session)
    if refused(talk.values):
        return say(Reply(words.ROLE_DECLINED if talk.values.get(CONFIRM) is False else words.ACCOUNT_REFUSED))
    unit, role, person = talk.values["unit"], talk.values["role"], talk.desk.caller(talk.message)
    invites = talk.desk.register.invites([unit])
    invite = next((one for one in invites if one.id == talk.values["invite"]), None)
    if invite is None or not _usable(talk.desk, talk.message, invite):
        return say(Reply(words.INVITE_CLOSED))
    named = {"role": words.ROLES[invite.role], "unit": talk.desk.register.tree().name(unit)}
    if person is not None and role in person.roles_in(unit):
        return say(Reply(words.ALREADY.format(**named)))
    id_ = person.id if person else talk.desk.register.new_id()
    row = {"id": talk.desk.register.new_id(), "person": id_, "unit": unit, "role": role}
    effects = (
        *account_records(talk, id_),
        Record("memberships", {**row, "since": local_day(talk.message).isoformat()}, by=id_),
        Record("invites", {"id": invite.id, "uses": invite.uses + 1}, by=id_),
    )
    return say(Reply(_welcome(talk, words.JOINED.format(**named))), effects=effects)


def _welcome(talk: Talk, done: str) -> str:
    """What was done, and what a newcomer has to know."""
    person = talk.desk.caller(talk.message)
    agreed = talk.values.get("reminders", person is not None and "reminders" in person.consents)
    return "\n".join([done, *([] if agreed else [words.QUIET]), *([] if person else [words.YOUR_DATA])])


INVITATION = flow(
    Flow(
        "nhanmoi",
        (
            Step(CONFIRM, _ask_role, read_yes, relevant=lambda talk: talk.desk.caller(talk.message) is not None),
            *consent_steps(),
        ),
        _joined,
    )
)


def _operates(talk: Talk) -> Outcome:
    """Store the account of an operator."""
    if refused(talk.values) or not talk.desk.register.is_operator(talk.message.sender):
        return reply_to(talk.message, talk.session, Reply(words.ACCOUNT_REFUSED))
    person = talk.desk.caller(talk.message)
    effects = account_records(talk, person.id if person else talk.desk.register.new_id())
    return reply_to(talk.message, talk.session, Reply(_welcome(talk, words.OPERATOR_JOINED)), effects=effects)


OPERATOR = flow(Flow("lapvanhanh", consent_steps(), _operates))


def _standing(desk: Desk, message: IncomingMessage, session: Session, person: Person) -> Outcome:
    """The roles and open requests of a person, and what can be done about them."""
    tree = desk.register.tree()
    lines = [words.STANDING_HEAD, *([words.STANDING_OPERATOR] if person.operator else [])]
    for one in person.memberships:
        role, since = words.ROLES[one.role].capitalize(), written_day(one.since)
        lines.append(words.STANDING_ROLE.format(role=role, unit=tree.name(one.unit), since=since))
    choices = []
    for request in waiting(desk, person):
        role, unit = words.ROLES[request.role], tree.name(request.unit)
        day = written_day(request.at.astimezone(ZONE).date())
        lines.append(words.STANDING_REQUEST.format(role=role, unit=unit, day=day))
        choices.append(Choice(f"rutxin:{request.id}", words.WITHDRAW_REQUEST.format(role=role, unit=unit)))
    choices.append(Choice("xinthem:", words.ANOTHER_REQUEST))
    return reply_to(message, session, Reply("\n".join([*lines, words.STANDING_FOOT]), tuple(choices)))
