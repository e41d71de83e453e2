"""Deliveries by webhook: forged, replayed, malformed, oversized, empty; none of them changes anything."""

from __future__ import annotations

import asyncio
import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.clock import ManualClock
from bot.files import Files
from bot.storage import Storage
from bot.web.hooks import Delivery
from bot.zalo_bot.arriving import Arriving
from bot.zalo_bot.events import events_in, read_event
from bot.zalo_bot.hook import ZaloHook
from bot.zalo_bot.meter import Meter
from bot.zalo_bot.places import Places
from handlers.types import Attachment
from tests.contract.clock import RunningClock
from tests.fakes.alone import START
from tests.fakes.zalo_bot import SECRET, FakeZaloBot, texts
from tests.fakes.zalo_bot_app import running, web_of
from tests.test_zalo_bot_failures import Notebook

HEADER = "x-bot-api-secret-token"


def kept(app: App) -> list[int]:
    """How much of anything there is."""
    tables = ("arrivals", "updates", "outbox", "channel_usage", "channel_state", "sessions")
    return [app.storage.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_what_does_not_carry_the_secret_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=True) as app:
            before = kept(app)
            event = fake.event("text", text="giả")
            for secret in (None, "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "", "ÿ"):
                given_ = None if secret == "" else secret
                assert await fake.deliver(event, secret=given_) == 403, secret
            assert kept(app) == before
            assert fake.sent == []

    asyncio.run(play())


def test_who_sends_too_much_waits_and_nobody_else_does(tmp_path: Path) -> None:
    async def play() -> None:
        clock = RunningClock(pace=1.0)
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=True, clock=clock) as app:
            for number in range(33):
                assert await fake.deliver(fake.event("text", text=f"tin {number}", user="nhanh"), secret=SECRET) == 200
            assert await fake.deliver(fake.event("text", text="khác", user="khac"), secret=SECRET) == 200
            await fake.until(lambda: len(fake.sent) == 31)
            assert "nghe: khác" in texts(fake.sent)
            assert len(app.storage.arrivals.open("zalo_bot")) == 3
            clock.leap(timedelta(minutes=1))
            await fake.until(lambda: len(fake.sent) == 34)
            of_fast = [int(sent.text.rsplit(" ", 1)[1]) for sent in fake.sent if sent.chat_id == "nhanh"]
            assert of_fast == list(range(33))

    asyncio.run(play())


def test_empty_probes_are_welcome_and_change_nothing(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=True) as app:
            before = kept(app)
            for body in (b"", b"  \n", b"{}"):
                assert await fake.deliver(body) == 200
                assert await fake.deliver(body, secret=None) == 200
                assert await fake.deliver(body, secret="wrong") == 403
            assert kept(app) == before

    asyncio.run(play())


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b"null", b"5", b'"text"', b"[" * 100_000, b'{"a":' * 100_000, b"1" * 5000],
    ids=lambda body: repr(body[:9]),
)
def test_what_is_no_json_object_is_a_bad_request(body: bytes, tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=True) as app:
            before = kept(app)
            assert await fake.deliver(body) == 400
            assert kept(app) == before

    asyncio.run(play())


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=True) as app:
            before = kept(app)
            assert await fake.deliver(fake.event("text", text="x" * 2**20)) == 413
            assert kept(app) == before

    asyncio.run(play())


def test_a_delivery_that_could_not_be_written_down_is_asked_for_again(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=True) as app:
            event = fake.event("text", text="ghi giúp")
            app.storage.db.execute("PRAGMA query_only = ON")
            assert await fake.deliver(event) == 503
            app.storage.db.execute("PRAGMA query_only = OFF")
            await fake.happens(event)
            await fake.until(lambda: len(fake.sent) == 1)

    asyncio.run(play())


def test_a_channel_that_has_ended_has_no_door(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=False) as app:
            async with httpx.AsyncClient(trust_env=False) as http:
                answer = await http.post(f"{web_of(app).url}/hook/zalo_bot", content=b"{}", headers={HEADER: SECRET})
            assert answer.status_code == 404

    asyncio.run(play())


def test_a_hundred_events_doubled_and_out_of_order_are_each_answered_once(tmp_path: Path) -> None:
    async def play() -> list[str]:
        chance = random.Random(6)
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=True):
            events = [fake.event("text", text=f"tin {n}", user=f"u{n % 9}") for n in range(100)] * 2
            chance.shuffle(events)
            statuses = await asyncio.gather(*(fake.deliver(event) for event in events))
            assert set(statuses) == {200}
            await fake.until(lambda: len(fake.sent) >= 100)
            await fake.happens(*events[:20])
            await fake.says("hết")
            await fake.until(lambda: "nghe: hết" in texts(fake.sent))
            return texts(fake.sent)

    sent = asyncio.run(play())
    assert sorted(sent) == sorted([*(f"nghe: tin {n}" for n in range(100)), "nghe: hết"])


def test_a_person_is_answered_in_the_order_of_what_they_say(tmp_path: Path) -> None:
    async def play() -> list[str]:
        async with FakeZaloBot() as fake, running(fake, tmp_path, hooked=True):
            for number in range(10):
                await fake.says(f"tin {number}")
            await fake.until(lambda: len(fake.sent) == 10)
            return texts(fake.sent)

    assert asyncio.run(play()) == [f"nghe: tin {number}" for number in range(10)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
IDS = st.text(max_size=8) | st.integers() | st.sampled_from(["u7", "u:7", "", "\ud800", "x" * 300]) | st.none()
LIKE_EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "event_name": st.sampled_from(["message.text.received", "message.image.received", "x", "message..received"])
        | JSON,
        "ok": st.booleans(),
        "result": JSON,
        "message": JSON
        | st.fixed_dictionaries(
            {},
            optional={
                "message_id": IDS,
                "date": JSON,
                "from": JSON | st.fixed_dictionaries({"id": IDS}, optional={"is_bot": JSON}),
                "chat": JSON | st.fixed_dictionaries({"id": IDS}, optional={"chat_type": JSON}),
                "text": JSON,
                "caption": JSON,
            },
        ),
    },
)


@given(payload=LIKE_EVENTS | JSON)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_an_event_holds_it_is_read_or_left(payload: Any) -> None:
    for event in events_in(payload):
        assert event.body.isascii()
        assert event.id.isprintable()
        said = read_event(json.loads(event.body), START)
        if said is not None:
            assert said.at <= START
            said.text.encode()
            said.sender.session_key.encode("ascii")
            assert said.sender.session_key.count(":") == 2
            assert said.sender.private == (said.sender.chat == said.sender.user)


async def nothing(url: str, name: str) -> Attachment:
    return Attachment(name, "", 0, "", "not_fetched")


@given(deliveries=st.lists(st.tuples(st.sampled_from([SECRET, "wrong", None]), st.binary() | LIKE_EVENTS), max_size=30))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_delivery_breaks_the_hook_and_none_without_the_secret_is_kept(deliveries: list[Any]) -> None:
    async def play() -> None:
        storage, clock, inbox = Storage(None), ManualClock(START), Notebook()
        meter = Meter(storage, clock, None, monthly=0, users=0)
        arriving = Arriving(storage, Files(None), clock, meter, Places(storage, clock), nothing)
        arriving.open(inbox)
        hook = ZaloHook(SECRET, arriving)
        for secret, written in deliveries:
            body = written if isinstance(written, bytes) else json.dumps(written).encode()
            before = storage.db.execute("SELECT count(*) FROM arrivals").fetchone()
            status = await hook(Delivery({} if secret is None else {HEADER: secret}, body))
            after = storage.db.execute("SELECT count(*) FROM arrivals").fetchone()
            assert status in ((200, 400) if secret == SECRET else (200, 403))
            assert secret == SECRET or before == after
            assert status == 200 or before == after
        await arriving.close()
        storage.close()

    asyncio.run(play())
