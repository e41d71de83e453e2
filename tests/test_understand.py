"""What a question says is read before anything is searched."""

import pytest

from handlers.asking import Assistant
from knowledge.understand import Asker, Understood


def read(assistant: Assistant, question: str) -> Understood:
    return assistant.answerer.ask(question, Asker()).understood


def test_a_known_number_is_exact_and_an_unknown_one_missing(library: Assistant) -> None:
    assert read(library, "quyết định 12/QĐ-TV nói gì").exact == ("noi-quy-hoa-sen",)
    unknown = read(library, "quyết định 13/QĐ-TV nói gì")
    assert unknown.exact == ()
    assert [lookup.mention.number for lookup in unknown.missing] == [13]


@pytest.mark.parametrize("question", ["12/QĐ-TV", "qđ 12 là gì ạ", "Quyết định 12/QĐ-TV nói về việc gì?"])
def test_a_number_with_nothing_else_asks_for_the_document(library: Assistant, question: str) -> None:
    assert read(library, question).is_bare


def test_a_number_with_a_question_of_its_own_is_not_bare(library: Assistant) -> None:
    assert not read(library, "quyết định 12 cho mượn mấy cuốn sách").is_bare


def test_a_title_names_a_document(library: Assistant) -> None:
    assert "quy-che-7" in read(library, "quy chế bạn đọc thân thiết còn hiệu lực không").titled


@pytest.mark.parametrize(
    "question", ["hạn gửi ở Hoa Sen", "hạn gửi ở hoa sen", "HAN GUI O HOA SEN", "hạn gửi ở Hoa Senn"]
)
def test_a_place_is_read_however_it_is_typed(library: Assistant, question: str) -> None:
    assert [hit.name for hit in read(library, question).places] == ["Hoa Sen"]


def test_period_years_sector_and_intent_are_read(assistant: Assistant) -> None:
    understood = read(assistant, "Hạn nộp báo cáo 6 tháng đầu năm 2018 của ngành y tế Thanh Hóa là ngày nào?")
    assert understood.period == "first_half"
    assert understood.years == (2018,)
    assert understood.sectors == ("Y tế",)
    assert [hit.name for hit in understood.places] == ["Thanh Hóa"]
    assert understood.intent == "deadline"


def test_the_year_inside_a_number_is_not_a_year_asked_for(assistant: Assistant) -> None:
    assert read(assistant, "thông tư 191/2009/TT-BTC nói gì").years == ()


def test_the_question_is_repaired_and_kept_as_typed(assistant: Assistant) -> None:
    understood = read(assistant, "hanj nopj baos caos")
    assert understood.repaired == "hạn nộp báo cáo"
    assert understood.question == "hanj nopj baos caos"


@pytest.mark.parametrize(
    ("question", "upward"),
    [
        ("Sở Y tế gửi báo cáo 6 tháng về Ban VSTBPN tỉnh Thanh Hóa trước ngày nào", True),
        ("so y te nop bao cao nam len tinh khi nao", True),
        ("Sở Công Thương báo cáo cho UBND tỉnh ngày nào", True),
        ("Sở Y tế Thanh Hóa nộp báo cáo khi nào", False),
        ("bệnh viện nộp báo cáo cho Sở Y tế tỉnh Thanh Hóa khi nào", False),
        ("bệnh viện gửi báo cáo về Ban VSTBPN Sở Y tế tỉnh Thanh Hóa khi nào", False),
        ("số liệu gửi về tỉnh ngày nào", False),
    ],
)
def test_a_department_that_reports_to_its_province_is_told_from_what_reports_to_it(
    assistant: Assistant, question: str, upward: bool
) -> None:
    assert read(assistant, question).upward is upward
