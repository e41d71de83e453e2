"""Counts in digits and in words."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.normalise import fold
from knowledge.text.numbers import find_counts, parse_count
from knowledge.text.problems import TextProblem

CASES = yaml.safe_load((Path(__file__).parent / "matching" / "counts.yaml").read_text(encoding="utf-8"))
DIGITS = "không một hai ba bốn năm sáu bảy tám chín".split()


def spell(number: int) -> str:
    """A number below a million in words, the formal way."""
    if number >= 1000:
        rest = number % 1000
        lead = "" if rest >= 100 or not rest else "không trăm "
        words = spell(rest) if rest >= 10 or not rest else f"linh {DIGITS[rest]}"
        return f"{spell(number // 1000)} nghìn" + (f" {lead}{words}" if rest else "")
    if number >= 100:
        rest = number % 100
        words = f" linh {DIGITS[rest]}" if 0 < rest < 10 else f" {spell(rest)}"
        return f"{DIGITS[number // 100]} trăm" + (words if rest else "")
    if number < 10:
        return DIGITS[number]
    tens, units = divmod(number, 10)
    last = {0: "", 1: " một" if tens == 1 else " mốt", 5: " lăm"}.get(units, f" {DIGITS[units]}")
    return ("mười" if tens == 1 else f"{DIGITS[tens]} mươi") + last


@pytest.mark.parametrize("case", CASES["counts"], ids=lambda case: case["text"])
def test_reads_the_count_people_mean(case: dict[str, Any]) -> None:
    for text in (case["text"], unicodedata.normalize("NFD", case["text"])):
        found = parse_count(text)
        assert (found.value, found.certain) == (case["value"], case.get("certain", True))


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_refuses_with_the_reason(case: dict[str, Any]) -> None:
    with pytest.raises(TextProblem) as raised:
        parse_count(case["text"])
    assert raised.value.code == case["code"]


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: case["text"])
def test_finds_what_is_counted_in_running_text(case: dict[str, Any]) -> None:
    assert [found.value for found in find_counts(case["text"])] == case["values"]


@pytest.mark.parametrize("text", CASES["none"])
def test_takes_nothing_else_for_a_count(text: str) -> None:
    assert find_counts(text) == []


@given(st.integers(0, 999_999))
def test_spelt_numbers_read_back_as_themselves(number: int) -> None:
    for text in (spell(number), fold(spell(number)), spell(number).upper()):
        assert parse_count(text).value == number


@given(st.integers(0, 10**12))
def test_written_numbers_read_back_as_themselves(number: int) -> None:
    for text in (f"{number}", f"{number:,}".replace(",", "."), f"{number} người"):
        assert parse_count(text).value == number


PIECES = st.sampled_from(
    [*"0123456789.,- ", " năm ", " mươi ", "mốt", "trăm ", "linh ", "nghìn ", " người", "nữ", "vài "]
)


@given(st.one_of(st.text(max_size=50), st.lists(PIECES, max_size=20).map("".join)))
def test_any_text_gives_counts_inside_it_or_a_reason(text: str) -> None:
    for found in find_counts(text):
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        assert found.value >= 0
    try:
        assert parse_count(text).value >= 0
    except TextProblem as problem:
        assert problem.message
