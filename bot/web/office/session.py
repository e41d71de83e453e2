"""Who is logged in: a random token in a cookie, known to the database by its hash only."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.storage import Storage
from bot.storage.codec import moment, read_moment
from handlers.people import Person
from handlers.types import Record
from handlers.web_door import may_enter

COOKIE = "van_phong"
PATH = "/vanphong"
LASTS = timedelta(hours=12)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_NAME_LETTERS = 16


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner sees it in the list; `name` tells it apart and opens nothing."""

    name: str
    begun: datetime
    expires: datetime


class Sessions:
    """Raises StorageError only."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def begin(self, code: str, now: datetime) -> str | None:
        """Use a login code up and return the token of a new session; None for a code that opens nothing."""
        token = secrets.token_urlsafe(32)
        login = self._storage.register.hash_of(code)
        with self._storage.transaction():
            self._drop_expired(now)
            person = self._person_of_login(login, now)
            if person is None:
                return None
            self._store("logins", {"token": login, "used": 1}, now)
            expires = moment(now + LASTS)
            self._store("web_sessions", {"token": _hash(token), "person": person.id, "expires_at": expires}, now)
        return token

    def person(self, token: str, now: datetime) -> Person | None:
        """Whose session a token opens; None once it has expired, was revoked, or its owner has no say any more."""
        if not _TOKEN.fullmatch(token):
            return None
        rows = self._rows(
            "SELECT person FROM web_sessions WHERE token = ? AND revoked = 0 AND expires_at > ?",
            [_hash(token), moment(now)],
        )
        return self._with_a_say(rows[0]["person"]) if rows else None

    def open_of(self, person: str, now: datetime) -> list[OpenSession]:
        """All sessions of a person that are open, newest first."""
        rows = self._open_rows(person, now)
        return [OpenSession(_name(r["token"]), read_moment(r["at"]), read_moment(r["expires_at"])) for r in rows]

    def revoke(self, person: str, name: str, now: datetime) -> bool:
        """End one open session of a person; False where they have none of that name."""
        with self._storage.transaction():
            found = [row["token"] for row in self._open_rows(person, now) if _name(row["token"]) == name]
            for token in found:
                self._store("web_sessions", {"token": token, "revoked": 1}, now)
        return bool(found)

    def revoke_all(self, person: str, now: datetime) -> None:
        """End every session of a person, and every login code that was not used."""
        with self._storage.transaction():
            for row in self._open_rows(person, now):
                self._store("web_sessions", {"token": row["token"], "revoked": 1}, now)
            for row in self._rows("SELECT token FROM logins WHERE person = ? AND used = 0", [person]):
                self._store("logins", {"token": row["token"], "used": 1}, now)

    def _drop_expired(self, now: datetime) -> None:
        """What opens nothing any more tells only when somebody was here."""
        self._storage.db.execute("DELETE FROM logins WHERE expires_at <= ?", [moment(now)])
        self._storage.db.execute("DELETE FROM web_sessions WHERE expires_at <= ?", [moment(now)])

    def _person_of_login(self, login: str, now: datetime) -> Person | None:
        rows = self._rows(
            "SELECT person FROM logins WHERE token = ? AND used = 0 AND expires_at > ?", [login, moment(now)]
        )
        return self._with_a_say(rows[0]["person"]) if rows else None

    def _with_a_say(self, person_id: str) -> Person | None:
        with self._storage.reading():
            person = self._storage.register.person(person_id)
            return person if may_enter(person, self._storage.register.tree()) else None

    def _open_rows(self, person: str, now: datetime) -> list[dict[str, Any]]:
        return self._rows(
            "SELECT * FROM web_sessions WHERE person = ? AND revoked = 0 AND expires_at > ?"
            " ORDER BY at DESC, rowid DESC",
            [person, moment(now)],
        )

    def _store(self, table: str, row: dict[str, Any], now: datetime) -> None:
        self._storage.records.store(Record(table, row), now)

    def _rows(self, sql: str, parameters: list[str]) -> list[dict[str, Any]]:
        with self._storage.reading():
            return list(self._storage.db.query(sql, parameters))


def token_of(request: Request) -> str:
    """The token that came with a request; empty where none did."""
    return request.cookies.get(COOKIE, "")


def name_of(token: str) -> str:
    """The name of the session that a token opens, as the list has it."""
    return _name(_hash(token))


def keep(response: Response, token: str, *, secure: bool) -> None:
    """Give the browser its token."""
    seconds = int(LASTS.total_seconds())
    response.set_cookie(COOKIE, token, seconds, path=PATH, secure=secure, httponly=True, samesite="strict")


def drop(response: Response, *, secure: bool) -> None:
    """Take the token from the browser."""
    response.delete_cookie(COOKIE, path=PATH, secure=secure, httponly=True, samesite="strict")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _name(hashed: str) -> str:
    return hashed[:_NAME_LETTERS]
