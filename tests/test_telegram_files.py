"""Photos and documents on Telegram: fetched and stored before their message is written down."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.errors import StorageError
from bot.files import MOST_BYTES, Files
from bot.ports import Unusable
from bot.sniffing import XLSX
from bot.storage import Storage
from bot.storage.codec import read_message
from bot.telegram.channel import Telegram
from bot.telegram.fetching import TRIES
from handlers.types import Attachment, IncomingMessage, Session
from tests import samples
from tests.fakes.alone import START, WatchedClock
from tests.fakes.server import Cut, Stall
from tests.fakes.telegram import TOKEN, Answer, FakeTelegram, Fault
from tests.killing.life import Death, Life, at_call
from tests.test_telegram_kill import HANDLER, order

GROUP = -1001


@dataclass
class Inbox:
    """Keeps what it is given, as often as it comes; refuses as often as it is told to."""

    refusals: int = 0
    messages: list[IncomingMessage] = field(default_factory=list)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    def accept(self, message: IncomingMessage) -> bool:
        if self.refusals:
            self.refusals -= 1
            raise StorageError("khóa")
        new = message.id not in {seen.id for seen in self.messages}
        self.messages.append(message)
        return new

    @property
    def files(self) -> list[Attachment | None]:
        return [message.attachment for message in self.messages]


@dataclass
class Scene:
    fake: FakeTelegram
    inbox: Inbox
    clock: WatchedClock
    folder: Path

    async def handled(self, count: int) -> None:
        """Until so many messages came in, and the next poll has acknowledged them; rests are slept through."""
        acknowledged = asyncio.ensure_future(
            self.fake.until(lambda: len(self.inbox.messages) >= count and not self.fake.waiting())
        )
        while not acknowledged.done():
            rest = asyncio.ensure_future(self.clock.waits.get())
            await asyncio.wait([rest, acknowledged], return_when=asyncio.FIRST_COMPLETED)
            if rest.done():
                self.rests.append(rest.result().total_seconds())
                self.clock.advance(self.rests[-1])
            rest.cancel()
        await acknowledged

    rests: list[float] = field(default_factory=list)

    def stored(self, kept: Attachment | None) -> bytes:
        assert kept is not None
        assert kept.problem == ""
        return (self.folder / kept.path).read_bytes()

    @property
    def count(self) -> int:
        return len(list(self.folder.glob("evidence/*/*")))

    def calls(self, method: str) -> int:
        return self.fake.times(method)


def play(folder: Path, script: Callable[[Scene], Coroutine[Any, Any, None]], *, answer_seconds: float = 5.0) -> Scene:
    """A script with a channel that runs on a clock which goes only when somebody rests."""

    async def run() -> Scene:
        async with FakeTelegram() as fake:
            scene = Scene(fake, Inbox(), WatchedClock(), folder)
            bot = Telegram(
                *(TOKEN, fake.base_url),
                clock=scene.clock,
                session=Session,
                files=Files(folder / "bot.db"),
                chance=lambda: 1.0,
                answer_seconds=answer_seconds,
            )
            task = asyncio.ensure_future(bot.run(scene.inbox))
            try:
                await script(scene)
            finally:
                task.cancel()
                await asyncio.wait([task])
            return scene

    return asyncio.run(run())


def test_a_photo_comes_in_its_largest_size_with_its_caption(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.fake.sends_photo(samples.JPEG, "Tập huấn 20/10, 45 nữ")
        await scene.handled(1)

    scene = play(tmp_path, script)
    [message] = scene.inbox.messages
    assert message.text == "Tập huấn 20/10, 45 nữ"
    assert scene.stored(message.attachment) == samples.JPEG
    assert message.attachment is not None
    assert message.attachment.media_type == "image/jpeg"
    assert message.attachment.album == ""
    assert scene.fake.refusals == []


@pytest.mark.parametrize(
    ("name", "content", "media_type", "kept"),
    [
        ("Kế hoạch.xlsx", samples.XLSX, XLSX, "Kế hoạch.xlsx"),
        ("IMG_1.HEIC", samples.HEIC, "image/heic", "IMG_1.HEIC"),
        ("ảnh.png", samples.JPEG, "image/jpeg", "ảnh.png.jpg"),
        (None, samples.PDF, "application/pdf", "tep-2.pdf"),
    ],
)
def test_a_document_comes_under_its_name(
    tmp_path: Path, name: str | None, content: bytes, media_type: str, kept: str
) -> None:
    async def script(scene: Scene) -> None:
        await scene.fake.sends_document(content, name)
        await scene.handled(1)

    scene = play(tmp_path, script)
    [attachment] = scene.inbox.files
    assert scene.stored(attachment) == content
    assert attachment is not None
    assert (attachment.name, attachment.media_type) == (kept, media_type)


def test_what_is_of_no_good_type_is_told_and_not_stored(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.fake.sends_document(samples.HTML, "ảnh.jpg", "đây")
        await scene.handled(1)

    scene = play(tmp_path, script)
    [attachment] = scene.inbox.files
    assert attachment == Attachment("ảnh.jpg", "application/octet-stream", len(samples.HTML), "", "bad_type")
    assert scene.count == 0


def test_every_picture_of_an_album_is_handed_on_in_order(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        for number in range(10):
            picture = samples.png(width=number + 1)
            await scene.fake.sends_photo(picture, None if number else "cả tập", media_group_id="m1")
        await scene.fake.says("xong")
        await scene.handled(11)

    scene = play(tmp_path, script)
    *pictures, last = scene.inbox.messages
    assert [scene.stored(message.attachment) for message in pictures] == [samples.png(width=n + 1) for n in range(10)]
    assert {message.attachment.album for message in pictures if message.attachment} == {"7:m1"}
    assert [message.text for message in pictures] == ["cả tập", *[""] * 9]
    assert (last.text, last.attachment) == ("xong", None)


def test_what_is_said_to_others_in_a_group_is_not_fetched(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.fake.sends_photo(samples.JPEG, "cho cả nhóm", chat=GROUP)
        await scene.fake.says("xong")
        await scene.handled(1)

    scene = play(tmp_path, script)
    assert [message.text for message in scene.inbox.messages] == ["xong"]
    assert scene.calls("getFile") == 0


@pytest.mark.parametrize(("announced", "asked"), [(MOST_BYTES + 1, 0), (0, 1)])
def test_what_is_too_large_is_not_fetched(tmp_path: Path, announced: int, asked: int) -> None:
    async def script(scene: Scene) -> None:
        await scene.fake.sends_document(samples.of_size(MOST_BYTES + 1), "phim.pdf", "đây", announced=announced)
        await scene.handled(1)

    scene = play(tmp_path, script)
    [message] = scene.inbox.messages
    assert message.attachment == Attachment("phim.pdf", "application/octet-stream", announced, "", "too_large")
    assert message.text == "đây"
    assert (scene.calls("getFile"), scene.calls("download")) == (asked, 0)


def test_a_file_of_exactly_the_limit_is_stored(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.fake.sends_document(samples.of_size(MOST_BYTES), "ảnh.jpg")
        await scene.handled(1)

    scene = play(tmp_path, script)
    assert len(scene.stored(scene.inbox.files[0])) == MOST_BYTES


@pytest.mark.parametrize(
    ("method", "fault", "rest"),
    [
        ("getFile", Cut(after=False), 1),
        ("getFile", Cut(after=True), 1),
        ("getFile", Answer(502, json=False), 1),
        ("getFile", Answer(429, "Too Many Requests: retry after 17", {"retry_after": 17}), 17),
        ("download", Cut(after=False), 1),
        ("download", Cut(after=True), 1),
        ("download", Stall(after=True), 1),
        ("download", Answer(404, "Not Found"), 1),
        ("download", Answer(404, json=False), 1),
        ("download", Answer(401, "Unauthorized"), 1),
        ("download", Answer(500, "Internal Server Error"), 1),
        ("download", Answer(429, "Too Many Requests: retry after 9", {"retry_after": 9}), 9),
    ],
)
def test_a_fetch_that_fails_is_tried_again_after_a_rest(tmp_path: Path, method: str, fault: Fault, rest: float) -> None:
    async def script(scene: Scene) -> None:
        scene.fake.fail(method, fault)
        await scene.fake.sends_photo(samples.PNG)
        await scene.handled(1)

    scene = play(tmp_path, script, answer_seconds=0.5 if isinstance(fault, Stall) else 5.0)
    assert scene.stored(scene.inbox.files[0]) == samples.PNG
    assert scene.rests == [rest]
    assert scene.count == 1


@pytest.mark.parametrize(
    ("faults", "tries", "rests"),
    [
        ([Cut(after=True)] * TRIES, TRIES, [1, 2, 4]),
        ([Answer(429, "Too Many Requests", {"retry_after": 900})], 1, []),
        ([Answer(400, "Bad Request: wrong file_id or the file is temporarily unavailable")], 1, []),
    ],
)
def test_a_fetch_that_never_works_does_not_hold_up_the_others(
    tmp_path: Path, faults: list[Fault], tries: int, rests: list[float]
) -> None:
    async def script(scene: Scene) -> None:
        scene.fake.fail("getFile" if len(faults) == 1 else "download", *faults)
        await scene.fake.sends_document(samples.PDF, "a.pdf", "đây")
        await scene.fake.says("tiếp", user=8)
        await scene.handled(2)

    scene = play(tmp_path, script)
    refused, after = scene.inbox.messages
    assert refused.attachment == Attachment("a.pdf", "application/octet-stream", len(samples.PDF), "", "not_fetched")
    assert (refused.text, after.text) == ("đây", "tiếp")
    assert scene.calls("getFile") == tries
    assert scene.rests == rests
    assert scene.count == 0


def test_a_disk_that_takes_nothing_does_not_hold_up_the_others(tmp_path: Path) -> None:
    (tmp_path / "evidence").write_text("")

    async def script(scene: Scene) -> None:
        await scene.fake.sends_photo(samples.JPEG)
        await scene.fake.says("tiếp")
        await scene.handled(2)

    scene = play(tmp_path, script)
    assert [kept and kept.problem for kept in scene.inbox.files] == ["not_fetched", None]


def test_a_token_that_counts_no_more_ends_the_channel(tmp_path: Path) -> None:
    async def run() -> None:
        async with FakeTelegram() as fake:
            fake.fail("getFile", Answer(401, "Unauthorized"))
            await fake.sends_photo(samples.JPEG)
            bot = Telegram(
                *(TOKEN, fake.base_url), clock=ManualClock(START), session=Session, files=Files(tmp_path / "bot.db")
            )
            with pytest.raises(Unusable):
                await bot.run(Inbox())

    asyncio.run(run())


def test_a_database_that_refuses_does_not_have_the_file_fetched_again(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        scene.inbox.refusals = 2
        await scene.fake.sends_photo(samples.JPEG)
        await scene.handled(1)

    scene = play(tmp_path, script)
    assert scene.calls("download") == 1
    assert scene.count == 1
    assert scene.stored(scene.inbox.files[0]) == samples.JPEG


def test_an_update_that_comes_again_leaves_no_second_file(tmp_path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.fake.sends_photo(samples.JPEG)
        await scene.handled(1)
        await scene.fake.again()
        await scene.handled(2)

    scene = play(tmp_path, script)
    first, again = scene.inbox.files
    assert scene.stored(first) == samples.JPEG
    assert again is not None
    assert not (tmp_path / again.path).exists()
    assert scene.count == 1


def bot_life(fake: FakeTelegram, folder: Path, moment: tuple[str, str] = ("getFile", "before")) -> Life:
    """The bot as a process that may be killed at a call, or in its handler."""
    outside = {" ".join(moment): at_call(fake, *moment), HANDLER: order(folder)}
    return Life(("tests.fakes.telegram_bot", fake.base_url, str(folder)), folder, outside=outside)


@pytest.mark.parametrize("moment", [("getFile", "before"), ("getFile", "after"), ("download", "after")])
def test_killed_while_it_fetches_it_loses_nothing_and_stores_nothing_twice(
    tmp_path: Path, moment: tuple[str, str]
) -> None:
    async def run() -> FakeTelegram:
        async with FakeTelegram() as fake:
            await fake.sends_document(samples.PDF, "a.pdf", "kèm tệp")
            await fake.says("tiếp")
            life = bot_life(fake, tmp_path, moment)
            assert await life.dies(Death(" ".join(moment), 1))
            await life.start()
            await fake.until(lambda: len(fake.sent) == 2 and not fake.waiting())
            await life.end()
            assert fake.refusals == []
            return fake

    fake = asyncio.run(run())
    assert [sent.text for sent in fake.sent] == ["nghe: kèm tệp", "nghe: tiếp"]
    journal = sqlite3.connect(tmp_path / "bot.db").execute("SELECT status FROM updates").fetchall()
    assert journal == [("done",), ("done",)]


def test_killed_while_it_handles_the_file_is_there_for_the_next_start(tmp_path: Path) -> None:
    async def run() -> None:
        async with FakeTelegram() as fake:
            await fake.sends_document(samples.PDF, "a.pdf")
            assert await bot_life(fake, tmp_path).dies(Death(HANDLER, 1))

    asyncio.run(run())
    storage = Storage(tmp_path / "bot.db")
    [payload] = [row[0] for row in storage.db.execute("SELECT payload FROM updates WHERE status = 'new'")]
    storage.close()
    kept = read_message(payload).attachment
    assert kept is not None
    assert (tmp_path / kept.path).read_bytes() == samples.PDF
