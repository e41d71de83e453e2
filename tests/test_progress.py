"""/tiendo and the tap that reminds: who sees what, who is reminded of it, and how often."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from handlers import messages
from handlers import messages_office as words
from handlers.asking import Assistant
from handlers.duties import handle_of
from handlers.types import Record
from tests.office import WORKING, Office, choice_of
from tests.world import ROLES, person_records

OFFICE = "van-phong-so"
YEAR = "so-y-te-thanh-hoa-2018:year-report"
HANDLE = handle_of(YEAR, 2026, "so-y-te")
NUDGE = f"nhac:so-y-te:{HANDLE}"
KEY = f"nudge:{HANDLE}:2026-11-25:"
FREE = datetime.fromisoformat("2026-11-24T09:00:00+07:00")
"""The Day of Vietnamese Culture, a day off."""


@pytest.fixture
def office(tmp_path: Path, assistant: Assistant) -> Office:
    return Office(tmp_path, assistant)


def submit(unit: str, day: str, duty: str = YEAR) -> Record:
    return Record("submissions", {"id": f"{unit}1", "duty": duty, "year": 2026, "unit": unit, "day": day, "by": None})


def remind(office: Office, at: datetime = WORKING) -> str:
    office.say(OFFICE, choice=NUDGE, at=at)
    return office.choose(OFFICE, "f:nhac:send:yes", at=at)


def test_an_office_sees_the_nearest_report_of_its_units(office: Office) -> None:
    office.store(submit("bv-a", "2026-11-24"))
    text = office.say(OFFICE, "/tiendo")
    assert "Hạn DỰ KIẾN: chậm nhất 29/11/2026 (còn 4 ngày)" in text
    assert "Đã nộp 1/2 đơn vị (50%): đúng hạn 1, muộn 0. Chưa nộp 1." in text
    assert "Chưa nộp: Bệnh viện B." in text
    assert [choice.id.split(":")[0] for choice in office.choices] == ["nhac", "th", "ddoc", "ky", "ky", "ky", "nam"]


def test_when_all_have_sent_there_is_nobody_to_remind(office: Office) -> None:
    office.store(submit("bv-a", "2026-11-24"), submit("bv-b", "2026-12-01"))
    text = office.say(OFFICE, "/tiendo")
    assert words.ALL_SENT in text
    assert "đúng hạn 1, muộn 1" in text
    assert not any(choice.id.startswith("nhac:") for choice in office.choices)
    assert office.say(OFFICE, choice=NUDGE) == words.ALL_SENT


def test_another_report_by_a_tap_or_by_its_name(office: Office) -> None:
    office.say(OFFICE, "/tiendo")
    assert "6 tháng đầu năm" in office.choose(OFFICE, "6 tháng đầu năm 2026, ngành Y tế")
    assert "ngành Y tế, năm 2026" in office.say(OFFICE, "/tiendo cả năm 2026")
    assert "ngành Y tế, năm 2026" in office.say(OFFICE, "/tiendo cả năm y tế")
    assert "ngành Y tế" in office.say(OFFICE, "/tiendo y te")
    assert "Tôi chưa thấy kỳ “cả năm công thương”" in office.say(OFFICE, "/tiendo cả năm công thương")
    assert "Tôi chưa thấy kỳ “quý 2”" in office.say(OFFICE, "/tiendo quý 2")
    assert len(office.choices) == 4


def test_the_rates_of_three_years_stand_side_by_side(office: Office) -> None:
    office.store(submit("bv-a", "2026-11-24"))
    text = office.say(OFFICE, choice="nam:so-y-te:2026")
    row = next(row for row in text.splitlines() if row.startswith("- Cả năm, ngành Y tế"))
    assert "2024: chưa có số liệu; 2025: chưa có số liệu; 2026: 1/2 (50%), chưa hết hạn" in row
    after = office.say(OFFICE, choice="nam:so-y-te:2026", at=WORKING + timedelta(days=14))
    assert "2026: 1/2 (50%), đúng hạn 50%" in after
    for wrong in ("2023", "9" * 5000, "năm", ""):
        assert office.say(OFFICE, choice=f"nam:so-y-te:{wrong}") == messages.OLD_CHOICE


def test_a_member_sees_their_own_unit_only(office: Office) -> None:
    office.store(submit("bv-a", "2026-11-24"))
    for user in ("thu-ky-a", "truong-a", "thanh-vien-a"):
        text = office.say(user, "/tiendo")
        assert "Bệnh viện A" in text
        assert "đã nộp ngày 24/11/2026, đúng hạn" in text
        assert "quá hạn 180 ngày" in text
        assert "Bệnh viện B" not in text
        assert [choice.id.split(":")[:2] for choice in office.choices] == [["viec", "bv-a"]]


def test_the_operator_says_whose_progress_is_meant(office: Office) -> None:
    assert office.say("van-hanh", "/tiendo 6 tháng") == words.ASK_UNIT
    assert "6 tháng đầu năm" in office.say("van-hanh", "Ban VSTBPN thành phố Hải Phòng")


def test_only_in_private_and_only_with_an_account(office: Office) -> None:
    assert office.say("khach", "/tiendo") == messages.NO_ACCOUNT
    assert office.say(OFFICE, "/tiendo", chat="nhom") == messages.NOT_PRIVATE
    for choice in (f"ky:so-y-te:{HANDLE}", NUDGE, "nam:so-y-te:2026"):
        assert office.say(OFFICE, choice=choice, chat="nhom") == messages.NOT_ALLOWED


@pytest.mark.parametrize("user", [*ROLES, "khach"])
def test_nobody_sees_or_reminds_units_that_they_do_not_oversee(office: Office, user: str) -> None:
    overseen = {
        "van-hanh": {"thanh-hoa", "so-y-te", "hai-phong", "bv-a"},
        "van-phong-tinh": {"thanh-hoa", "so-y-te", "bv-a"},
        "van-phong-so": {"so-y-te", "bv-a"},
        "van-phong-hp": {"hai-phong"},
    }.get(user, set())
    for unit in ("thanh-hoa", "so-y-te", "hai-phong", "bv-a", "nowhere", ""):
        for duty in (YEAR, "hai-phong-2017:bao-cao-tong-ket"):
            handle = handle_of(duty, 2026, unit)
            for choice in (f"ky:{unit}:{handle}", f"nhac:{unit}:{handle}", f"nam:{unit}:2026"):
                said = office.say(user, choice=choice)
                assert (said == messages.NOT_ALLOWED) == (unit not in overseen), (unit, choice)
    assert not office.inbox
    assert not office.rows("notices")


def test_a_handle_of_another_office_is_an_old_choice(office: Office) -> None:
    foreign = handle_of("hai-phong-2017:bao-cao-tong-ket", 2026, "hai-phong")
    for choice in (f"ky:so-y-te:{foreign}", f"nhac:so-y-te:{foreign}", "ky:so-y-te:x", "nhac:so-y-te:"):
        assert office.say(OFFICE, choice=choice).startswith(messages.OLD_CHOICE)


def test_a_tap_shows_first_what_would_be_sent_and_sends_after_a_yes(office: Office) -> None:
    preview = office.say(OFFICE, choice=NUDGE)
    assert "Tôi sẽ nhắc 2 đơn vị chưa nộp, 3 người nhận" in preview
    assert words.NUDGE_LEAD in preview
    assert "Đơn vị: Bệnh viện A" in preview
    assert not office.inbox
    assert office.choose(OFFICE, words.SEND) == "Đã nhắc 3 người ở 2 đơn vị."
    assert set(office.inbox) == {"thu-ky-a", "truong-a", "thu-ky-b"}
    [letter] = office.inbox["thu-ky-b"]
    assert letter.text.startswith(words.NUDGE_LEAD)
    assert "Đơn vị: Bệnh viện B" in letter.text
    assert choice_of(letter, f"nop:bv-b:{handle_of(YEAR, 2026, 'bv-b')}")


def test_no_sends_nothing(office: Office) -> None:
    office.say(OFFICE, choice=NUDGE)
    assert office.choose(OFFICE, words.DO_NOT) == words.NUDGE_CANCELLED
    assert not office.inbox


def test_the_same_tap_reaches_nobody_twice_on_a_day_and_again_on_the_next(office: Office) -> None:
    office.say(OFFICE, choice=NUDGE)
    office.choose(OFFICE, words.SEND, times=2)
    assert "3 người đã được nhắc cho ngày 25/11/2026" in office.say(OFFICE, choice=NUDGE)
    assert [len(letters) for letters in office.inbox.values()] == [1, 1, 1]
    remind(office, WORKING + timedelta(days=1))
    assert [len(letters) for letters in office.inbox.values()] == [2, 2, 2]


def test_who_moves_to_another_channel_is_not_reminded_again(office: Office) -> None:
    remind(office)
    later = (WORKING + timedelta(hours=1)).isoformat()
    office.block("thu-ky-a")
    office.store(Record("contacts", {"channel": "web", "user": "w", "chat": "w", "person": "thu-ky-a"}))
    assert "3 người đã được nhắc" in office.say(OFFICE, choice=NUDGE, at=datetime.fromisoformat(later))


def test_the_button_of_an_earlier_preview_does_not_answer_for_a_later_one(office: Office) -> None:
    office.say(OFFICE, choice=NUDGE)
    old = next(choice.id for choice in office.choices if choice.label == words.SEND)
    office.say(OFFICE, choice=f"nhac:so-y-te:{handle_of(YEAR.replace('year', 'first-half'), 2026, 'so-y-te')}")
    assert messages.FLOW_OLD_CHOICE in office.say(OFFICE, choice=old)
    assert not office.inbox


def test_outside_working_hours_the_reminder_waits_for_the_next_working_morning(office: Office) -> None:
    assert "gửi lúc 07:30 ngày 25/11/2026" in office.say(OFFICE, choice=NUDGE, at=FREE)
    said = office.choose(OFFICE, words.SEND, at=FREE)
    assert "3 người ở 2 đơn vị sẽ được nhắc lúc 07:30 ngày 25/11/2026" in said
    assert not office.inbox
    [letter, *_] = office.letters(KEY)
    assert (letter["due_at"], letter["until"]) == (
        "2026-11-25T00:30:00.000000+00:00",
        "2026-11-25T10:30:00.000000+00:00",
    )
    # On the morning itself they count as reminded.
    assert "3 người đã được nhắc cho ngày 25/11/2026" in office.say(OFFICE, choice=NUDGE)
    assert [len(letters) for letters in office.inbox.values()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-25T07:29:59+07:00", "2026-11-25T00:30"),
        ("2026-11-25T07:30:00+07:00", "2026-11-25T00:30"),
        ("2026-11-25T17:29:59+07:00", "2026-11-25T10:29:59"),
        ("2026-11-25T17:30:00+07:00", "2026-11-26T00:30"),
        ("2026-11-27T18:00:00+07:00", "2026-11-30T00:30"),
    ],
)
def test_when_a_reminder_goes_out(office: Office, at: str, due: str) -> None:
    remind(office, datetime.fromisoformat(at))
    letters = office.letters(f"nudge:{HANDLE}:")
    assert len(letters) == 3
    assert all(str(letter["due_at"]).startswith(due) for letter in letters)
    assert all(str(letter["until"]) == f"{due[:10]}T10:30:00.000000+00:00" for letter in letters)


def test_somebody_with_two_units_gets_one_message_about_both(office: Office) -> None:
    since = date(2026, 1, 5)
    office.store(*person_records("hai-noi", [("bv-a", "secretary"), ("bv-b", "secretary")], since))
    remind(office)
    [letter] = office.inbox["hai-noi"]
    assert "Bệnh viện A" in letter.text and "Bệnh viện B" in letter.text
    assert [choice.id.split(":")[:2] for choice in letter.choices] == [["viec", "bv-a"], ["viec", "bv-b"]]
    noted = [row for row in office.rows("notices") if row["person"] == "hai-noi"]
    assert {row["subject"] for row in noted} == {handle_of(YEAR, 2026, unit) for unit in ("bv-a", "bv-b")}
    assert {row["letter"] for row in noted} == {f"{KEY}hai-noi"}


def test_who_cannot_be_reached_or_turned_it_off_is_named_and_not_written_to(office: Office) -> None:
    office.block("thu-ky-b")
    handle = handle_of(YEAR, 2026, "bv-a")
    office.store(
        *(Record("mutes", {"person": one, "handle": handle, "again_on": None}) for one in ("thu-ky-a", "truong-a"))
    )
    said = office.say(OFFICE, choice=NUDGE)
    assert words.NUDGE_NOBODY in said
    assert "Không liên lạc được (đã chặn, hoặc không đồng ý nhận nhắc): Bệnh viện B." in said
    assert "Đã tắt nhắc việc này: Bệnh viện A." in said
    assert not office.letters("nudge:")


def test_a_unit_that_sends_before_the_yes_is_not_reminded(office: Office) -> None:
    office.say(OFFICE, choice=NUDGE)
    yes = office.choices[0].id
    office.store(submit("bv-a", "2026-11-25"))
    assert office.say(OFFICE, choice=yes) == "Đã nhắc 1 người ở 1 đơn vị."
    assert set(office.inbox) == {"thu-ky-b"}


def test_an_office_that_lost_its_role_before_the_yes_sends_nothing(office: Office) -> None:
    office.say(OFFICE, choice=NUDGE)
    yes = office.choices[0].id
    office.store(Record("memberships", {"id": f"{OFFICE}@so-y-te:office", "until": "2026-11-25"}))
    assert office.say(OFFICE, choice=yes) == messages.NOT_ALLOWED
    assert not office.inbox
