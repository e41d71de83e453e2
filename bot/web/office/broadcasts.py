"""The messages that offices sent: to whom, and how each stands in every unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.office import messages, pages
from bot.web.office.visit import Visit
from handlers.people import Role
from handlers.receipts import UnitReceipt, counts, receipts, role_words, start_of
from handlers.register import Broadcast

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """A message in the list."""

    id: str
    at: datetime
    office: str
    start: str
    who: str
    to: int
    read: int


def page(visit: Visit) -> Response:
    """What the offices under one unit sent, the latest first."""
    top = visit.top("send")
    if top is None:
        return pages.nothing(visit)
    units = [unit.id for unit in visit.tree.under(top.id)]
    found = visit.desk.register.broadcasts(units, SHOWN)
    return pages.page(visit, "thong-bao.html", top=top, sent=[_sent(visit, one) for one in found])


def show(visit: Visit) -> Response:
    """One of them, and every unit that it was for."""
    found = visit.desk.register.broadcast(visit.asked("tin"))
    if found is None or not visit.may("send", found.unit):
        raise HTTPException(404)
    return pages.page(
        visit,
        "thong-bao-xem.html",
        one=_sent(visit, found),
        text=found.text,
        counts=counts(visit.desk, found),
        rows=[
            (row, [(label, role_words(roles)) for label, roles in _states(row)]) for row in receipts(visit.desk, found)
        ],
        labels=messages.RECEIPTS,
    )


def _states(row: UnitReceipt) -> Sequence[tuple[str, Sequence[Role]]]:
    """The cells of a unit's row, in the order of the headings."""
    cells = (row.read, row.unread, row.waiting, row.held, row.unknown, row.failed)
    return list(zip(messages.RECEIPTS, cells, strict=True))


def _sent(visit: Visit, found: Broadcast) -> Sent:
    person = visit.desk.register.person(found.by) if found.by else None
    office = visit.tree.name(found.unit)
    who = (person.name if person else None) or ""
    return Sent(found.id, found.at, office, start_of(found.text), who, len(found.to), len(found.read))
