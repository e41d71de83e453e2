"""Deliveries by webhook over real HTTP, beside endpoints that keep nothing; ratios, in one run.

`python -m tests.benchmarks.hooks [--messages N]`. Every endpoint is a process of its own, to which one client posts the
same bodies, 16 at a time and one after another. Ours is the whole application with one channel and a handler that says
nothing: an answer of 200 means that the message is in the journal on the disk, and the run is over when every message
has been handled and committed. The bare one is a Starlette route that reads the body as JSON and answers. The queue is
the same route with what python-telegram-bot does in its webhook: it makes an Update of the body and puts it into the
queue of an Application, which handles it later; a stop loses what is in it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.app import App, build
from bot.channels.web import Web
from bot.clock import SystemClock
from bot.settings import Settings
from bot.web.listen import open_socket, server_for, url_of
from handlers.types import IncomingMessage, Outcome, Session
from tests.benchmarks.measuring import percentile
from tests.contract.peer import PUBLIC
from tests.contract.peers import PEERS
from tests.contract.telegram_peer import SECRET, TelegramPeer
from tests.fakes.telegram_bot import small_base
from tests.fakes.zalo_bot import HEADER
from tests.fakes.zalo_bot import SECRET as ZALO_SECRET
from tests.fakes.zalo_oa import APP_ID, mac

AT_ONCE = 16
SENDERS = 500
"""Messages come from so many people: of one, only thirty a minute are handled."""
WARMING = 50
TURNS = 25
"""A sender says no more than so many messages in a run, whatever was asked for."""
BARE, QUEUE = "bare Starlette", "PTB's queue"
OURS = ("telegram", "zalo_bot", "zalo_oa")
READY = "ready"

Post = tuple[bytes, dict[str, str]]
"""Body and headers of a delivery."""


@dataclass
class Measured:
    """Seconds of each answer when one after another, and of the whole run when many at a time."""

    answers: list[float] = field(default_factory=list)
    acknowledged: float = 0.0
    committed: float = 0.0
    messages: int = 0

    @property
    def rate(self) -> float:
        return self.messages / self.acknowledged

    @property
    def committed_rate(self) -> float:
        return self.messages / self.committed


def silent(message: IncomingMessage, session: Session) -> Outcome:
    """Says nothing: what a delivery costs is measured, not what an answer costs."""
    return Outcome(session)


# The bodies that messengers post


def posts(name: str, count: int, first: int) -> list[Post]:
    """So many deliveries, each of a message of its own."""
    make = {"zalo_bot": _zalo_bot, "zalo_oa": _zalo_oa}.get(name, _telegram)
    return [make(number) for number in range(first, first + count)]


def _telegram(number: int) -> Post:
    user = 1000 + number % SENDERS
    who = {"id": user, "is_bot": False, "first_name": "An"}
    message = {"message_id": number, "date": int(time.time()), "chat": {"id": user, "type": "private"}, "from": who}
    update = {"update_id": number, "message": {**message, "text": f"câu hỏi số {number}", "entities": []}}
    return json.dumps(update).encode(), {"x-telegram-bot-api-secret-token": SECRET}


def _zalo_bot(number: int) -> Post:
    user = f"u{number % SENDERS}"
    message = {
        **{"message_id": str(number), "date": int(time.time() * 1000), "text": f"câu hỏi số {number}"},
        **{"from": {"id": user, "is_bot": False}, "chat": {"id": user, "chat_type": "PRIVATE"}},
    }
    event = {"event_name": "message.text.received", "message": message}
    return json.dumps({"ok": True, "result": event}).encode(), {HEADER: ZALO_SECRET}


def _zalo_oa(number: int) -> Post:
    moment = str(int(time.time() * 1000))
    event = {
        **{"event_name": "user_send_text", "app_id": APP_ID, "timestamp": moment, "recipient": {"id": "oa-1"}},
        **{"sender": {"id": f"oa{number % SENDERS}"}, "message": {"msg_id": f"m{number}", "text": f"câu {number}"}},
    }
    body = json.dumps(event).encode()
    return body, {"X-ZEvent-Signature": f"mac={mac(body, moment)}"}


# The endpoints, each in a process of its own


async def serve(name: str, folder: Path) -> None:
    """Serve an endpoint until killed; says on standard output where it is once it can be used."""
    if name == BARE:
        await _serve_route(_bare)
    elif name == QUEUE:
        async with _application() as route:
            await _serve_route(route)
    else:
        await _serve_ours(name, folder)


async def _serve_route(route: Callable[[Request], Any]) -> None:
    listening = open_socket("127.0.0.1", 0)
    server = server_for(Starlette(routes=[Route("/", route, methods=["POST"])]))
    print(READY, url_of(listening), flush=True)
    await server.serve(sockets=[listening])


async def _bare(request: Request) -> Response:
    json.loads(await request.body())
    return PlainTextResponse("")


@asynccontextmanager
async def _application() -> AsyncIterator[Callable[[Request], Any]]:
    """PTB's Application, which handles what is put into its queue."""

    async def nothing(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The same as `silent`."""

    peer = TelegramPeer(hooked=False)
    await peer.open()
    root = f"{peer.fake.base_url}/bot"
    app = ApplicationBuilder().token(peer.fake.token).base_url(root).updater(None).build()
    app.add_handler(MessageHandler(filters.TEXT, nothing))

    async def queued(request: Request) -> Response:
        await app.update_queue.put(Update.de_json(json.loads(await request.body()), app.bot))
        return PlainTextResponse("")

    async with app:
        await app.start()
        yield queued


async def _serve_ours(name: str, folder: Path) -> None:
    clock = SystemClock()
    peer = PEERS[f"{name} webhook" if name != "zalo_oa" else name](clock)
    await peer.open()
    given: dict[str, Any] = {**peer.settings, "public_url": PUBLIC, "web_port": 0, "zalo_bot_users": 0}
    app = build(
        Settings(database=folder / "hooks.db", knowledge_dir=small_base(folder), **given), clock, handlers=[silent]
    )
    running = asyncio.ensure_future(app.run(asyncio.Event()))
    page = _page(app)
    await page.ready.wait()
    await peer.ready()
    print(READY, f"{page.url}/hook/{name}", flush=True)
    await running


def _page(app: App) -> Web:
    return next(channel for channel in app.channels if isinstance(channel, Web))


# The client


@contextmanager
def endpoint(name: str, folder: Path) -> Iterator[str]:
    """An endpoint in its process; its address."""
    command = [sys.executable, "-m", "tests.benchmarks.hooks", "--serve", name, "--folder", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        word, _, url = process.stdout.readline().strip().partition(" ")
        assert word == READY, f"{name} does not start"
        yield url
    finally:
        process.kill()
        process.wait()


def measure(name: str, messages: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder, endpoint(name, Path(folder)) as url:
        return asyncio.run(_measure(name, url, messages, Path(folder)))


async def _measure(name: str, url: str, messages: int, folder: Path) -> Measured:
    measured = Measured(messages=messages)
    single = max(200, messages // 5)
    await _post_all(url, iter(posts(name, WARMING, 1)), [])
    await _post_all(url, iter(posts(name, single, 1 + WARMING)), measured.answers)
    waiting = iter(posts(name, messages, 1 + WARMING + single))
    began = time.perf_counter()
    await asyncio.gather(*(_post_all(url, waiting, []) for _ in range(AT_ONCE)))
    measured.acknowledged = time.perf_counter() - began
    if name in OURS:
        await asyncio.to_thread(_until_committed, folder / "hooks.db", WARMING + single + messages)
    measured.committed = time.perf_counter() - began
    return measured


async def _post_all(url: str, waiting: Iterator[Post], seconds: list[float]) -> None:
    """Post on one connection, one after another; bare sockets, for a client of its own would be what is measured."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    for body, headers in waiting:
        named = {"host": place.netloc, "content-type": "application/json", "content-length": str(len(body)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        began = time.perf_counter()
        writer.write(f"POST {place.path or '/'} HTTP/1.1\r\n{head}\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        seconds.append(time.perf_counter() - began)
        if not answer.startswith(b"HTTP/1.1 200") or b"content-length: 0" not in answer.lower():
            raise RuntimeError(f"{url} answered {answer.splitlines()[0].decode()}")
    writer.close()
    await writer.wait_closed()


def _until_committed(database: Path, count: int) -> None:
    with closing(sqlite3.connect(database)) as db:
        while db.execute("SELECT count(*) FROM updates WHERE status = 'done'").fetchone()[0] < count:
            pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=4000)
    parser.add_argument("--serve", default="")
    parser.add_argument("--folder", type=Path, default=Path())
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.serve, options.folder))
        return
    messages = min(options.messages, SENDERS * TURNS)
    found = {name: measure(name, messages) for name in (BARE, QUEUE, *OURS)}
    print(f"{messages:,} messages, {AT_ONCE} at a time; answers one after another")
    print(f"{'':16}{'p50 ms':>8}{'p99 ms':>8}{'msg/s':>8}{'committed/s':>13}")
    for name, one in found.items():
        committed = f"{one.committed_rate:13.0f}" if name in OURS else f"{'-':>13}"
        print(
            f"{name:16}{percentile(one.answers, 50):8.2f}{percentile(one.answers, 99):8.2f}{one.rate:8.0f}{committed}"
        )
    for other in (BARE, QUEUE):
        for name in OURS:
            times = percentile(found[name].answers, 50) / percentile(found[other].answers, 50)
            share = found[name].rate / found[other].rate
            print(f"{name} : {other}, answer 1 : {1 / times:.2f}, messages per second 1 : {1 / share:.2f}")


if __name__ == "__main__":
    main()
