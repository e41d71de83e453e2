"""Making a reply fit what a channel's message can hold."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from bot import messages
from bot.choices import commanded, numbered
from bot.ports import Limits
from handlers.types import Reply

_SEAMS = ("\n\n", "\n", ". ", "; ", ", ", " ")
"""Where a text may be cut, best first."""


def fit(reply: Reply, limits: Limits, *, by_number: bool = True) -> tuple[Reply, ...]:
    """The reply as one or more that the channel can send as they are; what is to be tapped is in the last.

    Without buttons its choices are picked by number, or where a number means something else by their commands.
    """
    if not limits.buttons:
        reply = numbered(reply) if by_number else commanded(reply)
    if not limits.files and reply.files:
        lines = [messages.FILE_LINE.format(name=file.name) for file in reply.files]
        reply = replace(reply, text="\n".join([reply.text, *lines]), files=())
    *first, last = split(reply.text, limits.text)
    return (*(Reply(text) for text in first), replace(reply, text=last))


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as messengers count it."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def split(text: str, limit: int) -> list[str]:
    """Cut a text into pieces of at most `limit` UTF-16 units, at paragraphs, lines, sentences or words where it can."""
    pieces = []
    while units(text) > limit:
        end = _cut(text, _reach(text, limit))
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [piece for piece in [*pieces, text] if piece] or [text]


def _reach(text: str, limit: int) -> int:
    """How many letters of the text fit into so many units; always at least one."""
    end = min(len(text), limit)
    while end > 1 and units(text[:end]) > limit:
        end -= max(1, (units(text[:end]) - limit) // 2)
    return end


def _cut(text: str, reach: int) -> int:
    """The best place for a cut within reach: a seam beyond the first third, else between two letters."""
    for seam in _SEAMS:
        if (place := text.rfind(seam, reach // 3, reach)) > 0:
            return place + len(seam)
    end = reach
    while end > 1 and end < len(text) and unicodedata.combining(text[end]):
        end -= 1
    return end
