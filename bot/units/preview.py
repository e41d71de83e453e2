"""A plan in words, for whoever decides whether it is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.units import messages
from bot.units.plan import ImportPlan
from handlers.people import Tree, Unit

_SHOWN: Final = 10
_WARNED: Final = 30


def preview(plan: ImportPlan, tree: Tree, ignored: Sequence[str] = ()) -> str:
    """How many units are new and how many are there, the first of the new ones, what to look at again."""
    lines = [messages.NEW.format(count=len(plan.new), kinds=_kinds(plan.new))]
    names = {unit.id: unit.name for unit in (*tree, *plan.new)}
    for unit in plan.new[:_SHOWN]:
        above = messages.ABOVE.format(name=names[unit.above]) if unit.above in names else ""
        lines.append(messages.NEW_LINE.format(name=unit.name, kind=messages.KINDS[unit.kind], above=above))
    if len(plan.new) > _SHOWN:
        lines.append(messages.MORE.format(count=len(plan.new) - _SHOWN))
    if plan.same:
        lines.append(messages.SAME.format(count=len(plan.same)))
    if ignored:
        lines.append(messages.IGNORED.format(headings=", ".join(f"“{heading}”" for heading in ignored)))
    if plan.warnings:
        lines += [messages.WARNINGS.format(count=len(plan.warnings)), *map(str, plan.warnings[:_WARNED])]
    if len(plan.warnings) > _WARNED:
        lines.append(messages.MORE_WARNINGS.format(count=len(plan.warnings) - _WARNED))
    return "\n".join([*lines, *([problems(plan)] if plan.problems else [])])


def problems(plan: ImportPlan) -> str:
    """Every problem with its row, one a line."""
    return "\n".join([messages.PROBLEMS.format(count=len(plan.problems)), *map(str, plan.problems)])


def _kinds(units: Sequence[Unit]) -> str:
    counts = Counter(unit.kind for unit in units)
    listed = "; ".join(f"{messages.KINDS[kind]}: {count}" for kind, count in counts.most_common())
    return f" ({listed})" if listed else ""
