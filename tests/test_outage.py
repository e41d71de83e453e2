"""What does not work for long is told to the operators on another channel, and so is its end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import ManualClock
from bot.line import Line
from bot.operators import Operators
from bot.outage import LASTING, TIMES, Outage
from bot.ports import RetryLater, Unreached, Unsure
from bot.pump import Pump
from bot.storage import Storage
from handlers.types import Address, Reply, Send
from tests.engine import ToyChannel
from tests.fakes.zalo_oa_line import Broken

START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
OPERATOR = "web:van-hanh"
WHAT = "chưa gửi được tin nào"


@pytest.fixture
def storage() -> Iterator[Broken]:
    kept = Broken(None)
    yield kept
    kept.close()


def told(storage: Storage) -> list[str]:
    return [letter.reply.text for letter in storage.outbox.of_chat("web", "van-hanh")]


def outage(storage: Storage, clock: ManualClock) -> Outage:
    return Outage("zalo_bot", WHAT, clock, Operators(storage, (OPERATOR, "zalo_bot:u1"), lambda name: None))


def fails(what: Outage, clock: ManualClock, *, times: int, every: timedelta) -> None:
    for _ in range(times):
        what.failed("ConnectError")
        clock.advance(every.total_seconds())


def test_what_lasts_is_told_once_a_day_with_its_beginning_and_then_its_end(storage: Broken) -> None:
    clock = ManualClock(START)
    what = outage(storage, clock)
    fails(what, clock, times=60, every=timedelta(minutes=1))
    [text] = told(storage)
    assert f"Kênh zalo_bot: {WHAT} từ 08:00 01/06/2026 (ConnectError)" in text
    assert storage.outbox.of_chat("zalo_bot", "u1") == []
    clock.set(START + timedelta(days=1))
    fails(what, clock, times=5, every=timedelta(minutes=1))
    assert len(told(storage)) == 2
    what.works()
    what.works()
    assert [WHAT in text for text in told(storage)] == [True] * 3
    assert "chạy trở lại" in told(storage)[-1]


def test_what_passes_and_what_happens_now_and_then_is_not_told(storage: Broken) -> None:
    clock = ManualClock(START)
    what = outage(storage, clock)
    for _ in range(20):
        fails(what, clock, times=9, every=LASTING / 10)
        what.works()
        fails(what, clock, times=TIMES - 1, every=timedelta(hours=3))
        what.works()
    assert told(storage) == []


def test_what_the_database_does_not_take_is_told_with_the_next_failure(storage: Broken) -> None:
    clock = ManualClock(START)
    what = outage(storage, clock)
    storage.failures = 1
    fails(what, clock, times=3, every=LASTING)
    assert told(storage) == []
    fails(what, clock, times=1, every=LASTING)
    assert len(told(storage)) == 1


def test_what_comes_and_goes_is_told_once_a_day_and_so_is_its_end(storage: Broken) -> None:
    clock = ManualClock(START)
    what = outage(storage, clock)
    for _ in range(30):
        fails(what, clock, times=4, every=LASTING / 2)
        what.works()
    assert len(told(storage)) == 2


def test_a_line_that_is_down_for_long_is_told_of_and_one_that_only_hears_nothing_still_sends(storage: Broken) -> None:
    async def play() -> None:
        clock = ManualClock(START)
        line = Line("telegram", clock, lambda: 1.0, Operators(storage, (OPERATOR,), lambda name: None))
        line.works()
        for number in range(40):
            failing = asyncio.ensure_future(line.failed("Conflict", sends=number < 20))
            await asyncio.sleep(0)
            assert line.up.is_set() == (number < 20)
            clock.advance(30)
            await failing
        assert "mất kết nối từ 08:00 01/06/2026 (Conflict)" in told(storage)[0]
        line.works()
        assert line.up.is_set()
        assert len(told(storage)) == 2

    asyncio.run(play())


@pytest.mark.parametrize(
    ("outcome", "heard"),
    [(Unreached(60, "ConnectError"), 1), (Unsure("HTTP 502"), 1), (RetryLater(60, "the month's plan"), 0)],
)
def test_letters_that_do_not_get_through_for_long_are_told_of(outcome: Exception, heard: int, storage: Broken) -> None:
    def trouble(to: Address, reply: Reply) -> None:
        raise outcome

    async def play() -> None:
        clock, channel = ManualClock(START), ToyChannel("zalo_bot", trouble=trouble)
        pump = Pump(channel, storage, clock, lambda: 1.0, Operators(storage, (OPERATOR,), lambda name: None))
        for number in range(12):
            to = Address("zalo_bot", f"u{number}", f"u{number}")
            with storage.transaction():
                storage.outbox.add(Send(to, Reply("đến hạn"), f"k{number}", at=clock.now()), clock.now())
            await pump.drain()
            clock.advance(61)
        assert len(told(storage)) == heard

    asyncio.run(play())


def test_without_operators_nothing_is_told_and_nothing_breaks() -> None:
    clock = ManualClock(START)
    fails(what := Outage("zalo_bot", WHAT, clock, None), clock, times=5, every=LASTING)
    what.works()
