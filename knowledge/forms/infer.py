"""Telling the kind of an expression before anything is answered, and where its parts do not go together."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.forms.functions import FUNCTIONS, Function, Takes
from knowledge.forms.kinds import DATE, EMPTY, NUMBER, TEXT, TRUTH, UNKNOWN, Kind, common
from knowledge.forms.syntax import Binary, Call, Constant, Current, Name, Negative, Node
from knowledge.forms.values import day_of


@dataclass(frozen=True, slots=True)
class Clash:
    """A part of an expression that cannot be meant: where (characters from 1), what is wrong and how to fix it."""

    position: int
    what: str
    fix: str


@dataclass(slots=True)
class Inference:
    """Works out kinds; `current` is the kind of `.`, None where it may not be used."""

    kinds: Mapping[str, Kind]
    current: Kind | None = None
    clashes: list[Clash] = field(default_factory=list)

    def kind(self, node: Node) -> Kind:
        """The kind of an expression; reports what does not go together on the way."""
        if isinstance(node, Constant):
            return (TEXT if node.value else EMPTY) if isinstance(node.value, str) else NUMBER
        if isinstance(node, Name):
            return self.named(node)
        if isinstance(node, Current):
            if self.current is None:
                self.report(node, "“.” chỉ dùng trong constraint", "viết tên trường: ${ten_truong}")
            return self.current or UNKNOWN
        if isinstance(node, Negative):
            self.want("number", node.operand, "phép “-”")
            return NUMBER
        if isinstance(node, Call):
            return self.call(node)
        return self.binary(node)

    def named(self, node: Name) -> Kind:
        known = self.kinds.get(node.name)
        if known is None:
            close = difflib.get_close_matches(node.name, self.kinds, n=1)
            fix = (
                f"viết ${{{close[0]}}}" if close else f"viết tên một trường có trong biểu mẫu: {', '.join(self.kinds)}"
            )
            self.report(node, f"không có trường “{node.name}”", fix)
        return known or UNKNOWN

    def binary(self, node: Binary) -> Kind:
        if node.operator in ("and", "or"):
            for side in (node.left, node.right):
                self.want("truth", side, f"phép “{node.operator}”")
            return TRUTH
        left, right = self.kind(node.left), self.kind(node.right)
        if UNKNOWN in (left, right):
            return TRUTH if node.operator in ("=", "!=", "<", "<=", ">", ">=") else UNKNOWN
        if left.many or right.many:
            self.report(
                node, f"phép “{node.operator}” gặp trường của nhóm lặp", "gộp lại trước: sum(…), max(…), count(…)"
            )
            return UNKNOWN
        if node.operator in ("=", "!="):
            return self.equality(node, left, right)
        if node.operator in ("<", "<=", ">", ">="):
            if left.name != right.name or left.name not in ("number", "date"):
                fix = "chỉ so lớn nhỏ số với số, ngày với ngày"
                self.report(node, f"so “{node.operator}” giữa {left.words} và {right.words}", fix)
            return TRUTH
        return self.arithmetic(node, left, right)

    def equality(self, node: Binary, left: Kind, right: Kind) -> Kind:
        if "repeat" in (left.name, right.name) or ("choices" in (left.name, right.name) and EMPTY not in (left, right)):
            fix = "dùng selected(${truong}, 'lua_chon') cho nhiều lựa chọn, count(${nhom}) cho nhóm lặp"
            self.report(node, f"so “{node.operator}” giữa {left.words} và {right.words}", fix)
        elif common([left, right]) is None:
            fix = "so cùng một loại: số với số, chữ với chữ, ngày với ngày; chưa trả lời là ''"
            self.report(node, f"so “{node.operator}” giữa {left.words} và {right.words}", fix)
        for kind, other in ((left, node.right), (right, node.left)):
            self.option(kind, other)
        return TRUTH

    def option(self, kind: Kind, node: Node) -> None:
        """A written choice has to be one of those that the field offers."""
        if not kind.options or not isinstance(node, Constant) or node.value in ("", *kind.options):
            return
        close = difflib.get_close_matches(str(node.value), kind.options, n=1)
        fix = f"viết '{close[0]}'" if close else f"các lựa chọn: {', '.join(kind.options)}"
        self.report(node, f"không có lựa chọn “{node.value}”", fix)

    def arithmetic(self, node: Binary, left: Kind, right: Kind) -> Kind:
        if left == DATE and node.operator in ("+", "-") and right == NUMBER:
            return DATE
        if left == DATE and node.operator == "-" and right == DATE:
            return NUMBER
        for kind in (left, right):
            if kind != NUMBER:
                fix = "chỉ tính với số; với ngày chỉ có ngày + số, ngày - số, ngày - ngày"
                self.report(node, f"phép “{node.operator}” gặp {kind.words}", fix)
                return UNKNOWN
        return NUMBER

    def call(self, node: Call) -> Kind:
        function = FUNCTIONS[node.function]
        found: list[Kind] = []
        for index, argument in enumerate(node.arguments):
            takes = function.takes[min(index, len(function.takes) - 1)]
            kind = self.want(takes, argument, f"{node.function}()")
            if takes in ("any", "ordered"):
                found.append(Kind(kind.name, options=kind.options) if takes == "ordered" else kind)
        if node.function == "selected":
            self.option(self.quiet(node.arguments[0]), node.arguments[1])
        if node.function == "date":
            self.written_day(node.arguments[0])
        return self.result(node, function, found)

    def result(self, node: Call, function: Function, found: list[Kind]) -> Kind:
        if function.gives != "common":
            return Kind(function.gives)
        kind = common(found)
        if kind is None:
            listed = " và ".join(one.words for one in found)
            self.report(node, f"{node.function}() trộn {listed}", "cho các giá trị cùng một loại")
        return kind or UNKNOWN

    def want(self, takes: Takes, node: Node, where: str) -> Kind:
        """The kind of an argument; one that is not taken there is reported and from then on unknown."""
        kind = self.kind(node)
        if kind == UNKNOWN or _taken(takes, kind):
            return kind
        what = f"{where} cần {_NEEDED[takes]}, mà gặp {kind.words}"
        self.report(node, what, _FIXES.get(takes, "xem lại trường hay hàm ở chỗ này"))
        return UNKNOWN

    def quiet(self, node: Node) -> Kind:
        """The kind of a node that has been reported on already."""
        return Inference(self.kinds, self.current).kind(node)

    def written_day(self, node: Node) -> None:
        kind = self.quiet(node)
        if kind.name not in ("text", "date", "unknown"):
            self.report(node, f"date() cần chữ, mà gặp {kind.words}", "viết date('2026-11-25')")
        elif isinstance(node, Constant) and day_of(node.value) is None:
            self.report(node, f"lịch không có ngày “{node.value}”", "viết năm-tháng-ngày: date('2026-11-25')")

    def report(self, node: Node, what: str, fix: str) -> None:
        self.clashes.append(Clash(node.position, what, fix))


_NEEDED: dict[Takes, str] = {
    "number": "số",
    "text": "chữ",
    "truth": "một điều kiện",
    "list": "trường chọn",
    "any": "một giá trị",
    "numbers": "một trường số của nhóm lặp",
    "rows": "một nhóm lặp hay trường của nhóm lặp",
    "ordered": "số hoặc ngày",
    "pattern": "chữ",
}
_FIXES: dict[Takes, str] = {
    "truth": "viết thành so sánh, như ${truong} != '' hoặc ${so} > 0",
    "numbers": "viết sum(${truong_so}), trường nằm trong nhóm lặp và biểu thức nằm ngoài nhóm",
    "rows": "viết count(${nhom_lap})",
    "list": "viết selected(${truong_chon}, 'lua_chon')",
}


def _taken(takes: Takes, kind: Kind) -> bool:
    if takes == "numbers":
        return kind.many and kind.name == "number"
    if takes == "rows":
        return kind.many or kind.name == "repeat"
    if takes == "ordered":
        return kind.name in ("number", "date")
    if kind.many or kind.name == "repeat":
        return False
    if takes == "any":
        return kind.name != "choices"
    if takes in ("text", "pattern"):
        return kind.name in ("text", "empty")
    if takes == "list":
        return kind.name == "choices" or bool(kind.options)
    return kind.name == takes
