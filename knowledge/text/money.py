"""Amounts of Vietnamese đồng in text: "5tr", "12tr5", "2 triệu rưỡi", "1,5 tỷ", "15.000.000đ", "không kinh phí"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

from knowledge.text.misspelt import corrected
from knowledge.text.numerals import Quantity, read_quantity
from knowledge.text.problems import TextProblem, check_length
from knowledge.text.reading import Reading, Span, pattern, readings

_END: Final = r"(?![^\W\d_])"
_DONG: Final = pattern(
    r"~(?:việt nam )?(?:đồng(?! (?:chí|bào|nghiệp|hồ|phục|thời|viên))|vnđ|vnd|đ|₫)(?![^\W_])(?: việt nam)?"
)
_COUNTED: Final = pattern(
    r"~(?:người|ng|lượt|phụ nữ|nữ|nam|đại biểu|hội viên|cán bộ|lao động|hộ|dân|trẻ|em|chị|học sinh|"
    r"bản|tờ|cuốn|lệ|trường|km|kg|m|%)" + _END
)
_PERSONS: Final = pattern(
    r"~(?:phụ nữ|nữ|nam|đại biểu|hội viên|cán bộ|lao động|em|chị|học sinh|trẻ)(?![^\W\d_])(?P<counts>~[:=]?~[0-9])?"
)
_LEAST: Final = 10_000
_CROWD: Final = 250_000
"""From here on a number before some kind of persons is an amount: "hết 3tr hội viên đóng góp", "500k nữ 30 nam 20"."""
_BESIDE: Final = pattern(
    r"~(?:người|lượt|phụ nữ|nữ|nam|đại biểu|hội viên|học viên|thành viên|đoàn viên|cán bộ|công chức|viên chức|"
    r"lao động|đồng chí|đ/c|hộ|trẻ|em|cháu|chị|anh|bà|cô|học sinh|ng|đb|hv|cb|bản|tờ|cuốn|suất|phần|quà|cái|chiếc|"
    r"bộ|băng rôn|pano|buổi|lớp|cuộc|đợt|ngày|tháng|tuần|giờ|h|xã|thôn|đơn vị|chi hội|vụ|giải)" + _END
)
"""What a number behind an amount counts: "5 triệu 45 nữ", "kinh phí 3tr 200 tờ rơi"."""
_BEGIN: Final = pattern(r"(?<![^\W_])(?<![0-9][.,])(?:[0-9]|[^\W\d_])")
_ROUGH: Final = pattern(
    r"(?:khoảng|chừng|hơn|trên|gần|dưới|tầm|ước|xấp xỉ|không quá|tối đa|ít nhất|tối thiểu|độ)(?: chừng| khoảng)? $"
)
_NOTHING: Final = pattern(
    r"(?<![^\W_])(?:không|ko|k|chưa|khỏi|hok)(?: có| tốn| mất| sử dụng| dùng| phát sinh| cần| chi)*"
    rf"(?: (?:kinh phí|kp|chi phí|tiền|ngân sách|đồng nào|đồng))+{_END}|(?<![^\W_])miễn phí{_END}"
)
_FREE_ALONE: Final = pattern(r"[\W_]*(?:không|ko|không có|không tốn|chưa có|không ạ)[\W_]*")
_HALF: Final = pattern(
    rf"(?<![^\W_])(?:nửa|rưỡi) (?P<scale>triệu|tỷ|tỉ){_END}|(?<![^\W_0-9])(?<![0-9] )(?P<bare>triệu|tỷ|tỉ) rưỡi{_END}"
)
_SLANG: Final = pattern(r"~củ(?P<half> rưỡi)?(?![^\W_])(?! (?:khoai|sen|cải|hành|tỏi))")
_FOREIGN: Final = pattern(r"[$€£¥]|(?<![^\W\d_])(?:usd|eur|euro|đô la|đô|dollar|đô mỹ|nhân dân tệ|yên)(?![^\W_])")
_FOREIGN_AFTER: Final = pattern(r"~(?:[$€£¥]|(?:usd|eur|euro|đô la|đô|dollar|nhân dân tệ)(?![^\W_]))")
_RANGE: Final = pattern(r"~(?:-|đến|tới|hoặc|hay)~")
_DONG_BEFORE: Final = pattern(r"(?<![^\W\d_])(?:vnđ|vnd)~$")
_MINUS: Final = pattern(r"(?:(?<![^\W_])âm |(?<![\w.,]) ?-~)$")
_LONE: Final = pattern(r"[\W_]*(?:(?:kinh phí|kp|số tiền|tiền|chi phí|hết|là|khoảng|tổng|chi|dự toán|mức)[\W_]+)*")


@dataclass(frozen=True, slots=True)
class MoneySpan:
    """An amount in whole đồng and where it was said. Not `certain`: said roughly, or it could mean another amount."""

    vnd: int
    certain: bool
    span: Span


@dataclass(frozen=True, slots=True)
class _Amount:
    quantity: Quantity
    unit: bool
    start: int
    end: int


def find_money(text: str) -> list[MoneySpan]:
    """All amounts in a text, in order: numbers with a unit of money, or words for none at all. Ranges are left out."""
    for reading in readings(text):
        try:
            found = [_money(reading, amount) for amount in _single(reading) if amount.unit]
        except TextProblem:
            found = []
        if found:
            return found
    return []


@dataclass(frozen=True, slots=True)
class WrongMoney:
    """An amount that was said and cannot be used: a range, a negative one, parts of a đồng, foreign money."""

    problem: TextProblem
    span: Span


def find_said_money(text: str) -> list[MoneySpan | WrongMoney]:
    """All amounts of a text as it stands (no keys decoded), in order, with those that cannot be used and why."""
    reading = Reading(text)
    amounts = list(_amounts(reading))
    ranged = _ranged(reading, amounts)
    found: list[MoneySpan | WrongMoney] = []
    for amount in amounts:
        if amount.unit:
            found.append(_said(reading, amount, amount.start in ranged))
        elif foreign := _FOREIGN_AFTER.match(reading.marked, amount.end):
            found.append(WrongMoney(TextProblem("money_foreign"), reading.span(amount.start, foreign.end())))
    return found


def _said(reading: Reading, amount: _Amount, ranged: bool) -> MoneySpan | WrongMoney:
    span = reading.span(amount.start, amount.end)
    if ranged:
        return WrongMoney(TextProblem("money_range", text=reading.text[slice(*span)]), span)
    if _MINUS.search(reading.before(amount.start)):
        return WrongMoney(TextProblem("negative"), span)
    try:
        return _money(reading, amount)
    except TextProblem as problem:
        return WrongMoney(problem, span)


def parse_money(text: str) -> MoneySpan:
    """The amount that an answer to "how much?" says; a number alone counts from 1000 đồng up.

    Raises TextProblem for none, several, a range, a negative amount, parts of a đồng or foreign money.
    """
    check_length(text)
    for reading in (*readings(text), corrected(text)):
        if _FOREIGN.search(reading.marked):
            raise TextProblem("money_foreign")
        if _FREE_ALONE.fullmatch(reading.marked):
            return MoneySpan(0, True, (0, len(text)))
        amounts = list(_amounts(reading))
        said = [amount for amount in amounts if amount.unit] or _bare(reading, amounts, text)
        if not said:
            continue
        _check_single(reading, amounts, said, text)
        return _money(reading, said[0])
    raise TextProblem("no_money", text=text)


def _bare(reading: Reading, amounts: list[_Amount], text: str) -> list[_Amount]:
    """A number without a unit, where it is all that was said."""
    lone = [amount for amount in amounts[:1] if _LONE.fullmatch(reading.marked[: amount.start])]
    for amount in lone[:1]:
        rest = reading.marked[amount.end :].strip(" .,!ạ")
        if rest or amount.quantity.value < 0:
            return []
        if 0 < amount.quantity.value < 1000:
            raise TextProblem("money_unit", text=text.strip())
    return lone[:1]


def _check_single(reading: Reading, amounts: list[_Amount], said: list[_Amount], text: str) -> None:
    ranged = _ranged(reading, amounts)
    for amount in said:
        if amount.start in ranged:
            raise TextProblem("money_range", text=text)
        if _MINUS.search(reading.before(amount.start)):
            raise TextProblem("negative")
    if len({amount.quantity.value for amount in said}) > 1:
        raise TextProblem("money_several", text=text)


def _ranged(reading: Reading, amounts: list[_Amount]) -> set[int]:
    """Where the amounts stand that are an end of a range."""
    linked = [
        pair for pair in pairwise(amounts) if _RANGE.fullmatch(reading.marked, pair[0].end, pair[1].start) is not None
    ]
    return {amount.start for pair in linked for amount in pair}


def _single(reading: Reading) -> Iterator[_Amount]:
    """The amounts that are no end of a range and not negative."""
    amounts = list(_amounts(reading))
    ranged = _ranged(reading, amounts)
    for amount in amounts:
        if amount.start not in ranged and not _MINUS.search(reading.before(amount.start)):
            yield amount


def _amounts(reading: Reading) -> Iterator[_Amount]:
    """Every number of the text with the unit behind it, and the words that mean no money or half a million."""
    position = 0
    fixed = {match.start(): match for wanted in (_NOTHING, _HALF) for match in wanted.finditer(reading.marked)}
    while match := _BEGIN.search(reading.marked, position):
        start = match.start()
        if start in fixed:
            found = fixed[start]
            yield _Amount(Quantity(_fixed_value(found), start, found.end()), True, start, found.end())
            position = found.end()
            continue
        quantity = read_quantity(reading.marked, start, _BESIDE)
        if quantity is None or (
            quantity.value == 0
            and not reading.marked[start].isdigit()
            and not _DONG.match(reading.marked, quantity.end)
        ):
            word = _WORD.match(reading.marked, start)
            position = word.end() if word else start + 1
            continue
        yield (amount := _with_unit(reading, quantity))
        position = max(amount.end, start + 1)


_WORD: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+")


def _fixed_value(match: re.Match[str]) -> Fraction:
    groups = match.groupdict()
    if not groups.get("scale") and not groups.get("bare"):
        return Fraction(0)
    word = groups.get("scale") or groups["bare"] or ""
    scale = 10**6 if word.startswith("tr") else 10**9
    return Fraction(scale, 2) if groups.get("scale") else Fraction(3 * scale, 2)


def _with_unit(reading: Reading, quantity: Quantity) -> _Amount:
    slang = _SLANG.match(reading.marked, quantity.end)
    if slang and quantity.value < 1000:
        value = quantity.value * 10**6 + (500_000 if slang["half"] else 0)
        return _Amount(replace(quantity, value=value), True, quantity.start, slang.end())
    dong = _DONG.match(reading.marked, quantity.end)
    if dong:
        return _Amount(quantity, True, quantity.start, dong.end())
    if _DONG_BEFORE.search(reading.before(quantity.start)):
        return _Amount(quantity, True, quantity.start, quantity.end)
    counted = quantity.scaled and _COUNTED.match(reading.marked, quantity.end) and not _pays(reading, quantity)
    return _Amount(quantity, quantity.scaled and not counted, quantity.start, quantity.end)


def _pays(reading: Reading, quantity: Quantity) -> bool:
    """Whether the persons behind an amount are not those that it counts."""
    persons = _PERSONS.match(reading.marked, quantity.end)
    least = _LEAST if persons and persons["counts"] else _CROWD
    return persons is not None and quantity.value >= least


def _money(reading: Reading, amount: _Amount) -> MoneySpan:
    value = amount.quantity.value
    if value.denominator != 1:
        raise TextProblem("money_part")
    certain = amount.quantity.certain and not _ROUGH.search(reading.before(amount.start))
    return MoneySpan(int(value), certain, reading.span(amount.start, amount.end))
