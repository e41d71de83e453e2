"""Which question comes next, and what an answer changes: plain values, no storage."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.filling import Filling
from handlers.form_state import State
from knowledge.forms import Form
from knowledge.load import Knowledge

TODAY = date(2026, 11, 24)


def form(knowledge: Knowledge, id_: str) -> Form:
    return next(one for one in knowledge.forms if one.id == id_)


def asked(filling: Filling) -> str | None:
    return filling.current.path if filling.current else None


def after(form_: Form, *answers: dict[str, Any] | None, state: State | None = None) -> Filling:
    """The form after these answers to whatever was asked; None skips."""
    filling = Filling(form_, state or State(), TODAY)
    for answer in answers:
        step = filling.current
        assert step is not None
        filling = Filling(form_, filling.skip(step) if answer is None else filling.answered(step, answer), TODAY)
    return filling


def test_questions_come_in_order_and_end(knowledge: Knowledge) -> None:
    khac = form(knowledge, "khac")
    filling = after(khac)
    seen = []
    while filling.current is not None:
        seen.append(filling.current.path)
        filling = Filling(khac, filling.skip(filling.current), TODAY)
    assert seen == ["title", "date", "place", "female", "male", "budget", "file"]


def test_an_answer_for_a_question_that_is_no_longer_relevant_does_not_count(knowledge: Knowledge) -> None:
    vu_viec = form(knowledge, "vu-viec")
    filling = after(vu_viec, {"kind": "khac"}, {"date": "2026-10-31", "date_end": None}, {"cases": 2}, {"female": 2})
    assert asked(filling) == "male"
    edited = Filling(vu_viec, filling.edit("cases"), TODAY)
    assert asked(edited) == "cases"
    none = after(vu_viec, {"cases": 0}, state=edited.state)
    assert asked(none) == "measures"
    assert "female" not in none.values
    assert none.people.female is None


def test_back_takes_answers_back_one_by_one_to_the_first(knowledge: Knowledge) -> None:
    filling = after(
        form(knowledge, "kiem-tra"), {"date": "2026-09-05", "date_end": "2026-09-08"}, {"units_inspected": 3}
    )
    paths = []
    while (before := filling.back()) is not None:
        filling = Filling(filling.form, before, TODAY)
        paths.append(asked(filling))
    assert paths == ["units_inspected", "date"]
    assert filling.state.answers == {}


def test_back_from_an_edit_leaves_the_answer(knowledge: Knowledge) -> None:
    filling = after(form(knowledge, "kiem-tra"), {"date": "2026-09-05", "date_end": None}, {"units_inspected": 3})
    edited = Filling(filling.form, filling.edit("date"), TODAY)
    before = edited.back()
    assert before is not None
    assert before.answers == filling.state.answers
    assert before.editing is None


def row(level: str, now: int = 9) -> tuple[dict[str, Any] | None, ...]:
    return {"level": level}, {"all_now": now}, {"women_now": 1}, None


@pytest.fixture
def levels(knowledge: Knowledge) -> Form:
    return form(knowledge, "can-bo-nu")


def test_a_row_is_asked_field_by_field_then_whether_there_is_more(levels: Form) -> None:
    filling = after(levels, {"date": "2026-10-31"}, *row("cap_uy"))
    assert asked(filling) == "levels/+"
    more = after(levels, {"levels": True}, state=filling.state)
    assert asked(more) == "levels/1/level"
    step = more.current
    assert step is not None
    assert "cap_uy" not in [one.name for one in more.offered(step)]
    assert asked(after(levels, {"levels": False}, state=filling.state)) == "difficulties"


def test_back_takes_an_empty_row_away(levels: Form) -> None:
    filling = after(levels, {"date": "2026-10-31"}, *row("cap_uy"), {"levels": True})
    before = filling.back()
    assert before is not None
    assert before.answers["levels"] == [{"level": "cap_uy", "all_now": 9, "women_now": 1}]
    assert asked(Filling(levels, before, TODAY)) == "levels/+"


def test_the_last_row_of_a_full_repeat_can_be_taken_back(levels: Form) -> None:
    names = ["cap_uy", "lanh_dao", "phong", "quy_hoach"]
    answers = [answer for name in names for answer in (*row(name), {"levels": True})]
    filling = after(levels, {"date": "2026-10-31"}, *answers)
    assert asked(filling) == "levels/4/level"
    before = filling.back()
    assert before is not None
    assert len(before.answers["levels"]) == 4
    assert asked(Filling(levels, before, TODAY)) == "levels/+"


def test_an_answer_that_makes_another_impossible_has_it_asked_again(levels: Form) -> None:
    filling = after(levels, {"date": "2026-10-31"}, {"level": "phong"}, {"all_now": 9}, {"women_now": 4})
    smaller = after(levels, {"all_now": 3}, state=filling.edit("levels/0/all_now"))
    doubted = Filling(levels, smaller.doubted(), TODAY)
    assert asked(doubted) == "levels/0/women_now"
    assert "Số nữ phải" in doubted.state.doubts["levels/0/women_now"]
    settled = after(levels, {"women_now": 3}, state=doubted.state)
    assert settled.state.doubts == {}
    assert settled.doubted() == settled.state


def test_what_follows_from_other_figures_is_not_asked(knowledge: Knowledge) -> None:
    state = State(
        answers={"type": "tap_huan", "title": "x", "total": 57, "female": 45, "date": "2026-10-20"}, brief=True
    )
    filling = Filling(form(knowledge, "truyen-thong"), state, TODAY)
    assert asked(filling) is None
    assert filling.people.male == 12


def test_a_message_is_only_asked_for_what_the_report_needs(knowledge: Knowledge) -> None:
    filling = Filling(form(knowledge, "ky-niem"), State(brief=True), TODAY)
    asked_ = []
    while filling.current is not None:
        asked_.append(filling.current.path)
        filling = Filling(filling.form, filling.skip(filling.current), TODAY)
    assert asked_ == ["occasion", "date", "title", "female", "male"]


def test_a_figure_that_cannot_be_is_asked_again_though_optional(knowledge: Knowledge) -> None:
    state = State(answers={"title": "x", "date": "2026-10-20"}, brief=True, doubts={"budget": "Lớn quá."})
    assert asked(Filling(form(knowledge, "khac"), state, TODAY)) == "budget"


def test_a_state_survives_its_json(knowledge: Knowledge) -> None:
    filling = after(form(knowledge, "kiem-tra"), {"date": "2026-09-05", "date_end": None}, {"units_inspected": 3})
    assert State.from_json(filling.state.to_json()) == filling.state
