"""Provinces and communes of the package, and the names that the knowledge base has for them."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.communes import commune, communes_of, data_version, find_commune, find_province, provinces
from knowledge.load import Knowledge
from knowledge.text.normalise import fold


def test_there_are_34_provinces_and_3321_communes() -> None:
    every = [one for province in provinces() for one in communes_of(province.name)]
    assert len(provinces()) == 34
    assert len(every) == len({one.code for one in every}) == 3321
    assert all(one.name.startswith(("Xã ", "Phường ", "Đặc khu ")) for one in every)
    assert all(len(one.code) == 5 and one.code.isdigit() for one in every)
    assert all(len(one.code) == 2 and one.code.isdigit() for one in provinces())


def test_names_are_those_of_the_knowledge_base(knowledge: Knowledge) -> None:
    today = {place.now or place.name for place in knowledge.places}
    assert today == {province.name for province in provinces()}


def test_no_two_communes_of_a_province_are_written_alike() -> None:
    for province in provinces():
        names = [one.name for one in communes_of(province.name)]
        assert len(names) == len(set(names))


def test_full_names_say_what_a_province_is() -> None:
    full = {province.name: province.full_name for province in provinces()}
    assert full["Hà Nội"] == "Thành phố Hà Nội"
    assert full["Bắc Ninh"] == "Tỉnh Bắc Ninh"
    assert sum(name.startswith("Thành phố ") for name in full.values()) == 6


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Bắc Ninh", "Bắc Ninh"),
        ("tinh bac ninh", "Bắc Ninh"),
        ("TỈNH  THANH HOÁ", "Thanh Hóa"),
        ("tp. ho chi minh", "Thành phố Hồ Chí Minh"),
        ("Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("thành phố Huế", "Huế"),
        ("Bắc Giang", None),
        ("bac", None),
        ("", None),
    ],
)
def test_a_province_is_found_in_any_spelling(words: str, name: str | None) -> None:
    found = find_province(words)
    assert (found.name if found else None) == name


def test_every_province_and_commune_is_found_by_its_own_name_and_without_diacritics() -> None:
    for province in provinces():
        assert find_province(fold(province.full_name)) == province
        for one in communes_of(province.name):
            assert find_commune(one.name, province.name) == [one]
            assert one in find_commune(fold(one.name), province.name)
            assert commune(one.code) == one


def test_diacritics_tell_communes_apart_and_their_lack_leaves_both() -> None:
    assert [one.name for one in find_commune("Xã Thạnh An", "Thành phố Hồ Chí Minh")] == ["Xã Thạnh An"]
    assert {one.name for one in find_commune("xa thanh an", "Thành phố Hồ Chí Minh")} == {"Xã Thạnh An", "Xã Thanh An"}
    assert [one.name for one in find_commune("Ea M'Droh")] == ["Xã Ea M’Droh"]
    assert find_commune("Xã Không Có") == []
    assert communes_of("Bắc Giang") == ()
    assert commune("99999") is None


def test_the_day_of_the_data_is_shown() -> None:
    assert date.fromisoformat(data_version()) >= date(2025, 7, 1)
