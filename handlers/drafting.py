"""A draft in somebody's hands: the form, what is known, and the entry that it would make."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from handlers.answers import local_day
from handlers.desk import Desk
from handlers.entries import COLUMNS, NUMBERS, Draft, Entry
from handlers.filling import Filling
from handlers.form_state import HEADCOUNTS, State
from handlers.people import Person
from handlers.types import IncomingMessage, Record, Session
from knowledge.activity import People
from knowledge.activity_types import ActivityType
from knowledge.forms import Form

NAMELESS = frozenset({"vu_viec"})
"""Types of activity of which only figures are kept: no answer may tell who somebody is."""


@dataclass(frozen=True)
class Hand:
    """One message of a person about their draft."""

    desk: Desk
    message: IncomingMessage
    session: Session
    person: Person
    draft: Draft
    form: Form

    @property
    def today(self) -> date:
        return local_day(self.message)

    @cached_property
    def state(self) -> State:
        return State.from_json(self.draft.state)

    @cached_property
    def filling(self) -> Filling:
        return Filling(self.form, self.state, self.today)

    def with_state(self, state: State) -> Hand:
        """The same with other answers."""
        return Hand(**{**self._parts, "draft": replace(self.draft, state=state.to_json())})

    def with_draft(self, **changes: Any) -> Hand:
        return Hand(**{**self._parts, "draft": replace(self.draft, **changes)})

    @property
    def _parts(self) -> dict[str, Any]:
        names = ("desk", "message", "session", "person", "draft", "form")
        return {name: getattr(self, name) for name in names}

    @property
    def nameless(self) -> bool:
        return bool(NAMELESS & set(self.form.types))

    @property
    def type(self) -> str:
        """The type of the activity, as far as it is known."""
        return self.filling.values.get("type") or self.state.type or self.form.types[0]

    @property
    def people(self) -> People:
        return self.filling.people

    @property
    def shown(self) -> Filling:
        """The filling with the figures that follow from others, for a card."""
        figures = {name: value for name in HEADCOUNTS if (value := getattr(self.people, name)) is not None}
        return Filling(self.form, replace(self.state, answers={**self.state.answers, **figures}), self.today)

    def record(self) -> Record:
        """What is kept of the draft after this message."""
        row = {
            **{"id": self.draft.id, "person": self.draft.person, "unit": self.draft.unit, "form": self.form.id},
            **{"state": json.dumps(dict(self.draft.state), ensure_ascii=False), "status": self.draft.status},
            "entry": self.draft.entry,
        }
        return Record("drafts", row, self.person.id)

    def closed(self, status: str, entry: str | None = None) -> Record:
        """The draft at its end; what was answered stays only where it may be taken up again."""
        row: dict[str, Any] = {"id": self.draft.id, "status": status}
        if status == "saved":
            row |= {"state": "{}", "entry": entry}
        return Record("drafts", row, self.person.id)

    def columns(self) -> dict[str, Any]:
        """The columns of the entry that the draft makes, days in ISO 8601."""
        values = {**self.filling.values, **{name: getattr(self.people, name) for name in HEADCOUNTS}, "type": self.type}
        if self.draft.entry and any(one.name == "date" and one.type == "calculate" for one in self.form.fields):
            # An entry keeps the day it was made for, where its form asks for none.
            values["date"] = self.state.answers.get("date") or values["date"]
        row = {name: values.get(name) for name in COLUMNS}
        more = {
            one.name: values[one.name]
            for one in self.form.fields
            if one.name not in COLUMNS
            and one.type not in ("note", "photo", "file")
            and values.get(one.name) is not None
        }
        return {**row, "more": json.dumps(_without_empty_rows(more), ensure_ascii=False), "note": self.state.note}


def form_of(desk: Desk, id_: str) -> Form | None:
    """The form with an id."""
    return next((form for form in desk.assistant.knowledge.forms if form.id == id_), None)


def type_of(desk: Desk, id_: str | None) -> ActivityType | None:
    return next((one for one in desk.assistant.knowledge.activities if one.id == id_), None)


def type_label(desk: Desk, id_: str) -> str:
    """What a type of activity is called; the id of one that is no more."""
    found = type_of(desk, id_)
    return found.label if found else id_


def state_of_entry(entry: Entry, form: Form) -> State:
    """The state of a draft that changes an entry: all is answered, to be looked at."""
    answers: dict[str, Any] = {"date": entry.day.isoformat(), **dict(entry.more)}
    answers |= {name: value for name in ("title", "place") if (value := getattr(entry, name)) is not None}
    answers |= {name: value for name in NUMBERS if (value := getattr(entry, name)) is not None}
    if entry.last_day is not None:
        answers["date_end"] = entry.last_day.isoformat()
    if any(one.name == "type" and one.type == "select_one" for one in form.fields):
        answers["type"] = entry.type
    return State(answers=plain_people(answers), brief=True, note=entry.note, type=entry.type)


def plain_people(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers without a total that follows from women and men, so that changing one of them changes it."""
    known = dict(answers)
    if known.get("female") is not None and known.get("male") is not None:
        added = known["female"] + known["male"] + (known.get("unknown") or 0)
        if known.get("total") == added:
            known.pop("total")
    return {name: value for name, value in known.items() if value is not None}


def _without_empty_rows(more: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in more.items():
        if isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            rows = [dict(row) for row in value if any(one is not None for one in row.values())]
            if rows:
                found[name] = rows
        elif value != []:
            found[name] = value
    return found
