"""What a report tells in words: written in the chat, else taken from what was logged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.entries import Entry
from handlers.entry_words import short_name
from handlers.reports import messages as words
from handlers.reports.model import Report, Section
from knowledge.forms import Form
from knowledge.outlines import FormField, Prose

_NOTHING = frozenset({words.NO_TEXT, words.NO_FIGURES, words.SEE_APPENDIX})


def prose_of(
    prose: Prose, written: str | None, entries: Sequence[Entry], units: Mapping[str, str], forms: Mapping[str, Form]
) -> list[str]:
    """The paragraphs of an item; none where nothing was said. `units`: names by ids, where several report."""
    if written is not None:
        return paragraphs(written)
    found: list[str] = []
    for one in entries:
        for take in prose.takes:
            said = one.more.get(take.field) if one.form == take.form else None
            for text in paragraphs(_sentence(take, said, forms)) if isinstance(said, str) else ():
                named = words.OF_UNIT.format(unit=units.get(one.unit, one.unit), text=text) if len(units) > 1 else text
                found.append(named)
    return list(dict.fromkeys(found))


def _sentence(take: FormField, said: str, forms: Mapping[str, Form]) -> str:
    """What was answered; a number alone says nothing without what was asked."""
    form = forms.get(take.form) if said.strip().isdecimal() else None
    field = next((one for one in form.fields if one.name == take.field), None) if form is not None else None
    return words.ANSWERED.format(name=short_name(field), text=said) if field is not None else said


def in_words(report: Report, section: Section) -> tuple[str, ...]:
    """What a section says in words, without the sentences on what was logged and those that say that nothing was."""
    fed = any(one.item == section.item and not one.late for one in report.rows)
    own = section.paragraphs[1:] if fed and section.paragraphs else section.paragraphs
    return tuple(one for one in own if one not in _NOTHING)


def paragraphs(text: str) -> list[str]:
    """The lines that say something, each begun by a capital and closed by a full stop; after a comma a line goes on."""
    found: list[str] = []
    for line in filter(None, (" ".join(line.split()) for line in text.splitlines())):
        if found and found[-1].endswith(","):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return [_closed(line) for line in found]


def _closed(line: str) -> str:
    capital = line[0].upper()
    begun = capital + line[1:] if len(capital) == 1 else line
    bare = begun.rstrip(",")
    return begun if begun[-1] in ".!?:;…" else f"{bare or begun}."
