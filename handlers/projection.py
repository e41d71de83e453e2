"""What is said of the next dates of a deadline: stated, or carried over from an earlier year's rule."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import messages
from knowledge.duedates import DueDate
from knowledge.wording import written_day


def is_projected(dues: Sequence[DueDate]) -> bool:
    """Whether the dates are an earlier year's rule, all of them."""
    return bool(dues) and all(due.basis == "projected" for due in dues)


def due_lines(dues: Sequence[DueDate], year: int | None) -> list[str]:
    """The next dates, soonest first, in a line each or in one; `year` is that of the document."""
    if not dues:
        return []
    if len(dues) == 1:
        return _single(dues[0], year)
    soon = sorted(dues, key=lambda due: due.due)
    dates = "; ".join(
        messages.DEADLINE_NEXT.format(
            period=messages.PERIODS[due.period], due=written_day(due.due), left=_left(due).rstrip(".").lower()
        )
        for due in soon
    )
    if is_projected(dues):
        return [messages.DEADLINES_PROJECTED.format(dates=dates, base=year)]
    return [messages.DEADLINES_STATED.format(dates=dates)]


def _single(due: DueDate, year: int | None) -> list[str]:
    lines = []
    if due.basis == "projected":
        lines.append(messages.DEADLINE_PROJECTED.format(year=due.due.year, due=written_day(due.due), base=year))
    left = _left(due)
    if due.remind_by != due.due:
        gone = due.days_left < (due.due - due.remind_by).days
        words = messages.DEADLINE_DAY_OFF_GONE if gone else messages.DEADLINE_DAY_OFF
        words = words.format(due=written_day(due.due), remind_by=written_day(due.remind_by))
        left = f"{left} {words}"
    return [*lines, left]


def _left(due: DueDate) -> str:
    if due.days_left > 0:
        return messages.DEADLINE_LEFT.format(days=due.days_left)
    if due.days_left == 0:
        return messages.DEADLINE_TODAY
    return messages.DEADLINE_PASSED.format(days=-due.days_left)
