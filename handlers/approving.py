"""Requests to join: an office sees those for the units that it oversees, and approves or declines each."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import messages
from handlers import messages_units as words
from handlers.answers import ZONE, local_day
from handlers.choosing import nowhere
from handlers.desk import Desk
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, reply_to
from handlers.people import UNIT_ROLES, Person, Unit
from handlers.reaching import ways_to
from handlers.register import JoinRequest
from handlers.rights import may, offices_of
from handlers.table import action, command
from handlers.types import Choice, Effect, IncomingMessage, Outcome, Record, Reply, Send, Session
from knowledge.wording import written_day

LISTED = 10
"""At most so many requests are listed."""
LONGEST = 300
"""Letters of a reason at most."""


@dataclass(frozen=True, slots=True)
class _Case:
    """An open request that an office may decide."""

    request: JoinRequest
    unit: Unit
    asker: Person
    office: Person

    @property
    def who(self) -> str:
        return self.asker.name or words.REQUEST_NAMELESS


@command("duyet", "Duyệt đề nghị tham gia", who="office")
def requests(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """The open requests, oldest first."""
    if not message.sender.private:
        return reply_to(message, session, Reply(messages.NOT_PRIVATE))
    person, tree = desk.caller(message), desk.register.tree()
    if person is None:
        return reply_to(message, session, Reply(messages.NO_ACCOUNT))
    tops = offices_of(person, tree)
    overseen = [unit.id for top in tops for unit in tree.under(top) if may(person, "manage_members", unit.id, tree)]
    if not overseen:
        return reply_to(message, session, nowhere(desk, message, person))
    open_ = desk.register.join_requests(overseen)
    return reply_to(message, session, _listed(desk, open_) if open_ else Reply(words.REQUESTS_NONE))


def _listed(desk: Desk, open_: list[JoinRequest]) -> Reply:
    lines, choices = [words.REQUESTS_HEAD.format(count=len(open_))], []
    for one in open_[:LISTED]:
        asker, unit = desk.register.person(one.person), desk.register.tree().name(one.unit)
        who = (asker.name if asker else None) or words.REQUEST_NAMELESS
        note = words.REQUEST_NOTE.format(note=" ".join(one.note.split())) if one.note else ""
        day = written_day(one.at.astimezone(ZONE).date())
        about = {"who": who, "unit": unit, "role": words.ROLES[one.role]}
        lines.append(words.REQUEST_ROW.format(**about, day=day, note=note))
        choices.append(Choice(f"duyet:yes:{one.id}", words.REQUEST_YES.format(**about)))
        choices.append(Choice(f"duyet:no:{one.id}", words.REQUEST_NO.format(**about)))
    if len(open_) > LISTED:
        lines.append(words.REQUESTS_MORE.format(count=len(open_) - LISTED))
    return Reply("\n".join(lines), tuple(choices))


@action("duyet")
def decide(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Approve a request, or ask why it is declined."""
    verdict, _, id_ = rest.partition(":")
    case = _case(desk, message, id_)
    if isinstance(case, str):
        return reply_to(message, session, Reply(case))
    if verdict == "yes":
        return _approved(desk, message, session, case)
    if verdict == "no":
        return begin(DECLINING, desk, message, session, request=id_)
    return reply_to(message, session, Reply(messages.OLD_CHOICE))


def _case(desk: Desk, message: IncomingMessage, id_: str) -> _Case | str:
    """The request, if the sender may decide it now; else what to tell them."""
    office, request, tree = desk.caller(message), desk.register.join_request(id_), desk.register.tree()
    if office is None:
        return messages.NO_ACCOUNT
    if request is None or not may(office, "manage_members", request.unit, tree):
        return messages.NOT_ALLOWED
    unit, asker = tree.unit(request.unit), desk.register.person(request.person)
    if request.status != "open" or unit is None or asker is None or request.role not in UNIT_ROLES:
        return words.REQUEST_DONE
    return _Case(request, unit, asker, office)


def _approved(desk: Desk, message: IncomingMessage, session: Session, case: _Case) -> Outcome:
    request, unit, today = case.request, case.unit, local_day(message)
    if not unit.stands(today):
        return reply_to(message, session, Reply(words.REQUEST_UNIT_GONE.format(unit=unit.name)))
    row = {
        **{"id": desk.register.new_id(), "person": case.asker.id, "unit": unit.id, "role": request.role},
        "since": today.isoformat(),
    }
    new = () if request.role in case.asker.roles_in(unit.id) else (Record("memberships", row, case.office.id),)
    about = {"role": words.ROLES[request.role], "unit": unit.name}
    told, said = words.TOLD_APPROVED.format(**about), words.REQUEST_APPROVED.format(**about, who=case.who)
    return _decided(message, session, case, "approved", told, said, effects=new)


def _decided(
    message: IncomingMessage,
    session: Session,
    case: _Case,
    status: str,
    told: str,
    said: str,
    reason: str | None = None,
    effects: tuple[Effect, ...] = (),
) -> Outcome:
    """Close the request and tell the one who asked, wherever they can be reached: they wait for this answer."""
    row = {"id": case.request.id, "status": status, "reason": reason, "decided_by": case.office.id}
    address = next(iter(ways_to(case.asker)), None)
    answer = (Send(address, Reply(told), f"duyet:{case.request.id}"),) if address else ()
    text = said if address else f"{said} {words.REQUEST_UNTOLD}"
    record = Record("join_requests", row, case.office.id)
    return reply_to(message, session, Reply(text), effects=(*effects, record, *answer))


def _ask_reason(talk: Talk) -> Reply:
    case = _case(talk.desk, talk.message, talk.values["request"])
    return Reply(case if isinstance(case, str) else words.REASON_ASK.format(who=case.who))


def _read_reason(talk: Talk, said: str) -> str | Wrong:
    reason = " ".join(said.split())
    return reason if 0 < len(reason) <= LONGEST else Wrong(words.REASON_LONG.format(most=LONGEST))


def _declined(talk: Talk) -> Outcome:
    case, reason = _case(talk.desk, talk.message, talk.values["request"]), talk.values["reason"]
    if isinstance(case, str):
        return reply_to(talk.message, talk.session, Reply(case))
    why = words.TOLD_REASON.format(reason=reason) if reason else ""
    told = words.TOLD_DECLINED.format(unit=case.unit.name, reason=why)
    said = words.REQUEST_DECLINED.format(who=case.who, unit=case.unit.name)
    return _decided(talk.message, talk.session, case, "declined", told, said, reason)


DECLINING = flow(
    Flow("tuchoi", (Step("reason", _ask_reason, _read_reason, optional=True),), _declined, takes_questions=False)
)
