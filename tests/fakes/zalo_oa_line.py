"""The Zalo OA channel by itself, with what it sends through, and a database that fails when it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import _GeneratorContextManager
from dataclasses import dataclass

from bot.clock import ManualClock
from bot.errors import StorageError
from bot.files import Files
from bot.operators import Operators
from bot.storage import Storage
from bot.web.hooks import Hooks
from bot.zalo_oa import NAME
from bot.zalo_oa.channel import ZaloOA
from bot.zalo_oa.client import Client
from bot.zalo_oa.tokens import Tokens
from bot.zalo_oa.webhook import Door
from bot.zalo_oa.window import Window
from handlers.types import Address, Reply, Send
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, REFRESH_TOKEN, SECRET_KEY, START, FakeZaloOA
from tests.fakes.zalo_oa_app import PUBLIC_URL

TO = Address(NAME, "u7", "u7")
OPERATOR = "web:van-hanh"


@dataclass
class Line:
    """A channel that is not run, with what it sends through."""

    fake: FakeZaloOA
    clock: ManualClock
    storage: Storage
    channel: ZaloOA

    async def send(self, key: str = "k") -> None:
        await self.channel.send(TO, Reply("đây"), key)

    def queue(self, key: str = "k") -> None:
        """Have in the outbox what is sent under a key, as the pump takes it from there."""
        now = self.clock.now()
        with self.storage.transaction():
            self.storage.outbox.add(Send(TO, Reply("đây"), key, at=now), now)

    def told(self) -> list[str]:
        return [letter.reply.text for letter in self.storage.outbox.of_chat("web", "van-hanh")]


def play(scenario: Callable[[Line], Awaitable[None]], storage: Storage | None = None, *, seconds: float = 5.0) -> None:
    async def run() -> None:
        clock = ManualClock(START)
        async with FakeZaloOA(clock.now) as fake:
            kept = storage or Storage(None)
            fake.event("user_send_text", "u7", {"text": "chào"})
            Window(kept).heard("u7", START, START)
            client = Client(fake.base_url, fake.base_url, seconds=seconds)
            tokens = Tokens(client, kept, clock, app_id=APP_ID, secret=APP_SECRET, given=REFRESH_TOKEN)
            channel = ZaloOA(
                *(client, tokens, Door(APP_ID, SECRET_KEY)),
                storage=kept,
                files=Files(None),
                clock=clock,
                hooks=Hooks(clock),
                public_url=PUBLIC_URL,
                operators=Operators(kept, (OPERATOR,), lambda name: None),
            )
            await scenario(Line(fake, clock, kept, channel))
            await client.close()
            kept.close()
        assert fake.refusals == []

    asyncio.run(run())


class Broken(Storage):
    """A database that does not take the next so many transactions."""

    failures = 0

    def transaction(self) -> _GeneratorContextManager[None]:
        if self.failures > 0:
            self.failures -= 1
            raise StorageError("khóa")
        return super().transaction()
