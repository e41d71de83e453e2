"""The Telegram channel in an application with toy handlers, in this process or as one to be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.app import App, build
from bot.clock import Clock, SystemClock
from bot.files import Files
from bot.settings import Settings
from bot.telegram.channel import Telegram
from handlers.types import Choice, Handler, IncomingMessage, Outcome, Reply, Send, Session, SourceView
from tests.fakes.telegram import TOKEN, FakeTelegram

LONG_ID = "pick:" + "một mục rất dài " * 6
MENU = (Choice("sau", "6 tháng"), Choice(LONG_ID, "Cả năm"), Choice("up", "Đúng", True), Choice("down", "Sai", True))
SOURCE = SourceView(
    "Công văn 1", "Mục I", "Các đơn vị gửi báo cáo\n trước ngày 15/6 & 15/12.", ("gửi báo cáo trước ngày",)
)
LONG = "\n\n".join([("🌸 đoạn văn " * 100).strip()] * 12)
MENU_COMMANDS = {"han": "Xem hạn báo cáo", "trogiup": "Hướng dẫn"}


def answer(incoming: IncomingMessage, session: Session, *replies: Reply) -> Outcome:
    sends = [Send(incoming.sender, reply, f"telegram:{incoming.id}:{n}") for n, reply in enumerate(replies)]
    return Outcome(replace(session, choices=replies[-1].choices), tuple(sends))


def toy(incoming: IncomingMessage, session: Session) -> Outcome:
    """Offers a menu, gives a source, says something long, or says again what was said."""
    if incoming.choice is not None:
        known = incoming.choice in {choice.id for choice in session.choices}
        return answer(incoming, session, Reply(f"{'chọn' if known else 'cũ'} {incoming.choice}"))
    match incoming.text:
        case "menu":
            return answer(incoming, session, Reply("Kỳ nào?", MENU))
        case "nguồn":
            return answer(incoming, session, Reply("Trước ngày 15/6 <b>&</b> 15/12.", (), (SOURCE,)))
        case "dài":
            return answer(incoming, session, Reply(LONG))
    return answer(incoming, session, Reply(f"nghe: {incoming.text or '(trống)'}"))


def small_base(folder: Path) -> Path:
    """A knowledge base with nothing in it."""
    base = folder / "base"
    base.mkdir(exist_ok=True)
    (base / "knowledge.yaml").write_text("name: thử\nabout: để thử\n", encoding="utf-8")
    return base


def make(
    base_url: str,
    folder: Path,
    handlers: Sequence[Handler] | None = (toy,),
    *,
    token: str = TOKEN,
    clock: Clock | None = None,
    **options: Any,
) -> tuple[App, Telegram]:
    """An application whose only channel is Telegram; without `handlers` it has the project's own, and reminds."""
    settings = Settings(database=folder / "bot.db", knowledge_dir=small_base(folder))
    clock = clock or SystemClock()
    made: list[App] = []

    def session(key: str) -> Session:
        return made[0].storage.sessions.load(key)

    channel = Telegram(
        *(token, base_url),
        clock=clock,
        session=session,
        handlers=handlers or (),
        folder=folder,
        files=Files(settings.database),
        commands=MENU_COMMANDS,
        **options,
    )
    made.append(build(settings, clock, channels=[channel], handlers=handlers))
    return made[0], channel


@asynccontextmanager
async def running(
    fake: FakeTelegram, folder: Path, handlers: Sequence[Handler] = (toy,), **options: Any
) -> AsyncIterator[App]:
    """The application while it runs, stopped afterwards as a signal would stop it."""
    app, _ = make(fake.base_url, folder, handlers, **options)
    stop = asyncio.Event()
    task = asyncio.ensure_future(app.run(stop))
    try:
        yield app
    finally:
        stop.set()
        await task
        app.close()


def dying(incoming: IncomingMessage, session: Session) -> Outcome | None:
    """Kills the process in the middle of a message, when the file that asks for it is there."""
    order = Path(sys.argv[2]) / "die"
    if order.exists():
        order.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    return None


def main() -> None:
    app, _ = make(sys.argv[1], Path(sys.argv[2]), (dying, toy))
    try:
        asyncio.run(app.run(asyncio.Event()))
    finally:
        app.close()


if __name__ == "__main__":
    main()
