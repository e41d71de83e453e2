"""Who is in the units, who can be reached, who asks to join, which invitations are open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.office import messages, pages
from bot.web.office.dialogue import SKIP, Dialogue
from bot.web.office.visit import Visit
from handlers.messages_joining import ROLES
from handlers.people import Person, Unit
from handlers.reaching import way_to
from handlers.register import Invite, JoinRequest
from knowledge.text.normalise import clean, fold

PAGE = 100
"""Units on one page."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a unit, as they are shown."""

    name: str
    roles: tuple[str, ...]
    reach: str
    """Whether and how they can be reminded."""
    reached: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """A unit and everybody in it."""

    unit: Unit
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A request to join, with the name of who asks."""

    request: JoinRequest
    name: str


def page(visit: Visit) -> Response:
    """Requests, invitations, and the people of each unit."""
    top = visit.top("manage_members")
    if top is None:
        return pages.nothing(visit)
    units = _matching(visit, top, visit.asked("tim"))
    number = pages.number(visit.asked("trang"), len(units), PAGE)
    shown = units[(number - 1) * PAGE : number * PAGE]
    ids = [unit.id for unit in visit.tree.under(top.id)]
    return pages.page(
        visit,
        "thanh-vien.html",
        top=top,
        rows=staff_of(visit, shown),
        count=len(units),
        number=number,
        last=pages.last(len(units), PAGE),
        words=visit.asked("tim"),
        requests=requests_in(visit, ids),
        invites=open_invites(visit, ids),
        tree=visit.tree,
        roles=ROLES,
    )


def staff_of(visit: Visit, units: Collection[Unit]) -> list[Staff]:
    """The people of units; of what the visitor may not see nobody."""
    allowed = [unit.id for unit in units if visit.may("see_members", unit.id)]
    people: dict[str, list[Person]] = {}
    for person in visit.desk.register.people_in(allowed):
        for id_ in person.units:
            people.setdefault(id_, []).append(person)
    seen = set(allowed)
    return [
        Staff(unit, tuple(_member(person, unit.id) for person in people.get(unit.id, ())) if unit.id in seen else ())
        for unit in units
    ]


def requests_in(visit: Visit, units: Collection[str]) -> list[Asking]:
    """The open requests to join units."""
    found = []
    for request in visit.desk.register.join_requests(units):
        person = visit.desk.register.person(request.person)
        found.append(Asking(request, (person.name if person else None) or messages.NAMELESS))
    return found


def open_invites(visit: Visit, units: Collection[str]) -> list[Invite]:
    """Invitations to units that can still be used."""
    return [invite for invite in visit.desk.register.invites(units) if invite.open(visit.now)]


def decide(visit: Visit) -> Response:
    """Approve or decline a request, as the buttons of the chat do."""
    request = visit.desk.register.join_request(visit.form.get("yeu-cau"))
    if request is None:
        raise HTTPException(404)
    visit.unit(request.unit, "manage_members")
    dialogue, verdict = Dialogue(visit), visit.form.get("quyet")
    if verdict == "duyet":
        dialogue.press(f"duyet:yes:{request.id}")
    elif verdict == "tu-choi":
        dialogue.press(f"duyet:no:{request.id}")
        dialogue.say(visit.form.get("ly-do") or SKIP)
    else:
        raise HTTPException(400)
    return _told(visit, dialogue)


def revoke(visit: Visit) -> Response:
    """Make an invitation worthless."""
    ids = [unit.id for unit in visit.tree if visit.may("manage_members", unit.id)]
    id_ = visit.form.get("loi-moi")
    if all(invite.id != id_ for invite in visit.desk.register.invites(ids)):
        raise HTTPException(404)
    dialogue = Dialogue(visit)
    dialogue.press(f"thuhoi:{id_}")
    return _told(visit, dialogue)


def _told(visit: Visit, dialogue: Dialogue) -> Response:
    """Commit what a dialogue decided, and show what the chat would say."""
    visit.commit(dialogue.effects)
    return pages.page(visit, "ket-qua.html", top=visit.top("manage_members"), text=dialogue.text, to="thanh-vien")


def _matching(visit: Visit, top: Unit, words: str) -> list[Unit]:
    folded = " ".join(fold(clean(words)).split())
    return [unit for unit in visit.tree.under(top.id, visit.today) if folded in fold(clean(unit.name))]


def _member(person: Person, unit: str) -> Member:
    roles = tuple(label for role, label in ROLES.items() if role in person.roles_in(unit))
    way = way_to(person)
    if way is not None:
        reach = messages.CHANNELS.get(way.channel, way.channel)
    elif "reminders" not in person.consents:
        reach = messages.NO_CONSENT
    else:
        reach = messages.NO_WAY
    return Member(person.name or messages.NAMELESS, roles, reach, way is not None)
