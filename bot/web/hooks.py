"""Where messengers deliver what members send: POST /hook/NAME, raw, within limits, to the channel of that name.

Here a client is held to its limit of refusals, but for what its headers speak for: whoever has a bot of their own can
have the messenger's own machines deliver forgeries here, and may not thereby shut out what is genuine. That a sender is
held to so many messages a minute is for bot.intake and bot.lanes, once the channel has made sure of who sent it: nobody
may use up somebody else's minute.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.clock import Clock
from bot.errors import StorageError
from bot.logs import trace
from bot.web import messages
from bot.web.rate import RateLimit

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
"""Of a delivery; no messenger sends a larger one."""
READ_SECONDS = 10.0
"""How long a delivery may take to arrive."""
WRONG = 60
"""Deliveries a minute from one client that may be refused; more of what no header speaks for is not looked at."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came: the headers, and the body as it was sent."""

    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes


Hook = Callable[[Delivery], Awaitable[int]]
"""Takes a delivery and returns the HTTP status to answer: 200 once it is written down, or not wanted; 401 or 403 where
it is not from whom it must be; 400 where it is nothing. Raises StorageError where it could not be written down."""
Speaks = Callable[[Mapping[str, str]], bool]
"""Whether headers (names in small letters) speak for a delivery, so that it has to be read."""


class Hooks:
    """The channels that take deliveries, by name; a channel enters itself while it runs."""

    def __init__(self, clock: Clock, read_seconds: float = READ_SECONDS) -> None:
        self.refused: Counter[tuple[str, int]] = Counter()
        """Deliveries that were refused since the start, by channel and status."""
        self._clock = clock
        self._read_seconds = read_seconds
        self._hooks: dict[str, tuple[Hook, Speaks]] = {}
        self._refused = RateLimit(WRONG)

    def enter(self, name: str, hook: Hook, speaks: Speaks = lambda headers: False) -> None:
        self._hooks[name] = hook, speaks

    def leave(self, name: str) -> None:
        self._hooks.pop(name, None)

    @property
    def names(self) -> tuple[str, ...]:
        """The channels that take deliveries at this moment."""
        return tuple(self._hooks)

    async def receive(self, request: Request) -> Response:
        """The route. Says nothing of why something was refused."""
        name = request.path_params["name"]
        if (entered := self._hooks.get(name)) is None:
            raise HTTPException(404)
        hook, speaks = entered
        headers = _named(request.headers)
        client = request.client.host if request.client else ""
        if self._refused.full(client, self._clock.now()) and not speaks(headers):
            self.refused[name, 429] += 1
            return _answer(429, unread=True)
        body = await self._read(request)
        status = body if isinstance(body, int) else await self._given(hook, Delivery(headers, body))
        if 400 <= status < 500:
            self._refused.wait(client, self._clock.now())
            self.refused[name, status] += 1
        return _answer(status, unread=isinstance(body, int))

    async def _read(self, request: Request) -> bytes | int:
        """The body, or the status that refuses it. What is packed is not unpacked: no messenger packs."""
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            return 415
        try:
            async with asyncio.timeout(self._read_seconds):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return 400
        return 413 if body is None else body

    async def _given(self, hook: Hook, delivery: Delivery) -> int:
        try:
            return await hook(delivery)
        except StorageError as error:
            # Not acknowledged, so that it comes again.
            log.error(messages.REQUEST_FAILED, error)
            return 503
        except Exception as error:
            log.error(messages.REQUEST_FAILED, trace(error))
            return 500


def _named(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


async def _body(request: Request) -> bytes | None:
    """The body; None where it is larger than MOST_BYTES."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _answer(status: int, *, unread: bool = False) -> Response:
    """An answer; where the body was not read to its end, there may be no end, and the connection is closed."""
    headers = {"Cache-Control": "no-store", **({"Connection": "close"} if unread else {})}
    return PlainTextResponse("" if status == 200 else str(status), status, headers)
