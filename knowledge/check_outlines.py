"""Checks of outlines: each in itself, and against directives, forms and the types of activity."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, get_args

from knowledge.check_forms import listed_types
from knowledge.findings import Findings
from knowledge.forms.faults import Fault, is_id
from knowledge.forms.fields import every_field
from knowledge.forms.model import Form
from knowledge.forms.type_faults import ACTIVITY_TYPES
from knowledge.load import OUTLINES, Part, Parts
from knowledge.outline_faults import item_faults, outline_faults, type_faults, word_faults
from knowledge.outline_items import ItemAt, every_item
from knowledge.outlines import FormField, Outline, ReportKind
from knowledge.tree import Tree

USUAL: Final[tuple[ReportKind, ...]] = ("first_half", "second_half", "year")
"""Kinds of reports that every unit has to write, so that there has to be an outline for each."""


def check_outlines(parts: Parts, findings: Findings) -> None:
    """A base without a folder of outlines has none, and nothing is wrong with that."""
    known = list(dict.fromkeys(one.id for one in listed_types(parts))) or list(ACTIVITY_TYPES)
    trees = {part.value.id: parts.trees[part.file] for part in parts.directives}
    forms = {part.value.id: part.value for part in parts.forms}
    for part in parts.outlines:
        items = list(every_item(part.value.items, part.value.kinds))
        _check_name(part, findings)
        for fault in (*outline_faults(part.value), *item_faults(items, part.value.kinds), *word_faults(items)):
            findings.add(part, *fault)
        if "activities" not in parts.unread:
            for fault in type_faults(items, part.value.kinds, known):
                findings.add(part, *fault)
        for fault in (
            *taking_faults(items, forms, parts.unread),
            *section_faults(part.value, items, trees, parts.unread),
        ):
            findings.add(part, *fault)
    _check_defaults(parts, findings)


def _check_name(part: Part[Outline], findings: Findings) -> None:
    name = part.value.id
    if not is_id(name):
        fix = "chỉ dùng a-z, 0-9 và “-”, như bao-cao-gon"
        findings.add(part, ("id",), f"id “{name}” không đúng cách viết", fix)
    elif Path(part.file).stem != name:
        fix = f"đổi tên tệp thành {name}.yaml, hoặc sửa id"
        findings.add(part, ("id",), f"tên tệp khác id “{name}”", fix)


def taking_faults(items: Sequence[ItemAt], forms: dict[str, Form], unread: set[str]) -> Iterator[Fault]:
    """Fields that words are taken from have to be texts of real forms."""
    for at in items:
        for index, taken in enumerate(at.item.prose.takes if at.item.prose else ()):
            path = (*at.path, "prose", "takes", index)
            form = forms.get(taken.form)
            if form is not None:
                yield from _field_faults(taken, form, path)
            elif taken.form not in unread:
                close = difflib.get_close_matches(taken.form, forms, n=1)
                fix = f"viết {close[0]}" if close else "viết id của một biểu mẫu có thật trong forms/"
                yield Fault((*path, "form"), f"không có biểu mẫu “{taken.form}”", fix)


def _field_faults(taken: FormField, form: Form, path: tuple[str | int, ...]) -> Iterator[Fault]:
    texts = [at.field.name for at in every_field(form.fields) if at.field.type == "text" and at.repeat is None]
    if taken.field not in texts:
        close = difflib.get_close_matches(taken.field, texts, n=1)
        fix = f"viết {close[0]}" if close else f"các trường ấy: {', '.join(texts) or 'không có'}"
        what = f"biểu mẫu “{form.id}” không có trường chữ “{taken.field}” ngoài nhóm lặp"
        yield Fault((*path, "field"), what, fix)


def section_faults(
    outline: Outline, items: Sequence[ItemAt], trees: dict[str, Tree], unread: set[str]
) -> Iterator[Fault]:
    """Sections have to be of the directive that the outline is from."""
    asked: list[tuple[tuple[str | int, ...], str]] = [
        (("source", "sections", index), path) for index, path in enumerate(outline.source.sections)
    ]
    asked += [((*at.path, "section"), at.item.section) for at in items if at.item.section is not None]
    directive = outline.source.directive
    if directive is None:
        if asked:
            yield Fault(asked[0][0], "có section mà source không có directive", "thêm directive: id văn bản vào source")
        return
    if directive in unread:
        return
    tree = trees.get(directive)
    if tree is None:
        close = difflib.get_close_matches(directive, trees, n=1)
        fix = f"viết {close[0]}" if close else "viết id của một văn bản có thật trong directives/"
        yield Fault(("source", "directive"), f"không có văn bản chỉ đạo “{directive}”", fix)
        return
    for place, path in asked:
        if tree.find(path) is None:
            close = difflib.get_close_matches(path, tree.nodes, n=3) or list(tree.nodes)[:3]
            yield Fault(place, f"không có mục “{path}”", f"viết đường dẫn có thật, như: {', '.join(close)}")


def _check_defaults(parts: Parts, findings: Findings) -> None:
    """A unit that has chosen no outline gets one, and no two, for each kind of report."""
    folder = parts.root / OUTLINES
    defaults = [part for part in parts.outlines if part.value.default]
    for kind in get_args(ReportKind):
        having = [part for part in defaults if kind in part.value.kinds]
        for part in having[1:]:
            what = f"kỳ “{kind}” đã có đề cương mặc định “{having[0].value.id}”"
            findings.add(part, ("default",), what, "chỉ để default: true ở một đề cương")
        if kind in USUAL and not having and parts.outlines_complete and folder.is_dir():
            what = f"kỳ “{kind}” không có đề cương mặc định"
            findings.at(str(folder), None, what, f"thêm default: true vào một đề cương có {kind} trong kinds")
