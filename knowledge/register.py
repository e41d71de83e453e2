"""Which documents are here, and what an official number typed by a member refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from knowledge.citation import Mention, mentions
from knowledge.citation_grammar import INTERCHANGEABLE, SAME_SHORT, TYPE_WORDS
from knowledge.issuers import Issuer, find_said, same_code
from knowledge.model import Directive, Reference
from knowledge.text.normalise import fold

NEAR = 4
"""At most so many near documents are named."""


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """One number under which a document is known, with everything that may be said beside it.

    `slip`: the number is a slip of a source, so it counts only as written there, with type and issuer.
    """

    id: str
    number: int
    years: frozenset[int]
    types: frozenset[str]
    codes: frozenset[str]
    issuer: Issuer
    short_names: frozenset[tuple[str | None, int | None]] = frozenset()
    """(type, year) of the ways in which the document is called without its full number."""
    slip: bool = False


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a mention refers to: exact documents, or none and the nearest ones; best first."""

    mention: Mention
    exact: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """All documents by number. Numbers that only occur in running text count as known to the base."""

    keys: tuple[DocumentKey, ...]
    cited: frozenset[tuple[int, int | None, str | None, str | None]] = frozenset()
    """(number, year, type, issuer) of what running text cites and no document here is."""
    places: frozenset[str] = frozenset()
    """Folded names of places; "của" one of them says whose document is meant."""

    @cached_property
    def _by_number(self) -> dict[int, list[DocumentKey]]:
        found = defaultdict(list)
        for key in self.keys:
            found[key.number].append(key)
        return dict(found)

    @cached_property
    def _cited_by_number(self) -> dict[int, list[tuple[int | None, str | None, str | None]]]:
        found = defaultdict(list)
        for number, year, kind, issuer in self.cited:
            found[number].append((year, kind, issuer))
        return dict(found)

    def lookup(self, mention: Mention, around: str = "") -> Lookup:
        """Find the documents of a mention; `around` is the question, where an issuer may be named in words."""
        same_number = self._by_number.get(mention.number, [])
        agreeing = [key for key in same_number if _agrees(key, mention)]
        said = find_said(around, mention, self.places) if same_number and around else None
        if said is not None and said.of_number:
            agreeing = [key for key in agreeing if key.issuer.may_be(said)]
        elif said is not None and len(agreeing) > 1:
            agreeing = [key for key in agreeing if key.issuer.may_be(said)] or agreeing
        if agreeing:
            agreeing.sort(key=lambda key: -_closeness(key, mention))
            return Lookup(mention, exact=_unique(key.id for key in agreeing))
        near = sorted(same_number, key=lambda key: -_closeness(key, mention))
        neighbours = [key for key in self.keys if not key.slip and _neighbour(key, mention)]
        near += sorted(neighbours, key=lambda key: (_digits_apart(key, mention), -_closeness(key, mention)))
        return Lookup(mention, near=_unique(key.id for key in near)[:NEAR])

    def knows_number(self, mention: Mention) -> bool:
        """Whether running text here cites a document of this number, other than those that `lookup` finds."""
        held = any(not key.slip for key in self._by_number.get(mention.number, ()))
        return any(
            (mention.year is None or mention.year == year)
            and (mention.type is None or mention.type == kind)
            # Of a number that a document here bears, a citation shows another one only by its issuer.
            and (_same_issuer(issuer, mention.issuer) if held else _compatible(issuer, mention.issuer))
            for year, kind, issuer in self._cited_by_number.get(mention.number, ())
        )


def build_register(
    directives: Sequence[Directive],
    references: Sequence[Reference],
    texts: Iterable[str],
    places: Iterable[str] = (),
) -> Register:
    """The register of a knowledge base; `texts` are running texts whose citations count as known.

    `places` are names of provinces beside those that the directives bind.
    """
    documents: list[Directive | Reference] = [*directives, *references]
    keys = [key for document in documents for key in _keys(document)]
    by_number = Register(tuple(keys))._by_number
    cited = {
        (mention.number, mention.year, mention.type, mention.issuer)
        for text in texts
        for mention in mentions(text)
        if mention.certain and not any(_agrees(key, mention) for key in by_number.get(mention.number, ()))
    }
    bound = {fold(directive.province.name) for directive in directives if directive.province}
    return Register(tuple(keys), frozenset(cited), frozenset(bound | {fold(place) for place in places}))


def _keys(document: Directive | Reference) -> list[DocumentKey]:
    """The keys of a document: the number of its own, and each other one that an alias gives it."""
    if document.number is None:
        return []
    own = [*mentions(document.number.canonical), *mentions(document.number.written)]
    aliases = document.aliases if isinstance(document, Reference) else []
    other = [mention for alias in aliases for mention in mentions(alias)]
    if not own:
        return []
    kind = TYPE_WORDS.get(fold(document.type_name))
    issued = {int(document.issued[:4])} if document.issued else set()
    issuer = Issuer.of(
        document.issuer, document.province.name if isinstance(document, Directive) and document.province else ""
    )
    keys = []
    for number in dict.fromkeys(mention.number for mention in (*own, *other)):
        same = [mention for mention in (*own, *other) if mention.number == number]
        slip = number != own[0].number
        keys.append(
            DocumentKey(
                id=document.id,
                number=number,
                years=frozenset({mention.year for mention in same if mention.year} | issued),
                types=frozenset({mention.type for mention in same if mention.type} | ({kind} if kind else set())),
                codes=frozenset(mention.issuer for mention in (same if slip else [*own, *same]) if mention.issuer),
                issuer=issuer,
                short_names=frozenset((mention.type, mention.year) for mention in same if mention.issuer is None),
                slip=slip,
            )
        )
    return keys


def _agrees(key: DocumentKey, mention: Mention) -> bool:
    if key.slip and not _says_slip(key, mention):
        return False
    if mention.year is not None and mention.year not in key.years:
        return False
    if mention.type and key.types and not _same_type(key, mention):
        return False
    return not (mention.issuer and key.codes) or any(_same_issuer(code, mention.issuer) for code in key.codes)


def _says_slip(key: DocumentKey, mention: Mention) -> bool:
    """A slip is meant only where its letters are given too, and no year in the number that it does not have."""
    return bool(mention.type and mention.issuer) and (mention.year is None or mention.dated)


def _same_type(key: DocumentKey, mention: Mention) -> bool:
    if mention.type in key.types:
        return True
    groups = (*INTERCHANGEABLE, *SAME_SHORT) if mention.short else INTERCHANGEABLE
    return any(mention.type in group and key.types & group for group in groups)


def _same_issuer(code: str | None, said: str | None) -> bool:
    return code is not None and said is not None and same_code(code, said)


def _compatible(code: str | None, said: str | None) -> bool:
    return code is None or said is None or same_code(code, said)


def _closeness(key: DocumentKey, mention: Mention) -> float:
    """How much of a mention a document of the same number bears out."""
    score = 0.0
    if mention.type:
        score += 2 if mention.type in key.types else 1 if _same_type(key, mention) else 0
    if mention.issuer:
        score += 2 * any(_same_issuer(code, mention.issuer) for code in key.codes)
    if mention.year:
        score += 2 * (mention.year in key.years)
    return score + 0.5 * ((mention.type, mention.year) in key.short_names)


def _neighbour(key: DocumentKey, mention: Mention) -> bool:
    """A number one slip away, of a type that could be meant."""
    if mention.number < 10 or key.number < 10 or key.number == mention.number:
        return False
    if mention.type and key.types and not _same_type(key, mention):
        return False
    if mention.type is None and mention.issuer and not any(_same_issuer(code, mention.issuer) for code in key.codes):
        return False
    return OSA.distance(str(key.number), str(mention.number)) <= 1


def _digits_apart(key: DocumentKey, mention: Mention) -> int:
    """0 for a digit mistaken or two swapped, 1 for one too many or too few."""
    return abs(len(str(key.number)) - len(str(mention.number)))


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
