"""Writes a result out: the lines a member reads, the source under them, what to beware of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from handlers import messages
from handlers.projection import due_lines, is_projected
from handlers.types import SourceView
from knowledge.document_entries import LAST_DAY
from knowledge.duedates import DueDate
from knowledge.entry import Entry

LINES = 6
"""More lines than this fold behind "xem thêm"."""
LETTERS = 700
"""More letters than this fold as well."""
SPARE = (2, 250)
"""So many lines and letters more are shown rather than folded."""
SHORT_QUOTE = 160
"""A longer quote is not repeated as written: only its words that differ are."""
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+")
_NUMBERED_BULLET = re.compile(r"^- (?=(?:\d{1,2}|[IVX]{1,4})\. )")
_OF_THE_PAPER = frozenset({"issued", "issuer", "signer", "addressees", "cites", "cited_by"})
"""What is true of a document in whatever year one asks."""


@dataclass(frozen=True, slots=True)
class Composed:
    """One entry as a message: `body` is what is said (all of it), `text` what fits at first, `rest` what folds."""

    body: str
    text: str
    rest: str
    source: SourceView | None


def compose(entry: Entry, dues: Sequence[DueDate], today: date | None, office: str, section_text: str = "") -> Composed:
    """An entry as a member reads it; `dues` are its next dates where it is about deadlines."""
    lines = _said(entry, is_projected(dues)) + due_lines(dues, entry.year)
    shown, rest = fold_lines(lines)
    foot = _foot(entry, "\n".join(lines), shown, today, office, is_projected(dues))
    return Composed(
        body="\n".join([*lines, "", *foot]),
        text="\n".join([*shown, "", *foot]),
        rest="\n".join(rest),
        source=_source_view(entry, section_text),
    )


def _said(entry: Entry, projected: bool) -> list[str]:
    """The entry's lines, without what the source under them says again and the last day of a year that is over."""
    lines = [line for line in entry.text.splitlines() if not (projected and line.startswith(LAST_DAY))]
    kept = [line for line in lines if line.strip(" .:") != entry.citation.strip(" .:")] or lines
    # A bare list does not say what it lists.
    head = [f"{entry.title}:"] if len(kept) > 1 and kept[0].startswith("- ") else []
    return head + [_NUMBERED_BULLET.sub("", line) for line in kept]


def fold_lines(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is shown at first, and what folds; nothing is lost between the two, nothing small is folded."""
    letters = sum(map(len, lines))
    if len(lines) <= LINES + SPARE[0] and letters <= LETTERS + SPARE[1]:
        return list(lines), []
    shown: list[str] = []
    for number, line in enumerate(lines):
        room = LETTERS - sum(map(len, shown))
        if number >= LINES or (shown and len(line) > room):
            return shown, list(lines[number:])
        if len(line) > room:
            head, tail = _cut(line, room)
            return [head], [*([tail] if tail else []), *lines[number + 1 :]]
        shown.append(line)
    return shown, []


def _cut(line: str, room: int) -> tuple[str, str]:
    """A line's first sentences that fit, at least one, and the others."""
    sentences = _SENTENCE.split(line)
    count = next((n for n in range(len(sentences), 1, -1) if len(" ".join(sentences[:n])) <= room), 1)
    return " ".join(sentences[:count]), " ".join(sentences[count:])


def _foot(entry: Entry, body: str, shown: Sequence[str], today: date | None, office: str, projected: bool) -> list[str]:
    """Source, quoted words, cautions that the answer does not already hold."""
    lines = [messages.SOURCE.format(citation=", ".join(part for part in (entry.citation, entry.section) if part))]
    if (
        entry.quote_meant
        and not entry.quote_meant.isupper()
        and _plain(entry.quote_meant) not in _plain(" ".join(shown))
    ):
        lines.append(messages.QUOTE.format(quote=entry.quote_meant))
    if _differs(entry.quote, entry.quote_meant):
        lines.append(_as_written(entry.quote, entry.quote_meant))
    beware = [text for text in cautions(entry, today, office, projected) if text != messages.CAUTION_OCR]
    beware = [text for text in beware if _plain(text).rstrip(".") not in _plain(body)]
    if len(beware) < 2:
        return lines + [messages.CAUTION.format(text=text) for text in beware]
    return [*lines, messages.CAUTIONS, *(f"- {text[:1].upper()}{text[1:]}" for text in beware)]


def cautions(entry: Entry, today: date | None, office: str, projected: bool = False) -> list[str]:
    """What to beware of: out of its year, expired, an inferred province, a second-hand source, a bad scan.

    A projected date says itself that its year is another.
    """
    found = list(entry.cautions)
    dated = entry.status == "out_of_year" and entry.attribute not in _OF_THE_PAPER and not projected
    said = any(str(entry.year) in text for text in found)
    if dated and entry.year and today and today.year != entry.year and not said:
        found.append(messages.CAUTION_OUT_OF_YEAR.format(year=entry.year, today=today.year, office=office))
    if entry.inferred and not any(str(entry.province) in text for text in entry.cautions):
        found.append(messages.CAUTION_INFERRED.format(place=entry.province, why=entry.inferred.rstrip(".")))
    if _differs(entry.quote, entry.quote_meant):
        found.append(messages.CAUTION_OCR)
    return list(dict.fromkeys(found))


def _as_written(written: str, meant: str) -> str:
    """The words of the source beside their repair: all of a short quote, of a long one those that differ."""
    if len(written) <= SHORT_QUOTE:
        return messages.AS_WRITTEN.format(quote=" ".join(written.split()))
    old, new = written.split(), meant.split()
    pairs = [
        messages.SLIP.format(written=" ".join(old[a:b]), meant=" ".join(new[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    return messages.AS_WRITTEN_WORDS.format(pairs="; ".join(pairs))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _differs(written: str, meant: str) -> bool:
    return bool(written) and " ".join(written.split()) != " ".join(meant.split())


def _source_view(entry: Entry, section_text: str) -> SourceView | None:
    if not section_text and not entry.quote_meant:
        return None
    return SourceView(
        citation=entry.citation,
        heading=entry.section,
        text=section_text or entry.quote_meant,
        marks=(entry.quote_meant,) if entry.quote_meant else (),
    )
