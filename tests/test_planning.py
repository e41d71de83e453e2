"""What is told to whom and when: the rules of reminders, over the small world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from bot.committing import apply
from bot.reminders import PREFIX, Reminders
from bot.storage import Storage
from bot.storage.codec import read_reply, reply_text
from handlers.asking import Assistant
from handlers.desk import Desk
from handlers.duties import handle_of
from handlers.people import Unit
from handlers.planning import ZONE
from handlers.types import Note, Record, Reply, Send
from tests.world import BEGAN, TH, address, person_records, store, unit_record, world

FIRST_HALF = "so-y-te-thanh-hoa-2018:first-half-report"
"""trước 30/5: for the hospitals the last day of 2026 is Friday 29 May."""
A = handle_of(FIRST_HALF, 2026, "bv-a")


def at(day: str, time: str = "08:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE)


@dataclass
class Office:
    """The reminders over a world, and what left the house."""

    storage: Storage
    reminders: Reminders
    told: list[tuple[str, str]] = field(default_factory=list)

    def tick(self, now: datetime, status: str = "sent", events: bool = False) -> list[str]:
        """Who is told of deadlines at a moment (or of days of the year), sorted; all letters end as `status`."""
        self.reminders.tick(now)
        rows = list(self.storage.db.query("SELECT * FROM outbox WHERE status = 'queued' ORDER BY user"))
        with self.storage.transaction():
            for row in rows:
                self.storage.db.execute(
                    "UPDATE outbox SET status = ?, settled_at = ? WHERE id = ?", [status, row["due_at"], row["id"]]
                )
        self.told += [(row["user"], row["reply"]) for row in rows]
        notes = {(note["letter"], note["kind"] == "event") for note in self.storage.db.query("SELECT * FROM notices")}
        return [row["user"] for row in rows if (row["key"], events) in notes]

    def store(self, *records: Record, now: datetime = BEGAN) -> None:
        store(self.storage, records, now)

    def submit(self, unit: str, duty: str = FIRST_HALF, undone: int = 0) -> None:
        row = {"id": f"{duty}{unit}", "duty": duty, "year": 2026, "unit": unit, "day": "2026-05-20", "undone": undone}
        self.store(Record("submissions", row))


@pytest.fixture
def office(assistant: Assistant) -> Iterator[Office]:
    storage = world()
    yield Office(storage, Reminders(storage, Desk(assistant, storage.register)))
    storage.close()


def hospitals(told: list[str]) -> set[str]:
    return set(told) & {"thu-ky-a", "truong-a", "thanh-vien-a", "thu-ky-b", "van-phong-so"}


def test_a_deadline_is_told_at_each_stage_to_those_whose_turn_it_is(office: Office) -> None:
    seen: dict[date, set[str]] = {}
    day = date(2026, 5, 4)
    while day < date(2026, 6, 20):
        if told := hospitals(office.tick(at(day.isoformat(), "07:30"))):
            seen[day] = told
        day += timedelta(days=1)
    secretaries = {"thu-ky-a", "thu-ky-b"}
    with_head = secretaries | {"truong-a"}
    assert seen == {
        date(2026, 5, 11): secretaries,
        date(2026, 5, 20): secretaries,
        date(2026, 5, 26): secretaries,
        date(2026, 5, 28): with_head,
        date(2026, 5, 29): with_head,
        date(2026, 6, 1): with_head | {"van-phong-so"},
        date(2026, 6, 3): with_head | {"van-phong-so"},
    }
    # What Sở Y tế itself owes by 4 June is told to the office that it is sent to, not to its own.
    digest = next(reply for user, reply in office.told if user == "van-phong-tinh" and "2 đơn vị" in reply)
    assert "2 đơn vị thuộc Ban VSTBPN tỉnh Thanh Hóa chưa gửi" in digest
    assert "Sở Y tế Thanh Hóa" in digest


def test_a_unit_that_has_only_an_office_has_it_reminded_of_what_the_unit_owes(office: Office) -> None:
    assert "van-phong-so" not in office.tick(at("2026-05-15"))
    office.store(Record("memberships", {"id": "thu-ky-so@so-y-te:secretary", "until": "2026-05-16"}))
    assert "van-phong-so" in office.tick(at("2026-05-26"))
    text = dict(office.told)["van-phong-so"]
    assert "Đơn vị: Sở Y tế Thanh Hóa" in text
    assert "4/6/2026" in text


@pytest.mark.parametrize("time", ["00:00", "07:29", "17:30", "23:59"])
def test_nobody_is_told_anything_outside_working_hours(office: Office, time: str) -> None:
    assert office.tick(at("2026-05-11", time)) == []


@pytest.mark.parametrize("day", ["2026-05-16", "2026-05-17", "2026-04-30", "2026-11-24"])
def test_nobody_is_told_anything_on_days_off(office: Office, day: str) -> None:
    assert office.tick(at(day)) == []


def test_the_same_tick_again_tells_nobody(office: Office) -> None:
    assert hospitals(office.tick(at("2026-05-20"))) == {"thu-ky-a", "thu-ky-b"}
    assert office.tick(at("2026-05-20", "08:01")) == []
    assert office.tick(at("2026-05-21")) == []


def test_another_process_tells_nobody_again(office: Office, assistant: Assistant) -> None:
    office.tick(at("2026-05-20"))
    other = Office(office.storage, Reminders(office.storage, Desk(assistant, office.storage.register)))
    assert other.tick(at("2026-05-20", "08:01")) == []


def test_who_has_sent_is_left_alone_until_it_is_undone(office: Office) -> None:
    office.submit("bv-a")
    assert hospitals(office.tick(at("2026-05-28"))) == {"thu-ky-b"}
    office.submit("bv-a", undone=1)
    assert hospitals(office.tick(at("2026-05-28", "09:00"))) == {"thu-ky-a", "truong-a"}


def test_a_letter_that_waits_is_taken_back_when_the_report_is_in(office: Office) -> None:
    office.reminders.tick(at("2026-05-28"))
    office.submit("bv-a")
    assert hospitals(office.tick(at("2026-05-28", "08:01"))) == {"thu-ky-b"}


def test_after_downtime_only_the_latest_stage_is_told_once(office: Office) -> None:
    told = office.tick(at("2026-05-28"))
    assert told.count("thu-ky-a") == 1
    assert office.tick(at("2026-05-28", "12:00")) == []


def test_long_after_the_day_nothing_matters_any_more(office: Office) -> None:
    assert "thu-ky-a" in office.tick(at("2026-06-10"))  # five working days after the last stage
    assert "truong-a" not in office.tick(at("2026-06-11"))


def test_a_moved_deadline_is_told_anew(office: Office) -> None:
    assert "thu-ky-a" in office.tick(at("2026-05-20"))
    ruling = {"id": "r1", "duty": FIRST_HALF, "year": 2026, "unit": "so-y-te", "kind": "change", "due": "2026-05-26"}
    office.store(Record("rulings", ruling))
    assert hospitals(office.tick(at("2026-05-21"))) == {"thu-ky-a", "thu-ky-b"}
    text = next(reply for user, reply in reversed(office.told) if user == "thu-ky-a")
    assert "chậm nhất thứ Ba 26/5/2026" in text and "chậm nhất thứ Sáu 29/5/2026" not in text


def test_an_extension_is_for_one_unit_only(office: Office) -> None:
    ruling = {"id": "r1", "duty": FIRST_HALF, "year": 2026, "unit": "bv-a", "kind": "extend", "due": "2026-06-30"}
    office.store(Record("rulings", ruling))
    assert hospitals(office.tick(at("2026-05-28"))) == {"thu-ky-b"}


def test_what_is_turned_off_is_not_told_and_what_is_put_off_is_told_again_once(office: Office) -> None:
    office.tick(at("2026-05-20"))
    office.store(
        Record("mutes", {"person": "thu-ky-a", "handle": A, "again_on": "2026-05-21"}),
        Record("mutes", {"person": "thu-ky-b", "handle": handle_of(FIRST_HALF, 2026, "bv-b"), "again_on": None}),
    )
    assert office.tick(at("2026-05-20", "10:00")) == []
    assert hospitals(office.tick(at("2026-05-21"))) == {"thu-ky-a"}
    assert office.tick(at("2026-05-22")) == []
    assert "thu-ky-b" not in office.tick(at("2026-05-26"))


def test_what_is_turned_on_again_is_told_as_if_it_had_never_been_off(office: Office) -> None:
    office.tick(at("2026-05-20"))
    for again_on in ("2026-05-21", None, ""):
        office.store(Record("mutes", {"person": "thu-ky-a", "handle": A, "again_on": again_on}))
    assert "thu-ky-a" not in office.tick(at("2026-05-21"))
    assert "thu-ky-a" in office.tick(at("2026-05-26"))
    assert "hẹn nhắc lại" not in dict(office.told)["thu-ky-a"]


def test_several_things_of_a_day_are_one_message(office: Office) -> None:
    office.store(*person_records("hai-noi", [("bv-a", "secretary"), ("bv-b", "secretary")], BEGAN.date()))
    assert office.tick(at("2026-05-26")).count("hai-noi") == 1
    text = dict(office.told)["hai-noi"]
    assert "Bệnh viện A" in text and "Bệnh viện B" in text
    assert f"viec:bv-a:{A}" in text


def test_what_comes_up_later_that_day_waits_unless_it_cannot(office: Office) -> None:
    duty = {"id": "d1", "owner": "so-y-te", "title": "Báo cáo nhanh", "period": "once", "year": 2026, "recurs": 0}
    assert "thu-ky-a" in office.tick(at("2026-05-20"))
    office.store(Record("duties", {**duty, "month": 5, "day": 26, "units": ""}))
    assert office.tick(at("2026-05-20", "10:00")) == []
    assert "thu-ky-a" in office.tick(at("2026-05-21"))
    office.store(Record("duties", {**duty, "id": "d2", "title": "Báo cáo gấp", "month": 5, "day": 22, "units": ""}))
    assert "thu-ky-a" in office.tick(at("2026-05-21", "10:00"))


def test_what_was_asked_for_on_a_day_off_counts_for_the_day_on_which_it_is_told(office: Office) -> None:
    key, sunday, monday = "nudge:x", at("2026-05-24", "10:00"), at("2026-05-25", "07:30")
    letter = Send(address("thu-ky-a"), Reply("Cơ quan Thường trực nhắc"), key, at=monday)
    note = Note(key, "thu-ky-a", "reminder", "x", key, "console", "bv-a")
    with office.storage.transaction():
        apply(office.storage, (letter, note), sunday)
    first = office.tick(monday)
    assert (first.count("thu-ky-a"), first.count("thu-ky-b")) == (1, 1)
    assert [text for user, text in office.told if user == "thu-ky-a"] == [reply_text(letter.reply)]
    assert "thu-ky-a" not in office.tick(at("2026-05-25", "14:00"))
    assert "thu-ky-a" in office.tick(at("2026-05-26", "07:30"))


def test_without_a_secretary_the_head_is_told_from_the_first_stage(office: Office) -> None:
    office.store(Record("memberships", {"id": "thu-ky-a@bv-a:secretary", "until": "2026-05-01"}))
    assert hospitals(office.tick(at("2026-05-11"))) == {"truong-a", "thu-ky-b"}


def test_nobody_is_told_without_consent(office: Office) -> None:
    withdrawn = {"person": "thu-ky-b", "purpose": "reminders", "given": 0, "text": "t", "channel": "console"}
    office.store(Record("consents", withdrawn))
    assert "thu-ky-b" not in office.tick(at("2026-05-28"))


def test_a_blocked_chat_is_marked_and_the_other_channel_tried(office: Office) -> None:
    office.store(
        Record("contacts", {"channel": "telegram", "user": "77", "chat": "77", "person": "thu-ky-b"}),
        now=BEGAN + timedelta(days=1),
    )
    assert "77" in office.tick(at("2026-05-20"), status="failed")
    told = office.tick(at("2026-05-20", "08:01"))
    assert "thu-ky-b" in told and "77" not in told
    person = office.storage.register.person("thu-ky-b")
    assert person is not None
    assert [one.blocked for one in person.contacts if one.address.channel == "telegram"] == [True]


def test_what_did_not_go_out_by_the_evening_is_told_the_next_day(office: Office) -> None:
    assert "thu-ky-a" in office.tick(at("2026-05-20"), status="expired")
    assert office.tick(at("2026-05-20", "18:00")) == []
    assert "thu-ky-a" in office.tick(at("2026-05-21"))


def test_what_may_have_arrived_is_not_told_again(office: Office) -> None:
    office.tick(at("2026-05-20"), status="unknown")
    assert office.tick(at("2026-05-20", "10:00")) == []
    states = {one.state for one in office.storage.register.notices(["thu-ky-a"], BEGAN)}
    assert states == {"unknown"}


def test_a_unit_that_was_merged_owes_nothing(office: Office) -> None:
    office.store(Record("units", {"id": "bv-b", "until": "2026-05-15"}))
    assert "thu-ky-b" not in office.tick(at("2026-05-20"))


def test_a_new_unit_does_not_owe_what_was_due_before_it(office: Office) -> None:
    unit = Unit("bv-d", "Bệnh viện D", "hospital", date(2026, 6, 1), parent="so-y-te", province=TH, sector="Y tế")
    office.store(unit_record(unit), *person_records("thu-ky-d", [("bv-d", "secretary")], date(2026, 6, 1)))
    assert "thu-ky-d" not in office.tick(at("2026-06-03"))


def test_a_unit_s_own_stages_count(office: Office) -> None:
    office.store(Record("stages", {"unit": "bv-a", "days": "-5 0"}))
    assert "thu-ky-a" not in office.tick(at("2026-05-20"))
    assert "thu-ky-a" in office.tick(at("2026-05-22"))


def whom(office: Office, days: Iterable[str]) -> dict[str, set[str]]:
    """Who hears of the hospitals' report on each of these days."""
    return {day: told for day in days if (told := hospitals(office.tick(at(day))))}


def test_a_unit_s_own_stages_are_not_its_head_s_nor_the_office_s(office: Office) -> None:
    office.store(Record("stages", {"unit": "bv-a", "days": "-20"}))
    office.submit("bv-b")
    told = whom(office, ("2026-04-29", "2026-05-11", "2026-05-28", "2026-05-29", "2026-06-01", "2026-06-03"))
    assert told == {
        "2026-04-29": {"thu-ky-a"},
        "2026-05-28": {"truong-a"},
        "2026-05-29": {"truong-a"},
        "2026-06-01": {"truong-a", "van-phong-so"},
        "2026-06-03": {"truong-a", "van-phong-so"},
    }


def test_an_office_s_stages_are_those_of_heads_and_of_its_digest(office: Office) -> None:
    office.store(
        Record("stages", {"unit": "so-y-te", "days": "-2 0 2"}), Record("stages", {"unit": "bv-b", "days": "0"})
    )
    told = whom(office, ("2026-05-27", "2026-05-28", "2026-05-29", "2026-06-01", "2026-06-02"))
    assert told == {
        "2026-05-27": {"thu-ky-a"},
        "2026-05-29": {"thu-ky-a", "truong-a", "thu-ky-b"},
        "2026-06-02": {"thu-ky-a", "truong-a", "van-phong-so"},
    }


def test_who_is_secretary_and_head_hears_the_latest_stage_once(office: Office) -> None:
    leave = {"id": "thu-ky-a@bv-a:secretary", "until": "2026-05-01"}
    office.store(
        Record("memberships", leave),
        *person_records("hai-vai", [("bv-a", "secretary"), ("bv-a", "head")], BEGAN.date()),
    )
    office.store(Record("stages", {"unit": "bv-a", "days": "-10 0"}))
    assert office.tick(at("2026-05-28")).count("hai-vai") == 1
    assert dict(office.told)["hai-vai"].count("Đơn vị: Bệnh viện A") == 1
    assert [one.stage for one in office.storage.register.notices(["hai-vai"], BEGAN, "reminder")] == [-1]


def test_a_tick_in_parts_tells_the_same(office: Office) -> None:
    now = at("2026-05-28")
    counts = []
    while count := office.reminders.tick(now, 2):
        counts.append(count)
    assert max(counts) == 2
    told = office.tick(now)
    assert len(told) == sum(counts) == len(set(told))


def test_what_would_be_told_changes_nothing(office: Office) -> None:
    now = at("2026-05-28")
    planned = office.reminders.planned(now)
    assert office.storage.outbox.counts() == {}
    assert sorted(one.digest.to.user for one in planned) == office.tick(now)


def test_letters_know_when_they_have_lost_their_sense(office: Office) -> None:
    office.reminders.tick(at("2026-05-28"))
    letters = office.storage.outbox.of_chat("console", "thu-ky-a")
    assert [letter.until for letter in letters] == [at("2026-05-28", "17:30")]
    assert all(letter.key.startswith(PREFIX) for letter in letters)


def test_the_office_is_told_in_one_digest_with_what_it_can_do(office: Office) -> None:
    assert office.tick(at("2026-06-01")).count("van-phong-so") == 1
    text = dict(office.told)["van-phong-so"]
    assert "Bệnh viện A, Bệnh viện B" in text
    assert "ngành Y tế, năm 2026: hạn DỰ KIẾN chậm nhất 29/5/2026, 2 đơn vị thuộc Sở Y tế Thanh Hóa chưa gửi" in text
    assert "Nguồn: Công văn số 1097/SYT-BVSTBCPN" in text and "“trước 30/5/2018”" in text
    assert '"label": "Xem tiến độ"' in text
    assert f"nhac:so-y-te:{handle_of(FIRST_HALF, 2026, 'so-y-te')}" in text


def test_who_writes_after_a_letter_failed_is_reached_there_again(office: Office) -> None:
    office.tick(at("2026-05-20"), status="failed")
    with office.storage.transaction():
        office.storage.people.greet(address("thu-ky-a"), at("2026-05-20", "07:00"))
    # Nobody else of Sở Y tế could be reached any more, so its office is told.
    assert office.tick(at("2026-05-20", "10:00")) == ["thu-ky-a", "van-phong-so"]


def test_no_two_reports_of_a_digest_look_alike(office: Office) -> None:
    leave = {"id": "van-phong-so@so-y-te:office", "until": "2026-01-06"}
    office.store(
        Record("memberships", leave),
        *person_records("van-phong-tinh", [("hai-phong", "office")], BEGAN.date())[-1:],
        Record("rulings", {"id": "r1", "duty": FIRST_HALF, "year": 2026, "unit": "thanh-hoa", "kind": "confirm"}),
        *(
            Record(
                "rulings", {"id": f"r{year}", "duty": duty, "year": 2026, "unit": unit, "kind": "change", "due": due}
            )
            for year, duty, unit, due in (
                (2, "thanh-hoa-2015:first-half-report", "thanh-hoa", "2026-05-29"),
                (3, "hai-phong-2017:bao-cao-so-ket", "hai-phong", "2026-05-29"),
            )
        ),
    )
    office.tick(at("2026-06-01"))
    reply = read_reply(dict(office.told)["van-phong-tinh"])
    assert reply.text.count("Đơn vị chưa gửi báo cáo") == 3
    assert "DỰ KIẾN" not in reply.text
    labels = [one.label for one in reply.choices]
    assert len(labels) == len(set(labels)) == 6
    assert "Xem tiến độ: 6 tháng đầu năm 2026, ngành Y tế (29/5/2026), Ban VSTBPN tỉnh Thanh Hóa" in labels
    assert "Nhắc nộp: 6 tháng đầu năm 2026 (29/5/2026), Ban VSTBPN thành phố Hải Phòng" in labels


def test_buttons_of_several_reports_say_period_sector_and_day(office: Office) -> None:
    office.store(*person_records("hai-noi", [("bv-a", "secretary"), ("xa-a", "secretary")], BEGAN.date()))
    office.tick(at("2026-06-01"))
    labels = [one.label for one in read_reply(dict(office.told)["hai-noi"]).choices]
    assert labels == [
        "1. 6 tháng đầu năm 2026, ngành Y tế (DỰ KIẾN 29/5/2026), Bệnh viện A",
        "2. 6 tháng đầu năm 2026 (DỰ KIẾN 4/6/2026), Xã A",
    ]


def test_somebody_who_comes_back_is_told_what_still_matters(office: Office) -> None:
    office.tick(at("2026-05-20"), status="failed")
    assert office.tick(at("2026-05-26")) == ["truong-a", "van-phong-so"]
    with office.storage.transaction():
        office.storage.people.greet(address("thu-ky-a"), at("2026-05-26", "09:00"))
        office.storage.records.changes["contacts"] += 1
    assert office.tick(at("2026-05-26", "09:01")) == ["thu-ky-a"]
