"""One tap reminds every unit that has not sent a report: previewed, then one message to each person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers import messages
from handlers import messages_office as words
from handlers.answers import local_day
from handlers.desk import Desk
from handlers.duties import Occurrence
from handlers.duty_words import card, card_choices, time_words
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, read_yes, reply_to
from handlers.people import Person
from handlers.planning import ZONE, closing, opening
from handlers.reaching import way_to
from handlers.rights import may
from handlers.standing import FAR, Standing, look, periods
from handlers.standing_words import gaps
from handlers.types import Address, Choice, Effect, IncomingMessage, Note, Outcome, Reply, Send, Session
from knowledge.wording import written_day

AGO = timedelta(days=30)
"""How long ago a reminder for a day may have been asked for: days off are never so many."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """What one person is reminded of: one report, for each unit they answer for that has not sent it."""

    person: Person
    to: Address
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Whom a tap reminds and when. `told` have been reminded for that day before."""

    standing: Standing
    nudges: tuple[Nudge, ...]
    told: int
    at: datetime
    later: bool

    @property
    def day(self) -> date:
        return self.at.astimezone(ZONE).date()

    @property
    def units(self) -> int:
        return len({one.unit.id for nudge in self.nudges for one in nudge.occurrences})


def begin_nudge(desk: Desk, message: IncomingMessage, session: Session, top: str, handle: str) -> Outcome:
    """Show what would be sent to whom, and ask; say so at once where there is nobody to remind."""
    if not _allowed(desk, message, top):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    plan = _plan(desk, message, top, handle)
    if plan is None:
        return reply_to(message, session, Reply(messages.OLD_CHOICE))
    if not plan.nudges:
        return reply_to(message, session, Reply(_nobody(plan)))
    return begin(_NUDGE, desk, message, session, top=top, handle=handle)


def _allowed(desk: Desk, message: IncomingMessage, top: str) -> bool:
    person, tree = desk.caller(message), desk.register.tree()
    return may(person, "send", top, tree) and may(person, "see_progress", top, tree)


def _plan(desk: Desk, message: IncomingMessage, top: str, handle: str) -> Plan | None:
    """Everybody who can be reminded of the report with this handle; None where it is no longer shown."""
    duties, today = desk.duties(), local_day(message)
    known = periods(duties, duties.tree.under(top), today, FAR)
    period = next((one for one in known if one.handle(top) == handle), None)
    found = look(desk.register, duties, top, period.duty.id, period.year, today) if period else None
    if found is None:
        return None
    at = opening(message.at, desk.working)
    everybody = _by_person(found)
    prefix = _key(handle, at.astimezone(ZONE).date(), "")
    notices = desk.register.notices([one.person.id for one in everybody], message.at - AGO, "reminder")
    told = {one.person for one in notices if one.key.startswith(prefix)}
    nudges = tuple(one for one in everybody if one.person.id not in told)
    return Plan(found, nudges, len(everybody) - len(nudges), at, later=at != message.at)


def _by_person(found: Standing) -> list[Nudge]:
    people: dict[str, Person] = {}
    owed: dict[str, list[Occurrence]] = {}
    for row in found.silent:
        for person in row.to:
            if row.occurrence is not None:
                people[person.id] = person
                owed.setdefault(person.id, []).append(row.occurrence)
    return [Nudge(people[id_], to, tuple(of)) for id_, of in owed.items() if (to := way_to(people[id_])) is not None]


def _key(handle: str, day: date, person: str) -> str:
    return f"nudge:{handle}:{day.isoformat()}:{person}"


def _ask(talk: Talk) -> Reply:
    plan = _plan(talk.desk, talk.message, talk.values["top"], talk.values["handle"])
    if plan is None or not plan.nudges or not _allowed(talk.desk, talk.message, talk.values["top"]):
        return Reply(words.NUDGE_NOBODY)
    first = plan.nudges[0]
    lines = [
        words.NUDGE_PREVIEW.format(units=plan.units, people=len(plan.nudges), unit=first.occurrences[0].unit.name),
        *("", _text(talk.desk, first.occurrences[:1], plan.day), ""),
        *gaps(plan.standing),
        *_told(plan),
        *([words.NUDGE_WHEN.format(at=time_words(plan.at))] if plan.later else []),
        words.NUDGE_ASK,
    ]
    # The handle keeps the button of an earlier preview from answering for this one.
    handle = talk.values["handle"]
    return Reply("\n".join(lines), (Choice(f"yes:{handle}", words.SEND), Choice(f"no:{handle}", words.DO_NOT)))


def _read(talk: Talk, said: str) -> bool | Wrong:
    if talk.message.choice is None:
        return read_yes(talk, said)
    answer, _, handle = said.partition(":")
    return read_yes(talk, answer) if handle == talk.values["handle"] else Wrong(messages.FLOW_OLD_CHOICE)


def _finish(talk: Talk) -> Outcome:
    if not talk.values["send"]:
        return reply_to(talk.message, talk.session, Reply(words.NUDGE_CANCELLED))
    if not _allowed(talk.desk, talk.message, talk.values["top"]):
        return reply_to(talk.message, talk.session, Reply(messages.NOT_ALLOWED))
    plan = _plan(talk.desk, talk.message, talk.values["top"], talk.values["handle"])
    if plan is None:
        return reply_to(talk.message, talk.session, Reply(messages.OLD_CHOICE))
    if not plan.nudges:
        return reply_to(talk.message, talk.session, Reply(_nobody(plan)))
    form = words.NUDGE_LATER if plan.later else words.NUDGE_DONE
    done = form.format(people=len(plan.nudges), units=plan.units, at=time_words(plan.at))
    effects = tuple(effect for one in plan.nudges for effect in _effects(talk.desk, plan, one))
    return reply_to(talk.message, talk.session, Reply(done), effects=effects)


_NUDGE = flow(Flow("nhac", (Step("send", _ask, _read),), _finish, words.NUDGE_CANCELLED))


def _effects(desk: Desk, plan: Plan, nudge: Nudge) -> Iterable[Effect]:
    """The message to one person, and a note for each unit that it is about."""
    key = _key(plan.standing.handle, plan.day, nudge.person.id)
    reply = Reply(_text(desk, nudge.occurrences, plan.day), _choices(nudge.occurrences))
    yield Send(nudge.to, reply, key, at=plan.at, until=closing(plan.at))
    for number, one in enumerate(nudge.occurrences):
        yield Note(
            key=key if number == 0 else f"{key}:{one.handle}",
            person=nudge.person.id,
            kind="reminder",
            subject=one.handle,
            letter=key,
            channel=nudge.to.channel,
            unit=one.unit.id,
        )


def _text(desk: Desk, occurrences: Iterable[Occurrence], day: date) -> str:
    cards = [card(one, day, desk.assistant.calendar) for one in occurrences]
    return f"{words.NUDGE_LEAD}\n" + "\n\n".join(cards)


def _choices(occurrences: tuple[Occurrence, ...]) -> tuple[Choice, ...]:
    """What can be done with the one report; of several each is opened first."""
    if len(occurrences) == 1:
        return card_choices(occurrences[0])
    return tuple(Choice(f"viec:{one.unit.id}:{one.handle}", one.unit.name) for one in occurrences)


def _nobody(plan: Plan) -> str:
    if not plan.standing.silent:
        return words.ALL_SENT
    return "\n".join([words.NUDGE_NOBODY, *_told(plan), *gaps(plan.standing)])


def _told(plan: Plan) -> list[str]:
    return [words.NUDGE_TOLD.format(people=plan.told, day=written_day(plan.day))] if plan.told else []
