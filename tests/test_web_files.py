"""Files that come with a reply on the web page: who may fetch them, as what, and for how long."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.files import Files
from bot.storage import Storage
from handlers.types import FileRef, IncomingMessage, Outcome, Reply, Send, Session
from tests.browser.serving import Served, serving
from tests.browser.speaking import events, say, visitor
from tests.browser.toy import settings_for

NAME = "Hạn báo cáo – đơn vị “A”.ics"
CONTENT = b"BEGIN:VCALENDAR\r\n"
LATER = timedelta(days=20)


def hand_over(message: IncomingMessage, session: Session) -> Outcome:
    """The files whose names were said, a line each; after "mai" they go out another day."""
    names = message.text.removeprefix("mai\n").split("\n")
    reply = Reply("Đây ạ.", files=tuple(FileRef(name, content=CONTENT) for name in names))
    at = message.at + LATER if message.text.startswith("mai\n") else None
    return Outcome(session, (Send(message.sender, reply, f"re:{message.id}", at=at),))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(settings_for(tmp_path_factory.mktemp("files")), handler=hand_over) as running:
        yield running


def test_a_file_comes_with_its_reply_and_is_fetched_whole(member: httpx.Client) -> None:
    say(member, NAME)
    [(_, reply)] = events(member, 1)
    [file] = reply["files"]
    assert (file["name"], file["size"]) == ("Hạn báo cáo – đơn vị “A”.ics", len(CONTENT))
    assert reply["text"] == "Đây ạ."
    fetched = member.get(file["url"])
    assert (fetched.status_code, fetched.content) == (200, CONTENT)
    assert fetched.headers["content-type"].startswith("text/calendar")
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert fetched.headers["cache-control"] == "private, no-store"
    disposition = fetched.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''H%E1%BA%A1n")
    assert member.get("/api/session").json()["replies"][0]["files"] == [file]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.html", "application/octet-stream"), ("a", "application/octet-stream"), ("a.DOCX", "application/vnd.")],
)
def test_a_file_is_never_a_page(member: httpx.Client, name: str, media_type: str) -> None:
    say(member, name)
    [(_, reply)] = events(member, 1)
    fetched = member.get(reply["files"][0]["url"])
    assert fetched.headers["content-type"].startswith(media_type)
    assert fetched.headers["content-disposition"].startswith("attachment")


def test_several_files_have_addresses_of_their_own(member: httpx.Client) -> None:
    say(member, "một.csv\nhai.csv")
    [(_, reply)] = events(member, 1)
    assert [file["name"] for file in reply["files"]] == ["một.csv", "hai.csv"]
    assert len({file["url"] for file in reply["files"]}) == 2


def test_nobody_else_fetches_it(served: Served, member: httpx.Client) -> None:
    say(member, NAME)
    [(_, reply)] = events(member, 1)
    url = reply["files"][0]["url"]
    with visitor(served) as other:
        say(other, NAME)
        events(other, 1)
        assert other.get(url).status_code == 404
    with httpx.Client(base_url=served.url) as stranger:
        assert stranger.get(url).status_code == 404
    assert member.get(url).status_code == 200


def test_what_is_not_there_is_not_found(member: httpx.Client) -> None:
    say(member, NAME)
    [(_, reply)] = events(member, 1)
    letter = reply["files"][0]["url"].split("/")[-2]
    for path in (f"{letter}/1", f"{letter}/-1", f"{letter}/x", "999999/0", "x/0", "9" * 400 + "/0", "²/0", "../0"):
        answer = member.get(f"/api/files/{path}")
        assert answer.status_code == 404, path


def test_a_file_that_has_not_gone_out_yet_is_not_there(served: Served, member: httpx.Client) -> None:
    say(member, f"mai\n{NAME}")
    say(member, NAME)
    [(_, reply)] = events(member, 1)
    letter = int(reply["files"][0]["url"].split("/")[-2])
    assert member.get(f"/api/files/{letter - 1}/0").status_code == 404


def test_a_path_outside_the_folder_is_never_read(tmp_path: Path) -> None:
    files = Files(tmp_path / "toy.db")
    (tmp_path / "secret").write_text("x")
    inside = files.write(FileRef("a.txt", content=b"a"))
    assert files.find(inside) is not None
    link = tmp_path / "files" / "link"
    link.symlink_to(tmp_path / "secret")
    for path in (
        "secret",
        "files/../secret",
        "/etc/passwd",
        str(tmp_path / "secret"),
        "files/link",
        "files",
        "",
        "a\0",
    ):
        assert files.find(FileRef("a", path)) is None, path
        assert files.size(FileRef("a", path)) is None, path


def test_old_files_are_removed_and_the_page_says_so(served: Served, member: httpx.Client) -> None:
    now = datetime.now(UTC)
    say(member, "cũ.csv")
    say(member, "mới.csv")
    (_, old), (_, new) = events(member, 2)
    files = Files(served.app.storage.path)
    [path] = (path for path in Path(str(served.app.storage.path)).parent.glob("files/*/cũ.csv"))
    written = (now - timedelta(days=31)).timestamp()
    os.utime(path, (written, written))
    assert files.purge(now) == 1
    assert not path.parent.exists()
    assert member.get(old["files"][0]["url"]).status_code == 404
    assert member.get(new["files"][0]["url"]).status_code == 200
    sizes = [reply["files"][0]["size"] for reply in member.get("/api/session").json()["replies"]]
    assert sizes == [None, len(CONTENT)]


def test_only_files_that_were_handed_over_are_removed(tmp_path: Path) -> None:
    files = Files(tmp_path / "toy.db")
    files.write(FileRef("a.txt", content=b"a"))
    other = tmp_path / "files" / "other" / "b.txt"
    other.parent.mkdir()
    other.write_text("b")
    now = datetime.now(UTC)
    assert files.purge(now) == 0
    assert files.purge(now + timedelta(days=31)) == 1
    assert other.exists()
    assert files.purge(now + timedelta(days=31)) == 0
    assert Files(tmp_path / "nowhere" / "toy.db").purge(now) == 0


def test_old_files_are_removed_at_the_start(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    path = tmp_path / Files(settings.database).write(FileRef("a.txt", content=b"a")).path
    os.utime(path, (0, 0))
    Storage(settings.database).close()
    with serving(settings) as served:
        assert httpx.get(f"{served.url}/healthz").status_code == 200
    assert not path.exists()
