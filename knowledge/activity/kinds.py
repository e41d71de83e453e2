"""Which kind of activity a report names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Final

from knowledge.activity.headcounts import HEADCOUNT, STAFF
from knowledge.activity.phrases import Phrase, is_near, matches, named_by, phrases_of_rows, rest_matches
from knowledge.activity.sentence import Sentence, Token
from knowledge.activity_types import ActivityType
from knowledge.text.normalise import fold
from knowledge.text.reading import is_bared, pattern

_GOVERNORS: Final = frozenset(
    "công tác|việc|kỹ năng|kế hoạch|về|nội dung|nghiệp vụ|nhân|dịp|trong|chào mừng|hướng tới|chuẩn bị|bàn|triển khai|"
    "sau|trước|năm|ngày|đợt|sau đợt|phục vụ|kết hợp|chương trình|kinh phí|thông qua|hoạt động|quy chế|số liệu|phòng|"
    "đoàn|với|chống|phòng chống|tổ|đội|nhóm|mô hình|đề án|dự án|clb|câu lạc bộ".split("|")
)
"""Words behind which another kind of activity is only spoken of: "kiểm tra công tác tuyên truyền"."""
_DATING: Final = frozenset(
    f"{when} {word}" for when, word in product("tuan thang hom nam quy bua dot".split(), "truoc sau".split())
) | frozenset("thu nam|dau nam|cuoi nam|giua nam|trong ngay|cung ngay|ca ngay|nua ngay|mot ngay|hom sau".split("|"))
"""When something was done, rather than what it was spoken of in: "tuần trước tập huấn"."""
_COMPOUNDS: Final = frozenset(
    "phoi hop|tong hop|truong hop|ket hop|phu hop|tap hop|thich hop|lien hop|to hop|hop tac|hop dong|hop ly|hop phap|"
    "hop nhat|hop le|tang cuong|gia tang|bao tang|trao doi|truong tang|phong tang|tham gia|tham du|tham quan|tham van|"
    "tham luan|tham muu|tham khao|tham tra|tham dinh|tham canh|tham nhung|tang 1|tang 2|tang 3|tang 4|"
    "tang 5".split("|")
)
"""What a bare word may be part of: "phoi hop" is no "họp"."""
_CLAUSE_ENDS: Final = re.compile(r"[,;:()]|[.](?=\s|$)")
_CALLED: Final = pattern(r"[0-9]|kỷ niệm|kỉ niệm|ngày")
"""What tells that a day is celebrated, rather than somebody honoured."""
_ANYWHERE: Final = 60
_OTHER: Final = "khac"
_SPOKEN_OF: Final = 200
_FRAMED: Final[Mapping[str, Mapping[str, int]]] = {
    "hop": {
        "kien_toan": 6,
        "can_bo_nu": 6,
        "tap_huan": 1,
        "tuyen_truyen": 3,
        "kiem_tra": 0,
        "ky_niem": 1,
        "vu_viec": 3,
    },
    "hoi_nghi": {
        **dict.fromkeys(("kien_toan", "tap_huan", "kiem_tra", "can_bo_nu", "tuyen_truyen", "thang_hanh_dong"), 2),
        "hop": 0,
        "ky_niem": 5,
    },
    "khac": {
        "kien_toan": 0,
        "can_bo_nu": 0,
        "tuyen_truyen": 0,
        "ky_niem": _ANYWHERE,
        "thang_hanh_dong": 5,
        "vu_viec": 8,
    },
    "tuyen_truyen": {"ky_niem": 3, "thang_hanh_dong": 6},
    "ky_niem": {"thang_hanh_dong": 6},
    "thang_hanh_dong": {"tap_huan": _ANYWHERE, "kien_toan": 0, "kiem_tra": 0, "hop": 0},
}
"""Kinds that only frame others -> those, and how many words may stand between: "hội nghị trực tuyến tập huấn"."""
_MONTH: Final = "thang_hanh_dong"
_PART_OF: Final = pattern(r"(?:hưởng ứng|nhân|trong khuôn khổ|khuôn khổ)(?![^\W_])")
"""Words with which something is held as part of the month, wherever they stand in the report."""
_MONTH_HEADS: Final = pattern(r"\W*(?:tháng hành động|thđ|tháng hđ)(?![^\W_])[^,;.:\n]{0,60}:")
"""The month as the heading of what was done in it."""
_LOOKED_AT: Final = 60
"""Words of a message in which slips are forgiven."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of activity, and where its name stands in `marked`."""

    type: str
    start: int
    end: int
    weak: bool
    counted: bool = False
    """Whether it is how many work somewhere, so that whom it counts is what it is called."""


@dataclass(frozen=True, slots=True)
class _Found:
    kind: Kind
    rank: int
    at: int
    last: int
    """Number of the first token, and of the one behind the last."""
    unlike: int = 0
    """Words of its beginning that were typed without some of their marks."""


def find_kind(sentence: Sentence, types: Sequence[ActivityType]) -> Kind | None:
    """The kind that is named first; of those named weakly, where no other is, the first type in order."""
    phrases = _phrases(types)
    exact = [_headed(sentence, found) for found in _named(sentence, phrases)]
    if sentence.spelt_out and any(not found.kind.weak and not found.unlike for found in exact):
        exact = [found for found in exact if not found.unlike]
    if not any(not found.kind.weak for found in exact):
        exact += _nearly_named(sentence, [phrase for each in phrases.values() for phrase in each])
    sure = sorted(
        (found for found in exact if not found.kind.weak), key=lambda found: (found.at, found.unlike, found.rank)
    )
    if sure:
        head = _head(sentence, sure)
        return (_before(sentence, head, exact) or head).kind
    best = min(exact, key=lambda found: (found.rank, found.at)).kind if exact else None
    return _counted(sentence, best, types) or best


def kinds_named(sentence: Sentence, types: Sequence[ActivityType]) -> Mapping[int, str]:
    """Where in `marked` kinds are named for sure -> the type of each."""
    found = sorted(_named(sentence, _phrases(types)), key=lambda one: (one.unlike, one.rank), reverse=True)
    return {one.kind.start: one.kind.type for one in found if not one.kind.weak}


def _phrases(types: Sequence[ActivityType]) -> Mapping[str, list[Phrase]]:
    return phrases_of_rows(
        tuple((kind.id, weak, phrase) for kind in types for weak in (False, True) for phrase in named_by(kind, weak))
    )


def _counted(sentence: Sentence, best: Kind | None, types: Sequence[ActivityType]) -> Kind | None:
    """A count of those who work somewhere, where nothing else is named than that."""
    known = any(each.id == STAFF for each in types)
    if not known or (best is not None and best.type not in (STAFF, _OTHER)):
        return None
    count = HEADCOUNT.search(sentence.marked)
    return Kind(STAFF, count.start("said"), count.end("said"), weak=True, counted=True) if count else None


def _headed(sentence: Sentence, found: _Found) -> _Found:
    """What is named weakly, for sure where it is the heading of the report."""
    heading = _MONTH_HEADS.match(sentence.marked)
    if found.kind.type != _MONTH or heading is None or found.kind.end > heading.end():
        return found
    return replace(found, rank=found.rank % 100, kind=replace(found.kind, weak=False))


def _before(sentence: Sentence, head: _Found, exact: Sequence[_Found]) -> _Found | None:
    """What is named weakly in the part before one that names only what went with it: "hội thi ..., tặng quà"."""
    ends = [match.start() for match in _CLAUSE_ENDS.finditer(sentence.marked, 0, head.kind.start)]
    if head.kind.type != _OTHER or not ends:
        return None
    weak = [found for found in exact if found.kind.weak and found.rank < _SPOKEN_OF and found.kind.end <= ends[0]]
    weak = [found for found in weak if found.kind.type != _OTHER]
    return min(weak, key=lambda found: (found.rank, found.at)) if weak else None


def _head(sentence: Sentence, sure: Sequence[_Found]) -> _Found:
    """What is named first, unless it only frames what is named behind it: "hội nghị tập huấn", "họp kiện toàn"."""
    head = sure[0]
    for other in sure[1:]:
        gap = _gap(sentence, head, other)
        if (
            gap is None
            or (other.rank >= head.rank and other.kind.type != "hop")
            or (other.at == head.at and other.unlike > head.unlike)
        ):
            continue
        if (head.kind.type, other.kind.type) == ("khac", "ky_niem") and not _CALLED.search(
            sentence.marked, other.kind.start, other.kind.end
        ):
            continue
        between = sentence.marked[head.kind.end : other.kind.start]
        apart, joined = other.at - head.last, _CLAUSE_ENDS.search(between) is None
        if apart <= gap and (gap >= _ANYWHERE or joined):
            # What frames it still begins its name.
            end = max(head.kind.end, other.kind.end) if joined else head.kind.end
            if head.kind.type == _MONTH and not joined:
                head = other
                continue
            head = replace(other, at=head.at, kind=replace(other.kind, start=head.kind.start, end=end))
    return head


def _gap(sentence: Sentence, head: _Found, other: _Found) -> int | None:
    """How many words may stand between what frames another kind and that one; None where it does not frame it."""
    gap = _FRAMED.get(head.kind.type, {}).get(other.kind.type)
    month = other if other.kind.type == _MONTH else head if head.kind.type == _MONTH else None
    part_of = month is not None and _PART_OF.match(sentence.marked, month.kind.start)
    return _ANYWHERE if gap is not None and part_of else gap


def _named(sentence: Sentence, phrases: Mapping[str, list[Phrase]]) -> Iterator[_Found]:
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        for phrase in phrases.get(fold(token.text), ()):
            if phrase.short and not _begins(sentence, tokens, at):
                continue
            if phrase.parts == ((phrase.parts[0][0],),) and _compounded(tokens, at, phrase.parts[0][0]):
                continue
            end = matches(phrase, tokens, at)
            if end is not None and not _is_trade(tokens, end):
                yield _found(
                    phrase, tokens, at, end, spoken_of=_governed(sentence, tokens, at), accented=sentence.spelt_out
                )


def _is_trade(tokens: Sequence[Token], end: int) -> bool:
    """Whether what ends here is done for a living, which is no activity: "hòa giải viên"."""
    return end < len(tokens) and is_bared(tokens[end].text, "viên")


def _compounded(tokens: Sequence[Token], at: int, word: str) -> bool:
    """Whether a word that lacks its marks is rather a part of another one."""
    around = [token.text for token in tokens[max(at - 1, 0) : at + 2]]
    pairs = {fold(f"{left} {right}") for left, right in pairwise(around)}
    return tokens[at].text != word and not pairs.isdisjoint(_COMPOUNDS)


def _found(phrase: Phrase, tokens: Sequence[Token], at: int, end: int, *, spoken_of: bool, accented: bool) -> _Found:
    kind = Kind(phrase.type, tokens[at].start, tokens[end - 1].end, phrase.weak or spoken_of)
    said = [token.text for token in tokens[at : at + len(phrase.parts[0])]]
    unlike = sum(word != meant for word, meant in zip(said, phrase.parts[0], strict=True)) if accented else 0
    return _Found(kind, phrase.rank + (100 if phrase.weak else 0) + (_SPOKEN_OF if spoken_of else 0), at, end, unlike)


def _governed(sentence: Sentence, tokens: Sequence[Token], at: int) -> bool:
    if not at or tokens[at].text[:1].isdigit() or sentence.marked[tokens[at - 1].end : tokens[at].start].strip():
        return False
    before = [fold(token.text) for token in tokens[max(at - 2, 0) : at]]
    if " ".join(before) in _DATING:
        return False
    return bool(before) and (before[-1] in _FOLDED_GOVERNORS or " ".join(before) in _FOLDED_GOVERNORS)


_FOLDED_GOVERNORS: Final = frozenset(map(fold, _GOVERNORS)) - {"ban"}
"""Bare "ban" is rather the board than "bàn"."""


def _begins(sentence: Sentence, tokens: Sequence[Token], at: int) -> bool:
    """Whether an abbreviation begins a clause and something is said of it."""
    before = sentence.marked[tokens[at - 1].end : tokens[at].start] if at else ";"
    return any(mark in before for mark in ".;:-•*+") and at + 1 < len(tokens) and not _is_numbered(sentence, tokens, at)


def _is_numbered(sentence: Sentence, tokens: Sequence[Token], at: int) -> bool:
    """Whether the number of a document stands behind an abbreviation: "TT 191/2009"."""
    end = tokens[at + 1].end
    return tokens[at + 1].text[:1].isdigit() and sentence.marked[end : end + 1] in ("/", "-", "")


def _nearly_named(sentence: Sentence, phrases: Sequence[Phrase]) -> Iterator[_Found]:
    """Phrases of several words in which some have a slip that makes another word."""
    tokens = sentence.tokens[:_LOOKED_AT]
    folded = [fold(token.text) for token in tokens]
    for phrase in phrases:
        first, rest = phrase.parts[0], phrase.parts[1:]
        if phrase.short or phrase.weak or (len(first) < 2 and (rest or len(first[0]) < 3)):
            continue
        wanted = [fold(word) for word in first]
        for at in range(len(tokens) - len(first) + 1):
            if not is_near(wanted, folded[at : at + len(first)]) or (
                len(first) < 2 and not _begins(sentence, tokens, at)
            ):
                continue
            end = rest_matches(rest, tokens, at + len(first))
            if end is not None and not _is_trade(tokens, end):
                yield _found(
                    phrase, tokens, at, end, spoken_of=_governed(sentence, tokens, at), accented=sentence.spelt_out
                )
