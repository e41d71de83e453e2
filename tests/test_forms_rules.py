"""What the rules of a form say about answers: what counts, what may be skipped, what is wrong."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.forms import (
    Field,
    Form,
    FormChoice,
    FormSource,
    Value,
    asked,
    breaks_constraint,
    calculated,
    default_of,
    form_for,
    in_row,
    is_relevant,
    is_required,
    question_count,
)
from knowledge.forms.order import cycle_in, in_order, needs

TODAY = date(2026, 11, 24)
CHOICES = [FormChoice(name="hop", label="Họp"), FormChoice(name="khac", label="Khác")]


def form(
    *fields: Field, types: tuple[str, ...] = ("khac",), id: str = "mau", default_for: tuple[str, ...] = ()
) -> Form:
    return Form(
        id=id,
        title="Mẫu",
        types=list(types),
        default_for=list(default_for),
        source=FormSource(where="Kế hoạch mẫu"),
        fields=list(fields),
    )


KIND = Field(name="kind", type="select_one", label="Việc gì?", choices=CHOICES, required="true()")
COUNT = Field(
    name="so",
    type="integer",
    label="Mấy?",
    relevant="${kind} = 'hop'",
    constraint=". >= 0",
    constraint_message="Viết số.",
)
WHY = Field(name="vi_sao", type="text", label="Vì sao?", relevant="${so} = 0", required="${kind} = 'hop'")
DOUBLE = Field(name="gap_doi", type="calculate", calculation="${so} * 2")
LAST = Field(name="cuoi", type="calculate", calculation="if(${gap_doi} = '', '', today())")
NOTE = Field(name="loi", type="note", label="Lời nhắn.")
ROWS = Field(
    name="cap",
    type="repeat",
    label="Cấp",
    relevant="${kind} = 'hop'",
    fields=[
        Field(name="tat_ca", type="integer", label="Mấy người?"),
        Field(
            name="nu",
            type="integer",
            label="Mấy nữ?",
            relevant="${tat_ca} > 0",
            constraint=". <= ${tat_ca}",
            constraint_message="Nữ không nhiều hơn tất cả.",
        ),
        Field(name="nam", type="calculate", calculation="${tat_ca} - ${nu}"),
    ],
)
TOTAL = Field(name="tong_nu", type="calculate", calculation="sum(${nu})")


def test_a_question_is_asked_when_its_condition_holds() -> None:
    assert is_relevant(KIND, {}, TODAY)
    assert not is_relevant(COUNT, {}, TODAY)
    assert is_relevant(COUNT, {"kind": "hop"}, TODAY)


def test_required_may_depend_on_answers() -> None:
    assert is_required(KIND, {}, TODAY)
    assert not is_required(COUNT, {}, TODAY)
    assert is_required(WHY, {"kind": "hop"}, TODAY)
    assert not is_required(WHY, {"kind": "khac"}, TODAY)


def test_a_constraint_says_what_to_write_and_leaves_no_answer_alone() -> None:
    assert breaks_constraint(COUNT, -1, {}, TODAY) == "Viết số."
    assert breaks_constraint(COUNT, 0, {}, TODAY) is None
    unanswered: list[Value] = [None, "", []]
    for nothing in unanswered:
        assert breaks_constraint(COUNT, nothing, {}, TODAY) is None
    assert breaks_constraint(KIND, "la", {}, TODAY) is None
    bare = COUNT.model_copy(update={"constraint_message": None})
    assert breaks_constraint(bare, -1, {}, TODAY) == "Câu trả lời này không hợp lệ, anh/chị xem lại giúp."


def test_a_field_that_does_not_count_is_not_seen_by_others() -> None:
    whole = form(KIND, COUNT, WHY, DOUBLE, LAST)
    answers: dict[str, Value] = {"kind": "hop", "so": 0, "vi_sao": "mưa", "date_end": "2026-01-01"}
    assert calculated(whole, answers, TODAY) == {**answers, "gap_doi": 0, "cuoi": "2026-11-24"}
    changed = calculated(whole, {**answers, "kind": "khac"}, TODAY)
    assert changed == {"kind": "khac", "date_end": "2026-01-01", "gap_doi": None, "cuoi": None}
    assert not is_relevant(WHY, changed, TODAY)


def test_calculations_are_worked_out_in_the_order_of_their_needs() -> None:
    backwards = form(LAST, DOUBLE, WHY, COUNT, KIND)
    assert calculated(backwards, {"kind": "hop", "so": 3}, TODAY)["gap_doi"] == 6
    assert calculated(backwards, {"kind": "hop", "so": 3}, TODAY)["cuoi"] == "2026-11-24"


def test_a_cycle_ends_and_its_fields_see_nothing() -> None:
    first = Field(name="a", type="calculate", calculation="coalesce(${b}, 'a')")
    second = Field(name="b", type="calculate", calculation="coalesce(${a}, 'b')")
    whole = form(first, second, KIND)
    assert calculated(whole, {"kind": "hop"}, TODAY) == {"kind": "hop", "a": "a", "b": "a"}
    _, stuck = in_order(whole)
    assert cycle_in(stuck, needs(whole)) == ["a", "b", "a"]


def test_rows_are_judged_one_by_one_and_added_up() -> None:
    whole = form(KIND, ROWS, TOTAL)
    rows: list[dict[str, Value]] = [{"tat_ca": 5, "nu": 2}, {"tat_ca": 0, "nu": 9, "id": "r2"}, {"tat_ca": 3}]
    found = calculated(whole, {"kind": "hop", "cap": rows}, TODAY)
    assert found["cap"] == [
        {"tat_ca": 5, "nu": 2, "nam": 3},
        {"id": "r2", "tat_ca": 0, "nam": None},
        {"tat_ca": 3, "nam": None},
    ]
    assert found["tong_nu"] == 2
    women = ROWS.fields[1]
    assert is_relevant(women, in_row(ROWS, found, rows[0]), TODAY)
    assert not is_relevant(women, in_row(ROWS, found, rows[1]), TODAY)
    assert breaks_constraint(women, 6, in_row(ROWS, found, rows[0]), TODAY) == "Nữ không nhiều hơn tất cả."
    assert breaks_constraint(women, 5, in_row(ROWS, found, rows[0]), TODAY) is None


def test_a_row_does_not_see_the_answers_of_other_rows() -> None:
    silent = Field(name="thieu", type="calculate", calculation="if(${nu} = '', 'thiếu', 'đủ')")
    whole = form(ROWS.model_copy(update={"relevant": None, "fields": [*ROWS.fields, silent]}))
    found = calculated(whole, {"cap": [{"tat_ca": 5, "nu": 2}, {"tat_ca": 0}]}, TODAY)
    assert found["cap"] == [
        {"tat_ca": 5, "nu": 2, "nam": 3, "thieu": "đủ"},
        {"tat_ca": 0, "nam": None, "thieu": "thiếu"},
    ]


def test_a_repeat_that_does_not_count_adds_up_to_nothing() -> None:
    found = calculated(form(KIND, ROWS, TOTAL), {"kind": "khac", "cap": [{"tat_ca": 5, "nu": 2}]}, TODAY)
    assert found == {"kind": "khac", "tong_nu": 0}


def test_the_last_day_goes_with_its_date() -> None:
    day = Field(name="date", type="date", label="Ngày nào?", ends="date_end", relevant="${kind} = 'hop'")
    answers: dict[str, Value] = {"kind": "hop", "date": "2026-10-18", "date_end": "2026-10-20"}
    length = Field(name="may_ngay", type="calculate", calculation="${date_end} - ${date} + 1")
    assert calculated(form(KIND, day, length), answers, TODAY) == {**answers, "may_ngay": 3}
    assert calculated(form(KIND, day, length), {**answers, "kind": "khac"}, TODAY) == {"kind": "khac", "may_ngay": None}


def test_answers_stay_as_they_were_given() -> None:
    answers: dict[str, Value] = {"kind": "hop", "cap": [{"tat_ca": 1, "nu": 1}]}
    calculated(form(KIND, ROWS, TOTAL), answers, TODAY)
    assert answers == {"kind": "hop", "cap": [{"tat_ca": 1, "nu": 1}]}


def test_notes_and_calculations_ask_nothing_and_a_repeat_counts_as_its_fields() -> None:
    whole = form(NOTE, KIND, ROWS, TOTAL)
    assert [field.name for field in asked(whole)] == ["kind", "cap"]
    assert question_count(whole) == 3


def test_defaults_are_values() -> None:
    def default(type: str, text: str) -> Value:
        return default_of(Field.model_validate({"name": "a", "type": type, "label": "A?", "default": text}), TODAY)

    assert default("integer", "5") == 5
    assert default("date", "today()") == "2026-11-24"
    assert default("date", "2026-01-02") == "2026-01-02"
    assert default("select_multiple", "a b") == ["a", "b"]
    assert default("select_one", "a") == "a"
    assert default_of(KIND, TODAY) is None


def test_a_type_has_the_form_that_says_it_is_for_it() -> None:
    one = form(KIND, id="mot", types=("khac", "hop"))
    two = form(KIND, id="hai", types=("khac",), default_for=("khac",))
    assert form_for([one, two], "khac") is two
    assert form_for([one, two], "hop") is one
    assert form_for([one, two], "la") is None


ANSWERS = st.one_of(st.none(), st.integers(-3, 10), st.text(max_size=4), st.lists(st.text(max_size=2), max_size=2))
ROW_LISTS = st.lists(st.dictionaries(st.sampled_from(["tat_ca", "nu", "nam", "x"]), ANSWERS), max_size=3)


@given(
    values=st.dictionaries(
        st.sampled_from(["kind", "so", "vi_sao", "gap_doi", "cap", "tong_nu", "khac"]), st.one_of(ANSWERS, ROW_LISTS)
    )
)
def test_whatever_is_stored_working_it_out_twice_changes_nothing(values: dict[str, Value]) -> None:
    whole = form(NOTE, KIND, COUNT, WHY, DOUBLE, LAST, ROWS, TOTAL)
    once = calculated(whole, values, TODAY)
    assert calculated(whole, once, TODAY) == once
    for field in whole.fields:
        is_required(field, once, TODAY)
        breaks_constraint(field, values.get(field.name), once, TODAY)
