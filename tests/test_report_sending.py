"""A unit sends its report, the office accepts or returns it; what is frozen stays, what comes late stands apart."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from bot.files import Files
from handlers import messages
from handlers import messages_reports as words
from handlers.asking import Assistant
from handlers.people import Unit
from handlers.reports.gathering import gather
from handlers.reports.periods import period_of
from handlers.types import Reply
from tests.logging_people import entry_record
from tests.talking import Talking, text_of
from tests.world import store, world

HALF = "first_half.2026"
IN_MAY = datetime(2026, 5, 27, 2, tzinfo=UTC)
LOGGED = datetime(2026, 5, 20, 2, tzinfo=UTC)


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    talking = Talking(storage, assistant)
    talking.clock.set(IN_MAY)
    store(
        storage,
        [entry_record("e1", date="2026-04-02"), entry_record("e2", date="2026-05-02", female=5, total=17)],
        LOGGED,
    )
    yield talking
    storage.close()


def press(talking: Talking, user: str, choice: str) -> str:
    return text_of(talking.say(user, choice=choice))


def unit_of(talking: Talking, id_: str) -> Unit:
    found = talking.desk.register.tree().unit(id_)
    assert found is not None
    return found


def send(talking: Talking, user: str = "thu-ky-a", unit: str = "bv-a", key: str = HALF) -> str:
    """Open a unit's report and send it; the id of the sending."""
    card = talking.say(user, choice=f"bc:{unit}:{key}")[-1]
    talking.say(user, choice=next(one.id for one in card.choices if one.id.startswith("bcnop")))
    assert "Đã nộp" in talking.talk(user, "có")
    return str(talking.rows("submissions")[-1]["id"])


def handed(talking: Talking, user: str) -> Reply:
    """What an office was handed last."""
    talking.work()
    return next(letter.reply for letter in reversed(talking.letters(user)) if letter.reply.files)


def total(talking: Talking, unit: str = "bv-a") -> int | None:
    found = gather(talking.desk, unit_of(talking, unit), period_of("first_half", 2026), date(2026, 6, 1))
    assert found is not None
    return next(one.value for one in found.report.figures if one.id == "all.count")


def test_sending_notes_the_day_who_and_whether_it_is_on_time(talking: Talking) -> None:
    id_ = send(talking)
    [row] = talking.rows("submissions")
    assert (row["unit"], row["duty"], row["year"]) == ("bv-a", "so-y-te-thanh-hoa-2018:first-half-report", 2026)
    assert (row["day"], row["by"], row["undone"], row["period"]) == ("2026-05-27", "thu-ky-a", 0, HALF)
    version = talking.desk.register.report_version(str(row["version"]))
    assert version is not None
    assert [one.id for one in version.entries] == ["e1", "e2"]
    said = press(talking, "thu-ky-a", f"bc:bv-a:{HALF}")
    assert "Đã nộp ngày 27/5/2026 (đúng hạn)" in said
    assert press(talking, "thu-ky-a", f"chuanop:{id_}").startswith("Đã bỏ ghi")


def test_a_day_that_nobody_has_confirmed_is_said_to_be_projected(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bc:bv-a:{HALF}")
    said = text_of(talking.pick("thu-ky-a", "Nộp"))
    assert words.SEND_ON_TIME.format(mark="DỰ KIẾN ", due="29/5/2026") in said


def test_the_version_that_was_sent_can_be_had_after_the_report_has_changed(talking: Talking) -> None:
    send(talking)
    sent = str(talking.rows("submissions")[-1]["version"])
    [card] = talking.say("thu-ky-a", choice=f"bc:bv-a:{HALF}")
    assert words.SENT_DOCX not in [one.label for one in card.choices]
    talking.clock.advance(86_400)
    [card] = talking.say("thu-ky-a", choice=f"bc:bv-a:{HALF}")
    assert next(one.id for one in card.choices if one.label == words.SENT_DOCX) == f"bctep:docx:{sent}"


def test_an_office_reads_what_was_left_open(talking: Talking) -> None:
    send(talking)
    assert "Đơn vị để trống 8 mục" in handed(talking, "van-phong-so").text


@pytest.mark.parametrize(("user", "leads_back"), [("thu-ky-a", True), ("thanh-vien-a", False)])
def test_a_file_leads_back_to_the_report_it_was_made_of(talking: Talking, user: str, leads_back: bool) -> None:
    card = talking.say("thu-ky-a", choice=f"bc:bv-a:{HALF}")[-1]
    talking.say(user, choice=next(one.id for one in card.choices if one.label == words.DOCX))
    talking.work()
    reply = talking.letters(user)[-1].reply
    assert reply.files
    assert [one.id for one in reply.choices] == ([f"bc:bv-a:{HALF}"] if leads_back else [])


def test_what_is_sent_late_is_said_to_be(talking: Talking) -> None:
    talking.clock.set(datetime(2026, 6, 3, 2, tzinfo=UTC))
    talking.say("thu-ky-a", choice=f"bc:bv-a:{HALF}")
    said = text_of(talking.pick("thu-ky-a", "Nộp"))
    assert "Hạn là DỰ KIẾN 29/5/2026: nộp hôm nay là muộn 5 ngày." in said
    assert "(muộn 5 ngày)" in talking.talk("thu-ky-a", "có")


def test_the_office_gets_the_file_and_what_it_can_decide(talking: Talking) -> None:
    id_ = send(talking)
    reply = handed(talking, "van-phong-so")
    assert "Đơn vị vừa nộp (đúng hạn): Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A." in reply.text
    assert [one.id.split(":")[0] for one in reply.choices] == ["bcnhan", "bctra", "bctep"]
    path = Files(None).find(reply.files[0])
    assert path is not None
    text = "\n".join(one.text for one in Document(io.BytesIO(Path(path).read_bytes())).paragraphs)
    assert "Đã thực hiện 2 cuộc tuyên truyền, tập huấn, hội nghị, với 74 lượt người tham gia" in text
    assert not [letter for letter in talking.letters("van-phong-tinh") if id_ in letter.key]


def test_the_office_accepts_once_and_the_unit_is_told(talking: Talking) -> None:
    id_ = send(talking)
    assert press(talking, "van-phong-so", f"bcnhan:{id_}").startswith("Đã nhận Báo cáo 6 tháng đầu năm 2026")
    for user in ("thu-ky-a", "truong-a"):
        assert "đã nhận Báo cáo 6 tháng" in talking.letters(user)[-1].reply.text
    assert "nhận trước đó" in press(talking, "van-phong-so", f"bcnhan:{id_}")
    assert "nhận trước đó" in press(talking, "van-phong-so", f"bctra:{id_}")
    assert press(talking, "thu-ky-a", f"chuanop:{id_}") == words.CANNOT_UNDO
    assert "Cơ quan Thường trực đã nhận" in press(talking, "thu-ky-a", f"bc:bv-a:{HALF}")


def test_a_return_opens_it_again_with_the_reason(talking: Talking) -> None:
    id_ = send(talking)
    talking.say("van-phong-so", choice=f"bctra:{id_}")
    assert "Đã trả lại" in talking.talk("van-phong-so", "Thiếu số nam ở lớp tháng 4")
    told = talking.letters("thu-ky-a")[-1].reply
    assert "cần sửa: Thiếu số nam ở lớp tháng 4" in told.text
    assert [one.id for one in told.choices] == [f"bc:bv-a:{HALF}"]
    [row] = talking.rows("submissions")
    assert (row["undone"], row["verdict"], row["decided_by"]) == (1, "returned", "van-phong-so")
    card = talking.say("thu-ky-a", choice=told.choices[0].id)
    assert "Bị trả lại, cần sửa: Thiếu số nam ở lớp tháng 4" in text_of(card)
    assert "Nộp" in [one.label for one in card[-1].choices]
    send(talking)
    assert [row["undone"] for row in talking.rows("submissions")] == [1, 0]


@pytest.mark.parametrize("user", ["thu-ky-a", "truong-a", "thanh-vien-a", "thu-ky-b", "van-phong-hp", "khach"])
@pytest.mark.parametrize("action", ["bcnhan", "bctra"])
def test_nobody_but_an_office_above_decides(talking: Talking, user: str, action: str) -> None:
    id_ = send(talking)
    said = press(talking, user, f"{action}:{id_}")
    assert said == (messages.NO_ACCOUNT if user == "khach" else messages.NOT_ALLOWED)
    assert talking.rows("submissions")[0]["verdict"] is None


def test_an_office_does_not_decide_on_its_own_report(talking: Talking) -> None:
    id_ = send(talking, "thu-ky-so", "so-y-te")
    assert press(talking, "van-phong-so", f"bcnhan:{id_}") == messages.NOT_ALLOWED
    assert press(talking, "van-phong-tinh", f"bcnhan:{id_}").startswith("Đã nhận")


def test_what_changed_since_it_was_shown_is_not_sent_unseen(talking: Talking) -> None:
    card = talking.say("thu-ky-a", choice=f"bc:bv-a:{HALF}")[-1]
    shown = next(one.id for one in card.choices if one.id.startswith("bcnop"))
    store(talking.storage, [entry_record("e3", date="2026-05-03")], LOGGED)
    said = press(talking, "thu-ky-a", shown)
    assert said.startswith(words.CHANGED_SINCE)
    assert "3 hoạt động" in said
    assert talking.rows("submissions") == []


def test_what_changed_before_the_answer_is_not_sent_either(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bc:bv-a:{HALF}")
    talking.pick("thu-ky-a", "Nộp")
    store(talking.storage, [entry_record("e3", date="2026-05-03")], LOGGED)
    assert talking.talk("thu-ky-a", "có").startswith(words.CHANGED_SINCE)
    assert talking.rows("submissions") == []


def test_it_is_sent_once(talking: Talking) -> None:
    send(talking)
    card = talking.say("thu-ky-a", choice=f"bc:bv-a:{HALF}")[-1]
    assert "Nộp" not in [one.label for one in card.choices]
    version = talking.rows("submissions")[0]["version"]
    assert "đã nộp ngày 27/5/2026" in press(talking, "truong-a", f"bcnop:{version}")
    assert len(talking.rows("submissions")) == 1


def test_a_sending_that_was_only_said_gets_its_report(talking: Talking) -> None:
    talking.say("thu-ky-a", "/danop")
    talking.pick("thu-ky-a", "29/5/2026")
    talking.say("thu-ky-a", "hôm qua")
    send(talking)
    [row] = talking.rows("submissions")
    assert (row["day"], row["period"]) == ("2026-05-26", HALF)
    assert row["version"]


def test_what_is_logged_after_sending_stands_apart(talking: Talking) -> None:
    id_ = send(talking)
    late = entry_record("e3", date="2026-05-04", title="Lớp ghi muộn")
    store(talking.storage, [late], IN_MAY + timedelta(hours=2))
    assert total(talking) == 2
    said = press(talking, "thu-ky-a", f"bc:bv-a:{HALF}")
    assert "1 hoạt động ghi sau khi báo cáo đã nộp" in said
    found = gather(talking.desk, unit_of(talking, "bv-a"), period_of("first_half", 2026), date(2026, 6, 1))
    assert found is not None
    [apart] = [one for one in found.report.appendix if one.item == "late"]
    assert "Lớp ghi muộn" in apart.tables[0].rows[0]
    press(talking, "thu-ky-a", f"chuanop:{id_}")
    assert total(talking) == 3


def test_the_next_report_tells_apart_what_came_late(talking: Talking) -> None:
    send(talking)
    store(talking.storage, [entry_record("e3", date="2026-05-04", title="Lớp ghi muộn")], IN_MAY + timedelta(days=40))
    unit = unit_of(talking, "bv-a")
    found = gather(talking.desk, unit, period_of("second_half", 2026), date(2026, 11, 20))
    assert found is not None
    assert [one.value for one in found.report.figures if one.id == "all.count"] == [None]
    [apart] = [one for one in found.report.appendix if one.item == "late.before"]
    assert "Lớp ghi muộn" in apart.tables[0].rows[0]


def test_where_something_was_written_it_is_not_sent_as_nothing(talking: Talking) -> None:
    card = talking.say("thu-ky-xa", choice=f"bc:xa-a:{HALF}")[-1]
    nothing = next(one.id for one in card.choices if one.label == words.SEND_NOTHING)
    talking.say("thu-ky-xa", choice=f"bcmuc:xa-a:{HALF}:II.1")
    talking.talk("thu-ky-xa", "Đã xây dựng kế hoạch")
    card = talking.say("thu-ky-xa", choice=f"bc:xa-a:{HALF}")[-1]
    assert words.SEND_NOTHING not in [one.label for one in card.choices]
    assert words.NOT_NOTHING_SAID.format(count=1) in press(talking, "thu-ky-xa", nothing)
    assert talking.rows("submissions") == []
    talking.say("thu-ky-xa", choice=f"bcmuc:xa-a:{HALF}:II.1")
    talking.talk("thu-ky-xa", "xóa")
    assert "(không phát sinh)" in press(talking, "thu-ky-xa", nothing)


def test_nothing_to_report_is_one_step(talking: Talking) -> None:
    card = talking.say("thu-ky-xa", choice=f"bc:xa-a:{HALF}")[-1]
    nothing = next(one.id for one in card.choices if one.label == words.SEND_NOTHING)
    assert "Đã nộp (đúng hạn): " in press(talking, "thu-ky-xa", nothing)
    version = talking.desk.register.report_version(str(talking.rows("submissions")[0]["version"]))
    assert version is not None
    assert version.info.nothing
    assert version.report.sections == ()
    assert "không phát sinh" in version.report.opening[0]
    assert "không phát sinh" in handed(talking, "van-phong-tinh").text


def test_nothing_to_report_is_refused_where_something_was_logged(talking: Talking) -> None:
    said = press(talking, "thu-ky-a", f"bckhong:bv-a:{HALF}")
    assert said.startswith("Kỳ này nhật ký đã có 2 mục ghi")
    assert talking.rows("submissions") == []


def test_a_period_that_has_not_begun_is_not_sent(talking: Talking) -> None:
    assert press(talking, "thu-ky-a", "bckhong:bv-a:first_half.2028") == words.OLD_CHOICE
    assert "chưa tới" in press(talking, "thu-ky-a", "bc:bv-a:first_half.2028")
    assert talking.rows("submissions") == []


@pytest.mark.parametrize("choice", ["bcnop:none", "bckhong:bv-a:once.2026", "bckhong:bv-a", "bcnhan:none", "bctra:"])
def test_a_forged_choice_does_nothing(talking: Talking, choice: str) -> None:
    assert press(talking, "thu-ky-a", choice) in (words.OLD_CHOICE, messages.NOT_ALLOWED)
    assert talking.rows("submissions") == []


def test_a_plain_member_does_not_send(talking: Talking) -> None:
    talking.say("thu-ky-a", choice=f"bc:bv-a:{HALF}")
    version = talking.rows("report_versions")[0]["id"]
    assert press(talking, "thanh-vien-a", f"bcnop:{version}") == messages.NOT_ALLOWED
    assert press(talking, "thanh-vien-a", f"bckhong:bv-a:{HALF}") == messages.NOT_ALLOWED


def test_an_office_hears_in_its_progress_what_waits(talking: Talking) -> None:
    id_ = send(talking)
    assert "Đã nộp, chờ nhận: Bệnh viện A." in talking.talk("van-phong-so", "/tiendo")
    press(talking, "van-phong-so", f"bcnhan:{id_}")
    assert "chờ nhận" not in talking.talk("van-phong-so", "/tiendo")
    talking.say("thu-ky-b", choice=f"bc:bv-b:{HALF}")
    assert "Đang soạn, chưa nộp: Bệnh viện B." in talking.talk("van-phong-so", "/tiendo")


def test_what_may_be_handed_over_is_looked_at_again_when_it_is(talking: Talking) -> None:
    id_ = send(talking)
    press(talking, "thu-ky-a", f"chuanop:{id_}")
    talking.work()
    assert not [letter for letter in talking.letters("van-phong-so") if letter.reply.files]
