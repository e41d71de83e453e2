"""One question to one answered message: what `ask` prints and what every conversation says."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers import messages
from handlers.compose import Composed, cautions, compose
from handlers.labels import label, whose
from handlers.projection import decided_words, in_year
from handlers.smalltalk import smalltalk, without_politeness
from knowledge.answerer import CHOICES, Answerer, Found, Result, build_answerer
from knowledge.document_entries import ALL_DEADLINES
from knowledge.duedates import UNDECIDED, Decisions, DueDate, due_date, due_in_year
from knowledge.entry import Entry
from knowledge.load import Knowledge
from knowledge.model import Deadline, Directive
from knowledge.text.periods import find_period
from knowledge.understand import Asker, Understood
from knowledge.wording import in_sentence
from knowledge.workdays import Calendar

LONGEST = 4000
"""Letters of a question that are read; more is asked to be split."""
NEAR = 0.3
"""Score under which an entry is not even near."""
_SECRET = re.compile(r"(?:^|\n)\s*(?:TUYỆT MẬT|TỐI MẬT|MẬT)\s*(?:\n|$)|[Đđ]ộ mật\s*:\s*(?:tuyệt mật|tối mật|mật)", re.I)
_LETTER = re.compile(r"[^\W\d_]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question's outcome, the message for it, and the entries behind it."""

    outcome: str
    text: str
    composed: tuple[tuple[Found, Composed], ...]
    result: Result | None
    offered: tuple[Entry, ...] = ()
    """What the member may choose from, in order."""
    rest: str = ""
    """The lines that did not fit at first."""
    head: str = ""
    """The message without the list of what is offered, for channels that show choices."""
    unread: bool = False
    """Whether the text could not be read as a question at all."""
    lead: str = ""
    """The line that introduces that list, where the head does not."""


class Assistant:
    """Everything that answers from one knowledge base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.answerer: Answerer = build_answerer(knowledge)
        self.calendar = Calendar(knowledge.holidays)
        self.office = knowledge.manifest.office or messages.OFFICE
        self.deadlines = {
            f"{directive.id}:{deadline.id}": (directive, deadline)
            for directive in knowledge.directives
            for deadline in directive.deadlines
        }
        self.decisions: Callable[[], Decisions] = lambda: UNDECIDED
        """What offices have decided on deadlines, as it is now."""

    def deciding(self, decisions: Callable[[], Decisions]) -> Assistant:
        """The same assistant, which knows what offices decide."""
        other = copy.copy(self)
        other.decisions = decisions
        return other

    def ask(self, question: str, asker: Asker) -> Answered:
        """Answer a question; bad input and small talk get a sentence and no entries."""
        unread = self.unreadable(question)
        said = unread or smalltalk(question)
        if said:
            return Answered("none", self.fill(said), (), None, unread=bool(unread))
        result = self.answerer.ask(without_politeness(question), asker)
        composed = tuple((found, self.compose(found.entry, asker)) for found in result.found)
        offered = self._offered(result)
        if result.outcome == "answer":
            return Answered("answer", composed[0][1].text, composed, result, rest=composed[0][1].rest)
        clarify = result.outcome == "clarify"
        head, lead = self._clarify(result, offered, asker) if clarify else self._none(result, offered)
        rows = [] if result.reason == "places" else [f"- {label(entry)}" for entry in offered]
        text = "\n".join(line for line in (head, lead, *rows) if line)
        return Answered(result.outcome, text, composed, result, offered, head=head, lead=lead)

    def unreadable(self, text: str) -> str | None:
        """What to say to a text that holds no question; None for a readable one."""
        example = self.examples()[0]
        if not text.strip():
            return messages.EMPTY.format(example=example)
        if len(text) > LONGEST:
            return messages.TOO_LONG.format(limit=LONGEST)
        if _SECRET.search(text):
            return messages.CONFIDENTIAL
        if not _LETTER.search(text) and not re.search(r"\d", text):
            return messages.NOT_WORDS.format(example=example)
        return None

    def is_document(self, id_: str) -> bool:
        """Whether an id is that of a directive or a legal document, not of a topic."""
        return id_ in self.knowledge.directive_by_id or id_ in self.knowledge.reference_by_id

    def examples(self) -> Sequence[str]:
        return self.knowledge.manifest.first_questions or [self.knowledge.manifest.name]

    def fill(self, text: str) -> str:
        """A canned text with its places filled in."""
        examples = "\n".join(f"- {question}" for question in self.examples())
        return text.replace("{examples}", examples).replace("{office}", self.office)

    def compose(self, entry: Entry, asker: Asker) -> Composed:
        return compose(entry, self.dues(entry, asker), asker.today, self.office, self.section_text(entry))

    def dues(self, entry: Entry, asker: Asker) -> list[DueDate]:
        """The next dates of a deadline entry, where today is known."""
        if asker.today is None or entry.kind != "deadline":
            return []
        today, decided = asker.today, self.decisions()
        found = (
            due_date(deadline, directive, today, self.calendar, decided) for directive, deadline in self._of(entry)
        )
        return [due for due in found if due is not None]

    def _of(self, entry: Entry) -> list[tuple[Directive, Deadline]]:
        """The deadlines an entry speaks of: its own, or all that its document dates."""
        if entry.id in self.deadlines:
            return [self.deadlines[entry.id]]
        return [
            (directive, deadline)
            for directive, deadline in self.deadlines.values()
            if directive.id == entry.document_id and (deadline.before or deadline.by)
        ]

    def section_text(self, entry: Entry) -> str:
        """The whole section an entry stands in, as meant."""
        tree = self.knowledge.trees.get(entry.document_id)
        node = tree.find(entry.path) if tree and entry.path else None
        if node is None:
            return ""
        # A bullet alone shows little: fold out the section around it.
        while node.is_bullet and node.parent is not None:
            node = node.parent
        return node.meant

    def _clarify(self, result: Result, offered: Sequence[Entry], asker: Asker) -> tuple[str, str]:
        """The question back, and the line before what may be chosen."""
        if result.reason == "places":
            return "\n".join([messages.CLARIFY_PLACES, *(self._place_row(entry, asker) for entry in offered)]), ""
        why = "\n".join(line for line in (self._why(result), *self._in_year(result, asker)) if line)
        return (why, messages.CLARIFY_NEAR if offered else "") if why else (messages.CLARIFY, "")

    def _offered(self, result: Result) -> tuple[Entry, ...]:
        """What to choose from: for a place question one entry for each place, else the best few."""
        if result.outcome == "answer" or (result.reason == "absent" and self._is_meant(result.found[0])):
            return ()
        near = [found for found in result.found if result.outcome == "clarify" or found.score >= NEAR]
        entries = [found.entry for found in near if found.entry.kind != "absent"]
        if result.reason == "number":
            alike = dict.fromkeys(f"{id_}:about" for lookup in result.understood.missing for id_ in lookup.near)
            entries = [self.answerer.entries[id_] for id_ in alike if id_ in self.answerer.entries]
        elif result.reason == "places":
            entries = self._one_for_each_place(entries, result.understood)
        elif result.reason == "place":
            entries = [*self._of_merged(result.understood), *(entries if result.outcome == "clarify" else ())]
        # Two choices that read the same would be one to a member.
        return tuple({label(entry): entry for entry in reversed(entries)}.values())[::-1][:CHOICES]

    def _one_for_each_place(self, entries: Sequence[Entry], understood: Understood) -> list[Entry]:
        """The best deadline of each document, of the period asked for; all of them where none or two are."""
        period = None if _names_two_periods(understood.repaired) else understood.period
        dated = [entry for entry in entries if entry.kind == "deadline" and entry.period in (period, None)]
        if period is None:
            found = (entry for entry in entries if entry.kind == "deadline")
            known = self.answerer.entries
            dated = [known.get(f"{entry.document_id}:{ALL_DEADLINES}", entry) for entry in found]
        best = {entry.document_id: entry for entry in reversed(dated)}
        return list({entry.document_id: best[entry.document_id] for entry in dated}.values())

    def _is_meant(self, found: Found) -> bool:
        """Whether what is known to be absent is what was asked, not just the nearest of far things."""
        return found.score >= self.answerer.thresholds.answer

    def _of_merged(self, understood: Understood) -> list[Entry]:
        """Deadlines of the old provinces that the one asked about took in."""
        gazetteer = self.answerer.gazetteer
        asked = {gazetteer.canonical(hit.name) for hit in understood.places if hit.name}
        if understood.intent != "deadline":
            return []
        return [
            entry
            for entry in self.answerer.entries.values()
            if entry.kind == "deadline" and entry.province and gazetteer.now(entry.province) in asked
        ]

    def _in_year(self, result: Result, asker: Asker) -> list[str]:
        """The day that a deadline has, or would have, in a year for which no document is here."""
        best = result.found[0].entry
        if result.reason != "year" or best.kind != "deadline" or asker.today is None:
            return []
        decided, of = self.decisions(), whose(replace(best, year=None))
        lines = []
        for year in result.understood.years:
            for directive, deadline in self._of(best):
                due = due_in_year(deadline, directive, year, asker.today, self.calendar, decided)
                lines += in_year(due, decided.get((directive.id, deadline.id, year)), year, deadline, of)
        return [*lines, messages.SOURCE.format(citation=best.citation)] if lines else []

    def _place_row(self, entry: Entry, asker: Asker) -> str:
        """Whom a deadline binds and when, in a line."""
        deadlines = [deadline for _, deadline in self._of(entry)]
        if not any(deadline.before or deadline.by for deadline in deadlines):
            dates = messages.PLACE_NO_DATE.format(written=deadlines[0].written or messages.NO_DATE)
        else:
            dates = "; ".join(
                messages.PLACE_DATE.format(period=messages.PERIODS[one.period], written=in_sentence(one.written or ""))
                for one in deadlines
            )
        decided = decided_words(self.dues(entry, asker))
        return messages.PLACE_ROW.format(whose=whose(entry), dates="; ".join([dates, *decided]))

    def _none(self, result: Result, offered: Sequence[Entry]) -> tuple[str, str]:
        """That it is not here and whom to ask, and the line before what is near."""
        if result.reason == "absent" and self._is_meant(result.found[0]):
            return result.found[0].entry.text, ""
        lines = [self._why(result) or messages.NONE, messages.ASK_OFFICE.format(office=self.office)]
        return "\n".join(lines), messages.CLARIFY_NEAR if offered else ""

    def _why(self, result: Result) -> str:
        understood = result.understood
        if result.reason == "number":
            numbers = ", ".join(lookup.mention.label for lookup in understood.missing)
            called = numbers if numbers[:1].isalpha() else messages.NUMBERED.format(number=numbers)
            return messages.NONE_NUMBER.format(number=called[:1].upper() + called[1:])
        if result.reason == "place":
            strange = [hit.name or hit.written for hit in understood.places] or [understood.asker.province or ""]
            missing = messages.NONE_PLACE.format(place=", ".join(strange))
            return "\n".join([missing, *self._merged(strange)])
        if result.reason == "year":
            return messages.NONE_YEAR.format(year=", ".join(map(str, understood.years)))
        return ""

    def _merged(self, places: Sequence[str]) -> list[str]:
        """For a province of today: which of the old ones it took in are known here."""
        gazetteer = self.answerer.gazetteer
        return [
            messages.MERGED.format(old=bound, new=place)
            for place in places
            for bound in self.answerer.provinces
            if gazetteer.now(bound) == gazetteer.canonical(place) != gazetteer.canonical(bound)
        ]

    def as_json(self, answered: Answered, asker: Asker) -> dict[str, Any]:
        """The output of `ask --json`, see its contract."""
        understood = answered.result.understood if answered.result else None
        return {
            "outcome": answered.outcome,
            "text": answered.text,
            "answers": [self._answer_json(found, composed, asker) for found, composed in answered.composed],
            "understood": {
                "normalized": understood.repaired if understood else "",
                "references": [_reference_json(lookup) for lookup in understood.lookups] if understood else [],
                "province": _province(answered),
                "sector": next(iter(understood.sectors), asker.sector) if understood else asker.sector,
                "period": understood.period if understood else None,
                "year": next(iter(understood.years), asker.year) if understood else asker.year,
                "intent": understood.intent if understood else None,
            },
        }

    def _answer_json(self, found: Found, composed: Composed, asker: Asker) -> dict[str, Any]:
        entry = found.entry
        due = min(self.dues(entry, asker), key=lambda one: one.due, default=None)
        return {
            "id": entry.id,
            "kind": entry.kind,
            "document": entry.document,
            "title": entry.title,
            "section": entry.section,
            "text": composed.body,
            "quote": entry.quote,
            "score": round(found.score, 4),
            "status": entry.status,
            "status_note": entry.status_note,
            "citation": entry.citation,
            "due": due.due.isoformat() if due else None,
            "basis": due.basis if due else None,
            "confirmed": due.confirmed if due else None,
            "cautions": cautions(entry, asker.today, self.office),
        }


def _names_two_periods(text: str) -> bool:
    """Whether a question is about more than one report of the year."""
    first = find_period(text)
    second = find_period(text[first.span[1] :]) if first else None
    return bool(first and second and second.name != first.name)


def _reference_json(lookup: Any) -> dict[str, Any]:
    return {"written": lookup.mention.label, "documents": list(lookup.exact), "near": list(lookup.near)}


def _province(answered: Answered) -> str | None:
    if answered.result is None:
        return None
    understood = answered.result.understood
    return next((hit.name for hit in understood.places if hit.name), understood.asker.province)
