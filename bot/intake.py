"""What messengers delivered: written down as it came, then handed to its channel, of one sender so much a minute."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import messages
from bot.clock import Clock
from bot.errors import StorageError
from bot.storage import Storage
from bot.web.rate import RateLimit

log = logging.getLogger(__name__)

MOST = 30
"""Messages of one sender that are handled within any minute.

What is more waits in the journal, in its order, until the minute allows it; it is not lost, nobody is told, and other
senders do not wait for it. The count begins anew with the process, the journal does not.
"""
BATCH = 100
"""Arrivals that are handed on together."""
REST = timedelta(seconds=5)
"""How long to rest when the database takes nothing."""
IDLE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event that is in the journal and not yet a message."""

    number: int
    """Its place among all that came to this process."""
    id: str
    body: str
    sender: str


Handle = Callable[[Sequence[Arrival]], Awaitable[Collection[str]]]
"""Handles arrivals, and returns the ids of those that are done; the others come again."""


class Intake:
    """The arrivals of one channel. Repeats are told by their ids, which the database keeps."""

    def __init__(
        self, channel: str, storage: Storage, clock: Clock, sender: Callable[[str], str], most: int = MOST
    ) -> None:
        """`sender` says who sent what is in a body; it may not raise."""
        self._channel = channel
        self._storage = storage
        self._clock = clock
        self._sender = sender
        self._rate = RateLimit(most)
        self._came = asyncio.Event()
        self._number = 0
        self._waiting: dict[str, deque[Arrival]] = {}
        self._turn: list[Arrival] = []

    def take(self, id_: str, body: str) -> bool:
        """Write an event down, to be handled soon; False where it was seen before. Raises StorageError."""
        with self._storage.transaction():
            new = self._storage.arrivals.add(self._channel, id_, body, self._clock.now())
        if new:
            self._queue(id_, body)
            self._came.set()
        return new

    async def run(self, handle: Handle) -> None:
        """Hand on what the last process left, then what comes, until cancelled. Raises StorageError."""
        with self._storage.reading():
            left = self._storage.arrivals.open(self._channel)
        self._waiting, self._turn = {}, []
        for id_, body in left:
            self._queue(id_, body)
        while True:
            self._came.clear()
            until = self._give_turns(self._clock.now())
            if self._turn:
                await self._hand_on(handle)
            else:
                await self._clock.wait(self._came, until)

    def _queue(self, id_: str, body: str) -> None:
        self._number += 1
        sender = self._sender(body)
        self._waiting.setdefault(sender, deque()).append(Arrival(self._number, id_, body, sender))

    def _give_turns(self, now: datetime) -> datetime:
        """Give a turn to what may be handled now; when to look again."""
        until = now + IDLE
        for sender, waiting in list(self._waiting.items()):
            seconds = 0
            while waiting and not (seconds := self._rate.wait(sender, now)):
                self._turn.append(waiting.popleft())
            if waiting:
                until = min(until, now + timedelta(seconds=seconds))
            else:
                del self._waiting[sender]
        self._turn.sort(key=lambda arrival: arrival.number)
        return until

    async def _hand_on(self, handle: Handle) -> None:
        """Hand on what has its turn; where some of it is not done, rest before it is handed on again."""
        batch, done = self._turn[:BATCH], frozenset[str]()
        try:
            handled = frozenset(await handle(batch))
            with self._storage.transaction():
                for id_ in handled:
                    self._storage.arrivals.settle(self._channel, id_)
            done = handled
        except StorageError as error:
            log.error(messages.ARRIVALS_WAIT, self._channel, error)
        self._turn = [arrival for arrival in self._turn if arrival.id not in done]
        if any(arrival.id not in done for arrival in batch):
            await self._clock.wait(asyncio.Event(), self._clock.now() + REST)
