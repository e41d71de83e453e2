"""Words that reports say together, by which a slip in one of the two is told: "đại bểu", "hôc viên", "kiem tar"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from knowledge.activity.wordstock import AFTER_NUMBER
from knowledge.text.normalise import fold
from knowledge.text.reading import is_bared
from knowledge.text.slips import is_one_slip
from knowledge.text.syllables import is_bare_syllable, is_syllable

_SAID: Final = (
    "đại biểu|đại hội|hội viên|học viên|học sinh|sinh viên|thành viên|giáo viên|nhân viên|đoàn viên|đảng viên|"
    "công nhân|"
    "công chức|viên chức|lao động|đồng chí|chị em|anh em|cán bộ|nhân dân|phụ nữ|phụ huynh|thanh niên|nam giới|nữ giới|"
    "kinh phí|nghìn đồng|triệu đồng|hội trường|nhà văn|văn hóa|phòng họp|trung tâm|trụ sở|sân vận|vận động|"
    "thứ hai|thứ ba|thứ năm|thứ sáu|thứ bảy|chủ nhật|hôm qua|hôm nay|tuần trước|tuần rồi|tháng trước|vừa rồi|"
    "bình đẳng|đẳng giới|bạo lực|gia đình|tổ chức|thực hiện|triển khai|đơn vị|cơ quan|doanh nghiệp|"
    "trường học|tiểu học|mầm non|tháng hành|hành động|không kinh|tuyên truyền|truyền thông|tập huấn|bồi dưỡng|"
    "hội nghị|hội thảo|tọa đàm|kiểm tra|giám sát|kỷ niệm|gặp mặt|mít tinh|phát động|hưởng ứng|bổ nhiệm|quy hoạch|"
    "kiện toàn|hòa giải|vụ việc|sơ kết|tổng kết|thăm hỏi|tặng quà|nói chuyện|chuyên đề|tư vấn|sinh hoạt|giao lưu|"
    "quyết định|kế hoạch|khởi nghiệp|kỹ năng|kiến thức|nghiệp vụ|pháp luật|sức khỏe|sinh sản|trẻ em|xâm hại|"
    "phòng chống|tảo hôn|ma túy|tệ nạn|lãnh đạo|quản lý|công đoàn|nữ công|khó khăn|học bổng|phát thanh"
)
_SHORT: Final = frozenset("ko da co va la do de di o ca cu ho cho bo to tu em no ve vu xa so se ma".split())
"""Words of their own that are too short to be a slip."""
_MISTAKEN: Final = {("thanh", "hanh"): ("tháng", "hành")} | {
    (fold(when), "wa"): (when, "qua") for when in ("hôm", "sáng", "chiều", "tối", "trưa", "đêm")
}
"""What is written with a slip that makes another known word."""
_OTHERS: Final = (
    "học viện|hội trưởng|thi đua|tham mưu|trường hội|đơn vì|bệnh viện|thành niên|tham gia|thành phố|thành lập|"
    "vận dụng|công viên|công đoàn|hội diễn|gia đinh|"
    "hội thi|hội thao|hội thề|hội trại|trường hợp|học kỳ|nhà vận|nhân viện|phòng học|phụ mẫu|đại điện|đại diện|"
    "thư viện|hội diện|trung tuần|tham quan|tổ trưởng|đơn vì|hội chợ"
)
"""Words that are said together as well, and that a slip would turn into one of the others."""


class Compounds:
    """Knows words that stand side by side, and puts right the one that has a slip by the other one."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Know the words of these phrases by the side of those that every report says."""
        sure = _folded(_SAID.split("|"))
        self._marked = sure | _MISTAKEN
        self._pairs = _folded(phrases) | self._marked
        self._others = {tuple(phrase.split()) for phrase in _OTHERS.split("|")}
        self._known = {word for pair in self._pairs for word in pair} | set(map(fold, AFTER_NUMBER))
        self._firsts = _grouped(self._pairs, 0)
        self._seconds = _grouped(self._pairs, 1)

    def mend(self, words: list[str], typed: Sequence[str], joined: Sequence[bool], named: Sequence[bool]) -> set[int]:
        """Put slips right in place, and return the numbers of the words that were changed.

        `typed`: as they were before each was put right alone. `joined`: only a space stands before the word. `named`:
        it has the capital of a name.
        """
        changed: set[int] = set()
        for at in range(1, len(words)):
            one, other = words[at - 1], words[at]
            raw = one if at - 1 in changed else typed[at - 1]
            pairs = dict.fromkeys(((one, typed[at]), (raw, other), (one, other)))
            meant = next(filter(None, (self._meant(*pair) for pair in pairs)), None) if joined[at] else None
            if meant is None:
                continue
            for place, word in zip((at - 1, at), meant, strict=True):
                if words[place] != word and not named[place]:
                    words[place] = word
                    changed.add(place)
        return changed

    def _meant(self, one: str, other: str) -> tuple[str, str] | None:
        first, second = fold(one), fold(other)
        if (one, other) in self._others or not one.isalpha() or not other.isalpha():
            return None
        if (pair := self._marked.get((first, second))) is not None:
            meant = _remarked(one, pair[0]), _remarked(other, pair[1])
            # Other marks on both are rather other words: "giả định" is no "gia đình".
            both = not is_bared(one, pair[0]) and not is_bared(other, pair[1])
            return None if both and is_syllable(one) and is_syllable(other) else meant
        if second not in self._known:
            for pair in self._firsts.get(first, ()):
                if self._is_slip(other, pair[1], pair):
                    return _remarked(one, pair[0]), _spelt(other, pair[1])
        if first not in self._known:
            for pair in self._seconds.get(second, ()):
                if self._is_slip(one, pair[0], pair):
                    return _spelt(one, pair[0]), _remarked(other, pair[1])
        return None

    def _is_slip(self, typed: str, meant: str, pair: tuple[str, str]) -> bool:
        """Whether a slip made a word of another one; where it made one, only among words that are always together."""
        bare, wanted = fold(typed), fold(meant)
        if len(wanted) < 3 or len(bare) < 2 or bare in _SHORT or not is_one_slip(bare, wanted):
            return False
        if not is_bare_syllable(bare):
            return len(bare) > 2
        together = self._marked.get((fold(pair[0]), fold(pair[1]))) == pair
        return (
            together
            and (len(bare) > 2 or len(max(pair, key=len)) > 3)
            and (len(bare) != len(wanted) or sorted(bare) == sorted(wanted))
        )


def _folded(phrases: Iterable[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """The neighbours in phrases by what is left of them without their marks; those of two meanings are left out."""
    said: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for phrase in phrases:
        for one, other in pairwise(phrase.lower().split()):
            if one.isalpha() and other.isalpha() and min(len(one), len(other)) > 1:
                said[fold(one), fold(other)].add((one, other))
    return {folded: next(iter(found)) for folded, found in said.items() if len(found) == 1}


def _grouped(pairs: Mapping[tuple[str, str], tuple[str, str]], by: int) -> Mapping[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for folded, pair in pairs.items():
        found[folded[by]].append(pair)
    return found


def _remarked(typed: str, meant: str) -> str:
    """The word meant where other marks were typed than it bears; a bare word is left."""
    return typed if typed.isascii() and is_bared(typed, meant) else meant


def _spelt(typed: str, meant: str) -> str:
    """The word meant, bare where bare letters were typed."""
    return fold(meant) if typed.isascii() else meant
