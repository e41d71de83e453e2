"""The commands `units` and `invite`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.cli.invite import as_row, as_text, invite
from bot.storage import Storage
from knowledge.communes import communes_of, data_version

TODAY = "2026-11-24"
BOARD = "Ban VSTBPN tỉnh Bắc Ninh"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "units.db"


@pytest.fixture
def run(database: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run_(*arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--db", str(database)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run_


@pytest.fixture
def units(run: Run) -> Callable[..., tuple[int, str, str]]:
    return lambda *arguments: run("units", *arguments, "--today", TODAY)


def listed(units: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(units("list", "--json")[1])
    return found


def test_a_list_is_shown_first_and_written_when_told(units: Run, tmp_path: Path) -> None:
    path = tmp_path / "danh sách.csv"
    path.write_text(f"Tên đơn vị;Loại;Đơn vị cấp trên;Tỉnh\nSở Y tế;Sở;{BOARD};\n{BOARD};Tỉnh;;Bắc Ninh\n", "utf-8-sig")
    status, out, err = units("import", str(path))
    assert (status, err) == (0, "")
    assert "Đơn vị mới: 2" in out
    assert "Chưa ghi gì" in out
    assert listed(units) == []
    assert "Đã ghi 2 đơn vị mới." in units("import", str(path), "--write")[1]
    assert "Đơn vị mới: 0." in units("import", str(path), "--write")[1]
    board, office = listed(units)
    assert (board["name"], board["since"], office["parent"]) == (BOARD, TODAY, board["id"])
    lines = units("list")[1].splitlines()
    assert lines == [f"{BOARD} [{board['id']}]", f"  Sở Y tế [{office['id']}]"]


def test_a_list_with_anything_wrong_writes_nothing(units: Run, tmp_path: Path) -> None:
    path = tmp_path / "sai.csv"
    path.write_text("Tên đơn vị,Loại,Tỉnh\nSở Y tế,Sở,Huế\nSở Nội vụ,hành tinh,Huế\n,Sở,Huế\n", "utf-8")
    for extra in ([], ["--write"], ["--write", "--json"]):
        status, out, err = units("import", str(path), *extra)
        assert status == 2
        assert "Dòng 3, cột “Loại”: “hành tinh”" in err
        assert "Dòng 4, cột “Tên đơn vị”: thiếu tên đơn vị." in err
        assert listed(units) == []
    shown = json.loads(out)
    assert shown["written"] is False
    assert [(one["row"], one["column"]) for one in shown["problems"]] == [(3, "Loại"), (4, "Tên đơn vị")]


@pytest.mark.parametrize(
    "arguments",
    [
        ["units", "import", "khong/co/tep.xlsx"],
        ["units", "import", "tests"],
        ["units", "import", "pyproject.toml", "--write"],
        ["units", "add", "***", "--kind", "other"],
        ["units", "add", "A", "--kind", "other", "--parent", "Không có"],
        ["units", "add", "A", "--kind", "other", "--province", "Atlantis"],
        ["units", "add", "A", "--kind", "other", "--since", "hôm qua"],
        ["units", "places", "--province", "Atlantis", "--write"],
        ["units", "places", "--province", "Huế", "--parent", "Không có"],
        ["units", "list", "--today", "hôm nay"],
        ["invite", "--unit", "Không có", "--role", "member"],
        ["invite", "--unit", "A", "--role", "member", "--days", "0"],
        ["invite", "--unit", "A", "--role", "member", "--uses", "5000"],
    ],
)
def test_bad_input_gets_one_line_and_status_two(run: Run, arguments: list[str]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_one_unit_is_added_once(units: Run) -> None:
    assert units("add", BOARD, "--kind", "province", "--province", "bac ninh")[0] == 0
    given = ["add", "Sở Y tế", "--kind", "department", "--parent", "ban vstbpn tinh bac ninh", "--sector", "y tế"]
    first = json.loads(units(*given, "--since", "1/7/2025", "--json")[1])
    assert (first["written"], first["province"], first["sector"], first["since"]) == (
        True,
        "Bắc Ninh",
        "Y tế",
        "2025-07-01",
    )
    again = json.loads(units(*given, "--json")[1])
    assert (again["written"], again["id"]) == (False, first["id"])
    assert len(listed(units)) == 2


def test_two_units_of_one_name_are_told_apart_by_their_ids(units: Run) -> None:
    ids = [
        json.loads(units("add", "Phòng X", "--kind", "other", *more, "--json")[1])["id"]
        for more in ([], ["--parent", "Phòng X"])
    ]
    status, _, err = units("add", "Tổ Y", "--kind", "other", "--parent", "phong x")
    assert status == 2
    assert all(id_ in err for id_ in ids)
    assert json.loads(units("add", "Tổ Y", "--kind", "other", "--parent", ids[1], "--json")[1])["parent"] == ids[1]


def test_the_communes_of_a_province_come_from_the_package(units: Run) -> None:
    communes = communes_of("Bắc Ninh")
    out = units("places", "--province", "bac ninh")[1]
    assert f"Đơn vị mới: {len(communes) + 1}" in out
    assert data_version() in out
    assert listed(units) == []
    units("places", "--province", "bac ninh", "--write")
    board, *others = listed(units)
    assert (board["name"], board["kind"], board["code"]) == (BOARD, "province", "24")
    assert [(one["name"], one["code"], one["parent"]) for one in others] == [
        (one.name, one.code, board["id"]) for one in communes
    ]
    assert json.loads(units("places", "--province", "Tỉnh Bắc Ninh", "--write", "--json")[1])["new"] == []


def test_places_keep_what_is_there_and_go_where_they_are_told(units: Run) -> None:
    first = communes_of("Huế")[0]
    board = json.loads(units("add", "Ban của Huế", "--kind", "province", "--province", "Huế", "--json")[1])
    own = f"Ban VSTBPN {first.name.lower()}"
    units("add", own, "--kind", "commune", "--parent", board["id"])
    office = json.loads(units("add", "Sở Nội vụ", "--kind", "department", "--parent", board["id"], "--json")[1])
    new = json.loads(units("places", "--province", "Huế", "--json")[1])["new"]
    assert len(new) == len(communes_of("Huế")) - 1
    assert {one["parent"] for one in new} == {board["id"]}
    new = json.loads(units("places", "--province", "Huế", "--parent", "so noi vu", "--json")[1])["new"]
    assert {one["parent"] for one in new} == {office["id"]}


def test_an_invitation_shows_its_code_once(run: Run, units: Run, database: Path) -> None:
    unit = json.loads(units("add", "Sở Y tế", "--kind", "department", "--province", "Huế", "--json")[1])
    given = ["invite", "--unit", "so y te", "--role", "secretary", "--days", "3", "--uses", "2"]
    shown = json.loads(run(*given, "--json")[1])
    assert shown["command"] == f"/thamgia {shown['code']}"
    assert "/thamgia " in run(*given)[1]
    storage = Storage(database)
    invited = storage.register.invite(shown["code"].lower())
    row = storage.records.rows("invites")[0]
    storage.close()
    assert invited is not None
    assert (invited.unit, invited.role, invited.uses, invited.most) == (unit["id"], "secretary", 0, 2)
    assert datetime.fromisoformat(row["expires_at"]) - datetime.fromisoformat(row["at"]) == timedelta(days=3)
    assert shown["code"] not in str(row)


def test_an_invitation_has_a_link_where_the_page_has_an_address(units: Run, database: Path) -> None:
    units("add", "Sở Y tế", "--kind", "department")
    now = datetime(2026, 11, 24, 2, tzinfo=UTC)
    made = invite(database, "Sở Y tế", "office", timedelta(days=1), 1, now)
    assert as_row(made, "https://vi-du.vn")["link"] == f"https://vi-du.vn/#moi={made.code}"
    assert as_row(made, None)["link"] is None
    assert f"https://vi-du.vn/#moi={made.code}" in as_text(made, "https://vi-du.vn")
    assert "09:00 ngày 25/11/2026" in as_text(made, None)
    assert "#moi" not in as_text(made, None)
