"""The words of a report's section: prose goes in at once, what is surely meant for something else is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from handlers import messages_log
from handlers import messages_reports as words
from handlers.asking import Assistant
from tests.talking import Talking, text_of
from tests.world import world

SAID = yaml.safe_load((Path(__file__).parent / "matching" / "report_strays.yaml").read_text("utf-8"))
OF = "bv-a:first_half.2026"
USER = "thu-ky-a"


@pytest.fixture
def writing(assistant: Assistant) -> Iterator[Talking]:
    """A conversation in which the words of II.2 are asked for."""
    storage = world()
    talking = Talking(storage, assistant)
    talking.say(USER, choice=f"bcmuc:{OF}:II.2")
    yield talking
    storage.close()


def stored(talking: Talking) -> list[object]:
    return [row["text"] for row in talking.rows("report_texts")]


@pytest.mark.parametrize("said", SAID["asked"])
def test_what_is_meant_for_something_else_is_asked_about(writing: Talking, said: str) -> None:
    text = writing.talk(USER, said)
    assert "II.2 Mặt hạn chế" in text
    assert "Ghi" in text
    assert stored(writing) == []
    writing.pick(USER, "Ghi vào mục II.2")
    assert stored(writing) == [said]


@pytest.mark.parametrize("said", SAID["stored"])
def test_prose_is_stored_without_a_question(writing: Talking, said: str) -> None:
    assert writing.talk(USER, said).startswith("Đã ghi mục II.2")
    assert stored(writing) == [said]


def test_a_question_is_answered_before_it_is_asked_about(writing: Talking) -> None:
    text = writing.talk(USER, "hạn nộp bc 6 thang là ngày nào")
    assert "Nguồn" in text or "còn" in text
    assert "giống một câu hỏi" in text
    assert writing.talk(USER, "không").startswith("II.2 Mặt hạn chế")
    assert stored(writing) == []
    assert writing.talk(USER, "Phối hợp chưa đều").startswith("Đã ghi mục II.2")


def test_prose_typed_at_that_question_is_what_is_stored(writing: Talking) -> None:
    assert writing.talk(USER, "de cuong gom may phan", "Phối hợp chưa đều").startswith("Đã ghi mục II.2")
    assert stored(writing) == ["Phối hợp chưa đều"]


def test_a_message_for_the_log_may_go_there(writing: Talking) -> None:
    writing.say(USER, "tập huấn hôm qua 45 nữ 12 nam 5 triệu")
    text = text_of(writing.pick(USER, "Ghi vào nhật ký"))
    assert "nữ 45" in text
    assert stored(writing) == []
    assert len(writing.rows("drafts")) == 1


def test_a_command_may_be_opened(writing: Talking) -> None:
    writing.say(USER, "xem dữ liệu của tôi")
    assert "đồng ý" in text_of(writing.pick(USER, "Mở /dulieu"))
    assert stored(writing) == []


@pytest.mark.parametrize("said", ["xong", "luu", "Lưu", "xem lại", "xem lai"])
def test_words_that_steer_end_the_writing(writing: Talking, said: str) -> None:
    text = writing.talk(USER, said)
    assert text.startswith(words.STOPPED)
    assert "Báo cáo 6 tháng đầu năm 2026" in text
    assert stored(writing) == []


def test_a_call_for_help_is_answered_and_never_stored(writing: Talking) -> None:
    text = writing.talk(USER, "em bị chồng đánh")
    assert "Điều 19" in text
    assert "II.2 Mặt hạn chế" in text
    assert messages_log.GUEST_LOG not in text
    assert stored(writing) == []
