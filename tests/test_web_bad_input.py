"""Bad input and bad circumstances on the web page are answered clearly."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.errors import StartupError
from bot.web import messages
from bot.web.wire import BadPostError, read_post
from handlers.types import IncomingMessage, Outcome, Session
from tests.browser.serving import PATIENCE, Served, serving
from tests.browser.speaking import START, events, lines_of, say, texts, visitor
from tests.browser.toy import settings_for


def test_pages_beyond_measure_are_refused(served: Served, member: httpx.Client) -> None:
    token = member.cookies["tro_ly"]
    clients = [httpx.Client(base_url=served.url, cookies={"tro_ly": token}, timeout=PATIENCE) for _ in range(17)]
    opened = [client.stream("GET", "/api/events") for client in clients]
    answers = [stream.__enter__() for stream in opened]
    assert [answer.status_code for answer in answers] == [200] * 16 + [429]
    for stream, client in zip(opened, clients, strict=True):
        stream.__exit__(None, None, None)
        client.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"id": "message-1"}',
        b'{"text": "x"}',
        b'{"id": 7, "text": "x"}',
        b'{"id": "short", "text": "x"}',
        b'{"id": "has blank in", "text": "x"}',
        b'{"id": "message-1", "text": 5}',
        b'{"id": "message-1", "text": "x", "choice": "y"}',
        b'{"id": "message-1", "choice": ""}',
        b'{"id": "message-1", "choice": "' + b"y" * 501 + b'"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_what_is_not_a_message_is_refused_clearly(member: httpx.Client, body: bytes) -> None:
    answer = member.post("/api/messages", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()) == (400, {"error": messages.BAD_MESSAGE})


@given(
    st.binary() | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_any_bytes_are_a_message_or_are_refused(body: bytes) -> None:
    with contextlib.suppress(BadPostError):
        assert re.fullmatch(r"[A-Za-z0-9-]{8,64}", read_post(body).id)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "Đã nghe: "),
        ("a" * 100_000, "Tin dài quá 4000 ký tự (100000)."),
        ("\x01" * 100_000, "Tin dài quá 4000 ký tự (100000)."),
        ("🙂" * 50, "Đã nghe: " + "🙂" * 50),
        ("\x00\x07\x1b[2J\u202e", "Đã nghe: \x00\x07\x1b[2J\u202e"),
        ("<b>chào</b>", "Đã nghe: <b>chào</b>"),
        ("a\u2028b\r\nc", "Đã nghe: a\u2028b\r\nc"),
    ],
)
def test_every_text_reaches_the_handlers_and_comes_back(member: httpx.Client, text: str, answer: str) -> None:
    assert say(member, text).status_code == 202
    assert texts(events(member, 1)) == [answer]


def test_a_lone_surrogate_does_no_harm(member: httpx.Client) -> None:
    body = b'{"id": "surrogate-1", "text": "a\\ud800b"}'
    assert member.post("/api/messages", content=body, headers={"Content-Type": "application/json"}).status_code == 202
    assert texts(events(member, 1)) == ["Đã nghe: a?b"]


@pytest.mark.parametrize("size", [1024 * 1024, 17 * 1024 * 1024])
def test_a_body_beyond_measure_is_refused(member: httpx.Client, size: int) -> None:
    try:
        answer = say(member, "x" * size)
    except httpx.TransportError:
        # Past the largest body that is read to its end, the connection may be closed while the rest is being sent.
        assert size > 16 * 1024 * 1024
    else:
        assert (answer.status_code, answer.json()) == (413, {"error": messages.TOO_LARGE})
    assert say(member, "ngắn").status_code == 202


def test_more_than_thirty_messages_a_minute_wait(tmp_path: Path) -> None:
    clock = ManualClock(START)
    with serving(settings_for(tmp_path), clock=clock) as served, visitor(served) as client, visitor(served) as other:
        assert {say(client, "x").status_code for _ in range(30)} == {202}
        refused = say(client, "x", "message-late")
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "60"
        assert refused.json() == {"error": messages.TOO_FAST.format(seconds=60), "seconds": 60}
        assert say(other, "x").status_code == 202
        clock.advance(60)
        assert say(client, "x", "message-late").status_code == 202


def test_a_database_that_takes_nothing_is_told_and_tried_again(tmp_path: Path) -> None:
    with serving(settings_for(tmp_path)) as served, visitor(served) as client:
        lock = sqlite3.connect(tmp_path / "toy.db", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        refused = say(client, "một", "message-one")
        assert (refused.status_code, refused.json()) == (503, {"error": messages.NOT_READY})
        lock.execute("ROLLBACK")
        lock.close()
        assert say(client, "một", "message-one").status_code == 202
        assert texts(events(client, 1)) == ["Đã nghe: một"]


def test_a_handler_that_fails_is_apologised_for(tmp_path: Path) -> None:
    def broken(message: IncomingMessage, session: Session) -> Outcome:
        raise RuntimeError(message.text)

    with serving(settings_for(tmp_path), handler=broken) as served, visitor(served) as client:
        assert say(client, "một").status_code == 202
        assert texts(events(client, 1))[0].startswith("Xin lỗi")


def test_a_taken_port_is_one_clear_line(served: Served, tmp_path: Path) -> None:
    port = int(served.url.rpartition(":")[2])
    with pytest.raises(StartupError) as refusal, serving(settings_for(tmp_path / "other", port=port)):
        pass
    assert str(refusal.value) == messages.PORT_TAKEN.format(host="127.0.0.1", port=port)


def test_an_unknown_host_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StartupError) as refusal, serving(settings_for(tmp_path, host="no host")):
        pass
    assert str(refusal.value) == messages.HOST_UNKNOWN.format(host="no host")


def test_it_stops_with_streams_open_and_then_answers_no_more(tmp_path: Path) -> None:
    with contextlib.ExitStack() as server:
        served = server.enter_context(serving(settings_for(tmp_path)))
        with visitor(served) as client, client.stream("GET", "/api/events") as stream:
            lines = lines_of(stream)
            assert next(lines) == "retry: 1000"
            server.close()
            assert list(lines) == [""]
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"{served.url}/healthz")
