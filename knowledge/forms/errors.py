"""What an expression that cannot be read is told."""

from __future__ import annotations


class ExpressionError(ValueError):
    """An expression that cannot be read: `position` (characters from 1), `what` is wrong and how to `fix` it."""

    def __init__(self, position: int, what: str, fix: str) -> None:
        super().__init__(f"ký tự thứ {position}: {what}; {fix}")
        self.position = position
        self.what = what
        self.fix = fix
