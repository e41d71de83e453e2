"""The phrases that say a week, a quarter, a year or a stretch of them, and days by their distance from today."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from knowledge.text import calendar
from knowledge.text.calendar import Days
from knowledge.text.datesaid import Fixed, Said, Today, Weekday
from knowledge.text.datewords import (
    DAY_WORD,
    END,
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
from knowledge.text.periods import QUARTERS

_WEEKDAYS: Final = {
    **{str(day): day - 2 for day in range(2, 8)},
    **{"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, "cn": 6, "chu nhat": 6},
}
_WEEKDAY: Final = (
    rf"(?:(?:ngày )?(?:thứ~(?P<wd>[2-7](?![0-9/.])|(?:hai|ba|tư|năm|sáu|bảy|bẩy){END})|(?P<sun>chủ~nhật|cn){END}))"
)
_SHORT_WEEKDAY: Final = rf"(?:t(?P<wd>[2-7])|(?P<sun>cn)){END}"
_HALF: Final = r"(?:(?:buổi )?(?:sáng|trưa|chiều|tối|đêm|khuya) )"
_OFFSETS: Final = {
    "hom nay": 0,
    "bua nay": 0,
    "nay": 0,
    "hom qua": -1,
    "bua qua": -1,
    "qua": -1,
    "hom kia": -2,
    "bua kia": -2,
    "ngay mai": 1,
    "bua mai": 1,
    "hom mai": 1,
    "mai": 1,
    "ngay mot": 2,
    "bua mot": 2,
    "mot": 2,
    "ngay kia": 2,
    **dict.fromkeys(("hqua", "h.qua", "h qua", "hwa", "hua", "hum qua", "squa", "cqua"), -1),
    **dict.fromkeys(("hom wa", "hom ua", "hum wa", "hum ua"), -1),
    **dict.fromkeys(("hnay", "h.nay", "hum nay", "hom ni", "bua ni", "snay", "cnay"), 0),
    **dict.fromkeys(("hkia", "h.kia", "hum kia"), -2),
}
_PARTS_OF_YEAR: Final = {"dau": (1, 3), "giua": (5, 8), "cuoi": (10, 12), "nua dau": (1, 6), "nua cuoi": (7, 12)}
_QUARTER: Final = rf"(?P<q>iv|i{{1,3}}|[0-9]{{1,2}}|một|hai|ba|tư|bốn){END}"
_COUNT: Final = rf"(?:(?P<n>[0-9]{{1,4}})(?![0-9])|(?P<nw>{DAY_WORD}){END})"
_UNIT: Final = rf"(?P<unit>ngày|hôm|bữa|tuần|tháng|năm){END}"
_SPLIT: Final = {**dict.fromkeys(("dau", "dau tien", "thu nhat"), 1), "cuoi": -1, "cuoi cung": -1}


def _stretch(days: Days) -> Fixed:
    return Fixed(*days, certain=False)


def _weekday(match: re.Match[str], today: Today) -> Said | None:
    spoken = words(match, "wd")
    weekday = _WEEKDAYS[spoken] if spoken else 6
    if words(match, "week"):
        relative = words(match, "rel")
        return Fixed(calendar.shift_days(calendar.week_days(today.day, SHIFTS[relative])[0], weekday))
    turn = words(match, "turn")
    if not turn:
        return Weekday(weekday)
    if turn in {"nay", "tuan nay"}:
        return Fixed(calendar.shift_days(calendar.week_days(today.day)[0], weekday))
    past = turn not in {"toi", "sau", "sap toi", "toi day"}
    return Fixed(calendar.nearest_weekday(weekday, today.day, past, strictly=True))


def _offset(match: re.Match[str], today: Today) -> Said | None:
    return Fixed(calendar.shift_days(today.day, _OFFSETS[" ".join(words(match, "when").split())]))


def _further(match: re.Match[str], today: Today) -> Said | None:
    return Fixed(calendar.shift_days(today.day, -3 if match["lead"].startswith(("h", "b")) else 3))


def _week(match: re.Match[str], today: Today) -> Said | None:
    relative, part = words(match, "rel"), words(match, "part")
    monday, sunday = calendar.week_days(today.day, SHIFTS[relative] if relative else 0)
    spans = {"dau": (0, 1), "giua": (2, 3), "cuoi": (5, 6)}
    if part:
        first, last = spans[part]
        if not relative and today.past and calendar.shift_days(monday, first) > today.day:
            monday = calendar.shift_days(monday, -7)
        return _stretch((calendar.shift_days(monday, first), calendar.shift_days(monday, last)))
    return _stretch((monday, sunday))


def _week_of_month(match: re.Match[str], today: Today) -> Said | None:
    month = number(match, "m", "mw")
    relative = words(match, "rel")
    if month is None:
        at = calendar.shift_months(today.day.replace(day=1), SHIFTS[relative])
        year, month = at.year, at.month
    else:
        calendar.check_day_month(1, month)
        year = year_said(match, today) or today.day.year
    nth = _SPLIT.get(words(match, "nth")) or int(match["nth"][-1:] if match["nth"][-1:].isdigit() else 2)
    first, last = calendar.month_days(year, month)
    monday = calendar.nearest_weekday(0, first, past=False)
    if nth < 0:
        monday = calendar.nearest_weekday(0, last, past=True)
    return _stretch(calendar.week_days(calendar.shift_days(monday, 7 * max(nth - 1, 0))))


def _quarter(match: re.Match[str], today: Today) -> Said | None:
    spoken, year = words(match, "q"), year_said(match, today)
    quarter = int(spoken) if spoken.isdigit() else QUARTERS[spoken]
    days = calendar.quarter_days(year or today.day.year, quarter)
    if year is None and (words(match, "turn").startswith("vua") or today.past) and days[0] > today.day:
        days = calendar.quarter_days(today.day.year - 1, quarter)
    if year is None and words(match, "turn") in {"toi", "sap toi"} and days[0] <= today.day:
        days = calendar.quarter_days(today.day.year + 1, quarter)
    month = {"dau": 0, "giua": 1, "cuoi": 2}.get(words(match, "part"))
    return _stretch(days if month is None else calendar.month_days(days[0].year, days[0].month + month))


def _quarter_rel(match: re.Match[str], today: Today) -> Said | None:
    quarters = today.day.year * 4 + (today.day.month - 1) // 3 + SHIFTS[words(match, "rel")]
    return _stretch(calendar.quarter_days(quarters // 4, quarters % 4 + 1))


def _months_of_year(match: re.Match[str], today: Today) -> Said | None:
    count, year = number(match, "n", "nw"), year_said(match, today) or today.day.year
    if count is None or not 1 <= count <= 12:
        return None
    late = words(match, "side") == "cuoi"
    return _stretch(calendar.months_days(year, 13 - count, 12) if late else calendar.months_days(year, 1, count))


def _half_year(match: re.Match[str], today: Today) -> Said | None:
    year = year_said(match, today) or today.day.year
    return _stretch(calendar.months_days(year, *((1, 6) if words(match, "side") == "dau" else (7, 12))))


def _year(match: re.Match[str], today: Today) -> Said | None:
    year, relative, part = year_said(match, today), words(match, "rel"), words(match, "part")
    if year is None:
        year = today.day.year + (SHIFTS[relative] if relative else 0)
    days = calendar.months_days(year, *_PARTS_OF_YEAR.get(part, (1, 12)))
    if part and not relative and not match.groupdict().get("y") and today.past and days[0] > today.day:
        days = calendar.months_days(year - 1, *_PARTS_OF_YEAR[part])
    return _stretch(days)


def _moved(day: date, unit: str, count: int) -> date:
    if unit in {"thang", "nam"}:
        return calendar.shift_months(day, count * (12 if unit == "nam" else 1))
    return calendar.shift_days(day, count * (7 if unit == "tuan" else 1))


def _distance(match: re.Match[str], today: Today) -> Said | None:
    count, unit = number(match, "n", "nw"), words(match, "unit")
    if count is None or count > 5000:
        return None
    back = words(match, "back") or words(match, "ago")
    day = _moved(today.day, unit, -count if back else count)
    return Fixed(day, certain=unit not in {"tuan", "thang", "nam"}) if calendar.check_year(day.year) else None


def _half_month(match: re.Match[str], today: Today) -> Said | None:
    return Fixed(calendar.shift_days(today.day, -15 if words(match, "turn") == "truoc" else 15), certain=False)


def _coming(match: re.Match[str], today: Today) -> Said | None:
    """ "3 ngày tới" from tomorrow on, "2 tuần qua" up to yesterday, "trong vòng 3 ngày" from today on."""
    count, unit = number(match, "n", "nw"), words(match, "unit")
    if count is None or not 1 <= count <= 5000:
        return None
    past = words(match, "side") in {"vua qua", "vua roi", "qua"}
    end = _moved(today.day, unit, -count if past else count)
    calendar.check_year(end.year)
    if past:
        return _stretch((end, calendar.shift_days(today.day, -1)))
    if words(match, "within"):
        return _stretch((today.day, end))
    return _stretch((calendar.shift_days(today.day, 1), end))


_NOT_NAME: Final = r"(?<!chị )(?<!cô )(?<!bà )(?<!anh )(?<!em )(?<!hoa )(?<!sao )(?<!ban )(?<!hoàng )(?<!tương )"
_AFTER_NAME: Final = r"(?! (?:ấm|sau|một|mối|mỉa|táng|mốt|hậu|đây|này))"
_LATER: Final = r"(?! (?:ngày|mùng|mồng|khi|hạn|lúc|[0-9]|tháng|hết|bao|đó|này|thời))"
_NAMED_MONTH: Final = (
    r"(?:(?P<m>[0-9]{1,2})(?![0-9])|(?P<mw>một|hai|ba|tư|năm|bảy|tám|chín|mười một|mười hai|mười)(?!\w))"
)

PERIOD_RULES: Final[tuple[Rule, ...]] = (
    Rule(
        rf"{START}{_HALF}?{_WEEKDAY}(?: (?:của )?(?P<week>(?:đầu |giữa |cuối )?tuần) {WHEN}| (?P<turn>tuần này|này|"
        rf"tới đây|sắp tới|tới(?! (?:ngày|thứ|chủ|cn|hết|[0-9]))|sau|vừa rồi|vừa qua|rồi|"
        rf"trước(?! ngày)|qua){END})?",
        _weekday,
    ),
    Rule(rf"{START}{_SHORT_WEEKDAY} (?P<week>tuần) {WHEN}", _weekday),
    Rule(rf"{START}(?:{_HALF}|hôm ){_SHORT_WEEKDAY}(?: (?P<turn>này|tới|sau|vừa rồi|rồi|trước){END})?", _weekday),
    Rule(
        rf"{START}(?:ngày |hôm )?{_SHORT_WEEKDAY}(?: (?P<turn>này|tới|sau|vừa rồi|rồi|trước){END})?",
        _weekday,
        alone=True,
    ),
    Rule(
        rf"{START}(?:ngày )?{_HALF}?(?P<when>hôm nay|bữa nay|hôm qua|bữa qua|hôm kia|bữa kia|"
        rf"ngày mai|bữa mai|hôm mai|ngày mốt|bữa mốt|ngày kia){END}",
        _offset,
    ),
    # As it is typed in haste; keys of Telex make ư of the w.
    Rule(
        rf"{START}{_HALF}?(?P<when>h\.?(?:qua|nay|kia)|(?<![0-9] )h qua|h(?:w|\u01b0)a|(?:hôm|hum) (?:w|\u01b0)a|"
        rf"hum (?:qua|nay|kia)|(?:hôm|bữa) ni|[sc](?:qua|nay)){END}",
        _offset,
    ),
    Rule(rf"{START}{_HALF}(?P<when>nay|qua|mai|mốt){END}", _offset),
    Rule(rf"{START}{_NOT_NAME}(?P<when>mai){END}{_AFTER_NAME}", _offset),
    Rule(r"(?P<when>mốt|nay)", _offset, alone=True),
    Rule(r"(?:ngay )?(?:bây giờ|lúc này|hiện nay|hiện tại)", lambda _, today: Fixed(today.day), alone=True),
    # With its own diacritics only: bare "kia" is two days away.
    Rule(rf"{START}(?P<lead>hôm|bữa|ngày) k[\u00ec\u1ec9\u00ed]a{END}", _further),
    Rule(rf"{START}(?:(?P<part>đầu|giữa|cuối) )?(?<![0-9] )tuần {WHEN}", _week),
    Rule(rf"{START}(?P<part>đầu|giữa|cuối) tuần{END}", _week),
    Rule(
        rf"{START}tuần (?P<nth>đầu tiên|đầu|cuối cùng|cuối|thứ nhất|thứ hai|"
        rf"thứ [1-5]) (?:của )?tháng~(?:{_NAMED_MONTH}{YEAR}|{WHEN})",
        _week_of_month,
    ),
    Rule(rf"{START}(?:(?P<part>đầu|giữa|cuối) )?quý~{_QUARTER}{YEAR}{TURN}", _quarter),
    Rule(rf"{START}q(?P<q>[1-4]){YEAR}{END}", _quarter),
    Rule(rf"{START}quý {WHEN}", _quarter_rel),
    Rule(
        rf"(?<![0-9]){START}{_COUNT}~tháng (?P<side>đầu|cuối)(?: của)?(?: năm{END})?{YEAR}(?: (?P<yr2>nay){END})?",
        _months_of_year,
    ),
    Rule(rf"{START}nửa (?P<side>đầu|cuối|sau)(?: của)? năm{END}{YEAR}", _half_year),
    Rule(rf"{START}nửa năm (?P<side>đầu|cuối|sau){END}{YEAR}", _half_year),
    Rule(
        rf"{START}(?:(?P<part>đầu|giữa|cuối|nửa đầu|nửa cuối) |cả |trong |hết |trọn )?năm~(?P<y>[0-9]{{4}})(?![0-9])",
        _year,
    ),
    Rule(
        rf"{START}(?:(?P<part>đầu|giữa|cuối|nửa đầu|nửa cuối) |cả |trong |hết |trọn )?(?<!thứ )(?<![0-9] )năm {WHEN}",
        _year,
    ),
    Rule(rf"{START}(?P<part>đầu|giữa|cuối) năm{END}(?! [0-9])", _year),
    Rule(rf"{START}(?:cả|trọn) năm{END}(?! [0-9])", _year),
    Rule(rf"{START}nửa tháng (?P<turn>trước|nữa|sau|tới){END}", _half_month),
    Rule(rf"{START}(?P<ago>cách đây|cách nay)(?: khoảng| đúng)? {_COUNT}~{_UNIT}", _distance),
    Rule(rf"(?<![0-9/.,-]){START}{_COUNT}~{_UNIT} (?P<back>trước(?: đây)?){END}{_LATER}", _distance),
    Rule(rf"(?<![0-9/.,-]){START}{_COUNT}~{_UNIT} (?:nữa|sau){END}{_LATER}", _distance),
    Rule(
        rf"(?<![0-9/.,-]){START}(?:trong (?:vòng )?)?{_COUNT}~{_UNIT} (?P<side>tới|tiếp theo|"
        rf"sắp tới|vừa qua|vừa rồi|qua){END}{_LATER}",
        _coming,
    ),
    Rule(rf"{START}(?P<within>trong vòng) {_COUNT}~{_UNIT}", _coming),
    Rule(rf"{START}(?:hoàn thành|nộp|gửi|xong|trả lời) (?P<within>trong) {_COUNT}~{_UNIT}", _coming),
    Rule(rf"(?P<within>trong) {_COUNT}~{_UNIT}", _coming, alone=True),
)
