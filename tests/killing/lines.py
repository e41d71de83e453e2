"""A member's conversation on Telegram, and on the web page, with a program that may die at any moment."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx

from bot.web.visitor import COOKIE, Visitor
from tests.fakes.telegram import FakeTelegram, Sent
from tests.killing.life import LOOK_EVERY, PATIENCE, Arm
from tests.killing.members import Shown

PACE = 0.06
"""Seconds that a member of the page takes for an answer: whoever says thirty things within a minute has to wait."""

Rows = Callable[..., list[tuple[Any, ...]]]
"""Asks the database: a statement and its values."""


class TelegramLine:
    """A private chat. What was lost on the way is certain once the outbox calls it unknown."""

    def __init__(self, fake: FakeTelegram, chat: int, rows: Rows) -> None:
        self._fake = fake
        self._chat = chat
        self._rows = rows
        self._last: Sent | None = None

    async def types(self, text: str) -> Shown | None:
        return await self._after(lambda: self._fake.says(text, user=self._chat))

    async def taps(self, button: str, on: Shown) -> Shown | None:
        under = self._last
        assert under is not None
        return await self._after(lambda: self._fake.taps(button, under, user=self._chat))

    async def _after(self, push: Callable[[], Awaitable[int]]) -> Shown | None:
        heard = len(self._heard())
        number = await push()
        await self._fake.until(lambda: len(self._heard()) > heard or self._is_lost(number), PATIENCE)
        new = self._heard()[heard:]
        if not new:
            return None
        self._last = new[-1]
        return Shown(self._last.text, tuple(one["callback_data"] for row in self._last.rows for one in row))

    def _heard(self) -> list[Sent]:
        return [sent for sent in self._fake.sent if sent.chat_id == self._chat]

    def _is_lost(self, number: int) -> bool:
        sql = "SELECT 1 FROM outbox WHERE channel = 'telegram' AND key = ? AND status = 'unknown'"
        return bool(self._rows(sql, f"telegram:{number}:0"))


class Tap:
    """Tells what happens on the pages: "posted" (a message was acknowledged) and "shown" (a reply has come)."""

    def __init__(self) -> None:
        self.told: Callable[[str], None] = lambda what: None

    def at(self, what: str) -> Arm:
        """See Arm: the n-th time that this happens."""

        def arm(kill: Callable[[], None], passing: float) -> Callable[[], None]:
            passed = 0

            def told(happened: str) -> None:
                nonlocal passed
                passed += happened == what
                if happened == what and passed == passing:
                    kill()

            self.told = told
            return self._call_off

        return arm

    def _call_off(self) -> None:
        self.told = lambda what: None


class WebLine:
    """The page: it posts again under the same id until that is acknowledged, and reads its stream from its cursor."""

    def __init__(self, client: httpx.AsyncClient, visitor: Visitor, tap: Tap) -> None:
        self._client = client
        self._visitor = visitor
        self._tap = tap
        self._numbers = count()
        self._cursor = ""
        self._changed = asyncio.Condition()
        self._shown: dict[str, Shown] = {}
        self.copies = 0
        """Replies that came once more, which a page does not show."""

    async def types(self, text: str) -> Shown | None:
        return await self._say({"text": text})

    async def taps(self, button: str, on: Shown) -> Shown | None:
        return await self._say({"choice": button})

    async def _say(self, what: dict[str, str]) -> Shown:
        number = f"tin-nhan-{next(self._numbers):06}"
        key = f"web:{self._visitor.address.chat}:{number}:0"
        async with asyncio.timeout(2 * PATIENCE):
            await asyncio.sleep(PACE)
            await self._post({"id": number, **what})
            async with self._changed:
                await self._changed.wait_for(lambda: key in self._shown)
        return self._shown[key]

    async def _post(self, message: dict[str, str]) -> None:
        """Post until it is acknowledged."""
        while True:
            with contextlib.suppress(httpx.TransportError):
                answer = await self._client.post("/api/messages", json=message)
                if answer.status_code == 202:
                    return self._tap.told("posted")
                assert answer.status_code in (429, 503), answer.text
            await asyncio.sleep(LOOK_EVERY)

    async def read(self) -> None:
        """Read the stream, coming back whenever it breaks, until cancelled."""
        while True:
            with contextlib.suppress(httpx.TransportError):
                async with self._client.stream("GET", "/api/events", headers=self._where()) as stream:
                    async for line in stream.aiter_lines():
                        await self._take(line)
            await asyncio.sleep(LOOK_EVERY)

    def _where(self) -> dict[str, str]:
        return {"Last-Event-ID": self._cursor} if self._cursor else {}

    async def _take(self, line: str) -> None:
        name, _, value = line.partition(": ")
        if name == "id":
            self._cursor = value
        if name != "data":
            return
        reply = json.loads(value)
        self.copies += reply["key"] in self._shown
        self._shown[reply["key"]] = Shown(reply["text"], tuple(choice["id"] for choice in reply["choices"]))
        async with self._changed:
            self._changed.notify_all()
        self._tap.told("shown")


@asynccontextmanager
async def web_line(url: str, visitor: Visitor, tap: Tap) -> AsyncIterator[WebLine]:
    """A page that is open."""
    cookies = {COOKIE: visitor.token}
    async with httpx.AsyncClient(base_url=url, cookies=cookies, timeout=PATIENCE, trust_env=False) as client:
        line = WebLine(client, visitor, tap)
        reading = asyncio.ensure_future(line.read())
        try:
            yield line
        finally:
            reading.cancel()
            await asyncio.wait([reading])
