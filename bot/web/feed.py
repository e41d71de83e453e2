"""The private calendar address that phones subscribe to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.clock import Clock
from bot.storage import Storage
from bot.web import messages
from bot.web.rate import RateLimit
from handlers.answers import ZONE
from handlers.calendar_feed import TOKEN_LETTERS
from handlers.calendar_text import calendar_text, owed_by
from handlers.duties import Duties, directive_duties
from handlers.people import Person
from knowledge.gazetteer import Gazetteer
from knowledge.load import Knowledge
from knowledge.workdays import Calendar

CACHE: Mapping[str, str] = {"Cache-Control": "private, max-age=3600"}
WRONG = 30
"""Wrong addresses a minute that one client is answered; more get a bare refusal."""


class Feed:
    """GET /lich/{token}.ics: the calendar of the person whose address it is, as of now.

    An address that was never given, one taken back and one of somebody without an account are all alike: not found.
    """

    def __init__(self, storage: Storage, knowledge: Knowledge, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._calendar = Calendar(knowledge.holidays)
        self._gazetteer = Gazetteer(knowledge.places, tuple(knowledge.lexicon.sectors))
        self._of_directives = directive_duties(knowledge)
        self._days = knowledge.events
        self._wrong = RateLimit(WRONG)

    async def calendar(self, request: Request) -> Response:
        with self._storage.reading():
            person = self._person(request.path_params["token"])
            body = self._body(person) if person else b""
        if person is None:
            return self._refused(request)
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {**CACHE, "ETag": tag}
        if _has(request.headers.get("if-none-match", ""), tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = 'inline; filename="han-bao-cao.ics"'
        return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")

    def _person(self, token: str) -> Person | None:
        if len(token) != TOKEN_LETTERS or not token.isalnum():
            return None
        person = self._storage.register.person_of_feed(token)
        return person if person and "account" in person.consents else None

    def _body(self, person: Person) -> bytes:
        register, today = self._storage.register, self._clock.now().astimezone(ZONE).date()
        own = [*self._of_directives, *register.own_duties()]
        duties = Duties(own, register.rulings(), register.tree(), self._calendar, self._gazetteer)
        return calendar_text(owed_by(person, duties, register, today), self._calendar, self._days, today).encode()

    def _refused(self, request: Request) -> Response:
        """What keeps an address secret is its length; the limit only keeps guessing from being work."""
        client = request.client.host if request.client else ""
        if seconds := self._wrong.wait(client, self._clock.now()):
            return PlainTextResponse(
                messages.NOT_FOUND, 429, {"Retry-After": str(seconds), "Cache-Control": "no-store"}
            )
        raise HTTPException(404)


def _has(header: str, tag: str) -> bool:
    """Whether an If-None-Match header names a tag; proxies may have marked it as weak."""
    return header.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in header.split(","))
