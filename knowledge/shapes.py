"""Validating values against their shape, and saying in Vietnamese what does not fit and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from knowledge.errors import KnowledgeError, Problem
from knowledge.yamlfile import Document, Lines

Model = TypeVar("Model", bound=BaseModel)

_PATTERNS = {
    r"^\d{4}(-\d{2}(-\d{2})?)?$": ("ngày", 'viết năm-tháng-ngày trong ngoặc kép: "2018-05-18", "2018-05" hoặc "2018"'),
    r"^\d{2}-\d{2}$": ("ngày trong năm", 'viết tháng-ngày trong ngoặc kép: "11-15" là ngày 15 tháng 11'),
}


def validate(shape: type[Model], document: Document) -> Model:
    """A document as its shape. Raises KnowledgeError with every key and value that does not fit."""
    try:
        return shape.model_validate(document.value, strict=True)
    except ValidationError as error:
        raise KnowledgeError(shape_problems(error, shape, document.file, document.lines)) from error


def shape_problems(error: ValidationError, shape: type[BaseModel], file: str, lines: Lines) -> Iterator[Problem]:
    """A problem for each thing that does not fit, in the order of the file's lines."""
    found = []
    for detail in error.errors(include_url=False):
        what, fix = _words(detail, shape)
        found.append(Problem(file, lines.at(detail["loc"]), what, fix))
    return iter(sorted(found, key=lambda problem: problem.line or 0))


def _words(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    """What is wrong and how to put it right, for one of pydantic's complaints."""
    words = _WORDS.get(detail["type"])
    if words is None:
        return f"{_name(detail)} có giá trị không dùng được", "so với một tệp cùng loại đang dùng được"
    return words(detail, shape)


def _name(detail: ErrorDetails) -> str:
    """What the editor calls the place: its key, or the number of an item under a key."""
    path = [step for step in detail["loc"] if step != "[key]"]
    if not path:
        return "tệp"
    if isinstance(path[-1], int) and len(path) > 1 and isinstance(path[-2], str):
        return f"mục thứ {path[-1] + 1} của “{path[-2]}”"
    return f"“{path[-1]}”"


def _shown(value: object) -> str:
    """A value as the file writes it, cut to a few words."""
    if value is None:
        return "để trống"
    if isinstance(value, bool):
        return "là " + str(value).lower()
    if isinstance(value, dict):
        return "là một bảng khóa: giá trị"
    if isinstance(value, list):
        return "là một danh sách"
    if isinstance(value, int):
        return f"là số {value}"
    text = " ".join(str(value).split())
    return f"là chữ “{text[:40]}{'…' if len(text) > 40 else ''}”"


def _missing(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    key = detail["loc"][-1]
    return f"thiếu “{key}”", f"thêm dòng “{key}: …”"


def _unknown_key(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    *parent, key = detail["loc"]
    owner = _type_at(shape, parent)
    allowed = list(owner.model_fields) if isinstance(owner, type) and issubclass(owner, BaseModel) else []
    listed = f"các khóa dùng được ở đây: {', '.join(allowed)}"
    return f"không có khóa “{key}” ở đây", _suggest(str(key), allowed, listed)


def _not_allowed(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    allowed = [str(value) for value in get_args(_type_at(shape, detail["loc"]))]
    listed = f"các giá trị dùng được: {', '.join(allowed)}"
    what = f"{_name(detail)} {_shown(detail['input'])}, không nằm trong các giá trị dùng được"
    return what, _suggest(str(detail["input"]), allowed, listed)


def _suggest(word: str, allowed: list[str], listed: str) -> str:
    """The fix for a word that is not allowed: the one that was probably meant, then all of them."""
    close = process.extractOne(word, allowed, scorer=JaroWinkler.similarity, score_cutoff=0.8)
    return f"viết “{close[0]}”; {listed}" if close else listed


def _text(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    value = detail["input"]
    what = f"{_name(detail)} phải là chữ, mà {_shown(value)}"
    if value is None:
        return what, "viết nội dung sau dấu hai chấm, hoặc xóa cả dòng"
    if isinstance(value, dict):
        return what, "nếu chữ có dấu hai chấm “: ” thì đặt cả giá trị trong ngoặc kép"
    if isinstance(value, list):
        return what, "bỏ “- ” hoặc “[”; nếu “[” là chữ thì đặt cả giá trị trong ngoặc kép"
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return what, f'đặt giá trị trong ngoặc kép: "{shown}"'


def _pattern(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    meaning, fix = _PATTERNS.get(detail.get("ctx", {}).get("pattern", ""), ("giá trị", "so với một tệp đang dùng được"))
    return f"{_name(detail)} {_shown(detail['input'])}, không phải cách viết {meaning}", fix


def _list(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    what = f"{_name(detail)} phải là một danh sách, mà {_shown(detail['input'])}"
    return what, "viết mỗi mục trên một dòng bắt đầu bằng “- ”; nếu không có mục nào thì xóa khóa này"


def _mapping(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    what = f"{_name(detail)} phải là một bảng “khóa: giá trị”, mà {_shown(detail['input'])}"
    owner = _type_at(shape, detail["loc"])
    if isinstance(owner, type) and issubclass(owner, BaseModel):
        needed = [name for name, info in owner.model_fields.items() if info.is_required()]
        return what, f"viết các khóa, mỗi khóa một dòng thụt vào; khóa bắt buộc: {', '.join(needed) or 'không có'}"
    return what, "viết các khóa, mỗi khóa một dòng thụt vào"


def _flag(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    return f"{_name(detail)} phải là true hoặc false, mà {_shown(detail['input'])}", "viết true (có) hoặc false (không)"


def _integer(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    what = f"{_name(detail)} phải là số nguyên, mà {_shown(detail['input'])}"
    return what, "viết chữ số không có ngoặc kép, không có số 0 ở đầu: 2018"


def _key(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    return f"khóa {_name(detail)} không phải là chữ", "xóa khóa này, hoặc sửa thành tên khóa có trong mẫu"


def _json(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    return "dòng này không phải JSON", 'viết mỗi bài trên một dòng: {"id": …, "title": …, "text": …}'


def _depth(detail: ErrorDetails, shape: type[BaseModel]) -> tuple[str, str]:
    return f"{_name(detail)} lồng nhau quá sâu", "kiểm tra thụt đầu dòng"


_Words = Callable[[ErrorDetails, type[BaseModel]], tuple[str, str]]

_WORDS: dict[str, _Words] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "invalid_key": _key,
    "literal_error": _not_allowed,
    "string_type": _text,
    "string_unicode": _text,
    "string_pattern_mismatch": _pattern,
    "list_type": _list,
    "dict_type": _mapping,
    "model_type": _mapping,
    "bool_type": _flag,
    "int_type": _integer,
    "json_invalid": _json,
    "recursion_loop": _depth,
}
"""Every kind of complaint that the shapes in `knowledge.model` can raise in strict mode."""


def _type_at(shape: Any, path: Sequence[int | str]) -> Any:
    """The declared type of the value at a path: a shape, a Literal, or whatever else stands there."""
    here = shape
    for step in path:
        if get_origin(here) is list:
            here = get_args(here)[0]
        elif get_origin(here) is dict:
            here = get_args(here)[1]
        elif isinstance(here, type) and issubclass(here, BaseModel) and step in here.model_fields:
            here = here.model_fields[str(step)].annotation
        else:
            return None
        here = _plain_type(here)
    return here


def _plain_type(annotation: Any) -> Any:
    """A type without "or None" and without notes."""
    while True:
        if get_origin(annotation) in (Union, UnionType):
            annotation = next(one for one in get_args(annotation) if one is not type(None))
        elif get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        else:
            return annotation
