"""Checking a base: broken files give the very words they should, and what ships has no problem."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.check import check_knowledge
from knowledge.check_dates import is_full_date, is_month_day, is_partial_date
from knowledge.check_text import private_data
from knowledge.load import default_data_dir

BROKEN = Path(__file__).parent / "broken"
BASE = BROKEN / "base"
FIXTURES = sorted(BROKEN.glob("*.yaml"), key=lambda path: path.name)


def found(root: Path) -> list[str]:
    return [str(problem).replace(f"{root}/", "") for problem in check_knowledge(root).problems]


def copy_base(folder: Path) -> Path:
    return shutil.copytree(BASE, folder / "kho")


def test_the_base_that_broken_files_are_put_into_is_sound() -> None:
    checked = check_knowledge(BASE)
    assert checked.problems == ()
    assert (checked.directives, checked.references, checked.facts, checked.deadlines, checked.articles) == (
        1,
        1,
        4,
        1,
        1,
    )


def test_the_base_that_ships_is_sound() -> None:
    assert [str(problem) for problem in check_knowledge(default_data_dir()).problems] == []


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_broken_file_gives_exactly_the_problems_written_at_its_head(fixture: Path, tmp_path: Path) -> None:
    head = fixture.read_text("utf-8").splitlines()
    place = next(line.removeprefix("# tệp: ") for line in head if line.startswith("# tệp: "))
    expected = [line.removeprefix("# lỗi: ") for line in head if line.startswith("# lỗi: ")]
    assert expected
    root = copy_base(tmp_path)
    shutil.copyfile(fixture, root / place)
    assert found(root) == expected


def test_a_file_that_cannot_be_read_does_not_make_others_wrong(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    (root / "directives" / "ke-hoach-mau.yaml").write_text("id: [\n", "utf-8")
    assert len(found(root)) == 1


def test_names_that_are_almost_right_are_told(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    (root / "event.yaml").write_text("topic: x\n", "utf-8")
    (root / "directive").mkdir()
    (root / "legal" / "luat.yml").write_text("id: x\n", "utf-8")
    assert found(root) == [
        "directive: tên gần giống một tên của kho nên không được đọc — sửa: đổi tên thành directives",
        "event.yaml: tên gần giống một tên của kho nên không được đọc — sửa: đổi tên thành events.yaml",
        "legal/luat.yml: đuôi “.yml” nên tệp không được đọc — sửa: đổi đuôi thành .yaml",
    ]


def test_articles_are_unique_over_files_and_their_text_is_clean(tmp_path: Path) -> None:
    root = copy_base(tmp_path)
    rows = '{"id": "1", "title": "A", "text": "B"}\n{"id": "2", "title": "A", "text": "x\\u0000y Ha\\u0300"}\n'
    (root / "articles" / "them.jsonl").write_text(rows, "utf-8")
    assert [line.split(" — ")[0] for line in found(root)] == [
        "articles/them.jsonl:1: id “1” đã dùng ở articles/bai.jsonl:1",
        "articles/them.jsonl:2: chữ có dấu viết bằng ký tự tổ hợp (không phải Unicode dựng sẵn, NFC)",
        "articles/them.jsonl:2: có ký tự không nhìn thấy được, mã U+0000",
    ]


def test_a_folder_that_is_not_there_is_not_usable(tmp_path: Path) -> None:
    checked = check_knowledge(tmp_path / "khong-co")
    assert not checked.usable
    assert len(checked.problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "0912.345.678",
        "091 234 5678",
        "(0912) 345-678".replace("(", "").replace(")", ""),
        "+84 912 345 678",
        "+84912345678",
        "84912345678",
        "0168 123 4567",
        "ĐT:0388123456.",
        "mai.hoa@gmail.com",
        "MAI@Yahoo.com.vn",
    ],
)
def test_a_persons_number_or_address_is_found(text: str) -> None:
    assert len(list(private_data(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "037.714.155",
        "02373.852.345",
        "0237 3852 345",
        "111",
        "1900 54 55 59",
        "18001567",
        "ngày 09.05.2018 10 giờ",
        "số 0912/QĐ-UBND",
        "từ 03/05/2018 đến 08/03/2019",
        "0912345678901",
        "500.000.000 đồng",
        "ban@thanhhoa.gov.vn",
        "phong@bgd.edu.vn",
    ],
)
def test_offices_numbers_dates_and_sums_are_not_taken_for_a_persons(text: str) -> None:
    assert list(private_data(text)) == []


@given(day=st.dates())
def test_every_day_of_the_calendar_is_known(day: object) -> None:
    assert is_full_date(str(day))
    assert is_partial_date(str(day))
    assert is_partial_date(str(day)[:7])
    assert is_month_day(str(day)[5:])


@pytest.mark.parametrize(
    "text", ["2018-04-31", "2019-02-29", "2018-13", "2018-00", "0000", "20180501", "٢٠١٨", "05-30"]
)
def test_what_the_calendar_has_not_is_no_date(text: str) -> None:
    assert not is_partial_date(text)


@pytest.mark.parametrize("text", ["04-31", "02-30", "13-01", "00-10", "5-30", "2018-05-30"])
def test_what_no_year_has_is_no_day_of_the_year(text: str) -> None:
    assert not is_month_day(text)
