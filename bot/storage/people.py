"""People as they are stored: read whole, greeted when they speak, forgotten when they ask."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlite_utils import Database

from bot.storage.codec import moment, read_moment, read_reply
from bot.storage.forgetting import CONVERSATIONS, OWN, SIGNED, forget
from handlers.people import Contact, Membership, Person, Purpose, Role
from handlers.register import Consent
from handlers.types import Address

_OTHERS = frozenset(
    {("changes", "by"), ("join_requests", "decided_by"), ("report_versions", "by"), ("submissions", "decided_by")}
)
"""Tables in which what a person did may hold what is other people's or their unit's."""
_DONE: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("changes", "by", ("table", "at")),
    ("join_requests", "decided_by", ("unit", "role", "status", "at")),
    ("report_versions", "by", ("unit", "period", "at")),
    ("submissions", "decided_by", ("unit", "year", "verdict", "reason", "decided_at")),
)
_DONE_AS = {"join_requests": "decisions", "submissions": "verdicts"}


class People:
    def __init__(self, db: Database, operators: Collection[str]) -> None:
        """`operators` are addresses as the settings write them: "channel:user"."""
        self._db = db
        self._operators = frozenset(operators)
        self.running: frozenset[str] | None = None
        """The channels that run; None where nothing is known of that, and all count."""

    def is_operator(self, address: Address) -> bool:
        return f"{address.channel}:{address.user}" in self._operators

    def at(self, address: Address) -> Person | None:
        row = self._db.execute(
            "SELECT person FROM contacts WHERE channel = ? AND user = ?", [address.channel, address.user]
        ).fetchone()
        return next(iter(self.of([row[0]])), None) if row else None

    def of(self, ids: Iterable[str]) -> list[Person]:
        """The people with these ids, in that order."""
        wanted = list(dict.fromkeys(ids))
        found = {row["id"]: row for row in self._of("people", "id", wanted)}
        contacts = self._grouped("contacts", wanted, "seen_at DESC")
        consents = self._grouped("consents", wanted, "id")
        memberships = self._grouped("memberships", wanted, "since, rowid")
        return [
            self._person(found[id_], contacts.get(id_, ()), consents.get(id_, ()), memberships.get(id_, ()))
            for id_ in wanted
            if id_ in found
        ]

    def everybody(self) -> list[Person]:
        return self.of(row[0] for row in self._db.execute("SELECT id FROM people"))

    def in_units(self, units: Collection[str]) -> list[Person]:
        """Everybody with a role in one of the units, in the order of the units and of names."""
        order = {id_: at for at, id_ in enumerate(units)}
        rows = [row for row in self._of("memberships", "unit", list(order)) if row["until"] is None]
        ids = [row["person"] for row in sorted(rows, key=lambda row: order[row["unit"]]) if row["person"]]
        return self.of(ids)

    def operators(self) -> list[Person]:
        found = (
            self.at(Address(channel, user, user))
            for channel, _, user in (one.partition(":") for one in self._operators)
        )
        return list({person.id: person for person in found if person}.values())

    def consents_of(self, person: str) -> list[Consent]:
        rows = self._db.query("SELECT * FROM consents WHERE person = ? ORDER BY id", [person])
        return [
            Consent(row["purpose"], bool(row["given"]), row["text"], read_moment(row["at"]), row["channel"])
            for row in rows
        ]

    def greet(self, address: Address, now: datetime) -> bool:
        """Note that a person has spoken from here; whether that changes where they are reached best."""
        where = [address.channel, address.user]
        changes = self._db.execute(
            "SELECT 1 FROM contacts AS c WHERE c.channel = ? AND c.user = ? AND (c.blocked_at IS NOT NULL"
            " OR c.stuck_at IS NOT NULL OR c.waits_at IS NOT NULL"
            " OR EXISTS (SELECT 1 FROM contacts AS o WHERE o.person = c.person AND o.seen_at > c.seen_at))",
            where,
        ).fetchone()
        self._db.execute(
            "UPDATE contacts SET seen_at = ?, blocked_at = NULL, stuck_at = NULL, waits_at = NULL"
            " WHERE channel = ? AND user = ?",
            [moment(now), *where],
        )
        # What failed before says nothing of the chat any more, though what follows from it has not been seen to yet.
        self._db.execute(
            "UPDATE outbox INDEXED BY outbox_refused SET settled_at = NULL"
            " WHERE channel = ? AND chat = ? AND status = 'failed'",
            [address.channel, address.chat],
        )
        return changes is not None

    def unlink(self, address: Address) -> None:
        """Take a conversation from its person, with the letters that wait for it and the office pages that are open."""
        key = [address.channel, address.user]
        row = self._db.execute("SELECT person FROM contacts WHERE channel = ? AND user = ?", key).fetchone()
        if row is None:
            return
        waiting = "channel = ? AND user = ? AND status = 'queued' AND (scheduled = 1 OR waited IS NOT NULL)"
        self._db.execute(
            f"DELETE FROM notices WHERE channel = ? AND letter IN (SELECT key FROM outbox WHERE {waiting})",  # noqa: S608
            [address.channel, *key],
        )
        self._db.execute(f"DELETE FROM outbox WHERE {waiting}", key)  # noqa: S608
        self._db.execute("DELETE FROM file_links WHERE channel = ? AND user = ?", key)
        self._db.execute("DELETE FROM contacts WHERE channel = ? AND user = ?", key)
        self._db.execute("UPDATE web_sessions SET revoked = 1 WHERE person = ?", [row[0]])
        self._db.execute("DELETE FROM logins WHERE person = ?", [row[0]])

    def block(self, channel: str, user: str, now: datetime) -> None:
        """Note that a person could not be reached here."""
        self._db.execute(
            "UPDATE contacts SET blocked_at = ? WHERE channel = ? AND user = ? AND blocked_at IS NULL",
            [moment(now), channel, user],
        )

    def stick(self, channel: str, user: str, at: datetime) -> bool:
        """Note that a reminder did not go out here, unless they have written since; whether that is news."""
        cursor = self._db.execute(
            "UPDATE contacts SET stuck_at = ? WHERE channel = ? AND user = ? AND stuck_at IS NULL AND seen_at < ?",
            [moment(at), channel, user, moment(at)],
        )
        return cursor.rowcount > 0

    def hold(self, channel: str, user: str, at: datetime) -> bool:
        """Note that what is told here waits for their next message; whether that is news."""
        cursor = self._db.execute(
            "UPDATE contacts SET waits_at = ? WHERE channel = ? AND user = ? AND waits_at IS NULL AND seen_at < ?",
            [moment(at), channel, user, moment(at)],
        )
        return cursor.rowcount > 0

    def unstick(self, before: datetime, channel: str | None = None) -> bool:
        """Try again where a reminder did not go out before then, in one channel or in any; whether there was any."""
        cursor = self._db.execute(
            "UPDATE contacts SET stuck_at = NULL WHERE stuck_at < ? AND (channel = ? OR ? IS NULL)",
            [moment(before), channel, channel],
        )
        return cursor.rowcount > 0

    def forget(self, person: str, now: datetime) -> list[str]:
        """Delete a person; what belongs to units stays without them. The paths of files that they were handed."""
        return forget(self._db, person, now, self._operators)

    def export(self, person: str) -> dict[str, list[dict[str, Any]]]:
        """Everything that is kept of a person, by table, what they recorded for units too; no secret is in it."""
        kept = {table: self._secretless(self._of(table, column, [person])) for table, column in OWN}
        texts = dict(self._db.execute("SELECT version, text FROM consent_texts").fetchall())
        for row in kept["consents"]:
            row["shown"] = texts.get(row["text"])
        for table, column in SIGNED:
            if (table, column) in _OTHERS:
                continue
            kept[table] = self._secretless(self._of(table, column, [person]))
        # What somebody did to other people's rows says when, and not what those people wrote.
        for table, column, columns in _DONE:
            rows = self._of(table, column, [person])
            kept.setdefault(_DONE_AS.get(table, table), []).extend({key: row[key] for key in columns} for row in rows)
        kept["letters"] = [letter for row in kept["contacts"] for letter in self._letters(row)]
        sessions = [row["user"] for row in kept["contacts"]], [row["channel"] for row in kept["contacts"]]
        for table, column in CONVERSATIONS:
            kept[table] = self._conversations(table, column, list(zip(sessions[1], sessions[0], strict=True)))
        return kept

    def _letters(self, contact: dict[str, Any]) -> list[dict[str, Any]]:
        """What was sent to a person in their conversations of one channel."""
        where = [contact["channel"], contact["chat"], contact["user"]]
        rows = self._db.query(
            "SELECT * FROM outbox WHERE channel = ? AND (chat = ? OR user = ?) ORDER BY due_at, seq, part", where
        )
        return [
            {
                **{"channel": row["channel"], "at": row["due_at"], "status": row["status"], "text": reply.text},
                "files": [file.name for file in reply.files],
            }
            for row in rows
            if (reply := read_reply(row["reply"])).text or reply.files
        ]

    def _conversations(self, table: str, column: str, contacts: list[tuple[str, str]]) -> list[dict[str, Any]]:
        """What is remembered of a person's conversations, those in groups too."""
        found = []
        for channel, user in contacts:
            begins, ends = f"{channel}:", f":{user}"
            rows = self._db.query(
                f'SELECT * FROM "{table}" WHERE instr("{column}", ?) = 1'  # noqa: S608 - names are ours
                f' AND substr("{column}", -length(?)) = ?',
                [begins, ends, ends],
            )
            found += [
                {key: json.loads(value) if key in ("data", "choices") else value for key, value in row.items()}
                for row in rows
            ]
        return found

    @staticmethod
    def _secretless(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{key: value for key, value in row.items() if key not in ("token", "code")} for row in rows]

    def _grouped(self, table: str, people: Sequence[str], order: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self._of(table, "person", people, order):
            found.setdefault(row["person"], []).append(row)
        return found

    def _of(self, table: str, column: str, values: Sequence[str], order: str = "rowid") -> list[dict[str, Any]]:
        sql = (
            f'SELECT * FROM "{table}" WHERE "{column}" IN (SELECT value FROM json_each(?))'  # noqa: S608 - names are ours
            f" ORDER BY {order}"
        )
        return list(self._db.query(sql, [json.dumps(list(values))]))

    def _person(
        self,
        row: dict[str, Any],
        contacts: Iterable[dict[str, Any]],
        consents: Iterable[dict[str, Any]],
        memberships: Iterable[dict[str, Any]],
    ) -> Person:
        latest = {one["purpose"]: bool(one["given"]) for one in consents}
        reached = tuple(self._contact(row) for row in contacts)
        return Person(
            id=row["id"],
            name=row["name"],
            consents=frozenset(cast(Purpose, purpose) for purpose, given in latest.items() if given),
            memberships=tuple(
                Membership(m["id"], m["person"], m["unit"], cast(Role, m["role"]), date.fromisoformat(m["since"]))
                for m in memberships
                if m["until"] is None
            ),
            contacts=reached,
            operator=any(self.is_operator(one.address) for one in reached),
        )

    def _contact(self, row: dict[str, Any]) -> Contact:
        return Contact(
            Address(row["channel"], row["chat"], row["user"]),
            read_moment(row["seen_at"]),
            blocked=row["blocked_at"] is not None,
            stuck=row["stuck_at"] is not None or row["waits_at"] is not None,
            runs=self.running is None or row["channel"] in self.running,
        )
