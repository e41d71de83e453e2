"""What a question says: its numbers, places, sector, years, period and intent, read before any search."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from knowledge.citation import Mention, mentions
from knowledge.entry import Entry
from knowledge.gazetteer import Gazetteer, PlaceHit
from knowledge.intents import Intent, intents
from knowledge.register import Lookup, Register
from knowledge.text.normalise import clean, fold
from knowledge.text.periods import Period, find_period, find_years
from knowledge.titles import Titles

_NOTHING_MORE = frozenset(
    "la gi noi ve viec nao cho em anh chi toi minh hoi xin xem voi a vay the nhe nha oi duoc khong can tim thong tin"
    " van ban noi dung tom tat cai day di muon biet ad so co nhu thong tu quyet dinh nghi cong ke hoach chuong trinh"
    " huong dan luat chi thi tri chinh phe duyet ban hanh quy dinh may trich yeu do ra sao the nao gom nhung".split()
)
"""Words that ask for a document as a whole, or for nothing."""

_UPWARD = re.compile(
    r"(?<![a-z])so [a-z]+.*(?<![a-z])(?:gui|nop|bao cao|trinh)(?![a-z]).*(?<![a-z])(?:ve|cho|len|toi|den|voi)"
    r" (?:(?:co quan )?thuong truc )?(?:(?:ban|bcd)(?: (?!so |nganh )[a-z]+){0,8}? )?"
    r"(?:(?:ubnd|uy ban nhan dan) )?(?:cap )?(?:tinh|thanh pho)(?![a-z])"
)
"""A department ("Sở Y tế") that sends a report to the board or committee of the province."""


@dataclass(frozen=True, slots=True)
class Asker:
    """What is known of the person who asks, besides the question."""

    province: str | None = None
    sector: str | None = None
    year: int | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """A question, read."""

    question: str
    repaired: str
    asker: Asker
    lookups: tuple[Lookup, ...] = ()
    places: tuple[PlaceHit, ...] = ()
    sectors: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    period: str | None = None
    intents: tuple[Intent, ...] = ()
    bare: str = ""
    """The question as repaired, without its official numbers."""
    folded: str = ""
    """The same without diacritics."""
    titled: tuple[str, ...] = ()
    """Ids of the documents named by their title."""
    upward: bool = False
    """Whether a department at the head of its sector is to send something to its province: what binds the units of the
    sector is then not meant."""

    @property
    def exact(self) -> tuple[str, ...]:
        """Ids of the documents named by number."""
        return tuple(dict.fromkeys(id_ for lookup in self.lookups for id_ in lookup.exact))

    @property
    def missing(self) -> tuple[Lookup, ...]:
        """Numbers that were certainly meant and are not here."""
        return tuple(lookup for lookup in self.lookups if not lookup.exact and lookup.mention.certain)

    def says_more_than(self, entry: Entry) -> bool:
        """Whether a question holds words that neither name an entry's document nor ask for it as a whole."""
        named = set(re.findall(r"[a-z]+", fold(f"{entry.title} {entry.citation} {entry.context}")))
        words = set(re.findall(r"[a-z]+", self.folded))
        return len(words - named - _NOTHING_MORE) > 1

    @property
    def intent(self) -> str | None:
        return self.intents[0].name if self.intents else None

    @property
    def is_bare(self) -> bool:
        """Whether nothing but a document's number was asked, with or without "is what" around it."""
        asks_else = self.intent not in (None, "about", "number")
        return (
            bool(self.exact)
            and not asks_else
            and all(word in _NOTHING_MORE for word in re.findall(r"[a-z]+", self.folded))
        )


def understand(
    question: str,
    repaired: str,
    asker: Asker,
    register: Register,
    gazetteer: Gazetteer,
    titles: Titles,
    provinces: tuple[str, ...],
) -> Understood:
    """Read a question as typed and as repaired; `provinces` are those that documents here bind."""
    typed = clean(question)
    lookups = _lookups(typed, repaired, register)
    unnumbered = _without(typed, lookups)
    places = _places(unnumbered, repaired, gazetteer, provinces)
    period = _one_period(repaired) or _one_period(typed)
    said = (period.year,) if period and period.year else ()
    years = tuple(dict.fromkeys((*find_years(unnumbered), *said)))
    bare = _unnumbered(repaired, {lookup.mention.number for lookup in lookups})
    return Understood(
        question=typed,
        repaired=repaired,
        asker=asker,
        lookups=lookups,
        places=places,
        sectors=tuple(dict.fromkeys([*gazetteer.find_sectors(repaired), *gazetteer.find_sectors(typed)])),
        years=years,
        period=period.name if period else None,
        intents=tuple(intents(bare)),
        bare=bare,
        folded=fold(bare),
        titled=titles.find(repaired),
        upward="sở" in bare.lower() and bool(_UPWARD.search(fold(bare))),
    )


def _one_period(text: str) -> Period | None:
    """The period a text names; None where it names two ("6 tháng và cả năm")."""
    period = find_period(text)
    if period is None:
        return None
    start, end = period.span
    other = find_period(f"{text[:start]} {text[end:]}")
    return period if other is None or other.name == period.name else None


def _lookups(typed: str, repaired: str, register: Register) -> tuple[Lookup, ...]:
    """Numbers of both readings; of one number the reading that finds a document wins, then the fuller one."""
    best: dict[int, Lookup] = {}
    for text in (typed, repaired):
        for mention in mentions(text):
            lookup = register.lookup(mention, text)
            if not lookup.exact and not mention.certain:
                continue
            if not lookup.exact and register.knows_number(mention):
                lookup = replace(lookup, mention=replace(mention, certain=False))
            known = best.get(mention.number)
            if known is None or _fuller(lookup, known):
                best[mention.number] = lookup
    return tuple(best.values())


def _fuller(new: Lookup, old: Lookup) -> bool:
    """A reading with more parts beats one with fewer: "TT 191/2010" is not "TT 191"."""
    return _parts(new.mention) > _parts(old.mention)


def _parts(mention: Mention) -> int:
    return sum(part is not None for part in (mention.year, mention.type, mention.issuer))


def _without(text: str, lookups: tuple[Lookup, ...]) -> str:
    for lookup in lookups:
        pattern = re.escape(fold(lookup.mention.written))
        text = _blank(text, [match.span() for match in re.finditer(pattern, fold(text))])
    return text


def _unnumbered(text: str, numbers: set[int]) -> str:
    spans = [(mention.start, mention.end) for mention in mentions(text) if mention.number in numbers]
    return _blank(text, spans)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _places(typed: str, repaired: str, gazetteer: Gazetteer, provinces: tuple[str, ...]) -> tuple[PlaceHit, ...]:
    hits = gazetteer.find_places(typed)
    if any(hit.name for hit in hits):
        return tuple(hit for hit in hits if hit.name)
    again = [hit for hit in gazetteer.find_places(repaired) if hit.name]
    if again:
        return tuple(again)
    # A place that documents here bind is meant more often than any other; one that is announced may be any.
    guess = (
        gazetteer.guess_place(typed, provinces)
        or gazetteer.guess_announced(typed)
        or gazetteer.guess_announced(repaired)
    )
    if guess:
        return (PlaceHit(guess, guess, None, 0, 0),)
    return tuple(hits)
