"""`chat --jsonl`: a line in, what is due out; a process that dies between or within lines loses nothing."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.chatting import chat_jsonl
from bot.errors import StartupError
from bot.files import MOST_BYTES
from bot.settings import Settings
from bot.storage import Storage
from bot.storage.lock import exclusive
from handlers.types import FileRef, Handler, IncomingMessage, Outcome, Reply, Send, Session
from tests import samples
from tests.engine import MENU, echo, menu

Lines = list[dict[str, Any]]
Talk = Callable[..., Lines]


@pytest.fixture
def base(tmp_path: Path) -> Settings:
    folder = tmp_path / "tri thức"
    folder.mkdir()
    (folder / "knowledge.yaml").write_text("name: Thử\nabout: Cơ sở để thử\n", encoding="utf-8")
    return Settings(database=tmp_path / "a.db", knowledge_dir=folder)


@pytest.fixture
def talk(base: Settings) -> Talk:
    """Talk to a fresh process's worth of the program, on one database."""

    def run(*lines: object, handlers: tuple[Handler, ...] = (menu, echo)) -> Lines:
        written = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        sink = io.StringIO()
        chat_jsonl(base, io.BytesIO(b"\n".join(written)), sink, handlers)
        return [json.loads(line) for line in sink.getvalue().splitlines()]

    return run


def said(lines: Lines) -> list[tuple[str, str]]:
    return [(line["user"], line["text"]) for line in lines]


def test_a_line_in_a_line_out(talk: Talk) -> None:
    (line,) = talk({"user": "an", "text": "xin chào"})
    assert (line["user"], line["text"], line["choices"], line["files"]) == ("an", "1: xin chào", [], [])


def test_choices_are_listed_and_picked(talk: Talk) -> None:
    first, *rest = talk({"user": "an", "text": "menu"}, {"user": "an", "choice": "nam"}, {"user": "bình", "text": "1"})
    assert first["choices"] == [{"id": choice.id, "label": choice.label} for choice in MENU]
    assert said(rest) == [("an", "1: chọn nam"), ("bình", "1: 1")]


def test_a_new_process_goes_on_where_the_last_one_was(talk: Talk) -> None:
    talk({"user": "an", "text": "một"}, {"user": "an", "text": "menu"})
    assert said(talk({"user": "an", "text": "1"})) == [("an", "2: chọn sau")]


def test_a_file_is_named_by_a_path_that_opens_from_any_folder(talk: Talk) -> None:
    def give(incoming: IncomingMessage, session: Session) -> Outcome:
        reply = Reply("Đây", files=(FileRef("mau.docx", content=b"noi dung"),))
        return Outcome(session, (Send(incoming.sender, reply, incoming.id),))

    [answer] = talk({"user": "an", "text": "tệp"}, handlers=(give,))
    path = Path(answer["files"][0]["path"])
    assert path.is_absolute()
    assert path.read_bytes() == b"noi dung"


def test_time_comes_with_the_lines(talk: Talk) -> None:
    def remind(incoming: IncomingMessage, session: Session) -> Outcome | None:
        if incoming.text != "nhắc":
            return None
        later = incoming.at.replace(hour=9)
        reply = Reply("Đến hạn", files=(FileRef("mau.docx", "x/mau.docx"),))
        return Outcome(session, (Send(incoming.sender, reply, "nhac", later),))

    handlers = (remind, echo)
    line = {"user": "an", "text": "nhắc", "at": "2026-06-01T08:00:00Z"}
    assert talk(line, {"user": "bình", "text": "sớm", "at": "2026-06-01T08:59:59Z"}, handlers=handlers)[0]["text"] == (
        "1: sớm"
    )
    answers = talk({"user": "bình", "text": "đúng giờ", "at": "2026-06-01T16:00:00+07:00"}, handlers=handlers)
    assert said(answers) == [("an", "Đến hạn"), ("bình", "2: đúng giờ")]
    assert answers[0]["files"] == [{"name": "mau.docx", "path": "x/mau.docx"}]


@pytest.mark.parametrize(
    "line",
    [
        b"r\xc3\xa1c",
        b"[1]",
        b"\xff\xfe",
        b"[" * 100_000,
        {"text": "không có user"},
        {"user": "", "text": "a"},
        {"user": True, "text": "a"},
        {"user": "\ud800", "text": "a"},
        {"user": "x" * 201, "text": "a"},
        {"user": "an"},
        {"user": "an", "text": 5},
        {"user": "an", "choice": ["x"]},
        {"user": "an", "text": "a", "at": "hôm qua"},
        {"user": "an", "text": "a", "at": 5},
        {"user": "an", "text": "a", "at": "0001-01-01T00:00:00"},
        {"user": "an", "text": "a", "txet": "b"},
        {"user": "an", "attachment": "/không/có.docx"},
        {"user": "an", "attachment": {"name": "a"}},
        {"user": "an", "attachment": "a\x00b"},
        {"user": "an", "text": "x" * 4_100_000},
    ],
)
def test_a_bad_line_is_told_and_the_next_is_answered(talk: Talk, line: object) -> None:
    error, answer = talk(line, {"user": "an", "text": "sau"})
    assert list(error) == ["error"]
    assert error["error"]
    assert said([answer]) == [("an", "1: sau")]


@pytest.mark.parametrize("text", ["", "x" * 100_000, "👩🏽‍⚕️" * 9, "\x00\x1b[2J", "<script>", "\ud83d"])
def test_strange_text_is_answered(talk: Talk, text: str) -> None:
    (line,) = talk({"user": "an", "text": text})
    assert line["text"].startswith("1: ")


def test_blank_lines_and_a_byte_order_mark_are_nothing(talk: Talk) -> None:
    assert said(talk(b"\xef\xbb\xbf" + b'{"user": "an", "text": "a"}', b"", b"  ")) == [("an", "1: a")]


def naming_files(incoming: IncomingMessage, session: Session) -> Outcome:
    """Say what came with a message, and remember it."""
    file = incoming.attachment
    assert file is not None
    files = [*session.data.get("files", ()), file.path]
    said = f"{file.name} {file.media_type} {file.size} {file.problem or file.path}"
    return Outcome(replace(session, data={"files": files}), (Send(incoming.sender, Reply(said), incoming.id),))


def test_an_attachment_is_a_real_file_and_is_copied(talk: Talk, tmp_path: Path) -> None:
    source = tmp_path / "ảnh.jpg"
    source.write_bytes(samples.PNG)
    lines = [
        {"user": "an", "attachment": str(source)},
        {"user": "an", "attachment": {"path": str(source), "name": "a\ud800/../b.png", "media_type": "text/html"}},
    ]
    first, second = talk(*lines, handlers=(naming_files,))
    name, media_type, size, path = first["text"].split()
    assert (name, media_type, size) == ("ảnh.jpg.png", "image/png", str(len(samples.PNG)))
    source.unlink()
    assert (tmp_path / path).read_bytes() == samples.PNG
    assert second["text"].startswith("a-..-b.png image/png ")
    assert len(list(tmp_path.glob("evidence/*/*"))) == 2


def test_an_attachment_that_is_not_taken_says_why(talk: Talk, tmp_path: Path) -> None:
    for name, content in {"a.docx": b"x", "b.jpg": samples.of_size(MOST_BYTES + 1)}.items():
        (tmp_path / name).write_bytes(content)
    lines = [{"user": "an", "attachment": str(tmp_path / name)} for name in ("a.docx", "b.jpg")]
    answers = talk(*lines, handlers=(naming_files,))
    assert [answer["text"].split()[-1] for answer in answers] == ["bad_type", "too_large"]
    assert list(tmp_path.glob("evidence/*/*")) == []


def test_a_copied_line_brings_no_second_file(talk: Talk, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(samples.JPEG)
    line = {"id": "7", "user": "an", "attachment": str(tmp_path / "a.jpg")}
    assert len(talk(line, line, handlers=(naming_files,))) == 1
    assert len(list(tmp_path.glob("evidence/*/*"))) == 1


def test_the_same_own_id_is_one_message(talk: Talk) -> None:
    line = {"id": "7", "user": "an", "text": "một"}
    assert len(talk(line, line)) == 1
    assert talk(line) == []


def test_one_conversation_at_a_time(base: Settings, talk: Talk) -> None:
    with exclusive(base.database, "chat", ""), pytest.raises(StartupError, match="đang mở"):
        talk({"user": "an", "text": "a"})


def test_it_goes_on_beside_a_server(base: Settings, talk: Talk) -> None:
    with exclusive(base.database, "serve", ""):
        assert len(talk({"user": "an", "text": "a"})) == 1


def child(base: Settings, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.engine_child", str(base.database), str(base.knowledge_dir), str(seconds)]
    root = Path(__file__).parent.parent
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)


def feed(process: subprocess.Popen[bytes], lines: Lines) -> None:
    assert process.stdin is not None
    try:
        for line in lines:
            process.stdin.write(json.dumps(line).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        pass


def read_all(process: subprocess.Popen[bytes]) -> Lines:
    """What it has printed; a last line that the kill cut short comes again later."""
    assert process.stdout is not None
    return [json.loads(line) for line in process.stdout.read().split(b"\n")[:-1]]


def test_killed_between_two_lines_it_resumes(base: Settings) -> None:
    printed: Lines = []
    for number in range(4):
        with child(base, 0) as process:
            assert process.stdout is not None
            feed(process, [{"user": "an", "text": str(number)}])
            printed.append(json.loads(process.stdout.readline()))
            os.kill(process.pid, signal.SIGKILL)
            printed += read_all(process)
    assert said(printed) == [("an", f"{n + 1}: {n}") for n in range(4)]


def test_killed_at_any_moment_nothing_is_lost_or_doubled(base: Settings) -> None:
    chance = random.Random(5)
    lines: Lines = [{"id": str(n), "user": f"u{n % 3}", "text": f"tin {n}"} for n in range(60)]
    printed: Lines = []
    for last in [False] * 5 + [True]:
        with child(base, 0.02) as process:
            feed(process, lines)
            assert process.stdin is not None
            if last:
                process.stdin.close()
            else:
                # A start takes a second or so, a line 20 ms: every other kill meets it with its first answer out.
                assert process.stdout is not None
                if len(printed) < len(lines):
                    printed.append(json.loads(process.stdout.readline()))
                time.sleep(chance.choice([0, chance.uniform(0, 0.12)]))
                os.kill(process.pid, signal.SIGKILL)
            printed += read_all(process)
    expected = [
        (f"u{user}", f"{count}: tin {number}")
        for user in range(3)
        for count, number in enumerate(range(user, 60, 3), 1)
    ]
    with closing(Storage(base.database)) as storage:
        letters = [letter for user in range(3) for letter in storage.outbox.of_chat("console", f"u{user}")]
    assert [(letter.to.user, letter.reply.text) for letter in letters] == expected
    assert {letter.status for letter in letters} == {"sent"}
    # Settled and on the screen are two events; a kill may fall into the few microseconds between them.
    missing = set(expected) - set(said(printed))
    assert len(missing) <= 1
    assert sorted([*said(printed), *missing]) == sorted(expected), "no answer comes twice"
