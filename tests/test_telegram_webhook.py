"""Telegram by webhook: every update once, from nobody else, over stops and in any order, and the webhook stays set."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.app import App, build
from bot.clock import SystemClock
from bot.files import Files
from bot.intake import Intake
from bot.line import Line
from bot.settings import Settings
from bot.storage import Storage
from bot.telegram.channel import Telegram
from bot.telegram.webhook import WATCH_SECONDS, HookRefusedError, Webhook, sender_in
from bot.web.hooks import Hooks
from handlers.types import Handler, IncomingMessage, Outcome, Reply, Session
from tests.browser.serving import free_port
from tests.browser.toy import page_of
from tests.fakes.alone import START, WatchedClock
from tests.fakes.telegram import TOKEN, Answer, FakeTelegram
from tests.fakes.telegram_bot import answer, small_base, toy

SECRET = "bi-mat_Cua-Webhook-1"
PNG = (Path(__file__).parent.parent / "docs/images/nguon.png").read_bytes()
Scenario = Callable[[FakeTelegram, App], Coroutine[Any, Any, None]]


def settings_for(fake: FakeTelegram, folder: Path, port: int, secret: str | None = SECRET) -> Settings:
    return Settings(
        telegram_bot_token=TOKEN,
        telegram_base_url=fake.base_url,
        telegram_webhook_secret=secret,
        public_url=f"http://127.0.0.1:{port}",
        web_port=port,
        database=folder / "hook.db",
        knowledge_dir=small_base(folder),
    )


@asynccontextmanager
async def served(fake: FakeTelegram, folder: Path, handler: Handler = toy, **more: Any) -> AsyncIterator[App]:
    """The web page and Telegram behind it, once both run; stopped as a signal would stop them."""
    app = build(settings_for(fake, folder, free_port(), **more), SystemClock(), handlers=(handler,))
    stop = asyncio.Event()
    began = len(fake.calls)
    task = asyncio.ensure_future(app.run(stop))
    try:
        await page_of(app).ready.wait()
        ready = "getUpdates" if more.get("secret", SECRET) is None else "setWebhook"
        await fake.until(lambda: ready in [method for method, _ in fake.calls[began:]])
        yield app
    finally:
        stop.set()
        await task
        app.close()


def play(folder: Path, scenario: Scenario) -> FakeTelegram:
    async def run() -> FakeTelegram:
        async with FakeTelegram() as fake, served(fake, folder) as app:
            await scenario(fake, app)
        return fake

    fake = asyncio.run(run())
    assert fake.refusals == []
    return fake


def texts(fake: FakeTelegram) -> list[str]:
    return [sent.text for sent in fake.sent]


def test_a_message_is_answered_and_nothing_is_polled(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram, app: App) -> None:
        await fake.says("hạn <báo> & cáo 🌸", user=8)
        assert await fake.deliver() == [200]
        await fake.until(lambda: len(fake.sent) >= 1)
        assert (fake.sent[0].chat_id, fake.sent[0].text) == (8, "nghe: hạn <báo> & cáo 🌸")
        # Nothing of it is kept but that it came.
        assert app.storage.arrivals.open("telegram") == []

    fake = play(tmp_path, scenario)
    methods = [method for method, _ in fake.calls]
    assert "getUpdates" not in methods
    assert "deleteWebhook" not in methods
    assert fake.hook["secret_token"] == SECRET
    assert fake.hook["url"].endswith("/hook/telegram")
    assert fake.hook["drop_pending_updates"] == "false"
    assert json.loads(fake.hook["allowed_updates"]) == [
        *("message", "edited_message", "callback_query", "inline_query")
    ]


def test_what_comes_again_or_out_of_order_is_handled_once_each(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram, app: App) -> None:
        first, second, third = [await fake.says(text) for text in ("một", "hai", "ba")]
        assert await fake.deliver(third, first, third, second, first, second) == [200] * 6
        await fake.until(lambda: len(fake.sent) >= 3)
        assert await fake.deliver(second, third) == [200, 200]
        await fake.says("bốn")
        await fake.deliver()
        await fake.until(lambda: len(fake.sent) >= 4)
        assert sorted(texts(fake)[:3]) == ["nghe: ba", "nghe: hai", "nghe: một"]
        assert texts(fake)[3:] == ["nghe: bốn"]

    play(tmp_path, scenario)


def test_repeats_are_known_after_a_restart_and_between_polling_and_webhook(tmp_path: Path) -> None:
    async def run() -> None:
        async with FakeTelegram() as fake:
            async with served(fake, tmp_path, secret=None):
                polled = await fake.says("hỏi một")
                await fake.until(lambda: len(fake.sent) == 1)
            async with served(fake, tmp_path):
                delivered = await fake.says("hỏi hai")
                assert await fake.deliver(polled, delivered) == [200, 200]
                await fake.until(lambda: len(fake.sent) >= 2)
            async with served(fake, tmp_path):
                assert await fake.deliver(polled, delivered) == [200, 200]
                await fake.says("hỏi ba")
                await fake.deliver()
                await fake.until(lambda: len(fake.sent) >= 3)
            assert texts(fake) == ["nghe: hỏi một", "nghe: hỏi hai", "nghe: hỏi ba"]

    asyncio.run(run())


def test_nobody_else_delivers(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram, app: App) -> None:
        number = await fake.says("giả")
        before = app.storage.db.conn.total_changes
        for secret in ("", "x", SECRET[:-1], SECRET + "x", SECRET.upper()):
            assert await fake.deliver(number, secret=secret) == [403]
        assert app.storage.db.conn.total_changes == before
        assert await fake.deliver(number) == [200]
        await fake.until(lambda: len(fake.sent) >= 1)

    play(tmp_path, scenario)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"update_id": 9', 400),
        (b'{"update_id": true, "message": {}}', 400),
        (b'{"update_id": 1e400, "message": {}}', 400),
        (b'{"update_id": -1, "message": {}}', 400),
        (b'{"update_id": 9223372036854775808, "message": {}}', 400),
        (b'{"update_id": 9, "update_id": 10, "message": {}}', 400),
        (b'{"update_id": 9, "message": "' + b"\xff" + b'"}', 400),
        (b'{"update_id": 9, "message": ' + b"[" * 100_000, 400),
        (b'{"update_id": 9, "x": ' + b"9" * 5000 + b"}", 400),
        (b'{"update_id": 9}', 200),
        (b'{"update_id": 9, "message": "x"}', 200),
        (b'{"update_id": 9, "message": {"message_id": 1, "date": "x", "chat": 5}}', 200),
        (b'{"update_id": 9, "poll": {}}', 200),
        (b" " * (1024 * 1024 + 1), 413),
    ],
)
def test_what_is_no_update_leaves_no_trace(body: bytes, status: int, tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram, app: App) -> None:
        number = await fake.says("thật")
        before = app.storage.db.conn.total_changes
        assert await fake.deliver(number, secret=SECRET, body=body) == [status]
        assert app.storage.db.conn.total_changes == before

    play(tmp_path, scenario)


def test_words_that_try_to_do_harm_come_through_whole(tmp_path: Path) -> None:
    hostile = "\x00\x07 \u202edảo</w:t> ]]> =cmd() & 🌸\ud800" + "dài " * 500

    async def scenario(fake: FakeTelegram, app: App) -> None:
        await fake.says(hostile)
        assert await fake.deliver() == [200]
        await fake.until(lambda: len(fake.sent) >= 1)
        assert texts(fake)[0].startswith("nghe: ")
        assert "]]> =cmd() & 🌸\ufffd" in texts(fake)[0]

    play(tmp_path, scenario)


def test_buttons_inline_queries_and_files_go_the_same_way(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram, app: App) -> None:
        await fake.says("menu")
        await fake.deliver()
        await fake.until(lambda: len(fake.sent) >= 1)
        await fake.taps(fake.sent[0].rows[0][0]["callback_data"], fake.sent[0])
        await fake.types_inline("nguồn")
        await fake.deliver()
        await fake.until(lambda: len(fake.sent) >= 2)
        await fake.until(lambda: len(fake.answered_queries) == 2 and len(fake.inline_answers) == 1)
        assert texts(fake)[1] == "chọn sau"

    play(tmp_path, scenario)


def test_a_picture_is_fetched_before_its_message_is_handled(tmp_path: Path) -> None:
    came: list[IncomingMessage] = []

    def keeping(incoming: IncomingMessage, session: Session) -> Outcome:
        came.append(incoming)
        return answer(incoming, session, Reply("nhận"))

    async def run() -> None:
        async with FakeTelegram() as fake, served(fake, tmp_path, keeping):
            number = await fake.sends_photo(PNG, "ảnh hội nghị")
            await fake.deliver(number, number)
            await fake.until(lambda: len(fake.sent) >= 1)

    asyncio.run(run())
    [message] = came
    assert message.attachment is not None
    assert (message.text, message.attachment.problem, message.attachment.size) == ("ảnh hội nghị", "", len(PNG))


def test_what_the_last_process_left_is_taken_up_also_without_a_webhook(tmp_path: Path) -> None:
    async def run(secret: str | None, said: str) -> list[str]:
        async with FakeTelegram() as fake:
            update = {"update_id": 50, "message": fake.message(said)}
            storage = Storage(tmp_path / "hook.db")
            with storage.transaction():
                storage.arrivals.add("telegram", f"50{said}", json.dumps(update), START)
            storage.close()
            async with served(fake, tmp_path, secret=secret):
                await fake.until(lambda: len(fake.sent) >= 1)
            return texts(fake)

    assert asyncio.run(run(SECRET, "còn dở")) == ["nghe: còn dở"]
    (tmp_path / "hook.db").unlink()
    assert asyncio.run(run(None, "còn dở nữa")) == ["nghe: còn dở nữa"]


def test_while_the_database_takes_nothing_nothing_is_acknowledged(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram, app: App) -> None:
        await fake.says("chưa ghi được")
        app.storage.db.conn.execute("PRAGMA query_only = 1")
        assert await fake.deliver() == [503]
        assert fake.waiting() != []
        app.storage.db.conn.execute("PRAGMA query_only = 0")
        assert await fake.deliver() == [200]
        await fake.until(lambda: len(fake.sent) >= 1)

    play(tmp_path, scenario)


def test_polling_is_refused_while_a_webhook_is_set_and_goes_on_when_it_is_gone(tmp_path: Path) -> None:
    async def run() -> None:
        async with FakeTelegram() as fake:
            async with served(fake, tmp_path):
                await fake.says("để lại")
            assert fake.webhook
            bot: ExtBot[None] = ExtBot(TOKEN, base_url=f"{fake.base_url}/bot")
            async with bot:
                with pytest.raises(Exception, match="webhook is active"):
                    await bot.get_updates(timeout=0)
            async with served(fake, tmp_path, secret=None):
                await fake.until(lambda: len(fake.sent) == 1)
            assert not fake.webhook

    asyncio.run(run())


class Keeping:
    """The webhook alone, on a clock that goes when told."""

    def __init__(self, fake: FakeTelegram, url: str = "https://troly.example.vn/hook/telegram") -> None:
        self.clock = WatchedClock()
        self.storage = Storage(None)
        self.hooks = Hooks(self.clock)
        self.webhook = Webhook(url, SECRET, Intake("telegram", self.storage, self.clock, sender_in), self.hooks)
        self.bot: ExtBot[None] = ExtBot(TOKEN, base_url=f"{fake.base_url}/bot")
        self.connection = Line("telegram", self.clock, lambda: 1.0)

    async def rest(self) -> timedelta:
        """Let it come to its next rest, and let that pass."""
        pause = await self.clock.waits.get()
        self.clock.advance(pause.total_seconds())
        return pause


@asynccontextmanager
async def kept(fake: FakeTelegram, **more: Any) -> AsyncIterator[Keeping]:
    keeping = Keeping(fake, **more)
    async with keeping.bot:
        task = asyncio.ensure_future(keeping.webhook.keep(keeping.bot, keeping.connection))
        try:
            yield keeping
        finally:
            task.cancel()
            await asyncio.wait([task])
            keeping.storage.close()


def test_a_webhook_that_was_removed_or_moved_is_set_again(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> list[str]:
        async with FakeTelegram() as fake, kept(fake) as keeping:
            assert (await keeping.rest()).total_seconds() == WATCH_SECONDS
            assert (await keeping.rest()).total_seconds() == WATCH_SECONDS
            fake.webhook, fake.hook = False, {}
            await fake.until(lambda: fake.webhook)
            await keeping.rest()
            fake.hook = {"url": "https://noi-khac.example/"}
            await keeping.rest()
            await fake.until(lambda: fake.hook["url"].startswith("https://troly"))
            return [method for method, _ in fake.calls]

    with caplog.at_level(logging.INFO, "bot"):
        methods = asyncio.run(run())
    assert methods.count("setWebhook") == 3
    assert sum("đặt lại" in record.getMessage() for record in caplog.records) == 2
    assert SECRET not in caplog.text


def test_what_goes_wrong_with_deliveries_is_logged_once_and_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with FakeTelegram() as fake, kept(fake) as keeping:
            await keeping.rest()
            fake.trouble = lambda method, parameters: (
                Answer(
                    200,
                    parameters={
                        "result": {
                            **{"url": fake.hook["url"], "has_custom_certificate": False, "pending_update_count": 4},
                            "last_error_date": 1780275600,
                            "last_error_message": f"Line refused\n{SECRET}\x1b[2J" + "dài " * 500,
                        }
                    },
                )
                if method == "getWebhookInfo"
                else None
            )
            for _ in range(3):
                await keeping.rest()

    with caplog.at_level(logging.INFO, "bot"):
        asyncio.run(run())
    [line] = [record.getMessage() for record in caplog.records if "Line refused" in record.getMessage()]
    assert "đang chờ gửi 4 tin" in line
    assert line.isprintable()
    assert SECRET not in line
    assert len(line) < 400


def test_an_address_that_telegram_does_not_take_is_said_and_tried_again_by_the_engine(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def run() -> None:
        async with FakeTelegram() as fake:
            keeping = Keeping(fake, url="http://troly.example.vn/hook/telegram")
            async with keeping.bot:
                with pytest.raises(HookRefusedError):
                    await keeping.webhook.keep(keeping.bot, keeping.connection)
            keeping.storage.close()

    with caplog.at_level(logging.INFO, "bot"):
        asyncio.run(run())
    assert "an https url must be provided" in caplog.text
    assert "PUBLIC_URL" in caplog.text


def test_telegram_that_is_away_or_busy_is_asked_again() -> None:
    async def run() -> None:
        async with FakeTelegram() as fake, kept(fake) as keeping:
            fake.fail("setWebhook", Answer(502, json=False), Answer(502, json=False))
            pauses = [(await keeping.rest()).total_seconds() for _ in range(3)]
            assert pauses == [1.0, 2.0, WATCH_SECONDS]
            assert fake.webhook
            assert keeping.connection.up.is_set()

    asyncio.run(run())


def test_the_hook_is_there_only_while_the_channel_runs(tmp_path: Path) -> None:
    async def run() -> None:
        async with FakeTelegram() as fake:
            keeping = Keeping(fake)
            channel = Telegram(
                *(TOKEN, fake.base_url),
                clock=SystemClock(),
                session=Session,
                files=Files(None),
                webhook=keeping.webhook,
            )
            assert not keeping.hooks.names
            task = asyncio.ensure_future(channel.run(Refusing()))
            await fake.until(lambda: fake.webhook)
            assert keeping.hooks.names == ("telegram",)
            task.cancel()
            await asyncio.wait([task])
            assert not keeping.hooks.names
            # Telegram keeps what comes meanwhile, for the next start.
            assert fake.webhook
            keeping.storage.close()

    asyncio.run(run())


class Refusing:
    def accept(self, message: IncomingMessage) -> bool:
        raise AssertionError("nothing was delivered")


@pytest.mark.parametrize(
    ("update", "sender"),
    [
        ({"message": {"from": {"id": 7}, "chat": {"id": -5}}}, "7"),
        ({"edited_message": {"chat": {"id": -5}}}, "-5"),
        ({"callback_query": {"from": {"id": 7}}}, "7"),
        ({"inline_query": {"from": {"id": 7}}}, "inline:7"),
        ({"message": {"from": "x", "chat": []}}, ""),
        ({"message": 5}, ""),
        ([], ""),
    ],
)
def test_what_is_typed_in_inline_mode_takes_nothing_from_what_may_be_said(update: Any, sender: str) -> None:
    assert sender_in(json.dumps(update)) == sender
