"""What is delivered: how much, how fast, by whom, how often; and that nothing of it is lost."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import gzip
import itertools
import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.errors import StorageError
from bot.intake import BATCH, MOST, REST, Arrival, Intake
from bot.storage import Storage
from bot.web.hooks import MOST_BYTES, WRONG, Delivery, Hook, Hooks
from bot.web.links import WRONG as MOST_WRONG
from bot.web.listen import open_socket, server_for
from bot.web.strict import DEEPEST, read_object
from tests.browser.serving import serving
from tests.browser.toy import settings_for
from tests.fakes.deliveries import deliver, site_of

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


def answering(status: int, seen: list[Delivery] | None = None) -> Hook:
    async def hook(delivery: Delivery) -> int:
        if seen is not None:
            seen.append(delivery)
        return status

    return hook


def raising(error: Exception) -> Hook:
    async def hook(delivery: Delivery) -> int:
        raise error

    return hook


def hooks_with(hook: Hook, clock: ManualClock | None = None, read_seconds: float = 10.0) -> Hooks:
    hooks = Hooks(clock or ManualClock(NOW), read_seconds)
    hooks.enter("toy", hook)
    return hooks


def status_of(hooks: Hooks, *pieces: bytes, name: str = "toy", headers: Sequence[tuple[bytes, bytes]] = ()) -> int:
    return asyncio.run(deliver(site_of(hooks), name, headers, pieces))[0]


def test_a_delivery_reaches_its_channel_as_it_was_sent() -> None:
    seen: list[Delivery] = []
    hooks = hooks_with(answering(200, seen))
    assert status_of(hooks, b'{"a":', b" 1}", headers=[(b"X-Mac", b"1"), (b"sec-fetch-site", b"cross-site")]) == 200
    assert (seen[0].body, seen[0].headers["x-mac"]) == (b'{"a": 1}', "1")


def test_a_channel_that_does_not_run_is_not_there() -> None:
    hooks = hooks_with(answering(200))
    assert status_of(hooks, name="other") == 404
    hooks.leave("toy")
    assert status_of(hooks) == 404
    assert hooks.refused == {}


@pytest.mark.parametrize(
    ("error", "status"), [(StorageError("đầy"), 503), (ValueError("hỏng"), 500), (RecursionError(), 500)]
)
def test_what_could_not_be_written_down_is_not_acknowledged(error: Exception, status: int) -> None:
    assert status_of(hooks_with(raising(error)), b"{}") == status


def test_a_body_is_read_up_to_its_limit_and_no_further() -> None:
    seen: list[Delivery] = []
    hooks = hooks_with(answering(200, seen))
    assert status_of(hooks, b"x" * MOST_BYTES) == 200
    assert status_of(hooks, b"x" * MOST_BYTES, b"x") == 413
    endless = itertools.repeat(b"x" * 65536)
    status, headers = asyncio.run(deliver(site_of(hooks), "toy", [], endless))
    assert (status, headers["connection"]) == (413, "close")
    assert len(seen) == 1
    assert hooks.refused == {("toy", 413): 2}


def test_a_body_that_does_not_come_is_waited_for_so_long_and_no_longer() -> None:
    hooks = hooks_with(answering(200), read_seconds=0.02)

    async def play() -> int:
        answered: list[int] = []

        async def receive() -> dict[str, object]:
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: object) -> None:
            assert isinstance(message, dict)
            answered.append(message.get("status", 0))

        scope = {"type": "http", "method": "POST", "path": "/hook/toy", "headers": [(b"host", b"127.0.0.1")]}
        await site_of(hooks)({**scope, "query_string": b"", "client": ("1", 1)}, receive, send)
        return answered[0]

    assert asyncio.run(play()) == 400


def test_what_is_packed_is_not_unpacked() -> None:
    seen: list[Delivery] = []
    bomb = gzip.compress(b"\0" * 50_000_000)
    hooks = hooks_with(answering(200, seen))
    assert status_of(hooks, bomb, headers=[(b"content-encoding", b"gzip")]) == 415
    assert status_of(hooks, b"{}", headers=[(b"content-encoding", b"Identity")]) == 200
    assert [delivery.body for delivery in seen] == [b"{}"]


def test_a_client_that_is_refused_too_often_is_not_listened_to_for_a_minute() -> None:
    clock, seen = ManualClock(NOW), list[Delivery]()
    hooks = hooks_with(answering(403, seen), clock)
    assert [status_of(hooks, b"{}") for _ in range(WRONG + 5)] == [403] * WRONG + [429] * 5
    assert len(seen) == WRONG
    other = asyncio.run(deliver(site_of(hooks), "toy", [], [b"{}"], client="198.51.100.2"))
    assert other[0] == 403
    clock.advance(61)
    assert status_of(hooks, b"{}") == 403
    assert hooks.refused == {("toy", 403): WRONG + 2, ("toy", 429): 5}


def test_whoever_forges_from_the_same_address_shuts_out_nobody_who_is_genuine() -> None:
    """A bot of somebody else may have its messenger's own machines deliver here."""
    hooks, seen = Hooks(ManualClock(NOW)), list[Delivery]()

    async def hook(delivery: Delivery) -> int:
        seen.append(delivery)
        return 200 if delivery.headers.get("x-key") == "right" else 403

    hooks.enter("toy", hook, lambda headers: headers.get("x-key") == "right")
    wrong, right = [(b"X-Key", b"wrong")], [(b"X-Key", b"right")]
    assert [status_of(hooks, b"{}", headers=wrong) for _ in range(WRONG + 2)] == [403] * WRONG + [429] * 2
    assert status_of(hooks, b"{}", headers=right) == 200
    assert status_of(hooks, b"{}", headers=wrong) == 429
    assert len(seen) == WRONG + 1


def test_over_the_wire_a_body_without_end_ends_the_connection() -> None:
    """The rest of it would be read and thrown away for ever."""
    hooks = hooks_with(answering(200))

    async def play() -> bytes:
        listening = open_socket("127.0.0.1", 0)
        server = server_for(site_of(hooks))
        serving = asyncio.ensure_future(server.serve(sockets=[listening]))
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(b"POST /hook/toy HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        with contextlib.suppress(ConnectionError):
            for _ in range(2 * MOST_BYTES // 0x10000):
                writer.write(chunk)
                await writer.drain()
        async with asyncio.timeout(10):
            with contextlib.suppress(ConnectionError):
                answer = await reader.readuntil(b"\r\n\r\n")
                await reader.read()
        writer.close()
        server.should_exit = True
        await serving
        listening.close()
        return answer

    answer = asyncio.run(play())
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in answer.lower()


@pytest.mark.parametrize(
    ("forwarded", "proxies", "believed"),
    [("203.0.113.9", (), False), ("203.0.113.9", ("127.0.0.1",), True), ("203.0.113.9", ("10.0.0.0/8",), False)],
)
def test_who_asks_is_whoever_connects_unless_a_trusted_proxy_says_for_whom(
    forwarded: str, proxies: tuple[str, ...], believed: bool, tmp_path: Path
) -> None:
    """A client that has used up its wrong addresses is told so; another one is not."""
    chosen = dataclasses.replace(settings_for(tmp_path), trusted_proxies=proxies)
    with serving(chosen) as served, httpx.Client(base_url=served.url, trust_env=False) as client:
        statuses = [client.get("/tep/x").status_code for _ in range(MOST_WRONG + 1)]
        assert statuses == [404] * MOST_WRONG + [429]
        other = client.get("/tep/x", headers={"X-Forwarded-For": f"1.2.3.4, {forwarded}"})
        assert other.status_code == (404 if believed else 429)


# JSON from strangers


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"null", b"[]", b'"x"', b"1", b"{", b'{"a":1', b'{"a":1}x', b"\xff{}", b'{"a":"\xc3"}'),
        *(b'{"a":1,"a":2}', b'{"a":{"b":1,"b":1}}', b'{"a":NaN}', b'{"a":Infinity}', b'{"a":1e999}'),
        b'{"a":' + b"9" * 5000 + b"}",
        '{"a":1}'.encode("utf-16"),
        b'{"a":' * 100_000,
        b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1),
        b'{"a":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}",
    ],
)
def test_what_is_no_object_or_ambiguous_is_not_read(body: bytes) -> None:
    assert read_object(body) is None


@given(st.dictionaries(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=8)))
def test_any_plain_object_is_read_as_it_is(written: dict[str, object]) -> None:
    assert read_object(json.dumps(written)) == written


@given(st.binary())
def test_no_bytes_do_any_harm(body: bytes) -> None:
    read = read_object(body)
    assert read is None or isinstance(read, dict)


# What has arrived


class Room:
    """An intake whose bodies are their senders, and what it has handed on, on a clock that goes when told."""

    def __init__(self, storage: Storage | None = None, most: int = MOST) -> None:
        self.clock = ManualClock(NOW)
        self.storage = storage or Storage(None)
        self.intake = Intake("toy", self.storage, self.clock, lambda body: body, most)
        self.batches: list[list[str]] = []
        self.trouble: list[StorageError] = []
        self.done: Callable[[Sequence[Arrival]], Collection[str]] = lambda arrivals: {one.id for one in arrivals}

    @property
    def handled(self) -> list[str]:
        return [id_ for batch in self.batches for id_ in batch]

    def take(self, *ids: str) -> list[bool]:
        """Events, of whose ids the first letter is the sender."""
        return [self.intake.take(id_, id_[0]) for id_ in ids]

    async def handle(self, arrivals: Sequence[Arrival]) -> Collection[str]:
        self.batches.append([arrival.id for arrival in arrivals])
        if self.trouble:
            raise self.trouble.pop()
        return self.done(arrivals)

    def left(self) -> list[str]:
        return [id_ for id_, _ in self.storage.arrivals.open("toy")]


def running(room: Room, scenario: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]) -> None:
    """Play a scenario while the intake runs; what it is given lets everything come to rest."""

    async def rest() -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def play() -> None:
        task = asyncio.ensure_future(room.intake.run(room.handle))
        await rest()
        await scenario(rest)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(play())


def test_what_comes_is_handled_once_in_its_order_and_forgotten() -> None:
    room = Room()

    async def scenario(rest: Callable[[], Awaitable[None]]) -> None:
        assert room.take("a1", "b1", "a1", "a2") == [True, True, False, True]
        await rest()
        assert room.take("b1", "b2") == [False, True]
        await rest()

    running(room, scenario)
    assert room.batches == [["a1", "b1", "a2"], ["b2"]]
    assert room.left() == []


def test_a_sender_over_the_limit_waits_for_the_minute_and_nobody_waits_for_them() -> None:
    room = Room(most=3)
    many = [f"a{number}" for number in range(8)]

    async def scenario(rest: Callable[[], Awaitable[None]]) -> None:
        room.take(*many)
        await rest()
        assert room.handled == many[:3]
        assert room.left() == many[3:]
        room.take("b0")
        await rest()
        assert room.handled[3:] == ["b0"]
        for count in (6, 8):
            room.clock.advance(60)
            await rest()
            assert [id_ for id_ in room.handled if id_[0] == "a"] == many[:count]

    running(room, scenario)
    assert room.left() == []


def test_what_waits_survives_a_stop() -> None:
    room = Room(most=2)

    async def first(rest: Callable[[], Awaitable[None]]) -> None:
        room.take("a0", "a1", "a2", "a3")
        await rest()

    async def nothing(rest: Callable[[], Awaitable[None]]) -> None:
        await rest()

    running(room, first)
    again = Room(room.storage, most=2)
    running(again, nothing)
    assert room.handled + again.handled == ["a0", "a1", "a2", "a3"]


def test_what_is_not_done_or_not_settled_comes_again_after_a_rest() -> None:
    room = Room()
    room.trouble.append(StorageError("khóa"))

    async def scenario(rest: Callable[[], Awaitable[None]]) -> None:
        room.take("a0", "b0")
        await rest()
        assert room.batches == [["a0", "b0"]]
        room.done = lambda arrivals: {"b0"}
        room.clock.advance(REST.total_seconds())
        await rest()
        room.done = lambda arrivals: {one.id for one in arrivals}
        room.clock.advance(REST.total_seconds())
        await rest()

    running(room, scenario)
    assert room.handled[2:4] == ["a0", "b0"]
    assert room.handled[-1] == "a0"
    assert room.left() == []


def test_a_rush_of_many_senders_is_handled_in_parts() -> None:
    room = Room()

    async def scenario(rest: Callable[[], Awaitable[None]]) -> None:
        room.take(*(f"{chr(0x4E00 + number)}1" for number in range(BATCH + 7)))
        await rest()

    running(room, scenario)
    assert [len(batch) for batch in room.batches] == [BATCH, 7]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), max_size=60), st.integers(1, 4))
def test_nothing_is_lost_and_no_minute_holds_more_than_the_limit(steps: list[tuple[str, int]], most: int) -> None:
    room = Room(most=most)
    times: dict[str, list[datetime]] = {"a": [], "b": [], "c": []}

    def done(arrivals: Sequence[Arrival]) -> Collection[str]:
        for arrival in arrivals:
            times[arrival.sender].append(room.clock.now())
        return {arrival.id for arrival in arrivals}

    room.done = done

    async def scenario(rest: Callable[[], Awaitable[None]]) -> None:
        for number, (sender, seconds) in enumerate(steps):
            room.clock.advance(seconds)
            room.take(f"{sender}{number}")
            await rest()
        for _ in steps:
            room.clock.advance(61)
            await rest()

    running(room, scenario)
    room.storage.close()
    for sender, at in times.items():
        own = [f"{who}{number}" for number, (who, _) in enumerate(steps) if who == sender]
        assert [id_ for id_ in room.handled if id_[0] == sender] == own
        assert all(sum(timedelta(0) <= time - first < timedelta(minutes=1) for time in at) <= most for first in at)
