"""The server process: starts, stops in time, and says why it cannot start."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def serve(folder: Path, port: int) -> subprocess.Popen[str]:
    (folder / "knowledge.yaml").write_text("name: Thử\nabout: Thử\n", encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "bot", "serve", "--db", "var/a.db", "--knowledge", "."],
        cwd=folder,
        encoding="utf-8",
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "WEB_PORT": str(port), "TELEGRAM_BOT_TOKEN": ""},
    )


def test_it_says_what_runs_and_stops_within_five_seconds(tmp_path: Path) -> None:
    with serve(tmp_path, 0) as process:
        assert process.stderr
        told = ""
        while "http://127.0.0.1:" not in told:
            line = process.stderr.readline()
            assert line, told
            told += line
        assert "TELEGRAM_BOT_TOKEN" in told
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - started < 5


def test_it_also_stops_when_told_while_it_starts(tmp_path: Path) -> None:
    with serve(tmp_path, 0) as process:
        assert process.stderr
        assert process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert "Traceback" not in process.stderr.read()


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serve(tmp_path, port) as process:
            _, told = process.communicate(timeout=30)
    assert process.returncode == 2
    assert str(port) in told.splitlines()[-1]
    assert "Traceback" not in told
