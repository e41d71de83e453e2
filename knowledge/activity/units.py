"""How many units an inspection looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from knowledge.activity.messages import problem
from knowledge.activity.model import FieldProblem
from knowledge.activity.sentence import Sentence
from knowledge.text.normalise import fold
from knowledge.text.numerals import read_quantity
from knowledge.text.reading import pattern

_WHOLE: Final = r"đơn vị|đvị|đvi|đv|cơ quan|cơ sở"
_KINDS: Final = (
    r"xã|phường|thị trấn|huyện|thành phố|thôn|ấp|bản|khu phố|tổ dân phố|tổ|chi hội|hội|trường học|trường|"
    r"trạm y tế|trạm|nhà trẻ|nhóm trẻ|nhà máy|xí nghiệp|cửa hàng|quán|khu trọ|nhà trọ|bếp ăn|điểm trường|công đoàn|"
    r"chi đoàn|"
    r"phân xưởng|lớp|"
    r"bệnh viện|trung tâm|phòng khám|phòng ban|phòng|ban|ngành|sở|khoa|công ty|doanh nghiệp|dn|hợp tác xã|htx|"
    r"câu lạc bộ|clb|cụm dân cư|cụm|khối|"
    r"địa phương|chi bộ|chi cục|mô hình|điểm|nơi|chỗ|ubnd"
)
_UNITS: Final = pattern(
    rf"(?<![^\W_])(?<![0-9][.,/])(?P<low>[0-9]{{1,4}}~(?:-|đến|tới)~)?(?P<number>[0-9]{{1,4}}(?:/[0-9]{{1,4}})?|"
    rf"[^\W\d_]+(?: [^\W\d_]+){{0,2}})~(?:"
    rf"(?P<whole>{_WHOLE})|(?P<kind>{_KINDS}))(?![^\W_])(?! (?:người|trưởng|viên))"
)
_PAIRS: Final = tuple(
    fold(kind).split()
    for kind in "công ty|đơn vị|cơ quan|cơ sở|trường học|doanh nghiệp|nhà trẻ|xí nghiệp|chi hội".split("|")
)
_SLIPPED: Final = pattern(
    r"(?<![^\W_])(?<![0-9][.,/-])(?P<number>[0-9]{1,3})~(?P<first>[^\W\d_]+) (?P<second>[^\W\d_]+)(?![^\W_])"
)
"""A number and two words of which one may have a slip: "2 côn ty"."""
_NUMBER: Final = re.compile(r"[0-9]+(?:/[0-9]+)?")
_WORD: Final = re.compile(r"[^\W_]+")
_AMBIGUOUS: Final = re.compile(r"(?:tư|tu|lăm|lam|nhăm|nham|mốt|hai(?= phong(?! [^\W\d_])))(?![^\W_])")
"""Words that alone are hardly meant as a number; "hai phong" is rather Hải Phòng."""
_COUNTS: Final = pattern(
    r"(?:^|[,;:(.\x00]~|(?<![^\W_])(?:kiểm tra|giám sát|thanh tra|khảo sát|được|xong|hết|đủ|cả|tất cả|tổng cộng|"
    r"tổng số|khoảng|gồm|và|tại|ở|của|đối với|với|là) )$"
)
"""What a number in a single word stands behind, rather than the end of another word as "đầu năm"."""
_MINUS: Final = pattern(r"(?:(?<![^\W_])âm ~|(?<=[^\W_] )-|(?<=[:=] )-)$")
_LABEL: Final = pattern(
    rf"(?<![^\W_])số (?:{_WHOLE})(?: được| đã)?(?: kiểm tra|"
    rf" giám sát)?~[:=]?~(?:là )?(?P<number>[0-9]{{1,4}})(?![0-9/])"
)


@dataclass(frozen=True, slots=True)
class Units:
    """How many units, and what is wrong with what was said."""

    count: int | None = None
    problems: tuple[FieldProblem, ...] = ()


def read_units(sentence: Sentence) -> Units:
    """The number of units of an inspection, taken out of the report; kinds that are listed are added up."""
    label = _LABEL.search(sentence.open)
    if label:
        sentence.take(*label.span())
        return Units(int(label["number"]))
    wholes: list[int] = []
    kinds: list[int] = []
    wrong: list[FieldProblem] = []
    for match in list(_UNITS.finditer(sentence.open)):
        number, start = _value(sentence, *match.span("number"))
        start = match.start() if start == match.start("number") else start
        if number is None or sentence.is_numbered(start):
            continue
        if match["low"]:
            wrong.append(problem("units_inspected", "range_units", said=sentence.words_typed(*match.span())))
        elif _MINUS.search(sentence.open, max(start - 5, 0), start):
            wrong.append(problem("units_inspected", "negative_units"))
        else:
            (wholes if match["whole"] else kinds).append(number)
        # What is inspected is part of what the activity is called.
        sentence.hide(start, match.end())
    if not wrong and not wholes and not kinds:
        kinds = _slipped(sentence)
    if wrong:
        return Units(problems=(wrong[0],))
    return Units(wholes[0] if wholes else sum(kinds) if kinds else None)


def _slipped(sentence: Sentence) -> list[int]:
    """The numbers of units whose kind has a slip that makes other words."""
    found = []
    for match in list(_SLIPPED.finditer(sentence.open)):
        said = fold(match["first"]), fold(match["second"])
        if any(_is_slip(said, pair) for pair in _PAIRS) and not sentence.is_numbered(match.start()):
            found.append(int(match["number"]))
            sentence.hide(*match.span())
    return found


def _is_slip(said: Sequence[str], pair: Sequence[str]) -> bool:
    """Whether two words bear other marks, or one has a slip: a letter for another one only in a long word."""
    if tuple(said) == tuple(pair):
        return True
    for at in (0, 1):
        word, meant = said[at], pair[at]
        if said[1 - at] == pair[1 - at] and OSA.distance(word, meant, score_cutoff=1) == 1:
            return len(word) != len(meant) or sorted(word) == sorted(meant) or len(meant) > 4
    return False


def _value(sentence: Sentence, start: int, end: int) -> tuple[int | None, int]:
    """The number that some words are or end in, and where it begins."""
    written = sentence.open[start:end]
    if _NUMBER.fullmatch(written):
        return int(written.split("/")[0]), start
    words = [start + word.start() for word in _WORD.finditer(written)]
    for at in words:
        quantity = read_quantity(sentence.open[at:end], 0)
        if quantity is None or quantity.end != end - at or quantity.value.denominator != 1:
            continue
        alone = at == words[-1]
        if alone and (_AMBIGUOUS.match(sentence.open, at) or not _COUNTS.search(sentence.open, max(at - 12, 0), at)):
            break
        return int(quantity.value), at
    return None, start
