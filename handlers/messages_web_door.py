"""What is said about the office's web page."""

from __future__ import annotations

NOT_OFFICE = "Trang này dành cho cơ quan thường trực và người vận hành."
LINK = (
    "Trang văn phòng của anh/chị: {url}\n"
    "Đường dẫn chỉ dùng được một lần, trong {minutes} phút. Xin đừng chuyển cho người khác."
)
NO_ADDRESS = (
    "Chưa biết địa chỉ trang web: người vận hành cần đặt PUBLIC_URL trong phần cài đặt."
    " Trong lúc chờ, anh/chị ghép đoạn sau vào ngay sau địa chỉ trang trợ lý: {path}\n"
    "Đường dẫn chỉ dùng được một lần, trong {minutes} phút. Xin đừng chuyển cho người khác."
)
