"""Reporting periods and years named in a question: "6 tháng", "quý III", "bc năm", "sơ kết"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.model import Period as PeriodName
from knowledge.text.normalise import fold
from knowledge.text.reading import Reading, Span, pattern, readings

_LETTER: Final = r"[^\W\d_]"
_REPORT: Final = r"(?:báo~cáo|bcáo|bc|báo cao|số liệu|kế hoạch|kh|hạn|nộp|gửi|dự toán)"
_SIX: Final = r"(?:0?6|sáu)"
QUARTERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}
_MONTHS: Final = "một|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười một|mười hai|mười"
_MONTH_WORDS: Final = {
    fold(word): number
    for number, words in enumerate(
        ("một", "hai", "ba", "tư|bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"), start=1
    )
    for word in words.split("|")
}


@dataclass(frozen=True, slots=True)
class Period:
    """A period that is reported on: which quarter or month of the year and which year, as far as that was said."""

    name: PeriodName
    number: int | None
    year: int | None
    span: Span


def _rule(name: PeriodName, source: str) -> tuple[PeriodName, re.Pattern[str]]:
    return name, pattern(rf"(?<!{_LETTER})(?:{source})(?!{_LETTER})")


# The first rule that matches wins: what names its half, quarter or month comes before what only hints at one.
_RULES: Final = (
    _rule("quarter", r"quý~(?P<n>iv|i{1,3}|[1-4]|một|hai|ba|bốn|tư)(?![0-9])|(?<![0-9])q(?P<q>[1-4])(?![0-9])"),
    _rule(
        "second_half", rf"(?<![0-9]){_SIX}~(?:tháng|t|th) cuối(?: năm)?|nửa (?:cuối năm|năm cuối|năm sau|sau của năm)"
    ),
    _rule("second_half", r"cuối 6~tháng|6~tháng sau(?! ngày)|nửa sau năm"),
    _rule("first_half", rf"(?<![0-9]){_SIX}~(?:tháng|t|th)(?:~đầu(?: năm)?)?(?!{_LETTER}|[0-9])"),
    _rule("first_half", r"nửa (?:đầu năm|năm đầu|năm)|bán niên|giữa (?:năm|kỳ)|nửa đầu năm"),
    _rule("quarter", r"(?:hàng|hằng|từng|mỗi|theo|báo cáo|bc) quý"),
    _rule("month", r"(?:hàng|hằng|từng|mỗi) tháng|báo~cáo tháng|bc tháng"),
    _rule("year", r"(?:cả|trọn|toàn|hàng|hằng|mỗi|trong|cuối) năm(?! [0-9]{1,2}(?![0-9]))|thường niên|12 tháng"),
    _rule("year", rf"tổng kết|t~kết năm|(?<![0-9])1 năm|một năm|{_REPORT} (?:tổng kết )?năm(?! nào)"),
    _rule("first_half", r"sơ kết|sơ bộ kết quả"),
)
_NUMBERED_MONTH: Final = pattern(
    rf"(?<!{_LETTER})(?<![0-9])(?<![0-9] )tháng~(?P<n>0?[1-9]|1[0-2]|{_MONTHS})(?![0-9]|{_LETTER}|~phải)(?! lần)"
)
_NEAR_YEAR: Final = pattern(r"~(?:của )?(?:năm|/|-|,|\()?~(?P<y>(?:19|20)[0-9]{2})(?![0-9])")
_REPORTED_MONTH: Final = pattern(rf"{_REPORT}(?: \w+){{0,2}} $")
_YEAR: Final = pattern(
    r"(?<![0-9.,])(?<!số )(?P<y>(?:19|20)[0-9]{2})(?![0-9])(?![.,][0-9])"
    r"(?!~(?:người|lượt|đại biểu|cán bộ|phụ nữ|nữ|nam|hội viên|thành viên|đồng|đ(?!\w)|k(?!\w)|triệu|tr(?!\w)))"
)
_RELATIVE: Final = pattern(
    rf"(?<!{_LETTER})(?<!thứ )năm (?P<r>nay|này|ngoái|trước|vừa rồi|vừa qua|sau|tới|"
    rf"kia)(?!{_LETTER})(?! (?:ngày|khi|[0-9]))"
)
_SHIFTS: Final = {"nay": 0, "ngoai": -1, "truoc": -1, "vua roi": -1, "vua qua": -1, "sau": 1, "toi": 1, "kia": -2}


def find_period(text: str) -> Period | None:
    """The period a text asks about, or None. Plain "6 tháng" is the first half; "tổng kết" the whole year."""
    for reading in readings(text):
        for name, wanted in _RULES:
            month = _month(reading) if name == "month" else None
            if month is not None:
                return month
            if match := wanted.search(reading.marked):
                return _period(reading, name, match)
        if month := _month(reading, anywhere=True):
            return month
    return None


def find_years(text: str, today: date | None = None) -> list[int]:
    """Years from 1900 to 2099 in a text, in order, each once; "năm nay" and the like only where `today` is given."""
    reading = next(iter(readings(text)))
    found = [(match.start(), int(match["y"])) for match in _YEAR.finditer(reading.marked)]
    if today is not None:
        for match in _RELATIVE.finditer(reading.marked):
            shift = _SHIFTS[" ".join(fold(match["r"]).split())]
            found.append((match.start(), today.year + shift))
    return list(dict.fromkeys(year for _, year in sorted(found)))


def _period(reading: Reading, name: PeriodName, match: re.Match[str]) -> Period:
    written = next((value for value in match.groupdict().values() if value), None)
    number = None
    if written is not None:
        number = int(written) if written.isdigit() else QUARTERS[fold(written)]
    return Period(name, number, _year_near(reading, match), reading.span(*match.span()))


def _month(reading: Reading, *, anywhere: bool = False) -> Period | None:
    """A month with its number: as a report's period first, else wherever one is named without a day."""
    for match in _NUMBERED_MONTH.finditer(reading.marked):
        if anywhere or _REPORTED_MONTH.search(reading.before(match.start())):
            written = " ".join(fold(match["n"]).split())
            number = int(written) if written.isdigit() else _MONTH_WORDS[written]
            return Period("month", number, _year_near(reading, match), reading.span(*match.span()))
    return None


def _year_near(reading: Reading, match: re.Match[str]) -> int | None:
    near = _NEAR_YEAR.match(reading.marked, match.end())
    if near:
        return int(near["y"])
    years = {int(year["y"]) for year in _YEAR.finditer(reading.marked)}
    return years.pop() if len(years) == 1 else None
