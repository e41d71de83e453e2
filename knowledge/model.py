"""The shapes of everything in a knowledge base, as its YAML files write it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""An ISO 8601 date that may lack its day or its month: "2018-05-18", "2020-03", "2019"."""

MonthDay = Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$")]
"""A day of every year: "11-15"."""

Marked = str
"""Text with the repairs of a bad scan written in place: ``[[meant|written]]``.

``[[|noise]]`` is something in the source that means nothing; ``[[missing|]]`` something the source lost;
``{{what was hidden}}`` stands for private data of a person, which is not kept at all.
"""

Period = Literal["first_half", "second_half", "year", "quarter", "month", "once"]
Confidence = Literal["H", "M", "L"]
FactKind = Literal[
    "event",  # a commemorative day or month
    "target",  # a number to reach
    "duty",  # what an agency has to do
    "task",  # what a board has to do
    "checklist",  # what an inspection looks at
    "contact",  # where to ask or send
    "outline",  # a part of the report outline
    "spending",  # what the money may be spent on
    "amount",  # how much may be paid
    "rule",  # what a law says
    "authority",  # who is in charge
    "help",  # where a victim may turn
    "note",  # anything else worth an answer
    "absent",  # something people ask for that is not here: says so, and whom to ask
]


class Shape(BaseModel):
    """Base of every shape: an unknown key is an error, a value never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Number(Shape):
    """An official number: as the document writes it, and in the one form it is compared in."""

    written: str
    canonical: str


class Binding(Shape):
    """A place (or sector) that a directive binds, and whether the text says so or it was inferred."""

    name: str
    basis: Literal["stated", "inferred"] = "stated"
    why: str | None = None


class Signer(Shape):
    """Who signed, with every post as printed above the name, first line first."""

    name: str
    posts: list[str] = []


class Section(Shape):
    """A node of a document's text: a heading, a numbered clause or a bullet."""

    label: str
    """As printed: "I", "1", "3.1", "a", "-", "+", or "" for running text; "PL" opens an appendix."""
    title: Marked | None = None
    text: Marked | None = None
    sections: list[Section] = []


class Source(Shape):
    """Where a statement comes from."""

    where: str
    confidence: Confidence = "H"


class Wish(Shape):
    """What a directive asks for on a day of the year; only those whom it binds are told."""

    directive: str
    text: str
    """One sentence."""


class Fact(Shape):
    """One thing that can be answered, with the words it rests on."""

    id: str
    kind: FactKind
    title: str
    text: str
    """Two to six short lines, or a list with one item a line ("- ...")."""
    section: str | None = None
    """Path of the section it stands in: labels joined by dots, the nth bullet of a node as ``gN`` ("II.4.g6")."""
    quote: str | None = None
    """The words it rests on, as meant; they must occur in the section's text (or its children's)."""
    ask: list[str] = []
    """Ways a member would ask for it."""
    agency: str | None = None
    """Whose duty it is."""
    starts: MonthDay | None = None
    ends: MonthDay | None = None
    """For an event: the day of every year, or the first and the last."""
    remind: bool = False
    """For an event: members are told of it ahead, because directives ask for something on it."""
    name: str | None = None
    """For an event: what it is called within a sentence."""
    told: str | None = None
    """For an event: a sentence or two for reminders and calendars, true in every year and place; `text` answers."""
    wishes: list[Wish] = []
    caution: str | None = None
    """What to beware of, shown after the source."""
    source: Source | None = None
    """Where it comes from, when that is not the document the fact is filed under."""


class Deadline(Shape):
    """A report that is due, as the directive words it."""

    id: str
    obligation: str
    period: Period
    who: str
    recipient: str
    written: str | None = None
    """As the document words it, as meant: "trước 30/5/2018"."""
    before: str | None = None
    """The first day that is too late, "2018-05-30", or "06-20" where the document names no year."""
    by: str | None = None
    """The last day itself, where the document says "chậm nhất ngày". Neither: the document gives no date."""
    recurs: bool = True
    section: str
    quote: str
    ask: list[str] = []
    caution: str | None = None


class Citation(Shape):
    """A place where a directive cites a document."""

    directive: str
    section: str
    written: str
    """The words of the citation as the source writes them, slips included."""
    slip: str | None = None
    """What is wrong in those words and how it was resolved."""


class Provenance(Shape):
    """What ties a transcription to the file it was read from."""

    letters_sha256: str
    """SHA-256 (hex) over the letters and digits of the written text: NFC, UTF-8, nothing else kept."""
    read_from: Literal["text", "ocr"] = "text"
    note: str | None = None


class Directive(Shape):
    """A document that tells members what to do and when to report."""

    id: str
    number: Number | None = None
    number_note: str | None = None
    """Why the number is missing or in part blank."""
    type: str
    """Domain code: cong_van, huong_dan, chuong_trinh, ke_hoach ..."""
    type_name: str
    title: str
    issuer: str
    place: str | None = None
    issued: PartialDate | None = None
    issued_note: str | None = None
    signer: Signer | None = None
    addressees: list[str] = []
    copies_to: list[str] = []
    year: int
    province: Binding | None = None
    sector: Binding | None = None
    summary: str
    ask: list[str] = []
    caution: str | None = None
    provenance: Provenance | None = None
    sections: list[Section]
    deadlines: list[Deadline] = []
    facts: list[Fact] = []


class Statement(Shape):
    """One thing a cited document says, and where that was read."""

    text: str
    source: Source


class Reference(Shape):
    """A legal document that directives cite or that the work rests on."""

    id: str
    number: Number | None = None
    aliases: list[str] = []
    """Other ways its number or name is written, slips included."""
    type: str
    type_name: str
    title: str
    issuer: str
    issued: PartialDate | None = None
    in_force_from: PartialDate | None = None
    subject: str
    status: Literal["in_force", "expired", "replaced", "spent", "unknown"]
    status_note: str
    replaced_by: list[str] = []
    """Ids of references that took its place."""
    says: list[Statement] = []
    cited_by: list[Citation] = []
    confidence: Confidence = "H"
    source: str
    ask: list[str] = []
    facts: list[Fact] = []


class AnswerFile(Shape):
    """A file of answers on one topic (answers/*.yaml, events.yaml)."""

    topic: str
    facts: list[Fact]


class PlaceName(Shape):
    """A province, and what it became."""

    name: str
    aliases: list[str] = []
    now: str | None = None
    """The province it is part of today, where it was merged; none where the name still stands."""
    homonym: bool = False
    """Also an everyday word ("hòa bình"): counts as a place only with its capitals."""
    includes: list[str] = []
    """Districts and towns a question may name instead of it."""


class PlaceFile(Shape):
    source: Source
    places: list[PlaceName]


class Holiday(Shape):
    """A day off, or a working day swapped for one."""

    date: PartialDate
    name: str
    kind: Literal["off", "work"] = "off"
    confirmed: bool = True
    source: Source


class HolidayFile(Shape):
    years: dict[int, list[Holiday]]


class Manifest(Shape):
    """knowledge.yaml: what this knowledge base is."""

    name: str
    about: str
    office: str | None = None
    """Whom to ask when nothing here answers."""
    first_questions: list[str] = []


class Article(Shape):
    """A passage of an imported knowledge base: one line of articles/*.jsonl."""

    id: str
    title: str
    text: str
    questions: list[str] = []
