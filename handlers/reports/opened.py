"""The report that somebody has before them: whose, of which period, and whether they may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from handlers import messages
from handlers import messages_reports as words
from handlers.answers import local_day
from handlers.desk import Desk, no_caller
from handlers.duties import Occurrence
from handlers.people import Person, Unit
from handlers.register import Submission
from handlers.reports.gathering import Gathered, gather, outline_of, owing, regime_of, settings_of
from handlers.reports.periods import ReportPeriod, period_of_key
from handlers.reports.versions import VersionInfo, digest_of, version_record
from handlers.rights import Action, may, oversees
from handlers.types import IncomingMessage, Record
from knowledge.outlines import Outline

LAST = "report"
"""Where in a session's data the version stands that was shown last."""


@dataclass(frozen=True)
class Opened:
    """A unit's report of a period, as one person sees it on one day."""

    desk: Desk
    person: Person
    unit: Unit
    period: ReportPeriod
    today: date
    written: Mapping[str, str | None] = field(default_factory=dict)
    """Words that are about to be stored, by item; None takes away what was written."""

    @property
    def of(self) -> str:
        """ "UNIT:PERIOD", for the ids of choices."""
        return f"{self.unit.id}:{self.period.key}"

    @cached_property
    def outline(self) -> Outline | None:
        return outline_of(self.desk, settings_of(self.desk, self.unit), self.period.kind)

    @cached_property
    def versions(self) -> list[VersionInfo]:
        """What was compiled, newest first."""
        return self.desk.register.report_versions(self.unit.id, self.period.key)

    @cached_property
    def sendings(self) -> list[Submission]:
        """What was sent from here, the oldest first; returned and taken back ones too."""
        return self.desk.register.reports_sent([self.unit.id], self.period.key)

    @cached_property
    def owed(self) -> list[Occurrence]:
        """The deadlines that it answers, the first due first."""
        return owing(self.desk, self.unit, self.period)

    @cached_property
    def sent(self) -> Submission | None:
        """The sending that stands: of this report, or said of one of its deadlines."""
        standing = [one for one in self.sendings if not one.undone]
        if standing:
            return standing[-1]
        keys = {one.key for one in self.owed}
        said = self.desk.register.submissions([self.unit.id], [self.period.year])
        return next((one for one in said if (one.duty, one.year, one.unit) in keys), None)

    @cached_property
    def gathered(self) -> Gathered | None:
        """The report as things stand; None where no outline is meant for it."""
        return gather(self.desk, self.unit, self.period, self.today, written=self.written)

    def may(self, action: Action) -> bool:
        return may(self.person, action, self.unit.id, self.desk.register.tree())

    def number_of(self, version: str) -> int:
        """Which of the versions it is, from 1."""
        ids = [one.id for one in reversed(self.versions)]
        return ids.index(version) + 1 if version in ids else 0

    def kept(self, gathered: Gathered, *, nothing: bool = False) -> tuple[str, tuple[Record, ...]]:
        """The id under which a report is kept as a version, and what stores it; nothing where it is the latest."""
        latest = next(iter(self.versions), None)
        if latest is not None and latest.digest == digest_of(gathered.report):
            return latest.id, ()
        id_ = self.desk.register.new_id()
        record = version_record(
            *(id_, self.unit.id, self.period.key, gathered.report, gathered.entries, gathered.material.as_of),
            self.person.id,
            nothing=nothing,
        )
        return id_, (record,)


def opened(desk: Desk, message: IncomingMessage, rest: str, action: Action = "write_report") -> Opened | str:
    """The report of "UNIT:PERIOD" for who speaks; else why they have none."""
    person = desk.caller(message)
    if person is None:
        return no_caller(message)
    unit_id, _, key = rest.partition(":")
    unit = desk.register.tree().unit(unit_id)
    if unit is None or not may(person, action, unit_id, desk.register.tree()):
        return messages.NOT_ALLOWED
    period = period_of_key(key, regime_of(settings_of(desk, unit)))
    if period is None:
        return words.OLD_CHOICE
    return Opened(desk, person, unit, period, local_day(message))


def may_decide(desk: Desk, person: Person | None, unit: str) -> bool:
    """Whether a person is the standing office of a unit above this one, or the operator."""
    tree = desk.register.tree()
    of = tree.unit(unit)
    if person is None or of is None or "account" not in person.consents:
        return False
    return person.operator or (of.above is not None and oversees(person, of.above, tree))
