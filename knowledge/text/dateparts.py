"""The phrases of Vietnamese that say a day, a month or a stretch of days, and what each says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from knowledge.text import calendar
from knowledge.text.normalise import fold
from knowledge.text.problems import TextProblem
from knowledge.text.reading import pattern


@dataclass(frozen=True, slots=True)
class Today:
    """From where a phrase is read: the day it was said, and whether it speaks of what has happened."""

    day: date
    past: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month that may not be said, in a year that may not be said."""

    day: int
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month (or a part of it, first to last day) in a year that may not be said."""

    month: int
    year: int | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, 0 for Monday, of no said week."""

    weekday: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that are known. Not `certain`: the words name a stretch and the day in it is open."""

    first: date
    last: date | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Bad:
    """A date that was said and does not exist. Not `sure`: it may not have been meant as a date."""

    problem: TextProblem
    sure: bool = True


Said = Day | Month | Weekday | Fixed | Bad


@dataclass(frozen=True, slots=True)
class Part:
    """What a phrase says, and where in the reading it stands."""

    said: Said
    start: int
    end: int


Build = Callable[[re.Match[str], Today], "Said | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of phrase. `alone`: so short that it counts only where nothing else is said."""

    wanted: re.Pattern[str]
    build: Build
    alone: bool = False
    sure: bool = True


_ONES: Final = ("một|mốt", "hai", "ba", "bốn|tư", "năm|lăm|nhăm", "sáu", "bảy|bẩy", "tám", "chín")


def _day_words() -> dict[str, int]:
    words = {word: number for number, ones in enumerate(_ONES, start=1) for word in ones.split("|")}
    spelt = {word: number for word, number in words.items() if word not in {"mốt", "lăm", "nhăm"}}
    spelt["mười"] = 10
    for tens, lead in ((10, ("mười",)), (20, ("hai mươi", "hai", "hăm")), (30, ("ba mươi", "ba"))):
        for start in lead:
            if start not in {"hai", "ba"}:
                spelt[start] = tens
            fitting = {w: n for w, n in words.items() if tens < 30 or n == 1}
            short = start in {"hai", "ba", "hăm"}
            spelt |= {f"{start} {w}": tens + n for w, n in fitting.items() if not short or w in {"mốt", "tư", "lăm", "nhăm"}}
    return spelt


_DAYS: Final = _day_words()
_VALUES: Final = {fold(word): number for word, number in _DAYS.items()}
_BY_LENGTH: Final = sorted(_DAYS, key=len, reverse=True)
_DAY_WORD: Final = "|".join(_BY_LENGTH)
# "thang sau" is next month, not June: a bare "sau" is six only before a year.
_MONTH_WORD: Final = "|".join(
    r"s(?:\u00e1u|au(?= (?:năm )?[0-9]{4}))" if word == "sáu" else word for word in _BY_LENGTH if _DAYS[word] <= 12
)

END: Final = r"(?![^\W_])"
START: Final = r"(?<![^\W_])"
_D: Final = rf"(?:(?P<d>[0-9]{{1,2}})(?![0-9])|(?P<dw>{_DAY_WORD}){END})"
_M: Final = rf"(?:(?P<m>[0-9]{{1,2}})(?![0-9])|(?P<mw>{_MONTH_WORD}){END})"
_WHEN: Final = (
    r"(?P<rel>trước nữa|kia|trước|ngoái|vừa rồi|vừa qua|rồi|qua|này|nay|hiện tại|sau nữa|sau|tới|tiếp theo|kế tiếp|tiếp|kế)"
    rf"{END}(?! (?:ngày|mùng|mồng|khi|hạn|lúc|[0-9]|tháng|quý|hết|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|bao))"
)
_SHIFTS: Final = {
    **dict.fromkeys(("truoc nua", "kia"), -2),
    **dict.fromkeys(("truoc", "ngoai", "vua roi", "vua qua", "roi", "qua"), -1),
    **dict.fromkeys(("nay", "hien tai"), 0),
    **dict.fromkeys(("sau", "toi", "tiep theo", "ke tiep", "tiep", "ke"), 1),
    "sau nua": 2,
}
_WHOLE_YEAR: Final = r"(?P<y>[0-9]{4})(?![0-9])"
_YEAR: Final = rf"(?:~(?:,~)?(?:của )?(?:năm~{_WHOLE_YEAR}|năm (?P<yr>nay|này|ngoái|trước|sau|tới|vừa rồi|kia){END}|[/.-]~{_WHOLE_YEAR.replace('<y>', '<y2>')}|{_WHOLE_YEAR.replace('<y>', '<y3>')}))?"
_TURN: Final = rf"(?: (?P<turn>vừa rồi|vừa qua|tới(?! (?:ngày|tháng|[0-9]|hết|thứ|quý|năm))|sắp tới|này|vừa xong){END})?"
_PART: Final = (
    r"(?P<part>đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần|nửa đầu|nửa cuối|nửa sau|ngày đầu tiên|ngày đầu|"
    r"ngày cuối cùng|ngày cuối|hết)"
)


def words(match: re.Match[str], name: str) -> str:
    """A group of a match without diacritics, empty where it took no part."""
    return fold(match.groupdict().get(name) or "")


def number(match: re.Match[str], digits: str, spelt: str) -> int | None:
    """The number of two groups of which one may have matched: one in digits, one in words."""
    if match.groupdict().get(digits):
        return int(match[digits])
    return _VALUES.get(words(match, spelt)) if match.groupdict().get(spelt) else None


def year_said(match: re.Match[str], today: Today) -> int | None:
    """The year of a match, in digits or relative ("năm ngoái"), or None."""
    groups = match.groupdict()
    written = groups.get("y") or groups.get("y2") or groups.get("y3")
    if written:
        if len(written) > 2:
            return calendar.check_year(int(written))
        year = calendar.expand_year(int(written), today.day)
        if year is None:
            raise TextProblem("no_year", year=written)
        return year
    relative = words(match, "yr")
    return today.day.year + _SHIFTS[relative] if relative else None


def _day_month(match: re.Match[str], today: Today) -> Said | None:
    day, month = number(match, "d", "dw"), number(match, "m", "mw")
    if day is None or month is None:
        return None
    year = year_said(match, today)
    calendar.check_day_month(day, month, year)
    turn = words(match, "turn")
    if year is None and turn:
        if turn == "nay":
            return Fixed(calendar.make_date(day, month, today.day.year))
        return Fixed(calendar.occurrence(day, month, today.day, past="vua" in turn))
    return Day(day, month, year)


def _two_days(match: re.Match[str], today: Today) -> Said | None:
    """ "3-5/6": both days of one month; resolved as a range by the caller through its last day."""
    last = _day_month(match, today)
    first = int(match["first"])
    if not isinstance(last, Day) or last.month is None:
        return last
    calendar.check_day_month(first, last.month, last.year)
    end = resolve(last, today)
    start = calendar.make_date(first, last.month, end.first.year)
    check_order(start, end.first)
    return Fixed(start, end.first)


def _day_of(match: re.Match[str], today: Today) -> Said | None:
    day = number(match, "d", "dw")
    if day is None:
        return None
    shift = _SHIFTS[words(match, "rel")]
    month = calendar.shift_months(today.day.replace(day=1), shift)
    return Day(day, month.month, month.year) if calendar.make_date(day, month.month, month.year) else None


def _bare_day(match: re.Match[str], today: Today) -> Said | None:
    day = number(match, "d", "dw")
    if day is None:
        return None
    calendar.check_day_month(day, 1)
    return Day(day)


def _month(match: re.Match[str], today: Today) -> Said | None:
    month = number(match, "m", "mw")
    if month is None:
        return None
    calendar.check_day_month(1, month)
    year, turn = year_said(match, today), words(match, "turn")
    if year is None and turn:
        past = "vua" in turn
        here = month < today.day.month if past else month > today.day.month
        year = today.day.year if turn == "nay" or here else today.day.year + (-1 if past else 1)
    return Month(month, year, words(match, "part"))


def _month_rel(match: re.Match[str], today: Today) -> Said | None:
    part, relative = words(match, "part"), words(match, "rel")
    shift = _SHIFTS[relative] if relative else 0
    month = calendar.shift_months(today.day.replace(day=1), shift)
    said = resolve(Month(month.month, month.year, part), today)
    if not relative and today.past and said.first > today.day:
        month = calendar.shift_months(month, -1)
        said = resolve(Month(month.month, month.year, part), today)
    return said


def part_of_month(year: int, month: int, part: str) -> Fixed:
    """The ten days (or half, or first or last day) of a month that a word like "đầu" names; all of it for none."""
    first, last = calendar.month_days(year, month)
    tenth, fifteenth, twentieth = (first.replace(day=day) for day in (10, 15, 20))
    after = {day: day.replace(day=day.day + 1) for day in (tenth, fifteenth, twentieth)}
    spans = {
        **dict.fromkeys(("dau", "thuong tuan"), (first, tenth)),
        **dict.fromkeys(("giua", "trung tuan"), (after[tenth], twentieth)),
        **dict.fromkeys(("cuoi", "ha tuan"), (after[twentieth], last)),
        "nua dau": (first, fifteenth),
        **dict.fromkeys(("nua cuoi", "nua sau"), (after[fifteenth], last)),
    }
    if part.startswith("ngay dau"):
        return Fixed(first)
    if part.startswith("ngay cuoi") or part == "het":
        return Fixed(last)
    return Fixed(*spans.get(part, (first, last)), certain=False)


def check_order(start: date, end: date) -> None:
    """Raise TextProblem where a range ends before it starts."""
    if end < start:
        raise TextProblem("range_backwards", start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")


def resolve(said: Day | Month | Weekday | Fixed, today: Today) -> Fixed:
    """The days that are meant: what lacks a year or a month lies behind or ahead of today, as `today` says."""
    if isinstance(said, Fixed):
        return said
    if isinstance(said, Weekday):
        return Fixed(calendar.nearest_weekday(said.weekday, today.day, today.past))
    if isinstance(said, Month):
        year = said.year
        if year is None:
            here = said.month <= today.day.month if today.past else said.month >= today.day.month
            year = today.day.year if here else today.day.year + (-1 if today.past else 1)
        return part_of_month(year, said.month, said.part)
    if said.month is None:
        return Fixed(_nearest_day(said.day, today))
    if said.year is None:
        return Fixed(calendar.occurrence(said.day, said.month, today.day, today.past))
    return Fixed(calendar.make_date(said.day, said.month, said.year))


def _nearest_day(day: int, today: Today) -> date:
    """The day of this month or the next (the last one, for what has happened) that has such a day."""
    month = today.day.replace(day=1)
    if (day > today.day.day) if today.past else (day < today.day.day):
        month = calendar.shift_months(month, -1 if today.past else 1)
    return calendar.make_date(day, month.month, month.year)


def with_year(said: Day | Month, year: int) -> Day | Month:
    """The same day or month in a said year."""
    return replace(said, year=year)


def _rule(source: str, build: Build, *, alone: bool = False, sure: bool = True) -> Rule:
    return Rule(pattern(source), build, alone, sure)


_PREFIX: Final = rf"(?:{START}(?:ngày|mùng|mồng|hôm)~(?:mùng |mồng )?)"
_CUE: Final = rf"(?:{START}(?:ngày|mùng|mồng|hôm|dịp|lễ|mừng|kỷ niệm|kỉ niệm|là|trước|từ|đến|tới|sau|hạn)(?: ngày)? )"
_CLEAR: Final = r"(?<![0-9/.,:-])"
_SLASHED: Final = r"(?<![0-9/.,:])(?<![^\W\d_]-)"
_OPEN: Final = rf"(?![0-9])(?!~[/.]~[0-9])(?!~-~[0-9]+(?!~[/.]~[0-9]|[0-9]))(?![^\W\d_])"
"""The end of a date that another date may follow after a hyphen."""
_STOP: Final = rf"(?![0-9])(?!~[/.-]~[0-9])(?![^\W\d_])"

DAY_RULES: Final = (
    _rule(rf"{_CLEAR}(?P<y>[0-9]{{4}})(?P<s>[-/.])(?P<m>[0-9]{{1,2}})(?P=s)(?P<d>[0-9]{{1,2}})(?![0-9])(?!~[/.-]~[0-9])(?!(?!t[0-9])[^\W\d_])", _day_month),
    _rule(rf"{_PREFIX}?{_SLASHED}(?P<d>[0-9]{{1,2}})~(?P<s>[-/.])~(?P<m>[0-9]{{1,2}})~(?P=s)~(?P<y>[0-9]{{4}}|[0-9]{{2}}){_OPEN}", _day_month),
    _rule(rf"{_PREFIX}?{_CLEAR}(?P<d>[0-9]{{1,2}})~[-/.]~(?P<m>[0-9]{{1,2}})~[-/.]~(?P<y>[0-9]{{4}}){_STOP}", _day_month),
    _rule(rf"{_PREFIX}{_CLEAR}(?P<d>[0-9]{{1,2}})~[-/.]~(?P<m>[0-9]{{1,2}}){_YEAR}{_TURN}{_OPEN}", _day_month),
    _rule(rf"{_SLASHED}(?P<d>[0-9]{{1,2}})~/~(?P<m>[0-9]{{1,2}}){_YEAR}{_TURN}{_OPEN}", _day_month, sure=False),
    _rule(rf"{_CUE}(?P<d>[0-9]{{1,2}})~[-.]~(?P<m>[0-9]{{1,2}}){_YEAR}{_STOP}(?! (?:ngày|tuần|tháng|năm|giờ|người|lần|đ))", _day_month, sure=False),
    _rule(rf"(?P<d>[0-9]{{2}})[-.](?P<m>[01][0-9]){_STOP}", _day_month, alone=True, sure=False),
    _rule(rf"{_PREFIX}?{_CLEAR}(?<![^\W\d_]){_D}~(?:,~)?tháng~{_M}(?! lần){_YEAR}{_TURN}{END}", _day_month),
    _rule(rf"{_PREFIX}?{_CLEAR}(?<![^\W\d_]){_D} tháng {_WHEN}", _day_of),
    _rule(rf"{_PREFIX}{_CLEAR}{_D}{END}(?![/.:,-][0-9])(?! (?:{'lần|buổi|người|giờ|tiếng|tháng|ngày'}))", _bare_day),
    _rule(
        rf"(?:{START}từ )?{_PREFIX}?{_CLEAR}(?P<first>[0-9]{{1,2}})~(?:-|đến|tới|và|&|,)~(?:hết )?(?:ngày )?"
        rf"(?P<d>[0-9]{{1,2}})~[/.]~(?P<m>[0-9]{{1,2}})(?:~[/.-]~(?P<y>[0-9]{{4}}|[0-9]{{2}})|~năm~(?P<y2>[0-9]{{4}}))?{_STOP}",
        _two_days,
    ),
    _rule(
        rf"(?:{START}từ )?{_PREFIX}?{_CLEAR}(?P<first>[0-9]{{1,2}})~(?:-|đến|tới|và|&|,)~(?:hết )?(?:ngày )?{_D} tháng~{_M}{_YEAR}{END}",
        _two_days,
    ),
)
MONTH_RULES: Final = (
    _rule(rf"{START}(?:{_PART}(?: của)? )?(?<![0-9] )tháng~{_M}(?! lần){_YEAR}{_TURN}{END}", _month),
    _rule(rf"{START}(?:{_PART}(?: của)? )?(?<![0-9] )tháng {_WHEN}", _month_rel),
    _rule(rf"{START}{_PART} tháng{END}", _month_rel),
    _rule(rf"{START}(?:từ|đến|tới|trước|sau|hết|vào) (?P<m>0?[1-9]|1[0-2])~/~(?P<y>(?:19|20)[0-9]{{2}}){_STOP}", _month),
    _rule(rf"(?P<m>0?[1-9]|1[0-2])~[/-]~(?P<y>(?:19|20)[0-9]{{2}}){_STOP}", _month, alone=True),
)
