"""A whole application with some ways in, in this process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.app import App, build
from bot.channels.web import Web
from bot.ports import OnLine
from bot.settings import Settings
from handlers.types import Address, Handler, Reply, Send
from tests.browser.serving import free_port
from tests.contract.assistant import assistant
from tests.contract.clock import RunningClock
from tests.contract.peer import PATIENCE, PUBLIC, Peer, Place
from tests.contract.peers import PEERS
from tests.contract.waiting import until_so
from tests.fakes.telegram_bot import small_base


class Service:
    """The application over one database, which may be stopped and built again."""

    def __init__(
        self,
        folder: Path,
        peers: Sequence[Peer],
        clock: RunningClock,
        handlers: Sequence[Handler] | None = (assistant,),
        **settings: Any,
    ) -> None:
        """`handlers` None are the project's own, with the knowledge base that `settings` name or the project's."""
        self.peers = peers
        self.clock = clock
        self.database = folder / "service.db"
        self._handlers = handlers
        base = {"knowledge_dir": small_base(folder)} if handlers is not None else {}
        self._settings = {"database": self.database, "web_port": free_port(), "public_url": PUBLIC, **base, **settings}
        self._stop = asyncio.Event()
        self._app: App | None = None
        self._running: asyncio.Task[None] | None = None

    @property
    def app(self) -> App:
        assert self._app is not None
        return self._app

    @property
    def settings(self) -> Settings:
        given: dict[str, Any] = dict(self._settings)
        for peer in self.peers:
            given |= peer.settings
        return Settings(**given)

    async def start(self, *awaited: Peer) -> None:
        """Build it and let it run; returns when those ways in that are `awaited` (all where none is) can be used."""
        for peer in self.peers:
            peer.starting()
        self._stop = asyncio.Event()
        self._app = build(self.settings, self.clock, handlers=self._handlers)
        self._running = asyncio.ensure_future(self._app.run(self._stop))
        page = next(channel for channel in self._app.channels if isinstance(channel, Web))
        ready = asyncio.ensure_future(page.ready.wait())
        await asyncio.wait([self._running, ready], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        for peer in self.peers:
            peer.at(Place(page.url, self.database, self.settings, self._handlers))
        for peer in awaited or self.peers:
            await peer.ready()

    async def stop(self) -> None:
        """End as a signal would end it. Raises what it ended with."""
        self._stop.set()
        if self._running is not None:
            await self._running
        self.app.close()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def tell(self, to: Address, text: str, key: str) -> None:
        """Queue a letter that nobody asked for, as a reminder is queued."""
        now = self.clock.now()
        with self.app.storage.transaction():
            self.app.storage.outbox.add(Send(to, Reply(text), key, at=now), now)
        self.app.pumps[to.channel].wake()

    def statuses(self, to: Address) -> list[str]:
        """What has become of the letters to a member, in their order; "waits" of what does so for their message."""
        held = {key for _, key in self.app.storage.waiting.letters(to.channel, self.app.clock.now())}
        letters = self.app.storage.outbox.of_chat(to.channel, to.chat)
        return ["waits" if one.key in held and one.status == "queued" else one.status for one in letters]

    async def settled(self, to: Address, count: int = 1) -> list[str]:
        """The same, once there are so many and each has been sent or given up."""
        await until_so(
            lambda: len(self.statuses(to)) >= count and not {"queued", "sending"} & set(self.statuses(to)), 60
        )
        return self.statuses(to)

    async def tried(self, to: Address) -> None:
        """Wait until a letter to a member has failed for now, or it is known that there is no line to try it on."""
        sql = "SELECT count(*) FROM outbox WHERE channel = ? AND chat = ? AND last_error IS NOT NULL"
        db = self.app.storage.db
        await until_so(lambda: not self.up(to.channel) or db.execute(sql, [to.channel, to.chat]).fetchone() != (0,))

    def up(self, name: str) -> bool:
        """Whether a channel believes that it can send."""
        [channel] = [one for one in self.app.channels if one.name == name]
        return not isinstance(channel, OnLine) or channel.up.is_set()


@asynccontextmanager
async def serving(
    folder: Path,
    *names: str,
    handlers: Sequence[Handler] | None = (assistant,),
    clock: RunningClock | None = None,
    peers: Sequence[Peer] = (),
    awaited: Sequence[Peer] = (),
    **settings: Any,
) -> AsyncIterator[Service]:
    """A service with these ways in (or `peers` made beforehand), while it runs; of `awaited` see Service.start.

    At the end nothing may have been sent that a server had to refuse. What the project logs is logged in full.
    """
    clock = clock or RunningClock()
    made = [*peers, *(PEERS[name](clock) for name in names)]
    service = Service(folder, made, clock, handlers, **settings)
    logger = logging.getLogger("bot")
    level = logger.level
    logger.setLevel(logging.DEBUG)
    for peer in made:
        await peer.open()
    try:
        await service.start(*awaited)
        try:
            yield service
        finally:
            await service.stop()
    finally:
        for peer in made:
            await peer.close()
        logger.setLevel(level)
    assert [refusal for peer in made for refusal in peer.refusals] == []
