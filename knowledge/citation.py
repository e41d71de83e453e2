"""Official numbers of documents, in every grammar and however they are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.text.normalise import clean, fold

TYPE_WORDS: dict[str, str] = {
    # Words and abbreviations of NĐ 30/2020/NĐ-CP, Phụ lục III, and of laws and Party papers, without diacritics.
    "luat": "L",
    "bo luat": "L",
    "phap lenh": "PL",
    "nghi quyet": "NQ",
    "nq": "NQ",
    "nghi dinh": "ND",
    "nd": "ND",
    "quyet dinh": "QD",
    "qd": "QD",
    "thong tu lien tich": "TTLT",
    "ttlt": "TTLT",
    "thong tu": "TT",
    "thong tri": "TT",
    "tt": "TT",
    "chi thi": "CT",
    "ct": "CT",
    "ket luan": "KL",
    "kl": "KL",
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
    "van ban": "",
    "vb": "",
}
_TYPE = "|".join(sorted((re.escape(word) for word in TYPE_WORDS), key=len, reverse=True))
_YEAR = r"(?:19|20)\d{2}"
_STATE = re.compile(
    rf"(?<![\d/])(?P<number>\d{{1,5}})\s*/\s*(?:(?P<year>{_YEAR})\s*/\s*)?"
    r"(?P<tail>(?:ub\s?tv)?qh\s?\d{1,2}|[a-z]{2,}[a-z&]*\d*(?:\s?[-&]\s?[a-z][a-z&]*\d*)+)(?![a-z0-9])"
)
_PARTY = re.compile(
    r"(?<![\d/])(?P<number>\d{1,4})\s*-\s*(?P<type>nq|ct|cv|tt|tb|kl|qd|qyd|qc|hd|bc|kh|ttr|ctr)\s*/\s*"
    r"(?P<issuer>[a-z]{2,})(?![a-z0-9])"
)
_TYPED = re.compile(
    rf"(?<![a-z])(?P<type>{_TYPE})\s*(?:so\s*)?[:.]?\s*(?P<number>\d{{1,5}})(?![\d,])"
    rf"(?:\s*[/-]\s*(?P<year>{_YEAR})(?!\d))?(?:\s*/?\s*(?P<tail>[a-z]{{2,6}}(?:-[a-z&]+)+)(?![a-z]))?"
    rf"(?:\s*(?:,|nam|cua nam)\s*(?P<later>{_YEAR})(?!\d))?"
)
_SLASHED = re.compile(rf"(?<![\d/.-])(?P<number>\d{{1,5}})\s*/\s*(?P<year>{_YEAR})(?![\d/])")
_BARE = re.compile(r"(?<![\d/.,%-])(?P<number>\d{3,5})(?![\d/.,%-])")
_IS_YEAR = re.compile(rf"^{_YEAR}$")


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

    @property
    def label(self) -> str:
        """The mention as one would write it back."""
        return self.written.strip(" .,:;?!")


def issuer_code(text: str) -> str:
    """The issuer's part of a number in the one form it is compared in: "BĐG" = "BDG", "VSTBPN" = "VSTBCPN"."""
    code = re.sub(r"[^A-Z0-9&-]", "", fold(text).upper())
    return code.replace("VSTBPN", "VSTBCPN")


def mentions(text: str) -> list[Mention]:
    """Every official number in a text, in reading order; the fullest reading of each place wins."""
    text = clean(text)
    folded = fold(text)
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for pattern, read in ((_STATE, _state), (_PARTY, _party), (_TYPED, _typed), (_SLASHED, _slashed), (_BARE, _bare)):
        for match in pattern.finditer(folded):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            mention = read(match, folded)
            if mention is None:
                continue
            start = mention.start
            found.append(
                Mention(
                    number=mention.number,
                    year=mention.year,
                    type=mention.type,
                    issuer=mention.issuer,
                    start=start,
                    end=end,
                    certain=mention.certain,
                    written=text[start:end],
                )
            )
            taken.append((start, end))
    return sorted(found, key=lambda mention: mention.start)


def _preceding_type(folded: str, start: int) -> tuple[str | None, int]:
    """The type word just before a number, and where it begins."""
    match = re.search(rf"(?<![a-z])({_TYPE})\s*(?:so\s*)?[:.]?\s*$", folded[:start])
    if match is None:
        return None, start
    return TYPE_WORDS[match.group(1)] or None, match.start()


def _state(match: re.Match[str], folded: str) -> Mention | None:
    said, start = _preceding_type(folded, match.start())
    tail = re.sub(r"\s", "", match["tail"]).upper()
    year = int(match["year"]) if match["year"] else None
    head, _, rest = tail.partition("-")
    if re.fullmatch(r"(UBTV)?QH\d{1,2}", tail):
        kind, issuer = None, tail
    elif head in _TYPE_CODES and not (said == "CV"):
        kind, issuer = head, rest
    else:
        # A letter (công văn) carries its issuer first: 2458/BVSTBCPN-VX.
        kind, issuer = "CV", tail
    return Mention(int(match["number"]), year, kind or said, issuer_code(issuer), start=start)


_TYPE_CODES = {code for code in TYPE_WORDS.values() if code} | {"BC", "TTR", "QC"}


def _party(match: re.Match[str], folded: str) -> Mention:
    _, start = _preceding_type(folded, match.start())
    return Mention(int(match["number"]), None, match["type"].upper(), issuer_code(match["issuer"]), start=start)


def _typed(match: re.Match[str], folded: str) -> Mention | None:
    digits = match["number"]
    said = TYPE_WORDS[match["type"]] or None
    if _IS_YEAR.match(digits) and not match["year"] and not match["tail"]:
        # "hướng dẫn 2019" names a year; a document numbered like a year is still looked up.
        return Mention(int(digits), None, said, start=match.start(), certain=False)
    if re.match(r"\s*(?:thang|nam|quy|tuan|ngay|%|phan tram|nguoi|dong|trieu)(?![a-z])", folded[match.end("number") :]):
        later = match["later"]
        if not later:
            return None
    year = match["year"] or match["later"]
    issuer = match["tail"].upper().partition("-")[2] if match["tail"] else None
    return Mention(
        int(digits), int(year) if year else None, said, issuer_code(issuer) if issuer else None, start=match.start()
    )


def _slashed(match: re.Match[str], folded: str) -> Mention | None:
    number = int(match["number"])
    if number <= 12:  # a month and its year
        return None
    return Mention(number, int(match["year"]), start=match.start(), certain=number > 31)


def _bare(match: re.Match[str], folded: str) -> Mention | None:
    if _IS_YEAR.match(match["number"]):
        return None
    return Mention(int(match["number"]), start=match.start(), certain=False)
