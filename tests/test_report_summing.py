"""An office compiles one report of its units, and a letter to those that have not sent theirs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from docx import Document

from bot.files import Files
from bot.reports.docx import letter_docx
from handlers import messages
from handlers import messages_reports as words
from handlers.asking import Assistant
from handlers.people import Unit
from handlers.reports.periods import period_of
from handlers.reports.summing import Summed, summary_reply, summed_up
from handlers.reports.urging import urging_letter
from handlers.standing import periods
from handlers.types import Record, Reply
from tests.logging_people import entry_record
from tests.talking import Talking, text_of
from tests.world import store, world

HALF = "first_half.2026"
IN_MAY = datetime(2026, 5, 27, 2, tzinfo=UTC)
LOGGED = datetime(2026, 5, 20, 2, tzinfo=UTC)
TODAY = date(2026, 6, 2)


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    talking = Talking(storage, assistant)
    talking.clock.set(IN_MAY)
    records = [
        entry_record("a1", date="2026-04-02"),
        entry_record("a2", date="2026-05-02", female=5, total=17, budget=1_000_000),
        entry_record("b1", "bv-b", date="2026-05-03", female=10, male=0, total=10, budget=500_000),
        entry_record("x1", "xa-a", date="2026-05-04", female=1, male=2, total=3),
        entry_record("c1", "phuong-c", date="2026-05-04", female=100, male=0, total=100),
        entry_record("a0", date="2025-04-02", female=1, male=1, total=2),
    ]
    store(storage, records, LOGGED)
    yield talking
    storage.close()


def unit_of(talking: Talking, id_: str) -> Unit:
    found = talking.desk.register.tree().unit(id_)
    assert found is not None
    return found


def summed(talking: Talking, unit: str = "thanh-hoa") -> Summed:
    found = summed_up(talking.desk, unit_of(talking, unit), period_of("first_half", 2026), TODAY)
    assert found is not None
    return found


def figures(found: Summed) -> dict[str, tuple[int | None, int | None]]:
    return {one.id: (one.value, one.before) for one in found.report.figures if one.item == "all"}


def send(talking: Talking, user: str, unit: str) -> None:
    card = talking.say(user, choice=f"bc:{unit}:{HALF}")[-1]
    talking.say(user, choice=next(one.id for one in card.choices if one.id.startswith("bcnop")))
    assert "Đã nộp" in talking.talk(user, "có")


def by_unit(found: Summed) -> dict[str, tuple[object, ...]]:
    [section] = [one for one in found.report.appendix if one.item == "units"]
    return {str(row[1]): row[2:] for row in section.tables[0].rows}


def last(talking: Talking, user: str) -> Reply:
    return talking.letters(user)[-1].reply


def test_it_adds_up_the_units_of_the_office_only(talking: Talking) -> None:
    found = summed(talking)
    assert figures(found)["all.count"] == (4, 1)
    assert figures(found)["all.total"] == (87, 2)
    assert figures(found)["all.female"] == (61, 1)
    assert figures(found)["all.money"] == (1_500_000, None)
    assert "Phường C" not in by_unit(found)
    assert by_unit(found)["Ban VSTBPN tỉnh Thanh Hóa"][0] == "Cơ quan tổng hợp"
    assert by_unit(found)["Bệnh viện A"] == ("Chưa nộp", 2, 74, 50, 24, 1_000_000)
    assert by_unit(found)["Sở Y tế Thanh Hóa"] == ("Chưa nộp", None, None, None, None, None)
    assert by_unit(found)["None"] == (None, 4, 87, 61, 26, 1_500_000)
    under = summed(talking, "so-y-te")
    assert figures(under)["all.total"] == (84, 2)


def test_what_was_sent_counts_and_the_log_is_held_against_it(talking: Talking) -> None:
    send(talking, "thu-ky-a", "bv-a")
    assert not [one for one in summed(talking).report.appendix if one.item == "differences"]
    store(
        talking.storage, [entry_record("a3", date="2026-05-05", female=1, male=0, total=1)], IN_MAY + timedelta(days=1)
    )
    store(talking.storage, [Record("entries", {"id": "a1", "female": 40}, "thu-ky-a")], IN_MAY + timedelta(days=1))
    found = summed(talking)
    assert figures(found)["all.total"] == (87, 2)
    assert figures(found)["all.female"] == (61, 1)
    assert by_unit(found)["Bệnh viện A"] == ("Đã nộp 27/5/2026", 2, 74, 50, 24, 1_000_000)
    [section] = [one for one in found.report.appendix if one.item == "differences"]
    assert [row[1:] for row in section.tables[0].rows] == [
        ("Bệnh viện A", "Số hoạt động", 2, 3, 1),
        ("Bệnh viện A", "Số lượt người tham gia", 74, 75, 1),
        ("Bệnh viện A", "Trong đó nữ", 50, 46, -4),
    ]


def test_who_has_not_sent_is_named(talking: Talking) -> None:
    send(talking, "thu-ky-a", "bv-a")
    talking.say("thu-ky-b", choice=f"bc:bv-b:{HALF}")
    found = summed(talking)
    [section] = [one for one in found.report.appendix if one.item == "units"]
    assert section.paragraphs[0] == "3 đơn vị chưa nộp báo cáo: Sở Y tế Thanh Hóa, Xã A, Bệnh viện B."
    assert by_unit(found)["Bệnh viện B"][0] == "Đang soạn"


def test_a_unit_that_is_no_more_is_not_waited_for(talking: Talking) -> None:
    store(talking.storage, [Record("units", {"id": "bv-a", "until": "2026-05-20"})])
    found = summed(talking)
    assert by_unit(found)["Bệnh viện A"][:2] == ("Không còn từ 20/5/2026", 2)
    [section] = [one for one in found.report.appendix if one.item == "units"]
    assert "Bệnh viện A" not in section.paragraphs[0]
    assert "0/3 đơn vị đã nộp" in summary_reply(found, "v").text


def test_progress_is_told_unit_by_unit(talking: Talking) -> None:
    told: list[tuple[int, int]] = []
    summed_up(
        talking.desk,
        unit_of(talking, "thanh-hoa"),
        period_of("first_half", 2026),
        TODAY,
        lambda done, whole: told.append((done, whole)),
    )
    assert told == [(number, 5) for number in range(6)]


def test_words_of_the_units_stand_with_their_names_and_those_of_the_office_alone(talking: Talking) -> None:
    for unit, text in (("bv-a", "Ban họp đủ\n- đúng kỳ"), ("xa-a", "Cấp ủy quan tâm")):
        row = {"unit": unit, "period": HALF, "item": "hoat-dong-vstbpn/II.1", "text": text, "by": None}
        store(talking.storage, [Record("report_texts", row)])

    def said() -> tuple[str, ...]:
        return next(one.paragraphs for one in summed(talking).report.sections if one.item == "II.1")

    assert set(said()) == {
        "Bệnh viện A: Ban họp đủ.",
        "Bệnh viện A: đúng kỳ.",
        "Xã A: Cấp ủy quan tâm.",
    }
    own = {"unit": "thanh-hoa", "period": HALF, "item": "hoat-dong-vstbpn/II.1", "text": "Cả tỉnh làm tốt", "by": None}
    store(talking.storage, [Record("report_texts", own)])
    assert said() == ("Cả tỉnh làm tốt.",)


def test_an_office_asks_for_it_in_the_chat(talking: Talking) -> None:
    assert "đang tổng hợp 5 đơn vị" in talking.talk("van-phong-tinh", "/tonghop 6 tháng đầu năm 2026")
    talking.work()
    reply = last(talking, "van-phong-tinh")
    assert "4 hoạt động, 87 lượt người, nữ 61, nam 26, kinh phí 1.500.000 đồng" in reply.text
    assert "0/4 đơn vị đã nộp" in reply.text
    assert [file.name.rpartition(".")[2] for file in reply.files] == ["docx", "xlsx"]
    [row] = talking.rows("report_versions")
    assert (row["unit"], row["summary"], row["by"]) == ("thanh-hoa", 1, "van-phong-tinh")
    pictures = next(one.id for one in reply.choices if one.label == words.PICTURES)
    talking.say("van-phong-tinh", choice=pictures)
    talking.work()
    assert [file.name.rpartition(".")[2] for file in last(talking, "van-phong-tinh").files] == ["png", "png"]


def test_the_period_is_asked_for_where_it_is_not_said(talking: Talking) -> None:
    [reply] = talking.say("van-phong-so", "/tonghop")
    assert reply.choices[0].id == f"th:so-y-te:{HALF}"
    assert "đang tổng hợp 3 đơn vị" in text_of(talking.say("van-phong-so", choice=reply.choices[0].id))


@pytest.mark.parametrize("user", ["thu-ky-a", "thanh-vien-a", "van-phong-hp", "khach"])
def test_nobody_else_sums_up_or_urges(talking: Talking, user: str) -> None:
    for choice in (f"th:thanh-hoa:{HALF}", "ddoc:thanh-hoa:000000000000", "thdv:thanh-hoa:"):
        assert text_of(talking.say(user, choice=choice)) == messages.NOT_ALLOWED
    assert talking.rows("report_versions") == []


def test_a_summary_is_for_offices_only(talking: Talking) -> None:
    talking.talk("van-phong-so", "/tonghop 6 tháng đầu năm 2026")
    talking.work()
    version = talking.rows("report_versions")[0]["id"]
    assert text_of(talking.say("thu-ky-so", choice=f"bctep:docx:{version}")) == messages.NOT_ALLOWED
    assert text_of(talking.say("van-phong-tinh", choice=f"bctep:docx:{version}")) == words.MAKING


def test_the_letter_names_the_silent_units_the_day_and_its_source(talking: Talking) -> None:
    send(talking, "thu-ky-a", "bv-a")
    duties = talking.desk.duties()
    known = periods(duties, duties.tree.under("thanh-hoa"), TODAY)
    period = next(
        one for one in known if one.duty.id == "so-y-te-thanh-hoa-2018:first-half-report" and one.year == 2026
    )
    found = urging_letter(talking.desk, "thanh-hoa", period.handle("thanh-hoa"), TODAY.isoformat())
    assert found is not None
    letter, name, count = found
    assert count == 1
    assert name.startswith("Công văn đôn đốc")
    assert letter.header.to == ("Bệnh viện B",)
    assert "Công văn số 1097/SYT-BVSTBCPN" in letter.paragraphs[0]
    assert "“trước 30/5/2018”" in letter.paragraphs[0]
    assert "chậm nhất ngày 29/5/2026 (ngày dự kiến)" in letter.paragraphs[0]
    assert letter.table is not None
    assert letter.table.rows == ((1, "Bệnh viện B", "29/5/2026", 4),)
    text = "\n".join(one.text for one in Document(io.BytesIO(letter_docx(letter))).paragraphs)
    assert "1/2 đơn vị đã gửi; còn 1 đơn vị chưa gửi" in text


def test_an_office_gets_the_letter_as_a_file(talking: Talking) -> None:
    talking.say("van-phong-so", "/tiendo")
    talking.pick("van-phong-so", "công văn đôn đốc")
    talking.work()
    reply = last(talking, "van-phong-so")
    assert "đôn đốc 2 đơn vị" in reply.text
    assert Files(None).find(reply.files[0]) is not None


def test_where_all_have_sent_there_is_nothing_to_urge(talking: Talking) -> None:
    talking.say("van-phong-so", "/tiendo")
    urge = talking.offered("van-phong-so", "công văn").id
    for user, unit in (("thu-ky-a", "bv-a"), ("thu-ky-b", "bv-b")):
        send(talking, user, unit)
    talking.say("van-phong-so", choice=urge)
    talking.work()
    assert last(talking, "van-phong-so").text == words.URGE_NOBODY
