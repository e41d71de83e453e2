"""The arithmetic of people: what follows from the figures that were said, and what cannot be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from knowledge.activity.messages import problem
from knowledge.activity.model import FieldProblem

FIGURES: Final = ("female", "male", "unknown", "total")


@dataclass(frozen=True, slots=True)
class People:
    """How many took part; None is what was not said and does not follow."""

    female: int | None = None
    male: int | None = None
    unknown: int | None = None
    total: int | None = None
    problems: tuple[FieldProblem, ...] = ()
    """What cannot be; the fields named there are None."""

    def without(self, fields: Collection[str]) -> People:
        """The same without the figures of some fields."""
        kept = {field: None if field in fields else getattr(self, field) for field in FIGURES}
        return People(kept["female"], kept["male"], kept["unknown"], kept["total"], self.problems)


def people_problems(female: int | None, male: int | None, unknown: int | None, total: int | None) -> People:
    """The four figures with what follows by arithmetic filled in, or without those that cannot be and why.

    Whoever is neither counted as female nor as male is of unknown sex only where that was said: "60 người: 38 nữ,
    20 nam" does not add up.
    """
    said = {"female": female, "male": male, "unknown": unknown, "total": total}
    negative = [field for field, value in said.items() if value is not None and value < 0]
    if negative:
        problems = tuple(problem(field, "negative_people") for field in negative)
        return People(female, male, unknown, total, problems).without(negative)
    if total is None:
        both = female is not None and male is not None
        return People(female, male, unknown, (female or 0) + (male or 0) + (unknown or 0) if both else None)
    return _within(female, male, unknown, total)


def _within(female: int | None, male: int | None, unknown: int | None, total: int) -> People:
    """The figures against a total that was said."""
    if female is not None and female > total:
        found = problem("female", "more_female", female=female, total=total)
        return People(None, male if male is None or male <= total else None, unknown, total, (found,))
    if male is not None and male > total:
        return People(female, None, unknown, total, (problem("male", "more_male", male=male, total=total),))
    if unknown is not None and unknown > total:
        found = problem("unknown", "more_unknown", unknown=unknown, total=total)
        return People(female, male, None, total, (found,))
    rest = total - (female or 0) - (male or 0) - (unknown or 0)
    if female is not None and male is not None:
        return People(female, male, unknown, total) if rest == 0 else _unequal(female, male, unknown, total)
    if rest < 0:
        found = problem("unknown", "more_unknown", unknown=unknown or 0, total=total)
        return People(female, male, None, total, (found,))
    if female is not None:
        return People(female, rest, unknown, total)
    if male is not None:
        return People(rest, male, unknown, total)
    return People(None, None, unknown, total)


def _unequal(female: int, male: int, unknown: int | None, total: int) -> People:
    added = female + male + (unknown or 0)
    code = "sum" if unknown is None else "sum_unknown"
    found = problem("total", code, female=female, male=male, unknown=unknown or 0, sum=added, total=total)
    return People(female, male, unknown, None, (found,))
