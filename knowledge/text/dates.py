"""Days and stretches of days in Vietnamese text. Nothing here knows what day it is: `today` is always given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from knowledge.text import calendar
from knowledge.text.dateparts import (
    DAY_RULES,
    MONTH_RULES,
    Bad,
    Day,
    Fixed,
    Month,
    Part,
    Rule,
    Said,
    Today,
    Weekday,
    check_order,
    resolve,
    with_year,
)
from knowledge.text.dateperiods import PERIOD_RULES
from knowledge.text.notdates import LUNAR, hide_not_dates
from knowledge.text.problems import TextProblem, check_length
from knowledge.text.reading import Reading, Span, pattern, readings

Bound = Literal["before", "after", "from", "until"]
_RULES: Final[tuple[Rule, ...]] = (*DAY_RULES, *MONTH_RULES, *PERIOD_RULES)
_AND_TO: Final = pattern(r"~(?:-|đến|tới|cho đến|cho tới|->|→)~(?:hết )?(?:ngày )?")
_BETWEEN: Final = pattern(r"~[,(-]?~(?:là )?(?:ngày )?")
_ALONE: Final = pattern(
    r"[\W_]*(?:(?:vào|hôm|đúng|là|khoảng|tầm|dạ|ạ|trước|từ|đến|tới|sau|trong|lúc|hết|hạn)[\W_]+)*[\W_]*"
)
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


def find_dates(text: str, today: date, past: bool = False) -> list[DateSpan]:
    """All dates in a text, in order. What lacks a year lies ahead of today, or behind where `past`; today counts as both.

    A date that does not exist (31/4) is left out; `parse_date` says why.
    """
    at = Today(today, past)
    for reading in readings(text):
        found = [_span(reading, part, part.said) for part in _parts(reading, at) if isinstance(part.said, Fixed)]
        if found:
            return found
    return []


def parse_date(text: str, today: date, past: bool = False) -> DateSpan:
    """The date that an answer to "when?" says; the first of several, which is then not certain.

    Raises TextProblem where there is none, or one that does not exist.
    """
    check_length(text)
    at = Today(today, past)
    doubts: list[TextProblem] = []
    for reading in readings(text):
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
    if doubts:
        raise doubts[0]
    lunar = any(LUNAR.search(reading.marked) for reading in readings(text))
    raise TextProblem("lunar") if lunar else TextProblem("no_date", text=text)


def _span(reading: Reading, part: Part, said: Fixed) -> DateSpan:
    bound = next((name for name, words in _BOUND_BEFORE if words.search(reading.marked, 0, part.start)), None)
    span = reading.span(part.start, part.end)
    end = said.last if said.last != said.first else None
    return DateSpan(said.first, end, said.certain, span, bound)


def _parts(reading: Reading, today: Today) -> list[Part]:
    """What the text says, from left to right, every phrase resolved to days or to what is wrong with it."""
    hide_not_dates(reading)
    _hide_names(reading)
    joined = list(_joined(reading, _longest(_candidates(reading, today)), today))
    return [replace(part, said=_resolved(part.said, today)) for part in joined]


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
    before, after = reading.marked[:start], reading.marked[end:]
    return bool(_ALONE.fullmatch(before)) and not any(letter.isalnum() for letter in after.replace(" ạ", ""))


def _longest(parts: Iterator[Part]) -> list[Part]:
    """Phrases that do not overlap: the leftmost, of those the longest, of those the one of the earliest rule."""
    chosen: list[Part] = []
    for part in sorted(parts, key=lambda part: (part.start, -part.end)):
        if not chosen or part.start >= chosen[-1].end:
            chosen.append(part)
    return chosen


def _joined(reading: Reading, parts: list[Part], today: Today) -> Iterator[Part]:
    """The phrases with a weekday taken into its date and two ends made one range."""
    waiting: Part | None = None
    for part in parts:
        if waiting is None:
            waiting = part
            continue
        between = reading.marked[waiting.end : part.start]
        said: Said | None = None
        if _BETWEEN.fullmatch(between) and (Weekday in (type(waiting.said), type(part.said))):
            said = _on_weekday(waiting.said, part.said, today)
        if said is None and _AND_TO.fullmatch(between):
            said = _range(waiting.said, part.said, today)
        if said is None:
            yield waiting
            waiting = part
        else:
            waiting = Part(said, waiting.start, part.end)
    if waiting is not None:
        yield waiting


def _on_weekday(left: Said, right: Said, today: Today) -> Said | None:
    weekday, said = (left, right) if isinstance(left, Weekday) else (right, left)
    if not isinstance(weekday, Weekday) or isinstance(said, (Weekday, Month)):
        return None
    days = _resolved(said, today)
    if isinstance(days, Fixed) and days.last is None and days.first.weekday() != weekday.weekday:
        return replace(days, certain=False)
    return None if isinstance(days, Fixed) and days.last else days


def _range(left: Said, right: Said, today: Today) -> Said | None:
    """The days from one phrase to another, each lending the other what it lacks."""
    if isinstance(left, Bad) or isinstance(right, Bad):
        return left if isinstance(left, Bad) else right
    try:
        return _between(left, right, today)
    except TextProblem as problem:
        return Bad(problem)


def _between(left: Said, right: Said, today: Today) -> Fixed | None:
    if isinstance(left, Bad) or isinstance(right, Bad):
        return None
    if isinstance(left, Weekday) and isinstance(right, (Weekday, Fixed)):
        end = _end(left, right, today)
        start = calendar.nearest_weekday(left.weekday, end, past=True)
        return Fixed(start, end)
    if isinstance(left, Day) and left.month is None and isinstance(right, (Day, Month)):
        left = replace(left, month=right.month, year=right.year)
    if isinstance(left, (Day, Month)) and isinstance(right, (Day, Month)):
        return _in_years(left, right, today)
    start, end = resolve(left, today).first, _last(resolve(right, today))
    check_order(start, end)
    return Fixed(start, end, _both_certain(left, right, today))


def _in_years(left: Day | Month, right: Day | Month, today: Today) -> Fixed:
    """A range whose ends may lack their years: it lies around today or wholly on the side that `today` says."""
    if isinstance(right, Day) and right.month is None:
        start = resolve(left, today).first
        right = replace(right, month=start.month, year=start.year)
    over = _key(right) < _key(left)
    if right.year is None and left.year is not None:
        right = with_year(right, left.year + over)
    if right.year is None:
        end = _last(resolve(right, today))
        if today.past:
            first = resolve(left, today).first
            end = _last(resolve(with_year(right, first.year + over), today))
        right = with_year(right, end.year)
    if left.year is None and right.year is not None:
        left = with_year(left, right.year - over)
    start, end = resolve(left, today).first, _last(resolve(right, today))
    check_order(start, end)
    return Fixed(start, end, isinstance(left, Day) and isinstance(right, Day))


def _end(left: Weekday, right: Weekday | Fixed, today: Today) -> date:
    if isinstance(right, Fixed):
        return right.first
    start = resolve(left, today).first
    return calendar.nearest_weekday(right.weekday, start, past=False)


def _key(said: Day | Month) -> tuple[int, int]:
    return (said.month or 0), (said.day if isinstance(said, Day) else 0)


def _both_certain(left: Said, right: Said, today: Today) -> bool:
    ends = (_resolved(left, today), _resolved(right, today))
    return all(isinstance(end, Fixed) and end.certain for end in ends)


def _last(days: Fixed) -> date:
    return days.last or days.first


def _resolved(said: Said, today: Today) -> Fixed | Bad:
    if isinstance(said, Bad):
        return said
    try:
        return resolve(said, today)
    except TextProblem as problem:
        return Bad(problem)
