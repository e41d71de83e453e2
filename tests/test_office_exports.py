"""Tables to take away: what is in them, who gets them, and that words in them stay words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.web.office.exports import TABLES
from handlers.asking import Assistant
from handlers.sheets import Table, comma_separated, xlsx
from handlers.types import Record
from tests.office_site import Browser, Site, office_site
from tests.world import OPERATOR

FORMULAS = ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0"]


@pytest.fixture
def site(assistant: Assistant, tmp_path: Path) -> Iterator[Site]:
    with office_site(assistant, tmp_path / "a.db") as made:
        yield made


def read_xlsx(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def fetched(browser: Browser, name: str) -> bytes:
    answer = browser.get(f"/vanphong/xuat/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["cache-control"] == "no-store"
    return answer.content


@pytest.mark.parametrize("name", TABLES)
def test_both_kinds_of_file_say_the_same(site: Site, name: str) -> None:
    site.store(Record("unanswered", {"question": "Mẫu nào?", "unit": "so-y-te"}))
    browser = site.log_in("van-phong-so")
    table = read_xlsx(fetched(browser, f"{name}.xlsx"))
    text = read_csv(fetched(browser, f"{name}.csv"))
    assert [len(row) for row in table] == [len(row) for row in text]
    assert len(table) > 1
    assert table[0] == text[0]
    assert [row[0] for row in table] == [row[0] for row in text]


def test_progress_says_who_has_sent(site: Site) -> None:
    row = {"id": "s", "duty": "thanh-hoa-2015:first-half-report", "year": 2026, "unit": "xa-a", "day": "2026-06-04"}
    site.store(Record("submissions", row))
    rows = {row[0]: row for row in read_xlsx(fetched(site.log_in("van-phong-tinh"), "tien-do.xlsx"))}
    assert rows["Xã A"][1:] == [
        "Ban VSTBPN tỉnh Thanh Hóa",
        datetime(2026, 6, 4),
        "DỰ KIẾN",
        "Đúng hạn",
        datetime(2026, 6, 4),
        None,
    ]
    assert rows["Sở Y tế Thanh Hóa"][3:] == ["DỰ KIẾN", "Quá hạn", None, "Nhắc được"]


@pytest.mark.parametrize(("kind", "basis"), [("confirm", "đã xác nhận"), ("change", "đã đổi"), ("extend", "gia hạn")])
def test_progress_says_how_sure_each_day_is(site: Site, kind: str, basis: str) -> None:
    duty = "thanh-hoa-2015:first-half-report"
    ruling = {"id": "r", "duty": duty, "year": 2026, "unit": "xa-a", "kind": kind, "due": "2026-06-05"}
    site.store(Record("rulings", ruling))
    rows = {row[0]: row for row in read_csv(fetched(site.log_in("van-phong-tinh"), "tien-do.csv"))}
    assert rows["Đơn vị"][3] == "Căn cứ"
    assert rows["Xã A"][3] == basis


def test_members_are_those_of_the_own_units(site: Site) -> None:
    site.store(Record("people", {"id": "thu-ky-a", "name": "Thư ký A"}))
    for person, units in {
        "van-phong-so": {"Sở Y tế Thanh Hóa", "Bệnh viện A", "Bệnh viện B"},
        "van-phong-hp": {"Ban VSTBPN thành phố Hải Phòng", "Phường C"},
    }.items():
        rows = read_csv(fetched(site.log_in(person), "thanh-vien.csv"))[1:]
        assert {row[0] for row in rows} == units
        assert ["Bệnh viện A", "Thư ký A", "thư ký", "Cửa sổ dòng lệnh"] in rows or person == "van-phong-hp"


def test_deadlines_say_who_decided(site: Site) -> None:
    by = "van-phong-so"
    ruling = {"id": "r", "duty": "so-y-te-thanh-hoa-2018:year-report", "year": 2026, "unit": "so-y-te"}
    site.store(
        Record(
            "rulings", {**ruling, "kind": "change", "due": "2026-12-15", "reason": "Lịch mới", "by": "van-phong-so"}
        ),
        Record("people", {"id": by, "name": "Văn phòng Sở"}),
        Record(
            "rulings", {**ruling, "id": "e", "kind": "extend", "due": "2026-12-20", "unit": "bv-a", "office": "so-y-te"}
        ),
    )
    rows = {row[2]: row[3:] for row in read_csv(fetched(site.log_in("van-phong-so"), "han.csv"))}
    moment = "10/6/2026 lúc 09:00"
    assert [*rows["15/12/2026"][:2], *rows["15/12/2026"][3:]] == [
        *("Đã đổi ngày", "1", "Văn phòng Sở (Sở Y tế Thanh Hóa)", moment, "Lịch mới")
    ]
    assert [*rows["20/12/2026"][:2], *rows["20/12/2026"][3:]] == ["Gia hạn", "1", "Sở Y tế Thanh Hóa", moment, ""]


@pytest.mark.parametrize("name", ["la.xlsx", "tien-do", "tien-do.pdf", "tien-do.xlsx.csv", "..%2fa.db", ".xlsx"])
def test_other_files_are_not_there(site: Site, name: str) -> None:
    assert site.log_in(OPERATOR).get(f"/vanphong/xuat/{name}").status_code == 404


def test_a_report_that_is_not_known_is_not_there(site: Site) -> None:
    assert site.log_in("van-phong-so").get("/vanphong/xuat/tien-do.csv?ky=khongco").status_code == 404


def test_the_heading_stays_and_can_be_filtered() -> None:
    sheet = load_workbook(io.BytesIO(xlsx(Table("Bảng", ("Đơn vị", "Số"), [("Bệnh viện A" * 30, 3)])))).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet.column_dimensions["A"].width == 60
    assert sheet.column_dimensions["B"].width < 10
    assert sheet["B2"].value == 3


@pytest.mark.parametrize("text", FORMULAS)
def test_words_never_become_formulas(text: str) -> None:
    table = Table("Bảng", ("Tên",), [(text,)])
    sheet = load_workbook(io.BytesIO(xlsx(table))).active
    assert sheet is not None
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)
    assert sheet["A2"].quotePrefix
    assert read_csv(comma_separated(table))[1] == [f"'{text}"]


@given(st.lists(st.tuples(st.text(), st.integers(), st.dates(min_value=date(1900, 1, 1))), max_size=5))
def test_anything_that_people_write_can_be_exported(rows: list[tuple[str, int, date]]) -> None:
    table = Table("Bảng", ("Tên", "Số", "Ngày"), rows)
    assert len(read_xlsx(xlsx(table))) == len(rows) + 1
    read = list(csv.reader(io.StringIO(comma_separated(table).decode("utf-8-sig"), newline="")))
    assert len(read) == len(rows) + 1
    assert all(not row[0].startswith(("=", "+", "-", "@")) for row in read)


def test_a_name_that_looks_like_a_formula_is_exported_as_words(site: Site) -> None:
    site.store(Record("people", {"id": "thu-ky-a", "name": "=1+1"}))
    browser = site.log_in("van-phong-so")
    assert any("=1+1" in row for row in read_xlsx(fetched(browser, "thanh-vien.xlsx")))
    assert any("'=1+1" in row for row in read_csv(fetched(browser, "thanh-vien.csv")))
