"""Checks of forms: each in itself, and against directives and the types of activity."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.findings import Findings
from knowledge.forms import Form, form_for
from knowledge.forms.expression_faults import expression_faults
from knowledge.forms.faults import faults, is_id
from knowledge.forms.type_faults import (
    ACTIVITY_TYPES,
    doubtful_types,
    missing_types,
    type_field_faults,
    unknown_types,
)
from knowledge.load import Part, Parts
from knowledge.tree import Tree


@dataclass(frozen=True, slots=True)
class KnownType:
    """A type of activity as the base lists it: the form it names, and where."""

    id: str
    form: str
    part: Part[Any]
    path: tuple[str | int, ...]


def check_forms(parts: Parts, findings: Findings) -> None:
    listed = listed_types(parts)
    known = [one.id for one in listed] or list(ACTIVITY_TYPES)
    trees = {part.value.id: parts.trees[part.file] for part in parts.directives}
    for part in parts.forms:
        for fault in (*faults(part.value), *expression_faults(part.value), *type_field_faults(part.value)):
            findings.add(part, *fault)
        if "activities" not in parts.unread:
            for fault in unknown_types(part.value, known):
                findings.add(part, *fault)
        _check_name(part, findings)
        _check_source(part, trees, parts.unread, findings)
    forms = [part.value for part in parts.forms]
    for number, fault in doubtful_types(forms):
        findings.add(parts.forms[number], *fault)
    if parts.forms_complete:
        check_listed(listed, forms, findings)


def listed_types(parts: Parts) -> list[KnownType]:
    """The types of activity that the base lists, none where it has no such list."""
    found = []
    for part in parts.activities:
        for index, activity in enumerate(part.value.types):
            found.append(KnownType(activity.id, activity.form, part, ("types", index)))
    return found


def check_listed(listed: Sequence[KnownType], forms: Sequence[Form], findings: Findings) -> None:
    """Every type of activity has a form, and names the one that is meant for it."""
    missing = missing_types(forms, [one.id for one in listed])
    for one in listed:
        meant = form_for(forms, one.id)
        if one.id in missing or meant is None:
            what = f"loại hoạt động “{one.id}” không có biểu mẫu nào"
            findings.add(one.part, one.path, what, f"thêm {one.id} vào types của một biểu mẫu trong forms/")
        elif one.form != meant.id:
            what = f"“{one.id}” dùng biểu mẫu “{one.form}”, mà trong forms/ là “{meant.id}”"
            findings.add(one.part, (*one.path, "form"), what, f"viết form: {meant.id}, hoặc sửa types và default_for")


def _check_name(part: Part[Form], findings: Findings) -> None:
    if Path(part.file).stem != part.value.id and is_id(part.value.id):
        what = f"tên tệp khác id “{part.value.id}”"
        findings.add(part, ("id",), what, f"đổi tên tệp thành {part.value.id}.yaml, hoặc sửa id")


def _check_source(part: Part[Form], trees: Mapping[str, Tree], unread: set[str], findings: Findings) -> None:
    source = part.value.source
    if source.directive is None or source.directive in unread:
        if source.sections and source.directive is None:
            findings.add(
                part, ("source", "sections"), "có sections mà không có directive", "thêm directive: id văn bản"
            )
        return
    tree = trees.get(source.directive)
    if tree is None:
        close = difflib.get_close_matches(source.directive, trees, n=1)
        fix = f"viết {close[0]}" if close else "viết id của một văn bản có thật trong directives/"
        findings.add(part, ("source", "directive"), f"không có văn bản chỉ đạo “{source.directive}”", fix)
        return
    for index, path in enumerate(source.sections):
        if tree.find(path) is None:
            close = difflib.get_close_matches(path, tree.nodes, n=3)
            fix = f"viết đường dẫn có thật, như: {', '.join(close or list(tree.nodes)[:3])}"
            findings.add(part, ("source", "sections", index), f"không có mục “{path}”", fix)
