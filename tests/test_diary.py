"""The log as it is looked at: who sees and changes what, how it came to be, and as tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.storage import Storage
from handlers import messages
from handlers import messages_log as words
from handlers.asking import Assistant
from handlers.diary_words import export
from handlers.people import Role, Unit
from tests.logging_people import entry_record, evidence, log
from tests.talking import Talking, text_of
from tests.world import BEGAN, address, person_records, store, world


@pytest.fixture
def talking(assistant: Assistant) -> Iterator[Talking]:
    storage = world()
    log(storage, entry_record("e1"), entry_record("e2", by="thanh-vien-a", title="Lớp hai", date="2026-11-05"))
    yield Talking(storage, assistant)
    storage.close()


@pytest.mark.parametrize(
    ("person", "entry", "may"),
    [
        ("thu-ky-a", "e1", True),
        ("thanh-vien-a", "e1", False),
        ("thanh-vien-a", "e2", True),
        ("truong-a", "e2", False),
        ("van-phong-so", "e1", True),
        ("van-phong-tinh", "e2", True),
        ("van-hanh", "e1", True),
    ],
)
@pytest.mark.parametrize("what", ["sua", "xoa", "xoahan", "tep"])
def test_ones_own_is_changed_by_oneself_and_the_office(
    person: str, entry: str, may: bool, what: str, talking: Talking
) -> None:
    text = text_of(talking.say(person, choice=f"nk:{what}:{entry}"))
    assert (words.NO_RIGHT_ENTRY in text) != may
    assert [row["deleted"] for row in talking.rows("entries") if row["id"] == entry] == [int(may and what == "xoahan")]


@pytest.mark.parametrize("person", ["thu-ky-b", "thu-ky-so", "thu-ky-xa", "van-phong-hp", "khach"])
@pytest.mark.parametrize("what", ["xem", "su", "anh", "chep", "sua", "xoa", "xoahan", "laylai", "tep"])
def test_others_see_nothing(person: str, what: str, talking: Talking) -> None:
    said = text_of(talking.say(person, choice=f"nk:{what}:e1"))
    assert said in (messages.OLD_CHOICE, messages.NO_ACCOUNT)


def test_who_has_left_the_unit_changes_nothing_there(talking: Talking) -> None:
    with talking.storage.transaction():
        talking.storage.db.execute("UPDATE memberships SET until = '2026-11-01' WHERE person = 'thu-ky-a'")
    assert text_of(talking.say("thu-ky-a", choice="nk:sua:e1")) == messages.OLD_CHOICE


def test_changes_keep_who_when_before_and_after(talking: Talking) -> None:
    talking.say("van-phong-so", choice="nk:sua:e1")
    talking.talk("van-phong-so", "46 nữ", "lưu")
    change = [row for row in talking.rows("changes") if row["key"] == "e1"][-1]
    before, after = (json.loads(str(change[name])) for name in ("before", "after"))
    assert (change["table"], change["by"]) == ("entries", "van-phong-so")
    assert str(change["at"]).startswith("2026-11-24T02:00")
    assert (before["female"], before["total"], after["female"], after["total"]) == (45, 57, 46, 58)
    [kept] = [row for row in talking.rows("entries") if row["id"] == "e1"]
    assert (kept["by"], kept["unit"], kept["female"]) == ("thu-ky-a", "bv-a", 46)


def test_the_history_tells_rows_and_days_in_words(talking: Talking) -> None:
    more = {"levels": [{"level": "cap_uy", "all_now": 15, "women_now": 4}]}
    log(
        talking.storage,
        entry_record(
            "c1", form="can-bo-nu", type="can_bo_nu", title=None, female=None, male=None, total=None, more=more
        ),
        entry_record(
            "k1", form="kiem-tra", type="kiem_tra", units_inspected=3, more={"method": "ket_hop", "results": "Tốt"}
        ),
    )
    talking.say("thu-ky-a", choice="nk:sua:c1")
    talking.talk("thu-ky-a", "cấp 1, nữ hiện có 5", "lưu")
    text = text_of(talking.say("thu-ky-a", choice="nk:su:c1"))
    assert "(Cấp ủy: hiện có 15, nữ 4) thành (Cấp ủy: hiện có 15, nữ 5)" in text
    talking.say("thu-ky-a", choice="nk:sua:k1")
    talking.talk("thu-ky-a", "18/10 đến 20/10", "kết quả nổi bật: Khá", "lưu")
    text = text_of(talking.say("thu-ky-a", choice="nk:su:k1"))
    assert "ngày từ 20/10/2026 thành 18/10/2026" in text
    assert "đến ngày từ chưa ghi thành 20/10/2026" in text
    assert "kết quả nổi bật từ “Tốt” thành “Khá”" in text


def test_a_level_is_one_line_in_the_view_and_in_the_table(talking: Talking) -> None:
    full = {"level": "cap_uy", "all_now": 10, "women_now": 4, "all_before": 9, "women_before": 3}
    more = {"levels": [full, {"level": "phong", "all_now": 5, "women_now": 2}]}
    none: dict[str, Any] = dict.fromkeys(("title", "female", "male", "total"))
    log(talking.storage, entry_record("c1", **none, form="can-bo-nu", type="can_bo_nu", more=more))
    lines = ["Cấp ủy: hiện có 10, nữ 4; năm trước 9, nữ 3", "Trưởng, phó phòng: hiện có 5, nữ 2; chưa ghi năm trước"]
    assert set(lines) <= set(text_of(talking.say("thu-ky-a", choice="nk:xem:c1")).splitlines())
    entry = talking.storage.register.entry("c1")
    assert entry is not None
    _, content = export(talking.desk, unit_of(talking), [entry], "csv")
    [row] = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert row["Nội dung khác"].splitlines() == lines


def test_somebody_with_several_units_chooses_one(talking: Talking) -> None:
    roles: list[tuple[str, Role]] = [("bv-a", "secretary"), ("bv-b", "member")]
    store(talking.storage, person_records("hai-noi", roles, BEGAN.date()))
    [reply] = talking.say("hai-noi", "/nhatky")
    assert reply.text.startswith("Nhật ký Bệnh viện A, ")
    log(talking.storage, entry_record("b1", unit="bv-b"))
    [reply] = talking.say("hai-noi", "/nhatky")
    assert "2 đơn vị có ghi, 3 việc" in reply.text
    assert [one.label for one in reply.choices] == ["Bệnh viện A: 2 việc", "Bệnh viện B: 1 việc"]
    assert all(len(one.id) <= 64 for one in reply.choices)
    assert "Nhật ký Bệnh viện B" in text_of(talking.say("hai-noi", choice=reply.choices[1].id))
    assert "Bệnh viện A, Bệnh viện B" in text_of(talking.say("hai-noi", "/nhatky năm 2024"))
    assert "Nhật ký Bệnh viện B" in text_of(talking.say("hai-noi", "/nhatky bv b"))


@pytest.mark.parametrize("person", ["thu-ky-b", "thu-ky-xa", "khach"])
@pytest.mark.parametrize("what", ["donvi", "khac", "xlsx", "csv"])
def test_the_log_of_others_is_not_to_be_had_by_any_choice(person: str, what: str, talking: Talking) -> None:
    said = text_of(talking.say(person, choice=f"nk:{what}:bv-a:2026-01-01:2026-12-31:"))
    assert said in (messages.OLD_CHOICE, messages.NO_ACCOUNT)


def test_a_change_that_changes_nothing_is_not_told(talking: Talking) -> None:
    talking.say("thu-ky-a", choice="nk:sua:e1")
    talking.talk("thu-ky-a", "lưu")
    assert words.HISTORY_HEAD in text_of(talking.say("thu-ky-a", choice="nk:su:e1"))
    assert " sửa " not in text_of(talking.say("thu-ky-a", choice="nk:su:e1"))


def test_deleting_twice_and_undoing_twice_is_doing_it_once(talking: Talking) -> None:
    talking.hear(address("thu-ky-a"), choice="nk:xoahan:e1", times=2)
    assert text_of(talking.say("thu-ky-a", choice="nk:xoahan:e1")) == words.ENTRY_GONE
    talking.say("thu-ky-a", choice="nk:laylai:e1")
    talking.say("thu-ky-a", choice="nk:laylai:e1")
    kept = [json.loads(str(row["after"])) for row in talking.rows("changes") if row["key"] == "e1"]
    assert [row["deleted"] for row in kept] == [0, 1, 0]


def test_a_long_log_shows_the_latest_and_says_how_many_more(talking: Talking) -> None:
    log(talking.storage, *(entry_record(f"n{day}", date=f"2026-09-{day:02}") for day in range(1, 13)))
    [reply] = talking.say("thu-ky-a", "/nhatky")
    assert "14 việc" in reply.text
    assert "Còn 4 việc nữa" in reply.text
    assert len(reply.choices) == 12
    assert reply.choices[0].label.startswith("Lớp hai, 5/11/2026")


def unit_of(talking: Talking) -> Unit:
    unit = talking.storage.register.tree().unit("bv-a")
    assert unit is not None
    return unit


NASTY = ("=1+1", "+84", "-2", "@a", "\tb", "=HYPERLINK(0)")


@pytest.fixture
def nasty(assistant: Assistant) -> Iterator[tuple[Talking, Storage]]:
    storage = world()
    for number, text in enumerate(NASTY):
        more = {"strengths": text, "limits": text}
        log(
            storage,
            entry_record(f"n{number}", title=text, place=text, note=text),
            entry_record(f"m{number}", form="kho-khan-kien-nghi", type="khac", title=text, more=more),
        )
    yield Talking(storage, assistant), storage
    storage.close()


def test_words_never_become_formulas_in_a_workbook(nasty: tuple[Talking, Storage]) -> None:
    talking, storage = nasty
    entries = [one for id_ in storage.records.rows("entries") if (one := storage.register.entry(id_["id"]))]
    _, content = export(talking.desk, unit_of(talking), entries, "xlsx")
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.data_type != "n" and cell.value]
    assert len(cells) > 30
    assert {cell.data_type for cell in cells} <= {"s", "d"}
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@", "\t"))]
    assert len(risky) > 15
    assert all(cell.quotePrefix for cell in risky)


def test_nor_in_text_with_commas(nasty: tuple[Talking, Storage]) -> None:
    talking, storage = nasty
    entries = [one for id_ in storage.records.rows("entries") if (one := storage.register.entry(id_["id"]))]
    _, content = export(talking.desk, unit_of(talking), entries, "csv")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == words.SHEET_HEADINGS
    assert len(rows) == 2 * len(NASTY) + 1
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert any("=HYPERLINK" in cell for row in rows for cell in row)


def test_the_tables_hold_every_figure(talking: Talking) -> None:
    entry = talking.storage.register.entry("e1")
    assert entry is not None
    _, content = export(talking.desk, unit_of(talking), [entry], "csv")
    [row] = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert (row["Ngày"], row["Tổng số người"], row["Nữ"], row["Nam"]) == ("20/10/2026", "57", "45", "12")
    assert row["Người ghi"] == "thư ký"


def test_an_entry_stays_when_its_writer_is_gone(talking: Talking) -> None:
    log(talking.storage, evidence("p1", "e1"))
    with talking.storage.transaction():
        talking.storage.db.execute("UPDATE entries SET by = NULL WHERE id = 'e1'")
    assert words.SOMEBODY in text_of(talking.say("truong-a", choice="nk:xem:e1"))


@pytest.mark.parametrize("of", ["", "bv-a", "bv-a:x:y:", "bv-b:2026-01-01:2026-12-31:", "la:2026-01-01:2026-12-31:"])
def test_exports_that_were_never_offered(of: str, talking: Talking) -> None:
    [reply] = talking.say("thu-ky-a", choice=f"nk:xlsx:{of}")
    assert reply.text == messages.OLD_CHOICE
    assert reply.files == ()
