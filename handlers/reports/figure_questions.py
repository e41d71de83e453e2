"""Questions about where a number of a report is from: "con số 245 từ đâu?", "vì sao là 1.200", "5tr lấy ở đâu ra"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from knowledge.text.normalise import clean, fold
from knowledge.text.numerals import Quantity, read_quantity
from knowledge.text.reading import readings

LONGEST: Final = 160
"""Letters of the longest message that may ask for it."""
_NUMBER, _ASKS = "\x01", "\x02"
_WORDS = rf"[{_NUMBER}{_ASKS}]|[a-z0-9]+"
_REPORT: Final = re.compile(
    r"(?<![a-z0-9])(?:(?:trong|o|cua|tai|theo) )*(?:bao cao|bc)(?: (?:nay|do|kia|ay|vua roi|moi|ky))*"
    r"(?: (?:6|sau) thang| quy (?:[1-4]|i{1,3}|iv))?(?: (?:dau|cuoi))?(?: (?:ca )?nam)?"
    r"(?: (?:20[0-9]{2}|nay|ngoai|truoc))?(?![a-z0-9])"
)
_THINGS = "hoat dong|viec|cuoc|lop|don vi|muc|khoan|dot|buoi|hoi nghi|vu"
_WHICH = rf"(?:nhung |cac |may )?(?:{_THINGS}) (?:nao|gi)"
_WHERE: Final = re.compile(
    rf"(?<![a-z0-9])(?:(?:tu|o|tai) (?:dau|cho nao|{_WHICH})(?: (?:ra|ma ra|ma co|den|toi))?|dau (?:ma )?ra"
    rf"|{_WHICH}|(?:gom|bao gom|gom co|tinh|cong) (?:nhung )?gi|nhung gi"
    r"|(?:tinh|cong|lay|ra|tong hop|co) (?:nhu )?(?:the nao|ra sao|kieu gi|bang cach nao|sao)"
    r"|vi sao|tai sao|lam sao|the nao ma|sao(?= (?:lai |no )*(?:la|ra|co|chi|duoc|bang|thanh))"
    r"|(?:tim |truy |xem )?nguon(?: goc)?(?: cua)?(?= (?:cai |cac )?(?:con )?so)"
    r"|giai thich|truy nguyen|truy)(?![a-z0-9])"
)
_BARE_PLACE: Final = re.compile(r"(?<![a-z0-9])(?<!lay )(?:o|tai) (?:dau|cho nao)(?! (?:ra|ma))(?![a-z0-9])")
"""Asks for the place of something done as well."""
_REASON: Final = re.compile(r"(?<![a-z0-9])(?:vi sao|tai sao|lam sao|sao|the nao|ra sao)(?![a-z0-9])")
_FEW: Final = 10
"""Why there are fewer is asked of rules: "vì sao có 3 đơn vị"."""
_BAG: Final = frozenset(
    "con so cai lieu tong cong nu nam nguoi luot phu chi em tham gia du kinh phi tien dong ty ti le cuoc hoat lop buoi"
    " vu viec don vi nay do kia ay trong o cua la ra co den ma thanh bang duoc lay tinh hop lai toi minh anh ban ad"
    " bot oi a ah nhe nhi vay the thi cho hoi xin biet xem giup voi da vang alo gioi tap huan tuyen truyen kiem tra"
    " kien toan ky niem nghi muc khoan ghi nhu no tu gom bao cac nhung tren duoi len".split()
)
"""Words that may stand around the number; any other says that something else is asked."""
_KINDS: Final = (
    ("money", re.compile(r"(?<![a-z])(?:kinh phi|tien|(?<!hoat )dong)(?![a-z])")),
    ("female", re.compile(r"(?<![a-z])(?:nu|phu nu|chi em)(?![a-z])")),
    ("male", re.compile(r"(?<![a-z])nam(?![a-z])")),
    ("count", re.compile(r"(?<![a-z])(?:so|tong so|\x01) (?:cuoc|hoat dong|lop|buoi)(?![a-z])")),
    ("units_inspected", re.compile(r"(?<![a-z])don vi(?![a-z])")),
    ("cases", re.compile(r"(?<![a-z])vu(?: viec)?(?![a-z])")),
    ("total", re.compile(r"(?<![a-z])(?:nguoi|luot)(?![a-z])")),
)
_BEGIN: Final = re.compile(r"(?<![a-z0-9])(?<![0-9][.,])[a-z0-9]")
_WORD: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[a-z]+|.", re.DOTALL)
_HUNDREDTHS: Final = re.compile(r" ?%| phan tram")
_GLUED: Final = re.compile(r"(?<=[a-z])(?=[0-9])")
_YEARS: Final = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Asked:
    """A number whose origin is asked. `share`: it is said in hundredths.

    `sure`: so said that it has to be a number of a report; else it may also be one that stands elsewhere.
    """

    value: Fraction
    share: bool
    sure: bool
    report: bool
    """Whether a report is named."""
    kinds: frozenset[str]
    """What the number is said to count; empty where it is not said."""


def asked_figure(said: Iterable[str]) -> Asked | None:
    """The number that a text, in any of its spellings, asks for; None for any other text."""
    for text in said:
        for reading in readings(clean(text)) if len(text) <= LONGEST else ():
            if found := _asked(fold(reading.marked)):
                return found
    return None


def _asked(plain: str) -> Asked | None:
    plain = _GLUED.sub(" ", plain)
    asking = _WHERE.sub(f" {_ASKS} ", _REPORT.sub(" ", plain))
    numbers = list(_numbers(asking))
    if _ASKS not in asking or len(numbers) != 1 or _is_part(asking, numbers[0]):
        return None
    [number] = numbers
    share = _HUNDREDTHS.match(asking, number.end)
    rest = f"{asking[: number.start]} {_NUMBER} {asking[share.end() if share else number.end :]}"
    words = re.findall(_WORDS, rest)
    if not _BAG.issuperset(set(words) - {_NUMBER, _ASKS}) or _is_year(words, number.value):
        return None
    report = _REPORT.search(plain) is not None
    sure = report or not {"so", "tong"}.isdisjoint(words)
    if not sure and (_BARE_PLACE.search(plain) or (number.value < _FEW and _REASON.search(plain))):
        return None
    around = " ".join(words)
    kinds = frozenset(kind for kind, told in _KINDS if told.search(around))
    # Who says "156 nữ người" or "156 người nữ" means the women.
    kinds = kinds - {"total"} if len(kinds) > 1 else kinds
    rate = bool(share) or number.value.denominator != 1 or re.search(r"(?<![a-z])t[iy] le(?![a-z])", around) is not None
    return Asked(number.value, rate, sure, report, kinds)


def _numbers(plain: str) -> Iterator[Quantity]:
    """Every number in digits, or in several words."""
    place = 0
    while begin := _BEGIN.search(plain, place):
        quantity = read_quantity(plain, begin.start())
        written = plain[quantity.start : quantity.end] if quantity else ""
        if quantity is None or not (any(map(str.isdigit, written)) or len(written.split()) > 1):
            word = _WORD.match(plain, begin.start())
            place = word.end() if word else begin.end()
            continue
        yield quantity
        place = max(quantity.end, begin.end())


def _is_part(plain: str, number: Quantity) -> bool:
    """Whether it is a part of a date or of the number of a document."""
    before, after = plain[: number.start][-1:], plain[number.end : number.end + 2]
    return before in tuple("/-.,:") or (after[:1] in tuple("/-:") and after[1:].isalnum())


def _is_year(words: list[str], value: Fraction) -> bool:
    place = words.index(_NUMBER)
    return value in _YEARS and words[max(place - 1, 0)] == "nam" and "so" not in words[max(place - 2, 0) : place]
