"""The stretch of days that is spoken of when somebody asks for the log: "quý này", "6 tháng đầu năm", "tháng 10"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.entry_words import days
from knowledge.text.dates import DateSpan, find_dates
from knowledge.text.normalise import clean, fold
from knowledge.text.reading import Reading, pattern

_NEAR = pattern(
    r"(?<![^\W_])(?:quý|tháng|tuần|năm) (?:này|nay|trước|ngoái|vừa rồi|vừa qua)(?![^\W_])"
    r"|(?<![^\W_])(?:6|sáu|9|chín|3|ba) tháng (?:đầu|cuối)(?: năm)?(?: [0-9]{4})?(?![^\W_])"
)


_SINCE = pattern(
    r"(?<![^\W_])(?:(?P<from>(?:(?:tính|kể) )?từ )(?:ngày )?)?(?<!tháng )(?<!thang )(?<!quý )(?<!quy )"
    r"đầu (?P<of>năm|quý|tháng|tuần)(?: (?P<number>20[0-9][0-9]|1[0-2]|[1-9]))?(?: (?:này|nay))?(?![^\W_])"
    r"(?P<now> (?:cho )?(?:đến|tới)(?: hết)?(?: ngày)? (?:nay|giờ|bây giờ|hiện nay|hiện tại|hôm nay)(?![^\W_]))?"
    r"(?P<until> (?:cho )?(?:đến|tới)(?: hết)?(?= ))?"
)
"""From the beginning of a year, a quarter, a month or a week on."""
_YEAR = re.compile(r"(?<![\w/.,-])20[0-9]{2}(?![\w/.,-])")
_SPELT = {
    fold(word): word
    for word in "quý tháng năm tuần đầu cuối giữa nửa ngoái trước vừa rồi qua đến tới từ hết chín ba hai một bốn mười"
    " hôm ngày sáng chiều thứ bảy tám kia nhật chủ kỳ năm và".split()
}

_DAYS_ONLY = frozenset({"ngày", "đến", "tới", "từ", "hết", "và"})
"""Words of a label that say no more than its days."""


@dataclass(frozen=True, slots=True)
class LogPeriod:
    """Days from `start` to `end`; `label` as it was said, `rest` what else the words say."""

    label: str
    start: date
    end: date
    rest: str


def find_log_period(text: str, today: date) -> LogPeriod | None:
    """The first stretch of days (or day) that words name; what lacks a year has passed or is running."""
    said = " ".join(clean(text).split())
    if since := _since(said, today):
        return since
    found = next(iter(find_dates(said, today, past=True)), None)
    if found is not None:
        return _period(said, *found.span, found)
    near = _NEAR.search(Reading(said).marked)
    if near is not None:
        start, end = Reading(said).span(*near.span())
        inner = next(iter(find_dates(said[start:end], today, past=True)), None)
        return _period(said, start, end, inner) if inner else None
    if year := _YEAR.search(said):
        first = date(int(year.group()), 1, 1)
        return _between(said, *year.span(), f"năm {year.group()}", first, date(first.year, 12, 31))
    return None


def this_year(today: date) -> LogPeriod:
    """From the first of January to today."""
    start = date(today.year, 1, 1)
    return LogPeriod(days(start, today), start, today, "")


def _since(said: str, today: date) -> LogPeriod | None:
    """From the beginning of something until today, or until the day named behind it."""
    found = _SINCE.search(Reading(said).marked)
    if found is None:
        return None
    of, number = fold(found["of"]), found["number"]
    bare = not (found["from"] or found["now"])
    if (bare and of != "quy") or (number and (of == "tuan" or (len(number) == 4) != (of == "nam"))):
        return None
    first = _beginning(of, int(number) if number else None, today)
    start, end = Reading(said).span(*found.span())
    last, label = today, f"từ đầu {_SPELT[of]}{f' {number}' if number else ''}"
    if found["until"] and not found["now"]:
        upto = next(iter(find_dates(said[end:], today, past=True)), None)
        if upto is None:
            return None
        last, end = upto.end or upto.start, end + upto.span[1]
    return _between(said, start, end, label, first, last) if first is not None and first <= last else None


def _beginning(of: str, number: int | None, today: date) -> date | None:
    if of == "nam":
        return date(number or today.year, 1, 1)
    if of == "tuan":
        return today - timedelta(days=today.weekday())
    if of == "quy" and number is not None and number > 4:
        return None
    month = today.month if number is None else number if of == "thang" else 3 * number - 2
    month = (month - 1) // 3 * 3 + 1 if of == "quy" else month
    return date(today.year - (month > today.month), month, 1)


def _period(said: str, start: int, end: int, found: DateSpan) -> LogPeriod:
    return _between(said, start, end, _label(said[start:end]), found.start, found.end or found.start)


def _between(said: str, start: int, end: int, label: str, first: date, last: date) -> LogPeriod:
    before = re.sub(r"(?:^|\s)(?:trong|vào|của|từ|vao|cua|tu)\s*$", "", said[:start], flags=re.IGNORECASE)
    rest = " ".join(f"{before} {said[end:]}".split())
    stretch = days(first, last)
    return LogPeriod(f"{label} ({stretch})" if label else stretch, first, last, rest)


def _label(typed: str) -> str:
    """What was said with its diacritics; empty for a day in figures and for words that are not known for certain."""
    typed = re.sub(r"^(?:trong|vào|của|từ)\s+", "", typed.lower())
    typed = re.sub(r"(?<!\w)([qt])\.?(?=[0-9])", lambda one: {"q": "quý ", "t": "tháng "}[one[1]], typed)
    said: list[str] = []
    words = typed.split()
    for number, word in enumerate(words):
        plain = fold(word)
        if plain == "nay":
            said.append("nay" if said[-1:] in (["năm"], ["hôm"], ["đến"], ["tới"], ["sáng"], ["chiều"]) else "này")
        elif plain == "sau":
            said.append("sáu" if fold(" ".join(words[number + 1 : number + 2])) == "thang" else "sau")
        elif plain in _SPELT:
            said.append(_SPELT[plain])
        elif re.fullmatch(r"[0-9/.-]+|[ivx]+", word):
            said.append(word.upper() if word.isalpha() else word)
        else:
            return ""
    return " ".join(said) if any(word.isalpha() and word not in _DAYS_ONLY for word in said) else ""
