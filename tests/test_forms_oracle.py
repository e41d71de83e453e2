"""Expressions beside an independent little evaluator that works on fractions."""

from __future__ import annotations

import math
import random
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.forms import Value, parse_expression

Tree: TypeAlias = int | str | tuple["Tree", ...]
"""A number, a name, or (operator, operands ...)."""
Result: TypeAlias = Fraction | bool | None

NAMES = ("a", "b", "c", "vang")
NUMBERS = st.one_of(st.integers(0, 20), st.sampled_from(NAMES))


def deeper(below: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "mod"]), below, below),
        st.tuples(st.just("div"), below, st.sampled_from([1, 2, 4, 5, 8])),
        st.tuples(st.just("neg"), below),
    )


ARITHMETIC: st.SearchStrategy[Tree] = st.recursive(NUMBERS, deeper, max_leaves=8)
COMPARISONS: st.SearchStrategy[Tree] = st.tuples(
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), ARITHMETIC, ARITHMETIC
)
CONDITIONS: st.SearchStrategy[Tree] = st.recursive(
    COMPARISONS,
    lambda below: st.one_of(st.tuples(st.sampled_from(["and", "or"]), below, below), st.tuples(st.just("not"), below)),
    max_leaves=6,
)
CHOICES: st.SearchStrategy[Tree] = st.tuples(st.just("if"), CONDITIONS, ARITHMETIC, ARITHMETIC)


def worked_out(tree: Tree, values: dict[str, int]) -> Result:
    if isinstance(tree, int):
        return Fraction(tree)
    if isinstance(tree, str):
        return Fraction(values[tree]) if tree in values else None
    operator, *operands = tree
    found = [worked_out(one, values) for one in operands]
    if operator == "if":
        return found[1] if found[0] else found[2]
    if operator == "not":
        return not found[0]
    if operator in ("and", "or"):
        return all(found) if operator == "and" else any(found)
    return compared(str(operator), found) if str(operator)[0] in "=!<>" else reckoned(str(operator), found)


def compared(operator: str, found: list[Result]) -> bool:
    left, right = found
    if operator in ("=", "!="):
        return (left == right) == (operator == "=")
    if left is None or right is None:
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def reckoned(operator: str, found: list[Result]) -> Result:
    numbers = [Fraction(one) for one in found if one is not None]
    if len(numbers) < len(found):
        return None
    if operator == "neg":
        return -numbers[0]
    left, right = numbers
    if operator in ("div", "mod") and right == 0:
        return None
    if operator == "mod":
        return left - right * math.trunc(left / right)
    return {"+": left + right, "-": left - right, "*": left * right, "div": left / right if right else None}[operator]


def as_text(tree: Tree, luck: random.Random) -> str:
    """The tree with parentheses around every pair, and now and then around more."""
    if isinstance(tree, int):
        text = str(tree)
    elif isinstance(tree, str):
        text = f"${{{tree}}}"
    else:
        operator, *operands = tree
        given = [as_text(one, luck) for one in operands]
        if operator == "neg":
            return f"-{given[0]}"
        text = f"{operator}({', '.join(given)})" if operator in ("if", "not") else f"({f' {operator} '.join(given)})"
    return f"({text})" if luck.random() < 0.2 else text


@given(
    tree=st.one_of(ARITHMETIC, CONDITIONS, CHOICES),
    values=st.fixed_dictionaries({name: st.integers(-20, 20) for name in "abc"}),
    luck=st.randoms(use_true_random=False),
)
@settings(max_examples=500)
def test_both_evaluators_agree(tree: Tree, values: dict[str, int], luck: random.Random) -> None:
    answers: dict[str, Value] = dict(values)
    found = parse_expression(as_text(tree, luck)).evaluate(answers, date(2026, 11, 24))
    wanted = worked_out(tree, values)
    if isinstance(wanted, bool) or wanted is None:
        assert found is wanted
    else:
        assert isinstance(found, int) or hasattr(found, "as_integer_ratio")
        assert Fraction(str(found)) == wanted
