"""A planned message in words, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from handlers import messages_reminders as messages
from handlers.duties import Occurrence, handle_of
from handlers.duty_words import card, card_choices, line, source
from handlers.messages_duties import CARD_SOURCE
from handlers.messages_office import PROJECTED
from handlers.planning import Ahead, Digest, Item, Overdue
from handlers.standing import Period, period_of
from handlers.standing_words import period_label, title
from handlers.types import Choice, Reply
from handlers.wishes import last_day, name_of, said_of
from knowledge.wording import written_day
from knowledge.workdays import Calendar

NAMES = 15
"""Units named in an office's digest."""
CARDS = 3
"""Deadlines that one message tells in full; of more it gives a line each, to be opened by their number."""


def compose(
    digest: Digest, today: date, calendar: Calendar, draft: Callable[[Occurrence], str] = lambda occurrence: ""
) -> Reply:
    """The message of a digest: deadlines first, then what an office is told, then days of the year.

    `draft` says of a deadline how far its report is.
    """
    parts = []
    if digest.items:
        parts.append(_items(digest.items, today, calendar, draft))
    parts += [_overdue(one) for one in digest.overdue]
    parts += [ahead_text(one, today) for one in digest.ahead]
    return Reply("\n\n".join([*parts, messages.NO_MORE]), _choices(digest))


def _items(items: Sequence[Item], today: date, calendar: Calendar, draft: Callable[[Occurrence], str]) -> str:
    if len(items) == 1:
        return f"{messages.HEAD}\n{_item(items[0], today, calendar, draft)}"
    head = messages.SEVERAL.format(count=len(items))
    if len(items) > CARDS:
        return "\n".join([head, *_numbered(line(item.occurrence, today) for item in items)])
    return "\n\n".join([head, *_numbered(_item(item, today, calendar, draft) for item in items)])


def _numbered(texts: Iterable[str]) -> list[str]:
    return [messages.NUMBERED.format(number=number, text=text) for number, text in enumerate(texts, 1)]


def _item(item: Item, today: date, calendar: Calendar, draft: Callable[[Occurrence], str]) -> str:
    told = (card(item.occurrence, today, calendar), draft(item.occurrence))
    text = "\n".join(part for part in told if part)
    return f"{messages.AGAIN}\n{text}" if item.again == today else text


def _overdue(overdue: Overdue) -> str:
    names = ", ".join(unit.name for unit in overdue.units[:NAMES])
    if len(overdue.units) > NAMES:
        names = messages.OVERDUE_MORE.format(names=names, count=len(overdue.units) - NAMES)
    text = messages.OVERDUE.format(
        title=title(overdue.duty, overdue.year),
        mark=PROJECTED if overdue.projected else "",
        due=written_day(overdue.due),
        count=len(overdue.units),
        top=overdue.top.name,
        names=names,
    )
    return f"{messages.OVERDUE_HEAD}\n{text}\n{CARD_SOURCE.format(source=source(overdue.duty))}"


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
                number=number, what=period_label(period_of(item.occurrence)), unit=item.occurrence.unit.name
            ),
        )
        for number, item in enumerate(digest.items, 1)
    )
    reports = {(one.top.id, one.duty.id, one.year): one for one in reversed(digest.overdue)}
    several = len({one.top.id for one in reports.values()}) > 1
    shown = tuple(
        choice
        for one in reversed(reports.values())
        for choice in _office_choices(one, named=len(reports) > 1, whose=several)
    )
    return (*opened, *shown)


def _office_choices(overdue: Overdue, *, named: bool, whose: bool) -> tuple[Choice, Choice]:
    """To see how units stand with a report and to remind them; where it is `named` of which, and `whose` units."""
    of = f"{overdue.top.id}:{handle_of(overdue.duty.id, overdue.year, overdue.top.id)}"
    what = period_label(Period(overdue.duty, overdue.year, overdue.due, overdue.projected))
    if whose:
        what = messages.OVERDUE_WHOSE.format(what=what, top=overdue.top.name)
    show, nudge = messages.OVERDUE_SHOW, messages.OVERDUE_NUDGE
    if named:
        show, nudge = messages.OVERDUE_SHOW_OF.format(what=what), messages.OVERDUE_NUDGE_OF.format(what=what)
    return Choice(f"ky:{of}", show), Choice(f"nhac:{of}", nudge)
