"""Pictures that members send on Zalo Bot, and files that they are handed as links."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from bot.downloads import Downloads
from bot.filelinks import KEPT
from bot.files import MOST_BYTES, Files
from bot.fit import units
from handlers.types import Attachment, FileRef, IncomingMessage, Outcome, Reply, Session
from tests import samples
from tests.fakes.server import Cut, Stall
from tests.fakes.telegram_bot import answer
from tests.fakes.zalo_bot import Answer, FakeZaloBot, Fault, texts
from tests.fakes.zalo_bot_app import PUBLIC, FastClock, running, web_of


class Album:
    """A handler that keeps what came, and says what it is; it holds on to the files."""

    def __init__(self) -> None:
        self.came: list[IncomingMessage] = []

    def __call__(self, incoming: IncomingMessage, session: Session) -> Outcome | None:
        self.came.append(incoming)
        file = incoming.attachment
        said = "chữ" if file is None else file.problem or file.media_type
        outcome = answer(incoming, session, Reply(f"{said}: {incoming.text}".strip(": ")))
        data = {**session.data, str(len(self.came)): file.path if file else ""}
        return Outcome(Session(session.key, data), outcome.effects)

    @property
    def files(self) -> list[Attachment]:
        return [message.attachment for message in self.came if message.attachment]


@pytest.mark.parametrize("key", ["photo_url", "photo"])
@pytest.mark.parametrize("hooked", [False, True], ids=["polling", "webhook"])
def test_a_picture_is_stored_with_its_caption(key: str, hooked: bool, tmp_path: Path) -> None:
    album = Album()

    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, (album,), hooked=hooked):
            await fake.sends_photo(samples.JPEG, "ảnh buổi tập huấn", key=key)
            await fake.until(lambda: len(fake.sent) == 1)
            assert texts(fake.sent) == ["image/jpeg: ảnh buổi tập huấn"]

    asyncio.run(play())
    [file] = album.files
    assert (tmp_path / file.path).read_bytes() == samples.JPEG
    assert file.path.startswith("evidence/")


def test_a_picture_that_comes_twice_is_stored_once(tmp_path: Path) -> None:
    album = Album()

    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, (album,), hooked=True):
            event = await fake.sends_photo(samples.PNG)
            await fake.happens(event, event)
            await fake.says("hết")
            await fake.until(lambda: len(fake.sent) == 2)
            assert fake.times("download") == 1

    asyncio.run(play())
    assert len(list((tmp_path / "evidence").glob("*/*"))) == 1


@pytest.mark.parametrize("fault", [Answer(502), Cut(after=False), Cut(after=True), Answer(429)])
def test_a_download_that_stumbles_is_tried_again(fault: Fault, tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, (Album(),), hooked=True):
            fake.fail("download", fault)
            await fake.sends_photo(samples.JPEG)
            await fake.until(lambda: len(fake.sent) == 1)
            assert texts(fake.sent) == ["image/jpeg"]
            assert fake.times("download") == 2

    asyncio.run(play())


def test_what_cannot_be_fetched_is_said(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, (Album(),), hooked=True):
            huge = {"content-length": str(MOST_BYTES + 1)}
            cases = {
                "gone": (f"{fake.base_url}/media/none", "not_fetched"),
                "script": (fake.picture(samples.HTML), "bad_type"),
                "large": (fake.picture(b"", huge), "too_large"),
                "file": ("file:///etc/hostname", "not_fetched"),
                "ftp": ("ftp://127.0.0.1/a.jpg", "not_fetched"),
                "no address": ("://[", "not_fetched"),
                "no host": ("http://", "not_fetched"),
                "without": ("", "not_fetched"),
                "loop": (fake.picture(b"", {"location": "/media/2"}, 302), "not_fetched"),
                "moved": (fake.picture(b"", {"location": fake.picture(samples.PNG)}, 302), "image/png"),
            }
            for name, (url, _) in cases.items():
                await fake.happens(fake.event("image", user=name.replace(" ", "-"), photo_url=url, caption=name))
            await fake.until(lambda: len(fake.sent) == len(cases))
            assert sorted(texts(fake.sent)) == sorted(f"{said}: {name}" for name, (_, said) in cases.items())

    asyncio.run(play())


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "0"]
)
def test_a_picture_on_the_inside_is_not_fetched(host: str, tmp_path: Path) -> None:
    """Whoever writes to the bot must not make it knock at doors that only this machine can reach."""

    async def play() -> Attachment:
        async with FakeZaloBot() as fake:
            url = urlsplit(fake.picture(samples.PNG))
            downloads = Downloads("zalo_bot", Files(tmp_path / "bot.db"), FastClock(), here=False)
            found = await downloads.fetch(f"http://{host}:{url.port}{url.path}", "anh.jpg")
            assert fake.calls == []
            return found

    assert asyncio.run(play()).problem == "not_fetched"


def test_a_picture_that_stalls_holds_up_nobody_else(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, (Album(),), hooked=True) as app:
            fake.fail("download", Stall(after=True))
            await fake.sends_photo(samples.JPEG, user="u1")
            await fake.says("sau ảnh", user="u1")
            await fake.says("chào", user="u2")
            await fake.until(lambda: len(fake.sent) == 1)
            assert texts(fake.sent) == ["chữ: chào"]
            assert len(app.storage.arrivals.open("zalo_bot")) == 2
        # The next life fetches it, and keeps the order.
        async with FakeZaloBot(fake.port) as again:
            again.opened("u1")
            again.picture(samples.JPEG)
            async with running(again, tmp_path, (Album(),), hooked=True):
                await again.until(lambda: len(again.sent) == 2)
                assert texts(again.sent) == ["image/jpeg", "chữ: sau ảnh"]

    asyncio.run(play())
    assert len(list((tmp_path / "evidence").glob("*/part"))) == 0


def handing(text: str, *names: str) -> Any:
    def handler(incoming: IncomingMessage, session: Session) -> Outcome | None:
        files = tuple(FileRef(name, content=name.encode()) for name in names)
        return answer(incoming, session, Reply(text, files=files))

    return handler


def test_a_file_is_a_link_that_opens_it_and_runs_out(tmp_path: Path) -> None:
    async def play() -> None:
        clock = FastClock()
        async with FakeZaloBot() as fake, running(fake, tmp_path, (handing("Đây.", "b.docx"),), hooked=True) as app:
            await fake.says("báo cáo")
            await fake.until(lambda: len(fake.sent) == 1)
            text, empty, line = fake.sent[0].text.split("\n")
            assert (text, empty) == ("Đây.", "")
            assert line.startswith(f"Tệp b.docx: {PUBLIC}/tep/")
            token = line.split("/tep/")[1].split()[0]
            async with httpx.AsyncClient(trust_env=False) as http:
                found = await http.get(f"{web_of(app).url}/tep/{token}")
                assert (found.status_code, found.content) == (200, b"b.docx")
                assert (await http.get(f"{web_of(app).url}/tep/{token}x")).status_code == 404
            now = clock.now()
            assert app.storage.links.find(token, now + KEPT - timedelta(hours=1)) is not None
            assert app.storage.links.find(token, now + KEPT + timedelta(hours=1)) is None
            assert (link := app.storage.links.find(token, now)) is not None
            assert link.to.user == "u7"

    asyncio.run(play())


def test_links_that_do_not_fit_under_the_text_follow_it(tmp_path: Path) -> None:
    async def play() -> None:
        names = ("một.docx", "hai.xlsx", "ba.pdf")
        long = ("chữ " * 490).strip()
        async with FakeZaloBot() as fake, running(fake, tmp_path, (handing(long, *names),), hooked=True):
            await fake.says("báo cáo")
            await fake.until(lambda: len(fake.sent) == 2)
            assert fake.sent[0].text == long
            assert [line.split(":")[0] for line in fake.sent[1].text.splitlines()] == [f"Tệp {n}" for n in names]

    asyncio.run(play())


def test_forty_files_come_in_as_many_messages_as_they_need(tmp_path: Path) -> None:
    async def play() -> None:
        names = [f"tệp số {number}.docx" for number in range(40)]
        async with FakeZaloBot() as fake, running(fake, tmp_path, (handing("", *names),), hooked=True):
            await fake.says("báo cáo")
            await fake.until(lambda: sum(sent.text.count("/tep/") for sent in fake.sent) == 40)
            assert all(units(sent.text) <= 2000 for sent in fake.sent)
            assert fake.refusals == []

    asyncio.run(play())


def test_without_a_public_address_it_says_where_the_file_can_be_had(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, (handing("Đây.", "b.docx"),)) as app:
            await fake.says("báo cáo")
            await fake.until(lambda: len(fake.sent) == 1)
            assert "b.docx" in fake.sent[0].text
            assert "trang web" in fake.sent[0].text
            assert "Telegram" in fake.sent[0].text
            assert "/tep/" not in fake.sent[0].text
            assert app.storage.db.execute("SELECT count(*) FROM file_links").fetchone() == (0,)

    asyncio.run(play())


def test_a_file_that_is_no_more_gets_no_link(tmp_path: Path) -> None:
    def lost(incoming: IncomingMessage, session: Session) -> Outcome | None:
        return answer(incoming, session, Reply("Đây.", files=(FileRef("a.docx", "../../etc/passwd"),)))

    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, (lost,), hooked=True):
            await fake.says("báo cáo")
            await fake.until(lambda: len(fake.sent) == 1)
            assert "không còn" in fake.sent[0].text
            assert "/tep/" not in fake.sent[0].text

    asyncio.run(play())
