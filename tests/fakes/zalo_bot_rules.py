"""What Zalo's bot API takes: the fields of each method, and their lengths and shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

METHODS: Mapping[str, tuple[str, str]] = {
    "getMe": ("", ""),
    "getUpdates": ("", "timeout"),
    "setWebhook": ("url secret_token", ""),
    "deleteWebhook": ("", ""),
    "getWebhookInfo": ("", ""),
    "sendMessage": ("chat_id text", "parse_mode"),
    "sendPhoto": ("chat_id photo", "caption"),
    "sendChatAction": ("chat_id action", ""),
}
"""Method -> fields that must and that may be there."""
TEXT = 2000
MODES = ("markdown", "html")


class BadRequestError(Exception):
    """What the server answers 400 to."""


def units(text: str) -> int:
    """UTF-16 units, with half a pair counted as one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_fields(method: str, body: Any) -> dict[str, str]:
    """The fields of a call, all texts. Raises BadRequestError."""
    if not isinstance(body, dict):
        raise BadRequestError("body is not an object")
    required, optional = (names.split() for names in METHODS[method])
    if missing := [name for name in required if name not in body]:
        raise BadRequestError(f"{method} lacks {missing}")
    if unknown := sorted(set(body) - {*required, *optional}):
        raise BadRequestError(f"{method} does not know {unknown}")
    if wrong := [name for name, value in body.items() if not isinstance(value, str)]:
        raise BadRequestError(f"{method}: not a string: {wrong}")
    return body


def check_text(text: str) -> None:
    if not text.strip():
        raise BadRequestError("text is empty")
    if units(text) > TEXT:
        raise BadRequestError("text is too long")
    if re.search("[\ud800-\udfff]", text):
        raise BadRequestError("text is not Unicode")


def check_mode(body: Mapping[str, str]) -> None:
    if body.get("parse_mode", MODES[0]) not in MODES:
        raise BadRequestError("parse_mode is unknown")


def check_webhook(body: Mapping[str, str]) -> None:
    parts = urlsplit(body["url"])
    if parts.scheme != "https" or parts.hostname in (None, "localhost", "127.0.0.1"):
        raise BadRequestError("url is not a public https address")
    if not 8 <= len(body["secret_token"]) <= 256:
        raise BadRequestError("secret_token is too short or too long")


def seconds(body: Mapping[str, str]) -> int:
    """How long a poll may last."""
    written = body.get("timeout", "30")
    if not re.fullmatch(r"\d{1,3}", written):
        raise BadRequestError("timeout is not a number")
    return int(written)
