"""What the Official Account API takes: the fields of a message, their lengths, the kinds and sizes of files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.fit import units

BAD = -201
"""A parameter that is missing, unknown or not as it must be."""
TEXT, TITLE, PAYLOAD, MOST_BUTTONS = 2000, 100, 1000, 5
FILE_BYTES, IMAGE_BYTES = 5 * 2**20, 2**20
STARTS: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".doc": (b"\xd0\xcf\x11\xe0",),
    ".docx": (b"PK\x03\x04",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
}
"""How the content of each kind of file begins."""
FILES, IMAGES = (".pdf", ".doc", ".docx"), (".jpg", ".jpeg", ".png")


class RefusedError(Exception):
    """An error that the server answers."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


def exactly(written: Any, required: str, optional: str = "") -> Mapping[str, Any]:
    """An object with these fields, and no others."""
    if not isinstance(written, dict):
        raise RefusedError(BAD, f"not an object: {type(written).__name__}")
    must, may = set(required.split()), set(optional.split())
    if set(written) - must - may or must - set(written):
        raise RefusedError(BAD, f"fields {sorted(written)} instead of {required} ({optional})")
    return written


def check_message(message: Any) -> tuple[str, list[dict[str, Any]], tuple[str, str] | None]:
    """The text, the buttons, and the attachment as (kind, token) of a message."""
    exactly(message, "", "text attachment")
    text = message.get("text", "")
    if not isinstance(text, str) or units(text) > TEXT:
        raise RefusedError(BAD, "text is not one, or too long")
    if "attachment" not in message:
        if not text.strip():
            raise RefusedError(BAD, "text is empty")
        return text, [], None
    attachment = exactly(message["attachment"], "type payload")
    if attachment["type"] == "file":
        if text:
            raise RefusedError(BAD, "a file has no text")
        return "", [], ("file", str(exactly(attachment["payload"], "token")["token"]))
    if attachment["type"] != "template":
        raise RefusedError(BAD, "attachment type")
    if "template_type" in attachment["payload"]:
        return text, [], ("image", _image(attachment["payload"]))
    if not text.strip():
        raise RefusedError(BAD, "buttons without a text")
    return text, _buttons(attachment["payload"]), None


def _image(payload: Any) -> str:
    exactly(payload, "template_type elements")
    if payload["template_type"] != "media" or len(payload["elements"]) != 1:
        raise RefusedError(BAD, "template")
    element = exactly(payload["elements"][0], "media_type attachment_id")
    if element["media_type"] != "image":
        raise RefusedError(BAD, "media type")
    return str(element["attachment_id"])


def _buttons(payload: Any) -> list[dict[str, Any]]:
    buttons: list[dict[str, Any]] = exactly(payload, "buttons")["buttons"]
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= MOST_BUTTONS:
        raise RefusedError(BAD, "number of buttons")
    for button in buttons:
        exactly(button, "title type payload")
        if not isinstance(button["title"], str) or not button["title"].strip() or units(button["title"]) > TITLE:
            raise RefusedError(BAD, "button title")
        if button["type"] not in ("oa.query.hide", "oa.query.show"):
            raise RefusedError(BAD, "button type")
        if not isinstance(button["payload"], str) or not 1 <= len(button["payload"]) <= PAYLOAD:
            raise RefusedError(BAD, "button payload")
    return buttons


def check_upload(kind: str, name: str, content: bytes) -> None:
    """A file or picture of a kind and size that is taken, with the content that its name promises."""
    endings, most = (IMAGES, IMAGE_BYTES) if kind == "image" else (FILES, FILE_BYTES)
    ending = next((one for one in endings if name.lower().endswith(one)), None)
    if ending is None or not content.startswith(STARTS[ending]):
        raise RefusedError(BAD, f"{kind} of a wrong kind: {name}")
    if len(content) > most:
        raise RefusedError(-210, f"{kind} too large: {len(content)}")
