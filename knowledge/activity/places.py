"""Where a report says something was done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from knowledge.activity.sentence import Sentence
from knowledge.text.reading import HIDDEN, pattern, two_patterns

_LONGEST: Final = 100
_MARKERS: Final = (
    two_patterns(r"(?<![^\W_])(?:địa điểm(?: tổ chức)?|đđ|nơi tổ chức|nơi(?=~:))(?![^\W_])~:?~(?:tại |ở |là )?"),
    two_patterns(
        r"(?<![^\W_])(?:tổ chức )?(?<!thiên )(?<! hiện )(?<!tồn )(?<!trọng )tại(?![^\W_])(?!~(?:liệu|nạn|chính|sao|"
        r"hội nghị|nơi làm việc|phiên tòa|cuộc|buổi|lớp|đây|đó|kế hoạch|"
        r"công văn|quyết định|văn bản|thông tư|khoản|điều|mục|thời điểm|trợ)(?![^\W_]))~:?~"
    ),
    two_patterns(
        r"(?<![^\W_])ở (?!(?:cơ sở(?! [^\W\d_])|tô(?! [0-9])|các|những|đây|đó|độ|lứa|tuổi|lại|mức|trên|dưới|"
        r"nhà bị)(?![^\W_]))"
    ),
)
_LANDMARK: Final = pattern(
    r"(?<![^\W_])(?:hội trường|nhà văn hóa|nvh|nhà vh|phòng họp|nhà sinh hoạt|sân vận động|svđ|quảng trường|"
    r"nhà thi đấu|trụ sở|"
    r"trung tâm văn hóa|trung tâm hội nghị|nhà đa năng|nhà cộng đồng|nhà rông|công viên)(?![^\W_])"
)
_BOUNDARY_BEFORE: Final = pattern(r"(?:^|[,;.:()\x00-])~$|(?<![^\W_])(?:họp|buổi|ngày) $")
_STOPS: Final = (
    r"với|có(?! (?:quan|sở|điện|khí))|cho|do(?! (?:thị|lương|nghĩa))|để|nhằm|ngày|vào|lúc|hôm|sáng(?! tạo)|chiều|"
    r"tối|trưa|đêm|kinh phí|kp(?! [0-9]{1,2}(?![0-9.,]|~(?:tr|triệu|k|đ|củ)))|nhân dịp|"
    r"(?<!công )(?<!bệnh )(?<!nạn )(?<!cá )nhân(?! (?:dân|đạo|mỹ|hòa|ái|chính))|được|thu hút|gồm|bao gồm|theo|tham dự|"
    r"tham gia|dự (?=[0-9])|đông đảo|"
    r"số (?:lượng|người|tiền|nữ|đại biểu)|"
    r"tổng (?:số|cộng|kinh|chi|kp|tiền)|ước|khoảng|hết|chi (?:hết|phí|tiền)|về|phát (?:tờ|quà|tài|cho|được|hơn)|"
    r"cùng|không(?! gian)|đã(?! (?:khoa|năng|nẵng|lạt|bắc))|thành phần|"
    r"trong đó|trong|hôm|trị giá|(?<!ngã )(?<!đầu )(?<!thứ )từ(?! (?:sơn|liêm|pháp|thục|nhân|vấn))|nội dung|"
    r"chủ trì|tuyên truyền|phối hợp|nói về|trao|tặng(?! [0-9])|"
    r"sl|tháng(?= (?:[0-9]|trước|này|nay|rồi|vừa|qua|giêng|chạp|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))|"
    r"tuần(?= (?:trước|này|rồi|vừa|qua|[0-9]))|quý(?= [0-9iv])|năm (?=[0-9])|và (?:phát|trao|tặng(?! [0-9])|"
    r"tuyên|treo|tổ chức|có|được|kinh)|đạt|hưởng ứng|kỷ niệm|mít tinh|"
    r"mở (?:lớp|hội nghị|đợt|chiến dịch|[0-9]{1,2} lớp)|(?<!ban )tổ chức(?! (?:chính trị|cán bộ|tỉnh|huyện))|"
    r"diễn ra|tiến hành|rà soát|(?<!phòng )(?<!nhà )(?<!tâm )(?<!sở )tập huấn"
)
_STOP: Final = two_patterns(
    rf"[,;:()\x00]|\.(?=~$| [^\W\d_])|\.{{2,}}| [-–] |~[+*•]~|(?<![^\W_])(?:{_STOPS})(?![^\W_])"
)
_ORGANISATION: Final = (
    r"trường(?! (?:thôn|ban|phòng|khoa|đoàn|hợp|kỳ|nhóm|xóm|khu|tổ))|trạm|xã(?! hội hóa)|phường|thị trấn|huyện|quận|"
    r"ubnd|ub xã|"
    r"ủy ban|bệnh viện|bv|"
    r"công ty|cty|xí nghiệp|trung tâm|tyt|ttyt|tt (?:chính trị|y tế|văn hóa|hội nghị|gdtx|bồi dưỡng)|ttbdct|ttct|kcn|"
    r"nhà máy|sở|liên đoàn|lđlđ"
)
_SITE: Final = (
    r"hội trường|nhà (?:văn hóa|vh|khách|hàng|ăn|thi đấu|đa năng|cộng đồng|rông|sinh hoạt|thiếu nhi|hát|nghỉ|thờ|"
    r"truyền thống|xe|kho|riêng|trẻ|chị|bà|cô|ông|bác|hội)|nvh|khách sạn|ks|hội quán|điểm trường|"
    r"sân(?! (?:phẩm|xuất|khấu))|thôn|\u1ea5p|ap [0-9]{1,2}|b\u1ea3n|bu\u00f4n|làng|xóm|khóm|khu (?:phố|dân cư|"
    r"[0-9]{1,2}|nhà|công nghiệp|tập thể|"
    r"thể thao|di tích|du lịch|vui chơi)|tổ dân phố|tdp|tổ [0-9]{1,3}|ch\u1ee3|cho (?:trung tâm|phiên|huyện|xã)|"
    r"trụ sở|quảng trường|thư viện|(?:phân )?xưởng|"
    r"phòng (?:họp|hội|học|khách|đọc|tham vấn|truyền thống|số|phó|trưởng|chủ tịch|giám đốc|hiệu trưởng|pct|giao ban|"
    r"đa năng|máy|tin học|truyền thông|y tế|ăn|[0-9]{1,4})|công viên|nghĩa trang|"
    r"đài tưởng niệm|bến xe|bãi biển|"
    r"\u0111\u00ecnh|ch\u00f9a|qu\u00e1n (?!triệt)[^\W\d_]+|rạp|văn phòng|đình làng|nhà đình|ký túc xá|ktx|ngã (?:ba|"
    r"tư|năm)|"
    r"homestay|resort|"
    r"khuôn viên|điểm cầu|bể bơi|hồ bơi|bờ hồ|phố đi bộ|siêu thị|nhà sàn|\u0111\u1ec1n|sảnh|đài (?:truyền thanh|"
    r"phát thanh|truyền hình)|căng tin|bếp ăn|"
    r"thao trường|hợp tác xã|htx|vườn|cánh đồng"
)
_ITEM: Final = pattern(rf"(?:^|[,;.:()\x00])~(?P<site>(?:(?P<lone>{_SITE})|{_ORGANISATION})(?![^\W_]))")
_ITEM_ENDS: Final = pattern(
    r"~(?:[,;.()\x00-]|$|(?:ngày|hôm|lúc|vào|sáng|chiều|tối|với|có|gồm|hết|kinh phí|kp|số|tổng|chi|không|ước|khoảng|"
    r"thành phần)(?![^\W_]))"
)
_LONGEST_ITEM: Final = 9
"""Words of a place that stands without a word before it; more are rather a sentence."""
_COME_FROM: Final = pattern(r"(?:trên )?(?:tỉnh|huyện|trung ương|tw|xã|hà nội) (?:về|lên|xuống)(?![^\W_])")
_AND: Final = pattern(r"(?: (?:và|là|của|thuộc|có|do))+~$")
_PART_ENDS: Final = pattern(r"~(?:[,;.:()\x00]|$)")
"""A number before it is part of a name: "xưởng may 2"."""
_FIRST_WORD: Final = re.compile(r"[^\W_]+")
_DIGITS: Final = pattern(r"(?<![^\W_])[0-9]+")
_ON: Final = pattern(
    r"~,~(?:xã|phường|thị trấn|thị xã|huyện|quận|tp|thành phố|tỉnh|thôn|ấp|khu phố|tổ dân phố|đường)(?! (?:tổ|đội|"
    r"phần))(?= [^\W_])"
)
_TARGET: Final = pattern(r"(?<![^\W_])(?:cho|đối với|với|của|là|dành cho) [^,;:.()\x00]{2,60}$")
_UNIT_COUNT: Final = pattern(
    r"[0-9]{1,3} (?:đơn vị|đv|cơ quan|cơ sở|xã|phường|trường|thôn|huyện|chi hội|trạm|doanh nghiệp)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in `marked`, and where its marker begins."""

    marker: int
    start: int
    end: int


def read_place(sentence: Sentence, *, inspected: bool = False, named: int | None = None) -> str | None:
    """The place, taken out of the report: behind ở, tại, địa điểm, or a site that is an item of its own.

    `inspected`: a number of units is what was inspected, and no place. `named`: where the activity is named.
    """
    found = _marked(sentence, exact=sentence.spelt_out, inspected=inspected)
    found = found or _landmark(sentence, named) or _item(sentence, named, inspected=inspected)
    if found is None and sentence.spelt_out:
        found = _marked(sentence, exact=False, inspected=inspected)
    if found is None:
        return None
    sentence.take(found.marker, found.end)
    return sentence.words_shown(found.start, found.end).strip(" .,:;-") or None


def _marked(sentence: Sentence, *, exact: bool, inspected: bool) -> Place | None:
    """The first place behind the surest marker; one that tells whom it was for only where there is no other."""
    doubtful: Place | None = None
    for rank, marker in enumerate(_MARKERS):
        for match in marker[exact].finditer(sentence.open):
            units = _UNIT_COUNT.match(sentence.open, match.end())
            end = _end(sentence, units.end() if units else match.end())
            text = sentence.open[match.end() : end].strip(" .:-")
            if rank == 2 and _COME_FROM.match(sentence.open, match.end()):
                continue
            if len(text) < 2 or text.startswith(HIDDEN) or (units and inspected):
                continue
            place = Place(match.start(), match.end(), end)
            if rank < 2 or not _TARGET.search(sentence.open, max(match.start() - 70, 0), match.start()):
                return place
            doubtful = doubtful or place
    return doubtful


def _landmark(sentence: Sentence, named: int | None) -> Place | None:
    for match in _LANDMARK.finditer(sentence.open):
        if _BOUNDARY_BEFORE.search(sentence.open, max(match.start() - 12, 0), match.start()):
            end = _end(sentence, match.start())
            if named is None or not match.start() <= named < end:
                return Place(match.start(), match.start(), end)
    return None


def _item(sentence: Sentence, named: int | None, *, inspected: bool) -> Place | None:
    """A site, or whoever has one, that is an item of a list, a line or what stands beside the day."""
    for match in _ITEM.finditer(sentence.open):
        start = match.start("site")
        end = _end(sentence, start)
        if (sentence.is_numbered(start) and sentence.is_numbered(start - 1)) or (
            named is not None and start <= named < end
        ):
            continue
        if match.group()[:1] == HIDDEN and not _stands_by_day(sentence, match.start() + 1):
            continue
        first = not any(letter.isalpha() or letter == HIDDEN for letter in sentence.open[:start])
        words = sentence.open[start:end].split()
        if first and named is None:
            continue
        if not match["lone"] and (first or inspected or len(words) < 2):
            # Who begins a report is rather the one who reports; who is inspected is no place.
            continue
        if 0 < len(words) <= _LONGEST_ITEM and _ITEM_ENDS.match(sentence.open, end):
            return Place(start, start, end)
    return None


def _stands_by_day(sentence: Sentence, at: int) -> bool:
    return any(end == at for _, end in sentence.dated)


def _end(sentence: Sentence, start: int) -> int:
    """Where the place that begins here ends: before the next part of the report."""
    text, limit = sentence.open, min(start + _LONGEST, len(sentence.open))
    first = _FIRST_WORD.match(text, start, limit)
    look = first.end() if first else start
    while True:
        stop = _stop(sentence, look, limit)
        end = stop.start() if stop else limit
        digits = _counting(sentence, look, end)
        if digits is not None:
            return _without_and(text, start, digits)
        more = _ON.match(text, end, limit) if stop else None
        if more is None:
            return _without_and(text, start, end)
        look = more.end()


def _without_and(text: str, start: int, end: int) -> int:
    """The end of a place, before a word that joins it to what is no place."""
    joining = _AND.search(text, start, end)
    return joining.start() if joining else end


def _stop(sentence: Sentence, start: int, limit: int) -> re.Match[str] | None:
    """Where the next part begins; a word with a capital of its own is rather part of a name."""
    named = not sentence.typed.isupper()
    for match in _STOP[sentence.spelt_out].finditer(sentence.open, start, limit):
        word = sentence.cased[match.start() : match.end()].strip()
        if not (named and word[:1].isupper() and not word.isupper()):
            return match
    return None


def _counting(sentence: Sentence, start: int, end: int) -> int | None:
    """Where a number stands that is no part of an address."""
    for match in _DIGITS.finditer(sentence.open, start, end):
        if not sentence.is_numbered(match.start()) and not (
            match.end() - match.start() < 3 and _PART_ENDS.match(sentence.open, match.end())
        ):
            return match.start()
    return None
