"""The official codes of provinces and communes, checked against names and provinces."""

from __future__ import annotations

from bot.units import messages
from bot.units.cells import CellError
from bot.units.columns import plain
from knowledge.communes import Commune, Province, commune, data_version, find_commune, find_province
from knowledge.text.normalise import clean

_COMMUNE_WORDS = ("xa", "phuong", "dac")


def check_commune(code: str, province: str | None) -> Commune:
    """The commune with a code, of a province if that is known. Raises CellError."""
    found = commune(code.zfill(5))
    if found is None:
        raise CellError(messages.CODE_UNKNOWN.format(version=data_version()))
    if province not in (None, found.province):
        wanted = messages.CODE_ELSEWHERE
        raise CellError(wanted.format(name=found.name, province=found.province, wanted=province))
    return found


def check_province(code: str, province: Province) -> str:
    """The code of two digits, which must be the province's. Raises CellError."""
    if code.zfill(2) != province.code:
        raise CellError(messages.CODE_OF_PROVINCE.format(name=province.full_name, code=province.code))
    return province.code


def named_commune(name: str, province: str) -> Commune | None:
    """The only commune of the province that a unit's name is, or ends with ("Ban VSTBPN xã ...")."""
    words = clean(name).split()
    starts = [at for at, word in enumerate(words) if at and plain(word) in _COMMUNE_WORDS]
    for start in (0, *starts):
        found = find_commune(" ".join(words[start:]), province)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def bears_name(name: str, official: Commune) -> bool:
    """Whether the official name is in a unit's name, as it is written."""
    return clean(official.name).lower() in clean(name).lower()


def code_of(province: str) -> str | None:
    found = find_province(province)
    return found.code if found else None
