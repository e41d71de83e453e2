"""What the Telegram channel itself says: to members, and in the log."""

from __future__ import annotations

from typing import Final

# To members
INLINE_HINT: Final = "Gõ câu hỏi, ví dụ: hạn báo cáo"
INLINE_START: Final = "hoi"
"""The payload of the deep link behind the hint: letters, digits, _ and - only."""
CHOICE_LINE: Final = "{number}. {label}"
CUT: Final = "…"

# Why there is no channel, and why it stopped
UNSET: Final = "thiếu TELEGRAM_BOT_TOKEN"
NOT_ACCEPTED: Final = (
    "Telegram không nhận TELEGRAM_BOT_TOKEN; hãy chép lại mã bot từ @BotFather"
    " (nếu có đặt TELEGRAM_BASE_URL thì xem lại cả địa chỉ đó)"
)

# The log
CONNECTED: Final = "Kênh telegram: đã kết nối, bot @%s"
CONFLICT: Final = "Kênh telegram: có chương trình khác đang nhận tin bằng cùng mã bot; chỉ chạy một nơi, sẽ thử lại"
TAKEN: Final = "có chương trình khác đang nhận tin bằng cùng mã bot"
NO_MENU: Final = "Kênh telegram: chưa đặt được danh sách lệnh (%s)"
NOT_STORED: Final = "Kênh telegram: chưa ghi được tin vào cơ sở dữ liệu (%s), sẽ nhận lại"
BAD_UPDATE: Final = "Kênh telegram: bỏ qua cập nhật %s không đọc được (%s)"
ERRAND_FAILED: Final = "Kênh telegram: %s không thành (%s)"
HOOK_SET: Final = "Kênh telegram: nhận tin qua webhook %s"
HOOK_REFUSED: Final = "Kênh telegram: Telegram không nhận địa chỉ webhook (%s); xem lại PUBLIC_URL (phải là https)"
HOOK_GONE: Final = "Kênh telegram: webhook đã bị gỡ hoặc trỏ sang nơi khác, đặt lại"
HOOK_TROUBLE: Final = "Kênh telegram: Telegram không gửi được tin đến webhook (%s), đang chờ gửi %d tin"
