"""A person's own data as a page to read: headings, names and days in words instead of columns and ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

from handlers import messages_own_data as words
from handlers.answers import ZONE
from handlers.duties import Duties
from handlers.messages_joining import CHANNELS, PURPOSES, ROLES
from handlers.people import Person
from knowledge.wording import written_day

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Reader:
    """How ids are turned into words."""

    duties: Duties
    person: Person
    today: date

    def unit(self, value: Any) -> str:
        return self.duties.tree.name(value)

    def units(self, value: Any) -> str:
        return "; ".join(self.unit(id_) for id_ in str(value).split())

    def duty(self, value: Any) -> str:
        duty = self.duties.duty(str(value))
        return duty.title if duty else str(value)

    def task(self, value: Any) -> str:
        """What an occurrence's handle stands for, of the person's own units."""
        for id_ in self.person.units:
            unit = self.duties.tree.unit(id_)
            found = self.duties.by_handle(unit, str(value), self.today) if unit else None
            if found is not None:
                return words.TASK.format(title=found.duty.title, year=found.year, unit=found.unit.name)
        return words.UNKNOWN_TASK


def _moment(reader: _Reader, value: Any) -> str:
    local = datetime.fromisoformat(str(value)).astimezone(ZONE)
    return f"{written_day(local.date())} {local:%H:%M}"


def _day(reader: _Reader, value: Any) -> str:
    return written_day(date.fromisoformat(str(value)[:10]))


def _named(names: Mapping[Any, str]) -> Callable[[_Reader, Any], str]:
    return lambda reader, value: names.get(value, str(value))


def _text(reader: _Reader, value: Any) -> str:
    return str(value)


def _list(reader: _Reader, value: Any) -> str:
    return ", ".join(map(str, value))


def _remembered(reader: _Reader, value: Any) -> str:
    """What a session holds: the last question, the place; else that a dialogue is open."""
    last = value.get("last") or {}
    known = [(words.LAST_QUESTION, last.get("question")), (words.PLACE, value.get("province"))]
    known += [(words.SECTOR, value.get("sector")), (words.DIALOGUE, (value.get("flow") or {}).get("name"))]
    said = [f"{label}: {text}" for label, text in known if text]
    values = (value.get("flow") or {}).get("values")
    return "; ".join([*said, *([json.dumps(values, ensure_ascii=False)] if values else [])])


_READ: Mapping[str, Callable[[_Reader, Any], str]] = {
    "moment": _moment,
    "day": _day,
    "text": _text,
    "list": _list,
    "unit": _Reader.unit,
    "units": _Reader.units,
    "duty": _Reader.duty,
    "task": _Reader.task,
    "role": _named(ROLES),
    "purpose": _named(PURPOSES),
    "channel": _named(CHANNELS),
    "yes": _named(words.YES_NO),
    "agreed": _named(words.AGREED),
    "kind": _named(words.KINDS),
    "request": _named(words.REQUESTS),
    "status": _named(words.STATUSES),
    "ruling": _named(words.RULINGS),
    "verdict": _named(words.VERDICTS),
    "event": _named(words.EVENTS),
    "table": _named(words.TABLES),
    "letter": _named(words.LETTERS),
    "session": _remembered,
}


def own_data_page(kept: Mapping[str, Sequence[Row]], duties: Duties, person: Person, today: date) -> str:
    """An HTML page of everything that is kept; what has no heading of its own comes as it is stored."""
    reader = _Reader(duties, person, today)
    parts = [f"<h1>{escape(words.TITLE)}</h1>", f"<p>{escape(words.ON.format(day=written_day(today)))}</p>"]
    for table, (heading, columns) in words.SECTIONS.items():
        parts.append(f"<h2>{escape(heading)}</h2>")
        rows = kept.get(table, ())
        parts.append(_table(rows, columns, reader) if rows else f"<p>{escape(words.NOTHING)}</p>")
    for table in sorted(set(kept) - set(words.SECTIONS)):
        parts.append(f"<h2>{escape(table)}</h2><pre>{escape(json.dumps(kept[table], ensure_ascii=False))}</pre>")
    return words.PAGE.format(title=escape(words.TITLE), body="\n".join(parts))


def _table(rows: Sequence[Row], columns: Mapping[str, tuple[str, str]], reader: _Reader) -> str:
    head = "".join(f"<th>{escape(label)}</th>" for label, _ in columns.values())
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(row.get(name), how, reader)}</td>' for name, (_, how) in columns.items())}</tr>"
        for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(value: Any, how: str, reader: _Reader) -> str:
    if value is None or value == "":
        return words.NO_VALUE
    try:
        said = _READ[how](reader, value)
    except ValueError:
        # A row of an earlier version: better as it is stored than not at all.
        said = str(value)
    return escape(said).replace("\n", "<br>")
