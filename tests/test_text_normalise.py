"""One form for every way of typing the same text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.normalise import clean, fold, tokens
from knowledge.text.syllables import all_syllables, is_syllable, place_tone

LETTERS = st.sampled_from(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹìíỉĩịòóỏõọùúủũụừứửữựỳýỷỹỵ HƯÔĐ19/.-,\n\u200b\u0301"
)
TEXTS = st.one_of(st.text(), st.text(LETTERS))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hoà", "hòa"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("Uỷ ban", "Ủy ban"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("quý", "quý"),
        ("qúy", "quý"),
        ("gía", "giá"),
        ("hòan", "hoàn"),
        ("toàn", "toàn"),
        ("của", "của"),
        ("đừơng", "đường"),
        ("Ðoàn", "Đoàn"),
    ],
)
def test_tone_marks_are_placed_one_way(typed: str, meant: str) -> None:
    assert clean(typed) == meant
    assert clean(unicodedata.normalize("NFD", typed)) == meant


def test_invisible_characters_are_dropped_and_space_is_squeezed() -> None:
    assert clean("\ufeffbáo\u200b cáo \t\n\u00a0 6\u00ad tháng\x00 ") == "báo cáo 6 tháng"


@given(TEXTS)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_tokens_do_not_depend_on_the_unicode_form(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(unicodedata.normalize("NFC", text))


@given(st.text(LETTERS))
def test_folding_leaves_plain_small_letters(text: str) -> None:
    assert fold(text).isascii() or "\u200b" in text
    assert fold(fold(text)) == fold(text)


def test_folding_knows_the_barred_d() -> None:
    assert fold("ĐƯỜNG Ðiện Biên") == "duong dien bien"


def test_tokens_with_digits_stay_whole() -> None:
    assert tokens("Quyết định 515/QĐ-TTg, NQ-CP; 171/LĐTBXH-TE&BĐG") == [
        *("quyết", "định", "515/qđ-ttg", "nq", "cp", "171/lđtbxh-te&bđg"),
    ]
    assert tokens("qd515 30/5 1.500.000đ, (8/3)") == ["qd515", "30/5", "1.500.000đ", "8/3"]


def test_every_syllable_is_spelt_as_placing_its_tone_would() -> None:
    syllables = list(all_syllables())
    assert len(syllables) > 15_000
    assert all(place_tone(syllable) == syllable and is_syllable(syllable) for syllable in syllables)


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "giúp", "gì", "giếng", "khuỷu", "yêu", "uống", "thuở", "ngoằn"])
def test_real_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["test", "deadline", "email", "nhg", "cáp̉", "hac̣", "hoá", "cê", "báoc"])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)
