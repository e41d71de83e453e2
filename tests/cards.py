"""What a card says, read back from its words: the row that has to be stored when it is saved."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers import messages_log as words
from handlers.types import Reply
from knowledge.activity_types import ActivityType
from knowledge.forms import Field, Form

HEADS = (words.CARD, words.CARD_CHANGE)
COLUMNS = ("title", "date", "date_end", "female", "male", "unknown", "total", "budget", "place", "units_inspected")
_SAVE = re.compile(r"bm:(?P<draft>[^:]+):!save:")
_PEOPLE = re.compile(r"(?:(?P<total>[\d.]+) người)?(?: ?\(?(?P<parts>[^()]*)\)?)?")


def draft_of(reply: Reply) -> str | None:
    """The draft whose card a reply is; None for any other reply."""
    found = [match["draft"] for choice in reply.choices if (match := _SAVE.match(choice.id))]
    return found[0] if found and any(line in HEADS for line in reply.text.splitlines()) else None


def read_card(text: str, form: Form, types: Sequence[ActivityType]) -> dict[str, Any]:
    """The columns of the entry that a card shows, `unit` by name and how many `files`."""
    lines = text.splitlines()
    start = max(number for number, line in enumerate(lines) if line in HEADS)
    row: dict[str, Any] = dict.fromkeys((*COLUMNS, "type", "note"))
    row |= {"unit": None, "files": 0}
    more: dict[str, Any] = {}
    for line in lines[start + 1 :]:
        beside = (words.CARD_EMPTY, words.CARD_LAST_YEAR)
        if line == words.CARD_ASK or line.startswith(tuple(one.split("{")[0] for one in beside)):
            continue
        name, value = line.split(": ", 1)
        _put(row, more, name, value, form, types)
    if any(one.name == "title" and one.type == "calculate" for one in form.fields):
        row["title"] = form.title
    row["more"] = json.dumps(more, sort_keys=True)
    return row


def _put(
    row: dict[str, Any], more: dict[str, Any], name: str, value: str, form: Form, types: Sequence[ActivityType]
) -> None:
    fields = {_name(one): one for one in form.fields if one.type not in ("note", "calculate", "repeat")}
    if name == words.TOOK_PART:
        row |= read_people(value)
    elif name == words.CARD_UNIT.split(":")[0]:
        row["unit"] = value
    elif name == words.CARD_FILES.split(":")[0]:
        row["files"] = int(value)
    elif name == words.ENTRY_NOTE.split(":")[0] and name not in fields:
        row["note"] = value
    elif name in fields:
        into = row if fields[name].name in row else more
        into |= _value(fields[name], value)
    elif name == words.SHORT["type"]:
        row["type"] = next(one.id for one in types if one.label == value)
    elif repeat := _repeat_of(name, form):
        more.setdefault(repeat.name, []).append(_row(repeat, name, value))
    else:
        column = next(key for key, label in words.SHORT.items() if label == name)
        row[column] = value if column in ("title", "place") else number(value)


def _repeat_of(name: str, form: Form) -> Field | None:
    """The repeat of which a row begins with this."""
    repeats = (one for one in form.fields if one.type == "repeat")
    return next((one for one in repeats if name in [choice.label for choice in _title(one).choices]), None)


def _title(repeat: Field) -> Field:
    """The field by which a row is told from others."""
    return next(one for one in repeat.fields if one.type == "select_one")


def _row(repeat: Field, name: str, value: str) -> dict[str, Any]:
    """ "hiện có 10, nữ 4; năm trước 9, nữ 3; chưa ghi ..." as a row: the women of whatever stands before them."""
    title = _title(repeat)
    row = _value(title, name)
    fields = {_lowered(_name(one)): number for number, one in enumerate(repeat.fields)}
    for group in value.split("; "):
        if group.startswith(words.ROW_EMPTY.split("{")[0]):
            continue
        before = None
        for part in group.split(", "):
            called, _, count = part.rpartition(" ")
            at = before + 1 if called == words.ROW_WOMEN and before is not None else fields[called]
            row |= {repeat.fields[at].name: number(count)}
            before = at
    return row


def _value(field: Field, value: str) -> dict[str, Any]:
    if field.type == "date":
        days = [day(one) for one in value.split(" đến ")]
        return {field.name: days[0], **({field.ends: days[1] if len(days) > 1 else None} if field.ends else {})}
    if field.type == "select_one":
        return {field.name: next(one.name for one in field.choices if one.label == value)}
    return {field.name: value if field.type == "text" else number(value)}


def read_people(value: str) -> dict[str, int | None]:
    """ "57 người (nữ 45, nam 12)" as columns; what is not said is None."""
    found: dict[str, int | None] = dict.fromkeys(("female", "male", "unknown", "total"))
    match = _PEOPLE.fullmatch(value)
    assert match, value
    found["total"] = number(match["total"]) if match["total"] else None
    names = {"nữ": "female", "nam": "male", "chưa rõ": "unknown"}
    for part in filter(None, (match["parts"] or "").split(", ")):
        name, count = part.rsplit(" ", 1)
        found[names[name]] = number(count)
    return found


def number(value: str) -> int:
    """ "5.000.000 đồng", "không kinh phí", "1.200"."""
    if value == words.NO_MONEY:
        return 0
    return int(value.removesuffix(" đồng").replace(".", ""))


def day(value: str) -> str:
    """ "20/10/2026" in ISO 8601."""
    parts = [int(part) for part in value.split("/")]
    return date(parts[2], parts[1], parts[0]).isoformat()


def stored(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the entries as `read_card` reads one."""
    kept = {name: row[name] for name in (*COLUMNS, "type", "note")}
    return {**kept, "more": json.dumps(json.loads(row["more"]), sort_keys=True)}


def _name(field: Field) -> str:
    return words.SHORT.get(field.name) or field.short or field.label.rstrip("?")


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
