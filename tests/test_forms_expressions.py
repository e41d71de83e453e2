"""Expressions: what they give, what they refuse, and that nothing makes them fall over."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.forms import ExpressionError, Value, parse_expression
from knowledge.forms.functions import FUNCTIONS
from knowledge.forms.infer import Inference
from knowledge.forms.kinds import DATE, NUMBER, TEXT, Kind
from knowledge.forms.syntax import LEVEL_OF, Binary, Call, Constant, Current, Name, Negative, Node, written

TODAY = date(2026, 11, 24)
VALUES: dict[str, Value] = {
    "nu": 45,
    "nam": 12,
    "so_chu": "7",
    "ten": "Tập huấn bình đẳng giới",
    "loai": "tap_huan",
    "chon": ["a", "b"],
    "ngay": "2026-10-20",
    "ngay_that": date(2026, 10, 21),
    "trong": "",
    "cap": [{"nu_cap": 3, "muc": "x"}, {"nu_cap": Decimal("2.5")}, {"muc": "y"}],
    "khong_dong": [],
}

CASES: list[tuple[str, Value]] = [
    # precedence and grouping
    ("1 + 2 * 3", 7),
    ("(1 + 2) * 3", 9),
    ("10 - 4 - 3", 3),
    ("100 div 10 div 5", 2),
    ("2 + 3 = 5 and 1 < 2", True),
    ("1 = 1 or 1 = 2 and 1 = 2", True),
    ("(1 = 1 or 1 = 2) and 1 = 2", False),
    ("1 < 2 = true()", True),
    ("-2 * 3", -6),
    ("2 - -3", 5),
    ("- - 2", 2),
    ("7 mod 4", 3),
    ("-7 mod 4", -3),
    ("7 div 2", Decimal("3.5")),
    ("0.1 + 0.2 = 0.3", True),
    (".5 * 4", 2),
    ("5div 2", Decimal("2.5")),
    ("1 div 0", None),
    ("1 mod 0", None),
    # what is not answered
    ("${chua}", None),
    ("${chua} = ''", True),
    ("${chua} != ''", False),
    ("${trong} = ''", True),
    ("${chua} = 0", False),
    ("${chua} != 0", True),
    ("${chua} < 1", False),
    ("${chua} >= 0", False),
    ("${chua} + 1", None),
    ("-${chua}", None),
    ("not(${chua})", True),
    ("${chua} or 1 = 1", True),
    ("string-length(${chua})", 0),
    ("coalesce(${chua}, ${nu})", 45),
    ("coalesce(${chua}, '', 'x')", "x"),
    ("coalesce(${chua}, '')", None),
    ("number(${chua})", None),
    ("if(${chua} = '', 'chưa', 'rồi')", "chưa"),
    # numbers and text
    ("${nu} + ${nam}", 57),
    ("${so_chu} + 1", 8),
    ("${so_chu} = 7", True),
    ("number('12.50')", Decimal("12.50")),
    ("number('mười')", None),
    ("'mười' + 1", None),
    ("'a' < 'b'", False),
    ("int(-2.7)", -2),
    ("round(2.5)", 3),
    ("round(-2.5)", -3),
    ("round(${nu} div ${nam} * 100, 1)", 375),
    ("round(10 div 3, 2)", Decimal("3.33")),
    ("min(3, 1, 2)", 1),
    ("max(${nu}, ${nam})", 45),
    ("max(${chua}, 1)", 1),
    ("min(${chua})", None),
    ("${ten} = 'Tập huấn bình đẳng giới'", True),
    ("string-length(${ten})", 23),
    ('"nháy \' trong" = "nháy \' trong"', True),
    ("'nháy \" trong' != ''", True),
    ("${loai} = 'tap_huan'", True),
    # choices
    ("selected(${chon}, 'b')", True),
    ("selected(${chon}, 'c')", False),
    ("selected(${loai}, 'tap_huan')", True),
    ("selected(${chua}, 'a')", False),
    ("count-selected(${chon})", 2),
    ("count-selected(${chua})", 0),
    # days
    ("today()", TODAY),
    ("${ngay} <= today()", True),
    ("${ngay} < ${ngay_that}", True),
    ("${ngay} = date('2026-10-20')", True),
    ("${ngay_that} = '2026-10-21'", True),
    ("date('2026-02-30')", None),
    ("today() - 24", date(2026, 10, 31)),
    ("${ngay} + 1 = ${ngay_that}", True),
    ("today() - ${ngay}", 35),
    ("today() + today()", None),
    ("today() * 2", None),
    ("today() - 99999999", None),
    ("max(${ngay}, ${ngay_that})", date(2026, 10, 21)),
    ("max(${ngay}, 3)", None),
    # rows
    ("sum(${nu_cap})", Decimal("5.5")),
    ("count(${cap})", 3),
    ("count(${nu_cap})", 3),
    ("count(${khong_dong})", 0),
    ("count(${chua})", 0),
    ("sum(${chua})", 0),
    ("max(${nu_cap})", 3),
    ("${muc}", ["x", "", "y"]),
    # truth
    ("true()", True),
    ("false()", False),
    ("not(1 = 1)", False),
    ("true() = 1", True),
    ("true() = (2 > 1)", True),
    # patterns
    ("regex('2026', '[0-9]{4}')", True),
    ("regex('2026a', '[0-9]{4}')", False),
    ("regex(${loai}, 'tap_.*')", True),
    ("regex('Hà Nội', '[^0-9]+')", True),
    ("regex(${chua}, '.*')", True),
]


@pytest.mark.parametrize(("text", "value"), CASES, ids=[text for text, _ in CASES])
def test_an_expression_gives(text: str, value: Value) -> None:
    found = parse_expression(text).evaluate(VALUES, TODAY)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_what_is_written_down_reads_back_into_the_same(text: str) -> None:
    read = parse_expression(text)
    assert parse_expression(str(read)) == read


def test_the_dot_is_the_answer_that_is_checked() -> None:
    assert parse_expression(". >= 0 and . <= ${nu}").evaluate(VALUES, TODAY, 45) is True
    assert parse_expression(". <= today()").evaluate({}, TODAY, "2026-11-25") is False
    assert parse_expression(".").evaluate({}, TODAY) is None


def test_the_names_that_it_looks_at_are_known() -> None:
    assert parse_expression("if(${a} > 1, sum(${b}), -${a}) + 1").names == {"a", "b"}


WRONG = [
    ("", 1, "biểu thức trống"),
    ("   ", 4, "biểu thức trống"),
    ("1 +", 4, "biểu thức dừng giữa chừng"),
    ("1 + )", 5, "thiếu giá trị trước “)”"),
    ("(1 + 2", 7, "ngoặc “(” mở mà không đóng"),
    ("1 2", 3, "thừa “2”"),
    ("${a} ${b}", 6, "thừa “${b}”"),
    ("${a} == 1", 6, "không có dấu “==”"),
    ("${a} <> 1", 6, "không có dấu “<>”"),
    ("${a} && 1", 6, "không có dấu “&&”"),
    ("!${a}", 1, "không có dấu “!”"),
    ("1 / 2", 3, "không có dấu “/”"),
    ("${a = 1", 1, "tên trường viết không đúng"),
    ("${Ngày} = 1", 1, "tên trường viết không đúng"),
    ("${a} = “x”", 8, "dấu nháy cong"),
    ("${a} = 'x", 8, "dấu ' mở mà không đóng"),
    ('${a} = "x', 8, 'dấu " mở mà không đóng'),
    ("tong(1)", 1, "không có hàm “tong”"),
    ("Selected(${a}, 'x')", 1, "không có hàm “Selected”"),
    ("nữ > 1", 1, "không rõ “nữ” là gì"),
    ("true", 5, "sau “true” thiếu ngoặc"),
    ("and 1", 1, "thiếu giá trị trước “and”"),
    ("if(1, 2)", 1, "if() cần 3 giá trị, mà có 2"),
    ("round(1, 2, 3)", 1, "round() cần từ 1 đến 2 giá trị, mà có 3"),
    ("today(1)", 1, "today() cần 0 giá trị, mà có 1"),
    ("max(1, 2", 9, "ngoặc của max(…) không đóng"),
    ("1234567890123456789", 1, "số có quá 18 chữ số"),
    ("regex(., ${a})", 10, "mẫu của regex() phải viết thẳng ra"),
    ("regex(., '[')", 10, "mẫu không phải biểu thức chính quy"),
    ("regex(., '(a+)+b')", 10, "không lặp lại cả một nhóm “(…)” trong mẫu"),
    ("regex(., '.*.*.*')", 10, "mẫu có quá 2 chỗ lặp “*”, “+” hay “{a,b}”"),
    ("regex(., 'a?a?a?a?a?a?a?')", 10, "mẫu có quá 6 chỗ “?” và “|”"),
    ("regex(., '(?i)a')", 10, "không dùng “(?…” và “\\1” trong mẫu"),
    ("1 + \x00", 5, "không hiểu “\x00” ở đây"),
    ("(" * 31 + "1" + ")" * 31, 31, "lồng nhau quá 30 tầng"),
    ("-" * 5000 + "1", 2000, "biểu thức dài quá 2000 ký tự"),
    ("1" + "+1" * 200, 301, "biểu thức có quá 300 phần"),
]


@pytest.mark.parametrize(("text", "position", "what"), WRONG, ids=[text[:20] for text, _, _ in WRONG])
def test_an_expression_that_cannot_be_read_says_where_and_why(text: str, position: int, what: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert (caught.value.position, caught.value.what) == (position, what)
    assert caught.value.fix
    assert str(caught.value) == f"ký tự thứ {position}: {what}; {caught.value.fix}"


def test_the_longest_chain_that_is_taken_is_worked_out() -> None:
    read = parse_expression("1" + "+1" * 149)
    assert read.evaluate({}, TODAY) == 150
    assert parse_expression(str(read)) == read


# Everything that may stand in an expression, and much that may not.
PIECES = st.sampled_from(
    [
        *LEVEL_OF,
        *FUNCTIONS,
        "(",
        ")",
        ",",
        ".",
        "${a}",
        "${b",
        "'x'",
        '"',
        "1",
        "2.5",
        "-",
        " ",
        "Hà Nội",
        "\n",
        "{",
        "é",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES).map(" ".join))


@given(text=TEXTS)
@settings(max_examples=400)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = parse_expression(text)
    except ExpressionError as error:
        assert 1 <= error.position <= len(text) + 1
        return
    assert parse_expression(str(read)) == read
    read.evaluate(VALUES, TODAY)


NAMES = st.sampled_from(["a", "b", "nu_cap", "ngay", "x1"])
CONSTANTS = st.one_of(
    st.integers(0, 10**18 - 1),
    st.decimals(0, 10**6, places=3),
    st.text(max_size=8).filter(lambda text: not ("'" in text and '"' in text)),
).map(Constant)


def calls(name: str, below: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    function = FUNCTIONS[name]
    given = st.lists(below, min_size=function.least, max_size=min(function.most, 3))
    return given.map(lambda arguments: Call(name, tuple(arguments)))


def above(below: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    functions = [calls(name, below) for name in FUNCTIONS if name != "regex"]
    between = st.builds(Binary, st.sampled_from(sorted(LEVEL_OF)), below, below)
    return st.one_of(between, st.builds(Negative, below), *functions)


LEAVES: st.SearchStrategy[Node] = st.one_of(CONSTANTS, st.builds(Name, NAMES), st.just(Current()))
TREES = st.recursive(LEAVES, above, max_leaves=12)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.floats(),
    st.decimals(),
    st.sampled_from([Decimal("sNaN"), Decimal("1E-999999"), Decimal("1E+999999"), Decimal("-0")]),
    st.text(max_size=5),
    st.sampled_from(["2026-10-20", "0000-00-00", "9" * 40, " 12 ", "-", "1e5"]),
    st.dates(),
    st.datetimes(),
)
STORED = st.one_of(
    SCALARS,
    st.lists(st.text(max_size=3), max_size=3),
    st.lists(st.dictionaries(NAMES, SCALARS, max_size=3), max_size=3),
    st.lists(st.lists(SCALARS, max_size=2), max_size=2),
)


@given(tree=TREES)
def test_a_tree_written_down_reads_back(tree: Node) -> None:
    text = written(tree)
    assert parse_expression(text).root == tree
    assert written(parse_expression(text).root) == text


@given(tree=TREES, values=st.dictionaries(NAMES, STORED), current=STORED, today=st.dates())
@settings(max_examples=300)
def test_no_values_make_it_raise(tree: Node, values: dict[str, Value], current: Value, today: date) -> None:
    read = parse_expression(written(tree))
    found = read.evaluate(values, today, current)
    assert found is None or isinstance(found, bool | int | Decimal | str | date | list)
    assert not isinstance(found, datetime)
    assert read.holds(values, today, current) in (True, False)


@given(tree=TREES)
def test_no_tree_makes_the_kinds_raise(tree: Node) -> None:
    kinds = {
        "a": NUMBER,
        "b": TEXT,
        "ngay": DATE,
        "nu_cap": Kind("number", many=True),
        "x1": Kind("choices", False, ("x",)),
    }
    assert Inference(kinds, TEXT).kind(tree)


@given(answer=st.text(max_size=800))
def test_no_answer_makes_a_pattern_slow_or_raise(answer: str) -> None:
    read = parse_expression("regex(., '[^0-9]*[a-z]+(x|y|z)?')")
    assert read.evaluate({}, TODAY, answer) in (True, False)
    assert read.evaluate({}, TODAY, "a" * 100_000) is False
