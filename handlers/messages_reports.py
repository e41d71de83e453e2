"""What is said in the chat while reports are made, sent, accepted and summed up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Which report
ASK_UNIT: Final = "Anh/chị soạn báo cáo của đơn vị nào?"
ASK_PERIOD: Final = (
    "Báo cáo kỳ nào của {unit}? Anh/chị chọn, hoặc gõ như “/baocao 6 tháng đầu năm 2026”, “/baocao quý 1”,"
    " “/baocao từ 1/1 đến 31/3”."
)
NO_UNIT: Final = "Anh/chị chưa ở đơn vị nào được soạn báo cáo. Thư ký, trưởng ban hoặc Cơ quan Thường trực soạn."
NO_OUTLINE: Final = "Chưa có đề cương cho loại báo cáo này. Anh/chị chọn kỳ khác, hoặc báo người vận hành."
NOT_BEGUN: Final = "Kỳ {period} bắt đầu ngày {start}, chưa tới nên chưa có gì để báo cáo."

# The card
HEAD: Final = "{title}\n{note}."
STATE_NONE: Final = "Chưa nộp{due}."
STATE_DUE: Final = "; chậm nhất {mark}{due} ({left})"
PROJECTED: Final = "DỰ KIẾN "
STATE_SENT: Final = "Đã nộp ngày {day}{timely}, bản số {number}; Cơ quan Thường trực chưa trả lời."
STATE_SAID: Final = "Đã ghi là nộp ngày {day}, không kèm bản báo cáo ở đây."
STATE_ACCEPTED: Final = "Đã nộp ngày {day}{timely}, Cơ quan Thường trực đã nhận."
STATE_RETURNED: Final = "Bị trả lại, cần sửa: {reason}"
TIMELY: Final = " (đúng hạn)"
LATE: Final = " (muộn {days} ngày)"
FIGURES: Final = "Số liệu: {parts}."
NO_ENTRIES: Final = "Nhật ký chưa có hoạt động nào trong kỳ này."
FIGURE: Final = "{value} {unit}"
FIGURE_NAMES: Final[Mapping[str, str]] = {
    "count": "{value} hoạt động",
    "total": "{value} lượt người",
    "female": "nữ {value}",
    "male": "nam {value}",
    "unknown": "chưa rõ nam nữ {value}",
    "money": "kinh phí {value} đồng",
    "units_inspected": "kiểm tra {value} đơn vị",
    "cases": "{value} vụ việc",
}
AGAINST: Final = "Cùng kỳ năm trước: {parts}."
MISSING: Final = "Còn thiếu {count} mục:"
MISSING_LINE: Final = "- {label} {heading}"
MORE_MISSING: Final = "- và {count} mục nữa"
COMPLETE: Final = "Các mục lời văn bắt buộc đã đủ."
LACKING: Final = "Số liệu còn hở: {parts}."
LACKING_PART: Final = "{count} hoạt động chưa ghi {what}"
LATE_ENTRIES: Final = (
    "{count} hoạt động ghi sau khi báo cáo đã nộp: để riêng ở phụ lục, không cộng vào số liệu. Muốn cộng vào thì"
    " rút báo cáo, hoặc đề nghị Cơ quan Thường trực trả lại."
)
OVERLAP: Final = "Có hai lần ghi vụ việc trùng khoảng ngày ({days}): anh/chị xem kẻo cộng hai lần."
NO_SIGNER: Final = "Chưa ghi chức vụ, họ tên người ký: gõ /mauky."
SENT_DOCX: Final = "Tải bản đã nộp"
DOCX, XLSX, PICTURES, PDF = "Tải Word", "Tải Excel", "Biểu đồ", "Tải PDF"
FILL: Final = "Viết mục còn thiếu"
MEND: Final = "Bổ sung số liệu còn hở"
MEND_WHICH: Final = "Các hoạt động còn thiếu số người hoặc kinh phí; chọn để sửa, sửa xong gõ /baocao để soạn lại:"
MEND_MORE: Final = "Và {count} hoạt động nữa, sẽ hiện sau khi sửa các hoạt động trên."
MEND_NONE: Final = "Các hoạt động đều đã có số người và kinh phí."
EDIT: Final = "Viết, sửa một mục"
COMPARE: Final = "So với bản trước"
SEND: Final = "Nộp"
SEND_NOTHING: Final = "Nộp “không phát sinh”"
OTHER_PERIOD: Final = "Kỳ khác"
OPEN: Final = "Mở báo cáo"
WRITE_REPORT: Final = "Soạn báo cáo"
UNDO_SEND: Final = "Rút báo cáo"
OLD_CHOICE: Final = "Nút đó không còn dùng được. Anh/chị gõ /baocao."

# Files
MAKING: Final = "Tôi đang làm tệp, xong sẽ gửi ngay."
FILE: Final = "{title}"
FILE_DRAFT: Final = "{title} (bản soạn {at})"
PICTURES_OF: Final = "Biểu đồ: {title}"
NO_PICTURES: Final = "Kỳ này chưa có số người tham gia nên chưa vẽ được biểu đồ."
NO_PDF: Final = "Máy chủ chưa làm được PDF. Anh/chị tải Word."

# Words of a report
ASK_ITEM: Final = "{label} {heading}\n{ask}"
NOW_IS: Final = "Hiện là: “{text}”"
HOW_LEFT: Final = "Gõ “bỏ qua” để sang mục sau, “hủy” để dừng; đã viết gì tôi giữ nguyên."
HOW_BACK: Final = "Gõ “xóa” để bỏ lời đã viết và lấy lại lời trong nhật ký."
TEXT_LONG: Final = "Lời văn dài {length} ký tự, tối đa {most}. Anh/chị viết gọn lại giúp."
TEXT_EMPTY: Final = "Tôi chưa thấy nội dung. Anh/chị viết một vài câu, hoặc gõ “bỏ qua”."
TEXT_FILE: Final = "Mục này chỉ nhận chữ. Ảnh, tệp thì anh/chị gửi vào từng hoạt động: gõ /nhatky."
TEXT_QUESTION: Final = "Câu hỏi thì không đưa vào báo cáo. Nếu là lời báo cáo, anh/chị bỏ dấu hỏi rồi gửi lại."
STRAY: Final[Mapping[str, str]] = {
    "question": "“{text}” giống một câu hỏi. Ghi câu này vào mục {label} {heading}, hay không?",
    "log": "“{text}” giống một việc đã làm. Ghi câu này vào mục {label} {heading}, hay ghi vào nhật ký?",
    "command": "“{text}” là lệnh {command}. Ghi câu này vào mục {label} {heading}, hay mở {command}?",
    "word": "Ghi “{text}” vào mục {label} {heading}, hay không?",
}
INTO_ITEM: Final = "Ghi vào mục {label}"
NOT_INTO_ITEM: Final = "Không, viết lại"
INTO_LOG: Final = "Ghi vào nhật ký"
OPEN_COMMAND: Final = "Mở {command}"
WRITTEN: Final = "Đã ghi mục {label} {heading}."
CLEARED: Final = "Đã bỏ lời đã viết ở mục {label} {heading}."
NOTHING_LEFT: Final = "Không còn mục bắt buộc nào phải viết."
ASK_WHICH_ITEM: Final = "Anh/chị viết, sửa mục nào?"
ITEM: Final = "{mark}{label} {heading}"
FILLED_MARK: Final = "✓ "
STOPPED: Final = "Đã dừng. Những gì đã viết vẫn còn trong báo cáo."

# Where a figure is from
FIGURE_KINDS: Final[Mapping[str, str]] = {
    "count": "số cuộc",
    "total": "tổng số người",
    "female": "nữ",
    "male": "nam",
    "unknown": "chưa rõ nam nữ",
    "money": "kinh phí",
    "units_inspected": "số đơn vị được kiểm tra",
    "cases": "số vụ việc",
    "reorganised": "số lần kiện toàn",
}
FIGURE_OF: Final = "{item} {heading}, {what}"
TRACE: Final = "Con số {value} trong {title}:"
TRACE_FIGURE: Final = "- {label} ({unit}): cộng từ {count} hoạt động"
TRACE_ZERO: Final = "- {label} ({unit}): không hoạt động nào ghi số khác 0"
TRACE_BEFORE: Final = "- {label}: {value} là số cùng kỳ năm trước"
TRACE_CHANGE: Final = "- {label}: {value} là mức {way} so với cùng kỳ năm trước ({before} → {now})"
TRACE_UP, TRACE_DOWN = "tăng", "giảm"
TRACE_SHARE: Final = "- {label}: {value} là tỷ lệ nữ, {female}/{total} người"
TRACE_LACKING: Final = "- {label}: {value} hoạt động chưa ghi số này"
TRACE_CELL: Final = "- Bảng “{table}”: dòng “{row}”, cột “{column}”"
TRACE_ENTRY: Final = "- Số của từng hoạt động dưới đây: {what}"
TRACE_LATE: Final = "- Hoạt động ghi sau khi báo cáo đã nộp, không cộng vào số liệu: {what}"
TRACE_MORE_LINES: Final = "- và {count} chỗ khác"
TRACE_MORE: Final = "Dưới đây là {shown} hoạt động đầu; đủ {count} hoạt động có trong tệp Excel."
TRACE_ROW: Final = "{value}: {title}, {day}"
TRACE_ROW_UNIT: Final = "{value}: {title}, {day} ({unit})"
TRACE_NONE: Final = "Trong {title} không có con số {value}."
TRACE_MAIN: Final = "Các số chính: {parts}."
TRACE_NO_REPORT: Final = "Chưa có báo cáo nào để tra. Anh/chị gõ /baocao để soạn."

# Versions
VERSION: Final = "Bản {number}, {at}"
ONE_VERSION: Final = "Báo cáo này mới có một bản, chưa có gì để so."
NO_VERSION: Final = "Báo cáo này chưa có bản nào. Anh/chị gõ /baocao để soạn."
DIFFERENCES: Final = "{title}\nBản {old} ({old_at}) và bản {new} ({new_at}):"
OTHER_VERSIONS: Final = "Chọn để so bản mới nhất với bản khác:"
SAME_VERSIONS: Final = "Hai bản giống nhau về số liệu và lời văn."
CHANGED_FIGURE: Final = "- {label}: {old} → {new}"
CHANGED_TEXT: Final = "- {item} {heading}: {what}"
TEXT_CHANGED, TEXT_ADDED, TEXT_GONE = "lời văn đã đổi", "đã có lời văn", "lời văn đã bỏ"
ENTRIES_CHANGED: Final = "- Hoạt động: thêm {added}, bớt {gone}, sửa {changed}"
ENTRY_ADDED, ENTRY_GONE, ENTRY_CHANGED = "- Thêm: {what}", "- Bớt: {what}", "- Sửa: {what}"
LATE_ADDED: Final = "- Thêm ở phụ lục việc ghi sau khi đã nộp, không cộng vào số liệu: {what}"
LATE_GONE: Final = "- Không còn ở phụ lục việc ghi sau khi đã nộp: {what}"
MORE_CHANGES: Final = "- và {count} chỗ khác"
NOT_SAID: Final = "chưa có số liệu"

# Sending
SEND_SURE: Final = "Nộp {title}?"
SEND_TO: Final = "Gửi tới Cơ quan Thường trực: {office}."
SEND_TO_NOBODY: Final = (
    "Chưa có Cơ quan Thường trực nào nhận ở đây: bản nộp được khóa lại, anh/chị gửi tệp theo cách đang dùng."
)
SEND_LATE: Final = "Hạn là {mark}{due}: nộp hôm nay là muộn {days} ngày."
SEND_ON_TIME: Final = "Hạn là {mark}{due}: nộp hôm nay là đúng hạn."
SEND_MISSING: Final = "Còn {count} mục chưa viết; báo cáo sẽ ghi “Chưa có nội dung.” ở các mục ấy."
SEND_ESTIMATED: Final = "Số liệu tính đến {day}, kỳ kết thúc {end}: báo cáo ghi là số ước."
HANDED_MISSING: Final = "Đơn vị để trống {count} mục, báo cáo ghi “Chưa có nội dung.” ở các mục ấy."
SURE: Final = "Nộp"
NOT_NOW: Final = "Để sau"
KEPT: Final = "Chưa nộp. Báo cáo vẫn ở đây, gõ /baocao để mở."
SENT: Final = "Đã nộp{timely}: {title}. Bản này được giữ nguyên."
SENT_TO: Final = "Đã gửi tệp cho {office}."
SENT_ALREADY: Final = "{title} đã nộp ngày {day}. Muốn sửa thì rút báo cáo trước."
NOT_NOTHING_SAID: Final = (
    "Báo cáo đã có lời văn ở {count} mục nên không nộp “không phát sinh” được: anh/chị bấm Nộp, hoặc xóa lời văn ở các"
    " mục ấy trước."
)
NOT_NOTHING: Final = (
    "Kỳ này nhật ký đã có {count} mục ghi, nên không nộp “không phát sinh” được. Anh/chị nộp báo cáo thường,"
    " hoặc hủy các mục ghi nhầm trong /nhatky."
)
CHANGED_SINCE: Final = "Báo cáo đã khác bản anh/chị vừa xem. Tôi mở bản mới:"
CANNOT_UNDO: Final = "Cơ quan Thường trực đã nhận báo cáo này nên không rút được; cần sửa thì đề nghị họ trả lại."

# The office
HANDED: Final = "Đơn vị vừa nộp{timely}: {title}."
OFFICE: Final = "Cơ quan Thường trực ({name})"
ACCEPT, RETURN = "Nhận", "Trả lại"
ACCEPTED: Final = "Đã nhận {title}."
ACCEPTED_TOLD: Final = "{office} đã nhận {title}."
RETURN_WHY: Final = "Vì sao trả lại {title}? Đơn vị sẽ đọc lời này."
RETURNED: Final = "Đã trả lại {title}. Đơn vị được báo lý do và sửa tiếp được."
RETURNED_TOLD: Final = "{office} trả lại {title}, cần sửa: {reason}"
DECIDED_ALREADY: Final = "{title} đã được {what} trước đó."
VERDICTS: Final[Mapping[str, str]] = {"accepted": "nhận", "returned": "trả lại", "undone": "đơn vị rút"}
TOLD: Final = "Đã báo {people} người của đơn vị."
REASON_MOST: Final = 500

# Summing up
SUM_ASK: Final = "Tổng hợp báo cáo kỳ nào của {unit} và các đơn vị trực thuộc?"
SUM_MAKING: Final = "Tôi đang tổng hợp {count} đơn vị, xong sẽ gửi ngay."
SUM_ONLY_OFFICE: Final = "Tổng hợp dành cho Cơ quan Thường trực. Báo cáo của đơn vị mình: gõ /baocao."
SUM_STATES: Final = "{sent}/{count} đơn vị đã nộp; chưa nộp: {missing}."
SUM_ALL_SENT: Final = "Cả {count} đơn vị đã nộp."
SUM_DIFFERENCES: Final = "{count} đơn vị có số đã nộp khác nhật ký hiện nay (xem phụ lục)."
SUM_NO_DIFFERENCES: Final = "Số các đơn vị đã nộp khớp với nhật ký."
SUM_BUTTON: Final = "Tổng hợp báo cáo"

# Urging
URGE: Final = "Soạn công văn đôn đốc"
URGE_FILE: Final = "Dự thảo công văn đôn đốc {count} đơn vị chưa nộp. Anh/chị xem lại trước khi trình ký."
URGE_NOBODY: Final = "Không còn đơn vị nào chưa nộp, nên không cần công văn đôn đốc."

# In the progress
DRAFTS: Final = "Đang soạn, chưa nộp: {names}."
RETURNED_UNITS: Final = "Đã trả lại, chờ sửa: {names}."
TO_DECIDE: Final = "Đã nộp, chờ nhận: {names}."

# Reminders
DRAFT_LACKS: Final = "Báo cáo soạn từ nhật ký: {figures}; còn thiếu {count} mục lời văn."
DRAFT_COMPLETE: Final = "Báo cáo soạn từ nhật ký: {figures}; đã đủ lời văn, xem lại rồi nộp."
DRAFT_EMPTY: Final = "Nhật ký của kỳ này còn trống; không có việc gì thì nộp “không phát sinh”."

# How a unit wants its reports
SETTINGS: Final = "Mẫu báo cáo của {unit}:"
SETTING_LINE: Final = "{name}: {value}"
SETTING_NAMES: Final[Mapping[str, str]] = {
    "outline": "Đề cương",
    "regime": "Kỳ số liệu",
    "agency": "Cơ quan chủ quản",
    "body": "Tên Ban",
    "place": "Địa danh",
    "board_post": "Chức vụ trong Ban của người ký",
    "agency_post": "Chức vụ ở cơ quan của người ký",
    "signer": "Họ tên người ký",
    "copies": "Nơi nhận",
}
SETTING_ASK: Final[Mapping[str, str]] = {
    "agency": "Dòng trên cùng bên trái ghi gì? Ví dụ: UBND XÃ A",
    "body": "Tên Ban ghi thế nào? Ví dụ: BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ",
    "place": "Địa danh ghi trước ngày tháng là gì? Ví dụ: Thanh Hóa",
    "board_post": "Chức vụ trong Ban của người ký? Ví dụ: TRƯỞNG BAN",
    "agency_post": "Chức vụ ở cơ quan của người ký? Ví dụ: PHÓ CHỦ TỊCH UBND XÃ",
    "signer": "Họ tên người ký? Chỉ in trên báo cáo của đơn vị.",
    "copies": "Nơi nhận gồm những đâu? Mỗi nơi một dòng, như: Như trên; Lưu: VT, BVSTBPN",
}
SETTING_CHOOSE: Final = "Anh/chị chọn {name}:"
SETTING_OPEN: Final = "(để trống)"
SETTING_SAVED: Final = "Đã lưu."
SETTING_CLEAR: Final = "Gõ “xóa” để dùng lại mẫu chung."
SETTING_LONG: Final = "Tối đa {most} ký tự; anh/chị đã gõ {length}."
SETTING_WHICH: Final = "Sửa mẫu báo cáo của đơn vị nào?"
SETTING_USUAL: Final = "{value} (theo mẫu chung)"
SETTING_ABOVE: Final = "{value} (theo {unit})"
SETTING_BELOW: Final = "Đề cương và kỳ số liệu đặt ở đây dùng cho cả các đơn vị trực thuộc chưa đặt riêng."
SETTING_NOW: Final = "Hiện là: {value}."
SETTING_HOW: Final = "Chọn mục cần sửa:"
SETTING_CLEARED: Final = "Đã bỏ, dùng lại mẫu chung."
SETTING_KEPT: Final = "Giữ nguyên."
SETTING_EMPTY: Final = "Tôi chưa thấy nội dung. Anh/chị gõ một dòng chữ, “xóa” để dùng mẫu chung, hoặc “hủy” để dừng."
SETTING_ONE_OF: Final = "Anh/chị chọn một trong các dòng trên, hoặc gõ “xóa”."
SETTING_NO_RIGHT: Final = "Thư ký, trưởng ban hoặc Cơ quan Thường trực của đơn vị đặt mẫu báo cáo."
CLEAR: Final = "Dùng mẫu chung"
SETTING_AGAIN: Final = "Xem mẫu báo cáo"
REGIMES: Final[Mapping[str, str]] = {
    "cut_off": "Theo Nghị định 09/2019/NĐ-CP (15/12 - 14/6, 15/6 - 14/12)",
    "calendar": "Theo tháng dương lịch (1/1 - 30/6, 1/7 - 31/12)",
}
