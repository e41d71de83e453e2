"""Places and fields of work named in a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from knowledge.model import PlaceName, SectorName
from knowledge.text.normalise import clean, fold

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ADMIN = (
    r"(?:[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Pp]hường|[Xx]ã|TP\.?|[Tt]inh|[Hh]uyen|[Qq]uan)"
)
_UNKNOWN = re.compile(rf"(?<!\w){_ADMIN}\s+((?:[A-ZĐÀ-Ỹ][^\W\d_]*)(?:\s+[A-ZĐÀ-Ỹ][^\W\d_]*){{1,2}})")


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place in a question. `name` is None for one that no list knows; `now` is what it became."""

    written: str
    name: str | None
    now: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Gazetteer:
    """Finds the places and sectors of the lists in text with or without diacritics."""

    places: tuple[PlaceName, ...]
    sectors: tuple[SectorName, ...]

    @cached_property
    def _names(self) -> list[tuple[str, str, PlaceName]]:
        """(name as written, folded, place), longest first so that the fuller name wins."""
        rows = [
            (clean(name), fold(name), place)
            for place in self.places
            for name in (place.name, *place.aliases, *place.includes)
        ]
        return sorted(rows, key=lambda row: -len(row[1]))

    def find_places(self, text: str) -> list[PlaceHit]:
        """Places in reading order. A bare folded match needs the typed words to be without diacritics too."""
        text = clean(text)
        folded = fold(text)
        hits: list[PlaceHit] = []
        for name, key, place in self._names:
            for match in re.finditer(rf"(?<![a-z0-9]){re.escape(key)}(?![a-z0-9])", folded):
                written = text[match.start() : match.end()]
                if place.homonym and written == written.lower():
                    continue
                if not _compatible(written, name) or _covered(match.start(), match.end(), hits):
                    continue
                hits.append(PlaceHit(written, place.name, place.now, match.start(), match.end()))
        for match in _UNKNOWN.finditer(text):
            start, end = match.span(1)
            if not _covered(start, end, hits) and not self._is_sector(match.group(1)):
                hits.append(PlaceHit(match.group(1), None, None, start, end))
        return sorted(hits, key=lambda hit: hit.start)

    def guess_place(self, text: str, among: Sequence[str]) -> str | None:
        """The one of `among` that two or three misspelt words come closest to, if any does."""
        words = [match.group() for match in _WORD.finditer(fold(clean(text)))]
        best: tuple[int, str] | None = None
        for name in among:
            key = fold(name)
            size = len(key.split())
            allowed = 1 if len(key) < 8 else 2
            for at in range(len(words) - size + 1):
                distance = OSA.distance("".join(words[at : at + size]), key.replace(" ", ""))
                if distance <= allowed and (best is None or distance < best[0]):
                    best = (distance, name)
        return best[1] if best else None

    def find_sectors(self, text: str) -> list[str]:
        """Names of the fields of work named in a text."""
        text = clean(text)
        folded = fold(text)
        found: list[str] = []
        for sector in self.sectors:
            for name in (sector.name, *sector.aliases):
                match = re.search(rf"(?<![a-z0-9]){re.escape(fold(name))}(?![a-z0-9])", folded)
                if match and _compatible(text[match.start() : match.end()], clean(name)):
                    found.append(sector.name)
                    break
        return found

    def same_place(self, asked: str, bound: str) -> bool:
        """Whether a question about `asked` concerns what binds `bound`."""
        return self.canonical(asked) == self.canonical(bound)

    def canonical(self, name: str) -> str:
        """The list's own name of a place, or the folded name where no list knows it."""
        key = fold(clean(name))
        key = re.sub(r"^(tinh|thanh pho|tp\.?)\s+", "", key)
        for _, folded, place in self._names:
            if folded == key:
                return fold(place.name)
        return key

    def now(self, name: str) -> str:
        """The folded name of what a place is part of today."""
        key = self.canonical(name)
        for place in self.places:
            if fold(place.name) == key:
                return fold(place.now) if place.now else key
        return key

    def _is_sector(self, text: str) -> bool:
        return bool(self.find_sectors(text))


def _compatible(written: str, name: str) -> bool:
    """Every word is the name's own spelling, or carries no diacritics at all ("thai binh", not "hòa bình")."""
    pairs = zip(written.split(), name.split(), strict=False)
    return all(left.lower() in (right.lower(), fold(left)) for left, right in pairs)


def _covered(start: int, end: int, hits: Sequence[PlaceHit]) -> bool:
    return any(start < hit.end and hit.start < end for hit in hits)
