"""One form for every way of typing the same text."""

from __future__ import annotations

import re
import unicodedata

from knowledge.text.syllables import place_tone

# White space among the control characters is left for squeezing.
_DROPPED = [chr(code) for code in range(0xA0) if unicodedata.category(chr(code)) == "Cc" and not chr(code).isspace()]
_DROPPED += map(chr, (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF))
_DROPPED += map(chr, range(0x2060, 0x206A))
# Eth is what some keyboards and scans give for Đ.
_CLEANED = str.maketrans("Ðð", "Đđ", "".join(_DROPPED))
_UNCLEAN = re.compile("[Ðð" + re.escape("".join(_DROPPED)) + "]")


def _any_case(letters: str) -> str:
    return f"[{letters}{letters.upper()}]"


_MISPLACED = re.compile(
    "|".join(
        [
            _any_case("o") + _any_case("àáảãạèéẻẽẹ") + r"(?![^\W\d_])",
            _any_case("u") + _any_case("ỳýỷỹỵ") + r"(?![^\W\d_])",
            _any_case("òóỏõọùúủũụìíỉĩịừứửữự") + _any_case("aăâeêoôơuy") + r"[^\W\d_]",
            _any_case("q") + _any_case("ùúủũụ"),
            _any_case("g") + _any_case("ìíỉĩị") + _any_case("aăâeêoôơuư"),
        ]
    )
)
"""Letters that tell of a tone mark on another vowel than the unified spelling puts it on."""

_WORD = re.compile(r"[^\W\d_]+")
NUMBERED = r"[^\W_]*\d[^\W_]*(?:[/.,\-–:&][^\W_]+)*"
"""A token that holds a digit, as a pattern."""

_TOKEN = re.compile(NUMBERED + r"|[^\W\d_]+")


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
    text = unicodedata.normalize("NFC", text)
    if _UNCLEAN.search(text):
        # What was dropped may have kept a letter from its mark.
        text = unicodedata.normalize("NFC", text.translate(_CLEANED))
    text = " ".join(text.split())
    return _WORD.sub(_place, text) if _MISPLACED.search(text) else text


def clean_lines(text: str) -> str:
    """The same of each line, so that what stands on two of them stays apart; lines without anything are left out."""
    return "\n".join(line for line in map(clean, text.splitlines()) if line)


def _fold_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord("đ"): "d", ord("Đ"): "d", ord("ð"): "d", ord("Ð"): "d"}
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        letters = unicodedata.normalize("NFD", chr(code).lower())
        base = "".join(letter for letter in letters if not unicodedata.combining(letter))
        if base != chr(code):
            table.setdefault(code, base)
    table |= dict.fromkeys(range(0x300, 0x370))
    return table


_FOLDED = _fold_table()


def fold(text: str) -> str:
    """The text in lower case without diacritics, "đ" as "d"."""
    return text.translate(_FOLDED).lower()


def tokens(text: str) -> list[str]:
    """Its words and numbers in lower case, cleaned.

    Whatever holds a digit stays whole with what is joined to it by "/ . , - : &" ("191/2009/tt-btc", "30/5",
    "1.500.000", "qd515"); anything else is split at whatever is no letter ("nq-cp" -> "nq", "cp").
    """
    return _TOKEN.findall(clean(text).lower())
