"""The reminders of one deadline, put off or turned off by one person, and turned on again."""

from __future__ import annotations

from functools import wraps

from handlers import messages_duties as words
from handlers.duties import Occurrence
from handlers.duty_words import title_of
from handlers.flows import reply_to
from handlers.owed import Deal, Look, for_occurrence
from handlers.register import ON_AGAIN
from handlers.table import action
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.wording import day_words, written_day


def is_quiet(view: Look, occurrence: Occurrence) -> bool:
    """Whether the person has put off or turned off the reminders of an occurrence."""
    mutes = [one for one in view.desk.register.mutes(view.person.id) if one.handle == occurrence.handle]
    return any(one.again_on is None or one.again_on > view.today for one in mutes)


def turn_on_choice(occurrence: Occurrence) -> Choice:
    """The choice to hear of an occurrence again."""
    return Choice(f"batlai:{occurrence.unit.id}:{occurrence.handle}", words.TURN_ON)


def _unless_sent(deal: Deal) -> Deal:
    """Says that there is nothing left to remind of, once the unit has sent; else does what it should."""

    @wraps(deal)
    def run(view: Look, occurrence: Occurrence, message: IncomingMessage, session: Session) -> Outcome:
        sent = view.sent([occurrence.unit]).get(occurrence.key)
        if sent is None:
            return deal(view, occurrence, message, session)
        said = words.NOTHING_TO_REMIND.format(
            unit=occurrence.unit.name, title=title_of(occurrence), day=written_day(sent.day)
        )
        return reply_to(message, session, Reply(said))

    return run


@action("mai")
@for_occurrence("see_deadlines")
@_unless_sent
def later(view: Look, occurrence: Occurrence, message: IncomingMessage, session: Session) -> Outcome:
    """Remind again on the next working day."""
    day = view.desk.assistant.calendar.add_working_days(view.today, 1)
    said = words.LATER.format(day=day_words(day), title=title_of(occurrence))
    return reply_to(message, session, Reply(said), effects=(_mute(view, occurrence, day.isoformat()),))


@action("tat")
@for_occurrence("see_deadlines")
@_unless_sent
def turn_off(view: Look, occurrence: Occurrence, message: IncomingMessage, session: Session) -> Outcome:
    """Ask before the reminders of a deadline are turned off."""
    of = f"{occurrence.unit.id}:{occurrence.handle}"
    text = words.TURN_OFF_SURE.format(title=title_of(occurrence), unit=occurrence.unit.name)
    return reply_to(message, session, Reply(text, (Choice(f"tathan:{of}", words.YES), Choice(f"viec:{of}", words.NO))))


@action("tathan")
@for_occurrence("see_deadlines")
@_unless_sent
def turned_off(view: Look, occurrence: Occurrence, message: IncomingMessage, session: Session) -> Outcome:
    """Turn off the reminders of a deadline for this person."""
    reply = Reply(words.TURNED_OFF.format(title=title_of(occurrence)), (turn_on_choice(occurrence),))
    return reply_to(message, session, reply, effects=(_mute(view, occurrence, None),))


@action("batlai")
@for_occurrence("see_deadlines")
def turn_on(view: Look, occurrence: Occurrence, message: IncomingMessage, session: Session) -> Outcome:
    """Turn the reminders of a deadline on again."""
    effects = (_mute(view, occurrence, ON_AGAIN),) if is_quiet(view, occurrence) else ()
    return reply_to(message, session, Reply(words.TURNED_ON.format(title=title_of(occurrence))), effects=effects)


def _mute(view: Look, occurrence: Occurrence, again_on: str | None) -> Record:
    row = {"person": view.person.id, "handle": occurrence.handle, "again_on": again_on}
    return Record("mutes", row, view.person.id)
