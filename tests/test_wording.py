"""Dates, documents and sources as a member reads them."""

from datetime import date

import pytest

from knowledge.load import Knowledge
from knowledge.wording import called, citation, dated, document_name, in_sentence, written_date, written_day


@pytest.mark.parametrize(
    ("iso", "written", "in_words"),
    [
        ("2018-05-18", "18/5/2018", " ngày 18/5/2018"),
        ("2020-03", "3/2020", " tháng 3/2020"),
        ("2019", "2019", " năm 2019"),
        (None, "", ""),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(iso: str | None, written: str, in_words: str) -> None:
    assert written_date(iso) == written
    assert dated(iso) == in_words


def test_a_day_has_no_leading_zeros() -> None:
    assert written_day(date(2026, 6, 5)) == "5/6/2026"


def test_words_that_began_a_line_go_into_a_sentence() -> None:
    assert in_sentence("Trước ngày 15/6") == "trước ngày 15/6"
    assert in_sentence("") == ""


@pytest.mark.parametrize(
    "name",
    [
        "BC Tết",
        "UBND xã báo cáo",
        "Tết Nguyên đán",
        "Tết 2027: số liệu",
        "Thanh Hóa",
        "Sở Y tế báo cáo",
        "BHXH",
        "KH-UB",
    ],
)
def test_a_name_or_an_abbreviation_keeps_its_capital_in_a_sentence(name: str) -> None:
    assert in_sentence(name) == name


@pytest.mark.parametrize(
    "words", ["Báo cáo Tết", "Quà Tết", "Quý I năm 2027", "Mẫu BC số 1", "Ý kiến", "Trước 15/6", "Ở cơ sở", "Số 12"]
)
def test_a_common_word_loses_it(words: str) -> None:
    assert in_sentence(words) == words[0].lower() + words[1:]


def test_a_numbered_document_is_cited_by_type_number_date_and_issuer(library_knowledge: Knowledge) -> None:
    directive = library_knowledge.directive_by_id["noi-quy-hoa-sen"]
    assert citation(directive) == "Quyết định số 12/QĐ-TV ngày 3/2/2024 của Thư viện Hoa Sen"
    assert document_name(directive) == "12/QĐ-TV"


def test_a_document_without_a_number_is_called_by_its_title_and_its_year_said_once(
    library_knowledge: Knowledge,
) -> None:
    directive = library_knowledge.directive_by_id["noi-quy-bach-hop"]
    assert document_name(directive) == "Nội quy phòng đọc Bách Hợp năm 2022"
    assert citation(directive) == "Nội quy phòng đọc Bách Hợp năm 2022 của Thư viện Bách Hợp"


def test_a_document_is_called_by_type_and_number(library_knowledge: Knowledge) -> None:
    assert called(library_knowledge.directive_by_id["noi-quy-hoa-sen"]) == "Quyết định 12/QĐ-TV"
    assert called(library_knowledge.directive_by_id["noi-quy-bach-hop"]) == "Nội quy phòng đọc Bách Hợp năm 2022"
