"""What is said of the next dates of a deadline: stated, or carried over from an earlier year's rule."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import messages
from knowledge.duedates import DueDate
from knowledge.wording import day_words, in_sentence, written_day


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
            period=messages.PERIODS[due.period], due=written_day(due.due), left=in_sentence(_left(due).rstrip("."))
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
        left = f"{left} {_day_off(due)}"
    return [*lines, left]


def _day_off(due: DueDate) -> str:
    """A word on a last day that is a day off."""
    days = _working_left(due)
    form = messages.DEADLINE_DAY_OFF if days > 0 else messages.DEADLINE_DAY_OFF_GONE
    if days == 0:
        form = messages.DEADLINE_DAY_OFF_TODAY
    return form.format(due=written_day(due.due), remind_by=day_words(due.remind_by))


def _working_left(due: DueDate) -> int:
    """Days to the last working day not after the last day."""
    return due.days_left - (due.due - due.remind_by).days


def _left(due: DueDate) -> str:
    if due.remind_by != due.due and _working_left(due) == 0:
        return messages.DEADLINE_LAST_WORKING.format(day=day_words(due.remind_by))
    if due.days_left > 0:
        return messages.DEADLINE_LEFT.format(days=due.days_left)
    if due.days_left == 0:
        return messages.DEADLINE_TODAY
    return messages.DEADLINE_PASSED.format(days=-due.days_left)
