"""Outcomes on a base of another field: nothing in the code leans on the documents that ship."""

import json
from datetime import date
from pathlib import Path

import pytest

from handlers.asking import Assistant
from knowledge.answerer import Result
from knowledge.importer import import_articles
from knowledge.load import load_knowledge
from knowledge.understand import Asker

TODAY = date(2024, 4, 1)


def ask(library: Assistant, question: str, province: str | None = None, sector: str | None = None) -> Result:
    return library.answerer.ask(question, Asker(province, sector, None, TODAY))


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Bạn đọc được mượn mấy cuốn sách?", "noi-quy-hoa-sen:so-cuon"),
        ("ban doc duoc muon may cuon sach", "noi-quy-hoa-sen:so-cuon"),
        ("phòng đọc mở cửa mấy giờ", "noi-quy-bach-hop:gio-mo-cua"),
        ("mất thẻ bạn đọc thì làm thế nào", "answer:the-moi"),
        ("ai ký quyết định 12/QĐ-TV", "noi-quy-hoa-sen:signer"),
        ("quy chế 7 còn hiệu lực không", "quy-che-7:status"),
        ("hạn gửi bảng kê sách 6 tháng ở Hoa Sen", "noi-quy-hoa-sen:bang-ke-nua-nam"),
        ("hạn gửi bảng kê sách cả năm ở Hoa Sen", "noi-quy-hoa-sen:bang-ke-nam"),
    ],
)
def test_what_is_here_is_answered(library: Assistant, question: str, entry: str) -> None:
    result = ask(library, question)
    assert result.outcome == "answer"
    assert result.found[0].entry.id == entry


def test_a_deadline_without_a_place_asks_which(library: Assistant) -> None:
    result = ask(library, "hạn gửi bảng kê sách 6 tháng?")
    assert (result.outcome, result.reason) == ("clarify", "places")
    assert {found.entry.province for found in result.found[:2]} == {"Hoa Sen", "Bách Hợp"}


def test_the_askers_place_settles_which(library: Assistant) -> None:
    result = ask(library, "hạn gửi bảng kê sách 6 tháng?", "Bách Hợp")
    assert result.outcome == "answer"
    assert result.found[0].entry.id == "noi-quy-bach-hop:bang-ke-nua-nam"


def test_an_unknown_number_is_not_answered_by_its_neighbour(library: Assistant) -> None:
    result = ask(library, "quyết định 13/QĐ-TV nói gì")
    assert (result.outcome, result.reason) == ("clarify", "number")
    far = ask(library, "thông tư 88888/2021/TT-XYZ nói gì")
    assert (far.outcome, far.reason) == ("none", "number")


@pytest.mark.parametrize("place", ["Cẩm Tú", "tỉnh Tulip Vàng"])
def test_a_place_that_is_not_here_is_not_answered_by_another(library: Assistant, place: str) -> None:
    result = ask(library, f"hạn gửi bảng kê sách 6 tháng ở {place}")
    assert result.outcome != "answer"
    assert result.reason == "place"


def test_the_askers_own_unknown_place_is_not_answered_by_another(library: Assistant) -> None:
    assert ask(library, "hạn gửi bảng kê sách 6 tháng", "Cẩm Tú").outcome != "answer"


def test_another_year_is_not_answered_silently(library: Assistant) -> None:
    result = ask(library, "năm 2019 bạn đọc được mượn mấy cuốn sách")
    assert (result.outcome, result.reason) == ("clarify", "year")


def test_what_is_known_to_be_absent_is_said_to_be(library: Assistant) -> None:
    result = ask(library, "trả sách muộn phạt bao nhiêu tiền")
    assert (result.outcome, result.reason) == ("none", "absent")
    assert result.found[0].entry.kind == "absent"


@pytest.mark.parametrize("question", ["giá vàng hôm nay", "asdf qwer zxcv", "thời tiết ngày mai thế nào"])
def test_another_matter_is_refused(library: Assistant, question: str) -> None:
    assert ask(library, question).outcome == "none"


@pytest.mark.parametrize("question", ["", " ", "?", "1", "a", "\x00", "💐", "ー" * 50, "<b>" * 100, "12/QĐ-TV " * 200])
def test_no_question_breaks_it(library: Assistant, question: str) -> None:
    assert ask(library, question).outcome in ("answer", "clarify", "none")


def test_imported_articles_are_answered(tmp_path: Path) -> None:
    rows = [
        {"id": "d1", "title": "Trồng hoa hồng", "text": "Hoa hồng cần nắng. Tưới nước vào buổi sáng sớm mỗi ngày."},
        {"id": "d2", "title": "Nuôi cá vàng", "text": "Cá vàng cần thay nước hằng tuần. Không cho ăn quá nhiều."},
        {"id": "d3", "title": "Làm vườn rau", "text": "Rau cải gieo hạt vào mùa thu. Đất phải tơi xốp."},
    ]
    source = tmp_path / "bai.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    import_articles(source, tmp_path / "base")
    garden = Assistant(load_knowledge(tmp_path / "base"))
    result = garden.answerer.ask("nuôi cá vàng thay nước bao lâu một lần")
    assert result.found[0].entry.id == "d2"
    assert result.found[0].entry.quote == "Cá vàng cần thay nước hằng tuần."
