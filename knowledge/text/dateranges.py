"""Phrases that belong together: a weekday with its date, two ends of a range."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from knowledge.text import calendar
from knowledge.text.datesaid import Bad, Day, Fixed, Month, Part, Said, Today, Weekday, check_order, resolve, with_year
from knowledge.text.problems import TextProblem
from knowledge.text.reading import Reading, pattern

_AND_TO: Final = pattern(r"~(?:-|đến|tới|cho đến|cho tới|->|→)~(?:hết )?(?:ngày )?")
_BETWEEN: Final = pattern(r"~[,(-]?~(?:là )?(?:ngày )?")


def join_parts(reading: Reading, parts: Iterable[Part], today: Today) -> Iterator[Part]:
    """The phrases with a weekday taken into its date and two ends made one range."""
    dated = _joined(reading, parts, _BETWEEN, lambda left, right: _on_weekday(left, right, today))
    return _joined(reading, dated, _AND_TO, lambda left, right: _range(left, right, today))


def _joined(
    reading: Reading, parts: Iterable[Part], link: re.Pattern[str], join: Callable[[Said, Said], Said | None]
) -> Iterator[Part]:
    """The phrases with those made one that a link stands between and that join into something."""
    waiting: Part | None = None
    for part in parts:
        said = None
        if waiting is not None and link.fullmatch(reading.marked, waiting.end, part.start):
            said = join(waiting.said, part.said)
        if waiting is not None and said is not None:
            waiting = Part(said, waiting.start, part.end)
            continue
        if waiting is not None:
            yield waiting
        waiting = part
    if waiting is not None:
        yield waiting


def _on_weekday(left: Said, right: Said, today: Today) -> Said | None:
    weekday, said = (left, right) if isinstance(left, Weekday) else (right, left)
    if not isinstance(weekday, Weekday) or isinstance(said, (Weekday, Month)):
        return None
    days = settle(_agreeing(said, weekday.weekday, today), today)
    if isinstance(days, Fixed) and days.last is None and days.first.weekday() != weekday.weekday:
        return replace(days, certain=False)
    return None if isinstance(days, Fixed) and days.last else days


def _agreeing(said: Said, weekday: int, today: Today) -> Said:
    """The date in the year in which it falls on the weekday, if that is the next or the last one from today."""
    if not isinstance(said, Day) or said.month is None or said.year is not None:
        return said
    sides = (settle(said, Today(today.day, past)) for past in (today.past, not today.past))
    fitting = (days for days in sides if isinstance(days, Fixed) and days.first.weekday() == weekday)
    return next(fitting, said)


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
    ends = (settle(left, today), settle(right, today))
    return all(isinstance(end, Fixed) and end.certain for end in ends)


def _last(days: Fixed) -> date:
    return days.last or days.first


def settle(said: Said, today: Today) -> Fixed | Bad:
    if isinstance(said, Bad):
        return said
    try:
        return resolve(said, today)
    except TextProblem as problem:
        return Bad(problem)
