"""What an expression is, before anything is answered, and which parts do not go together."""

from __future__ import annotations

import pytest

from knowledge.forms import parse_expression
from knowledge.forms.infer import Inference
from knowledge.forms.kinds import DATE, NUMBER, TEXT, TRUTH, Kind

KINDS = {
    "so": NUMBER,
    "chu": TEXT,
    "ngay": DATE,
    "mot": Kind("text", options=("a", "b")),
    "nhieu": Kind("choices", options=("x", "y")),
    "anh": Kind("file"),
    "nhom": Kind("repeat"),
    "so_nhom": Kind("number", many=True),
    "ngay_nhom": Kind("date", many=True),
}


def judged(text: str) -> tuple[str, list[tuple[int, str]]]:
    inference = Inference(KINDS, NUMBER)
    kind = inference.kind(parse_expression(text).root)
    return kind.name, [(clash.position, clash.what) for clash in inference.clashes]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (". >= 0 and . <= ${so}", "truth"),
        ("${so} * 2 + 1", "number"),
        ("${ngay} - 1", "date"),
        ("today() - ${ngay}", "number"),
        ("${ngay} <= today()", "truth"),
        ("${chu} = '' or ${ngay} != ''", "truth"),
        ("${nhieu} = ''", "truth"),
        ("${anh} != ''", "truth"),
        ("${mot} = 'a'", "truth"),
        ("selected(${mot}, 'b') or selected(${nhieu}, 'x')", "truth"),
        ("count-selected(${nhieu}) > 1", "truth"),
        ("if(${so} > 1, 'nhiều', '')", "text"),
        ("if(${so} > 1, ${so}, ${so} div 2)", "number"),
        ("coalesce('', '')", "empty"),
        ("sum(${so_nhom}) + count(${nhom}) + count(${so_nhom})", "number"),
        ("max(${so_nhom})", "number"),
        ("min(${ngay_nhom})", "date"),
        ("max(${so}, 3)", "number"),
        ("not(regex(${chu}, '[a-z]+'))", "truth"),
        ("date('2026-11-25')", "date"),
        ("number(${chu})", "number"),
        ("true() = (1 < 2)", "truth"),
    ],
)
def test_what_goes_together_has_a_kind(text: str, kind: str) -> None:
    assert judged(text) == (kind, [])


@pytest.mark.parametrize(
    ("text", "position", "what"),
    [
        ("${ngay} > 5", 9, "so “>” giữa ngày và số"),
        ("${chu} < 'b'", 8, "so “<” giữa chữ và chữ"),
        ("${so} = 'năm'", 7, "so “=” giữa số và chữ"),
        ("${ngay} != '2026-01-01'", 9, "so “!=” giữa ngày và chữ"),
        ("${chu} + 1", 8, "phép “+” gặp chữ"),
        ("1 - ${ngay}", 3, "phép “-” gặp ngày"),
        ("-${chu}", 2, "phép “-” cần số, mà gặp chữ"),
        ("${so} and 1 = 1", 1, "phép “and” cần một điều kiện, mà gặp số"),
        ("not(${chu})", 5, "not() cần một điều kiện, mà gặp chữ"),
        ("if(${so}, 1, 2)", 4, "if() cần một điều kiện, mà gặp số"),
        ("if(1 = 1, 1, 'a')", 1, "if() trộn số và chữ"),
        ("${mot} = 'c'", 10, "không có lựa chọn “c”"),
        ("'aa' != ${mot}", 1, "không có lựa chọn “aa”"),
        ("selected(${nhieu}, 'z')", 20, "không có lựa chọn “z”"),
        ("selected(${chu}, 'z')", 10, "selected() cần trường chọn, mà gặp chữ"),
        ("${nhieu} = 'x'", 10, "so “=” giữa nhiều lựa chọn và chữ"),
        ("${nhom} = ''", 9, "so “=” giữa nhóm lặp và chữ trống ''"),
        ("${so_nhom} + 1", 12, "phép “+” gặp trường của nhóm lặp"),
        ("sum(${so})", 5, "sum() cần một trường số của nhóm lặp, mà gặp số"),
        ("count(${so})", 7, "count() cần một nhóm lặp hay trường của nhóm lặp, mà gặp số"),
        ("max(${chu}, 1)", 5, "max() cần số hoặc ngày, mà gặp chữ"),
        ("max(${ngay}, 1)", 1, "max() trộn ngày và số"),
        ("string-length(${so})", 15, "string-length() cần chữ, mà gặp số"),
        ("number(${so_nhom})", 8, "number() cần một giá trị, mà gặp số (mỗi lần lặp một giá trị)"),
        ("date('25/11/2026')", 6, "lịch không có ngày “25/11/2026”"),
        ("date(5)", 6, "date() cần chữ, mà gặp số"),
        ("${la} = 1", 1, "không có trường “la”"),
    ],
)
def test_what_does_not_go_together_is_told_once(text: str, position: int, what: str) -> None:
    assert judged(text)[1] == [(position, what)]


def test_where_there_is_nothing_to_check_the_dot_is_a_mistake() -> None:
    inference = Inference(KINDS)
    assert inference.kind(parse_expression(". > 1").root) == TRUTH
    assert [clash.what for clash in inference.clashes] == ["“.” chỉ dùng trong constraint"]
