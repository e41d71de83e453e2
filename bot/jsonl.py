"""Lines of `chat --jsonl` as messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

from bot import messages
from bot.channels.console import NAME
from bot.files import Files
from handlers.types import Address, Attachment, IncomingMessage

LINE_LIMIT: Final = 4_000_000
"""Bytes of one line."""
_USER_LIMIT: Final = 200
_KEYS = frozenset({"id", "user", "text", "choice", "at", "attachment"})
_HERE = timezone(timedelta(hours=7))
"""Viet Nam's time, for a time that names no zone."""


class LineError(ValueError):
    """A line that is not a message; says why in Vietnamese."""


def read_line(line: bytes, now: datetime, next_number: Callable[[], int], files: Files) -> IncomingMessage:
    """The message in a line. Its id is the line's own `id`, else made from a number never used before. Its file is
    copied.

    Raises LineError, and StorageError where the file cannot be stored.
    """
    fields = _object(line)
    user = fields.get("user")
    if isinstance(user, int) and not isinstance(user, bool):
        user = str(user)
    if not isinstance(user, str) or not user.strip() or len(user) > _USER_LIMIT or not _sound(user):
        raise LineError(messages.LINE_NO_USER.format(limit=_USER_LIMIT))
    text, choice, own_id = (_string(fields, key) for key in ("text", "choice", "id"))
    if text is None and choice is None and fields.get("attachment") is None:
        raise LineError(messages.LINE_NO_TEXT)
    at = _time(fields.get("at"), now)
    attachment = _attachment(fields.get("attachment"), files)
    return IncomingMessage(
        id=f"line:{next_number()}" if own_id is None else f"own:{own_id}",
        sender=Address(NAME, user, user),
        at=at,
        text=text or "",
        choice=choice,
        attachment=attachment,
    )


def _object(line: bytes) -> Mapping[str, Any]:
    if len(line) > LINE_LIMIT:
        raise LineError(messages.LINE_TOO_LONG.format(limit=LINE_LIMIT))
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise LineError(messages.LINE_NOT_JSON) from error
    if not isinstance(fields, dict):
        raise LineError(messages.LINE_NOT_JSON)
    if unknown := sorted(set(fields) - _KEYS):
        raise LineError(messages.LINE_UNKNOWN.format(keys=", ".join(unknown)[:200]))
    return fields


def _string(fields: Mapping[str, Any], key: str) -> str | None:
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise LineError(messages.LINE_BAD_FIELD.format(field=key))
    if key == "id" and value is not None and not _sound(value):
        raise LineError(messages.LINE_BAD_FIELD.format(field=key))
    return value


def _sound(text: str) -> bool:
    """Whether a text can be stored as a name: no lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _time(written: object, now: datetime) -> datetime:
    if written is None:
        return now
    try:
        at = datetime.fromisoformat(written if isinstance(written, str) else "")
        return (at if at.tzinfo else at.replace(tzinfo=_HERE)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise LineError(messages.LINE_BAD_TIME) from error


def _attachment(value: object, files: Files) -> Attachment | None:
    """A path, or {path, name?, media_type?}; the type is what the content says."""
    if value is None:
        return None
    fields = {"path": value} if isinstance(value, str) else value
    if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()) or not fields.get("path"):
        raise LineError(messages.LINE_BAD_FILE)
    try:
        return files.keep_copy(Path(fields["path"]), fields.get("name", ""))
    except (OSError, ValueError) as error:
        raise LineError(messages.LINE_BAD_FILE) from error
