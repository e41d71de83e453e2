"""Syllables whose marks stand on the wrong letters, and words told by their neighbours."""

import pytest

from knowledge.activity.compounds import Compounds
from knowledge.text.mended import with_marks_mended
from knowledge.text.slips import is_one_slip
from knowledge.text.syllables import all_syllables

COMPOUNDS = Compounds(["trao học bổng", "kéo co"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ngừoi", "người"), ("nguời", "người"), ("trịeu", "triệu"), ("qùa", "quà"), ("trừơng", "trường"), ("hộị", None)],
)
def test_marks_are_put_where_they_belong(typed: str, meant: str | None) -> None:
    assert with_marks_mended(typed) == meant


def test_what_is_spelt_well_or_bare_is_left() -> None:
    assert [word for word in list(all_syllables())[::37] if with_marks_mended(word)] == []
    assert with_marks_mended("nguoi") is None
    assert with_marks_mended("facebook") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("đại bểu", "đại biểu"),
        ("hôc viên", "học viên"),
        ("hội ngị", "hội nghị"),
        ("kiem tar", "kiem tra"),
        ("bổ nhệm", "bổ nhiệm"),
        ("thánh hành động", "tháng hành động"),
        ("học viện", "học viện"),
        ("thanh niên", "thanh niên"),
        ("ko có", "ko có"),
        ("giả định", "giả định"),
        ("đại học hồng", "đại học hồng"),
        ("nữ còn", "nữ còn"),
    ],
)
def test_a_slip_is_told_by_the_word_beside_it(typed: str, meant: str) -> None:
    words = typed.split()
    COMPOUNDS.mend(words, typed.split(), [at > 0 for at in range(len(words))], [False] * len(words))
    assert " ".join(words) == meant


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("beu", "bieu", True),
        ("tar", "tra", True),
        ("bann", "ban", True),
        ("thanh", "thang", True),
        ("ban", "ban", False),
        ("nien", "vien", False),
        ("abcd", "ab", False),
    ],
)
def test_one_slip_of_the_keyboard(typed: str, meant: str, slip: bool) -> None:
    assert is_one_slip(typed, meant) is slip
