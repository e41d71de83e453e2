"""Checks of what statements rest on: sections, quotes, citations and the faithfulness of a transcription."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from knowledge.load import Part, Parts
from knowledge.marked import occurs
from knowledge.model import Citation, Directive, Reference
from knowledge.report import Report
from knowledge.tree import Node, Place, Tree


def check_sources(parts: Parts, report: Report) -> None:
    for directive in parts.directives:
        tree = parts.trees[directive.file]
        _check_transcription(directive, tree, report)
        _check_directive(directive, tree, report)
    trees = {part.value.id: parts.trees[part.file] for part in parts.directives}
    ids = [part.value.id for part in parts.references]
    for reference in parts.references:
        _check_replacements(reference, ids, report)
        for index, citation in enumerate(reference.value.cited_by):
            _check_citation(reference, ("cited_by", index), citation, trees, report)


def _check_transcription(part: Part[Directive], tree: Tree, report: Report) -> None:
    for node in tree.clashes:
        what = f"hai mục có cùng đường dẫn “{node.path}”"
        report.add(part, node.place, what, "sửa label của một mục, hoặc lồng lại các mục")
    provenance = part.value.provenance
    if provenance is None or not tree.complete:
        return
    found = tree.letters_sha256
    if provenance.letters_sha256 != found:
        fix = f"so từng chữ với tệp gốc; chỉ khi đã khớp mới ghi {found}"
        report.add(part, ("provenance", "letters_sha256"), "chữ của các mục không khớp với tệp gốc", fix)


def _check_directive(part: Part[Directive], tree: Tree, report: Report) -> None:
    for index, fact in enumerate(part.value.facts):
        at = ("facts", index)
        if fact.section is not None:
            node = _section(part, (*at, "section"), fact.section, tree, report)
            if node is not None and fact.quote is not None:
                _check_quote(part, (*at, "quote"), fact.quote, node, tree, report)
        elif fact.source is None:
            what = f"“{fact.id}” không nói dựa vào mục nào"
            report.add(part, at, what, "thêm section và quote, hoặc source nếu dựa vào nguồn khác")
        elif fact.quote is not None:
            report.add(
                part, (*at, "quote"), "có quote mà không có section", "thêm section: đường dẫn của mục chứa câu trích"
            )
    for index, deadline in enumerate(part.value.deadlines):
        at = ("deadlines", index)
        node = _section(part, (*at, "section"), deadline.section, tree, report)
        if node is None:
            continue
        _check_quote(part, (*at, "quote"), deadline.quote, node, tree, report)
        if deadline.written is not None:
            _check_quote(part, (*at, "written"), deadline.written, node, tree, report)


def _section(part: Part[Any], at: Place, path: str, tree: Tree, report: Report) -> Node | None:
    """The section at a path; reports a path that leads nowhere."""
    node = tree.find(path)
    if node is None:
        close = difflib.get_close_matches(path, tree.nodes, n=5)
        above = tree.find(path.rpartition(".")[0])
        inside = [child.path for child in above.children] if above else [root.path for root in tree.roots]
        listed = ", ".join(close or inside) or "văn bản chưa có mục nào"
        report.add(part, at, f"không có mục “{path}”", f"viết đường dẫn của một mục có thật, như: {listed}")
    return node


def _check_quote(part: Part[Any], at: Place, quote: str, node: Node, tree: Tree, report: Report) -> None:
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
    report.add(part, at, what, fix)


def _check_replacements(part: Part[Reference], ids: list[str], report: Report) -> None:
    for index, name in enumerate(part.value.replaced_by):
        if name == part.value.id:
            report.add(part, ("replaced_by", index), "văn bản được thay bằng chính nó", "viết id của văn bản thay thế")
        elif name not in ids:
            _report_unknown(part, ("replaced_by", index), "văn bản", name, ids, report)


def _check_citation(
    part: Part[Reference], at: Place, citation: Citation, trees: Mapping[str, Tree], report: Report
) -> None:
    tree = trees.get(citation.directive)
    if tree is None:
        _report_unknown(part, (*at, "directive"), "văn bản chỉ đạo", citation.directive, list(trees), report)
        return
    node = _section(part, (*at, "section"), citation.section, tree, report)
    if node is None or any(occurs(citation.written, one.written) for below in node.walk() for one in below.passages):
        return
    what = f"mục “{node.path}” của {citation.directive} không viết “{' '.join(citation.written.split())}”"
    report.add(part, (*at, "written"), what, "chép đúng chữ của bản gốc, kể cả chữ sai (bên phải dấu “|”)")


def _report_unknown(part: Part[Any], at: Place, noun: str, name: str, known: list[str], report: Report) -> None:
    close = difflib.get_close_matches(name, known, n=3)
    fix = f"sửa thành {' hoặc '.join(close)}" if close else "viết id của một tệp có thật, hoặc thêm tệp đó"
    report.add(part, at, f"không có {noun} “{name}”", fix)
