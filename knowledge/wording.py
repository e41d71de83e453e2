"""How documents, dates and sources are written out for a member."""

from __future__ import annotations

import re
from datetime import date

from knowledge.model import Directive, Reference


def written_date(iso: str | None) -> str:
    """ "2018-05-18" as "18/5/2018", "2020-03" as "3/2020", "2019" as "2019"."""
    if not iso:
        return ""
    return "/".join(str(int(part)) for part in reversed(iso.split("-")))


def written_day(day: date) -> str:
    """A date as d/m/yyyy."""
    return f"{day.day}/{day.month}/{day.year}"


_NAMES = frozenset({"Bác", "Đảng", "Đoàn", "Tết", "UBND"})
"""Names of one syllable, and what a name begins with whatever follows."""
_ROMAN = re.compile(r"[IVX]+\W*")


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_words(day: date) -> str:
    """A day with its weekday: "thứ Sáu 29/5/2026"."""
    return f"{WEEKDAYS[day.weekday()]} {written_day(day)}"


def in_sentence(words: str) -> str:
    """Words that began a line, as they stand within one: a name or an abbreviation keeps its capital."""
    first, _, rest = words.partition(" ")
    return words if _is_name(first, rest.split(" ", 1)[0]) else words[:1].lower() + words[1:]


def _is_name(first: str, second: str) -> bool:
    """Whether a first word is an abbreviation ("BC", "8A"), or begins a name ("Tết", "Thanh Hóa")."""
    if first.strip(",.:;") in _NAMES or not first[1:].islower():
        # One letter alone ("Ở", "Ý kiến") is a word like others.
        return len(first) > 1
    capital = second[:1].isupper() and not (len(second) > 1 and second.isupper())
    return capital and not _ROMAN.fullmatch(second) and second.strip(",.:;") not in _NAMES


def dated(iso: str | None) -> str:
    """ " ngày 18/5/2018", " tháng 3/2020", " năm 2019", or nothing."""
    if not iso:
        return ""
    word = {1: "năm", 2: "tháng", 3: "ngày"}[len(iso.split("-"))]
    return f" {word} {written_date(iso)}"


def document_name(document: Directive | Reference) -> str:
    """The official number, or the title where a document has none."""
    return document.number.canonical if document.number else document.title


def called(document: Directive | Reference) -> str:
    """Type and number, "Thông tư 191/2009/TT-BTC", or the title where a document has no number."""
    return f"{document.type_name} {document.number.canonical}" if document.number else document.title


def citation(document: Directive | Reference) -> str:
    """Type, number, date and issuer: "Công văn số 1097/SYT-BVSTBCPN ngày 18/5/2018 của ..."."""
    if document.number:
        head = f"{document.type_name} số {document.number.canonical}"
    elif document.title.lower().startswith(document.type_name.lower()):
        head = document.title
    else:
        head = f"{document.type_name} {document.title}"
    # A title may say the year already.
    date_words = (
        "" if not document.number and document.issued and document.issued in document.title else dated(document.issued)
    )
    # A source may cite a document without saying who issued it.
    issuer = "" if document.issuer.lower().startswith("chưa rõ") else f" của {document.issuer}"
    return f"{head}{date_words}{issuer}"


def described(document: Directive | Reference) -> str:
    """The citation and the title, each word of them once."""
    cited = citation(document)
    return cited if document.title in cited else f"{cited}: {document.title}"
