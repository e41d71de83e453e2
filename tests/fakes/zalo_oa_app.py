"""The Zalo OA channel in a whole application, with the web server that takes deliveries, and toy handlers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import App, build
from bot.channels.web import Web
from bot.clock import Clock, ManualClock
from bot.settings import Settings
from bot.storage import Storage
from bot.zalo_oa.window import Window
from handlers.types import Address, Choice, FileRef, Handler, IncomingMessage, Outcome, Reply, Send, Session
from tests.fakes.telegram_bot import small_base
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, REFRESH_TOKEN, SECRET_KEY, FakeZaloOA

NAME = "zalo_oa"
PUBLIC_URL = "https://troly.example.vn"
LONG_ID = "pick:" + "một mục rất dài " * 6
MENU = (Choice("sau", "6 tháng"), Choice(LONG_ID, "Cả năm"), Choice("up", "Đúng", True), Choice("down", "Sai", True))
MANY = tuple(Choice(f"xa:{n}", f"Xã {n}") for n in range(1, 8))
LONG = "\n\n".join([("🌸 đoạn văn " * 60).strip()] * 9)
PDF = b"%PDF-1.4 " + b"x" * 100
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"x" * 100
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 100


def answer(incoming: IncomingMessage, session: Session, reply: Reply) -> Outcome:
    return Outcome(replace(session, choices=reply.choices), (Send(incoming.sender, reply, f"oa:{incoming.id}"),))


def toy(incoming: IncomingMessage, session: Session) -> Outcome:
    """Offers menus, hands over files, says something long, or says again what was said."""
    if incoming.choice is not None:
        known = incoming.choice in {choice.id for choice in session.choices}
        return answer(incoming, session, Reply(f"{'chọn' if known else 'cũ'} {incoming.choice}"))
    if file := incoming.attachment:
        text = f"tệp {file.media_type} {file.size} {file.problem or 'có'}: {incoming.text}"
        return answer(incoming, session, Reply(text))
    replies = {"menu": Reply("Kỳ nào?", MENU), "nhiều": Reply("Xã nào?", MANY), "dài": Reply(LONG, MENU[:1])}
    if incoming.text in replies:
        return answer(incoming, session, replies[incoming.text])
    if incoming.text.startswith("tệp "):
        names = incoming.text.split()[1:]
        return answer(incoming, session, Reply("Đây ạ.", (), (), tuple(map(_file, names))))
    return answer(incoming, session, Reply(f"nghe: {incoming.text or '(trống)'}"))


def _file(name: str) -> FileRef:
    begins = {"pdf": PDF, "docx": b"PK\x03\x04" + b"x" * 100, "png": PNG, "xlsx": b"PK\x03\x04" + b"x" * 100}
    content = begins.get(name.rpartition(".")[2], b"BEGIN:VCALENDAR")
    return FileRef(name, content=content + b"x" * (6 * 2**20 if name.startswith("lon") else 0))


def settings(fake: FakeZaloOA, folder: Path, **more: Any) -> Settings:
    values: dict[str, Any] = {
        "zalo_oa_app_id": APP_ID,
        "zalo_oa_app_secret": APP_SECRET,
        "zalo_oa_secret_key": SECRET_KEY,
        "zalo_oa_refresh_token": REFRESH_TOKEN,
        "zalo_oa_base_url": fake.base_url,
        "zalo_oa_oauth_url": fake.base_url,
        "public_url": PUBLIC_URL,
        "web_port": 0,
        "database": folder / "bot.db",
        "knowledge_dir": small_base(folder),
    }
    return Settings(**{**values, **more})


def page(app: App) -> Web:
    return next(channel for channel in app.channels if isinstance(channel, Web))


@asynccontextmanager
async def running(
    fake: FakeZaloOA, folder: Path, clock: Clock, handlers: Sequence[Handler] = (toy,), **more: Any
) -> AsyncIterator[App]:
    """The application while it runs and takes deliveries, stopped afterwards as a signal would stop it."""
    app = build(settings(fake, folder, **more), clock, handlers=handlers)
    stop = asyncio.Event()
    task = asyncio.ensure_future(app.run(stop))
    try:
        async with asyncio.timeout(20):
            await page(app).ready.wait()
        fake.webhook = f"{page(app).url}/hook/{NAME}"
        yield app
    finally:
        stop.set()
        await task
        app.close()


def tell(app: App, user: str, text: str, key: str, choices: tuple[Choice, ...] = ()) -> None:
    """Queue a letter that nobody asked for, as a reminder is queued."""
    now = app.clock.now()
    with app.storage.transaction():
        app.storage.outbox.add(Send(Address(NAME, user, user), Reply(text, choices), key, at=now), now)
    app.pumps[NAME].wake()


async def settled(app: App, user: str, key: str) -> str:
    """What becomes of a letter, once it is neither to go out nor on its way; "waits" if it does so for a message."""

    def status() -> str:
        found = next(letter for letter in app.storage.outbox.of_chat(NAME, user) if letter.key == key)
        held = (user, key) in app.storage.waiting.letters(NAME, app.clock.now())
        return "waits" if held and found.status == "queued" else found.status

    await soon(lambda: status() not in ("queued", "sending"))
    return status()


def waiting(storage: Storage, now: datetime) -> tuple[int, int]:
    """How many letters wait for a message, and from how many members."""
    found = Window(storage).waiting(now)
    return len(found), len(set(found))


async def soon(holds: Callable[[], bool], clock: ManualClock | None = None, *, seconds: float = 1) -> None:
    """Let everything go on until something is so, each time so much later on a clock. Raises TimeoutError."""
    async with asyncio.timeout(20):
        for _ in iter(holds, True):
            await asyncio.sleep(0)
            if clock is not None:
                clock.advance(seconds)
