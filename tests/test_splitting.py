"""One message may hold several questions, or talk around one."""

import pytest

from handlers.splitting import questions


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Hạn báo cáo năm là khi nào?", ["Hạn báo cáo năm là khi nào?"]),
        ("Hạn nộp báo cáo 6 tháng và báo cáo năm là ngày nào?",) * 2,
        ("Đề cương gồm mấy phần? Ai ký công văn?", ["Đề cương gồm mấy phần?", "Ai ký công văn?"]),
        ("Đề cương gồm mấy phần?Ai ký công văn?", ["Đề cương gồm mấy phần?", "Ai ký công văn?"]),
        ("Sao lại thế này??", ["Sao lại thế này??"]),
        ("1. hạn nộp báo cáo\n2) ai ký công văn", ["hạn nộp báo cáo", "ai ký công văn"]),
        ("- hạn nộp báo cáo\n- ai ký công văn", ["hạn nộp báo cáo", "ai ký công văn"]),
        ("Chào em. Hạn nộp báo cáo là khi nào? Cảm ơn em.", ["Hạn nộp báo cáo là khi nào?"]),
        (
            "Tôi ở Hải Phòng. Hạn báo cáo là khi nào? Ai ký chương trình?",
            ["Tôi ở Hải Phòng. Hạn báo cáo là khi nào?", "Ai ký chương trình?"],
        ),
        ("Dòng một của đoạn văn\ndòng hai của đoạn văn", ["Dòng một của đoạn văn dòng hai của đoạn văn"]),
        ("Cảm ơn em", ["Cảm ơn em"]),
        ("", [""]),
    ],
)
def test_a_message_is_split_into_its_questions(message: str, expected: list[str] | str) -> None:
    assert questions(message) == ([expected] if isinstance(expected, str) else expected)
