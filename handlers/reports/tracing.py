"""Where a number of a report is from: asked in plain words, answered with the entries that it was added up from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from handlers import messages_reports as words
from handlers.answers import local_day
from handlers.choosing import own_unit
from handlers.desk import Desk
from handlers.flows import reply_to
from handlers.people import Person
from handlers.reports.card import figures_line
from handlers.reports.figure_questions import LONGEST, Asked, asked_figure
from handlers.reports.gathering import gather, regime_of, settings_of
from handlers.reports.opened import LAST
from handlers.reports.origins import Origin, origin_of, written
from handlers.reports.periods import named_period, nearest
from handlers.reports.versions import Version, VersionInfo, totals_of
from handlers.rights import Action, may
from handlers.types import Choice, IncomingMessage, Outcome, Reply, Session

ROWS = 10
"""At most so many entries are offered."""
LINES = 8
"""At most so many places in which a number stands are told."""
VERSIONS = 5
"""At most so many versions are looked through."""


def tracing_handler(desk: Desk) -> Callable[[IncomingMessage, Session], Outcome | None]:
    """A handler that takes questions about where a number of a report is from, from those who may see the report."""

    def handle(message: IncomingMessage, session: Session) -> Outcome | None:
        reply = traced(desk, message, session)
        return reply_to(message, session, reply) if reply else None

    return handle


def traced(desk: Desk, message: IncomingMessage, session: Session) -> Reply | None:
    """Where the number is from that a message asks for; None for any other message."""
    person = desk.caller(message) if message.choice is None and message.attachment is None else None
    asked = _asked(desk, message.text) if person else None
    if person is None or asked is None:
        return None
    known = _known(desk, message, session, person, asked)
    versions = [version for one in known if (version := desk.register.report_version(one.id)) is not None]
    versions += () if _is_document(desk, asked) else _as_it_stands(desk, message, person)
    if not versions:
        meant = asked.report or (asked.sure and not _is_document(desk, asked))
        none = meant and own_unit(desk, person, "see_reports")
        return Reply(words.TRACE_NO_REPORT) if none else None
    return _traced(desk, person, versions, asked)


def _asked(desk: Desk, text: str) -> Asked | None:
    """The number that is asked for, in the words as typed or as repaired."""
    if len(text) > LONGEST:
        return None
    return asked_figure((text,)) or asked_figure((desk.assistant.answerer.index.repairer.repair(text).text,))


def may_see(person: Person, info: VersionInfo, desk: Desk) -> bool:
    """Whether a person may see a version: a summary tells of other units as well."""
    right: Action = "sum_up" if info.summary else "see_reports"
    return may(person, right, info.unit, desk.register.tree())


def _known(
    desk: Desk, message: IncomingMessage, session: Session, person: Person, asked: Asked
) -> Sequence[VersionInfo]:
    """The versions that may be meant: the one shown last, summaries that the person made, the newest of their units;
    where a period is named, those of it first."""
    last = session.data.get(LAST)
    shown = desk.register.version_infos([last]) if isinstance(last, str) else []
    units = [one.id for one in own_unit(desk, person, "see_reports")]
    found = [*shown, *_summaries(desk, message, person), *desk.register.latest_versions(units)]
    found = [one for one in {one.id: one for one in found}.values() if may_see(person, one, desk)]
    period = named_period(message.text, local_day(message), "cut_off") if asked.report else None
    return sorted(found, key=lambda one: period is not None and one.period != period.key)[:VERSIONS]


def _summaries(desk: Desk, message: IncomingMessage, person: Person) -> Iterator[VersionInfo]:
    """The newest summary of each period that is near, of the units that a person sums up."""
    for unit in own_unit(desk, person, "sum_up"):
        for period in nearest(local_day(message), regime_of(settings_of(desk, unit))):
            yield from desk.register.report_versions(unit.id, period.key, summary=True)[:1]


def _as_it_stands(desk: Desk, message: IncomingMessage, person: Person) -> list[Version]:
    """The report of the present period of each unit of a person as their log makes it now, opened or not."""
    today, found = local_day(message), []
    for unit in own_unit(desk, person, "see_reports", today):
        if unit.id not in person.units:
            continue  # An office reads what its units have compiled.
        period = nearest(today, regime_of(settings_of(desk, unit)))[0]
        gathered = gather(desk, unit, period, today)
        if gathered is not None and gathered.entries:
            report = gathered.report
            of = VersionInfo("", unit.id, period.key, today, message.at, None, False, False, "", totals_of(report))
            found.append(Version(of, report, gathered.entries))
    return found


def _traced(desk: Desk, person: Person, versions: Sequence[Version], asked: Asked) -> Reply | None:
    """Where the number is from, by the first version that has it; None for one that may be meant of something else."""
    for version in versions:
        found = origin_of(version, asked, desk.register.entry)
        if found.lines:
            return _told(version, asked, found)
    if not versions or not asked.sure or _is_document(desk, asked):
        return None
    return _nowhere(desk, person, versions[0], written(asked))


def _told(version: Version, asked: Asked, found: Origin) -> Reply:
    lines = [words.TRACE.format(value=written(asked), title=version.report.title), *found.lines[:LINES]]
    if len(found.lines) > LINES:
        lines.append(words.TRACE_MORE_LINES.format(count=len(found.lines) - LINES))
    gives = list(found.gives.items())
    if len(gives) > ROWS:
        lines.append(words.TRACE_MORE.format(shown=ROWS, count=len(gives)))
    return Reply("\n".join(lines), tuple(Choice(f"nk:xem:{id_}", label) for id_, label in gives[:ROWS]))


def _nowhere(desk: Desk, person: Person, version: Version, value: str) -> Reply:
    """That there is no such number, and which there are."""
    info = version.info
    lines = [words.TRACE_NONE.format(value=value, title=version.report.title)]
    main = figures_line(totals_of(version.report))
    lines.append(words.TRACE_MAIN.format(parts=main) if main else words.NO_ENTRIES)
    choices = (Choice(f"bctep:xlsx:{info.id}", words.XLSX),) if info.id else ()
    if not info.summary and may(person, "write_report", info.unit, desk.register.tree()):
        choices = (Choice(f"bc:{info.unit}:{info.period}", words.OPEN), *choices)
    return Reply("\n".join(lines), choices)


def _is_document(desk: Desk, asked: Asked) -> bool:
    """Whether a document of the knowledge base has this number."""
    knowledge = desk.assistant.knowledge
    numbers = [*(one.number for one in knowledge.directives), *(one.number for one in knowledge.references)]
    return not asked.report and any(one and one.canonical.partition("/")[0] == str(asked.value) for one in numbers)
