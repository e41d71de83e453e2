"""Checking a whole knowledge base: beyond the shape of each file, whether the files agree with each other."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.check_activities import check_activities
from knowledge.check_dates import check_dates
from knowledge.check_forms import check_forms
from knowledge.check_outlines import check_outlines
from knowledge.check_sources import check_sources
from knowledge.check_text import check_private, check_text
from knowledge.errors import Problem
from knowledge.findings import Findings, facts_at
from knowledge.load import ACTIVITIES, MANIFEST, OUTLINES, Part, Parts, read_parts
from knowledge.model import Directive, Reference

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_FOLDERS = ("directives", "legal", "answers", "forms", OUTLINES, "articles")
_FILES = (MANIFEST, "events.yaml", "holidays.yaml", "places.yaml", "lexicon.yaml", ACTIVITIES)


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check: what is wrong, by file and line, and how many of each thing were read."""

    usable: bool
    """False for a folder that cannot be read at all."""
    problems: tuple[Problem, ...]
    directives: int
    references: int
    facts: int
    deadlines: int
    articles: int
    forms: int
    outlines: int


def check_knowledge(root: Path) -> Checked:
    """Read and check every file of a base; problems are returned all at once, never raised."""
    parts = read_parts(root)
    findings = Findings(parts.problems)
    usable = parts.readable
    if usable:
        _check_names(root, findings)
        check_private(parts, findings)
    _check_ids(parts, findings)
    _check_facts(parts, findings)
    _check_places(parts, findings)
    check_activities(parts, findings)
    check_text(parts, findings)
    check_dates(parts, findings)
    check_sources(parts, findings)
    check_forms(parts, findings)
    check_outlines(parts, findings)
    return Checked(
        usable=usable,
        problems=tuple(sorted(set(findings.problems), key=lambda one: (one.file, one.line or 0, one.what))),
        directives=len(parts.directives),
        references=len(parts.references),
        facts=sum(1 for _ in facts_at(parts)),
        deadlines=sum(len(part.value.deadlines) for part in parts.directives),
        articles=len(parts.articles),
        forms=len(parts.forms),
        outlines=len(parts.outlines),
    )


def _check_names(root: Path, findings: Findings) -> None:
    """Files that nobody reads because their name is almost right."""
    for path in sorted(root.iterdir()):
        known = _FOLDERS if path.is_dir() else _FILES
        close = difflib.get_close_matches(path.name, known, n=1, cutoff=0.8)
        if close and path.name not in known:
            findings.at(
                str(path), None, "tên gần giống một tên của kho nên không được đọc", f"đổi tên thành {close[0]}"
            )
    for folder, suffix in (*((name, ".yaml") for name in _FOLDERS[:-1]), ("articles", ".jsonl")):
        for path in sorted((root / folder).glob("*")):
            if path.suffix != suffix and path.suffix in (".yml", ".yaml", ".json", ".jsonl"):
                findings.at(str(path), None, f"đuôi “{path.suffix}” nên tệp không được đọc", f"đổi đuôi thành {suffix}")


def _check_ids(parts: Parts, findings: Findings) -> None:
    documents: dict[str, str] = {}
    numbers: dict[str, str] = {}
    every: list[Part[Directive] | Part[Reference]] = [*parts.directives, *parts.references]
    for part in every:
        document = part.value
        _check_id(document.id, part.file, part.lines.at(("id",)), documents, findings)
        if document.number is not None and re.search(r"\s", document.number.canonical):
            what = f"số hiệu chuẩn “{document.number.canonical}” có dấu cách"
            findings.add(part, ("number", "canonical"), what, "bỏ dấu cách")
    for reference in parts.references:
        number = reference.value.number
        if number is not None:
            line = reference.lines.at(("number", "canonical"))
            _check_unique("số hiệu", number.canonical.upper(), reference.file, line, numbers, findings)
    for directive in parts.directives:
        if Path(directive.file).stem != directive.value.id:
            what = f"tên tệp khác id “{directive.value.id}”"
            findings.add(directive, ("id",), what, f"đổi tên tệp thành {directive.value.id}.yaml, hoặc sửa id")
        deadlines: dict[str, str] = {}
        for index, deadline in enumerate(directive.value.deadlines):
            line = directive.lines.at(("deadlines", index, "id"))
            _check_id(deadline.id, directive.file, line, deadlines, findings)
    articles: dict[str, str] = {}
    for article in parts.articles:
        _check_unique("id", article.value.id, article.file, article.lines.line, articles, findings)


def _check_id(name: str, file: str, line: int, seen: dict[str, str], findings: Findings) -> None:
    if not _ID.fullmatch(name):
        findings.at(file, line, f"id “{name}” không đúng cách viết", "chỉ dùng a-z, 0-9 và “-”, như thong-tu-so-1")
    _check_unique("id", name, file, line, seen, findings)


def _check_unique(noun: str, name: str, file: str, line: int, seen: dict[str, str], findings: Findings) -> None:
    here = f"{file}:{line}"
    first = seen.setdefault(name, here)
    if first != here:
        findings.at(
            file, line, f"{noun} “{name}” đã dùng ở {first}", f"đổi {noun} ở một trong hai chỗ, hoặc xóa một chỗ"
        )


def _check_facts(parts: Parts, findings: Findings) -> None:
    """Ids are unique within a document, and over all answers that belong to none; every fact has words and a source."""
    seen: dict[str, dict[str, str]] = {}
    for fact, at in facts_at(parts):
        names = seen.setdefault(at.document, {})
        _check_id(fact.id, at.file, at.line("id"), names, findings)
        for key in ("title", "text"):
            if not getattr(fact, key).strip():
                findings.at(at.file, at.line(key), f"“{key}” trống", "viết nội dung mà thành viên sẽ đọc")
        if fact.source is None and not at.document:
            findings.at(at.file, at.line(), f"“{fact.id}” không có nguồn", "thêm khóa source với where và confidence")
        confidence = fact.source.confidence if fact.source else at.confidence
        if confidence != "H" and not (fact.caution or "").strip():
            what = f"“{fact.id}” có độ tin cậy {confidence} mà không có lời lưu ý"
            findings.at(at.file, at.line(), what, "thêm khóa caution nói rõ điều chưa chắc chắn")


def _check_places(parts: Parts, findings: Findings) -> None:
    for part in parts.places:
        names = [place.name for place in part.value.places]
        seen: dict[str, str] = {}
        for index, place in enumerate(part.value.places):
            at = ("places", index)
            _check_unique("tên", place.name, part.file, part.lines.at((*at, "name")), seen, findings)
            if place.now is not None and place.now not in names:
                what = f"“{place.now}” không có trong danh sách"
                findings.add(part, (*at, "now"), what, "viết đúng tên một nơi trong danh sách, hoặc thêm nơi đó")
