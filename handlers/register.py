"""What handlers may look up of what is stored. Reads only; what is to change is an effect (`Record`, `Forget`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from handlers.duties import Duty, Ruling
from handlers.entries import Draft, Entry, Evidence
from handlers.people import Person, Purpose, Role, Tree
from handlers.reports.versions import ReportSettings, Version, VersionInfo
from handlers.types import Address


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation to a role in a unit. Its code is known to nobody but who was given it."""

    id: str
    unit: str
    role: Role
    expires_at: datetime
    uses: int
    """How often it was used, of `most`."""
    most: int
    revoked: bool

    def open(self, now: datetime) -> bool:
        return not self.revoked and self.uses < self.most and now < self.expires_at


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """Somebody asks for a role in a unit; status is open, approved, declined or withdrawn."""

    id: str
    person: str
    unit: str
    role: Role
    status: str
    at: datetime
    note: str | None = None


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A one-time code by which a person says on another channel who they are."""

    id: str
    person: str
    expires_at: datetime
    used: bool

    def open(self, now: datetime) -> bool:
        return not self.used and now < self.expires_at


Verdict = Literal["accepted", "returned"]


@dataclass(frozen=True, slots=True)
class Submission:
    """A unit's report for a duty and year, said to have been sent on a day."""

    id: str
    duty: str
    year: int
    unit: str
    day: date
    """The day it was sent."""
    at: datetime
    by: str | None = None
    version: str | None = None
    """The report that was sent; None where it was only said to have been."""
    period: str | None = None
    """The key of the period that it reports on, where a report of here was sent."""
    verdict: Verdict | None = None
    reason: str | None = None
    """Why it was returned."""
    decided_by: str | None = None
    undone: bool = False
    """Whether it was taken back, or returned."""


ON_AGAIN = ""
"""Stored in place of the day of a mute that was taken back: it is no mute any more."""


@dataclass(frozen=True, slots=True)
class Mute:
    """A person does not want to hear of an occurrence: until a day, or ever again (None)."""

    person: str
    handle: str
    again_on: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing told to one person: a stage of a deadline, an event, a message of the office. The reminders' ledger.

    `state` is that of its letter: queued, sending, sent, waits (for its person's next message), unknown (it may not
    have arrived), failed (not reached).
    """

    key: str
    person: str
    kind: str
    """reminder, event, digest, ruling or broadcast."""
    subject: str
    """The occurrence's handle, the event's id and year, the ruling's or the broadcast's id."""
    stage: int | None
    at: datetime
    channel: str
    state: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message of an office to units; `to` are the people it went to, `read` those who said that they read it."""

    id: str
    by: str | None
    unit: str
    text: str
    at: datetime
    units: frozenset[str]
    to: frozenset[str]
    read: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed something, when, and the columns before (None: it was made then) and after."""

    by: str | None
    at: datetime
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Consent:
    """One step of the consent log: what was asked (a version of the text), and what was answered."""

    purpose: Purpose
    given: bool
    text: str
    at: datetime
    channel: str


class Register(Protocol):
    """The stored state, as it is at the moment of asking. Raises nothing but what the storage raises."""

    def new_id(self) -> str:
        """An id never given before: ten letters and digits."""
        ...

    def new_code(self, length: int = 10) -> str:
        """A secret to read out or type, without letters that look alike; never stored as it is."""
        ...

    def hash_of(self, code: str) -> str:
        """How a secret is stored; upper and lower case, spaces and dashes do not matter."""
        ...

    # Who is who
    def tree(self) -> Tree: ...

    def is_operator(self, address: Address) -> bool:
        """Whether the settings name this address as an operator's."""
        ...

    def person_at(self, address: Address) -> Person | None:
        """The person whose private conversation this is."""
        ...

    def person(self, id_: str) -> Person | None: ...

    def people_in(self, units: Collection[str]) -> list[Person]:
        """Everybody with a role in one of the units, by unit and name."""
        ...

    def operators(self) -> list[Person]:
        """The people whom the settings name and who have an account."""
        ...

    def consents_of(self, person: str) -> Sequence[Consent]:
        """The log, oldest first."""
        ...

    # Joining
    def invite(self, code: str) -> Invite | None: ...

    def invites(self, units: Collection[str]) -> list[Invite]:
        """Those that were made for the units, newest first."""
        ...

    def join_request(self, id_: str) -> JoinRequest | None: ...

    def join_requests(self, units: Collection[str], status: str = "open") -> list[JoinRequest]: ...

    def requests_of(self, person: str) -> list[JoinRequest]: ...

    def link_code(self, code: str) -> LinkCode | None: ...

    def wrong_codes(self, session_key: str | None, since: datetime) -> int:
        """How many codes were wrong since then: of one conversation, or of all (None)."""
        ...

    # What is owed
    def own_duties(self) -> Sequence[Duty]:
        """The offices' own, ended ones too."""
        ...

    def rulings(self) -> Sequence[Ruling]: ...

    def stages(self) -> dict[str, tuple[int, ...]]:
        """Units that have set their own stages; nearest above wins for the others."""
        ...

    def submissions(self, units: Collection[str], years: Collection[int]) -> list[Submission]:
        """Those that stand, newest last. An undone one is not among them."""
        ...

    def mutes(self, person: str) -> list[Mute]: ...

    # What was told
    def notices(self, people: Iterable[str], since: datetime, kind: str | None = None) -> list[Notice]: ...

    def broadcast(self, id_: str) -> Broadcast | None: ...

    def broadcasts(self, units: Collection[str], limit: int = 20) -> list[Broadcast]:
        """Those that the units' offices sent, newest first, at most so many."""
        ...

    def unanswered(self, units: Collection[str] | None, limit: int = 50) -> list[tuple[date, str]]:
        """Questions that nothing answered, newest first, without who asked.

        Those of people whose topmost unit is one of these; None for all, those of strangers too.
        """
        ...

    # What units have done
    def entry(self, id_: str) -> Entry | None:
        """Deleted ones too."""
        ...

    def entries(self, units: Collection[str], start: date, end: date, type_: str | None = None) -> list[Entry]:
        """Those that stand and began on a day from `start` to `end`, the earliest first."""
        ...

    def open_draft(self, person: str) -> Draft | None:
        """The form that a person is filling in."""
        ...

    def draft(self, id_: str) -> Draft | None: ...

    def dropped_drafts(self, person: str, most: int) -> list[Draft]:
        """The forms that a person put away last, with what was answered, the newest first."""
        ...

    def evidence(self, entry: str) -> list[Evidence]:
        """What belongs to an entry and was not removed, oldest first."""
        ...

    def evidence_at(self, path: str) -> Evidence | None:
        """The evidence that a file is."""
        ...

    def changes_of(self, entry: str) -> list[Change]:
        """How an entry became what it is, oldest first."""
        ...

    # Reports
    def report_versions(self, unit: str, period: str, *, summary: bool = False) -> list[VersionInfo]:
        """What was compiled of a unit's period, newest first."""
        ...

    def report_version(self, id_: str) -> Version | None: ...

    def latest_versions(self, units: Collection[str]) -> list[VersionInfo]:
        """The newest version of each period of each unit, the newest first; no summaries."""
        ...

    def version_infos(self, ids: Collection[str]) -> list[VersionInfo]: ...

    def report_texts(self, unit: str, period: str) -> dict[str, str]:
        """What was written, by "OUTLINE/ITEM"."""
        ...

    def report_settings(self) -> dict[str, ReportSettings]:
        """By unit, those that have set something."""
        ...

    def submission(self, id_: str) -> Submission | None:
        """Undone ones too."""
        ...

    def reports_sent(self, units: Collection[str], period: str) -> list[Submission]:
        """Reports of a period that units have sent from here, the oldest first; taken back and returned ones too."""
        ...

    # A person's own
    def feed_open(self, person: str) -> bool:
        """Whether the person has a calendar address that works."""
        ...

    def links_open(self, person: str, now: datetime) -> int:
        """How many addresses of files that the person was sent still open."""
        ...

    def export(self, person: str) -> dict[str, list[dict[str, Any]]]:
        """Everything that is kept of a person, by table, as JSON values."""
        ...
