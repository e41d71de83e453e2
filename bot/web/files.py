"""Files that came with a reply, for the visitor whose conversation it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.files import Files
from bot.web.history import History
from bot.web.visitor import visitor_of
from handlers.types import FileRef

TYPES: Mapping[str, str] = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""Types by which a phone knows what opens a file; any other is bytes to keep."""
HEADERS: Mapping[str, str] = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
_MOST_DIGITS = 15


class Downloads:
    """GET /api/files/{letter}/{number}: the file with this number in a reply of the visitor's own conversation."""

    def __init__(self, history: History, files: Files) -> None:
        self._history = history
        self._files = files

    async def file(self, request: Request) -> Response:
        found = self._named(request)
        path = self._files.find(found) if found else None
        if found is None or path is None:
            raise HTTPException(404)
        media_type = TYPES.get(PurePath(found.name).suffix.lower(), "application/octet-stream")
        return FileResponse(path, headers=HEADERS, media_type=media_type, filename=found.name)

    def _named(self, request: Request) -> FileRef | None:
        visitor = visitor_of(request)
        letter_id, number = (_number(request.path_params[name]) for name in ("letter", "number"))
        if visitor is None or letter_id is None or number is None:
            return None
        letter = self._history.reply(visitor.address.chat, letter_id)
        return letter.reply.files[number] if letter and number < len(letter.reply.files) else None


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS else None
