"""Deliveries: only Zalo's own, only of now, each once, none lost; whatever else comes changes nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.clock import ManualClock
from bot.web.hooks import Delivery
from bot.zalo_oa import NAME
from bot.zalo_oa.buttons import choice_of, payload
from bot.zalo_oa.webhook import SIGNATURE, TIMESTAMP, Door, Event, read_event
from handlers.types import Choice
from tests.fakes.zalo_oa import APP_ID, SECRET_KEY, START, FakeZaloOA, mac
from tests.fakes.zalo_oa_app import running, soon

DOOR = Door(APP_ID, SECRET_KEY)
STAMP = str(int(START.timestamp() * 1000))


def body_of(text: str = "chào", timestamp: str = STAMP, app_id: str = APP_ID, **more: Any) -> bytes:
    message = {"text": text, "msg_id": "m1"}
    event = {"event_name": "user_send_text", "app_id": app_id, "sender": {"id": "u7"}, "message": message}
    return json.dumps({**event, "timestamp": timestamp, **more}, ensure_ascii=False).encode()


def judged(
    body: bytes, signature: str | None = None, now: datetime = START, stamp: str = ""
) -> tuple[int, Event | None]:
    signed = f"mac={mac(body, STAMP)}" if signature is None else signature
    return DOOR.judge(Delivery({SIGNATURE: signed, TIMESTAMP: stamp}, body), now)


def test_a_signed_event_is_let_in() -> None:
    status, event = judged(body_of())
    assert status == 200
    assert event == Event("m1", "message", "u7", START, "chào")


def test_the_moment_may_be_signed_from_its_header() -> None:
    later = str(int(STAMP) + 5)
    body = body_of()
    assert judged(body, f"mac={mac(body, later)}", stamp=later)[0] == 200
    assert judged(body, f"mac={mac(body, later)}")[0] == 403
    assert judged(body, f"mac={mac(body, later)}", stamp=f"{later}0")[0] == 403


BODY = body_of("xin chào anh/chị")
MAC = f"mac={mac(BODY, STAMP)}"


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_a_body_that_was_changed_anywhere_is_refused(place: int, by: int) -> None:
    changed = bytearray(BODY)
    changed[place] ^= by
    status, event = judged(bytes(changed), MAC)
    assert status in (400, 403)
    assert event is None


@given(st.integers(0, len(BODY)), st.binary(min_size=1, max_size=40))
def test_a_body_with_something_put_into_it_is_refused(place: int, more: bytes) -> None:
    assert judged(BODY[:place] + more + BODY[place:], MAC)[1] is None


@given(st.text(alphabet="0123456789", min_size=1, max_size=15).filter(lambda one: one != STAMP))
def test_another_moment_is_refused(other: str) -> None:
    """In the body it is signed; in the header it does not replace the one that was signed."""
    assert judged(body_of("xin chào anh/chị", other), MAC) == (403, None)
    alone = f"mac={mac(BODY, other)}"
    assert judged(BODY, alone) == (403, None)


@given(st.integers(4, len(MAC) - 1), st.characters(min_codepoint=33, max_codepoint=0x2FF))
def test_a_mac_that_was_changed_anywhere_is_refused(place: int, letter: str) -> None:
    changed = MAC[:place] + letter + MAC[place + 1 :]
    if changed != MAC:
        assert judged(BODY, changed) == (403, None)


@pytest.mark.parametrize("signature", ["", "mac=", MAC[4:], MAC.upper(), f"{MAC} ", f"sha256={MAC[4:]}", "mac=ü🌸"])
def test_a_signature_of_another_shape_is_refused(signature: str) -> None:
    assert judged(BODY, signature) == (403, None)


@given(st.binary(max_size=300) | st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(
    lambda one: json.dumps(one).encode()))  # fmt: skip
def test_whatever_is_not_an_event_is_no_event(body: bytes) -> None:
    status, event = judged(body, MAC)
    assert event is None
    assert status in (400, 403) or body.strip() in (b"", b"{}")


def test_hostile_json_does_no_harm() -> None:
    for body in (b"[" * 100_000, b'{"a":' * 50_000, b"1" * 5000, b"\xff\xfe{\x00}\x00", b'{"timestamp":NaN}'):
        assert judged(body)[1] is None


def test_events_of_another_app_or_another_time_are_refused() -> None:
    other = body_of(app_id="4712")
    assert judged(other)[0] == 403
    assert judged(other, f"mac={mac(other, STAMP, app_id='4712')}")[0] == 403
    assert judged(body_of(), now=START + timedelta(minutes=119))[0] == 200
    assert judged(body_of(), now=START + timedelta(minutes=121)) == (403, None)
    assert judged(body_of(), now=START - timedelta(minutes=121)) == (403, None)


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
objects = st.dictionaries(st.sampled_from(["id", "text", "msg_id", "attachments", "payload", "url", "name"]), values)


@given(
    name=st.sampled_from(["user_send_text", "user_send_image", "user_send_file", "follow", "unfollow"]) | values,
    sender=values | objects,
    message=values | objects | st.fixed_dictionaries(
        {"msg_id": values, "attachments": values | st.lists(values | st.fixed_dictionaries({"payload": objects}))}),
    timestamp=values | st.just(STAMP),
)  # fmt: skip
def test_an_event_of_any_shape_is_read_or_left(name: Any, sender: Any, message: Any, timestamp: Any) -> None:
    written = {"event_name": name, "sender": sender, "follower": sender, "message": message, "timestamp": timestamp}
    event = read_event(written)
    assert event is None or (event.user and event.id)


@given(st.text(min_size=1, max_size=90))
def test_a_button_leads_back_to_its_choice(choice_id: str) -> None:
    sent = payload(choice_id)
    assert sent.startswith("#")
    assert len(sent) <= 100
    assert choice_of(sent, (Choice("khác", "x"), Choice(choice_id, "y"))) == choice_id
    assert payload(choice_id) == sent


@pytest.mark.parametrize("text", ["", "#", "# tiêu đề", "#hashtag", "1", "a #:b", "#:"])
def test_what_is_typed_is_no_button(text: str) -> None:
    assert choice_of(text, (Choice("b", "y"),)) is None


# Over HTTP


def play(folder: Path, scenario: Callable[[FakeZaloOA, App, ManualClock], Awaitable[None]]) -> FakeZaloOA:
    async def run() -> FakeZaloOA:
        clock = ManualClock(START)
        async with FakeZaloOA(clock.now) as fake, running(fake, folder, clock) as app:
            await scenario(fake, app, clock)
        return fake

    return asyncio.run(run())


def state(app: App) -> list[Any]:
    """Everything that a delivery could change."""
    tables = ("arrivals", "updates", "outbox", "sessions", "channel_state")
    return [app.storage.db.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def test_forged_and_old_deliveries_change_nothing(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        await fake.until(lambda: fake.refreshed == 1)
        await soon(lambda: "access-" in str(state(app)))
        before = state(app)
        forged = body_of("xóa hết")
        old = body_of("xóa hết", str(int(STAMP) - 3 * 3600 * 1000))
        old_mac = mac(old, str(int(STAMP) - 3 * 3600 * 1000))
        answers = [
            await fake.post(forged, {}),
            await fake.post(forged, {"X-ZEvent-Signature": f"mac={mac(forged, STAMP, key='another')}"}),
            await fake.post(forged, {"X-ZEvent-Signature": "mac=0"}),
            await fake.post(old, {"X-ZEvent-Signature": f"mac={old_mac}"}),
            await fake.post(b"{", {}),
            await fake.post(b"{}", {}),
            await fake.post(b"", {}),
        ]
        assert answers == [403, 403, 403, 403, 400, 200, 200]
        assert state(app) == before

    assert play(tmp_path, scenario).sent == []


def test_repeats_and_retries_are_answered_once_also_by_the_next_process(tmp_path: Path) -> None:
    async def run() -> None:
        clock = ManualClock(START)
        async with FakeZaloOA(clock.now) as fake:
            async with running(fake, tmp_path, clock):
                one = await fake.says("một")
                assert await fake.deliver(one) == 200
                await fake.until(lambda: len(fake.sent) == 1)
                two = await fake.says("hai")
                await fake.until(lambda: len(fake.sent) == 2)
            # The door is shut: Zalo tries again later.
            three = await fake.says("ba")
            assert fake.undelivered == [three]
            clock.advance(1800)
            async with running(fake, tmp_path, clock):
                for again in (two, one):
                    assert await fake.deliver(again) == 200
                await fake.retry()
                await fake.retry()
                await fake.until(lambda: len(fake.sent) == 3)
                await fake.says("bốn")
                await fake.until(lambda: len(fake.sent) == 4)
            assert [sent.text for sent in fake.sent] == ["nghe: một", "nghe: hai", "nghe: ba", "nghe: bốn"]

    asyncio.run(run())


def test_what_came_out_of_its_order_is_answered_all_the_same(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        events = [fake.event("user_send_text", "u7", {"text": text}) for text in ("một", "hai", "ba")]
        for event in (events[2], events[0], events[1], events[2]):
            await fake.deliver(event)
        await fake.until(lambda: len(fake.sent) == 3)
        assert sorted(sent.text for sent in fake.sent) == ["nghe: ba", "nghe: hai", "nghe: một"]

    play(tmp_path, scenario)


def test_a_member_who_writes_without_end_waits_and_nobody_else_does(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        for number in range(35):
            await fake.says(f"tin {number}")
        await fake.says("tôi hỏi", "u8")
        await fake.until(lambda: len(fake.sent) == 31)
        assert "nghe: tôi hỏi" in [sent.text for sent in fake.sent]
        clock.advance(60)
        await fake.until(lambda: len(fake.sent) == 36)
        mine = [sent.text for sent in fake.sent if sent.user == "u7"]
        assert mine == [f"nghe: tin {number}" for number in range(35)]

    play(tmp_path, scenario)


def test_what_was_written_down_before_a_stop_is_handled_at_the_next_start(tmp_path: Path) -> None:
    async def run() -> None:
        clock = ManualClock(START)
        async with FakeZaloOA(clock.now) as fake:
            async with running(fake, tmp_path, clock) as app:
                with app.storage.transaction():
                    app.storage.arrivals.add(NAME, "m1", body_of("viết rồi").decode(), START)
                    app.storage.arrivals.add(NAME, "m2", "{}", START)
            fake.event("user_send_text", "u7", {"text": "viết rồi"})
            async with running(fake, tmp_path, clock) as app:
                await fake.until(lambda: len(fake.sent) == 1)
                await soon(lambda: not app.storage.arrivals.open(NAME))
            assert fake.sent[0].text == "nghe: viết rồi"

    asyncio.run(run())


def test_hostile_words_come_out_whole(tmp_path: Path) -> None:
    hostile = ["\u0000\u0007a", "\u202eltr", "🌸" * 900, "<w:t>&]]>", "=cmd()", "a\ud800b", "#:\ud800", "x" * 50_000]

    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        for number, text in enumerate(hostile):
            event = fake.event("user_send_text", f"u{number}", {"text": text})
            body = json.dumps(event).encode()
            headers = {"X-ZEvent-Signature": f"mac={mac(body, event['timestamp'])}"}
            assert await fake.post(body, headers) == 200
        await fake.until(lambda: sum(sent.text.count("x") for sent in fake.sent) == 50_000)
        await fake.until(lambda: len({sent.user for sent in fake.sent}) == len(hostile))
        whole = ["".join(sent.text for sent in fake.sent if sent.user == f"u{n}") for n in range(len(hostile))]
        assert whole[:5] == [f"nghe: {text}" for text in hostile[:5]]
        assert whole[5] == "nghe: a?b"
        assert whole[6] == "cũ ?"
        assert whole[7].removeprefix("nghe:").strip() == hostile[7]

    assert play(tmp_path, scenario).refusals == []


def test_a_wrong_key_is_told_to_the_operators_once_all_that_comes_is_refused_for_long(tmp_path: Path) -> None:
    async def play() -> None:
        clock = ManualClock(START)
        wrong: dict[str, Any] = {"zalo_oa_secret_key": "mistyped", "operators": ("web:van-hanh",)}
        async with FakeZaloOA(clock.now) as fake, running(fake, tmp_path, clock, **wrong) as app:

            def told() -> list[str]:
                return [letter.reply.text for letter in app.storage.outbox.of_chat("web", "van-hanh")]

            for _ in range(4):
                assert told() == []
                assert await fake.deliver(fake.event("user_send_text", "u7", {"text": "chào"})) == 403
                clock.advance(240)
            [text] = told()
            assert "ZALO_OA_SECRET_KEY" in text

    asyncio.run(play())
