"""A member who asks when a report is due is answered for their own units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from handlers.asking import Assistant
from handlers.types import Address, Record
from tests.talking import NOW, Talking, text_of
from tests.test_public_days import TH, YT, rule, ruling
from tests.world import CHANNEL, person_records, store, world

MEMBERS = ("thu-ky-a", "truong-a", "thanh-vien-a")
QUESTIONS = (
    "hạn nộp báo cáo năm",
    "bao giờ nộp bc năm",
    "han nop bao cao tong ket nam",
    "hạn nộp báo cáo năm của Thanh Hóa",
    "hạn nộp báo cáo năm 2026",
    "hạn nộp báo cáo năm ngành Y tế",
)


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_units_own_day_is_told_with_how_sure_it_is(talking: Talking, question: str) -> None:
    for member in MEMBERS:
        said = talking.talk(member, question)
        assert "Đơn vị: Bệnh viện A" in said
        assert "Hạn: chậm nhất Chủ nhật 29/11/2026 (còn 5 ngày, trong đó" in said
        assert "DỰ KIẾN theo quy định năm 2018" in said
        assert "1097/SYT-BVSTBCPN" in said
        assert "“trước 30/11/2018”" in said
        assert "Mỗi nơi có hạn riêng" not in said


def test_what_the_office_decided_for_the_unit_is_told(talking: Talking) -> None:
    rule(talking.storage, ruling(YT, "so-y-te", "change", "2026-12-04"), ruling(YT, "bv-a", "extend", "2026-12-11"))
    assert "chậm nhất thứ Sáu 11/12/2026" in talking.talk("thu-ky-a", "hạn nộp báo cáo năm")
    said = talking.talk("thu-ky-b", "hạn nộp báo cáo năm")
    assert "chậm nhất thứ Sáu 4/12/2026" in said
    assert (
        "Hạn đã đổi từ 29/11/2026 sang 4/12/2026 (" in said and "Sở Y tế Thanh Hóa quyết định ngày 20/11/2026" in said
    )
    rule(talking.storage, ruling(TH, "thanh-hoa", "confirm"))
    assert "Ngày 20/11/2026, Cơ quan Thường trực" in talking.talk("thu-ky-xa", "hạn nộp báo cáo năm")


def test_a_year_that_need_not_be_reported_is_said(talking: Talking) -> None:
    rule(talking.storage, ruling(TH, "thanh-hoa", "cancel"))
    said = talking.talk("thu-ky-xa", "hạn nộp báo cáo năm")
    assert (
        "(năm 2026), Xã A: không phải nộp, theo quyết định của Cơ quan Thường trực (Ban VSTBPN tỉnh Thanh Hóa)" in said
    )
    assert "30/11/2027" in said
    said = talking.talk("thu-ky-xa", "hạn nộp báo cáo năm 2026")
    assert "không phải nộp" in said
    assert "30/11" not in said


def test_whose_units_owe_nothing_is_answered_for_their_place(talking: Talking) -> None:
    """As an office is that receives what the others send: here a unit that ends before the next day."""
    row = {"id": "x", "name": "Ban X", "kind": "other", "province": "Hà Tĩnh", "since": "2020-01-01"}
    store(talking.storage, [Record("units", {**row, "until": "2026-12-31"})])
    store(talking.storage, person_records("nguoi-x", [("x", "office")], date(2026, 1, 5)))
    said = talking.talk("nguoi-x", "hạn nộp báo cáo 6 tháng")
    assert "DỰ KIẾN năm 2027: gửi chậm nhất 19/6/2027" in said
    assert "Mỗi nơi có hạn riêng" not in said
    assert "Ban X" not in said


def test_the_period_that_was_asked_for(talking: Talking) -> None:
    said = talking.talk("thu-ky-a", "bao giờ nộp bc 6 tháng")
    assert "29/5/2027" in said
    assert "11/2026" not in said
    said = talking.talk("thu-ky-a", "hạn nộp các báo cáo là khi nào")
    assert "29/11/2026" in said
    assert "29/5/2027" in said


def test_a_report_that_was_sent_is_said_to_be(talking: Talking) -> None:
    row = {"id": "s", "duty": ":".join(YT), "year": 2026, "unit": "bv-a", "day": "2026-11-20", "by": None}
    store(talking.storage, [Record("submissions", row)], NOW)
    [reply] = talking.say("thu-ky-a", "hạn nộp báo cáo năm")
    assert "Đã ghi là đã nộp ngày 20/11/2026." in reply.text
    assert [choice.id.partition(":")[0] for choice in reply.choices] == ["viec", "mau"]


def test_having_sent_one_is_asked_for_not_taken_for_the_one_just_told(talking: Talking) -> None:
    talking.say("thu-ky-a", "bao giờ nộp bc 6 tháng")
    assert "Anh/chị đã nộp báo cáo nào?" in talking.talk("thu-ky-a", "đã nộp")
    assert not talking.rows("submissions")


def test_what_is_overdue_is_told_too(talking: Talking) -> None:
    talking.clock.advance(10 * 86400)
    said = talking.talk("thu-ky-a", "hạn nộp báo cáo năm")
    assert "quá hạn 5 ngày" in said
    assert "29/11/2027" in said


def test_each_of_several_units_is_told_and_can_be_opened(talking: Talking) -> None:
    store(talking.storage, person_records("hai-noi", [("bv-a", "secretary"), ("phuong-c", "member")], date(2026, 1, 5)))
    [reply] = talking.say("hai-noi", "hạn nộp báo cáo năm")
    assert "Bệnh viện A" in reply.text
    assert "Phường C" in reply.text
    assert "14/12/2026" in reply.text
    assert [choice.id.split(":")[:2] for choice in reply.choices] == [["viec", "bv-a"], ["viec", "phuong-c"]]
    assert "Đơn vị: Phường C" in text_of(talking.say("hai-noi", choice=reply.choices[1].id))
    said = talking.talk("hai-noi", "hạn nộp báo cáo năm Hải Phòng")
    assert "Phường C" in said
    assert "Bệnh viện A" not in said


@pytest.mark.parametrize(
    "question",
    [
        "hạn nộp báo cáo năm Hải Phòng",
        "hạn nộp báo cáo năm Hà Tĩnh",
        "hạn nộp báo cáo năm theo chương trình 1016/CTr-BCĐ",
        "công văn 1097 yêu cầu báo cáo năm trước ngày nào",
        "báo cáo năm gồm những nội dung gì",
        "những ai phải gửi báo cáo năm của ngành y tế Thanh Hóa",
        "20/10 là ngày gì",
        "giá vàng hôm nay",
    ],
)
def test_another_place_a_document_or_another_matter_is_answered_as_to_everybody(
    talking: Talking, question: str
) -> None:
    assert talking.talk("thu-ky-a", question) == talking.talk("khach", question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_strangers_and_groups_are_answered_as_before(talking: Talking, question: str) -> None:
    said = talking.talk("khach", question)
    assert "Bệnh viện A" not in said
    group = Address(CHANNEL, "nhom", "thu-ky-a")
    assert "Bệnh viện A" not in text_of(talking.hear(group, question))


def test_the_place_that_a_member_told_is_a_place_that_is_named(talking: Talking) -> None:
    talking.say("thu-ky-a", "/donvi Hải Phòng")
    assert "1016/CTr-BCĐ" in talking.talk("thu-ky-a", "hạn nộp báo cáo năm")
    talking.say("thu-ky-a", "/donvi Thanh Hóa, ngành Y tế")
    assert "Đơn vị: Bệnh viện A" in talking.talk("thu-ky-a", "hạn nộp báo cáo năm")


def test_a_conversation_goes_on_from_there(talking: Talking) -> None:
    assert "29/11/2026" in talking.talk("thu-ky-a", "hạn nộp báo cáo năm")
    assert "29/5/2027" in talking.talk("thu-ky-a", "còn 6 tháng thì sao?")
    said = talking.talk("thu-ky-a", "thế còn Hải Phòng?")
    assert "1016/CTr-BCĐ" in said
    assert "1016/CTr-BCĐ" in talking.talk("thu-ky-a", "còn báo cáo năm?")


def test_nothing_is_kept_as_unanswered_and_a_dialogue_goes_on(talking: Talking) -> None:
    talking.say("van-phong-so", "hạn nộp báo cáo năm")
    assert not talking.rows("unanswered")
    talking.say("thu-ky-a", "/danop")
    said = talking.talk("thu-ky-a", "hạn nộp báo cáo năm là bao giờ?")
    assert "Đơn vị: Bệnh viện A" in said
    assert "Ta tiếp tục việc đang làm" in said
