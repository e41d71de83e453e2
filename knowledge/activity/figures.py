"""Numbers that count people, and which of them count all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that counts people (None where it cannot be used), as which field, and where it was said."""

    field: str
    value: int | None
    start: int
    end: int
    part: bool = False
    """Whether it is said to be a part of another one."""
    labelled: bool = False
    """Whether it is called the total."""
    wrong: str = ""
    post: bool = False
    """Whether it is told to which post they came, so that others beside it came to another one."""
    each: bool = False
    """Whether so many came to each of several sessions or places."""


def counting_all(figures: Sequence[Figure]) -> tuple[list[Figure], Figure | None]:
    """The figures that count everybody; and where nothing tells how many that were, the first that is of each session.

    What is said behind such a one and is no more than it is a part of it, up to a total: "mỗi lớp 50 người, nữ 30".
    """
    first = next((one for one in figures if one.each), None)
    if first is None:
        return list(figures), None
    most = first.value or 0
    total = min((one.start for one in figures if one.labelled and one.start > first.start), default=None)
    kept = [
        one
        for one in figures
        if not one.each
        and (one.start < first.start or (total is not None and one.start >= total) or (one.value or 0) > most)
    ]
    fields = {one.field for one in kept}
    known = "total" in fields or {"female", "male"} <= fields
    return kept, None if known else first
