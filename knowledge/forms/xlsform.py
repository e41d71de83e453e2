"""Writing a form as an XLSForm, for programs that read those (ODK, KoboToolbox, pyxform)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.forms.model import Field, Form
from knowledge.yamlfile import INVISIBLE

SURVEY: Final = (
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "default",
    "calculation",
    "parameters",
)
CHOICES: Final = ("list_name", "name", "label")
SETTINGS: Final = ("form_title", "form_id")

LAST_DAY: Final = "{label} – ngày cuối"
LAST_DAY_HINT: Final = "Bỏ trống nếu chỉ một ngày."
LAST_DAY_WRONG: Final = "Ngày cuối không được trước ngày đầu."

_PHOTO: Final = "max-pixels=1600"
"""Large enough to read a page of, and quick to send."""

_TYPES: Final = {"photo": "image", "repeat": "begin_repeat"}

Row = dict[str, str]


def write_xlsform(form: Form) -> bytes:
    """The form as an .xlsx with the sheets survey, choices and settings."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    settings = [{"form_title": form.title, "form_id": form.id}]
    sheets = (
        ("survey", SURVEY, list(_survey(form.fields))),
        ("choices", CHOICES, list(_choices(form.fields))),
        ("settings", SETTINGS, settings),
    )
    for name, columns, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.append(list(columns))
        for row in rows:
            sheet.append([INVISIBLE.sub("", row.get(column, "")) or None for column in columns])
        for cell in (cell for line in sheet.iter_rows() for cell in line if cell.value is not None):
            cell.data_type = "s"  # words that begin with "=" are no formula
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _survey(fields: Sequence[Field]) -> Iterator[Row]:
    for field in fields:
        yield _row(field)
        if field.type == "repeat":
            yield from _survey(field.fields)
            yield {"type": "end_repeat"}
        if field.ends:
            yield _last_day(field, field.ends)


def _row(field: Field) -> Row:
    row = {
        "type": _TYPES.get(field.type, field.type),
        "name": field.name,
        "label": field.label,
        "hint": field.hint or "",
        "required": "" if field.type == "repeat" or field.required == "false()" else field.required,
        "relevant": field.relevant or "",
        "constraint": field.constraint or "",
        "constraint_message": field.constraint_message or "",
        "default": field.default or "",
        "calculation": field.calculation or "",
        "parameters": _PHOTO if field.type == "photo" else "",
    }
    if field.choices:
        row["type"] = f"{field.type} {_list_name(field)}"
    return {key: value for key, value in row.items() if value}


def _last_day(field: Field, name: str) -> Row:
    """The second question that XLSForm needs for a stretch of days."""
    after = f". >= ${{{field.name}}}"
    row = {
        "type": "date",
        "name": name,
        "label": LAST_DAY.format(label=field.label),
        "hint": LAST_DAY_HINT,
        "relevant": field.relevant or "",
        "constraint": f"({field.constraint}) and {after}" if field.constraint else after,
        "constraint_message": " ".join(filter(None, (LAST_DAY_WRONG, field.constraint_message))),
    }
    return {key: value for key, value in row.items() if value}


def _choices(fields: Sequence[Field]) -> Iterator[Row]:
    for field in fields:
        for choice in field.choices:
            yield {"list_name": _list_name(field), "name": choice.name, "label": choice.label}
        yield from _choices(field.fields)


def _list_name(field: Field) -> str:
    return f"{field.name}_list"
