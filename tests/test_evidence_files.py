"""What members send: known by its content, stored whole under a safe name, and removed once nothing names it."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StorageError
from bot.files import MOST_BYTES, Files, evidence_keys, hand_on, safe_name
from bot.sniffing import media_type_of
from bot.storage import Storage
from bot.storage.codec import message_text, read_message
from handlers.types import Attachment, Effect, FileRef, Forget, IncomingMessage, Outcome, Record, Session
from tests import samples
from tests.browser.serving import serving
from tests.browser.toy import settings_for
from tests.engine import Engine, message, reply_to

DOC = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OLD = timedelta(days=8)
MAIN = f"{DOC}.main+xml"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "toy.db")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with closing(Storage(tmp_path / "toy.db")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.JPEG, "image/jpeg"),
        (samples.PNG, "image/png"),
        (samples.WEBP, "image/webp"),
        (samples.HEIC, "image/heic"),
        (samples.heif(b"mif1", b"mif1", b"heic"), "image/heic"),
        (samples.heif(b"mif1", b"mif1"), "image/heif"),
        (samples.PDF, "application/pdf"),
        (samples.DOCX, DOC),
        (samples.XLSX, SHEET),
        (samples.workbook(), SHEET),
        (samples.package(MAIN, {"word/embeddings/a.xlsx": samples.XLSX}), DOC),
        # A picture with something behind it stays a picture: nothing ever reads it as anything else.
        (samples.JPEG + samples.HTML, "image/jpeg"),
    ],
)
def test_a_type_is_known_by_the_content(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff<script>",
        samples.HTML,
        samples.SVG,
        b"GIF89a" + b"\0" * 20,
        b"BM" + b"\0" * 40,
        b"MZ" + b"\0" * 80,
        b"\x89PNG\r\n\x1a\n" + samples.HTML,
        b"RIFF\x24\0\0\0WAVEfmt ",
        samples.heif(b"avif", b"mif1", b"avif"),
        samples.heif(b"mif1", b"avif"),
        samples.heif(b"isom", b"mp42"),
        b"\xff\xff\xff\xffftypheic\0\0\0\0heic",
        b"\0\0\0\x08ftyp",
        b" %PDF-1.7",
        b"%PDF-<script>",
        b"%!PS-Adobe",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500,
        b"PK\x03\x04",
        samples.DOCX[:-1],
        samples.DOCX + b"\0",
        samples.package(MAIN, comment=b"<script>alert(1)</script>"),
        samples.package("application/zip"),
        samples.package("application/vnd.oasis.opendocument.text"),
        samples.MACROS,
        samples.package(MAIN, {"word/vbaProject.bin": b"x"}),
        samples.package(MAIN, {"MAIN.xml": b"x"}),
        samples.package(MAIN, {"[Content_Types].xml": b"<Types/>"}),
        samples.BOMB,
        samples.package(MAIN, {str(number): b"" for number in range(10_001)}),
    ],
)
def test_anything_else_is_not_taken(content: bytes) -> None:
    assert media_type_of(content) is None


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", samples.DOCX[:60], samples.HEIC[:8], b"%PDF-"]))
def test_any_bytes_have_a_type_or_none(content: bytes, start: bytes) -> None:
    assert media_type_of(start + content) in (None, "image/heic", "image/heif", "application/pdf")


@given(st.integers(0, len(samples.XLSX) - 1), st.integers(0, 255))
def test_a_damaged_package_raises_nothing(place: int, byte: int) -> None:
    damaged = samples.XLSX[:place] + bytes([byte]) + samples.XLSX[place + 1 :]
    assert media_type_of(damaged) in (None, SHEET)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("ảnh.jpg", "ảnh.jpg"),
        ("ANH.JPEG", "ANH.JPEG"),
        ("anh.png", "anh.png.jpg"),
        ("anh", "anh.jpg"),
        ("Kế hoạch 20.10", "Kế hoạch 20.10.jpg"),
        ("../../etc/passwd", "-..-etc-passwd.jpg"),
        ("C:\\Windows\\a.jpg", "C-Windows-a.jpg"),
        ("/etc/cron.d/x", "-etc-cron.d-x.jpg"),
        ("..", "tep.jpg"),
        ("", "tep.jpg"),
        (".jpg", "jpg.jpg"),
        ("a\0b\x1b[2J.jpg", "ab[2J.jpg"),
        ("hoa\u202egpj.exe", "hoagpj.exe.jpg"),
        ("a\u2066\u200b\ufeffb.jpg", "ab.jpg"),
        ("a\ud800b.jpg", "ab.jpg"),
        ("a\nb\u2028c.jpg", "a b c.jpg"),
        ("con.jpg", "_con.jpg"),
        ("<img src=x>.jpg", "-img src=x-.jpg"),
        ("a\u0323\u0302nh.jpg", "ậnh.jpg"),
    ],
)
def test_a_name_is_safe_and_says_what_the_file_is(files: Files, name: str, kept: str) -> None:
    found = files.keep(name, samples.JPEG)
    assert found.name == kept
    assert re.fullmatch(rf"evidence/[0-9a-f]{{32}}/{re.escape(kept)}", found.path)


@given(st.text(max_size=300))
def test_every_name_can_be_written(name: str) -> None:
    kept = safe_name(name)
    assert 0 < len(kept.encode()) <= 200
    assert not set(kept) & set('/\\\0\n"')
    assert kept == safe_name(kept)


def test_a_file_is_there_whole_and_for_nobody_else(files: Files, tmp_path: Path) -> None:
    kept = files.keep("Ảnh tập huấn.png", samples.PNG, "m1")
    path = tmp_path / kept.path
    assert kept == Attachment("Ảnh tập huấn.png", "image/png", len(samples.PNG), kept.path, album="m1")
    assert path.read_bytes() == samples.PNG
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]
    assert files.find(FileRef(kept.name, kept.path)) == path
    assert files.keep("Ảnh tập huấn.png", samples.PNG).path != kept.path


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "bad_type"),
        (samples.HTML, "bad_type"),
        (samples.of_size(MOST_BYTES), ""),
        (samples.of_size(MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_not_stored_says_why(files: Files, tmp_path: Path, content: bytes, problem: str) -> None:
    kept = files.keep("a\u202e.jpg", content)
    assert (kept.name, kept.size, kept.problem, bool(kept.path)) == ("a.jpg", len(content), problem, not problem)
    assert len(list(tmp_path.glob("evidence/*/*"))) == (0 if problem else 1)


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("")
    with pytest.raises(StorageError):
        Files(tmp_path / "toy.db").keep("a.jpg", samples.JPEG)


def test_a_copy_is_made_of_a_file_on_this_machine(files: Files, tmp_path: Path) -> None:
    source = tmp_path / "nguồn.bin"
    source.write_bytes(samples.PDF)
    kept = files.keep_copy(source)
    assert (kept.name, kept.media_type) == ("nguồn.bin.pdf", "application/pdf")
    source.write_bytes(samples.of_size(MOST_BYTES + 5))
    assert files.keep_copy(source, "x") == Attachment("x", "application/octet-stream", MOST_BYTES + 5, "", "too_large")
    for wrong in (tmp_path, tmp_path / "không có", Path("a\0b")):
        with pytest.raises((OSError, ValueError)):
            files.keep_copy(wrong)


# What becomes of it


def with_file(kept: Attachment, number: int = 1) -> IncomingMessage:
    return replace(message(number), attachment=kept)


def grow_old(tmp_path: Path) -> None:
    for path in [*tmp_path.glob("evidence/*/*"), *tmp_path.glob("evidence/*")]:
        os.utime(path, (0, 0))


def naming(storage: Storage, *records: Record) -> None:
    with storage.transaction():
        for record in records:
            storage.records.store(record, datetime.now(UTC))


def evidence(kept: Attachment, id_: str = "e1", **more: object) -> Record:
    row = {"id": id_, "entry": "x", "name": kept.name, "media_type": kept.media_type, "size": kept.size}
    return Record("evidence", {**row, "path": kept.path, **more})


def draft(kept: Attachment, id_: str = "d1", **more: object) -> Record:
    state = json.dumps({"files": [{"path": kept.path}]})
    return Record("drafts", {"id": id_, "person": id_, "form": "f", "state": state, "status": "open", **more})


def used(storage: Storage) -> frozenset[str]:
    return evidence_keys("\n".join(storage.register.texts_naming_files()))


def test_what_nothing_names_is_purged_after_a_week(files: Files, storage: Storage, tmp_path: Path) -> None:
    names = ("bằng chứng", "nháp", "bỏ", "nháp đã xong", "chưa xử lý", "không ai cần", "mới")
    kept = {name: files.keep(f"{name} “1”.jpg", samples.JPEG) for name in names}
    naming(
        storage,
        evidence(kept["bằng chứng"]),
        evidence(kept["bỏ"], "e2", removed=1),
        draft(kept["nháp"]),
        draft(kept["nháp đã xong"], "d2", status="dropped"),
    )
    with storage.transaction():
        storage.journal.add(with_file(kept["chưa xử lý"]), datetime.now(UTC))
    grow_old(tmp_path)
    now = datetime.now(UTC)
    os.utime(tmp_path / kept["mới"].path)
    half = tmp_path / "evidence" / ("a" * 32)
    half.mkdir()
    os.utime(half, (0, 0))
    (tmp_path / "evidence" / "của người khác").mkdir()
    assert files.purge_evidence(now, used(storage)) == 3
    left = {path.name.partition(" “")[0] for path in tmp_path.glob("evidence/*/*")}
    assert left == {"bằng chứng", "nháp", "chưa xử lý", "mới"}
    assert not half.exists()
    assert (tmp_path / "evidence" / "của người khác").exists()
    assert files.purge_evidence(now + OLD, used(storage)) == 1
    assert files.purge(now + timedelta(days=400)) == 0


def test_the_daily_tidy_purges(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    files = Files(settings.database)
    named, unnamed = files.keep("a.jpg", samples.JPEG), files.keep("b.jpg", samples.JPEG)
    with closing(Storage(settings.database)) as storage:
        naming(storage, evidence(named))
    grow_old(tmp_path)
    with serving(settings):
        pass
    assert (tmp_path / named.path).exists()
    assert not (tmp_path / unnamed.path).exists()


def test_the_drafts_of_a_forgotten_person_keep_no_files(files: Files, storage: Storage, tmp_path: Path) -> None:
    kept = files.keep("a.jpg", samples.JPEG)
    naming(storage, Record("people", {"id": "an", "name": None}), draft(kept, person="an"))
    grow_old(tmp_path)
    assert files.purge_evidence(datetime.now(UTC), used(storage)) == 0
    Engine(storage).inbox.commit([Forget("an")])
    assert not (tmp_path / kept.path).exists()


@pytest.mark.parametrize("where", ["nowhere", "session", "record", "reply", "draft"])
def test_a_file_that_no_outcome_names_goes_at_once(files: Files, storage: Storage, where: str) -> None:
    kept = files.keep("ảnh.jpg", samples.JPEG)
    if where == "draft":
        naming(storage, draft(kept))

    def handler(incoming: IncomingMessage, session: Session) -> Outcome:
        assert incoming.attachment == kept
        send = reply_to(incoming, "đã nhận")
        effects: dict[str, Effect] = {
            "record": evidence(kept),
            "reply": replace(send, reply=replace(send.reply, files=(FileRef("a.jpg", kept.path),))),
        }
        data = {"file": {"path": kept.path}} if where == "session" else {}
        return Outcome(replace(session, data=data), (effects.get(where, send),))

    Engine(storage, handlers=[handler]).hear(with_file(kept))
    assert (files.find(FileRef("", kept.path)) is None) == (where == "nowhere")


def test_a_message_that_fails_or_is_given_up_keeps_no_file(files: Files, storage: Storage) -> None:
    def failing(incoming: IncomingMessage, session: Session) -> Outcome:
        raise RuntimeError("x")

    one, two = files.keep("a.jpg", samples.JPEG), files.keep("b.jpg", samples.JPEG)
    engine = Engine(storage, handlers=[failing])
    engine.hear(with_file(one))
    with storage.transaction():
        storage.journal.add(with_file(two, 2), datetime.now(UTC))
        for _ in range(3):
            storage.journal.count_attempt(with_file(two, 2))
    assert engine.inbox.recover("toy") == 1
    assert [files.find(FileRef("", kept.path)) for kept in (one, two)] == [None, None]
    rows = storage.db.execute("SELECT status, payload FROM updates ORDER BY seq").fetchall()
    assert rows == [("failed", None), ("failed", None)]


def test_a_copy_of_a_message_brings_no_second_file(files: Files, storage: Storage) -> None:
    def keeping(incoming: IncomingMessage, session: Session) -> Outcome:
        assert incoming.attachment is not None
        return Outcome(session, (evidence(incoming.attachment),))

    inbox = Engine(storage, handlers=[keeping]).inbox
    first, again = files.keep("a.jpg", samples.JPEG), files.keep("a.jpg", samples.JPEG)
    assert hand_on(inbox, files, with_file(first))
    assert not hand_on(inbox, files, with_file(again))
    assert files.find(FileRef("", first.path)) is not None
    assert files.find(FileRef("", again.path)) is None


def test_an_attachment_survives_the_journal_and_old_journals_are_read() -> None:
    whole = with_file(Attachment("ảnh “1”.jpg", "image/jpeg", 3, "evidence/x/a", "", "7:m1"))
    assert read_message(message_text(whole)) == whole
    refused = with_file(Attachment("a", "application/octet-stream", 0, "", "not_fetched"))
    assert read_message(message_text(refused)) == refused
    written = json.loads(message_text(whole))
    written["attachment"] = {"name": "a", "media_type": "b", "size": 1, "path": "c"}
    assert read_message(json.dumps(written)).attachment == Attachment("a", "b", 1, "c")
    del written["attachment"]
    assert read_message(json.dumps(written)).attachment is None
