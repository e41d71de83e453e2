"""Who tells of violence against themselves or somebody near calls for help; who reports on violence does not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.distress import asks_for_help, tells_of_own
from knowledge.text.normalise import fold

SENTENCES = yaml.safe_load((Path(__file__).parent / "matching" / "help.yaml").read_text("utf-8"))


@pytest.mark.parametrize("text", SENTENCES["own"])
def test_whoever_suffers_calls_for_help_in_any_spelling(text: str) -> None:
    assert [tells_of_own(one) for one in (text, text.upper(), fold(text), f"{text}.")] == [True] * 4


@pytest.mark.parametrize("text", SENTENCES["now"])
def test_what_happens_now_is_a_call_for_help(text: str) -> None:
    assert [asks_for_help(one) for one in (text, fold(text))] == [True, True]
    assert not tells_of_own(text)


@pytest.mark.parametrize("text", SENTENCES["none"])
def test_a_report_is_no_call_for_help(text: str) -> None:
    assert [asks_for_help(one) for one in (text, fold(text))] == [False, False]


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert asks_for_help(text) >= tells_of_own(text)
