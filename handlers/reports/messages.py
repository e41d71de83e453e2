"""The words of reports, in the language of offices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

PERIODS: Final[Mapping[str, str]] = {
    "first_half": "6 tháng đầu năm {year}",
    "second_half": "6 tháng cuối năm {year}",
    "year": "năm {year}",
    "action_month": "Tháng hành động năm {year}",
}
BETWEEN: Final = "từ ngày {first} đến ngày {last}"
FOLLOWING: Final[Mapping[str, str]] = {
    "first_half": "6 tháng cuối năm {year}",
    "second_half": "6 tháng đầu năm {year}",
    "year": "năm {year}",
    "action_month": "năm {year}",
    "between": "thời gian tới",
}
ACTION_MONTH: Final = re.compile(r"th[aá]ng\s+h[aà]nh\s+[dđ][oộ]ng|\bTHĐ\b", re.IGNORECASE)

# Around the text
TYPE_NAME: Final = "BÁO CÁO"
SUMMARY: Final = "Kết quả {subject} {period}"
COUNTED_TO: Final = "Số liệu tính đến ngày {day}"
ESTIMATED: Final = "Số liệu ước, tính đến ngày {day}; kỳ báo cáo kết thúc ngày {end}"
BODY: Final = "BAN VÌ SỰ TIẾN BỘ CỦA PHỤ NỮ"
BODY_IN_TEXT: Final = "Ban Vì sự tiến bộ của phụ nữ {unit}"
COMMITTEE: Final = "UBND {name}"
BOARD_POST: Final = "TRƯỞNG BAN"
AS_ABOVE, ARCHIVE = "Như trên", "Lưu: VT, BVSTBPN"
OPENING_BASIS: Final = "Thực hiện {source}, {body} báo cáo kết quả {subject} {period} như sau:"
OPENING: Final = "Thực hiện chế độ báo cáo định kỳ, {body} báo cáo kết quả {subject} {period} như sau:"
OPENING_NOTHING: Final = "{lead} Trong kỳ (từ ngày {first} đến ngày {last}), đơn vị không phát sinh hoạt động, vụ việc."
OPENING_LEAD: Final = "Thực hiện chế độ báo cáo định kỳ, {body} báo cáo {subject} {period}."
SPAN: Final = "Kỳ báo cáo tính từ ngày {first} đến ngày {last}."
SPAN_ESTIMATED: Final = (
    "Kỳ báo cáo tính từ ngày {first} đến ngày {last}; số liệu đến ngày {day} là số ước của kỳ, chưa gồm hoạt động sau"
    " ngày đó."
)
TITLE: Final = "Báo cáo {period} - {unit}"
TITLE_NOTHING: Final = "Báo cáo {period} - {unit} (không phát sinh)"

# Sentences
NO_FIGURES: Final = "Chưa có số liệu."
NO_TEXT: Final = "Chưa có nội dung."
ANSWERED: Final = "{name}: {text}"
HELD: Final = "Đã thực hiện {count} {noun}"
WITH_PEOPLE: Final = ", với {total} lượt người tham gia"
VICTIMS: Final = ", với {total} người bị hại"
BY_SEX: Final = ", trong đó {parts}"
WOMEN_SHARE: Final = "nữ {female} ({share})"
WOMEN: Final = "nữ {female}"
MEN: Final = "nam {male}"
UNCLEAR: Final = "chưa rõ giới tính {unknown}"
COSTS: Final = "; kinh phí thực hiện {amount} đồng"
INSPECTED: Final = ", tại {count} đơn vị"
REORGANISED: Final = "; trong đó {count} lần kiện toàn, thành lập Ban"
CASES: Final = "Ghi nhận {count} vụ việc"
NO_CASES: Final = "Không ghi nhận vụ việc nào"
LEVELS: Final = "Tính đến ngày {day}, số liệu cán bộ nữ như bảng dưới đây"
LEVELS_UNITS: Final = "Số liệu cán bộ nữ của {count} đơn vị, theo lần chốt gần nhất của từng đơn vị, như bảng dưới đây"
LACKING: Final = "Các số trên chưa gồm {parts}."
LACKING_PART: Final = "{count} hoạt động chưa ghi {what}"
IN_DETAIL: Final = "Cụ thể: {titles}."
TITLE_DAY: Final = "{title} ({day})"
MORE_TITLES: Final = "{titles} và {count} việc khác"
AND: Final = " và "
LACKING_NAMES: Final[Mapping[str, str]] = {
    "people": "số người",
    "male": "số nam",
    "female": "số nữ",
    "money": "kinh phí",
    "units_inspected": "số đơn vị được kiểm tra",
}
COMPARED: Final = "So với cùng kỳ năm trước: {parts}."
COMPARED_PART: Final = "{what} {change}"
COMPARED_UNITS: Final[Mapping[str, str]] = {"money": " đồng"}
COMPARED_NAMES: Final[Mapping[str, str]] = {
    "count": "số cuộc",
    "people": "số lượt người",
    "money": "kinh phí",
    "units_inspected": "số đơn vị được kiểm tra",
    "cases": "số vụ việc",
    "reorganised": "số lần kiện toàn",
}
UP, DOWN, SAME = "tăng {by}{unit}{share}", "giảm {by}{unit}{share}", "không đổi"
IN_SHARE: Final = " ({share})"
NO_BEFORE: Final = "Cùng kỳ năm trước chưa có số liệu."
SEE_APPENDIX: Final = "Danh sách cụ thể tại Phụ lục."
OF_UNIT: Final = "{unit}: {text}"

# Tables
NUMBER, WHAT, WHEN, WHERE = "STT", "Nội dung", "Thời gian", "Địa điểm"
TOTAL, FEMALE, MALE, UNKNOWN = "Tổng số người", "Nữ", "Nam", "Chưa rõ"
MONEY, COUNT, SHARE = "Kinh phí (đồng)", "Số cuộc", "Tỷ lệ nữ"
OCCASION, NO_OCCASION = "Dịp", "Chưa ghi dịp"
METHOD, UNITS = "Hình thức", "Số đơn vị"
DONE, KIND = "Việc", "Loại hoạt động"
LEVEL, NOW_ALL, NOW_WOMEN = "Cấp", "Hiện có", "Trong đó nữ"
BEFORE_ALL, BEFORE_WOMEN, BEFORE_SHARE, WOMEN_CHANGE = (
    "Năm trước",
    "Nữ năm trước",
    "Tỷ lệ nữ năm trước",
    "Nữ tăng, giảm",
)
ISSUE, CASE_COUNT, VICTIM_TOTAL = "Vấn đề", "Số vụ", "Số người bị hại"
UNIT = "Đơn vị"
TABLE_OF: Final = "{heading}"
TABLE_UNITS: Final = "{heading}: theo đơn vị"
NOT_SAID: Final = "Chưa ghi"

# Appendix
APPENDIX_FIGURES: Final = "Tổng hợp số liệu {period}"
BY_TYPE: Final = "Theo loại hoạt động"
AGAINST: Final = "So với cùng kỳ năm trước ({first} - {last})"
INDICATOR, THIS, LAST, CHANGE, CHANGE_SHARE = "Chỉ tiêu", "Kỳ này", "Cùng kỳ năm trước", "Tăng, giảm", "Tăng, giảm (%)"
NOT_PEOPLE: Final = "Số liệu cán bộ nữ và vụ việc không cộng vào số người tham gia hoạt động."
APPENDIX_LIST: Final = "Danh sách hoạt động: {heading}"
APPENDIX_LATE: Final = "Hoạt động ghi sau khi chốt kỳ báo cáo"
LATE_NOTE: Final = (
    "Các hoạt động dưới đây thuộc kỳ báo cáo nhưng được ghi sau khi báo cáo của kỳ đã nộp ngày {day}; không cộng vào"
    " các số liệu ở trên."
)
APPENDIX_LATE_BEFORE: Final = "Hoạt động của kỳ trước, ghi bổ sung"
LATE_BEFORE_NOTE: Final = (
    "Các hoạt động dưới đây thuộc kỳ báo cáo trước, được ghi sau khi báo cáo kỳ ấy đã nộp ngày {day}; không cộng vào"
    " các số liệu ở trên."
)
APPENDIX_AFTER: Final = "Hoạt động ghi sau ngày chốt số liệu"
AFTER_NOTE: Final = (
    "Các hoạt động dưới đây thuộc kỳ báo cáo, được ghi sau ngày chốt số liệu {day} và đã cộng vào các số liệu ở trên."
)
ALL_COUNT, ALL_TOTAL, ALL_FEMALE = "Số hoạt động", "Số lượt người tham gia", "Trong đó nữ"
ALL_MALE, ALL_UNKNOWN, ALL_MONEY, ALL_UNITS = "Trong đó nam", "Chưa rõ giới tính", "Kinh phí", "Số đơn vị được kiểm tra"
ALL_CASES: Final = "Số vụ việc"
FIGURE_UNITS: Final[Mapping[str, str]] = {
    "count": "cuộc",
    "total": "người",
    "female": "người",
    "male": "người",
    "unknown": "người",
    "money": "đồng",
    "units_inspected": "đơn vị",
    "reorganised": "lần",
    "cases": "vụ",
}
CHART_MONTHS: Final = "Số lượt người tham gia theo tháng và giới tính"
CHART_TYPES: Final = "Số lượt người tham gia theo loại hoạt động và giới tính"
CHARTS: Final = "Biểu đồ"
MONTH: Final = "{month}/{year}"

# What is missing
LACK_TEXT: Final = "{label}: chưa có nội dung"
LACK_ENTRIES: Final = "{label}: chưa có hoạt động nào được ghi"
LACK_NUMBERS: Final = "{label}: {count} {noun} chưa ghi {what}"
LACK_SIGNER: Final = "Chức vụ, họ tên người ký"

# Summing up
SUM_TITLE: Final = "Báo cáo tổng hợp {period} - {unit}"
APPENDIX_UNITS: Final = "Số liệu theo đơn vị"
SUM_SILENT: Final = "{count} đơn vị chưa nộp báo cáo: {names}."
SUM_ALL_SENT: Final = "Tất cả đơn vị đã nộp báo cáo."
SUM_FROM: Final = (
    "Số liệu của đơn vị đã nộp lấy theo báo cáo đã nộp; của đơn vị chưa nộp lấy theo nhật ký hoạt động của đơn vị."
)
STATE: Final = "Tình trạng"
STATE_SENT, STATE_ACCEPTED = "Đã nộp {day}", "Đã nhận, nộp {day}"
STATE_DRAFT, STATE_NONE = "Đang soạn", "Chưa nộp"
STATE_OWN: Final = "Cơ quan tổng hợp"
STATE_GONE: Final = "Không còn từ {day}"
APPENDIX_DIFFERENCES: Final = "Chênh lệch giữa báo cáo đã nộp và nhật ký"
DIFFERENCES_NOTE: Final = (
    "Nhật ký của các đơn vị dưới đây đã thay đổi sau khi nộp; số liệu ở trên lấy theo báo cáo đã nộp."
)
AS_SENT, AS_LOGGED = "Báo cáo đã nộp", "Cộng từ nhật ký"

# Urging
URGE_SYMBOL: Final = "BVSTBPN"
URGE_SUMMARY: Final = "đôn đốc gửi {what}"
URGE_TO_LISTED: Final = "Các đơn vị có tên trong danh sách dưới đây"
URGE_PROJECTED: Final = " (ngày dự kiến)"
URGE_ASKED: Final = "Theo {source}, các đơn vị gửi {what} về {body} chậm nhất ngày {due}{mark}."
URGE_STANDS: Final = "Đến ngày {day}, {sent}/{owing} đơn vị đã gửi; còn {silent} đơn vị chưa gửi, gồm:"
URGE_CLOSING: Final = (
    "{body} đề nghị các đơn vị nêu trên gửi báo cáo trước ngày ..../..../{year}; vướng mắc đề nghị phản ánh về"
    " Cơ quan Thường trực để phối hợp giải quyết."
)
URGE_LIST: Final = "Danh sách đơn vị chưa gửi báo cáo"
URGE_DUE, URGE_LATE = "Hạn gửi", "Quá hạn (ngày)"
URGE_NAME: Final = "Công văn đôn đốc {what}"
