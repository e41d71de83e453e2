"""Entries made of facts: those of a document, answers on a topic, events, imported articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.entry import Entry, Status
from knowledge.load import Knowledge
from knowledge.model import Directive, Fact
from knowledge.tree import Tree
from knowledge.wording import citation, document_name

SECOND_HAND = "thông tin lấy từ một nguồn phụ, cần kiểm tra lại trước khi dùng."
_FIRST_SENTENCE = re.compile(r"^.{20,300}?(?:[.;:](?=\s|$)|$)", re.DOTALL)


def context_of(directive: Directive) -> str:
    """Words that tell a directive from the others: searched with each of its entries."""
    parts = [directive.type_name, directive.number.canonical if directive.number else "", str(directive.year)]
    parts += [binding.name for binding in (directive.province, directive.sector) if binding]
    return " ".join(part for part in (*parts, directive.issuer) if part)


def entry_of(directive: Directive, name: str, kind: str, title: str, text: str) -> Entry:
    """An entry of a directive, with what every entry takes over from it."""
    province = directive.province
    return Entry(
        id=f"{directive.id}:{name}",
        kind=kind,
        document_id=directive.id,
        document=document_name(directive),
        title=title,
        text=text,
        citation=citation(directive),
        context=context_of(directive),
        province=province.name if province else None,
        inferred=province.why if province and province.basis == "inferred" else None,
        sector=directive.sector.name if directive.sector else None,
        year=directive.year,
        status="out_of_year",
        cautions=(directive.caution,) if directive.caution else (),
    )


def quoted(tree: Tree | None, path: str | None, quote: str | None) -> tuple[str, str]:
    """(the source's own words, the words as meant) of a quote; empty where there is none."""
    if not quote:
        return "", ""
    node = tree.find(path) if tree and path else None
    passage = node.passage(quote) if node else None
    if passage is None:
        return " ".join(quote.split()), " ".join(quote.split())
    return passage.written_span(quote), " ".join(quote.split())


def heading_of(tree: Tree | None, path: str | None) -> str:
    """A section in a member's words, "mục II.4, gạch đầu dòng 6"."""
    node = tree.find(path) if tree and path else None
    return node.heading if node else ""


def directive_fact(fact: Fact, directive: Directive, knowledge: Knowledge, cited: frozenset[str]) -> Entry:
    """The entry of a fact that stands in a directive."""
    tree = knowledge.trees.get(directive.id)
    written, meant = quoted(tree, fact.section, fact.quote)
    entry = entry_of(directive, fact.id, fact.kind, fact.title, fact.text.strip())
    return replace(
        entry,
        section=heading_of(tree, fact.section),
        path=fact.section or "",
        quote=written,
        quote_meant=meant,
        asks=tuple(fact.ask),
        context=entry.context + (f" {fact.agency}" if fact.agency else ""),
        cautions=((fact.caution,) if fact.caution else ()) + entry.cautions,
        numbers=cited,
        starts=fact.starts,
        ends=fact.ends,
    )


def loose_fact(
    fact: Fact, topic: str, prefix: str, status: Status = "unknown", sources: frozenset[str] = frozenset()
) -> Entry:
    """The entry of a fact that stands in no document of the base; `sources` are ids of documents it rests on."""
    where = fact.source.where if fact.source else topic
    cautions = [fact.caution] if fact.caution else []
    if fact.source and fact.source.confidence != "H" and not fact.caution:
        cautions.append(SECOND_HAND)
    return Entry(
        id=f"{prefix}:{fact.id}",
        kind=fact.kind,
        document_id=f"{prefix}:{topic}",
        document=where,
        title=fact.title,
        text=fact.text.strip(),
        citation=where,
        quote=" ".join((fact.quote or "").split()),
        quote_meant=" ".join((fact.quote or "").split()),
        asks=tuple(fact.ask),
        context=topic,
        status=status,
        cautions=tuple(cautions),
        numbers=sources,
        starts=fact.starts,
        ends=fact.ends,
    )


def _sources(fact: Fact, knowledge: Knowledge) -> frozenset[str]:
    """Ids of the legal documents whose numbers the source of a fact names."""
    where = fact.source.where if fact.source else ""
    return frozenset(
        reference.id for reference in knowledge.references if reference.number and reference.number.canonical in where
    )


def event_entries(knowledge: Knowledge) -> Iterator[Entry]:
    """Days and months of every year."""
    for fact in knowledge.events:
        yield loose_fact(fact, "Ngày kỷ niệm và tháng hành động", "event", "in_force", _sources(fact, knowledge))


def answer_entries(knowledge: Knowledge) -> Iterator[Entry]:
    """Answers on topics that no single directive covers."""
    for file in knowledge.answers:
        for fact in file.facts:
            yield loose_fact(fact, file.topic, "answer", "in_force", _sources(fact, knowledge))


def article_entries(knowledge: Knowledge) -> Iterator[Entry]:
    """Articles of an imported base."""
    for article in knowledge.articles:
        text = article.text.strip()
        sentence = _FIRST_SENTENCE.match(text)
        quote = " ".join((sentence.group() if sentence else text[:300]).split())
        yield Entry(
            id=article.id,
            kind="article",
            document_id=article.id,
            document=article.title,
            title=article.title,
            text=text,
            citation=article.title,
            quote=quote,
            quote_meant=quote,
            asks=tuple(article.questions),
        )
