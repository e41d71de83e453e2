"""Working out an expression from answers; never raises, whatever the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from knowledge.forms.functions import FUNCTIONS
from knowledge.forms.syntax import Binary, Call, Constant, Current, Name, Negative, Node
from knowledge.forms.values import NUMBERS, Inner, day_of, in_range, inner, number_of, text_of, truth_of

_WORK = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "div": NUMBERS.divide,
    "mod": NUMBERS.remainder,
}


@dataclass(frozen=True, slots=True)
class Given:
    """What an expression is worked out from: the answers, the day, and the answer that `.` stands for."""

    values: Mapping[str, object]
    today: date
    current: Inner


def evaluate(node: Node, given: Given) -> Inner:
    """The value of an expression; None where it has none."""
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Name):
        return look_up(node.name, given.values)
    if isinstance(node, Current):
        return given.current
    if isinstance(node, Negative):
        return arithmetic("-", 0, number_of(evaluate(node.operand, given)))
    if isinstance(node, Call):
        return FUNCTIONS[node.function].run([evaluate(one, given) for one in node.arguments], given.today)
    return operate(node, evaluate(node.left, given), evaluate(node.right, given))


def look_up(name: str, values: Mapping[str, object]) -> Inner:
    """The answer to a field; for a field of a repeat seen from outside, its answer in every row."""
    if name in values:
        return inner(values[name])
    for value in values.values():
        if isinstance(value, list | tuple):
            rows = [row for row in value if isinstance(row, Mapping)]
            if any(name in row for row in rows):
                return inner([row.get(name) for row in rows])
    return None


def operate(node: Binary, left: Inner, right: Inner) -> Inner:
    if node.operator == "and":
        return truth_of(left) and truth_of(right)
    if node.operator == "or":
        return truth_of(left) or truth_of(right)
    if node.operator == "=":
        return equal(left, right)
    if node.operator == "!=":
        return not equal(left, right)
    if node.operator in _WORK:
        return arithmetic(node.operator, left, right)
    return ordered(node.operator, left, right)


def equal(left: Inner, right: Inner) -> bool:
    """As XPath compares: as conditions if one is a condition, as numbers if one is a number, else as text."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left) == truth_of(right)
    if isinstance(left, int | Decimal) or isinstance(right, int | Decimal):
        first, second = number_of(left), number_of(right)
        return first is not None and first == second
    return text_of(left) == text_of(right)


def ordered(operator: str, left: Inner, right: Inner) -> bool:
    """Days by the calendar, everything else as numbers; what is neither is not ordered at all."""
    days = day_of(left), day_of(right)
    if days[0] is not None and days[1] is not None:
        return _holds(operator, (days[0] - days[1]).days)
    first, second = number_of(left), number_of(right)
    return first is not None and second is not None and _holds(operator, (first > second) - (first < second))


def _holds(operator: str, sign: int) -> bool:
    return {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0}[operator]


def arithmetic(operator: str, left: Inner, right: Inner) -> Inner:
    """A number, or a day that lies so many days off; None where an operand is missing or there is no result."""
    first, second = number_of(left), number_of(right)
    if first is not None and second is not None:
        return in_range(_WORK[operator](Decimal(first), Decimal(second)))
    day = day_of(left)
    if day is None or operator not in ("+", "-"):
        return None
    other = day_of(right)
    if other is not None:
        return (day - other).days if operator == "-" else None
    return None if second is None else _day_off(day, second if operator == "+" else -second)


def _day_off(day: date, days: int | Decimal) -> date | None:
    try:
        return day + timedelta(days=int(days))
    except OverflowError:
        return None
