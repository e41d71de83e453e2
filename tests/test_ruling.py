"""What offices decide: dates confirmed, changed or dropped, more time, deadlines of their own, stages of units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import messages
from handlers import messages_duties as words
from handlers.asking import Assistant
from handlers.duties import Occurrence, Ruling, handle_of
from handlers.register import Register
from handlers.ruling import wrong_day
from handlers.stage_settings import MOST, read_stages, stage_words
from handlers.stages import FARTHEST, STAGES
from handlers.types import Record, Reply
from tests.speakers import Speakers
from tests.world import person_records, store, world

YEAR_REPORT = "so-y-te-thanh-hoa-2018:year-report"
CASE = f"so-y-te:{handle_of(YEAR_REPORT, 2026, 'so-y-te')}"
WORKING = datetime(2026, 11, 25, 2, tzinfo=UTC)
"""A Wednesday morning."""
OUTSIDERS = ("thu-ky-a", "truong-a", "thu-ky-so", "thu-ky-xa", "van-phong-hp", "stranger")


@pytest.fixture
def people(assistant: Assistant) -> Iterator[Speakers]:
    storage = world()
    yield Speakers(storage, assistant)
    storage.close()


def ids(reply: Reply) -> list[str]:
    return [one.id for one in reply.choices]


def owed(people: Speakers, unit: str = "bv-a", duty: str = YEAR_REPORT, year: int = 2026) -> Occurrence | None:
    duties = people.desk.duties()
    found, where = duties.duty(duty), duties.tree.unit(unit)
    assert found is not None
    assert where is not None
    return duties.at(found, year, where) if duties.binds(found, where) else None


def due(people: Speakers, unit: str = "bv-a", duty: str = YEAR_REPORT, year: int = 2026) -> date:
    one = owed(people, unit, duty, year)
    assert one is not None
    return one.due


def rulings(people: Speakers) -> list[Ruling]:
    register: Register = people.storage.register
    return list(register.rulings())


# Confirm, change, drop


def test_an_office_sees_what_waits_for_it_with_two_choices_each(people: Speakers) -> None:
    said = people.say("van-phong-so", "/han")
    assert said.text.count("DỰ KIẾN, chưa xác nhận (Sở Y tế Thanh Hóa, 2 đơn vị)") == 3
    assert f"chot:{CASE}" in ids(said)
    assert f"doi:{CASE}" in ids(said)
    labels = [one.label for one in said.choices]
    assert "Xác nhận DỰ KIẾN 29/11/2026: Cả năm 2026, ngành Y tế" in labels
    assert "Đổi ngày DỰ KIẾN 29/11/2026: Cả năm 2026, ngành Y tế" in labels
    assert "hiện là DỰ KIẾN Chủ nhật 29/11/2026" in people.press("van-phong-so", f"doi:{CASE}").text
    assert not any(one.startswith(("chot:", "doi:")) for one in ids(people.say("thu-ky-so", "/han")))


def test_the_operator_may_rule_everywhere(people: Speakers) -> None:
    said = people.say("van-hanh", "/han")
    assert {one.split(":")[1] for one in ids(said) if one.startswith("chot:")} == {"thanh-hoa", "hai-phong"}
    labels = [one.label for one in said.choices]
    assert len(labels) == len(set(labels))
    assert any(label.endswith("Cả năm 2026, Ban VSTBPN thành phố Hải Phòng") for label in labels)


def confirm(people: Speakers) -> Reply:
    people.press("van-phong-so", f"chot:{CASE}")
    return people.say("van-phong-so", "lưu")


def test_a_tap_and_a_yes_confirm_and_are_kept_with_who_and_when(people: Speakers) -> None:
    preview = people.press("van-phong-so", f"chot:{CASE}")
    assert "xác nhận ngày Chủ nhật 29/11/2026" in preview.text
    assert rulings(people) == []
    said = people.say("van-phong-so", "lưu")
    assert "Đã xác nhận báo cáo tổng kết năm" in said.text
    assert "Cơ quan Thường trực: Sở Y tế Thanh Hóa; áp dụng cho 2 đơn vị." in said.text
    assert "gửi chậm nhất hết thứ Sáu 27/11/2026" in said.text
    (kept,) = rulings(people)
    assert (kept.kind, kept.unit, kept.year, kept.by, kept.at) == (
        "confirm",
        "so-y-te",
        2026,
        "van-phong-so",
        people.at,
    )
    card = people.press("thu-ky-a", f"viec:bv-a:{handle_of(YEAR_REPORT, 2026, 'bv-a')}")
    assert "Ngày 24/11/2026, Cơ quan Thường trực Sở Y tế Thanh Hóa đã xác nhận hạn này." in card.text
    assert "DỰ KIẾN" not in card.text


def test_a_second_tap_confirms_nothing_again(people: Speakers) -> None:
    confirm(people)
    assert "đã xác nhận (ghi ngày 24/11/2026)" in people.press("van-phong-so", f"chot:{CASE}").text
    assert len(rulings(people)) == 1
    assert f"chot:{CASE}" not in ids(people.say("van-phong-so", "/han"))


def test_a_tap_on_an_old_button_undoes_no_change(people: Speakers) -> None:
    people.press("van-phong-so", f"doi:{CASE}")
    people.say("van-phong-so", "trước 11/12", "bỏ qua", "lưu")
    assert "đã đổi ngày (ghi ngày 24/11/2026)" in people.press("van-phong-so", f"chot:{CASE}").text
    assert due(people) == date(2026, 12, 10)


@pytest.mark.parametrize("action", ["chot", "doi"])
def test_only_the_office_rules(people: Speakers, action: str) -> None:
    for who in OUTSIDERS:
        said = people.press(who, f"{action}:{CASE}")
        assert said.text == (messages.NO_ACCOUNT if who == "stranger" else messages.NOT_ALLOWED)
    assert rulings(people) == []


@pytest.mark.parametrize("action", ["chot", "doi"])
@pytest.mark.parametrize("rest", ["so-y-te:000000000000", "so-y-te:", f"so-y-te:{handle_of('x', 2026, 'so-y-te')}"])
def test_an_unknown_case_is_an_old_choice(people: Speakers, action: str, rest: str) -> None:
    assert people.press("van-phong-so", f"{action}:{rest}").text == messages.OLD_CHOICE


def test_what_the_unit_itself_owes_is_not_its_offices_to_confirm(people: Speakers) -> None:
    own = handle_of("thanh-hoa-2015:year-report", 2026, "so-y-te")
    assert people.press("van-phong-so", f"chot:so-y-te:{own}").text == messages.OLD_CHOICE


@pytest.mark.parametrize(
    ("typed", "last"),
    [("trước 15/12", date(2026, 12, 14)), ("ngày 14/1/2027", date(2027, 1, 14)), ("10-12-2026", date(2026, 12, 10))],
)
def test_a_date_is_changed_after_a_preview(people: Speakers, typed: str, last: date) -> None:
    people.press("van-phong-so", f"doi:{CASE}")
    preview = people.say("van-phong-so", typed, "chờ số liệu quý IV")
    assert f"{last.day}/{last.month}/{last.year}" in preview.text
    assert "Lý do: chờ số liệu quý IV" in preview.text
    assert rulings(people) == []
    done = people.say("van-phong-so", "lưu")
    assert "3 người sẽ được báo lúc 07:30 ngày 25/11/2026." in done.text
    (kept,) = rulings(people)
    assert (kept.kind, kept.due, kept.reason, kept.by) == ("change", last, "chờ số liệu quý IV", "van-phong-so")
    assert due(people) == due(people, "bv-b") == last
    assert (
        "lý do: chờ số liệu quý IV"
        in people.press("thu-ky-a", f"viec:bv-a:{handle_of(YEAR_REPORT, 2026, 'bv-a')}").text
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1/4/2027", "không thuộc hạn của năm 2026"),
        ("20/11/2026", "đã qua"),
        ("tháng 12", "ngày cụ thể"),
        ("31/11", "chỉ có 30 ngày"),
        ("cứ như cũ", "Không thấy ngày nào"),
    ],
)
def test_an_absurd_date_is_refused_in_words(people: Speakers, typed: str, said: str) -> None:
    people.press("van-phong-so", f"doi:{CASE}")
    assert said in people.say("van-phong-so", typed).text
    people.say("van-phong-so", "trước 11/12", "bỏ qua", "lưu")
    assert due(people) == date(2026, 12, 10)


def test_a_day_off_is_warned_of_before_it_is_saved(people: Speakers) -> None:
    people.press("van-phong-so", f"doi:{CASE}")
    assert (
        "ngày nghỉ: các đơn vị gửi chậm nhất hết thứ Sáu 11/12/2026"
        in people.say("van-phong-so", "12/12", "bỏ qua").text
    )


def test_a_report_is_dropped_for_a_year_only_with_a_reason_and_can_come_back(people: Speakers) -> None:
    asked = people.press("van-phong-so", f"doi:{CASE}")
    assert asked.choices[1].label == "Không phải nộp năm 2026"
    people.say("van-phong-so", "2")
    assert words.REASON_NEEDED in people.say("van-phong-so", "bỏ qua").text
    people.say("van-phong-so", "đã gộp vào báo cáo khác", "có")
    assert owed(people) is None
    assert due(people, year=2027) == date(2027, 11, 29)
    assert rulings(people)[0].reason == "đã gộp vào báo cáo khác"
    listed = people.say("van-phong-so", "/han")
    assert "không phải nộp" in listed.text
    people.press("van-phong-so", f"doi:{CASE}")
    people.say("van-phong-so", "1", "lưu")
    one = owed(people)
    assert one is not None
    assert one.day.basis == "confirmed"
    assert [ruling.kind for ruling in rulings(people)] == ["cancel", "confirm"]


def test_a_new_ruling_replaces_the_former_whose_history_stays(people: Speakers) -> None:
    for typed in ("trước 11/12", "trước 16/12"):
        people.press("van-phong-so", f"doi:{CASE}")
        people.say("van-phong-so", typed, "bỏ qua", "lưu")
    assert due(people) == date(2026, 12, 15)
    assert [one.due for one in rulings(people)] == [date(2026, 12, 10), date(2026, 12, 15)]


def test_a_dropped_preview_saves_nothing(people: Speakers) -> None:
    people.press("van-phong-so", f"doi:{CASE}")
    people.say("van-phong-so", "trước 11/12", "bỏ qua")
    assert people.say("van-phong-so", "thôi").text == messages.FLOW_CANCELLED
    assert rulings(people) == []


def test_who_loses_the_office_in_the_middle_saves_nothing(people: Speakers) -> None:
    people.press("van-phong-so", f"doi:{CASE}")
    people.say("van-phong-so", "trước 11/12", "bỏ qua")
    membership = next(one for one in people.rows("memberships") if one["person"] == "van-phong-so")
    with people.storage.transaction():
        people.storage.db.execute("UPDATE memberships SET until = '2026-11-24' WHERE id = ?", [membership["id"]])
    assert people.say("van-phong-so", "lưu").text == messages.NOT_ALLOWED
    assert rulings(people) == []


def test_an_office_is_not_asked_to_rule_where_the_one_below_has(people: Speakers) -> None:
    assert "Chủ nhật 29/11/2026" in people.say("van-phong-tinh", "/han").text
    confirm(people)
    assert "Chủ nhật 29/11/2026" not in people.say("van-phong-tinh", "/han").text


def test_an_extension_is_not_overruled_and_not_counted(people: Speakers) -> None:
    people.say("van-phong-so", "/giahan", "bệnh viện a")
    people.press("van-phong-so", f"f:extend:which:{handle_of(YEAR_REPORT, 2026, 'bv-a')}")
    people.say("van-phong-so", "18/12", "chuyển trụ sở", "lưu")
    assert "Áp dụng cho 1 đơn vị" in people.press("van-phong-so", f"chot:{CASE}").text
    assert "áp dụng cho 1 đơn vị" in people.say("van-phong-so", "lưu").text
    assert due(people) == date(2026, 12, 18)


@given(year=st.integers(2020, 2040), shift=st.integers(-500, 900), ahead=st.integers(-400, 400))
def test_a_ruled_day_lies_near_its_year_and_not_behind(year: int, shift: int, ahead: int) -> None:
    day = date(year, 1, 1) + timedelta(days=shift)
    today = day + timedelta(days=ahead)
    outside = max((date(year, 1, 1) - day).days, (day - date(year, 12, 31)).days)
    assert (wrong_day(day, year, today) == "") == (outside <= 60 and day >= today)


# Who is told


def test_a_change_is_told_at_once_and_once_to_the_secretaries_and_heads_it_binds(people: Speakers) -> None:
    people = Speakers(people.storage, people.assistant, WORKING)
    store(people.storage, person_records("hai-noi", [("bv-a", "secretary"), ("bv-b", "head")], date(2026, 1, 5)))
    people.press("van-phong-so", f"doi:{CASE}")
    preview = people.say("van-phong-so", "trước 13/12", "chờ số liệu")
    assert "Sẽ báo ngay cho 4 thư ký, trưởng ban" in preview.text
    yes = next(one for one in ids(preview) if one.endswith(":yes"))
    done = people.press("van-phong-so", yes)
    assert "Đã báo 4 người." in done.text
    told = {to.user: reply for to, reply in people.told}
    assert len(people.told) == len(told) == 4
    assert told["thu-ky-a"].text.splitlines() == [
        "Cơ quan Thường trực Sở Y tế Thanh Hóa đã đổi hạn báo cáo tổng kết năm về hoạt động vì sự tiến bộ của phụ nữ"
        " (năm 2026): từ DỰ KIẾN Chủ nhật 29/11/2026 sang thứ Bảy 12/12/2026.",
        "12/12/2026 là ngày nghỉ: gửi chậm nhất hết thứ Sáu 11/12/2026.",
        "Lý do: chờ số liệu",
        "Đơn vị: Bệnh viện A",
    ]
    assert "Đơn vị: Bệnh viện A; Bệnh viện B" in told["hai-noi"].text
    assert [one.label for one in told["hai-noi"].choices] == ["Bệnh viện A", "Bệnh viện B"]
    card = people.press("thu-ky-a", ids(told["thu-ky-a"])[0])
    assert "Hạn đã đổi từ 29/11/2026 sang 12/12/2026 (Cơ quan Thường trực Sở Y tế Thanh Hóa quyết định" in card.text
    assert people.press("van-phong-so", yes).text == messages.OLD_CHOICE
    assert people.told == []
    people.press("van-phong-so", f"doi:{CASE}")
    assert "đã đổi ngày (ghi ngày 25/11/2026)" in people.say("van-phong-so", "12/12", "bỏ qua", "lưu").text
    assert (people.told, len(rulings(people))) == ([], 1)


def test_outside_working_hours_it_waits_for_them(people: Speakers) -> None:
    assert "lúc 07:30 ngày 25/11/2026" in people.press("van-phong-so", f"chot:{CASE}").text
    people.say("van-phong-so", "lưu")
    letters = list(people.storage.db.query("SELECT * FROM outbox WHERE key LIKE 'ruling:%'"))
    assert {row["user"] for row in letters} == {"thu-ky-a", "truong-a", "thu-ky-b"}
    assert {row["due_at"] for row in letters} == {"2026-11-25T00:30:00.000000+00:00"}
    assert {row["kind"] for row in people.rows("notices")} == {"ruling"}


def test_who_has_sent_or_did_not_agree_or_cannot_be_reached_is_not_told(people: Speakers) -> None:
    people = Speakers(people.storage, people.assistant, WORKING)
    people.press("thu-ky-b", f"nop:bv-b:{handle_of(YEAR_REPORT, 2026, 'bv-b')}")
    withdrawn = {"person": "truong-a", "purpose": "reminders", "given": 0, "text": "t", "channel": "console"}
    store(people.storage, [Record("consents", withdrawn)])
    assert "Đã báo 1 người." in confirm(people).text
    assert [to.user for to, _ in people.told] == ["thu-ky-a"]
    assert "đã xác nhận hạn báo cáo tổng kết năm" in people.told[0][1].text


def test_a_dropped_report_and_its_return_are_told(people: Speakers) -> None:
    people = Speakers(people.storage, people.assistant, WORKING)
    people.press("van-phong-so", f"doi:{CASE}")
    people.say("van-phong-so", "2", "gộp báo cáo", "lưu")
    assert "quyết định: không phải nộp báo cáo tổng kết năm" in people.told[0][1].text
    assert people.told[0][1].choices == ()
    asked = people.press("van-phong-so", f"doi:{CASE}")
    assert "hiện là “không phải nộp”" in asked.text
    assert asked.choices[0].label == "Trở lại ngày theo văn bản 29/11/2026"
    people.say("van-phong-so", "1", "lưu")
    assert "đã đặt lại hạn báo cáo tổng kết năm" in people.told[0][1].text


def test_to_keep_a_day_that_was_changed_is_to_return_to_it(people: Speakers) -> None:
    people = Speakers(people.storage, people.assistant, WORKING)
    assert people.press("van-phong-so", f"doi:{CASE}").choices[0].label == "Giữ ngày DỰ KIẾN 29/11/2026"
    people.say("van-phong-so", "trước 11/12", "bỏ qua", "lưu")
    assert people.press("van-phong-so", f"doi:{CASE}").choices[0].label == "Trở lại ngày theo văn bản 29/11/2026"
    preview = people.say("van-phong-so", "1")
    assert "từ thứ Năm 10/12/2026 trở lại ngày theo văn bản, Chủ nhật 29/11/2026" in preview.text
    assert "Đã trở lại ngày theo văn bản" in people.say("van-phong-so", "lưu").text
    assert "từ thứ Năm 10/12/2026 trở lại ngày theo văn bản, Chủ nhật 29/11/2026" in people.told[0][1].text
    card = people.press("thu-ky-a", ids(people.told[0][1])[0])
    assert "Hạn đã đổi từ 10/12/2026 sang 29/11/2026 (" in card.text


def test_a_day_typed_that_is_the_stated_one_is_a_confirmation(people: Speakers) -> None:
    people.press("van-phong-so", f"doi:{CASE}")
    assert "xác nhận ngày Chủ nhật 29/11/2026" in people.say("van-phong-so", "29/11", "bỏ qua").text
    people.say("van-phong-so", "lưu")
    assert [one.kind for one in rulings(people)] == ["confirm"]


# More time for one unit


def test_one_unit_gets_more_time_and_is_told(people: Speakers) -> None:
    people = Speakers(people.storage, people.assistant, WORKING)
    people.say("van-phong-so", "/giahan", "bệnh viện a")
    people.press("van-phong-so", f"f:extend:which:{handle_of(YEAR_REPORT, 2026, 'bv-a')}")
    preview = people.say("van-phong-so", "hết ngày 18/12", "chuyển trụ sở")
    assert "từ DỰ KIẾN Chủ nhật 29/11/2026 đến hết thứ Sáu 18/12/2026" in preview.text
    done = people.say("van-phong-so", "lưu")
    assert "Đã báo 2 người" in done.text
    assert "Sẽ báo ngay cho 2 thư ký, trưởng ban" in preview.text
    assert {to.user for to, _ in people.told} == {"thu-ky-a", "truong-a"}
    letter = people.told[0][1]
    assert "được gia hạn" in letter.text
    assert "Lý do: chuyển trụ sở" in letter.text
    assert ids(letter) == [f"viec:bv-a:{handle_of(YEAR_REPORT, 2026, 'bv-a')}"]
    (kept,) = rulings(people)
    assert (kept.kind, kept.unit, kept.due, kept.reason) == ("extend", "bv-a", date(2026, 12, 18), "chuyển trụ sở")
    assert kept.decided_by == "so-y-te"
    card = people.press("thu-ky-a", ids(letter)[0])
    assert "từ 29/11/2026 đến hết 18/12/2026 (Cơ quan Thường trực Sở Y tế Thanh Hóa quyết định ngày 25/11" in card.text
    assert due(people) == date(2026, 12, 18)
    assert due(people, "bv-b") == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("typed", "said"), [("29/11", "phải sau hạn"), ("1/6/2027", "không thuộc hạn"), ("?", "Không thấy")]
)
def test_an_extension_is_later_than_the_day_it_replaces(people: Speakers, typed: str, said: str) -> None:
    people.say("van-phong-so", "/giahan", "bệnh viện a")
    people.press("van-phong-so", f"f:extend:which:{handle_of(YEAR_REPORT, 2026, 'bv-a')}")
    assert said in people.say("van-phong-so", typed).text


def test_an_extension_needs_a_reason(people: Speakers) -> None:
    people.say("van-phong-so", "/giahan", "bệnh viện a")
    people.press("van-phong-so", f"f:extend:which:{handle_of(YEAR_REPORT, 2026, 'bv-a')}")
    people.say("van-phong-so", "18/12")
    assert "Lý do" in people.say("van-phong-so", "x" * 400).text
    assert "Lý do gia hạn?" in people.say("van-phong-so", "").text
    assert rulings(people) == []


def test_no_extension_for_a_unit_of_others_nor_for_ones_own(people: Speakers) -> None:
    for forged in ("xa-a", "phuong-c", "thanh-hoa", "so-y-te", "khong-co", ""):
        opened = people.say("van-phong-so", "/giahan")
        assert [one.split(":")[-1] for one in ids(opened)] == ["bv-a", "bv-b"]
        people.press("van-phong-so", f"f:extend:unit:{forged}")
        people.press("van-phong-so", f"f:extend:which:{handle_of(YEAR_REPORT, 2026, 'bv-a')}")
        people.say("van-phong-so", "18/12", "lý do", "lưu")
    assert rulings(people) == []


def test_no_extension_of_what_is_sent(people: Speakers) -> None:
    handle = handle_of(YEAR_REPORT, 2026, "bv-a")
    people.press("thu-ky-a", f"nop:bv-a:{handle}")
    opened = people.say("van-phong-so", "/giahan", "bệnh viện a")
    assert f"f:extend:which:{handle}" not in ids(opened)
    assert words.CHOOSE_ONE in people.press("van-phong-so", f"f:extend:which:{handle}").text


@pytest.mark.parametrize("text", ["/giahan", "/themhan"])
@pytest.mark.parametrize("who", ["thu-ky-a", "truong-a", "thu-ky-so"])
def test_the_offices_dialogues_are_closed_to_others(people: Speakers, text: str, who: str) -> None:
    assert people.say(who, text).text == words.OFFICE_ONLY


# The office's own


def made(people: Speakers, *answers: str) -> str:
    """Makes a deadline with these answers, and gives its id."""
    people.say("van-phong-so", "/themhan")
    if people.rows("duties"):
        people.press("van-phong-so", "hanmoi:")
    people.say("van-phong-so", *answers, "lưu")
    return str(people.rows("duties")[-1]["id"])


def test_an_office_makes_a_deadline_for_all_below_it(people: Speakers) -> None:
    id_ = made(people, "Báo cáo cán bộ nữ", "1", "trước 1/3", "mỗi năm", "Phòng Tổ chức", "I. Kết quả\nII. Kiến nghị")
    (row,) = people.rows("duties")
    assert (row["owner"], row["year"], row["month"], row["day"], row["recurs"]) == ("so-y-te", 2027, 2, 28, 1)
    assert (row["recipient"], row["template"], row["units"]) == ("Phòng Tổ chức", "I. Kết quả\nII. Kiến nghị", "")
    assert due(people, "bv-a", id_, 2027) == due(people, "bv-b", id_, 2027) == date(2027, 2, 28)
    assert owed(people, "xa-a", id_, 2027) is None
    card = people.press("thu-ky-a", f"viec:bv-a:{handle_of(id_, 2027, 'bv-a')}")
    assert "Hạn do Sở Y tế Thanh Hóa đặt." in card.text
    assert "Nơi nhận: Phòng Tổ chức" in card.text


def test_a_deadline_for_units_named_one_after_another(people: Speakers) -> None:
    id_ = made(people, "Việc gấp", "chọn từng đơn vị", "bệnh viện b", "xong", "20/12", "2", "bỏ qua", "bỏ qua")
    (row,) = people.rows("duties")
    assert (row["units"], row["recurs"], row["period"], row["template"]) == ("bv-b", 0, "once", None)
    assert due(people, "bv-b", id_) == date(2026, 12, 20)
    assert owed(people, "bv-a", id_) is None


def test_units_of_others_cannot_be_named(people: Speakers) -> None:
    people.say("van-phong-so", "/themhan", "Việc gấp", "2")
    for forged in ("xa-a", "phuong-c", "thanh-hoa", "so-y-te", "khong-co"):
        people.press("van-phong-so", f"f:own:unit0:{forged}")
    assert "chưa thấy đơn vị" in people.say("van-phong-so", "Phường C").text
    people.say("van-phong-so", "bệnh viện a", "bệnh viện b", "xong", "20/12", "2", "bỏ qua", "bỏ qua", "lưu")
    assert people.rows("duties")[0]["units"] == "bv-a bv-b"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("x" * 201,), "tối đa 200"),
        (("Việc", "1", "20/12/2030"), "hai năm tới"),
        (("Việc", "1", "20/12/2025"), "hai năm tới"),
        (("Việc", "1", "20/12", "1", "bỏ qua", "x" * 2001), "tối đa 2000"),
    ],
)
def test_what_cannot_be_a_deadline_is_refused(people: Speakers, answers: tuple[str, ...], said: str) -> None:
    people.say("van-phong-so", "/themhan")
    assert said in people.say("van-phong-so", *answers).text
    assert people.rows("duties") == []


def test_a_deadline_is_ended_by_its_office_after_a_question(people: Speakers) -> None:
    id_ = made(people, "Báo cáo cán bộ nữ", "1", "trước 1/3", "1", "bỏ qua", "bỏ qua")
    listed = people.say("van-phong-so", "/themhan")
    assert "chậm nhất 28/2 mỗi năm" in listed.text
    assert ids(listed) == ["hanmoi:", f"thoihan:{id_}"]
    people.press("van-phong-so", f"thoihan:{id_}")
    assert due(people, "bv-a", id_, 2027)
    assert "Đã thôi" in people.say("van-phong-so", "có").text
    assert owed(people, "bv-a", id_, 2027) is None
    assert "đã thôi từ trước" in people.press("van-phong-so", f"thoihan:{id_}").text
    assert people.rows("duties")[0]["ended"] == "2026-11-24"


def test_a_yearly_29_february_says_what_it_is_in_other_years(people: Speakers) -> None:
    people.say("van-phong-so", "/themhan", "Báo cáo nhuận", "1", "29/2/2028", "mỗi năm", "bỏ qua")
    preview = people.say("van-phong-so", "bỏ qua")
    assert "Chậm nhất thứ Ba 29/2/2028; các năm sau là 29/2 ở năm nhuận, 28/2 ở năm không nhuận." in preview.text
    people.say("van-phong-so", "lưu")
    assert "chậm nhất 29/2 mỗi năm (năm không nhuận là 28/2)" in people.say("van-phong-so", "/themhan").text


def test_nobody_else_ends_or_makes_a_deadline(people: Speakers) -> None:
    id_ = made(people, "Báo cáo cán bộ nữ", "1", "trước 1/3", "1", "bỏ qua", "bỏ qua")
    for who in OUTSIDERS:
        denied = messages.NO_ACCOUNT if who == "stranger" else messages.NOT_ALLOWED
        assert people.press(who, f"thoihan:{id_}").text == denied
        assert people.press(who, f"thoihan:{YEAR_REPORT}").text == denied
        if who != "van-phong-hp":
            assert people.press(who, "hanmoi:").text in (messages.NO_ACCOUNT, words.OFFICE_ONLY)
    assert len(people.rows("duties")) == 1
    assert people.rows("duties")[0]["ended"] is None


def test_an_office_can_move_its_own_deadline_for_a_year(people: Speakers) -> None:
    id_ = made(people, "Báo cáo cán bộ nữ", "1", "trước 1/3", "1", "bỏ qua", "bỏ qua")
    people.press("van-phong-so", f"doi:so-y-te:{handle_of(id_, 2027, 'so-y-te')}")
    people.say("van-phong-so", "15/3", "bỏ qua", "lưu")
    assert due(people, "bv-a", id_, 2027) == date(2027, 3, 15)
    asked = people.press("van-phong-so", f"doi:so-y-te:{handle_of(id_, 2027, 'so-y-te')}")
    assert asked.choices[0].label == "Trở lại ngày đã đặt 28/2/2027"
    later = Speakers(people.storage, people.assistant, datetime(2027, 6, 1, 2, tzinfo=UTC))
    assert due(later, "bv-a", id_, 2028) == date(2028, 2, 28)


def test_a_person_of_several_offices_says_which_one(people: Speakers) -> None:
    row = {"id": "two", "person": "van-phong-so", "unit": "hai-phong", "role": "office", "since": "2026-01-05"}
    with people.storage.transaction():
        people.storage.db.table("memberships").insert(row)
    asked = people.say("van-phong-so", "/themhan")
    assert [one.split(":")[-1] for one in ids(asked)] == ["so-y-te", "hai-phong"]
    people.say("van-phong-so", "Ban VSTBPN thành phố Hải Phòng", "Việc", "1", "20/12", "2", "bỏ qua", "bỏ qua", "lưu")
    assert people.rows("duties")[0]["owner"] == "hai-phong"


# When units are reminded


def test_stages_are_shown_and_changed_after_a_preview(people: Speakers) -> None:
    shown = people.say("thu-ky-a", "/nhacviec")
    assert "trước hạn 14, 7, 3, 1 ngày làm việc; đúng ngày cuối; sau hạn 1, 3 ngày làm việc" in shown.text
    assert "- thư ký: chưa ghi tên" in shown.text
    people.press("thu-ky-a", "moc:bv-a")
    assert "trước hạn 10, 1 ngày" in people.say("thu-ky-a", "10 1 0 +2").text
    assert people.rows("stages") == []
    people.say("thu-ky-a", "lưu")
    assert people.storage.register.stages() == {"bv-a": (-10, -1, 0, 2)}
    assert "đơn vị tự đặt" in people.say("thu-ky-a", "/nhacviec").text


def test_units_without_stages_have_those_of_the_office_above(people: Speakers) -> None:
    people.press("van-phong-so", "moc:so-y-te")
    people.say("van-phong-so", "5 +2", "lưu")
    assert "trước hạn 5 ngày" in people.say("thu-ky-a", "/nhacviec").text
    people.press("van-phong-so", "moc:bv-a")
    people.say("van-phong-so", "mặc định", "lưu")
    assert people.storage.register.stages()["bv-a"] == STAGES


def test_stages_of_a_unit_say_that_its_head_and_the_office_keep_theirs(people: Speakers) -> None:
    people.press("thu-ky-a", "moc:bv-a")
    preview = people.say("thu-ky-a", "30")
    assert "Thư ký của Bệnh viện A sẽ được nhắc: trước hạn 30 ngày làm việc." in preview.text
    assert "theo mốc của cấp trên: trước hạn 14, 7, 3, 1 ngày làm việc; đúng ngày cuối; sau hạn 1, 3" in preview.text
    people.say("thu-ky-a", "lưu")
    assert "Cơ quan Thường trực (sau hạn) vẫn được báo" in people.say("truong-a", "/nhacviec").text


@pytest.mark.parametrize(("answers", "stored"), [(("có", "lưu"), {"so-y-te": (-3, 0)}), (("không",), {})])
def test_an_office_says_twice_that_its_digest_may_stop(
    people: Speakers, answers: tuple[str, ...], stored: dict[str, tuple[int, ...]]
) -> None:
    people.press("van-phong-so", "moc:so-y-te")
    asked = people.say("van-phong-so", "3 0")
    assert "sẽ không còn nhận tin báo các đơn vị trực thuộc Sở Y tế Thanh Hóa chưa gửi" in asked.text
    assert people.storage.register.stages() == {}
    people.say("van-phong-so", *answers)
    assert people.storage.register.stages() == stored


@pytest.mark.parametrize("action", ["moc", "xemnhac"])
def test_nobody_else_sees_or_sets_stages(people: Speakers, action: str) -> None:
    for who in ("thu-ky-b", "thu-ky-xa", "van-phong-hp", "thanh-vien-a", "stranger"):
        said = people.press(who, f"{action}:bv-a")
        assert said.text == (messages.NO_ACCOUNT if who == "stranger" else messages.NOT_ALLOWED)


def test_an_office_finds_a_unit_by_its_name_and_others_do_not(people: Speakers) -> None:
    assert "Bệnh viện B được nhắc" in people.say("van-phong-so", "/nhacviec bệnh viện b").text
    assert "Phường C" not in people.say("van-phong-so", "/nhacviec phường c").text
    assert people.say("thanh-vien-a", "/nhacviec").text == messages.NOT_ALLOWED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14 7 3 1 0 +1 +3", STAGES),
        ("14, 7; 3 1 0 +1 +3.", STAGES),
        ("-14 -7 -3 -1 0 1", (-14, -7, -3, -1, 0)),
        ("Mặc định", STAGES),
        ("mac dinh", STAGES),
        ("0", (0,)),
        ("60 +60", (-60, 60)),
        ("7 7 7", (-7,)),
    ],
)
def test_stages_are_read_from_numbers(text: str, found: tuple[int, ...]) -> None:
    assert read_stages(text) == found


@pytest.mark.parametrize("text", ["", "bảy ngày", "61", "+61", "1 2 3 4 5 6 7 8 9 10 11", "99999", "1.5", "++1", "²"])
def test_what_are_no_stages_is_refused_in_words(text: str) -> None:
    assert isinstance(read_stages(text), str)


@given(st.sets(st.integers(-FARTHEST, FARTHEST), min_size=1, max_size=MOST))
def test_stages_read_as_they_were_written(stages: set[int]) -> None:
    text = " ".join(f"+{one}" if one > 0 else str(-one) for one in sorted(stages, reverse=True))
    assert read_stages(text) == tuple(sorted(stages))
    said = stage_words(sorted(stages))
    assert ("đúng ngày" in said) == (0 in stages)
    assert all(str(abs(one)) in said for one in stages if one)
