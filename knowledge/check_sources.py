"""Checks of what statements rest on: sections, quotes, citations and the faithfulness of a transcription."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from knowledge.findings import Findings
from knowledge.load import Part, Parts
from knowledge.marked import occurs
from knowledge.model import Citation, Directive, Reference
from knowledge.tree import Node, Place, Tree


def check_sources(parts: Parts, findings: Findings) -> None:
    for directive in parts.directives:
        tree = parts.trees[directive.file]
        _check_transcription(directive, tree, findings)
        _check_directive(directive, tree, findings)
    trees = {part.value.id: parts.trees[part.file] for part in parts.directives}
    ids = [*(part.value.id for part in parts.references), *sorted(parts.unread)]
    for reference in parts.references:
        _check_replacements(reference, ids, findings)
        for index, citation in enumerate(reference.value.cited_by):
            if citation.directive not in parts.unread:
                _check_citation(reference, ("cited_by", index), citation, trees, findings)


def _check_transcription(part: Part[Directive], tree: Tree, findings: Findings) -> None:
    for node in tree.clashes:
        what = f"hai mục có cùng đường dẫn “{node.path}”"
        findings.add(part, node.place, what, "sửa label của một mục, hoặc lồng lại các mục")
    provenance = part.value.provenance
    if provenance is None or not tree.complete:
        return
    found = tree.letters_sha256
    if provenance.letters_sha256 != found:
        fix = f"so từng chữ với tệp gốc; chỉ khi đã khớp mới ghi {found}"
        findings.add(part, ("provenance", "letters_sha256"), "chữ của các mục không khớp với tệp gốc", fix)


def _check_directive(part: Part[Directive], tree: Tree, findings: Findings) -> None:
    for index, fact in enumerate(part.value.facts):
        at = ("facts", index)
        if fact.section is not None:
            node = _section(part, (*at, "section"), fact.section, tree, findings)
            if node is not None and fact.quote is not None:
                _check_quote(part, (*at, "quote"), fact.quote, node, tree, findings)
        elif fact.source is None:
            what = f"“{fact.id}” không nói dựa vào mục nào"
            findings.add(part, at, what, "thêm section và quote, hoặc source nếu dựa vào nguồn khác")
        elif fact.quote is not None:
            findings.add(
                part, (*at, "quote"), "có quote mà không có section", "thêm section: đường dẫn của mục chứa câu trích"
            )
    for index, deadline in enumerate(part.value.deadlines):
        at = ("deadlines", index)
        node = _section(part, (*at, "section"), deadline.section, tree, findings)
        if node is None:
            continue
        _check_quote(part, (*at, "quote"), deadline.quote, node, tree, findings)
        if deadline.written is not None:
            _check_quote(part, (*at, "written"), deadline.written, node, tree, findings)


def _section(part: Part[Any], at: Place, path: str, tree: Tree, findings: Findings) -> Node | None:
    """The section at a path; reports a path that leads nowhere."""
    node = tree.find(path)
    if node is None:
        close = difflib.get_close_matches(path, tree.nodes, n=5)
        above = tree.find(path.rpartition(".")[0])
        known = close or [child.path for child in (above.children if above else ())] or list(tree.nodes)[:5]
        fix = f"viết đường dẫn của một mục có thật, như: {', '.join(known)}" if known else "thêm các mục vào sections"
        findings.add(part, at, f"không có mục “{path}”", fix)
    return node


def _check_quote(part: Part[Any], at: Place, quote: str, node: Node, tree: Tree, findings: Findings) -> None:
    if node.passage(quote) is not None:
        return
    shown = " ".join(quote.split())
    what = f"mục “{node.path}” không có câu “{shown[:60]}{'…' if len(shown) > 60 else ''}”"
    elsewhere = next((other.path for other in tree.walk() if any(one.has(quote) for one in other.passages)), None)
    if elsewhere is not None:
        fix = f"câu này ở mục {elsewhere}; sửa section"
    elif any(occurs(quote, one.written) for below in node.walk() for one in below.passages):
        fix = "câu này chép chữ sai của bản gốc; viết theo chữ đã sửa (bên trái dấu “|”)"
    else:
        fix = "chép nguyên văn một câu liền, nằm trong một đoạn hay một đề mục, theo chữ đã sửa"
    findings.add(part, at, what, fix)


def _check_replacements(part: Part[Reference], ids: list[str], findings: Findings) -> None:
    for index, name in enumerate(part.value.replaced_by):
        if name == part.value.id:
            findings.add(
                part, ("replaced_by", index), "văn bản được thay bằng chính nó", "viết id của văn bản thay thế"
            )
        elif name not in ids:
            _report_unknown(part, ("replaced_by", index), "văn bản", name, ids, findings)


def _check_citation(
    part: Part[Reference], at: Place, citation: Citation, trees: Mapping[str, Tree], findings: Findings
) -> None:
    tree = trees.get(citation.directive)
    if tree is None:
        _report_unknown(part, (*at, "directive"), "văn bản chỉ đạo", citation.directive, list(trees), findings)
        return
    node = _section(part, (*at, "section"), citation.section, tree, findings)
    if node is None or any(occurs(citation.written, one.written) for below in node.walk() for one in below.passages):
        return
    what = f"mục “{node.path}” của {citation.directive} không viết “{' '.join(citation.written.split())}”"
    findings.add(part, (*at, "written"), what, "chép đúng chữ của bản gốc, kể cả chữ sai (bên phải dấu “|”)")


def _report_unknown(part: Part[Any], at: Place, noun: str, name: str, known: list[str], findings: Findings) -> None:
    close = difflib.get_close_matches(name, known, n=3)
    fix = f"viết {' hoặc '.join(close)}" if close else "viết id của một tệp có thật, hoặc thêm tệp đó"
    findings.add(part, at, f"không có {noun} “{name}”", fix)
