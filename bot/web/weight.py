"""What the body of a request may weigh: more is read and let go, then refused."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive


def weighed(receive: Receive, most: int, most_read: int) -> Receive:
    """The same messages; a body of more than `most` bytes ends in 413.

    A browser shows the refusal only once it has sent everything: what is too much is read to its end, but no further
    than `most_read`.
    """
    size = 0

    async def weigh() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        while size > most:
            if size > most_read or not message.get("more_body", False):
                raise HTTPException(413)
            message = await receive()
            size += len(message.get("body", b""))
        return message

    return weigh
