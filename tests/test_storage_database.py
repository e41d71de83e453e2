"""The database: what is wrong with it is said in one line, and what is in it survives."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import StartupError, StorageError
from bot.storage import Storage
from bot.storage.codec import message_text, moment, read_message, read_moment, read_reply, reply_text
from bot.storage.lock import exclusive
from bot.storage.records import without_identity
from handlers.types import Attachment, Choice, FileRef, Record, Reply, Session, SourceView
from tests.engine import MENU, START, message


def refusal(path: Path) -> str:
    with pytest.raises(StorageError) as caught:
        Storage(path, busy_seconds=0)
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line or str(path.parent) in line
    return line


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "có dấu" / "var" / "a.db"
    Storage(path).close()
    assert path.is_file()


def test_nobody_else_on_the_machine_reads_what_members_wrote(tmp_path: Path) -> None:
    with closing(Storage(tmp_path / "a.db")) as storage:
        with storage.transaction():
            storage.usage.remember("toy", "a", "b", datetime(2026, 6, 1, tzinfo=UTC))
        rights = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert rights == dict.fromkeys(("a.db", "a.db-wal", "a.db-shm"), 0o600)


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    assert "thư mục" in refusal(tmp_path)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("")
    assert "Không tạo được thư mục" in refusal(tmp_path / "tệp" / "a.db")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("không phải cơ sở dữ liệu" * 100)
    assert "hỏng" in refusal(path)


def test_a_locked_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Storage(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "khóa" in refusal(path)


def test_a_database_that_may_only_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(Storage(path)) as storage:
        storage.db.execute("PRAGMA query_only=1")
        with pytest.raises(StorageError, match="chỉ đọc"), storage.transaction():
            storage.sessions.save(Session("k"), START)


def test_a_full_disk_stores_nothing_of_a_transaction(tmp_path: Path) -> None:
    with closing(Storage(tmp_path / "a.db")) as storage:
        pages = storage.db.execute("PRAGMA page_count").fetchone()[0]
        storage.db.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StorageError, match="đầy"), storage.transaction():
            storage.sessions.save(Session("k", {"n": 1}), START)
            storage.sessions.save(Session("to", {"n": "x" * 100_000}), START)
        assert storage.sessions.load("k") == Session("k")


def test_a_session_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    session = Session("toy:an:an", {"form": {"bước": 2, "nữ": None, "tỷ lệ": 0.5}, "cũ": [True]}, MENU)
    with closing(Storage(tmp_path / "a.db")) as storage, storage.transaction():
        storage.sessions.save(session, START)
    with closing(Storage(tmp_path / "a.db")) as storage:
        assert storage.sessions.load(session.key) == session


def test_numbers_are_never_given_twice(tmp_path: Path) -> None:
    with closing(Storage(tmp_path / "a.db")) as storage:
        assert [storage.next_number("a"), storage.next_number("a"), storage.next_number("b")] == [1, 2, 1]
    with closing(Storage(tmp_path / "a.db")) as storage:
        assert storage.next_number("a") == 3


TEXTS = st.text(max_size=30)


@settings(max_examples=50, deadline=None)
@given(st.builds(Reply, text=TEXTS, choices=st.lists(st.builds(Choice, TEXTS, TEXTS, st.booleans())).map(tuple)))
def test_a_reply_survives_storage(reply: Reply) -> None:
    assert read_reply(reply_text(reply)) == reply


def test_sources_files_and_attachments_survive_storage() -> None:
    reply = Reply("a", (), (SourceView("c", "h", "t", ("m",)),), (FileRef("n", "p"),))
    assert read_reply(reply_text(reply)) == reply
    with_file = message(1, "\x00 “tin”")
    assert read_message(message_text(with_file)) == with_file
    assert Attachment("a.docx", "application/x", 3, "/x").size == 3


@settings(max_examples=50)
@given(st.datetimes(timezones=st.just(START.tzinfo)), st.datetimes(timezones=st.just(START.tzinfo)))
def test_stored_times_compare_as_times_do(one: datetime, other: datetime) -> None:
    assert (moment(one) < moment(other)) == (one < other)
    assert read_moment(moment(one)) == one


def test_records_say_what_and_when_but_not_who() -> None:
    with closing(Storage(None)) as storage, storage.transaction():
        storage.records.store(Record("unanswered", {"question": "gọi 0912 345 678 hay a.b@c.vn?"}), START)
        storage.records.store(Record("ratings", {"answer": "x", "verdict": "sai"}), START)
        storage.records.store(Record("profiles", {"session": "s", "province": "P"}), START)
        storage.records.store(Record("profiles", {"session": "s", "sector": "Y tế"}), START)
        (question,) = storage.records.rows("unanswered")
        expected = {"id": 1, "question": "gọi … hay …?", "outcome": None, "asked_on": "2026-06-01", "unit": None}
        assert question == expected
        (profile,) = storage.records.rows("profiles")
        assert (profile["province"], profile["sector"]) == ("P", "Y tế")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("TT 191/2009/TT-BTC ngày 01/10/2009", "TT 191/2009/TT-BTC ngày 01/10/2009"),
        ("chi 15.000.000đ cho 35 người", "chi 15.000.000đ cho 35 người"),
        ("từ 2016-2020, 1097/SYT", "từ 2016-2020, 1097/SYT"),
        ("tôi là 0912345678", "tôi là …"),
        ("+84 912.345.678 nhé", "… nhé"),
        ("máy bàn 024 3825 1234", "máy bàn …"),
    ],
)
def test_only_telephone_numbers_and_addresses_are_blotted_out(text: str, kept: str) -> None:
    assert without_identity(text) == kept


def test_a_lock_is_held_by_one_and_free_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    hold = (
        "import sys; from pathlib import Path; from bot.storage.lock import exclusive\n"
        "with exclusive(Path(sys.argv[1]), 'serve', 'bận'): print('giữ', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-X", "utf8", "-c", hold, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StartupError, match="bận"), exclusive(path, "serve", "bận", patience=0):
            pass
        with exclusive(path, "chat", "bận", patience=0):
            pass
        os.kill(other.pid, signal.SIGKILL)
        with exclusive(path, "serve", "bận", patience=5):
            pass


def test_two_programs_write_to_one_database(tmp_path: Path) -> None:
    with closing(Storage(tmp_path / "a.db")) as one, closing(Storage(tmp_path / "a.db")) as other:
        for number in range(20):
            for storage in (one, other):
                with storage.transaction():
                    storage.journal.add(message(number), START)
        assert one.db.execute("SELECT count(*) FROM updates").fetchone()[0] == 20
