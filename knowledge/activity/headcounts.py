"""Counts of those who work somewhere and how many of them are women: the state of the staff, not an event."""

from __future__ import annotations

from typing import Final

from knowledge.text.reading import HIDDEN, pattern

STAFF: Final = "can_bo_nu"
_WHOLE: Final = (
    r"(?:toàn (?:xã|phường|huyện|tỉnh|thành phố|thị trấn|ngành|trường|cơ quan|đơn vị|sở|viện|bệnh viện|công ty|khoa|"
    r"trung tâm|phòng|cục|khối|quận|thị xã)|cơ quan|đơn vị|xã|phường|trường|nhà trường|bệnh viện|sở|trung tâm|trạm|"
    r"công ty|viện)"
)
_WORKERS: Final = (
    r"(?:(?:~,~| và | )?(?:cán bộ|công chức|viên chức|người lao động|lao động|giáo viên|nhân viên|công nhân|đảng viên|"
    r"cbcc|cbccvc|ccvc|"
    r"cnvc|cbvc|cbcnv|cnvclđ|cbgv)(?![^\W_]))+(?: là nữ| nữ)?"
)
_LEADERS: Final = (
    r"(?:cấp ủy|ban chấp hành|bch|lãnh đạo|cán bộ|quản lý|hđnd|hội đồng nhân dân|ban thường vụ|btv|ban giám hiệu|"
    r"ban giám đốc|bgh|công chức|viên chức|đảng viên|đại biểu)"
)
_POSTS: Final = rf"(?:{_LEADERS}(?: chủ chốt| quản lý| các cấp| cấp \w+| hđnd)?)"
HEADCOUNT: Final = pattern(
    r"(?<![^\W_])(?P<said>"
    rf"(?:số liệu|thống kê|tổng hợp|báo cáo số liệu)(?: số liệu| số lượng| về)?(?: đội ngũ)? (?:{_WORKERS}|"
    rf"(?:nữ|phụ nữ) (?:tham gia |làm )?{_POSTS})"
    rf"|(?:tỷ lệ|tỉ lệ|số lượng) (?:(?:nữ|phụ nữ)(?: tham gia| trong| làm| giữ chức)? {_POSTS}|"
    rf"(?:cán bộ|công chức|viên chức|lãnh đạo|đảng viên|cấp ủy viên) nữ)"
    rf"|(?:{_WHOLE} )?hiện (?:nay )?(?:đang )?có(?: tổng số| tất cả)? [0-9]{{1,3}}(?:[.]?[0-9]{{3}})? {_WORKERS}"
    rf"|{_WHOLE} có(?: tổng số| tất cả)? [0-9]{{1,3}}(?:[.]?[0-9]{{3}})? {_WORKERS}"
    r"(?!~(?:tham|dự|đi|được|đến|nghe|học|về|đăng|nhận))"
    r")(?![^\W_])"
)
COUNT: Final = pattern(rf"(?<![^\W_])[0-9.{HIDDEN}]+ ?")
"""The number in a count, which is no part of what it is called."""
