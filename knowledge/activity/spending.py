"""What a report says was spent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.activity.messages import grouped, problem
from knowledge.activity.model import FieldProblem
from knowledge.activity.sentence import Sentence
from knowledge.text.literals import read_literal
from knowledge.text.money import WrongMoney, find_said_money
from knowledge.text.problems import TextProblem
from knowledge.text.reading import pattern

MOST: Final = 10_000_000_000
"""Đồng from which on no single activity is believed: a whole province's yearly programme on gender costs less."""
_LEAST: Final = 1000
"""A number alone behind "kinh phí" is an amount from here on; below, its unit was left out."""
_SMALL: Final = 10_000
"""Less than this without the word đồng is rather a number of things ("3 nghìn khẩu trang")."""
_UNIT: Final = pattern(r"(?:triệu|tr|tỷ|tỉ|nghìn|ngàn|đồng|đ|k|củ|[0-9])")
"""What an amount is told by: "tư vấn" without its marks is no forty thousand."""
_MONEY: Final = r"(?:kinh phí|kp|chi phí|ngân sách|số tiền|dự toán)"
_CUES: Final = tuple(
    (rank, pattern(rf"(?<![^\W_]){words}(?: [^\W\d_]+){{0,5}}~[:=]?~$"))
    for rank, words in (
        (3, r"(?:tổng (?:kinh phí|kp|chi phí|chi|số tiền|cộng|tiền|trị giá|giá trị)|tổng)"),
        (2, _MONEY),
        (1, r"(?:chi|hết|tốn|tiền|trị giá)"),
    )
)
_EACH_AFTER: Final = pattern(
    r"~/~[^\W\d_]|~(?:(?:một|mỗi|1|trên|cho mỗi|cho một) )(?:người|suất|buổi|lớp|cuộc|hộ|phần|chị|em|cháu|"
    r"đại biểu|đ/c|đồng chí|"
    r"hội viên|phụ nữ|nạn nhân|xã|thôn|ngày|tháng|năm|đơn vị|bản|tờ|cái|lượt|ng|hs|học sinh|gia đình|trường hợp|căn|"
    r"gói|bộ|trường|chi hội|tiết mục|giải|mô hình)(?![^\W_])"
)
_EACH_BEFORE: Final = pattern(r"(?<![^\W_])(?:mỗi|từng|bình quân|trung bình)(?: [^\W\d_]+){1,6}~:?~$|(?<![^\W_])x~$")
_NOT_SPENT: Final = pattern(
    r"(?<![^\W_])(?:vay(?: vốn)?|quyên góp(?: được)?|ủng hộ được|thu được|gây quỹ(?: được)?|phạt|xử phạt|"
    r"phạt tiền|dư nợ|thu nhập|"
    r"tiền lương|tiết kiệm|doanh thu)(?: [^\W\d_]+){0,3} $"
)
_RAISED: Final = pattern(r"(?<![^\W_])(?:quyên góp|gây quỹ|vận động|ủng hộ)(?![^\W_])")
_GOT: Final = pattern(r"(?<![^\W_])được (?:số tiền |tổng số |tổng |hơn |gần |khoảng |trên )?$")
"""Before what was given for something rather than spent on it."""
_NOTHING: Final = pattern(
    rf"(?<![^\W_])(?:k[^\W\d_]{{1,3}}g|không|ko|k)(?: (?!hết|nhiều|đủ|quá)[^\W\d_]{{1,6}}){{0,2}} (?:kinh phí|"
    rf"kp)(?![^\W_])(?!~:?~[0-9])|"
    rf"(?<![^\W_])(?:không|ko|chẳng) (?:phải )?(?:chi|tốn|mất) (?:gì|xu nào|đồng nào|chi phí)(?![^\W_])|"
    rf"(?<![^\W_]){_MONEY}~[:=]?~(?:là |hết )?(?:không(?: có)?|ko|0~(?:đồng|đ)?)(?=~(?:$|[,;.)]))"
)
_BARE: Final = pattern(
    rf"(?<![^\W_])(?:tổng )?{_MONEY}~[:=]?~(?:(?:là|hết|khoảng|tổ chức|thực hiện|tổng) )*"
    r"(?P<number>-?[0-9]+(?:[.,][0-9]+)*)(?![^\W_])(?!~[/-]~[0-9])(?P<noun> [^\W\d_]+)?|"
    rf"(?<![^\W_]){_MONEY}(?: [^\W\d_]+){{1,5}}~[:=]?~(?P<grouped>[0-9]{{1,3}}(?:[.,][0-9]{{3}})+)(?![^\W_])|"
    r"(?<![^\W_])(?:chi|hết|tốn|tiền)(?: [^\W\d_]+){0,4}~[:=]?~"
    r"(?P<spent>[0-9]{1,3}(?:[.,][0-9]{3})+)(?![.,][0-9])(?![^\W_])(?! [^\W\d_])"
)
_POWER: Final = re.compile(r"(?<![^\W_])10 ?\^ ?(?P<power>[0-9]{1,2})(?![0-9])")
_DONG: Final = pattern(r"(?:đồng|đ|vnđ|vnd)$")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_LEAD: Final = pattern(
    rf"(?:(?<![^\W_])(?:tổng|{_MONEY}|tiền|chi|hết|tốn|khoảng|là|với|từ|nguồn|dự kiến|hỗ trợ|ước|trị giá|"
    rf"thực hiện|giá trị)~[:=]?~)+$"
)


@dataclass(frozen=True, slots=True)
class Budget:
    """What was spent in đồng, and what is wrong with what was said."""

    vnd: int | None = None
    problems: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Amount:
    vnd: int
    rank: int
    start: int
    end: int
    part: bool


def read_budget(sentence: Sentence) -> Budget:
    """The amount that a report names as its cost, taken out of it; what each person got is no budget."""
    none = _NOTHING.search(sentence.open)
    if none:
        sentence.take(*none.span())
        return Budget(0)
    power = _POWER.search(sentence.open)
    if power:
        sentence.take(*power.span())
        return _bounded(10 ** int(power["power"]))
    amounts: list[_Amount] = []
    wrong: list[TextProblem] = []
    for one in find_said_money(sentence.open):
        if sentence.is_numbered(one.span[0]):
            continue
        if _is_other(sentence, *one.span):
            sentence.take(*one.span)
            continue
        if isinstance(one, WrongMoney):
            wrong.append(one.problem)
        elif one.vnd == 0 or (one.vnd >= _least(sentence, *one.span) and _UNIT.search(sentence.open, *one.span)):
            amounts.append(_ranked(sentence, one.vnd, *one.span))
    if not wrong and not any(one.rank > 1 for one in amounts) and (bare := _bare(sentence)) is not None:
        return bare
    if not amounts and not wrong:
        return Budget()
    for one in find_said_money(sentence.open):
        _take(sentence, *one.span)
    if wrong:
        return Budget(problems=(FieldProblem("budget", wrong[0].message),))
    return _one(amounts)


def _least(sentence: Sentence, start: int, end: int) -> int:
    """What an amount must come to: a few đồng are a slip for "đồng chí"."""
    return _LEAST if _DONG.search(sentence.open, start, end) else _SMALL


def _is_other(sentence: Sentence, start: int, end: int) -> bool:
    text = sentence.open
    return bool(
        _EACH_AFTER.match(text, end)
        or _EACH_BEFORE.search(text, max(start - 50, 0), start)
        or _NOT_SPENT.search(text, max(start - 40, 0), start)
        or (_GOT.search(text, max(start - 30, 0), start) and _RAISED.search(sentence.marked, 0, start))
    )


def _ranked(sentence: Sentence, vnd: int, start: int, end: int) -> _Amount:
    text = sentence.open
    rank = next((rank for rank, cue in _CUES if cue.search(text, max(start - 50, 0), start)), 0)
    part = text.rfind("(", 0, start) > text.rfind(")", 0, start)
    return _Amount(vnd, rank, start, end, part)


def _take(sentence: Sentence, start: int, end: int) -> None:
    lead = _LEAD.search(sentence.open, max(start - 50, 0), start)
    sentence.take(lead.start() if lead else start, end)


def _one(amounts: Sequence[_Amount]) -> Budget:
    """The amount called the total, else the one called the cost, else the only one; none at all only alone."""
    amounts = [one for one in amounts if one.vnd] or amounts
    best = [one for one in amounts if one.rank == max(each.rank for each in amounts)]
    for among in (best, [one for one in best if not one.part]):
        values = list(dict.fromkeys(one.vnd for one in among))
        if len(values) == 1:
            return _bounded(values[0])
    every = [one.vnd for one in amounts]
    if max(every) * 2 == sum(every):
        return _bounded(max(every))
    said = ", ".join(f"{grouped(value)} đồng" for value in dict.fromkeys(one.vnd for one in best))
    return Budget(problems=(problem("budget", "several_money", said=said),))


def _bounded(vnd: int) -> Budget:
    return Budget(vnd) if vnd < MOST else Budget(problems=(problem("budget", "much_money", amount=vnd),))


def _bare(sentence: Sentence) -> Budget | None:
    """A number alone behind "kinh phí"; None where there is none."""
    for match in _BARE.finditer(sentence.open):
        written = match["number"] or match["grouped"] or match["spent"]
        if match["noun"] or _YEAR.fullmatch(written) or sentence.is_numbered(match.end() - 1):
            continue
        literal = read_literal(written.removeprefix("-"))
        if literal is None or literal.value.denominator != 1:
            continue
        value = int(literal.value)
        end = match.end(next(name for name in ("number", "grouped", "spent") if match[name]))
        sentence.take(match.start(), end)
        if written.startswith("-"):
            return Budget(problems=(FieldProblem("budget", TextProblem("negative").message),))
        if 0 < value < _LEAST:
            return Budget(problems=(FieldProblem("budget", TextProblem("money_unit", text=written).message),))
        return _bounded(value)
    return None
