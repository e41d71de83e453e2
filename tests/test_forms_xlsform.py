"""A form written as XLSForm: pyxform takes it without a word, and what comes out is what the form says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from knowledge.forms import Field, Form, FormChoice, FormSource, write_xlsform
from knowledge.forms.fields import every_field
from knowledge.load import default_data_dir, load_knowledge

FORMS = load_knowledge(default_data_dir()).forms

X = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
TYPES = {
    "text": "string",
    "integer": "int",
    "decimal": "decimal",
    "date": "date",
    "select_one": "string",
    "select_multiple": "string",
    "photo": "binary",
    "file": "binary",
    "note": "string",
    "calculate": "string",
}
CHOICES = [FormChoice(name="a", label="Mục a"), FormChoice(name="b", label="=1+1")]

EVERYTHING = Form(
    id="du-moi-kieu",
    title="Đủ mọi kiểu",
    types=["khac"],
    source=FormSource(where="Kế hoạch mẫu"),
    fields=[
        Field(name="note", type="note", label="=Lời nhắn"),
        Field(name="text", type="text", label="Chữ", constraint="regex(., '[a-z]+')", constraint_message="Viết a-z."),
        Field(
            name="integer", type="integer", label="Số", default="5", constraint="int(.) = .", constraint_message="Số."
        ),
        Field(name="decimal", type="decimal", label="Số lẻ", relevant="round(${integer} div 2, 1) > 0 or false()"),
        Field(
            name="date",
            type="date",
            label="Ngày",
            default="today()",
            ends="date_end",
            relevant="true()",
            constraint=". >= date('2020-01-01') and . <= today() - 1",
            constraint_message="Ngày đã qua.",
        ),
        Field(name="one", type="select_one", label="Một", choices=CHOICES, required="${text} != ''"),
        Field(name="several", type="select_multiple", label="Nhiều", choices=CHOICES, default="a b"),
        Field(name="photo", type="photo", label="Ảnh", relevant="selected(${several}, 'a')"),
        Field(name="file", type="file", label="Tệp", relevant="count-selected(${several}) > 1", hint="PDF"),
        Field(
            name="rows",
            type="repeat",
            label="Nhóm",
            required="true()",
            fields=[
                Field(name="inside", type="integer", label="Số", required="true()"),
                Field(name="twice", type="calculate", calculation="${inside} * 2 - -1"),
            ],
        ),
        Field(name="sum", type="calculate", calculation="sum(${inside}) + count(${rows}) + max(${inside})"),
        Field(name="long", type="calculate", calculation="if(string-length(${text}) > 3, coalesce(${one}, 'a'), 'b')"),
        Field(name="last", type="calculate", calculation="min(${integer}, 7 mod 3) + number('2')"),
    ],
)


def converted(form: Form) -> ElementTree.Element:
    warnings: list[str] = []
    result = convert(write_xlsform(form), warnings=warnings, validate=False, file_type=".xlsx")
    assert warnings == []
    return ElementTree.fromstring(result.xform)


def binds(form: Form) -> dict[str, dict[str, str]]:
    root = converted(form)
    return {bind.attrib["nodeset"].rpartition("/")[2]: bind.attrib for bind in root.iter(f"{X}bind")}


def plain(text: str | None) -> str | None:
    """An expression without spaces, its paths as names again."""
    if text is None:
        return None
    named = re.sub(r"(?:/\w+|\.\./)(?:/?\w+)*?/?(\w+)(?=\s)", r"${\1}", text)
    return re.sub(r"\s+", "", named)


def questions(form: Form) -> Iterator[Field]:
    return (at.field for at in every_field(form.fields) if at.field.type != "repeat")


@pytest.mark.parametrize("form", [*FORMS, EVERYTHING], ids=lambda form: form.id)
def test_pyxform_reads_back_what_the_form_says(form: Form) -> None:
    found = binds(form)
    ends = {field.ends for field in questions(form) if field.ends}
    assert found.keys() - ends - {"instanceID"} == {field.name for field in questions(form)}
    for field in questions(form):
        bind = found[field.name]
        assert bind["type"] == TYPES[field.type]
        assert plain(bind.get("relevant")) == plain(field.relevant)
        assert plain(bind.get("constraint")) == plain(field.constraint)
        assert bind.get(f"{JR}constraintMsg") == field.constraint_message
        assert plain(bind.get("calculate")) == plain(field.calculation)
        assert plain(bind.get("required", "false()")) == plain(field.required)


@pytest.mark.parametrize("form", [*FORMS, EVERYTHING], ids=lambda form: form.id)
def test_words_and_choices_are_there_to_be_read(form: Form) -> None:
    root = converted(form)
    assert root.findtext(".//{http://www.w3.org/1999/xhtml}title") == form.title
    shown = {" ".join(label.text.split()) for label in root.iter(f"{X}label") if label.text}
    hints = {" ".join(hint.text.split()) for hint in root.iter(f"{X}hint") if hint.text}
    for at in every_field(form.fields):
        if at.field.type != "calculate":
            assert " ".join(at.field.label.split()) in shown
        if at.field.hint and at.field.type != "repeat":
            assert " ".join(at.field.hint.split()) in hints
        assert {choice.label for choice in at.field.choices} <= shown


def test_a_stretch_of_days_has_a_second_question() -> None:
    bind = binds(EVERYTHING)["date_end"]
    assert bind["type"] == "date"
    assert plain(bind["constraint"]) == "(.>=date('2020-01-01')and.<=today()-1)and.>=${date}"
    assert bind[f"{JR}constraintMsg"] == "Ngày cuối không được trước ngày đầu. Ngày đã qua."
    assert "required" not in bind


def test_rows_become_a_repeat() -> None:
    repeats = [repeat.attrib["nodeset"] for repeat in converted(EVERYTHING).iter(f"{X}repeat")]
    assert repeats == ["/data/rows"]


def test_words_that_begin_like_a_formula_are_text() -> None:
    book = load_workbook(io.BytesIO(write_xlsform(EVERYTHING)))
    assert book.sheetnames == ["survey", "choices", "settings"]
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


@given(text=st.text(max_size=40))
@settings(max_examples=30, deadline=None)
def test_any_words_can_be_written(text: str) -> None:
    field = Field(name="a", type="text", label=text, hint=text)
    form = Form(id="mau", title=text, types=["khac"], source=FormSource(where="Kế hoạch mẫu"), fields=[field])
    sheet = load_workbook(io.BytesIO(write_xlsform(form)))["survey"]
    assert sheet["B2"].value == "a"
