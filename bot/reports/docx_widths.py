"""How wide words are in bold Times New Roman, without a font at hand."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.reports import messages

_THOUSANDTHS: Final = {
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt",
    389: "Is",
    444: "cerz",
    500: "#$*0123456789?J_agovxy–",
    556: '"Sbdhknpquđ',
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    778: "GHKOQ",
    833: "&m",
    944: "M",
    1000: "%W…",
}
_OF_LETTER: Final = {letter: width / 1000 for width, letters in _THOUSANDTHS.items() for letter in letters}
_OTHER: Final = 0.6
_FEW_LINES: Final = 4
_SLACK: Final = 1.03
"""For fonts that stand in for Times New Roman."""
_HORN: Final = "\u031b"
"""The one diacritic that makes a letter wider."""


def width(text: str, size: float) -> float:
    """Points that a text takes in one line; other letters than Vietnamese are guessed."""
    total = 0.0
    for letter in unicodedata.normalize("NFD", text):
        if letter == _HORN:
            total += 0.05
        elif not unicodedata.combining(letter):
            total += _OF_LETTER.get(letter, _OTHER)
    return total * size


def widest_line(text: str, size: float, within: float) -> float:
    """Points of the longest line of a text that is broken between words."""
    return min(max(_lines(text, size, within), default=0.0), within)


def balanced(text: str, size: float, within: float) -> float:
    """Points of a narrower width in which a text takes as many lines, so that they are about as long as one another.

    Two lines are parted before a word that joins, where there is one, so that compounds stay together.
    """
    count = len(_lines(text, size, within))
    if not 2 <= count <= _FEW_LINES:
        return within
    if count == 2 and (first := _before_joining(text.split(), size, within)):
        return min(within, first * _SLACK)
    low, high = within / 2, within
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_lines(text, size, middle)) == count else (middle, high)
    return min(within, high * _SLACK)


def _before_joining(words: list[str], size: float, within: float) -> float | None:
    """The shortest first line that is no shorter than the second, which begins with a word that joins."""
    for at in range(1, len(words)):
        first, second = (width(" ".join(part), size) for part in (words[:at], words[at:]))
        if second <= first <= within and words[at].casefold() in messages.JOINING:
            return first
    return None


def _lines(text: str, size: float, within: float) -> list[float]:
    """How long each line is."""
    lines: list[float] = []
    for word in text.split():
        more = width(word, size)
        if lines and lines[-1] + size / 4 + more <= within:
            lines[-1] += size / 4 + more
        else:
            lines.append(more)
    return lines
