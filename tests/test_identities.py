"""Who is named in a story is found; what names nobody is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.identities import find_identities, find_told, masked

NAMED = [
    ("chồng đánh vợ là chị Nguyễn Thị A ở thôn 3", ["name"]),
    ("nạn nhân Trần Thị B., 34 tuổi", ["name"]),
    ("chị Hoa bị chồng đánh", ["name"]),
    ("cháu H. lớp 5 bị xâm hại", ["name"]),
    ("Lê Văn Tám đã bị xử phạt", ["name"]),
    ("nguyen thi hoa bi chong danh", ["name"]),
    ("ong tran van ba say ruou", ["name"]),
    ("gọi 0912345678 gặp người nhà", ["phone"]),
    ("sđt +84 912 345 678", ["phone"]),
    ("điện thoại bàn 0237.3852.246", ["phone"]),
    ("CCCD 038185001234", ["id_number"]),
    ("so can cuoc: 038185001234", ["id_number"]),
    ("cmnd số 171234567", ["id_number"]),
    ("liên hệ nannhan@example.org", ["email"]),
    ("nhà số 12 đường Lê Lợi", ["address"]),
    ("số nhà 12/3A", ["address"]),
    ("o so 15 duong Tran Phu", ["address"]),
    ("trọ ở ngõ 25", ["address"]),
    ("hẻm 12/5 phường A", ["address"]),
    ("Chị Phạm Thị C, sđt 0987654321, số nhà 7", ["name", "phone", "address"]),
]
UNNAMED = [
    "2 vụ bạo lực gia đình, 2 nạn nhân nữ",
    "Hội Liên hiệp Phụ nữ tỉnh phối hợp Công an xã hòa giải 3 vụ",
    "tại trường Nguyễn Trãi có 1 vụ",
    "đường Lê Lợi, phố Trần Phú đông người qua lại",
    "Sở Y tế Thanh Hóa, Hà Nam, Cao Bằng, Lâm Đồng, Thái Bình",
    "chị em phụ nữ xã A, anh em công nhân, bà con thôn 3",
    "bà Chủ tịch Hội và chị Phó trưởng ban đã đến thăm",
    "kinh phí 15.000.000đ, 123456789 đồng, 05/10/2026",
    "do van ban 12 huong dan, le phat dong thang hanh dong",
    "Quyết định số 15/QĐ-UBND ngày 03/4/2026, Luật 13/2022/QH15",
    "xử phạt 4 trường hợp theo Nghị định 144/2021/NĐ-CP",
    "Ban Vì sự tiến bộ của phụ nữ huyện Vĩnh Lộc",
    "ông bà, cha mẹ, con cháu; cô giáo chủ nhiệm",
    "",
]


@pytest.mark.parametrize(("text", "kinds"), NAMED)
def test_who_is_named_is_found(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in find_identities(text)] == kinds


@pytest.mark.parametrize("text", UNNAMED)
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert [text[slice(*one.span)] for one in find_identities(text)] == []


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    for one in find_identities(text):
        assert 0 <= one.span[0] < one.span[1] <= len(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Tập huấn, báo cáo viên Nguyễn Thị Hoa", "Tập huấn, báo cáo viên Nguyễn Thị Hoa"),
        ("Thăm chị Hoa bị chồng đánh", "Thăm … bị chồng đánh"),
        ("Hội trường, gọi 0912 345 678", "Hội trường, gọi …"),
        ("Chị Hoa đánh giá cao lớp học", "Chị Hoa đánh giá cao lớp học"),
    ],
)
def test_what_no_report_may_hold(text: str, left: str) -> None:
    assert masked(text, find_told(text)) == left
