"""What is kept no longer than was said: letters, conversations without an account, wrong codes, ids of old messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.storage.codec import moment, reply_text
from handlers.terms import LETTERS, STRANGERS, WORKS, WRONG_CODES
from handlers.types import Reply

_EMPTY = reply_text(Reply(""))
_MEMBER = "EXISTS (SELECT 1 FROM contacts AS c WHERE c.channel = outbox.channel AND c.user = outbox.user)"
_NOTED = "EXISTS (SELECT 1 FROM notices AS n WHERE n.channel = outbox.channel AND n.letter = outbox.key)"
"""The ledger and the receipts still ask what became of such a letter, though not what it said."""
_SETTLED = "status NOT IN ('queued', 'sending') AND coalesce(settled_at, due_at) < ?"
_WAITED = "status = 'queued' AND due_at < ?"
"""Nobody has come for it."""
_TABLES = (("sessions", "key"), ("profiles", "session"))


def purge(db: Database, now: datetime) -> None:
    """Delete what is over its term; what reminders and receipts need of a letter stays, without its words."""
    strangers, members = moment(now - STRANGERS), moment(now - LETTERS)
    _letters(db, f"NOT {_MEMBER} AND ({_SETTLED} OR {_WAITED})", [strangers, strangers])
    _letters(db, _SETTLED, [members])
    _conversations(db, strangers)
    db.execute("DELETE FROM works WHERE status != 'new' AND at < ?", [moment(now - WORKS)])
    db.execute("DELETE FROM wrong_codes WHERE at < ?", [moment(now - WRONG_CODES)])
    # The last message of a channel tells when it was heard of last.
    db.execute(
        "DELETE FROM updates WHERE status != 'new' AND received_at < ?"
        " AND seq NOT IN (SELECT max(seq) FROM updates GROUP BY channel)",
        [moment(now - max(STRANGERS, timedelta(days=2)))],
    )


def _letters(db: Database, which: str, parameters: list[str]) -> None:
    db.execute(f"DELETE FROM outbox WHERE NOT {_NOTED} AND {which}", parameters)  # noqa: S608 - all is ours
    db.execute(
        f"UPDATE outbox SET reply = ? WHERE reply != ? AND {_NOTED} AND status != 'queued' AND {which}",  # noqa: S608
        [_EMPTY, _EMPTY, *parameters],
    )


def _conversations(db: Database, before: str) -> None:
    """Forget conversations that were not used since, of people without an account."""
    members = set(db.execute("SELECT channel, user FROM contacts").fetchall())
    for table, key in _TABLES:
        rows = db.execute(f'SELECT "{key}" FROM "{table}" WHERE updated_at < ?', [before]).fetchall()  # noqa: S608
        gone = [(name,) for (name,) in rows if not any(one in members for one in _users(name))]
        db.conn.executemany(f'DELETE FROM "{table}" WHERE "{key}" = ?', gone)  # noqa: S608


def _users(key: str) -> Iterable[tuple[str, str]]:
    """Whose session a key may be of: it is "channel:chat:user", and a chat or a user may hold a colon too."""
    channel, _, rest = key.partition(":")
    return [(channel, rest[at + 1 :]) for at, letter in enumerate(rest) if letter == ":"]
