"""Files that came with a reply, for the visitor whose conversation it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.files import Files, is_evidence
from bot.sniffing import SHOWN, SUFFIXES
from bot.web.history import History
from bot.web.visitor import visitor_of
from handlers.types import Address, FileRef

TYPES: Mapping[str, str] = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
    **{suffixes[0]: media_type for media_type, suffixes in SUFFIXES.items()},
    ".jpeg": "image/jpeg",
}
"""Types by which a phone knows what opens a file; any other is bytes to keep."""
HEADERS: Mapping[str, str] = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
Allowed = Callable[[Address, str], bool]
"""Whether whoever speaks from an address may have a piece of evidence, by its path, at this moment."""
_MOST_DIGITS = 15


class Downloads:
    """GET /api/files/{letter}/{number}: the file with this number in a reply of the visitor's own conversation.

    Evidence only to whom it is allowed now, whoever it was handed to; only evidence is known to be what its name says,
    so only its pictures are shown in their place.
    """

    def __init__(self, history: History, files: Files, allowed: Allowed) -> None:
        self._history = history
        self._files = files
        self._allowed = allowed

    async def file(self, request: Request) -> Response:
        found = self._named(request)
        path = self._files.find(found) if found else None
        if found is None or path is None:
            raise HTTPException(404)
        how = "inline" if is_shown(found) else "attachment"
        return FileResponse(
            path, headers=HEADERS, media_type=_type(found), filename=found.name, content_disposition_type=how
        )

    def _named(self, request: Request) -> FileRef | None:
        visitor = visitor_of(request)
        letter_id, number = (_number(request.path_params[name]) for name in ("letter", "number"))
        if visitor is None or letter_id is None or number is None:
            return None
        letter = self._history.reply(visitor.address.chat, letter_id)
        found = letter.reply.files[number] if letter and number < len(letter.reply.files) else None
        if found and is_evidence(found.path) and not self._allowed(visitor.address, found.path):
            return None
        return found


def is_shown(file: FileRef) -> bool:
    """Whether a file is a picture that may be shown in its place."""
    return is_evidence(file.path) and _type(file) in SHOWN


def _type(file: FileRef) -> str:
    """The type by the name; that of evidence by the name it was stored under, which its content gave it."""
    name = file.path if is_evidence(file.path) else file.name
    return TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) <= _MOST_DIGITS else None
