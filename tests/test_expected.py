"""An entry without what is asked for is no answer to it."""

import pytest

from knowledge.entry import Entry
from knowledge.expected import asks_of_outcome, asks_of_today, lacks
from knowledge.text.normalise import fold


def entry(text: str, kind: str = "note") -> Entry:
    return Entry(id="a:b", kind=kind, document_id="a", document="1/QĐ-X", title="Mượn sách", text=text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("phí làm thẻ bao nhiêu tiền", "Thẻ có giá trị một năm."),
        ("số điện thoại của thủ thư", "Thủ thư trực mỗi ngày."),
        ("thủ thư sinh năm nào", "Người ký: thủ thư trưởng, năm 2020."),
        ("mở cửa lúc mấy giờ", "Thư viện mở cửa hằng ngày."),
        ("tại sao lại thu phí", "Phí được thu một lần."),
        ("bao nhiêu phần trăm sách mới", "Có 20 cuốn sách mới."),
        ("tải mẫu đơn ở link nào", "Mẫu đơn kèm theo quyết định."),
    ],
)
def test_a_text_without_what_is_asked_lacks_it(question: str, text: str) -> None:
    assert lacks(fold(question), entry(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("phí làm thẻ bao nhiêu tiền", "Phí làm thẻ: 20.000 đồng."),
        ("số điện thoại của thủ thư", "Điện thoại: 024.123.456."),
        ("mở cửa lúc mấy giờ", "Mở cửa từ 8 giờ đến 17 giờ."),
        ("bao nhiêu phần trăm sách mới", "Sách mới chiếm 15%."),
        ("được mượn mấy cuốn", "Được mượn năm cuốn."),
        ("liên hệ sở nào", "Liên hệ thư viện tỉnh."),
    ],
)
def test_a_text_with_it_does_not(question: str, text: str) -> None:
    assert not lacks(fold(question), entry(text))


def test_a_contact_answers_for_a_telephone_it_may_not_tell() -> None:
    assert not lacks(fold("số điện thoại thư viện"), entry("Địa chỉ: số 1 phố Sách.", kind="contact"))


def test_today_and_outcomes_are_told_from_rules() -> None:
    assert asks_of_today(fold("ai đang giữ chức hiện nay"))
    assert not asks_of_today(fold("ai ký quyết định 12"))
    assert asks_of_outcome(fold("kết quả kiểm tra năm 2015 ra sao"))
    assert not asks_of_outcome(fold("nội dung kiểm tra gồm những gì"))
