"""Words as WordprocessingML: cleaned of what XML cannot hold, in runs and paragraphs."""

from __future__ import annotations

import re
from html import escape
from typing import Final

BOLD: Final = "<w:b/><w:bCs/>"
ITALIC: Final = "<w:i/><w:iCs/>"
_UNHOLDABLE: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS: Final = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Without control characters, halves of letters and what else XML cannot hold."""
    return _UNHOLDABLE.sub("", text)


def lines(text: str) -> list[str]:
    """The lines of a text that say something, cleaned; a tab is a space."""
    parts = (clean(part).replace("\t", " ").strip() for part in _BREAKS.split(text))
    return [part for part in parts if part]


def one_line(text: str) -> str:
    """A text in one line."""
    return " ".join(lines(text))


def run(text: str, marks: str = "") -> str:
    """A run of cleaned text; `marks` as XML, in the order that the schema wants."""
    of = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{of}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def sized(points: float) -> str:
    """The mark of a letter size."""
    return f'<w:sz w:val="{points * 2:g}"/><w:szCs w:val="{points * 2:g}"/>'


def paragraph(style: str, text: str = "", marks: str = "", form: str = "") -> str:
    """A paragraph of one run; `form` is what it has beside its style, in the order that the schema wants."""
    said = run(text, marks) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{form}</w:pPr>{said}</w:p>'


def rule(length: float, within: float) -> str:
    """A line of so many points in the middle of a width."""
    aside = round(max(0.0, within - length) * 10)
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    return paragraph("Rule", form=f'{border}<w:ind w:left="{aside}" w:right="{aside}"/>')
