"""What people asked and nothing answered."""

from __future__ import annotations

from starlette.responses import Response

from bot.web.office import pages
from bot.web.office.visit import Visit

SHOWN = 200


def page(visit: Visit) -> Response:
    """The latest ones, without who asked."""
    return pages.page(visit, "cau-hoi.html", questions=visit.desk.register.unanswered(SHOWN))
