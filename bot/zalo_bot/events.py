"""Zalo's events as what they say: unwrapped from either envelope, told apart by an id, read without trust."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.storage.codec import clean
from bot.storage.usage import mask
from handlers.types import Address

NAME = "zalo_bot"
LATE = timedelta(days=30)
"""An event that says it is older than this is taken to be of now."""
_ID = re.compile(r"[!-9;-~]{1,200}")
"""Ids of people, chats and messages; without ":", which keeps the parts of an event's id and of a key apart."""
_RECEIVED = re.compile(r"message(\.[a-z_]+)*\.received")


@dataclass(frozen=True, slots=True)
class Event:
    """What is written down of an event: its id, and all of it.

    Nobody says that a message's id means one message beyond its chat: the event's id holds both, "CHAT:MESSAGE".
    """

    id: str
    body: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody has said. `chat` is where to answer; a picture has an address or, where it came without, ""."""

    sender: Address
    chat: str
    at: datetime
    text: str
    picture: str | None = None


def events_in(payload: Any) -> list[Event]:
    """The events of a delivery or a poll: one, bare or wrapped; some sources say a list. Anything else holds none."""
    if isinstance(payload, list):
        return [event for one in payload for event in events_in(one) if not isinstance(one, list)]
    if isinstance(payload, dict) and "event_name" not in payload and isinstance(payload.get("result"), dict | list):
        return events_in(payload["result"]) if "result" not in payload["result"] else []
    if not isinstance(payload, dict) or not isinstance(payload.get("event_name"), str):
        return []
    try:
        # In ASCII even half a surrogate pair can be written down.
        body = json.dumps(payload, sort_keys=True)
    except RecursionError:
        return []
    return [Event(_id_of(payload.get("message")) or f"sha256.{hashlib.sha256(body.encode()).hexdigest()}", body)]


def read_event(event: dict[str, Any], now: datetime, names: Iterable[str] = ()) -> Said | None:
    """What an event says to the bot, whose `names` are left out where a group calls it; None where it says nothing.

    A sticker, a voice, a file and whatever else has no words are an empty text.
    """
    message = event.get("message")
    if not isinstance(message, dict) or not _RECEIVED.fullmatch(str(event.get("event_name"))):
        return None
    speaker, place = message.get("from"), message.get("chat")
    if not isinstance(speaker, dict) or not isinstance(place, dict) or speaker.get("is_bot") is True:
        return None
    user, chat = _id(speaker.get("id")), _id(place.get("id"))
    if user is None or chat is None:
        return None
    private = str(place.get("chat_type", "PRIVATE" if chat == user else "")).upper() == "PRIVATE"
    if chat == user and not private:
        return None
    text = _words(message.get("text")) or _words(message.get("caption"))
    return Said(
        sender=Address(NAME, user if private else chat, user),
        chat=chat,
        at=_moment(message.get("date"), now),
        text=text if private else _uncalled(text, names),
        picture=_picture(str(event.get("event_name")), message),
    )


def _id_of(message: object) -> str | None:
    place = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(place, dict):
        return None
    chat, number = _id(place.get("id")), _id(message.get("message_id"))
    return event_id(chat, number) if chat and number else None


def event_id(chat: str, message: str) -> str:
    """An id that no other chat's message has, and that may stand in a log."""
    return f"{mask(NAME, chat)}:{message}"


def _id(written: object) -> str | None:
    if isinstance(written, int) and not isinstance(written, bool) and abs(written) < 10**30:
        written = str(written)
    return written if isinstance(written, str) and _ID.fullmatch(written) else None


def _words(written: object) -> str:
    return clean(written) if isinstance(written, str) else ""


def _picture(name: str, message: dict[str, Any]) -> str | None:
    found = [message[key] for key in ("photo_url", "photo") if isinstance(message.get(key), str) and message[key]]
    return found[0] if found else "" if name.startswith("message.image.") else None


def _moment(written: object, now: datetime) -> datetime:
    """When it was said, from milliseconds; now where that cannot be."""
    try:
        at = datetime.fromtimestamp(float(written) / 1000, UTC) if isinstance(written, int | float | str) else now
    except (ValueError, OverflowError, OSError):
        return now
    return at if now - LATE <= at <= now else now


def _uncalled(text: str, names: Iterable[str]) -> str:
    """A text without the bot's name that it begins or ends with."""
    for name in sorted((name for name in names if name), key=len, reverse=True):
        called = rf"@{re.escape(name)}(?!\w)"
        text = re.sub(rf"^\s*{called}[\s,:;.]*|\s*{called}\s*$", "", text, flags=re.IGNORECASE)
    return text
