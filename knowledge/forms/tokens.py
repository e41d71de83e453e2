"""Cutting an expression into words, names, numbers, strings and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from knowledge.forms.errors import ExpressionError

MOST_CHARACTERS: Final = 2000
MOST_TOKENS: Final = 300
MOST_DIGITS: Final = 18

TokenKind = Literal["number", "text", "name", "word", "sign", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression; `text` is what is in it: 'a' -> a, ${b} -> b. `position` counts from 1."""

    kind: TokenKind
    text: str
    position: int


_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
    | (?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
    | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
    | \$\{(?P<name>[a-z][a-z0-9_]*)\}
    | (?P<word>[^\W\d]\w*(?:-\w+)*)
    | (?P<sign><=|>=|!=|=(?!=)|<(?!>)|[>+\-*().,])
    """,
    re.VERBOSE,
)

_FOREIGN: Final = (
    # What people write out of habit -> what is wrong, how it is written here. The first that fits wins.
    ("==", "không có dấu “==”", "viết “=”"),
    ("<>", "không có dấu “<>”", "viết “!=”"),
    ("&&", "không có dấu “&&”", "viết “and”"),
    ("||", "không có dấu “||”", "viết “or”"),
    ("!", "không có dấu “!”", "viết “not(…)” hoặc “!=”"),
    ("/", "không có dấu “/”", "phép chia viết “div”"),
    ("%", "không có dấu “%”", "phép lấy dư viết “mod”"),
    ("'", "dấu ' mở mà không đóng", "thêm dấu ' ở cuối đoạn chữ"),
    ('"', 'dấu " mở mà không đóng', 'thêm dấu " ở cuối đoạn chữ'),
    ("${", "tên trường viết không đúng", "viết ${ten_truong}: chữ thường không dấu, số và “_”, trong ngoặc nhọn"),
    ("‘", "dấu nháy cong", "dùng dấu nháy thẳng: 'chữ'"),
    ("’", "dấu nháy cong", "dùng dấu nháy thẳng: 'chữ'"),
    ("“", "dấu nháy cong", "dùng dấu nháy thẳng: 'chữ'"),
    ("”", "dấu nháy cong", "dùng dấu nháy thẳng: 'chữ'"),
)


def cut(text: str) -> list[Token]:
    """The tokens of an expression, the last of kind "end". Raises ExpressionError."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(
            MOST_CHARACTERS, f"biểu thức dài quá {MOST_CHARACTERS} ký tự", "tách bớt sang trường tính"
        )
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _stranger(text, at)
        if match.lastgroup != "space":
            tokens.append(_token(match))
        if len(tokens) > MOST_TOKENS:
            raise ExpressionError(
                at + 1, f"biểu thức có quá {MOST_TOKENS} phần", "tách bớt sang trường tính (calculate)"
            )
        at = match.end()
    return [*tokens, Token("end", "", len(text) + 1)]


def _token(match: re.Match[str]) -> Token:
    group = match.lastgroup or ""
    text, position = match[group], match.start() + 1
    if group in ("single", "double"):
        return Token("text", text, position)
    if group == "number":
        if any(len(part) > MOST_DIGITS for part in text.split(".")):
            raise ExpressionError(position, f"số có quá {MOST_DIGITS} chữ số", "viết số ngắn hơn")
        return Token("number", text, position)
    if group == "name":
        return Token("name", text, position)
    return Token("word" if group == "word" else "sign", text, position)


def _stranger(text: str, at: int) -> ExpressionError:
    for written, what, fix in _FOREIGN:
        if text.startswith(written, at):
            return ExpressionError(at + 1, what, fix)
    return ExpressionError(
        at + 1, f"không hiểu “{text[at]}” ở đây", "chữ đặt trong dấu nháy thẳng 'như thế', tên trường viết ${nhu_the}"
    )
