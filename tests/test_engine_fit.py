"""A reply is cut to what a channel can hold, and nothing of it is lost."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.fit import fit, split, units
from bot.ports import Limits
from handlers.types import FileRef, Reply


@given(st.text(max_size=300), st.integers(2, 60))
def test_pieces_fit_and_hold_every_word(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.text())
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


def test_no_letter_is_parted_from_its_marks() -> None:
    text = unicodedata.normalize("NFD", "ế" * 50)
    assert all(not unicodedata.combining(piece[0]) for piece in split(text, 20))


def test_a_cut_prefers_paragraphs_to_lines_to_words() -> None:
    assert split("Một hai ba.\n\nBốn năm\nsáu bảy tám chín", 26) == ["Một hai ba.", "Bốn năm\nsáu bảy tám chín"]
    assert split("Một hai ba bốn", 9) == ["Một hai", "ba bốn"]


def test_a_long_text_is_cut_quickly() -> None:
    assert sum(map(len, split("😀" * 100_000, 4096))) == 100_000


def test_files_become_a_line_where_there_are_none() -> None:
    reply = Reply("Đây ạ.", files=(FileRef("bao-cao.docx", "x/bao-cao.docx"),))
    (fitted,) = fit(reply, Limits(text=1000, buttons=True, files=False))
    assert "bao-cao.docx" in fitted.text
    assert not fitted.files
