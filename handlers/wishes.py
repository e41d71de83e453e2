"""What is said of a day of the year: its name, a sentence for everybody, and what the directives of one's units ask."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Collection, Iterable
from datetime import date

from handlers.duties import Duties
from handlers.people import Unit
from knowledge.model import Fact


def binding_directives(units: Iterable[Unit], duties: Duties) -> frozenset[str]:
    """The ids of the directives whose reports bind units."""
    found = (duty.directive for unit in units for duty in duties.binding(unit))
    return frozenset(directive.id for directive in found if directive is not None)


def name_of(fact: Fact) -> str:
    """What a day is called within a sentence."""
    return fact.name or fact.title


def said_of(fact: Fact, directives: Collection[str]) -> str:
    """What there is to say, in one paragraph; wishes of the directives with these ids only."""
    told = fact.told if fact.told is not None or fact.name is not None else fact.text
    wishes = [wish.text for wish in fact.wishes if wish.directive in directives]
    return " ".join(" ".join(part.split()) for part in (told or "", *wishes) if part.strip())


def last_day(fact: Fact, starts: date) -> date:
    """The last day of what begins on a day; that day itself where it is no more than one."""
    if fact.ends is None or fact.starts is None:
        return starts
    month, day = map(int, fact.ends.split("-"))
    year = starts.year + (fact.ends < fact.starts)
    return date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)
