"""The forms that ship: what they ask, what they refuse, and that they say no more than the base knows."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from knowledge.forms import Field, Form, Value, breaks_constraint, calculated, form_for, is_relevant, question_count
from knowledge.forms.fields import every_field
from knowledge.forms.type_faults import ACTIVITY_TYPES, missing_types
from knowledge.load import default_data_dir, load_knowledge

TODAY = date(2026, 11, 24)
BASE = load_knowledge(default_data_dir())
FORMS = {form.id: form for form in BASE.forms}
FIELDS = [(form, at.field) for form in BASE.forms for at in every_field(form.fields)]


def named(form: Form, name: str) -> Field:
    return next(at.field for at in every_field(form.fields) if at.field.name == name)


def asking(*names: str) -> list[object]:
    """The questions of these names, in whatever form."""
    found = [(form, field) for form, field in FIELDS if field.name in names and field.type != "calculate"]
    return [pytest.param(field, id=f"{form.id}-{field.name}") for form, field in found]


def test_every_type_of_activity_has_one_form_that_is_meant_for_it() -> None:
    assert missing_types(BASE.forms, ACTIVITY_TYPES) == []
    meant = {name: form.id for name in ACTIVITY_TYPES if (form := form_for(BASE.forms, name))}
    assert meant == {
        "tuyen_truyen": "truyen-thong",
        "tap_huan": "truyen-thong",
        "hoi_nghi": "truyen-thong",
        "kiem_tra": "kiem-tra",
        "ky_niem": "ky-niem",
        "thang_hanh_dong": "ky-niem",
        "can_bo_nu": "can-bo-nu",
        "hop": "hop-kien-toan",
        "kien_toan": "hop-kien-toan",
        "vu_viec": "vu-viec",
        "khac": "khac",
    }


@pytest.mark.parametrize("form", BASE.forms, ids=lambda form: form.id)
def test_a_form_asks_at_most_seven_things_and_says_who_wants_them(form: Form) -> None:
    assert question_count(form) <= 7
    assert form.source.directive == "so-y-te-thanh-hoa-2018"
    assert form.source.sections


@pytest.mark.parametrize("field", asking("female", "male"))
def test_headcounts_are_from_none_to_a_million(field: Field) -> None:
    assert [breaks_constraint(field, count, {}, TODAY) for count in (0, 1, 1_000_000)] == [None, None, None]
    for count in (-1, 1_000_001):
        assert breaks_constraint(field, count, {}, TODAY) == field.constraint_message


@pytest.mark.parametrize("field", asking("budget"))
def test_money_is_less_than_ten_thousand_million(field: Field) -> None:
    assert [breaks_constraint(field, sum_, {}, TODAY) for sum_ in (0, 9_999_999_999)] == [None, None]
    for sum_ in (-1, 10_000_000_000, 10**12):
        assert "10 tỷ" in (breaks_constraint(field, sum_, {}, TODAY) or "")


@pytest.mark.parametrize("field", asking("date"))
def test_days_are_needed_and_not_ahead(field: Field) -> None:
    assert field.required == "true()"
    assert breaks_constraint(field, TODAY.isoformat(), {}, TODAY) is None
    assert breaks_constraint(field, (TODAY + timedelta(days=1)).isoformat(), {}, TODAY) == field.constraint_message


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=[f"{form.id}-{field.name}" for form, field in FIELDS])
def test_questions_are_short_and_wrong_answers_are_told_what_to_write(form: Form, field: Field) -> None:
    if field.type in ("note", "calculate"):
        return
    assert len(field.label) <= 80
    assert field.hint or field.type == "select_one"
    assert field.constraint is None or re.search(r"viết|sửa", field.constraint_message or "", re.IGNORECASE)
    assert field.type != "text" or field.free or field.name in ("title", "place", "units", "decision")


@pytest.mark.parametrize(
    ("form", "name", "answer", "type_"),
    [
        ("ky-niem", "occasion", "phu_nu_viet_nam", "ky_niem"),
        ("ky-niem", "occasion", "thang_hanh_dong", "thang_hanh_dong"),
        ("ky-niem", "occasion", None, None),
        ("hop-kien-toan", "kind", "hop_dot_xuat", "hop"),
        ("hop-kien-toan", "kind", "thanh_lap", "kien_toan"),
        ("hop-kien-toan", "kind", None, None),
    ],
)
def test_the_type_follows_from_what_is_chosen(form: str, name: str, answer: Value, type_: Value) -> None:
    assert calculated(FORMS[form], {name: answer}, TODAY)["type"] == type_


def test_units_are_asked_for_where_boards_were_renewed() -> None:
    units = named(FORMS["hop-kien-toan"], "units")
    assert is_relevant(units, {"kind": "kien_toan"}, TODAY)
    assert not is_relevant(units, {"kind": "hop_dinh_ky"}, TODAY)


def test_without_cases_nobody_is_asked_about_victims() -> None:
    form = FORMS["vu-viec"]
    assert [is_relevant(named(form, "female"), {"cases": cases}, TODAY) for cases in (None, 0, 1)] == [
        False,
        False,
        True,
    ]
    assert "female" not in calculated(form, {"cases": 0, "female": 3}, TODAY)


def test_women_are_among_all_and_last_year_only_where_it_is_known() -> None:
    form = FORMS["can-bo-nu"]
    now, before = named(form, "women_now"), named(form, "women_before")
    assert breaks_constraint(now, 4, {"all_now": 4}, TODAY) is None
    assert breaks_constraint(now, 5, {"all_now": 4}, TODAY) == now.constraint_message
    assert not is_relevant(before, {"all_now": 4}, TODAY)
    assert is_relevant(before, {"all_before": 0}, TODAY)


def test_victims_are_sent_where_the_base_says_and_nowhere_else() -> None:
    first, second = FORMS["vu-viec"].fields[:2]
    assert (first.type, second.type) == ("note", "note")
    for word in ("tên", "số điện thoại", "số giấy tờ", "địa chỉ"):
        assert word in first.label
    fact = next(fact for file in BASE.answers for fact in file.facts if fact.id == "where-to-report-violence")
    places = [line for line in fact.text.splitlines() if line.startswith("- ")]
    assert [line for line in second.label.splitlines() if line.startswith("- ")] == places
    assert "Điều 19" in second.label
    assert not re.search(r"\b1\d\d\b|\b1[89]00", second.label)
