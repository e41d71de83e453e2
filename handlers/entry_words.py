"""Entries in words: a value, a line, a whole card."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers import messages_log as words
from handlers.entries import Entry
from handlers.filling import Filling
from handlers.form_state import HEADCOUNTS, Step
from knowledge.forms import Field, Form
from knowledge.text.periods import find_years
from knowledge.wording import written_day

LONG = 80
"""Letters of a title in a line."""


def grouped(number: int) -> str:
    """A number with its thousands apart: 1.200."""
    return f"{number:,}".replace(",", ".")


def days(first: date, last: date | None) -> str:
    """A day, or a stretch of days."""
    if last is None or last == first:
        return written_day(first)
    return words.DAYS.format(first=written_day(first), last=written_day(last))


def people(values: Mapping[str, Any]) -> str:
    """How many took part, by sex as far as it was said; empty where nothing was."""
    forms = (("female", words.FEMALE), ("male", words.MALE), ("unknown", words.UNKNOWN))
    parts = [form.format(count=grouped(values[name])) for name, form in forms if values.get(name) is not None]
    if values.get("total") is None:
        return ", ".join(parts)
    total = grouped(values["total"])
    return words.PEOPLE_PARTS.format(total=total, parts=", ".join(parts)) if parts else words.PEOPLE.format(total=total)


def money(amount: int) -> str:
    return words.MONEY.format(amount=grouped(amount)) if amount else words.NO_MONEY


def in_words(field: Field, value: Any, last: Any = None) -> str:
    """An answer as it is shown; `last` is the last day of a stretch."""
    if value is None or value == []:
        return words.EDIT_NOTHING
    if field.type == "date":
        return days(date.fromisoformat(value), date.fromisoformat(last) if last else None)
    if field.type in ("select_one", "select_multiple"):
        labels = {one.name: one.label for one in field.choices}
        chosen = [value] if isinstance(value, str) else value
        return ", ".join(labels.get(one, one) for one in chosen)
    if field.type in ("photo", "file"):
        return words.FILE_COUNT.format(count=len(value))
    if field.name == "budget":
        return money(value)
    if isinstance(value, int):
        return grouped(value)
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def short_name(field: Field) -> str:
    """What a field is called on a card."""
    return words.SHORT.get(field.name) or field.short or field.label.rstrip("?")


def step_name(step: Step, form: Form) -> str:
    """What a question is called on a card; in a row of a repeat with the number of the row."""
    name = short_name(step.field)
    if step.row is None:
        return name
    around = next(one for one in form.fields if one.name == step.path.split("/")[0])
    return f"{short_name(around)} {step.row + 1}, {name[:1].lower()}{name[1:]}"


def step_value(filling: Filling, step: Step) -> str:
    last = filling.context(step).get(step.field.ends) if step.field.ends else None
    return in_words(step.field, filling.value(step), last)


def in_one_line(values: Mapping[str, Any], label: str) -> str:
    """What is known, in a line: "Họp Ban, 20/11/2026, 9 người (nữ 6, nam 3), không kinh phí"."""
    last = values.get("date_end")
    day = (
        days(date.fromisoformat(values["date"]), date.fromisoformat(last) if last else None)
        if values.get("date")
        else ""
    )
    cost = money(values["budget"]) if values.get("budget") is not None else ""
    title = str(values.get("title") or label)
    short = title if len(title) <= LONG else f"{title[: LONG - 1].rstrip()}…"
    return ", ".join(one for one in (short, day, values.get("place") or "", people(values), cost) if one)


def card_lines(filling: Filling) -> list[str]:
    """A line for everything that is known, and one for what is not; a row of a repeat in one line."""
    lines, empty = [], []
    shown_people = False
    rows: set[str] = set()
    for step in filling.steps():
        if step.asks_for_more or step.field.type in ("photo", "file"):
            continue
        if step.row is not None:
            if (of := step.path.rpartition("/")[0]) not in rows:
                rows.add(of)
                around, row = _row(filling, step)
                if any(value is not None for value in row.values()):
                    lines.append(row_words(around, [one for one in around.fields if one.name in row], row))
                else:
                    empty.append(short_name(around))
        elif step.field.name in HEADCOUNTS:
            if not shown_people and (found := people(filling.values)):
                lines.append(words.CARD_LINE.format(name=words.TOOK_PART, value=found))
                shown_people = True
            if filling.values.get(step.field.name) is None:
                empty.append(step_name(step, filling.form))
        elif filling.value(step) is None or filling.value(step) == []:
            empty.append(step_name(step, filling.form))
        else:
            name, value = step_name(step, filling.form), step_value(filling, step)
            lines.append(words.CARD_LINE.format(name=name, value=value))
    if empty:
        lines.append(words.CARD_EMPTY.format(names=", ".join(name[:1].lower() + name[1:] for name in empty)))
    day = filling.values.get("date")
    if (past := _last_year(day, filling.today)) and day != filling.state.dated:
        lines.append(past)
    return lines


def _row(filling: Filling, step: Step) -> tuple[Field, dict[str, Any]]:
    """The repeat of a step, and what its row says."""
    around = next(one for one in filling.form.fields if one.name == step.path.split("/")[0])
    of = [one for one in filling.steps() if one.row == step.row and _beside(one, step)]
    return around, {one.field.name: filling.value(one) for one in of}


def _beside(one: Step, other: Step) -> bool:
    return one.path.rpartition("/")[0] == other.path.rpartition("/")[0]


def dated(day: Any, text: str, today: date) -> str | None:
    """A day whose year a text says itself; None for one that was only worked out."""
    if not isinstance(day, str):
        return None
    short = re.search(rf"[/.-] ?{day[2:4]}(?![0-9/.-])", text)
    return day if short or int(day[:4]) in find_years(text, today) else None


def _last_year(said: Any, today: date) -> str:
    """A word on a day of last year that lies ahead in this one; empty for any other."""
    day = date.fromisoformat(said) if isinstance(said, str) else None
    if day is None or day.year != today.year - 1 or (day.month, day.day) <= (today.month, today.day):
        return ""
    ahead = f"{day.day}/{day.month}/{today.year}"
    return words.CARD_LAST_YEAR.format(day=written_day(day), year=day.year, ahead=ahead)


def what(entry: Entry, label: str) -> str:
    """An entry in a few words: what, when, how many, how much. `label` is that of its type."""
    title = entry.title or label
    parts = [title if len(title) <= LONG else f"{title[: LONG - 1].rstrip()}…", days(entry.day, entry.last_day)]
    if isinstance(cases := entry.more.get("cases"), int):
        parts.append(words.CASES.format(count=grouped(cases)))
    if found := people(_figures(entry)):
        parts.append(found)
    if entry.units_inspected is not None:
        parts.append(words.UNITS_COUNT.format(count=grouped(entry.units_inspected)))
    if entry.budget is not None:
        parts.append(money(entry.budget))
    return ", ".join(parts)


def entry_lines(entry: Entry, form: Form | None, label: str) -> list[str]:
    """All that an entry says, a line each."""
    lines = [words.CARD_LINE.format(name=words.SHORT["type"], value=label)]
    if entry.title:
        lines.append(words.CARD_LINE.format(name=words.SHORT["title"], value=entry.title))
    lines.append(words.CARD_LINE.format(name=words.SHORT["date"], value=days(entry.day, entry.last_day)))
    if entry.place:
        lines.append(words.CARD_LINE.format(name=words.SHORT["place"], value=entry.place))
    if found := people(_figures(entry)):
        lines.append(words.CARD_LINE.format(name=words.TOOK_PART, value=found))
    if entry.units_inspected is not None:
        lines.append(words.CARD_LINE.format(name=words.SHORT["units_inspected"], value=grouped(entry.units_inspected)))
    if entry.budget is not None:
        lines.append(words.CARD_LINE.format(name=words.SHORT["budget"], value=money(entry.budget)))
    fields = {one.name: one for one in form.fields} if form else {}
    for name, value in entry.more.items():
        lines += _more_lines(name, value, fields.get(name))
    return lines


def _more_lines(name: str, value: Any, field: Field | None) -> list[str]:
    if field is None or field.type == "calculate":
        return []
    if field.type != "repeat":
        return [words.CARD_LINE.format(name=short_name(field), value=in_words(field, value))]
    return [row_words(field, field.fields, row) for row in value]


def row_words(around: Field, fields: Sequence[Field], row: Mapping[str, Any]) -> str:
    """A row of a repeat in one line, those of its `fields` that were asked: "Cấp ủy: hiện có 10, nữ 4; năm trước 9".

    Figures of one name's beginning stand together; what has no answer is named at the end.
    """
    title = next((one for one in fields if one.type == "select_one" and row.get(one.name) is not None), None)
    name = in_words(title, row[title.name]) if title else short_name(around)
    said, empty, answered = "", [], False
    for one in fields:
        called = short_name(one).lower()
        women = called.startswith(words.ROW_WOMEN)
        if one is title:
            continue
        if row.get(one.name) is None:
            # Of how many nobody said, how many were women is not asked.
            empty += [called] if answered or not women else []
            answered = False
            continue
        women, answered = women and answered, True
        part = f"{words.ROW_WOMEN if women else called} {in_words(one, row[one.name])}"
        said += f"{(', ' if women else '; ') if said else ''}{part}"
    if empty:
        said += f"{'; ' if said else ''}{words.ROW_EMPTY.format(names=', '.join(empty))}"
    return words.CARD_LINE.format(name=name, value=said) if said else name


def _figures(entry: Entry) -> dict[str, int | None]:
    return {"female": entry.female, "male": entry.male, "unknown": entry.unknown, "total": entry.total}
