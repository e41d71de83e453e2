"""Patterns that forgive missing diacritics, and a text's words put in another spelling."""

from __future__ import annotations

import pytest

from knowledge.text.reading import Reading, is_bared, pattern


@pytest.mark.parametrize("typed", ["tháng", "thang", "thảng"])
def test_a_word_matches_with_its_marks_or_without_but_not_with_others(typed: str) -> None:
    fits = typed != "thảng"
    assert (pattern("tháng").fullmatch(typed) is not None) == fits
    assert is_bared(typed, "tháng") == fits


def test_classes_of_characters_stay_classes() -> None:
    assert pattern("[a-zđ]+").fullmatch("qđ-ubnd".replace("-", ""))
    assert pattern(r"[a-zà-ỹđ]{2,}~-~[^\W\d_]+").fullmatch("qđ - ubnd".replace(" - ", "-"))
    assert not pattern("[ấ]").fullmatch("b")
    assert pattern("[ấ]").fullmatch("a")
    assert pattern(r"\[[~\]]+").fullmatch("[~]")


def test_words_are_put_right_where_they_stand() -> None:
    reading = Reading("Họp bna 20/10")
    assert reading.words() == ["họp", "bna", "20", "10"]
    assert reading.leads() == ["", "họp ", "bna ", "20/"]
    reading.respell([None, "ban", None, None])
    assert reading.marked == "họp ban 20/10"
    assert reading.typed(4, 7) == "bna"
    assert reading.cased() == "Họp ban 20/10"
