"""One message about something that was done -> what it says, field by field, and what of it cannot be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from knowledge.activity.days import Days, read_days
from knowledge.activity.headcounts import COUNT
from knowledge.activity.heads import read_people, take_shares
from knowledge.activity.kinds import Kind, find_kind, kinds_named
from knowledge.activity.messages import problem
from knowledge.activity.model import Activity, ReadActivity
from knowledge.activity.people import People
from knowledge.activity.places import read_place
from knowledge.activity.sentence import LONGEST, Sentence
from knowledge.activity.several import is_other, others
from knowledge.activity.spending import Budget, read_budget
from knowledge.activity.titles import read_title
from knowledge.activity.units import Units, read_units
from knowledge.activity_types import ActivityType

INSPECTION = "kiem_tra"
DECIDED = ("kien_toan", "can_bo_nu")
"""Types of what a decision does: its date is theirs where no other is said."""
OTHER = "khac"
_LOOKED_AT: Final = 4
"""Places where another activity may begin and only reading both sides tells: each takes as long as the message."""
_OPENING: Final = re.compile(r"^(?:[-–•*+,;.]\s*)+")
"""What only parts the words for another activity from those before."""


def read_activity(text: str, today: date, types: Sequence[ActivityType]) -> ReadActivity:
    """What a message says of one activity, from its words alone: None for what was not said.

    A rough figure ("khoảng 50 người") is taken as it stands; a range ("40-50 người") is a problem. What lacks a year
    lies up to today. Of several activities the first is read. Never raises; a message longer than LONGEST is not read.
    """
    if len(text) > LONGEST:
        return ReadActivity(Activity(), (problem("title", "too_long", limit=LONGEST),))
    sentence = Sentence(text, types)
    kind = find_kind(sentence, types)
    if kind is not None and (parted := _parted(sentence, kind, today, types)):
        return parted
    return read_sentence(sentence, kind, today, types)


def _parted(sentence: Sentence, kind: Kind, today: date, types: Sequence[ActivityType]) -> ReadActivity | None:
    """The first of several activities, and the words of the others; None where one only is told of."""
    every = list(others(sentence, kind, kinds_named(sentence, types)))
    doubtful = [one for one in every if not one.listed][_LOOKED_AT:]
    for one in every:
        if one in doubtful:
            continue
        before, behind = sentence.typed_around(one.start)
        first = _read(before, today, types)
        if is_other(one, first.activity, partial(_read, behind, today, types)):
            return replace(first, others=_OPENING.sub("", behind))
    return None


def _read(text: str, today: date, types: Sequence[ActivityType]) -> ReadActivity:
    sentence = Sentence(text, types)
    return read_sentence(sentence, find_kind(sentence, types), today, types)


def read_sentence(sentence: Sentence, kind: Kind | None, today: date, types: Sequence[ActivityType]) -> ReadActivity:
    """The same of a report made ready, of which nothing has been taken, with the kind of activity that it names."""
    shares = take_shares(sentence)
    people = read_people(sentence, shares)
    days = read_days(sentence, today, decided=kind is not None and kind.type in DECIDED)
    budget = read_budget(sentence)
    inspected = kind is not None and kind.type == INSPECTION
    units = read_units(sentence) if inspected else Units()
    place = read_place(sentence, inspected=inspected, named=kind.start if kind else None)
    type_ = kind.type if kind else _unnamed(days, people, place, budget, types)
    activity = Activity(
        type=type_,
        title=_title(sentence, kind) if type_ else None,
        date=days.first,
        date_end=days.last,
        female=people.female,
        male=people.male,
        unknown=people.unknown,
        total=people.total,
        budget=budget.vnd,
        place=place,
        units_inspected=units.count,
    )
    return ReadActivity(activity, (*days.problems, *people.problems, *budget.problems, *units.problems))


def _unnamed(
    days: Days, people: People, place: str | None, budget: Budget, types: Sequence[ActivityType]
) -> str | None:
    """The type of what was clearly done though nothing names it: on a day or at a place, with people or for money."""
    came = any(figure is not None for figure in (people.female, people.male, people.total)) or bool(budget.vnd)
    done = came and (days.first is not None or place is not None)
    return OTHER if done and any(each.id == OTHER for each in types) else None


def _title(sentence: Sentence, kind: Kind | None) -> str | None:
    if kind is not None and kind.counted:
        return COUNT.sub("", sentence.words_typed(kind.start, kind.end)).strip(" ,")
    if kind is not None:
        return read_title(sentence, kind.start, kind.end, beside=kind.type == OTHER)
    start = next((at for at, letter in enumerate(sentence.open) if letter.isalpha()), 0)
    title = read_title(sentence, start, start + 1)
    return title if len(title) > 1 else None
