"""The month's plan of Zalo Bot: who is warned, what waits, and what goes out all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.clock import ManualClock
from bot.committing import apply
from bot.operators import Operators
from bot.pump import Pump
from bot.reminders import PREFIX
from bot.storage import Letter, Storage
from bot.storage.usage import EVER, PEOPLE
from bot.zalo_bot.channel import ZaloBot
from handlers.types import Address, Choice, FileRef, Forget, IncomingMessage, Outcome, Record, Reply, Send, Session
from tests.contract.clock import RunningClock
from tests.fakes.server import Cut
from tests.fakes.zalo_bot import Answer, FakeZaloBot, texts
from tests.fakes.zalo_bot_app import running
from tests.test_zalo_bot_failures import hooked
from tests.world import BEGAN, world

MORNING = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
"""9:00 in Vietnam."""
GATHERED = datetime(2026, 6, 10, 9, 30, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 7, 1, 0, 30, tzinfo=UTC)
OPERATOR = Address("web", "van-hanh", "van-hanh")


@dataclass
class Office:
    """A channel that runs, its pump, and the storage between them, on a clock that stands still."""

    fake: FakeZaloBot
    bot: ZaloBot
    pump: Pump
    storage: Storage
    clock: ManualClock

    async def answers(self, *said: str, user: str = "u7") -> None:
        """Answer what a member asks, and deliver everything that is due."""
        to = Address("zalo_bot", user, user)
        with self.storage.transaction():
            for text in said:
                number = self.storage.outbox.counts()
                self.storage.outbox.add(Send(to, Reply(text), f"a:{text}:{number}"), self.clock.now(), answers=to)
        await self.pump.drain()

    async def tells(self, *replies: Reply | str, key: str = "tin", user: str = "u7", **more: Any) -> None:
        """Tell a member what was not asked for, and deliver everything that is due."""
        to = Address("zalo_bot", user, user)
        with self.storage.transaction():
            for number, said in enumerate(replies):
                reply = Reply(said) if isinstance(said, str) else said
                send = Send(to, reply, f"{key}:{reply.text[:9]}:{number}", at=self.clock.now(), **more)
                self.storage.outbox.add(send, self.clock.now())
        await self.pump.drain()

    async def at(self, now: datetime) -> list[str]:
        """What goes out once it is a later moment."""
        before = len(self.fake.sent)
        self.clock.set(now)
        await self.pump.drain()
        return texts(self.fake.sent[before:])

    def letters(self, user: str = "u7") -> list[Letter]:
        return self.storage.outbox.of_chat("zalo_bot", user)

    def open(self, user: str = "u7") -> list[str]:
        """The choices that a number or a word of a member would pick."""
        key = Address("zalo_bot", user, user).session_key
        return [choice.id for choice in self.storage.sessions.load(key).choices]

    def warnings(self) -> list[str]:
        """What the operator was told, on the other channel."""
        return [letter.reply.text for letter in self.storage.outbox.of_chat("web", "van-hanh")]


@asynccontextmanager
async def office(
    folder: Path, *, used: int = 0, monthly: int = 10, named: str = "web:van-hanh", **more: Any
) -> AsyncIterator[Office]:
    """`used` messages of this month's plan are gone."""
    storage, clock = Storage(folder / "bot.db"), ManualClock(MORNING)
    with storage.transaction():
        if used:
            storage.usage.count("zalo_bot", "2026-06", "sent", used)
    operators = Operators(storage, (named,), lambda channel: None)
    given = {"storage": storage, "clock": clock, "operators": operators, "monthly": monthly, **more}
    async with FakeZaloBot() as fake, hooked(fake, **given) as bot:
        fake.opened("u7", "u8")
        pump = Pump(bot, storage, clock, lambda: 1.0)
        pump.recover()
        yield Office(fake, bot, pump, storage, clock)
    storage.close()


def test_each_level_is_told_once_over_restarts_on_another_channel(tmp_path: Path) -> None:
    async def play() -> list[int]:
        told = []
        for number in range(13):
            async with office(tmp_path) as one:
                await one.answers(f"câu {number}")
                told.append(len(one.warnings()))
                words = one.warnings()
                assert one.storage.outbox.of_chat("zalo_bot", "van-hanh") == []
        assert "7 trên 10" in words[0]
        assert "90%" in words[1]
        assert "gửi hết 10 tin" in words[2]
        return told

    assert asyncio.run(play()) == [0] * 6 + [1, 1, 2] + [3] * 4


def test_a_new_month_begins_at_midnight_in_vietnam(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=3) as one:
            one.clock.set(datetime(2026, 6, 30, 16, 59, tzinfo=UTC))
            await one.answers("tháng này")
            one.clock.set(datetime(2026, 6, 30, 17, 0, tzinfo=UTC))
            await one.answers("tháng sau")
            used = [one.storage.usage.used("zalo_bot", month, "sent") for month in ("2026-06", "2026-07")]
            assert used == [4, 1]

    asyncio.run(play())


def test_what_may_have_gone_out_counts_and_what_was_refused_does_not(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path) as one:
            doubtful = (
                Cut(after=True),
                Answer(502, json=False),
                Answer(500, "Internal Server Error"),
                Answer(408, "late"),
            )
            one.fake.fail("sendMessage", *doubtful, Answer(400, "no"), Answer(429, "Quota exceeded"))
            await one.answers("một", "hai", "ba", "bốn", "năm", "sáu")
            assert [letter.status for letter in one.letters()] == [*["unknown"] * 4, "failed", "queued"]
            assert one.storage.usage.used("zalo_bot", "2026-06", "sent") == len(doubtful)

    asyncio.run(play())


def test_nobody_is_told_in_the_channel_that_is_in_trouble(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=6, named="zalo_bot:u7") as one:
            await one.answers("bảy")
            assert [letter.reply.text for letter in one.letters()] == ["bảy"]

    asyncio.run(play())


def test_with_the_plan_spent_letters_wait_for_the_next_month_and_answers_go_out(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=10) as one:
            await one.tells("thông báo")
            await one.tells("nhắc", key=f"{PREFIX}x")
            # The very chat where letters wait is answered at once.
            await one.answers("trả lời", "trả lời nữa")
            assert texts(one.fake.sent) == ["trả lời", "trả lời nữa"]
            assert {letter.status for letter in one.letters() if letter.scheduled} == {"queued"}
            assert await one.at(NEXT_MONTH - timedelta(seconds=1)) == []
            assert await one.at(NEXT_MONTH) == ["thông báo", "nhắc"]

    asyncio.run(play())


def test_a_reminder_that_ran_out_meanwhile_is_dropped(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=10) as one:
            await one.tells("nhắc", key=f"{PREFIX}x", until=MORNING + timedelta(hours=8))
            assert await one.at(NEXT_MONTH) == []
            assert [letter.status for letter in one.letters()] == ["expired"]

    asyncio.run(play())


def test_the_choices_of_a_letter_that_waits_are_open_to_nobody_before_it_is_seen(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=10) as one:
            await one.tells(Reply("Bà Lan xin vào xã A?", (Choice("duyet:1", "Duyệt"), Choice("tuchoi:1", "Từ chối"))))
            [letter] = one.letters()
            assert (letter.status, letter.attempts, len(letter.reply.choices)) == ("queued", 0, 2)
            assert one.open() == []
            assert await one.at(NEXT_MONTH) == [
                "Bà Lan xin vào xã A?\n1. Duyệt\n2. Từ chối\n(Trả lời bằng số)",
            ]
            assert one.open() == ["duyet:1", "tuchoi:1"]

    asyncio.run(play())


def test_the_numbers_of_a_letter_that_waited_are_those_of_the_moment_in_which_it_goes_out(tmp_path: Path) -> None:
    """Meanwhile the member was asked something else: a number picks among that."""

    async def play() -> None:
        async with office(tmp_path, used=10) as one:
            await one.tells(Reply("Bà Lan xin vào xã A?", (Choice("duyet:1", "Duyệt"), Choice("tuchoi:1", "Từ chối"))))
            session = Session(Address("zalo_bot", "u7", "u7").session_key, choices=(Choice("xoa:1", "Xóa bản ghi"),))
            with one.storage.transaction():
                one.storage.sessions.save(session, one.clock.now())
            [sent] = await one.at(NEXT_MONTH)
            assert sent.startswith("Bà Lan xin vào xã A?")
            assert "1." not in sent
            assert one.open() == ["xoa:1"]

    asyncio.run(play())


@pytest.mark.parametrize("used", [90, 100])
def test_an_old_letter_that_has_to_wait_is_not_given_up(used: int, tmp_path: Path) -> None:
    """It became due while no process ran; nor is it given up where its first try fails after it has waited."""

    async def play() -> None:
        async with office(tmp_path, used=used, monthly=100) as one:
            friday = MORNING - timedelta(days=2, hours=15)
            with one.storage.transaction():
                to = Address("zalo_bot", "u7", "u7")
                one.storage.outbox.add(Send(to, Reply("họp thứ hai"), "broadcast:1", at=friday), friday)
            await one.pump.drain()
            assert [letter.status for letter in one.letters()] == ["queued"]
            one.fake.fail("sendMessage", Answer(409, "Conflict"))
            later = GATHERED if used < 100 else NEXT_MONTH
            assert await one.at(later) == []
            assert [letter.status for letter in one.letters()] == ["queued"]
            assert await one.at(later + timedelta(minutes=1)) == ["họp thứ hai"]

    asyncio.run(play())


def test_a_larger_plan_lets_what_waits_go_out_after_a_restart_in_its_order(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=10) as one:
            await one.tells("thông báo một", key="z")
            one.clock.advance(60)
            await one.tells("thông báo hai", key="y")
            await one.tells("của người khác", user="u8")
            assert one.fake.sent == []
        async with office(tmp_path, monthly=10) as one:
            await one.tells("thông báo ba", key="x")
            assert one.fake.sent == []
        async with office(tmp_path, monthly=10_000) as one:
            # What comes now is behind what has waited.
            await one.tells("thông báo bốn", key="w")
            told = [sent.text for sent in one.fake.sent if sent.chat_id == "u7"]
            assert told == [f"thông báo {number}" for number in ("một", "hai", "ba", "bốn")]
            assert len(one.fake.sent) == 5

    asyncio.run(play())


def test_a_plan_that_is_only_a_little_larger_lets_what_waits_be_gathered(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=10) as one:
            await one.tells("thông báo")
        async with office(tmp_path, monthly=11) as one:
            await one.pump.drain()
            assert one.fake.sent == []
            assert await one.at(GATHERED) == ["thông báo"]

    asyncio.run(play())


def test_an_alert_to_an_operator_waits_for_nothing(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=10) as one:
            await one.tells("thông báo")
            await one.tells("Kênh telegram: dừng hẳn", key="operator:refused:telegram")
            # It carries what waits: that costs nothing of the plan.
            assert texts(one.fake.sent) == ["Kênh telegram: dừng hẳn\n\nthông báo"]

    asyncio.run(play())


def test_a_notice_is_carried_under_the_last_part_of_a_long_letter(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=90, monthly=100) as one:
            await one.tells("tin lẻ")
            await one.tells("một " * 400 + "\n\n" + ("hai " * 300).strip(), key=f"{PREFIX}x")
            first, last = texts(one.fake.sent)
            assert first == ("một " * 400).strip()
            assert last.endswith("hai\n\ntin lẻ")

    asyncio.run(play())


def test_nothing_is_gathered_beyond_the_moment_at_which_it_runs_out(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=90, monthly=100) as one:
            one.clock.set(GATHERED + timedelta(minutes=1))
            closing = GATHERED + timedelta(minutes=90)
            await one.tells("còn thiếu báo cáo", key="don-doc", until=closing)
            await one.tells("còn đến tối mai", key="tin", until=closing + timedelta(days=1))
            assert texts(one.fake.sent) == ["còn thiếu báo cáo"]
            assert await one.at(GATHERED + timedelta(days=1)) == ["còn đến tối mai"]

    asyncio.run(play())


def test_a_letter_whose_first_part_went_out_is_sent_to_its_end(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=9, monthly=10) as one:
            await one.tells(Reply("chữ " * 900), key=f"{PREFIX}x")
            assert len(one.fake.sent) == 2
            assert {letter.status for letter in one.letters()} == {"sent"}

    asyncio.run(play())


def test_what_was_asked_for_and_took_long_is_an_answer(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=10) as one:
            await one.tells("báo cáo đây", key="work:1")
            await one.tells("đang làm", key="work:1:at:50", until=MORNING + timedelta(minutes=1))
            assert texts(one.fake.sent) == ["báo cáo đây"]

    asyncio.run(play())


def test_when_it_runs_low_the_days_digest_carries_single_notices(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=90, monthly=100) as one:
            await one.tells("tin một", "tin hai")
            await one.tells("tin của người khác", user="u8")
            assert one.fake.sent == []
            await one.tells("Hôm nay có 2 việc.", key=f"{PREFIX}x")
            assert texts(one.fake.sent) == ["Hôm nay có 2 việc.\n\ntin một\n\ntin hai"]
            assert {letter.status for letter in one.letters()} == {"sent"}
            assert await one.at(GATHERED) == ["tin của người khác"]
            assert one.storage.usage.used("zalo_bot", "2026-06", "sent") == 92

    asyncio.run(play())


def test_without_a_digest_the_notices_of_a_day_go_out_as_one(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=90, monthly=100) as one:
            await one.tells("tin một", "tin hai", "tin ba")
            await one.answers("trả lời")
            assert texts(one.fake.sent) == ["trả lời"]
            assert await one.at(GATHERED) == ["tin một\n\ntin hai\n\ntin ba"]
            # What comes after the hour waits for that of the next day.
            one.clock.advance(60)
            await one.tells("tin bốn")
            assert await one.at(GATHERED + timedelta(hours=23)) == []
            assert await one.at(GATHERED + timedelta(days=1)) == ["tin bốn"]

    asyncio.run(play())


def test_what_asks_brings_a_file_or_alerts_is_not_gathered(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=90, monthly=100) as one:
            await one.tells(Reply("Không phải anh/chị?", (Choice("no", "Không phải tôi"),)))
            await one.tells(Reply("Tệp đây", files=(FileRef("a.docx", "files/none/a.docx"),)))
            await one.tells("Kênh telegram dừng", key="operator:down")
            assert len(one.fake.sent) == 3

    asyncio.run(play())


def test_what_does_not_fit_under_another_goes_on_its_own(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=90, monthly=100) as one:
            await one.tells("ngắn", "chữ " * 450, "dài " * 450, "nữa")
            sent = await one.at(GATHERED)
            assert [len(text) for text in sent] == [len("ngắn\n\n") + 1799 + len("\n\nnữa") + 1, 1799]
            assert {letter.status for letter in one.letters()} == {"sent"}

    asyncio.run(play())


@pytest.mark.parametrize(
    ("fault", "statuses"),
    [
        (Cut(after=True), ["unknown", "unknown"]),
        (Answer(429, "Quota exceeded"), ["queued", "queued"]),
        (Answer(400, "no"), ["failed", "sent"]),
    ],
)
def test_what_is_carried_shares_the_fate_of_what_carries_it(
    fault: Answer | Cut, statuses: list[str], tmp_path: Path
) -> None:
    """Refused it goes on its own: it may be the other text that is not taken."""

    async def play() -> None:
        async with office(tmp_path, used=90, monthly=100) as one:
            await one.tells("tin một", "tin hai")
            one.fake.fail("sendMessage", fault)
            await one.at(GATHERED)
            assert [letter.status for letter in one.letters()] == statuses
            if statuses[0] == "queued":
                assert await one.at(GATHERED + timedelta(minutes=2)) == ["tin một\n\ntin hai"]

    asyncio.run(play())


def test_after_429_with_the_plan_spent_nothing_is_tried_before_tomorrow(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=10) as one:
            one.fake.plan = 0
            await one.answers("một")
            assert one.fake.times("sendMessage") == 1
            assert len(one.warnings()) == 1
            # 15 hours are left of the day.
            assert await one.at(MORNING + timedelta(hours=14, minutes=59)) == []
            assert one.fake.times("sendMessage") == 1
            one.fake.plan = None
            assert await one.at(MORNING + timedelta(hours=15)) == ["một"]

    asyncio.run(play())


def test_a_plan_of_zero_has_no_limit(tmp_path: Path) -> None:
    async def play() -> None:
        async with office(tmp_path, used=5000, monthly=0) as one:
            await one.tells("thông báo")
            assert texts(one.fake.sent) == ["thông báo"]
            assert one.warnings() == []

    asyncio.run(play())


def test_people_are_counted_once_over_the_whole_life_of_the_bot_and_the_limit_is_told(tmp_path: Path) -> None:
    def told(app: App) -> list[str]:
        return [letter.reply.text for letter in app.storage.outbox.of_chat("web", "van-hanh")]

    async def play() -> None:
        clock = RunningClock(MORNING)
        more: dict[str, Any] = {"hooked": True, "clock": clock, "operators": ("web:van-hanh",)}
        async with FakeZaloBot() as fake:
            async with running(fake, tmp_path, zalo_bot_users=5, **more) as app:
                for user in ("u1", "u2", "u3", "u1", "u2", "u3"):
                    await fake.says("chào", user=user)
                assert told(app) == []
                await fake.says("chào", user="u4")
                assert ["chỉ phục vụ 5 người" in text for text in told(app)] == [True]
            clock.leap(timedelta(days=25))  # into another month
            async with running(fake, tmp_path, zalo_bot_users=5, **more) as app:
                await fake.says("chào", user="u4")
                assert len(told(app)) == 1
                await fake.says("chào", user="u5")
                await fake.says("chào", user="u6")
                assert "Đã có 5 người" in told(app)[1]
                assert len(told(app)) == 2
                rows = app.storage.db.execute("SELECT what FROM channel_usage").fetchall()
                assert not {"u1", "u4"} & {what.removeprefix("person:") for (what,) in rows}
            # Of a larger plan the levels are told anew.
            async with running(fake, tmp_path, zalo_bot_users=8, **more) as app:
                await fake.says("chào", user="u7")
                assert "Đã có 7 người" in told(app)[2]

    asyncio.run(play())


def test_who_is_forgotten_leaves_no_mark_and_is_still_counted() -> None:
    storage = world()
    with storage.transaction():
        contact = {"channel": "zalo_bot", "user": "u1", "chat": "u1", "person": "thu-ky-a"}
        storage.records.store(Record("contacts", contact), BEGAN)
        assert [storage.usage.meet("zalo_bot", user) for user in ("u1", "u2", "u1")] == [1, 2, None]
        before = storage.db.execute("SELECT what FROM channel_usage").fetchall()
        apply(storage, [Forget("thu-ky-a")], MORNING)
        after = storage.db.execute("SELECT what FROM channel_usage").fetchall()
        assert len(after) == len(before) - 1
        assert storage.usage.used("zalo_bot", EVER, PEOPLE) == 2
        assert storage.usage.meet("zalo_bot", "u2") is None
    storage.close()


def test_the_message_that_asks_to_be_forgotten_leaves_no_mark_itself(tmp_path: Path) -> None:
    def forgetting(incoming: IncomingMessage, session: Session) -> Outcome:
        bye = Send(incoming.sender, Reply("đã xóa"), f"k:{incoming.id}")
        return Outcome(session, (Forget("p"), bye) if incoming.text == "xóa" else ())

    async def play() -> None:
        async with FakeZaloBot() as fake, running(fake, tmp_path, (forgetting,), hooked=True) as app:
            with app.storage.transaction():
                app.storage.records.store(Record("people", {"id": "p", "name": "Lan"}), BEGAN)
                contact = {"channel": "zalo_bot", "user": "u1", "chat": "u1", "person": "p"}
                app.storage.records.store(Record("contacts", contact), BEGAN)
            await fake.says("chào", user="u1")
            await fake.says("xóa", user="u1")
            await fake.until(lambda: len(fake.sent) == 1)
            rows = app.storage.db.execute("SELECT what FROM channel_usage WHERE period = ?", [EVER])
            assert rows.fetchall() == [(PEOPLE,)]

    asyncio.run(play())


def test_people_who_were_counted_by_months_are_counted_over_all_of_them(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "bot.db")
    with storage.transaction():
        for month, people in (("2026-05", ("a", "b")), ("2026-06", ("b", "c", "d"))):
            storage.usage.count("zalo_bot", month, "sent", 7)
            for name in people:
                storage.usage.count("zalo_bot", month, f"person:{name}")
                storage.usage.count("zalo_bot", month, "people")
        storage.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'people_ever'")
    storage.close()
    storage = Storage(tmp_path / "bot.db")
    rows = storage.db.execute("SELECT period, what, count FROM channel_usage WHERE what != 'sent' ORDER BY what")
    assert rows.fetchall() == [
        ("ever", "people", 4),
        *(("ever", f"person:{name}", 2 if name == "b" else 1) for name in "abcd"),
    ]
    assert storage.usage.used("zalo_bot", "2026-05", "sent") == 7
    storage.close()
