"""Strict YAML: what is taken, what is refused, and the lines that are remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError, Problem
from knowledge.yamlfile import MAX_DEPTH, Document, load_yaml

KEYS = st.text("abcxyz", min_size=1, max_size=5)
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def load(folder: Path, content: str | bytes) -> Document:
    path = folder / "thu.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_yaml(path)


def problems(folder: Path, content: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder, content)
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("null", None),
        ("~", None),
        ("", None),
        ("NULL", "NULL"),
        ("0", 0),
        ("2018", 2018),
        ("-5", -5),
        ("0712", "0712"),
        ("+5", "+5"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("3.1", "3.1"),
        ("1e3", "1e3"),
        (".nan", ".nan"),
        ("٢٠١٨", "٢٠١٨"),
        ("9" * 5000, "9" * 5000),
        ("2018-05-18", "2018-05-18"),
        ("<<", "<<"),
        ('"2018"', "2018"),
        ("'true'", "true"),
    ],
)
def test_only_plain_integers_true_false_and_null_are_not_text(tmp_path: Path, written: str, value: object) -> None:
    assert load(tmp_path, f"a: {written}\n").value == {"a": value}


def test_windows_line_ends_and_byte_order_mark_are_taken(tmp_path: Path) -> None:
    document = load(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\n")
    assert document.value == {"a": 1, "b": "x\ny\n"}
    assert document.lines.at(("b",)) == 2


def test_lines_lead_to_every_key_and_item(tmp_path: Path) -> None:
    lines = load(tmp_path, "a: 1\nb:\n  - x\n  - c: |\n      dài\n    d: 2\n2018:\n  - e\n").lines
    assert lines.at(()) == 1
    assert lines.at(("b",)) == 2
    assert lines.at(("b", 0)) == 3
    assert lines.at(("b", 1)) == 4
    assert lines.at(("b", 1, "c")) == 4
    assert lines.at(("b", 1, "d")) == 6
    assert lines.at((2018, 0)) == 8


def test_a_path_that_is_not_there_has_the_line_of_what_is_around_it(tmp_path: Path) -> None:
    assert load(tmp_path, "a:\n  b: 1\n").lines.at(("a", "x", "y")) == 1


@given(value=st.dictionaries(KEYS, VALUES))
def test_reads_whatever_yaml_writes(tmp_path_factory: pytest.TempPathFactory, value: dict[str, object]) -> None:
    written = yaml.safe_dump({"root": value}, allow_unicode=False)
    document = load(tmp_path_factory.getbasetemp(), written)
    assert document.value == {"root": value}


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"", None, "tệp trống"),
        (b" \n\n", None, "tệp trống"),
        (b"a: 1\nb: \xff\n", 2, "tệp không phải UTF-8"),
        ("a: Hà\n".encode("utf-16"), 1, "tệp không phải UTF-8"),
        (b"a: 1\nb: x\x00y\n", 2, "có ký tự không nhìn thấy được, mã U+0000"),
        (b"a: x\x1by\n", 1, "có ký tự không nhìn thấy được, mã U+001B"),
        ("a: x\u2028y\n".encode(), 1, "có ký tự không nhìn thấy được, mã U+2028"),
        (b"a: 1\n\tb: 1\nc:\t1\n", 2, "có dấu tab (2 dòng)"),
        ("a: 1\nb: Ha\u0300\n".encode(), 2, "chữ có dấu viết bằng ký tự tổ hợp (không phải Unicode dựng sẵn, NFC)"),
    ],
)
def test_a_file_that_is_no_text_says_so(tmp_path: Path, content: bytes, line: int | None, what: str) -> None:
    (problem,) = problems(tmp_path, content)
    assert (problem.line, problem.what) == (line, what)
    assert problem.fix


def test_every_duplicate_key_is_told_with_its_line(tmp_path: Path) -> None:
    found = problems(tmp_path, "a: 1\na: 2\nb: {c: 1, c: 2}\na:\n  - x\n")
    assert [(problem.line, problem.what) for problem in found] == [
        (2, "khóa “a” viết hai lần (lần đầu ở dòng 1)"),
        (3, "khóa “c” viết hai lần (lần đầu ở dòng 3)"),
        (4, "khóa “a” viết hai lần (lần đầu ở dòng 1)"),
    ]


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    rows = "".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]\n" for n in range(1, 9))
    assert "neo" in problems(tmp_path, f"k0: &k0 x\n{rows}")[0].what


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_no_depth_can_crash_it(tmp_path: Path, opening: str) -> None:
    (problem,) = problems(tmp_path, opening * 100_000)
    assert problem.what in (f"lồng nhau quá {MAX_DEPTH} tầng", "khóa là một danh sách hay một bảng")


def test_the_deepest_that_is_allowed_is_read(tmp_path: Path) -> None:
    value = load(tmp_path, "[" * MAX_DEPTH + "]" * MAX_DEPTH).value
    for _ in range(MAX_DEPTH - 1):
        assert isinstance(value, list)
        value = value[0]
    assert value == []


@given(content=st.text("ab:-[]{}|>&*!?#'\"\n ,%@`\\<", max_size=60))
def test_any_text_is_read_or_told_what_is_wrong_in_vietnamese(
    tmp_path_factory: pytest.TempPathFactory, content: str
) -> None:
    try:
        load(tmp_path_factory.getbasetemp(), content)
    except KnowledgeError as error:
        for problem in error.problems:
            assert problem.what != "không đúng cú pháp YAML", content


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    for path, what in ((tmp_path / "x.yaml", "không có tệp"), (tmp_path, "đây là thư mục")):
        with pytest.raises(KnowledgeError, match=what):
            load_yaml(path)
