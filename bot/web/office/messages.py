"""What the office's pages say from code; their fixed words are in templates/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Refusals
NOT_FOUND: Final = "Không có trang này, hoặc trang này không dành cho anh/chị."
NO_PROOF: Final = "Biểu mẫu đã cũ hoặc không phải của phiên này. Anh/chị quay lại, tải lại trang rồi làm lại."
BAD_FORM: Final = "Biểu mẫu gửi lên không đúng dạng."
TOO_LARGE: Final = "Tệp lớn quá {limit} MB; hãy chia danh sách thành nhiều tệp."
TOO_FAST: Final = "Anh/chị thử nhiều lần quá. Xin đợi {seconds} giây rồi thử lại."
CODE_DEAD: Final = "Đường dẫn này đã dùng rồi hoặc quá 10 phút. Anh/chị gõ /vanphong với trợ lý để lấy đường dẫn mới."
NOT_READY: Final = "Máy chủ chưa sẵn sàng. Xin đợi một lát rồi tải lại trang."
BROKEN: Final = "Máy chủ gặp lỗi kỹ thuật. Xin thử lại sau."
UPLOAD_GONE: Final = "Tệp đã hết hạn giữ (1 giờ) hoặc không phải của phiên này. Anh/chị chọn tệp lại."
NO_FILE: Final = "Anh/chị chọn tệp .xlsx hoặc .csv trước khi bấm nút."
PARENT_NEEDED: Final = "phải ghi đơn vị cấp trên, là một đơn vị do anh/chị phụ trách"

# What was done, named in the address by a word
DONE: Final[Mapping[str, str]] = {
    "phien": "Đã kết thúc phiên đăng nhập đó.",
    "nhap": "Đã ghi các đơn vị mới.",
    "xacnhan": "Đã xác nhận ngày. Các đơn vị chưa nộp được báo.",
    "doi": "Đã đổi ngày. Lịch nhắc đổi theo, các đơn vị chưa nộp được báo.",
    "huy": "Đã hủy hạn này. Không nhắc nữa, các đơn vị chưa nộp được báo.",
}

# Progress
STATES: Final[Mapping[str, str]] = {
    "on_time": "Đúng hạn",
    "late": "Nộp muộn",
    "missing": "Quá hạn",
    "open": "Chưa nộp",
    "exempt": "Không phải nộp",
}
REMINDERS: Final[Mapping[str, str]] = {
    "nobody": "Chưa có người nhận",
    "unreachable": "Không liên lạc được",
    "unknown": "Chưa rõ lời nhắc đã tới",
    "muted": "Đã tắt nhắc",
    "ok": "Nhắc được",
}
FILTERS: Final[Mapping[str, str]] = {
    "chua-nop": "Chưa nộp",
    "muon": "Nộp muộn",
    "dung-han": "Đúng hạn",
    "khong-toi": "Chưa ai nhận được",
}

# Reports
REPORT_STATES: Final[Mapping[str, str]] = {
    "to_accept": "Đã nộp, chờ nhận",
    "accepted": "Đã nhận",
    "returned": "Đã trả lại, chờ sửa",
    "draft": "Đang soạn",
    "said": "Đã ghi là nộp",
    "none": "Chưa soạn",
}
TIMELY: Final = "đúng hạn"
LATE: Final = "muộn {days} ngày"
NOTHING_HAPPENED: Final = "không phát sinh"

# Deadlines
DAY_BASES: Final[Mapping[str, str]] = {
    "stated": "theo văn bản",
    "projected": "DỰ KIẾN",
    "confirmed": "đã xác nhận",
    "changed": "đã đổi",
    "extended": "gia hạn",
    "own": "hạn riêng",
}
BASES: Final[Mapping[str, str]] = {
    "stated": "Theo văn bản",
    "projected": "DỰ KIẾN",
    "own": "Hạn riêng",
}
RULED: Final[Mapping[str, str]] = {
    "confirm": "Đã xác nhận",
    "change": "Đã đổi ngày",
    "cancel": "Đã hủy",
}

SOME_OFFICE: Final = "Cơ quan Thường trực"
# Messages
RECEIPTS: Final = (
    *("Đã đọc", "Đã nhận, chưa đọc", "Đang gửi", "Đang chờ nhắn lần tới", "Có thể chưa nhận", "Không nhận được"),
)

# Members
NAMELESS: Final = "(không ghi tên)"
CHANNELS: Final[Mapping[str, str]] = {
    "web": "Trang web",
    "telegram": "Telegram",
    "zalo": "Zalo",
    "zalo_oa": "Zalo",
    "console": "Cửa sổ dòng lệnh",
}
NO_CONSENT: Final = "Không đồng ý nhận nhắc"
NO_WAY: Final = "Không liên lạc được"
EXTENDED: Final = "Gia hạn"
