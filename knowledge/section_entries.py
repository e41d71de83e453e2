"""Entries made of a document's own sections and paragraphs: what no fact sums up can still be found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.citations import cited_under
from knowledge.entry import Entry
from knowledge.fact_entries import entry_of
from knowledge.load import Knowledge
from knowledge.model import Directive
from knowledge.tree import Node

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
    title = node.titles[-1] if node.titles else directive.title
    entry = entry_of(directive, f"{kind}:{node.path}", kind, title, node.meant)
    return replace(
        entry,
        section=node.heading,
        path=node.path,
        quote=quote,
        quote_meant=_cut(body.meant if body else ""),
        context=f"{entry.context} {' '.join(node.titles[:-1])}",
        numbers=cited_under(knowledge, directive.id, node.path),
    )


def _cut(text: str) -> str:
    """At most LONGEST_QUOTE letters, ending at a word."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(" ", 1)[0]
