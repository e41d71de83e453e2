"""Forgetting a person: what is theirs is deleted; what belongs to their units stays, without them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.storage.codec import moment
from bot.storage.usage import Usage
from handlers.types import Address

OWN: Sequence[tuple[str, str]] = (
    ("people", "id"),
    ("contacts", "person"),
    ("consents", "person"),
    ("join_requests", "person"),
    ("link_codes", "person"),
    ("mutes", "person"),
    ("notices", "person"),
    ("broadcast_reads", "person"),
    ("feeds", "person"),
    ("logins", "person"),
    ("web_sessions", "person"),
    ("data_requests", "person"),
    ("memberships", "person"),
    ("drafts", "person"),
)
"""Where a person's own data is: table and column."""
_STAY = frozenset({"memberships", "data_requests"})
"""Tables whose rows stay, without the person."""
SIGNED: Sequence[tuple[str, str]] = (
    ("unit_events", "by"),
    ("join_requests", "decided_by"),
    ("rulings", "by"),
    ("submissions", "by"),
    ("broadcasts", "by"),
    ("entries", "by"),
    ("evidence", "by"),
    ("report_versions", "by"),
    ("report_texts", "by"),
    ("submissions", "decided_by"),
    ("changes", "by"),
)
"""What a person did for a unit stays, without their id."""
CONVERSATIONS: Sequence[tuple[str, str]] = (("sessions", "key"), ("profiles", "session"), ("wrong_codes", "session"))
_SEEN_BY = """
    WITH RECURSIVE above (id) AS (
        SELECT unit FROM memberships WHERE person = :person
        UNION SELECT unit FROM join_requests WHERE person = :person
        UNION SELECT coalesce(nullif(units.office, ''), units.parent) FROM units JOIN above ON units.id = above.id
    )
    SELECT DISTINCT contacts.channel, contacts.chat, contacts.user FROM contacts
    LEFT JOIN memberships ON memberships.person = contacts.person AND memberships.role != 'member'
    WHERE contacts.person != :person AND (
        memberships.unit IN (SELECT id FROM above)
        OR contacts.channel || ':' || contacts.user IN (SELECT value FROM json_each(:operators))
    )
"""
"""The conversations of those who may have seen the person in a list: of their units, of those above, the operators."""
_REMEMBERED = ("chat", "seen", "followed", "left")
"""What channels remember of a user, in names that end with the user's id."""
_GONE = "…"


def forget(db: Database, person: str, now: datetime, operators: Collection[str] = ()) -> list[str]:
    """Delete a person; the paths of files that they were handed. What is being said at this very moment still goes out.

    `operators` are addresses as the settings write them.
    """
    files: list[str] = []
    found = {"person": person, "operators": json.dumps(sorted(operators))}
    seen_by = db.execute(_SEEN_BY, found).fetchall()
    name = db.execute("SELECT name FROM people WHERE id = ?", [person]).fetchone()
    contacts = db.execute("SELECT channel, chat, user FROM contacts WHERE person = ?", [person]).fetchall()
    files += _unsaved_files(db, person, [(channel, user) for channel, _, user in contacts])
    for channel, chat, user in contacts:
        _forget_conversations(db, channel, user)
        files += _files(db, channel, chat)
        db.execute(
            "DELETE FROM channel_state WHERE channel = ? AND name IN (?, ?, ?, ?)",
            [channel, *(f"{what}:{user}" for what in _REMEMBERED)],
        )
        Usage(db).forget_person(channel, user)
        db.execute("DELETE FROM file_links WHERE channel = ? AND (chat = ? OR user = ?)", [channel, chat, user])
        db.execute("DELETE FROM works WHERE channel = ? AND (chat = ? OR user = ?)", [channel, chat, user])
        _forget_letters(db, "channel = ? AND (chat = ? OR user = ?)", [channel, chat, user], now)
    for (request,) in db.execute("SELECT id FROM join_requests WHERE person = ?", [person]).fetchall():
        _forget_letters(db, "instr(key, ?) = 1", [f"request:{request}:"], now)
    _forget_letters(db, "instr(key, ?) > 0", [person], now)
    for table, column in OWN:
        change = f'UPDATE "{table}" SET "{column}" = NULL' if table in _STAY else f'DELETE FROM "{table}"'  # noqa: S608
        db.execute(f'{change} WHERE "{column}" = ?', [person])
    for table, column in SIGNED:
        db.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE "{column}" = ?', [person])  # noqa: S608
    db.execute(
        "UPDATE changes SET before = replace(before, ?, ''), after = replace(after, ?, '')"
        " WHERE instr(after, ?) > 0 OR instr(before, ?) > 0",
        [person] * 4,
    )
    db.execute("UPDATE memberships SET until = ? WHERE person IS NULL AND until IS NULL", [moment(now)[:10]])
    words = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in (person, name and name[0]) if one))
    for channel, chat, user in seen_by:
        _blot_letters(db, channel, chat, words)
        _blot_session(db, Address(channel, chat, user).session_key, words)
    return files


def _files(db: Database, channel: str, chat: str) -> list[str]:
    rows = db.execute(
        "SELECT reply FROM outbox WHERE channel = ? AND chat = ? AND instr(reply, '\"path\"') > 0", [channel, chat]
    ).fetchall()
    return [file["path"] for (written,) in rows for file in json.loads(written).get("files", ())]


def _unsaved_files(db: Database, person: str, users: Sequence[tuple[str, str]]) -> list[str]:
    """The paths of pictures and files that were sent and belong to no entry."""
    drafts = db.execute("SELECT state FROM drafts WHERE person = ?", [person]).fetchall()
    found = [file["path"] for (written,) in drafts for file in json.loads(written).get("files", ())]
    for channel, user in users:
        key = Address(channel, user, user).session_key
        for (written,) in db.execute("SELECT data FROM sessions WHERE key = ?", [key]).fetchall():
            found += [file["path"] for file in json.loads(written).get("held_files", {}).get("files", ())]
    sql = "SELECT 1 FROM evidence WHERE path = ?"
    return [path for path in found if db.execute(sql, [path]).fetchone() is None]


def _forget_conversations(db: Database, channel: str, user: str) -> None:
    """What is remembered of the conversations with a user, those in groups too."""
    begins, ends = f"{channel}:", f":{user}"
    for table, column in CONVERSATIONS:
        db.execute(
            f'DELETE FROM "{table}" WHERE instr("{column}", ?) = 1 AND substr("{column}", -length(?)) = ?',  # noqa: S608
            [begins, ends, ends],
        )


def _forget_letters(db: Database, which: str, parameters: Sequence[str], now: datetime) -> None:
    """Delete letters, but those that are on their way: being sent, or queued at this very moment."""
    db.execute(
        f"DELETE FROM outbox WHERE {which} AND status != 'sending'"  # noqa: S608 - `which` is ours
        " AND NOT (status = 'queued' AND scheduled = 0 AND due_at = ?)",
        [*parameters, moment(now)],
    )


def _blot_letters(db: Database, channel: str, chat: str, words: re.Pattern[str]) -> None:
    """Take an id and a name out of what somebody else was told."""
    rows = db.execute("SELECT id, reply FROM outbox WHERE channel = ? AND chat = ?", [channel, chat]).fetchall()
    for id_, written in rows:
        reply = json.loads(written)
        text, choices = words.sub(_GONE, reply["text"]), _blotted(reply.get("choices", []), words)
        if (text, choices) != (reply["text"], reply.get("choices", [])):
            blotted = json.dumps({**reply, "text": text, "choices": choices}, ensure_ascii=False)
            db.execute("UPDATE outbox SET reply = ? WHERE id = ?", [blotted, id_])


def _blot_session(db: Database, key: str, words: re.Pattern[str]) -> None:
    """The same of what somebody else has before them: a dialogue about the person ends."""
    for written, choices in db.execute("SELECT data, choices FROM sessions WHERE key = ?", [key]).fetchall():
        kept = {name: value for name, value in json.loads(written).items() if not _names(value, words)}
        shown = _blotted(json.loads(choices), words)
        row = [json.dumps(kept, ensure_ascii=False), json.dumps(shown, ensure_ascii=False), key]
        db.execute("UPDATE sessions SET data = ?, choices = ? WHERE key = ?", row)


def _blotted(choices: Sequence[dict[str, Any]], words: re.Pattern[str]) -> list[dict[str, Any]]:
    return [{**one, "id": words.sub(_GONE, one["id"]), "label": words.sub(_GONE, one["label"])} for one in choices]


def _names(value: Any, words: re.Pattern[str]) -> bool:
    if isinstance(value, dict):
        return any(_names(one, words) for one in (*value, *value.values()))
    if isinstance(value, list):
        return any(_names(one, words) for one in value)
    return isinstance(value, str) and words.search(value) is not None
