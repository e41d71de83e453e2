"""What a report says was spent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.activity.items import RESULT, SOURCE, TIMES, is_led, item_of
from knowledge.activity.messages import grouped, problem
from knowledge.activity.model import FieldProblem
from knowledge.activity.sentence import Sentence
from knowledge.text.literals import read_literal
from knowledge.text.money import WrongMoney, find_said_money
from knowledge.text.problems import TextProblem
from knowledge.text.reading import pattern

_TOTAL: Final = 3
"""Rank of what is called the total."""
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
        (_TOTAL, r"(?:tổng (?:kinh phí|kp|chi phí|chi|số tiền|cộng|tiền|trị giá|giá trị)|tổng)"),
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
_PARTS: Final = pattern(r"(?<![^\W_])(?:trong đó|tđ|bao gồm|gồm)(?![^\W_])")
_DONG: Final = pattern(r"(?:đồng|đ|vnđ|vnd)$")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_LEAD: Final = pattern(
    rf"(?:(?<![^\W_])(?:tổng|{_MONEY}|tiền|chi cho|chi|hết|tốn|khoảng|là|với|từ|nguồn|dự kiến|hỗ trợ|ước|trị giá|"
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
    item: bool
    """Whether it is said for what it was, or from where it came."""
    source: bool


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
    each = False
    for one in find_said_money(sentence.open):
        if sentence.is_numbered(one.span[0]):
            continue
        if _is_other(sentence, *one.span):
            got = _each(sentence, *one.span)
            each |= got is not None
            sentence.take(one.span[0] if got is None else got, one.span[1])
            continue
        if isinstance(one, WrongMoney):
            wrong.append(one.problem)
        elif one.vnd == 0 or (one.vnd >= _least(sentence, *one.span) and _UNIT.search(sentence.open, *one.span)):
            amounts.append(_ranked(sentence, one.vnd, amounts, *one.span))
    if not wrong and not any(one.rank > 1 for one in amounts) and (bare := _bare(sentence)) is not None:
        return bare
    if not amounts and not wrong:
        return Budget()
    found = _one(amounts, sentence, each=each) if not wrong else None
    _take_all(sentence)
    return found or Budget(problems=(FieldProblem("budget", wrong[0].message),))


def _least(sentence: Sentence, start: int, end: int) -> int:
    """What an amount must come to: a few đồng are a slip for "đồng chí"."""
    return _LEAST if _DONG.search(sentence.open, start, end) else _SMALL


def _each(sentence: Sentence, start: int, end: int) -> int | None:
    """Where the words begin that say an amount of each one of several; None where it is not said so."""
    before = _EACH_BEFORE.search(sentence.open, max(start - 50, 0), start)
    if before is not None:
        return before.start()
    return start if _EACH_AFTER.match(sentence.open, end) else None


def _is_other(sentence: Sentence, start: int, end: int) -> bool:
    text = sentence.open
    return bool(
        _each(sentence, start, end) is not None
        or _NOT_SPENT.search(text, max(start - 40, 0), start)
        or (_GOT.search(text, max(start - 30, 0), start) and _RAISED.search(sentence.marked, 0, start))
    )


def _ranked(sentence: Sentence, vnd: int, before: Sequence[_Amount], start: int, end: int) -> _Amount:
    text, floor = sentence.open, before[-1].end if before else 0
    rank = next((rank for rank, cue in _CUES if cue.search(text, max(start - 50, floor), start)), 0)
    rank = _TOTAL if RESULT.search(sentence.marked, max(start - 30, 0), start) else rank
    part = text.rfind("(", 0, start) > text.rfind(")", 0, start) or (
        bool(before) and _is_within(text, start, listed=before[0].item)
    )
    item = item_of(text, floor, start, end) if rank < _TOTAL else None
    source = item is not None and SOURCE.search(text, *item) is not None
    return _Amount(vnd, rank, start, end, part, item is not None, source)


def _is_within(text: str, at: int, *, listed: bool) -> bool:
    """Whether words say that what stands behind them is part of an amount before.

    `listed`: that is itself for one thing of several, so that brackets behind it say of no other what it is part of.
    """
    return any(not (listed and _is_shut(text, cue.start(), at)) for cue in _PARTS.finditer(text, 0, at))


def _is_shut(text: str, at: int, end: int) -> bool:
    """Whether a place is within brackets that are closed before the end."""
    return text.rfind("(", 0, at) > text.rfind(")", 0, at) and text.find(")", at, end) >= 0


def _take_all(sentence: Sentence) -> None:
    """Take the amounts out of sight, each with what leads to it and for what it was."""
    floor, spans = 0, []
    found = find_said_money(sentence.open)
    for one in found:
        start, end = one.span
        item = item_of(sentence.open, floor, start, end)
        named = item is not None and (len(found) > 1 or is_led(sentence.open, item[0]))
        spans.append(item if item is not None and named else (start, end))
        floor = end
    for start, end in spans:
        lead = _LEAD.search(sentence.open, max(start - 50, 0), start)
        sentence.take(lead.start() if lead else start, end)


def _one(amounts: Sequence[_Amount], sentence: Sentence, *, each: bool) -> Budget:
    """The amount that is called the total, or the only one, or the sum of what is listed item by item.

    Anything else is asked: of "kinh phí 5 triệu, nước 500k" nobody knows whether the water is in it. `each`: somebody
    is also said to have got something.
    """
    amounts = [one for one in amounts if one.vnd] or amounts
    total = [one for one in amounts if one.rank == _TOTAL]
    wholes = [one for one in total or amounts if not one.part] or total or amounts
    listed = all(one.item for one in wholes) and not total
    if any(TIMES.match(sentence.marked, one.end) for one in amounts) and not total:
        return _asked(amounts)
    if listed and each and not any(one.source for one in wholes):
        return _asked(amounts)
    if listed and any(one.source for one in wholes) and not all(one.source for one in wholes):
        return _of_both(wholes) or _asked(amounts)
    if listed and len(wholes) > 1:
        return _bounded(sum(one.vnd for one in wholes))
    values = {one.vnd for one in wholes}
    parts = [one.vnd for one in amounts if one.part and one not in wholes]
    if len(values) == 1:
        return _bounded(wholes[0].vnd) if sum(parts) <= wholes[0].vnd else _asked(amounts)
    every = [one.vnd for one in wholes]
    return _bounded(max(every)) if max(every) * 2 == sum(every) else _asked(amounts)


def _of_both(wholes: Sequence[_Amount]) -> Budget | None:
    """What came and what it was spent on, where both come to the same; else None."""
    came = sum(one.vnd for one in wholes if one.source)
    return _bounded(came) if came * 2 == sum(one.vnd for one in wholes) else None


def _asked(amounts: Sequence[_Amount]) -> Budget:
    said = ", ".join(f"{grouped(value)} đồng" for value in dict.fromkeys(one.vnd for one in amounts))
    return Budget(problems=(problem("budget", "several_money" if len(amounts) > 1 else "part_money", said=said),))


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
