"""What the web server itself says; the page's own words are in static/words.js."""

from __future__ import annotations

from typing import Final

# To whoever runs it
PAGE_AT: Final = "Trang web: %s"
PORT_TAKEN: Final = (
    "Cổng {port} trên {host} đang bị chương trình khác dùng; hãy đóng chương trình đó hoặc đổi WEB_PORT."
)
PORT_FORBIDDEN: Final = "Không được phép mở cổng {port} trên {host}; hãy đổi WEB_PORT thành một số từ 1024 trở lên."
HOST_UNKNOWN: Final = "WEB_HOST: máy này không có địa chỉ “{host}”."
LISTEN_FAILED: Final = "Không mở được cổng {port} trên {host}: {why}."
REQUEST_FAILED: Final = "a request failed: %s"
STREAM_ENDED: Final = "a page's stream ended: %s"

# To members, shown by the page as they are
WRONG_HOST: Final = "Địa chỉ này không thuộc về trang. Anh/chị mở lại trang bằng đúng địa chỉ đã được cấp."
WRONG_ORIGIN: Final = "Yêu cầu này đến từ một trang khác nên không được nhận."
NOT_JSON: Final = "Yêu cầu phải là JSON."
NOT_FORM: Final = "Yêu cầu phải là biểu mẫu của trang."
TOO_LARGE: Final = "Tin dài quá nên không gửi được. Anh/chị tách thành từng câu hỏi ngắn giúp tôi."
FILE_TOO_LARGE: Final = "Tệp lớn quá nên không gửi được, mỗi tệp tối đa 20 MB."
BAD_MESSAGE: Final = "Tin gửi lên không đúng dạng."
NO_SESSION: Final = "Cuộc trò chuyện đã kết thúc. Anh/chị tải lại trang."
TOO_FAST: Final = "Anh/chị gửi hơi nhanh. Tin sẽ tự gửi lại sau {seconds} giây."
TOO_MANY_TABS: Final = "Trang đang mở ở quá nhiều thẻ. Anh/chị đóng bớt thẻ giúp tôi."
NOT_READY: Final = "Máy chủ chưa sẵn sàng. Tin sẽ tự gửi lại."
BROKEN: Final = "Máy chủ gặp lỗi kỹ thuật. Tin sẽ tự gửi lại."
NOT_FOUND: Final = "Không có trang này."
