"""What an office has decided on a date holds for everybody who asks, in the chat and on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.storage import Storage
from handlers.asking import Assistant
from handlers.desk import Desk
from handlers.people import Unit
from handlers.types import Record
from knowledge.duedates import Decision
from tests.talking import Talking
from tests.world import settle, store, unit_record, world

HP = ("hai-phong-2017", "bao-cao-tong-ket")
YT = ("so-y-te-thanh-hoa-2018", "year-report")
TH = ("thanh-hoa-2015", "year-report")
RULED = datetime(2026, 11, 20, 2, tzinfo=UTC)
OFFICE = "Ban VSTBPN thành phố Hải Phòng"


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    yield Talking(storage, assistant)
    storage.close()


def ruling(of: tuple[str, str], unit: str, kind: str, due: str | None = None, year: int = 2026) -> Record:
    row = {"id": f"{of[0]}-{unit}-{kind}-{year}", "duty": ":".join(of), "year": year, "unit": unit, "kind": kind}
    return Record("rulings", {**row, "due": due, "reason": "chuyện nội bộ", "by": None})


def rule(storage: Storage, *records: Record) -> None:
    store(storage, records, RULED)


@pytest.mark.parametrize("asker", ["khach", "thu-ky-a"])
def test_a_changed_date_is_told_to_everybody_with_whose_word_it_is(talking: Talking, asker: str) -> None:
    rule(talking.storage, ruling(HP, "hai-phong", "change", "2026-12-20"))
    for question in ("hạn nộp báo cáo năm của Hải Phòng", "hạn nộp báo cáo năm 2026 Hải Phòng"):
        said = talking.talk(asker, question)
        assert f"hậm nhất 20/12/2026: Cơ quan Thường trực ({OFFICE}) đã đổi ngày, từ 20/11/2026. Còn 26 ngày." in said
        assert "18/12/2026" in said  # the last working day
        assert "DỰ KIẾN" not in said
        assert "14/12/2026" not in said
        assert "nội bộ" not in said
    assert f"20/12/2026 (Cơ quan Thường trực đã đổi ngày: {OFFICE})" in talking.talk(asker, "/han Hải Phòng")


def test_a_confirmed_date_is_no_projection_any_more(talking: Talking) -> None:
    assert "DỰ KIẾN năm 2026: gửi chậm nhất 14/12/2026" in talking.talk("khach", "hạn nộp báo cáo năm của Hải Phòng")
    rule(talking.storage, ruling(HP, "hai-phong", "confirm"))
    said = talking.talk("khach", "hạn nộp báo cáo năm của Hải Phòng")
    assert f"Chậm nhất 14/12/2026: Cơ quan Thường trực ({OFFICE}) đã xác nhận ngày 20/11/2026." in said
    assert "DỰ KIẾN" not in said


def test_a_year_that_was_cancelled_is_said_and_the_next_is_projected(talking: Talking) -> None:
    rule(talking.storage, ruling(HP, "hai-phong", "cancel"))
    said = talking.talk("khach", "hạn nộp báo cáo năm của Hải Phòng")
    assert f"Năm 2026 không phải nộp: Cơ quan Thường trực ({OFFICE}) đã quyết định" in said
    assert "DỰ KIẾN năm 2027: gửi chậm nhất 14/12/2027" in said
    assert "năm 2026 không phải nộp: Cơ quan" in talking.talk("khach", "hạn nộp báo cáo năm 2026 Hải Phòng")
    assert f"năm 2026 không phải nộp, theo quyết định của Cơ quan Thường trực: {OFFICE}" in talking.talk(
        "khach", "/han Hải Phòng"
    )


def test_where_places_are_listed_each_bears_what_its_office_decided(talking: Talking) -> None:
    rule(talking.storage, ruling(HP, "hai-phong", "change", "2026-12-20"), ruling(YT, "so-y-te", "confirm"))
    rows = talking.talk("khach", "hạn nộp báo cáo năm").splitlines()
    assert [row for row in rows if "cả năm chậm nhất 20/12/2026 theo quyết định" in row and "Hải Phòng" in row]
    assert [row for row in rows if "cả năm chậm nhất 29/11/2026 theo quyết định" in row and "ngành Y tế" in row]
    assert not [row for row in rows if "Hà Tĩnh" in row and "quyết định" in row]


def test_a_year_without_a_document_gets_its_projected_day(talking: Talking) -> None:
    said = talking.talk("khach", "hạn nộp báo cáo năm 2026 Hải Phòng")
    assert "Kho chưa có văn bản năm 2026" in said
    assert "DỰ KIẾN năm 2026: Báo cáo tổng kết năm" in said
    assert "chậm nhất 14/12/2026, tính theo quy định của năm 2017" in said
    assert "Nguồn: Chương trình số 1016/CTr-BCĐ" in said


def decided(storage: Storage, assistant: Assistant, of: tuple[str, str], year: int = 2026) -> Decision | None:
    return Desk(assistant, storage.register).assistant.decisions().get((*of, year))


@pytest.mark.parametrize(
    ("of", "unit", "counts"),
    [
        (YT, "so-y-te", True),  # leads its sector in the province
        (YT, "thanh-hoa", True),  # above it
        (YT, "bv-a", False),  # one of many
        (TH, "thanh-hoa", True),
        (TH, "so-y-te", False),  # not for the province
        (TH, "xa-a", False),
        (HP, "phuong-c", False),
        (HP, "thanh-hoa", False),  # another province
        (YT, "hai-phong", False),
    ],
)
def test_only_the_office_that_leads_the_place_speaks_for_it(
    assistant: Assistant, of: tuple[str, str], unit: str, counts: bool
) -> None:
    storage = world()
    rule(storage, ruling(of, unit, "confirm"))
    assert (decided(storage, assistant, of) is not None) == counts
    storage.close()


def test_the_nearer_office_decides_and_extensions_are_the_units_own(assistant: Assistant) -> None:
    storage = world()
    rule(storage, ruling(YT, "thanh-hoa", "cancel"), ruling(YT, "so-y-te", "extend", "2026-12-01"))
    assert decided(storage, assistant, YT) == Decision(None, "Ban VSTBPN tỉnh Thanh Hóa", date(2026, 11, 20))
    rule(storage, ruling(YT, "so-y-te", "change", "2026-11-27"))
    found = Decision(date(2026, 11, 27), "Sở Y tế Thanh Hóa", date(2026, 11, 20), changed=True)
    assert decided(storage, assistant, YT) == found
    assert decided(storage, assistant, YT, 2025) is None
    storage.close()


def test_of_two_that_lead_and_disagree_neither_speaks(assistant: Assistant) -> None:
    storage = world()
    second = Unit("hp-2", "Ban thứ hai", "province", date(2026, 1, 1), province="Hải Phòng")
    store(storage, [unit_record(second)])
    rule(storage, ruling(HP, "hai-phong", "confirm"))
    assert decided(storage, assistant, HP) is not None
    rule(storage, ruling(HP, "hp-2", "cancel"))
    assert decided(storage, assistant, HP) is None
    storage.close()


def test_the_desk_sees_a_ruling_the_moment_it_is_made(talking: Talking) -> None:
    question = "hạn nộp báo cáo năm của Hải Phòng"
    assert "DỰ KIẾN" in talking.talk("khach", question)
    rule(talking.storage, ruling(HP, "hai-phong", "confirm"))
    assert "DỰ KIẾN" not in talking.talk("khach", question)
    store(talking.storage, [Record("units", {"id": "hai-phong", "name": "Ban Hải Phòng"})], RULED)
    assert "(Ban Hải Phòng)" in talking.talk("khach", question)


# The command line


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_deadlines_of_a_database_are_those_that_were_decided(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "a.db"
    storage = Storage(database)
    settle(storage)
    rule(storage, ruling(HP, "hai-phong", "change", "2026-12-20"), ruling(TH, "thanh-hoa", "cancel"))
    rule(storage, ruling(YT, "so-y-te", "confirm"))
    storage.close()
    common = ("--today", "2026-11-24", "--db", str(database))
    rows = json.loads(run(capsys, "deadlines", "--json", *common))
    by_id = {(row["document"], row["period"]): row for row in rows}
    changed = by_id["1016/CTr-BCĐ", "year"]
    assert (changed["due"], changed["remind_by"], changed["days_left"]) == ("2026-12-20", "2026-12-18", 26)
    assert (changed["basis"], changed["confirmed"]) == ("projected", True)
    assert changed["ruling"] == {"kind": "change", "office": OFFICE, "on": "2026-11-20"}
    confirmed = by_id["1097/SYT-BVSTBCPN", "year"]
    assert (confirmed["due"], confirmed["confirmed"]) == ("2026-11-29", True)
    assert by_id["2458/BVSTBCPN-VX", "year"]["due"] == "2027-11-30"
    assert by_id["1016/CTr-BCĐ", "first_half"]["ruling"] is None
    text = run(capsys, "deadlines", "--province", "Hải Phòng", *common)
    assert f"20/12/2026 (còn 26 ngày) - Cơ quan Thường trực đã đổi ngày ({OFFICE})" in text
    assert "Năm 2026 không phải nộp" in run(capsys, "deadlines", "--province", "Thanh Hóa", *common)
    calendar = run(capsys, "deadlines", "--province", "Hải Phòng", "--ics", "-", *common).replace("\n ", "")
    assert "DTSTART;VALUE=DATE:20261220" in calendar
    assert "chậm nhất 20/12/2026" in run(capsys, "ask", "hạn nộp báo cáo năm của Hải Phòng", *common).lower()


@pytest.mark.parametrize("content", [None, b""])
def test_without_such_a_database_nothing_is_made_and_the_rule_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    database = tmp_path / "a.db"
    if content is not None:
        database.write_bytes(content)
    rows = json.loads(run(capsys, "deadlines", "--json", "--today", "2026-11-24", "--db", str(database)))
    assert {row["ruling"] for row in rows} == {None}
    assert database.exists() == (content is not None)
    assert not database.exists() or database.read_bytes() == b""


def test_a_file_that_is_no_database_is_told_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "a.db"
    database.write_bytes(b"nonsense" * 1000)
    assert main(["deadlines", "--json", "--db", str(database)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
