"""A reply as Telegram's HTML: escaped, its sources folded, all of it within what one message holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from bot.fit import split, units
from bot.telegram.keyboard import listing, numbered
from bot.telegram.messages import CUT
from handlers.types import Reply, SourceView

TEXT = 4096
"""UTF-16 units of a message, tags and escapes not counted."""
CAPTION = 1024
"""UTF-16 units under a file."""
_LEAST = 200
"""A source for which there is less room than this is left out: the text itself names it."""

Span = tuple[int, int]


def html(reply: Reply, limit: int = TEXT) -> str:
    """The reply's text, its choices where buttons cannot show them, its sources; the text must fit the limit."""
    text = reply.text
    if numbered(reply.choices) and units(longer := f"{text}\n{listing(reply.choices)}".strip()) <= limit:
        text = longer
    written = [_escaped(text)]
    room = limit - units(text)
    for source in reply.sources:
        quoted, size = _source(source, room - 1)
        if quoted:
            written.append(quoted)
            room -= size + 1
    return "\n".join(written)


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _source(source: SourceView, room: int) -> tuple[str, int]:
    """A source as an expandable quotation and its size; nothing when the room is too small."""
    head = ", ".join(part for part in (source.citation, source.heading) if part)
    left = room - units(head) - 1
    if left < min(_LEAST, units(source.text)) or not source.text.strip():
        return "", 0
    before, passage, after, spans = _window(source.text, spans_of(source.text, source.marks), left)
    body = before + _marked(passage, spans) + after
    size = units(head) + 1 + units(before + passage + after)
    title = f"<b>{_escaped(head)}</b>\n" if head else ""
    return f"<blockquote expandable>{title}{body}</blockquote>", size


def spans_of(text: str, marks: Iterable[str]) -> list[Span]:
    """Where the marked words stand in a text, whatever the white space between them; in order, not overlapping."""
    found = []
    for mark in marks:
        words = [re.escape(word) for word in mark.split()]
        if words and (match := re.search(r"\s+".join(words), text)):
            found.append(match.span())
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, spans: list[Span], room: int) -> tuple[str, str, str, list[Span]]:
    """As much of a text around its first mark as there is room for, and the marks in it."""
    if units(text) <= room:
        return "", text, "", spans
    inner = room - 2 * (len(CUT) + 1)
    start = _start(text, spans[0], inner) if spans else 0
    passage = split(text[start:], inner)[0]
    end = start + len(passage)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    return f"{CUT} " if start else "", passage, f" {CUT}" if text[end:].strip() else "", inside


def _start(text: str, mark: Span, room: int) -> int:
    """Where to begin so that the mark comes into view with some of what stands before it, at a word."""
    lead = min(room // 3, max(0, room - units(text[mark[0] : mark[1]]) - 1))
    begin = max(0, mark[0] - lead)
    if begin and (space := re.search(r"\s", text[begin : mark[0]])):
        begin += space.end()
    return begin


def _marked(text: str, spans: list[Span]) -> str:
    pieces, place = [], 0
    for start, end in spans:
        pieces += [_escaped(text[place:start]), "<b><u>", _escaped(text[start:end]), "</u></b>"]
        place = end
    return "".join([*pieces, _escaped(text[place:])])
