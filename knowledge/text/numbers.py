"""Counts in text, in digits or words: "35", "1.200 lượt", "ba mươi lăm người", "một trăm linh năm"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, islice, pairwise
from typing import Final

from knowledge.text.misspelt import corrected
from knowledge.text.normalise import fold
from knowledge.text.numerals import Quantity, read_quantity
from knowledge.text.problems import TextProblem, check_length
from knowledge.text.reading import Reading, Span, pattern, readings

_END: Final = r"(?![^\W_])"
_NOUN: Final = pattern(
    r"~(?P<noun>người|lượt người|lượt|nữ|nam|phụ nữ|nam giới|đại biểu|thành viên|hội viên|"
    r"cán bộ nữ|cán bộ|công chức|viên chức|"
    r"đồng chí|đ/c|chị em|chị|anh|em|cháu|trẻ em|học sinh|học viên|giáo viên|lao động|đơn vị|"
    r"cơ quan|xã|phường|huyện|thôn|tổ|"
    rf"cuộc|lớp|buổi|đợt|hội nghị|vụ việc|vụ|việc|ca|trường hợp|hộ|tờ rơi|tờ|cuốn|bản|tin bài|tin|"
    rf"bài|mô hình|câu lạc bộ|clb|suất|phần quà){_END}"
)
_BEFORE: Final = pattern(
    r"(?:^|[^\w])(?P<noun>nữ|nam|tổng số|tổng cộng|tổng|số lượng|số người|sl|tham dự|tham gia|có)~[:=]?~(?:là |có )?$"
)
_BEGIN: Final = pattern(r"(?<![^\W_])(?<![0-9][.,/])(?:[0-9]|[^\W\d_])")
_WORD: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+")
_ROUGH: Final = pattern(
    r"(?:^|[^\w])(?:khoảng|chừng|hơn|trên|gần|dưới|tầm|ước|xấp xỉ|không quá|tối đa|ít nhất|độ)(?: chừng| khoảng| độ)? $"
)
_VAGUE: Final = pattern(
    r"(?<![^\W_])(?:vài|mấy|dăm|nhiều|hàng|dăm ba|đôi ba|ít|đông)(?: (?:chục|trăm|nghìn|ngàn|vạn|"
    r"triệu|ba))?(?: (?:người|lượt))?(?![^\W_])"
)
_NONE: Final = pattern(r"[\W_]*(?:không|ko|không có(?: ai| người nào)?|chưa có(?: ai)?|không ai)[\W_]*(?:ạ)?")
_RANGE: Final = pattern(r"~(?:-|đến|tới|hoặc|hay)~")
_MINUS: Final = pattern(r"(?:(?<![^\W_])âm |(?<![\w.,])-~)$")
_DOZEN: Final = pattern(rf"(?<![^\W_])(?P<n>một|nửa|1)~tá{_END}")
_TAIL: Final = pattern(r"[/%]|[.,-][0-9]")
_SINGLE_TEN: Final = pattern(rf"(?<![^\W_])(?:một )?chục{_END}")


@dataclass(frozen=True, slots=True)
class CountSpan:
    """A whole number, the noun it counts where one stands beside it, and where it was said.

    Not `certain`: said roughly ("khoảng 50"), or the digits could mean another number.
    """

    value: int
    certain: bool
    span: Span
    noun: str | None = None


def find_counts(text: str) -> list[CountSpan]:
    """All numbers of a text that count something named beside them ("35 nữ", "tổng số: 120"), in order."""
    for reading in readings(text):
        quantities = list(_quantities(reading))
        found = []
        for index, quantity in enumerate(quantities):
            ranged = any(_linked(reading, one, two) for one, two in _neighbours(quantities, index))
            noun = _noun(reading, quantity)
            whole = quantity.value.denominator == 1
            if noun and whole and not ranged and not _MINUS.search(reading.before(quantity.start)):
                found.append(_count(reading, quantity))
        if found:
            return found
    return []


def parse_count(text: str) -> CountSpan:
    """The number that an answer to "how many?" says.

    Raises TextProblem for none, several, a range, a vague one ("vài chục"), a fraction or a negative one.
    """
    check_length(text)
    for reading in (*readings(text), corrected(text)):
        if _NONE.fullmatch(reading.marked):
            return CountSpan(0, True, (0, len(text)))
        quantities = list(_quantities(reading))
        if _VAGUE.search(reading.marked) and not any(_noun(reading, one) for one in quantities):
            raise TextProblem("count_vague", text=text)
        if not quantities:
            continue
        named = [quantity for quantity in quantities if _noun(reading, quantity)]
        _check(reading, quantities, named or quantities, text)
        return _count(reading, (named or quantities)[0])
    raise TextProblem("no_count", text=text)


def _check(reading: Reading, quantities: list[Quantity], said: list[Quantity], text: str) -> None:
    for index, quantity in enumerate(quantities):
        if any(_linked(reading, one, two) for one, two in _neighbours(quantities, index)):
            raise TextProblem("count_range", text=text)
        if _MINUS.search(reading.before(quantity.start)):
            raise TextProblem("negative")
        if quantity.value.denominator != 1 or _TAIL.match(reading.marked, quantity.end):
            raise TextProblem("count_part")
    if len({quantity.value for quantity in said}) > 1:
        raise TextProblem("count_several", text=text)


def _neighbours(quantities: list[Quantity], index: int) -> list[tuple[Quantity, Quantity]]:
    """The number with the one before it, and with the one after it."""
    around = quantities[max(index - 1, 0) : index + 2]
    return list(pairwise(around))


def _linked(reading: Reading, left: Quantity, right: Quantity) -> bool:
    return left.end <= right.start and bool(_RANGE.fullmatch(reading.marked, left.end, right.start))


def _noun(reading: Reading, quantity: Quantity) -> str | None:
    after = _NOUN.match(reading.marked, quantity.end)
    if after:
        return str(after["noun"])
    if _TAIL.match(reading.marked, quantity.end) or _MONEY_OR_TIME.match(reading.marked, quantity.end):
        return None
    before = _BEFORE.search(reading.before(quantity.start))
    return str(before["noun"]) if before else None


_MONEY_OR_TIME: Final = pattern(
    r"~(?:đồng|đ|vnđ|vnd|giờ|h|phút|ngày|tuần|tháng|năm|quý|tuổi|km|m|kg|triệu|tr|tỷ|k)(?![^\W\d_])"
)


def _quantities(reading: Reading) -> Iterator[Quantity]:
    """Every number of the text. A bare digit word in running text ("ba", "năm") counts only before a noun."""
    special = {match.start(): match for wanted in (_DOZEN, _SINGLE_TEN) for match in wanted.finditer(reading.marked)}
    position = 0
    while match := _BEGIN.search(reading.marked, position):
        start = match.start()
        quantity = read_quantity(reading.marked, start, _NOUN)
        if start in special and (quantity is None or quantity.end < special[start].end()):
            found = special[start]
            value = {"nua": 6, "mot": 12, "1": 12}[fold(found["n"])] if "n" in found.groupdict() else 10
            quantity = Quantity(Fraction(value), start, found.end())
        if quantity is None or not _counts(reading, quantity):
            word = _WORD.match(reading.marked, start)
            position = word.end() if word else start + 1
            continue
        yield quantity
        position = max(quantity.end, start + 1)


def _counts(reading: Reading, quantity: Quantity) -> bool:
    written = reading.marked[quantity.start : quantity.end].strip()
    if any(letter.isdigit() for letter in written) or len(written.split()) > 1:
        return True
    if _NOUN.match(reading.marked, quantity.end):
        return True
    around = chain(reading.before(quantity.start), islice(reading.marked, quantity.end, None))
    return not any(letter.isalnum() for letter in around)


def _count(reading: Reading, quantity: Quantity) -> CountSpan:
    value = quantity.value
    certain = quantity.certain and not _ROUGH.search(reading.before(quantity.start))
    quantity = replace(quantity, certain=certain)
    span = reading.span(quantity.start, quantity.end)
    return CountSpan(int(value), certain, span, _noun(reading, quantity))
