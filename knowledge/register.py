"""Which documents are here, and what an official number typed by a member refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from knowledge.citation import TYPE_WORDS, Mention, mentions
from knowledge.model import Directive, Reference
from knowledge.text.normalise import fold


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """One number under which a document is known; an alias may be a slip of the source."""

    id: str
    number: int
    year: int | None
    issued_year: int | None
    type: str | None
    issuer: str | None
    issuer_name: str
    display: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a mention refers to: exact documents, or none and the nearest ones."""

    mention: Mention
    exact: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """All documents by number. Numbers that only occur in running text count as known to the base."""

    keys: tuple[DocumentKey, ...]
    cited: frozenset[tuple[int, int | None, str | None]] = field(default_factory=frozenset)

    def lookup(self, mention: Mention, around: str = "") -> Lookup:
        """Find the documents of a mention; `around` is the question, where an issuer may be named in words."""
        same_number = [key for key in self.keys if key.number == mention.number]
        exact = [key for key in same_number if _agrees(key, mention)]
        named = _named_issuers(around, {key.issuer_name for key in self.keys})
        if len(exact) > 1 and mention.issuer is None and named:
            exact = [key for key in exact if _issued_by(key, named)] or exact
        elif exact and mention.issuer is None and named and not any(_issued_by(key, named) for key in exact):
            said_with_number = _says_of(around, mention)
            if said_with_number:
                exact = []
        if exact:
            return Lookup(mention, exact=_unique(key.id for key in exact))
        near = same_number or [key for key in self.keys if _neighbour(key, mention)]
        return Lookup(mention, near=_unique(key.id for key in near))

    def knows_number(self, mention: Mention) -> bool:
        """Whether the base holds or cites a document of this number that the mention does not contradict."""
        if any(key.number == mention.number and _agrees(key, mention) for key in self.keys):
            return True
        return any(
            number == mention.number
            and (mention.year is None or year is None or year == mention.year)
            and (mention.type is None or type_ is None or type_ == mention.type)
            for number, year, type_ in self.cited
        )


def build_register(directives: Sequence[Directive], references: Sequence[Reference], texts: Iterable[str]) -> Register:
    """The register of a knowledge base; `texts` are running texts whose citations count as known."""
    keys: list[DocumentKey] = []
    documents: list[Directive | Reference] = [*directives, *references]
    for document in documents:
        issued_year = int(document.issued[:4]) if document.issued else None
        written = [document.number.canonical, document.number.written] if document.number else []
        written += list(document.aliases) if isinstance(document, Reference) else []
        keys += _keys(document.id, document.type_name, document.issuer, issued_year, written)
    cited = {
        (mention.number, mention.year, mention.type) for text in texts for mention in mentions(text) if mention.certain
    }
    return Register(tuple(keys), frozenset(cited))


def _keys(id_: str, type_name: str, issuer: str, issued_year: int | None, written: Sequence[str]) -> list[DocumentKey]:
    kind = TYPE_WORDS.get(fold(type_name)) or None
    display = written[0] if written else ""
    found = []
    for text in written:
        for mention in mentions(text):
            found.append(
                DocumentKey(
                    id=id_,
                    number=mention.number,
                    year=mention.year,
                    issued_year=issued_year,
                    type=mention.type or kind,
                    issuer=mention.issuer,
                    issuer_name=fold(issuer),
                    display=display,
                )
            )
    return list(dict.fromkeys(found))


def _agrees(key: DocumentKey, mention: Mention) -> bool:
    if mention.year is not None and mention.year not in (key.year, key.issued_year):
        return False
    if mention.type and key.type and mention.type != key.type and not _interchangeable(mention.type, key.type):
        return False
    return not (mention.issuer and key.issuer and not _same_issuer(mention.issuer, key.issuer))


def _interchangeable(left: str, right: str) -> bool:
    """Laws are numbered by the Assembly's term only; a guidance often goes out as a letter."""
    return {left, right} in ({"CV", "HD"}, {"L", "PL"})


def _same_issuer(left: str, right: str) -> bool:
    return left == right or left.split("-")[0] == right.split("-")[0] or left in right.split("-")


def _named_issuers(text: str, issuers: set[str]) -> set[str]:
    folded = fold(text)
    found = set()
    for issuer in issuers:
        short = re.split(r"[,(-]", issuer)[0].strip()
        if len(short) > 5 and re.search(rf"(?<![a-z]){re.escape(short)}(?![a-z])", folded):
            found.add(short)
    return found


def _issued_by(key: DocumentKey, named: set[str]) -> bool:
    return any(name in key.issuer_name for name in named)


def _says_of(text: str, mention: Mention) -> bool:
    """Whether the number is followed by "của <issuer>"."""
    tail = fold(text)[mention.end : mention.end + 12]
    return bool(re.match(r"[^a-z]*(?:ngay[\d\s/.-]*)?cua\b", tail))


def _neighbour(key: DocumentKey, mention: Mention) -> bool:
    """A number one slip away, of a type that could be meant."""
    if mention.number < 10 or key.number < 10:
        return False
    if mention.type and key.type and mention.type != key.type:
        return False
    return OSA.distance(str(key.number), str(mention.number)) <= 1


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))

