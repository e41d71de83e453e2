"""The text of a report: headings, paragraphs and tables, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.reports import messages
from bot.reports.docx_tables import table_blocks
from bot.reports.docx_text import lines, one_line, paragraph
from handlers.reports.model import Section, Table


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its style and what it says."""

    style: str
    text: str
    last: bool = False


def told(texts: Iterable[str]) -> Iterator[Line]:
    """Paragraphs; each line of a text is one, points of a list as well."""
    return (Line("BodyText", line) for text in texts for line in lines(text))


def told_sections(sections: Iterable[Section]) -> Iterator[Line | Table]:
    """Headings, paragraphs and tables in their order."""
    for section in sections:
        if section.level >= 3 and section.label.strip() == "-":
            yield from _point(section)
        else:
            yield from _headed(section)
        yield from section.tables


def ended(blocks: Iterable[Line | Table]) -> list[Line | Table]:
    """The text with the mark of its end, on the last paragraph or, after a table, alone."""
    told = list(blocks)
    last = told[-1] if told else None
    if not isinstance(last, Line) or last.style != "BodyText":
        return [*told, Line("BodyText", messages.END, last=True)]
    text = last.text.rstrip()
    if not text.endswith(messages.END):
        text = text.rstrip(" .;,") + messages.END
    return [*told[:-1], replace(last, text=text, last=True)]


def body_blocks(blocks: Iterable[Line | Table], within: float) -> list[str]:
    """The same as WordprocessingML, tables as wide as so many points."""
    written: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            written += table_blocks(block, within)
        else:
            # The signature is never alone on a page.
            written.append(paragraph(block.style, block.text, form="<w:keepNext/>" if block.last else ""))
    return written


def _headed(section: Section) -> Iterator[Line]:
    level = min(3, max(1, section.level))
    heading = one_line(section.heading)
    label = one_line(section.label)
    if label and heading:
        label += "" if label[-1] in ".):-" else "."
        heading = messages.LABELLED.format(label=label, heading=heading)
    if said := heading or label:
        yield Line(f"Heading{level}", said.upper() if level == 1 else said)
    yield from told(section.paragraphs)


def _point(section: Section) -> Iterator[Line]:
    """The heading begins the first paragraph, unless that says it already."""
    heading = one_line(section.heading).rstrip(" .:;")
    first, *more = [line.text for line in told(section.paragraphs)] or [""]
    first = first.removeprefix("-").strip()
    if not first.casefold().startswith(heading.casefold()):
        first = messages.LED.format(heading=heading, text=first) if first else heading
    if first:
        end = "" if first[-1] in ".:;!?…," else ":" if section.tables else "."
        yield Line("BodyText", messages.POINT.format(text=first, end=end))
    yield from (Line("BodyText", line) for line in more)
