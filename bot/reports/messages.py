"""What the documents themselves say, beside what people have written."""

from __future__ import annotations

from typing import Final

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
NUMBER: Final = "Số:       /{symbol}"
"""With room for the number that the records clerk gives."""
DAY: Final = "ngày {day:02d} tháng {month} năm {year}"
PLACE_AND_DAY: Final = "{place}, {day}"
ABOUT: Final = "V/v {summary}"
NOTE: Final = "({note})"
TO: Final = "Kính gửi:"
TO_ONE: Final = "Kính gửi: {name}"
POINT: Final = "- {text}{end}"
LABELLED: Final = "{label} {heading}"
LED: Final = "{heading}: {text}"
END: Final = "./."
DOTS: Final = "………………………"
COPIES: Final = "Nơi nhận:"
APPENDIX: Final = "PHỤ LỤC"
WITH: Final = "(Kèm theo {type} số       /{symbol} {day})"
WITH_UNNAMED: Final = "Văn bản"
CHARTS: Final = "BIỂU ĐỒ"
PICTURE: Final = "{title}. {values}."
PICTURE_VALUE: Final = "{label}: {parts}"
PICTURE_PART: Final = "{name} {value}"
JOINING: Final = frozenset("của và về cho trong tại theo từ năm quý giai 6 9".split())
"""Words before which a title is best broken."""
NOTHING: Final = "–"
SUM: Final = "Cộng"
PERCENT: Final = "{number}%"

NO_OFFICE: Final = "Máy chủ chưa có LibreOffice nên chưa tạo được bản PDF; bản Word vẫn tải được."
OFFICE_SLOW: Final = "Tạo bản PDF quá {seconds} giây chưa xong nên đã dừng; bản Word vẫn tải được."
OFFICE_FAILED: Final = "LibreOffice không tạo được bản PDF; bản Word vẫn tải được."
