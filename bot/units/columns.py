"""The columns of a unit list, and how people head them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from rapidfuzz.distance import OSA

from knowledge.text.normalise import clean, fold

Column = Literal["name", "kind", "parent", "office", "province", "sector", "code", "since"]

_WORD = re.compile(r"[^\W_]+")
_HEADINGS: Final[Mapping[str, Column]] = {
    "ten don vi": "name",
    "ten": "name",
    "don vi": "name",
    "ten co quan don vi": "name",
    "loai": "kind",
    "loai don vi": "kind",
    "loai hinh": "kind",
    "don vi cap tren": "parent",
    "don vi cap tren truc tiep": "parent",
    "cap tren": "parent",
    "truc thuoc": "parent",
    "co quan thuong truc": "office",
    "don vi thuong truc": "office",
    "tinh": "province",
    "tinh thanh pho": "province",
    "nganh": "sector",
    "linh vuc": "sector",
    "nganh linh vuc": "sector",
    "ma": "code",
    "ma so": "code",
    "ma hanh chinh": "code",
    "ma don vi hanh chinh": "code",
    "tu ngay": "since",
    "hoat dong tu ngay": "since",
    "ngay thanh lap": "since",
}
_LONG: Final = 6
"""A heading of so many letters may have one wrong."""
_NUMBERING: Final = frozenset({"", "stt", "tt", "so tt", "so thu tu"})


def plain(text: str) -> str:
    """The words of a text in lower case, without diacritics and signs."""
    return " ".join(_WORD.findall(fold(clean(text))))


def columns_of(headings: Sequence[str]) -> dict[int, Column]:
    """Which column each heading is, by position; what is in brackets in a heading does not count."""
    found = {at: _column(plain(text.split("(")[0])) for at, text in enumerate(headings)}
    return {at: column for at, column in found.items() if column is not None}


def ignored(headings: Sequence[str], known: Mapping[int, Column]) -> tuple[str, ...]:
    """The headings that are no column of ours, but for the numbering of the rows."""
    return tuple(text for at, text in enumerate(headings) if at not in known and plain(text) not in _NUMBERING)


def _column(heading: str) -> Column | None:
    if heading in _HEADINGS or len(heading) < _LONG:
        return _HEADINGS.get(heading)
    near = (column for known, column in _HEADINGS.items() if len(known) >= _LONG and OSA.distance(known, heading) == 1)
    return next(near, None)
