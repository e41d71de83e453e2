"""Where a message goes on to tell of another activity than its first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.activity.kinds import Kind
from knowledge.activity.model import Activity, ReadActivity
from knowledge.activity.sentence import Sentence
from knowledge.text.reading import pattern

_END: Final = r"(?![^\W_])"
_DAY: Final = r"[0-9]{1,2}(?:~[/.-]~| tháng )[0-9]{1,2}(?:~[/.-]~[0-9]{2,4})?(?![0-9])"
_WHEN: Final = (
    rf"(?:(?:(?:buổi )?(?:sáng|trưa|chiều|tối|đêm)|cùng ngày|ngày|hôm (?:qua|kia|nay|sau)|hôm|"
    rf"(?:tuần|tháng|quý) (?:trước|sau|này|rồi|[0-9]{{1,2}})|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
    rf"{_END}|{_DAY})"
)
_BESIDES: Final = rf"(?:ngoài ra|bên cạnh đó|thêm nữa|còn việc nữa|việc (?:thứ )?(?:hai|2)){_END}"
_THEN: Final = rf"(?:sau đó|tiếp đó|tiếp theo|rồi|đồng thời|và){_END}"
_FILLER: Final = rf"(?:thì|có|lại|đã|còn|mở|tổ chức|tiến hành|tham gia|ban|bên em|bên mình|chúng tôi|em|là){_END}"
_BEGUN: Final = pattern(
    rf"(?:(?P<mark>[,;.])~| (?=(?:và|rồi|sau đó|ngoài ra) ))(?:(?P<item>[2-9])~[.)/:](?![0-9])~|-~)?"
    rf"(?:(?:(?P<besides>{_BESIDES})|(?P<then>{_THEN})|(?P<when>{_WHEN})|{_FILLER})~|[,:]~)*"
)
"""What stands between two activities: a mark or "và", then what leads from one to the other and when it was."""
_OWN_DAY: Final = pattern(rf",~{_WHEN}(?:~{_WHEN})*(?=~,)")
"""A day between commas, which is of the activity before it."""
_PART: Final = pattern(rf"(?<![^\W_])(?:sáng|trưa|chiều|tối|đêm){_END}")
_HOURS: Final = pattern(rf"[^\w]*(?:(?:buổi|sáng|trưa|chiều|tối|đêm|{_THEN}|{_FILLER}){_END}[^\w]*)+")
_FIRST_ITEM: Final = re.compile(r"[^\w]*1 ?[.)/:]")
_OTHER: Final = "khac"
_FRAMES: Final = frozenset({"ky_niem", "thang_hanh_dong", "hoi_nghi", _OTHER})
"""Kinds within which others are held: "kỷ niệm 8/3, ngày 6/3 tổ chức tọa đàm" is one activity."""


@dataclass(frozen=True, slots=True)
class Another:
    """Where in `marked` another activity may begin, of which type, and how plainly it is said to be another."""

    start: int
    type: str
    listed: bool
    """Whether it is an item of a list, or said to be besides."""
    dated: bool
    """Whether it is said when it was."""
    joined: bool
    """Whether only a comma stands before it."""


def others(sentence: Sentence, first: Kind, named: Mapping[int, str]) -> Iterator[Another]:
    """Where others may begin behind the first one; `named`: where kinds are named for sure, and which."""
    listed = _FIRST_ITEM.match(sentence.marked) is not None
    for match in _BEGUN.finditer(sentence.marked, first.end):
        type_ = named.get(match.end())
        if type_ is None:
            continue
        explained = ":" in sentence.marked[first.end : match.start()]
        own = _OWN_DAY.match(sentence.marked, match.start())
        dated = match["when"] is not None and (own is None or match.start("when") >= own.end())
        one = Another(
            own.end() if own else match.start() + 1,
            type_,
            listed=match["besides"] is not None or (listed and match["item"] is not None),
            dated=dated and not explained and _tells_day(sentence, match, first),
            joined=match["mark"] == "," and match["then"] is None,
        )
        if one.listed or (type_ != _OTHER and (one.dated or not one.joined)):
            yield one


def _tells_day(sentence: Sentence, match: re.Match[str], first: Kind) -> bool:
    """Whether what leads on tells another time; within a frame a part of the day does behind another part only."""
    hours = _HOURS.fullmatch(match.group()) is not None and first.type in _FRAMES
    return not hours or _PART.search(sentence.marked, 0, match.start()) is not None


def is_other(one: Another, before: Activity, behind: Callable[[], ReadActivity]) -> bool:
    """Whether it is another activity, by what the parts before and behind it say when each is read alone."""
    if one.listed:
        return True
    counted = _counts(before) or before.budget is not None
    if one.dated:
        return counted or (before.date is not None and before.type not in _FRAMES)
    after = behind().activity
    days = before.date is not None and after.date is not None and before.date != after.date
    return (_counts(before) and _counts(after)) or (days and before.type not in _FRAMES)


def _counts(activity: Activity) -> bool:
    return any(figure is not None for figure in (activity.female, activity.male, activity.total))
