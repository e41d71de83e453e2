"""Messages with a file on the web page, over real HTTP; and who may see the pictures again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.clock import ManualClock
from bot.files import MOST_BYTES, Files
from bot.storage import Storage
from bot.web import messages
from handlers.types import FileRef, IncomingMessage, Outcome, Record, Reply, Send, Session
from tests import samples
from tests.browser.serving import Served, serving
from tests.browser.speaking import START, events, say, texts, visitor
from tests.browser.toy import settings_for
from tests.world import BEGAN, person_records, settle, store

_numbers = count()


def told(message: IncomingMessage, session: Session) -> Outcome:
    """Say what came; a file is evidence of an entry, and after "xem" every one of it is handed back."""
    session = Session(session.key, {"files": [*session.data.get("files", ())]})
    effects: list[Record] = []
    if (file := message.attachment) and file.path:
        session.data["files"].append([file.name, file.path])
        row = {"id": message.id, "entry": "hoat-dong", "name": file.name, "media_type": file.media_type}
        effects.append(Record("evidence", {**row, "size": file.size, "path": file.path}))
    shown = (
        f"{message.text}|{file.name}|{file.media_type}|{file.size}|{file.problem}{file.album}" if file else message.text
    )
    files = tuple(FileRef(*one) for one in session.data["files"]) if message.text == "xem" else ()
    return Outcome(session, (*effects, Send(message.sender, Reply(shown, files=files), f"re:{message.id}")))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(settings_for(tmp_path_factory.mktemp("uploads")), handler=told) as running:
        yield running


def send(
    client: httpx.Client, content: bytes, name: str = "ảnh.jpg", id_: str | None = None, **fields: str
) -> httpx.Response:
    data = {"id": id_ or f"upload-{next(_numbers)}", **fields}
    return client.post("/api/files", data=data, files={"file": (name, content, "text/html")})


def stored(served: Served) -> int:
    assert served.app.storage.path is not None
    return len(list(served.app.storage.path.parent.glob("evidence/*/*")))


def test_a_file_comes_with_its_text(served: Served, member: httpx.Client) -> None:
    answer = send(member, samples.PNG, "Ảnh “1”.png", "the-first-id", text="tập huấn")
    assert answer.status_code == 202
    opening = member.get("/api/session").json()
    assert answer.json() == {"session": opening["session"], "at": opening["said"]["the-first-id"]}
    assert texts(events(member, 1)) == [f"tập huấn|Ảnh “1”.png|image/png|{len(samples.PNG)}|"]


def test_a_file_needs_no_text_and_its_type_is_its_content(member: httpx.Client) -> None:
    send(member, samples.PDF, "/etc/anh\u202egpj.exe")
    assert texts(events(member, 1)) == [f"|-etc-anhgpj.exe.pdf|application/pdf|{len(samples.PDF)}|"]


def test_files_that_are_sent_together_say_so(member: httpx.Client) -> None:
    for name in ("a.jpg", "b.jpg"):
        send(member, samples.JPEG, name, album="the-same-album")
    assert {text.rpartition("|")[2] for text in texts(events(member, 2))} == {"the-same-album"}


@pytest.mark.parametrize("content", [b"", samples.HTML, samples.SVG, samples.BOMB])
def test_what_is_of_no_good_type_is_told_by_the_handlers(served: Served, member: httpx.Client, content: bytes) -> None:
    before = stored(served)
    assert send(member, content, "a.jpg").status_code == 202
    assert texts(events(member, 1)) == [f"|a.jpg|application/octet-stream|{len(content)}|bad_type"]
    assert stored(served) == before


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(served: Served, member: httpx.Client) -> None:
    before = stored(served)
    assert send(member, samples.of_size(MOST_BYTES)).status_code == 202
    assert send(member, samples.of_size(MOST_BYTES + 1)).status_code == 202
    assert [text.rpartition("|")[2] for text in texts(events(member, 2))] == ["", "too_large"]
    assert stored(served) == before + 1


@pytest.mark.parametrize("size", [22 * 2**20, 90 * 2**20])
def test_a_body_beyond_measure_is_refused(member: httpx.Client, size: int) -> None:
    try:
        answer = send(member, b"\xff\xd8\xff\xe0" * (size // 4))
    except httpx.TransportError:
        # Past the largest body that is read to its end, the connection may be closed while the rest is being sent.
        assert size > 84 * 2**20
    else:
        assert (answer.status_code, answer.json()) == (413, {"error": messages.FILE_TOO_LARGE})
    assert say(member, "ngắn").status_code == 202


def test_a_copy_is_taken_and_handled_once(served: Served, member: httpx.Client) -> None:
    before = stored(served)
    first, second = (send(member, samples.JPEG, id_="the-same-id") for _ in range(2))
    say(member, "hai")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert len(texts(events(member, 2))) == 2
    assert stored(served) == before + 1


@pytest.mark.parametrize(
    "request_",
    [
        {"data": {"id": "upload-bad-1"}, "files": {"x": ("a", b"a")}},
        {"data": {}, "files": {"file": ("a", b"a")}},
        {"data": {"id": "short"}, "files": {"file": ("a", b"a")}},
        {"data": {"id": "has blank in"}, "files": {"file": ("a", b"a")}},
        {"data": {"id": "upload-bad-7", "album": "a b"}, "files": {"file": ("a", b"a")}},
        {"files": {"id": (None, "upload-bad-8"), "file": (None, "a")}},
        {"data": {"id": "upload-bad-2", "more": "x"}, "files": {"file": ("a", b"a")}},
        {"data": {"id": "upload-bad-3"}, "files": [("file", ("a", b"a")), ("file", ("b", b"b"))]},
        {"data": {"id": ["upload-bad-4", "upload-bad-5"]}, "files": {"file": ("a", b"a")}},
        {"files": {"id": ("a", b"upload-bad-6"), "file": ("a", b"a")}},
        {"content": b"", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b"x" * 500, "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
        {"content": b"--b\r\n\r\nx\r\n--b--", "headers": {"Content-Type": "multipart/form-data; boundary=b"}},
    ],
)
def test_what_is_not_a_message_is_refused_clearly(member: httpx.Client, request_: dict[str, Any]) -> None:
    answer = member.post("/api/files", **request_)
    assert (answer.status_code, answer.json()) == (400, {"error": messages.BAD_MESSAGE})


def test_other_sites_and_strangers_send_nothing(served: Served, member: httpx.Client) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        member.headers.update(headers)
        assert send(member, samples.JPEG).status_code == 403
        for name in headers:
            del member.headers[name]
    assert member.post("/api/files", json={"id": "upload-json"}).status_code == 415
    form = {"Content-Type": "multipart/form-data; boundary=b"}
    assert member.post("/api/messages", content=b"--b--", headers=form).status_code == 415
    with httpx.Client(base_url=served.url) as stranger:
        assert send(stranger, samples.JPEG).status_code == 401


def test_files_count_as_messages_in_a_minute(tmp_path: Path) -> None:
    clock = ManualClock(START)
    with serving(settings_for(tmp_path), clock=clock, handler=told) as served, visitor(served) as client:
        assert {say(client, "x").status_code for _ in range(29)} == {202}
        assert send(client, samples.JPEG).status_code == 202
        refused = send(client, samples.JPEG, id_="upload-late")
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
        assert stored(served) == 1
        clock.advance(60)
        assert send(client, samples.JPEG, id_="upload-late").status_code == 202


def test_a_folder_that_takes_nothing_is_told_and_tried_again(tmp_path: Path) -> None:
    with serving(settings_for(tmp_path), handler=told) as served, visitor(served) as client:
        (tmp_path / "evidence").write_text("")
        refused = send(client, samples.JPEG, id_="upload-one")
        assert (refused.status_code, refused.json()) == (503, {"error": messages.NOT_READY})
        (tmp_path / "evidence").unlink()
        assert send(client, samples.JPEG, id_="upload-one").status_code == 202
        assert len(events(client, 1)) == 1


# Seeing it again


def test_evidence_is_shown_to_those_who_may_see_it_at_that_moment(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    with (
        serving(settings, handler=told) as served,
        visitor(served) as client,
        closing(Storage(settings.database)) as storage,
    ):
        settle(storage)
        entry = {"id": "hoat-dong", "unit": "bv-a", "form": "f", "type": "tap_huan", "date": "2026-05-01"}
        store(storage, [Record("entries", entry)])
        for content, name in ((samples.PNG, "a.png"), (samples.PDF, "b.pdf"), (samples.HEIC, "c.heic")):
            assert send(client, content, name).status_code == 202
        say(client, "xem")
        files = events(client, 4)[-1][1]["files"]
        assert [file["picture"] for file in files] == [True, False, False]
        # Whoever was handed it has no account: it is not theirs to see.
        assert {client.get(file["url"]).status_code for file in files} == {404}
        [(key,)] = storage.db.execute("SELECT DISTINCT user FROM outbox WHERE channel = 'web'").fetchall()
        store(storage, person_records(key, [("bv-a", "secretary")], BEGAN.date(), channel="web"))
        picture, document, other = (client.get(file["url"]) for file in files)
        assert (picture.status_code, picture.content) == (200, samples.PNG)
        assert picture.headers["content-type"] == "image/png"
        assert picture.headers["content-disposition"].startswith("inline")
        assert picture.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in picture.headers["content-security-policy"]
        for answer, media_type in ((document, "application/pdf"), (other, "image/heic")):
            assert answer.headers["content-type"] == media_type
            assert answer.headers["content-disposition"].startswith("attachment")
        # Evidence that is removed, and a role that ends, count at once.
        [removed, *_] = storage.records.rows("evidence")
        store(storage, [Record("evidence", {"id": removed["id"], "removed": 1})])
        assert [client.get(file["url"]).status_code for file in files] == [404, 200, 200]
        store(storage, [Record("memberships", {"id": f"{key}@bv-a:secretary", "until": "2026-05-01"})])
        assert {client.get(file["url"]).status_code for file in files} == {404}


def test_nobody_reads_evidence_without_its_reply(served: Served, member: httpx.Client) -> None:
    assert send(member, samples.JPEG, "của-tôi.jpg").status_code == 202
    database = served.app.storage.path
    assert database is not None
    [path] = database.parent.glob("evidence/*/của-tôi.jpg")
    for address in (f"/{path.relative_to(database.parent)}", f"/api/{path.relative_to(database.parent)}", "/api/files"):
        assert member.get(address).status_code in (404, 405)
    assert Files(database).find(FileRef("", str(path.relative_to(database.parent)))) is not None
