"""What a messenger delivered: written down as it came, then worked on, one thing after another for each sender."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Generic, TypeVar

from bot import messages
from bot.clock import Clock
from bot.errors import StorageError
from bot.intake import MOST, REST
from bot.logs import trace
from bot.storage import Storage
from bot.web.rate import RateLimit

log = logging.getLogger(__name__)

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    """A queue for each sender, senders side by side; repeats are told by their ids, which the database keeps.

    Of what one sender sends more than MOST a minute waits in the journal, in its order, until the minute allows it.
    """

    def __init__(
        self,
        channel: str,
        storage: Storage,
        clock: Clock,
        read: Callable[[str, str], tuple[str, Item] | None],
        work: Callable[[Item], Awaitable[None]],
    ) -> None:
        """`read` tells of an id and a body who sent it and what it says, None where nothing is to be done; `work` may
        raise StorageError, then it is called again."""
        self._channel = channel
        self._storage = storage
        self._clock = clock
        self._read = read
        self._work = work
        self._rate = RateLimit(MOST)
        self._open = False
        self._queues: dict[str, deque[tuple[str, Item]]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def open(self) -> None:
        """Work from now on, first on what the last run left. Raises StorageError."""
        with self._storage.reading():
            left = self._storage.arrivals.open(self._channel)
        self._open = True
        for id_, body in left:
            self._put(id_, body)

    def take(self, id_: str, body: str) -> None:
        """Write an event down, to be worked on; one that came before is dropped. Raises StorageError."""
        with self._storage.transaction():
            new = self._storage.arrivals.add(self._channel, id_, body, self._clock.now())
        if new and self._open:
            self._put(id_, body)

    async def close(self) -> None:
        """Stop in the middle of whatever is going on, and leave it to the next run."""
        self._open = False
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()
        self._queues.clear()

    def _put(self, id_: str, body: str) -> None:
        try:
            found = self._read(id_, body)
        except Exception as error:
            log.error(messages.BAD_ARRIVAL, self._channel, trace(error))
            found = None
        if found is None:
            with self._storage.transaction():
                return self._storage.arrivals.settle(self._channel, id_)
        sender, item = found
        queue = self._queues.setdefault(sender, deque())
        queue.append((id_, item))
        if sender not in self._tasks:
            self._tasks[sender] = asyncio.ensure_future(self._run(sender, queue))
        return None

    async def _run(self, sender: str, queue: deque[tuple[str, Item]]) -> None:
        try:
            while queue:
                while seconds := self._rate.wait(sender, self._clock.now()):
                    await self._rest(timedelta(seconds=seconds))
                await self._take_up(*queue.popleft())
        finally:
            del self._tasks[sender], self._queues[sender]

    async def _take_up(self, id_: str, item: Item) -> None:
        """Work on an event, however long the database is away; one that cannot be worked on is left aside."""
        done = False
        while True:
            try:
                if not done:
                    await self._try(item)
                done = True
                with self._storage.transaction():
                    return self._storage.arrivals.settle(self._channel, id_)
            except StorageError as error:
                log.error(messages.ARRIVALS_WAIT, self._channel, error)
                await self._rest(REST)

    async def _try(self, item: Item) -> None:
        try:
            await self._work(item)
        except StorageError:
            raise
        except Exception as error:
            log.error(messages.BAD_ARRIVAL, self._channel, trace(error))

    async def _rest(self, pause: timedelta) -> None:
        await self._clock.wait(asyncio.Event(), self._clock.now() + pause)
