"""The office's pages without a network: a storage with the world in it, browsers that ask, a chat that gives links."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.clock import ManualClock
from bot.dispatch import Dispatcher
from bot.storage import Storage
from bot.web.guard import Guard, Names
from bot.web.office.csrf import FIELD
from bot.web.office.routes import Office
from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.desk import Desk, Service
from handlers.types import Address, IncomingMessage, Record, Reply
from tests.world import CHANNEL, store, world

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
"""Wednesday 10/6/2026, 09:00 in Hà Nội: working hours."""
URL = "https://vp.example.vn"
_OWN: dict[str, str] = {"Origin": URL, "Sec-Fetch-Site": "same-origin"}
_numbers = count()


@dataclass
class Site:
    """The pages and the chat over one storage; `woken` are the channels that were told to deliver."""

    storage: Storage
    clock: ManualClock
    inbox: Dispatcher
    desk: Desk
    app: Guard
    runner: asyncio.Runner
    woken: list[str]

    def say(self, person: str, text: str, *, chat: str | None = None) -> str:
        """What the assistant answers to somebody."""
        sender = Address(CHANNEL, chat or person, person)
        self.inbox.accept(IncomingMessage(f"chat:{next(_numbers)}", sender, self.clock.now(), text))
        return self.told(sender.chat)[-1].text

    def told(self, chat: str) -> list[Reply]:
        """Everything that was queued for a chat, oldest first."""
        return [letter.reply for letter in self.storage.outbox.of_chat(CHANNEL, chat)]

    def link(self, person: str) -> str:
        """The path and query of a login link."""
        found = re.search(rf"{re.escape(URL)}(/vanphong/vao\?ma=\w+)", self.say(person, "/vanphong"))
        assert found
        return found[1]

    def browser(self) -> Browser:
        return Browser(self)

    def log_in(self, person: str) -> Browser:
        """A browser in which somebody is logged in."""
        browser = self.browser()
        answer = browser.enter(self.link(person))
        assert answer.status_code == 303
        return browser

    def rows(self, table: str) -> list[dict[str, Any]]:
        return self.storage.records.rows(table)

    def store(self, *records: Record) -> None:
        store(self.storage, records, self.clock.now())


class Browser:
    """Keeps cookies, and sends what a browser sends with forms."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url=URL)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._site.runner.run(self.client.get(path, **more))

    def text(self, path: str) -> str:
        """A page that has to be there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def post(
        self, path: str, data: Mapping[str, str], headers: Mapping[str, str] = _OWN, **more: Any
    ) -> httpx.Response:
        """Post a form; without any field the kind of its content stays that of a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if not data and "files" not in more else {}
        request = self.client.post(path, data=dict(data), headers={**kind, **headers}, **more)
        return self._site.runner.run(request)

    def enter(self, link: str) -> httpx.Response:
        """Press the button that the page of a login link shows."""
        return self.post("/vanphong/vao", fields(self.text(link)))

    def submit(self, path: str, data: Mapping[str, str], **more: Any) -> httpx.Response:
        """Post a form with the proof of this session."""
        return self.post(path, {FIELD: self.proof(), **data}, **more)

    def proof(self) -> str:
        return fields(self.text("/vanphong/phien"))[FIELD]


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page; of several with one name the last."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in found}


@contextmanager
def office_site(assistant: Assistant, path: Path, *, public_url: str = URL) -> Iterator[Site]:
    """A site of its own, at NOW; `path` is the database's file."""
    storage, clock = world(path), ManualClock(NOW)
    desk = Desk(assistant, storage.register, Service(public_url=public_url))
    woken: list[str] = []
    inbox = Dispatcher(storage, build_chain(desk), clock, woken.append)
    names = Names("127.0.0.1", URL)
    office = Office(storage, clock, lambda: desk, secure=names.secure)
    office.commits = inbox
    app = Guard(Starlette(routes=office.routes()), names)
    with asyncio.Runner() as runner:
        try:
            yield Site(storage, clock, inbox, desk, app, runner, woken)
        finally:
            storage.close()
