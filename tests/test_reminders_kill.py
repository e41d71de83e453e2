"""Reminders are neither lost nor doubled: not by kills, not by a flood limit, not by members who block the bot."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import App, build
from bot.clock import ManualClock
from bot.ports import OnLine
from bot.pump import AT_ONCE
from bot.settings import Settings
from bot.web.history import History
from handlers.types import Record
from tests.fakes.telegram import TOKEN, Answer, FakeTelegram
from tests.fakes.telegram_bot import small_base
from tests.killing.dying import START
from tests.killing.run import FIRST_CHAT, STAGE, TITLE, chats, rehearse, settle
from tests.world import store

BROWSER = "trinh-duyet-1"


def test_killed_again_and_again_it_reminds_everybody_once(tmp_path: Path) -> None:
    tally = rehearse(members=300, kills=12, seed=1, folder=tmp_path)
    assert tally.sound, str(tally)
    assert tally.kills.total() == 12
    assert tally.partly, "no kill came while only a part was queued"
    assert tally.unknown <= AT_ONCE * 12 + tally.faults.total()


@asynccontextmanager
async def reminding(fake: FakeTelegram, folder: Path, members: int) -> AsyncIterator[App]:
    """The program with its real channels, connected; its clock, its ticks and its sending go on when told to."""
    settings = Settings(
        telegram_bot_token=TOKEN,
        telegram_base_url=fake.base_url,
        database=folder / "bot.db",
        knowledge_dir=small_base(folder),
    )
    app = build(settings, ManualClock(START))
    settle(app.storage, members)
    fake.opened(chats(members))
    (telegram,) = (channel for channel in app.channels if channel.name == "telegram")
    running = asyncio.ensure_future(telegram.run(app.inbox))
    assert isinstance(telegram, OnLine)
    await telegram.up.wait()
    try:
        yield app
    finally:
        running.cancel()
        await asyncio.wait([running])
        app.close()


def sends(fake: FakeTelegram) -> int:
    """How often the bot has tried to send."""
    return fake.times("sendMessage")


def statuses(app: App, channel: str, chat: str) -> list[str]:
    return [letter.status for letter in app.storage.outbox.of_chat(channel, chat)]


def test_nothing_is_sent_while_telegram_wants_to_be_left_alone(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeTelegram() as fake, reminding(fake, tmp_path, members=20) as app:
            clock, pump = app.clock, app.pumps["telegram"]
            assert isinstance(clock, ManualClock)
            fake.fail("sendMessage", Answer(429, "Too Many Requests: retry after 17", {"retry_after": 17}))
            assert app.remind() == 20
            await pump.drain()
            clock.advance(16.9)
            await pump.drain()
            assert (sends(fake), len(fake.sent)) == (1, 0)
            clock.advance(0.2)
            await pump.drain()
            assert Counter(sent.chat_id for sent in fake.sent) == Counter(chats(20))
            assert app.storage.outbox.counts() == {"sent": 20}

    asyncio.run(play())


def test_whoever_has_blocked_the_bot_is_told_on_the_page_at_the_next_tick(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeTelegram() as fake, reminding(fake, tmp_path, members=2) as app:
            clock, blocked = app.clock, str(FIRST_CHAT)
            assert isinstance(clock, ManualClock)
            contact = {"channel": "web", "user": BROWSER, "chat": BROWSER, "person": blocked}
            store(app.storage, [Record("contacts", contact)])
            fake.blocked.add(FIRST_CHAT)
            assert app.remind() == 2
            await app.pumps["telegram"].drain()
            assert [sent.chat_id for sent in fake.sent] == [FIRST_CHAT + 1]
            assert statuses(app, "web", BROWSER) == []

            clock.advance(30)
            assert app.remind() == 1
            await app.pumps["web"].drain()
            [shown] = History(app.storage).replies(BROWSER)
            assert TITLE in shown.reply.text
            assert statuses(app, "web", BROWSER) == ["sent"]
            person = app.storage.register.person(blocked)
            assert person is not None
            assert {one.address.channel: one.blocked for one in person.contacts} == {"telegram": True, "web": False}
            notices = [row for row in app.storage.records.rows("notices") if row["person"] == blocked]
            assert [(row["channel"], row["stage"]) for row in notices] == [("web", STAGE)]

            clock.advance(30)
            assert app.remind() == 0
            await app.pumps["telegram"].drain()
            await app.pumps["web"].drain()
            assert sends(fake) == 2
            assert len(History(app.storage).replies(BROWSER)) == 1

    asyncio.run(play())
