"""How well an entry fits a question: the index's score, moved by what the question says outright."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.expected import asks_of_outcome, asks_of_today, lacks
from knowledge.gazetteer import Gazetteer
from knowledge.likeness import Likeness
from knowledge.search.index import Hit
from knowledge.text.normalise import fold
from knowledge.understand import Understood


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign adds to or takes from the index's score."""

    found: float = 0.8
    coverage: float = 0.35
    likeness: float = 0.5
    lacking: float = -0.45
    not_today: float = -0.2
    no_outcome: float = -0.5
    named: float = 0.15
    titled: float = 0.05
    cites_named: float = 0.15
    rests_on_named: float = 0.15
    cites_other: float = 0.2
    not_named: float = -0.5
    place: float = 0.05
    asker_place: float = 0.17
    asker_other_place: float = -0.25
    no_place: float = -0.05
    undated: float = -0.4
    sector: float = 0.15
    unasked_sector: float = -0.05
    other_sector: float = -0.25
    asker_sector: float = 0.28
    asker_other_sector: float = -0.15
    year: float = 0.2
    other_year: float = -0.15
    standing: float = -0.03
    period: float = 0.15
    other_period: float = -0.4
    intent: float = 0.2
    attribute: float = 0.3
    uncalled_attribute: float = -0.05
    no_document: float = -0.3
    absent: float = -0.1
    bare_number: float = 0.6


WEIGHTS = Weights()
_SPEAKS_OF_DOCUMENT = re.compile(
    r"(?<![a-z])(?:thong tu|quyet dinh|nghi quyet|nghi dinh|cong van|ke hoach|huong dan|chuong trinh|van ban|luat"
    r"|chi thi|thong tri|chien luoc|de an|thong bao)(?![a-z])"
)
"""Words without which a question is hardly about a document itself."""


class Scorer:
    """Scores entries against an understood question."""

    def __init__(self, gazetteer: Gazetteer, likeness: Likeness, weights: Weights = WEIGHTS) -> None:
        self._gazetteer = gazetteer
        self.likeness = likeness
        self._weights = weights

    def alike(self, understood: Understood) -> Mapping[str, float]:
        """Entry -> how like its sample questions the words are that say what is asked, not where or for which year."""
        named = [hit.written for hit in understood.places] + [str(year) for year in understood.years]
        return self.likeness.of(understood.bare, named)

    def score(self, entry: Entry, hit: Hit | None, understood: Understood, alike: float) -> float:
        """At most about 1.5; 0 or less means that the question rules the entry out."""
        place = self._place(entry, understood)
        if place is None:
            return 0.0
        score = (
            self._found(entry, hit, alike)
            + self._form(entry, understood)
            + place
            + self._sector(entry, understood)
            + self._year(entry, understood)
        )
        return (
            score + self._named(entry, understood) + self._period(entry, understood) + self._intent(entry, understood)
        )

    def _found(self, entry: Entry, hit: Hit | None, alike: float) -> float:
        """The index's score, moved by how like a sample question it is and how much of it is covered."""
        if entry.kind == "article":
            # Nobody wrote sample questions for it: the index knows best.
            return hit.score if hit else 0.0
        weights = self._weights
        likeness = weights.likeness * alike
        if hit is None:
            return likeness - weights.coverage
        return weights.found * hit.score + weights.coverage * (hit.features.coverage - 1) + likeness

    def _form(self, entry: Entry, understood: Understood) -> float:
        """Less for an entry that cannot hold what is asked for, or speaks of a year where today is asked for."""
        if entry.kind in ("absent", "article"):
            return 0.0
        penalty = self._weights.lacking if lacks(understood.folded, entry) else 0.0
        if entry.year and entry.kind != "deadline" and asks_of_today(understood.folded):
            penalty += self._weights.not_today
        if entry.year and entry.kind != "outline" and asks_of_outcome(understood.folded):
            penalty += self._weights.no_outcome
        return penalty

    def unknown_places(self, understood: Understood, provinces: Sequence[str]) -> list[str]:
        """Places named in the question that no document here binds; else the asker's own, if that is one."""
        bound = {self._gazetteer.canonical(name) for name in provinces}
        if not bound:
            return []
        if not understood.places:
            own = understood.asker.province
            return [own] if own and self._gazetteer.canonical(own) not in bound else []
        return [
            hit.written
            for hit in understood.places
            if hit.name is None or self._gazetteer.canonical(hit.name) not in bound
        ]

    def _named(self, entry: Entry, understood: Understood) -> float:
        weights = self._weights
        if not understood.exact:
            return weights.titled if entry.document_id in understood.titled else 0.0
        if entry.document_id in understood.exact:
            if not understood.is_bare:
                # Of two documents named, what one says of the other is what was asked.
                return weights.named + (weights.cites_other if entry.numbers & set(understood.exact) else 0.0)
            return weights.named + (weights.bare_number if entry.attribute == "about" else -weights.bare_number)
        if entry.numbers & set(understood.exact):
            # An answer on a topic rests on its sources; a directive only mentions what it cites.
            return weights.cites_named if entry.year else weights.rests_on_named
        return weights.not_named

    def _place(self, entry: Entry, understood: Understood) -> float | None:
        weights = self._weights
        if understood.exact and entry.document_id in understood.exact:
            return 0.0
        asked = [hit.name for hit in understood.places if hit.name]
        if asked:
            if entry.province is None:
                return weights.no_place
            same = any(self._gazetteer.same_place(name, entry.province) for name in asked)
            return weights.place if same else None
        if understood.asker.province and entry.province:
            if self._gazetteer.same_place(understood.asker.province, entry.province):
                return weights.asker_place
            # Another place's date is worse than none.
            dated = entry.kind == "deadline" or understood.intent == "deadline"
            return None if dated else weights.asker_other_place
        return weights.undated if entry.kind == "deadline" and not entry.dated else 0.0

    def _sector(self, entry: Entry, understood: Understood) -> float:
        weights = self._weights
        if entry.sector is None:
            return 0.0
        if understood.upward and entry.kind == "deadline":
            return weights.other_sector
        if understood.sectors:
            return weights.sector if entry.sector in understood.sectors else weights.other_sector
        if understood.asker.sector:
            same = fold(entry.sector) == fold(understood.asker.sector)
            return weights.asker_sector if same else weights.asker_other_sector
        return weights.unasked_sector

    def _year(self, entry: Entry, understood: Understood) -> float:
        weights = self._weights
        if entry.year is None:
            # What holds today comes before what was said for one year, where none is named.
            return 0.0 if understood.years or understood.asker.year else weights.standing
        if understood.years:
            return weights.year if entry.year in understood.years else weights.other_year
        if understood.asker.year:
            return weights.year / 2 if entry.year == understood.asker.year else 0.0
        return 0.0

    def _period(self, entry: Entry, understood: Understood) -> float:
        weights = self._weights
        if entry.period is None or understood.period is None:
            return 0.0
        return weights.period if entry.period == understood.period else weights.other_period

    def _intent(self, entry: Entry, understood: Understood) -> float:
        weights = self._weights
        if entry.kind == "absent":
            return weights.absent
        if entry.attribute:
            wanted = bool(understood.intents) and entry.attribute in understood.intents[0].attributes
            wanted = wanted and not (entry.attribute == "about" and understood.says_more_than(entry))
            spoken_of = bool(understood.exact or understood.titled or _SPEAKS_OF_DOCUMENT.search(understood.folded))
            bonus = weights.attribute if wanted else weights.uncalled_attribute
            return bonus + (0.0 if spoken_of else weights.no_document)
        return weights.intent if any(entry.kind in intent.kinds for intent in understood.intents[:2]) else 0.0
