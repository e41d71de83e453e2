"""The words of the page that a person takes along: headings, columns, and what codes mean."""

from __future__ import annotations

from collections.abc import Mapping

TITLE = "Dữ liệu cá nhân của anh/chị"
ON = "Lập ngày {day}. Giờ Việt Nam."
NOTHING = "Không có."
NO_VALUE = "–"
TASK = "{title}, năm {year}, {unit}"
UNKNOWN_TASK = "một việc của đơn vị"
LAST_QUESTION = "Câu hỏi gần nhất"
PLACE = "Tỉnh"
SECTOR = "Ngành"
DIALOGUE = "Việc đang làm dở"
PAGE = (
    '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>body{{font-family:sans-serif;line-height:1.5;margin:1rem;max-width:70rem}}"
    "table{{border-collapse:collapse;width:100%}}th,td{{border:1px solid #999;padding:.3rem .5rem;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}}</style></head><body>\n{body}\n</body></html>\n"
)

SECTIONS: Mapping[str, tuple[str, Mapping[str, tuple[str, str]]]] = {
    "people": ("Tài khoản", {"name": ("Tên", "text"), "created_at": ("Lập lúc", "moment"), "id": ("Mã", "text")}),
    "contacts": (
        "Kênh liên lạc",
        {
            "channel": ("Kênh", "channel"),
            "user": ("Tài khoản ở kênh đó", "text"),
            "chat": ("Cuộc trò chuyện", "text"),
            "seen_at": ("Dùng lần cuối", "moment"),
            "blocked_at": ("Không liên lạc được từ", "moment"),
            "stuck_at": ("Lời nhắc chưa gửi tới được, lúc", "moment"),
            "waits_at": ("Tin chờ lần nhắn tới, từ", "moment"),
        },
    ),
    "memberships": (
        "Vai trò trong các đơn vị",
        {
            "unit": ("Đơn vị", "unit"),
            "role": ("Vai trò", "role"),
            "since": ("Từ ngày", "day"),
            "until": ("Đến ngày", "day"),
        },
    ),
    "consents": (
        "Các lần đồng ý, không đồng ý",
        {
            "at": ("Lúc", "moment"),
            "purpose": ("Mục đích", "purpose"),
            "given": ("Trả lời", "agreed"),
            "channel": ("Kênh", "channel"),
            "shown": ("Nội dung đã được hỏi", "text"),
        },
    ),
    "join_requests": (
        "Đề nghị tham gia",
        {
            "at": ("Lúc", "moment"),
            "unit": ("Đơn vị", "unit"),
            "role": ("Vai trò", "role"),
            "note": ("Lời nhắn", "text"),
            "status": ("Kết quả", "status"),
            "reason": ("Lý do", "text"),
        },
    ),
    "mutes": ("Nhắc hạn đã tắt hoặc hoãn", {"handle": ("Việc", "task"), "again_on": ("Hoãn đến", "day")}),
    "notices": (
        "Nhắc hạn, thông báo đã ghi cho anh/chị",
        {
            "at": ("Lúc", "moment"),
            "kind": ("Loại", "kind"),
            "unit": ("Đơn vị", "unit"),
            "channel": ("Kênh", "channel"),
        },
    ),
    "broadcast_reads": ("Thông báo anh/chị đã đọc", {"at": ("Lúc", "moment"), "broadcast": ("Mã thông báo", "text")}),
    "letters": (
        "Tin tôi đã gửi anh/chị",
        {
            "at": ("Lúc", "moment"),
            "channel": ("Kênh", "channel"),
            "text": ("Nội dung", "text"),
            "files": ("Tệp", "list"),
            "status": ("Tình trạng", "letter"),
        },
    ),
    "sessions": (
        "Điều đang nhớ trong các cuộc trò chuyện",
        {"updated_at": ("Lúc", "moment"), "data": ("Nội dung", "session")},
    ),
    "profiles": (
        "Nơi anh/chị cho biết",
        {"province": ("Tỉnh", "text"), "sector": ("Ngành", "text"), "updated_at": ("Lúc", "moment")},
    ),
    "entries": (
        "Hoạt động anh/chị đã ghi cho đơn vị",
        {
            "at": ("Ghi lúc", "moment"),
            "unit": ("Đơn vị", "unit"),
            "date": ("Ngày", "day"),
            "date_end": ("Đến ngày", "day"),
            "title": ("Tên việc", "text"),
            "place": ("Nơi", "text"),
            "female": ("Nữ", "text"),
            "male": ("Nam", "text"),
            "unknown": ("Chưa rõ", "text"),
            "total": ("Tổng số người", "text"),
            "budget": ("Kinh phí (đồng)", "text"),
            "units_inspected": ("Số đơn vị được kiểm tra", "text"),
            "more": ("Nội dung khác", "text"),
            "note": ("Ghi chú", "text"),
        },
    ),
    "evidence": (
        "Ảnh, tệp anh/chị đã gửi",
        {"at": ("Lúc", "moment"), "name": ("Tệp", "text"), "size": ("Số byte", "text")},
    ),
    "drafts": (
        "Hoạt động đang ghi dở hoặc đã bỏ",
        {"at": ("Lúc", "moment"), "unit": ("Đơn vị", "unit"), "state": ("Đã ghi", "text")},
    ),
    "submissions": (
        "Báo cáo anh/chị đã ghi là đã nộp",
        {
            "unit": ("Đơn vị", "unit"),
            "duty": ("Báo cáo", "duty"),
            "year": ("Năm", "text"),
            "day": ("Ngày nộp", "day"),
            "at": ("Ghi lúc", "moment"),
            "undone": ("Đã bỏ ghi", "yes"),
        },
    ),
    "report_versions": (
        "Báo cáo anh/chị đã soạn",
        {"at": ("Lúc", "moment"), "unit": ("Đơn vị", "unit"), "period": ("Kỳ", "text")},
    ),
    "report_texts": (
        "Lời văn anh/chị đã viết cho báo cáo",
        {
            "unit": ("Đơn vị", "unit"),
            "period": ("Kỳ", "text"),
            "item": ("Mục", "text"),
            "text": ("Nội dung", "text"),
        },
    ),
    "verdicts": (
        "Báo cáo anh/chị đã nhận, trả lại",
        {
            "decided_at": ("Lúc", "moment"),
            "unit": ("Đơn vị", "unit"),
            "year": ("Năm", "text"),
            "verdict": ("Quyết định", "verdict"),
            "reason": ("Lý do", "text"),
        },
    ),
    "rulings": (
        "Quyết định của anh/chị về hạn",
        {
            "unit": ("Đơn vị", "unit"),
            "duty": ("Báo cáo", "duty"),
            "year": ("Năm", "text"),
            "kind": ("Quyết định", "ruling"),
            "due": ("Ngày", "day"),
            "reason": ("Lý do", "text"),
            "at": ("Lúc", "moment"),
        },
    ),
    "broadcasts": (
        "Thông báo anh/chị đã gửi cho các đơn vị",
        {
            "at": ("Lúc", "moment"),
            "unit": ("Thay mặt", "unit"),
            "text": ("Nội dung", "text"),
            "units": ("Gửi cho", "units"),
        },
    ),
    "unit_events": (
        "Thay đổi đơn vị do anh/chị ghi",
        {"unit": ("Đơn vị", "unit"), "what": ("Việc", "event"), "day": ("Từ ngày", "day"), "at": ("Ghi lúc", "moment")},
    ),
    "decisions": (
        "Đề nghị tham gia do anh/chị duyệt",
        {
            "at": ("Gửi lúc", "moment"),
            "unit": ("Đơn vị", "unit"),
            "role": ("Vai trò", "role"),
            "status": ("Kết quả", "status"),
        },
    ),
    "changes": ("Nhật ký việc anh/chị đã làm", {"at": ("Lúc", "moment"), "table": ("Việc", "table")}),
    "feeds": ("Địa chỉ lịch riêng", {"at": ("Mở lúc", "moment")}),
    "link_codes": ("Mã liên kết kênh", {"expires_at": ("Hết hạn", "moment"), "used": ("Đã dùng", "yes")}),
    "logins": ("Đường dẫn vào trang văn phòng", {"expires_at": ("Hết hạn", "moment"), "used": ("Đã dùng", "yes")}),
    "web_sessions": (
        "Phiên trên trang văn phòng",
        {"at": ("Mở lúc", "moment"), "expires_at": ("Hết hạn", "moment"), "revoked": ("Đã kết thúc", "yes")},
    ),
    "wrong_codes": ("Lần gõ sai mã (xóa sau một ngày)", {"at": ("Lúc", "moment")}),
    "data_requests": (
        "Yêu cầu về dữ liệu của anh/chị",
        {
            "at": ("Lúc", "moment"),
            "kind": ("Việc", "request"),
            "detail": ("Mục đích", "purpose"),
            "due": ("Hạn theo luật", "day"),
            "done_at": ("Làm xong lúc", "moment"),
        },
    ),
}
"""By table: the heading, and for each column its label and how it is read."""

YES_NO: Mapping[int, str] = {0: "không", 1: "có"}
AGREED: Mapping[int, str] = {0: "Không đồng ý", 1: "Đồng ý"}
KINDS: Mapping[str, str] = {
    "reminder": "nhắc hạn",
    "event": "ngày kỷ niệm",
    "digest": "tổng hợp cho cơ quan",
    "broadcast": "thông báo của cơ quan",
}
REQUESTS: Mapping[str, str] = {
    "see": "xem",
    "correct": "sửa",
    "export": "tải về",
    "withdraw": "rút đồng ý",
    "delete": "xóa",
}
STATUSES: Mapping[str, str] = {
    "open": "chờ duyệt",
    "approved": "đã duyệt",
    "declined": "bị từ chối",
    "withdrawn": "đã rút",
}
RULINGS: Mapping[str, str] = {
    "confirm": "xác nhận ngày",
    "change": "đổi ngày",
    "cancel": "không phải nộp",
    "extend": "gia hạn riêng",
}
VERDICTS: Mapping[str, str] = {"accepted": "đã nhận", "returned": "trả lại"}
EVENTS: Mapping[str, str] = {
    "made": "lập",
    "renamed": "đổi tên",
    "merged": "nhập vào đơn vị khác",
    "split": "chia tách",
    "moved": "chuyển cấp trên",
    "ended": "kết thúc",
}
TABLES: Mapping[str, str] = {
    "units": "đơn vị",
    "memberships": "vai trò",
    "invites": "lời mời",
    "duties": "hạn của cơ quan",
    "rulings": "quyết định về hạn",
    "submissions": "báo cáo đã nộp",
    "stages": "mốc nhắc",
    "report_texts": "lời văn báo cáo",
    "report_settings": "mẫu báo cáo",
}
LETTERS: Mapping[str, str] = {
    "queued": "chờ gửi",
    "sending": "đang gửi",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "unreached": "không gửi được",
    "expired": "quá giờ, không gửi",
    "unknown": "chưa rõ đã tới",
}
