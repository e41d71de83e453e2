"""A channel by itself: what it may hand its messages to, a clock that tells who waits, and a messenger that is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, ManualClock
from bot.errors import StorageError
from bot.ports import Channel, OnLine, RetryLater
from handlers.types import Address, IncomingMessage, Reply
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot

START = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass
class Inbox:
    """Keeps what it is given; refuses as often as it is told to."""

    refusals: int = 0
    messages: list[IncomingMessage] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def accept(self, message: IncomingMessage) -> bool:
        if self.refusals:
            self.refusals -= 1
            raise StorageError("khóa")
        return self._keep(message)

    def _keep(self, message: IncomingMessage) -> bool:
        self.messages.append(message)
        self.came.set()
        return True


class WatchedClock(ManualClock):
    """A clock that tells when somebody has begun to wait for it."""

    def __init__(self) -> None:
        super().__init__(START)
        self.waits: asyncio.Queue[timedelta] = asyncio.Queue()

    async def wait(self, event: asyncio.Event, until: datetime) -> None:
        self.waits.put_nowait(until - self.now())
        await super().wait(event, until)


async def keep_going(clock: WatchedClock) -> None:
    """Let every rest be over at once."""
    while True:
        clock.advance((await clock.waits.get()).total_seconds())


async def back_at_once_without_a_connection(channel: Callable[[str, Clock], Channel], to: Address) -> None:
    """A send must not be on its way while nothing can be sent: a hard stop would leave it in doubt."""
    bot = channel("http://127.0.0.1:9", WatchedClock())
    assert isinstance(bot, OnLine)
    assert not bot.up.is_set()
    with pytest.raises(RetryLater) as later:
        await bot.send(to, Reply("đây"), "k")
    assert later.value.seconds == 0.0


async def an_hour_away(
    fake: FakeTelegram | FakeZaloBot,
    channel: Callable[[str, Clock], Channel],
    inbox: Inbox,
    *,
    at_start: bool,
    most: int,
) -> None:
    """The server is gone for an hour, before the first poll or in the middle of it: fewer tries than `most`."""
    await fake.start()
    clock = WatchedClock()
    if at_start:
        await fake.stop()
    task = asyncio.ensure_future(channel(fake.base_url, clock).run(inbox))
    if not at_start:
        await fake.until(lambda: fake.times("getUpdates") > 0)
        await fake.stop()
    rests = []
    while clock.now() < START + timedelta(hours=1):
        rests.append(await clock.waits.get())
        clock.advance(max(0.0, rests[-1].total_seconds()))
    assert max(rests) == timedelta(seconds=30)
    assert len(rests) < most
    await fake.start()
    await fake.says("còn đó không?")
    advancing = asyncio.ensure_future(keep_going(clock))
    async with asyncio.timeout(20):
        await inbox.came.wait()
    assert [message.text for message in inbox.messages] == ["còn đó không?"]
    for one in (task, advancing):
        one.cancel()
        await asyncio.wait([one])
    await fake.stop()
