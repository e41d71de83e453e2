"""One form for every way of typing the same text."""

from __future__ import annotations

import re
import unicodedata

from knowledge.text.syllables import place_tone

_SPACES = re.compile(r"\s+")
_DROPPED = {code: None for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc"}
_DROPPED |= {code: None for code in (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF)}
_DROPPED |= {code: None for code in range(0x2060, 0x206A)}
# White space among the control characters parts words; Eth is what some keyboards and scans give for Đ.
_CLEANED: dict[int, int | str | None] = {**_DROPPED, **{ord(c): " " for c in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"}}
_CLEANED |= {ord("Ð"): "Đ", ord("ð"): "đ"}

_MISPLACED = re.compile(
    r"[^\W\d_]*(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ]|[òóỏõọùúủũụìíỉĩịừứửữự][aăâeêoôơuy][^\W\d_]|q[ùúủũụ]|g[ìíỉĩị][aăâeêoôơuư])[^\W\d_]*",
    re.IGNORECASE,
)
"""Words whose tone mark may stand on another vowel than the unified spelling puts it on."""

_TOKEN = re.compile(r"[^\W_]*\d[^\W_]*(?:[/.,\-–:][^\W_]+)*|[^\W\d_]+")


def _place(match: re.Match[str]) -> str:
    word = match[0]
    lower = word.lower()
    placed = place_tone(lower)
    if placed == lower:
        return word
    if word.isupper():
        return placed.upper()
    return placed.capitalize() if word[0].isupper() else placed


def clean(text: str) -> str:
    """The text as NFC, without control and zero-width characters, white space squeezed, tone marks in one place."""
    text = unicodedata.normalize("NFC", text).translate(_CLEANED)
    return _MISPLACED.sub(_place, _SPACES.sub(" ", text).strip())


def _fold_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord("đ"): "d", ord("Đ"): "d", ord("ð"): "d", ord("Ð"): "d"}
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        letters = unicodedata.normalize("NFD", chr(code).lower())
        base = "".join(letter for letter in letters if not unicodedata.combining(letter))
        if base != chr(code):
            table.setdefault(code, base)
    table |= {code: None for code in range(0x300, 0x370)}
    return table


_FOLDED = _fold_table()


def fold(text: str) -> str:
    """The text in lower case without diacritics, "đ" as "d"."""
    return text.translate(_FOLDED).lower()


def tokens(text: str) -> list[str]:
    """Its words and numbers in lower case, cleaned.

    Whatever holds a digit stays whole with what is joined to it by "/ . , - :" ("191/2009/tt-btc", "30/5", "1.500.000",
    "qd515"); anything else is split at whatever is no letter ("nq-cp" -> "nq", "cp").
    """
    return _TOKEN.findall(clean(text).lower())
