"""Places and sectors are found however they are typed, and everyday words are not taken for them."""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.gazetteer import Gazetteer
from knowledge.load import load_knowledge
from knowledge.text.normalise import clean, fold

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "matching/places.yaml").read_text(encoding="utf-8"))
KNOWLEDGE = load_knowledge(Path(__file__).parent.parent / "knowledge" / "data")
GAZETTEER = Gazetteer(KNOWLEDGE.places, tuple(KNOWLEDGE.lexicon.sectors))
BOUND = tuple(dict.fromkeys(one.province.name for one in KNOWLEDGE.directives if one.province))
TYPED: list[Callable[[str], str]] = [str, str.upper, fold, lambda text: unicodedata.normalize("NFD", text)]


def names(text: str) -> list[str | None]:
    return [hit.name for hit in GAZETTEER.find_places(text)]


@pytest.mark.parametrize("row", CASES["places"], ids=lambda row: row["text"])
def test_places_are_found(row: dict[str, Any]) -> None:
    assert names(row["text"]) == row["found"]
    assert names(unicodedata.normalize("NFD", row["text"])) == row["found"]


@pytest.mark.parametrize("text", CASES["nothing"])
def test_everyday_words_are_no_places(text: str) -> None:
    assert names(text) == []
    assert names(unicodedata.normalize("NFD", text)) == []


@pytest.mark.parametrize("place", KNOWLEDGE.places, ids=lambda place: place.name)
def test_every_province_is_found_however_it_is_typed(place: Any) -> None:
    for typed in TYPED:
        assert names(typed(f"báo cáo của tỉnh {place.name}, nộp khi nào")) == [place.name]
    assert names(f"{place.name} nộp khi nào") == [place.name]
    assert all(GAZETTEER.same_place(place.name, other) for other in (*place.aliases, *place.includes))


def test_spans_are_those_of_the_words() -> None:
    [hit] = GAZETTEER.find_places("ở tỉnh Hà Nam ạ")
    assert (hit.written, hit.name, hit.now) == ("Hà Nam", "Hà Nam", "Ninh Bình")
    assert "ở tỉnh Hà Nam ạ"[hit.start : hit.end] == "Hà Nam"


@pytest.mark.parametrize("row", CASES["guessed"], ids=lambda row: row["text"])
def test_misspelt_places_are_guessed(row: dict[str, Any]) -> None:
    assert GAZETTEER.guess_place(row["text"], BOUND) == row["place"]


@pytest.mark.parametrize("text", [*CASES["not_guessed"], *CASES["nothing"]])
def test_nothing_is_guessed_from_words_spelt_right(text: str) -> None:
    assert GAZETTEER.guess_place(text, BOUND) is None


@pytest.mark.parametrize("row", CASES["announced"], ids=lambda row: row["text"])
def test_a_misspelt_place_that_is_announced_may_be_any(row: dict[str, Any]) -> None:
    assert GAZETTEER.guess_announced(row["text"]) == row["place"]


@pytest.mark.parametrize("text", [*CASES["not_announced"], *CASES["nothing"]])
def test_everyday_words_after_what_announces_a_place_are_none(text: str) -> None:
    assert GAZETTEER.guess_announced(text) is None


def test_no_listed_place_is_guessed_as_another() -> None:
    for place in KNOWLEDGE.places:
        for typed in (place.name, place.name.lower(), fold(place.name)):
            guess = GAZETTEER.guess_place(typed, BOUND)
            assert guess is None or GAZETTEER.same_place(guess, place.name)


@pytest.mark.parametrize("row", CASES["sectors"], ids=lambda row: row["text"])
def test_sectors_are_found(row: dict[str, Any]) -> None:
    for typed in TYPED:
        assert GAZETTEER.find_sectors(typed(row["text"])) == row["found"] or (typed is fold and not row["found"])


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("TP HCM", "Thành phố Hồ Chí Minh", True),
        ("tỉnh Thanh Hóa", "thanh hoá", True),
        ("huyện Hoằng Hóa", "Thanh Hóa", True),
        ("Hà Nam", "Ninh Bình", False),
        ("Vương quốc Xa", "Hà Nam", False),
    ],
)
def test_places_are_compared_by_what_they_are(left: str, right: str, same: bool) -> None:
    assert GAZETTEER.same_place(left, right) is same


def test_a_merged_province_is_part_of_todays() -> None:
    assert GAZETTEER.now("Hà Nam") == GAZETTEER.canonical("Ninh Bình")
    assert GAZETTEER.now("Thanh Hóa") == GAZETTEER.canonical("Thanh Hóa")
    todays = {GAZETTEER.now(place.name) for place in KNOWLEDGE.places}
    assert len(todays) == 34


PIECES = st.sampled_from(
    "tỉnh huyện xã quận 1 Thanh Hóa thanh hoa - , . Hồ Chí Minh Quỳnh Lưu HP ở TP.HCM \u0301 nào".split()
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join)))
def test_any_text_gives_spans_inside_it_in_order(text: str) -> None:
    cleaned = clean(text)
    end = 0
    for hit in GAZETTEER.find_places(text):
        assert end <= hit.start < hit.end <= len(cleaned)
        assert cleaned[hit.start : hit.end] == hit.written
        end = hit.end
    GAZETTEER.guess_place(text, BOUND)
    assert set(GAZETTEER.find_sectors(text)) <= {sector.name for sector in KNOWLEDGE.lexicon.sectors}
