"""What takes long is done here, one after another, beside the conversations: its answer is a message of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot import messages
from bot.clock import Clock
from bot.committing import apply, to_wake
from bot.errors import StorageError
from bot.files import Files
from bot.logs import trace
from bot.storage import Storage
from handlers.desk import Desk
from handlers.types import Address, Effect, Outcome, Reply, Send, Session, Work

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
"""A work that was begun so often and never ended may be what kills the process."""
IDLE = timedelta(seconds=30)
QUIET_SECONDS = 2.0
"""Nothing is said of a work that takes no longer."""
STEPS = 4
"""It says so at most so often."""

Progress = Callable[[int, int], None]
"""Told how much of how much is done; may be told from another thread."""


@dataclass(frozen=True, slots=True)
class Product:
    """What came of a work: what is said to whoever asked, and what else is to be done."""

    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...] = ()


Maker = Callable[[Desk, Address, Mapping[str, Any], Progress], Product]
"""Does one kind of work; it checks again whether whoever asked may have it."""


class Workshop:
    """Does the works of one storage."""

    def __init__(
        self,
        storage: Storage,
        desk_of: Callable[[Storage], Desk],
        makers: Mapping[str, Maker],
        clock: Clock,
        wake: Callable[[str], None] = lambda channel: None,
        quiet: float = QUIET_SECONDS,
    ) -> None:
        """`desk_of` makes the desk of another connection; `wake` is told who has something to deliver; a work that
        takes longer than `quiet` seconds says how far it is."""
        self._storage = storage
        self._desk_of = desk_of
        self._makers = makers
        self._clock = clock
        self._tell = wake
        self._files = Files(storage.path)
        self._quiet = quiet
        self._event = asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._event.set()

    def run_one(self, progress: Progress = lambda done, whole: None) -> bool:
        """Do the first work here and now; whether there was one. Raises StorageError."""
        work = self._begin()
        if work is None:
            return False
        self._settle(work, *self._done(work, progress))
        return True

    async def run(self) -> None:
        """Do works as they come, until cancelled; each in a thread with a connection of its own."""
        while True:
            self._event.clear()
            try:
                while work := self._begin():
                    made = await asyncio.to_thread(self._done, work, self._telling(work))
                    self._settle(work, *made)
            except StorageError as error:
                log.error(messages.WORK_FAILED, error)
            await self._clock.wait(self._event, self._clock.now() + IDLE)

    def _telling(self, work: Work) -> Progress:
        """Passes on from a thread how far a work is."""
        loop = asyncio.get_running_loop()
        return _Telling(lambda part: loop.call_soon_threadsafe(self._report, work, part), self._quiet)

    def _begin(self) -> Work | None:
        """The next work, counted as begun; one that was begun too often is given up."""
        while True:
            with self._storage.reading():
                work = self._storage.works.first()
            if work is None:
                return None
            with self._storage.transaction():
                attempts = self._storage.works.count_attempt(work.key)
            if attempts <= MAX_ATTEMPTS:
                return work
            log.error("work %s given up after %d starts", work.what, MAX_ATTEMPTS)
            self._settle(work, Product((Reply(messages.WORK_APOLOGY),)), "failed")

    def _done(self, work: Work, progress: Progress) -> tuple[Product, str]:
        """What came of it, on a connection of its own; an apology where it fails."""
        try:
            if self._storage.path is None:
                with self._storage.reading():
                    return self._made(work, self._desk_of(self._storage), progress), "done"
            with closing(Storage(self._storage.path)) as storage, storage.reading():
                return self._made(work, self._desk_of(storage), progress), "done"
        except StorageError:
            raise
        except Exception as error:
            log.error("work %s failed: %s", work.what, trace(error))
            return Product((Reply(messages.WORK_APOLOGY),)), "failed"

    def _made(self, work: Work, desk: Desk, progress: Progress) -> Product:
        return self._makers[work.what](desk, work.to, work.args, progress)

    def _settle(self, work: Work, product: Product, status: str) -> None:
        """Store what came of a work, with its files, once."""
        now = self._clock.now()
        sends = (
            Send(work.to, reply, f"work:{work.key}:{number}", at=now) for number, reply in enumerate(product.replies)
        )
        outcome = self._files.filed(Outcome(Session(""), (*product.effects, *sends)))
        with self._storage.transaction():
            apply(self._storage, outcome.effects, now)
            self._storage.works.settle(work.key, status)
        for channel in to_wake(outcome.effects):
            self._tell(channel)

    def _report(self, work: Work, part: float) -> None:
        """Tell how far a work is; it is no loss where that cannot be told."""
        now = self._clock.now()
        filled = round(part * 10)
        bar = "▓" * filled + "░" * (10 - filled)
        reply = Reply(messages.WORK_GOES_ON.format(bar=bar, percent=int(part * 100)))
        send = Send(work.to, reply, f"work:{work.key}:at:{int(part * 100)}", at=now, until=now + timedelta(minutes=1))
        with contextlib.suppress(StorageError), self._storage.transaction():
            apply(self._storage, (send,), now)
        self._tell(work.to.channel)


class _Telling:
    """Passes on at most STEPS times, and only after some seconds, how far a work is."""

    def __init__(self, report: Callable[[float], object], quiet: float) -> None:
        self._report = report
        self._quiet = quiet
        self._began = time.monotonic()
        self._told = 0
        self._lock = threading.Lock()

    def __call__(self, done: int, whole: int) -> None:
        if whole <= 0 or done >= whole or time.monotonic() - self._began < self._quiet:
            return
        with self._lock:
            step = int(done / whole * STEPS)
            if step > self._told:
                self._told = step
                self._report(done / whole)
