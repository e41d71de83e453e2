"""Whether forms and types of activity fit each other."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.forms.expression import parse_expression
from knowledge.forms.expression_faults import outcomes
from knowledge.forms.faults import Fault
from knowledge.forms.model import Field, Form

ACTIVITY_TYPES: Final = (
    "tuyen_truyen",
    "tap_huan",
    "hoi_nghi",
    "kiem_tra",
    "ky_niem",
    "thang_hanh_dong",
    "can_bo_nu",
    "hop",
    "kien_toan",
    "vu_viec",
    "khac",
)
"""The types of activity there are where a base does not list its own."""


def unknown_types(form: Form, known: Sequence[str]) -> Iterator[Fault]:
    """Types of a form that are no types of activity."""
    for index, name in enumerate(form.types):
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            fix = f"viết {close[0]}" if close else f"các loại hoạt động: {', '.join(known)}"
            yield Fault(("types", index), f"không có loại hoạt động “{name}”", fix)


def type_field_faults(form: Form) -> Iterator[Fault]:
    """The field `type` has to give exactly the form's types; '' while that cannot be told yet."""
    for index, field in enumerate(form.fields):
        if field.name != "type":
            continue
        given = _given_types(field)
        key = "calculation" if field.type == "calculate" else "choices"
        if given is not None and given != set(form.types):
            what = f"trường type cho ra {', '.join(sorted(given)) or 'trống'}, mà types là {', '.join(form.types)}"
            yield Fault(("fields", index, key), what, "hai bên phải có đúng các loại như nhau")


def _given_types(field: Field) -> set[str] | None:
    if field.type == "calculate" and field.calculation is not None:
        given = outcomes(parse_expression(field.calculation).root)
        return None if given is None else given - {""}
    return {choice.name for choice in field.choices} if field.type == "select_one" else None


def doubtful_types(forms: Sequence[Form]) -> Iterator[tuple[int, Fault]]:
    """Index of a form, and a type of it that other forms have too without exactly one being meant for it."""
    for number, form in enumerate(forms):
        for index, name in enumerate(form.types):
            having = [other for other in forms if name in other.types]
            meant = [other for other in having if name in other.default_for]
            if len(having) > 1 and form is having[-1] and not meant:
                what = f"loại “{name}” có ở nhiều biểu mẫu: {', '.join(other.id for other in having)}"
                yield number, Fault(("types", index), what, "thêm default_for vào biểu mẫu dùng cho loại này")
            if len(meant) > 1 and form is meant[-1]:
                what = f"nhiều biểu mẫu cùng nhận loại “{name}”: {', '.join(other.id for other in meant)}"
                yield number, Fault(("default_for",), what, "chỉ giữ default_for ở một biểu mẫu")


def missing_types(forms: Sequence[Form], known: Sequence[str]) -> list[str]:
    """Types of activity that no form is for."""
    having = {name for form in forms for name in form.types}
    return [name for name in known if name not in having]
