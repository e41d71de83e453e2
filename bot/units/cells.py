"""What the cells of a unit list mean: kinds, provinces, sectors, days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from bot.units import messages
from bot.units.columns import plain
from handlers.people import KINDS, Kind
from knowledge.communes import Province, find_province
from knowledge.gazetteer import Gazetteer

_WHOLE: Final[dict[str, Kind]] = {
    **{kind: kind for kind in KINDS},
    "tinh": "province",
    "thanh pho": "province",
    "tinh thanh pho": "province",
    "cap tinh": "province",
    "xa phuong dac khu": "commune",
    "xa phuong": "commune",
    "cap xa": "commune",
    "khac": "other",
    "don vi khac": "other",
}
_BEGINNING: Final[dict[str, Kind]] = {
    "xa": "commune",
    "phuong": "commune",
    "dac khu": "commune",
    "so": "department",
    "nganh": "department",
    "phong": "department",
    "benh vien": "hospital",
    "co so y te": "hospital",
    "tram y te": "hospital",
    "trung tam y te": "hospital",
    "truong": "school",
}
_DATES: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_YEARS: Final = range(1900, 3000)
SECTORS: Final = 5
"""So many sectors are named where it is not sure which is meant."""


class CellError(Exception):
    """Why a cell cannot be used; `str` is the end of the sentence about it."""


def read_kind(text: str) -> Kind:
    """Raises CellError."""
    kind = _WHOLE.get(plain(text)) or kind_of(text)
    if kind is None and plain(text).split()[:1] == ["ban"]:
        kind = "department"
    if kind is None:
        raise CellError(messages.BAD_KIND)
    return kind


def kind_of(name: str) -> Kind | None:
    """The kind that the first words of a name tell."""
    words = f"{plain(name)} "
    return next((kind for beginning, kind in _BEGINNING.items() if words.startswith(f"{beginning} ")), None)


def read_province(text: str, gazetteer: Gazetteer) -> tuple[Province, bool]:
    """The province of today, and whether the text names one that is now a part of it. Raises CellError."""
    if found := find_province(text):
        return found, False
    written = plain(text)
    wanted = {written, *(written.removeprefix(f"{kind} ") for kind in ("tinh", "thanh pho", "tp"))}
    for place in gazetteer.places:
        if any(plain(name) in wanted for name in (place.name, *place.aliases)):
            found = find_province(place.now or place.name)
            if found:
                return found, place.now is not None
    raise CellError(messages.BAD_PROVINCE)


def read_sector(text: str, gazetteer: Gazetteer) -> str:
    """The list's own name of a sector, or of part of one; the text itself where there is no list. Raises CellError."""
    if not gazetteer.sectors:
        return text
    names = gazetteer.find_sectors(text) or _sectors_with(text, gazetteer)
    if not names:
        raise CellError(messages.BAD_SECTOR)
    if len(names) > 1:
        raise CellError(messages.TWO_SECTORS.format(names=", ".join(names[:SECTORS])))
    return names[0]


def _sectors_with(text: str, gazetteer: Gazetteer) -> list[str]:
    """The sectors in whose own names, else in whose other names, these words stand together, diacritics aside."""
    words = f" {plain(text)} "
    if not words.strip():
        return []
    own = [one.name for one in gazetteer.sectors if words in f" {plain(one.name)} "]
    return own or [one.name for one in gazetteer.sectors if any(words in f" {plain(other)} " for other in one.aliases)]


def read_day(text: str) -> date:
    """Raises CellError."""
    for form in _DATES:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if day.year in _YEARS:
            return day
    raise CellError(messages.BAD_DATE)
