"""The words that name an activity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from knowledge.activity.sentence import QUOTED, Sentence
from knowledge.text.reading import HIDDEN, pattern, two_patterns

_LONGEST: Final = 200
_BREAK: Final = re.compile(r"[;]|[.](?=\s|$)|,(?!\d)|\s[-–—]\s|[()]")
_WHOSE: Final = (
    r"(?:bên|trạm|trường|hội|chi hội|xã|phường|thôn|cơ quan|đơn vị|phòng|khoa|công ty|bọn|chúng|tụi|tổ|nhà|lớp|ban) "
    r"(?:mình|em|tôi|chúng tôi|chúng em|ta)"
)
_LEADING: Final = pattern(
    r"(?:[\W_]+|(?:/?ghi(?: nhật ký| lại| giúp| hộ| giùm)?|nhật ký|báo cáo(?= (?:đã|về việc|kết quả))|báo(?=~:)|"
    rf"về việc|v/v|kết quả|hoạt động(?=~:)|tên hoạt động|nội dung(?=~:)|loại(?=~:)|{_WHOSE}|"
    r"nhà trường|đã|vừa(?: mới)?|mới|xong|rồi|"
    r"ban (?:đã|vừa)|em|mình|chị|tôi|chúng tôi|chúng em|dạ|xin)(?![^\W_]))+"
)
_DOING: Final = pattern(r"(?:(?:đã |vừa |có )?(?:tổ chức|tiến hành|thực hiện)(?: được)? )+")
_TRAILING: Final = two_patterns(
    r"(?:[\W_]+|(?<![^\W_])(?:cho|với|có|gồm|tại|ở|ngày|vào|lúc|trong|(?<!tự )do|của|và|ước|khoảng|kinh phí|kp|"
    r"(?<!đầu )từ|đến|hết|"
    r"là|được|cùng|"
    r"hôm|sáng|chiều|tối|vừa qua|vừa rồi|xong|(?<!tờ )rồi|tổng|tổng số|thành phần|tham dự|tham gia|"
    r"có mặt|vắng mặt|vắng|dự|trong đó|"
    r"địa điểm|"
    r"thời gian|chi|(?<!đổi )(?<!dân )(?<!năng )(?<!nghệ )(?<!thuật )(?<!thiểu )(?<!hệ )(?<!cấp )(?<!dịch )số|sl|"
    r"thu hút|mỗi|(?<!việt )năm))+$"
)
_SESSIONS: Final = pattern(r"(?<=[^\W_] )[0-9]{1,3} (?:buổi|cuộc|lớp|đợt|ngày|giờ|tiếng|tiết)(?![^\W_])")
_COUNTED: Final = pattern(r"[0-9]{1,4} (?=[^\W\d_])")
_PAIRED: Final = pattern(
    r"(?<![^\W_])(?:phòng~,~chống|xã~,~(?:phường|thị trấn)(?:~,~thị trấn)?|phường~,~xã|phòng~,~ban|"
    r"(?:sở~,~)?ban~,~ngành|"
    r"sở~,~ngành|thôn~,~(?:bản|xóm|ấp)|khoa~,~phòng)(?![^\W_])"
)
"""What is one word in two, whatever stands between."""
_NEW: Final = two_patterns(
    r"~(?:[0-9\x00]|$|(?:đã|có|do|gồm|với|phát|tặng|trao|treo|hết|chi|tốn|kinh phí|kp|không|ko|chưa|vắng|đủ|chị|anh|"
    r"mọi người|bà con|nạn nhân|thành phần|chủ trì|địa điểm|thời gian|tại|ở|ngày|sáng|chiều|tối|trưa|hôm|lúc|bên|mình|"
    r"em|đoàn|đội|mời|mỗi|báo cáo viên|đại diện|tiền|nước|quà|xe|xăng|ban|tổng|trong|nam|nữ|số|khoảng|ước|toàn|tất cả|"
    r"lãnh đạo|đồng chí|đ/c|người|khách|cán bộ|hội viên|học viên|đại biểu|thống nhất|kết quả|sau đó|rồi|và|được|thu|"
    r"theo|qđ|quyết định|kế hoạch(?! hóa)|kh|trị giá|vui|rất|khá|hơi|nhờ|họp xét|ảnh|gửi|ghi|tuần|tháng|quý|năm|dự|"
    r"tham|"
    r"chuyển|nguồn|kèm|cả|nhân|nhằm|để|cho|vì|thôn|xã|phường|trường|hội trường)(?![^\W_]))"
)
"""Words with which a part of a report begins that is no more of its name."""
_ALSO: Final = pattern(r" (?:tặng|trao|chúc|phát|động viên)(?![^\W_])")
_FEW: Final = 3
_SHORT: Final = 4
"""Words of what cannot be all of a name, as "đến thăm" before "tặng hoa"."""
_FOR: Final = pattern(r"(?<![^\W_])(?:cho|ở|tại|về|[0-9])")
_LONGEST_PART: Final = 9
"""Words behind a comma that still belong to a name."""


def read_title(sentence: Sentence, start: int, end: int, *, beside: bool = False) -> str:
    """The words around the name of the activity, without what was read as day, people, money or place.

    `beside`: what is named may only have gone with what the part before it says.
    """
    quoted = [match.span() for match in QUOTED.finditer(sentence.marked)]
    breaks = [
        match
        for match in _BREAK.finditer(sentence.marked)
        if not _is_paired(sentence, match) and not any(start < match.start() < end for start, end in quoted)
    ]
    first = _first(sentence, [match for match in breaks if match.start() < start], beside=beside)
    last = next(
        (match.start() for match in breaks if match.start() >= end and not _goes_on(sentence, match, first)), None
    )
    last = len(sentence.marked) if last is None else last
    for match in list(_SESSIONS.finditer(sentence.marked, start, last)):
        sentence.take(*match.span())
    parts = _kept(sentence, first, last, start)
    title = " ".join(part for part in (sentence.words_shown(*part) for part in parts) if part)
    return _closed(title.replace(" ,", ",")[:_LONGEST].strip()) or sentence.words_shown(start, end)


def _first(sentence: Sentence, breaks: Sequence[re.Match[str]], *, beside: bool) -> int:
    """Where the part of the report begins that names the activity, or the part before where that may name it."""
    if not breaks:
        return 0
    last = breaks[-1]
    before = breaks[-2].end() if len(breaks) > 1 else 0
    part = sentence.open[before : last.start()]
    if beside and last.group() == "," and HIDDEN not in part.strip(HIDDEN + " ") and len(part.split()) > _FEW:
        return before
    return last.end()


def _closed(title: str) -> str:
    """The title with the closing mark of what it quotes, which its end was stripped of."""
    for opening, closing in ('""', "“”", "«»"):
        if title.count(opening) + (title.count(closing) if opening != closing else 0) == 1 and opening in title:
            return title + closing
    return title


def _is_paired(sentence: Sentence, comma: re.Match[str]) -> bool:
    return any(pair.start() < comma.start() < pair.end() for pair in _PAIRED.finditer(sentence.marked))


def _goes_on(sentence: Sentence, comma: re.Match[str], first: int) -> bool:
    """Whether what stands behind a comma still names the activity: "truyền thông, giáo dục giới tính"."""
    if comma.group() != ",":
        return False
    if _ALSO.match(sentence.open, comma.end()) and len(sentence.open[first : comma.start()].split()) < _SHORT:
        return True
    if _NEW[sentence.spelt_out].match(sentence.open, comma.end()):
        return False
    if HIDDEN in sentence.open[max(comma.start() - 2, 0) : comma.start()]:
        return False
    after = _BREAK.search(sentence.open, comma.end())
    part = sentence.open[comma.end() : after.start() if after else len(sentence.open)].split(HIDDEN)[0]
    part = part[: figure.start()] if (figure := _FOR.search(part)) else part
    return 0 < len(part.split()) <= _LONGEST_PART


def _kept(sentence: Sentence, first: int, last: int, named: int) -> list[tuple[int, int]]:
    """The stretches of a clause that are left, without leading and trailing connecting words."""
    edges = [first]
    for start, end in sorted(sentence.taken):
        if end > first and start < last:
            edges += [max(start, edges[-1]), max(min(end, last), edges[-1])]
    edges.append(last)
    kept = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]
    kept = [span for span in kept if any(letter.isalnum() for letter in sentence.marked[slice(*span)])]
    if not kept:
        return []
    kept[0] = (_begin(sentence, *kept[0], named), kept[0][1])
    while kept:
        start, end = kept[-1]
        trailing = _TRAILING[sentence.spelt_out].search(sentence.marked, start, end)
        if trailing is None:
            break
        kept[-1] = (start, trailing.start())
        if trailing.start() > start:
            break
        kept.pop()
    return kept


def _begin(sentence: Sentence, start: int, end: int, named: int) -> int:
    """Where the words begin behind who reports, what introduces them, and a number of sessions."""
    leading = _LEADING.match(sentence.marked, start, end)
    begun = leading.end() if leading else start
    doing = _DOING.match(sentence.marked, begun, end)
    if doing and doing.end() <= named:
        begun = doing.end()
    counted = _COUNTED.match(sentence.marked, begun, end)
    return counted.end() if counted else begun
