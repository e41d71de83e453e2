"""Entries about documents: what, when, who, to whom, on what grounds, still in force; and about their deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.asks import about_deadline, about_document
from knowledge.citations import cited_in, cited_under
from knowledge.duedates import stated_day
from knowledge.entry import Entry
from knowledge.fact_entries import SECOND_HAND, directive_fact, entry_of, heading_of, loose_fact, quoted
from knowledge.load import Knowledge
from knowledge.model import Deadline, Directive, Reference
from knowledge.wording import called, citation, dated, described, document_name, in_sentence, written_date, written_day

ALL_DEADLINES = "deadlines"
"""Ends the id of the entry that tells all deadlines of a directive."""
LAST_DAY = "Ngày cuối còn được gửi"
"""Begins the line that reckons the last day of the directive's own year."""


def directive_entries(directive: Directive, knowledge: Knowledge) -> Iterator[Entry]:
    """Attributes, deadlines and facts of a directive."""
    head = citation(directive)
    yield _about_directive(directive, "about", f"{described(directive)}.\n{directive.summary.strip()}", directive.ask)
    if directive.issued:
        note = f"\n{directive.issued_note}" if directive.issued_note else ""
        where = f" tại {directive.place}" if directive.place else ""
        yield _about_directive(
            directive, "issued", f"{head}.\n{called(directive)} ban hành{dated(directive.issued)}{where}.{note}"
        )
    yield _about_directive(directive, "issuer", f"{called(directive)} do {directive.issuer} ban hành.\n{head}.")
    if directive.signer:
        posts = ", ".join(directive.signer.posts)
        yield _about_directive(directive, "signer", f"Người ký: {directive.signer.name} ({posts}).\n{head}.")
    if directive.addressees or directive.copies_to:
        lines = [f"{head}."]
        lines += [f"Gửi: {'; '.join(directive.addressees)}."] if directive.addressees else []
        lines += ["Nơi nhận:", *(f"- {name}" for name in directive.copies_to)] if directive.copies_to else []
        yield _about_directive(directive, "addressees", "\n".join(lines))
    cited = cited_in(knowledge, directive.id)
    if cited:
        lines = [f"{head} dẫn {len(cited)} văn bản:"]
        lines += [f"- {described(reference)}" for reference, _ in cited]
        yield _about_directive(directive, "cites", "\n".join(lines))
    yield from _deadline_entries(directive, knowledge)
    for fact in directive.facts:
        under = cited_under(knowledge, directive.id, fact.section) if fact.section else frozenset[str]()
        yield directive_fact(fact, directive, knowledge, under)


def _calls(document: Directive | Reference) -> tuple[str, ...]:
    """Ways to call a document in a question."""
    names = []
    if document.number:
        names.append(f"{document.type_name} {document.number.canonical.split('/')[0].split('-')[0]}")
    if isinstance(document, Directive):
        place = document.sector or document.province
        names.append(f"{document.type_name} {place.name if place else ''} năm {document.year}".replace("  ", " "))
        names.append(f"{document.type_name} của {document.issuer}")
    else:
        names.append(document.title)
    return tuple(names)


def _about_directive(directive: Directive, attribute: str, text: str, extra: list[str] | None = None) -> Entry:
    asks = about_document(attribute, _calls(directive))
    entry = entry_of(directive, attribute, "document", directive.title, text)
    return replace(entry, asks=(*asks, *(extra or ())), attribute=attribute)


def _deadline_lines(deadline: Deadline, directive: Directive) -> list[str]:
    due = stated_day(deadline, directive)
    if due is None:
        wording = deadline.written or "đúng thời gian quy định"
        return [f"{deadline.obligation}: văn bản chỉ ghi “{wording}”, không nêu ngày cụ thể."]
    return [
        f"{deadline.obligation}: {in_sentence(deadline.written or '')}.",
        f"{LAST_DAY} (năm {due.year}): {written_day(due)}.",
    ]


def _deadline_entries(directive: Directive, knowledge: Knowledge) -> Iterator[Entry]:
    for deadline in directive.deadlines:
        lines = [
            *_deadline_lines(deadline, directive),
            f"Nơi nhận: {deadline.recipient}.",
            f"Đơn vị gửi: {deadline.who}.",
        ]
        yield _deadline_entry(directive, knowledge, [deadline], lines, deadline.id, deadline.period)
    stated = [deadline for deadline in directive.deadlines if deadline.before or deadline.by]
    if len(stated) > 1:
        lines = [line for deadline in stated for line in _deadline_lines(deadline, directive)]
        lines.append(f"Nơi nhận: {stated[0].recipient}.")
        yield _deadline_entry(directive, knowledge, stated, lines, ALL_DEADLINES, None)


def _deadline_entry(
    directive: Directive,
    knowledge: Knowledge,
    deadlines: list[Deadline],
    lines: list[str],
    name: str,
    period: str | None,
) -> Entry:
    first = deadlines[0]
    tree = knowledge.trees.get(directive.id)
    written, meant = quoted(tree, first.section, first.quote)
    entry = entry_of(
        directive, name, "deadline", first.obligation if period else "Hạn nộp các báo cáo định kỳ", "\n".join(lines)
    )
    return replace(
        entry,
        section=heading_of(tree, first.section),
        path=first.section,
        quote=written,
        quote_meant=meant,
        asks=(*(first.ask if period else ()), *about_deadline(period)),
        context=f"{entry.context} {first.who} {first.recipient}",
        period=period,
        cautions=((first.caution,) if period and first.caution else ()) + entry.cautions,
        dated=any(deadline.before or deadline.by for deadline in deadlines),
    )


def reference_entries(reference: Reference, knowledge: Knowledge) -> Iterator[Entry]:
    """Attributes and facts of a legal document."""
    says = [f"- {statement.text}" for statement in reference.says]
    about = [f"{described(reference)}.", reference.subject, *says, _standing(reference)]
    yield _about_reference(reference, knowledge, "about", "\n".join(about), reference.ask)
    if reference.issued:
        force = f"\nCó hiệu lực từ {written_date(reference.in_force_from)}." if reference.in_force_from else ""
        text = f"{called(reference)} ban hành{dated(reference.issued)}.\nTrích yếu: {reference.title}.{force}"
        yield _about_reference(reference, knowledge, "issued", text)
    text = f"{called(reference)} do {reference.issuer} ban hành.\nTrích yếu: {reference.title}."
    yield _about_reference(reference, knowledge, "issuer", text)
    yield _about_reference(reference, knowledge, "status", _status_text(reference, knowledge))
    if reference.cited_by:
        yield _about_reference(reference, knowledge, "cited_by", _cited_by(reference, knowledge))
    for fact in reference.facts:
        entry = loose_fact(fact, citation(reference), reference.id)
        yield _filed_under(entry, reference)


def _context_of(reference: Reference) -> str:
    """Words that tell a legal document from the others: searched with each of its entries."""
    year = f"năm {reference.issued[:4]}" if reference.issued else ""
    return " ".join([reference.type_name, document_name(reference), year, *reference.aliases])


def _standing(reference: Reference) -> str:
    """The note on its force, said to be one where it does not say so itself."""
    note = reference.status_note
    return note if "hiệu lực" in note[:20].lower() else f"Hiệu lực: {note}"


def _status_text(reference: Reference, knowledge: Knowledge) -> str:
    """Whether it holds, what came after it, what it is."""
    lines = [f"{called(reference)}: {reference.status_note}"]
    word = "Thay bằng" if reference.status == "replaced" else "Văn bản tiếp theo"
    for id_ in reference.replaced_by:
        successor = knowledge.reference_by_id.get(id_)
        # The note often names it with its date.
        if successor and not (successor.number and successor.number.canonical in reference.status_note):
            lines.append(f"- {word}: {citation(successor)}")
    since = f" Có hiệu lực từ {written_date(reference.in_force_from)}." if reference.in_force_from else ""
    return "\n".join([*lines, f"Trích yếu: {reference.title}.{since}"])


def _cited_by(reference: Reference, knowledge: Knowledge) -> str:
    lines = [f"{citation(reference)} được nhắc đến trong:"]
    for one in reference.cited_by:
        directive = knowledge.directive_by_id.get(one.directive)
        if directive is None:
            continue
        heading = heading_of(knowledge.trees.get(directive.id), one.section)
        lines.append(f"- {citation(directive)}, {heading}: “{one.written}”" + (f" ({one.slip})" if one.slip else ""))
    return "\n".join(lines)


def _about_reference(
    reference: Reference, knowledge: Knowledge, attribute: str, text: str, extra: list[str] | None = None
) -> Entry:
    asks = about_document(attribute, _calls(reference))
    cited = next((one for one in reference.cited_by if one.directive in knowledge.trees), None)
    section = heading_of(knowledge.trees.get(cited.directive), cited.section) if cited else ""
    return Entry(
        id=f"{reference.id}:{attribute}",
        kind="document",
        document_id=reference.id,
        document=document_name(reference),
        title=reference.title,
        text=text,
        citation=citation(reference),
        quote=" ".join(cited.written.split()) if cited else "",
        quote_meant=" ".join(cited.written.split()) if cited else "",
        section=f"dẫn tại {document_name(knowledge.directive_by_id[cited.directive])}, {section}" if cited else "",
        asks=(*asks, *(extra or ())),
        context=_context_of(reference),
        attribute=attribute,
        status=reference.status,
        status_note=reference.status_note,
        cautions=_standing_cautions(reference) + ((SECOND_HAND,) if reference.confidence != "H" else ()),
    )


def _standing_cautions(reference: Reference) -> tuple[str, ...]:
    """That a document no longer holds, where it does not."""
    return () if reference.status == "in_force" else (reference.status_note,)


def _filed_under(entry: Entry, reference: Reference) -> Entry:
    """A fact as part of the document it is filed under."""
    return replace(
        entry,
        document_id=reference.id,
        document=document_name(reference),
        citation=citation(reference),
        context=_context_of(reference),
        status=reference.status,
        status_note=reference.status_note,
        cautions=tuple(dict.fromkeys((*entry.cautions, *_standing_cautions(reference)))),
    )
