"""The web page over real HTTP: messages in, events out, history, limits, refusals."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.errors import StartupError
from bot.web import messages
from bot.web.guard import Names
from bot.web.wire import BadPostError, read_post
from handlers.types import IncomingMessage, Outcome, Session
from tests.browser.serving import PATIENCE, Served, serving
from tests.browser.toy import NAME, QUOTE, settings_for

START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
_numbers = count()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(settings_for(tmp_path_factory.mktemp("web"))) as running:
        yield running


@pytest.fixture
def member(served: Served) -> Iterator[httpx.Client]:
    with visitor(served) as client:
        yield client


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


def test_an_answer_comes_as_an_event(member: httpx.Client) -> None:
    with member.stream("GET", "/api/events") as stream:
        lines = lines_of(stream)
        assert next(lines) == "retry: 1000"
        assert say(member, "xin chào").status_code == 202
        data = next(line for line in lines if line.startswith("data: "))
    assert json.loads(data.removeprefix("data: "))["text"] == "Đã nghe: xin chào"


def test_a_reply_carries_choices_and_the_marked_source(member: httpx.Client) -> None:
    say(member, "nguồn")
    [(_, reply)] = events(member, 1)
    assert [choice["quiet"] for choice in reply["choices"]] == [True, True]
    assert reply["open"] == ["rate:up", "rate:down"]
    assert reply["sources"][0]["marks"] == [QUOTE]


def test_a_choice_is_answered(member: httpx.Client) -> None:
    say(member, "chọn")
    assert member.post("/api/messages", json={"id": "choice-001", "choice": "nam"}).status_code == 202
    assert texts(events(member, 2)) == ["Anh/chị hỏi kỳ nào?", "Đã chọn: nam"]


def test_a_copy_of_a_message_is_taken_and_answered_once(member: httpx.Client) -> None:
    first, second = say(member, "một", "the-same-id"), say(member, "một", "the-same-id")
    say(member, "hai")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert texts(events(member, 2)) == ["Đã nghe: một", "Đã nghe: hai"]


def test_one_visitor_does_not_take_another_ones_message_id(served: Served) -> None:
    with visitor(served) as one, visitor(served) as other:
        say(one, "của tôi", "the-same-id")
        say(other, "của bạn", "the-same-id")
        assert texts(events(one, 1)) == ["Đã nghe: của tôi"]
        assert texts(events(other, 1)) == ["Đã nghe: của bạn"]


def test_a_stream_goes_on_where_it_broke_off(member: httpx.Client) -> None:
    for text in ("một", "hai", "ba"):
        say(member, text)
    read = events(member, 2)
    assert texts(events(member, 1, headers={"Last-Event-ID": read[0][0]})) == ["Đã nghe: hai"]
    assert texts(events(member, 1, params={"after": read[1][0]})) == ["Đã nghe: ba"]


@pytest.mark.parametrize("cursor", ["nonsense", "_", "2026_x", "'; DROP TABLE outbox; --", "x" * 5000])
def test_a_cursor_that_makes_no_sense_starts_over(member: httpx.Client, cursor: str) -> None:
    say(member, "một")
    assert texts(events(member, 1, headers={"Last-Event-ID": cursor})) == ["Đã nghe: một"]


def test_both_pages_of_one_visitor_hear_the_answer(member: httpx.Client) -> None:
    with member.stream("GET", "/api/events") as one, member.stream("GET", "/api/events") as other:
        streams = [lines_of(one), lines_of(other)]
        assert [next(lines) for lines in streams] == ["retry: 1000"] * 2
        say(member, "xin chào")
        for lines in streams:
            assert "Đã nghe: xin chào" in next(line for line in lines if line.startswith("data: "))


def test_an_idle_stream_is_kept_open(tmp_path: Path) -> None:
    with (
        serving(settings_for(tmp_path), beat=0.01) as served,
        visitor(served) as client,
        client.stream("GET", "/api/events") as stream,
    ):
        assert next(line for line in lines_of(stream) if line.startswith(":")) == ": still here"


def test_pages_beyond_measure_are_refused(served: Served, member: httpx.Client) -> None:
    token = member.cookies["tro_ly"]
    clients = [httpx.Client(base_url=served.url, cookies={"tro_ly": token}, timeout=PATIENCE) for _ in range(17)]
    opened = [client.stream("GET", "/api/events") for client in clients]
    answers = [stream.__enter__() for stream in opened]
    assert [answer.status_code for answer in answers] == [200] * 16 + [429]
    for stream, client in zip(opened, clients, strict=True):
        stream.__exit__(None, None, None)
        client.close()


def test_what_was_said_before_is_there_again(member: httpx.Client) -> None:
    say(member, "một", "message-one")
    say(member, "chọn", "message-two")
    events(member, 2)
    opening = member.get("/api/session").json()
    assert opening["name"] == NAME
    assert [reply["text"] for reply in opening["replies"]] == ["Đã nghe: một", "Anh/chị hỏi kỳ nào?"]
    assert list(opening["said"]) == ["message-one", "message-two"]
    assert opening["open"] == ["sau", "nam"]
    assert opening["said"]["message-one"] < opening["replies"][0]["at"] < opening["said"]["message-two"]
    say(member, "ba")
    assert texts(events(member, 1, params={"after": opening["cursor"]})) == ["Đã nghe: ba"]


def test_a_restarted_server_knows_the_conversation(tmp_path: Path) -> None:
    with serving(settings_for(tmp_path)) as served, visitor(served) as client:
        say(client, "một")
        events(client, 1)
        cookies = dict(client.cookies)
    with serving(settings_for(tmp_path)) as served, httpx.Client(base_url=served.url, cookies=cookies) as client:
        assert [reply["text"] for reply in client.get("/api/session").json()["replies"]] == ["Đã nghe: một"]


def test_a_long_conversation_opens_with_its_latest_replies(tmp_path: Path) -> None:
    clock = ManualClock(START)
    with serving(settings_for(tmp_path), clock=clock) as served, visitor(served) as client:
        for number in range(70):
            if number % 25 == 0:
                clock.advance(61)
            assert say(client, f"câu {number}").status_code == 202
        opening = client.get("/api/session").json()
        shown = [reply["text"] for reply in opening["replies"]]
        assert [*shown[-1:], len(shown)] == ["Đã nghe: câu 69", 60]
        assert opening["more"] is True


def test_nobody_reads_another_visitors_conversation(served: Served, member: httpx.Client) -> None:
    say(member, "của tôi")
    events(member, 1)
    with visitor(served) as other:
        opening = other.get("/api/session").json()
        assert opening["replies"] == []
        assert opening["session"] != member.get("/api/session").json()["session"]


def test_the_cookie_is_kept_from_scripts_and_the_token_out_of_the_database(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(settings_for(tmp_path)) as served, httpx.Client(base_url=served.url) as client:
        cookie = client.get("/").headers["set-cookie"]
        say(client, "xin chào")
        events(client, 1)
        token = client.cookies["tro_ly"]
        assert token not in client.get("/api/session").text
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    dump = "\n".join(sqlite3.connect(tmp_path / "toy.db").iterdump())
    assert "web:" in dump
    assert token not in dump
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    assert served.url in ours
    assert token not in ours
    assert "xin chào" not in ours


def test_a_public_https_address_makes_the_cookie_secure(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, public_url="https://troly.example.vn")
    with serving(settings) as served:
        assert "Secure" in httpx.get(served.url).headers["set-cookie"]


def test_a_conversation_that_was_ended_is_not_read_again(member: httpx.Client) -> None:
    say(member, "một")
    before = member.get("/api/session").json()["session"]
    assert member.post("/api/end", json={}).status_code == 200
    assert "tro_ly" not in member.cookies
    after = member.get("/api/session").json()
    assert after["session"] != before
    assert after["replies"] == []


def test_without_a_cookie_nothing_is_taken(served: Served) -> None:
    with httpx.Client(base_url=served.url) as client:
        assert say(client, "xin chào").status_code == 401
        assert client.get("/api/events").status_code == 401
        assert client.get("/api/events", headers={"Cookie": "tro_ly=short"}).status_code == 401


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


def test_other_sites_cannot_write(served: Served, member: httpx.Client) -> None:
    body = {"id": "message-1", "text": "x"}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"{served.url}1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        answer = member.post("/api/messages", json=body, headers=headers)
        assert (answer.status_code, answer.json()) == (403, {"error": messages.WRONG_ORIGIN})
    plain = member.post("/api/messages", content=json.dumps(body), headers={"Content-Type": "text/plain"})
    assert plain.status_code == 415
    own = {"Origin": served.url, "Sec-Fetch-Site": "same-origin"}
    assert member.post("/api/messages", json=body, headers=own).status_code == 202


def test_other_names_for_this_machine_are_refused(served: Served) -> None:
    answer = httpx.get(f"{served.url}/", headers={"Host": "rebound.example:8000"})
    assert (answer.status_code, answer.json()) == (421, {"error": messages.WRONG_HOST})
    assert httpx.get(f"{served.url}/", headers={"Host": "localhost:8000"}).status_code == 200
    assert httpx.get(f"{served.url}/healthz", headers={"Host": "monitor"}).status_code == 200


@pytest.mark.parametrize(
    ("names", "known", "unknown"),
    [
        (
            Names("127.0.0.1"),
            ["127.0.0.1:8000", "[::1]:8000", "LOCALHOST"],
            ["evil.example", "", "[", "127.0.0.1.evil"],
        ),
        (Names("127.0.0.1", "https://a.vn"), ["a.vn", "A.vn:443", "127.0.0.1"], ["b.a.vn", "a.vn.evil"]),
        (Names("0.0.0.0", "https://a.vn"), ["a.vn", "10.0.0.5:8000"], ["evil.example"]),
        (Names("0.0.0.0"), ["may-chu:8000", "10.0.0.5"], [""]),
        (Names("may-chu", "https://a.vn"), ["may-chu", "a.vn"], ["evil.example"]),
    ],
)
def test_the_page_answers_to_its_own_names(names: Names, known: list[str], unknown: list[str]) -> None:
    assert [host for host in known if not names.know(host)] == []
    assert [host for host in unknown if names.know(host)] == []


def test_a_page_is_its_own_behind_a_public_address_too() -> None:
    names = Names("127.0.0.1", "https://a.vn")
    assert names.own_page("https://a.vn", "127.0.0.1:8000")
    assert names.own_page("http://127.0.0.1:8000", "127.0.0.1:8000")
    assert not names.own_page("http://a.vn", "127.0.0.1:8000")
    assert not names.own_page("http://127.0.0.1:9000", "127.0.0.1:8000")
    assert not names.own_page("null", "127.0.0.1:8000")


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/api/session", "/healthz", "/nowhere"])
def test_every_answer_has_strict_headers(served: Served, path: str) -> None:
    headers = httpx.get(f"{served.url}{path}").headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


def test_nothing_outside_the_pages_folder_is_served(served: Served) -> None:
    for path in ("/static/../site.py", "/static/%2e%2e/site.py", "/static/..%2fsite.py", "/static/", "/docs"):
        assert httpx.get(f"{served.url}{path}").status_code == 404


def test_the_page_asks_no_other_server_for_anything(served: Served) -> None:
    page = httpx.get(served.url).text
    paths = re.findall(r'(?:src|href)="([^"#]+)"', page)
    assert all(path.startswith("/static/") for path in paths)
    for path in paths:
        assert httpx.get(f"{served.url}{path}").status_code == 200
    assert "<script>" not in page
    assert "style=" not in page
    assert "onclick" not in page


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
