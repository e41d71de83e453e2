"""The terminal conversation of a person."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console as Screen

from bot.storage import Storage
from bot.terminal import Terminal, file_named
from handlers.types import FileRef, Reply, SourceView
from tests import samples


class Scripted(Screen):
    """A screen whose person types what the script says, then leaves."""

    def __init__(self, *typed: str) -> None:
        super().__init__(file=io.StringIO(), width=80)
        self._typed: Iterator[str] = iter(typed)

    def input(self, *args: Any, **kwargs: Any) -> str:
        try:
            return next(self._typed)
        except StopIteration:
            raise EOFError from None

    @property
    def shown(self) -> str:
        assert isinstance(self.file, io.StringIO)
        return self.file.getvalue()


def test_sources_are_shown_when_asked_for() -> None:
    screen = Scripted("NGUON", "câu khác", "nguồn")
    terminal = Terminal(screen)
    source = SourceView("Công văn số 1", "Mục I", "Gửi báo cáo trước ngày hẹn.", ("trước ngày hẹn",))
    terminal.show(Reply("Trả lời [b]ngắn[/b]", sources=(source,)))
    assert "Mục I" not in screen.shown
    assert terminal.ask() == "câu khác"
    assert "Mục I" in screen.shown
    assert "[b]ngắn[/b]" in screen.shown
    assert terminal.ask() is None
    assert "không kèm nguồn" in screen.shown


def test_leaving_by_word_or_by_end_of_input() -> None:
    assert Terminal(Scripted("", "  ", "thoát", "không tới")).ask() is None
    assert Terminal(Scripted()).ask() is None
    assert Terminal(Scripted("1")).ask() == "1"


def test_files_are_named() -> None:
    screen = Scripted()
    Terminal(screen).show(Reply("Đây ạ", files=(FileRef("a.docx", "x/a.docx"),)))
    assert "x/a.docx" in screen.shown


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("/tep a.jpg", "a.jpg"),
        ("  /TEP   thư mục/ảnh 1.jpg  ", "thư mục/ảnh 1.jpg"),
        ('/tep "a b.jpg"', "a b.jpg"),
        ("/tep 'a b.jpg'", "a b.jpg"),
        ('/tep "', '"'),
        ("/tep", ""),
        ("/tepa.jpg", None),
        ("tep a.jpg", None),
        ("gửi /tep a.jpg", None),
    ],
)
def test_a_line_sends_a_file_by_its_path(line: str, path: str | None) -> None:
    assert file_named(line) == path


def test_a_file_is_sent_and_a_bad_path_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "ảnh 1.jpg").write_bytes(samples.JPEG)
    lines = ["/tep không có.jpg", "/tep", f"/tep {tmp_path}", f"/tep {tmp_path / 'ảnh 1.jpg'}", "thoát", ""]
    command = [sys.executable, "-X", "utf8", "-m", "bot", "chat", "--db", str(tmp_path / "a.db")]
    root = Path(__file__).parent.parent
    ended = subprocess.run(command, input="\n".join(lines).encode(), capture_output=True, cwd=root, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
    shown = " ".join(ended.stdout.decode().split())
    assert shown.count("Không đọc được tệp") == 3
    with closing(Storage(tmp_path / "a.db")) as storage:
        assert storage.db.execute("SELECT status FROM updates").fetchall() == [("done",)]


def test_the_command_greets_answers_and_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "utf8", "-m", "bot", "chat", "--db", str(tmp_path / "a.db")]
    root = Path(__file__).parent.parent
    ended = subprocess.run(command, input="xin chào\nthoát\n".encode(), capture_output=True, cwd=root, timeout=60)
    assert ended.returncode == 0
    assert ended.stderr == b""
    assert ended.stdout.decode().count("anh/chị") >= 2
