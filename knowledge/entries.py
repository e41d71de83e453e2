"""Turns a knowledge base into entries: one for everything that can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.document_entries import directive_entries, reference_entries
from knowledge.entry import Entry
from knowledge.fact_entries import answer_entries, article_entries, event_entries
from knowledge.load import Knowledge
from knowledge.section_entries import section_entries


def build_entries(knowledge: Knowledge) -> list[Entry]:
    """All entries of a base, each id once: a fact that bears the name of an attribute gets a number behind it."""
    taken: dict[str, int] = {}
    found = []
    for entry in _all(knowledge):
        count = taken[entry.id] = taken.get(entry.id, 0) + 1
        found.append(entry if count == 1 else replace(entry, id=f"{entry.id}~{count}"))
    return found


def _all(knowledge: Knowledge) -> Iterator[Entry]:
    for directive in knowledge.directives:
        yield from directive_entries(directive, knowledge)
        yield from section_entries(directive, knowledge)
    for reference in knowledge.references:
        yield from reference_entries(reference, knowledge)
    yield from event_entries(knowledge)
    yield from answer_entries(knowledge)
    yield from article_entries(knowledge)
