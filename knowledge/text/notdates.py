"""What looks like a date and is none: fractions, official numbers, phone numbers, times, lengths of time."""

from __future__ import annotations

from typing import Final

from knowledge.text.reading import Reading, pattern

_COUNTED: Final = (
    "số|tổng|người|đại biểu|thành viên|cán bộ|công chức|viên chức|nữ|nam giới|phụ nữ|đơn vị|"
    "chỉ tiêu|điểm|xã|phường|huyện|"
    "quận|tỉnh|phòng ban|sở|đồng chí|đ/c|trường|lớp|thôn|tổ|hội viên|hộ|vụ|việc|câu|mục|phần|bài|"
    "ý kiến|nội dung|nhiệm vụ|"
    "phiếu|quãng|chặng|diện tích|dân số|thời gian|lượt|em|cháu|trẻ|lần|buổi|ca|cuộc|mô hình|câu lạc bộ|clb|km|m2|kg|%|"
    "triệu|tr|tỷ|nghìn|ngàn|k|đồng|đ|vnđ|vnd|tuổi|trang|bộ|cái|chiếc|suất|giải|tờ|cuốn|bản"
)
_UNITS: Final = "ngày|hôm|tuần|tháng|năm|quý|giờ|phút|giây|h|p"

_MASKS: Final = tuple(
    pattern(source)
    for source in (
        # Official numbers: 191/2009/TT-BTC, 14/KH-UBND, 11-NQ/TW.
        r"(?<![0-9/])[0-9]{1,5}~/~(?:(?:19|20)[0-9]{2}~/~)?(?:qh[0-9]{1,2}|ubtvqh[0-9]{1,2}|"
        r"[a-zà-ỹđ]{2,}[a-zà-ỹđ0-9&]*~-~[a-zà-ỹđ]+)",
        r"(?<![0-9/])[0-9]{1,4}~-~(?:nq|ct|cv|tt|tb|kl|qđ|hd|bc|kh|ttr|ctr)~/~[a-zà-ỹđ]{2,}",
        r"(?<!\w)(?:tt|thông tư|nghị định|nđ|luật|quyết định|qđ|nghị quyết|nq|công văn|cv|kế hoạch|chỉ thị)(?: số)?"
        r"~[0-9]{1,5}/(?:19|20)[0-9]{2}(?![0-9])",
        # Fractions of something counted, round the clock, addresses and article numbers.
        rf"(?<![0-9/.,-])(?<!ngày )(?<!hôm )(?<!sáng )(?<!chiều )(?<!tối )"
        rf"(?P<part>[0-9]{{1,4}})~[/-]~(?P<whole>[0-9]{{1,4}})(?![0-9/.-])(?=~(?:{_COUNTED})(?!\w))",
        r"(?<!\w)(?:tỷ lệ|tỉ lệ|chiếm|bằng|đạt)(?: khoảng| hơn| gần)? [0-9]{1,2}~/~[0-9]{1,2}(?![0-9/])",
        r"(?<!ngày )(?<!đến )(?<!tới )(?<!hôm )(?<!sáng )(?<!chiều )(?<!tối )(?<!dịp )(?<!và )"
        r"(?<![0-9/-])(?<!- )24/(?:7|"
        r"24)(?!/|[0-9])",
        r"(?<!\w)(?:số nhà|nhà số|ngõ|ngách|hẻm|kiệt|đường số|điều|khoản|điểm|mục|chương|phần|bài|trang|lớp)"
        r"~[0-9]+(?:[/.-][0-9]+)*",
        # A rate or a length of time: "6 tháng 1 lần", "5 ngày/tuần", "mỗi ngày 20 người", "hằng ngày".
        rf"(?<![0-9])[0-9]{{1,4}}~(?:{_UNITS})~(?:/~)?(?:một|hai|ba|[0-9]+)~lần",
        rf"(?<![0-9])[0-9]{{1,4}}~(?:{_UNITS})~/~(?:{_UNITS})(?!\w)",
        rf"(?<!\w)(?:mỗi|hàng|hằng|từng|mấy|vài|nhiều|những|các) (?:{_UNITS})(?!\w)(?: [0-9]+(?![/0-9]))?",
        r"(?<!\w)ngày [0-9]+~(?:lần|buổi|bữa|giờ|tiếng)(?!\w)",
        # Times of day: 8h30, 10:45, 7 giờ 30 phút, 7.30h.
        r"(?<![0-9])[0-9]{1,2}(?:~(?:h|g|giờ)~|:)[0-9]{1,2}(?:~(?:phút|p|')(?!\w)|:[0-9]{2}|(?![0-9/.-]))",
        r"(?<![0-9])[0-9]{1,2}(?:[.][0-9]{2})?~(?:h|g|giờ)(?!\w)",
        # Lunar days, festivals and names of events.
        r"(?<!\w)(?:đêm |ngày )?(?:rằm|mùng|mồng)(?: (?:[0-9]{1,2}|\w+))? tháng (?:giêng|chạp|"
        r"[0-9]{1,2} (?:âm|âl)(?: lịch)?)(?!\w)",
        r"(?<!\w)rằm(?: tháng [0-9]{1,2}| tháng \w+)?(?!\w)",
        r"(?<!\w)tháng (?:giêng|chạp|cô hồn|hành động|lương)(?!\w)",
        r"(?<!\w)(?:(?:mùng|mồng|ngày|chiều|đêm|sáng) )?[0-9]{1,2}~tết(?!\w)",
        r"(?<!\w)(?:(?:mùng|mồng) )\w+ tết(?!\w)",
        r"[0-9]{1,2}~[/-]~[0-9]{1,2}(?:~[/-]~[0-9]{2,4})?~\(?(?:âm lịch|âl)(?!\w)",
        r"(?<!\w)(?:cách mạng|khu|đường|phố|phường|quận|trường|công ty) tháng \w+|(?<!\w)cách mạng tháng \w+",
        # Amounts with their tail: in "12tr5, 20/10" the 5 is half a million, no day.
        r"(?<![^\W_])[0-9]+(?:[.,][0-9]+)?~(?:triệu|tr|tỷ|tỉ|củ)~[0-9]{1,3}(?![0-9/-]|[.][0-9])",
        # Before Christ.
        r"năm [0-9]+ (?:tcn|trước công nguyên)",
        # Telephone numbers.
        r"(?<![0-9])(?![0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4})(?:\+84|0)(?:[ .-]?[0-9]){8,10}(?![0-9])",
        r"(?<![0-9.,])[0-9]{1,9}(?:[.,][0-9]{1,9})?~%",
    )
)
LUNAR: Final = pattern(r"(?<!\w)(?:âm lịch|âl|rằm|tháng (?:giêng|chạp)|[0-9]{1,2}~tết|mùng \w+ tết|mồng \w+ tết)(?!\w)")


def hide_not_dates(reading: Reading) -> None:
    """Take out of a reading everything that must not be read as a date."""
    for mask in _MASKS:
        for match in mask.finditer(reading.marked):
            groups = match.groupdict()
            # More than the whole is no part of it: "20/10 xã mở lớp" is a day.
            if groups and int(groups["part"]) > int(groups["whole"]):
                continue
            reading.hide(*match.span())
