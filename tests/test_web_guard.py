"""Who may read and write on the web page, and what surrounds every answer."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from pathlib import Path

import httpx
import pytest

from bot.web import messages
from bot.web.guard import Names
from tests.browser.serving import Served, serving
from tests.browser.speaking import events, say, visitor
from tests.browser.toy import settings_for


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


def test_without_a_cookie_nothing_is_taken(served: Served) -> None:
    with httpx.Client(base_url=served.url) as client:
        assert say(client, "xin chào").status_code == 401
        assert client.get("/api/events").status_code == 401
        assert client.get("/api/events", headers={"Cookie": "tro_ly=short"}).status_code == 401


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
