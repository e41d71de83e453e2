"""What is said to a member whose words hold no usable date, amount or number."""

from __future__ import annotations

from typing import Final

MESSAGES: Final = {
    "empty": "Chưa có nội dung để đọc.",
    "too_long": "Nội dung dài quá {limit} ký tự, anh/chị ghi ngắn lại giúp.",
    "no_date": "Không thấy ngày nào trong “{text}”. Anh/chị ghi như 20/10/2026 hoặc “thứ sáu tuần trước”.",
    "no_day": "Không có ngày {day}.",
    "no_month": "Không có tháng {month}.",
    "no_quarter": "Không có quý {quarter}.",
    "no_year": "Năm {year} nằm ngoài khoảng đọc được.",
    "short_month": "Tháng {month} chỉ có {days} ngày, không có ngày {day}/{month}.",
    "not_leap": "Năm {year} không nhuận, tháng 2 chỉ có 28 ngày.",
    "range_backwards": "Ngày kết thúc ({end}) lại trước ngày bắt đầu ({start}).",
    "lunar": "Chưa đọc được ngày âm lịch. Anh/chị ghi giúp ngày dương lịch.",
    "no_money": "Không thấy số tiền nào trong “{text}”. Anh/chị ghi như 5 triệu, 12tr5 hoặc 15.000.000đ.",
    "money_unit": "“{text}” chưa rõ đơn vị. Anh/chị ghi như {text} nghìn, {text} triệu hoặc {text} đồng.",
    "money_range": "“{text}” là một khoảng. Anh/chị ghi một số tiền.",
    "money_several": "Có nhiều số tiền trong “{text}”. Anh/chị ghi một số tiền.",
    "money_part": "Số tiền phải tròn đồng.",
    "money_foreign": "Chỉ ghi nhận tiền đồng Việt Nam.",
    "no_count": "Không thấy số nào trong “{text}”. Anh/chị ghi như 35 hoặc “ba mươi lăm”.",
    "count_vague": "“{text}” chưa rõ là bao nhiêu. Anh/chị ghi một con số.",
    "count_range": "“{text}” là một khoảng. Anh/chị ghi một con số.",
    "count_several": "Có nhiều số trong “{text}”. Anh/chị ghi một con số.",
    "count_part": "Số lượng phải là số nguyên.",
    "negative": "Không nhận số âm.",
    "too_big": "Con số này lớn quá mức đọc được.",
}
SHOWN: Final = 60
LIMIT: Final = 1000
"""A date, an amount or a count that somebody was asked for is never longer than this many characters."""


class TextProblem(ValueError):  # noqa: N818 - it is what is told to a member, not a fault
    """Words that cannot be read; `message` is the Vietnamese line to show, `code` its key in MESSAGES."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        shown = {key: _short(value) if isinstance(value, str) else value for key, value in values.items()}
        self.message = MESSAGES[code].format(**shown)
        super().__init__(self.message)


def check_length(text: str, limit: int = LIMIT) -> str:
    """The text itself; raises TextProblem where there is nothing to read, or far too much."""
    if not text.strip():
        raise TextProblem("empty")
    if len(text) > limit:
        raise TextProblem("too_long", limit=limit)
    return text


def _short(text: str) -> str:
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
