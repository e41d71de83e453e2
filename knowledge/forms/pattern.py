"""Regular expressions that a form may use: simple enough that no answer makes them slow."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import Final

MOST_TEXT: Final = 300
_MOST_STRETCHES: Final = 2
_MOST_CHOICES: Final = 6

_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_STRETCH = re.compile(r"[*+]|\{\d*,\d*\}")


class PatternError(ValueError):
    """A pattern that is not taken; `str` says why, in Vietnamese."""


@lru_cache(maxsize=256)
def pattern(text: str) -> re.Pattern[str]:
    """A pattern ready to match whole answers. Raises PatternError."""
    bare = _CLASS.sub("x", text)
    if "(?" in bare or re.search(r"\\[1-9]", text):
        raise PatternError("không dùng “(?…” và “\\1” trong mẫu")
    if re.search(r"\)[*+{]", bare):
        raise PatternError("không lặp lại cả một nhóm “(…)” trong mẫu")
    if len(_STRETCH.findall(bare)) > _MOST_STRETCHES:
        raise PatternError(f"mẫu có quá {_MOST_STRETCHES} chỗ lặp “*”, “+” hay “{{a,b}}”")
    if bare.count("?") + bare.count("|") > _MOST_CHOICES:
        raise PatternError(f"mẫu có quá {_MOST_CHOICES} chỗ “?” và “|”")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return re.compile(text)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise PatternError("mẫu không phải biểu thức chính quy") from error


def matches(answer: str, text: str) -> bool:
    """Whether a pattern fits a whole answer; a long answer, or a pattern that is not taken, fits never."""
    try:
        return len(answer) <= MOST_TEXT and pattern(text).fullmatch(answer) is not None
    except PatternError:
        return False
