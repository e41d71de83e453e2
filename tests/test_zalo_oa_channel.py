"""Conversations on a Zalo Official Account, over HTTP both ways, with servers that forgive nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.channels import zalo_oa
from bot.clock import ManualClock
from bot.fit import units
from bot.ports import Context, NotConfigured
from bot.settings import Settings
from bot.storage import Storage
from bot.zalo_oa import CHAIN, NAME
from bot.zalo_oa.channel import ZaloOA
from handlers.desk import Desk
from handlers.types import Address, Record
from knowledge.load import load_knowledge
from tests.fakes.server import Cut
from tests.fakes.telegram_bot import small_base
from tests.fakes.zalo_oa import START, Fail, FakeZaloOA, Page, Sent
from tests.fakes.zalo_oa_app import JPEG, LONG, LONG_ID, PDF, PUBLIC_URL, page, running, soon

Scenario = Callable[[FakeZaloOA, App, ManualClock], Coroutine[Any, Any, None]]


def talk(folder: Path, scenario: Scenario, refusals: int = 0, **options: Any) -> FakeZaloOA:
    """Play a scenario; nothing that the server would refuse may have been sent."""

    async def play() -> FakeZaloOA:
        clock = ManualClock(START)
        async with FakeZaloOA(clock.now) as fake, running(fake, folder, clock, **options) as app:
            await scenario(fake, app, clock)
        return fake

    fake = asyncio.run(play())
    assert len(fake.refusals) == refusals, fake.refusals
    return fake


async def reply(fake: FakeZaloOA, text: str, count: int = 1, user: str = "u7") -> list[Sent]:
    """What comes back when a member writes."""
    before = len(fake.sent)
    await fake.says(text, user)
    await fake.until(lambda: len(fake.sent) >= before + count)
    return fake.sent[before:]


def test_a_question_is_answered(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        [sent] = await reply(fake, "hạn <báo> & cáo", user="u8")
        assert (sent.user, sent.text, sent.buttons) == ("u8", "nghe: hạn <báo> & cáo", [])
        assert app.storage.arrivals.open(NAME) == []

    fake = talk(tmp_path, scenario)
    assert fake.refreshed == 1


def test_five_choices_are_buttons_and_a_number_picks_as_well(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        [menu] = await reply(fake, "menu")
        assert menu.titles == ["6 tháng", "Cả năm", "Đúng", "Sai"]
        await fake.taps(menu, 1)
        await fake.until(lambda: len(fake.sent) == 2)
        assert fake.sent[1].text == f"chọn {LONG_ID}"
        # The handler has taken the choices away: the button is an old one, and still answered.
        await fake.taps(menu, 0)
        await fake.until(lambda: len(fake.sent) == 3)
        assert fake.sent[2].text == "cũ sau"
        await reply(fake, "menu")
        [picked] = await reply(fake, "2")
        assert picked.text == f"chọn {LONG_ID}"

    talk(tmp_path, scenario)


def test_more_than_five_choices_are_numbers(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        [menu] = await reply(fake, "nhiều")
        assert menu.buttons == []
        assert menu.text.splitlines()[:3] == ["Xã nào?", "1. Xã 1", "2. Xã 2"]
        [picked] = await reply(fake, "7")
        assert picked.text == "chọn xa:7"

    talk(tmp_path, scenario)


def test_a_long_answer_comes_in_parts_with_the_buttons_under_the_last(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        count = 5
        parts = await reply(fake, "dài", count)
        assert all(units(part.text) <= 2000 for part in parts)
        assert "\n\n".join(part.text for part in parts) == LONG
        assert [len(part.buttons) for part in parts] == [0] * (count - 1) + [1]

    talk(tmp_path, scenario)


def test_files_go_out_by_their_kind(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        text, *files = await reply(fake, "tệp a.pdf b.docx c.png d.xlsx e.ics lon.pdf", 4)
        assert [(file.file or ())[:2] for file in files] == [("file", "a.pdf"), ("file", "b.docx"), ("image", "c.png")]
        assert files[0].file == ("file", "a.pdf", PDF)
        first, *lines = text.text.splitlines()
        assert first == "Đây ạ."
        assert [line.split(":")[0] for line in lines] == ["Tệp d.xlsx", "Tệp e.ics", "Tệp lon.pdf"]
        address = lines[1].split()[2]
        assert address.startswith(f"{PUBLIC_URL}/tep/")
        local = address.replace(PUBLIC_URL, page(app).url)
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(local)).content == b"BEGIN:VCALENDAR"
            clock.advance(7 * 86400)
            assert (await client.get(local)).status_code == 404

    talk(tmp_path, scenario)


def test_a_file_that_the_server_does_not_take_becomes_a_link(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        fake.fail("file", Fail(-201))
        text, link = await reply(fake, "tệp a.pdf", 2)
        assert text.text == "Đây ạ."
        assert link.text.startswith(f"Tệp a.pdf: {PUBLIC_URL}/tep/")

    talk(tmp_path, scenario)


@pytest.mark.parametrize("fault", [Fail(-32), Page(429), Cut(after=False), Cut(after=True), Page(502)])
def test_a_reply_of_several_calls_goes_on_where_it_failed(fault: Fail | Page | Cut, tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        fake.fail("file", fault)
        await fake.says("tệp a.pdf b.pdf")
        await soon(lambda: any(one.last_error for one in app.storage.outbox.of_chat(NAME, "u7")))
        clock.advance(31)
        await fake.until(lambda: len(fake.sent) == 3)
        assert [sent.text or (sent.file or ("", ""))[1] for sent in fake.sent] == ["Đây ạ.", "a.pdf", "b.pdf"]

    talk(tmp_path, scenario)


def test_a_reply_goes_on_where_it_failed_in_another_process_too(tmp_path: Path) -> None:
    async def play() -> None:
        clock = ManualClock(START)
        async with FakeZaloOA(clock.now) as fake:
            async with running(fake, tmp_path, clock):
                fake.fail("file", Fail(-32))
                await fake.says("tệp a.pdf")
                await fake.until(lambda: "file" in [call for call, _ in fake.calls])
            clock.advance(60)
            async with running(fake, tmp_path, clock):
                await fake.until(lambda: len(fake.sent) == 2)
            assert [sent.text for sent in fake.sent] == ["Đây ạ.", ""]
            assert fake.refreshed == 1

    asyncio.run(play())


def test_pictures_and_documents_are_fetched(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        await fake.sends("image", JPEG, text="ảnh đây")
        await fake.until(lambda: len(fake.sent) == 1)
        assert fake.sent[0].text == f"tệp image/jpeg {len(JPEG)} có: ảnh đây"
        await fake.sends("file", PDF, name="../<w:t> kế hoạch\u202e.pdf")
        await fake.until(lambda: len(fake.sent) == 2)
        assert fake.sent[1].text == f"tệp application/pdf {len(PDF)} có: "
        await fake.sends("file", b"MZ" + b"x" * 99, name="a.exe")
        await fake.until(lambda: len(fake.sent) == 3)
        assert "bad_type" in fake.sent[2].text
        await fake.sends("file", PDF + b"x" * (20 * 2**20), name="to.pdf")
        await fake.until(lambda: len(fake.sent) == 4)
        assert "too_large" in fake.sent[3].text

    talk(tmp_path, scenario)


def test_what_cannot_be_fetched_is_told_to_the_handlers(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        for number, url in enumerate(("file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://a", "http://[", "")):
            message = {"attachments": [{"type": "image", "payload": {"url": url}}]}
            await fake.deliver(fake.event("user_send_image", "u7", message))
            await soon(lambda number=number: len(fake.sent) > number, clock)  # type: ignore[misc]
        assert all("not_fetched" in sent.text for sent in fake.sent)

    talk(tmp_path, scenario)


def test_a_picture_comes_though_its_server_stumbles(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        fake.fail("media", Page(502), Cut(after=False))
        await fake.sends("image", JPEG)
        await soon(lambda: bool(fake.sent), clock)
        assert fake.sent[0].text == f"tệp image/jpeg {len(JPEG)} có: "

    talk(tmp_path, scenario)


@pytest.mark.parametrize("name", ["user_send_sticker", "user_send_audio", "user_send_location", "user_send_anything"])
def test_what_has_no_words_reaches_the_handlers_empty(name: str, tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        await fake.deliver(fake.event(name, "u7", {"attachments": [{"type": "x", "payload": {"url": "https://a"}}]}))
        await fake.until(lambda: len(fake.sent) == 1)
        assert fake.sent[0].text == "nghe: (trống)"

    talk(tmp_path, scenario)


def test_own_messages_and_other_events_are_left_alone(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        for name in ("oa_send_text", "user_seen_message", "user_send_group_text", "shop_has_order"):
            event = fake.event(name, "u7", {"text": "một"})
            assert await fake.deliver(event) == 200
        await reply(fake, "hai")
        assert [sent.text for sent in fake.sent] == ["nghe: hai"]

    talk(tmp_path, scenario)


def test_whoever_leaves_is_marked_and_is_back_with_a_message(tmp_path: Path) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        to = Address(NAME, "u7", "u7")
        rows = [
            ("people", {"id": "p", "name": "Thư ký xã A"}),
            ("contacts", {"channel": NAME, "user": "u7", "chat": "u7", "person": "p"}),
        ]
        await reply(fake, "chào")
        with app.storage.transaction():
            for table, row in rows:
                app.storage.records.store(Record(table, row), clock.now())

        def blocked() -> bool:
            person = app.storage.people.at(to)
            assert person is not None
            return person.contacts[0].blocked

        clock.advance(1)
        await fake.leaves()
        await app_idle(app)
        assert blocked()
        await fake.joins()
        await reply(fake, "tôi đây")
        assert not blocked()
        # One that comes after what the member has written since says nothing any more.
        late = fake.event("unfollow", "u7", follower={"id": "u7"})
        clock.advance(5)
        await reply(fake, "vẫn đây")
        await fake.deliver(late)
        await app_idle(app)
        assert not blocked()

    talk(tmp_path, scenario)


async def app_idle(app: App) -> None:
    """Until everything that was delivered has been handled."""
    await soon(lambda: not app.storage.arrivals.open(NAME))


def no_desk() -> Desk:
    raise AssertionError("the channel decides nothing")


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    storage = Storage(None)

    def create(**given: Any) -> str | ZaloOA:
        base = Settings(database=tmp_path / "x.db", knowledge_dir=small_base(tmp_path), **given)
        context = Context(base, ManualClock(START), storage, load_knowledge(base.knowledge_dir), (), no_desk)
        made = zalo_oa.create(context)
        assert isinstance(made, NotConfigured | ZaloOA)
        return made.reason if isinstance(made, NotConfigured) else made

    names = ("app_id", "app_secret", "secret_key", "refresh_token")
    assert create() == "thiếu " + ", ".join(f"ZALO_OA_{name.upper()}" for name in names)
    whole = {f"zalo_oa_{name}": "x" for name in names}
    assert "PUBLIC_URL" in str(create(**whole))
    for name in names:
        rest = {key: value for key, value in whole.items() if key != f"zalo_oa_{name}"}
        assert create(**rest, public_url=PUBLIC_URL) == f"thiếu ZALO_OA_{name.upper()}"
    assert isinstance(create(**whole, public_url=PUBLIC_URL), ZaloOA)
    with storage.transaction():
        storage.usage.remember(NAME, CHAIN, "{}", START)
    del whole["zalo_oa_refresh_token"]
    assert isinstance(create(**whole, public_url=PUBLIC_URL), ZaloOA)


def test_nothing_secret_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(fake: FakeZaloOA, app: App, clock: ManualClock) -> None:
        await reply(fake, "điều kín 4711")
        fake.fail("message", Fail(-216), Fail(-999))
        await fake.says("điều kín 4712")
        fake.fail("message", Page(502))
        await fake.says("điều kín 4713", "u8")
        await fake.post(b'{"app_id":"x","message":"k\xc3\xadn"}', {"X-ZEvent-Signature": "mac=0"})
        await reply(fake, "tệp a.pdf", 2, "u9")
        await fake.until(lambda: len(fake.calls) >= 8)

    with caplog.at_level(logging.DEBUG):
        fake = talk(tmp_path, scenario)
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert "zalo_oa" in written
    assert not [token for token in fake.tokens if token in written]
    assert "kín" not in written
