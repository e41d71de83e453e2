"""What is said to a member whose report cannot be right: what is wrong, and what to write."""

from __future__ import annotations

from typing import Final

from knowledge.activity.model import FieldProblem

MESSAGES: Final = {
    "too_long": "Tin dài quá {limit} ký tự. Anh/chị ghi mỗi hoạt động một tin ngắn.",
    "more_female": "{female} nữ nhiều hơn tổng số {total} người. Anh/chị ghi lại, ví dụ: 60 người, trong đó 38 nữ.",
    "more_male": "{male} nam nhiều hơn tổng số {total} người. Anh/chị ghi lại, ví dụ: 60 người, trong đó 22 nam.",
    "more_unknown": "{unknown} người không rõ giới nhiều hơn tổng số {total} người. Anh/chị ghi lại các số này.",
    "sum": "{female} nữ + {male} nam = {sum}, không bằng tổng số {total}. Anh/chị ghi lại, ví dụ: 38 nữ, 22 nam.",
    "sum_unknown": "{female} nữ + {male} nam + {unknown} không rõ giới = {sum}, không bằng tổng số {total}. "
    "Anh/chị ghi lại các số này.",
    "negative_people": "Số người không thể âm. Anh/chị ghi lại, ví dụ: 45 nữ, 12 nam.",
    "range_people": "“{said}” là một khoảng. Anh/chị ghi một con số, ví dụ: 45 người.",
    "part_people": "“{said}” không phải số nguyên. Anh/chị ghi lại, ví dụ: 45 người.",
    "much_people": "{count} {noun} là quá nhiều cho một hoạt động. Anh/chị ghi lại, ví dụ: 45 nữ, 12 nam.",
    "each_people": "“{said}” là của từng phần. Anh/chị ghi tổng số người, ví dụ: tổng số 100 người, 60 nữ.",
    "vague_people": "“{said}” chưa rõ là bao nhiêu. Anh/chị ghi một con số, ví dụ: 45 người.",
    "several_people": "Có nhiều con số khác nhau cho {noun}: {said}. Anh/chị ghi một con số, ví dụ: tổng số 60 người.",
    "several_dates": "Có nhiều ngày khác nhau: {said}. Anh/chị ghi một ngày, hoặc khoảng như 12-13/5.",
    "ahead": "Ngày {day} chưa tới. Nhật ký chỉ ghi việc đã làm, anh/chị ghi lại ngày, ví dụ: 20/10 hoặc hôm qua.",
    "several_money": "Có nhiều số tiền khác nhau: {said}. Anh/chị ghi tổng kinh phí, ví dụ: tổng kinh phí 5 triệu.",
    "part_money": "{said} chưa phải là tất cả. Anh/chị ghi tổng kinh phí, ví dụ: tổng kinh phí 5 triệu.",
    "much_money": "{amount} đồng là quá lớn cho một hoạt động. Anh/chị ghi lại kinh phí, ví dụ: 12tr5.",
    "range_units": "“{said}” là một khoảng. Anh/chị ghi một con số, ví dụ: kiểm tra 4 đơn vị.",
    "negative_units": "Số đơn vị không thể âm. Anh/chị ghi lại, ví dụ: kiểm tra 4 đơn vị.",
}
PEOPLE: Final = {"female": "nữ", "male": "nam", "unknown": "người không rõ giới", "total": "người"}
"""Field -> what its figures count."""


def problem(field: str, code: str, **values: object) -> FieldProblem:
    """The problem of a field in words; numbers are grouped by thousands."""
    shown = {key: grouped(value) if isinstance(value, int) else value for key, value in values.items()}
    return FieldProblem(field, MESSAGES[code].format(**shown))


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
