"""What is said about a person's own data."""

from __future__ import annotations

NOBODY = (
    "Anh/chị chưa có tài khoản. Để cuộc trò chuyện này tiếp tục được, tôi giữ: câu hỏi gần nhất, tỉnh và ngành anh/chị"
    " cho biết, việc đang làm dở, các câu trả lời và tệp đã gửi anh/chị. Tất cả tự xóa sau {days} ngày không dùng; câu"
    " trả lời xóa {days} ngày sau khi gửi, lần gõ sai mã xóa sau một ngày. Câu hỏi chưa trả lời được và đánh giá được"
    " giữ lại để cải thiện, không ghi ai hỏi. Gõ /quen để xóa ngay câu hỏi gần nhất, tỉnh và ngành. {responsible}"
)
HEAD = "Dữ liệu tôi lưu về anh/chị:"
NAME = "- Tên: {name}"
NO_NAME = "chưa ghi, trong danh sách chỉ hiện vai trò"
CHANNELS = "- Kênh liên lạc: {channels}"
CHANNEL = "{channel} (dùng lần cuối {day})"
ROLES = "- Vai trò: {roles}"
ROLE = "{role}, {unit}, từ {since}"
OPERATOR = "Người vận hành"
CONSENT_GIVEN = "- Đã đồng ý ngày {day}: {purpose}"
CONSENT_NOT = "- Không đồng ý ngày {day}: {purpose}"
CONSENT_NEVER = "- Chưa đồng ý: {purpose}"
REQUESTS = "- Đề nghị chờ duyệt: {requests}"
CALENDAR_OPEN = "- Địa chỉ lịch riêng: đang mở"
CALENDAR_CLOSED = "- Địa chỉ lịch riêng: không mở"
NOTICES = "- Nhắc hạn, thông báo đã ghi cho anh/chị: {count}"
MUTES = "- Nhắc hạn anh/chị đã tắt: {count}"
ENTRIES = "- Việc anh/chị đã ghi cho đơn vị: {count}"
ENTRIES_DELETED = " (kể cả {count} việc đã xóa khỏi nhật ký)"
EVIDENCE = "- Ảnh, tệp anh/chị đã gửi kèm: {count}"
DRAFTS = "- Bản đang ghi dở: {count}"
BESIDES = (
    "- Ngoài ra: tin tôi đã gửi anh/chị (giữ {days} ngày rồi tự xóa), điều đang nhớ trong cuộc trò chuyện, lần đăng"
    " nhập trang văn phòng (nếu có). Tin anh/chị viết không được giữ sau khi trả lời;"
    " câu hỏi chưa trả lời được và đánh giá thì giữ lại, không ghi ai hỏi, chỉ ghi đơn vị cấp cao nhất."
)
NONE = "không có"
RESPONSIBLE = "Chịu trách nhiệm về dữ liệu: {controller}. Liên hệ: {contact}."
CLOCKS = (
    "Theo Luật 91/2025/QH15 và Nghị định 356/2025/NĐ-CP (Điều 5), yêu cầu của anh/chị phải được trả lời trong 2 ngày"
    " làm việc; xem, sửa, nhận dữ liệu trong 10 ngày; rút đồng ý trong 15 ngày; xóa trong 20 ngày."
    " Ở đây các việc ấy được làm ngay:"
)
RENAME = "Sửa tên"
DOWNLOAD = "Tải về dữ liệu của tôi"
WITHDRAW = "Rút đồng ý: {purpose}"
GIVE = "Đồng ý: {purpose}"
CLOSE_LINKS = "Khóa các đường dẫn tệp đã gửi cho tôi"
LINKS_CLOSED = "Đã khóa: các đường dẫn tệp gửi cho anh/chị trước đây không mở được nữa. Cần tệp nào thì yêu cầu lại."
DELETE = "Xóa tài khoản (rút đồng ý lập tài khoản)"

RENAMED = "Đã sửa tên thành “{name}”."
NAME_REMOVED = "Đã bỏ tên; trong danh sách chỉ hiện vai trò của anh/chị."
FILE_NAME = "du-lieu-ca-nhan.html"
FILE_FOR_MACHINES = "du-lieu-ca-nhan.json"
FILE = (
    "Đây là dữ liệu của tài khoản anh/chị: tệp .html để đọc, tệp .json cùng nội dung để chuyển sang phần mềm khác."
    " Tệp có dữ liệu cá nhân, anh/chị cất giữ cẩn thận."
)
WITHDRAWN = "Đã rút đồng ý: {purpose}."
WITHDRAWN_REMINDERS = (
    "Đã rút đồng ý: nhắc hạn và thông báo. Tôi không tự nhắn cho anh/chị nữa; anh/chị hỏi tôi vẫn trả lời."
)
GIVEN = "Đã ghi: anh/chị đồng ý {purpose}. Rút lại lúc nào cũng được: gõ /dulieu."
NOT_GIVEN = "Vâng, tôi giữ nguyên: không đồng ý {purpose}."
NOT_NEEDED = "Việc này vốn đã như vậy, tôi không đổi gì."

DELETE_ASK = (
    "Xóa tài khoản cũng là rút mọi đồng ý. Sẽ xóa hẳn: tên, kênh liên lạc, các lần đồng ý, vai trò, đề nghị, địa chỉ"
    " lịch, nhắc hạn và thông báo đã ghi, các cuộc trò chuyện. Việc đã ghi cho đơn vị (như báo cáo đã nộp) ở lại với"
    " đơn vị, không còn gắn với anh/chị. Xóa rồi không lấy lại được. Anh/chị có muốn xóa không?"
)
DELETE_YES = "Xóa tài khoản"
DELETE_NO = "Không xóa"
DELETE_SURE = "Tôi hỏi lại lần cuối: xóa hẳn tài khoản và dữ liệu của anh/chị, không lấy lại được?"
DELETE_SURE_YES = "Xóa hẳn"
DELETE_KEPT = "Vâng, tôi không xóa gì."
DELETED = (
    "Đã xóa tài khoản và dữ liệu của anh/chị. Từ nay tôi không nhắn cho anh/chị nữa; anh/chị vẫn hỏi đáp chung được."
    " Cảm ơn anh/chị."
)
