"""What a question wants to know, by its wording, with and without diacritics."""

import pytest

from knowledge.intents import intents
from knowledge.text.normalise import fold

WORDINGS = {
    "signer": ("ai ký công văn 1097", "người ký là ai", "do ai ký", "công văn do ông nào ký"),
    "status": ("thông tư 191 còn hiệu lực không", "nghị quyết 11 hết hiệu lực chưa", "văn bản nào thay thế nó"),
    "replaces": ("thông tư 191 thay thế thông tư nào",),
    "cites": ("công văn dẫn những văn bản nào", "căn cứ pháp lý của kế hoạch", "kế hoạch căn cứ vào văn bản nào"),
    "cited_by": ("công văn nào dẫn nó", "được nhắc đến ở đâu"),
    "addressees": ("công văn gửi cho những ai", "kính gửi của công văn", "nơi nhận công văn"),
    "deadline": (
        "hạn nộp báo cáo 6 tháng",
        "bao giờ nộp báo cáo năm",
        "báo cáo năm gửi trước ngày nào",
        "deadline bc",
        "còn bao nhiêu ngày nữa đến hạn",
    ),
    "event": ("8/3 là ngày gì", "ngày phụ nữ việt nam là ngày nào", "tháng hành động diễn ra khi nào"),
    "issuer": ("cơ quan nào ban hành thông tư 191", "công văn này của cơ quan nào"),
    "issued": ("thông tư 191 ban hành ngày nào", "ký ngày bao nhiêu"),
    "template": ("đề cương báo cáo gồm mấy phần", "mẫu báo cáo"),
    "contact": ("địa chỉ liên hệ", "số điện thoại thường trực ban"),
    "target": ("tỷ lệ nữ cấp ủy đạt bao nhiêu phần trăm", "chỉ tiêu năm 2020"),
    "amount": ("mức chi báo cáo viên", "được chi bao nhiêu tiền"),
    "help": ("bị bạo hành thì báo cho ai", "nạn nhân gọi đến đâu"),
    "about": ("thông tư 191 là gì", "quyết định 515 nói về gì", "nội dung chính của chương trình"),
    "duty": ("trách nhiệm của sở y tế", "ban phải làm gì"),
}
TABLE = [(name, wording) for name, wordings in WORDINGS.items() for wording in wordings]
NEAR_MISSES = (
    "khả năng",
    "kỳ họp",
    "xin chào",
    "ngân hàng",
    "đàn ông",
    "thành phần tham dự",
    "thể hiện",
    "quan hệ",
    "liên quan",
    "tham mưu",
    "",
)


@pytest.mark.parametrize(("name", "wording"), TABLE)
def test_a_wording_tells_its_intent_first(name: str, wording: str) -> None:
    assert [intent.name for intent in intents(wording)][:1] == [name]
    assert [intent.name for intent in intents(fold(wording).upper())][:1] == [name]


@pytest.mark.parametrize("wording", NEAR_MISSES)
def test_a_word_that_only_looks_alike_tells_none(wording: str) -> None:
    assert intents(wording) == []
