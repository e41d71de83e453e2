"""The manglers spoil words the way people and keyboards do, and leave official numbers readable."""

import re
import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import mangle

QUESTION = "Bao giờ được nộp báo cáo 6 tháng theo 1016/CTr-BCĐ và 515/QĐ-TTg?"
NUMBERED = re.compile(r"\S*\d\S*")


@pytest.mark.parametrize(
    ("mangler", "given_text", "expected"),
    [
        (mangle.no_diacritics, "Quyết định 515/QĐ-TTg", "Quyet dinh 515/QD-TTg"),
        (mangle.lower, "515/QĐ-TTg", "515/qđ-ttg"),
        (mangle.new_tones, "Thanh Hóa, thủy, quý, khỏe, hoàn", "Thanh Hoá, thuỷ, quý, khoẻ, hoàn"),
        (mangle.old_tones, "Thanh Hoá, thuỷ, quý", "Thanh Hóa, thủy, quý"),
        (mangle.abbreviate, "Báo cáo bình đẳng giới không được chậm", "bc bđg ko đc chậm"),
        (mangle.abbreviate, "Ban Vì sự tiến bộ của phụ nữ, ủy ban nhân dân", "Ban vstbcpn, ubnd"),
        (mangle.glue_digits, "TT 191 và qđ 515 năm 2016", "TT191 và qđ515 năm 2016"),
        (mangle.telex, "báo cáo", "baos caos"),
        (mangle.telex, "Hải Phòng được thưởng 515/QĐ-TTg", "Hair Phongf dduowcj thuowngr 515/QD-TTg"),
        (mangle.telex, "ĐỀ ÁN về quyền", "DDEEF ANS veef quyeenf"),
        (mangle.telex_inside, "hạn được", "hajn dduwowjc"),
        (mangle.vni, "hạn nộp đường", "ha5n no65p d9u7o72ng"),
    ],
)
def test_each_mangler_spoils_in_its_own_way(mangler: mangle.Mangler, given_text: str, expected: str) -> None:
    assert mangler(given_text, Random(0)) == expected


def test_decomposed_text_reads_the_same() -> None:
    decomposed = mangle.nfd(QUESTION, Random(0))
    assert decomposed != QUESTION
    assert unicodedata.normalize("NFC", decomposed) == QUESTION


@pytest.mark.parametrize("name", mangle.MANGLERS)
def test_official_numbers_lose_at_most_case_and_the_bar(name: str) -> None:
    for seed in range(50):
        spoiled = mangle.MANGLERS[name](QUESTION, Random(seed))
        plain = mangle.no_diacritics(spoiled, Random(0)).lower()
        assert "1016/ctr-bcd" in plain
        assert "515/qd-ttg" in plain


@given(st.text(max_size=80), st.integers(), st.sampled_from(sorted(mangle.MANGLERS)))
def test_any_text_is_spoiled_the_same_way_for_the_same_seed(text: str, seed: int, name: str) -> None:
    mangler = mangle.MANGLERS[name]
    assert mangler(text, Random(seed)) == mangler(text, Random(seed))


@given(st.text(alphabet="abcđếộ 0123/-", max_size=80), st.integers())
def test_typos_never_touch_tokens_with_digits(text: str, seed: int) -> None:
    assert NUMBERED.findall(mangle.typos(text, Random(seed), 0.5)) == NUMBERED.findall(text)


def test_typos_come_at_about_the_asked_rate() -> None:
    word = "a" * 20_000
    changed = mangle.typos(word, Random(1), 0.1)
    slips = sum(1 for letter in changed if letter != "a")
    near_share = slips / len(word)
    assert 0.015 < near_share < 0.035  # a quarter of the slips are neighbouring keys
