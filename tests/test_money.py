"""Amounts of money as people write them."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.money import WrongMoney, find_money, find_said_money, parse_money
from knowledge.text.problems import TextProblem

CASES = yaml.safe_load((Path(__file__).parent / "matching" / "money.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["money"], ids=lambda case: case["text"])
def test_reads_the_amount_people_mean(case: dict[str, Any]) -> None:
    for text in (case["text"], unicodedata.normalize("NFD", case["text"])):
        found = parse_money(text)
        assert (found.vnd, found.certain) == (case["vnd"], case.get("certain", True))


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_refuses_with_the_reason(case: dict[str, Any]) -> None:
    with pytest.raises(TextProblem) as raised:
        parse_money(case["text"])
    assert raised.value.code == case["code"]


@pytest.mark.parametrize("text", CASES["none"])
def test_takes_nothing_else_for_money(text: str) -> None:
    assert find_money(text) == []


def test_finds_amounts_in_running_text_with_their_place() -> None:
    text = "Tập huấn cho 35 người ngày 20/10, chi 12tr5 và hỗ trợ 500.000 đồng"
    assert [(one.vnd, text[slice(*one.span)]) for one in find_money(text)] == [
        (12_500_000, "12tr5"),
        (500_000, "500.000 đồng"),
    ]


def test_amounts_that_cannot_be_used_are_found_with_the_reason_and_their_place() -> None:
    text = "chi 2-3 triệu, -5tr, 200 USD, 1,5 đồng và 7tr"
    found = find_said_money(text)
    wrong = [(one.problem.code, text[slice(*one.span)]) for one in found if isinstance(one, WrongMoney)]
    assert wrong == [
        ("money_range", "3 triệu"),
        ("negative", "5tr"),
        ("money_foreign", "200 USD"),
        ("money_part", "1,5 đồng"),
    ]
    assert [one.vnd for one in found if not isinstance(one, WrongMoney)] == [7_000_000]


@given(st.integers(1000, 10**14))
def test_written_amounts_read_back_as_themselves(amount: int) -> None:
    grouped = f"{amount:,}"
    for text in (f"{grouped.replace(',', '.')}đ", f"{grouped} đồng", f"{amount} VND", f"{amount}"):
        assert parse_money(text).vnd == amount


@given(st.integers(1, 999), st.integers(1, 9))
def test_short_forms_read_back_as_themselves(millions: int, tenths: int) -> None:
    amount = millions * 10**6 + tenths * 10**5
    for text in (
        f"{millions}tr{tenths}",
        f"{millions} triệu {tenths}",
        f"{millions},{tenths} triệu",
        f"{millions}tr{tenths}00",
    ):
        assert parse_money(text).vnd == amount


PIECES = st.sampled_from(
    [*"0123456789.,- ", "tr", "k", "triệu", "tỷ", "nghìn", "đ", "đồng", " năm ", "rưỡi", "không", "mươi"]
)


@given(st.one_of(st.text(max_size=50), st.lists(PIECES, max_size=20).map("".join)))
def test_any_text_gives_amounts_inside_it_or_a_reason(text: str) -> None:
    for found in find_money(text):
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        assert found.vnd >= 0
    try:
        assert parse_money(text).vnd >= 0
    except TextProblem as problem:
        assert problem.message
