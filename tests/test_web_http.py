"""The web page over real HTTP: messages in, events out, history."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from bot.clock import ManualClock
from tests.browser.serving import Served, serving
from tests.browser.speaking import START, events, lines_of, say, texts, visitor
from tests.browser.toy import NAME, QUOTE, settings_for


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


def test_a_reply_tells_which_choices_count_for_good(member: httpx.Client) -> None:
    say(member, "nhắc")
    say(member, "chọn")
    reminder, question = (reply for _, reply in events(member, 2))
    assert [choice["lasting"] for choice in reminder["choices"]] == [True, True]
    assert [choice["lasting"] for choice in question["choices"]] == [False, False]


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
        with client.stream("GET", "/api/events") as stream:
            assert next(line for line in lines_of(stream) if "câu 69" in line)
        opening = client.get("/api/session").json()
        shown = [reply["text"] for reply in opening["replies"]]
        assert [*shown[-1:], len(shown)] == ["Đã nghe: câu 69", 60]
        assert opening["more"] is True


def test_a_conversation_that_was_ended_is_not_read_again(member: httpx.Client) -> None:
    say(member, "một")
    before = member.get("/api/session").json()["session"]
    assert member.post("/api/end", json={}).status_code == 200
    assert "tro_ly" not in member.cookies
    after = member.get("/api/session").json()
    assert after["session"] != before
    assert after["replies"] == []
