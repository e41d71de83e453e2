"""What members see of their deadlines and say about them: /han, cards, submissions, reminders put off or turned off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from handlers import messages
from handlers.asking import Assistant
from handlers.duties import Duty, handle_of
from handlers.owed import read_day, read_past_day
from handlers.types import Choice, Record, Reply
from tests.speakers import Speakers
from tests.world import person_records, store, world

YEAR_REPORT = "so-y-te-thanh-hoa-2018:year-report"
HANDLE = handle_of(YEAR_REPORT, 2026, "bv-a")
OF_A = f"bv-a:{HANDLE}"
ACTIONS = ("viec", "mau", "nop", "mai", "tat", "tathan", "batlai")
PROVINCE_HANDLE = handle_of("thanh-hoa-2015:year-report", 2026, "xa-a")


@pytest.fixture
def people(assistant: Assistant) -> Iterator[Speakers]:
    storage = world()
    yield Speakers(storage, assistant)
    storage.close()


def choice(reply: Reply, name: str) -> str:
    """The id of the first choice that does this."""
    return next(one.id for one in reply.choices if one.id.split(":")[0] == name)


def names(reply: Reply) -> list[str]:
    return [one.id.split(":")[0] for one in reply.choices]


def test_members_see_what_their_units_owe_overdue_first(people: Speakers) -> None:
    people.at = datetime(2026, 12, 3, 2, tzinfo=UTC)
    late = Speakers(people.storage, people.assistant, people.at).say("thu-ky-a", "/han")
    assert "Bệnh viện A" in late.text
    assert late.choices[0].id == f"viec:{OF_A}"
    assert late.choices[0].label.startswith("QUÁ HẠN DỰ KIẾN Chủ nhật 29/11/2026 (quá hạn 4 ngày)")
    assert [one.label.split("(")[0] for one in late.choices[1:]] == [
        "DỰ KIẾN thứ Bảy 29/5/2027 ",
        "DỰ KIẾN thứ Hai 29/11/2027 ",
    ]


def test_a_number_opens_the_card(people: Speakers) -> None:
    people.say("thu-ky-a", "/han")
    card = people.say("thu-ky-a", "1")
    assert "chậm nhất Chủ nhật 29/11/2026" in card.text
    assert "DỰ KIẾN" in card.text
    assert names(card) == ["bc", "mau", "nop", "mai", "tat"]


def test_a_plain_member_sees_but_does_not_submit(people: Speakers) -> None:
    card = people.press("thanh-vien-a", f"viec:{OF_A}")
    assert names(card) == ["mau", "mai", "tat"]
    assert people.press("thanh-vien-a", f"nop:{OF_A}").text == messages.NOT_ALLOWED
    assert people.say("thanh-vien-a", "/danop").text == messages.NOT_ALLOWED
    assert people.rows("submissions") == []


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_touches_or_sees_what_another_unit_owes(people: Speakers, action: str) -> None:
    for who in ("thu-ky-b", "thu-ky-xa", "thu-ky-c", "van-phong-hp", "stranger"):
        said = people.press(who, f"{action}:{OF_A}")
        assert said.text == (messages.NO_ACCOUNT if who == "stranger" else messages.NOT_ALLOWED)
        assert said.choices == ()
    assert people.rows("submissions") == people.rows("mutes") == []


@pytest.mark.parametrize("action", ACTIONS)
def test_a_forged_choice_does_nothing(people: Speakers, action: str) -> None:
    for rest in ("bv-a:000000000000", "bv-a:", f"bv-a:{PROVINCE_HANDLE}"):
        assert people.press("thu-ky-a", f"{action}:{rest}").text == messages.OLD_CHOICE
    for rest in (f"khong-co:{HANDLE}", "", ":::::"):
        assert people.press("thu-ky-a", f"{action}:{rest}").text == messages.NOT_ALLOWED
    assert people.rows("submissions") == people.rows("mutes") == []


@pytest.mark.parametrize("text", ["/danop", "/nhacviec", "/giahan", "/themhan"])
def test_commands_of_ones_own_are_for_private_conversations_and_members(people: Speakers, text: str) -> None:
    assert people.in_group("thu-ky-a", text).text == messages.NOT_PRIVATE
    assert people.say("stranger", text).text == messages.NO_ACCOUNT


def test_in_a_group_and_for_strangers_deadlines_are_those_of_the_place(people: Speakers) -> None:
    for said in (people.in_group("thu-ky-a", "/han"), people.say("stranger", "/han")):
        assert "Hạn báo cáo sắp tới của các nơi" in said.text
        assert said.choices == ()


def test_members_may_ask_for_a_place_or_a_unit_they_see(people: Speakers) -> None:
    assert "của Hải Phòng:" in people.say("thu-ky-a", "/han hai phong").text
    assert "Hạn báo cáo của Bệnh viện B" in people.say("van-phong-so", "/han benh vien b").text
    assert "Bệnh viện" not in people.say("thu-ky-a", "/han benh vien b").text


def test_one_tap_records_today_once(people: Speakers) -> None:
    first = people.press("thu-ky-a", f"nop:{OF_A}")
    assert "ngày 24/11/2026, đúng hạn (hạn DỰ KIẾN 29/11/2026)" in first.text
    assert names(first) == ["chuanop", "ngaynop"]
    second = people.press("truong-a", f"nop:{OF_A}")
    assert "đã ghi ngày 24/11/2026 bởi thư ký" in second.text
    (row,) = people.rows("submissions")
    assert (row["duty"], row["year"], row["unit"], row["day"], row["by"]) == (
        *(YEAR_REPORT, 2026, "bv-a", "2026-11-24"),
        "thu-ky-a",
    )
    listed = people.say("thu-ky-a", "/han")
    assert "Đã nộp: báo cáo tổng kết năm" in listed.text
    assert f"viec:{OF_A}" not in [one.id for one in listed.choices]
    assert names(people.press("thu-ky-a", f"viec:{OF_A}")) == ["bc", "mau", "chuanop"]
    assert names(people.press("thanh-vien-a", f"viec:{OF_A}")) == ["mau"]


def test_what_was_recorded_is_taken_back_once_and_may_be_recorded_again(people: Speakers) -> None:
    undo = choice(people.press("thu-ky-a", f"nop:{OF_A}"), "chuanop")
    assert "Đã bỏ ghi" in people.press("truong-a", undo).text
    assert people.press("thu-ky-a", undo).text == messages.OLD_CHOICE
    again = people.press("thu-ky-a", f"nop:{OF_A}")
    assert "Đã ghi" in again.text
    assert [row["undone"] for row in people.rows("submissions")] == [1, 0]
    assert people.press("thu-ky-a", undo).text == messages.OLD_CHOICE


@pytest.mark.parametrize("action", ["chuanop", "ngaynop"])
def test_nobody_else_changes_a_submission(people: Speakers, action: str) -> None:
    id_ = choice(people.press("thu-ky-a", f"nop:{OF_A}"), "chuanop").partition(":")[2]
    for who in ("thu-ky-b", "thu-ky-xa", "van-phong-hp", "thanh-vien-a", "stranger"):
        expected = messages.NO_ACCOUNT if who == "stranger" else messages.OLD_CHOICE
        assert people.press(who, f"{action}:{id_}").text == expected
    assert [row["undone"] for row in people.rows("submissions")] == [0]


def test_an_office_above_records_for_a_unit(people: Speakers) -> None:
    people.press("van-phong-so", f"nop:{OF_A}")
    assert people.rows("submissions")[0]["by"] == "van-phong-so"
    assert "bởi cơ quan cấp trên" in people.press("thu-ky-a", f"nop:{OF_A}").text


def test_another_day_replaces_the_one_recorded(people: Speakers) -> None:
    other = choice(people.press("thu-ky-a", f"nop:{OF_A}"), "ngaynop")
    people.press("thu-ky-a", other)
    assert "chưa đến" in people.say("thu-ky-a", "30/11").text
    assert "ngày 20/11/2026" in people.say("thu-ky-a", "20/11").text
    assert [row["day"] for row in people.rows("submissions")] == ["2026-11-20"]


def test_the_dialogue_on_a_submission_takes_any_day_that_has_been(people: Speakers) -> None:
    people.say("thu-ky-a", "/danop", "1")
    assert "chưa đến" in people.say("thu-ky-a", "ngày mai").text
    assert "hơn một năm" in people.say("thu-ky-a", "12/6/2024").text
    assert "cụ thể" in people.say("thu-ky-a", "tháng 10").text
    assert "ngày 23/11/2026" in people.say("thu-ky-a", "hôm qua").text
    assert [row["day"] for row in people.rows("submissions")] == ["2026-11-23"]


def test_late_is_told_in_days(people: Speakers, assistant: Assistant) -> None:
    later = Speakers(people.storage, assistant, datetime(2026, 12, 4, 2, tzinfo=UTC))
    assert "chậm 5 ngày" in later.press("thu-ky-a", f"nop:{OF_A}").text


def test_a_dialogue_that_was_left_open_while_somebody_else_submitted_records_nothing_twice(people: Speakers) -> None:
    people.say("thu-ky-a", "/danop")
    people.press("thu-ky-a", f"f:submit:which:{OF_A}")
    people.press("truong-a", f"nop:{OF_A}")
    assert "đã ghi ngày 24/11/2026 bởi trưởng ban" in people.say("thu-ky-a", "hôm nay").text
    assert len(people.rows("submissions")) == 1


def test_reminders_are_put_off_to_the_next_working_day(people: Speakers, assistant: Assistant) -> None:
    friday = Speakers(people.storage, assistant, datetime(2026, 11, 27, 2, tzinfo=UTC))
    assert "thứ Hai 30/11/2026" in friday.press("thu-ky-a", f"mai:{OF_A}").text
    (row,) = people.rows("mutes")
    assert (row["person"], row["handle"], row["again_on"]) == ("thu-ky-a", HANDLE, "2026-11-30")


def test_reminders_are_turned_off_only_after_a_question_and_on_again(people: Speakers) -> None:
    asked = people.press("thu-ky-a", f"tat:{OF_A}")
    assert people.rows("mutes") == []
    assert names(asked) == ["tathan", "viec"]
    assert "Đơn vị: Bệnh viện A" in people.say("thu-ky-a", "không").text
    assert people.rows("mutes") == []
    people.press("thu-ky-a", f"tat:{OF_A}")
    off = people.say("thu-ky-a", "có")
    assert [row["again_on"] for row in people.rows("mutes")] == [None]
    assert names(people.press("thu-ky-a", f"viec:{OF_A}")) == ["bc", "mau", "nop", "batlai"]
    assert "bật lại" in people.press("thu-ky-a", choice(off, "batlai")).text
    assert people.storage.register.mutes("thu-ky-a") == people.storage.register.all_mutes() == []
    assert names(people.press("thu-ky-a", f"viec:{OF_A}")) == ["bc", "mau", "nop", "mai", "tat"]
    assert names(people.press("truong-a", f"viec:{OF_A}")) == ["bc", "mau", "nop", "mai", "tat"]


def test_what_is_turned_on_again_counts_as_neither_off_nor_put_off(people: Speakers) -> None:
    people.press("thu-ky-a", f"tathan:{OF_A}", f"batlai:{OF_A}", f"mai:{OF_A}", f"batlai:{OF_A}")
    assert "Nhắc hạn anh/chị đã tắt: 0" in people.say("thu-ky-a", "/dulieu").text
    people.press("thu-ky-a", f"mai:{OF_A}")
    assert "Nhắc hạn anh/chị đã tắt: 0" in people.say("thu-ky-a", "/dulieu").text
    people.press("thu-ky-a", f"tathan:{OF_A}")
    assert "Nhắc hạn anh/chị đã tắt: 1" in people.say("thu-ky-a", "/dulieu").text
    assert people.storage.register.mutes("thu-ky-a")[0].again_on is None


@pytest.mark.parametrize("action", ["mai", "tat", "tathan"])
def test_an_old_button_stops_no_reminder_of_what_is_sent(people: Speakers, action: str) -> None:
    people.press("truong-a", f"nop:{OF_A}")
    said = people.press("thu-ky-a", f"{action}:{OF_A}")
    assert said.text.startswith("Bệnh viện A đã nộp báo cáo tổng kết năm")
    assert "ngày 24/11/2026" in said.text
    assert said.choices == ()
    assert people.rows("mutes") == []


def test_turning_on_what_is_on_stores_nothing(people: Speakers) -> None:
    assert "bật lại" in people.press("thu-ky-a", f"batlai:{OF_A}").text
    assert people.rows("mutes") == []


def test_the_outline_of_the_directive_with_its_source_and_parts(people: Speakers) -> None:
    said = people.press("thu-ky-a", f"mau:{OF_A}")
    assert "1097/SYT-BVSTBCPN" in said.text
    assert "đơn vị khác" not in said.text
    assert len(said.choices) > 4
    assert "Nguồn:" in people.say("thu-ky-a", "1").text


def test_an_outline_of_another_unit_is_said_to_be_one(people: Speakers) -> None:
    said = people.press("thu-ky-xa", f"mau:xa-a:{PROVINCE_HANDLE}")
    assert "đề cương của đơn vị khác (1097/SYT-BVSTBCPN), chỉ để tham khảo" in said.text


@pytest.mark.parametrize(("template", "said"), [("I. Kết quả\nII. Kiến nghị", "II. Kiến nghị"), (None, "Chưa có mẫu")])
def test_the_template_of_an_offices_own(people: Speakers, template: str | None, said: str) -> None:
    row = {
        **{"id": "rieng", "owner": "so-y-te", "title": "Báo cáo riêng", "period": "year", "year": 2026},
        **{"recurs": 1, "month": 12, "day": 20, "template": template},
    }
    store(people.storage, [Record("duties", row)])
    assert said in people.press("thu-ky-a", f"mau:bv-a:{handle_of('rieng', 2026, 'bv-a')}").text


def test_who_is_in_two_units_sees_both(people: Speakers) -> None:
    store(people.storage, person_records("hai-noi", [("bv-a", "secretary"), ("xa-a", "member")], date(2026, 1, 5)))
    said = people.say("hai-noi", "/han")
    assert "Hạn báo cáo của Bệnh viện A, Xã A." in said.text
    assert {one.id.split(":")[1] for one in said.choices} == {"bv-a", "xa-a"}
    assert all(one.id.split(":")[3] == "bv-a" for one in people.say("hai-noi", "/danop").choices)


def test_choices_fit_a_button_with_stored_ids(people: Speakers) -> None:
    long = "0123456789"
    shown = [Choice(f"{name}:{long}:{HANDLE}", "") for name in ("viec", "chot", "f:submit:which")]
    assert all(len(one.id.encode()) <= 64 for one in shown)


@pytest.mark.parametrize(
    ("text", "year", "day"),
    [
        ("trước 15/6", None, date(2027, 6, 14)),
        ("trước ngày 15/6/2027", None, date(2027, 6, 14)),
        ("ngày 14/6/2027", None, date(2027, 6, 14)),
        ("20/12", 2026, date(2026, 12, 20)),
        ("20/12", 2027, date(2027, 12, 20)),
        ("20/12/2026", 2027, date(2026, 12, 20)),
        ("ngày mai", 2027, date(2026, 11, 25)),
        ("chậm nhất 29/2/2028", None, date(2028, 2, 29)),
        ("trước 1/3/2028", None, date(2028, 2, 29)),
    ],
)
def test_a_last_day_is_read_in_any_form(text: str, year: int | None, day: date) -> None:
    assert read_day(text, date(2026, 11, 24), year) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/6", date(2026, 6, 12)),
        ("24/11", date(2026, 11, 24)),
        ("thứ sáu tuần trước", date(2026, 11, 20)),
        ("30/12/2025", date(2025, 12, 30)),
    ],
)
def test_a_day_that_has_been_is_read_as_one(text: str, day: date) -> None:
    assert read_past_day(text, date(2026, 11, 24)) == day


@pytest.mark.parametrize("text", ["30/11", "mai", "25/11/2026"])
def test_a_day_to_come_is_not_taken_for_one_of_last_year(text: str) -> None:
    found = read_past_day(text, date(2026, 11, 24))
    assert not isinstance(found, date)
    assert "chưa đến" in found.text


@pytest.mark.parametrize("text", ["", "tháng 6", "sau 15/6", "từ 15/6", "31/4", "29/2/2027", "không biết", "x" * 3000])
def test_what_is_no_certain_day_is_refused_in_words(text: str) -> None:
    found = read_day(text, date(2026, 11, 24))
    assert not isinstance(found, date)
    assert found.text


def test_every_own_duty_reads_as_stored(people: Speakers) -> None:
    row = {"id": "rieng", "owner": "so-y-te", "title": "Báo cáo", "period": "once", "year": 2026, "recurs": 0}
    store(people.storage, [Record("duties", {**row, "month": 12, "day": 20, "units": "bv-a"})])
    duty = people.desk.duties().duty("rieng")
    assert isinstance(duty, Duty)
    assert duty.day(2026) == date(2026, 12, 20)
    assert duty.units == {"bv-a"}
