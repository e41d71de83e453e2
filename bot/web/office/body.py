"""What a form may weigh: more is read and let go, then refused."""

from __future__ import annotations

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.units.sheet import MOST_BYTES as _FILE
from bot.web.office.visit import Form
from bot.web.weight import weighed

MOST_FILE = _FILE
MOST_BYTES = MOST_FILE + 64 * 1024
"""Of a request's body: the largest file, and the other fields."""
MOST_READ = 4 * MOST_BYTES
"""Of a body before it is refused in the middle: a browser shows the refusal only once it has sent everything."""
MOST_FIELDS = 50
MOST_FIELD = 64 * 1024


class Weighed:
    """ASGI middleware: a body that is too large ends in 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, weighed(receive, MOST_BYTES, MOST_READ), send)


async def read_form(request: Request) -> Form:
    """The fields and the file of a form. Raises HTTPException for one that cannot be read."""
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_FIELD) as data:
        return Form(_fields(data), await _file(data))


def _fields(data: FormData) -> dict[str, str]:
    return {name: value for name, value in data.multi_items() if isinstance(value, str)}


async def _file(data: FormData) -> bytes | None:
    upload = next((value for _, value in data.multi_items() if isinstance(value, UploadFile)), None)
    return await upload.read() if upload is not None else None
