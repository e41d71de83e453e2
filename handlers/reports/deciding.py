"""The office accepts a report, or returns it with a reason; a return opens it again."""

from __future__ import annotations

from collections.abc import Iterator

from handlers import messages
from handlers import messages_reports as words
from handlers.desk import Desk, no_caller
from handlers.duties import Occurrence
from handlers.flows import Flow, Step, Talk, Wrong, begin, flow, reply_to
from handlers.owed import one_line
from handlers.people import Person
from handlers.planning import opening
from handlers.reaching import way_to
from handlers.register import Submission
from handlers.reports.card import figures_line, timely
from handlers.reports.opened import may_decide
from handlers.reports.sending import sending
from handlers.reports.versions import Version
from handlers.table import action
from handlers.telling import TOLD
from handlers.types import Choice, Effect, IncomingMessage, Outcome, Record, Reply, Send, Session


def handed(desk: Desk, sent: Submission, version: Version) -> Reply:
    """What an office reads of a report that was sent, and what it can do."""
    text = words.HANDED.format(title=version.report.title, timely=timely(_answered(desk, sent), sent.day))
    figures = figures_line(version.info.totals)
    lines = [text, *([words.FIGURES.format(parts=figures)] if figures else [])]
    if version.report.missing:
        lines.append(words.HANDED_MISSING.format(count=len(version.report.missing)))
    xlsx = (Choice(f"bctep:xlsx:{version.info.id}", words.XLSX),)
    return Reply("\n".join(lines), (*decisions(sent), *xlsx))


def decisions(sent: Submission) -> tuple[Choice, ...]:
    """What an office can decide on a sending."""
    if sent.undone or sent.verdict is not None:
        return ()
    return Choice(f"bcnhan:{sent.id}", words.ACCEPT), Choice(f"bctra:{sent.id}", words.RETURN)


def _answered(desk: Desk, sent: Submission) -> Occurrence | None:
    """The deadline that a sending answers."""
    duties, unit = desk.duties(), desk.register.tree().unit(sent.unit)
    duty = duties.duty(sent.duty)
    return duties.at(duty, sent.year, unit) if duty is not None and unit is not None else None


@action("bcnhan")
def accept(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Accept a report."""
    found = _open(desk, message, rest)
    if isinstance(found, str):
        return reply_to(message, session, Reply(found))
    person, sent, title = found
    row = {"id": sent.id, "verdict": "accepted", "decided_by": person.id, "decided_at": message.at.isoformat()}
    text = words.ACCEPTED_TOLD.format(office=_office(desk, sent), title=title)
    letters = tuple(_letters(desk, message, sent, Reply(text), "accepted"))
    return reply_to(
        message,
        session,
        Reply("\n".join([words.ACCEPTED.format(title=title), *_told(letters)])),
        effects=(Record("submissions", row, person.id), *letters),
    )


@action("bctra")
def give_back(desk: Desk, message: IncomingMessage, session: Session, rest: str) -> Outcome:
    """Ask why a report is returned."""
    found = _open(desk, message, rest)
    if isinstance(found, str):
        return reply_to(message, session, Reply(found))
    return begin(RETURN, desk, message, session, submission=rest)


def _open(desk: Desk, message: IncomingMessage, id_: str) -> tuple[Person, Submission, str] | str:
    """Who decides, on which sending, and what it is called; else why not."""
    person, sent = desk.caller(message), sending(desk, id_)
    if person is None:
        return no_caller(message)
    if sent is None or not may_decide(desk, person, sent.unit):
        return messages.NOT_ALLOWED
    version = desk.register.report_version(sent.version or "")
    title = version.report.title if version is not None else desk.register.tree().name(sent.unit)
    verdict = sent.verdict or ("undone" if sent.undone else None)
    if verdict is not None:
        return words.DECIDED_ALREADY.format(title=title, what=words.VERDICTS[verdict])
    return person, sent, title


def _ask(talk: Talk) -> Reply:
    found = _open(talk.desk, talk.message, talk.values["submission"])
    return Reply(found if isinstance(found, str) else words.RETURN_WHY.format(title=found[2]))


def _read(talk: Talk, said: str) -> str | Wrong:
    return one_line(said, words.REASON_MOST)


def _finish(talk: Talk) -> Outcome:
    found = _open(talk.desk, talk.message, talk.values["submission"])
    if isinstance(found, str):
        return reply_to(talk.message, talk.session, Reply(found))
    person, sent, title = found
    reason = talk.values["reason"]
    row = {
        **{"id": sent.id, "undone": 1, "verdict": "returned", "reason": reason, "decided_by": person.id},
        "decided_at": talk.message.at.isoformat(),
    }
    text = words.RETURNED_TOLD.format(office=_office(talk.desk, sent), title=title, reason=reason)
    again = (Choice(f"bc:{sent.unit}:{sent.period}", words.OPEN),)
    letters = tuple(_letters(talk.desk, talk.message, sent, Reply(text, again), "returned"))
    said = "\n".join([words.RETURNED.format(title=title), *_told(letters)])
    effects = (Record("submissions", row, person.id), *letters)
    return reply_to(talk.message, talk.session, Reply(said), effects=effects)


RETURN = flow(Flow("trabaocao", (Step("reason", _ask, _read),), _finish, takes_questions=False))


def _office(desk: Desk, sent: Submission) -> str:
    tree = desk.register.tree()
    unit = tree.unit(sent.unit)
    return words.OFFICE.format(name=tree.name(unit.above if unit else None))


def _letters(desk: Desk, message: IncomingMessage, sent: Submission, reply: Reply, verdict: str) -> Iterator[Effect]:
    """To the secretaries and heads of the unit, within working hours."""
    at = opening(message.at, desk.working)
    for person in desk.register.people_in([sent.unit]):
        to = way_to(person)
        if to is not None and person.roles_in(sent.unit) & TOLD:
            yield Send(to, reply, f"report:{sent.id}:{sent.version}:{verdict}:{person.id}", at=at)


def _told(letters: tuple[Effect, ...]) -> list[str]:
    return [words.TOLD.format(people=len(letters))] if letters else []
