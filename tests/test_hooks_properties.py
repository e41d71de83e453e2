"""Whatever strangers deliver, and nonsense that carries the right secret: refused or passed over, and no trace left."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import channels
from bot.clock import ManualClock
from bot.ports import Channel, Context, NotConfigured
from bot.settings import Settings
from bot.storage import Storage
from bot.web.hooks import Hooks
from handlers.desk import Desk
from handlers.types import IncomingMessage
from knowledge.load import load_knowledge
from tests.fakes.deliveries import Headers, deliver, site_of
from tests.fakes.telegram_bot import small_base

EXAMPLES = 10_000
NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
SECRET, APP, KEY = "bi-mat-cua-webhook", "4711", "khoa-cua-oa"
MOMENT = str(int(NOW.timestamp() * 1000))
BOMB = gzip.compress(b"\0" * 20_000_000)
NAMES = ("telegram", "zalo_bot", "zalo_oa")
EVENTS: dict[str, dict[str, Any]] = {
    "telegram": {
        "update_id": 100,
        "message": {
            **{"message_id": 1, "date": 1780275600, "text": "hạn báo cáo", "chat": {"id": 7, "type": "private"}},
            "from": {"id": 7, "is_bot": False, "first_name": "Thư ký"},
        },
    },
    "zalo_bot": {
        "event_name": "message.text.received",
        "message": {
            **{"message_id": "946", "date": int(MOMENT), "text": "hạn báo cáo"},
            "from": {"id": "a0c", "display_name": "Thư ký", "is_bot": False},
            "chat": {"id": "a0c", "chat_type": "PRIVATE"},
        },
    },
    "zalo_oa": {
        **{"event_name": "user_send_text", "app_id": APP, "timestamp": MOMENT},
        **{"sender": {"id": "512"}, "recipient": {"id": "1"}},
        "message": {"text": "hạn báo cáo", "msg_id": "m1"},
    },
}
"""What each of the messengers has delivered once, before all else."""


def proof(name: str, body: bytes) -> tuple[bytes, bytes]:
    """The header that says who delivers."""
    match name:
        case "telegram":
            return b"x-telegram-bot-api-secret-token", SECRET.encode()
        case "zalo_bot":
            return b"x-bot-api-secret-token", SECRET.encode()
    signed = APP.encode() + body + MOMENT.encode() + KEY.encode()
    return b"x-zevent-signature", b"mac=" + hashlib.sha256(signed).hexdigest().encode()


def no_desk() -> Desk:
    raise AssertionError("no channel decides anything")


@dataclass
class Inbox:
    messages: list[IncomingMessage] = field(default_factory=list)
    full: asyncio.Event = field(default_factory=asyncio.Event)
    """Every messenger has been heard of."""

    def accept(self, message: IncomingMessage) -> bool:
        self.messages.append(message)
        if len(self.messages) == len(NAMES):
            self.full.set()
        return True


class Doors:
    """The three channels behind their hooks, each of which has had one event; the messengers say yes to everything."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.storage, self.inbox = ManualClock(NOW), Storage(None), Inbox()
        self.hooks = Hooks(self.clock)
        self.runner = asyncio.Runner()
        self._folder = folder
        self._site = site_of(self.hooks)
        self._tasks: list[asyncio.Future[None]] = []
        self._clients = itertools.count()
        self.runner.run(self._open())

    async def _open(self) -> None:
        self._server = await asyncio.start_server(_agreeable, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self._tasks = [asyncio.ensure_future(channel.run(self.inbox)) for channel in self._channels(url)]
        while set(self.hooks.names) < set(NAMES):
            assert not any(task.done() for task in self._tasks)
            await asyncio.sleep(0)
        for name, event in EVENTS.items():
            body = json.dumps(event).encode()
            assert (await deliver(self._site, name, [proof(name, body)], [body]))[0] == 200
        async with asyncio.timeout(20):
            await self.inbox.full.wait()
            # The last of them is settled when the loop has had its turns.
            for _ in range(50):
                await asyncio.sleep(0)
        assert not any(self.storage.arrivals.open(name) for name in NAMES)

    def _channels(self, url: str) -> list[Channel]:
        chosen = Settings(
            database=self._folder / "x.db",
            knowledge_dir=small_base(self._folder),
            public_url="http://127.0.0.1:1",
            telegram_bot_token="1:x",
            telegram_base_url=url,
            telegram_webhook_secret=SECRET,
            zalo_bot_token="x",
            zalo_base_url=url,
            zalo_bot_webhook_secret=SECRET,
            zalo_oa_app_id=APP,
            zalo_oa_app_secret="x",
            zalo_oa_secret_key=KEY,
            zalo_oa_refresh_token="x",
            zalo_oa_base_url=url,
            zalo_oa_oauth_url=url,
        )
        base = load_knowledge(chosen.knowledge_dir)
        context = Context(chosen, self.clock, self.storage, base, (), no_desk, hooks=self.hooks)
        made = [channels.create(name, context) for name in NAMES]
        return [channel for channel in made if not isinstance(channel, NotConfigured)]

    def deliver(self, name: str, headers: Headers, pieces: Iterable[bytes]) -> int:
        """The status, from a client that was never here before; whatever it has set going comes to its end."""
        number = next(self._clients)
        client = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

        async def play() -> int:
            status, _ = await deliver(self._site, name, headers, pieces, client)
            for _ in range(3):
                await asyncio.sleep(0)
            return status

        return self.runner.run(play())

    def dump(self) -> str:
        return "\n".join(self.storage.db.conn.iterdump())

    def close(self) -> None:
        async def end() -> None:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._server.close()
            await self._server.wait_closed()

        self.runner.run(end())
        self.runner.close()
        self.storage.close()


async def _agreeable(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers one request so that any of the three messengers might have said it."""
    result = {"id": 1, "is_bot": True, "first_name": "Trợ lý", "username": "tro_ly_bot", "account_name": "tro_ly"}
    more = {"access_token": "a", "refresh_token": "r", "expires_in": "90000", "error": 0, "error_code": 0}
    body = json.dumps({"ok": True, "result": {**result, "url": "http://127.0.0.1:1"}, **more}).encode()
    await reader.readuntil(b"\r\n\r\n")
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\nconnection: close\r\n"
    writer.write(head.encode() + b"\r\n" + body)
    await writer.drain()
    writer.close()


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    opened = Doors(tmp_path_factory.mktemp("doors"))
    yield opened
    opened.close()


# What may be delivered

NESTED = st.integers(40, 3000).map(lambda deep: b'{"message":' + b"[" * deep + b"]" * deep + b"}")
NUMBERS = st.sampled_from(
    [b"1e999", b"-1e999", b"NaN", b"Infinity", b"9" * 5000, b"-1", b"true", b'"1"', b"[]", b"{}", b"null", b"1.5"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
TOKENS = st.from_regex(rb"[a-z0-9-]{1,20}", fullmatch=True)
HEADERS = st.lists(st.tuples(TOKENS, st.binary(max_size=40)), max_size=4)
PROOFS = (b"x-telegram-bot-api-secret-token", b"x-bot-api-secret-token", b"x-zevent-signature")
FALSE = st.binary(max_size=80) | st.sampled_from(
    [b"", SECRET[:-1].encode(), SECRET.upper().encode(), SECRET.encode() + b" x", b"mac=", b"mac=" + b"0" * 64, b"\xff"]
)
Bodies = Callable[[str], st.SearchStrategy[list[bytes]]]


def written(name: str) -> bytes:
    return json.dumps(EVENTS[name], ensure_ascii=False).encode()


def another(name: str) -> bytes:
    """An event that was never delivered."""
    return written(name).replace(b"100", b"101").replace(b"946", b"947").replace(b'"m1"', b'"m2"')


def nonsense(name: str) -> st.SearchStrategy[bytes]:
    """Bodies that are no event, whoever sent them."""
    event = another(name)
    place = st.integers(1, len(event) - 1)
    return st.one_of(
        st.binary(min_size=3, max_size=200).filter(lambda body: not body.strip().startswith((b"{", b"["))),
        place.map(lambda at: event[:at]),
        place.map(lambda at: event[:at] + b"\xff" + event[at:]),
        place.map(lambda at: event + event[:at]),
        VALUES.filter(lambda value: not isinstance(value, dict | list)).map(lambda value: json.dumps(value).encode()),
        NUMBERS.map(lambda number: b'{"update_id":' + number + b',"message":' + number + b',"event_name":1}'),
        st.dictionaries(st.text(), VALUES, min_size=1, max_size=3).map(lambda value: json.dumps(value).encode()),
        NESTED,
    )


def pieces(body: st.SearchStrategy[bytes]) -> st.SearchStrategy[list[bytes]]:
    return st.tuples(body, st.integers(1, 4000)).map(lambda cut: [cut[0][: cut[1]], cut[0][cut[1] :]])


def anything(name: str) -> st.SearchStrategy[list[bytes]]:
    """Bodies of somebody else: also such as would be events, ambiguous ones, and what is meant to fill the memory."""
    event = another(name)
    doubled = event[:-1] + b"," + event[1:]
    return st.one_of(pieces(nonsense(name)), st.sampled_from([[event], [doubled], [BOMB], [event * 9000]]))


@st.composite
def forged(draw: st.DrawFn) -> tuple[str, Headers, list[bytes]]:
    name = draw(st.sampled_from(NAMES))
    body = draw(anything(name))
    headers = [*draw(HEADERS), *((header, draw(FALSE)) for header in draw(st.sets(st.sampled_from(PROOFS))))]
    kept = [(header, value) for header, value in headers if value != SECRET.encode()]
    return name, kept + draw(st.sampled_from([[], [(b"content-encoding", b"gzip")]])), body


@st.composite
def signed(draw: st.DrawFn) -> tuple[str, Headers, list[bytes]]:
    """Nonsense with the right proof, or what was delivered before."""
    name = draw(st.sampled_from(NAMES))
    body = draw(st.just(written(name)) | nonsense(name))
    more = [(header, value) for header, value in draw(HEADERS) if header not in PROOFS]
    return name, [*more, proof(name, body)], [body]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)
@given(st.one_of(forged(), signed()))
def _leaves_no_trace(doors: Doors, delivery: tuple[str, Headers, list[bytes]]) -> None:
    name, headers, body = delivery
    changes, messages = doors.storage.db.conn.total_changes, len(doors.inbox.messages)
    status = doors.deliver(name, headers, body)
    assert status == 200 or 400 <= status < 500
    assert doors.storage.db.conn.total_changes == changes
    assert len(doors.inbox.messages) == messages


def test_ten_thousand_deliveries_that_are_none_leave_no_trace(doors: Doors) -> None:
    before = doors.dump()
    _leaves_no_trace(doors)
    assert doors.dump() == before


@pytest.mark.parametrize("name", NAMES)
def test_a_body_without_end_is_refused_by_whomever_it_is_sent(name: str, doors: Doors) -> None:
    before = doors.dump()
    endless = itertools.repeat(b'{"update_id": 1, ' * 1000)
    assert doors.deliver(name, [proof(name, b"")], endless) == 413
    assert doors.dump() == before


@pytest.mark.parametrize("name", NAMES)
def test_what_is_an_event_and_proven_does_leave_one(name: str, doors: Doors) -> None:
    """So the others are refused for what they are."""
    body, messages = another(name), len(doors.inbox.messages)
    assert doors.deliver(name, [proof(name, body)], [body]) == 200
    assert len(doors.inbox.messages) == messages + 1
