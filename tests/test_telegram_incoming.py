"""Which updates are for the bot, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update, User

from bot.telegram.incoming import Offer, Place, offer_of, read_message
from handlers.types import IncomingMessage
from tests.fakes.telegram import DAY, ME, FakeTelegram

BOT = User(4711, "Trợ lý", True, username="Tro_Ly_Bot")
GROUP = -1001


def read(text: str | None, kind: str = "message", **more: Any) -> IncomingMessage | None:
    return heard({kind: FakeTelegram().message(text, **more)})


def heard(body: Mapping[str, Any]) -> IncomingMessage | None:
    update = Update.de_json({"update_id": 5, **body}, None)
    return read_message(update, BOT)


def said(text: str | None, **more: Any) -> str | None:
    message = read(text, **more)
    return None if message is None else message.text


def entity(kind: str, text: str, words: str) -> list[dict[str, Any]]:
    """One entity over some words, in UTF-16 units."""
    before = text[: text.index(words)]
    return [{"type": kind, "offset": len(before.encode("utf-16-le")) // 2, "length": len(words)}]


def test_a_private_message_is_for_the_bot() -> None:
    message = read("hạn báo cáo?", user=7)
    assert message is not None
    assert (message.id, message.text, message.sender.session_key) == ("5", "hạn báo cáo?", "telegram:7:7")
    assert message.at == datetime.fromtimestamp(DAY, UTC)


def test_what_is_said_in_a_group_to_others_is_not() -> None:
    assert read("hạn báo cáo?", chat=GROUP) is None
    text = "@ai_do hạn báo cáo?"
    assert read(text, chat=GROUP, entities=entity("mention", text, "@ai_do")) is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("@tro_ly_bot hạn báo cáo?", "hạn báo cáo?"),
        ("@tro_ly_bot, hạn báo cáo?", "hạn báo cáo?"),
        ("🌸 chào @tro_ly_bot, hạn báo cáo?", "🌸 chào, hạn báo cáo?"),
        ("hạn báo cáo? @tro_ly_bot", "hạn báo cáo?"),
        ("một\n\nhai @tro_ly_bot", "một\n\nhai"),
        ("@tro_ly_bot", ""),
    ],
)
def test_a_mention_in_a_group_is_taken_out(text: str, left: str) -> None:
    assert said(text, chat=GROUP, entities=entity("mention", text, "@tro_ly_bot")) == left


def test_a_caption_counts_as_text() -> None:
    text = "@tro_ly_bot đây"
    caption = {"caption": text, "caption_entities": entity("mention", text, "@tro_ly_bot")}
    assert said(None, chat=GROUP, document={"file_id": "1", "file_unique_id": "1"}, **caption) == "đây"


def test_an_answer_to_the_bot_is_for_the_bot() -> None:
    bots = {**FakeTelegram().message("Kỳ nào?", chat=GROUP), "from": ME}
    assert said("6 tháng", chat=GROUP, reply_to_message=bots) == "6 tháng"
    others = FakeTelegram().message("Kỳ nào?", chat=GROUP)
    assert said("6 tháng", chat=GROUP, reply_to_message=others) is None


def test_a_bare_mention_under_a_question_asks_that_question() -> None:
    others = FakeTelegram().message("hạn báo cáo?", chat=GROUP, user=8)
    mention = entity("mention", "@tro_ly_bot", "@tro_ly_bot")
    message = read("@tro_ly_bot", chat=GROUP, user=7, entities=mention, reply_to_message=others)
    assert message is not None
    assert (message.text, message.sender.user) == ("hạn báo cáo?", "7")


@pytest.mark.parametrize(
    ("text", "chat", "left"),
    [
        ("/han", GROUP, "/han"),
        ("/han@Tro_Ly_Bot hà tĩnh", GROUP, "/han hà tĩnh"),
        ("/han@Other_Bot", GROUP, None),
        ("/han@Tro_Ly_Bot", None, "/han"),
        ("/start hoi", None, "/start hoi"),
    ],
)
def test_commands(text: str, chat: int | None, left: str | None) -> None:
    assert said(text, chat=chat, entities=entity("bot_command", text, text.split()[0])) == left


def test_a_topic_is_a_place_of_its_own() -> None:
    bots = {**FakeTelegram().message("Kỳ nào?", chat=GROUP), "from": ME}
    message = read("năm", chat=GROUP, reply_to_message=bots, message_thread_id=45, is_topic_message=True)
    assert message is not None
    assert message.sender.chat == f"{GROUP}/45"
    assert Place.read(message.sender.chat) == Place(GROUP, 45)


def test_a_mended_question_is_a_question_but_a_moved_location_is_not() -> None:
    message = read("hạn báo cáo năm?", kind="edited_message", edit_date=DAY + 60)
    assert message is not None
    assert message.at == datetime.fromtimestamp(DAY + 60, UTC)
    assert read(None, kind="edited_message", location={"longitude": 1, "latitude": 2}) is None


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]},
        {"voice": {"file_id": "1", "file_unique_id": "1", "duration": 1}},
        {"sticker": {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1, "type": "regular"}},
        {"contact": {"phone_number": "1", "first_name": "An"}},
        {"something_of_next_year": {}},
    ],
)
def test_what_has_no_words_comes_as_an_empty_text(content: Mapping[str, Any]) -> None:
    for wanting in ({"is_animated": False, "is_video": False},):
        shaped = {kind: {**wanting, **body} if kind == "sticker" else body for kind, body in content.items()}
        assert said(None, **shaped) == ""


@pytest.mark.parametrize(
    "content",
    [
        {"new_chat_members": [ME]},
        {"pinned_message": {"message_id": 1, "date": DAY, "chat": {"id": 7, "type": "private"}}},
        {"via_bot": ME, "text": "Trước ngày 15/6."},
        {"from": {"id": 9, "is_bot": True, "first_name": "Bot khác"}, "text": "xin chào"},
        {"is_automatic_forward": True, "text": "tin của kênh"},
    ],
)
def test_nothing_is_said_to_events_to_other_bots_and_to_the_bots_own_words(content: Mapping[str, Any]) -> None:
    body = {**FakeTelegram().message(None), **content}
    assert heard({"message": body}) is None


def test_posts_in_channels_are_left_alone() -> None:
    post = FakeTelegram().message("tin", chat=GROUP)
    assert heard({"channel_post": post}) is None
    assert heard({"message": {**post, "chat": {"id": GROUP, "type": "channel", "title": "Kênh"}}}) is None


def test_an_administrator_who_hides_behind_the_group_is_heard() -> None:
    text = "@tro_ly_bot hạn?"
    hidden = {
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        "sender_chat": {"id": GROUP, "type": "supergroup", "title": "Ban"},
    }
    body = FakeTelegram().message(text, chat=GROUP, entities=entity("mention", text, "@tro_ly_bot"))
    message = heard({"message": {**body, **hidden}})
    assert message is not None
    assert message.text == "hạn?"


def offered(kind: str = "message", **content: Any) -> Offer | None:
    update = {"update_id": 5, kind: {**FakeTelegram().message(None), "message_id": 9, **content}}
    return offer_of(Update.de_json(update, None))


def sized(id_: str, width: int, **more: Any) -> dict[str, Any]:
    return {"file_id": id_, "file_unique_id": id_, "width": width, "height": width, **more}


def test_the_largest_size_of_a_picture_is_fetched() -> None:
    photo = [sized("s", 90, file_size=900), sized("l", 1280, file_size=9000), sized("m", 320)]
    assert offered(photo=photo) == Offer("l", "anh-9.jpg", 9000)
    assert offered(photo=photo, media_group_id="m1") == Offer("l", "anh-9.jpg", 9000, "7:m1")


def test_a_document_is_fetched_under_its_name() -> None:
    document = {"file_id": "d", "file_unique_id": "d", "file_name": "Kế hoạch.docx"}
    assert offered(document=document) == Offer("d", "Kế hoạch.docx", None)
    assert offered(document={"file_id": "d", "file_unique_id": "d"}) == Offer("d", "tep-9", None)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"voice": {"file_id": "1", "file_unique_id": "1", "duration": 1}},
        {"video": sized("v", 1, duration=1)},
        {"sticker": sized("s", 1, type="regular", is_animated=False, is_video=False)},
        {"animation": sized("a", 1, duration=1), "document": {"file_id": "a", "file_unique_id": "a"}},
        {"photo": []},
    ],
)
def test_nothing_else_is_fetched(content: Mapping[str, Any]) -> None:
    assert offered(**content) is None


def test_a_mended_caption_brings_no_second_file() -> None:
    assert offered("edited_message", photo=[sized("l", 1280)]) is None
