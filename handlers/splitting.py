"""Several questions in one message."""

from __future__ import annotations

import re

from handlers.smalltalk import smalltalk
from knowledge.intents import intents

MOST = 4
"""So many questions of one message are answered."""
_ENDS = re.compile(r"(?<=[?？])(?![?？!.])\s*|\n+|(?<=[.!])\s+(?=[A-ZĐÀ-Ỹ])")
_BULLET = re.compile(r"^\s*(?:\d{1,2}\s*[.)/]|[-+*•])\s+")


def questions(text: str) -> list[str]:
    """The questions of a message, in order; talk around them is left out, what is said before one stays with it.

    A message that is one question, or none, stays whole.
    """
    parts = [_BULLET.sub("", part).strip() for part in _ENDS.split(text)]
    parts = [part for part in parts if part and smalltalk(part) is None]
    asking = [part for part in parts if _asks(part, in_lines="\n" in text.strip())]
    if not parts:
        return [text]
    if len(asking) < 2:
        return [" ".join(parts)]
    found, said = [], ""
    for part in parts:
        said = f"{said} {part}".strip()
        if part in asking:
            found.append(said)
            said = ""
    return found


def _asks(part: str, in_lines: bool) -> bool:
    """Whether a part is a question by itself: says so, or is a line of a list that wants something."""
    if len(part.split()) < 2:
        return False
    return part.endswith(("?", "？")) or (in_lines and len(part) <= 200 and bool(intents(part)))
