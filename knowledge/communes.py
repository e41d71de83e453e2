"""Provinces and communes as they are since 1/7/2025, from the package vietnam-provinces, which is kept up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from knowledge.text.normalise import clean, fold

_WORD = re.compile(r"[^\W_]+")
_PROVINCE_KINDS = ("tinh", "thanh pho", "tp")
_COMMUNE_KINDS = ("xa", "phuong", "dac khu")
_CITY = "Thành phố "
_KEPT_WHOLE = "Thành phố Hồ Chí Minh"


@dataclass(frozen=True, slots=True)
class Province:
    """A province or a city like one. `code` has two digits."""

    name: str
    """Without "Tỉnh" or "Thành phố", but for the one place that a person's name is taken for without it."""
    full_name: str
    code: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune, ward or special zone. `code` has five digits, `province` is the province's name."""

    name: str
    """As written: "Xã ...", "Phường ...", "Đặc khu ..."."""
    code: str
    province: str


@dataclass(frozen=True, slots=True)
class _Divisions:
    """All of them, in the order of the package, and how they are looked up."""

    provinces: tuple[Province, ...]
    communes: dict[str, tuple[Commune, ...]]
    """By the province's name."""
    by_code: dict[str, Commune]
    by_name: tuple[dict[str, list[Commune]], ...]
    """By the words of their names, the strictest way of reading them first."""


def data_version() -> str:
    """The day of the package's data, ISO."""
    import vietnam_provinces

    return str(vietnam_provinces.__data_version__)


def provinces() -> tuple[Province, ...]:
    return _divisions().provinces


def communes_of(province: str) -> tuple[Commune, ...]:
    """The communes of a province, by its name as `Province.name`; none for a name that is not one."""
    return _divisions().communes.get(province, ())


def commune(code: str) -> Commune | None:
    """The commune with an official code of five digits."""
    return _divisions().by_code.get(code)


def find_province(words: str) -> Province | None:
    """The province of today with this name, with or without diacritics and the word for what it is."""
    wanted = _bare(words)
    return next((one for one in provinces() if _bare(one.full_name) == wanted), None)


def find_commune(words: str, province: str | None = None) -> list[Commune]:
    """The communes with this name, in one province or all: as written, else without diacritics, else without "xã".

    More than one where names are alike; none where there is no such name.
    """
    exact = _words(words)
    for wanted, table in zip((exact, fold(exact), exact, fold(exact)), _divisions().by_name, strict=True):
        found = [one for one in table.get(wanted, ()) if province in (None, one.province)]
        if found:
            return found
    return []


@cache
def _divisions() -> _Divisions:
    # The package makes enumerations of all the names when imported, which the other commands need not wait for.
    from vietnam_provinces import NESTED_DIVISIONS_JSON_PATH

    found: list[Province] = []
    communes: dict[str, tuple[Commune, ...]] = {}
    for row in json.loads(NESTED_DIVISIONS_JSON_PATH.read_text(encoding="utf-8")):
        written = clean(row["name"])
        name = written if written == _KEPT_WHOLE else written.removeprefix(_CITY).removeprefix("Tỉnh ")
        full_name = written if written.startswith(_CITY) else f"Tỉnh {name}"
        found.append(Province(name, full_name, f"{row['code']:02}"))
        communes[name] = tuple(Commune(clean(ward["name"]), f"{ward['code']:05}", name) for ward in row["wards"])
    every = [one for group in communes.values() for one in group]
    return _Divisions(tuple(found), communes, {one.code: one for one in every}, _by_name(every))


def _by_name(every: Iterable[Commune]) -> tuple[dict[str, list[Commune]], ...]:
    tables: tuple[dict[str, list[Commune]], ...] = ({}, {}, {}, {})
    for one in every:
        full = _words(one.name)
        bare = " ".join(full.split()[len(_kind(fold(full)).split()) :])
        for table, name in zip(tables, (full, fold(full), bare, fold(bare)), strict=True):
            table.setdefault(name, []).append(one)
    return tables


def _kind(folded: str) -> str:
    return next((kind for kind in _COMMUNE_KINDS if folded.startswith(f"{kind} ")), "")


def _bare(province: str) -> str:
    """The folded words of a province's name, without the word for what it is."""
    folded = fold(_words(province))
    kinds = (f"{kind} " for kind in _PROVINCE_KINDS)
    return next((folded.removeprefix(kind) for kind in kinds if folded.startswith(kind)), folded)


def _words(text: str) -> str:
    """The text in lower case, without signs between its words."""
    return " ".join(_WORD.findall(clean(text).lower()))
