"""What handlers look up (see handlers.register.Register), read from the database."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from bot.storage.codec import moment, read_moment
from bot.storage.entries import StoredEntries
from bot.storage.links import Links
from bot.storage.people import People
from bot.storage.records import Records
from bot.storage.reports import StoredReports, submission
from handlers.duties import Duty, Ruling
from handlers.people import Person, Tree, Unit
from handlers.register import ON_AGAIN, Broadcast, Consent, Invite, JoinRequest, LinkCode, Mute, Notice, Submission
from handlers.types import Address

_ID_LETTERS = "0123456789abcdefghijkmnpqrstuvwxyz"
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without letters that are taken for others when read out or copied."""


class StoredRegister(StoredEntries, StoredReports):
    """Reads; every method raises sqlite3 errors only, so call it inside `Storage.reading()`."""

    def __init__(self, db: Database, people: People, records: Records) -> None:
        super().__init__(db)
        self._people = people
        self._records = records
        self._tree: tuple[tuple[int, int], Tree] | None = None

    def new_id(self) -> str:
        return "".join(secrets.choice(_ID_LETTERS) for _ in range(10))

    def new_code(self, length: int = 10) -> str:
        """Letters and digits, both, so that among words it is told from them."""
        while True:
            code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(length))
            if not (code.isalpha() or code.isdigit()):
                return code

    def hash_of(self, code: str) -> str:
        plain = "".join(letter for letter in code.upper() if letter.isalnum() and letter.isascii())
        return hashlib.sha256(plain.encode()).hexdigest()

    def tree(self) -> Tree:
        """All units; built anew only when something was stored, here or by another program."""
        version = (self._records.changes["units"], int(self._db.execute("PRAGMA data_version").fetchone()[0]))
        if self._tree is None or self._tree[0] != version:
            units = [_unit(row) for row in self._db.query("SELECT * FROM units ORDER BY rowid")]
            if self._tree is None or units != list(self._tree[1]):
                self._tree = (version, Tree(units))
            else:
                self._tree = (version, self._tree[1])
        return self._tree[1]

    def is_operator(self, address: Address) -> bool:
        return self._people.is_operator(address)

    def person_at(self, address: Address) -> Person | None:
        return self._people.at(address)

    def person(self, id_: str) -> Person | None:
        return next(iter(self._people.of([id_])), None)

    def people_in(self, units: Collection[str]) -> list[Person]:
        return self._people.in_units(units)

    def operators(self) -> list[Person]:
        return self._people.operators()

    def consents_of(self, person: str) -> Sequence[Consent]:
        return self._people.consents_of(person)

    def invite(self, code: str) -> Invite | None:
        return next(map(_invite, self._rows("SELECT * FROM invites WHERE code = ?", self.hash_of(code))), None)

    def invites(self, units: Collection[str]) -> list[Invite]:
        return [_invite(row) for row in self._among("invites", "unit", units, "at DESC, rowid DESC")]

    def join_request(self, id_: str) -> JoinRequest | None:
        return next(map(_join_request, self._rows("SELECT * FROM join_requests WHERE id = ?", id_)), None)

    def join_requests(self, units: Collection[str], status: str = "open") -> list[JoinRequest]:
        rows = self._among("join_requests", "unit", units, "at, rowid")
        return [_join_request(row) for row in rows if row["status"] == status]

    def requests_of(self, person: str) -> list[JoinRequest]:
        rows = self._rows("SELECT * FROM join_requests WHERE person = ? ORDER BY at, rowid", person)
        return [_join_request(row) for row in rows]

    def link_code(self, code: str) -> LinkCode | None:
        rows = self._rows("SELECT * FROM link_codes WHERE code = ?", self.hash_of(code))
        return next((LinkCode(r["id"], r["person"], read_moment(r["expires_at"]), bool(r["used"])) for r in rows), None)

    def wrong_codes(self, session_key: str | None, since: datetime) -> int:
        sql = "SELECT count(*) FROM wrong_codes WHERE at > ?"
        if session_key is None:
            return int(self._db.execute(sql, [moment(since)]).fetchone()[0])
        return int(self._db.execute(f"{sql} AND session = ?", [moment(since), session_key]).fetchone()[0])

    def own_duties(self) -> Sequence[Duty]:
        return [_duty(row) for row in self._rows("SELECT * FROM duties ORDER BY rowid")]

    def rulings(self) -> Sequence[Ruling]:
        return [_ruling(row) for row in self._rows("SELECT * FROM rulings ORDER BY at, rowid")]

    def stages(self) -> dict[str, tuple[int, ...]]:
        rows = self._rows("SELECT * FROM stages")
        return {row["unit"]: tuple(int(day) for day in row["days"].split()) for row in rows}

    def submissions(self, units: Collection[str], years: Collection[int]) -> list[Submission]:
        rows = self._among("submissions", "unit", units, "at, rowid")
        return [submission(row) for row in rows if row["year"] in years and not row["undone"]]

    def all_submissions(self, years: Collection[int]) -> list[Submission]:
        """Those of every unit."""
        rows = self._rows("SELECT * FROM submissions WHERE undone = 0 ORDER BY at, rowid")
        return [submission(row) for row in rows if row["year"] in years]

    def mutes(self, person: str) -> list[Mute]:
        rows = self._rows("SELECT * FROM mutes WHERE person = ? AND again_on IS NOT ?", person, ON_AGAIN)
        return [_mute(row) for row in rows]

    def all_mutes(self) -> list[Mute]:
        return [_mute(row) for row in self._rows("SELECT * FROM mutes WHERE again_on IS NOT ?", ON_AGAIN)]

    def notices(self, people: Iterable[str], since: datetime, kind: str | None = None) -> list[Notice]:
        rows = self._rows(
            "SELECT n.*, CASE WHEN o.status = 'queued' AND o.waited IS NOT NULL THEN 'waits'"
            " ELSE coalesce(o.status, 'failed') END AS state FROM notices AS n"
            " LEFT JOIN outbox AS o ON o.channel = n.channel AND o.key = n.letter"
            " WHERE n.at >= ? AND n.person IN (SELECT value FROM json_each(?)) ORDER BY n.at, n.rowid",
            moment(since),
            json.dumps(list(people)),
        )
        return [_notice(row) for row in rows if kind is None or row["kind"] == kind]

    def broadcast(self, id_: str) -> Broadcast | None:
        return next(map(self._broadcast, self._rows("SELECT * FROM broadcasts WHERE id = ?", id_)), None)

    def broadcasts(self, units: Collection[str], limit: int = 20) -> list[Broadcast]:
        rows = self._among("broadcasts", "unit", units, "at DESC, rowid DESC")
        return [self._broadcast(row) for row in rows[:limit]]

    def unanswered(self, units: Collection[str] | None, limit: int = 50) -> list[tuple[date, str]]:
        sql = "SELECT * FROM unanswered ORDER BY id DESC LIMIT ?"
        if units is None:
            rows = self._rows(sql, limit)
        else:
            some = "unit IN (SELECT value FROM json_each(?))"
            rows = self._rows(sql.replace("ORDER", f"WHERE {some} ORDER"), json.dumps(list(units)), limit)
        return [(date.fromisoformat(row["asked_on"]), row["question"]) for row in rows]

    def feed_open(self, person: str) -> bool:
        return bool(self._rows("SELECT 1 FROM feeds WHERE person = ? AND token NOT LIKE 'revoked:%'", person))

    def links_open(self, person: str, now: datetime) -> int:
        return Links(self._db).open(person, now)

    def person_of_feed(self, token: str) -> Person | None:
        """Whose calendar a secret opens."""
        rows = self._rows("SELECT person FROM feeds WHERE token = ?", self.hash_of(token))
        return self.person(rows[0]["person"]) if rows else None

    def export(self, person: str) -> dict[str, list[dict[str, Any]]]:
        return self._people.export(person)

    def _broadcast(self, row: dict[str, Any]) -> Broadcast:
        to = self._rows("SELECT person FROM notices WHERE kind = 'broadcast' AND subject = ?", row["id"])
        read = self._rows("SELECT person FROM broadcast_reads WHERE broadcast = ?", row["id"])
        return Broadcast(
            id=row["id"],
            by=row["by"],
            unit=row["unit"],
            text=row["text"],
            at=read_moment(row["at"]),
            units=frozenset(row["units"].split()),
            to=frozenset(one["person"] for one in to),
            read=frozenset(one["person"] for one in read),
        )

    def _rows(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        return list(self._db.query(sql, list(parameters)))

    def _among(self, table: str, column: str, values: Collection[str], order: str) -> list[dict[str, Any]]:
        sql = f'SELECT * FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?)) ORDER BY {order}'  # noqa: S608
        return self._rows(sql, json.dumps(list(values)))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _unit(row: dict[str, Any]) -> Unit:
    since = date.fromisoformat(row["since"])
    return Unit(**{**row, "since": since, "until": _day(row["until"])})


def _invite(row: dict[str, Any]) -> Invite:
    ends = read_moment(row["expires_at"])
    return Invite(row["id"], row["unit"], row["role"], ends, row["uses"], row["most"], bool(row["revoked"]))


def _join_request(row: dict[str, Any]) -> JoinRequest:
    at = read_moment(row["at"])
    return JoinRequest(row["id"], row["person"], row["unit"], row["role"], row["status"], at, row["note"])


def _duty(row: dict[str, Any]) -> Duty:
    return Duty(
        id=row["id"],
        title=row["title"],
        period=row["period"],
        year=row["year"],
        recurs=bool(row["recurs"]),
        recipient=row["recipient"],
        month_day=(row["month"], row["day"]),
        source="",
        template=row["template"],
        owner=row["owner"],
        units=frozenset(row["units"].split()),
        ended=_day(row["ended"]),
    )


def _ruling(row: dict[str, Any]) -> Ruling:
    at, due = read_moment(row["at"]), _day(row["due"])
    what = row["id"], row["duty"], row["year"], row["unit"], row["kind"]
    return Ruling(*what, at, row["by"], due, row["reason"], row["office"])


def _mute(row: dict[str, Any]) -> Mute:
    return Mute(row["person"], row["handle"], _day(row["again_on"]))


def _notice(row: dict[str, Any]) -> Notice:
    return Notice(
        key=row["key"],
        person=row["person"],
        kind=row["kind"],
        subject=row["subject"],
        stage=row["stage"],
        at=read_moment(row["at"]),
        channel=row["channel"],
        state=row["state"],
        unit=row["unit"],
    )
