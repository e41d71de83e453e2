"""An entry: one thing the assistant can answer, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["in_force", "expired", "replaced", "spent", "unknown", "out_of_year"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One answerable thing: what a member reads, the words it rests on, and what it is bound to."""

    id: str
    kind: str
    document_id: str
    document: str
    """The official number as written, or the title where the document has none."""
    title: str
    text: str
    citation: str = ""
    """Type, number, date and issuer of the source, in a member's words."""
    section: str = ""
    path: str = ""
    quote: str = ""
    """Verbatim from the source."""
    quote_meant: str = ""
    """The same words with the slips of the scan repaired."""
    asks: tuple[str, ...] = ()
    context: str = ""
    """Words of the document around it, searched but not shown."""
    province: str | None = None
    inferred: str | None = None
    """Why the province is an inference, where it is one."""
    sector: str | None = None
    year: int | None = None
    period: str | None = None
    attribute: str | None = None
    """For a document's own entry: about, issued, signer, addressees, issuer, cites, status."""
    status: Status = "unknown"
    status_note: str = ""
    cautions: tuple[str, ...] = ()
    numbers: frozenset[str] = field(default_factory=frozenset)
    """Ids of the documents that its words cite."""
    starts: str | None = None
    ends: str | None = None
    dated: bool = True
    """For a deadline: whether the document names the day."""
