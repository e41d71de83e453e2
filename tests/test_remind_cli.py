"""`remind`, and reminders in `chat --jsonl`: what is due at a moment comes out, once."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.chatting import chat_jsonl
from bot.settings import Settings
from bot.storage import Storage
from tests.world import OPERATORS, world


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "nhac.db"
    world(path).close()
    return path


def remind(capsys: pytest.CaptureFixture[str], database: Path, now: str, *options: str) -> list[dict[str, Any]]:
    assert main(["remind", "--db", str(database), "--now", now, "--json", *options]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def test_what_is_due_is_printed_with_the_keys_of_the_contract(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = remind(capsys, database, "2026-05-28T08:00", "--dry-run")
    mine = [row for row in rows if row["user"] == "thu-ky-a" and row["kind"] == "reminder"]
    assert len(mine) == 1
    assert mine[0] | {"text": "", "key": "", "message": ""} == {
        **{"user": "thu-ky-a", "channel": "console", "kind": "reminder", "unit": "bv-a", "stage": -1},
        **{"deadline": "so-y-te-thanh-hoa-2018:first-half-report 2026", "due": "2026-05-29", "basis": "projected"},
        **{"text": "", "key": "", "message": ""},
    }
    assert "DỰ KIẾN" in mine[0]["text"] and "1097/SYT-BVSTBCPN" in mine[0]["text"]
    assert len({row["key"] for row in rows}) == len(rows)


def test_a_dry_run_queues_nothing_and_a_run_queues_once(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dry = remind(capsys, database, "2026-05-28T01:00Z", "--dry-run")
    assert remind(capsys, database, "2026-05-28T01:00+00:00", "--dry-run") == dry
    real = remind(capsys, database, "2026-05-28T08:00")
    assert real == dry
    storage = Storage(database, operators=OPERATORS)
    counts = storage.outbox.counts()
    storage.close()
    assert counts == {"queued": len({row["message"] for row in real})}
    remind(capsys, database, "2026-05-28T08:05")
    storage = Storage(database, operators=OPERATORS)
    assert storage.outbox.counts() == counts
    storage.close()


def test_outside_working_hours_nothing_is_due(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert remind(capsys, database, "2026-05-28T18:00") == []
    assert main(["remind", "--db", str(database), "--now", "2026-05-30T08:00"]) == 0
    assert "Không có gì" in capsys.readouterr().out


@pytest.mark.parametrize("now", ["mai", "2026-13-01", "", "99999-01-01T00:00"])
def test_a_time_that_cannot_be_read_is_refused(database: Path, capsys: pytest.CaptureFixture[str], now: str) -> None:
    assert main(["remind", "--db", str(database), "--now", now]) == 2
    assert "--now" in capsys.readouterr().err


def test_reminders_come_between_the_lines_of_a_conversation(database: Path) -> None:
    lines = [
        {"user": "thu-ky-a", "text": "8/3 là ngày gì?", "at": "2026-05-18T08:00:00+07:00"},
        {"user": "thu-ky-b", "text": "cảm ơn", "at": "2026-05-20T08:00:00+07:00"},
        {"user": "thu-ky-b", "text": "cảm ơn", "at": "2026-05-20T08:01:00+07:00"},
    ]
    source = io.BytesIO("\n".join(json.dumps(line) for line in lines).encode())
    sink = io.StringIO()
    chat_jsonl(Settings(database=database), source, sink)
    said = [json.loads(line) for line in sink.getvalue().splitlines()]
    told = [line for line in said if "Nhắc hạn báo cáo" in line["text"]]
    hospitals = [line["user"] for line in told if "Bệnh viện" in line["text"]]
    # Fourteen working days before has passed and still matters on the 18th; seven before is the 20th.
    assert sorted(hospitals) == ["thu-ky-a", "thu-ky-a", "thu-ky-b", "thu-ky-b"]
    assert all(choice["label"] for line in told for choice in line["choices"])
