"""What is said about units and the people in them: invitations, requests, changes."""

from __future__ import annotations

from handlers import messages_joining

UNIT_OF = "{unit} (thuộc {above})"
UNIT_SEVERAL = "Có mấy đơn vị hợp với “{text}”. Anh/chị chọn một."
UNIT_NEAR = "Tôi chưa thấy đơn vị đúng tên “{text}”. Anh/chị chọn đơn vị gần giống dưới đây, hoặc gõ lại tên."
UNIT_NOT_FOUND = (
    "Tôi chưa thấy đơn vị “{text}” trong các đơn vị anh/chị được làm việc này. Anh/chị gõ lại tên đơn vị giúp tôi."
)
UNIT_NOT_OPEN = "Không chọn được đơn vị đó. Anh/chị gõ tên đơn vị giúp tôi."

CHOOSE_ONE = "Anh/chị chọn một trong các mục đã nêu giúp tôi."
NUMBER = "Anh/chị gõ một số từ 1 đến {most} giúp tôi."
TODAY = "Hôm nay"
DAY_UNCLEAR = "Tôi cần một ngày cụ thể, ví dụ 1/7/2025."
DAY_AHEAD = "Ngày đó chưa đến. Anh/chị chọn hôm nay hoặc ngày đã qua."
NAME_BAD = "Anh/chị gõ tên đầy đủ bằng chữ giúp tôi."
NAME_LONG = "Tên dài quá {most} ký tự. Anh/chị gõ ngắn lại giúp tôi."
SURE = "Anh/chị đồng ý không?"
DO_IT = "Đồng ý"
LEAVE_IT = "Thôi"
LEFT = "Đã thôi, chưa lưu gì."

ROLES = messages_joining.ROLES
KINDS = {
    "province": "tỉnh, thành phố",
    "commune": "xã, phường, đặc khu",
    "department": "sở, ban, ngành",
    "hospital": "bệnh viện, cơ sở y tế",
    "school": "trường học",
    "other": "đơn vị khác",
}

# Invitations
INVITES_OPEN = "Lời mời đang mở:"
INVITE_ROW = "- {unit}, {role}: đã dùng {uses}/{most} lần, hết hạn {day}"
INVITES_MORE = "Và {count} lời mời khác."
INVITE_NEW = "Mời thêm người"
INVITE_REVOKE = "Thu hồi: {unit}, {role}, hết hạn {day}"
INVITE_UNIT = "Anh/chị mời người vào đơn vị nào?"
INVITE_ROLE = "Người được mời giữ vai trò gì?"
INVITE_USES = "Mã mời dùng được mấy lần (1–{most})? Gõ một số, hoặc gõ “bỏ qua” để lấy {usual} lần."
INVITE_DAYS = "Mã mời có hiệu lực mấy ngày (1–{most})? Gõ một số, hoặc gõ “bỏ qua” để lấy {usual} ngày."
INVITE_PREVIEW = "Mời vào {unit} với vai trò {role}; dùng {most} lần; hết hạn {day}."
INVITE_OVERSEES = "Người giữ vai trò này quản lý đơn vị và mọi đơn vị trực thuộc."
INVITE_MADE = (
    "Mã mời vào {unit}, vai trò {role}: /thamgia {code}\n"
    "Dùng {most} lần, hết hạn {day}. Mã chỉ hiện một lần; anh/chị gửi riêng cho người được mời."
)
INVITE_LINK = "Hoặc mở: {link}"
INVITE_REVOKED = "Đã thu hồi lời mời vào {unit}."
INVITE_GONE = "Lời mời này không còn mở."

# Requests
REQUESTS_NONE = "Không có đề nghị tham gia nào đang chờ."
REQUESTS_HEAD = "Có {count} đề nghị tham gia đang chờ:"
REQUEST_ROW = "- {who}: {unit}, {role}, gửi {day}{note}"
REQUEST_NOTE = " – “{note}”"
REQUEST_NAMELESS = "Người chưa ghi tên"
REQUEST_YES = "Duyệt: {who}, {role}, {unit}"
REQUEST_NO = "Từ chối: {who}, {role}, {unit}"
REQUESTS_MORE = "Còn {count} đề nghị nữa; duyệt xong anh/chị gõ lại /duyet."
REQUEST_DONE = "Đề nghị này đã được xử lý."
REQUEST_UNIT_GONE = "{unit} không còn hoạt động. Anh/chị từ chối và mời người đó vào đơn vị mới."
REQUEST_APPROVED = "Đã duyệt: {who} là {role} của {unit}."
REQUEST_DECLINED = "Đã từ chối đề nghị của {who} vào {unit}."
REQUEST_UNTOLD = "Tôi chưa báo được cho người đó, vì không còn cuộc trò chuyện nào liên lạc được."
REASON_ASK = "Lý do từ chối để báo cho {who} là gì? Gõ lý do, hoặc gõ “bỏ qua”."
REASON_LONG = "Lý do dài quá {most} ký tự. Anh/chị gõ ngắn lại giúp tôi."
TOLD_APPROVED = "Đề nghị của anh/chị đã được duyệt: từ nay anh/chị là {role} của {unit}. Gõ /trogiup để xem các lệnh."
TOLD_DECLINED = "Đề nghị tham gia {unit} của anh/chị chưa được duyệt.{reason}"
TOLD_REASON = " Lý do: {reason}"

# Nothing to do it to
UNITS_NONE = (
    "Chưa có đơn vị nào nên chưa làm được việc này. Anh/chị lập đơn vị đầu tiên (gõ /donvi, chọn “Thêm đơn vị”),"
    " hoặc nhập cả danh sách trên máy chạy trợ lý: python -m bot units import TỆP --write"
)

# People
MEMBERS_WHICH = "Anh/chị xem thành viên của đơn vị nào?"
MEMBERS_NONE = "{unit} chưa có thành viên nào."
MEMBERS_HEAD = "Thành viên của {unit}:"
MEMBERS_UNIT = "{unit}:"
MEMBERS_ROW = "- {who}: {roles}{reach}"
MEMBERS_BLOCKED = " (không liên lạc được)"
MEMBERS_SILENT = " (chưa đồng ý nhận nhắc)"
MEMBERS_MORE = "Còn {count} người, xem trên trang web của văn phòng."
MEMBERS_NARROW = "Muốn kết thúc vai trò của ai, anh/chị gõ /thanhvien và tên đơn vị."
NAMELESS = "Chưa ghi tên"
END_ROLE = "Kết thúc: {who}, {role}, {unit}"
END_ROLE_PREVIEW = "Kết thúc vai trò {role} của {who} ở {unit} từ hôm nay."
END_ROLE_DONE = "Đã kết thúc vai trò {role} của {who} ở {unit}."
END_ROLE_TOLD = "Vai trò {role} của anh/chị ở {unit} đã kết thúc từ ngày {day}."
END_ROLE_GONE = "Vai trò này đã kết thúc rồi."
LEAVE_NONE = "Anh/chị không giữ vai trò nào trong đơn vị nào."
LEAVE_WHICH = "Anh/chị thôi vai trò nào?"
LEAVE_PREVIEW = "Anh/chị thôi vai trò {role} ở {unit} từ hôm nay; tài khoản vẫn còn."
LEAVE_DONE = "Anh/chị đã thôi vai trò {role} ở {unit}."
ROLE_AT = "{role} của {unit}"

# Units
OWN_UNITS = "Đơn vị của anh/chị:"
OWN_UNIT_ROW = "- {unit} ({about}): {roles}"
OWN_OPERATOR = "Anh/chị là người vận hành."
OWN_NONE = "Anh/chị chưa thuộc đơn vị nào. Có mã mời thì gõ /thamgia và mã; chưa có thì gõ /thamgia."
ABOUT_UNDER = "thuộc {above}"
PLACE_KNOWN = "Khi trả lời câu hỏi, tôi ưu tiên: {what}. Gõ /donvi và tỉnh, ngành để đổi; gõ /quen để xóa."
CHANGES = {
    "them": "Thêm đơn vị",
    "doiten": "Đổi tên",
    "chuyen": "Chuyển đơn vị cấp trên",
    "sapnhap": "Sáp nhập",
    "tach": "Chia tách",
    "ketthuc": "Kết thúc",
}
KEPT = "Việc này được ghi lại kèm người làm và thời điểm."
DAY_ASK = "Từ ngày nào?"
DAY_BEFORE_UNIT = "{unit} được ghi từ ngày {since}. Anh/chị chọn ngày từ đó về sau."
GONE = "{unit} không còn hoạt động nên không làm được việc này."

ADD_PARENT = "Đơn vị mới thuộc đơn vị nào?"
ADD_TOP = "Không thuộc đơn vị nào (cấp cao nhất)"
ADD_KIND = "Đơn vị mới thuộc loại nào?"
ADD_PROVINCE = "Đơn vị thuộc tỉnh, thành phố nào?"
ADD_PROVINCE_UNKNOWN = "Tôi chưa nhận ra tỉnh, thành phố đó. Anh/chị gõ tên hiện nay, ví dụ: {example}."
ADD_NAME = "Tên đơn vị mới là gì?"
ADD_OFFICIAL = "Danh mục xã, phường có tên gần giống. Anh/chị chọn tên đúng:"
ADD_AS_TYPED = "Giữ tên đã gõ"
ADD_SECTOR = "Đơn vị thuộc ngành nào? Không theo ngành thì gõ “bỏ qua”."
ADD_SECTOR_UNKNOWN = "Tôi chưa nhận ra ngành đó. Anh/chị gõ tên ngành, hoặc gõ “bỏ qua”."
ADD_NATION = "Cả nước, không riêng tỉnh nào"
ADD_PREVIEW = "Thêm {unit} ({about})."
ADD_DONE = "Đã thêm {unit}. Mời người vào đơn vị: /moi."
SAME_NAME = "Ở đó đã có đơn vị tên “{unit}”; hai đơn vị cần tên khác nhau."
SAME_CODE = "Đã có đơn vị của {unit} trong danh sách."

RENAME_UNIT = "Anh/chị đổi tên đơn vị nào?"
RENAME_TO = "Tên mới là gì?"
RENAME_PREVIEW = "Đổi tên {unit} thành {name} từ ngày {day}."
RENAME_DONE = "Đã đổi tên {unit} thành {name}."
RENAME_SAME = "Đó đang là tên của đơn vị. Anh/chị gõ tên mới giúp tôi."

MOVE_UNIT = "Anh/chị chuyển đơn vị nào?"
MOVE_TO = "Đơn vị cấp trên mới là đơn vị nào?"
MOVE_INSIDE = "{other} là chính đơn vị đó hoặc nằm dưới nó. Anh/chị chọn đơn vị khác."
MOVE_SAME = "{unit} đang thuộc {other} rồi."
MOVE_PREVIEW = "Chuyển {unit} từ {old} sang thuộc {other} từ hôm nay."
MOVE_DONE = "{unit} nay thuộc {other}."
MOVE_FROM_TOP = "cấp cao nhất"

MERGE_UNIT = "Đơn vị nào được nhập vào đơn vị khác?"
MERGE_INTO = "Nhập vào đơn vị nào?"
MERGE_INSIDE = (
    "{other} là chính đơn vị đó hoặc nằm dưới nó. Anh/chị chọn đơn vị khác,"
    " hoặc chuyển {other} sang cấp trên khác trước."
)
MERGE_PREVIEW = (
    "Nhập {unit} vào {other} từ ngày {day}: {people} người giữ nguyên vai trò ở {other};"
    " {units} đơn vị trực thuộc chuyển sang {other}; báo cáo đã nộp vẫn ghi cho {unit}."
)
MERGE_DONE = "Đã nhập {unit} vào {other} từ ngày {day}."
MERGE_LATER = "{other} được ghi từ ngày {since}, sau ngày sáp nhập. Anh/chị chọn ngày từ đó về sau."

NEWS_PEOPLE = "Tôi báo cho {reached}/{people} người ở đó (những người đồng ý nhận tin và còn liên lạc được)."
REPORT_ROW = "{title} năm {year} (chậm nhất {due})"
REPORTS_MORE = "và {count} báo cáo khác"
REPORTS_NONE = "{unit} không còn báo cáo nào chưa nộp."
REPORTS_STAY = "Báo cáo chưa nộp vẫn do {unit} nộp: {reports}."
REPORTS_HEIR = "Báo cáo {unit} chưa nộp sẽ do {other} nộp: {reports}."
REPORTS_GONE = "Báo cáo không còn ai phải nộp, tôi thôi nhắc: {reports}."
MOVED_TOLD = "{unit} nay thuộc {other}, từ ngày {day}. Vai trò của anh/chị ({roles}) giữ nguyên."
MERGED_TOLD = "{unit} đã nhập vào {other} từ ngày {day}. Vai trò của anh/chị ({roles}) chuyển sang {other}."
ENDED_TOLD = (
    "{unit} đã kết thúc từ ngày {day}; vai trò của anh/chị ở đó ({roles}) kết thúc. Muốn tham gia đơn vị khác, anh/chị"
    " gõ /thamgia."
)

SPLIT_UNIT = "Anh/chị chia tách đơn vị nào?"
SPLIT_STAYS = "Đơn vị đó có còn hoạt động sau khi chia tách không?"
SPLIT_STAYS_YES = "Vẫn còn"
SPLIT_STAYS_NO = "Kết thúc"
SPLIT_NAMES = "Tên các đơn vị mới là gì? Mỗi tên một dòng, hoặc cách nhau bằng dấu chấm phẩy; tối đa {most} tên."
SPLIT_FEW = "Đơn vị kết thúc thì phải có ít nhất hai đơn vị mới. Anh/chị gõ lại các tên, cách nhau bằng dấu chấm phẩy."
SPLIT_MANY = "Tối đa {most} đơn vị mới một lần."
SPLIT_TWICE = "Hai đơn vị mới trùng tên. Anh/chị gõ lại giúp tôi."
SPLIT_HEIR = "Các đơn vị trực thuộc sẽ thuộc đơn vị mới nào?"
SPLIT_PREVIEW = "Chia tách {unit} từ ngày {day}; lập mới: {names}."
SPLIT_ENDS = "{unit} kết thúc; {people} người thôi vai trò ở đó và cần được mời lại."
SPLIT_GOES_ON = "{unit} và thành viên giữ nguyên."
SPLIT_CHILDREN = "{units} đơn vị trực thuộc chuyển sang {heir}."
SPLIT_DONE = "Đã chia tách {unit}; lập mới: {names}."
SPLIT_INVITE = "Những người cần mời lại vào đơn vị mới (gõ /moi):"
SPLIT_MORE = "Và {count} người khác."

END_UNIT = "Anh/chị kết thúc đơn vị nào?"
END_CHILDREN = "{unit} còn {count} đơn vị trực thuộc. Anh/chị chuyển hoặc kết thúc các đơn vị đó trước."
END_PREVIEW = "Kết thúc {unit} từ ngày {day}; {people} người thôi vai trò ở đó."
END_DONE = "Đã kết thúc {unit} từ ngày {day}."
