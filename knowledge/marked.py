"""Text with the repairs of a bad scan in it: what was meant, what is written, and the way between them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

_MARK = re.compile(r"\[\[(?P<repair>.*?)\]\](?!\])|\{\{(?P<hidden>.*?)\}\}", re.DOTALL)
_STRAY = re.compile(r"\[\[|\]\]|\{\{|\}\}")
_SPACES = re.compile(r"[^\S\n]+")
_LINE_EDGES = re.compile(r" *\n *")


class MarkError(ValueError):
    """Marks that cannot be read: `what` is wrong and how to `fix` it, in Vietnamese."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what}; {fix}")
        self.what = what
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text as meant and as written; the two differ only in a repair."""

    kind: Literal["plain", "repair", "hidden"]
    meant: str
    written: str


@dataclass(frozen=True)
class MarkedText:
    """A text in `Marked` notation, taken apart."""

    segments: tuple[Segment, ...]

    @cached_property
    def meant(self) -> str:
        """What a member reads: repairs made, noise gone, private data as "[what it was]"."""
        return tidy("".join(segment.meant for segment in self.segments))

    @cached_property
    def written(self) -> str:
        """The source's own words, slips included; private data as "[what it was]"."""
        return tidy("".join(segment.written for segment in self.segments))

    @property
    def repairs(self) -> tuple[Segment, ...]:
        return tuple(segment for segment in self.segments if segment.kind == "repair")

    @property
    def source_letters(self) -> str:
        """The letters and digits that the source has here: `written` without private data."""
        return "".join(letters(segment.written) for segment in self.segments if segment.kind != "hidden")

    def has(self, quote: str) -> bool:
        """Whether words occur in the meant text; white space does not count, half a word is no match."""
        return self._find(quote) is not None

    def written_span(self, quote: str) -> str:
        """The source's words for words of the meant text, on one line; a repair that is touched comes whole.

        Raises ValueError where the quote does not occur in the meant text.
        """
        found = self._find(quote)
        if found is None:
            raise ValueError(f"not in the text: {quote!r}")
        (first, start), (last, end) = found
        parts = [segment.written for segment in self.segments[first : last + 1]]
        if self.segments[last].kind != "repair":
            parts[-1] = parts[-1][: end + 1]
        if self.segments[first].kind != "repair":
            parts[0] = parts[0][start:]
        return " ".join("".join(parts).split())

    @cached_property
    def _squeezed(self) -> tuple[str, list[tuple[int, int]], list[bool]]:
        """The meant text without white space; for each letter its segment and offset, and whether a space precedes."""
        characters: list[str] = []
        places: list[tuple[int, int]] = []
        spaced: list[bool] = []
        space = True
        for number, segment in enumerate(self.segments):
            for offset, character in enumerate(segment.meant):
                if character.isspace():
                    space = True
                    continue
                characters.append(character)
                places.append((number, offset))
                spaced.append(space)
                space = False
        spaced.append(True)
        return "".join(characters), places, spaced

    def _find(self, quote: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Segment and offset of the first and of the last letter of a quote."""
        wanted = _squeeze(quote)
        text, places, spaced = self._squeezed
        start = text.find(wanted) if wanted else -1
        while start >= 0:
            end = start + len(wanted)
            if _is_border(text, spaced, start) and _is_border(text, spaced, end):
                return places[start], places[end - 1]
            start = text.find(wanted, start + 1)
        return None


def _is_border(text: str, spaced: list[bool], at: int) -> bool:
    """Whether no word runs across a place in squeezed text."""
    return at in (0, len(text)) or spaced[at] or not (text[at - 1].isalnum() and text[at].isalnum())


def parse_marked(text: str) -> MarkedText:
    """Take a text in `Marked` notation apart. Raises MarkError where the marks cannot be read."""
    text = unicodedata.normalize("NFC", text)
    segments: list[Segment] = []
    position = 0
    for match in _MARK.finditer(text):
        _add_plain(segments, text[position : match.start()])
        repair, hidden = match["repair"], match["hidden"]
        segments.append(_hidden(hidden) if repair is None else _repair(repair))
        position = match.end()
    _add_plain(segments, text[position:])
    return MarkedText(tuple(segments))


def mark(segments: Iterable[Segment]) -> str:
    """Write segments in `Marked` notation: what `parse_marked` reads."""
    return "".join(_notation(segment) for segment in segments)


def _notation(segment: Segment) -> str:
    if segment.kind == "repair":
        return f"[[{segment.meant}|{segment.written}]]"
    return f"{{{{{segment.meant[1:-1]}}}}}" if segment.kind == "hidden" else segment.meant


def _add_plain(segments: list[Segment], text: str) -> None:
    stray = _STRAY.search(text)
    if stray:
        around = " ".join(text[max(0, stray.start() - 20) : stray.end() + 20].split())
        what = f"dấu “{stray.group()}” không có cặp, ở chỗ “{around}”"
        raise MarkError(what, "viết đủ [[đúng|như bản gốc]] hoặc {{loại thông tin đã giấu}}")
    if text:
        segments.append(Segment("plain", text, text))


def _repair(inside: str) -> Segment:
    meant, bar, written = inside.partition("|")
    shown = " ".join(inside.split())
    if not bar:
        raise MarkError(f"[[{shown}]] thiếu dấu “|”", "viết [[đúng|như bản gốc]]")
    if _STRAY.search(inside):
        raise MarkError(f"dấu mở lồng trong dấu sửa “[[{shown}]]”", "đóng dấu trước bằng “]]” rồi mới mở dấu sau")
    if meant == written:
        raise MarkError(f"[[{shown}]] hai bên như nhau", "bỏ dấu sửa, chỉ để lại chữ")
    return Segment("repair", meant, written)


def _hidden(inside: str) -> Segment:
    shown = " ".join(inside.split())
    if not shown:
        raise MarkError("{{}} không nói đã giấu gì", "viết loại thông tin, như {{số điện thoại cá nhân}}")
    if _STRAY.search(inside):
        raise MarkError(f"dấu mở lồng trong “{{{{{shown}}}}}”", "đóng dấu trước bằng “}}” rồi mới mở dấu sau")
    return Segment("hidden", f"[{shown}]", f"[{shown}]")


def tidy(text: str) -> str:
    """Text with single spaces and without spaces at the edges of its lines."""
    return _LINE_EDGES.sub("\n", _SPACES.sub(" ", text)).strip()


def letters(text: str) -> str:
    """The letters and digits of a text in NFC: what a transcription is compared with its source by."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text)))


def letters_sha256(text: str) -> str:
    """SHA-256 (hex) over the letters and digits of a text."""
    return hashlib.sha256(letters(text).encode()).hexdigest()


def occurs(words: str, text: str) -> bool:
    """Whether words occur in a text; white space does not count."""
    return _squeeze(words) in _squeeze(text)


def _squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())
