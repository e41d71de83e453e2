"""Whether the issuer that a question gives a number is that of a document here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from knowledge.citation import Mention, fold_in_place
from knowledge.text.normalise import clean, fold

_SHORT = {
    # What members abbreviate after "của", folded -> the words it stands for; the first that fits counts.
    "ubnd": ("uy ban nhan dan",),
    "hdnd": ("hoi dong nhan dan",),
    "ttg": ("thu tuong",),
    "ttcp": ("thu tuong",),
    "tt chinh phu": ("thu tuong",),
    "cp": ("chinh phu",),
    "qh": ("quoc hoi",),
    "bct": ("bo chinh tri", "bo cong thuong"),
    "bbt": ("ban bi thu",),
    "btc": ("bo tai chinh",),
    "bnv": ("bo noi vu",),
    "byt": ("bo y te",),
    "syt": ("so y te",),
    "sct": ("so cong thuong",),
    "ldtbxh": ("lao dong thuong binh va xa hoi",),
    "vstbpn": ("vi su tien bo cua phu nu",),
    "vstbcpn": ("vi su tien bo cua phu nu",),
    "ubqg": ("uy ban quoc gia",),
    "tw": ("trung uong",),
    "tp": ("thanh pho",),
}
_HEAD = re.compile(
    r"(?:bo chinh tri|ban bi thu|ban chap hanh trung uong|thu tuong|chinh phu|quoc hoi|trung uong|dang|"
    r"(?:ban thuong vu )?(?:tinh uy|thanh uy|huyen uy)|uy ban quoc gia|uy ban nhan dan|hoi dong nhan dan|"
    r"uy ban thuong vu|ban vi su tien bo|bo|so|tinh|thanh pho|huyen|quan)(?![a-z])"
)
_CLAUSE = re.compile(
    r"[\s,(]{0,3}(?:cua\s(?P<who>[a-z0-9 ]{2,60})|(?:do|boi)\s(?P<by>[a-z0-9 ]{2,50}?)\s(?:ban hanh|ky|ra)(?![a-z]))"
)
_CLAUSE_BEFORE = re.compile(r"(?<![a-z])cua\s(?P<who>[a-z ]{2,50})$")
_BESIDE = re.compile(r"[\s,(]{0,3}(?P<who>[a-z0-9 ]{2,60})")
_DAY = re.compile(r"[\s,(]{0,3}(?:ky |ban hanh )?ngay[\s\d/.-]+(?:thang[\s\d]+)?(?:nam[\s\d]+)?")
_PARTY = ("trung uong", "bo chinh tri", "ban bi thu", "tinh uy", "thanh uy", "huyen uy")
_LEVEL = re.compile(r"(?<![a-z])(?:tinh uy|thanh uy|huyen uy|tinh|thanh pho|huyen|quan)(?P<name>(?: [a-z]+){2})?")
_STOP = frozenset(
    "la ve co con noi quy ban ngay nam thi nay do duoc dang cho va hay hoac gi nao khong ra ky da nao dau nhu nhung"
    " phe hieu ap thuc huong yeu nham tai theo trong vao gui nop".split()
)
"""Words that cannot be part of the name of a place."""


@dataclass(frozen=True, slots=True)
class Said:
    """The body a question names beside a number; `of_number` where "của" or "do" ties it to the number."""

    words: tuple[str, ...]
    """The phrase in its possible full wordings, folded, single-spaced."""
    of_number: bool
    place: str | None = None
    """The place alone was named: "công văn 2458 của Hải Phòng"."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """A document's issuer in folded full words, with the place it binds where it says one."""

    name: str
    province: str = ""

    @classmethod
    def of(cls, issuer: str, province: str = "") -> Issuer:
        """From the issuer's name and the province of the document."""
        return cls(_full(_words(issuer))[0], _words(province))

    def may_be(self, said: Said) -> bool:
        """Whether what was said does not contradict this issuer."""
        if said.place:
            return _occurs(said.place, f"{self.name} {self.province}")
        return any(self._fits(phrase) for phrase in said.words)

    def _fits(self, phrase: str) -> bool:
        head = _HEAD.match(phrase)
        if head is None:
            return True
        return self._has_body(head.group(), phrase) and self._has_place(phrase)

    def _has_body(self, head: str, phrase: str) -> bool:
        if head in ("dang", "trung uong"):
            return any(party in self.name for party in _PARTY)
        if head in ("tinh", "thanh pho", "huyen", "quan"):
            return head in self.name or (bool(self.province) and head in ("tinh", "thanh pho"))
        if head in ("bo", "so"):
            words = phrase.split()
            named = " ".join(words[:3] if len(words) > 2 else words)
            return _occurs(named, self.name)
        return head in self.name or (head == "thu tuong" and "thu tuong" in self.name)

    def _has_place(self, phrase: str) -> bool:
        """No other place is named than the issuer's or the document's own."""
        level = _LEVEL.search(phrase)
        if level is None or not level["name"]:
            return True
        words = level["name"].split()
        if any(word in _STOP for word in words):
            return True
        name = " ".join(words)
        where = f"{self.name} {self.province}"
        return _occurs(name, where)


def find_said(text: str, mention: Mention, places: frozenset[str] = frozenset()) -> Said | None:
    """The body, or one of the folded `places`, named beside a mention's number; None where none is."""
    folded = fold_in_place(clean(text))
    at = mention.end
    day = _DAY.match(folded, at)
    at = day.end() if day else at
    clause = _CLAUSE.match(folded, at)
    if clause is None and folded.startswith("so", mention.start):
        clause = _CLAUSE_BEFORE.search(folded, max(0, mention.start - 60), mention.start)
    if clause:
        who = _words(_who(clause)).split()
        place = next((name for size in (4, 3, 2) if (name := " ".join(who[:size])) in places), None)
        if place:
            return Said((), True, place)
        phrases = tuple(phrase for phrase in _full(_words(_who(clause))) if _HEAD.match(phrase))
        return Said(phrases, True) if phrases else None
    beside = _BESIDE.match(folded, at)
    phrases = tuple(phrase for phrase in _full(_words(beside["who"])) if _HEAD.match(phrase)) if beside else ()
    return Said(phrases, False) if phrases else None


def _who(clause: re.Match[str]) -> str:
    return clause["who"] or clause.groupdict().get("by") or ""


def same_code(code: str, said: str) -> bool:
    """Whether two issuer codes name one body: alike, the same head, one unit of it, or one slip in a long code."""
    if code == said or code.split("-")[0] == said.split("-")[0] or said in code.split("-"):
        return True
    left, right = code.split("-")[0], said.split("-")[0]
    if min(len(left), len(right)) < 5:
        return False
    return left.endswith(right) or right.endswith(left) or OSA.distance(left, right) <= 1


@cache
def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(clean(text))))


def _full(words: str) -> list[str]:
    """A phrase with its abbreviations written out; two where one of them has two readings."""
    found = [words]
    for short, meant in _SHORT.items():
        if re.search(rf"(?<![a-z]){short}(?![a-z])", words):
            found = [re.sub(rf"(?<![a-z]){short}(?![a-z])", long, one) for one in found for long in meant]
    return found


def _occurs(wanted: str, name: str) -> bool:
    """Whether some words stand in a name, with at most one slip if they are long enough to tell."""
    if re.search(rf"(?<![a-z]){re.escape(wanted)}(?![a-z])", name):
        return True
    if len(wanted) < 9:
        return False
    words, size = name.split(), len(wanted.split())
    windows = (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
    return any(OSA.distance(window, wanted, score_cutoff=1) <= 1 and window[0] == wanted[0] for window in windows)
