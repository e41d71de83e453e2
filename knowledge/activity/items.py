"""What each of several amounts was for: "tiền hội trường 1tr, in tài liệu 500k"."""

from __future__ import annotations

from typing import Final

from knowledge.text.reading import HIDDEN, pattern

_END: Final = r"(?![^\W_])"
_CUE: Final = r"(?:chi phí|chi|hết|tốn|tiền|kinh phí|kp|trả|gồm|nguồn|từ|trong đó|cộng|thêm|và)"
_DOES: Final = r"(?:tiền|mua|thuê|in ấn|in|photo|phô tô|trang trí|bồi dưỡng|thù lao|hỗ trợ|trả|làm|thiết kế|biên soạn)"
_THING: Final = (
    r"(?:báo cáo viên|giảng viên|bcv|đại biểu|học viên|nước|giải khát|trà|chè|tài liệu|hội trường|khánh tiết|maket|"
    r"ma két|phông|backdrop|băng rôn|banner|pano|áp phích|tờ rơi|hoa|quà|xăng|xe|đi lại|ăn|cơm|tiệc|văn phòng phẩm|vpp|"
    r"âm thanh|loa|giải thưởng|vé|máy chiếu|thuốc|trang phục|quay phim|nhà nước|ngân sách|nsnn|xã hội hóa|xhh|tài trợ|"
    r"vận động|đóng góp|quỹ|công đoàn|bồi dưỡng|photo|in ấn)"
)
_NAMED: Final = rf"(?:{_DOES}(?: (?!{_CUE}{_END})[^\W\d_]+){{1,4}}|{_THING}(?: (?!{_CUE}{_END})[^\W\d_]+){{0,3}})"
_BEFORE: Final = pattern(
    rf"(?:^|[,;:(+&.]|{HIDDEN}|(?<![^\W_]){_CUE}(?= )) *(?:{_CUE}~:?~|cho )*(?P<item>{_NAMED})"
    r"(?: (?:hết|là|khoảng))?~[:=]?~$"
)
_AFTER: Final = pattern(
    rf"~(?:là |để |cho |từ nguồn |từ |do )?(?P<item>{_NAMED})(?=~(?:$|[,;.)+&{HIDDEN}]|(?:và|còn)(?![^\W_])))"
)
_LED: Final = pattern(rf"(?<![^\W_]){_CUE}(?: cho)? $")
SOURCE: Final = pattern(rf"(?<![^\W_])(?:nhà nước|ngân sách|nsnn|xã hội hóa|xhh|tài trợ|vận động|đóng góp|quỹ){_END}")
"""From where money came, which is all of it whatever each one got."""
TIMES: Final = pattern(r"~[x×*]~[0-9]")
"""Behind what one of several cost."""
RESULT: Final = pattern(r"[0-9][^\W_]*(?: [^\W\d_]+){0,2}~=~$")
"""Before what several cost together."""


def item_of(text: str, floor: int, start: int, end: int) -> tuple[int, int] | None:
    """The stretch of an amount with the words before or behind it for what it was; None where nothing says that.

    `floor`: where the amount before it ends.
    """
    before = _BEFORE.search(text[floor:start])
    if before is not None:
        return floor + before.start("item"), end
    after = _AFTER.match(text, end)
    return (start, after.end("item")) if after is not None else None


def is_led(text: str, start: int) -> bool:
    """Whether a word for spending stands before a stretch, so that it is no part of what was done."""
    return _LED.search(text, max(start - 20, 0), start) is not None
