"""What is said of a member's own calendar, and in it."""

from __future__ import annotations

FILE = "han-bao-cao.ics"
NAME = "Hạn báo cáo của tôi"

# In the calendar
SUMMARY = "Hạn: {title} - {unit}"
SUMMARY_PROJECTED = "Hạn DỰ KIẾN: {title} - {unit}"
SUMMARY_SUBMITTED = "Đã nộp: {title} - {unit}"
SUBMITTED = "Đơn vị đã nộp ngày {day}."
RECIPIENT = "Nơi nhận: {recipient}"
SOURCE = "Nguồn: {source}"
CAUTION = "Lưu ý: {caution}"

# /lich
SENT = (
    "Tệp lịch {count} hạn báo cáo của {units}, từ {first} đến {last}, kèm các ngày kỷ niệm. "
    "Anh/chị mở tệp để thêm vào lịch trên máy."
)
SENT_NONE = (
    "Từ {first} đến {last}, {units} chưa có hạn báo cáo nào. Tệp lịch chỉ có các ngày kỷ niệm và tháng hành động."
)
SENT_NO_UNIT = "Anh/chị chưa có vai trò trong đơn vị nào nên tệp lịch chỉ có các ngày kỷ niệm và tháng hành động."
ADDRESS = (
    "Lịch tự cập nhật (chỉ hiện một lần, anh/chị chép lại ngay): {url}\n"
    "Cách dùng: trong ứng dụng lịch, chọn “Thêm lịch đăng ký” hoặc “Thêm bằng URL” rồi dán địa chỉ này. "
    "Ai có địa chỉ đều xem được lịch, anh/chị đừng chuyển cho người khác."
)
ADDRESS_OPEN = (
    "Địa chỉ lịch tự cập nhật của anh/chị đang dùng được. Tôi không lưu nguyên văn nên không hiện lại được; "
    "nếu quên hoặc bị lộ, anh/chị đổi địa chỉ khác."
)
CHANGED = "Đã đổi. Địa chỉ cũ không dùng được nữa."
REVOKED = "Đã thu hồi. Địa chỉ lịch cũ không dùng được nữa. Khi cần địa chỉ mới, anh/chị gõ /lich."
NONE_OPEN = "Anh/chị đang không có địa chỉ lịch nào. Khi cần, anh/chị gõ /lich."
NO_PAGE = "Hệ thống chưa có địa chỉ công khai nên chưa có lịch tự cập nhật. Anh/chị gõ /lich để lấy tệp."
CHANGE = "Đổi địa chỉ"
REVOKE = "Thu hồi"
