"""Conversations on Telegram, over HTTP, with a Bot API that forgives nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.channels import telegram
from bot.clock import SystemClock
from bot.ports import Context, NotConfigured, Unusable
from bot.settings import Settings
from bot.storage import Storage
from bot.telegram.channel import Telegram
from handlers.desk import Desk
from handlers.types import FileRef, IncomingMessage, Outcome, Reply, Session
from knowledge.load import load_knowledge
from tests.fakes.server import Cut
from tests.fakes.telegram import ME, TOKEN, Answer, FakeTelegram, Sent
from tests.fakes.telegram_bot import LONG, LONG_ID, MENU_COMMANDS, answer, make, running, small_base
from tests.fakes.telegram_html import units
from tests.world import CHANNEL, address, settle

GROUP = -1001
Scenario = Callable[[FakeTelegram], Coroutine[Any, Any, None]]


def talk(folder: Path, scenario: Scenario, **options: Any) -> FakeTelegram:
    """Play a scenario with a bot that runs; nothing that the server would refuse may have been sent."""

    async def play() -> FakeTelegram:
        async with FakeTelegram() as fake, running(fake, folder, **options):
            await scenario(fake)
        return fake

    fake = asyncio.run(play())
    assert fake.refusals == []
    return fake


async def reply(fake: FakeTelegram, text: str | None, count: int = 1, **more: Any) -> list[Sent]:
    """What comes back when a member writes."""
    before = len(fake.sent)
    await fake.says(text, **more)
    await fake.until(lambda: len(fake.sent) >= before + count)
    return fake.sent[before:]


def test_a_question_is_answered_in_its_chat(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        [sent] = await reply(fake, "hạn <báo> & cáo", user=8)
        assert (sent.chat_id, sent.text) == (8, "nghe: hạn <báo> & cáo")
        await fake.until(lambda: not fake.waiting())

    fake = talk(tmp_path, scenario)
    assert [command["command"] for command in fake.commands] == list(MENU_COMMANDS)
    kinds = next(parameters["allowed_updates"] for method, parameters in fake.calls if method == "getUpdates")
    assert "channel_post" not in kinds


def test_what_has_no_words_reaches_the_handlers_and_an_album_of_videos_once(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        voice = {"file_id": "1", "file_unique_id": "1", "duration": 1}
        [sent] = await reply(fake, None, voice=voice)
        assert sent.text == "nghe: (trống)"
        video = {**voice, "width": 1, "height": 1}
        for _ in range(3):
            await fake.says(None, video=video, media_group_id="m1")
        await reply(fake, "xong", count=2)
        assert [sent.text for sent in fake.sent[1:]] == ["nghe: (trống)", "nghe: xong"]

    talk(tmp_path, scenario)


def test_buttons_work_even_for_a_choice_whose_id_is_too_long(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        [menu] = await reply(fake, "menu")
        assert menu.labels == [["6 tháng"], ["Cả năm"], ["Đúng", "Sai"]]
        await fake.taps(menu.rows[1][0]["callback_data"], menu)
        await fake.until(lambda: len(fake.sent) == 2 and len(fake.answered_queries) == 1)
        assert fake.sent[1].text == f"chọn {LONG_ID}".strip()
        # The handler has taken the choices away: the button is an old one, and still answered.
        await fake.taps(menu.rows[1][0]["callback_data"], menu)
        await fake.until(lambda: len(fake.sent) == 3 and len(fake.answered_queries) == 2)
        assert fake.sent[2].text.startswith("cũ ~")

    talk(tmp_path, scenario)


def test_a_tap_is_answered_though_telegram_stumbles(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        [menu] = await reply(fake, "menu")
        fake.fail("answerCallbackQuery", Cut(after=False), Answer(502, json=False))
        await fake.taps("sau", menu)
        await fake.until(lambda: len(fake.answered_queries) == 1 and len(fake.sent) == 2)

    talk(tmp_path, scenario)


def test_a_tap_that_is_too_old_to_be_answered_is_handled_all_the_same(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        [menu] = await reply(fake, "menu")
        await fake.taps("sau", menu, stale=True)
        await fake.until(lambda: len(fake.sent) == 2 and len(fake.refusals) == 1)
        fake.refusals.clear()

    talk(tmp_path, scenario)


def test_a_source_folds_out(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        [sent] = await reply(fake, "nguồn")
        assert sent.text.startswith("Trước ngày 15/6 <b>&</b> 15/12.\nCông văn 1, Mục I")
        assert sent.parsed.covered("underline") == ["gửi báo cáo\n trước ngày"]
        assert len(sent.parsed.covered("expandable_blockquote")) == 1

    talk(tmp_path, scenario)


def test_a_long_answer_comes_in_parts_cut_between_paragraphs(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        parts = await reply(fake, "dài", count=4)
        assert all(units(part.text) <= 4096 for part in parts)
        assert "\n\n".join(part.text for part in parts) == LONG

    talk(tmp_path, scenario)


def test_in_a_group_the_reply_quotes_the_question_in_its_topic(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        fake.forums.add(GROUP)
        await fake.says("nói chuyện riêng", chat=GROUP)
        bots = {**fake.message("Kỳ nào?", chat=GROUP), "from": ME}
        topic = {"message_thread_id": 45, "is_topic_message": True}
        [sent] = await reply(fake, "năm", chat=GROUP, reply_to_message=bots, **topic)
        assert (sent.chat_id, sent.text, sent.parameters["message_thread_id"]) == (GROUP, "nghe: năm", "45")
        assert '"allow_sending_without_reply": true' in sent.parameters["reply_parameters"]

    talk(tmp_path, scenario)


def test_a_group_that_has_moved_is_found(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        fake.moved[-5] = GROUP
        bots = {**fake.message("Kỳ nào?", chat=-5), "from": ME}
        [sent] = await reply(fake, "năm", chat=-5, reply_to_message=bots)
        assert sent.chat_id == GROUP

    talk(tmp_path, scenario)


def test_inline_mode_answers_anywhere_and_stores_nothing(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeTelegram() as fake, running(fake, tmp_path) as app:
            await fake.types_inline("nguồn")
            await fake.until(lambda: len(fake.inline_answers) == 1)
            [[result], parameters] = fake.inline_answers[0]
            assert parameters["is_personal"] == "true"
            assert result["title"] == "Trước ngày 15/6 <b>&</b> 15/12."
            assert result["parsed"].covered("underline") == ["gửi báo cáo\n trước ngày"]
            # What asks back gives way to where its choices lead.
            await fake.types_inline("menu")
            await fake.until(lambda: len(fake.inline_answers) == 2)
            assert [found["title"] for found in fake.inline_answers[1][0]] == ["6 tháng", "Cả năm"]
            assert fake.inline_answers[1][0][0]["parsed"].text == "chọn sau"
            # Nothing typed yet: a way to the private chat.
            await fake.types_inline("")
            await fake.until(lambda: len(fake.inline_answers) == 3)
            assert fake.inline_answers[2][0] == []
            assert "start_parameter" in fake.inline_answers[2][1]["button"]
            await fake.until(lambda: not fake.waiting())
            counts = [app.storage.db.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ("updates", "sessions")]
            assert counts == [(0,), (0,)]
            assert fake.sent == []
            assert fake.refusals == []

    asyncio.run(play())


def test_of_an_inline_query_only_the_last_that_was_typed_is_answered(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeTelegram() as fake:
            for text in ("h", "hạ", "hạn"):
                await fake.types_inline(text)
            async with running(fake, tmp_path):
                await fake.until(lambda: not fake.waiting() and bool(fake.inline_answers))
            assert [results[0]["parsed"].text for results, _ in fake.inline_answers] == ["nghe: hạn"]

    asyncio.run(play())


def test_a_handler_that_fails_leaves_inline_and_chat_alive(tmp_path: Path) -> None:
    def failing(incoming: IncomingMessage, session: Session) -> Outcome | None:
        if "lỗi" in incoming.text:
            raise RuntimeError(incoming.text)
        return answer(incoming, session, Reply("được"))

    async def scenario(fake: FakeTelegram) -> None:
        await fake.types_inline("lỗi")
        [apology] = await reply(fake, "lỗi")
        assert apology.text.startswith("Xin lỗi")
        [sent] = await reply(fake, "tiếp")
        assert sent.text == "được"

    talk(tmp_path, scenario, handlers=(failing,))


def test_an_update_that_nobody_can_read_is_passed_over(tmp_path: Path) -> None:
    async def scenario(fake: FakeTelegram) -> None:
        await fake.push("message", {"message_id": "?", "date": "hôm qua", "chat": 5})
        [sent] = await reply(fake, "tiếp")
        assert sent.text == "nghe: tiếp"
        await fake.until(lambda: not fake.waiting())

    talk(tmp_path, scenario)


def test_files_go_out_with_the_text_under_them_or_after_it(tmp_path: Path) -> None:
    (tmp_path / "bc.docx").write_bytes(b"docx")
    files = (FileRef("Báo cáo.docx", "bc.docx"),)

    def giving(incoming: IncomingMessage, session: Session) -> Outcome:
        long = "dài " * 500 if incoming.text == "dài" else "Báo cáo <đây>."
        return answer(incoming, session, Reply(long, files=files))

    async def scenario(fake: FakeTelegram) -> None:
        [sent] = await reply(fake, "ngắn")
        assert (sent.text, sent.file) == ("Báo cáo <đây>.", ("Báo cáo.docx", b"docx"))
        # The file fails once it is the second of two calls: the text before it is not said again.
        fake.fail("sendDocument", Answer(429, "Too Many Requests", {"retry_after": 1}))
        text, document = await reply(fake, "dài", count=2)
        assert (text.text[:4], text.file, document.file) == ("dài ", None, ("Báo cáo.docx", b"docx"))

    talk(tmp_path, scenario, handlers=(giving,))


def test_a_file_outside_the_databases_folder_is_never_sent(tmp_path: Path) -> None:
    def giving(incoming: IncomingMessage, session: Session) -> Outcome:
        return answer(incoming, session, Reply("đây", files=(FileRef("x", "/etc/hostname"),)), Reply("xong"))

    async def scenario(fake: FakeTelegram) -> None:
        [sent] = await reply(fake, "tệp")
        assert (sent.text, sent.file) == ("xong", None)

    talk(tmp_path, scenario, handlers=(giving,))


def no_desk() -> Desk:
    raise AssertionError("Telegram decides nothing")


def test_without_a_token_there_is_no_channel_and_with_one_the_menu_is_the_commands(tmp_path: Path) -> None:
    def context(**settings: Any) -> Context:
        base = Settings(database=tmp_path / "x.db", knowledge_dir=small_base(tmp_path), **settings)
        return Context(base, SystemClock(), Storage(None), load_knowledge(base.knowledge_dir), (), no_desk)

    absent = telegram.create(context())
    assert isinstance(absent, NotConfigured)
    assert "TELEGRAM_BOT_TOKEN" in absent.reason
    assert isinstance(telegram.create(context(telegram_bot_token=TOKEN)), Telegram)
    assert "han" in telegram.menu()


def test_once_connected_an_invitation_opens_a_conversation_with_this_bot(tmp_path: Path) -> None:
    """Before that nobody knows the bot's name."""

    def invited(app: App) -> str:
        for text in ("/moi Bệnh viện A", "thư ký", "bỏ qua", "bỏ qua", "đồng ý"):
            number = str(len(app.storage.outbox.of_chat(CHANNEL, "van-phong-so")))
            app.inbox.accept(IncomingMessage(number, address("van-phong-so"), SystemClock().now(), text))
        return app.storage.outbox.of_chat(CHANNEL, "van-phong-so")[-1].reply.text

    async def play() -> None:
        async with FakeTelegram() as fake:
            base: dict[str, Any] = {
                "telegram_bot_token": TOKEN,
                "telegram_base_url": fake.base_url,
                "knowledge_dir": small_base(tmp_path),
            }
            app = build(Settings(database=tmp_path / "x.db", **base), SystemClock())
            settle(app.storage)
            [channel] = [one for one in app.channels if isinstance(one, Telegram)]
            assert "t.me" not in invited(app)
            running = asyncio.ensure_future(channel.run(app.inbox))
            await fake.until(lambda: bool(fake.commands))
            code = (said := invited(app)).split("/thamgia ")[1].split()[0]
            assert f"https://t.me/{ME['username']}?start=moi_{code}" in said
            running.cancel()
            await asyncio.wait([running])
            app.close()

    asyncio.run(play())


def test_the_base_url_is_where_methods_and_files_are(tmp_path: Path) -> None:
    app, channel = make("http://127.0.0.1:9100", tmp_path)
    app.close()
    assert channel.bot.base_url == f"http://127.0.0.1:9100/bot{TOKEN}"
    assert channel.bot.base_file_url == f"http://127.0.0.1:9100/file/bot{TOKEN}"


@pytest.mark.parametrize("token", ["4711:wrong", "nonsense"])
def test_a_wrong_token_is_one_clear_line_without_the_token(
    token: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def play() -> str:
        async with FakeTelegram() as fake:
            app, channel = make(fake.base_url, tmp_path, token=token)
            with pytest.raises(Unusable) as refusal:
                await channel.run(app.inbox)
            app.close()
            assert len(fake.calls) == 1
        return str(refusal.value)

    with caplog.at_level(logging.DEBUG):
        line = asyncio.run(play())
    assert "TELEGRAM_BOT_TOKEN" in line
    assert "\n" not in line
    assert token not in line + "".join(record.getMessage() for record in caplog.records if record.name[:3] == "bot")
