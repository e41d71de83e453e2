"""Who cites whom, and where."""

from __future__ import annotations

from knowledge.load import Knowledge
from knowledge.model import Citation, Reference


def cited_under(knowledge: Knowledge, directive: str, path: str) -> frozenset[str]:
    """Ids of the references that a section of a directive, or one below it, cites."""
    return frozenset(
        reference.id
        for reference in knowledge.references
        for citation in reference.cited_by
        if citation.directive == directive and (citation.section == path or citation.section.startswith(f"{path}."))
    )


def cited_in(knowledge: Knowledge, directive: str) -> list[tuple[Reference, Citation]]:
    """Every reference that a directive cites, with its first citation: numbered ones first, then in reading order."""
    order = {path: at for at, path in enumerate(knowledge.trees[directive].nodes)}
    found: dict[str, tuple[Reference, Citation]] = {}
    for reference in knowledge.references:
        for citation in reference.cited_by:
            if citation.directive == directive:
                found.setdefault(reference.id, (reference, citation))
    return sorted(found.values(), key=lambda pair: (pair[0].number is None, order.get(pair[1].section, len(order))))
