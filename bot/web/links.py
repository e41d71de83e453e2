"""Files for members whose channel carries none: GET /tep/TOKEN, an address of their own that runs out."""

from __future__ import annotations

from pathlib import PurePath

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from bot.clock import Clock
from bot.files import Files, is_evidence
from bot.storage import Storage
from bot.web import messages
from bot.web.files import HEADERS, TYPES, Allowed
from bot.web.rate import RateLimit

WRONG = 30
"""Wrong addresses a minute that one client is answered."""


class Links:
    """The route. An address that was never given, one that ran out and one taken back are all alike: not found."""

    def __init__(self, storage: Storage, files: Files, clock: Clock, allowed: Allowed) -> None:
        self._storage = storage
        self._files = files
        self._clock = clock
        self._allowed = allowed
        self._wrong = RateLimit(WRONG)

    async def file(self, request: Request) -> Response:
        token = request.path_params["token"]
        with self._storage.reading():
            link = self._storage.links.find(token, self._clock.now())
        if link is not None and is_evidence(link.file.path) and not self._allowed(link.to, link.file.path):
            link = None
        path = self._files.find(link.file) if link is not None else None
        if link is None or path is None:
            return self._refused(request)
        kind = TYPES.get(PurePath(link.file.name).suffix.lower(), "application/octet-stream")
        return FileResponse(path, headers=HEADERS, media_type=kind, filename=link.file.name)

    def _refused(self, request: Request) -> Response:
        client = request.client.host if request.client else ""
        if seconds := self._wrong.wait(client, self._clock.now()):
            return PlainTextResponse(
                messages.NOT_FOUND, 429, {"Retry-After": str(seconds), "Cache-Control": "no-store"}
            )
        raise HTTPException(404)
