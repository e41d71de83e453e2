"""An entry of the log as it is shown, how it came to be, and the log as a table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from handlers import messages_log as words
from handlers.answers import ZONE
from handlers.desk import Desk
from handlers.drafting import NAMELESS, form_of, type_label
from handlers.entries import Entry
from handlers.entry_words import entry_lines, grouped, in_words, money, row_words, short_name
from handlers.messages_joining import ROLES
from handlers.people import Unit
from handlers.register import Change
from handlers.sheets import Cell, Table, comma_separated, xlsx
from handlers.types import Choice
from knowledge.forms import Field
from knowledge.wording import written_date, written_day

_SHOWN = (
    "type",
    "title",
    "date",
    "date_end",
    "place",
    "female",
    "male",
    "unknown",
    "total",
    "units_inspected",
    "budget",
    "note",
)


def entry_text(desk: Desk, entry: Entry) -> str:
    """All that is known of an entry."""
    lines = [words.ENTRY_HEAD.format(unit=desk.register.tree().name(entry.unit))]
    lines += entry_lines(entry, form_of(desk, entry.form), type_label(desk, entry.type))
    if entry.note:
        lines.append(words.ENTRY_NOTE.format(note=entry.note))
    lines.append(words.ENTRY_BY.format(who=_who(desk, entry.by, entry.unit), at=_moment(entry.at)))
    return "\n".join(lines)


def entry_choices(desk: Desk, entry: Entry, *, changeable: bool) -> tuple[Choice, ...]:
    """What can be done about an entry."""
    of = entry.id
    files = len(desk.register.evidence(entry.id))
    changing = (
        Choice(f"nk:sua:{of}", words.ENTRY_CHANGE),
        *(() if entry.type in NAMELESS else (Choice(f"nk:tep:{of}", words.ENTRY_ADD_FILE),)),
        Choice(f"nk:xoa:{of}", words.ENTRY_DELETE),
    )
    return (
        *(changing if changeable else ()),
        Choice(f"nk:chep:{of}", words.ENTRY_COPY),
        *((Choice(f"nk:anh:{of}", words.ENTRY_FILES.format(count=files)),) if files else ()),
        Choice(f"nk:su:{of}", words.ENTRY_HISTORY),
    )


def history(desk: Desk, entry: Entry) -> str:
    """Who made and changed an entry, when, and what was different before."""
    lines = [words.HISTORY_HEAD]
    lines += [_change_line(desk, entry, change) for change in desk.register.changes_of(entry.id)]
    return "\n".join(line for line in lines if line)


def _change_line(desk: Desk, entry: Entry, change: Change) -> str:
    at, who = _moment(change.at), _who(desk, change.by, entry.unit)
    if change.before is None:
        return words.HISTORY_MADE.format(at=at, who=who)
    if set(change.after) <= {"id", "deleted"}:
        form = words.HISTORY_DELETED if change.after.get("deleted") else words.HISTORY_BACK
        return form.format(at=at, who=who)
    parts = [
        words.HISTORY_FIELD.format(name=name, before=before, after=after)
        for name, before, after in _differences(desk, entry, change.before, change.after)
    ]
    return words.HISTORY_CHANGED.format(at=at, who=who, what="; ".join(parts)) if parts else ""


def _differences(
    desk: Desk, entry: Entry, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """Name, earlier and later value of everything that changed, in words."""
    found = []
    for name in _SHOWN:
        if before.get(name) != after.get(name):
            label = words.HISTORY_NAMES.get(name) or words.SHORT[name]
            found.append((label.lower(), _column(desk, name, before.get(name)), _column(desk, name, after.get(name))))
    form = form_of(desk, entry.form)
    fields: Mapping[str, Field] = {one.name: one for one in form.fields} if form else {}
    old, new = (json.loads(row.get("more") or "{}") for row in (before, after))
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name) and (field := fields.get(name)) and field.type != "calculate":
            values = [_more(field, row.get(name)) for row in (old, new)]
            found.append((short_name(field).lower(), values[0], values[1]))
    return found


def _column(desk: Desk, name: str, value: Any) -> str:
    if value is None:
        return words.EDIT_NOTHING
    if name == "type":
        return type_label(desk, str(value))
    if name in ("date", "date_end"):
        return written_date(value)
    if name == "budget":
        return money(value)
    return grouped(value) if isinstance(value, int) else f"“{value}”"


def _more(field: Field, value: Any) -> str:
    if field.type == "repeat":
        rows = [
            f"({row_words(field, [one for one in field.fields if row.get(one.name) is not None], row)})"
            for row in value or ()
        ]
        return " ".join(rows) or words.EDIT_NOTHING
    said = in_words(field, value)
    return f"“{said}”" if field.type == "text" and value else said


def export(desk: Desk, unit: Unit, entries: Sequence[Entry], kind: str) -> tuple[str, bytes]:
    """The log as a file: its name and content. `kind` is xlsx or csv."""
    rows: list[Sequence[Cell]] = [_row(desk, number, entry) for number, entry in enumerate(entries, 1)]
    table = Table(words.SHEET, words.SHEET_HEADINGS, rows)
    name = f"{words.SHEET_FILE} {unit.name}.{kind}"
    return name, xlsx(table) if kind == "xlsx" else comma_separated(table)


def _row(desk: Desk, number: int, entry: Entry) -> tuple[Cell, ...]:
    form = form_of(desk, entry.form)
    more = "\n".join(entry_lines(entry, form, "")[_own_lines(entry) :])
    return (
        number,
        entry.day,
        entry.last_day,
        type_label(desk, entry.type),
        entry.title,
        entry.place,
        entry.total,
        entry.female,
        entry.male,
        entry.unknown,
        entry.budget,
        entry.units_inspected,
        more,
        entry.note,
        _who(desk, entry.by, entry.unit),
    )


def _own_lines(entry: Entry) -> int:
    """How many lines of an entry are about what has a column of its own."""
    people = any(one is not None for one in (entry.female, entry.male, entry.unknown, entry.total))
    said = (entry.title, entry.place, people or None, entry.units_inspected, entry.budget)
    return 2 + sum(one is not None for one in said)


def _who(desk: Desk, id_: str | None, unit: str) -> str:
    """A person's name where they gave one, else their role in the unit."""
    person = desk.register.person(id_) if id_ else None
    if person is None:
        return words.SOMEBODY
    roles = [ROLES[one.role] for one in person.memberships if one.unit == unit]
    return person.name or next(iter(roles), words.SOMEBODY_ABOVE)


def _moment(at: Any) -> str:
    local = at.astimezone(ZONE)
    return f"{written_day(local.date())} {local:%H:%M}"
