"""Entries as choices: what each is called, and whom it binds."""

from __future__ import annotations

from handlers import messages
from knowledge.entry import Entry

LABEL = 90
"""Letters of a choice's title that are shown."""


def label(entry: Entry) -> str:
    """An entry as a choice: its title, and whose or in which document it is where the title does not say so."""
    title = entry.title if len(entry.title) <= LABEL else entry.title[: LABEL - 2].rsplit(" ", 1)[0] + "…"
    if entry.attribute == "about" and entry.document != entry.title:
        return f"{entry.document}: {title}"
    where = whose(entry) if entry.kind == "deadline" or len(entry.document) > LABEL // 2 else entry.document
    return title if where in title else f"{title} ({where})"


def whose(entry: Entry) -> str:
    """Whom a directive's entry binds: "Thanh Hóa, ngành Y tế, năm 2018"."""
    sector = messages.SECTOR.format(sector=entry.sector) if entry.sector else ""
    year = f"năm {entry.year}" if entry.year else ""
    return ", ".join(part for part in (entry.province or "", sector, year) if part) or entry.document
