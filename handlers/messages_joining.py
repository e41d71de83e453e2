"""What is said about joining a unit, consent, and linking channels."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.people import Purpose, Role

ROLES: Mapping[Role, str] = {
    "member": "thành viên",
    "secretary": "thư ký",
    "head": "trưởng ban",
    "office": "cơ quan thường trực",
    "operator": "người vận hành",
}
PURPOSES: Mapping[Purpose, str] = {
    "account": "lập tài khoản",
    "reminders": "nhắc hạn và thông báo",
    "reports": "ghi hoạt động và lập báo cáo của đơn vị",
}
ROLE_IN = "{role}, {unit}"
CHANNELS: Mapping[str, str] = {
    "web": "Trang web",
    "telegram": "Telegram",
    "zalo": "Zalo",
    "console": "Cửa sổ dòng lệnh",
}

BAD_CODE = (
    "Mã này không dùng được: có thể gõ nhầm, đã hết hạn hoặc đã dùng. Anh/chị xem lại mã, hoặc xin mã mới."
    " Không có mã mời thì gõ /thamgia để gửi đề nghị."
)
CODE_WANTED = "Anh/chị gõ /thamgia và mã trong cùng một tin, ví dụ: /thamgia ABCDE-23456."
TOO_MANY_CODES = "Vừa có quá nhiều mã sai nên tôi tạm ngừng nhận mã. Anh/chị gõ lại mã sau một giờ."

NOTICE = (
    "{lead}\n"
    "Trước khi hỏi ý kiến anh/chị, tôi xin nói rõ:\n"
    "- Chịu trách nhiệm về dữ liệu: {controller}. Liên hệ: {contact}.\n"
    "- Dữ liệu được lưu: tên (nếu anh/chị ghi), kênh trò chuyện này, đơn vị và vai trò, các lần đồng ý, các tin đã gửi"
    " cho anh/chị, việc anh/chị làm cho đơn vị tại đây. Tôi không cần dữ liệu nhạy cảm.\n"
    "- Mục đích: tôi hỏi từng việc một, đồng ý việc nào thì dữ liệu chỉ dùng cho việc đó.\n"
    "- Anh/chị tự nguyện. Không đồng ý thì vẫn hỏi đáp chung được. Đã đồng ý rồi vẫn rút được bất cứ lúc nào, và xem,"
    " sửa, tải về, xóa được dữ liệu của mình: gõ /dulieu.\n"
    "- Dữ liệu được giữ đến khi anh/chị xóa tài khoản; riêng tin đã gửi anh/chị giữ {days} ngày. Việc đã ghi cho đơn vị"
    " thì ở lại, không còn gắn với anh/chị.\n"
    "Căn cứ: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 9."
)
CONTROLLER_UNKNOWN = "cơ quan vận hành trợ lý này"
CONSENTS: Mapping[Purpose, str] = {
    "account": (
        "Anh/chị có đồng ý lập tài khoản: lưu kênh này, đơn vị và vai trò của anh/chị? Có tài khoản mới tham gia được."
    ),
    "reminders": "Anh/chị có đồng ý để tôi nhắc hạn và gửi thông báo tới kênh này? Không đồng ý vẫn tham gia được.",
    "reports": (
        "Anh/chị có đồng ý để tôi ghi hoạt động và lập báo cáo của đơn vị từ những gì anh/chị cho biết?"
        " Không đồng ý vẫn tham gia được."
    ),
}
AGREE = "Đồng ý"
DISAGREE = "Không đồng ý"
ACCOUNT_REFUSED = "Vâng, tôi không lập tài khoản. Anh/chị vẫn hỏi đáp chung được; khi nào muốn tham gia, gõ /thamgia."

NAME = "Trong danh sách của đơn vị, anh/chị muốn ghi tên thế nào? Không ghi thì chỉ hiện vai trò."
NO_NAME = "Không ghi tên"
NAME_TOO_LONG = "Tên dài quá {most} ký tự. Anh/chị ghi gọn lại giúp tôi."
NAME_EMPTY = "Tôi chưa thấy tên. Anh/chị ghi bằng chữ, hoặc chọn “Không ghi tên”."

INVITED = "Anh/chị được mời tham gia {unit}, vai trò {role}."
CONFIRM_ROLE = "Anh/chị được mời tham gia {unit}, vai trò {role}. Anh/chị có nhận không?"
ACCEPT = "Nhận"
DECLINE = "Không nhận"
ROLE_DECLINED = "Vâng, tôi chưa ghi gì. Mã mời vẫn còn đến khi hết hạn."
ALREADY = "Anh/chị đã có vai trò {role} tại {unit} rồi."
INVITE_CLOSED = "Mã mời vừa hết hiệu lực nên tôi chưa ghi gì. Anh/chị xin mã mới, hoặc gõ /thamgia để gửi đề nghị."
JOINED = "Anh/chị đã tham gia {unit}, vai trò {role}. Gõ /han để xem hạn báo cáo sắp tới."
QUIET = "Anh/chị chưa đồng ý nhận nhắc hạn nên tôi sẽ không tự nhắn; gõ /dulieu để đổi."
YOUR_DATA = "Xem, sửa, xóa dữ liệu của mình: gõ /dulieu."

OPERATOR_INVITED = "Phần cài đặt ghi anh/chị là người vận hành trợ lý này."
OPERATOR_JOINED = "Đã lập tài khoản người vận hành."

REQUEST_LEAD = "Anh/chị chưa có mã mời nên tôi giúp gửi đề nghị tới Cơ quan Thường trực của đơn vị."
REQUEST_UNIT = "Anh/chị muốn tham gia đơn vị nào? Gõ tên đơn vị."
UNIT_NONE = "Tôi chưa thấy đơn vị nào tên “{text}”. Anh/chị gõ lại tên, đủ chữ hơn giúp tôi."
UNIT_ONE = "Có phải {unit} không? Nếu không phải, gõ “lùi” để tìm lại."
UNIT_SEVERAL = "Anh/chị chọn đơn vị. Nếu không có trong đây, gõ “lùi” để tìm lại."
UNIT_YES = "Đúng, {unit}"
UNIT_CHOOSE = "Anh/chị chọn một đơn vị đã nêu, hoặc gõ “lùi” để tìm lại."
UNIT_OF = "{unit} (thuộc {above})"
REQUEST_ROLE = "Anh/chị xin vai trò nào tại {unit}?"
ROLE_CHOOSE = "Anh/chị chọn một trong các vai trò đã nêu."
REQUEST_NOTE = "Anh/chị nhắn gì thêm cho người duyệt không? Không thì gõ “bỏ qua”."
NO_NOTE = "Bỏ qua"
NOTE_TOO_LONG = "Lời nhắn dài quá {most} ký tự. Anh/chị viết gọn lại giúp tôi."
REQUESTED = "Đã gửi đề nghị: {role}, {unit}. Có kết quả tôi báo ngay. Gõ /thamgia để xem hoặc rút đề nghị."
REQUEST_KEPT = (
    "Đã ghi đề nghị: {role}, {unit}. Hiện chưa có Cơ quan Thường trực nào nhận tin được, nên đề nghị được giữ lại cho"
    " đến khi có. Gõ /thamgia để xem hoặc rút đề nghị."
)
REQUEST_TWICE = "Đề nghị này anh/chị đã gửi rồi, đang chờ duyệt: {role}, {unit}."
REQUESTS_FULL = "Anh/chị đang có {most} đề nghị chờ duyệt. Anh/chị chờ kết quả, hoặc rút bớt: gõ /thamgia."
UNIT_GONE = "Đơn vị này không còn nữa nên tôi chưa gửi đề nghị. Anh/chị gõ /thamgia để chọn lại."
REQUEST_FOR_OFFICE = "{who} đề nghị tham gia {unit}, vai trò {role}."
REQUEST_NOTE_LINE = "Lời nhắn: {note}"
SOMEBODY = "Một người chưa ghi tên"
APPROVE = "Duyệt"
REFUSE = "Từ chối"

STANDING_HEAD = "Anh/chị đang có:"
STANDING_ROLE = "- {role}, {unit}, từ {since}"
WHOAMI = "Mã của anh/chị ở kênh này: {code}"
WHOAMI_OPERATOR = "Thiết lập đang ghi mã này là người vận hành."
WHOAMI_USE = "Người cài đặt trợ lý ghi mã này vào OPERATORS thì anh/chị là người vận hành."
STANDING_OPERATOR = "- Người vận hành"
STANDING_REQUEST = "- Đề nghị chờ duyệt: {role}, {unit}, gửi {day}"
STANDING_FOOT = "Có mã mời thì gõ /thamgia và mã."
WITHDRAW_REQUEST = "Rút đề nghị: {role}, {unit}"
ANOTHER_REQUEST = "Xin thêm vai trò khác"
REQUEST_WITHDRAWN = "Đã rút đề nghị: {role}, {unit}."

LINK_NO_ACCOUNT = (
    "Kênh này chưa có tài khoản. Nếu anh/chị đã tham gia ở kênh khác, gõ /lienket ở kênh đó để lấy mã, rồi gõ /lienket"
    " và mã ở đây. Nếu chưa tham gia, gõ /thamgia."
)
LINK_CODE = (
    "Để dùng tài khoản này ở kênh khác, trong {minutes} phút tới anh/chị nhắn ở kênh đó:\n/lienket {code}\n"
    "Mã chỉ dùng một lần. Xin đừng đưa mã cho ai."
)
LINK_CHANNELS = "Các kênh đang liên kết với tài khoản của anh/chị:"
LINK_CHANNEL = "- {channel}, dùng lần cuối {day}"
LINK_CHANNEL_HERE = "- {channel} (kênh này)"
LINK_REMOVE = "Bỏ liên kết {channel}, dùng lần cuối {day}"
LINK_REMOVE_HERE = "Bỏ liên kết {channel} (kênh này)"
LINK_HAS_ACCOUNT = (
    "Kênh này đã có tài khoản nên không nhận mã liên kết. Nếu đó chính là tài khoản của anh/chị thì không cần làm gì."
    " Nếu muốn dùng tài khoản khác ở đây, anh/chị xóa tài khoản ở kênh này trước (gõ /dulieu), rồi gõ lại mã."
)
LINKED = "Đã liên kết: từ nay kênh này dùng tài khoản của anh/chị. Gõ /lienket để xem các kênh."
LINK_ALERT = "{channel} vừa được liên kết với tài khoản của anh/chị. Nếu không phải anh/chị làm, bấm “Không phải tôi”."
NOT_ME = "Không phải tôi"
LINK_LAST = "Đây là kênh duy nhất nên không bỏ được. Muốn thôi hẳn, anh/chị gõ /dulieu để xóa tài khoản."
LINK_REMOVED = "Đã bỏ liên kết {channel}. Kênh đó không còn dùng được tài khoản của anh/chị."
