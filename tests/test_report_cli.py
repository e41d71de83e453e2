"""`report`: files of reports from the command line, and what cannot be made."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.__main__ import main
from bot.storage import Storage
from handlers.types import Record
from tests.logging_people import entry_record
from tests.world import store, world


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "t.db"
    storage = world(path)
    records = [
        entry_record("a1", date="2026-04-02"),
        entry_record("a2", date="2026-06-10", female=5, total=17),
        entry_record("a3", date="2026-06-20", female=1000, male=0, total=1000),
        entry_record("b1", "bv-b", date="2026-05-03", female=10, male=0, total=10),
    ]
    store(storage, records)
    storage.close()
    return path


def report(database: Path, out: str, *more: str, unit: str = "Bệnh viện A", period: str = "first_half") -> int:
    year = () if period == "between" else ("--year", "2026")
    path = database.parent / out
    return main(["report", unit, "--period", period, *year, *more, "--out", str(path), "--db", str(database)])


def text_of(path: Path) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(path.read_bytes())).paragraphs)


def test_a_report_as_docx(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(database, "a.docx", "--as-of", "2026-06-14") == 0
    text = text_of(database.parent / "a.docx")
    assert "Kết quả hoạt động vì sự tiến bộ của phụ nữ 6 tháng đầu năm 2026" in text
    assert "với 74 lượt người tham gia, trong đó nữ 50 (67,6%), nam 24" in text
    assert "(Số liệu tính đến ngày 14/6/2026)" in text
    said = capsys.readouterr().out
    assert "a.docx: Báo cáo 6 tháng đầu năm 2026 - Bệnh viện A." in said
    assert "số ước" not in said
    assert "Còn 8 mục chưa có lời văn" in said


def test_it_counts_up_to_the_day_and_says_so(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(database, "a.docx", "--as-of", "2026-05-28", unit="benh vien a") == 0
    text = text_of(database.parent / "a.docx")
    assert "với 57 lượt người tham gia" in text
    assert "Số liệu ước, tính đến ngày 28/5/2026; kỳ báo cáo kết thúc ngày 14/6/2026" in text
    assert "Số liệu là số ước" in capsys.readouterr().out


def test_the_regime_sets_the_days(database: Path) -> None:
    assert report(database, "a.docx", "--as-of", "2026-07-01", "--regime", "calendar") == 0
    assert "với 1.074 lượt người tham gia" in text_of(database.parent / "a.docx")
    assert report(database, "b.docx", "--as-of", "2026-12-20", period="second_half") == 0
    assert "với 1.000 lượt người tham gia" in text_of(database.parent / "b.docx")
    days = ("--from", "2026-04-01", "--to", "2026-04-30", "--as-of", "2026-12-20")
    assert report(database, "c.docx", *days, period="between") == 0
    assert "từ ngày 1/4/2026 đến ngày 30/4/2026" in text_of(database.parent / "c.docx")


def test_a_report_as_xlsx_and_pdf(database: Path) -> None:
    assert report(database, "a.xlsx", "--as-of", "2026-06-14", period="year") == 0
    book = load_workbook(database.parent / "a.xlsx", data_only=True)
    assert {"Tổng hợp", "Hoạt động"} <= set(book.sheetnames)
    assert report(database, "a.pdf", "--as-of", "2026-06-14") == 0
    assert (database.parent / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_summary_of_all_under_a_unit(database: Path) -> None:
    assert report(database, "s.docx", "--as-of", "2026-06-14", "--summary", unit="Sở Y tế Thanh Hóa") == 0
    text = text_of(database.parent / "s.docx")
    assert "với 84 lượt người tham gia" in text
    assert "Số liệu theo đơn vị".upper() in text


def test_a_unit_that_has_ended_reports_what_it_did(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Storage(database)) as storage:
        store(storage, [Record("units", {"id": "bv-a", "until": "2026-06-01"})])
    for unit in ("Bệnh viện A", "bv-a"):
        assert report(database, "a.docx", "--as-of", "2026-12-14", unit=unit, period="year") == 0
        assert "với 1.074 lượt người tham gia" in text_of(database.parent / "a.docx")
    assert report(database, "b.docx", "--as-of", "2026-12-14", period="second_half") == 2
    assert "Bệnh viện A không còn hoạt động từ ngày 01/06/2026" in capsys.readouterr().err


def test_another_outline(database: Path) -> None:
    assert report(database, "a.docx", "--as-of", "2026-06-14", "--outline", "bao-cao-gon") == 0
    assert "KẾT QUẢ THỰC HIỆN" in text_of(database.parent / "a.docx")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["xa b", "--period", "year", "--year", "2026", "--out", "a.docx"], "Không có đơn vị nào"),
        (["Xã A", "--period", "year", "--year", "2026", "--out", "a.txt"], "đuôi .docx, .xlsx hoặc .pdf"),
        (["Xã A", "--period", "year", "--out", "a.docx"], "Thiếu --year"),
        (["Xã A", "--period", "year", "--year", "1", "--out", "a.docx"], "từ 2000 đến 2100"),
        (["Xã A", "--period", "between", "--out", "a.docx"], "cần --from và --to"),
        (
            ["Xã A", "--period", "between", "--from", "2026-02-01", "--to", "2026-01-01", "--out", "a.docx"],
            "không trước --from",
        ),
        (["Xã A", "--period", "year", "--year", "2027", "--as-of", "2026-11-28", "--out", "a.docx"], "chưa có gì"),
        (["Xã A", "--period", "year", "--year", "2026", "--outline", "x", "--out", "a.docx"], "Không có đề cương “x”"),
        (["Xã A", "--period", "year", "--year", "2026", "--out", "no/such/a.docx"], "Không ghi được tệp"),
        (["Xã A", "--period", "year", "--year", "2026", "--as-of", "28/5", "--out", "a.docx"], "2026-06-05"),
    ],
)
def test_bad_input_is_one_clear_line(
    database: Path, capsys: pytest.CaptureFixture[str], arguments: Sequence[str], said: str
) -> None:
    assert main(["report", *arguments, "--db", str(database)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1
