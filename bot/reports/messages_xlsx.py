"""What a report's workbook and pictures say. Names of sheets have at most 31 letters and none of []:*?/\\."""

from __future__ import annotations

SUMMARY, LOG, LATE, TABLES, PICTURES, WHOLE = (
    "Tổng hợp",
    "Hoạt động",
    "Ghi sau chốt",
    "Bảng",
    "Biểu đồ",
    "Nguyên văn",
)
"""Names of the sheets."""

NOTHING = "–"
"""What nobody has said."""
PAGE = "&CTrang &P/&N"
"""The foot of a printed page, in the codes of spreadsheet programs."""

LOG_HEADINGS = (
    "STT",
    "Mục",
    "Loại",
    "Nội dung",
    "Từ ngày",
    "Đến ngày",
    "Địa điểm",
    "Đơn vị",
    "Tổng số người",
    "Nữ",
    "Nam",
    "Chưa rõ",
    "Kinh phí (đồng)",
    "Đơn vị được kiểm tra",
)
NO_ITEM = "Hoạt động khác"

ITEM_HEADINGS = (
    "Mục",
    "Nội dung",
    "Số hoạt động",
    "Tổng số người",
    "Nữ",
    "Nam",
    "Chưa rõ",
    "Tỷ lệ nữ",
    "Kinh phí (đồng)",
    "Đơn vị được kiểm tra",
)
TOTAL = "Tổng cộng"
NO_ROWS = "Chưa có hoạt động nào."
NOT_PEOPLE_MARK = "{heading} (*)"
NOT_PEOPLE = "(*) Không cộng vào dòng “Tổng cộng” số người của: {types}, vì đó không phải số người tham gia."
SHARE = "Tỷ lệ nữ tính trên tổng số người. Bấm vào nội dung để xem các hoạt động của mục đó."
LATE_ROWS = "{count} hoạt động ghi sau khi chốt số liệu nằm ở trang “{sheet}”, không tính vào báo cáo."

FIGURES = "Số liệu trong báo cáo"
FIGURE_HEADINGS = (
    "STT",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Kỳ này",
    "Cùng kỳ năm trước",
    "Tăng, giảm",
    "Tăng, giảm (%)",
    "Số hoạt động chưa ghi",
    "Xem hoạt động",
)
SEE_ROW = "Dòng {row}"

WHOLE_HEADINGS = ("Ở ô", "Phần", "Nguyên văn")
PLACE = "{sheet}!{cell}"
PART = "{number}/{count}"
GOES_ON = "… (còn nữa: xem trang “Nguyên văn”)"

NO_FIGURES = "Chưa có số liệu"
"""On a chart of nothing but noughts."""
CUT = "…"
