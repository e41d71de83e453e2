"""A unit sends its report: the version is frozen, the day noted, the office handed the file."""

from __future__ import annotations

from collections.abc import Iterator

from handlers import messages_reports as words
from handlers.desk import Desk
from handlers.duties import Occurrence
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, read_yes, reply_to
from handlers.people import Person
from handlers.reaching import way_to
from handlers.register import Submission
from handlers.reports.card import mark_of, missing_items, timely
from handlers.reports.gathering import Gathered, gather
from handlers.reports.opened import Opened, may_decide, opened
from handlers.reports.shown import show
from handlers.reports.versions import digest_of
from handlers.table import action
from handlers.types import Choice, Effect, IncomingMessage, Outcome, Record, Reply, Session, Work
from knowledge.wording import written_day

OWN = "report:{kind}"
"""The duty of a report that no deadline asks for."""


@action("bcnop")
def send(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Show what is about to be sent, and ask; `rest` is the version that the person has before them."""
    info = next(iter(desk.register.version_infos([rest])), None)
    if info is None:
        return reply_to(message, session, Reply(words.OLD_CHOICE))
    view = opened(desk, message, f"{info.unit}:{info.period}", "submit")
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    if stands := _stands(view):
        return reply_to(message, session, Reply(stands))
    gathered = view.gathered
    if gathered is None or digest_of(gathered.report) != info.digest:
        return show(view, message, session, words.CHANGED_SINCE)
    return begin(SURE, desk, message, session, of=view.of, version=info.id)


@action("bckhong")
def send_nothing(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Send at once that nothing happened in UNIT:PERIOD, where nothing was logged."""
    view = opened(desk, message, rest, "submit")
    if isinstance(view, str):
        return reply_to(message, session, Reply(view))
    if stands := _stands(view):
        return reply_to(message, session, Reply(stands))
    gathered = gather(desk, view.unit, view.period, view.today, nothing=True)
    if gathered is None or view.period.start > view.today:
        return reply_to(message, session, Reply(words.NO_OUTLINE if gathered is None else words.OLD_CHOICE))
    if gathered.entries:
        return show(view, message, session, words.NOT_NOTHING.format(count=len(gathered.entries)))
    # What was written would be in no report.
    if written := len(gathered.material.texts):
        return show(view, message, session, words.NOT_NOTHING_SAID.format(count=written))
    return _sent(view, gathered, message, session, nothing=True)


def _stands(view: Opened) -> str:
    """What to say where the report has been sent already; empty where it has not."""
    sent = view.sent
    if sent is None or sent.version is None:
        return ""
    version = view.desk.register.report_version(sent.version)
    title = version.report.title if version else view.period.label
    return words.SENT_ALREADY.format(title=title, day=written_day(sent.day))


def _ask(talk: Talk) -> Reply:
    view = opened(talk.desk, talk.message, talk.values["of"], "submit")
    if isinstance(view, str) or view.gathered is None:
        return Reply(view if isinstance(view, str) else words.NO_OUTLINE)
    lines = [words.SEND_SURE.format(title=view.gathered.report.title), *_warnings(view, view.gathered)]
    # The version keeps the button of an earlier preview from answering for this one.
    version = talk.values["version"]
    choices = (Choice(f"yes:{version}", words.SURE), Choice(f"no:{version}", words.NOT_NOW))
    return Reply("\n".join(lines), choices)


def _warnings(view: Opened, gathered: Gathered) -> Iterator[str]:
    occurrence = answered(view)
    if occurrence is not None:
        late = (view.today - occurrence.due).days
        form = words.SEND_LATE if late > 0 else words.SEND_ON_TIME
        yield form.format(mark=mark_of(occurrence), due=written_day(occurrence.due), days=late)
    if missing := missing_items(gathered):
        yield words.SEND_MISSING.format(count=len(missing))
    material = gathered.material
    if material.estimated:
        yield words.SEND_ESTIMATED.format(day=written_day(material.as_of), end=written_day(material.period.end))
    offices = office_of(view.desk, view.unit.id)
    yield words.SEND_TO.format(office=offices[0]) if offices[1] else words.SEND_TO_NOBODY


def _read(talk: Talk, said: str) -> bool | Wrong:
    if talk.message.choice is None:
        return read_yes(talk, said)
    answer, _, version = said.partition(":")
    return read_yes(talk, answer) if version == talk.values["version"] else Wrong(words.OLD_CHOICE)


def _finish(talk: Talk) -> Outcome:
    view = opened(talk.desk, talk.message, talk.values["of"], "submit")
    if isinstance(view, str):
        return reply_to(talk.message, talk.session, Reply(view))
    if not talk.values["sure"]:
        return reply_to(talk.message, talk.session, Reply(words.KEPT))
    if stands := _stands(view):
        return reply_to(talk.message, talk.session, Reply(stands))
    info = next(iter(talk.desk.register.version_infos([talk.values["version"]])), None)
    if view.gathered is None or info is None or digest_of(view.gathered.report) != info.digest:
        return show(view, talk.message, talk.session, words.CHANGED_SINCE)
    return _sent(view, view.gathered, talk.message, talk.session)


SURE = flow(Flow("nopbaocao", (Step("sure", _ask, _read),), _finish, words.KEPT))


def answered(view: Opened) -> Occurrence | None:
    """The deadline that a report answers: the first that has not been sent."""
    sent = view.desk.register.submissions([view.unit.id], [view.period.year])
    done = {(one.duty, one.year, one.unit) for one in sent if one.version is not None}
    return next((one for one in view.owed if one.key not in done), None)


def _sent(
    view: Opened, gathered: Gathered, message: IncomingMessage, session: Session, *, nothing: bool = False
) -> Outcome:
    """Freeze the version, note the sending, hand it to the office."""
    version, records = view.kept(gathered, nothing=nothing)
    occurrence, said = answered(view), view.sent
    id_ = said.id if said is not None else view.desk.register.new_id()
    row = {
        **{"id": id_, "unit": view.unit.id, "by": view.person.id, "version": version, "period": view.period.key},
        **{"duty": occurrence.duty.id if occurrence else OWN.format(kind=view.period.kind)},
        **{"year": view.period.year, "day": (said.day if said is not None else view.today).isoformat()},
    }
    title, office = gathered.report.title, office_of(view.desk, view.unit.id)
    text = words.SENT.format(title=title, timely=timely(occurrence, view.today))
    if office[1]:
        text = f"{text}\n{words.SENT_TO.format(office=office[0])}"
    works = (
        Work(to, "report.hand", {"submission": id_}, f"{id_}:{version}:{person.id}")
        for person in office[1]
        if (to := way_to(person)) is not None and person.id != view.person.id
    )
    effects: tuple[Effect, ...] = (*records, Record("submissions", row, view.person.id), *works)
    choices = (Choice(f"bctep:docx:{version}", words.DOCX), Choice(f"chuanop:{id_}", words.UNDO_SEND))
    return reply_to(message, session, Reply(text, choices), effects=effects)


def office_of(desk: Desk, unit: str) -> tuple[str, list[Person]]:
    """The nearest unit above with a standing office, by name, and the people of it."""
    tree = desk.register.tree()
    for above in tree.chain(unit)[1:]:
        people = [one for one in desk.register.people_in([above.id]) if "office" in one.roles_in(above.id)]
        people = [one for one in people if may_decide(desk, one, unit)]
        if people:
            return above.name, people
    return "", []


def sending(desk: Desk, id_: str) -> Submission | None:
    """A sending of a report from here, as it stands."""
    found = desk.register.submission(id_)
    return found if found is not None and found.version is not None else None
