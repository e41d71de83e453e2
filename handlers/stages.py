"""When a deadline is spoken of: so many working days before its day, on it, and after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from handlers.people import Unit
from knowledge.workdays import Calendar

STAGES: tuple[int, ...] = (-14, -7, -3, -1, 0, 1, 3)
"""Working days from the last working day on which one may send; negative before it."""
FARTHEST = 60
"""A unit may ask to be reminded at most so many working days before, or after."""
TO_HEAD = -1
"""From this stage on the head is told as well."""
TO_OFFICE = 1
"""From this stage on the standing office is told as well."""
STILL_MATTERS = 5
"""Working days after its day on which the last stage may still be sent."""


def stages_of(own: Mapping[str, tuple[int, ...]], chain: Iterable[Unit]) -> tuple[int, ...]:
    """The stages that the first unit of a chain has that has set any, else the usual ones."""
    return next((own[unit.id] for unit in chain if unit.id in own), STAGES)


def stage_day(calendar: Calendar, remind_by: date, stage: int) -> date:
    """The working day of a stage."""
    return calendar.add_working_days(remind_by, stage) if stage else remind_by


def reached(calendar: Calendar, remind_by: date, stages: Sequence[int], today: date) -> int | None:
    """The stage that a day is in: the latest one whose day has come, as long as it still matters; None before all."""
    come = [stage for stage in sorted(stages) if stage_day(calendar, remind_by, stage) <= today]
    if not come:
        return None
    last = come[-1]
    if last == max(stages):
        ends = calendar.add_working_days(stage_day(calendar, remind_by, last), STILL_MATTERS)
        if today > ends:
            return None
    return last
