"""What reminders say."""

from __future__ import annotations

from typing import Final

HEAD: Final = "Nhắc hạn báo cáo"
SEVERAL: Final = "Nhắc việc: {count} việc"
NUMBERED: Final = "{number}. {text}"
AGAIN: Final = "Anh/chị hẹn nhắc lại hôm nay:"
ITEM_CHOICE: Final = "{number}. {what}, {unit}"

OVERDUE_HEAD: Final = "Đơn vị chưa gửi báo cáo"
OVERDUE: Final = "{title}: hạn {mark}chậm nhất {due}, {count} đơn vị thuộc {top} chưa gửi: {names}."
OVERDUE_MORE: Final = "{names} và {count} đơn vị khác"
OVERDUE_SHOW: Final = "Xem tiến độ"
OVERDUE_SHOW_OF: Final = "Xem tiến độ: {what}"
OVERDUE_NUDGE: Final = "Nhắc các đơn vị này"
OVERDUE_NUDGE_OF: Final = "Nhắc nộp: {what}"
OVERDUE_WHOSE: Final = "{what}, {top}"

AHEAD_HEAD: Final = "Sắp tới"
AHEAD: Final = "Còn {days} ngày nữa là {name} ({when})."
FROM_TO: Final = "từ {first} đến {last}"

NO_MORE: Final = "Gõ /nhacviec để đổi lịch nhắc, /dulieu để thôi nhận nhắc."
