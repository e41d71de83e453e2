"""What the engine itself says to members and to whoever runs it; answers come from handlers."""

from __future__ import annotations

from typing import Final

# To members
APOLOGY: Final = (
    "Xin lỗi anh/chị, tin vừa rồi em chưa xử lý được do lỗi kỹ thuật. Anh/chị vui lòng thử lại hoặc hỏi cách khác."
)
CHOICE_LINE: Final = "{number}. {label}"
CHOICE_HINT: Final = "(Trả lời bằng số)"
COMMAND_LINE: Final = "(Gõ /{command} để chọn: {labels})"
FILE_LINE: Final = "Tệp kèm theo: {name} (kênh này chưa gửi được tệp)"

# The terminal conversation
CHAT_WELCOME: Final = (
    "Gõ câu hỏi rồi nhấn Enter. Gõ “nguồn” để xem trích dẫn đầy đủ, “/tep ĐƯỜNG_DẪN” để gửi tệp, “thoát” để kết thúc."
)
CHAT_PROMPT: Final = "Anh/chị: "
CHAT_NO_SOURCE: Final = "Câu trả lời gần nhất không kèm nguồn."
CHAT_BYE: Final = "Tạm biệt anh/chị."
CHAT_FILE: Final = "Tệp: {name} ({path})"
CHAT_SEND: Final = "tep"
"""What a line begins with that sends a file, after a slash."""
CHAT_BAD_FILE: Final = "Không đọc được tệp “{path}”. Anh/chị gõ: /tep ĐƯỜNG_DẪN_TỚI_TỆP"
CHAT_BUSY: Final = "Một cuộc trò chuyện khác (lệnh chat) đang mở cơ sở dữ liệu này; hãy đóng nó hoặc dùng --db khác."
CHAT_ONLY: Final = "chỉ mở bằng lệnh chat"

# Lines of `chat --jsonl`
LINE_NOT_JSON: Final = "dòng không phải là một đối tượng JSON hợp lệ"
LINE_TOO_LONG: Final = "dòng dài quá {limit} byte"
LINE_NO_USER: Final = "thiếu user (chuỗi không rỗng, tối đa {limit} ký tự)"
LINE_NO_TEXT: Final = "cần text, choice hoặc attachment"
LINE_BAD_FIELD: Final = "{field} phải là chuỗi"
LINE_BAD_TIME: Final = "at không phải là thời điểm ISO 8601"
LINE_BAD_FILE: Final = "attachment phải là đường dẫn tới một tệp có thật"
LINE_WAITS: Final = "tin đã ghi vào nhật ký nhưng cơ sở dữ liệu chưa nhận; sẽ xử lý ở dòng sau"
LINE_UNKNOWN: Final = "không hiểu khóa {keys}"

# The database
DB_IS_FOLDER: Final = "Cơ sở dữ liệu {path} là một thư mục, cần một tệp."
DB_NO_FOLDER: Final = "Không tạo được thư mục {path} cho cơ sở dữ liệu: {why}."
DB_LOCKED: Final = "Cơ sở dữ liệu {path} đang bị chương trình khác khóa; hãy đóng chương trình đó rồi thử lại."
DB_READONLY: Final = "Cơ sở dữ liệu {path} chỉ đọc được, không ghi được; hãy kiểm tra quyền ghi của tệp và thư mục."
DB_FULL: Final = "Ổ đĩa hoặc cơ sở dữ liệu {path} đã đầy, không ghi được."
DB_CORRUPT: Final = "Tệp {path} không phải là cơ sở dữ liệu SQLite hoặc đã hỏng; hãy khôi phục từ bản sao lưu."
DB_FAILED: Final = "Không dùng được cơ sở dữ liệu {path}: {why}."
DB_SERVED: Final = "Một máy chủ khác (lệnh serve) đang dùng cơ sở dữ liệu {path}; mỗi cơ sở dữ liệu chỉ một máy chủ."
LOCK_FAILED: Final = "Không tạo được tệp khóa {path}: {why}."

# Settings
SETTING_NOT_NUMBER: Final = "{key}: “{value}” không phải là số nguyên."
SETTING_OUT_OF_RANGE: Final = "{key}: {value} phải nằm trong khoảng {low} đến {high}."
SETTING_NOT_URL: Final = "{key}: “{value}” không phải là địa chỉ http:// hoặc https://."
SETTING_MALFORMED: Final = "{key}: giá trị có khoảng trắng hoặc ký tự lạ."
SETTING_BAD_OPERATOR: Final = "{key}: “{value}” phải có dạng kênh:mã người dùng, cách nhau bằng dấu phẩy."
SETTING_FILE_UNREADABLE: Final = "Không đọc được tệp {path}: {why}."

# Starting and running
KNOWLEDGE_BROKEN: Final = "Không nạp được cơ sở tri thức {path}:"
CHANNEL_RUNS: Final = "Kênh %s: đang chạy"
CHANNEL_MISSING: Final = "Kênh %s: chưa chạy, %s"
CHANNEL_REFUSED: Final = "Kênh %s: dừng hẳn, %s"
CHANNEL_FAILED: Final = "Kênh %s: lỗi (%s), chạy lại sau %.0f giây"
CHANNEL_ENDED: Final = "Kênh %s: kết thúc ngoài dự kiến"
RECOVERED: Final = "Kênh %s: xử lý lại %d tin còn dở"
SERVE_STARTS: Final = "Bắt đầu: cơ sở dữ liệu %s, tri thức %s"
SERVE_STOPS: Final = "Đang dừng"
SERVE_STOPPED: Final = "Đã dừng, không mất tin nào"

# The command line
PROGRAM: Final = "Trợ lý công tác bình đẳng giới"
COMMAND_MISSING: Final = "Thiếu lệnh. Các lệnh có: {commands}."

REMINDERS_QUEUED: Final = "Nhắc việc: %d tin đã xếp hàng"
REMINDERS_FAILED: Final = "Nhắc việc chưa chạy được: %s"
TIDY_FAILED: Final = "Chưa xóa được dữ liệu quá hạn giữ, sẽ thử lại sau một ngày: %s"

WORK_FAILED = "Việc đang làm dở, chưa ghi được: %s"
WORK_APOLOGY = (
    "Tôi chưa làm được việc anh/chị vừa yêu cầu. Anh/chị thử lại giúp; vẫn không được thì báo người vận hành."
)
WORK_GOES_ON = "Đang làm: {bar} {percent}%"
PROGRESS = "Đang tổng hợp"
CHANNEL_TROUBLED = "Kênh {channel} không chạy được: đã thử nhiều lần. Các kênh khác vẫn chạy. Xem nhật ký của máy chủ."
OPERATORS_NOT_TOLD = "chưa báo được người vận hành: %s"
OPERATORS_LOST = (
    "OPERATORS: kênh %s không chạy, nên không báo được người vận hành ở kênh này;"
    " hãy cấu hình kênh ấy hoặc ghi thêm địa chỉ ở kênh đang chạy"
)
SETTING_NO_CHANNEL = "{key}: “{value}” ghi kênh “{channel}” không có; các kênh: {channels}."
SETTING_BAD_KEY = "{key} phải có 8 đến 256 ký tự, chỉ gồm chữ không dấu, số, gạch dưới và gạch nối."
ARRIVALS_WAIT = "Kênh %s: chưa ghi được kết quả của tin vừa đến (%s), sẽ xử lý lại"
SETTING_BAD_PROXY = "{key}: “{value}” không phải là địa chỉ IP hay dải địa chỉ (ví dụ 127.0.0.1 hoặc 10.0.0.0/8)."
BAD_ARRIVAL = "Kênh %s: bỏ qua một sự kiện không xử lý được (%s)"
NOT_FETCHED = "Kênh %s: không lấy được một tệp (%s), tin vẫn được xử lý"
NO_WEBHOOK = "Kênh %s: có mã webhook nhưng thiếu PUBLIC_URL, nên nhận tin bằng cách hỏi tin"
LINE_DOWN = "Kênh %s: mất kết nối với máy chủ (%s), sẽ thử lại đến khi được"
LINE_BACK = "Kênh %s: đã kết nối lại"

# To operators
LOST = (
    "Kênh {channel}: {what} từ {since} ({why}). Các kênh khác vẫn chạy; trợ lý vẫn thử lại, tin chưa gửi được giữ lại."
    " Kéo dài thì xem nhật ký của máy chủ, mạng và mã của kênh này."
)
FOUND = "Kênh {channel} đã chạy trở lại (trước đó: {what})."
NO_LINE = "mất kết nối"
NO_SENDING = "chưa gửi được tin nào"

# Files as links
FILE_LINK = "Tệp {name}: {url} (mở được đến ngày {day})"
FILE_GONE = "Tệp {name} không còn được lưu; anh/chị yêu cầu lại giúp."
