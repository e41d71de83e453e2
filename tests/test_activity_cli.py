"""`parse activity`, and the kinds of activity as a knowledge base lists them."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.parse import kinds_of, read_rows
from knowledge.activity import read_activity
from knowledge.activity.sentence import LONGEST
from knowledge.errors import KnowledgeError
from knowledge.load import Knowledge, default_data_dir, load_activities, load_knowledge

TODAY = "2026-11-24"
OTHER_BASE = Path(__file__).parent / "other_base"
REPORT = "Tập huấn BĐG 20/10 ở hội trường UBND xã, 45 nữ 12 nam, 5 triệu"
Output = pytest.CaptureFixture[str]


def run(capsys: Output, *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_a_report_as_json(capsys: Output) -> None:
    status, out, _ = run(capsys, "parse", "activity", REPORT, "--today", TODAY, "--json")
    assert status == 0
    assert json.loads(out) == {
        "activity": {
            "type": "tap_huan",
            "title": "Tập huấn BĐG",
            "date": "2026-10-20",
            "female": 45,
            "male": 12,
            "unknown": None,
            "total": 57,
            "budget": 5_000_000,
            "place": "hội trường UBND xã",
        },
        "problems": [],
    }


def test_a_report_for_a_person(capsys: Output) -> None:
    status, out, _ = run(capsys, "parse", "activity", "họp ban 31/4, 9 người", "--today", TODAY)
    assert status == 0
    assert out.splitlines() == [
        "Loại: Họp Ban",
        "Tên: họp ban",
        "Tổng số người: 9",
        "Cần ghi lại: Tháng 4 chỉ có 30 ngày, không có ngày 31/4.",
    ]


@pytest.mark.parametrize("text", ["", " \n", "45 nữ " * LONGEST])
def test_nothing_or_endless_text_gets_one_line_and_status_two(capsys: Output, text: str) -> None:
    status, out, err = run(capsys, "parse", "activity", text, "--today", TODAY, "--json")
    assert (status, out) == (2, "")
    assert err.strip()
    assert err.count("\n") == 1


def test_a_batch_goes_on_behind_a_bad_line(tmp_path: Path, capsys: Output) -> None:
    rows = [
        {"id": 1, "kind": "activity", "text": REPORT, "today": "2025-12-31"},
        {"id": 2, "kind": "activity", "text": ""},
        {"id": 3, "kind": "money", "text": "5tr"},
        {"id": 4, "kind": "activity", "text": "chào"},
    ]
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    status, out, _ = run(capsys, "parse", "--batch", str(file), "--today", TODAY)
    printed = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [row["id"] for row in printed] == [1, 2, 3, 4]
    assert printed[0]["activity"]["date"] == "2025-10-20"
    assert "error" in printed[1]
    assert set(printed[3]["activity"].values()) == {None}


def test_another_base_has_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "activities.yaml").write_text(
        "types:\n  - {id: khac, label: Đọc sách, form: khac, words: [đọc sách]}\n", encoding="utf-8"
    )
    line = json.dumps({"kind": "activity", "text": "đọc sách hôm qua, 45 nữ, tập huấn"})
    row = next(read_rows([line], date(2026, 11, 24), kinds=kinds_of(tmp_path)))
    assert (row["activity"]["type"], row["activity"]["title"]) == ("khac", "đọc sách")


def test_a_base_without_kinds_is_read_with_those_that_ship() -> None:
    assert load_activities(OTHER_BASE) == load_activities(default_data_dir())


def test_a_broken_list_of_kinds_is_told_in_one_line(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "activities.yaml").write_text("types: 3\n", encoding="utf-8")
    status, out, err = run(capsys, "parse", "activity", REPORT, "--knowledge", str(tmp_path))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "activities.yaml:1" in err
    assert run(capsys, "parse", "money", "5tr", "--knowledge", str(tmp_path))[0] == 0


def test_the_base_knows_its_kinds(knowledge: Knowledge, library_knowledge: Knowledge) -> None:
    assert knowledge.activities == load_activities(default_data_dir())
    assert {kind.form for kind in knowledge.activities} == set(
        "truyen-thong kiem-tra ky-niem can-bo-nu hop-kien-toan vu-viec khac".split()
    )
    assert len(knowledge.activities) == 11
    assert library_knowledge.activities == ()


def test_every_word_names_its_kind(knowledge: Knowledge) -> None:
    """But for words that begin a longer one of another kind, and for those of a kind that is looked for first."""
    order: list[str] = [kind.id for kind in knowledge.activities]
    for kind in knowledge.activities:
        for word in kind.words:
            text = word.replace("...", "một").replace("8/3", "ngày 8/3") + " ngày 3/11"
            found = read_activity(text, date(2026, 11, 24), knowledge.activities).activity.type
            assert found is not None
            assert order.index(found) <= order.index(kind.id), word


def test_a_base_with_kinds_that_do_not_fit_is_not_loaded(tmp_path: Path) -> None:
    root = shutil.copytree(OTHER_BASE, tmp_path / "base")
    (root / "activities.yaml").write_text("types: [{id: la}]\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"activities\.yaml:1"):
        load_knowledge(root)
