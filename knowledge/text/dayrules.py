"""The phrases that say a day of a month, days of one month, or a month."""

from __future__ import annotations

import re
from typing import Final

from knowledge.text import calendar
from knowledge.text.datesaid import Day, Fixed, Month, Said, Today, check_order, resolve
from knowledge.text.datewords import (
    DAY,
    END,
    MONTH,
    PART,
    SHIFTS,
    START,
    TURN,
    WHEN,
    YEAR,
    Rule,
    number,
    words,
    year_said,
)


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
    shift = SHIFTS[words(match, "rel")]
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
    shift = SHIFTS[relative] if relative else 0
    month = calendar.shift_months(today.day.replace(day=1), shift)
    said = resolve(Month(month.month, month.year, part), today)
    if not relative and today.past and said.first > today.day:
        month = calendar.shift_months(month, -1)
        said = resolve(Month(month.month, month.year, part), today)
    return said


_PREFIX: Final = rf"(?:{START}(?:ngày|mùng|mồng|hôm)~(?:mùng |mồng )?)"
_CUE: Final = rf"(?:{START}(?:ngày|mùng|mồng|hôm|dịp|lễ|mừng|kỷ niệm|kỉ niệm|là|trước|từ|đến|tới|sau|hạn)(?: ngày)? )"
_CLEAR: Final = r"(?<![0-9/.,:-])"
_SLASHED: Final = r"(?<![0-9/.,:])(?<![^\W\d_]-)"
_OPEN: Final = r"(?![0-9])(?!~[/.]~[0-9])(?!~-~[0-9]+(?!~[/.]~[0-9]|[0-9]))(?![^\W\d_])"
"""The end of a date that another date may follow after a hyphen."""
_STOP: Final = r"(?![0-9])(?!~[/.-]~[0-9])(?![^\W\d_])"

DAY_RULES: Final = (
    Rule(
        rf"{_CLEAR}(?P<y>[0-9]{{4}})(?P<s>[-/.])(?P<m>[0-9]{{1,2}})(?P=s)(?P<d>[0-9]{{1,2}})(?![0-9])(?!~[/.-]~[0-9])(?!(?!t[0-9\x00])[^\W\d_])",
        _day_month,
    ),
    Rule(
        rf"{_PREFIX}?{_SLASHED}(?P<d>[0-9]{{1,2}})~(?P<s>[-/.])~(?P<m>[0-9]{{1,2}})~(?P=s)~(?P<y>[0-9]{{4}}|"
        rf"[0-9]{{2}}){_OPEN}",
        _day_month,
    ),
    Rule(
        rf"{_PREFIX}?{_CLEAR}(?P<d>[0-9]{{1,2}})~[-/.]~(?P<m>[0-9]{{1,2}})~[-/.]~(?P<y>[0-9]{{4}}){_STOP}", _day_month
    ),
    Rule(rf"{_PREFIX}{_CLEAR}(?P<d>[0-9]{{1,2}})~[-/.]~(?P<m>[0-9]{{1,2}}){YEAR}{TURN}{_OPEN}", _day_month),
    Rule(rf"{_SLASHED}(?P<d>[0-9]{{1,2}})~/~(?P<m>[0-9]{{1,2}}){YEAR}{TURN}{_OPEN}", _day_month, sure=False),
    Rule(
        rf"{_CUE}(?P<d>[0-9]{{1,2}})~[-.]~(?P<m>[0-9]{{1,2}}){YEAR}{_STOP}(?! (?:ngày|tuần|tháng|năm|giờ|người|lần|đ))",
        _day_month,
        sure=False,
    ),
    Rule(rf"(?P<d>[0-9]{{2}})[-.](?P<m>[01][0-9]){_STOP}", _day_month, alone=True, sure=False),
    Rule(rf"{_PREFIX}?{_CLEAR}(?<![^\W\d_]){DAY}~(?:,~)?tháng~{MONTH}(?! lần){YEAR}{TURN}{END}", _day_month),
    # "3 tháng trước" is three months ago, "ngày 3 tháng trước" a day of last month.
    Rule(rf"{_PREFIX}{_CLEAR}{DAY} tháng {WHEN}", _day_of),
    Rule(rf"{_CLEAR}(?<![^\W\d_]){DAY} tháng (?P<rel>này|nay){END}", _day_of),
    Rule(rf"{_PREFIX}{_CLEAR}{DAY}{END}(?![/.:,-][0-9])(?! (?:lần|buổi|người|giờ|tiếng|tháng|ngày))", _bare_day),
    Rule(
        rf"(?:{START}từ )?{_PREFIX}?{_CLEAR}(?P<first>[0-9]{{1,2}})~(?:-|đến|tới|và|&|,)~(?:hết )?(?:ngày )?"
        rf"(?P<d>[0-9]{{1,2}})~[/.]~(?P<m>[0-9]{{1,2}})(?:~[/.-]~(?P<y>[0-9]{{4}}|[0-9]{{2}})|"
        rf"~năm~(?P<y2>[0-9]{{4}}))?{_STOP}",
        _two_days,
    ),
    Rule(
        rf"(?:{START}từ )?{_PREFIX}?{_CLEAR}(?P<first>[0-9]{{1,2}})~(?:-|đến|tới|và|&|"
        rf",)~(?:hết )?(?:ngày )?{DAY} tháng~{MONTH}{YEAR}{END}",
        _two_days,
    ),
)
MONTH_RULES: Final = (
    Rule(rf"{START}(?:{PART}(?: của)? )?(?<![0-9] )tháng~{MONTH}(?! lần){YEAR}{TURN}{END}", _month),
    Rule(rf"{START}(?:{PART}(?: của)? )?(?<![0-9] )tháng {WHEN}", _month_rel),
    Rule(rf"{START}{PART} tháng{END}", _month_rel),
    Rule(rf"{START}(?:từ|đến|tới|trước|sau|hết|vào) (?P<m>0?[1-9]|1[0-2])~/~(?P<y>(?:19|20)[0-9]{{2}}){_STOP}", _month),
    Rule(rf"(?P<m>0?[1-9]|1[0-2])~[/-]~(?P<y>(?:19|20)[0-9]{{2}}){_STOP}", _month, alone=True),
)
