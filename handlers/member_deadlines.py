"""A member who asks when a report is due is told of their own units' days, not of a document of some year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from handlers import messages_duties as words
from handlers.answers import reply_for
from handlers.asking import Answered
from handlers.desk import Desk
from handlers.duties import Duties, Occurrence, years_around
from handlers.duty_words import card, line, outline_choice
from handlers.people import Person, Unit
from handlers.register import Submission
from handlers.rights import may
from handlers.types import Choice, IncomingMessage, Reply
from knowledge.gazetteer import Gazetteer
from knowledge.understand import Understood
from knowledge.wording import written_day

BEHIND, AHEAD = timedelta(days=30), timedelta(days=400)
"""How long what was not sent is still told of, and how far ahead the next day may be."""
CARDS = 3
"""So many are told in full; of more each in a line, to be opened by its number."""
ROWS = 12
UNITS = 10
_WHO = re.compile(r"(?<![a-z])(?:ai|(?:nhung |cac )?(?:don vi|co quan|noi|cap) nao)(?![a-z])")
"""Words that ask who has to report, which a unit's own card does not tell."""
_REASONS = frozenset({"", "places", "place", "year", "close", "weak"})
"""Why a question may not have been answered plainly and still be about a deadline of one's own."""


def own_deadlines(desk: Desk, message: IncomingMessage, answered: Answered, today: date) -> Reply | None:
    """The days of the speaker's units for a question about report deadlines; None for any other, and for strangers."""
    result = answered.result
    if result is None or not _is_meant(answered) or result.reason not in _REASONS:
        return None
    person = desk.caller(message)
    if person is None:
        return None
    duties = desk.duties()
    units = _units(person, duties, result.understood, desk.assistant.answerer.gazetteer, today)
    found = [one for unit in units for one in _of_unit(unit, duties, result.understood, desk, today)]
    gone = [line for unit in units for line in _cancelled(unit, duties, result.understood, today)]
    if found or gone:
        return _told(found, gone, desk, today)
    return _of_place(units, desk, result.understood)


def _is_meant(answered: Answered) -> bool:
    """Whether the answer would be of report deadlines and the question names no document."""
    result = answered.result
    if result is None or not result.found:
        return False
    understood, best = result.understood, result.found[0].entry
    if understood.exact or understood.missing or understood.titled or _WHO.search(understood.folded):
        return False
    if understood.intent != "deadline":
        return False
    return result.reason == "place" or (best.kind == "deadline" and result.outcome != "none")


def _units(person: Person, duties: Duties, understood: Understood, gazetteer: Gazetteer, today: date) -> Sequence[Unit]:
    """The person's own units that the question may mean: all, or those of the place and the sector it names."""
    own = [unit for id_ in person.units if (unit := duties.tree.unit(id_)) and unit.stands(today)]
    own = [unit for unit in own if may(person, "see_deadlines", unit.id, duties.tree)]
    if understood.places:
        names = [hit.name for hit in understood.places]
    else:
        names = [understood.asker.province] if understood.asker.province else []
    sectors = understood.sectors or ([understood.asker.sector] if understood.asker.sector else [])
    meant = [
        unit
        for unit in own
        if all(name and unit.province and _same(name, unit.province, gazetteer) for name in names)
        and (not sectors or unit.sector in sectors)
        and (not understood.upward or duties.leads_sector(unit))
    ]
    return meant[:UNITS]


def _same(asked: str, bound: str, gazetteer: Gazetteer) -> bool:
    return gazetteer.canonical(bound) in (gazetteer.canonical(asked), gazetteer.now(asked))


def _of_unit(unit: Unit, duties: Duties, understood: Understood, desk: Desk, today: date) -> list[Occurrence]:
    """Of each report the year asked for, else the next time and what is overdue; of the period asked for."""
    years, period = understood.years, understood.period
    start = min([today - BEHIND, *(date(year, 1, 1) for year in years)])
    end = max([today + AHEAD, *(date(year, 12, 31) for year in years)])
    of_period = [one for one in duties.occurrences(unit, start, end) if period in (None, one.duty.period)]
    if years:
        return [one for one in of_period if one.year in years]
    sent = _sent(desk, [unit], of_period)
    coming = {one.duty.id: one for one in reversed(of_period) if one.due >= today}
    overdue = [one for one in of_period if one.due < today and one.key not in sent]
    return [*overdue, *sorted(coming.values(), key=lambda one: one.due)]


def _cancelled(unit: Unit, duties: Duties, understood: Understood, today: date) -> list[str]:
    """That a report need not be sent in the year asked for, or in the next, by an office's decision."""
    lines = []
    for duty in duties.binding(unit):
        if understood.period not in (None, duty.period):
            continue
        coming = (year for year in years_around(today) if (day := duties.base(duty, year)) and day.due >= today)
        for year in understood.years or [next(coming, today.year)]:
            ruling = duties.ruling(duty, year, unit)
            if duties.base(duty, year) is not None and ruling is not None and ruling.kind == "cancel":
                title = words.TITLE_OF.format(title=duty.title, year=year)
                office = duties.tree.name(ruling.unit)
                lines.append(words.OWN_CANCELLED.format(title=title, unit=unit.name, office=office))
    return lines


def _of_place(units: Sequence[Unit], desk: Desk, understood: Understood) -> Reply | None:
    """What is due where the person is at home, when their own units owe nothing: they may be who receives it."""
    homes = {(unit.province, unit.sector) for unit in units if unit.province is not None}
    if len(homes) != 1 or understood.places or understood.asker.province is not None:
        return None
    [(province, sector)] = homes
    asker = replace(understood.asker, province=province, sector=understood.asker.sector or sector)
    answered = desk.assistant.ask(understood.question, asker)
    told = answered.outcome == "answer" or (answered.result is not None and answered.result.reason == "year")
    return reply_for(answered) if told else None


def _sent(desk: Desk, units: Sequence[Unit], found: Sequence[Occurrence]) -> dict[tuple[str, int, str], Submission]:
    submissions = desk.register.submissions([unit.id for unit in units], {one.year for one in found})
    return {(one.duty, one.year, one.unit): one for one in submissions}


def _told(found: Sequence[Occurrence], gone: Sequence[str], desk: Desk, today: date) -> Reply:
    if not found:
        return Reply("\n".join(gone))
    sent = _sent(desk, [one.unit for one in found], found)
    if len(found) > CARDS:
        rows = tuple(Choice(f"viec:{one.unit.id}:{one.handle}", line(one, today)) for one in found[:ROWS])
        more = words.OWN_MORE.format(count=len(found) - ROWS) if len(found) > ROWS else ""
        return Reply("\n".join(part for part in (*gone, words.OWN_ASKED, more, words.CHOOSE) if part), rows)
    texts = list(gone)
    for one in found:
        submission = sent.get(one.key)
        said = [words.CARD_SENT.format(day=written_day(submission.day))] if submission else []
        texts.append("\n".join([card(one, today, desk.assistant.calendar), *said]))
    if len(found) == 1:
        # No "Đã nộp" here: who then types that they have sent a report need not mean this one.
        see = outline_choice(found[0])
        opened = Choice(f"viec:{found[0].unit.id}:{found[0].handle}", words.SEE_CARD)
        return Reply("\n\n".join(texts), (opened, see))
    choices = (
        Choice(f"viec:{one.unit.id}:{one.handle}", words.SEE_ONE.format(title=one.duty.title, unit=one.unit.name))
        for one in found
    )
    return Reply("\n\n".join(texts), tuple(choices))
