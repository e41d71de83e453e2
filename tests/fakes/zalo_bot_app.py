"""The Zalo Bot channel in an application with toy handlers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.app import App, build
from bot.channels.web import Web
from bot.clock import Clock, SystemClock
from bot.settings import Settings
from bot.zalo_bot.channel import ZaloBot
from handlers.types import Handler
from tests.fakes.telegram_bot import small_base, toy
from tests.fakes.zalo_bot import SECRET, TOKEN, FakeZaloBot

PUBLIC = "https://tro-ly.example.vn"


class FastClock:
    """The machine's clock, running faster from when it is made: nothing has to be waited for very long."""

    def __init__(self, pace: float = 50.0) -> None:
        self._machine = SystemClock()
        self._start = self._machine.now()
        self._pace = pace

    def now(self) -> datetime:
        return self._start + (self._machine.now() - self._start) * self._pace

    async def wait(self, event: asyncio.Event, until: datetime) -> None:
        await self._machine.wait(event, self._start + (until - self._start) / self._pace)


def make(
    fake: FakeZaloBot,
    folder: Path,
    handlers: Sequence[Handler] | None = (toy,),
    *,
    hooked: bool = False,
    clock: Clock | None = None,
    **more: Any,
) -> App:
    """An application with the web page and Zalo Bot, which polls or has what comes delivered (`hooked`)."""
    hook = {"public_url": PUBLIC, "zalo_bot_webhook_secret": SECRET} if hooked else {}
    base: dict[str, Any] = {
        "database": folder / "bot.db",
        "knowledge_dir": small_base(folder),
        "web_port": 0,
        "zalo_bot_token": TOKEN,
        "zalo_base_url": fake.base_url,
    }
    return build(Settings(**{**base, **hook, **more}), clock or FastClock(), handlers=handlers)


def zalo_of(app: App) -> ZaloBot:
    return next(channel for channel in app.channels if isinstance(channel, ZaloBot))


def web_of(app: App) -> Web:
    return next(channel for channel in app.channels if isinstance(channel, Web))


@asynccontextmanager
async def running(fake: FakeZaloBot, folder: Path, *args: Any, **more: Any) -> AsyncIterator[App]:
    """The application while it runs, stopped afterwards as a signal would stop it; see `make`."""
    app = make(fake, folder, *args, **more)
    stop = asyncio.Event()
    task = asyncio.ensure_future(app.run(stop))
    try:
        await asyncio.wait([task, asyncio.ensure_future(web_of(app).ready.wait())], return_when="FIRST_COMPLETED")
        fake.route = lambda url: web_of(app).url + urlsplit(url).path
        await fake.until(lambda: fake.webhook is not None or fake.times("getUpdates") > 0)
        yield app
    finally:
        stop.set()
        await task
        app.close()
