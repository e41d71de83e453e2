"""Deliveries to the hooks without a network: each with its headers as bytes, its body in whatever pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from bot.web.guard import HOOKS, Guard, Names
from bot.web.hooks import Hooks

Headers = Sequence[tuple[bytes, bytes]]


def site_of(hooks: Hooks) -> ASGIApp:
    """The route of the hooks behind the guard."""
    pages = Starlette(routes=[Route(f"{HOOKS}{{name}}", hooks.receive, methods=["POST"])])
    return Guard(pages, Names("127.0.0.1"))


async def deliver(
    app: ASGIApp, name: str, headers: Headers, pieces: Iterable[bytes], client: str = "198.51.100.1"
) -> tuple[int, dict[str, str]]:
    """Status and headers of the answer; `pieces` may have no end. Raises what the application raises."""
    left: Iterator[bytes] = iter(pieces)
    answer: list[Message] = []

    async def receive() -> Message:
        piece = next(left, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def send(message: Message) -> None:
        answer.append(message)

    scope: dict[str, Any] = {
        **{"type": "http", "method": "POST", "path": f"{HOOKS}{name}", "raw_path": b"", "query_string": b""},
        **{"http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 80), "client": (client, 1)},
        "headers": [(b"host", b"127.0.0.1"), *headers],
    }
    await app(scope, receive, send)
    start = answer[0]
    return int(start["status"]), {key.decode(): value.decode("latin-1") for key, value in start["headers"]}
