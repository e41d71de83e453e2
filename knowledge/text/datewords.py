"""The words that phrases of days are made of, as pieces of patterns, and what those words mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.text import calendar
from knowledge.text.datesaid import Said, Today
from knowledge.text.normalise import fold
from knowledge.text.problems import TextProblem
from knowledge.text.reading import pattern

Build = Callable[[re.Match[str], Today], "Said | None"]


@dataclass(frozen=True)
class Rule:
    """A kind of phrase. `alone`: so short that it counts only where nothing else is said."""

    source: str
    build: Build
    alone: bool = False
    sure: bool = True

    @cached_property
    def wanted(self) -> re.Pattern[str]:
        """Its pattern, compiled when it is first needed: all of them together take a tenth of a second."""
        return pattern(self.source)


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
            spelt |= {
                f"{start} {w}": tens + n for w, n in fitting.items() if not short or w in {"mốt", "tư", "lăm", "nhăm"}
            }
    return spelt


_DAYS: Final = _day_words()
_VALUES: Final = {fold(word): number for word, number in _DAYS.items()}
_BY_LENGTH: Final = sorted(_DAYS, key=len, reverse=True)
DAY_WORD: Final = "|".join(_BY_LENGTH)
# "thang sau" is next month, not June: a bare "sau" is six only before a year.
_MONTH_WORD: Final = "|".join(
    r"s(?:\u00e1u|au(?= (?:năm )?[0-9]{4}))" if word == "sáu" else word for word in _BY_LENGTH if _DAYS[word] <= 12
)

END: Final = r"(?![^\W_])"
START: Final = r"(?<![^\W_])"
DAY: Final = rf"(?:(?P<d>[0-9]{{1,2}})(?![0-9])|(?P<dw>{DAY_WORD}){END})"
MONTH: Final = rf"(?:(?P<m>[0-9]{{1,2}})(?![0-9])|(?P<mw>{_MONTH_WORD}){END})"
WHEN: Final = (
    r"(?P<rel>trước nữa|kia|trước|ngoái|vừa rồi|vừa qua|rồi|qua|này|nay|hiện tại|sau nữa|sau|tới|"
    r"tiếp theo|kế tiếp|tiếp|kế)"
    rf"{END}(?! (?:ngày|mùng|mồng|khi|hạn|lúc|[0-9]|tháng|quý|hết|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|bao))"
)
SHIFTS: Final = {
    **dict.fromkeys(("truoc nua", "kia"), -2),
    **dict.fromkeys(("truoc", "ngoai", "vua roi", "vua qua", "roi", "qua"), -1),
    **dict.fromkeys(("nay", "hien tai"), 0),
    **dict.fromkeys(("sau", "toi", "tiep theo", "ke tiep", "tiep", "ke"), 1),
    "sau nua": 2,
}
_WHOLE_YEAR: Final = r"(?P<y>[0-9]{4})(?![0-9])"
YEAR: Final = (
    rf"(?:~(?:,~)?(?:của )?(?:năm~(?P<y>[0-9]{{4}}|[0-9]{{2}})(?![0-9])|năm (?P<yr>nay|này|ngoái|trước|sau|tới|vừa rồi|"
    rf"kia){END}|[/.-]~{_WHOLE_YEAR.replace('<y>', '<y2>')}|{_WHOLE_YEAR.replace('<y>', '<y3>')}))?"
)
TURN: Final = rf"(?: (?P<turn>vừa rồi|vừa qua|tới(?! (?:ngày|tháng|[0-9]|hết|thứ|quý|năm))|sắp tới|này|vừa xong){END})?"
PART: Final = (
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
    return today.day.year + SHIFTS[relative] if relative else None
