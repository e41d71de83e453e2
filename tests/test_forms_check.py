"""Whether forms, types of activity and directives fit each other."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from knowledge.check import check_knowledge
from knowledge.check_forms import KnownType, check_listed, listed_types
from knowledge.errors import KnowledgeError
from knowledge.findings import Findings
from knowledge.forms import (
    Field,
    Form,
    FormSource,
    Value,
    breaks_constraint,
    calculated,
    default_of,
    is_required,
)
from knowledge.forms.expression_faults import expression_faults
from knowledge.forms.faults import faults
from knowledge.forms.model import FieldType
from knowledge.forms.type_faults import ACTIVITY_TYPES, doubtful_types, missing_types, type_field_faults, unknown_types
from knowledge.load import Part, default_data_dir, load_knowledge, read_parts
from knowledge.yamlfile import Lines

BASE = Path(__file__).parent / "broken" / "base"


GUIDE = Path(__file__).parent.parent / "docs" / "huong-dan-thuong-truc.md"


def form(id: str, *types: str, default_for: tuple[str, ...] = (), fields: tuple[Field, ...] = ()) -> Form:
    source = FormSource(where="Kế hoạch mẫu")
    return Form(
        id=id, title="Mẫu", types=list(types), default_for=list(default_for), source=source, fields=list(fields)
    )


def test_forms_are_read_into_the_base() -> None:
    base = load_knowledge(BASE)
    assert [one.id for one in base.forms] == ["hop"]
    assert base.forms[0].fields[0].ends == "date_end"


def test_a_base_with_an_expression_that_cannot_be_read_does_not_load(tmp_path: Path) -> None:
    root = shutil.copytree(BASE, tmp_path / "kho")
    file = root / "forms" / "hop.yaml"
    file.write_text(file.read_text("utf-8").replace("${female} > 0", "${female} >> 0"), "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(root)
    assert [(problem.line, problem.what) for problem in caught.value.problems] == [
        (8, "relevant, ký tự thứ 12: thiếu giá trị trước “>”")
    ]
    assert not read_parts(root).forms_complete


def test_words_in_a_form_are_checked_like_all_others(tmp_path: Path) -> None:
    root = shutil.copytree(BASE, tmp_path / "kho")
    file = root / "forms" / "hop.yaml"
    text = file.read_text("utf-8").replace("Bao nhiêu nữ?", '"Gọi 0912 345 678 \\u200b?"')
    file.write_text(text, "utf-8")
    (root / "forms" / "khac.yml").write_text("id: khac\n", "utf-8")
    assert [problem.what for problem in check_knowledge(root).problems] == [
        "có ký tự không nhìn thấy được, mã U+200B",
        "có số điện thoại di động",
        "đuôi “.yml” nên tệp không được đọc",
    ]


def test_a_type_that_several_forms_have_is_meant_for_one() -> None:
    plain, other = form("mot", "khac"), form("hai", "khac", "hop")
    meant = form("ba", "khac", default_for=("khac",))
    assert [(number, fault.path) for number, fault in doubtful_types([plain, other])] == [(1, ("types", 0))]
    assert list(doubtful_types([plain, other, meant])) == []
    twice = list(doubtful_types([meant, plain, form("bon", "khac", default_for=("khac",))]))
    assert [(number, fault.what) for number, fault in twice] == [(2, "nhiều biểu mẫu cùng nhận loại “khac”: ba, bon")]


def test_types_are_those_that_the_base_lists() -> None:
    assert [fault.fix for fault in unknown_types(form("mot", "hop", "hopp"), ["hop"])] == ["viết hop"]
    assert list(unknown_types(form("mot", *ACTIVITY_TYPES), ACTIVITY_TYPES)) == []
    assert missing_types([form("mot", "hop")], ["hop", "khac"]) == ["khac"]


def test_the_field_that_tells_the_type_gives_just_the_forms_types() -> None:
    def judged(calculation: str) -> list[str]:
        field = Field(name="type", type="calculate", calculation=calculation)
        return [fault.what for fault in type_field_faults(form("mot", "hop", "khac", fields=(field,)))]

    assert judged("if(${a} = '', '', if(${a} = 'x', 'hop', 'khac'))") == []
    assert judged("coalesce(${a}, 'hop')") == []
    assert judged("'hop'") == ["trường type cho ra hop, mà types là hop, khac"]


def test_a_cycle_through_a_repeat_is_found() -> None:
    inside = Field(name="so", type="integer", label="Mấy?")
    rows = Field(name="nhom", type="repeat", label="Nhóm", relevant="${tong} > 0", fields=[inside])
    total = Field(name="tong", type="calculate", calculation="sum(${so})")
    assert [fault.what for fault in expression_faults(form("mot", "khac", fields=(rows, total)))] == [
        "các trường hỏi vòng quanh: nhom → tong → so → nhom"
    ]


def test_kinds_run_through_calculations_and_rows() -> None:
    inside = (
        Field(name="so", type="integer", label="Mấy?", constraint=". <= ${gap}", constraint_message="Viết số."),
        Field(name="gap_trong", type="calculate", calculation="${so} * ${gap}"),
    )
    fields = (
        Field(name="dau", type="integer", label="Mấy?"),
        Field(name="gap", type="calculate", calculation="${dau} * 2"),
        Field(name="nhom", type="repeat", label="Nhóm", fields=list(inside)),
        Field(name="tong", type="calculate", calculation="sum(${gap_trong}) + count(${nhom})"),
    )
    assert list(expression_faults(form("mot", "khac", fields=fields))) == []


class _Activity(BaseModel):
    id: str
    form: str


class _Activities(BaseModel):
    types: list[_Activity]


def listed(*pairs: tuple[str, str]) -> list[KnownType]:
    types = [_Activity(id=id, form=form) for id, form in pairs]
    part = Part("activities.yaml", Lines(1), _Activities(types=types))
    return [KnownType(one.id, one.form, part, ("types", index)) for index, one in enumerate(types)]


def test_every_type_of_activity_has_its_form() -> None:
    findings = Findings()
    forms = [form("mot", "hop"), form("hai", "khac")]
    check_listed(listed(("hop", "mot"), ("khac", "mot"), ("vu_viec", "mot")), forms, findings)
    assert [problem.what for problem in findings.problems] == [
        "“khac” dùng biểu mẫu “mot”, mà trong forms/ là “hai”",
        "loại hoạt động “vu_viec” không có biểu mẫu nào",
    ]


def test_a_base_that_lists_no_types_has_none() -> None:
    assert listed_types(read_parts(BASE)) == []


def test_the_form_in_the_guide_is_sound(tmp_path: Path) -> None:
    root = shutil.copytree(default_data_dir(), tmp_path / "kho")
    example = GUIDE.read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
    (root / "forms" / "tham-hoi.yaml").write_text(example, "utf-8")
    assert [str(problem) for problem in check_knowledge(root).problems] == []


NAMES = st.sampled_from(["type", "date", "female", "a", "b", "c", "Ô", ""])
EXPRESSIONS = st.sampled_from(
    [
        "${a} = ''",
        "${b} + 1",
        "sum(${c}) > count(${a})",
        ". > ${date}",
        "today()",
        "if(${type} = 'x', 'hop', 'khac')",
        "selected(${a}, 'x')",
        "coalesce(${c}, ${female})",
        "true()",
        "${date} - ${female}",
    ]
)
KEYS: dict[str, st.SearchStrategy[object]] = {
    "required": st.one_of(st.booleans(), EXPRESSIONS),
    "relevant": EXPRESSIONS,
    "constraint": EXPRESSIONS,
    "constraint_message": st.text(max_size=3),
    "calculation": EXPRESSIONS,
    "default": st.one_of(st.integers(), st.sampled_from(["x", "today()", "2026-02-30", ""])),
    "choices": st.lists(st.fixed_dictionaries({"name": NAMES, "label": st.text(max_size=2)}), max_size=3),
    "ends": NAMES,
    "most": st.integers(-1, 2),
    "free": st.booleans(),
}
BARE = st.fixed_dictionaries(
    {"name": NAMES, "type": st.sampled_from(get_args(FieldType)), "label": st.text(max_size=3)}, optional=KEYS
)
FIELDS = st.recursive(
    BARE, lambda below: st.builds(lambda field, inner: {**field, "fields": inner}, BARE, st.lists(below, max_size=3))
)
VALUES = st.one_of(st.none(), st.integers(), st.text(max_size=3), st.lists(st.dictionaries(NAMES, st.integers())))


@given(
    fields=st.lists(FIELDS, max_size=5),
    types=st.lists(st.sampled_from(["hop", "khac", "la"]), max_size=3),
    values=st.dictionaries(NAMES, VALUES),
)
@settings(max_examples=300, deadline=None)
def test_whatever_a_form_says_checking_and_using_it_do_not_raise(
    fields: list[object], types: list[str], values: dict[str, Value]
) -> None:
    source = {"where": "x"}
    whole = Form.model_validate({"id": "x", "title": "x", "types": types, "source": source, "fields": fields})
    for fault in (*faults(whole), *expression_faults(whole), *type_field_faults(whole), *unknown_types(whole, ["hop"])):
        assert fault.what
        assert fault.fix
    found = calculated(whole, values, date(2026, 11, 24))
    for field in whole.fields:
        is_required(field, found, date(2026, 11, 24))
        breaks_constraint(field, values.get(field.name), found, date(2026, 11, 24))
        default_of(field, date(2026, 11, 24))
