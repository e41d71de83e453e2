"""`knowledge forms` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.__main__ import main

BASE = str(Path(__file__).parent / "broken" / "base")


def test_forms_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "forms", "--knowledge", BASE]) == 0
    assert capsys.readouterr().out == "hop: Họp (3 câu hỏi; loại: hop)\n"


def test_one_form_is_shown_field_by_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "forms", "can-bo-nu"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("can-bo-nu: Công tác cán bộ nữ (7 câu hỏi")
    assert "    women_now (integer): Trong đó bao nhiêu nữ?" in lines


def test_json_is_the_form_as_its_file_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "forms", "hop", "--json", "--knowledge", BASE]) == 0
    (form,) = json.loads(capsys.readouterr().out)
    assert form["types"] == ["hop"]
    assert form["fields"][0]["constraint"] == ". <= today()"
    assert form["fields"][1] == {"name": "female", "type": "integer", "label": "Bao nhiêu nữ?"}


def test_each_form_is_written_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "forms", "--xlsx", str(tmp_path / "moi" / "bieu-mau")]) == 0
    written = sorted((tmp_path / "moi" / "bieu-mau").iterdir())
    assert len(written) == 8
    assert capsys.readouterr().out.splitlines() == [f"Đã ghi {path}" for path in written]
    assert load_workbook(written[0])["settings"]["B2"].value == "can-bo-nu"


def test_one_form_is_written_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["knowledge", "forms", "khac", "--xlsx", str(tmp_path / "a.xlsx")]) == 0
    assert load_workbook(tmp_path / "a.xlsx")["settings"]["A2"].value == "Hoạt động khác"
    capsys.readouterr()


def test_what_cannot_be_done_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tep").write_text("x")
    (tmp_path / "knowledge.yaml").write_text("name: Kho\nabout: Để thử.\n", "utf-8")
    for arguments, told in (
        (["khong-co"], "Không có biểu mẫu “khong-co”. Kho có: can-bo-nu, "),
        (["--xlsx", str(tmp_path / "a.xlsx")], "Nhiều biểu mẫu không ghi chung một tệp được"),
        (["khac", "--xlsx", str(tmp_path / "tep" / "a.xlsx")], "Không ghi được "),
        (["khac", "--knowledge", str(tmp_path)], "Kho này không có biểu mẫu nào."),
    ):
        assert main(["knowledge", "forms", *arguments]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith(told)
        assert captured.err.count("\n") == 1
