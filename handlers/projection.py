"""What is said of the next dates of a deadline: stated, or carried over from an earlier year's rule."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import messages
from knowledge.duedates import Decision, DueDate
from knowledge.model import Deadline
from knowledge.wording import day_words, in_sentence, written_day


def is_projected(dues: Sequence[DueDate]) -> bool:
    """Whether the days that the document states are over: an earlier year's rule, or changed by the office."""
    return any(map(_is_changed, dues)) or (bool(dues) and all(due.basis == "projected" for due in dues))


def _is_changed(due: DueDate) -> bool:
    return due.decision is not None and due.decision.changed


def due_lines(dues: Sequence[DueDate], year: int | None) -> list[str]:
    """The next dates, soonest first, in a line each or in one; `year` is that of the document."""
    if not dues:
        return []
    gone = [_cancelled(*due.cancelled, what) for due in dues if due.cancelled for what in [_what(due, dues)]]
    if len(dues) == 1:
        return [*gone, *_single(dues[0], year)]
    soon = sorted(dues, key=lambda due: due.due)
    decided = [due for due in soon if due.decision is not None]
    others = [due for due in soon if due.decision is None]
    lines = [*gone, *(_decided(due, _what(due, dues)) for due in decided)]
    if not others:
        return lines
    dates = "; ".join(
        messages.DEADLINE_NEXT.format(
            period=messages.PERIODS[due.period], due=written_day(due.due), left=in_sentence(_left(due).rstrip("."))
        )
        for due in others
    )
    if is_projected(others):
        return [*lines, messages.DEADLINES_PROJECTED.format(dates=dates, base=year)]
    return [*lines, messages.DEADLINES_STATED.format(dates=dates)]


def decided_words(dues: Sequence[DueDate]) -> list[str]:
    """What an office has decided on the next dates, each within a line."""
    words = []
    for due in dues:
        period = messages.PERIODS[due.period]
        if due.cancelled:
            words.append(messages.PLACE_CANCELLED.format(period=period, year=due.cancelled[0]))
        if due.decision is not None:
            words.append(messages.PLACE_DECIDED.format(period=period, due=written_day(due.due)))
    return words


def in_year(due: DueDate | None, decision: Decision | None, year: int, deadline: Deadline, whose: str) -> list[str]:
    """The day of one deadline in a year for which there is no document."""
    what = messages.DEADLINE_OF.format(obligation=deadline.obligation, whose=whose)
    if due is None:
        return [_cancelled(year, decision, what)] if decision is not None else []
    if due.decision is not None:
        return [_decided(due, what)]
    projected = messages.DEADLINE_IN_YEAR.format(year=year, due=written_day(due.due), what=what, base=due.stated_year)
    return [" ".join([projected, *_left_words(due)])]


def _what(due: DueDate, dues: Sequence[DueDate]) -> str:
    """What is due, where there are several."""
    return "" if len(dues) == 1 else messages.REPORT_OF.format(period=messages.PERIODS[due.period])


def _decided(due: DueDate, what: str = "") -> str:
    decision = due.decision
    assert decision is not None
    form = messages.DEADLINE_CHANGED if decision.changed else messages.DEADLINE_CONFIRMED
    said = form.format(due=written_day(due.due), office=decision.office, on=written_day(decision.on))
    return " ".join([_of(what, said), *_left_words(due)])


def _cancelled(year: int, decision: Decision, what: str = "") -> str:
    said = messages.DEADLINE_CANCELLED.format(year=year, office=decision.office, on=written_day(decision.on))
    return _of(what, said)


def _of(what: str, said: str) -> str:
    return messages.DEADLINE_FOR.format(what=what, said=in_sentence(said)) if what else said


def _single(due: DueDate, year: int | None) -> list[str]:
    if due.decision is not None:
        return [_decided(due)]
    lines = []
    if due.basis == "projected":
        lines.append(messages.DEADLINE_PROJECTED.format(year=due.due.year, due=written_day(due.due), base=year))
    return [*lines, " ".join(_left_words(due))]


def _left_words(due: DueDate) -> list[str]:
    """How far it is, and a word on a last day that is a day off."""
    if due.remind_by == due.due or due.days_left < 0:
        return [_left(due)]
    return [_left(due), _day_off(due)]


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
