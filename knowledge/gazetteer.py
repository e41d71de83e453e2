"""Places and fields of work named in a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from knowledge import placewords
from knowledge.lexicon import SectorName
from knowledge.model import PlaceName
from knowledge.names import Found, Names, Text, spelt_as
from knowledge.text.normalise import clean, fold
from knowledge.text.syllables import is_syllable


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place in a question. `name` is None for one that no list knows; `now` is what it became."""

    written: str
    name: str | None
    now: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Listed:
    """A name of a place, and whether it is that of a part of it."""

    place: PlaceName
    part: bool


@dataclass(frozen=True)
class Gazetteer:
    """Finds the places and sectors of the lists in text with or without diacritics."""

    places: tuple[PlaceName, ...]
    sectors: tuple[SectorName, ...]

    @cached_property
    def _places(self) -> Names[_Listed]:
        return Names(
            (name, _Listed(place, part))
            for place in self.places
            for part, names in ((False, (place.name, *place.aliases)), (True, place.includes))
            for name in names
        )

    @cached_property
    def _sectors(self) -> Names[str]:
        return Names((name, sector.name) for sector in self.sectors for name in (sector.name, *sector.aliases))

    @cached_property
    def _canonical(self) -> dict[str, PlaceName]:
        found: dict[str, PlaceName] = {}
        own = [(name, place) for place in self.places for name in (place.name, *place.aliases)]
        parts = [(name, place) for place in self.places for name in place.includes]
        for name, place in (*own, *parts):
            found.setdefault(fold(clean(name)), place)
        return found

    def find_places(self, text: str) -> list[PlaceHit]:
        """Places in reading order: those of the list, and unknown ones after words like "huyện"."""
        read = Text.of(text)
        sectors = list(self._sectors.find(read))
        agencies = {one.last for one in sectors}
        found = list(self._places.find(read, lambda one: _is_meant(read, one, one.first - 1 in agencies)))
        hits = [self._hit(read, one) for one in found]
        taken = {at for one in found for at in range(one.first, one.last + 1)}
        taken |= {at for one in sectors for at in range(one.first, one.last + 1)}
        hits += [
            PlaceHit(read.text[start:end], None, None, start, end) for start, end in placewords.unknown(read, taken)
        ]
        return sorted(hits, key=lambda hit: hit.start)

    @staticmethod
    def _hit(read: Text, one: Found[_Listed]) -> PlaceHit:
        place = one.value.place
        start, end = read.spans[one.first][0], read.spans[one.last][1]
        return PlaceHit(read.text[start:end], place.name, place.now, start, end)

    def guess_place(self, text: str, among: Sequence[str]) -> str | None:
        """The one of `among` that misspelt words come closest to, if any does; never for words spelt as others are."""
        read = Text.of(text)
        best: tuple[int, str] | None = None
        for name in among:
            for distance in self._distances(read, name):
                if best is None or distance < best[0]:
                    best = (distance, name)
        return best[1] if best else None

    def guess_announced(self, text: str) -> str | None:
        """The listed place that misspelt words right after "tỉnh", "ở" ... or after an agency come closest to."""
        read = Text.of(text)
        agencies = {one.last + 1 for one in self._sectors.find(read)}
        spots = [at for at in range(1, len(read.words)) if at in agencies or placewords.announces(read, at)]
        near = [
            (distance, place.name)
            for at in spots
            for place in self.places
            if (distance := self._announced(read, at, place.name)) is not None
        ]
        return min(near)[1] if near else None

    def _announced(self, read: Text, at: int, name: str) -> int | None:
        """How far the words at a spot where a name is due are from it; None for words that are no misspelling of it."""
        folded = [fold(word) for word in clean(name).split()]
        last = at + len(folded) - 1
        if len(folded) < 2 or last >= len(read.words) or placewords.binds(read, at, last):
            return None
        apart = sum(OSA.distance(left, right) for left, right in zip(read.words[at : last + 1], folded, strict=True))
        if apart > 1 or any(len(word) < 3 and not _VOWEL.search(word) for word in read.words[at : last + 1]):
            return None  # "hd" abbreviates.
        # Other marks on the very letters are a slip; another letter is one where it makes no everyday words.
        everyday = apart == 1 and any(
            placewords.is_everyday(read.word(index), read.word(index + 1)) for index in range(at, last)
        )
        return None if everyday else apart

    def _distances(self, read: Text, name: str) -> Iterator[int]:
        """How far each run of words that may be a misspelling of a name is from it."""
        words = [word.lower() for word in clean(name).split()]
        folded = [fold(word) for word in words]
        size, joined = len(words), "".join(folded)
        allowed = 1 if len(joined) < 8 else 2
        for at, word in enumerate(read.words):
            if size > 1 and abs(len(word) - len(joined)) <= 1 and len(joined) > 6:
                distance = OSA.distance(word, joined)
                if distance == 1:
                    yield distance
            if at + size > len(read.words):
                continue
            apart = [OSA.distance(left, right) for left, right in zip(read.words[at : at + size], folded, strict=True)]
            if sum(apart) <= allowed and max(apart) <= 1 and self._may_be(read, at, words):
                yield sum(apart)

    def _may_be(self, read: Text, at: int, words: Sequence[str]) -> bool:
        """Whether each word that differs is no word at all, or all of them bear capitals and name no other place."""
        last = at + len(words) - 1
        differing = [
            index for index, word in enumerate(words) if not spelt_as(read.typed(at + index, at + index), word)
        ]
        if not differing:  # find_places has said no
            return False
        if all(not is_syllable(read.typed(at + index, at + index).lower()) for index in differing):
            return True
        return read.capital(at, last) and " ".join(read.words[at : last + 1]) not in self._canonical

    def find_sectors(self, text: str) -> list[str]:
        """Names of the fields of work named in a text, each once."""
        return list(dict.fromkeys(found.value for found in self._sectors.find(Text.of(text)) if found.value))

    def same_place(self, asked: str, bound: str) -> bool:
        """Whether a question about `asked` concerns what binds `bound`."""
        return self.canonical(asked) == self.canonical(bound)

    def canonical(self, name: str) -> str:
        """The folded name by which the list calls a place, or the folded name itself where no list knows it."""
        key = fold(clean(name))
        place = self._canonical.get(key)
        if place is None:
            key = _ADMIN.sub("", key)
            place = self._canonical.get(key)
        return fold(place.name) if place else key

    def now(self, name: str) -> str:
        """The folded name of what a place is part of today."""
        key = self.canonical(name)
        place = self._canonical.get(key)
        return fold(place.now) if place and place.now else key


_VOWEL = re.compile("[aeiouy]")
_ADMIN = re.compile(r"^(?:tinh|thanh pho|tp|huyen|quan|thi xa)\b\.?\s*")


def _is_meant(read: Text, one: Found[_Listed], after_agency: bool) -> bool:
    """Whether a listed name is meant as one, and not the everyday words it is spelt like."""
    first, last = one.first, one.last
    typed = read.typed(first, last)
    if placewords.is_kind(read.word(first)):
        if placewords.binds(read, first, last):  # "tỉnh thanh" of "tỉnh, thành phố"
            return False
    elif last - first == 2 and placewords.of_person(read, first):
        return False
    if after_agency or placewords.locates(read, first) or last - first + 1 == len(read.words):
        return True
    if len(typed) < 3:
        # Two letters abbreviate many things ("HN" is a conference too).
        return typed.isupper() and not read.shouted
    if read.capital(first, last):
        return True
    if one.value.place.homonym and not one.value.part:
        return False
    lower = typed.lower()
    if lower == fold(typed) or one.value.part:
        return not placewords.binds(read, first, last)
    if placewords.binds_before(read, first):
        return False
    # Marks on some of the words only are as likely those of other words ("hai phòng").
    return len(lower.split()) == 1 or all(map(_fully_marked, lower.split(), one.name.lower().split()))


def _fully_marked(typed: str, word: str) -> bool:
    return typed == word or typed != fold(typed)
