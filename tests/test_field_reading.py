"""Answers read by the type of their field: a value, or what is wrong and whether it may be a question."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.field_reading import Said, Stray, choices_meant, read_field, read_more
from handlers.flows import Wrong
from knowledge.forms import Field, FormChoice
from knowledge.load import Knowledge

TODAY = date(2026, 11, 24)
KINDS = [FormChoice(name="a", label="Họp định kỳ"), FormChoice(name="b", label="Họp đột xuất, bất thường")]


def read(field: Field, text: str, *, chosen: bool = False, nameless: bool = False) -> dict[str, Any] | Wrong:
    return read_field(field, Said(text, TODAY, chosen), {}, nameless=nameless)


def field(type_: str, **more: Any) -> Field:
    return Field.model_validate({"name": "x", "type": type_, "label": "X", **more})


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("hôm nay", "2026-11-24", None),
        ("hôm qua", "2026-11-23", None),
        ("20/10", "2026-10-20", None),
        ("8/3", "2026-03-08", None),
        ("1/1 đến 31/10", "2026-01-01", "2026-10-31"),
        ("18/10 đến 20/10", "2026-10-18", "2026-10-20"),
        ("18-20/10/2026", "2026-10-18", "2026-10-20"),
        ("thứ sáu tuần trước", "2026-11-20", None),
        ("20 thang 10", "2026-10-20", None),
    ],
)
def test_days(text: str, first: str, last: str | None) -> None:
    assert read(field("date", ends="y"), text) == {"x": first, "y": last}


@pytest.mark.parametrize("text", ["8/3/2027", "ngày mai", "1/12", "25/11", "20/11 đến 30/11", "31/12/2026"])
def test_a_day_ahead_is_refused_and_named(text: str) -> None:
    found = read(field("date", ends="y"), text)
    assert isinstance(found, Wrong)
    assert "chưa tới" in found.text
    assert not isinstance(found, Stray)


@pytest.mark.parametrize("text", ["31/4", "29/2/2025", "32/1", "20/10 hoặc 21/10", "trước 20/10", "mồng 5 tết âm lịch"])
def test_days_that_are_none(text: str) -> None:
    found = read(field("date", ends="y"), text)
    assert isinstance(found, Wrong)
    assert not isinstance(found, Stray)


def test_a_stretch_where_one_day_is_asked_for() -> None:
    found = read(field("date"), "18/10 đến 20/10")
    assert isinstance(found, Wrong)
    assert "một ngày" in found.text


@pytest.mark.parametrize(
    ("text", "value"), [("45", 45), ("1.200", 1200), ("ba mươi lăm", 35), ("không", 0), ("7 nữ", 7)]
)
def test_counts(text: str, value: int) -> None:
    assert read(field("integer"), text) == {"x": value}


@pytest.mark.parametrize("text", ["-5", "20 đến 30", "12,5", "1/2"])
def test_counts_that_are_none(text: str) -> None:
    found = read(field("integer"), text)
    assert isinstance(found, Wrong)
    assert not isinstance(found, Stray)


@pytest.mark.parametrize("type_", ["integer", "date", "select_one", "file"])
def test_words_with_nothing_of_what_was_asked_may_be_a_question(type_: str) -> None:
    assert isinstance(read(field(type_), "ai ký công văn"), Stray)


@pytest.mark.parametrize(
    ("text", "value"), [("5tr", 5_000_000), ("12tr5", 12_500_000), ("không kinh phí", 0), ("0", 0)]
)
def test_money(text: str, value: int) -> None:
    assert read(field("integer", name="budget"), text) == {"budget": value}


@pytest.mark.parametrize("text", ["5 đến 6 triệu", "-5 triệu", "5 đô la"])
def test_money_that_is_none(text: str) -> None:
    assert isinstance(read(field("integer", name="budget"), text), Wrong)


def test_a_constraint_speaks_in_its_own_words() -> None:
    limited = field("integer", constraint=". <= 10", constraint_message="Tối đa 10.")
    assert read(limited, "11") == Wrong("Tối đa 10.")
    assert read(limited, "10") == {"x": 10}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1", ["a"]),
        ("2)", ["b"]),
        ("3", []),
        ("0", []),
        ("hop dinh ky", ["a"]),
        ("họp", ["a", "b"]),
        ("đột xuất", ["b"]),
        ("a", ["a"]),
        ("", []),
        ("xuất", ["b"]),
        ("uất", []),
    ],
)
def test_choices_by_number_label_or_part_of_it(text: str, names: list[str]) -> None:
    assert [one.name for one in choices_meant(KINDS, Said(text, TODAY))] == names


def test_a_button_is_taken_by_its_name_only() -> None:
    kinds = field("select_one", choices=[one.model_dump() for one in KINDS])
    assert read(kinds, "b", chosen=True) == {"x": "b"}
    assert isinstance(read(kinds, "2", chosen=True), Wrong)


def test_several_choices() -> None:
    several = field("select_multiple", choices=[one.model_dump() for one in KINDS])
    assert read(several, "1, 2") == {"x": ["a", "b"]}
    assert read(several, "định kỳ và 1") == {"x": ["a"]}
    assert isinstance(read(several, "1, 5"), Wrong)


@pytest.mark.parametrize(("name", "most"), [("title", 300), ("place", 300), ("x", 2000)])
def test_text_has_a_length(name: str, most: int) -> None:
    assert read(field("text", name=name), "x" * most) == {name: "x" * most}
    found = read(field("text", name=name), "x" * (most + 1))
    assert isinstance(found, Wrong)
    assert str(most) in found.text


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\u200b"])
def test_text_that_says_nothing(text: str) -> None:
    assert isinstance(read(field("text"), text), Wrong)


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("gặp chị Nguyễn Thị Hoa", "tên người", "Hoa"),
        ("gọi 0912 345 678", "số điện thoại", "0912"),
        ("CCCD 038123456789", "số giấy tờ", "038123456789"),
        ("ở số nhà 12 ngõ 5", "địa chỉ nhà", "12"),
        ("a.b@example.org", "thư điện tử", "example"),
    ],
)
def test_who_is_named_in_a_story_is_refused_and_not_repeated(text: str, kind: str, secret: str) -> None:
    for found in (read(field("text", free=True), text), read(field("text"), text, nameless=True)):
        assert isinstance(found, Wrong)
        assert kind in found.text
        assert secret not in found.text
    plain = read(field("text"), text)
    assert plain == {"x": text} if kind in ("tên người", "địa chỉ nhà") else isinstance(plain, Wrong)
    assert isinstance(read(field("text", name="title"), f"Chồng đánh vợ, {text}"), Wrong)


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@a"])
def test_text_is_kept_as_it_was_typed(text: str) -> None:
    assert read(field("text"), text) == {"x": text}


@pytest.mark.parametrize(("text", "more"), [("có", True), ("thêm", True), ("không", False), ("đủ rồi", False)])
def test_more_rows(text: str, more: bool) -> None:
    assert read_more(Said(text, TODAY)) is more


def test_neither_more_nor_enough() -> None:
    assert isinstance(read_more(Said("để xem", TODAY)), Stray)


def test_every_field_of_every_form_can_be_read(knowledge: Knowledge) -> None:
    fields = [one for form in knowledge.forms for top in form.fields for one in (top, *top.fields)]
    for one in fields:
        if one.type not in ("note", "calculate", "repeat"):
            read(one, "x")


def test_one_letter_picks_no_choice() -> None:
    choices = [FormChoice(name="tap_huan", label="Tập huấn"), FormChoice(name="hop", label="Họp")]
    assert choices_meant(choices, Said("t", TODAY)) == []
    assert choices_meant(choices, Said("tậ", TODAY)) == choices[:1]
