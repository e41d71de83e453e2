"""What is wrong with a form in itself, beyond its shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from knowledge.forms.fields import COLUMNS, At, every_field, question_count
from knowledge.forms.model import Field, Form, FormChoice
from knowledge.forms.values import day_of, number_of

MOST_QUESTIONS: Final = 7

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_CHOICE = re.compile(r"[a-z0-9][a-z0-9_]*", re.ASCII)

_SELECTS: Final = ("select_one", "select_multiple")
_COLUMN_TYPES: Final = {
    "type": ("select_one", "calculate"),
    "title": ("text", "calculate"),
    "place": ("text", "calculate"),
    "date": ("date", "calculate"),
    "date_end": ("date", "calculate"),
}
_FIGURES: Final = ("integer", "calculate")

# Key -> the types of fields it is for.
_ONLY_FOR: Final = {
    "choices": _SELECTS,
    "fields": ("repeat",),
    "most": ("repeat",),
    "calculation": ("calculate",),
    "ends": ("date",),
    "free": ("text",),
}
_NOT_FOR: Final = {
    "constraint": ("note", "calculate", "repeat"),
    "default": ("note", "calculate", "repeat", "photo", "file"),
}


class Fault(NamedTuple):
    """Where in the file (path of keys and indexes), what is wrong, how to fix it."""

    path: tuple[str | int, ...]
    what: str
    fix: str


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def faults(form: Form) -> Iterator[Fault]:
    """Everything but what expressions say and what other files have."""
    yield from _form(form)
    yield from _names(form)
    for at in every_field(form.fields):
        yield from _keys(at)
        yield from _contents(at)
        yield from _column(at)


def _form(form: Form) -> Iterator[Fault]:
    yield from _head(form)
    yield from _types(form)
    count = question_count(form)
    if count > MOST_QUESTIONS:
        what = f"biểu mẫu hỏi {count} điều, nhiều hơn {MOST_QUESTIONS}"
        yield Fault(("fields",), what, "bỏ hoặc gộp bớt câu hỏi; note và calculate không tính")
    if not count:
        yield Fault(("fields",), "biểu mẫu không hỏi gì", "thêm ít nhất một câu hỏi")


def _head(form: Form) -> Iterator[Fault]:
    if not is_id(form.id):
        yield Fault(("id",), f"id “{form.id}” không đúng cách viết", "chỉ dùng a-z, 0-9 và “-”, như can-bo-nu")
    for key, text in (("title", form.title), ("source", form.source.where)):
        if not text.strip():
            yield Fault((key,), f"“{key}” trống", "viết nội dung mà thành viên sẽ đọc")


def _types(form: Form) -> Iterator[Fault]:
    if not form.types:
        yield Fault(("types",), "biểu mẫu không thuộc loại hoạt động nào", "thêm loại hoạt động, như khac")
    for key, types in (("types", form.types), ("default_for", form.default_for)):
        for index in _repeated(types):
            yield Fault((key, index), f"“{types[index]}” ghi hai lần", "giữ một chỗ, xóa chỗ kia")
    for index, name in enumerate(form.default_for):
        if name not in form.types:
            yield Fault(("default_for", index), f"“{name}” không có trong types", "thêm vào types, hoặc xóa ở đây")
    if len(form.types) > 1 and not any(field.name == "type" for field in form.fields):
        what = "biểu mẫu có nhiều loại hoạt động mà không hỏi loại nào"
        yield Fault(("types",), what, "thêm trường tên type: select_one, hoặc calculate")


def _repeated(names: Sequence[str]) -> Iterator[int]:
    """Where a name comes a second time."""
    seen: Counter[str] = Counter()
    for index, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            yield index


def _names(form: Form) -> Iterator[Fault]:
    named = [
        ((*at.path, key), name)
        for at in every_field(form.fields)
        for key, name in (("name", at.field.name), ("ends", at.field.ends))
        if name is not None
    ]
    for path, name in named:
        if not _NAME.fullmatch(name):
            yield Fault(path, f"tên trường “{name}” không đúng cách viết", "chỉ dùng a-z, 0-9 và “_”, bắt đầu bằng chữ")
    for index in _repeated([name for _, name in named]):
        path, name = named[index]
        yield Fault(path, f"tên trường “{name}” đã dùng", "đổi một trong hai tên; tên trong nhóm lặp cũng phải khác")


def _keys(at: At) -> Iterator[Fault]:
    """Keys that a type of field needs, and keys that mean nothing for it."""
    field = at.field
    for key, types in _ONLY_FOR.items():
        given = getattr(field, key)
        if given and field.type not in types:
            yield Fault(
                (*at.path, key), f"“{key}” không dùng cho {field.type}", f"chỉ dùng cho {', '.join(types)}; xóa"
            )
        elif not given and field.type in types and key in ("choices", "fields", "calculation"):
            yield Fault((*at.path, "type"), f"{field.type} “{field.name}” thiếu “{key}”", f"thêm khóa {key}")
    for key, types in _NOT_FOR.items():
        if getattr(field, key) is not None and field.type in types:
            yield Fault((*at.path, key), f"“{key}” không dùng cho {field.type}", "xóa khóa này")
    if field.required != "false()" and field.type in ("note", "calculate"):
        yield Fault((*at.path, "required"), f"“required” không dùng cho {field.type}", "xóa khóa này")
    if (field.constraint is None) != (field.constraint_message is None):
        key = "constraint_message" if field.constraint is None else "constraint"
        other = "constraint" if field.constraint is None else "constraint_message"
        yield Fault((*at.path, key), f"có {key} mà không có {other}", f"thêm {other}; lời nói rõ phải viết gì thay thế")


def _contents(at: At) -> Iterator[Fault]:
    field = at.field
    if field.type != "calculate" and not field.label.strip():
        yield Fault((*at.path, "name"), f"“{field.name}” thiếu label", "thêm label: câu hỏi mà thành viên sẽ đọc")
    for key in ("label", "hint", "constraint_message"):
        if "${" in (getattr(field, key) or ""):
            yield Fault((*at.path, key), f"“{key}” có “${{…}}”", "viết thành lời; chỉ biểu thức mới dùng tên trường")
    if field.type == "repeat" and at.repeat is not None:
        yield Fault((*at.path, "type"), "nhóm lặp nằm trong nhóm lặp", "đưa nhóm này ra ngoài")
    if field.most is not None and field.most < 1:
        yield Fault((*at.path, "most"), f"most là {field.most}", "viết số từ 1 trở lên, hoặc xóa khóa này")
    yield from _choices(field.choices, at.path)
    if field.default is not None and not _fits(field, field.default):
        yield Fault((*at.path, "default"), f"default “{field.default}” không phải một câu trả lời", _default_fix(field))


def _choices(choices: Sequence[FormChoice], path: tuple[str | int, ...]) -> Iterator[Fault]:
    for index, choice in enumerate(choices):
        at = (*path, "choices", index)
        if not _CHOICE.fullmatch(choice.name):
            yield Fault((*at, "name"), f"tên lựa chọn “{choice.name}” không đúng cách viết", "chỉ dùng a-z, 0-9 và “_”")
        if not choice.label.strip():
            yield Fault((*at, "label"), f"lựa chọn “{choice.name}” thiếu label", "viết chữ mà thành viên sẽ đọc")
    for key in ("name", "label"):
        texts = [getattr(choice, key) for choice in choices]
        for index in _repeated(texts):
            yield Fault(
                (*path, "choices", index, key), f"lựa chọn “{texts[index]}” ghi hai lần", "xóa hoặc sửa một chỗ"
            )


def _fits(field: Field, text: str) -> bool:
    if field.type == "date":
        return text == "today()" or day_of(text) is not None
    if field.type in ("integer", "decimal"):
        number = number_of(text)
        return number is not None and (field.type == "decimal" or isinstance(number, int))
    if field.type in _SELECTS:
        names = {choice.name for choice in field.choices}
        return set(text.split() if field.type == "select_multiple" else [text]) <= names
    return True


def _default_fix(field: Field) -> str:
    if field.type == "date":
        return 'viết "2026-11-25" hoặc today()'
    if field.type in _SELECTS:
        return f"viết một trong: {', '.join(choice.name for choice in field.choices)}"
    return "viết số"


def _column(at: At) -> Iterator[Fault]:
    """Fields with the name of a column of the log have to be what the column holds."""
    field = at.field
    for key, name in (("name", field.name), ("ends", field.ends)):
        if name not in COLUMNS:
            continue
        types = _COLUMN_TYPES.get(name, _FIGURES)
        if at.repeat is not None:
            yield Fault((*at.path, key), f"“{name}” là cột của nhật ký, không đặt trong nhóm lặp", "đổi tên trường")
        elif field.type not in types:
            what = f"“{name}” là cột của nhật ký nên không thể có type {field.type}"
            yield Fault((*at.path, "type"), what, f"dùng {' hoặc '.join(types)}, hoặc đổi tên trường")
