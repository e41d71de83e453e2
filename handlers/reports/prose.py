"""What a report tells in words: written in the chat, else taken from what was logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.entries import Entry
from handlers.reports import messages as words
from knowledge.outlines import Prose


def prose_of(prose: Prose, written: str | None, entries: Sequence[Entry], units: Mapping[str, str]) -> list[str]:
    """The paragraphs of an item; none where nothing was said. `units`: names by ids, where several report."""
    if written is not None:
        return paragraphs(written)
    found: list[str] = []
    for one in entries:
        for field in prose.takes:
            said = one.more.get(field.field) if one.form == field.form else None
            for text in paragraphs(said) if isinstance(said, str) else ():
                named = words.OF_UNIT.format(unit=units.get(one.unit, one.unit), text=text) if len(units) > 1 else text
                found.append(named)
    return list(dict.fromkeys(found))


def paragraphs(text: str) -> list[str]:
    """The lines that say something, each closed by a full stop."""
    return [_closed(line) for line in (" ".join(line.split()) for line in text.splitlines()) if line]


def _closed(line: str) -> str:
    return line if line[-1] in ".!?:;…" else f"{line}."
