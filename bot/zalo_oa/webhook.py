"""What Zalo delivers: whether it is from Zalo and of now, and what it says."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from bot.web.hooks import Delivery
from bot.zalo_oa import messages

log = logging.getLogger(__name__)

SIGNATURE = "x-zevent-signature"
TIMESTAMP = "x-zevent-timestamp"
"""Some deliveries are signed with the moment in this header, others with the one in the body."""
LATEST = timedelta(hours=2)
"""The last retry comes about two hours after the event; whatever is older is a replay."""
_USER = re.compile(r"[0-9A-Za-z_.-]{1,64}")
_ID = re.compile(r"[!-~]{1,128}")
_MAC = re.compile(r"mac=[0-9a-f]{64}")
_MOMENT = re.compile(r"[0-9]{1,15}")

Kind = Literal["message", "follow", "unfollow"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that came with a message, and where it can be fetched for some time."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Event:
    """What a member has done. `id` is that of the message, or made from who did what when."""

    id: str
    kind: Kind
    user: str
    at: datetime
    text: str = ""
    files: tuple[Offer, ...] = ()


class Door:
    """Lets in what is signed with our key, for our app, and not too old."""

    def __init__(self, app_id: str, secret: str) -> None:
        """`secret` is the Official Account's own key, not the app's."""
        self._app_id = app_id
        self._secret = secret

    def judge(self, delivery: Delivery, now: datetime) -> tuple[int, Event | None]:
        """The HTTP status to answer, and the event where there is one that matters."""
        if delivery.body.strip() in (b"", b"{}"):
            # So an address is tried when it is entered at Zalo's.
            return 200, None
        if (written := read_json(delivery.body)) is None:
            return 400, None
        moment = _written(written.get("timestamp"))
        if not self._signed(delivery, moment) or written.get("app_id") != self._app_id:
            log.warning(messages.FORGED)
            return 403, None
        at = _moment(moment)
        if at is None or abs(now - at) > LATEST:
            log.warning(messages.STALE, LATEST.total_seconds() // 3600)
            return 403, None
        return 200, read_event(written)

    def mac(self, body: bytes, moment: str) -> str:
        """SHA-256 (no HMAC) over app, body as it came, moment and key."""
        signed = self._app_id.encode() + body + moment.encode() + self._secret.encode()
        return hashlib.sha256(signed).hexdigest()

    def _signed(self, delivery: Delivery, moment: str) -> bool:
        given = delivery.headers.get(SIGNATURE, "").encode("utf-8", "replace")
        moments = {moment, delivery.headers.get(TIMESTAMP, "")}
        # Digits only: nothing may slip from the body's end into the moment.
        macs = [self.mac(delivery.body, one) for one in sorted(moments) if _MOMENT.fullmatch(one)]
        return any(hmac.compare_digest(given, f"mac={mac}".encode()) for mac in macs)


def speaks(headers: Mapping[str, str]) -> bool:
    """Whether there is a signature at all; if it is right only the body tells."""
    return _MAC.fullmatch(headers.get(SIGNATURE, "")) is not None


def read_json(body: bytes) -> Mapping[str, Any] | None:
    """The object that a body holds; None where it holds none."""
    try:
        written = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return written if isinstance(written, dict) else None


def read_event(written: Mapping[str, Any]) -> Event | None:
    """What an object says; None where it is nothing that a member does with us."""
    name, at = written.get("event_name"), _moment(_written(written.get("timestamp")))
    if not isinstance(name, str) or at is None:
        return None
    if name in ("follow", "unfollow"):
        user = _user(written.get("follower")) or _user(written.get("sender"))
        id_ = f"{name}:{user}:{int(at.timestamp() * 1000)}"
        kind: Kind = "follow" if name == "follow" else "unfollow"
        return Event(id_, kind, user, at) if user else None
    if not name.startswith("user_send_") or name.startswith("user_send_group"):
        return None
    said, user = written.get("message"), _user(written.get("sender"))
    if not isinstance(said, dict) or not user:
        return None
    id_ = _written(said.get("msg_id"))
    if not _ID.fullmatch(id_):
        return None
    text = said.get("text")
    files = _offers(said.get("attachments"), id_) if name in ("user_send_image", "user_send_file") else ()
    return Event(id_, "message", user, at, text if isinstance(text, str) else "", files)


def _offers(written: Any, id_: str) -> tuple[Offer, ...]:
    offers = []
    for number, one in enumerate(written if isinstance(written, list) else (), 1):
        payload = one.get("payload") if isinstance(one, dict) else None
        if isinstance(payload, dict) and isinstance(url := payload.get("url"), str):
            named = payload.get("name")
            name = named if isinstance(named, str) and named.strip() else f"anh-{id_[:32]}-{number}.jpg"
            offers.append(Offer(url, name))
    return tuple(offers)


def _user(written: Any) -> str:
    id_ = written.get("id") if isinstance(written, dict) else None
    return id_ if isinstance(id_, str) and _USER.fullmatch(id_) else ""


def _written(value: Any) -> str:
    """A text, or a whole number as it stands in JSON; else nothing."""
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int) else ""


def _moment(written: str) -> datetime | None:
    """Milliseconds since 1970."""
    if not _MOMENT.fullmatch(written):
        return None
    try:
        return datetime.fromtimestamp(int(written) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
