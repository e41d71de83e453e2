"""What is said while activities are logged: questions, cards, what is wrong, the log itself."""

from __future__ import annotations

from collections.abc import Mapping

SHORT: Mapping[str, str] = {
    "type": "Loại",
    "title": "Tên việc",
    "date": "Ngày",
    "place": "Nơi",
    "female": "Nữ",
    "male": "Nam",
    "unknown": "Chưa rõ nam, nữ",
    "total": "Tổng số người",
    "budget": "Kinh phí",
    "units_inspected": "Số đơn vị được kiểm tra",
}
"""Short names of what every entry knows."""

EXTRA_TITLE = "Việc ấy gọi là gì?"
EXTRA_PLACE = "Ở đâu?"
EXTRA_FEMALE, EXTRA_MALE = "Bao nhiêu nữ?", "Bao nhiêu nam?"
EXTRA_UNKNOWN = "Bao nhiêu người chưa rõ nam, nữ?"
EXTRA_TOTAL = "Tất cả bao nhiêu người?"
EXTRA_UNITS = "Kiểm tra bao nhiêu đơn vị?"
EXTRA_BUDGET = "Hết bao nhiêu kinh phí?"

# A form
QUESTION = "({place}/{count}) {label}"
HINT_EXAMPLE = "Ví dụ: "
OPTIONAL = "Không có thì gõ “bỏ qua”."
UNKNOWN_OK = "Không rõ thì gõ “chưa rõ”."
SKIP, BACK, CANCEL, DONE_FILES = "Bỏ qua", "Lùi", "Hủy", "Xong"
TODAY, YESTERDAY = "Hôm nay", "Hôm qua"
YES_MORE, NO_MORE = "Thêm", "Đủ rồi"
MORE_ROWS = "{label}: đã ghi {count} mục. Ghi thêm mục nữa không?"
OLD_CHOICE = "Nút đó thuộc câu hỏi trước. Câu đang hỏi là:"
ELSEWHERE = "Câu đó anh/chị đã trả lời ở nơi khác. Câu đang hỏi là:"
MAYBE_UNSEEN = "Câu hỏi này có thể chưa tới anh/chị:"
GOES_ON = "Ta ghi tiếp việc đang dở:"
OPEN_HERE = "Anh/chị đang ghi dở: {form}, {unit}. Ta ghi tiếp:"
AT_START = "Đây là câu đầu tiên rồi ạ."
WAY_OUT = "Ví dụ: {example}. Hoặc gõ “lùi” để sửa câu trước, “bỏ qua” nếu không có, “hủy” để thôi."
WAY_OUT_REQUIRED = "Ví dụ: {example}. Hoặc gõ “lùi” để sửa câu trước, “hủy” để thôi."
EXAMPLES: Mapping[str, str] = {
    "text": "Tập huấn kiến thức bình đẳng giới",
    "integer": "45",
    "decimal": "12,5",
    "date": "20/10/2026 hoặc hôm qua",
    "select_one": "gõ số thứ tự của một lựa chọn",
    "select_multiple": "gõ các số thứ tự, như 1, 3",
    "photo": "gửi một ảnh chụp",
    "file": "gửi một tệp PDF hoặc ảnh",
    "budget": "5 triệu, 12tr5, hoặc không kinh phí",
    "more": "có hoặc không",
}
REQUIRED = "Câu này cần cho báo cáo nên không bỏ qua được ạ."
REQUIRED_KEPT = "{name} cần cho báo cáo nên không xóa được; anh/chị gõ “sửa” để ghi lại."
CLEARED = "Đã xóa: {name}."
NOT_YET = "Chưa lưu được, còn thiếu: {names}."
TAKEN = "Đã ghi {what}."
UNDERSTOOD = "Đã hiểu: {what}. Còn thiếu:"
CHOOSE_ONE = "Anh/chị chọn một trong các lựa chọn, gõ số thứ tự cũng được."
CHOOSE_SOME = "Anh/chị gõ số thứ tự của các lựa chọn, cách nhau bằng dấu phẩy."
TEXT_LONG = "Tối đa {most} ký tự; anh/chị đã gõ {length}. Anh/chị ghi gọn lại giúp."
NOTHING_SAID = "Tôi chưa thấy nội dung."
DAY_UNCLEAR = "Anh/chị ghi rõ ngày, như 20/10/2026 hoặc “thứ sáu tuần trước”."
DAY_AHEAD = "Ngày {day} chưa tới. Chỉ ghi việc đã làm."
ONE_DAY = "Câu này cần một ngày, không phải một khoảng ngày."
WHOLE_NUMBER = "Anh/chị gõ một số nguyên."
YES_OR_NO = "Anh/chị trả lời “có” hoặc “không”."
SEND_FILE = "Anh/chị gửi ảnh hoặc tệp; xong thì gõ “xong”."
FILE_TAKEN_BESIDE = "Đã nhận {name}, tôi giữ cùng việc đang ghi."
FILE_TAKEN_NEW = "Đã nhận {name}, tôi giữ cùng việc anh/chị vừa viết."
FILE_TAKEN = "Đã nhận {name}. Còn nữa thì gửi tiếp, xong thì gõ “xong”."
FILE_PROBLEMS: Mapping[str, str] = {
    "too_large": "Tệp {name} lớn quá 20 MB nên tôi không nhận. Anh/chị gửi bản nhỏ hơn.",
    "bad_type": "Tệp {name} không nhận được: tôi chỉ nhận ảnh (JPEG, PNG, WebP, HEIC), PDF, Word, Excel.",
    "not_fetched": "Tôi chưa tải được tệp {name}. Anh/chị gửi lại giúp.",
}
FILES_MANY = "Mỗi việc nhận tối đa {most} ảnh, tệp."

IDENTITIES: Mapping[str, str] = {
    "name": "tên người",
    "phone": "số điện thoại",
    "id_number": "số giấy tờ",
    "email": "thư điện tử",
    "address": "địa chỉ nhà",
}
IDENTITY = (
    "Tôi thấy có {kinds} ({what}) nên chưa lưu câu này: chuyện bạo lực, xâm hại chỉ được ghi bằng con số, không ghi ai"
    " là ai. Anh/chị viết lại, bỏ phần đó giúp."
)
IDENTITY_LEFT_OUT = (
    "Trong tin có {kinds} nên tôi không giữ lời văn, chỉ giữ con số: chuyện bạo lực, xâm hại không ghi ai là ai."
)
IDENTITY_MASKED = (
    "Trong tin có {kinds}. Tôi không giữ phần đó, để dấu “…” ở chỗ ấy: nhật ký không ghi số điện thoại, giấy tờ,"
    " địa chỉ của ai, và chuyện bạo lực, xâm hại không ghi ai là ai."
)
FILES_NAMELESS = (
    "Ảnh, tệp của vụ việc tôi không nhận: ảnh có thể cho biết ai là ai. Chuyện bạo lực, xâm hại chỉ ghi bằng con số."
)
CASES = "{count} vụ"

# A card
CARD = "Tôi hiểu như sau, anh/chị xem giúp:"
CARD_CHANGE = "Sửa việc đã ghi, anh/chị xem lại:"
CORRECTS = "Tôi hiểu là anh/chị sửa việc này; chưa lưu, anh/chị xem rồi bấm Lưu."
CARD_SAID_BACK = "Đã sửa."
CARD_LINE = "{name}: {value}"
CARD_UNIT = "Đơn vị: {unit}"
CARD_EMPTY = "Chưa ghi: {names}."
CARD_LAST_YEAR = "Lưu ý: ngày {day} đã qua từ năm {year}; {ahead} chưa tới."
ROW_WOMEN = "nữ"
ROW_EMPTY = "chưa ghi {names}"
CARD_FILES = "Ảnh, tệp kèm theo: {count}"
CARD_ASK = "Đúng thì bấm Lưu; muốn đổi thì bấm Sửa, hoặc gõ thẳng, như “46 nữ”."
SAVE, EDIT, DROP = "Lưu", "Sửa", "Bỏ"
EDIT_WHICH = "Anh/chị sửa mục nào?"
EDIT_CHOICE = "{name}: {value}"
EDIT_NOTHING = "chưa ghi"
TOOK_PART = "Số người"
PEOPLE = "{total} người"
PEOPLE_PARTS = "{total} người ({parts})"
FEMALE, MALE, UNKNOWN = "nữ {count}", "nam {count}", "chưa rõ {count}"
NO_MONEY = "không kinh phí"
MONEY = "{amount} đồng"
UNITS_COUNT = "{count} đơn vị"
DAYS = "{first} đến {last}"
FILE_COUNT = "{count} tệp"

CARD_CHANGED = "Nội dung đã đổi sau lần anh/chị xem. Bản hiện nay, anh/chị xem lại giúp:"
NOTHING_TO_SKIP = "Ở đây không có câu nào để bỏ qua."
EDIT_UNIT = "Đơn vị"
CARD_UNCLEAR = "Tôi chưa rõ anh/chị muốn đổi gì. Bấm Lưu để lưu, Sửa để chọn mục cần đổi, hoặc gõ như “46 nữ”."
DROP_YES, DROP_NO = "Bỏ", "Ghi tiếp"
DROP_ASK = "Bỏ những gì vừa ghi? Nếu lỡ tay, gõ /ghi trong ngày để lấy lại."
DROPPED = "Đã bỏ, chưa lưu vào nhật ký. Muốn lấy lại, gõ /ghi."
SAVED = "Đã lưu vào nhật ký {unit}: {what}."
SAVED_CHANGE = "Đã lưu thay đổi: {what}."
SAVED_SEE, SAVED_NEXT = "Xem lại việc này", "Ghi việc khác"
SAVED_ALREADY = "Bản này đã lưu rồi ạ."
DROPPED_ALREADY = "Bản này đã bỏ. Gõ /ghi để lấy lại hoặc ghi việc khác."
TYPE_ORDER = (
    *("tap_huan", "tuyen_truyen", "hoi_nghi", "hop", "ky_niem", "thang_hanh_dong", "kiem_tra", "kien_toan"),
    *("can_bo_nu", "vu_viec", "khac"),
)
"""Types of activity as they are logged from day to day: those that are logged most often first."""
REPEAT_ASK = "Ngày {day} đơn vị đã ghi một việc cùng loại:\n{what}\nCó phải cùng một hoạt động?"
REPEAT_SAME, REPEAT_OTHER = "Cùng một việc, không lưu thêm", "Việc khác, vẫn lưu"
REPEAT_DROPPED = "Vâng, tôi không ghi thêm. Việc đã có trong nhật ký:"
UNUSUAL_ASK = (
    "{name} {value} khác xa các lần trước của đơn vị (nhiều nhất {most}). Nếu đúng, anh/chị ghi một câu vì sao;"
    " nếu nhầm, gõ “lùi” để sửa."
)
WHY_SHORT = "Anh/chị ghi một câu vì sao, hoặc gõ “lùi” để sửa con số."
NO_FORM = "Kho tri thức này không có biểu mẫu ghi hoạt động."

# Beginning
KIND_ASK = "Anh/chị ghi việc gì? Có thể gõ luôn một câu, như: Tập huấn BĐG 20/10 tại hội trường, 45 nữ 12 nam, 5 triệu."
KIND_CANCELLED = "Đã hủy, tôi không ghi."
GUEST_LOG = (
    "Anh/chị chưa tham gia đơn vị nào nên tôi chưa ghi được việc này. Gõ /thamgia (và mã mời, nếu có) để tham gia,"
    " rồi gửi lại tin."
)
OTHERS_TOLD = (
    "Trong tin còn việc khác, tôi chưa ghi: “{what}”. Mỗi tin tôi ghi một việc; ghi xong việc dưới đây,"
    " anh/chị gửi việc kia bằng một tin riêng giúp."
)
ASKED_BESIDE = "Câu hỏi “{asked}” tôi chưa trả lời được; ghi xong việc này, anh/chị hỏi lại giúp."
KIND_OF = "Việc này thuộc loại nào?"
UNIT_ASK = "Ghi cho đơn vị nào?"
NO_UNIT = "Anh/chị chưa thuộc đơn vị nào đang hoạt động nên chưa ghi được. Gõ /thamgia để tham gia một đơn vị."
CONSENT_ASK = "Để ghi nhật ký hoạt động, tôi cần anh/chị đồng ý.\n{asked}\nĐồng ý thì tôi ghi luôn việc vừa gõ."
CONSENT_YES, CONSENT_NO = "Đồng ý và ghi", "Không đồng ý"
CONSENT_REFUSED = "Vâng, tôi không ghi. Tin vừa rồi không được lưu."
CONSENT_GONE = (
    "Anh/chị đã rút đồng ý ghi hoạt động nên tôi chưa lưu. Gõ /dulieu để đồng ý lại, rồi /ghi để lấy lại bản này."
)
OTHER_OPEN = "Anh/chị đang ghi dở một việc khác: {form}, {unit}."
RESUME, REPLACE = "Ghi tiếp việc đang dở", "Để sau, ghi việc mới"
RESTORE_LATER = "Lấy lại bản để sau: {what}"
MORE_LATER = "Còn {count} bản để sau nữa"
MORE_LATER_ASK = "Anh/chị lấy lại bản nào?"
RESTORE = "Lấy lại bản đã bỏ: {what}"
WHICH_KEPT = "Chưa lưu việc nào; tôi vẫn giữ cả hai:"
BOTH = "- đang dở: {open}\n- việc mới: {new}"
WHICH_THEN = "Anh/chị chọn việc để ghi tiếp; việc kia nằm trong /ghi."
DROP_WHICH = "Anh/chị bỏ việc nào?"
DROP_NEW, DROP_OPEN, KEEP_BOTH = "Bỏ việc mới", "Bỏ việc đang dở", "Giữ cả hai"
DROPPED_NEW = "Đã bỏ việc mới; muốn lấy lại, gõ /ghi. Ta ghi tiếp việc đang dở:"
WAITING_KEPT = "Việc mới tôi để trong /ghi."
FILE_TAKEN_WHICH = "Đã nhận {name}; anh/chị chọn việc, rồi tôi hỏi ảnh, tệp này có phải của việc ấy không."
WAITED_LONG = "Việc mới hôm trước chưa chọn, tôi để trong /ghi."
CHOOSE_WHICH = "Việc mới tôi vẫn giữ; anh/chị chọn một trong hai giúp."
DROP_UNCLEAR = "Anh/chị chọn một trong hai giúp."
RESTORED = "Đã lấy lại. "
LOST_FORM = "Biểu mẫu của bản đang dở không còn trong kho tri thức; anh/chị ghi lại giúp."
HELD_FILE = "Đã nhận {name}. Đây là ảnh, tệp của việc nào?"
HELD_FILES = "Đã nhận {name}, tất cả {count} ảnh, tệp. Đây là ảnh, tệp của việc nào?"
FILES_LEFT = "Anh/chị còn {count} ảnh, tệp gửi lúc {at} chưa thuộc việc nào; của việc này thì bấm nút dưới."
FILES_HERE = "Gắn {count} ảnh, tệp ấy vào việc này"
HELD_FILE_NEW = "Việc mới"
FILE_NEW = "Anh/chị gõ một câu về việc đó; tôi giữ tệp và gắn vào việc mới khi lưu."
HELD_FILE_GONE = "Tôi không còn giữ tệp đó. Anh/chị gửi lại giúp."
FILE_ADDED = "Đã gắn {name} vào: {what}."
NO_RIGHT_ENTRY = "Anh/chị không sửa được việc này: chỉ người ghi hoặc Cơ quan Thường trực."
ENTRY_GONE = "Việc này đã bị xóa khỏi nhật ký."

# The log
DIARY_HEAD = "Nhật ký {unit}, {period}: {count} việc."
DIARY_NONE = "Nhật ký {unit}, {period}: chưa ghi việc nào. Gõ /ghi để ghi."
DIARY_MORE = "Còn {count} việc nữa; gõ rõ thời gian hoặc loại, như: /nhatky quý 3 tập huấn."
DIARY_UNITS = "Nhật ký {period}: {units} đơn vị có ghi, {count} việc. Anh/chị xem đơn vị nào?"
DIARY_UNITS_FILE = "Nhật ký {period}: {units} đơn vị có ghi, {count} việc. Anh/chị tải của đơn vị nào?"
DIARY_UNITS_MORE = "Còn {count} đơn vị nữa; gõ tên đơn vị, như: /nhatky {unit}."
DIARY_UNIT = "{unit}: {count} việc"
DIARY_OTHERS = "Xem đơn vị khác ({count})"
DIARY_UNKNOWN = "Tôi chưa hiểu “{text}”. Ví dụ: /nhatky quý này, /nhatky 6 tháng đầu năm, /nhatky tháng 10 tập huấn."
DIARY_EXPORT = "Tải về Excel"
DIARY_EXPORT_CSV = "Tải về CSV"
DIARY_FILE = "Nhật ký {unit}, {period}: {count} việc."
ENTRY_HEAD = "Việc đã ghi ({unit}):"
ENTRY_BY = "Người ghi: {who}, {at}."
ENTRY_NOTE = "Ghi chú: {note}"
ENTRY_CHANGE, ENTRY_COPY, ENTRY_DELETE = "Sửa", "Chép thành việc mới", "Xóa"
ENTRY_FILES, ENTRY_HISTORY = "Xem ảnh, tệp ({count})", "Ai đã sửa gì"
ENTRY_ADD_FILE = "Thêm ảnh, tệp"
KEEP = "Giữ nguyên"
DELETE_ASK = "Xóa khỏi nhật ký: {what}?"
DELETED = "Đã xóa khỏi nhật ký: {what}."
UNDO_DELETE = "Lấy lại"
RESTORED_ENTRY = "Đã lấy lại: {what}."
HISTORY_HEAD = "Các lần ghi, sửa:"
HISTORY_MADE = "- {at}: {who} ghi"
HISTORY_CHANGED = "- {at}: {who} sửa {what}"
HISTORY_FIELD = "{name} từ {before} thành {after}"
HISTORY_DELETED = "- {at}: {who} xóa"
HISTORY_BACK = "- {at}: {who} lấy lại"
HISTORY_NAMES: Mapping[str, str] = {"date_end": "Đến ngày", "note": "Ghi chú"}
SOMEBODY_ABOVE = "Cơ quan Thường trực"
SHEET, SHEET_FILE = "Nhật ký", "Nhật ký"
SHEET_HEADINGS = (
    *("STT", "Ngày", "Đến ngày", "Loại", "Tên việc", "Nơi", "Tổng số người", "Nữ", "Nam", "Chưa rõ"),
    *("Kinh phí (đồng)", "Số đơn vị được kiểm tra", "Nội dung khác", "Ghi chú", "Người ghi"),
)
SOMEBODY = "người đã rời đơn vị"
FILES_SENT = "Ảnh, tệp của: {what}"
FILES_NONE = "Việc này chưa có ảnh, tệp nào."
SEND_FILES_NOW = "Anh/chị gửi ảnh hoặc tệp vào đây, tôi gắn vào: {what}."

# Totals
TOTAL_HEAD = "{unit}, {period}{kind}: {counts}."
TOTAL_PART = "{count} việc"
TOTAL_PEOPLE = "{total} lượt người"
TOTAL_NONE = "{unit}, {period}{kind}: nhật ký chưa có việc nào."
TOTAL_UNSAID = "Chưa có số liệu {what} ở {count} việc."
TOTAL_FROM = "Cộng từ:"
TOTAL_SUM = "Cộng {count} đơn vị, {period}: {counts}."
TOTAL_UNDER = "{unit} và đơn vị trực thuộc ({logged} trong {count} đơn vị có ghi)"
TOTAL_NOT_YOURS = "Tôi không xem được nhật ký {unit} cho anh/chị. Anh/chị xem được: {units}."
TOTAL_KIND = ", {kind}"
