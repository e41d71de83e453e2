"""What is said of deadlines: their cards and lists, rulings, extensions, own deadlines, submissions, stages."""

from __future__ import annotations

# The card of one deadline
CARD_UNIT = "Đơn vị: {unit}"
CARD_DUE = "Hạn: chậm nhất {due} ({left})."
CARD_LAST_WORKING = "Ngày làm việc cuối để gửi là hôm nay, {day}."
CARD_DAY_OFF = "{due} là ngày nghỉ: gửi chậm nhất hết {remind_by}."
CARD_DAY_OFF_GONE = "{due} là ngày nghỉ; ngày làm việc cuối trước đó ({remind_by}) đã qua, nên gửi ngay."
CARD_RECIPIENT = "Nơi nhận: {recipient}"
CARD_SOURCE = "Nguồn: {source}"
CARD_BINDS = "Văn bản áp dụng cho: {who}."
CARD_WRITTEN = "{source}: “{written}”"
CARD_CAUTION = "Lưu ý: {caution}"
LEFT = "còn {days} ngày, trong đó {working} ngày làm việc"
LEFT_SHORT = "còn {days} ngày"
TODAY = "hôm nay là ngày cuối"
LAST_WORKING = "hôm nay là ngày làm việc cuối"
OVERDUE = "quá hạn {days} ngày"
PROJECTED = "DỰ KIẾN theo quy định năm {base}, Cơ quan Thường trực chưa xác nhận cho năm {year}."
STATED = "Ngày do văn bản của năm {year} quy định."
CONFIRMED = "Ngày {at}, {office} đã xác nhận hạn này."
CHANGED = "Hạn đã đổi từ {old} sang {new} ({office} quyết định ngày {at}{reason})."
EXTENDED = "Đơn vị được gia hạn riêng từ {old} đến hết {new} ({office} quyết định ngày {at}{reason})."
OFFICE = "Cơ quan Thường trực {name}"
SOME_OFFICE = "Cơ quan Thường trực"
NOT_OWED = "“không phải nộp”"
REASON = "; lý do: {reason}"
OWN = "Hạn {source}."
OWN_SOURCE = "do {unit} đặt"
PROJECTED_MARK = "DỰ KIẾN "
OVERDUE_MARK = "QUÁ HẠN "
LINE = "{marks}{due} ({left}): {title}, {unit}"
SEE_OUTLINE = "Xem mẫu"
SUBMITTED = "Đã nộp"
REMIND_TOMORROW = "Nhắc lại mai"
TURN_OFF = "Tắt nhắc"
TURN_ON = "Bật lại nhắc"
YES = "Có"
NO = "Không"
TITLE_OF = "{title} (năm {year})"
CARD_SENT = "Đã ghi là đã nộp ngày {day}."
CARD_MUTED = "Anh/chị đang tắt hoặc hoãn nhắc việc này."

# /han
OWN_HEAD = "Hạn báo cáo của {units}."
OWN_NONE = "Không còn báo cáo nào phải gửi trong thời gian tới."
CHOOSE = "Anh/chị chọn một việc:"
OWN_CANCELLED = "{title}, {unit}: không phải nộp, theo quyết định của Cơ quan Thường trực ({office})."
OWN_ASKED = "Hạn báo cáo của các đơn vị anh/chị:"
SEE_ONE = "{title}, {unit}"
OWN_DONE = "Đã nộp: {done}."
DONE_ROW = "{title}, {unit}, ngày {day}"
OWN_MORE = "Ngoài các hạn dưới đây còn {count} hạn xa hơn."
PROJECTED_FOOT = "DỰ KIẾN là ngày tính theo văn bản của năm trước, Cơ quan Thường trực chưa xác nhận."
CASES_HEAD = "Các hạn của đơn vị cấp dưới thuộc quyền xác nhận của anh/chị:"
CASE_ROW = "- {title}: {due}, {state} ({office}, {count} đơn vị)"
CASE_STATES = {
    "open": "DỰ KIẾN, chưa xác nhận",
    "none": "đã có ngày",
    "confirm": "đã xác nhận",
    "change": "đã đổi ngày",
    "cancel": "không phải nộp",
}
CASE_MORE = "… và {count} hạn nữa; xác nhận xong các hạn trên, anh/chị gõ lại /han."
CONFIRM_CHOICE = "Xác nhận DỰ KIẾN {due}: {title}"
CHANGE_CHOICE = "Đổi ngày {mark}{due}: {title}"
CASE_WHOSE = "{title}, {office}"

# What the report should look like
TEMPLATE = "Nội dung báo cáo theo yêu cầu của đơn vị đặt hạn:\n{template}"
NO_OUTLINE = "Chưa có mẫu cho báo cáo này. Anh/chị hỏi nơi nhận báo cáo giúp tôi."
OUTLINE_OF_OTHERS = (
    "Văn bản quy định hạn này không kèm đề cương. Dưới đây là đề cương của đơn vị khác ({document}), chỉ để tham khảo:"
)
OUTLINE_PARTS = "Anh/chị chọn một mục dưới đây để xem yêu cầu cụ thể."

# Reminders of one deadline
LATER = "Tôi sẽ nhắc lại {title} vào {day}."
TURN_OFF_SURE = "Tắt mọi nhắc về việc này với riêng anh/chị: {title}, {unit}?"
TURNED_OFF = "Đã tắt nhắc {title}. Hạn báo cáo vẫn giữ nguyên."
NOTHING_TO_REMIND = "{unit} đã nộp {title} ngày {day}, nên không còn nhắc việc này nữa."
TURNED_ON = "Đã bật lại nhắc {title}."

# Answers that cannot be used
DAY_UNCLEAR = "Tôi cần một ngày cụ thể, ví dụ “14/6” hoặc “trước 15/6”."
DAY_AHEAD = "Ngày {day} chưa đến. Anh/chị ghi ngày đã gửi giúp tôi."
NOTHING_SAID = "Anh/chị gõ bằng chữ giúp tôi."
TOO_LONG = "Nội dung dài {length} ký tự, tối đa {most}. Anh/chị ghi ngắn lại giúp tôi."
CHOOSE_ONE = "Anh/chị chọn một trong các dòng trên giúp tôi."
OFFICE_ONLY = "Việc này dành cho Cơ quan Thường trực."
SURE = "Anh/chị xem lại, đúng thì lưu."
SAVE = "Lưu"
DROP = "Thôi"
PREVIEW_REASON = "Lý do: {reason}"
SEE_CARD = "Xem việc này"

# Rulings
CHANGE_SHORT = "Đổi ngày"
RULED_ALREADY = "{title}, {due}: {state} (ghi ngày {at})."
RULED_NOT_NEEDED = "{title}: chậm nhất {due}, ngày này không phải DỰ KIẾN nên không cần xác nhận."
RULED = {
    "confirm": "Đã xác nhận {title}: chậm nhất {due}. Cơ quan Thường trực: {office}; áp dụng cho {count} đơn vị.",
    "return": (
        "Đã trở lại ngày {whose} của {title}: chậm nhất {due}. Cơ quan Thường trực: {office}; áp dụng cho {count}"
        " đơn vị."
    ),
    "change": "Đã đổi ngày {title}: chậm nhất {due}. Cơ quan Thường trực: {office}; áp dụng cho {count} đơn vị.",
    "cancel": "Đã ghi: không phải nộp {title}. Cơ quan Thường trực: {office}; áp dụng cho {count} đơn vị.",
}
RULING_TOLD = {
    "confirm": "{office} đã xác nhận hạn {title}: chậm nhất {due}.",
    "return": "{office} đã đổi hạn {title}: từ {old} trở lại ngày {whose}, {due}.",
    "change": "{office} đã đổi hạn {title}: từ {old} sang {due}.",
    "cancel": "{office} quyết định: không phải nộp {title}.",
}
RULING_TOLD_AGAIN = "{office} đã đặt lại hạn {title}: chậm nhất {due} (trước đó không phải nộp)."
DAY_OF_DIRECTIVE = "theo văn bản"
DAY_OF_OWN = "đã đặt"
TELL_NOW = "Sẽ báo ngay cho {people} thư ký, trưởng ban của đơn vị chưa nộp."
TELL_LATER = "Sẽ báo cho {people} thư ký, trưởng ban của đơn vị chưa nộp lúc {at}."
TELL_NOBODY = "Không có thư ký, trưởng ban nào nhận được tin."
TOLD_NOW = "Đã báo {people} người."
TOLD_LATER = "{people} người sẽ được báo lúc {at}."
AT = "{time} ngày {day}"
RULE_DAY_OFF = "Ngày này là ngày nghỉ: các đơn vị gửi chậm nhất hết {last}."
RULE_DAY = (
    "{title}: hiện là {due} ({office}). Ngày cuối được gửi đổi thành ngày nào?"
    " Ví dụ “trước 15/6” (ngày cuối là 14/6) hoặc “14/6”."
)
RULE_KEEP = "Giữ ngày {due}"
RULE_KEEP_PROJECTED = "Giữ ngày DỰ KIẾN {due}"
RULE_BACK = "Trở lại ngày {whose} {due}"
RULE_CANCEL = "Không phải nộp năm {year}"
RULE_WRONG_YEAR = "Ngày {day} không thuộc hạn của năm {year}. Anh/chị cho một ngày trong năm {year} (hơn kém 60 ngày)."
RULE_PAST = "Ngày {day} đã qua. Anh/chị cho một ngày từ hôm nay trở đi."
RULE_WHY = "Lý do đổi ngày? (Có thể gõ “bỏ qua”.)"
REASON_NEEDED = "Việc này cần có lý do."
RULE_WHY_CANCEL = "Lý do không phải nộp?"
RULE_PREVIEW = {
    "confirm": "{title}: xác nhận ngày {due}.",
    "return": "{title}: từ {old} trở lại ngày {whose}, {due}.",
    "change": "{title}: đổi từ {old} sang {due}.",
    "cancel": "{title}: không phải nộp.",
}
RULE_PREVIEW_UNITS = "Áp dụng cho {count} đơn vị thuộc {office}."

# Extensions
EXTEND_UNIT = "Gia hạn cho đơn vị nào?"
EXTEND_NOT_SELF = "Gia hạn cho chính đơn vị mình thì do cơ quan cấp trên quyết định. Anh/chị chọn đơn vị khác giúp tôi."
EXTEND_NOTHING = "Đơn vị này không còn hạn nào chưa nộp. Gõ “lùi” để chọn đơn vị khác, “hủy” để thôi."
EXTEND_WHICH = "Gia hạn cho báo cáo nào?"
EXTEND_DAY = "Hạn hiện nay là {due}. Gia hạn đến hết ngày nào?"
EXTEND_LATER = "Ngày gia hạn phải sau hạn hiện nay ({due}); {day} chưa sau."
EXTEND_REASON = "Lý do gia hạn?"
EXTEND_PREVIEW = "{unit}: gia hạn {title} từ {old} đến hết {due}."
EXTENDED_DONE = "Đã gia hạn cho {unit}: {title}, đến hết {due}."
EXTENDED_TOLD = "{unit} được gia hạn {title}: từ {old} đến hết {due} ({office} quyết định). Lý do: {reason}"

# The office's own
OWN_LIST = "Các hạn do cơ quan đặt:\n{rows}"
OWN_ROW = "- {title}: {when}, {source}"
OWN_NEW = "Thêm hạn mới"
OWN_END = "Thôi: {title}"
EVERY_YEAR = "chậm nhất {day} mỗi năm{leap}"
EVERY_LEAP = " (năm không nhuận là 28/2)"
ONCE_ON = "chậm nhất {day}"
OWN_OWNER = "Hạn này của cơ quan nào?"
OWN_TITLE = "Tên việc hoặc báo cáo cần nộp là gì? (tối đa 200 ký tự)"
OWN_UNITS = "Hạn này cho những đơn vị nào?"
OWN_ALL = "Tất cả đơn vị thuộc {unit}"
OWN_SOME = "Chọn từng đơn vị"
OWN_FIRST_UNIT = "Đơn vị thứ nhất? Anh/chị gõ tên đơn vị."
OWN_NEXT_UNIT = "Đơn vị tiếp theo? Hết thì gõ “xong”."
OWN_DONE_NAMING = "Xong"
OWN_NOT_UNDER = "Đơn vị đó không thuộc {unit}. Anh/chị gõ tên đơn vị khác giúp tôi."
OWN_FOR_ALL = "tất cả {count} đơn vị thuộc {unit}"
OWN_DAY = "Ngày cuối được gửi là ngày nào? Ví dụ “trước 15/6” (ngày cuối là 14/6) hoặc “14/6/2027”."
OWN_DAY_FAR = "Ngày phải từ hôm nay đến hai năm tới. Anh/chị ghi lại giúp tôi."
OWN_RECURS = "Hạn này lặp lại mỗi năm hay chỉ một lần?"
YEARLY = "Mỗi năm"
ONCE = "Chỉ một lần"
OWN_RECIPIENT = "Gửi về đâu? (Có thể gõ “bỏ qua”.)"
OWN_TEMPLATE = "Báo cáo cần những nội dung gì? (Tối đa 2000 ký tự; có thể gõ “bỏ qua”.)"
OWN_PREVIEW = "{title}\nCơ quan đặt: {unit}\nĐơn vị phải nộp: {units}"
PREVIEW_YEARLY = "Chậm nhất {due}, các năm sau cũng ngày này."
PREVIEW_LEAP = "Chậm nhất {due}; các năm sau là 29/2 ở năm nhuận, 28/2 ở năm không nhuận."
PREVIEW_ONCE = "Chậm nhất {due}, chỉ một lần."
PREVIEW_TEMPLATE = "Nội dung yêu cầu:\n{template}"
OWN_MADE = "Đã đặt hạn {title}: chậm nhất {due}, cho {units}. Muốn báo cho các đơn vị, anh/chị gõ /thongbao."
OWN_END_SURE = "Thôi hạn “{title}” ({when})? Từ hôm nay các đơn vị không phải nộp nữa."
OWN_ENDED = "Đã thôi hạn “{title}”."
OWN_ENDED_ALREADY = "Hạn “{title}” đã thôi từ trước."

# Submissions
SUBMIT_WHICH = "Anh/chị đã nộp báo cáo nào?"
SUBMIT_NOTHING = "Đơn vị anh/chị không còn báo cáo nào chưa nộp trong thời gian này."
SUBMIT_DAY = "Gửi ngày nào? Có thể gõ như “hôm qua” hoặc “12/6”."
SUBMIT_TODAY = "Hôm nay"
SUBMIT_YESTERDAY = "Hôm qua"
SUBMIT_LONG_AGO = "Ngày đó đã hơn một năm. Anh/chị ghi lại giúp tôi."
SUBMITTED_NOW = "Đã ghi: {unit} đã nộp {title}, {when}."
SUBMITTED_ALREADY = "{unit} đã nộp {title}: đã ghi ngày {day}{by}."
BY = " bởi {who}"
OFFICE_ABOVE = "cơ quan cấp trên"
SENT_ON = "ngày {day}, {timely} (hạn {mark}{due})"
ON_TIME = "đúng hạn"
LATE = "chậm {days} ngày"
UNDO = "Chưa nộp, bỏ ghi"
OTHER_DAY = "Gửi ngày khác"
UNDONE = "Đã bỏ ghi: {unit} chưa nộp {title}. Tôi sẽ nhắc tiếp theo lịch."

# Stages
STAGES_WHICH = "Anh/chị xem mốc nhắc của đơn vị nào?"
STAGES_SHOWN = "Thư ký của {unit} được nhắc: {stages} ({whose})."
STAGES_ABOVE = (
    "Trưởng ban của đơn vị (từ trước hạn 1 ngày làm việc) và Cơ quan Thường trực (sau hạn) vẫn được báo theo mốc của"
    " cấp trên: {stages}."
)
STAGES_BELOW = "Các đơn vị trực thuộc cũng theo mốc này; nơi đã đặt mốc riêng thì chỉ trưởng ban theo."
STAGES_OWN = "đơn vị tự đặt"
STAGES_USUAL = "theo mốc chung"
STAGES_BEFORE = "trước hạn {days} ngày làm việc"
STAGES_ON = "đúng ngày cuối"
STAGES_AFTER = "sau hạn {days} ngày làm việc"
STAGES_PEOPLE = "Người được nhắc:"
STAGES_NOBODY = "Đơn vị chưa có thư ký hay lãnh đạo nào tham gia nên chưa ai được nhắc."
STAGES_PERSON = "- {role}: {name}"
NO_NAME = "chưa ghi tên"
NOT_REACHED = "(chưa nhận được nhắc)"
STAGES_CHANGE = "Đổi mốc nhắc"
STAGES_ASK = (
    "Nhắc {unit} trước hạn bao nhiêu ngày làm việc? Gõ các số, ví dụ “14 7 3 1 0 +1 +3”"
    " (0 là đúng ngày, +1 là sau hạn 1 ngày), hoặc “mặc định”."
)
STAGES_UNREADABLE = "Anh/chị chỉ gõ các số, ví dụ “14 7 3 1 0 +1 +3”."
STAGES_FAR = "Mỗi mốc cách hạn nhiều nhất {most} ngày làm việc."
STAGES_MANY = "Nhiều nhất {most} mốc. Anh/chị bớt lại giúp tôi."
STAGES_NO_DIGEST = (
    "Các mốc này không có ngày nào sau hạn (như +1), nên Cơ quan Thường trực sẽ không còn nhận tin báo các đơn vị trực"
    " thuộc {unit} chưa gửi báo cáo. Anh/chị vẫn đặt như vậy?"
)
STAGES_PREVIEW = "Thư ký của {unit} sẽ được nhắc: {stages}."
STAGES_SET = "Đã lưu mốc nhắc của {unit}."
