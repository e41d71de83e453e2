"""The numbers in a report that may count people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.activity.headwords import AFTER, BARE_WOMEN, BEGIN, BEGINS, BOUNDED, DATED, DONG, SEX_BEFORE, SPELT, WORD
from knowledge.activity.sentence import Sentence
from knowledge.text.numerals import Quantity, read_quantity
from knowledge.text.reading import pattern

MOST_PEOPLE: Final = 250_000
"""From here on no figure of people is believed: no ward of the country has so many."""
_LEAST: Final = 10_000
_SPENT: Final = pattern(
    r"(?<![^\W_])(?:kinh phí|kp|chi phí|ngân sách|số tiền|tiền|chi|hết|tốn)~[:=]?~(?:là |khoảng |hết )?$"
)
_LABELLED: Final = pattern(r"~(?:nữ|nam)~[:=]?~[0-9]")
_CROWD: Final = pattern(r"~(?:lượt|người|ng|dân|nhân dân)(?![^\W_])")
_DAYS: Final = pattern(r"(?:(?:-| (?:đến|tới) )[0-9]{1,2})?/[0-9]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number (None where it is no whole one) and where it stands."""

    value: int | None
    start: int
    end: int


def numbers(sentence: Sentence) -> Iterator[Number]:
    """The numbers of what is open, in digits or before a noun in words."""
    text, position = sentence.open, 0
    while match := BEGIN.search(text, position):
        start = match.start()
        spelt = SPELT.match(text, start) if not text[start].isdigit() else None
        quantity = read_quantity(text, start, AFTER) if text[start].isdigit() or spelt else None
        if quantity is not None and text[start].isdigit() and _starts_new(text, start, quantity.end):
            quantity = None
        word = WORD.match(text, start)
        position = word.end() if word else start + 1
        if quantity is None or sentence.is_numbered(start) or DATED.search(text, max(start - 8, 0), start):
            continue
        if _is_amount(text, quantity) or (quantity.scaled and not AFTER.match(text, quantity.end)):
            continue
        if spelt and not AFTER.match(text, quantity.end):
            if SEX_BEFORE.search(text, max(start - 24, 0), start) and BOUNDED.match(text, quantity.end):
                yield Number(int(quantity.value), start, quantity.end)
                position = max(quantity.end, position)
            continue
        if spelt and BARE_WOMEN.match(text, start):
            continue
        if spelt and (quantity.value == 1 or (quantity.end == spelt.end() and not _alone(text, start))):
            continue
        value = int(quantity.value) if quantity.value.denominator == 1 else None
        yield Number(value, start, quantity.end)
        position = max(quantity.end, position)


def _is_amount(text: str, quantity: Quantity) -> bool:
    """Whether money is told rather than people, whoever stands behind: "kp 5 triệu nữ 30 nam 20"."""
    if quantity.scaled and DONG.match(text, quantity.end):
        return True
    if quantity.value < _LEAST:
        return False
    if _SPENT.search(text, max(quantity.start - 30, 0), quantity.start) or _LABELLED.match(text, quantity.end):
        return True
    return quantity.scaled and quantity.value >= MOST_PEOPLE and not _CROWD.match(text, quantity.end)


def _alone(text: str, start: int) -> bool:
    """Whether a single number word begins a part of the report: "xâm hại" without its marks ends like "hai"."""
    return BEGINS.search(text, max(start - 20, 0), start) is not None


def _starts_new(text: str, start: int, end: int) -> bool:
    """Whether the digits go on as no number does: "12/5", "18-19/3", "3.4.5", "45-QĐ"."""
    return _DAYS.match(text, end) is not None or (
        start > 0 and text[start - 1] in "/" and text[start - 2 : start - 1].isdigit()
    )
