"""What the standing office is told of its units, and asked before it reminds or writes to them."""

from __future__ import annotations

# Names of units in a sentence
NAMES_BETWEEN = "; "
NAMES_MORE = "{names} và {count} đơn vị khác"

ROLE_COUNT = "{count} {role}"
UNIT_ROLES = "{unit} ({roles})"

# How units stand with one report
TITLE = "{what}, năm {year}"
OF_UNITS = "Đơn vị theo dõi: {unit} và các đơn vị trực thuộc."
DUE = "Hạn: chậm nhất {due} ({left})."
DUE_PROJECTED = "Hạn DỰ KIẾN: chậm nhất {due} ({left}); Cơ quan Thường trực chưa xác nhận cho năm {year}."
LEFT = "còn {days} ngày"
TODAY = "hôm nay là ngày cuối"
PASSED = "đã qua {days} ngày"
COUNTS = "Đã nộp {sent}/{owing} đơn vị ({rate}): đúng hạn {on_time}, muộn {late}. Chưa nộp {silent}."
SEVERAL = "{units}: có {count} báo cáo cùng kỳ."
SEVERAL_UNITS = "{unit} và các đơn vị trực thuộc"
SEVERAL_ROW = "- {what}: đã nộp {sent}/{owing} đơn vị ({rate}), chưa nộp {silent}; hạn {mark}chậm nhất {due} ({left})."
SEVERAL_ASK = "Anh/chị chọn một báo cáo để xem tên đơn vị."
EXEMPT = "Không phải nộp: {count} đơn vị."
SILENT = "Chưa nộp: {names}."
MISSING = "Quá hạn, chưa nộp: {names}."
OPEN = "Còn hạn, chưa nộp: {names}."
SENT_LATE = "Nộp muộn: {names}."
SENT_ON_TIME = "Nộp đúng hạn: {names}."
UNIT_NOTES = "{unit} ({notes})"
SENT_DAY = "nộp {day}"
EXTENDED_TO = "gia hạn đến {day}"
OTHER_DAY = "hạn {mark}{day}"
ALL_SENT = "Tất cả đơn vị đã nộp."
NOBODY = "Chưa có thư ký hay trưởng ban nào tham gia: {names}."
UNREACHABLE = "Không liên lạc được (đã chặn, hoặc không đồng ý nhận nhắc): {names}."
UNKNOWN = "Lời nhắc gần nhất có thể chưa tới: {names}."
MUTED = "Đã tắt nhắc việc này: {names}."
NO_PERIOD = "Các đơn vị của {unit} không có hạn báo cáo nào trong khoảng một năm qua và bốn tháng tới."
PERIOD_UNKNOWN = "Tôi chưa thấy kỳ “{text}”. Anh/chị chọn một kỳ, hoặc gõ như: /tiendo 6 tháng 2026."
PROJECTED = "DỰ KIẾN "
PERIOD = "{what} ({mark}{due})"
SECTOR = "{what}, ngành {sector}"
OF_YEAR = "{what} {year}"
PERIODS = {
    "first_half": "6 tháng đầu năm",
    "second_half": "6 tháng cuối năm",
    "year": "Cả năm",
    "quarter": "Quý",
    "month": "Tháng",
    "once": "Một lần",
}
NUDGE = "Nhắc các đơn vị chưa nộp"
YEARS = "Tỷ lệ các năm"
ASK_UNIT = "Anh/chị xem tiến độ của đơn vị nào?"

# Rates by period and year
RATES_HEAD = "Tỷ lệ đơn vị đã nộp, {unit} và các đơn vị trực thuộc:"
RATES_ROW = "- {what}: {years}."
RATES_YEAR = "{year}: {sent}/{owing} ({rate}), đúng hạn {on_time_rate}"
RATES_OPEN = "{year}: {sent}/{owing} ({rate}), chưa hết hạn"
RATES_NONE = "{year}: chưa có số liệu"
RATES_EMPTY = "Chưa có số liệu nào của {unit} cho các năm này."

# A unit's own record
OWN_HEAD = "Việc nộp báo cáo của {unit}:"
OWN_ROW = "- {title}, năm {year}, chậm nhất {due}: {state}."
OWN_ROW_PROJECTED = "- {title}, năm {year}, DỰ KIẾN chậm nhất {due}: {state}."
OWN_ON_TIME = "đã nộp ngày {day}, đúng hạn"
OWN_LATE = "đã nộp ngày {day}, muộn"
OWN_MISSING = "chưa nộp, quá hạn {days} ngày"
OWN_OPEN = "chưa nộp, {left}"
OWN_NONE = "{unit} không có hạn báo cáo nào trong khoảng một năm qua và bốn tháng tới."
OWN_NO_UNIT = "Anh/chị chưa thuộc đơn vị nào."

# Reminding the units that have not sent
NUDGE_LEAD = "Cơ quan Thường trực nhắc:"
NUDGE_PREVIEW = "Tôi sẽ nhắc {units} đơn vị chưa nộp, {people} người nhận. Ví dụ, {unit} sẽ nhận:"
NUDGE_WHEN = "Ngoài giờ làm việc nên lời nhắc sẽ gửi lúc {at}."
NUDGE_ASK = "Gửi lời nhắc này?"
NUDGE_TOLD = "{people} người đã được nhắc cho ngày {day}, không nhận lần nữa."
NUDGE_NOBODY = "Không nhắc thêm được ai."
NUDGE_DONE = "Đã nhắc {people} người ở {units} đơn vị."
NUDGE_LATER = "Ngoài giờ làm việc: {people} người ở {units} đơn vị sẽ được nhắc lúc {at}."
NUDGE_CANCELLED = "Đã thôi, chưa nhắc ai."
SEND, DO_NOT = "Gửi", "Không gửi"

# Writing to units
BROADCAST_UNIT = "Anh/chị gửi thông báo thay mặt đơn vị nào?"
BROADCAST_TEXT = (
    "Anh/chị gõ nội dung thông báo (không quá {most} ký tự). Không ghi nội dung thuộc bí mật nhà nước và thông tin"
    " riêng của cá nhân.\nMuốn kèm văn bản, anh/chị ghi số, ký hiệu trong nội dung (ví dụ 1097/SYT-BVSTBCPN); tôi dẫn"
    " văn bản có trong kho. Tôi chưa gửi được tệp.\nXem các thông báo đã gửi: /thongbao xem."
)
BROADCAST_EMPTY = (
    "Tôi chưa thấy nội dung. Anh/chị gõ nội dung thông báo giúp tôi; muốn kèm văn bản thì ghi số, ký hiệu, vì tôi chưa"
    " gửi được tệp."
)
BROADCAST_FILE = (
    "Tôi chưa gửi được tệp. Anh/chị gõ nội dung thông báo và ghi số, ký hiệu của văn bản (ví dụ 1097/SYT-BVSTBCPN);"
    " văn bản có trong kho sẽ được dẫn kèm."
)
BROADCAST_TOO_LONG = "Nội dung dài {count} ký tự, quá {most}. Anh/chị gõ ngắn lại giúp tôi."
BROADCAST_WHOM = "Gửi cho những đơn vị nào của {unit}?"
WHOM_ALL = "Tất cả đơn vị"
WHOM_KIND = "Theo loại đơn vị"
WHOM_SOME = "Một số đơn vị"
BROADCAST_KIND = "Gửi cho loại đơn vị nào?"
KIND_COUNT = "{kind} ({count})"
KINDS = {
    "province": "Cấp tỉnh",
    "commune": "Cấp xã",
    "department": "Sở, ban, ngành",
    "hospital": "Bệnh viện, cơ sở y tế",
    "school": "Trường học",
    "other": "Đơn vị khác",
}
BROADCAST_UNITS = "Anh/chị gõ tên các đơn vị, cách nhau bằng dấu chấm phẩy hoặc xuống dòng."
UNITS_NOT_FOUND = "Tôi chưa thấy trong các đơn vị trực thuộc: {names}. Anh/chị gõ lại cả danh sách giúp tôi."
UNITS_SEVERAL = "Có nhiều đơn vị hợp với: {names}. Anh/chị gõ đủ tên rồi gửi lại cả danh sách giúp tôi."
UNITS_TOO_MANY = (
    "Tôi nhận nhiều nhất {most} tên một lần. Nhiều hơn thì anh/chị gửi theo loại đơn vị, hoặc gửi làm mấy lần."
)
BROADCAST_ROLES = "Gửi cho ai trong các đơn vị đó?"
ROLES_ALL = "Tất cả thành viên"
ROLES_SECRETARIES = "Thư ký"
ROLES_HEADS = "Trưởng ban"
CHOOSE_ONE = "Anh/chị chọn một mục trong danh sách, hoặc gõ số của mục đó."
BROADCAST_HEAD = "Thông báo của {unit}:"
BROADCAST_CITED = "Văn bản: {citation}"
BROADCAST_PREVIEW = "Gửi cho {units} đơn vị, {people} người."
BROADCAST_NAMES = "Các đơn vị: {names}."
BROADCAST_HOURS = "Bây giờ ngoài giờ làm việc (07:30–17:30 ngày làm việc): tôi sẽ gửi lúc {at}, hoặc gửi ngay."
SEND_AT = "Gửi lúc {at}"
SEND_NOW = "Gửi ngay"
BROADCAST_NO_PERSON = "Không có người nhận: {names}."
BROADCAST_NO_WAY = "Không liên lạc được với {people} người (đã chặn, hoặc không đồng ý nhận) ở: {names}."
BROADCAST_EXACT = "Nguyên văn tin sẽ gửi:"
BROADCAST_ASK = "Gửi thông báo này?"
BROADCAST_NOBODY = "Không có ai nhận được thông báo này nên tôi chưa gửi."
BROADCAST_NOBODY_WAY = (
    "Không có ai nhận được thông báo này nên không gửi được. Anh/chị gõ “lùi” để chọn lại người nhận, “hủy” để thôi."
)
BROADCAST_LATER = "Đã ghi: thông báo sẽ gửi lúc {at} cho {people} người ở {units} đơn vị."
BROADCAST_DONE = "Đã gửi thông báo cho {people} người ở {units} đơn vị."
BROADCAST_CANCELLED = "Đã thôi, chưa gửi thông báo."
READ = "Đã đọc"
READ_DONE = "Tôi đã ghi là anh/chị đã đọc. Cảm ơn anh/chị."
READ_TWICE = "Tôi đã ghi từ trước rồi ạ."

# What became of them
SENT_SEE = "Xem ai đã nhận, đã đọc"
SENT_NONE = "Chưa có thông báo nào."
SENT_LIST = "Các thông báo gần đây. Anh/chị chọn một để xem ai đã nhận, đã đọc:"
SENT_LABEL = "{day}: {start}"
SENT_HEAD = "Thông báo ngày {day} của {unit}: “{start}”"
SENT_COUNTS = (
    "Gửi cho {to} người: đã tới {delivered}, đang gửi {waiting}, có thể chưa tới {unknown}, không tới được {failed}."
    " Đã đọc: {read}."
)
SENT_HELD = "Đang chờ: {people} người, tin chỉ hiện ra khi họ nhắn cho trợ lý lần tới; việc gấp xin báo cách khác."
RECEIPT_ROW = "- {unit}: {state}."
RECEIPT_READ = "đã đọc: {roles}"
RECEIPT_UNREAD = "đã nhận, chưa đọc: {roles}"
RECEIPT_WAITING = "đang gửi: {roles}"
RECEIPT_HELD = "đang chờ nhắn lần tới: {roles}"
RECEIPT_UNKNOWN = "có thể chưa nhận: {roles}"
RECEIPT_FAILED = "không nhận được: {roles}"
RECEIPT_NOBODY = "không gửi được cho ai"
RECEIPT_MORE = "Và {count} đơn vị khác; danh sách đủ ở trang văn phòng, mục Thông báo (gõ /vanphong)."
SENT_UNREAD = "Chưa có ai đọc ở: {names}."
SENT_ALL_READ = "Đơn vị nào cũng đã có người đọc."
