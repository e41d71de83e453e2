"""Reading an expression into a tree."""

from __future__ import annotations

import difflib
from decimal import Decimal
from typing import Final, NoReturn

from knowledge.forms.errors import ExpressionError
from knowledge.forms.functions import FUNCTIONS, Function
from knowledge.forms.pattern import PatternError, pattern
from knowledge.forms.syntax import LEVEL_OF, Binary, Call, Constant, Current, Name, Negative, Node
from knowledge.forms.tokens import Token, cut

MOST_DEEP: Final = 30


def parse(text: str) -> Node:
    """The tree of an expression. Raises ExpressionError, whatever the text."""
    return _Parser(cut(text)).whole()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.deep = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    @property
    def ended(self) -> bool:
        return self.here.kind == "end"

    def sees(self, sign: str) -> bool:
        return self.here.kind == "sign" and self.here.text == sign

    def whole(self) -> Node:
        if self.ended:
            self.stop("biểu thức trống", "viết điều kiện, hoặc xóa cả khóa này")
        node = self.binary(0)
        if not self.ended:
            self.stop(f"thừa “{self.shown()}”", "giữa hai giá trị cần một phép (and, or, =, +, …); xem lại dấu ngoặc")
        return node

    def binary(self, least: int) -> Node:
        """Operands joined by operators that bind at `least` or closer."""
        left = self.operand()
        while (level := self.level()) is not None and level >= least:
            operator = self.take()
            left = Binary(operator.text, left, self.binary(level + 1), operator.position)
        return left

    def level(self) -> int | None:
        return LEVEL_OF.get(self.here.text) if self.here.kind in ("sign", "word") else None

    def operand(self) -> Node:
        self.deep += 1
        if self.deep > MOST_DEEP:
            self.stop(f"lồng nhau quá {MOST_DEEP} tầng", "bỏ bớt ngoặc, hoặc tách sang trường tính (calculate)")
        node = self.operand_inside()
        self.deep -= 1
        return node

    def operand_inside(self) -> Node:
        token = self.here
        if token.kind == "number":
            self.take()
            return Constant(Decimal(token.text) if "." in token.text else int(token.text), token.position)
        if token.kind == "text":
            self.take()
            return Constant(token.text, token.position)
        if token.kind == "name":
            self.take()
            return Name(token.text, token.position)
        if token.kind == "word":
            return self.call()
        if token.text == "-":
            self.take()
            return Negative(self.operand(), token.position)
        if token.text == ".":
            self.take()
            return Current(token.position)
        if token.text == "(":
            self.take()
            node = self.binary(0)
            self.expect(")", "ngoặc “(” mở mà không đóng")
            return node
        return self.nothing(token)

    def nothing(self, token: Token) -> NoReturn:
        what = "biểu thức dừng giữa chừng" if token.kind == "end" else f"thiếu giá trị trước “{token.text}”"
        self.stop(what, "thêm số, 'chữ', ${ten_truong} hoặc một hàm vào chỗ này")

    def call(self) -> Node:
        name = self.take()
        function = FUNCTIONS.get(name.text)
        if function is None:
            self.unknown(name, called=self.sees("("))
        if not self.sees("("):
            self.stop(f"sau “{name.text}” thiếu ngoặc", f"viết {name.text}(…)")
        self.take()
        given: list[Node] = []
        if not self.sees(")"):
            given.append(self.binary(0))
            while self.sees(","):
                self.take()
                given.append(self.binary(0))
        self.expect(")", f"ngoặc của {name.text}(…) không đóng")
        _check_call(name, function, given)
        return Call(name.text, tuple(given), name.position)

    def unknown(self, name: Token, called: bool) -> NoReturn:
        if name.text in LEVEL_OF:
            raise ExpressionError(name.position, f"thiếu giá trị trước “{name.text}”", "thêm giá trị vào chỗ này")
        if not called and name.text.lower() not in FUNCTIONS:
            fix = f"tên trường thì viết ${{{name.text}}}, chữ thì viết '{name.text}'"
            raise ExpressionError(name.position, f"không rõ “{name.text}” là gì", fix)
        close = difflib.get_close_matches(name.text.lower(), FUNCTIONS, n=1, cutoff=0.7)
        listed = f"các hàm dùng được: {', '.join(FUNCTIONS)}"
        fix = f"viết {close[0]}(…); {listed}" if close else listed
        raise ExpressionError(name.position, f"không có hàm “{name.text}”", fix)

    def take(self) -> Token:
        token = self.here
        self.at += 1
        return token

    def expect(self, sign: str, what: str) -> None:
        if not self.sees(sign):
            self.stop(what, f"thêm “{sign}” vào chỗ này")
        self.take()

    def shown(self) -> str:
        return f"${{{self.here.text}}}" if self.here.kind == "name" else self.here.text

    def stop(self, what: str, fix: str) -> NoReturn:
        raise ExpressionError(self.here.position, what, fix)


def _check_call(name: Token, function: Function, given: list[Node]) -> None:
    if not function.least <= len(given) <= function.most:
        least, most = function.least, function.most
        needed = str(least) if least == most else f"từ {least} đến {most}"
        what = f"{name.text}() cần {needed} giá trị, mà có {len(given)}"
        raise ExpressionError(name.position, what, "thêm hoặc bớt giá trị, ngăn nhau bằng dấu phẩy")
    for takes, node in zip(function.takes, given, strict=False):
        if takes != "pattern":
            continue
        if not isinstance(node, Constant) or not isinstance(node.value, str):
            what = f"mẫu của {name.text}() phải viết thẳng ra"
            raise ExpressionError(node.position, what, "viết mẫu trong dấu nháy: '[0-9]{4}'")
        try:
            pattern(node.value)
        except PatternError as error:
            raise ExpressionError(node.position, str(error), "viết mẫu đơn giản hơn, như '[0-9]{4}'") from error
