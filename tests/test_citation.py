"""Official numbers are found however they are typed, and only where there are some."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.citation import Mention, fold_in_place, issuer_code, mentions
from knowledge.text.normalise import clean, fold

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "matching/citations.yaml").read_text(encoding="utf-8"))
PIECES = "TT QĐ thông tư số 191 2009 / - 515 TTg BTC năm 20/10 , . CV/TU và QH11 \u0301".split()
ANY_TEXT = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=15).map(" ".join))


def said(mention: Mention) -> tuple[Any, ...]:
    return mention.number, mention.year, mention.type, mention.issuer, mention.certain


def wanted(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["number"], row.get("year"), row.get("type"), row.get("issuer"), not row.get("maybe", False)


@pytest.mark.parametrize("row", CASES["citations"], ids=lambda row: row["text"])
def test_numbers_are_found(row: dict[str, Any]) -> None:
    assert [said(mention) for mention in mentions(row["text"])] == [wanted(found) for found in row["found"]]


@pytest.mark.parametrize("row", CASES["citations"], ids=lambda row: row["text"])
@pytest.mark.parametrize(
    "typed",
    [
        str.upper,
        str.lower,
        fold,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"cho em hỏi {text} ạ",
        lambda text: f"  {text}?",
    ],
    ids=["upper", "lower", "bare", "NFD", "in a sentence", "with signs"],
)
def test_typing_makes_no_difference(row: dict[str, Any], typed: Any) -> None:
    assert [said(mention)[:4] for mention in mentions(typed(row["text"]))] == [
        wanted(found)[:4] for found in row["found"]
    ]


@pytest.mark.parametrize("text", CASES["nothing"])
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mentions(text) == []
    assert mentions(fold(text)) == []
    assert mentions(unicodedata.normalize("NFD", text)) == []


@pytest.mark.parametrize("text", CASES["none"])
def test_bare_numbers_are_never_certain(text: str) -> None:
    assert not any(mention.certain or mention.type for mention in mentions(text))


def test_a_party_paper_of_a_committee_is_a_thong_tri() -> None:
    [party], [state] = mentions("04-TT/TU"), mentions("04/2016/TT-BTC")
    assert (party.type, state.type) == ("TTRI", "TT")


def test_a_year_beside_the_number_is_told_from_one_in_it() -> None:
    [beside], [inside] = mentions("19/TT-BTC ngày 01/10/2009"), mentions("19/2009/TT-BTC")
    assert (beside.year, beside.dated, inside.year, inside.dated) == (2009, True, 2009, False)


def test_a_label_is_what_was_typed() -> None:
    assert mentions("Xem Quyết định số 515/QĐ-TTg.")[0].label == "Quyết định số 515/QĐ-TTg"


@given(ANY_TEXT)
def test_any_text_gives_spans_inside_it_in_order(text: str) -> None:
    cleaned = clean(text)
    end = 0
    for mention in mentions(text):
        assert end <= mention.start < mention.end <= len(cleaned)
        assert cleaned[mention.start : mention.end] == mention.written
        end = mention.end


@given(
    st.integers(13, 99999),
    st.integers(1990, 2029),
    st.sampled_from(["TT-BTC", "QĐ-TTg", "NĐ-CP", "TTLT-BYT-BTC"]),
    st.sampled_from([str, str.upper, str.lower, fold]),
    st.sampled_from(["", " ", "  "]),
)
def test_a_full_number_is_read_whole(number: int, year: int, tail: str, typed: Any, space: str) -> None:
    kind, _, issuer = tail.partition("-")
    [mention] = mentions(typed(f"{number}{space}/{space}{year}/{tail}"))
    assert said(mention) == (number, year, fold(kind).upper(), issuer_code(issuer), True)


@given(st.text(max_size=60))
def test_folding_in_place_keeps_places(text: str) -> None:
    cleaned = clean(text)
    assert len(fold_in_place(cleaned)) == len(cleaned)


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    assert mentions("thông tư số " * 8000 + "1/" * 2000) == []
    assert len(mentions("TT 191, " * 2000)) == 2000
