"""The command line speaks Vietnamese, in UTF-8, and ends cleanly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commandline import in_vietnamese
from bot.storage.lock import exclusive

ROOT = Path(__file__).parent.parent


def run(*arguments: str, folder: Path, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bot", *arguments]
    variables = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "LC_", "LANG"))},
        **{"PYTHONPATH": str(ROOT), **environment},
    }
    return subprocess.run(command, input=given, capture_output=True, cwd=folder, env=variables, timeout=60)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("bay",),
        ("chat", "--khong-co"),
        ("chat", "--db"),
        ("chat", "--jsonl", "--db", "."),
        ("chat", "--jsonl", "--knowledge", "không-có"),
        ("serve", "--db", "."),
    ],
)
def test_a_wrong_command_is_told_on_standard_error(arguments: tuple[str, ...], tmp_path: Path) -> None:
    result = run(*arguments, folder=tmp_path)
    assert result.returncode == 2
    assert result.stdout == b""
    told = result.stderr.decode("utf-8").strip()
    assert told
    assert "Traceback" not in told
    assert "error" not in told


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WEB_PORT=abc\n")
    result = run("serve", folder=tmp_path)
    assert (result.returncode, result.stderr.decode().count("\n")) == (2, 1)
    assert "WEB_PORT" in result.stderr.decode()


def test_help_is_vietnamese_whatever_the_locale(tmp_path: Path) -> None:
    result = run("--help", folder=tmp_path, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert result.returncode == 0
    assert "Cách dùng" in result.stdout.decode("utf-8")
    assert "chat" in result.stdout.decode("utf-8")


def test_a_second_server_says_so(tmp_path: Path) -> None:
    with exclusive(tmp_path / "a.db", "serve", ""):
        result = run("serve", "--db", "a.db", folder=tmp_path)
    assert result.returncode == 2
    assert result.stderr.decode().splitlines()[-1].startswith("Một máy chủ khác")


def test_a_reader_that_leaves_and_an_interrupt_are_quiet(tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").write_text("name: Thử\nabout: Thử\n", encoding="utf-8")
    command = [sys.executable, "-m", "bot", "chat", "--jsonl", "--db", "a.db", "--knowledge", "."]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}

    def start() -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=tmp_path, env=variables)

    with start() as process:
        assert process.stdout
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate(b'{"user": "an", "text": "a"}\n', timeout=30)
        assert (process.returncode, errors) == (1, b"")
    with start() as process:
        assert process.stdin
        assert process.stdout
        # The letter that nobody took is printed first: then it is waiting for a line.
        assert b'"an"' in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    "message",
    [
        "the following arguments are required: X",
        "argument LỆNH: invalid choice: 'a' (choose from 'b', 'c')",
        "argument --year: invalid int value: 'x'",
        "unrecognized arguments: -x",
        "argument --db: expected one argument",
        "argument --a: not allowed with argument --b",
    ],
)
def test_what_argparse_says_is_translated(message: str) -> None:
    told = in_vietnamese(message)
    assert not any(word in told for word in ("argument", "invalid", "expected", "Lệnh không hợp lệ"))
