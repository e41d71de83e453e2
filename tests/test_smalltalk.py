"""Small talk in many registers gets a clerk's answer; a question never is small talk."""

import pytest

from handlers import messages
from handlers.asking import Assistant
from handlers.smalltalk import smalltalk, without_politeness
from knowledge.understand import Asker

TABLE = {
    messages.GREETING: (
        "Xin chào, chào em, XIN CHÀO, chao ban, Chào buổi sáng ạ, hello bot, hiiii, alo em ơi, em ơi, good morning"
        ", chúc em ngày mới tốt lành, Chào mọi người 👋, trợ lý ơi"
    ),
    messages.THANKS: (
        "cảm ơn, cám ơn ạ ❤️, cam on nhe, chị cảm ơn em nhiều nhé, tks, thank you so much, vâng em cảm ơn ạ, camon"
        ", ok cảm ơn em, cảm ơn em đã hỗ trợ, cám ơn vì đã giúp, tuyệt vời 👍, hay lắm, hay quá"
    ),
    messages.GOODBYE: "tạm biệt, tam biet, bye nhé, pp nhé, hẹn gặp lại",
    messages.ACKNOWLEDGED: "ok, okkk, dạ vâng, ừ, hiểu rồi, đúng rồi, vâng ạ",
    messages.INSULT: (
        "đồ ngu, ngu thế, bot ngu, ngu như bò, đồ vô dụng!!!, vcl, chán thật, tệ quá, trả lời linh tinh, im đi, dốt thế"
    ),
    messages.WRONG: "trả lời sai rồi, sai bét, không đúng, không phải, sai roi",
    messages.CAPABILITIES: (
        "bạn làm được gì, mày làm được cái gì, bot giúp gì được cho tôi?, em tên gì, bạn là ai, bạn là người hay máy"
        ", có phải người thật không, em biết làm gì, bạn có thể giúp tôi những gì?, em có thể làm được những gì"
    ),
    f"{messages.HELP}\n{messages.HELP_COMMANDS}": "help, hướng dẫn sử dụng, dùng thế nào, trợ giúp, menu",
}
SAID = [(said, reply) for reply, row in TABLE.items() for said in row.split(", ")]
QUESTIONS = (
    "hạn nộp",
    "chỉ tiêu",
    "ai ký",
    "mức chi",
    "đợt này",
    "kiểm tra",
    "Hải Phòng",
    "6 tháng",
    "Ban là gì",
    "Ban VSTBPN là gì",
    "báo cho ai",
    "thông tư 191 là gì",
    "ngày 8/3 là ngày gì",
    "làm gì khi bị đánh",
    "chào mừng 8/3 được chi gì",
    "cảm ơn em, cho chị hỏi hạn báo cáo",
    "phải làm gì",
    "chi gì",
    "hội nghị",
    "cụ thể",
    "ai phụ trách",
    "",
    "👍",
    "hi " * 100,
)


@pytest.mark.parametrize(("said", "reply"), SAID)
def test_small_talk_gets_its_reply(said: str, reply: str) -> None:
    assert smalltalk(said) == reply


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_no_small_talk(question: str) -> None:
    assert smalltalk(question) is None


def test_no_reply_leaves_a_gap_unfilled(assistant: Assistant) -> None:
    for said, _ in SAID:
        text = assistant.ask(said, Asker()).text
        assert "{" not in text
        assert "ngu" not in text.split()


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("alo bot ơi, hạn báo cáo năm ạ", "hạn báo cáo năm"),
        ("<b>hạn</b> báo cáo", "hạn báo cáo"),
        ("hạn báo cáo năm?", "hạn báo cáo năm?"),
        ("ạ", "ạ"),
        ("5 < 6 > 4 người", "5 < 6 > 4 người"),
    ],
)
def test_the_question_is_heard_behind_the_politeness(said: str, asked: str) -> None:
    assert without_politeness(said) == asked
