"""A request for a role in a unit, which the unit's office approves."""

from __future__ import annotations

from functools import partial

from handlers import messages_joining as words
from handlers.answers import local_day
from handlers.consent import account_records, begin_informed, consent_steps, refused
from handlers.desk import Desk
from handlers.flows import Flow, Step, Talk, Wrong, flow, reply_to
from handlers.people import Person, Role, Unit
from handlers.reaching import way_to
from handlers.register import JoinRequest
from handlers.types import Cancel, Choice, Effect, IncomingMessage, Outcome, Record, Reply, Send, Session
from knowledge.text.normalise import clean, fold

MOST = 3
"""Open requests of one person."""
ROLES: tuple[Role, ...] = ("member", "secretary", "head")
"""What may be asked for; an office is only invited."""
NOTE_LETTERS = 300
WORDS_LETTERS = 120
_NO_NOTE = "-"


def begin_request(desk: Desk, message: IncomingMessage, session: Session, unit: str) -> Outcome:
    """Open the dialogue; `unit` are words that may name one."""
    person = desk.caller(message)
    if person is not None and len(waiting(desk, person)) >= MOST:
        return reply_to(message, session, Reply(words.REQUESTS_FULL.format(most=MOST)))
    found = _found(desk, message, unit)
    known = {"units": [one.id for one in found]} if found else {}
    return begin_informed(REQUEST, desk, message, session, words.REQUEST_LEAD, **known)


def waiting(desk: Desk, person: Person) -> list[JoinRequest]:
    """The open requests of a person, oldest first."""
    return [request for request in desk.register.requests_of(person.id) if request.status == "open"]


def withdraw(desk: Desk, person: Person, request: JoinRequest) -> tuple[Effect, ...]:
    """What withdraws a request, and takes back the letters about it that have not gone out."""
    told = (*_offices(desk, person.id, request.unit), *_operators(desk, person.id))
    letters = (Cancel(_letter_key(request.id, one)) for one in told)
    return Record("join_requests", {"id": request.id, "status": "withdrawn"}, by=person.id), *letters


def _found(desk: Desk, message: IncomingMessage, said: str) -> list[Unit]:
    return desk.register.tree().find(said[:WORDS_LETTERS], on=local_day(message))


def _goes_on(talk: Talk) -> bool:
    return not refused(talk.values)


def _read_units(talk: Talk, said: str) -> list[str] | Wrong:
    found = _found(talk.desk, talk.message, said)
    if not found:
        return Wrong(words.UNIT_NONE.format(text=" ".join(said.split())[:80]))
    return [unit.id for unit in found]


def _ask_which(talk: Talk) -> Reply:
    tree = talk.desk.register.tree()
    units = [unit for id_ in talk.values["units"] if (unit := tree.unit(id_))]
    if len(units) == 1:
        name = _placed(talk, units[0])
        return Reply(words.UNIT_ONE.format(unit=name), (Choice(units[0].id, words.UNIT_YES.format(unit=name)),))
    return Reply(words.UNIT_SEVERAL, tuple(Choice(unit.id, _placed(talk, unit)) for unit in units))


def _placed(talk: Talk, unit: Unit) -> str:
    """The unit's name and that of the unit it answers to: many have one name."""
    above = talk.desk.register.tree().unit(unit.above)
    return words.UNIT_OF.format(unit=unit.name, above=above.name) if above else unit.name


def _read_which(talk: Talk, said: str) -> str | Wrong:
    offered: list[str] = talk.values["units"]
    if talk.message.choice is not None:
        return said if said in offered else Wrong(words.UNIT_CHOOSE)
    if len(offered) == 1 and fold(clean(said)).strip(" .!") in {"co", "dung", "phai", "vang", "ok", "dung roi"}:
        return offered[0]
    found = [unit.id for unit in _found(talk.desk, talk.message, said) if unit.id in offered]
    return found[0] if len(found) == 1 else Wrong(words.UNIT_CHOOSE)


def _ask_role(talk: Talk) -> Reply:
    unit = talk.desk.register.tree().name(talk.values["unit"])
    choices = tuple(Choice(role, words.ROLES[role].capitalize()) for role in ROLES)
    return Reply(words.REQUEST_ROLE.format(unit=unit), choices)


def _read_role(talk: Talk, said: str) -> str | Wrong:
    wanted = fold(clean(said)).strip(" .!")
    role = next((role for role in ROLES if wanted in (role, fold(words.ROLES[role]))), None)
    if role is None:
        return Wrong(words.ROLE_CHOOSE)
    person, unit = talk.desk.caller(talk.message), talk.values["unit"]
    if person is not None and role in person.roles_in(unit):
        return Wrong(words.ALREADY.format(role=words.ROLES[role], unit=talk.desk.register.tree().name(unit)))
    return role


def _read_note(talk: Talk, said: str) -> str | Wrong | None:
    if talk.message.choice is not None:
        return None
    note = clean(said)
    return note if len(note) <= NOTE_LETTERS else Wrong(words.NOTE_TOO_LONG.format(most=NOTE_LETTERS))


def _requested(talk: Talk) -> Outcome:
    """Store the request and tell those who decide."""
    say = partial(reply_to, talk.message, talk.session)
    if refused(talk.values):
        return say(Reply(words.ACCOUNT_REFUSED))
    register, person = talk.desk.register, talk.desk.caller(talk.message)
    unit, role = register.tree().unit(talk.values["unit"]), talk.values["role"]
    if unit is None or not unit.stands(local_day(talk.message)):
        return say(Reply(words.UNIT_GONE))
    named = {"role": words.ROLES[role], "unit": unit.name}
    open_ = waiting(talk.desk, person) if person else []
    if person is not None and role in person.roles_in(unit.id):
        return say(Reply(words.ALREADY.format(**named)))
    if any((one.unit, one.role) == (unit.id, role) for one in open_):
        return say(Reply(words.REQUEST_TWICE.format(**named)))
    if len(open_) >= MOST:
        return say(Reply(words.REQUESTS_FULL.format(most=MOST)))
    id_, request = person.id if person else register.new_id(), register.new_id()
    row = {"id": request, "person": id_, "unit": unit.id, "role": role, "note": talk.values.get("note")}
    name = person.name if person else talk.values.get("name")
    letters = _letters(talk, request, id_, unit, name)
    records = (*account_records(talk, id_), Record("join_requests", {**row, "status": "open"}, by=id_))
    done = words.REQUESTED if letters else words.REQUEST_KEPT
    return say(Reply(done.format(**named)), effects=(*records, *letters))


def _letters(talk: Talk, request: str, asker: str, unit: Unit, name: str | None) -> list[Send]:
    """What the offices are told, the operators where no office can be reached; nothing where nobody can be."""
    role, note = words.ROLES[talk.values["role"]], talk.values.get("note")
    asked = words.REQUEST_FOR_OFFICE.format(who=name or words.SOMEBODY, unit=unit.name, role=role)
    text = "\n".join([asked, *([words.REQUEST_NOTE_LINE.format(note=note)] if note else [])])
    choices = Choice(f"duyet:yes:{request}", words.APPROVE), Choice(f"duyet:no:{request}", words.REFUSE)
    for deciders in (_offices(talk.desk, asker, unit.id), _operators(talk.desk, asker)):
        if reachable := [(one, to) for one in deciders if (to := way_to(one))]:
            return [Send(to, Reply(text, choices), _letter_key(request, one)) for one, to in reachable]
    return []


def _offices(desk: Desk, asker: str, unit: str) -> list[Person]:
    """The offices of the unit and of those above it."""
    chain = [one.id for one in desk.register.tree().chain(unit)]
    people = desk.register.people_in(chain)
    return [one for one in people if one.id != asker and any("office" in one.roles_in(id_) for id_ in chain)]


def _operators(desk: Desk, asker: str) -> list[Person]:
    return [one for one in desk.register.operators() if one.id != asker]


def _letter_key(request: str, decider: Person) -> str:
    return f"request:{request}:{decider.id}"


REQUEST = flow(
    Flow(
        "xinvao",
        (
            *consent_steps(),
            Step("units", lambda talk: Reply(words.REQUEST_UNIT), _read_units, relevant=_goes_on),
            Step("unit", _ask_which, _read_which, relevant=_goes_on),
            Step("role", _ask_role, _read_role, relevant=_goes_on),
            Step(
                "note",
                lambda talk: Reply(words.REQUEST_NOTE, (Choice(_NO_NOTE, words.NO_NOTE),)),
                _read_note,
                optional=True,
                relevant=_goes_on,
            ),
        ),
        _requested,
    )
)
