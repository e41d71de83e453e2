"""Addresses of files, each for one conversation and for a time."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.codec import moment
from handlers.types import Address, FileRef

_BYTES = 24
_OF_PERSON = "(channel, user) IN (SELECT channel, user FROM contacts WHERE person = ?)"


@dataclass(frozen=True, slots=True)
class Link:
    """A file, and whose link it is."""

    file: FileRef
    to: Address


class Links:
    def __init__(self, db: Database) -> None:
        self._db = db

    def make(self, file: FileRef, to: Address, expires: datetime, now: datetime) -> str:
        """A new link's secret; only its hash is kept. Call it inside a transaction."""
        token = secrets.token_urlsafe(_BYTES)
        row = [_hash(token), file.path, file.name, to.channel, to.chat, to.user, moment(expires), moment(now)]
        self._db.execute(
            "INSERT INTO file_links (token, path, name, channel, chat, user, expires_at, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        return token

    def find(self, token: str, now: datetime) -> Link | None:
        """What a secret opens; None where it opens nothing any more."""
        sql = "SELECT * FROM file_links WHERE token = ? AND expires_at > ?"
        for row in self._db.query(sql, [_hash(token), moment(now)]):
            to = Address(row["channel"], row["chat"], row["user"])
            return Link(FileRef(row["name"], row["path"]), to)
        return None

    def revoke(self, to: Address) -> None:
        """Take back all links of a conversation."""
        self._db.execute("DELETE FROM file_links WHERE channel = ? AND chat = ?", [to.channel, to.chat])

    def open(self, person: str, now: datetime) -> int:
        """How many links of a person still open something."""
        sql = f"SELECT count(*) FROM file_links WHERE expires_at > ? AND {_OF_PERSON}"  # noqa: S608
        return int(self._db.execute(sql, [moment(now), person]).fetchone()[0])

    def revoke_all(self, person: str) -> None:
        """Take back the links of all conversations of a person."""
        self._db.execute(f"DELETE FROM file_links WHERE {_OF_PERSON}", [person])  # noqa: S608

    def purge(self, now: datetime) -> None:
        self._db.execute("DELETE FROM file_links WHERE expires_at <= ?", [moment(now)])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
