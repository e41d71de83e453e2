"""A message that comes with a file: a multipart form of the page."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.files import MOST_BYTES
from bot.web.weight import weighed
from bot.web.wire import ID, BadPostError

MOST_TEXT = 1024 * 1024
MOST_BODY = MOST_BYTES + MOST_TEXT
"""The largest file, what surrounds it and some text."""
MOST_READ = 4 * MOST_BODY


class TooLargeError(ValueError):
    """More was posted than is taken."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The page's own id for the message, the file, perhaps a text, and a name for files that are sent together."""

    id: str
    name: str
    content: bytes
    text: str = ""
    album: str = ""


async def read_upload(request: Request) -> Upload:
    """Read {id, file, text?, album?}. Raises BadPostError, TooLargeError and ClientDisconnect."""
    posted = Request(request.scope, weighed(request.receive, MOST_BODY, MOST_READ))
    try:
        async with posted.form(max_files=1, max_fields=3, max_part_size=MOST_TEXT) as form:
            said = {name: value for name, value in form.multi_items() if isinstance(value, str)}
            file = form.get("file")
            if len(said) + 1 != len(form.multi_items()) or not said.keys() <= {"id", "text", "album"}:
                raise BadPostError
            if not isinstance(file, UploadFile) or not all(ID.fullmatch(said[name]) for name in said if name != "text"):
                raise BadPostError
            if "id" not in said:
                raise BadPostError
            return Upload(name=file.filename or "", content=await file.read(), **said)
    except HTTPException as refusal:
        raise TooLargeError if refusal.status_code == 413 else BadPostError from refusal
