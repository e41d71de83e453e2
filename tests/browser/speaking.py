"""What a page says to the server, without a browser."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx

from tests.browser.serving import PATIENCE, Served

START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
_numbers = count()


@contextlib.contextmanager
def visitor(served: Served) -> Iterator[httpx.Client]:
    """A browser that has opened the page."""
    with httpx.Client(base_url=served.url, timeout=PATIENCE) as client:
        assert client.get("/").status_code == 200
        yield client


def say(client: httpx.Client, text: str, id_: str | None = None, **more: Any) -> httpx.Response:
    message = {"id": id_ or f"message-{next(_numbers)}", "text": text, **more}
    return client.post("/api/messages", json=message)


def events(client: httpx.Client, number: int, **more: Any) -> list[tuple[str, dict[str, Any]]]:
    """The next so many replies of the stream, each with its cursor."""
    found: list[tuple[str, dict[str, Any]]] = []
    cursor = ""
    with client.stream("GET", "/api/events", **more) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in lines_of(stream):
            name, _, value = line.partition(": ")
            if name == "id":
                cursor = value
            if name == "data":
                found.append((cursor, json.loads(value)))
            if len(found) == number:
                break
    return found


def lines_of(stream: httpx.Response) -> Iterator[str]:
    """The lines of an open stream as a browser cuts them; httpx also cuts at other letters."""
    rest = ""
    for chunk in stream.iter_text():
        *lines, rest = (rest + chunk).split("\n")
        yield from lines


def texts(found: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [reply["text"] for _, reply in found]
