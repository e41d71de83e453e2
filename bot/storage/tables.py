"""The tables that handlers write: their columns, their key, whether changes are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """`key`: a row is made or changed by it; without one every row is new. `at`: the column that gets the time.

    `kept`: who changed a row, and what it was before, is kept.
    """

    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    at: str | None = None
    day: str | None = None
    kept: bool = False
    needs: tuple[str, ...] = ()
    """Columns without which no row is made."""


_ENTRY = (
    *("id", "unit", "form", "type", "title", "date", "date_end", "female", "male", "unknown", "total", "budget"),
    *("place", "units_inspected", "more", "note", "by", "deleted"),
)
_EVIDENCE = ("id", "entry", "name", "media_type", "size", "path", "by", "removed")
_SUBMISSION = (
    *("id", "duty", "year", "unit", "day", "by", "undone", "version", "period"),
    *("verdict", "reason", "decided_by", "decided_at"),
)
_VERSION = (*("id", "unit", "period", "summary", "idle", "as_of", "totals", "content", "entries", "digest", "by"),)
_HEADER = ("agency", "body", "place", "board_post", "agency_post", "signer", "copies")
_UNIT = ("id", "name", "kind", "parent", "office", "province", "sector", "code", "since", "until")

TABLES: Mapping[str, Table] = {
    "unanswered": Table(("question", "outcome", "unit"), day="asked_on", needs=("question",)),
    "ratings": Table(("answer", "verdict", "question"), day="rated_on", needs=("answer",)),
    "profiles": Table(("session", "province", "sector"), key=("session",), at="updated_at"),
    "units": Table(_UNIT, key=("id",), kept=True, needs=("name", "kind", "since")),
    "unit_events": Table(("unit", "what", "day", "other", "old_name", "by"), at="at", needs=("unit", "what", "day")),
    "people": Table(("id", "name"), key=("id",), at="created_at"),
    "contacts": Table(("channel", "user", "chat", "person", "blocked_at"), key=("channel", "user"), at="seen_at"),
    "consents": Table(("person", "purpose", "given", "text", "channel"), at="at", needs=("person", "purpose", "text")),
    "consent_texts": Table(("version", "text"), key=("version",), needs=("text",)),
    "memberships": Table(("id", "person", "unit", "role", "since", "until"), key=("id",), kept=True),
    "invites": Table(
        ("id", "code", "unit", "role", "expires_at", "uses", "most", "revoked"), key=("id",), at="at", kept=True
    ),
    "join_requests": Table(
        ("id", "person", "unit", "role", "note", "status", "reason", "decided_by"), key=("id",), at="at"
    ),
    "link_codes": Table(("id", "code", "person", "expires_at", "used"), key=("id",)),
    "wrong_codes": Table(("session",), at="at", needs=("session",)),
    "duties": Table(
        (
            *("id", "owner", "title", "period", "year", "recurs", "month", "day"),
            *("recipient", "template", "units", "ended"),
        ),
        key=("id",),
        at="at",
        kept=True,
    ),
    "rulings": Table(
        ("id", "duty", "year", "unit", "kind", "due", "reason", "by", "office"), key=("id",), at="at", kept=True
    ),
    "submissions": Table(_SUBMISSION, key=("id",), at="at", kept=True),
    "report_versions": Table(_VERSION, key=("id",), at="at", needs=("unit", "period", "content")),
    "report_texts": Table(("unit", "period", "item", "text", "by"), key=("unit", "period", "item"), kept=True),
    "report_settings": Table(("unit", "outline", "regime", *_HEADER), key=("unit",), kept=True),
    "stages": Table(("unit", "days"), key=("unit",), kept=True),
    "mutes": Table(("person", "handle", "again_on"), key=("person", "handle")),
    "broadcasts": Table(("id", "by", "unit", "text", "units"), key=("id",), at="at"),
    "broadcast_reads": Table(("broadcast", "person"), key=("broadcast", "person"), at="at"),
    "feeds": Table(("person", "token"), key=("person",), at="at"),
    "logins": Table(("token", "person", "expires_at", "used"), key=("token",)),
    "web_sessions": Table(("token", "person", "expires_at", "revoked"), key=("token",), at="at"),
    "entries": Table(_ENTRY, key=("id",), at="at", kept=True, needs=("unit", "form", "type", "date")),
    "drafts": Table(("id", "person", "unit", "form", "state", "entry", "status"), key=("id",), at="at"),
    "evidence": Table(_EVIDENCE, key=("id",), at="at", kept=True, needs=("entry", "name", "path")),
    "data_requests": Table(("id", "person", "kind", "detail", "due", "done_at"), key=("id",), at="at"),
}
"""Moments in rows are UTC ISO 8601 as `codec.moment` writes them; days are ISO dates."""
