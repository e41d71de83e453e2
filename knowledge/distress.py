"""Calls for help: words that tell of violence against whoever writes, somebody near, or somebody at this moment.

What is reported of violence, and what is done against it, is none: "hòa giải 1 vụ chồng đánh vợ", "lớp phòng, chống
bạo lực gia đình". Who is in need is told where to turn, and nothing of it is logged.
"""

from __future__ import annotations

import re
from typing import Final

from knowledge.text.reading import Reading, pattern, readings

_GAP: Final = "[ ,.;:!]+"
_SELF: Final = r"(?:(?:chúng )?(?:tôi(?! phạm)|tui|tao)|mình|mk|em|e|cháu|con|t)"
_OWNER: Final = rf"(?:(?:của |nhà |ruột )*{_SELF}|nhà)"
_WHO: Final = (
    r"(?:(?<!phòng )(?<!phòng, )chồng(?: cũ| hờ)?|ck|ox|(?:ông|anh|a|bà|chị) xã|vợ|vk|bố|ba|cha|má|mẹ"
    r"|(?:bố|ba|cha|mẹ|em|anh|chị) (?:chồng|vợ|dượng)"
    r"|cha dượng|dượng|mẹ kế|anh trai|em trai|con trai|người yêu(?: cũ)?|ny|bạn trai(?: cũ)?|bồ|sếp"
    r"|thủ trưởng|trưởng phòng|cấp trên|đồng nghiệp|thầy(?: giáo)?|chủ nhà|chủ trọ|hàng xóm|gia đình chồng|nhà chồng)"
)
"""Who does it, by what they are to somebody."""
_THEY: Final = rf"(?:{_WHO}|nó|hắn|lão (?:ấy|ta|chồng)|thằng (?:chồng|đó|kia)|ông (?:ấy|ta)|anh (?:ấy|ta)|bọn nó|họ)"
_TO_WORK: Final = (
    r" (?:cắt (?:thi đua|thưởng|lương|hợp đồng)|trừ (?:điểm|lương|thưởng|thi đua)|hạ (?:bậc|loại|thi đua)|phạt|kỷ luật"
    r"|phê bình|không (?:duyệt|ký|xét|xếp|thưởng|nâng|tăng)|cho (?:nghỉ|thôi) việc|chuyển công tác|đuổi việc|sa thải"
    r"|kiểm điểm)(?![^\W_])"
)
"""What is threatened that hurts nobody's body."""
_HIT: Final = (
    r"(?:(?<!phòng )(?:đánh(?! giá| dấu| máy| bắt| số| thức| bóng| cờ| trống| cá| đàn| bài| bạc| đề| răng| thuế| son"
    r"| phấn| vần| chữ| giặc| mỹ| pháp| rơi| mất| đổi| liều| cầu| vảy| động| lừa)|đập|đấm(?! đang)|tát(?! nước)|bóp cổ"
    r"|bạo hành|bạo lực|blgđ|blgd|hành hung|hành hạ|ngược đãi|tra tấn|xâm hại|xâm phạm (?:thân thể|tình dục)"
    r"|hiếp|cưỡng bức|dâm ô|quấy rối|sàm sỡ|sờ soạng|sờ mó|giở trò|ép quan hệ|nhốt|giam (?:giữ|lỏng|cầm)"
    rf"|trói|chém|(?:uy hiếp|đe d(?:ọa|oạ))(?!{_TO_WORK})|đâm chết|đốt nhà|tạt axit"
    r"|(?:dọa|doạ|đòi|đe dọa|đe|định|toan|muốn) (?:giết|đánh|chém|đốt|thiêu|tạt)|giết"
    r"|đuổi (?:\S+ ){0,3}(?:khỏi|ra đường)|chửi (?:bới|mắng|rủa)|nhục mạ|lăng mạ|thượng cẳng chân))(?![^\W_])"
)
"""What is done to somebody; "đánh" also begins much that hurts nobody."""
_BETWEEN: Final = r"(?:(?!bị |được |phòng |chống |ngừa |tránh |không bao giờ|không hề|nạn nhân )[^\W_]+[ ,]+){0,6}?"
_WAY: Final = (
    r"(?:(?:hay|thường|thường xuyên|luôn|cứ|vẫn|lại|đang|đã|vừa|mới|từng|cũng|toàn|suốt|ngày|nào|hôm|nay|qua|kia|tối"
    r"|đêm|sáng|chiều|trưa|liên tục|nhiều|lần|hằng|hàng|có|vì|do|tại|muốn|định|ly hôn|ly dị|li hôn|bỏ|đi|lắm|rất|sợ"
    r"|thật|là|người|nạn nhân|của|không dám|về|ngủ|ở|nhà|cơ quan|chỗ làm|trường|rồi|mà|hoài|mãi|cả|hai"
    r"|mẹ|và|bây giờ|giờ)[ ,]+){0,8}?"
)
_BY: Final = (
    rf"(?:(?:{_THEY}|người|ông|anh|lão|thằng|cha|của|tôi|em|mình|e|bạn|say|rượu|nhậu|ghen|hay|thường|xuyên|luôn|cứ|lại|đang|vừa|suốt|ngày"
    r"|đêm|liên|tục|nhiều|lần|gia đình|nhà|trong|cùng|lớp|phòng|ta|dọa|đe)[ ,]+){0,7}?"
)
_OBJECT: Final = (
    r"(?:[ ,]+(?:đập|mắng|chửi|tát|đấm|đá|cho|cả|hai|lại|hoài|vào|đầu|mặt|mẹ|con|nhà|mẹ con|chị|em gái|bà|vợ con)){0,4}"
    rf"[ ,]+(?!con(?![^\W_])){_SELF}(?![^\W_])"
)
_START: Final = r"(?:^|[.!?\n] ?)(?:(?:dạ|ạ|alo|anh|chị|bạn|ad|admin|bot|ơi|thưa|cho|hỏi|giúp|với|cứu)[ ,]+){0,6}"
_AFRAID: Final = rf"(?:sợ|lo|lo sợ)(?: là| sẽ| lại)*[ ,]+(?:{_THEY}|bị)[ ,]+{_BY}{_HIT}"
_US: Final = r"(?:mẹ con |vợ con )?(?:tôi|tui|em|mình|e|cháu)"
_NO_WORK: Final = (
    r"^(?![^\n]*(?<![^\W_])(?:báo cáo|hạn|nộp|đăng nhập|trang|mật khẩu|tài khoản|số liệu|nhật ký|văn bản)(?![^\W_]))"
)
"""Beside these "cứu em với" asks for help with work."""

_OWN: Final = tuple(
    map(
        pattern,
        (
            # "chồng em say rượu hay đánh", "ck e đánh e hoài"
            rf"(?<![^\W_]){_WHO} {_OWNER}[ ,]+{_BETWEEN}{_HIT}",
            # "chồng đánh em", "nó tát vào mặt tôi"
            rf"(?<![^\W_]){_THEY}[ ,]+{_BETWEEN}{_HIT}{_OBJECT}",
            # "bị chồng đánh thì làm sao"
            rf"{_START}bị (?:{_THEY})[ ,]+{_WAY}{_HIT}",
            # "chồng say là đánh"
            rf"{_START}(?:chồng|ck|ông xã|anh xã) {_BETWEEN}{_HIT}(?: đập| hoài| mãi| nữa| quá)*[ .!?]*$",
            # "chồng không cho em ra khỏi nhà"
            r"(?<![^\W_])(?:chồng(?: cũ)?|ck|ông xã|anh xã|nhà chồng|mẹ chồng|bố|mẹ|người yêu|bạn trai)"
            rf"(?: {_OWNER})?[ ,]+(?:[^\W_]+[ ,]+){{0,3}}?(?:cấm|(?:không|ko|k) cho) (?:{_SELF} )?"
            r"(?:ra khỏi nhà|ra ngoài|ra đường|đi làm|về nhà)",
            # "sợ chồng giết quá"
            rf"{_START}{_AFRAID}",
            # "cứu em với" wherever it stands, "cứu mẹ con em" where it begins what is said
            rf"{_NO_WORK}(?:[^\n]*(?<!nghiên )(?<!tra )(?<!cấp )(?<![^\W_])cứu (?:{_US} )?với *(?:$|[,.!?\n])"
            rf"|(?:[^\n]*[.!?] ?)?(?:(?:dạ|ạ|alo|anh|chị|bạn|ad|admin|bot|ơi|thưa|giúp|với|cứu)[ ,]+){{0,6}}"
            rf"cứu (?:với|{_US})(?: đi| ạ)?(?:[ ,.!]|$)(?! ?(?:[0-9]|nhỏ|bé|học|gái|trai)))",
        ),
    )
)
_SUFFERS: Final = tuple(
    map(
        pattern,
        (
            rf"(?<![^\W_])(?P<who>{_SELF})[ ,]+{_WAY}(?:bị[ ,]+{_BY}{_HIT}|là nạn nhân (?:của )?{_HIT}"
            rf"|(?:vì|do|tại)[ ,]+{_THEY}[ ,]+{_BETWEEN}{_HIT})",
            # "tôi sợ chồng giết", "em sợ bị đánh"
            rf"(?<![^\W_])(?P<who>{_SELF})[ ,]+{_WAY}{_AFRAID}",
        ),
    )
)
"""Whoever writes suffers it: "em bị chồng đánh", "tôi muốn ly hôn vì bị đánh"; or is afraid of it."""
_COUNTED: Final = frozenset(
    "một hai ba bốn năm sáu bảy tám chín mười các những nhiều mấy bé trẻ chị anh số trường nữ học mẹ"
    " mot bon nam sau bay tam chin muoi cac nhung nhieu may be tre chi so truong nu hoc con me".split()
)
"""After these "em" or "cháu" is no "I": one child, women, brothers."""
_CHILD: Final = frozenset({"cháu", "chau", "con"})
"""Words for "I" that mean somebody else's child but where they begin what is said."""
_CALLED: Final = frozenset("ạ a ơi oi dạ da rồi roi qua nay".split())
_NEAR: Final = tuple(
    map(
        pattern,
        (
            # "con gái tôi bị thầy giáo sàm sỡ", "chị gái em bị chồng đánh"
            r"(?<![^\W_])(?:mẹ con|con gái|con trai|con|cháu|mẹ|bà|chị gái|chị ruột|chị dâu|em gái|em dâu"
            r"|bạn(?: thân)?|cô|dì|(?:cô |chị |bà )?hàng xóm|cô giúp việc)(?: nhỏ| lớn)?"
            rf" (?:của |nhà |cạnh nhà )?(?:tôi|tui|mình|em|e)[ ,]+{_WAY}bị[ ,]+{_BY}{_HIT}",
        ),
    )
)
_NOW: Final = tuple(
    map(
        pattern,
        (
            rf"(?<![^\W_])đang (?:bị[ ,]+{_BY}{_HIT}"
            r"|(?:đánh đập|đánh|bạo hành|hành hung|đòi giết|dọa giết|hiếp|nhốt) (?:vợ|con|mẹ|chị|em bé|bà)(?![^\W_]))",
            # "hàng xóm đánh vợ", "nhà bên cạnh chồng đánh vợ"
            r"(?<![^\W_])(?:hàng xóm|(?:nhà|phòng) (?:bên|cạnh|kế|đối diện)"
            r"|(?:cạnh|gần|sát|bên cạnh|đối diện) (?:nhà|phòng) (?:tôi|tui|em|mình|e))[ ,]+"
            rf"(?:[^\W_]+[ ,]+){{0,6}}?{_HIT}[ ,]+(?:đập )?(?:vợ|con|mẹ|bố|bà|em bé)(?![^\W_])",
            # "chồng say rượu đánh vợ con" and nothing else
            rf"{_START}{_THEY}[ ,]+{_BETWEEN}{_HIT}(?: đập)? (?:hai |cả )?(?:mẹ con|vợ con|con)"
            r"(?: (?:hoài|mãi|nữa|quá|suốt|lắm|rồi|liên tục|suốt đêm|suốt ngày))*[ .!?]*$",
        ),
    )
)
_REPORTED: Final = pattern(
    r"(?<![^\W_])(?:hỗ trợ|tư vấn|tuyên truyền|thăm|tặng|truyền thông|tập huấn|h(?:òa|oà) giải|giúp đỡ|những|các|nhiều"
    r"|phụ nữ|trẻ em|chị em|tỷ lệ|nạn nhân|trường hợp|một số|không ít|vụ|tình trạng"
    r"|xử lý|can thiệp|tố cáo|xử phạt|phòng chống|phòng, chống|[0-9]+)(?![^\W_])"
)
"""What stands before it in a report of what is done for others."""
_QUOTED: Final = re.compile(r"[“\"«][^”\"»]{0,200}[”\"»]")


def asks_for_help(text: str) -> bool:
    """Whether words tell of violence that befalls the speaker, or somebody near or now: a call for help, no report."""
    return tells_of_own(text) or any(_happens_now(one.marked) for one in readings(_bare(text)))


def tells_of_own(text: str) -> bool:
    """Whether words tell of violence against whoever writes or somebody near; no report speaks so."""
    return any(_own(one) for one in readings(_bare(text)))


def _own(reading: Reading) -> bool:
    marked = reading.marked
    if any(one.search(marked) for one in (*_OWN, *_NEAR)):
        return True
    return any(not _is_counted(marked, match) for one in _SUFFERS for match in one.finditer(marked))


def _is_counted(marked: str, match: re.Match[str]) -> bool:
    """Whether "em", "cháu" or "con" is somebody whom words count or name, and not who speaks."""
    before = marked[: match.start()].split()
    if not before or match["who"] in ("tôi", "toi", "mình", "minh"):
        return False
    if match["who"] in _CHILD:
        return before[-1][-1] not in ",.!?;" and before[-1] not in _CALLED
    return before[-1] in _COUNTED or before[-1].isdecimal()


def _happens_now(marked: str) -> bool:
    return any(not _REPORTED.search(marked, 0, match.start()) for one in _NOW for match in one.finditer(marked))


def _bare(text: str) -> str:
    """The text without what it quotes, where it says more than that."""
    left = _QUOTED.sub(" … ", text)
    return left if len(left.split()) > 4 else text
