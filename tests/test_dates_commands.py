"""The commands `parse` and `deadlines`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.cli.deadlines import as_row, as_text
from bot.cli.parse import read_rows
from knowledge.duedates import DueDate

TODAY = "2026-11-24"
Output = pytest.CaptureFixture[str]


def run(capsys: Output, *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_parse_prints_json(capsys: Output) -> None:
    cases: list[tuple[list[str], dict[str, Any]]] = [
        (["date", "20/10"], {"date": "2027-10-20", "certain": True}),
        (["date", "20/10", "--past"], {"date": "2026-10-20", "certain": True}),
        (["date", "cuối tháng"], {"date": "2026-11-21", "date_end": "2026-11-30", "certain": False}),
        (["money", "12tr5"], {"vnd": 12_500_000}),
        (["count", "ba mươi lăm người"], {"value": 35}),
    ]
    for arguments, expected in cases:
        status, out, _ = run(capsys, "parse", *arguments, "--today", TODAY, "--json")
        assert status == 0
        assert expected.items() <= json.loads(out).items()


def test_parse_speaks_vietnamese_without_json(capsys: Output) -> None:
    assert run(capsys, "parse", "date", "3-5/6/2026", "--today", TODAY)[1] == "03/06/2026 đến 05/06/2026\n"
    assert run(capsys, "parse", "money", "12tr5")[1] == "12.500.000 đồng\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["date", "31/4", "--today", TODAY],
        ["date", "", "--today", TODAY],
        ["date", "hôm nay", "--today", "24/11/2026"],
        ["money", "x" * 100_000],
        ["count", "🎉🎉"],
        ["weather", "mưa"],
        ["date"],
        [],
        ["--batch", "khong/co/tep.jsonl"],
    ],
)
def test_bad_input_gets_one_vietnamese_line_and_status_two(capsys: Output, arguments: list[str]) -> None:
    status, out, err = run(capsys, "parse", *arguments)
    assert (status, out) == (2, "")
    assert err.strip()
    assert err.count("\n") == 1


def test_a_batch_answers_every_line_in_order(tmp_path: Path, capsys: Output) -> None:
    lines = [
        '{"id": 1, "kind": "date", "text": "T6", "today": "2026-11-24"}',
        "",
        "không phải JSON",
        '{"id": "b", "kind": "count", "text": "vài chục"}',
        '{"id": 3, "kind": "weather", "text": "mưa"}',
        '{"id": 4, "kind": "date", "text": "hôm nay", "today": 7}',
        "[" * 5000,
        '{"id": 5, "kind": "money", "text": "1,5 tỷ"}',
    ]
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    status, out, _ = run(capsys, "parse", "--batch", str(file), "--today", TODAY)
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [row["id"] for row in rows] == [1, None, "b", 3, 4, None, 5]
    assert [("error" in row) for row in rows] == [False, True, True, True, True, True, False]
    assert rows[0]["date"] == "2026-11-27"
    assert rows[-1]["vnd"] == 1_500_000_000


def test_a_batch_line_may_speak_of_the_past() -> None:
    line = '{"kind": "date", "text": "thứ sáu", "past": true}'
    assert [row["date"] for row in read_rows([line], date(2026, 11, 24))] == ["2026-11-20"]


def _due(basis: str) -> DueDate:
    given: dict[str, Any] = {
        "directive": "d",
        "deadline": "x",
        "document": "1/ABC",
        "section": "mục 4",
        "obligation": "Báo cáo",
        "period": "year",
        "who": "các đơn vị",
        "recipient": "Sở",
        "written": "trước 30/11",
        "due": date(2026, 11, 29),
        "remind_by": date(2026, 11, 27),
        "days_left": 5,
        "basis": basis,
        "confirmed": False,
        "quote": "trước 30/11",
        "province": "Nơi Này",
        "sector": None,
        "stated_year": 2018,
        "caution": None,
    }
    return DueDate(**given)


def test_a_projected_date_always_says_so() -> None:
    assert "DỰ KIẾN" in as_text(_due("projected"))
    assert "DỰ KIẾN" not in as_text(_due("stated"))
    assert "27/11/2026" in as_text(_due("stated"))


@pytest.mark.parametrize(
    ("days_left", "said"),
    [
        (5, "Ngày cuối là ngày nghỉ: gửi chậm nhất hết thứ Sáu 27/11/2026."),
        (2, "Ngày làm việc cuối để gửi là hôm nay, thứ Sáu 27/11/2026"),
        (1, "(thứ Sáu 27/11/2026) đã qua"),
    ],
)
def test_a_last_day_off_says_which_working_day_is_the_last(days_left: int, said: str) -> None:
    assert said in as_text(replace(_due("stated"), days_left=days_left))


def test_a_row_has_the_keys_of_the_contract() -> None:
    keys = "document section obligation period recipient written due remind_by days_left basis confirmed quote".split()
    assert set(keys) <= as_row(_due("stated")).keys()


def test_deadlines_of_the_shipped_knowledge(tmp_path: Path, capsys: Output) -> None:
    status, out, _ = run(capsys, "deadlines", "--today", "2026-06-01", "--json")
    rows = json.loads(out)
    assert status == 0
    assert rows
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)
    carried = [row for row in rows if row["stated_year"] < 2026]
    assert carried
    assert all(row["basis"] == "projected" and not row["confirmed"] for row in carried)
    province = next(row["province"] for row in rows if row["province"])
    _, out, _ = run(capsys, "deadlines", "--today", "2026-06-01", "--province", province.upper(), "--within", "366")
    assert out.count("DỰ KIẾN") == sum(row["province"] in (province, None) for row in carried)
    file = tmp_path / "han.ics"
    assert run(capsys, "deadlines", "--today", "2026-06-01", "--ics", str(file))[0] == 0
    assert file.read_bytes().count(b"BEGIN:VEVENT\r\n") == len(rows)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--province", "Atlantis"],
        ["--sector", "câu cá"],
        ["--within", "-1"],
        ["--today", "mai"],
        ["--ics", "khong/co/a.ics"],
    ],
)
def test_bad_deadline_options_are_refused_in_one_line(capsys: Output, arguments: list[str]) -> None:
    status, out, err = run(capsys, "deadlines", *arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
