"""One's own sessions: which are open, and how to end them."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.web.office.pages import back, page
from bot.web.office.session import Sessions
from bot.web.office.visit import Visit


class Account:
    """The page of one's own sessions."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def page(self, visit: Visit) -> Response:
        """Every open one; this one is marked."""
        return page(visit, "phien.html", sessions=self._sessions.open_of(visit.person.id, visit.now), own=visit.session)

    def close(self, visit: Visit) -> Response:
        """End one of them."""
        if not self._sessions.revoke(visit.person.id, visit.form.get("phien"), visit.now):
            raise HTTPException(404)
        return back("phien", "phien")
