"""Likeness is 1 for the same words and falls with every word that is missing or too many."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from knowledge.entry import Entry
from knowledge.likeness import Likeness

BASE = Entry(id="base", kind="note", document_id="d", document="d", title="Mượn sách", text="")
ENTRIES = [
    replace(BASE, id="loan", asks=("được mượn mấy cuốn",)),
    replace(BASE, id="fee", title="Phí làm thẻ", asks=("phí làm thẻ bao nhiêu", "làm thẻ hết bao nhiêu tiền")),
    replace(BASE, id="hours", title="Giờ mở cửa", asks=("thư viện mở cửa lúc nào",)),
]
LIKENESS = Likeness(ENTRIES)


def test_the_same_words_are_wholly_alike_with_or_without_diacritics() -> None:
    assert LIKENESS.of("phí làm thẻ bao nhiêu")["fee"] == 1
    assert LIKENESS.of("phi lam the bao nhieu")["fee"] == 1


def test_a_sample_that_says_more_fits_less() -> None:
    assert LIKENESS.of("mượn sách")["loan"] > LIKENESS.of("mượn sách cũ ở kho")["loan"]


def test_words_left_out_count_nothing() -> None:
    asked = LIKENESS.of("giờ mở cửa Hà Nội", without=["Hà Nội"])
    assert asked["hours"] > LIKENESS.of("giờ mở cửa Hà Nội")["hours"]


def test_nothing_asked_is_like_nothing() -> None:
    assert not LIKENESS.of("???")


@given(st.text())
def test_likeness_is_a_share(text: str) -> None:
    assert all(0 <= value <= 1.000001 for value in LIKENESS.of(text).values())
