"""Days and stretches of days in Vietnamese text. Nothing here knows what day it is: `today` is always given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from knowledge.text.dateperiods import PERIOD_RULES
from knowledge.text.dateranges import join_parts, settle
from knowledge.text.datesaid import Bad, Fixed, Part, Said, Today
from knowledge.text.datewords import Rule
from knowledge.text.dayrules import DAY_RULES, MONTH_RULES
from knowledge.text.misspelt import corrected
from knowledge.text.notdates import LUNAR, hide_not_dates
from knowledge.text.problems import TextProblem, check_length
from knowledge.text.reading import Reading, Span, pattern, readings

Bound = Literal["before", "after", "from", "until"]
_RULES: Final[tuple[Rule, ...]] = (*DAY_RULES, *MONTH_RULES, *PERIOD_RULES)
_ALONE: Final = pattern(
    r"[\W_]*(?:(?:vào|hôm|đúng|là|khoảng|tầm|dạ|ạ|trước|từ|đến|tới|sau|trong|lúc|hết|hạn)[\W_]+)*[\W_]*"
)
_LONGEST_LEAD: Final = 40
_BOUNDS: Final[tuple[tuple[Bound, str], ...]] = (
    ("before", r"trước(?: hết)?(?: ngày)?"),
    ("after", r"sau(?: ngày)?"),
    ("from", r"(?:kể từ|bắt đầu từ|từ)(?: ngày)?"),
    ("until", r"(?:chậm nhất(?: là)?|muộn nhất|hạn chót|cho đến|đến|tới)(?: hết)?(?: ngày)?"),
)
_BOUND_BEFORE: Final = tuple((bound, pattern(rf"(?:^|[\W_]){words} $")) for bound, words in _BOUNDS)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A day, or the days from `start` to `end` inclusive, and where in the text it was said.

    Not `certain`: a stretch was named (a month, "cuối tháng"), or the weekday and the day disagree.
    `bound` is the word before it: "trước 30/5" is the day 30/5 with the bound "before".
    """

    start: date
    end: date | None
    certain: bool
    span: Span
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class WrongDate:
    """A date that was said and does not exist. Not `sure`: it may not have been meant as one ("31/4 phiếu")."""

    problem: TextProblem
    sure: bool
    span: Span


def find_dates(text: str, today: date, past: bool = False) -> list[DateSpan]:
    """All dates in a text, in order. What lacks a year lies ahead of today, or behind where `past`.

    Today itself counts as both ahead and behind.

    A date that does not exist (31/4) is left out; `parse_date` says why.
    """
    at = Today(today, past)
    for reading in readings(text):
        found = [_span(reading, part, part.said) for part in _parts(reading, at) if isinstance(part.said, Fixed)]
        if found:
            return found
    return []


def find_said_dates(text: str, today: date, past: bool = False) -> list[DateSpan | WrongDate]:
    """All dates of a text as it stands (no keys decoded), in order, with those that do not exist and why."""
    reading = Reading(text)
    said = ((part, part.said) for part in _parts(reading, Today(today, past)))
    return [
        _span(reading, part, found) if isinstance(found, Fixed) else _wrong(reading, part, found)
        for part, found in said
        if isinstance(found, (Fixed, Bad))
    ]


def parse_date(text: str, today: date, past: bool = False) -> DateSpan:
    """The date that an answer to "when?" says; the first of several, which is then not certain.

    Raises TextProblem where there is none, or one that does not exist.
    """
    check_length(text)
    at = Today(today, past)
    doubts: list[TextProblem] = []
    lunar = any(LUNAR.search(reading.marked) for reading in readings(text))
    for reading in readings(text) if lunar else (*readings(text), corrected(text)):
        parts = _parts(reading, at)
        bad = [part.said for part in parts if isinstance(part.said, Bad)]
        for said in bad:
            if said.sure:
                raise said.problem
        doubts += [said.problem for said in bad]
        found = [_span(reading, part, part.said) for part in parts if isinstance(part.said, Fixed)]
        if found:
            several = len({(one.start, one.end) for one in found}) > 1
            return replace(found[0], certain=False) if several else found[0]
    if lunar:
        raise TextProblem("lunar")
    if doubts:
        raise doubts[0]
    raise TextProblem("no_date", text=text)


def _wrong(reading: Reading, part: Part, said: Bad) -> WrongDate:
    return WrongDate(said.problem, said.sure, reading.span(part.start, part.end))


def _span(reading: Reading, part: Part, said: Fixed) -> DateSpan:
    bound = next((name for name, words in _BOUND_BEFORE if words.search(reading.before(part.start))), None)
    span = reading.span(part.start, part.end)
    end = said.last if said.last != said.first else None
    return DateSpan(said.first, end, said.certain, span, bound)


def _parts(reading: Reading, today: Today) -> list[Part]:
    """What the text says, from left to right, every phrase resolved to days or to what is wrong with it."""
    hide_not_dates(reading)
    _hide_names(reading)
    joined = list(join_parts(reading, _longest(_candidates(reading, today)), today))
    return [replace(part, said=settle(part.said, today)) for part in joined]


def _hide_names(reading: Reading) -> None:
    """Where diacritics are used, a bare "nam" is male or a place, and a capital inside a sentence makes a name."""
    accented = reading.accented
    for match in _NAMES.finditer(reading.marked):
        typed = reading.typed(*match.span())
        following = reading.typed(match.end(), min(match.end() + 2, len(reading.marked))).strip()
        named = typed[:1].isupper() and not typed.isupper() and (match.start() > 0 or following[:1].isupper())
        if (match.group() == "nam" and accented) or (match.group() == "mai" and named):
            reading.hide(*match.span())


_NAMES: Final = pattern(r"(?<!\w)(?:nam|mai)(?!\w)(?! (?:nay|ngoái|sau|trước|tới))")


def _candidates(reading: Reading, today: Today) -> Iterator[Part]:
    for rule in _RULES:
        for match in rule.wanted.finditer(reading.marked):
            if rule.alone and not _alone(reading, match.start(), match.end()):
                continue
            said: Said | None
            try:
                said = rule.build(match, today)
            except TextProblem as problem:
                said = Bad(problem, rule.sure)
            if said is not None and match.end() > match.start():
                yield Part(said, match.start(), match.end())


def _alone(reading: Reading, start: int, end: int) -> bool:
    if start > _LONGEST_LEAD:
        return False
    before, after = reading.marked[:start], reading.marked[end:]
    return bool(_ALONE.fullmatch(before)) and not any(letter.isalnum() for letter in after.replace(" ạ", ""))


def _longest(parts: Iterator[Part]) -> list[Part]:
    """Phrases that do not overlap: the leftmost, of those the longest, of those the one of the earliest rule."""
    chosen: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if not chosen or part.start >= chosen[-1].end:
            chosen.append(part)
    return chosen
