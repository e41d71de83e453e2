"""A unit says that it has sent a report, on which day, or takes that back."""

from __future__ import annotations

from datetime import date, timedelta

from handlers import messages
from handlers import messages_duties as words
from handlers.choosing import allowed, own_unit
from handlers.desk import Desk
from handlers.duties import Occurrence, years_around
from handlers.duty_words import line, title_of
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, reply_to
from handlers.messages_joining import ROLES
from handlers.messages_reports import CANNOT_UNDO
from handlers.owed import LONG_BEHIND, Look, for_occurrence, look, read_past_day
from handlers.register import Submission
from handlers.table import action, command
from handlers.types import Choice, IncomingMessage, Outcome, Record, Reply, Session
from knowledge.wording import in_sentence, written_day

LONGEST_AGO = timedelta(days=366)
ROWS = 12
_TODAY, _YESTERDAY = "0", "1"


@command("danop", "Ghi là đã nộp một báo cáo", "nop", who="submit")
def submitted(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask which report was sent, and when."""
    view = look(desk, message)
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    if not own_unit(desk, view.person, "submit", view.today):
        return reply_to(message, session, Reply(messages.NOT_ALLOWED))
    if not _left(view):
        return reply_to(message, session, Reply(words.SUBMIT_NOTHING))
    return begin(SUBMIT, desk, message, session)


@action("nop")
@for_occurrence("submit")
def at_once(view: Look, occurrence: Occurrence, message: IncomingMessage, session: Session) -> Outcome:
    """Record that a report was sent today."""
    return _recorded(view, occurrence, view.today, message, session)


@action("chuanop")
def undo(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Take back that a report was sent."""
    view = look(desk, message)
    sent = _submission(view, rest)
    if isinstance(view, str) or isinstance(sent, str):
        return reply_to(message, session, Reply(str(sent)))
    if sent.verdict == "accepted":
        return reply_to(message, session, Reply(CANNOT_UNDO))
    record = Record("submissions", {"id": sent.id, "undone": 1}, view.person.id)
    duty = view.duties.duty(sent.duty)
    said = words.UNDONE.format(
        title=words.TITLE_OF.format(title=in_sentence(duty.title) if duty else sent.duty, year=sent.year),
        unit=view.duties.tree.name(sent.unit),
    )
    return reply_to(message, session, Reply(said), effects=(record,))


@action("ngaynop")
def other_day(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask on which other day a report was sent."""
    sent = _submission(look(desk, message), rest)
    if isinstance(sent, str):
        return reply_to(message, session, Reply(sent))
    return begin(OTHER_DAY, desk, message, session, submission=sent.id)


def _left(view: Look) -> list[Occurrence]:
    """What the person's units have still to send."""
    units = own_unit(view.desk, view.person, "submit", view.today)
    sent = view.sent(units)
    return [one for one in view.owed_by(units, LONG_BEHIND) if one.key not in sent][:ROWS]


def _submission(view: Look | str, id_: str) -> Submission | str:
    """A submission that stands, of a unit for which the person may submit; else what to say."""
    if isinstance(view, str):
        return view
    units = [unit.id for unit in allowed(view.person, "submit", view.duties.tree, view.today)]
    found = view.desk.register.submissions(units, years_around(view.today))
    return next((one for one in found if one.id == id_), messages.OLD_CHOICE)


def _recorded(view: Look, occurrence: Occurrence, day: date, message: IncomingMessage, session: Session) -> Outcome:
    """Record a submission once; who comes second is told of the first."""
    earlier = view.sent([occurrence.unit]).get(occurrence.key)
    if earlier is not None:
        said = words.SUBMITTED_ALREADY.format(
            title=title_of(occurrence),
            unit=occurrence.unit.name,
            day=written_day(earlier.day),
            by=_by(view, earlier),
        )
        return reply_to(message, session, Reply(said, _after(earlier.id)))
    id_ = view.desk.register.new_id()
    row = {
        **{"id": id_, "duty": occurrence.duty.id, "year": occurrence.year, "unit": occurrence.unit.id},
        **{"day": day.isoformat(), "by": view.person.id},
    }
    said = words.SUBMITTED_NOW.format(
        title=title_of(occurrence), unit=occurrence.unit.name, when=_when(occurrence, day)
    )
    return reply_to(message, session, Reply(said, _after(id_)), effects=(Record("submissions", row, view.person.id),))


def _after(id_: str) -> tuple[Choice, Choice]:
    return Choice(f"chuanop:{id_}", words.UNDO), Choice(f"ngaynop:{id_}", words.OTHER_DAY)


def _by(view: Look, sent: Submission) -> str:
    """Who said so: their name where they gave one, else their role; empty for somebody who has left."""
    person = view.desk.register.person(sent.by) if sent.by else None
    if person is None:
        return ""
    roles = [ROLES[role] for role in ("secretary", "head", "office") if role in person.roles_in(sent.unit)]
    return words.BY.format(who=person.name or next(iter(roles), words.OFFICE_ABOVE))


def _when(occurrence: Occurrence, day: date) -> str:
    """The day it was sent, and whether that was on time."""
    late = (day - occurrence.due).days
    timely = words.LATE.format(days=late) if late > 0 else words.ON_TIME
    mark = words.PROJECTED_MARK if occurrence.day.basis == "projected" else ""
    return words.SENT_ON.format(day=written_day(day), timely=timely, mark=mark, due=written_day(occurrence.due))


def _ask_which(talk: Talk) -> Reply:
    view = look(talk.desk, talk.message)
    if isinstance(view, str):
        return Reply(view)
    choices = tuple(Choice(f"{one.unit.id}:{one.handle}", line(one, view.today)) for one in _left(view))
    return Reply(words.SUBMIT_WHICH, choices)


def _read_which(talk: Talk, said: str) -> str | Wrong:
    view = look(talk.desk, talk.message)
    if isinstance(view, str):
        return Wrong(view)
    return said if any(f"{one.unit.id}:{one.handle}" == said for one in _left(view)) else Wrong(words.CHOOSE_ONE)


def _ask_day(talk: Talk) -> Reply:
    return Reply(words.SUBMIT_DAY, (Choice(_TODAY, words.SUBMIT_TODAY), Choice(_YESTERDAY, words.SUBMIT_YESTERDAY)))


def _read_sent_day(talk: Talk, said: str) -> str | Wrong:
    """The day a report was sent: not in the future, and not more than a year ago."""
    view = look(talk.desk, talk.message)
    if isinstance(view, str):
        return Wrong(view)
    today = view.today
    if talk.message.choice is not None and said in (_TODAY, _YESTERDAY):
        return (today - timedelta(days=int(said))).isoformat()
    day = read_past_day(said, today)
    if isinstance(day, Wrong):
        return day
    return day.isoformat() if day >= today - LONGEST_AGO else Wrong(words.SUBMIT_LONG_AGO)


def _done(talk: Talk) -> Outcome:
    view = look(talk.desk, talk.message)
    found = view.named(talk.values["which"], "submit") if isinstance(view, Look) else view
    if isinstance(view, str) or isinstance(found, str):
        return reply_to(talk.message, talk.session, Reply(str(found)))
    return _recorded(view, found, date.fromisoformat(talk.values["day"]), talk.message, talk.session)


def _moved(talk: Talk) -> Outcome:
    """Record the other day of a submission."""
    view = look(talk.desk, talk.message)
    sent = _submission(view, talk.values["submission"])
    if isinstance(view, str) or isinstance(sent, str):
        return reply_to(talk.message, talk.session, Reply(str(sent)))
    day = date.fromisoformat(talk.values["day"])
    duty, unit = view.duties.duty(sent.duty), view.duties.tree.unit(sent.unit)
    occurrence = view.duties.at(duty, sent.year, unit) if duty and unit else None
    if occurrence is None:
        return reply_to(talk.message, talk.session, Reply(messages.OLD_CHOICE))
    record = Record("submissions", {"id": sent.id, "day": day.isoformat()}, view.person.id)
    said = words.SUBMITTED_NOW.format(
        title=title_of(occurrence), unit=occurrence.unit.name, when=_when(occurrence, day)
    )
    return reply_to(talk.message, talk.session, Reply(said, _after(sent.id)), effects=(record,))


SUBMIT = flow(Flow("submit", (Step("which", _ask_which, _read_which), Step("day", _ask_day, _read_sent_day)), _done))
OTHER_DAY = flow(Flow("sentday", (Step("day", _ask_day, _read_sent_day),), _moved))
