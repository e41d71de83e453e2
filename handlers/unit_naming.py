"""Units named in the middle of a sentence, by their names or as they are shortened: "bv a", "sở y tế"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.people import Unit
from knowledge.text.normalise import clean, fold

_SHORTENED = {
    "bv": "benh vien",
    "bvdk": "benh vien da khoa",
    "syt": "so y te",
    "tt": "trung tam",
    "ttyt": "trung tam y te",
    "p": "phuong",
    "x": "xa",
    "pk": "phong kham",
}
_WORD = re.compile(r"[^\W_]+")


def spelt(text: str) -> str:
    """Words without diacritics, with shortened kinds of units written out."""
    return " ".join(_SHORTENED.get(word, word) for word in fold(clean(text)).split())


def named_unit(text: str, units: Iterable[Unit]) -> tuple[Unit | None, str]:
    """The unit with the longest name that stands in a text, with or without its province, and the text without it."""
    words = list(_WORD.finditer(clean(text)))
    said: list[tuple[str, int]] = []
    for number, word in enumerate(words):
        said += [(part, number) for part in spelt(word.group()).split()]
    best: tuple[int, Unit, int, int] | None = None
    for unit in units:
        for name in _names(unit):
            for start in range(len(said) - len(name) + 1):
                if [part for part, _ in said[start : start + len(name)]] == name and (
                    best is None or len(name) > best[0]
                ):
                    best = len(name), unit, said[start][1], said[start + len(name) - 1][1]
    if best is None:
        return None, text
    _, unit, first, last = best
    return unit, " ".join(f"{clean(text)[: words[first].start()]} {clean(text)[words[last].end() :]}".split())


def _names(unit: Unit) -> list[list[str]]:
    """A unit's name in words, and the same without the province at its end, if two words or more are left."""
    name = _WORD.findall(spelt(unit.name))
    province = _WORD.findall(spelt(unit.province or ""))
    short = name[: -len(province)] if province and name[-len(province) :] == province else name
    return [one for one in (name, short) if len(one) > 1]
