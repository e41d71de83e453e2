"""/thongbao: to whom a message goes, that it goes once, who may see what became of it."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage import Storage
from handlers import messages
from handlers import messages_office as words
from handlers.asking import Assistant
from handlers.audience import ROLES as WHOM
from handlers.audience import audience
from handlers.broadcast import LONGEST, MOST
from handlers.people import UNIT_ROLES, Membership, Person, Unit
from handlers.types import Record
from tests.office import Office, choice_of
from tests.world import ROLES, person_records

OFFICE = "van-phong-tinh"
TEXT = "Đề nghị các đơn vị rà soát số liệu trước khi nộp."


@pytest.fixture
def office(tmp_path: Path, assistant: Assistant) -> Office:
    return Office(tmp_path, assistant)


def preview(office: Office, *answers: str, text: str = TEXT, user: str = OFFICE) -> str:
    """The preview after these answers: to which units, to whom in them."""
    office.say(user, "/thongbao")
    said = office.say(user, text)
    for answer in answers:
        said = office.choose(user, answer) if answer in labels(office) else office.say(user, answer)
    return said


def labels(office: Office) -> list[str]:
    return [choice.label for choice in office.choices]


def send(office: Office, *answers: str, text: str = TEXT, times: int = 1) -> str:
    """Send a message; its id."""
    preview(office, *answers, text=text)
    said = office.say(OFFICE, choice=office.choices[0].id, times=times)
    assert said.startswith("Đã gửi thông báo")
    return office.choices[0].id.removeprefix("tbxem:")


def test_it_is_shown_word_for_word_and_goes_to_everybody_after_a_yes(office: Office) -> None:
    shown = preview(office, words.WHOM_ALL, words.ROLES_ALL)
    letter = f"Thông báo của Ban VSTBPN tỉnh Thanh Hóa:\n{TEXT}"
    assert "Gửi cho 5 đơn vị, 7 người." in shown
    assert letter in shown
    assert not office.inbox
    assert office.choose(OFFICE, words.SEND) == "Đã gửi thông báo cho 7 người ở 5 đơn vị."
    expected = {"van-phong-so", "thu-ky-so", "thu-ky-a", "truong-a", "thanh-vien-a", "thu-ky-b", "thu-ky-xa"}
    assert set(office.inbox) == expected
    assert all([one.text for one in letters] == [letter] for letters in office.inbox.values())
    [row] = office.rows("broadcasts")
    assert (row["by"], row["unit"], row["text"]) == (OFFICE, "thanh-hoa", TEXT)
    assert set(str(row["units"]).split()) == {"thanh-hoa", "so-y-te", "bv-a", "bv-b", "xa-a"}


@pytest.mark.parametrize(
    ("answers", "people"),
    [
        ((words.WHOM_ALL, words.ROLES_SECRETARIES), {"thu-ky-so", "thu-ky-a", "thu-ky-b", "thu-ky-xa"}),
        ((words.WHOM_ALL, words.ROLES_HEADS), {"truong-a"}),
        ((words.WHOM_KIND, "Cấp xã (1)", words.ROLES_ALL), {"thu-ky-xa"}),
        ((words.WHOM_KIND, "co so y te", words.ROLES_SECRETARIES), {"thu-ky-a", "thu-ky-b"}),
        ((words.WHOM_SOME, "Xã A", words.ROLES_ALL), {"thu-ky-xa"}),
        ((words.WHOM_SOME, "xã a;  benh vien B\n", words.ROLES_ALL), {"thu-ky-xa", "thu-ky-b"}),
        (("2", "3", "1"), {"van-phong-so", "thu-ky-so"}),
    ],
)
def test_to_whom_it_goes(office: Office, answers: tuple[str, ...], people: set[str]) -> None:
    send(office, *answers)
    assert set(office.inbox) == people


def test_units_that_are_not_there_or_not_ones_own_are_named(office: Office) -> None:
    said = preview(office, words.WHOM_SOME, "Xã A; Phường C; Bệnh viện")
    assert said.startswith("Tôi chưa thấy trong các đơn vị trực thuộc: Phường C.")
    assert "Có nhiều đơn vị hợp với: Bệnh viện." in office.say(OFFICE, "Xã A; Bệnh viện")
    assert words.UNITS_TOO_MANY.format(most=MOST) in office.say(OFFICE, "Xã A;" * (MOST + 1))
    foreign = "f:thongbao:units:phuong-c"
    assert words.CHOOSE_ONE in office.say(OFFICE, choice=foreign)
    assert not office.inbox


def test_a_double_tap_sends_once(office: Office) -> None:
    preview(office, words.WHOM_ALL, words.ROLES_ALL)
    yes = office.choices[0].id
    office.say(OFFICE, choice=yes, times=2)
    assert office.say(OFFICE, choice=yes) == messages.OLD_CHOICE
    assert [len(letters) for letters in office.inbox.values()] == [1] * 7
    assert len(office.rows("broadcasts")) == 1


def test_the_button_of_an_earlier_preview_does_not_send_a_later_message(office: Office) -> None:
    preview(office, words.WHOM_ALL, words.ROLES_ALL)
    yes = office.choices[0].id
    preview(office, words.WHOM_ALL, words.ROLES_ALL, text="Một nội dung khác hẳn.")
    assert messages.FLOW_OLD_CHOICE in office.say(OFFICE, choice=yes)
    assert not office.inbox


def test_no_sends_nothing(office: Office) -> None:
    preview(office, words.WHOM_ALL, words.ROLES_ALL)
    assert office.choose(OFFICE, words.DO_NOT) == words.BROADCAST_CANCELLED
    assert not office.inbox
    assert not office.rows("broadcasts")


def test_a_text_that_is_too_long_or_marked_secret_is_not_taken(office: Office) -> None:
    office.say(OFFICE, "/thongbao")
    assert f"dài {LONGEST + 1} ký tự" in office.say(OFFICE, "a" * (LONGEST + 1))
    assert messages.CONFIDENTIAL in office.say(OFFICE, "Độ mật: Mật\nNội dung")
    assert words.BROADCAST_EMPTY in office.say(OFFICE, "   ")
    assert "Gửi cho những đơn vị nào" in office.say(OFFICE, "a" * LONGEST)


def test_documents_that_are_named_are_cited(office: Office) -> None:
    shown = preview(office, words.WHOM_ALL, words.ROLES_ALL, text="Thực hiện Thông tư 191/2009/TT-BTC và 5/QĐ-X.")
    assert "Văn bản: Thông tư số 191/2009/TT-BTC ngày 1/10/2009 của Bộ Tài chính" in shown
    assert shown.count("Văn bản:") == 1


def test_who_cannot_be_reached_is_named_in_the_preview(office: Office) -> None:
    office.block("thu-ky-b")
    shown = preview(office, words.WHOM_ALL, words.ROLES_SECRETARIES)
    assert "Không liên lạc được với 1 người (đã chặn, hoặc không đồng ý nhận) ở: Bệnh viện B (thư ký)." in shown
    assert "Các đơn vị: Ban VSTBPN tỉnh Thanh Hóa; Sở Y tế Thanh Hóa; Xã A; Bệnh viện A; Bệnh viện B." in shown
    assert "Không có người nhận: Ban VSTBPN tỉnh Thanh Hóa." in shown


def test_what_nobody_would_get_cannot_be_sent(office: Office) -> None:
    office.block("thu-ky-xa")
    shown = preview(office, words.WHOM_SOME, "Xã A", words.ROLES_ALL)
    assert words.BROADCAST_NOBODY_WAY in shown
    assert TEXT not in shown
    assert labels(office) == [words.DO_NOT]
    yes = office.choices[0].id.replace(":no:", ":yes:")
    for said in (office.say(OFFICE, "có"), office.say(OFFICE, "gửi ngay"), office.say(OFFICE, choice=yes)):
        assert said.startswith(words.BROADCAST_NOBODY)
    assert not office.rows("broadcasts")
    office.say(OFFICE, "lùi")
    office.say(OFFICE, "lùi")
    assert "Gửi cho 1 đơn vị, 1 người." in [office.say(OFFICE, "Bệnh viện B"), office.say(OFFICE, "1")][-1]


def test_many_units_are_named_up_to_a_limit(office: Office) -> None:
    row = {"kind": "commune", "parent": "thanh-hoa", "province": "Thanh Hóa", "since": "2026-01-05"}
    office.store(*(Record("units", {**row, "id": f"x{n}", "name": f"Xã số {n}"}) for n in range(20)))
    assert "và 10 đơn vị khác." in preview(office, words.WHOM_ALL, words.ROLES_ALL)


EVENING = datetime.fromisoformat("2026-11-25T18:00:00+07:00")
MORNING = datetime.fromisoformat("2026-11-26T00:30:00+00:00")
"""07:30 of the next working day."""


def ready(office: Office) -> str:
    """The preview in the evening."""
    preview(office, words.WHOM_SOME, "Xã A")
    return office.say(OFFICE, "1", at=EVENING)


@pytest.mark.parametrize(
    ("answer", "at", "due"),
    [
        ("1", EVENING, MORNING),
        ("có", EVENING, MORNING),
        ("gửi lúc 7:30", EVENING, MORNING),
        ("2", EVENING, EVENING),
        ("Gửi ngay", EVENING, EVENING),
        ("1", MORNING + timedelta(minutes=5), MORNING + timedelta(minutes=5)),
    ],
)
def test_outside_working_hours_it_waits_unless_it_is_to_go_at_once(
    office: Office, answer: str, at: datetime, due: datetime
) -> None:
    shown = ready(office)
    assert "ngoài giờ làm việc" in shown
    assert labels(office) == ["Gửi lúc 07:30 ngày 26/11/2026", "Gửi ngay", "Không gửi"]
    said = office.say(OFFICE, answer, at=at)
    [letter] = office.letters("tb:")
    assert datetime.fromisoformat(str(letter["due_at"])) == due
    assert ("sẽ gửi lúc 07:30 ngày 26/11/2026" in said) == (due > at)
    assert bool(office.inbox) == (due == at)


def test_in_working_hours_there_is_nothing_to_choose(office: Office) -> None:
    shown = preview(office, words.WHOM_ALL, words.ROLES_ALL)
    assert "ngoài giờ" not in shown
    assert labels(office) == [words.SEND, words.DO_NOT]


def test_a_file_is_not_taken_and_it_is_said_what_to_do(office: Office) -> None:
    for said in (office.say(OFFICE, "/thongbao"), office.say(OFFICE, "", file="cong-van.pdf")):
        assert "ghi số, ký hiệu" in said
        assert "chưa gửi được tệp" in said


def test_only_offices_write(office: Office) -> None:
    offices = {"van-phong-tinh", "van-phong-so", "van-phong-hp", "van-hanh"}
    for user in ROLES:
        for rest in ("", " xem"):
            assert (office.say(user, f"/thongbao{rest}") == messages.NOT_ALLOWED) == (user not in offices)
    assert office.say("khach", "/thongbao") == messages.NO_ACCOUNT
    assert office.say(OFFICE, "/thongbao", chat="nhom") == messages.NOT_PRIVATE


def test_an_office_that_lost_its_role_before_the_yes_sends_nothing(office: Office) -> None:
    preview(office, words.WHOM_ALL, words.ROLES_ALL)
    yes = office.choices[0].id
    office.store(Record("memberships", {"id": f"{OFFICE}@thanh-hoa:office", "until": "2026-11-25"}))
    assert office.say(OFFICE, choice=yes) == messages.NOT_ALLOWED
    assert not office.inbox


def test_the_operator_says_for_which_office_they_write(office: Office) -> None:
    assert office.say("van-hanh", "/thongbao") == words.BROADCAST_UNIT
    office.choose("van-hanh", "Ban VSTBPN thành phố Hải Phòng")
    office.say("van-hanh", TEXT)
    office.choose("van-hanh", words.WHOM_ALL)
    office.choose("van-hanh", words.ROLES_ALL)
    office.choose("van-hanh", words.SEND)
    assert set(office.inbox) == {"van-phong-hp", "thu-ky-c"}


def test_reading_is_counted_once_and_only_of_those_it_was_sent_to(office: Office) -> None:
    id_ = send(office, words.WHOM_SOME, "Bệnh viện A; Xã A", words.ROLES_SECRETARIES)
    button = choice_of(office.inbox["thu-ky-a"][0], "dadoc:")
    assert button is not None and button.id == f"dadoc:{id_}"
    for user in [*ROLES, "khach"]:
        if user not in ("thu-ky-a", "thu-ky-xa"):
            assert office.say(user, choice=button.id) == messages.OLD_CHOICE
    assert office.say("thu-ky-a", choice="dadoc:nothing") == messages.OLD_CHOICE
    assert office.rows("broadcast_reads") == []
    assert office.say("thu-ky-a", choice=button.id, times=2) == words.READ_DONE
    assert office.say("thu-ky-a", choice=button.id) == words.READ_TWICE
    assert [row["person"] for row in office.rows("broadcast_reads")] == ["thu-ky-a"]
    became = office.say(OFFICE, choice=f"tbxem:{id_}")
    assert "Gửi cho 2 người: đã tới 2, đang gửi 0, có thể chưa tới 0, không tới được 0. Đã đọc: 1." in became
    assert "Chưa có ai đọc ở: Xã A." in became
    office.say("thu-ky-xa", choice=button.id)
    assert words.SENT_ALL_READ in office.say(OFFICE, choice=f"tbxem:{id_}")


def test_letters_that_are_doubtful_failed_or_waiting_are_counted(office: Office) -> None:
    id_ = send(office, words.WHOM_ALL, words.ROLES_SECRETARIES)
    states = {"thu-ky-a": "unknown", "thu-ky-b": "failed", "thu-ky-so": "queued"}

    def change(storage: Storage) -> None:
        with storage.transaction():
            for person, state in states.items():
                row = [state, f"tb:{id_}:{person}"]
                storage.db.execute("UPDATE outbox SET status = ?, due_at = '2030' WHERE key = ?", row)

    office.within(change)
    became = office.say(OFFICE, choice=f"tbxem:{id_}")
    assert "Gửi cho 4 người: đã tới 1, đang gửi 1, có thể chưa tới 1, không tới được 1." in became


def test_every_unit_is_told_with_its_people_by_their_role(office: Office) -> None:
    office.store(Record("units", {"id": "xa-b", "name": "Xã B", "kind": "commune", "parent": "thanh-hoa",
                                  "province": "Thanh Hóa", "since": "2026-01-05"}))  # fmt: skip
    id_ = send(office, words.WHOM_ALL, words.ROLES_ALL)
    office.say("thu-ky-a", choice=f"dadoc:{id_}")
    states = {"truong-a": "unreached", "thu-ky-b": "unknown", "thu-ky-so": "queued"}

    def change(storage: Storage) -> None:
        with storage.transaction():
            for person, state in states.items():
                row = [state, f"tb:{id_}:{person}"]
                storage.db.execute("UPDATE outbox SET status = ?, due_at = '2030' WHERE key = ?", row)

    office.within(change)
    became = office.say(OFFICE, choice=f"tbxem:{id_}")
    assert "Gửi cho 7 người: đã tới 4, đang gửi 1, có thể chưa tới 1, không tới được 1. Đã đọc: 1." in became
    for row in (
        "- Bệnh viện A: đã đọc: thư ký; đã nhận, chưa đọc: thành viên; không nhận được: trưởng ban.",
        "- Bệnh viện B: có thể chưa nhận: thư ký.",
        "- Sở Y tế Thanh Hóa: đã nhận, chưa đọc: cơ quan thường trực; đang gửi: thư ký.",
        "- Xã A: đã nhận, chưa đọc: thư ký.",
        "- Xã B: không gửi được cho ai.",
    ):
        assert row in became.splitlines()
    # Only the one who wrote it is there.
    assert "- Ban VSTBPN tỉnh Thanh Hóa" not in became


def test_what_became_of_it_is_for_the_office_that_sent_it_and_those_above(office: Office) -> None:
    id_ = send(office, words.WHOM_ALL, words.ROLES_ALL)
    for user in [*ROLES, "khach"]:
        said = office.say(user, choice=f"tbxem:{id_}")
        assert (said == messages.NOT_ALLOWED) == (user not in (OFFICE, "van-hanh"))
        assert said == messages.NOT_ALLOWED or "Gửi cho 7 người" in said
    assert office.say(OFFICE, choice="tbxem:nothing") == messages.NOT_ALLOWED
    assert words.SENT_LIST in office.say(OFFICE, "/thongbao xem")
    assert [choice.id for choice in office.choices] == [f"tbxem:{id_}"]
    assert office.say("van-phong-so", "/thongbao xem") == words.SENT_NONE


def test_three_hundred_get_it_in_one_outcome_each_once(office: Office) -> None:
    since = date(2026, 1, 5)
    rows = [
        row for n in range(300) for row in person_records(f"tv{n}", [("xa-a", "member"), ("bv-a", "member")], since)
    ]
    office.store(*rows)
    id_ = send(office, words.WHOM_ALL, words.ROLES_ALL, times=2)
    assert len(office.letters(f"tb:{id_}:")) == len(office.rows("notices")) == 307
    assert [len(office.inbox[f"tv{n}"]) for n in range(300)] == [1] * 300


UNITS = tuple(Unit(f"u{n}", f"Xã {n}", "commune", date(2026, 1, 1)) for n in range(3))
PEOPLE = st.lists(
    st.lists(st.tuples(st.sampled_from(["u0", "u1", "u2", "else"]), st.sampled_from(UNIT_ROLES)), max_size=3),
    max_size=6,
)


@given(PEOPLE, st.sampled_from(sorted(WHOM)), st.integers(0, 6))
def test_everybody_with_the_role_is_reached_or_counted_once_but_the_sender(
    people: list[list[tuple[str, str]]], whom: str, sender: int
) -> None:
    persons = [
        Person(
            f"p{n}",
            None,
            memberships=tuple(Membership("", f"p{n}", unit, role, date(2026, 1, 1)) for unit, role in own),  # type: ignore[arg-type]
        )
        for n, own in enumerate(people)
    ]
    found = audience(UNITS, [*persons, *persons], WHOM[whom], f"p{sender}")
    meant = [n for n, own in enumerate(people) if any(unit != "else" and role in WHOM[whom] for unit, role in own)]
    assert len(found.receivers) + found.unreached == len([n for n in meant if n != sender])
    held = {unit for n in meant for unit, role in people[n] if role in WHOM[whom]}
    assert {unit.id for unit in found.empty} == {"u0", "u1", "u2"} - held
