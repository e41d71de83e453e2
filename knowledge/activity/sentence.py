"""One report made ready to be read: its words put right, and what has been read of it taken out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

from knowledge.activity.spelling import spelling_of
from knowledge.activity_types import ActivityType
from knowledge.text.reading import HIDDEN, pattern

LONGEST: Final = 2000
"""Characters of the longest message that is read."""
DOCUMENT: Final = (
    r"(?:quyết định|kế hoạch|công văn|nghị định|thông tư|nghị quyết|chỉ thị|luật|hướng dẫn|thông báo|chương trình|"
    r"giấy mời|tờ trình|qđ|kh|cv|nđ|tt|nq|ct|hd|tb|ctr|ttr|bc)"
)
_NUMBERED: Final = tuple(
    map(
        pattern,
        (
            # Official numbers, with and without their letters.
            r"(?<![0-9/])[0-9]{1,5}(?:/[0-9]{4})?/[a-zđ]+(?:-[a-zđ&]+)*(?![^\W_])",
            r"(?<![0-9/])[0-9]{1,5}-[a-zđ]{2,5}/[a-zđ]{2,6}(?![^\W_])",
            rf"(?<![^\W_]){DOCUMENT}(?: số)?~[0-9]{{1,5}}/[0-9]{{4}}(?![0-9])",
            rf"(?<![^\W_]){DOCUMENT}(?: số)?~:?~[0-9]{{1,5}}(?![0-9/.,-]*[0-9])(?!~(?:người|nữ|nam|lượt|đại|cán|"
            rf"đồng|hội))",
            r"(?<!tổng )(?<!tong )(?<![^\W_])số:?~[0-9]{1,5}(?![0-9/.,-]*[0-9])(?!~(?:người|nữ|nam|lượt|đại|cán|"
            r"đồng|hội))",
            # Telephone numbers, times and lengths of time.
            r"(?<![0-9])0[0-9](?:[ .]?[0-9]){7,9}(?![0-9])",
            r"(?<![^\W_])[0-9]{1,2}(?:~h~|~g~|~giờ~|:)[0-9]{2}(?![0-9/.])(?:~phút|~p(?![^\W_]))?",
            r"(?<![^\W_])[0-9]{1,2}~(?:h|g|giờ)(?![^\W_])",
            r"(?<![^\W_])[0-9]{1,3}~(?:phút|p|tiếng|tuổi)(?![^\W_])",
            # Parts of addresses and ordinals.
            r"(?<![^\W_])(?:lần|đợt|khóa|kỳ|khoá)(?: thứ)?~[0-9]{1,3}(?![0-9/.,-]*[0-9])",
            r"(?<![^\W_])(?:số nhà|ngõ|ngách|hẻm|kiệt|đường|phòng|tầng|thôn|tổ dân phố|tổ|khu phố|khu|ấp|khóm|xóm|đội|"
            r"bản|khối|lô|cụm|chi hội|quận|phường|khóa|kỳ|lần|đợt|lần thứ|đợt thứ|nhóm|bài|điều|khoản|mục|chuyên đề|"
            r"cấp|tiểu khu|phân xưởng|xưởng|chi đoàn|phân hiệu|điểm trường|cầu|lớp|chi bộ|tuyến|hội trường|"
            r"phòng họp|nhà văn hóa|xã|trường|tdp)~(?:số )?[0-9]{1,4}(?![0-9/.,-]*[0-9])"
            r"(?!~(?:người|ng|đb|nữ|nam|lượt|đại|cán|đồng|hội|học|công|đoàn|phụ|chị|em|đ/c|thành|vđv|"
            r"vận động viên|thí sinh|hv|hs|cb|cháu|khách|triệu|tr|nghìn|ngàn|k|đồng|đ|củ|tỷ)(?![^\W\d_]))",
            r"(?<![0-9.,])[0-9]{1,9}(?:[.,][0-9]{1,9})?~%",
            r"(?<![0-9])(?:19|20)[0-9]{2}~-~(?:19|20)?[0-9]{2}(?![0-9/])",
            r"(?<![^\W_])(?:nhà văn hóa|nhà vh|nvh|hội trường|trụ sở|tại|ở) kp~[0-9]{1,2}(?![0-9.,])(?!~(?:tr|triệu|k|"
            r"đ|củ))",
            # Names of days.
            r"(?<![^\W_])(?:ngày )?(?:chủ nhật (?:xanh|đỏ|hồng)|thứ bảy (?:xanh|tình nguyện))(?![^\W_])",
            # What is counted once for each of several.
            r"(?<![^\W_])[0-9]{1,4}~/~(?:mỗi )?(?:buổi|cuộc|lớp|đợt)(?![^\W_])",
        ),
    )
)
_TOKEN: Final = re.compile(
    r"(?<![0-9/.])0?(?P<d>[0-9]{1,2})(?: ?[/.-] ?| th[aá]ng )0?(?P<m>[0-9]{1,2})(?![0-9])(?![/.-][0-9])|[^\W_]+"
)
_FULL_STOP: Final = re.compile(r"(?<=[0-9])\.(?=\s+(?![0-9]{1,2}\s?[./]))")
_GROUPED: Final = re.compile(r"(?<![\w.,/])[0-9]{1,3}(?: [0-9]{3})+(?= ?(?:đ|vn|d(?:ong)?(?!\w)))", re.IGNORECASE)
"""An amount with its thousands apart."""
QUOTED: Final = re.compile(r"[\"“«][^\"“”«»;]{1,120}[\"”»]")
_DASH: Final = re.compile(r"(?<![^\s;])[-–—•*+](?=\s)")
_ENDS_IN_NUMBER: Final = re.compile(
    r"(?P<label>(?:n[ữu]|nam|s[ốo]|t[ổo](?:ng)?|th[ôo]n|khu|ph[ốo]|x[óo]m|[ấa]p|ph[òo]ng|t[ầa]ng|[:=])\s*)?"
    r"(?P<dated>th[áa]ng\s*)?"
    r"(?P<day>[0-9]{1,2}[/.])?(?<![0-9])(?P<number>[0-9]{1,9})\s*$",
    re.IGNORECASE,
)
_NUMBER_NEXT: Final = re.compile(r"\s*(?P<number>[0-9]{1,9})(?P<month>\s?[/.]\s?[0-9]{1,2}(?![0-9])|\s+th[áa]ng)?")
_WORD: Final = re.compile(r"[^\W_]+")
_SPELT_OUT: Final = 0.5
"""Share of the words of a text in which most bear a diacritic."""
_BREAK: Final = re.compile(r"[\r\n\v\f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a day and a month as "8/3", and where in `marked` it stands."""

    text: str
    start: int
    end: int


class Sentence:
    """A report: `marked` is all of it in small letters, `open` the same without what has been taken.

    A line break is a ";", and what is taken is as many NUL: every place is the same in both.
    """

    def __init__(self, text: str, types: Sequence[ActivityType]) -> None:
        self.typed = text
        spelt = spelling_of(types).read(_parted(text))
        self._reading = spelt.reading
        self.marked = self._reading.marked
        self.cased = self._reading.cased()
        self._shown = self._starts_of(spelt.shown)
        self.open = self.marked
        self.accented = self._reading.accented
        self.spelt_out = _is_spelt_out(self.marked)
        """Whether diacritics are typed throughout, so that a bare word is meant bare ("đa khoa" is no "đã")."""
        self.tokens = list(self._tokens())
        self.numbered = [span for mask in _NUMBERED for span in _spans(mask, self.marked)]
        """What holds a number that counts nothing: official numbers, addresses, times, shares."""
        self.taken: list[tuple[int, int]] = []
        """What has been read: days, people, money, places."""
        self.dated: list[tuple[int, int]] = []
        """Where days were read."""

    def again(self) -> Sentence:
        """The same report with nothing taken out of it."""
        fresh = copy(self)
        fresh.open, fresh.taken, fresh.dated = self.marked, [], []
        return fresh

    def typed_around(self, place: int) -> tuple[str, str]:
        """The text as typed before a place, and from there on."""
        at, _ = self._reading.span(place, place)
        return self.typed[:at].rstrip(), self.typed[at:].strip()

    def words_typed(self, start: int, end: int) -> str:
        """The letters as typed behind a stretch, white space squeezed."""
        first, last = self._reading.span(start, end)
        return " ".join(self.typed[first:last].split())

    def words_shown(self, start: int, end: int) -> str:
        """The letters behind a stretch, with raw keys decoded and slips put right, white space squeezed."""
        shown, done = [], start
        for at in sorted(each for each in self._shown if start <= each < end):
            word, length = self._shown[at]
            shown += [self._typed(done, at), _cased(word, self._typed(at, at + length))]
            done = at + length
        return " ".join("".join([*shown, self._typed(done, end)] if done < end else shown).split())

    def _typed(self, start: int, end: int) -> str:
        first, last = self._reading.span(start, end)
        return self.typed[first:last]

    def _starts_of(self, shown: Mapping[int, str]) -> Mapping[int, tuple[str, int]]:
        """Where the words that are shown otherwise begin -> each, and its letters in `marked`."""
        spans = [match.span() for match in _WORD.finditer(self.marked)]
        return {spans[at][0]: (word, spans[at][1] - spans[at][0]) for at, word in shown.items() if at < len(spans)}

    def take(self, start: int, end: int) -> None:
        """Take a stretch that has been read out of sight."""
        self.taken.append((start, end))
        self.hide(start, end)

    def hide(self, start: int, end: int) -> None:
        """Put a stretch out of the sight of what is read later, though it stays part of the words."""
        self.open = self.open[:start] + HIDDEN * (end - start) + self.open[end:]

    def open_cased(self) -> str:
        """What is open and holds no number that counts nothing, with the capitals as typed."""
        letters = [HIDDEN if left == HIDDEN else one for left, one in zip(self.open, self.cased, strict=True)]
        for start, end in self.numbered:
            letters[start:end] = HIDDEN * (end - start)
        return "".join(letters)

    def is_numbered(self, start: int) -> bool:
        """Whether a place lies in a number that counts nothing."""
        return any(first <= start < last for first, last in self.numbered)

    def _tokens(self) -> Iterator[Token]:
        for match in _TOKEN.finditer(self.marked):
            day = match["d"]
            yield Token(f"{int(day)}/{int(match['m'])}" if day else match.group(), *match.span())


def _parted(text: str) -> str:
    """The text with a ";" where a line ends and where a dash stands between two parts of it, rather than in a range."""

    text = _BREAK.sub(";", _GROUPED.sub(lambda match: match.group().replace(" ", "."), text))

    quoted = [match.span() for match in QUOTED.finditer(text)]

    def dash(match: re.Match[str]) -> str:
        if any(start < match.start() < end for start, end in quoted):
            return match.group()
        before = _ENDS_IN_NUMBER.search(text, max(match.start() - 24, 0), match.start())
        after = _NUMBER_NEXT.match(text, match.end())
        if before is None or after is None:
            return ";"
        rising = not before["label"] and not before["day"] and int(before["number"]) < int(after["number"])
        months = rising and (not before["dated"] or int(after["number"]) <= 12)
        return match.group() if after["month"] or months else ";"

    return _FULL_STOP.sub(";", _DASH.sub(dash, text))


def _cased(word: str, typed: str) -> str:
    """A word with the capitals of the letters it was typed as."""
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def _is_spelt_out(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if word.isalpha() and len(word) > 1]
    return sum(not word.isascii() for word in words) > _SPELT_OUT * len(words)


def _spans(mask: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in mask.finditer(text))
