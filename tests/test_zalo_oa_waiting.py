"""What waits at an Official Account: another way is tried, untrue letters are taken back, the office sees the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import ManualClock
from bot.committing import apply
from bot.files import Files
from bot.settings import Settings
from bot.storage import Storage
from bot.web.hooks import Hooks
from bot.zalo_oa import NAME
from bot.zalo_oa.channel import ZaloOA
from bot.zalo_oa.client import Client
from bot.zalo_oa.tokens import Tokens
from bot.zalo_oa.webhook import Door
from bot.zalo_oa.window import Window
from handlers.types import Address, Effect, IncomingMessage, Note, Record, Reply, Send
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, REFRESH_TOKEN, SECRET_KEY, FakeZaloOA
from tests.fakes.zalo_oa_app import PUBLIC_URL
from tests.world import store, world

MONDAY = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WHO = "thu-ky-a"


class Desk:
    """The project's own handlers and reminders, with the Official Account as a channel, moved on by hand."""

    def __init__(self, app: App, clock: ManualClock, fake: FakeZaloOA) -> None:
        self.app, self.clock, self.fake = app, clock, fake
        self.storage = app.storage

    async def go_on(self) -> None:
        """A tick of the reminders, then everything that is due goes out."""
        self.app.remind()
        await self.app.pumps[NAME].drain()

    def letters(self, start: str) -> list[tuple[str, str]]:
        """Where letters are, and what has become of them."""
        rows = self.storage.db.execute(
            "SELECT channel, status FROM outbox WHERE instr(key, ?) = 1 ORDER BY id", [start]
        ).fetchall()
        return [(channel, status) for channel, status in rows]

    async def writes(self) -> list[str]:
        """The one whom it is about writes; what has come to them since."""
        before = len(self.fake.sent)
        Window(self.storage).heard("77", self.clock.now(), self.clock.now())
        await self.app.pumps[NAME].drain()
        return [sent.text for sent in self.fake.sent[before:]]

    def send_notice(self) -> None:
        row = {"id": "b1", "by": "van-phong-so", "unit": "so-y-te", "text": "Họp 8 giờ", "units": "bv-a"}
        send = Send(Address(NAME, "77", "77"), Reply("Họp 8 giờ"), f"tb:b1:{WHO}", at=self.clock.now())
        note = Note(send.key, WHO, "broadcast", "b1", send.key, NAME, "bv-a")
        self.does(Record("broadcasts", row), send, note)

    def does(self, *effects: Effect) -> None:
        with self.storage.transaction():
            apply(self.storage, effects, self.clock.now())

    def received(self) -> str:
        """What the office is told about its message."""
        office = Address("console", "van-phong-so", "van-phong-so")
        id_ = f"q{self.storage.next_number('q')}"
        self.app.inbox.accept(IncomingMessage(id_, office, self.clock.now(), "", "tbxem:b1"))
        return self.storage.outbox.of_chat("console", "van-phong-so")[-1].reply.text


def play(folder: Path, scenario: Callable[[Desk], Awaitable[None]], *others: str) -> None:
    """With somebody who used the Official Account last, a week ago, and these other channels before."""
    storage = world(folder / "a.db")
    with storage.transaction():
        storage.db.execute("DELETE FROM contacts WHERE person = ?", [WHO])
    for number, channel in enumerate((NAME, *others)):
        row = {"channel": channel, "user": "77", "chat": "77", "person": WHO}
        store(storage, [Record("contacts", row)], MONDAY - timedelta(days=7 + number))
    storage.close()

    async def run() -> None:
        clock = ManualClock(MONDAY)
        async with FakeZaloOA(clock.now) as fake:
            fake.event("user_send_text", "77", {"text": "chào"})
            kept = Storage(folder / "a.db")
            client = Client(fake.base_url, fake.base_url)
            tokens = Tokens(client, kept, clock, app_id=APP_ID, secret=APP_SECRET, given=REFRESH_TOKEN)
            channel = ZaloOA(
                *(client, tokens, Door(APP_ID, SECRET_KEY)),
                storage=kept,
                files=Files(folder / "a.db"),
                clock=clock,
                hooks=Hooks(clock),
                public_url=PUBLIC_URL,
            )
            # It does not run here; it has its token from the first send on.
            channel.up.set()
            app = build(Settings(database=folder / "a.db", web_port=0), clock, channels=[channel])
            await scenario(Desk(app, clock, fake))
            await client.close()
            app.close()
            kept.close()

    asyncio.run(run())


def test_a_letter_that_waits_goes_another_way_where_there_is_one(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        desk.send_notice()
        await desk.go_on()
        assert desk.letters("tb:") == [(NAME, "queued")]
        await desk.go_on()
        assert desk.letters("tb:") == [("web", "queued")]
        assert desk.letters(f"nhac:{WHO}") == [("web", "queued")]
        assert "đang gửi 1" in desk.received()

    play(tmp_path, scenario, "web")


def test_the_office_sees_that_a_letter_waits_and_then_that_it_has_arrived(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        desk.send_notice()
        await desk.go_on()
        said = desk.received()
        assert "đã tới 0, đang gửi 0" in said
        assert "Đang chờ: 1 người" in said
        assert "đang chờ nhắn lần tới: thư ký" in said
        desk.clock.advance(3600)
        assert any("Họp 8 giờ" in text for text in await desk.writes())
        said = desk.received()
        assert "đã tới 1" in said
        assert "chờ" not in said

    play(tmp_path, scenario)


SENT = {"id": "s1", "duty": "so-y-te-thanh-hoa-2018:first-half-report", "year": 2026, "unit": "bv-a", "by": WHO}
HAPPENS: dict[str, tuple[Record, ...]] = {
    "nothing": (),
    "handed in": (Record("submissions", {**SENT, "day": "2026-06-01"}),),
    "no consent": (
        Record("consents", {"person": WHO, "purpose": "reminders", "given": 0, "text": "t", "channel": "web"}),
    ),
    "left": (Record("memberships", {"id": f"{WHO}@bv-a:secretary", "until": "2026-06-01"}),),
}


@pytest.mark.parametrize("what", HAPPENS)
def test_a_reminder_that_waits_is_taken_back_when_it_has_become_untrue(what: str, tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        desk.clock.set(datetime(2026, 6, 1, 1, 0, tzinfo=UTC))
        await desk.go_on()
        assert desk.letters(f"nhac:{WHO}") == [(NAME, "queued")]
        assert Window(desk.storage).waiting(desk.clock.now()) == ["77"]
        desk.clock.advance(3600)
        desk.does(*HAPPENS[what])
        desk.app.remind()
        shown = any("Báo cáo sơ kết 6 tháng" in text for text in await desk.writes())
        assert shown == (what == "nothing")

    play(tmp_path, scenario)


def test_of_a_deadline_only_the_reminder_of_the_day_is_shown(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        for day in range(14):
            desk.clock.set(datetime(2026, 5, 19, 1, 0, tzinfo=UTC) + day * DAY)
            await desk.go_on()
        # Monday the 1st of June, one day after the deadline.
        said = [text for text in await desk.writes() if "Báo cáo sơ kết 6 tháng" in text]
        assert len(said) == 1
        assert said[0].startswith("Tin ngày 01/06/2026")

    play(tmp_path, scenario)
