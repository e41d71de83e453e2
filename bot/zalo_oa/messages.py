"""What the Zalo OA channel itself says: to members, to operators, and in the log."""

from __future__ import annotations

from typing import Final

# To members
WAITED: Final = "Tin ngày {day}, lúc đó chưa gửi được cho anh/chị:\n{text}"

# To operators
WAITING: Final = (
    "Zalo OA: {letters} tin cho {members} người chưa gửi được, vì đã quá 48 giờ kể từ tin cuối của họ hoặc họ đã bỏ"
    " quan tâm, và họ không có kênh nào khác. Tin được giữ lại, hiện ra khi họ nhắn lần tới; lời nhắc hạn thì mỗi ngày"
    " được tính lại. Việc gấp xin báo cho họ bằng cách khác."
)
WAITING_AT: Final = "Ở: {places}."
WAITING_PLACE: Final = "{unit} ({roles})"
QUOTA: Final = "Zalo OA: đã hết số tin được gửi của gói (lỗi {code}). Tin còn lại chờ đến ngày mai."
BILLING: Final = (
    "Zalo OA: Zalo không cho gửi vì gói dịch vụ hoặc số dư của OA (lỗi {code})."
    " Hãy xem lại gói ở trang quản trị OA; tin được giữ lại và gửi sau."
)

FORGERIES: Final = (
    "chưa nhận được tin nào đúng chữ ký, có tin bị từ chối; xem lại ZALO_OA_SECRET_KEY, ZALO_OA_APP_ID và giờ của máy,"
)

# Why there is no channel, and why it stopped
UNSET: Final = "thiếu {names}"
NO_DOOR: Final = "thiếu PUBLIC_URL: không có địa chỉ công khai thì Zalo không chuyển tin đến được"
CHAIN_BROKEN: Final = (
    "Zalo không nhận mã làm mới nữa (đã dùng hoặc hết hạn); hãy vào trang quản trị OA cấp quyền lại cho ứng dụng,"
    " lấy refresh token mới, đặt vào ZALO_OA_REFRESH_TOKEN rồi khởi động lại. Tin của thành viên vẫn được ghi lại"
)
PASSED_OVER: Final = (
    "Zalo OA: Zalo không nhận mã trong ZALO_OA_REFRESH_TOKEN; kênh chạy tiếp bằng chuỗi mã có từ trước."
    " Hãy trả thiết lập về giá trị cũ, hoặc lấy mã mới ở trang quản trị OA."
)
CUT_OFF: Final = " (lần xin mã lúc {at} bị ngắt giữa chừng)"

# The log
CONNECTED: Final = "Kênh zalo_oa: đã có mã truy cập, nhận tin ở %s"
NO_ACCESS: Final = (
    "chưa xin được mã truy cập, {why}; nếu là lỗi có số âm thì xem lại ZALO_OA_APP_ID, ZALO_OA_APP_SECRET"
)
OLD_ACCESS: Final = "Kênh zalo_oa: chưa đổi được mã truy cập (%s), vẫn dùng mã cũ"
NOT_STORED: Final = "Kênh zalo_oa: chưa ghi được vào cơ sở dữ liệu (%s), sẽ làm lại"
FORGED: Final = "Kênh zalo_oa: từ chối một lượt chuyển tin, chữ ký không đúng"
STALE: Final = "Kênh zalo_oa: từ chối một lượt chuyển tin có giờ lệch quá %d giờ; xem lại đồng hồ của máy"
WAITS: Final = "Kênh zalo_oa: một tin chờ người nhận nhắn lần tới"
CHORE_FAILED: Final = "Kênh zalo_oa: việc hằng ngày chưa làm được: %s"
