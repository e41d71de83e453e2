"""Conversations on Zalo Bot, over HTTP, by polling and by webhook, with an API that forgives nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.channels import zalo_bot
from bot.clock import SystemClock
from bot.fit import units
from bot.logs import DiscreetFormatter
from bot.ports import Context, NotConfigured
from bot.settings import Settings
from bot.storage import Storage
from bot.zalo_bot.channel import ZaloBot
from handlers.desk import Desk
from handlers.types import Address, IncomingMessage, Outcome, Reply, Send, Session
from knowledge.load import load_knowledge
from tests.fakes.server import Cut
from tests.fakes.telegram_bot import LONG, answer, small_base, toy
from tests.fakes.zalo_bot import SECRET, TOKEN, Answer, FakeZaloBot, Sent, texts
from tests.fakes.zalo_bot_app import PUBLIC, FastClock, make, running

Scenario = Callable[[FakeZaloBot], Coroutine[Any, Any, None]]
WAYS = pytest.mark.parametrize("hooked", [False, True], ids=["polling", "webhook"])


def talk(folder: Path, scenario: Scenario, *, fake: FakeZaloBot | None = None, **options: Any) -> FakeZaloBot:
    """Play a scenario with a bot that runs; nothing that the server would refuse may have been sent."""
    server = fake or FakeZaloBot()

    async def play() -> None:
        async with server, running(server, folder, **options):
            await scenario(server)

    asyncio.run(play())
    assert server.refusals == []
    assert server.most_polls <= 1
    return server


async def reply(fake: FakeZaloBot, text: str, count: int = 1, **more: Any) -> list[Sent]:
    """What comes back when a member writes."""
    before = len(fake.sent)
    await fake.says(text, **more)
    await fake.until(lambda: len(fake.sent) >= before + count)
    return fake.sent[before:]


@WAYS
@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "wrapped"])
def test_a_question_is_answered_in_its_chat(hooked: bool, wrapped: bool, tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloBot) -> None:
        hostile = "hạn <báo> & cáo \u202e ]]> =cmd() 🌸"
        [sent] = await reply(fake, hostile, user="u8")
        assert (sent.chat_id, sent.text) == ("u8", f"nghe: {hostile}")

    fake = talk(tmp_path, scenario, fake=FakeZaloBot(wrapped=wrapped), hooked=hooked)
    assert {field for method, fields in fake.calls if method == "sendMessage" for field in fields} == {
        "chat_id",
        "text",
    }
    if hooked:
        assert fake.webhook == {"url": f"{PUBLIC}/hook/zalo_bot", "secret_token": SECRET}


@pytest.mark.parametrize(("idle_status", "errors_in_200"), [(True, False), (False, False), (False, True)])
def test_an_idle_poll_is_nothing_amiss(
    idle_status: bool, errors_in_200: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(fake: FakeZaloBot) -> None:
        await fake.until(lambda: fake.times("getUpdates") > 3)
        [sent] = await reply(fake, "chào")
        assert sent.text == "nghe: chào"

    server = FakeZaloBot(idle_status=idle_status, errors_in_200=errors_in_200)
    server.longest_poll = 0.01
    with caplog.at_level(logging.INFO, "bot"):
        talk(tmp_path, scenario, fake=server)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_choices_are_a_numbered_list(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloBot) -> None:
        [menu] = await reply(fake, "menu")
        assert menu.text.splitlines()[:3] == ["Kỳ nào?", "1. 6 tháng", "2. Cả năm"]
        [picked] = await reply(fake, "1")
        assert picked.text == "chọn sau"

    talk(tmp_path, scenario, hooked=True)


def test_a_long_answer_comes_in_parts_of_2000_units(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloBot) -> None:
        parts = await reply(fake, "dài", count=12)
        assert all(units(part.text) <= 2000 for part in parts)
        assert "\n\n".join(part.text for part in parts).split() == LONG.split()

    talk(tmp_path, scenario, hooked=True)


def test_a_text_of_flowers_is_cut_between_them(tmp_path: Path) -> None:
    def gardening(incoming: IncomingMessage, session: Session) -> Outcome | None:
        return answer(incoming, session, Reply("🌸" * 1501))

    async def scenario(fake: FakeZaloBot) -> None:
        parts = await reply(fake, "hoa", count=2)
        assert [len(part.text) for part in parts] == [1000, 501]

    talk(tmp_path, scenario, handlers=(gardening,), hooked=True)


@WAYS
def test_what_has_no_words_is_an_empty_text(hooked: bool, tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloBot) -> None:
        for kind in ("sticker", "voice", "unsupported", "link"):
            await fake.happens(fake.event(kind))
        await fake.until(lambda: len(fake.sent) == 4)
        assert set(texts(fake.sent)) == {"nghe: (trống)"}

    talk(tmp_path, scenario, hooked=hooked)


def test_the_project_asks_for_words_instead_of_a_sticker(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloBot) -> None:
        await reply(fake, "chào")
        before = len(fake.sent)
        await fake.happens(fake.event("sticker"))
        await fake.until(lambda: len(fake.sent) > before)
        assert "gõ" in fake.sent[-1].text

    talk(
        tmp_path,
        scenario,
        handlers=None,
        hooked=True,
        knowledge_dir=Settings().knowledge_dir,
    )


def test_bots_and_what_is_no_message_are_not_answered(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloBot) -> None:
        of_a_bot = fake.event("text", text="từ bot")
        of_a_bot["message"]["from"]["is_bot"] = True
        nameless = fake.event("text", text="không tên")
        del nameless["message"]["from"]
        elsewhere = {"event_name": "user.followed", "user": {"id": "u7"}}
        await fake.happens(of_a_bot, nameless, elsewhere, {"event_name": "message.text.received", "message": 5})
        [sent] = await reply(fake, "tôi đây")
        assert sent.text == "nghe: tôi đây"

    fake = talk(tmp_path, scenario, hooked=True)
    assert texts(fake.sent) == ["nghe: tôi đây"]


def test_a_group_is_answered_in_the_group_without_the_name_it_calls(tmp_path: Path) -> None:
    seen: list[IncomingMessage] = []

    def watching(incoming: IncomingMessage, session: Session) -> Outcome | None:
        seen.append(incoming)
        return None

    async def scenario(fake: FakeZaloBot) -> None:
        [sent] = await reply(fake, "@Trợ lý, hạn báo cáo?", chat="g1")
        assert (sent.chat_id, sent.text) == ("g1", "nghe: hạn báo cáo?")

    talk(tmp_path, scenario, handlers=(watching, toy), hooked=True)
    assert not seen[0].sender.private


def test_a_private_chat_with_another_id_is_private_and_answered_there_after_a_restart(tmp_path: Path) -> None:
    async def play() -> FakeZaloBot:
        async with FakeZaloBot() as fake:
            fake.opened("c7")
            event = fake.event("text", user="u7", text="một")
            event["message"]["chat"]["id"] = "c7"
            async with running(fake, tmp_path, hooked=True) as app:
                await fake.happens(event)
                await fake.until(lambda: len(fake.sent) == 1)
                [letter] = app.storage.outbox.of_chat("zalo_bot", "u7")
                assert letter.to.private
            async with running(fake, tmp_path, hooked=True) as app:
                with app.storage.transaction():
                    app.storage.outbox.add(_send("u7", "hai"), app.clock.now())
                app.pumps["zalo_bot"].wake()
                await fake.until(lambda: len(fake.sent) == 2)
            return fake

    fake = asyncio.run(play())
    assert [(sent.chat_id, sent.text) for sent in fake.sent] == [("c7", "nghe: một"), ("c7", "hai")]


def _send(user: str, text: str) -> Send:
    return Send(Address("zalo_bot", user, user), Reply(text), f"k:{text}")


@WAYS
def test_what_comes_again_is_answered_once_even_after_a_restart(hooked: bool, tmp_path: Path) -> None:
    async def play() -> FakeZaloBot:
        async with FakeZaloBot() as fake:
            async with running(fake, tmp_path, hooked=hooked):
                event = await fake.says("một")
                await fake.happens(event, event)
                await fake.says("hai")
                await fake.until(lambda: len(fake.sent) == 2)
            async with running(fake, tmp_path, hooked=hooked):
                await fake.again()
                await fake.says("ba")
                await fake.until(lambda: len(fake.sent) == 3)
            return fake

    assert texts(asyncio.run(play()).sent) == ["nghe: một", "nghe: hai", "nghe: ba"]


@WAYS
def test_two_chats_may_have_messages_of_the_same_id(hooked: bool, tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloBot) -> None:
        events = [fake.event("text", text=f"tôi là {user}", user=user, message_id="946") for user in ("u1", "u2")]
        in_group = fake.event("text", text="trong nhóm", user="u1", chat="g1", message_id="946")
        await fake.happens(*events, in_group, *events, in_group)
        await fake.says("hết", user="u9")
        await fake.until(lambda: len(fake.sent) >= 4 and "nghe: hết" in texts(fake.sent))

    fake = talk(tmp_path, scenario, hooked=hooked)
    assert sorted((sent.chat_id, sent.text) for sent in fake.sent) == [
        ("g1", "nghe: trong nhóm"),
        ("u1", "nghe: tôi là u1"),
        ("u2", "nghe: tôi là u2"),
        ("u9", "nghe: hết"),
    ]


def test_events_without_an_id_are_told_apart_by_what_they_say(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloBot) -> None:
        events = [fake.event("text", text=text) for text in ("một", "hai")]
        for event in events:
            del event["message"]["message_id"]
        await fake.happens(*events, *events)
        await reply(fake, "ba", user="u9")

    fake = talk(tmp_path, scenario, hooked=True)
    assert sorted(texts(fake.sent)) == sorted(["nghe: một", "nghe: hai", "nghe: ba"])


@pytest.mark.parametrize("date", [None, True, "x", float("nan"), 1e300, -5, 1780275600, 99999999999999, []])
def test_a_date_that_cannot_be_is_now(date: object, tmp_path: Path) -> None:
    seen: list[IncomingMessage] = []
    clock = FastClock()

    def watching(incoming: IncomingMessage, session: Session) -> Outcome | None:
        seen.append(incoming)
        return None

    async def scenario(fake: FakeZaloBot) -> None:
        began = clock.now()
        await reply(fake, "chào", date=date)
        assert began <= seen[0].at <= clock.now()

    talk(tmp_path, scenario, handlers=(watching, toy), hooked=True, clock=clock)
    assert len(seen) == 1


def test_a_date_of_this_hour_is_believed(tmp_path: Path) -> None:
    seen: list[IncomingMessage] = []

    def watching(incoming: IncomingMessage, session: Session) -> Outcome | None:
        seen.append(incoming)
        return None

    async def scenario(fake: FakeZaloBot) -> None:
        at = int(SystemClock().now().timestamp() * 1000) - 60_000
        await reply(fake, "chào", date=at)
        assert int(seen[0].at.timestamp() * 1000) == at

    talk(tmp_path, scenario, handlers=(watching, toy), hooked=True)


def no_desk() -> Desk:
    raise AssertionError("Zalo decides nothing")


def test_without_a_token_there_is_no_channel(tmp_path: Path) -> None:
    base = Settings(database=tmp_path / "x.db", knowledge_dir=small_base(tmp_path))
    storage = Storage(None)
    context = Context(base, SystemClock(), storage, load_knowledge(base.knowledge_dir), (), no_desk)
    assert zalo_bot.create(context) == NotConfigured("thiếu ZALO_BOT_TOKEN")
    made = zalo_bot.create(replace(context, settings=replace(base, zalo_bot_token=TOKEN)))
    storage.close()
    assert isinstance(made, ZaloBot)
    assert (made.name, made.resend, made.limits.text, made.limits.buttons) == ("zalo_bot", False, 2000, False)


def test_the_log_holds_no_token_no_secret_and_no_words(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong, with every library at its most talkative."""
    lines: list[str] = []

    async def scenario(fake: FakeZaloBot) -> None:
        await fake.happens({"event_name": "message.text.received", "message": "chuyện kín"})
        await fake.deliver(b"chuy\xe1\xbb\x87n k\xc3\xadn {")
        await fake.deliver(fake.event("text", text="chuyện kín"), secret="wrong-secret")
        fake.fail("sendMessage", Answer(400, "chuyện kín"), Answer(502, json=False), Cut(after=True))
        for _ in range(3):
            await fake.says("chuyện kín")
        await fake.until(lambda: fake.times("sendMessage") == 3)
        picture = fake.event("image", photo_url="http://127.0.0.1:1/chuyện kín", caption="chuyện kín")
        await fake.happens(picture)
        await reply(fake, "chuyện kín", user="u9")

    app_secrets = Settings(zalo_bot_token=TOKEN, zalo_bot_webhook_secret=SECRET).secrets
    formatter = DiscreetFormatter(app_secrets)
    with caplog.at_level(logging.DEBUG):
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        talk_with_refusals(tmp_path, scenario)
    lines += [formatter.format(record) for record in caplog.records]
    written = "\n".join(lines)
    assert "zalo_bot" in written
    for kept in (TOKEN, SECRET, "chuyện kín", "wrong-secret"):
        assert kept not in written
    bare = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert TOKEN not in bare
    assert SECRET not in bare


def talk_with_refusals(folder: Path, scenario: Scenario) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, folder, hooked=True):
            await scenario(fake)

    asyncio.run(play())


def test_it_is_one_channel_of_the_application(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake:
            app = make(fake, tmp_path)
            assert "zalo_bot" in {channel.name for channel in app.channels}
            app.close()

    asyncio.run(play())
