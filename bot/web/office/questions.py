"""What people asked and nothing answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from bot.web.office import pages
from bot.web.office.visit import Visit

SHOWN = 200
EXPORTED = 5000


def page(visit: Visit) -> Response:
    """The latest ones, without who asked."""
    asked = visit.asked("don_vi")
    top = visit.unit(asked, "see_progress") if asked else visit.tops[0] if len(visit.tops) == 1 else None
    everybody = visit.person.operator and not asked
    return pages.page(
        visit,
        "cau-hoi.html",
        top=top,
        questions=seen(visit, SHOWN),
        everybody=everybody,
        operator=visit.person.operator,
        names=[] if everybody else [top.name] if top else [unit.name for unit in visit.tops],
    )


def seen(visit: Visit, limit: int) -> Sequence[tuple[date, str]]:
    """Those of people of the unit that the address names and of all under it, else of all that the person oversees.

    Only the operator sees what strangers asked.
    """
    if named := visit.asked("don_vi"):
        tops = [visit.unit(named, "see_progress")]
    elif visit.person.operator:
        return visit.desk.register.unanswered(None, limit)
    else:
        tops = [unit for unit in visit.tops if visit.may("see_progress", unit.id)]
    units = {unit.id for top in tops for unit in visit.tree.under(top.id)}
    return visit.desk.register.unanswered(units, limit)
