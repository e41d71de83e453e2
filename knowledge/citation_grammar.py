"""The grammars of official numbers (NĐ 30/2020/NĐ-CP, laws, Party papers) as patterns over folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from knowledge.text.normalise import fold
from knowledge.text.syllables import shapes

TYPE_WORDS: dict[str, str] = {
    # Words and abbreviations of NĐ 30/2020/NĐ-CP, Phụ lục III, and of laws and Party papers, without diacritics.
    "luat": "L",
    "bo luat": "L",
    "phap lenh": "PL",
    "nghi quyet lien tich": "NQLT",
    "nghi quyet": "NQ",
    "nq": "NQ",
    "nghi dinh": "ND",
    "nd": "ND",
    "quyet dinh": "QD",
    "qd": "QD",
    "thong tu lien tich": "TTLT",
    "ttlt": "TTLT",
    "thong tu": "TT",
    "thong tri": "TTRI",
    "tt": "TT",
    "chi thi": "CT",
    "ct": "CT",
    "ket luan": "KL",
    "kl": "KL",
    "thong bao ket luan": "TB",
    "thong bao": "TB",
    "tb": "TB",
    "huong dan": "HD",
    "hd": "HD",
    "chuong trinh": "CTR",
    "ctr": "CTR",
    "ke hoach": "KH",
    "kh": "KH",
    "cong van": "CV",
    "cv": "CV",
    "cong dien": "CD",
    "de an": "DA",
    "to trinh": "TTR",
    "ttr": "TTR",
    "van ban": "",
    "vb": "",
}
INTERCHANGEABLE = ({"CV", "HD"}, {"L", "PL"}, {"TB", "KL"})
"""Types that members and sources mix up: a guidance often goes out as a letter, a conclusion as an announcement."""
SAME_SHORT = ({"TT", "TTRI"}, {"CT", "CTR"})
"""Types that one abbreviation stands for."""
PARTY = frozenset({"TW", "TU", "HU", "DU", "QU"})
"""Issuers of the Party's numbers: central, province, district."""

_LOOSE = frozenset({"quyet dinh", "huong dan", "thong bao", "ket luan", "ke hoach", "chuong trinh", "de an", "van ban"})
"""Type words that as often are a verb or a thing, so that a small number after them may be a count."""
_LOOSE_SHORT = frozenset({"ct", "hd", "tb", "kh", "nd", "kl", "vb", "ctr"})
_CODES = "nqlt|nq|qd|qyd|qdi|qc|ctr|ctph|ct|tttt|ttlt|ttr|tttl|tt|tb|tc|hd|kh|kl|da|bc|bb|cd|cv|nd|pl|vbhn|sl|lct"
_KNOWN = r"ttg|cp|tw|ubnd|hdnd|ubtvqh\d{0,2}|qh\d{0,2}|b[bcdghklmnpqrstvx]{1,7}|bca|byt"
"""Issuers that stand without hyphen or slash: the centre's, people's committees and councils, ministries."""
_YEAR = r"(?:19|20)\d\d"
_DASH = r"\-–—"
_WORDS = "|".join(sorted((word.replace(" ", r"\s*") for word in TYPE_WORDS), key=len, reverse=True))
_LONG = "|".join(sorted((word for word in TYPE_WORDS if len(word) > 3), key=len, reverse=True))
_NUMBER_WORD = "mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi"

DIGITS = re.compile(r"\d+")
BEFORE = re.compile(
    rf"(?<![a-z&])(?P<type>{_WORDS})(?:[\s./{_DASH}]+(?P<issuer>{_KNOWN})(?![a-z]))?"
    rf"\s*(?P<so>(?<![a-z])so(?:\s?hieu)?(?![a-z]))?[\s:.#_/{_DASH}]*$"
)
SO = re.compile(r"(?<![a-z])so(?:\s?hieu)?\s?[:.]?\s?$")
FAR = re.compile(rf".*(?<![a-z])(?P<type>{_LONG})\s(?:[a-z&,{_DASH}]+\s){{1,10}}so(?:\s?hieu)?\s?[:.]?\s?$")
AND = re.compile(r"\s?(?:[,;&+]|va|hay|hoac|voi|cung|,\s?va)\s?(?:so\s)?")
PART_BEFORE = re.compile(rf"\d\s?[/:{_DASH}]\s?$|\d[.,]?$")
PART_AFTER = re.compile(r"[.,]\d{1,3}(?!\d)|:\d")
UNIT = re.compile(
    r"\s?%|[kdh](?![a-z])|tr(?:\d|(?![a-z]))|\s?(?:phan tram|ngan(?! sach| hang)|nghin|trieu(?! tap)|"
    r"t[yi](?! le)|vnd|dong(?! gop| chi| thoi))(?![a-z])"
)
COUNTED = re.compile(
    r"\s?(?:nam(?! nao| bao nhieu| may| \d)|thang(?! nao| bao nhieu| may)|ngay(?! nao| bao nhieu| may| thang|\s?\d)|"
    r"quy(?! dinh| che| trinh| pham)|tuan|gio|phut|lan|buoc|nguoi|luot|dai bieu|thanh vien|hoi vien|can bo|don vi|"
    r"co quan|so nganh|huyen|xa|phuong|quan|tinh(?! den)|noi dung|muc tieu|chi tieu|nhiem vu|giai phap|bien phap|"
    r"hoat dong|hinh thuc|dieu|khoan|diem|muc(?! chi)|phan|chuong|buoi|lop|cuoc|dot|dong chi|chi em|phu nu|nu|"
    r"loai|cap|vu|ca|truong hop|bai|tin|trang|ban|cuon|cau|viec|nhom|mau|to|thu tuc|van ban|ho so|ti|m|km|kg|suat)"
    r"(?![a-z])(?! nao| gi| may| bao nhieu| ky| ban hanh| chinh| la| cua| dung dau)"
)
NUMBERED_PART = re.compile(
    r"(?<![a-z])(?:dieu|khoan|muc|phan|chuong|diem|quy|thang|ngay|nam|tuan|khoa|ky|lan|trang|cau|luc|lop|nhom|"
    r"phong|duong|nha|ngo|sdt|dt|goi|may|hotline|tel|mung)\s?(?:so\s?)?$"
)
DIGITS_BEFORE = re.compile(r"\d[\s.]$")
MORE_DIGITS = re.compile(r"[\s.]\d{2}|\s?[\-–/:]\s?\d|\w")
YEAR = re.compile(rf"\s?[/.{_DASH}]\s?(?P<year>{_YEAR})(?!\d)(?!\s?[{_DASH}]\s?\d)")
YEAR_LIKE = re.compile(r"(?:19[3-9]|20[0-4])\d")
DAY_MONTH = re.compile(r"\s?[/.-]\s?(?:0?[1-9]|1[0-2])(?!\d)")
SHORT_YEAR = re.compile(r"/(?P<year>\d\d)(?![\d/])")
RANGE = re.compile(rf"\s?[{_DASH}/]\s?\d")
DATED = re.compile(
    r"\s?[,(]?\s?(?:(?:ky |de |ban hanh )?ngay\s?)?\d{1,2}\s?(?:[/.-]|thang)\s?\d{1,2}\s?(?:[/.-]|nam|,)\s?"
    rf"(?P<year>{_YEAR})(?!\d)\)?"
)
LATER = re.compile(
    rf"(?:\s?\(?(?:cua |ban hanh )?nam\s?|\s?,\s?|\s?\(|\s)(?P<year>{_YEAR})(?!\d)(?!\s?[{_DASH}/]\s?\d)\)?"
    # "năm 2024 còn dùng không" asks of that year; the number is not of it.
    r"(?!,?\s(?:thi\s)?(?:co\s)?(?:con|van)(?![a-z]))"
)
SPELLED = re.compile(
    rf"(?P<lead>(?<![a-z])(?P<type>{_LONG})\s(?:so\s)?)(?=(?:{_NUMBER_WORD})\s"
    r"(?:tram|muoi|nghin|ngan|mot|hai|ba|bon|nam|sau|bay|tam|chin)(?![a-z]))"
)

_CHUNK = r"[a-z][a-z&]*\d*"
_ISSUER = rf"{_CHUNK}(?:\s[a-z]{{2,6}}(?=-))?(?:(?:-\s?|\s-(?!\s)){_CHUNK})*"
_ASSEMBLY = re.compile(r"[\s/.-]{0,3}(?P<issuer>(?:ubtv\s?)?qh\s?(?:khoa\s)?\d{1,2})(?![a-z0-9])")
_TYPED = re.compile(
    rf"(?P<sep>\s?[/._{_DASH}]\s?|\s|)(?P<type>{_CODES})(?P<joint>\s?[/._{_DASH}]\s?|\s)(?P<issuer>{_ISSUER})(?![a-z0-9])"
)
_MERGED = re.compile(
    rf"(?P<sep>\s?[/._{_DASH}]\s?|\s|)(?!hdbt|hdtp|hdnd|hdnn)(?P<type>{_CODES})(?P<issuer>{_KNOWN})(?![a-z0-9])"
)
_LETTER = re.compile(rf"(?P<sep>\s?[/{_DASH}]\s?)(?P<issuer>{_ISSUER})(?![a-z0-9])")
_SINGLE = re.compile(rf"\s?[/{_DASH}]\s?(?:(?P<type>{_CODES})|(?P<issuer>{_KNOWN}))(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class SaidType:
    """A type said before a number, and where it begins."""

    type: str | None
    start: int
    so: bool = False
    """"số" stood before the digits."""
    issuer: str | None = None
    short: bool = False
    """One abbreviation of several types."""
    loose: bool = False
    """The word may be a verb or a thing: "hướng dẫn 5 ..."."""
    upper: bool = False
    carried: bool = False
    """Taken over from the number before: "TT 191 và 98"."""
    words: bool = False
    """Something that only documents are called was said, were it only "văn bản"."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands after a number's digits: type and issuer; `end` is where it ends."""

    type: str | None
    issuer: str | None
    end: int
    year: int | None = None
    letter: bool = False
    """Without a type, as a letter (công văn) is numbered."""


def issuer_code(text: str) -> str:
    """The issuer's part of a number in the one form it is compared in: "BĐG" = "BDG", "VSTBPN" = "VSTBCPN"."""
    code = re.sub(r"[^A-Z0-9&-]", "", fold(text).upper().replace("KHOA", ""))
    return code.replace("VSTBPN", "VSTBCPN")


def said(match: re.Match[str], start: int, upper: bool) -> SaidType:
    """The type of a match of BEFORE."""
    word = " ".join(match["type"].split())
    if word not in TYPE_WORDS:  # words run together
        word = next(known for known in TYPE_WORDS if known.replace(" ", "") == word.replace(" ", ""))
    kind = TYPE_WORDS[word]
    short = len(word) <= 3
    issuer = issuer_code(match["issuer"]) if match["issuer"] else None
    return SaidType(
        kind or None,
        start,
        so=bool(match["so"]),
        issuer=issuer,
        short=short and any(kind in types for types in SAME_SHORT),
        loose=word in _LOOSE or word in _LOOSE_SHORT,
        upper=short and upper,
        words=True,
    )


_LAST_WORDS = re.compile(r"(?<![a-z])(?P<words>[a-z]+ [a-z]+)\s?(?P<so>(?<![a-z])so\s)?[:.]?\s?$")
_TWO_WORDS = tuple(word for word in TYPE_WORDS if word.count(" ") == 1 and len(word) > 6)


def misspelt(left: str, base: int) -> SaidType | None:
    """The type of two words before a number of which one is no word: "quyet dnih 515"; one slip at most."""
    match = _LAST_WORDS.search(left)
    if match is None or all(is_word(word) for word in match["words"].split()):
        return None
    for known in _TWO_WORDS:
        if OSA.distance(match["words"], known, score_cutoff=1) <= 1:
            loose = known in _LOOSE
            return SaidType(TYPE_WORDS[known] or None, base + match.start(), bool(match["so"]), loose=loose, words=True)
    return None


@cache
def _syllables() -> frozenset[str]:
    return frozenset(fold(shape) for shape in shapes())


def is_word(letters: str) -> bool:
    """Whether folded letters can be a Vietnamese syllable, so that they are no abbreviation for sure."""
    return letters in _syllables() and "oo" not in letters


def tail(text: str, folded: str, at: int, typed: bool) -> Tail | None:
    """Type and issuer after the digits and their year; `typed` says that a type stood before the digits."""
    match = _ASSEMBLY.match(folded, at)
    if match:
        return Tail(None, issuer_code(match["issuer"]), match.end())
    match = _TYPED.match(folded, at)
    if match and _is_typed(match):
        return Tail(match["type"].upper(), issuer_code(match["issuer"]), match.end())
    match = _MERGED.match(folded, at)
    if match:
        return Tail(match["type"].upper(), issuer_code(match["issuer"]), match.end())
    match = _LETTER.match(folded, at)
    if match and _is_letter(match, typed):
        # A letter (công văn) carries its issuer first: 2458/BVSTBCPN-VX.
        return Tail(None, issuer_code(match["issuer"]), match.end(), letter=True)
    match = _SINGLE.match(folded, at)
    if match:
        issuer = match["issuer"]
        return Tail(
            match["type"].upper() if match["type"] else None, issuer_code(issuer) if issuer else None, match.end()
        )
    return None


def _is_typed(match: re.Match[str]) -> bool:
    """Codes set apart by spaces only must look like codes."""
    first = re.split(r"[^a-z]", match["issuer"])[0]
    if match["sep"].strip() and match["joint"].strip():
        return True
    return not is_word(first) and re.fullmatch(_KNOWN, first) is not None


def _is_letter(match: re.Match[str], typed: bool) -> bool:
    first = re.split(r"[^a-z]", match["issuer"])[0]
    if len(first) < 2 or is_word(first) or re.fullmatch(rf"{_CODES}|{_KNOWN}", match["issuer"]):
        return False
    return typed or "/" in match["sep"]
