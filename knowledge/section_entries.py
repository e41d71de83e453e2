"""Entries made of a document's own sections and paragraphs: what no fact sums up can still be found."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.citations import cited_under
from knowledge.entry import Entry
from knowledge.fact_entries import context_of
from knowledge.load import Knowledge
from knowledge.model import Directive
from knowledge.tree import Node
from knowledge.wording import citation, document_name

SHORTEST_PASSAGE = 40
"""Letters under which a paragraph says nothing on its own."""
LONGEST_QUOTE = 400


def section_entries(directive: Directive, knowledge: Knowledge) -> Iterator[Entry]:
    """An entry for every headed section and for every paragraph of some length."""
    tree = knowledge.trees[directive.id]
    for node in tree.walk():
        if node.title and node.children:
            yield _entry(node, directive, knowledge, "section")
        elif node.text and len(node.text.meant) >= SHORTEST_PASSAGE and not _is_frame(node):
            yield _entry(node, directive, knowledge, "passage")


def _is_frame(node: Node) -> bool:
    """The header and the list of recipients: running text outside every numbered section."""
    return node.is_bullet and all(above.is_bullet for above in node.ancestors) and bool(node.ancestors)


def _entry(node: Node, directive: Directive, knowledge: Knowledge, kind: str) -> Entry:
    first = next((passage for passage in (node.text, *(p for n in node.walk() for p in n.passages)) if passage), None)
    body = next((n.text for n in node.walk() if n.text), first)
    quote = _cut(body.written if body else "")
    return Entry(
        id=f"{directive.id}:{kind}:{node.path}",
        kind=kind,
        document_id=directive.id,
        document=document_name(directive),
        title=node.titles[-1] if node.titles else directive.title,
        text=node.meant,
        citation=citation(directive),
        section=node.heading,
        path=node.path,
        quote=quote,
        quote_meant=_cut(body.meant if body else ""),
        context=f"{context_of(directive)} {' '.join(node.titles[:-1])}",
        province=directive.province.name if directive.province else None,
        inferred=directive.province.why if directive.province and directive.province.basis == "inferred" else None,
        sector=directive.sector.name if directive.sector else None,
        year=directive.year,
        status="out_of_year",
        cautions=tuple(text for text in (directive.caution,) if text),
        numbers=cited_under(knowledge, directive.id, node.path),
    )


def _cut(text: str) -> str:
    """At most LONGEST_QUOTE letters, ending at a word."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(" ", 1)[0]
