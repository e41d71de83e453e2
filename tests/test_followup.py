"""A follow-up is made whole with the question before; a question that stands alone is left alone."""

from typing import Any

import pytest

from handlers.asking import Assistant
from handlers.followup import follow

HALF = {"question": "hạn nộp báo cáo 6 tháng đầu năm", "province": "Hải Phòng", "sector": None}
PLACED = {"question": "hạn nộp báo cáo năm của Thanh Hóa ngành y tế", "province": "Thanh Hóa", "sector": "Y tế"}
SIGNER = {
    "question": "ai ký công văn 1097?",
    "province": "Thanh Hóa",
    "sector": "Y tế",
    "document": "1097/SYT-BVSTBCPN",
}


def whole(assistant: Assistant, said: str, last: dict[str, Any]) -> str | None:
    found = follow(said, last, assistant)
    return found.question if found else None


@pytest.mark.parametrize(
    ("said", "last", "expected"),
    [
        ("còn Hải Phòng?", HALF, "hạn nộp báo cáo 6 tháng đầu năm ở Hải Phòng"),
        ("con hai phong thi sao a", HALF, "hạn nộp báo cáo 6 tháng đầu năm ở Hải Phòng"),
        ("Hà Tĩnh", HALF, "hạn nộp báo cáo 6 tháng đầu năm ở Hà Tĩnh"),
        ("ở Nghệ An thì sao", HALF, "hạn nộp báo cáo 6 tháng đầu năm ở Nghệ An"),
        ("thế cả năm?", HALF, "hạn nộp báo cáo cả năm"),
        ("còn báo cáo năm thì sao?", HALF, "hạn nộp báo cáo năm"),
        ("năm 2019 thì sao", HALF, "hạn nộp báo cáo 6 tháng đầu năm năm 2019"),
        ("còn Hải Phòng?", PLACED, "hạn nộp báo cáo năm ở Hải Phòng"),
        ("6 tháng?", PLACED, "hạn nộp báo cáo của Thanh Hóa ngành y tế 6 tháng"),
        ("còn Hải Phòng", SIGNER, "ai ký văn bản ở Hải Phòng"),
    ],
)
def test_a_follow_up_changes_what_it_names(
    assistant: Assistant, said: str, last: dict[str, Any], expected: str
) -> None:
    assert whole(assistant, said, last) == expected


@pytest.mark.parametrize(
    "said", ["còn hiệu lực không?", "con hieu luc khong", "ban hành ngày nào?", "gửi cho ai", "văn bản nào thay thế nó"]
)
def test_a_question_about_a_document_stays_with_the_one_named_before(assistant: Assistant, said: str) -> None:
    assert "1097/SYT-BVSTBCPN" in (whole(assistant, said, SIGNER) or "")


def test_this_document_is_the_one_named_before(assistant: Assistant) -> None:
    assert whole(assistant, "văn bản này nói gì về kinh phí", SIGNER) == "1097/SYT-BVSTBCPN nói gì về kinh phí"


@pytest.mark.parametrize(
    "said",
    [
        "Đề cương báo cáo tổng kết gồm những phần nào?",
        "8/3 là ngày gì",
        "Thông tư 191 còn hiệu lực không?",
        "ai ký chương trình 1016",
        "hạn nộp báo cáo năm của Hà Tĩnh là ngày nào",
        "Tháng hành động vì bình đẳng giới diễn ra khi nào?",
        "kinh phí hoạt động được chi những gì",
        "Luật Bình đẳng giới còn hiệu lực không",
        "trách nhiệm của Sở Y tế Thanh Hóa năm 2018",
        "nam",
        "?",
    ],
)
@pytest.mark.parametrize("last", [HALF, PLACED, SIGNER])
def test_a_question_of_its_own_is_not_merged(assistant: Assistant, said: str, last: dict[str, Any]) -> None:
    found = follow(said, last, assistant)
    assert found is None or found.question == said


def test_a_report_is_not_put_into_a_question_about_something_else(assistant: Assistant) -> None:
    found = follow("còn báo cáo năm?", SIGNER, assistant)
    assert found is not None
    assert found.question == "còn báo cáo năm?"
    assert (found.province, found.sector) == ("Thanh Hóa", "Y tế")


def test_the_place_of_the_answer_is_kept(assistant: Assistant) -> None:
    found = follow("thế cả năm?", HALF, assistant)
    assert found is not None
    assert found.province == "Hải Phòng"


@pytest.mark.parametrize("last", [None, {}, {"entry": None}, {"question": ""}])
def test_nothing_before_nothing_followed(assistant: Assistant, last: dict[str, Any] | None) -> None:
    assert follow("còn Hải Phòng?", last, assistant) is None
