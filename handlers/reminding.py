"""A planned message in words, with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from handlers import messages_reminders as messages
from handlers.duties import handle_of
from handlers.duty_words import card, card_choices, line
from handlers.planning import Ahead, Digest, Item, Overdue
from handlers.types import Choice, Reply
from handlers.wishes import last_day, name_of, said_of
from knowledge.wording import written_day
from knowledge.workdays import Calendar

NAMES = 15
"""Units named in an office's digest."""
CARDS = 3
"""Deadlines that one message tells in full; of more it gives a line each, to be opened by their number."""


def compose(digest: Digest, today: date, calendar: Calendar) -> Reply:
    """The message of a digest: deadlines first, then what an office is told, then days of the year."""
    parts = []
    if digest.items:
        parts.append(_items(digest.items, today, calendar))
    parts += [_overdue(one) for one in digest.overdue]
    parts += [ahead_text(one, today) for one in digest.ahead]
    return Reply("\n\n".join([*parts, messages.NO_MORE]), _choices(digest))


def _items(items: Sequence[Item], today: date, calendar: Calendar) -> str:
    if len(items) == 1:
        return f"{messages.HEAD}\n{_item(items[0], today, calendar)}"
    head = messages.SEVERAL.format(count=len(items))
    if len(items) > CARDS:
        return "\n".join([head, *_numbered(line(item.occurrence, today) for item in items)])
    return "\n\n".join([head, *_numbered(_item(item, today, calendar) for item in items)])


def _numbered(texts: Iterable[str]) -> list[str]:
    return [messages.NUMBERED.format(number=number, text=text) for number, text in enumerate(texts, 1)]


def _item(item: Item, today: date, calendar: Calendar) -> str:
    text = card(item.occurrence, today, calendar)
    return f"{messages.AGAIN}\n{text}" if item.again == today else text


def _overdue(overdue: Overdue) -> str:
    names = ", ".join(unit.name for unit in overdue.units[:NAMES])
    if len(overdue.units) > NAMES:
        names = messages.OVERDUE_MORE.format(names=names, count=len(overdue.units) - NAMES)
    text = messages.OVERDUE.format(
        title=overdue.duty.title,
        due=written_day(overdue.due),
        count=len(overdue.units),
        top=overdue.top.name,
        names=names,
    )
    return f"{messages.OVERDUE_HEAD}\n{text}"


def ahead_text(ahead: Ahead, today: date) -> str:
    days, fact = (ahead.starts - today).days, ahead.fact
    first, last = written_day(ahead.starts), written_day(last_day(fact, ahead.starts))
    when = first if first == last else messages.FROM_TO.format(first=first, last=last)
    said = messages.AHEAD.format(days=days, name=name_of(fact), when=when)
    return f"{messages.AHEAD_HEAD}\n{' '.join(part for part in (said, said_of(fact, ahead.directives)) if part)}"


def _choices(digest: Digest) -> tuple[Choice, ...]:
    """One deadline: what can be done about it. Several: each by its number, to be opened first."""
    if len(digest.items) == 1 and not digest.overdue:
        return card_choices(digest.items[0].occurrence)
    opened = tuple(
        Choice(
            f"viec:{item.occurrence.unit.id}:{item.occurrence.handle}",
            messages.ITEM_CHOICE.format(
                number=number, title=item.occurrence.duty.title, unit=item.occurrence.unit.name
            ),
        )
        for number, item in enumerate(digest.items, 1)
    )
    offices = [(one.top.id, handle_of(one.duty.id, one.year, one.top.id)) for one in digest.overdue]
    unique = list(dict.fromkeys(offices))
    shown = tuple(
        choice
        for unit, handle in unique
        for choice in (
            Choice(f"ky:{unit}:{handle}", messages.OVERDUE_SHOW),
            Choice(f"nhac:{unit}:{handle}", messages.OVERDUE_NUDGE),
        )
    )
    return (*opened, *shown)
