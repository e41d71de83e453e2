"""What the Zalo Bot channel itself says: to members, to operators, and in the log."""

from __future__ import annotations

from typing import Final

# To members
FILES_ELSEWHERE: Final = (
    "Zalo không gửi được tệp: anh/chị mở trang web của trợ lý hoặc Telegram và hỏi lại để nhận {names}."
)

# To operators
QUOTA_LOW: Final = (
    "Zalo Bot đã gửi {used} trên {monthly} tin của gói tháng {month} ({percent}%). Khi hết gói, chỉ câu trả lời"
    " được gửi tiếp; tin nhắc và thông báo chờ sang tháng sau."
)
QUOTA_GATHERS: Final = (
    "Zalo Bot đã gửi {used} trên {monthly} tin của gói tháng {month} ({percent}%). Từ giờ các thông báo lẻ"
    " được gom lại, mỗi ngày gửi một lần."
)
QUOTA_SPENT: Final = (
    "Zalo Bot đã gửi hết {monthly} tin của gói tháng {month}. Tin nhắc và thông báo qua Zalo được giữ sang tháng sau;"
    " câu trả lời vẫn gửi nếu Zalo còn nhận. Cần gửi tiếp thì nâng gói, sửa ZALO_BOT_MONTHLY rồi chạy lại trợ lý:"
    " tin đang giữ được gửi ngay."
)
USERS_NEAR: Final = (
    "Đã có {count} người nhắn với Zalo Bot; gói này chỉ phục vụ {users} người. Người mới sắp không dùng được: nên nâng"
    " gói rồi sửa ZALO_BOT_USERS, hoặc hướng dẫn dùng trang web."
)
USERS_FULL: Final = (
    "Đã có {count} người nhắn với Zalo Bot; gói này chỉ phục vụ {users} người, đã hết chỗ. Hãy nâng gói rồi sửa"
    " ZALO_BOT_USERS, hoặc hướng dẫn người mới dùng trang web."
)
OVER_LIMIT: Final = "Zalo Bot từ chối gửi vì vượt hạn mức. Trợ lý chờ rồi mới gửi lại; hãy xem lại gói đang dùng."

# Why there is no channel, and why it stopped
UNSET: Final = "thiếu ZALO_BOT_TOKEN"
NOT_ACCEPTED: Final = (
    "Zalo không nhận ZALO_BOT_TOKEN; hãy chép lại mã bot từ Zalo Bot Platform"
    " (nếu có đặt ZALO_BASE_URL thì xem lại cả địa chỉ đó)"
)

# The log
CONNECTED: Final = "Kênh zalo_bot: đã kết nối, bot %s, nhận tin qua %s"
BY_POLLING: Final = "hỏi tin"
BY_WEBHOOK: Final = "webhook"
CONFLICT: Final = "Kênh zalo_bot: webhook đang bật hoặc có chương trình khác đang nhận tin bằng cùng mã bot, sẽ thử lại"
TAKEN: Final = "webhook đang bật hoặc có chương trình khác nhận tin bằng cùng mã bot"
HOOK_SET: Final = "Kênh zalo_bot: nhận tin qua webhook %s"
HOOK_GONE: Final = "Kênh zalo_bot: webhook đã bị gỡ hoặc trỏ sang nơi khác, đặt lại"
NOT_HOOKED: Final = (
    "Kênh zalo_bot: Zalo không nhận địa chỉ webhook (%s); PUBLIC_URL phải là https và mở được từ"
    " ngoài; nhận tin bằng cách hỏi tin"
)
NOT_STORED: Final = "Kênh zalo_bot: chưa ghi được tin vào cơ sở dữ liệu (%s), sẽ thử lại"
NOT_SETTLED: Final = "Kênh zalo_bot: chưa ghi được kết quả gửi (%s), sẽ thử lại"
NOT_COUNTED: Final = "Kênh zalo_bot: chưa ghi được số tin đã gửi (%s)"
NOBODY_TOLD: Final = "Kênh zalo_bot: chưa có người vận hành ở kênh khác để báo: %s"
