"""Messages and replies as the text that is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from handlers.types import Choice, IncomingMessage, Reply

_MESSAGE = TypeAdapter(IncomingMessage)
_REPLY = TypeAdapter(Reply)
_CHOICES = TypeAdapter(tuple[Choice, ...])


def clean(text: str) -> str:
    """The text without lone surrogates, which no file and no network can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def moment(at: datetime) -> str:
    """An aware time in UTC ISO 8601, always of one length, so that text compares as time does."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def read_moment(written: str) -> datetime:
    return datetime.fromisoformat(written)


def message_text(message: IncomingMessage) -> str:
    return _MESSAGE.dump_json(message).decode()


def read_message(written: str) -> IncomingMessage:
    return _MESSAGE.validate_json(written)


def reply_text(reply: Reply) -> str:
    """A reply as text, without what is in its files: that is on the disk."""
    plain = _REPLY.dump_python(reply, exclude={"files": {"__all__": {"content"}}})
    return clean(json.dumps(plain, ensure_ascii=False))


def read_reply(written: str) -> Reply:
    return _REPLY.validate_json(written)


def choices_text(choices: tuple[Choice, ...]) -> str:
    return clean(json.dumps(_CHOICES.dump_python(choices), ensure_ascii=False))


def read_choices(written: str) -> tuple[Choice, ...]:
    return _CHOICES.validate_json(written)


def data_text(data: Mapping[str, Any]) -> str:
    """JSON of a mapping; raises TypeError or ValueError for anything JSON cannot say."""
    return clean(json.dumps(dict(data), ensure_ascii=False, allow_nan=False))


def read_data(written: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(written)
    return data
