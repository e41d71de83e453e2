"""Numbers in digits, with dots and commas as Vietnamese and as English use them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Literal:
    """A number in digits. Not `certain`: its separator may group thousands or start the decimals."""

    value: Fraction
    certain: bool = True


def read_literal(written: str) -> Literal | None:
    """The number that digits with dots and commas write, or none ("1.1.3", "12.34.56").

    One separator before exactly three digits groups thousands ("1.500"); anything else is a decimal part.
    """
    parts = re.split(r"[.,]", written)
    marks = re.findall(r"[.,]", written)
    if len(written) > 20:
        return None
    if not marks:
        return Literal(Fraction(int(written)))
    grouped = len(parts[0]) <= 3 and not (parts[0].startswith("0") and len(parts) == 2)
    if len(set(marks)) == 1:
        if grouped and all(len(part) == 3 for part in parts[1:]):
            return Literal(Fraction(int("".join(parts))), certain=len(marks) > 1)
        return Literal(Fraction(f"{parts[0]}.{parts[1]}")) if len(marks) == 1 else None
    if len(set(marks[:-1])) == 1 and marks[-1] != marks[0] and all(len(part) == 3 for part in parts[1:-1]):
        return Literal(Fraction(f"{''.join(parts[:-1])}.{parts[-1]}"))
    return None
