"""What is wrong with an outline in itself, beyond its shape."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Final, get_args

from knowledge.forms.faults import Fault
from knowledge.outline_items import ItemAt
from knowledge.outlines import FigureKind, Outline, ReportKind, TableKind
from knowledge.text.normalise import clean, tokens

MOST_LEVELS: Final = 3

# What only entries of some types can fill.
_FIGURES_OF: Final[dict[FigureKind, tuple[str, ...]]] = {
    "units_inspected": ("kiem_tra",),
    "reorganised": ("kien_toan",),
    "cases": ("vu_viec",),
}
_TABLES_OF: Final[dict[TableKind, tuple[str, ...]]] = {
    "occasions": ("ky_niem", "thang_hanh_dong"),
    "inspections": ("kiem_tra",),
    "meetings": ("hop", "kien_toan"),
    "levels": ("can_bo_nu",),
    "cases": ("vu_viec",),
}

_ITEM_ID = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*", re.ASCII)
_SYMBOL = re.compile(r"[A-ZĐ][A-Za-zĐđ]*(-[A-ZĐ][A-Za-zĐđ&]*)+")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")


def outline_faults(outline: Outline) -> Iterator[Fault]:
    """What is wrong at the head of an outline."""
    for path, text in (
        (("title",), outline.title),
        (("subject",), outline.subject),
        (("source", "where"), outline.source.where),
    ):
        if not text.strip():
            yield _empty(path)
    if not outline.kinds:
        fix = f"thêm ít nhất một kỳ báo cáo: {', '.join(get_args(ReportKind))}"
        yield Fault(("kinds",), "đề cương không dùng cho kỳ báo cáo nào", fix)
    if not outline.items:
        yield Fault(("items",), "đề cương không có mục nào", "thêm ít nhất một mục")
    if not _SYMBOL.fullmatch(outline.symbol):
        what = f"ký hiệu “{outline.symbol}” không đúng cách viết"
        yield Fault(("symbol",), what, "viết loại văn bản, dấu “-”, chữ tắt của cơ quan, không có số: BC-BVSTBPN")


def item_faults(items: Sequence[ItemAt], kinds: Sequence[ReportKind]) -> Iterator[Fault]:
    """What is wrong with items in themselves."""
    seen: set[str] = set()
    for at in items:
        name = at.item.id
        if not _ITEM_ID.fullmatch(name):
            fix = "chỉ dùng chữ không dấu và số, ngăn bằng dấu chấm, như I.5.b"
            yield Fault((*at.path, "id"), f"id “{name}” không đúng cách viết", fix)
        if name in seen:
            yield Fault((*at.path, "id"), f"id “{name}” đã dùng cho một mục ở trên", "đổi id của một trong hai mục")
        seen.add(name)
        if at.level == MOST_LEVELS + 1:
            fix = "đưa mục này lên một cấp, hoặc gộp vào mục trên"
            yield Fault(at.path, f"mục “{name}” ở cấp {at.level}, mà đề cương chỉ có {MOST_LEVELS} cấp", fix)
        for index, kind in enumerate(at.item.kinds):
            if kind not in kinds:
                fix = f"xóa {kind} ở đây, hoặc thêm vào kinds của đề cương"
                yield Fault((*at.path, "kinds", index), f"đề cương không dùng cho kỳ “{kind}”", fix)
        yield from _texts(at)
        yield from _contents(at)


def _texts(at: ItemAt) -> Iterator[Fault]:
    for key in ("label", "heading", "noun"):
        if not getattr(at.item, key).strip():
            yield _empty((*at.path, key))
    if at.item.prose is not None and not at.item.prose.ask.strip():
        yield _empty((*at.path, "prose", "ask"))
    for found in _BRACES.findall(at.item.heading):
        if found != "{next}":
            what = f"đề mục có “{found}”, không phải chỗ trống mà chương trình điền"
            yield Fault((*at.path, "heading"), what, "viết thành lời; chỉ {next} được điền, là kỳ tiếp theo")


def _empty(path: tuple[str | int, ...]) -> Fault:
    return Fault(path, f"“{path[-1]}” trống", "viết nội dung mà thành viên sẽ đọc")


def _contents(at: ItemAt) -> Iterator[Fault]:
    """Figures and tables need entries of their own types."""
    item = at.item
    types = {feed.type for feed in item.feeds}
    if not types:
        for key in ("figures", "table"):
            if getattr(item, key):
                what = f"mục “{item.id}” có {key} mà không nhận việc nào của nhật ký"
                yield Fault((*at.path, key), what, f"thêm feeds, hoặc xóa {key}")
        return
    needed = [(("figures", index), name, _FIGURES_OF.get(name)) for index, name in enumerate(item.figures)]
    table = [(("table",), item.table, _TABLES_OF.get(item.table))] if item.table else []
    for path, name, fitting in (*needed, *table):
        if fitting is not None and types.isdisjoint(fitting):
            what = f"“{name}” cần loại {' hoặc '.join(fitting)}, mà mục “{item.id}” không nhận loại ấy"
            yield Fault((*at.path, *path), what, "thêm loại ấy vào feeds, hoặc xóa ở đây")


def word_faults(items: Sequence[ItemAt]) -> Iterator[Fault]:
    """Words that say nothing, that are not written as they are compared, or that stand twice for a type."""
    seen: dict[tuple[str, str], str] = {}
    for at in items:
        words = [
            (feed.type, word, (number, index))
            for number, feed in enumerate(at.item.feeds)
            for index, word in enumerate(feed.words)
        ]
        for type_, word, (number, index) in words:
            path = (*at.path, "feeds", number, "words", index)
            plain = " ".join(tokens(word))
            if not plain:
                yield Fault(path, "có lời trống", "viết lời có trong tên hoạt động, hoặc xóa mục này")
                continue
            if word != clean(word).lower():
                yield Fault(path, f"lời “{word}” không đúng cách viết", f"viết chữ thường: {clean(word).lower()}")
            if (type_, plain) in seen:
                what = f"lời “{word}” của loại {type_} đã có ở mục “{seen[type_, plain]}”"
                yield Fault(path, what, "giữ một chỗ, xóa chỗ kia")
            seen.setdefault((type_, plain), at.item.id)


def type_faults(items: Sequence[ItemAt], kinds: Sequence[ReportKind], known: Sequence[str]) -> Iterator[Fault]:
    """Types that are none, and types whose entries no item or several would tell, in some kind of report."""
    feeds = [(at, feed, (*at.path, "feeds", index)) for at in items for index, feed in enumerate(at.item.feeds)]
    for _, feed, path in feeds:
        if feed.type not in known:
            close = difflib.get_close_matches(feed.type, known, n=1)
            fix = f"viết {close[0]}" if close else f"các loại hoạt động: {', '.join(known)}"
            yield Fault((*path, "type"), f"không có loại hoạt động “{feed.type}”", fix)
    for name in known:
        whole = [(at, path) for at, feed, path in feeds if feed.type == name and not feed.words]
        yield from _told_once(name, whole, kinds)


def _told_once(
    name: str, whole: Sequence[tuple[ItemAt, tuple[str | int, ...]]], kinds: Sequence[ReportKind]
) -> Iterator[Fault]:
    """Nothing where each kind of report has one item for all of a type; else the first kind that has not."""
    for kind in kinds:
        having = [(at, path) for at, path in whole if kind in at.kinds]
        if not having:
            where = f" trong báo cáo {kind}" if whole else ""
            what = f"không mục nào nhận mọi việc loại “{name}”{where}"
            yield Fault(("items",), what, f"thêm {{type: {name}}}, không có words, vào feeds của một mục")
            return
        if len(having) > 1:
            ids = ", ".join(at.item.id for at, _ in having)
            what = f"nhiều mục cùng nhận mọi việc loại “{name}”: {ids}"
            yield Fault(having[1][1], what, "giữ một chỗ; ở chỗ kia thêm words, hoặc xóa")
            return
