"""From a question to ranked entries and an outcome: answer, clarify or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.entries import build_entries
from knowledge.entry import Entry
from knowledge.gazetteer import Gazetteer
from knowledge.likeness import Likeness
from knowledge.load import Knowledge
from knowledge.register import Register, build_register
from knowledge.scoring import Scorer
from knowledge.search.index import Hit, Passage, SearchIndex
from knowledge.titles import Titles
from knowledge.understand import Asker, Understood, understand

OutcomeName = Literal["answer", "clarify", "none"]
Reason = Literal["", "absent", "number", "place", "year", "places", "close", "weak"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
CHOICES = 4
"""At most so many candidates are offered."""

ALIKE = 0.5
"""Entries asked for in words so like the question's are candidates, whatever the index says."""
HITS = 60
"""So many hits of the index are looked at."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores above which an entry is an answer or a candidate; calibrated by `python -m tests.calibrate`."""

    answer: float = 0.65
    clarify: float = 0.3
    margin: float = 0.04
    """An answer's lead over an entry that would say something else."""
    absent: float = 0.5
    """Above which what is known not to be here is named."""
    told_lead: float = 0.15
    """A deadline's lead over another place's, where the question tells the year that it was set for."""


ARTICLES = Thresholds(answer=0.4, clarify=0.18, margin=0.02)
"""For imported articles, which have the index's own score; read off the law questions of the development set."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with its score and what the index saw of it."""

    entry: Entry
    score: float
    hit: Hit | None


@dataclass(frozen=True, slots=True)
class Result:
    """What was found for one question, best first, and why it is no plain answer where it is none."""

    outcome: OutcomeName
    reason: Reason
    found: tuple[Found, ...]
    understood: Understood


class Answerer:
    """Answers questions from one knowledge base's entries."""

    def __init__(
        self,
        entries: Sequence[Entry],
        index: SearchIndex,
        register: Register,
        gazetteer: Gazetteer,
        titles: Titles,
        thresholds: Thresholds | None = None,
    ) -> None:
        self.entries = {entry.id: entry for entry in entries}
        self.index = index
        self.register = register
        self.gazetteer = gazetteer
        self.titles = titles
        self.thresholds = thresholds or Thresholds()
        self.provinces = tuple(dict.fromkeys(entry.province for entry in entries if entry.province))
        self._by_document: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_document.setdefault(entry.document_id, []).append(entry)
        self._deadlines = [entry for entry in entries if entry.kind == "deadline"]
        self.scorer = Scorer(gazetteer, Likeness(entries))

    def ask(self, question: str, asker: Asker | None = None, limit: int = 8) -> Result:
        """The outcome for one question; `found` holds the nearest entries even where the outcome is none."""
        searched = self.index.search(question, limit=HITS)
        understood = understand(
            question,
            searched.repaired.text,
            asker or Asker(),
            self.register,
            self.gazetteer,
            self.titles,
            self.provinces,
        )
        found = self.rank(understood, searched.hits)[:limit]
        outcome, reason = self.decide(understood, found)
        return Result(outcome, reason, tuple(found), understood)

    def rank(self, understood: Understood, hits: Sequence[Hit]) -> list[Found]:
        """Entries the question could mean, best first, one for each distinct answer."""
        by_id = {hit.id: hit for hit in hits}
        candidates = {id_: self.entries[id_] for id_ in by_id}
        for document in understood.exact:
            candidates |= {entry.id: entry for entry in self._by_document.get(document, ())}
        for lookup in understood.missing:
            for document in lookup.near:
                candidates |= {entry.id: entry for entry in self._by_document.get(document, ()) if entry.attribute}
        if understood.intent == "deadline":
            candidates |= {entry.id: entry for entry in self._deadlines}
        alike = self.scorer.alike(understood)
        candidates |= {id_: self.entries[id_] for id_, value in alike.items() if value >= ALIKE}
        scored = [
            Found(entry, self.scorer.score(entry, by_id.get(id_), understood, alike.get(id_, 0.0)), by_id.get(id_))
            for id_, entry in candidates.items()
        ]
        scored.sort(key=lambda found: (-found.score, found.entry.id))
        return _distinct([found for found in scored if found.score > 0])

    def decide(self, understood: Understood, found: Sequence[Found]) -> tuple[OutcomeName, Reason]:
        """Whether the best of what was found is an answer, and why not where it is none."""
        limits = ARTICLES if found and found[0].entry.kind == "article" else self.thresholds
        if understood.missing and not understood.exact:
            near = any(lookup.near for lookup in understood.missing)
            return ("clarify", "number") if near and found else ("none", "number")
        strange = self.scorer.unknown_places(understood, self.provinces)
        if not found or found[0].score < limits.clarify:
            return "none", "place" if strange and understood.intent == "deadline" else "weak"
        top = found[0]
        if top.entry.kind == "absent":
            if top.score < limits.absent:
                return "none", "weak"
            return "none", "place" if strange and understood.intent == "deadline" else "absent"
        if understood.places and strange and top.entry.kind != "event" and not understood.exact:
            return ("clarify" if top.score >= limits.answer else "none"), "place"
        if strange and (top.entry.province or understood.intent == "deadline") and not understood.exact:
            dated = top.entry.kind == "deadline" or understood.intent == "deadline"
            return ("none" if dated else "clarify"), "place"
        if top.score < limits.answer:
            return "clarify", "weak"
        rivals = [other for other in found[1:] if top.score - other.score < limits.margin]
        if top.entry.kind == "deadline" and top.entry.province and not _settled(understood):
            # Each place has its own day: never one for another, however alike the words. A year of its own may
            # tell which is meant, a sector does not: every province has its hospitals.
            told = top.entry.year in understood.years
            others = (other.entry for other in found if not told or top.score - other.score < limits.told_lead)
            if any(other.kind == "deadline" and other.province != top.entry.province for other in others):
                return "clarify", "places"
        if self._wrong_year(understood, top.entry):
            return "clarify", "year"
        if any(_conflict(top.entry, other.entry) for other in rivals):
            return "clarify", "close"
        return "answer", ""

    @staticmethod
    def _wrong_year(understood: Understood, entry: Entry) -> bool:
        """A year was named that the document is not for, and that the answer does not speak of."""
        if not understood.years or understood.exact or entry.kind == "event" or entry.attribute == "status":
            return False
        asked = {str(year) for year in understood.years}
        if entry.year in understood.years or asked & set(_YEAR.findall(entry.title)):
            return False
        if _YEAR.search(entry.title) and entry.kind == "document":
            return True
        return (bool(entry.year) or entry.kind == "document") and not asked & set(_YEAR.findall(entry.text))


def _settled(understood: Understood) -> bool:
    """Whether question or asker say which place is meant."""
    return bool(understood.exact or understood.places or understood.asker.province)


def _conflict(left: Entry, right: Entry) -> bool:
    """Two entries that would tell a member different things: of different documents, neither citing the other."""
    if left.document_id == right.document_id:
        return False
    if left.kind == right.kind == "event" and left.starts == right.starts:
        return False
    return left.document_id not in right.numbers and right.document_id not in left.numbers


def _distinct(found: list[Found]) -> list[Found]:
    """Of entries with the same words from the same document, the best."""
    kept: list[Found] = []
    seen: set[tuple[str, str]] = set()
    for item in found:
        key = (item.entry.document_id, item.entry.text)
        if key in seen:
            continue
        seen.add(key)
        kept.append(item)
    return kept


def build_answerer(knowledge: Knowledge, thresholds: Thresholds | None = None) -> Answerer:
    """Index everything a knowledge base can answer."""
    entries = build_entries(knowledge)
    passages = [Passage(entry.id, entry.title, _searched(entry), entry.asks) for entry in entries]
    return Answerer(
        entries,
        SearchIndex(passages, knowledge.lexicon),
        build_register(
            knowledge.directives,
            knowledge.references,
            # Every official number has a slash.
            (entry.text for entry in entries if "/" in entry.text),
            places=tuple(place.name for place in knowledge.places),
        ),
        Gazetteer(knowledge.places, tuple(knowledge.lexicon.sectors)),
        Titles.of(knowledge.references),
        thresholds,
    )


def _searched(entry: Entry) -> str:
    """The words an entry is found by, besides its title and sample questions."""
    return entry.text if entry.kind == "article" else f"{entry.text}\n{entry.quote_meant}\n{entry.context}"
