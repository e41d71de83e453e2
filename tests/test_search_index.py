"""Searching passages."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lexicon import Abbreviation, Lexicon, Synonyms
from knowledge.search.index import Passage, SearchIndex
from tests.mangle import ABBREVIATIONS, MANGLERS

PASSAGES = [
    Passage("han", "Hạn nộp báo cáo sơ kết", "Gửi báo cáo trước ngày 15/6 hằng năm.", ("khi nào nộp báo cáo 6 tháng",)),
    Passage("mau", "Đề cương báo cáo tổng kết", "Gồm ba phần: tình hình, kết quả, kiến nghị."),
    Passage("tt", "Thông tư 191/2009/TT-BTC", "Quản lý kinh phí hoạt động vì sự tiến bộ của phụ nữ."),
    Passage(
        "ket", "Điều kiện kết hôn", "Nam từ đủ hai mươi tuổi, nữ từ đủ mười tám tuổi.", ("bao nhiêu tuổi được cưới",)
    ),
    Passage("nuoi", "Nhận con nuôi", "Điều kiện của người nhận con nuôi và hồ sơ cần có."),
    Passage("bao", "Bạo lực gia đình", "Người bị bạo lực được tạm lánh và trợ giúp pháp lý."),
]
LEXICON = Lexicon(
    abbreviations=[Abbreviation(short=short, long=[long]) for long, short in ABBREVIATIONS.items()],
    synonyms=[Synonyms(words=["bạo lực", "hành hạ"])],
)
INDEX = SearchIndex(PASSAGES, LEXICON)


def first(question: str) -> str:
    hits = INDEX.search(question).hits
    return hits[0].id if hits else ""


@pytest.mark.parametrize("mangler", sorted(MANGLERS))
def test_a_title_is_found_however_it_is_typed(mangler: str) -> None:
    typed = {passage.id: MANGLERS[mangler](passage.title, Random(3)) for passage in PASSAGES}
    assert {first(question) for question in typed.values()} == {passage.id for passage in PASSAGES}


def test_a_sample_question_finds_its_passage() -> None:
    assert first("bao nhieu tuoi thi duoc cuoi") == "ket"
    assert first("nop bc 6 thang khi nao") == "han"


def test_a_synonym_finds_what_says_it_otherwise() -> None:
    assert first("bị chồng hành hạ") == "bao"


@pytest.mark.parametrize("question", ["thông tư 191", "191/2009", "TT-BTC", "tt 191/2009/tt-btc"])
def test_a_number_is_found_whole_and_by_its_parts(question: str) -> None:
    assert first(question) == "tt"


def test_a_wrong_repair_does_not_hide_what_was_typed() -> None:
    passages = [Passage("ea", "Xã Ea Knuếc", "Nơi nhận"), *PASSAGES]
    assert SearchIndex(passages, LEXICON).search("xa ea knuec").hits[0].id == "ea"


def test_nothing_is_found_where_no_word_is_known() -> None:
    assert INDEX.search("lkjhg mnbvc").hits == []
    assert INDEX.search("").hits == []
    assert SearchIndex([], LEXICON).search("báo cáo").hits == []


def test_scores_fall_from_hit_to_hit_and_tell_right_from_near() -> None:
    hits = INDEX.search("hạn nộp báo cáo sơ kết").hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].id == "han"
    assert hits[0].features.margin == pytest.approx(hits[0].score - hits[1].score)
    assert hits[0].features.coverage == pytest.approx(1.0)
    assert INDEX.search("báo giá vàng hôm nay").hits[0].score < hits[0].score / 2


def test_the_limit_is_kept() -> None:
    assert len(INDEX.search("báo cáo kết quả", limit=1).hits) == 1
    assert len(INDEX.search("báo cáo kết quả của gia đình").hits) <= len(PASSAGES)


@given(st.text())
def test_every_question_gets_hits_in_range(question: str) -> None:
    result = INDEX.search(question)
    ids = [hit.id for hit in result.hits]
    assert len(ids) == len(set(ids))
    for hit in result.hits:
        assert 0 < hit.score <= 1
        assert 0 <= hit.features.coverage <= 1 + 1e-9
