"""Official numbers of documents, in every grammar and however they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge import citation_grammar as grammar
from knowledge.citation_grammar import TYPE_WORDS, SaidType, issuer_code
from knowledge.text.normalise import clean, fold
from knowledge.text.numerals import read_quantity
from knowledge.text.reading import readings

__all__ = ["TYPE_WORDS", "Mention", "fold_in_place", "issuer_code", "mentions"]

_LEFT = 80
"""So many characters before a number are looked at for its type."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An official number as far as the words give it; codes are upper case without diacritics or spaces."""

    number: int
    year: int | None = None
    type: str | None = None
    issuer: str | None = None
    start: int = 0
    end: int = 0
    certain: bool = True
    """False for digits that only might be an official number."""
    written: str = ""
    short: bool = False
    """The type was only abbreviated, and one abbreviation may stand for two types ("TT", "CT")."""
    dated: bool = False
    """The year was said beside the number ("năm 2009", "ngày 01/10/2009"), not in it ("/2009/")."""

    @property
    def label(self) -> str:
        """The mention as one would write it back."""
        return self.written.strip(" .,:;?!")


def fold_in_place(text: str) -> str:
    """A cleaned text folded to the same length, so that places in one are places in the other."""
    folded = fold(text)
    return folded if len(folded) == len(text) else "".join(fold(letter) or "\0" for letter in text)


def mentions(text: str) -> list[Mention]:
    """Every official number in a text, in reading order; places are those of the cleaned text."""
    text = clean(text)
    folded = fold_in_place(text)
    found: list[Mention] = []
    for match in grammar.DIGITS.finditer(folded):
        last = found[-1] if found else None
        if last is not None and match.start() < last.end:
            continue
        mention = _read(text, folded, match.start(), match.end(), last)
        if mention is not None and mention.number and (last is None or mention.start >= last.end):
            found.append(replace(mention, written=text[mention.start : mention.end]))
    if grammar.SPELLED.search(folded):
        found += [
            one for one in _spelled(text) if not any(one.start < two.end and two.start < one.end for two in found)
        ]
        found.sort(key=lambda mention: mention.start)
    return found


def _read(text: str, folded: str, start: int, end: int, last: Mention | None) -> Mention | None:
    """The official number whose digits stand at a place, if they are one."""
    if _inside_another(folded, start, end):
        return None
    said = _said_type(text, folded, start, last)
    glued = folded[start - 1 : start].isalpha()
    if glued and (said is None or said.so or said.carried):
        return None
    number = int(folded[start:end])
    tail = _tail(text, folded, start, end, said)
    if tail is not None:
        kind = tail.type or (said.type if said else None) or ("CV" if tail.letter else None)
        begins = said.start if said and not said.carried else start
        later = _later_year(folded, tail.end) if tail.year is None else None
        year, ends, dated = (later[0], later[1], True) if later else (tail.year, tail.end, False)
        # A Party paper numbered TT is a thông tri, a State one a thông tư.
        kind = "TTRI" if kind == "TT" and tail.issuer in grammar.PARTY else kind
        return Mention(number, year, kind, tail.issuer, begins, ends, short=tail.type is None, dated=dated)
    if said is not None and (said.type is not None or said.words):
        return _typed(folded, number, start, end, said)
    return _untyped(folded, number, start, end, said)


def _inside_another(folded: str, start: int, end: int) -> bool:
    """Whether the digits are part of a date, a decimal, a sum of money or a share."""
    if end - start > 5 or grammar.PART_BEFORE.search(folded, max(0, start - 3), start):
        return True
    return bool(grammar.PART_AFTER.match(folded, end) or grammar.UNIT.match(folded, end))


def _said_type(text: str, folded: str, start: int, last: Mention | None) -> SaidType | None:
    """The type words before a number: right before it, or further off with "số", or those of the number before."""
    base = max(0, start - _LEFT)
    left = folded[base:start]
    match = grammar.BEFORE.search(left)
    if match:
        begins = base + match.start()
        upper = text[begins : base + match.end("type")].isupper()
        return grammar.said(match, begins, upper)
    if last is not None and last.type and grammar.AND.fullmatch(folded, last.end, start):
        return SaidType(last.type, start, carried=True, short=last.short, words=True)
    so = grammar.SO.search(left)
    if so:
        far = grammar.FAR.match(left)
        kind = TYPE_WORDS[" ".join(far["type"].split())] if far else None
        return SaidType(kind or None, base + so.start(), so=True, words=far is not None, issuer=None)
    return grammar.misspelt(left, base)


def _tail(text: str, folded: str, start: int, end: int, said: SaidType | None) -> grammar.Tail | None:
    """What follows the digits of a full number: its year, type and issuer."""
    year = None
    at = end
    match = grammar.YEAR.match(folded, end)
    if match:
        year, at = int(match["year"]), match.end()
    if year is not None and "/" not in folded[end:at] and grammar.YEAR_LIKE.fullmatch(folded, start, end):
        return None
    tail = grammar.tail(text, folded, at, typed=said is not None and not said.so)
    if tail is None:
        return None
    after = grammar.YEAR.match(folded, tail.end) if year is None else None
    if after:
        return replace(tail, year=int(after["year"]), end=after.end())
    return replace(tail, year=year)


def _later_year(folded: str, at: int) -> tuple[int, int] | None:
    """A year or a date said after a number, and where it ends."""
    match = grammar.DATED.match(folded, at) or grammar.LATER.match(folded, at)
    return (int(match["year"]), match.end()) if match else None


def _typed(folded: str, number: int, start: int, end: int, said: SaidType) -> Mention | None:
    """A number whose type is said in words: "thông tư số 191 năm 2009"."""
    digits = folded[start:end]
    firm = said.so or digits.startswith("0") or (len(digits) > 2 and not said.loose)
    begins = start if said.carried else said.start
    mention = Mention(number, None, said.type, said.issuer, begins, end, short=said.short)
    if grammar.YEAR_LIKE.fullmatch(digits) and not said.so:
        # "hướng dẫn 2019" names a year; a document numbered like a year is still looked up.
        ranged = grammar.RANGE.match(folded, end)
        return None if ranged or said.carried else replace(mention, certain=False)
    match = grammar.YEAR.match(folded, end)
    if match:
        month = said.loose and not said.so and number <= 12
        return replace(mention, year=int(match["year"]), end=match.end(), certain=not month)
    if grammar.DAY_MONTH.match(folded, end) and number <= 31:
        return None
    short_year = grammar.SHORT_YEAR.match(folded, end)
    if short_year:
        year = int(short_year["year"])
        return replace(mention, year=year + (2000 if year < 45 else 1900), end=short_year.end())
    if grammar.RANGE.match(folded, end):
        return None
    later = _later_year(folded, end)
    if later:
        return replace(mention, year=later[0], end=later[1], dated=True)
    if not firm and grammar.COUNTED.match(folded, end):
        return None
    if len(digits) == 1 and not firm and (said.short or said.loose or said.type in ("L", None)):
        return None
    certain = len(digits) > 2 or firm or not (said.loose or said.carried) or said.upper
    return replace(mention, certain=certain)


def _untyped(folded: str, number: int, start: int, end: int, said: SaidType | None) -> Mention | None:
    """A number without a type: "191/2009", or digits that only may be one."""
    begins = said.start if said else start
    if grammar.YEAR_LIKE.fullmatch(folded, start, end) or grammar.NUMBERED_PART.search(
        folded[max(0, start - 12) : start]
    ):
        return None
    match = grammar.YEAR.match(folded, end)
    if match:
        # Up to 12 it is a month and its year.
        return (
            Mention(number, int(match["year"]), None, None, begins, match.end(), number > 31) if number > 12 else None
        )
    if end - start < 3 or grammar.COUNTED.match(folded, end) or grammar.MORE_DIGITS.match(folded, end):
        return None
    if grammar.DIGITS_BEFORE.search(folded, max(0, start - 3), start):
        return None
    return Mention(number, None, None, None, begins, end, certain=False)


def _spelled(text: str) -> Iterator[Mention]:
    """Numbers written out after a type: "quyết định năm trăm mười lăm"."""
    for reading in readings(text):
        folded = fold_in_place(reading.marked)
        found = False
        for match in grammar.SPELLED.finditer(folded):
            quantity = read_quantity(reading.marked, match.end("lead"))
            if quantity is None or quantity.scaled or quantity.value.denominator != 1:
                continue
            number = int(quantity.value)
            if not 10 < number < 10**5 or grammar.COUNTED.match(folded, quantity.end):
                continue
            if grammar.UNIT.match(folded, quantity.end):
                continue
            kind = TYPE_WORDS[" ".join(match["type"].split())]
            start, end = reading.span(match.start(), quantity.end)
            found = True
            yield Mention(number, None, kind or None, None, start, end, written=text[start:end])
        if found:
            return
