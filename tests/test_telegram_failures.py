"""Telegram that is away, busy, broken or somebody else: what becomes of replies, and of the channel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import Clock, SystemClock
from bot.ports import Refused, RetryLater, Unsure
from bot.telegram.channel import Telegram
from handlers.types import Address, Reply, Session
from tests.fakes.alone import Inbox, WatchedClock, an_hour_away, back_at_once_without_a_connection, keep_going
from tests.fakes.server import Cut, Stall
from tests.fakes.telegram import TOKEN, Answer, FakeTelegram, Fault
from tests.fakes.telegram_bot import make, running

TO = Address("telegram", "7", "7")


def channel(base_url: str, clock: Clock | None = None, *, answer_seconds: float = 5.0) -> Telegram:
    return Telegram(
        TOKEN,
        base_url,
        clock=clock or SystemClock(),
        session=Session,
        chance=lambda: 1.0,
        answer_seconds=answer_seconds,
    )


def sending(fault: Fault | None, *, prepare: Callable[[FakeTelegram], None] = lambda fake: None) -> int:
    """Send one reply through a fault; how many have arrived. Raises what the send raises."""

    async def play() -> int:
        async with FakeTelegram() as fake:
            bot = channel(fake.base_url, answer_seconds=0.5 if isinstance(fault, Stall) else 5.0)
            task = asyncio.ensure_future(bot.run(Inbox()))
            fake.message("chào")
            await fake.until(lambda: fake.times("getUpdates") > 0)
            prepare(fake)
            if fault:
                fake.fail("sendMessage", fault)
            try:
                await bot.send(TO, Reply("đây"), "k")
            except Exception as error:
                error.add_note(str(len(fake.sent)))
                raise
            finally:
                task.cancel()
                await asyncio.wait([task])
            return len(fake.sent)

    return asyncio.run(play())


def test_a_send_that_works_arrives_once() -> None:
    assert sending(None) == 1


def test_too_many_requests_say_when_to_come_back() -> None:
    with pytest.raises(RetryLater) as later:
        sending(Answer(429, "Too Many Requests: retry after 17", {"retry_after": 17}))
    assert later.value.seconds == 17
    with pytest.raises(RetryLater):
        sending(Answer(429, json=False))


def test_whoever_blocked_the_bot_is_not_written_to_again() -> None:
    with pytest.raises(Refused):
        sending(None, prepare=lambda fake: fake.blocked.add(7))
    with pytest.raises(Refused):
        sending(Answer(400, "Bad Request: chat not found"))


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        (Answer(502, json=False), "0"),
        (Answer(500, "Internal Server Error"), "0"),
        (Cut(after=False), "0"),
        (Cut(after=True), "1"),
        (Stall(after=True), "1"),
        (Stall(after=False), "0"),
    ],
)
def test_what_may_have_arrived_is_left_in_doubt(fault: Fault, arrived: str) -> None:
    with pytest.raises(Unsure) as doubt:
        sending(fault)
    assert doubt.value.__notes__ == [arrived]


def test_the_page_of_a_gateway_refuses_nobody_for_good() -> None:
    for code in (403, 404):
        with pytest.raises(RetryLater):
            sending(Answer(code, json=False))


def test_a_server_that_is_not_there_got_nothing() -> None:
    async def play() -> None:
        async with FakeTelegram() as fake:
            bot = channel(fake.base_url)
            task = asyncio.ensure_future(bot.run(Inbox()))
            await fake.until(lambda: fake.times("getUpdates") > 0)
            await fake.stop()
            with pytest.raises(RetryLater):
                await bot.send(TO, Reply("đây"), "k")
            task.cancel()
            await asyncio.wait([task])
            await fake.start()

    asyncio.run(play())


def test_a_send_without_a_connection_goes_back_at_once() -> None:
    asyncio.run(back_at_once_without_a_connection(channel, TO))


@pytest.mark.parametrize("at_start", [True, False])
def test_an_hour_without_telegram_is_survived(at_start: bool) -> None:
    asyncio.run(an_hour_away(FakeTelegram(), channel, Inbox(), at_start=at_start, most=150))


def test_an_update_that_could_not_be_written_down_is_not_acknowledged() -> None:
    async def play() -> None:
        async with FakeTelegram() as fake:
            clock, inbox = WatchedClock(), Inbox(refusals=3)
            number = await fake.says("ghi giúp")
            await fake.says("và tin này")
            bot = asyncio.ensure_future(channel(fake.base_url, clock).run(inbox))
            for _ in range(3):
                rest = await clock.waits.get()
                assert fake.waiting()[0] == number
                clock.advance(rest.total_seconds())
            await fake.until(lambda: not fake.waiting())
            assert [message.text for message in inbox.messages] == ["ghi giúp", "và tin này"]
            bot.cancel()
            await asyncio.wait([bot])

    asyncio.run(play())


@pytest.mark.parametrize(
    "fault",
    [
        Answer(429, "Too Many Requests", {"retry_after": 3}),
        Answer(502, json=False),
        Answer(404, json=False),
        Answer(409, "Conflict: terminated by other getUpdates request"),
        Answer(200, json=False),
        Cut(after=False),
        Cut(after=True),
    ],
)
def test_polling_goes_on_after_any_trouble(fault: Fault) -> None:
    async def play() -> None:
        async with FakeTelegram() as fake:
            fake.fail("getMe", *([] if isinstance(fault, Answer) and fault.code == 409 else [fault]))
            fake.fail("getUpdates", fault)
            clock, inbox = WatchedClock(), Inbox()
            bot = asyncio.ensure_future(channel(fake.base_url, clock).run(inbox))
            advancing = asyncio.ensure_future(keep_going(clock))
            await fake.says("còn đó không?")
            await fake.until(lambda: not fake.waiting())
            assert [message.text for message in inbox.messages] == ["còn đó không?"]
            for task in (bot, advancing):
                task.cancel()
                await asyncio.wait([task])

    asyncio.run(play())


def test_the_poll_after_an_outage_waits_for_nobody_to_write() -> None:
    """Until it is answered nothing is sent, and at night nobody may write for long."""

    async def play() -> None:
        async with FakeTelegram() as fake:
            fake.fail("getUpdates", Answer(502, json=False))
            clock = WatchedClock()
            bot = channel(fake.base_url, clock)
            task = asyncio.ensure_future(bot.run(Inbox()))
            advancing = asyncio.ensure_future(keep_going(clock))

            def polls() -> list[int]:
                return [int(asked["timeout"]) for method, asked in fake.calls if method == "getUpdates"]

            await fake.until(lambda: len(polls()) == 3)
            assert polls() == [30, 0, 30]
            for one in (task, advancing):
                one.cancel()
                await asyncio.wait([one])

    asyncio.run(play())


def test_a_webhook_in_the_way_is_taken_down() -> None:
    async def play() -> None:
        async with FakeTelegram() as fake:
            clock, inbox = WatchedClock(), Inbox()
            bot = asyncio.ensure_future(channel(fake.base_url, clock).run(inbox))
            await fake.until(lambda: fake.times("getUpdates") > 0)
            fake.webhook = True
            advancing = asyncio.ensure_future(keep_going(clock))
            await fake.says("một")
            await fake.says("hai")
            await fake.until(lambda: not fake.waiting() and not fake.webhook)
            assert [message.text for message in inbox.messages] == ["một", "hai"]
            for task in (bot, advancing):
                task.cancel()
                await asyncio.wait([task])

    asyncio.run(play())


def test_a_reply_that_met_a_flood_arrives_once(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeTelegram() as fake, running(fake, tmp_path):
            fake.fail("sendMessage", Answer(429, "Too Many Requests", {"retry_after": 1}))
            await fake.says("chào")
            await fake.until(lambda: len(fake.sent) == 1)

    asyncio.run(play())


def test_updates_that_come_again_are_not_answered_again(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeTelegram() as fake:
            fake.fail("getUpdates", Cut(after=True))
            for text in ("một", "hai"):
                await fake.says(text)
            async with running(fake, tmp_path):
                await fake.until(lambda: len(fake.sent) == 2 and not fake.waiting())
            # Whatever Telegram still holds at the next start, the journal knows what has been answered.
            await fake.again()
            await fake.says("ba")
            async with running(fake, tmp_path):
                await fake.until(lambda: len(fake.sent) == 3 and not fake.waiting())
            assert [sent.text for sent in fake.sent] == ["nghe: một", "nghe: hai", "nghe: ba"]

    asyncio.run(play())


def test_a_reply_in_doubt_is_marked_and_not_repeated(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeTelegram() as fake:
            app, _ = make(fake.base_url, tmp_path)
            stop = asyncio.Event()
            task = asyncio.ensure_future(app.run(stop))
            fake.fail("sendMessage", Cut(after=True))
            await fake.says("một")
            await fake.says("hai")
            await fake.until(lambda: len(fake.sent) == 2)
            stop.set()
            await task
            assert [letter.status for letter in app.storage.outbox.of_chat("telegram", "7")] == ["unknown", "sent"]
            app.close()

    asyncio.run(play())
