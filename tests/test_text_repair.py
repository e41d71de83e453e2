"""Questions read as they were meant."""

from functools import cache
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.lexicon import Abbreviation, Lexicon
from knowledge.text.counts import Counts, general
from knowledge.text.normalise import clean, fold, tokens
from knowledge.text.repair import Repairer
from tests.mangle import MANGLERS, Mangler, new_tones, nfd, telex, telex_inside, upper, vni

LEXICON = Lexicon.model_validate(
    yaml.safe_load((Path(__file__).parents[1] / "knowledge" / "data" / "lexicon.yaml").read_text(encoding="utf-8"))
)


@cache
def repairer() -> Repairer:
    return Repairer(general() + Counts.of(LEXICON.phrases).times(3), LEXICON)


def meant(text: str) -> str:
    return repairer().repair(text).text


PHRASES = st.sampled_from([phrase for phrase in LEXICON.phrases if meant(phrase) == clean(phrase)])


def test_what_is_written_well_stays() -> None:
    changed = [phrase for phrase in LEXICON.phrases if meant(phrase) != clean(phrase)]
    assert changed == []


@pytest.mark.parametrize(
    "text",
    [
        "Ngành y tế nộp báo cáo 6 tháng trước ngày nào?",
        "Đoàn kiểm tra cần làm rõ những vấn đề gì?",
        "Mỗi cặp vợ chồng được đẻ mấy con theo cuộc vận động dân số?",
        "Chị Nguyễn Thị Hoa hỏi xin visa ở đâu?",
        "515/QĐ-TTg áp dụng cho giai đoạn nào?",
        "",
        "???",
        "8/3",
    ],
)
def test_questions_written_well_stay(text: str) -> None:
    assert meant(text) == text


@given(PHRASES, st.sampled_from([new_tones, nfd, telex, telex_inside, vni]))
@example("trưởng ban là ai", vni)
def test_other_ways_of_writing_the_same_letters_are_undone(phrase: str, mangler: Mangler) -> None:
    assert tokens(meant(mangler(phrase, Random(0)))) == tokens(phrase)


@given(PHRASES)
def test_capitals_are_only_another_way_of_writing(phrase: str) -> None:
    assert tokens(meant(upper(phrase, Random(0)))) == tokens(phrase)


@given(PHRASES, st.sampled_from(sorted(MANGLERS)), st.integers(0, 9))
def test_a_repaired_question_is_fit_to_be_repaired_again(phrase: str, mangler: str, seed: int) -> None:
    repaired = repairer().repair(MANGLERS[mangler](phrase, Random(seed)))
    assert repaired.typed == clean(repaired.typed)
    assert repaired.tokens == tokens(repaired.text)
    repairer().repair(repaired.text)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    repaired = repairer().repair(text)
    assert repaired.typed == clean(text)
    assert repaired.tokens == tokens(repaired.text)


def test_nearly_all_bare_phrases_get_their_diacritics_back() -> None:
    back = sum(meant(fold(phrase)) == clean(phrase).lower() for phrase in LEXICON.phrases)
    assert back >= 0.95 * len(LEXICON.phrases)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hanj nopj baos caos 6 thangs", "hạn nộp báo cáo 6 tháng"),
        ("ha5n no65p ba1o ca1o 6 tha1ng", "hạn nộp báo cáo 6 tháng"),
        ("nộp bao cao trước ngay nào", "nộp báo cáo trước ngày nào"),
        ("baocao thánghành động", "báo cáo tháng hành động"),
        ("baáo áco kết qảu hoạt đọng bìn đẳng gới", "báo cáo kết quả hoạt động bình đẳng giới"),
        ("cho e hỏi hạn bc năm với ạ", "cho em hỏi hạn báo cáo năm với ạ"),
        ("THONG TU 191/2009/TT-BTC", "thông tư 191/2009/TT-BTC"),
        ("BAO CAO TONG KET", "báo cáo tổng kết"),
        ("tt191 la gi", "thông tư 191 là gì"),
        ("qd515", "quyết định 515"),
        ("QDD 515 conf aps dungj khoong", "quyết định 515 còn áp dụng không"),
        ("QD9 515 co2n a1p du5ng kho6ng", "quyết định 515 còn áp dụng không"),
        ("cv số191/2009", "công văn số 191/2009"),
        ("Luật bđg", "Luật bình đẳng giới"),
        ("han nop bc 6thang", "hạn nộp báo cáo 6 tháng"),
        ("bao cao thang6", "báo cáo tháng 6"),
        ("6 tháng đâù năm", "6 tháng đầu năm"),
        ("lồồng ghéépp giới", "lồng ghép giới"),
        ("báo cáo kkếtt quả hoạt độgg", "báo cáo kết quả hoạt động"),
        ("kế hoạch kinh t xã hộj", "kế hoạch kinh tế xã hội"),
        ("trongg trưkng hợp nào", "trong trường hợp nào"),
        ("biệnn hppá bảo vệ ttrẻ em", "biện pháp bảo vệ trẻ em"),
        ("Nop bao cao", "Nộp báo cáo"),
    ],
)
def test_mangled_questions_are_read_as_meant(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    "text",
    [
        "deadline test email ID",
        "gửi file excel qua zalo",
        "hop online qua zoom",
        "Sở KQXYZ ở đâu",
        "mã A4 và B12",
        "công văn 171/LĐTBXH-TE&BĐG",
        "kế hoạch /KH-SCT",
        "500k 1,5tr 30/5 1.500.000đ",
    ],
)
def test_foreign_words_codes_and_numbers_are_left_alone(text: str) -> None:
    kept = {word for word in text.split() if word.isascii() or not word[0].islower()} - {"hop", "qua"}
    assert kept <= set(meant(text).split())


def test_the_reading_of_an_abbreviation_depends_on_its_neighbours() -> None:
    lexicon = Lexicon(abbreviations=[Abbreviation(short="HĐ", long=["hội đồng", "hợp đồng"])])
    counts = Counts.of(["ký hợp đồng", "ký hợp đồng lao động", "hội đồng nhân dân", "chủ tịch hội đồng"])
    repair = Repairer(counts, lexicon).repair
    assert repair("ký hđ").text == "ký hợp đồng"
    assert repair("HD nhân dân").text == "hội đồng nhân dân"


def test_an_abbreviation_may_hold_signs() -> None:
    lexicon = Lexicon(abbreviations=[Abbreviation(short="GD&ĐT", long=["giáo dục và đào tạo"])])
    repair = Repairer(general(), lexicon).repair
    assert repair("sở GD&ĐT").text == "sở giáo dục và đào tạo"
    assert repair("so gd&dt").text == "sở giáo dục và đào tạo"


@pytest.mark.parametrize("typed", ["Sowr GD&DDT lamf gif", "So73 GD&D9T la2m gi2", "sở gd&đt làm gì"])
def test_a_short_form_is_known_however_its_letters_were_typed(typed: str) -> None:
    assert "Giáo dục và Đào tạo".lower() in meant(typed).lower()
