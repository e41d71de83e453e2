"""The draft of an official letter that urges the units that have not sent a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.desk import Desk
from handlers.duty_words import source
from handlers.people import Unit
from handlers.reports import messages as words
from handlers.reports.gathering import settings_of
from handlers.reports.headers import agency_of, board_of, place_of
from handlers.reports.model import Cell, Column, Header, Letter, Table
from handlers.standing import FAR, Row, Standing, look, periods
from handlers.standing_words import title
from knowledge.wording import in_sentence, written_day

FEW: Final = 10
"""So many units are addressed by name; more stand in the list only."""


def urging_letter(desk: Desk, top: str, handle: str, today: str) -> tuple[Letter, str, int] | None:
    """The letter, a name for its file, and how many units it urges; None where none is silent any more.

    `handle` names the report as it does for the office of `top`.
    """
    duties, day = desk.duties(), date.fromisoformat(today)
    unit = duties.tree.unit(top)
    known = periods(duties, duties.tree.under(top), day, FAR)
    period = next((one for one in known if one.handle(top) == handle), None)
    found = look(desk.register, duties, top, period.duty.id, period.year, day, reach=False) if period else None
    # The office does not write to itself.
    silent = [row for row in found.silent if row.unit.id != top] if found else []
    if unit is None or found is None or not silent:
        return None
    what = in_sentence(title(found.duty, found.year))
    letter = Letter(
        header=_header(desk, unit, silent, what, day),
        paragraphs=_paragraphs(unit, found, len(silent), what, day),
        table=_silent(silent, day),
        closing=(words.URGE_CLOSING.format(body=board_of(unit), year=day.year),),
    )
    return letter, words.URGE_NAME.format(what=what), len(silent)


def _header(desk: Desk, unit: Unit, silent: Sequence[Row], what: str, day: date) -> Header:
    settings = settings_of(desk, unit)
    names = [row.unit.name for row in silent]
    return Header(
        agency=settings.agency or agency_of(unit).upper(),
        body=settings.body or words.BODY,
        symbol=words.URGE_SYMBOL,
        place=settings.place or place_of(unit),
        day=day,
        type_name="",
        summary=words.URGE_SUMMARY.format(what=what),
        to=tuple(names) if len(names) <= FEW else (words.URGE_TO_LISTED,),
        board_post=settings.board_post or words.BOARD_POST,
        agency_post=settings.agency_post or "",
        signer=settings.signer or "",
        copies=(words.AS_ABOVE, words.ARCHIVE),
    )


def _paragraphs(unit: Unit, found: Standing, silent: int, what: str, day: date) -> tuple[str, ...]:
    due = written_day(found.due) if found.due else ""
    mark = words.URGE_PROJECTED if found.projected else ""
    return (
        words.URGE_ASKED.format(source=source(found.duty), what=what, body=board_of(unit), due=due, mark=mark),
        words.URGE_STANDS.format(day=written_day(day), sent=found.sent, owing=found.owing, silent=silent),
    )


def _silent(silent: Sequence[Row], day: date) -> Table:
    columns = (
        *(Column(words.NUMBER, "index"), Column(words.UNIT, "text"), Column(words.URGE_DUE, "date")),
        Column(words.URGE_LATE, "number"),
    )
    rows: list[tuple[Cell, ...]] = []
    for number, row in enumerate(silent, 1):
        due = row.occurrence.due if row.occurrence else None
        late = max((day - due).days, 0) if due else None
        rows.append((number, row.unit.name, written_day(due) if due else None, late or None))
    return Table("silent", words.URGE_LIST, columns, tuple(rows))
