"""What was offered is picked by words as well as by buttons."""

import pytest

from handlers.picking import NO_SUCH, NOTHING_MORE, picked
from handlers.types import Choice

MENU = (Choice("pick:a", "Hoa Sen"), Choice("pick:b", "Bách Hợp"), Choice("rate:up", "Đúng", quiet=True))
FOLDED = (Choice("more:a", "Xem thêm (5 dòng)"), *MENU[2:])


@pytest.mark.parametrize(
    "said", ["2", "số 2", "cái thứ 2", "câu 2 nhé", "chọn 2", "cái thứ hai", "phương án cuối cùng"]
)
def test_a_number_in_words_picks(said: str) -> None:
    assert picked(said, MENU) == "pick:b"


@pytest.mark.parametrize("said", ["số 7", "9", "cái thứ 3"])
def test_a_number_under_which_nothing_is_offered_is_told_so(said: str) -> None:
    assert picked(said, MENU) == NO_SUCH


@pytest.mark.parametrize("said", ["xem thêm", "Xem them", "cho chị xem tiếp đi", "xem hết"])
def test_more_is_asked_for_in_words(said: str) -> None:
    assert picked(said, FOLDED) == "more:a"
    assert picked(said, MENU) == NOTHING_MORE


def test_yes_picks_the_only_one() -> None:
    assert picked("vâng", MENU[:1]) == "pick:a"
    assert picked("đúng rồi", MENU[:1]) == "pick:a"
    assert picked("vâng", MENU) is None
    assert picked("vâng", FOLDED) is None


@pytest.mark.parametrize(
    "said", ["Hải Phòng", "6 tháng", "191", "năm 2019", "hạn nộp báo cáo", "", "xem công văn 1097"]
)
def test_a_message_of_its_own_picks_nothing(said: str) -> None:
    assert picked(said, MENU) is None


def test_a_bare_number_picks_only_where_something_is_offered() -> None:
    assert picked("2", ()) is None
