"""Which type of activity words name."""

from __future__ import annotations

import re
from functools import cache

from handlers.desk import Desk
from knowledge.activity_types import ActivityType
from knowledge.text.normalise import clean
from knowledge.text.reading import Reading, pattern


def type_named(desk: Desk, text: str) -> tuple[ActivityType | None, str]:
    """The type of activity that words name, and the words without its name."""
    said = " ".join(clean(text).split())
    marked = Reading(said).marked
    for one in desk.assistant.knowledge.activities:
        if match := _names_of(one).search(marked):
            start, end = Reading(said).span(*match.span())
            return one, " ".join(f"{said[:start]} {said[end:]}".split())
    return None, text


@cache
def _naming(names: tuple[str, ...]) -> re.Pattern[str]:
    return pattern(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, names))})(?![^\W_])".replace("\\ ", " "))


def _names_of(type_: ActivityType) -> re.Pattern[str]:
    """What names a type by itself: its labels, and its words but abbreviations and those with a gap."""
    words_ = [one.lower() for one in (type_.label, type_.short or type_.label)]
    words_ += [one for one in type_.words if "..." not in one and not one.isupper()]
    return _naming(tuple(sorted(dict.fromkeys(words_), key=len, reverse=True)))
