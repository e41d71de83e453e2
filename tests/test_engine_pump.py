"""Replies arrive once, in order, within limits; a broken chat delays only itself."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.ports import Closed, Limits, Refused, RetryLater, Unsure
from bot.pump import GIVE_UP, backoff
from bot.storage import Letter, Storage
from handlers.chain import all_commands
from handlers.types import DIALOGUE, Address, Choice, IncomingMessage, Outcome, Reply, Send, Session
from tests.engine import MENU, START, Engine, ToyChannel, message, reply_to


@pytest.fixture
def storage() -> Iterator[Storage]:
    opened = Storage(None)
    yield opened
    opened.close()


def refusing(error: Exception, user: str = "an", times: int = 10**9) -> ToyChannel:
    """A channel that raises for one user, so many times."""
    raised: Counter[str] = Counter()

    def trouble(address: Address, reply: Reply) -> None:
        if address.user == user and raised[user] < times:
            raised[user] += 1
            raise error

    return ToyChannel(trouble=trouble)


def test_a_broken_chat_waits_in_order_and_others_go_on(storage: Storage) -> None:
    engine = Engine(storage, refusing(RetryLater(None, "down"), times=2))
    engine.hear(message(1, "một"), message(2, "hai"), message(3, "ba", user="bình"))
    assert engine.deliver() == [("bình", "1: ba")]
    engine.clock.advance(1)
    assert engine.deliver() == []
    engine.clock.advance(1)
    assert engine.deliver() == []
    engine.clock.advance(1)
    assert engine.deliver() == [("an", "1: một"), ("an", "2: hai")]


def test_the_wait_that_a_channel_asks_for_is_kept(storage: Storage) -> None:
    engine = Engine(storage, refusing(RetryLater(30), times=1))
    engine.hear(message(1, "một"))
    engine.deliver()
    assert storage.outbox.next_time("toy", START) == START + timedelta(seconds=30)
    engine.clock.advance(29.9)
    assert engine.deliver() == []
    engine.clock.advance(0.1)
    assert engine.deliver() == [("an", "1: một")]


def test_waits_grow_are_spread_and_end_at_five_minutes() -> None:
    assert [backoff(attempts, 1.0) for attempts in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert backoff(3, 0.0) == 2
    assert backoff(1000, 1.0) == 300


@pytest.mark.parametrize(
    ("error", "resend", "status"),
    [
        (Refused("blocked"), False, "failed"),
        (Unsure("timed out"), False, "unknown"),
        (TimeoutError(), False, "unknown"),
        (KeyError("a fault of ours"), False, "unknown"),
        (Unsure("timed out"), True, "queued"),
        (Refused("blocked"), True, "failed"),
    ],
)
def test_a_doubtful_send_is_repeated_only_where_that_does_no_harm(
    storage: Storage, error: Exception, resend: bool, status: str
) -> None:
    channel = refusing(error, times=1)
    channel.resend = resend
    engine = Engine(storage, channel)
    engine.hear(message(1, "một"), message(2, "hai"))
    engine.deliver()
    assert engine.statuses() == [status, "queued" if status == "queued" else "sent"]


def test_what_cannot_be_delivered_for_two_days_is_given_up(storage: Storage) -> None:
    engine = Engine(storage, refusing(RetryLater()))
    engine.hear(message(1, "một"))
    engine.deliver()
    engine.clock.advance(GIVE_UP.total_seconds() + 1)
    engine.deliver()
    assert engine.statuses() == ["failed"]


@pytest.mark.parametrize(("resend", "status", "arrives"), [(False, "unknown", 0), (True, "sent", 1)])
def test_what_a_dead_process_was_sending(storage: Storage, resend: bool, status: str, arrives: int) -> None:
    engine = Engine(storage, ToyChannel(resend=resend))
    engine.hear(message(1, "một"))
    with storage.transaction():
        storage.outbox.claim(storage.outbox.heads("toy", START, 1)[0])
    assert engine.deliver() == []
    engine.pump.recover()
    assert len(engine.deliver()) == arrives
    assert engine.statuses() == [status]


def test_a_long_reply_goes_out_in_parts_and_its_choices_with_the_last(storage: Storage) -> None:
    engine = Engine(storage, ToyChannel(limits=Limits(text=20, buttons=True, files=True)))
    to = message(1).sender
    with storage.transaction():
        storage.outbox.add(Send(to, Reply("Dòng thứ nhất dài.\nDòng hai.\nDòng thứ ba.", MENU), "dài"), START)
        storage.outbox.add(Send(to, Reply("Sau cùng"), "sau"), START)
    assert [text for _, text in engine.deliver()] == ["Dòng thứ nhất dài.", "Dòng hai.", "Dòng thứ ba.", "Sau cùng"]
    letters = storage.outbox.of_chat("toy", "an")
    assert [bool(letter.reply.choices) for letter in letters] == [False, False, True, False]


def test_without_buttons_choices_are_a_numbered_list(storage: Storage) -> None:
    engine = Engine(storage, ToyChannel(limits=Limits(text=4096, buttons=False, files=True)))
    engine.hear(message(1, "menu"), message(2, "2"))
    assert engine.deliver() == [("an", "Kỳ nào?\n1. 6 tháng\n2. Cả năm\n(Trả lời bằng số)"), ("an", "1: chọn nam")]


NUMBERED = "Đã nộp chưa?\n1. 6 tháng\n2. Cả năm\n(Trả lời bằng số)"


def letter_to(engine: Engine, choices: tuple[Choice, ...] = MENU, key: str = "nhac") -> list[tuple[str, str]]:
    """What is sent when somebody else's message makes a letter to "an"."""
    with engine.storage.transaction():
        engine.storage.outbox.add(Send(message(1).sender, Reply("Đã nộp chưa?", choices), key), engine.clock.now())
    return engine.deliver()


@pytest.mark.parametrize("buttons", [True, False])
def test_the_numbers_of_a_letter_count_even_before_anything_was_said(storage: Storage, buttons: bool) -> None:
    engine = Engine(storage, ToyChannel(limits=Limits(text=4096, buttons=buttons, files=True)))
    assert letter_to(engine) == [("an", "Đã nộp chưa?" if buttons else NUMBERED)]
    engine.hear(message(2, "2"))
    assert engine.deliver() == [("an", "1: chọn nam")]


def test_a_later_letter_takes_the_numbers_of_an_earlier_one(storage: Storage) -> None:
    engine = Engine(storage)
    letter_to(engine)
    letter_to(engine, MENU[1:], "nhac khac")
    engine.hear(message(3, "1"))
    assert engine.deliver() == [("an", "1: chọn nam")]


def test_a_letter_leaves_the_choices_of_a_question_open(storage: Storage) -> None:
    engine = Engine(storage)
    engine.hear(message(1, "menu"))
    engine.deliver()
    letter_to(engine, (Choice("khac", "Khác"), *MENU))
    engine.hear(message(2, "1"))
    assert engine.deliver() == [("an", "1: chọn sau")]


def test_a_letter_leaves_a_dialogue_its_numbers_and_tells_its_commands_where_there_are_no_buttons(
    storage: Storage,
) -> None:
    def ask(incoming: IncomingMessage, session: Session) -> Outcome:
        return Outcome(replace(session, data={DIALOGUE: {}}), (reply_to(incoming, f"? {incoming.choice}"),))

    all_commands()
    engine = Engine(storage, ToyChannel(limits=Limits(text=4096, buttons=False, files=True)), handlers=[ask])
    engine.hear(message(1, "mời"))
    engine.deliver()
    offered = (Choice("nop:a:b", "Đã nộp"), Choice("mai:a:b", "Nhắc lại mai"), Choice("dadoc:x", "Đã đọc"))
    assert letter_to(engine, offered) == [("an", "Đã nộp chưa?\n(Gõ /han để chọn: Đã nộp; Nhắc lại mai)")]
    engine.hear(message(2, "1"))
    assert engine.deliver() == [("an", "? None")]


def test_what_is_sent_to_somebody_else_is_a_letter_and_an_answer_is_none(storage: Storage) -> None:
    def tell(incoming: IncomingMessage, session: Session) -> Outcome:
        other = Address("toy", "bình", "bình")
        return Outcome(session, (Send(other, Reply("Duyệt?", MENU), "duyet"), reply_to(incoming, "Đã gửi")))

    engine = Engine(storage, handlers=[tell])
    engine.hear(message(1, "xin"))
    engine.deliver()
    assert [storage.outbox.of_chat("toy", user)[0].scheduled for user in ("an", "bình")] == [False, True]
    assert storage.sessions.load("toy:bình:bình").choices == MENU


@dataclass
class Wired(ToyChannel):
    """A toy channel whose line is down at first."""

    up: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.mark.parametrize("resend", [False, True])
def test_while_the_line_is_down_a_hard_stop_leaves_everything_queued(storage: Storage, resend: bool) -> None:
    engine = Engine(storage, Wired(resend=resend))
    engine.hear(message(1, "một"), message(2, "hai", user="bình"))

    async def talk() -> None:
        running = asyncio.ensure_future(engine.pump.run())
        for _ in range(20):
            engine.clock.advance(5)
            await asyncio.sleep(0)
        running.cancel()

    asyncio.run(talk())
    assert engine.deliver() == []
    engine.pump.recover()
    assert engine.statuses() == engine.statuses("bình") == ["queued"]
    assert storage.outbox.of_chat("toy", "an")[0].attempts == 0


def test_the_return_of_the_line_is_noticed_in_the_same_moment(storage: Storage) -> None:
    channel, arrived = Wired(), asyncio.Event()
    channel.trouble = lambda address, reply: arrived.set()
    engine = Engine(storage, channel)
    engine.hear(message(1, "một"))

    async def talk() -> None:
        running = asyncio.ensure_future(engine.pump.run())
        await asyncio.sleep(0)
        channel.up.set()
        await asyncio.wait_for(arrived.wait(), 5)
        await engine.pump.stop(1)
        running.cancel()

    asyncio.run(talk())
    assert engine.clock.now() == START
    assert engine.statuses() == ["sent"]


@pytest.mark.parametrize(("seconds", "status"), [(19, "queued"), (20, "failed")])
def test_a_line_that_stays_down_gives_up_what_has_waited_for_two_days(
    storage: Storage, seconds: float, status: str
) -> None:
    """But not at once: while there was no process nothing could have connected."""
    engine = Engine(storage, Wired())
    engine.hear(message(1, "một"))
    engine.clock.advance(GIVE_UP.total_seconds() + 1)

    async def wait() -> None:
        running = asyncio.ensure_future(engine.pump.run())
        await asyncio.sleep(0)
        engine.clock.advance(seconds)
        for _ in range(20):
            await asyncio.sleep(0)
        running.cancel()

    asyncio.run(wait())
    assert engine.statuses() == [status]


class Thrifty(ToyChannel):
    """A toy channel that lets letters wait for an hour."""

    def puts_off(self, letter: Letter) -> datetime | None:
        return START + timedelta(hours=1) if letter.scheduled and not letter.held else None


def test_what_has_to_wait_lets_others_of_its_chat_go_first_at_once(storage: Storage) -> None:
    channel, arrived = Thrifty(), asyncio.Event()
    engine = Engine(storage, channel)
    channel.trouble = lambda address, reply: arrived.set()
    with storage.transaction():
        storage.outbox.add(Send(message(1).sender, Reply("Đã nộp chưa?", MENU), "nhac", START), START)
    engine.hear(message(1, "một"))

    async def talk() -> None:
        running = asyncio.ensure_future(engine.pump.run())
        await asyncio.wait_for(arrived.wait(), 5)
        await engine.pump.stop(1)
        assert storage.sessions.load("toy:an:an").choices == ()
        arrived.clear()
        engine.clock.advance(3600)
        await asyncio.wait_for(arrived.wait(), 5)
        await engine.pump.stop(1)
        running.cancel()

    asyncio.run(talk())
    assert engine.channel.sent == [("an", "1: một"), ("an", "Đã nộp chưa?")]
    assert storage.sessions.load("toy:an:an").choices == MENU


def test_a_closed_channel_keeps_its_letters(storage: Storage) -> None:
    engine = Engine(storage, refusing(Closed()))
    engine.hear(message(1, "một"))
    with pytest.raises(Closed):
        engine.deliver()
    assert engine.statuses() == ["queued"]


def test_the_running_pump_sends_what_comes_and_what_becomes_due(storage: Storage) -> None:
    engine = Engine(storage)
    arrived = asyncio.Event()
    engine.channel.trouble = lambda address, reply: arrived.set()

    async def talk() -> None:
        running = asyncio.ensure_future(engine.pump.run())
        engine.hear(message(1, "một"))
        await asyncio.wait_for(arrived.wait(), 5)
        arrived.clear()
        with storage.transaction():
            storage.outbox.add(Send(message(1).sender, Reply("Nhắc"), "nhac", START + timedelta(hours=1)), START)
        engine.clock.advance(3600)
        await asyncio.wait_for(arrived.wait(), 5)
        await engine.pump.stop(1)
        running.cancel()

    asyncio.run(talk())
    assert engine.channel.sent == [("an", "1: một"), ("an", "Nhắc")]
    assert engine.statuses() == ["sent", "sent"]


def test_a_hanging_chat_does_not_hold_up_others_and_is_unknown_after_a_stop(storage: Storage) -> None:
    arrived = asyncio.Event()

    class Hanging(ToyChannel):
        async def send(self, address: Address, reply: Reply, key: str) -> None:
            if address.user == "an":
                await asyncio.Event().wait()
            await super().send(address, reply, key)
            arrived.set()

    engine = Engine(storage, Hanging())

    async def talk() -> None:
        running = asyncio.ensure_future(engine.pump.run())
        engine.hear(message(1, "một"), message(2, "hai"), message(3, "ba", user="bình"))
        await asyncio.wait_for(arrived.wait(), 5)
        running.cancel()
        await engine.pump.stop(0.01)

    asyncio.run(talk())
    assert engine.channel.sent == [("bình", "1: ba")]
    assert engine.statuses() == ["unknown", "queued"]


def test_a_result_that_the_database_does_not_take_is_kept_until_it_does(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "a.db", busy_seconds=0)
    other = Storage(tmp_path / "a.db", busy_seconds=0)
    locked, settled = asyncio.Event(), asyncio.Event()

    def lock(address: Address, reply: Reply) -> None:
        if reply.text == "1: một":
            other.db.conn.execute("BEGIN IMMEDIATE")
            locked.set()
        else:
            settled.set()

    engine = Engine(storage, ToyChannel(trouble=lock))

    async def talk() -> None:
        engine.hear(message(1, "một"), message(2, "hai"))
        running = asyncio.ensure_future(engine.pump.run())
        await locked.wait()
        await asyncio.sleep(0)  # lets the pump meet the lock
        other.db.rollback()
        while not settled.is_set():
            engine.clock.advance(5)
            await asyncio.sleep(0)
        running.cancel()
        await engine.pump.stop(1)

    asyncio.run(asyncio.wait_for(talk(), 10))
    assert engine.channel.sent == [("an", "1: một"), ("an", "2: hai")]
    assert engine.statuses() == ["sent", "sent"]
    other.close()
    storage.close()
