"""The pump of one channel: takes what is due from the outbox, sends it, settles it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot import messages
from bot.clock import Clock
from bot.errors import StorageError
from bot.fit import fit
from bot.logs import trace
from bot.operators import Operators
from bot.outage import Outage
from bot.ports import Channel, Closed, Holds, OnLine, PutOff, Refused, RetryLater, Unreached, Unsure
from bot.storage import Letter, Storage

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Sends in flight at one time, each to another chat."""
IDLE = timedelta(seconds=5)
"""How long to sleep when nothing is due: another process may have queued something without a wake."""
PATIENCE = timedelta(seconds=20)
"""How long a line may be down before letters that are too old are given up."""
SEND_SECONDS = 60.0
"""A send that takes longer may or may not have arrived."""
FIRST_RETRY, LAST_RETRY = 1.0, 300.0
"""Seconds before the second try, and at most between two tries."""
GIVEN_UP = "given up"
"""Begins what is noted of a letter that nobody has refused."""
GIVE_UP = timedelta(days=2)
"""A letter that could not be delivered for so long has lost its sense."""


def backoff(attempts: int, chance: float) -> float:
    """Seconds to wait after so many attempts: doubling, between half and the whole of it by chance (0 to 1)."""
    return float(min(LAST_RETRY, FIRST_RETRY * 2 ** min(attempts - 1, 30)) * (0.5 + chance / 2))


class Pump:
    """Sends for one channel. Letters of a chat go out one after another; a broken chat delays only itself.

    A channel that says when to come back is left alone until then, with whatever else there is to send. While its line
    is down everything stays in the queue, and a hard stop leaves nothing in doubt.
    """

    def __init__(
        self,
        channel: Channel,
        storage: Storage,
        clock: Clock,
        chance: Callable[[], float] = random.random,
        operators: Operators | None = None,
    ) -> None:
        """`operators` are told where sending fails for long."""
        self._channel = channel
        self._storage = storage
        self._clock = clock
        self._chance = chance
        self._outage = Outage(channel.name, messages.NO_SENDING, clock, operators)
        self._event = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        self._closed = False
        self._up = channel.up if isinstance(channel, OnLine) else None
        self._rests_until: datetime | None = None

    def wake(self) -> None:
        """Something may be due."""
        self._event.set()

    def recover(self) -> None:
        """After a start: settle what the last process was sending, and ask again about what the channel lets wait."""
        with self._storage.transaction():
            if not self._channel.resend:
                for letter in self._storage.outbox.sending(self._channel.name):
                    self._doubt(letter)
            count = self._storage.outbox.recover(self._channel.name, resend=self._channel.resend)
        if count:
            log.warning("%s: %d sends were cut off by the last stop", self._channel.name, count)
        if isinstance(self._channel, Holds):
            with self._storage.reading():
                held = self._storage.outbox.held(self._channel.name, self._clock.now())
            for letter in held:
                until = self._channel.puts_off(letter)
                with self._storage.transaction():
                    self._storage.outbox.put_off(letter, until, self._clock.now())

    async def drain(self, settled: Callable[[], None] = lambda: None) -> None:
        """Send everything that is due now, one by one; raises Closed and StorageError.

        `settled` is called as soon as a letter has been settled, and may raise Closed: then it is queued again.
        """
        while self._connected() and (letter := self._next(1)):
            if claimed := self._ready(letter[0]):
                settle = await self._send(claimed)
                settle()
                try:
                    settled()
                except Closed:
                    self._put_back(claimed, None, "closed")
                    raise
            if self._closed:
                raise Closed

    async def run(self) -> None:
        """Send what becomes due, until cancelled or closed."""
        while not self._closed:
            self._event.clear()
            await self._connection()
            now = self._clock.now()
            until = now + IDLE
            try:
                for letter in self._next(AT_ONCE - len(self._open)):
                    self._start(letter)
                with self._storage.reading():
                    until = min(until, self._storage.outbox.next_time(self._channel.name, now) or until)
            except StorageError as error:
                log.error("%s: sending waits: %s", self._channel.name, error)
            await asyncio.sleep(0)  # many that are put off, one after another, hold up nobody
            await self._clock.wait(self._event, until)

    async def stop(self, grace: float) -> None:
        """End what is in flight: wait so many seconds, then cut it off (it becomes unknown, or goes out again)."""
        if self._open:
            await asyncio.wait(self._open, timeout=grace)
        for task in self._open:
            task.cancel()
        if self._open:
            await asyncio.wait(self._open, timeout=0.2)

    def _connected(self) -> bool:
        return self._up is None or self._up.is_set()

    async def _connection(self) -> None:
        """Wait for the line of the channel; what has waited for it too long is given up meanwhile."""
        while self._up is not None and not self._up.is_set():
            await self._clock.wait(self._up, self._clock.now() + PATIENCE)
            if not self._up.is_set():
                try:
                    self._give_up()
                except StorageError as error:
                    log.error("%s: sending waits: %s", self._channel.name, error)

    def _give_up(self) -> None:
        with self._storage.reading():
            old = self._storage.outbox.due_before(self._channel.name, self._clock.now() - GIVE_UP)
        for letter in old:
            self._settling(letter, "failed", f"{GIVEN_UP}: not connected")()

    def _next(self, limit: int) -> list[Letter]:
        now = self._clock.now()
        if self._rests_until is not None and now < self._rests_until:
            return []
        with self._storage.reading():
            late = self._storage.outbox.expirable(self._channel.name, now)
        if late:
            with self._storage.transaction():
                self._storage.outbox.expire(self._channel.name, now)
        with self._storage.reading():
            return self._storage.outbox.heads(self._channel.name, now, limit) if limit else []

    def _start(self, letter: Letter) -> None:
        if claimed := self._ready(letter):
            task = asyncio.ensure_future(self._deliver(claimed))
            self._open.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._open.discard(task)
        self._event.set()

    def _ready(self, letter: Letter) -> Letter | None:
        """Claim a letter, unless its channel lets it wait: then nobody has seen anything of it, its choices included.

        What was claimed before is on its way: its choices have been shown, or other parts of it have gone out.
        """
        if not isinstance(self._channel, Holds) or letter.attempts or letter.part > 1:
            return self._claim(letter)
        if (until := self._channel.puts_off(letter)) is None:
            return self._claim(letter)
        with self._storage.transaction():
            self._storage.outbox.put_off(letter, until, self._clock.now())
        self._event.set()  # what else there is for its chat
        return None

    def _claim(self, letter: Letter) -> Letter | None:
        """Mark the letter as being sent, cut to what the channel can hold; None when it is no longer there.

        From now on a typed number picks among its choices, unless the person is being asked something.
        """
        with self._storage.transaction():
            picked = not letter.scheduled or not self._storage.sessions.busy(letter.to.session_key)
            parts = fit(letter.reply, self._channel.limits, by_number=picked)
            if not self._storage.outbox.claim(letter):
                return None
            if parts != (letter.reply,):
                self._storage.outbox.split(letter, parts)
            if letter.scheduled and picked and letter.reply.choices:
                self._storage.sessions.show(letter.to.session_key, letter.reply.choices, self._clock.now())
        return replace(letter, reply=parts[0], status="sending", attempts=letter.attempts + 1)

    async def _deliver(self, letter: Letter) -> None:
        """Deliver; while the database does not take the result, keep it and try again."""
        settle = await self._send(letter)
        while True:
            try:
                return settle()
            except StorageError as error:
                log.error("%s: result of a send waits: %s", self._channel.name, error)
                await self._clock.wait(asyncio.Event(), self._clock.now() + IDLE)

    async def _send(self, letter: Letter) -> Callable[[], None]:
        """Send, and return what has to be written down about it."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._channel.send(letter.to, letter.reply, letter.key)
        except RetryLater as later:
            if isinstance(later, Unreached):
                self._outage.failed(str(later))
            return self._again(letter, later)
        except Refused as refusal:
            self._outage.works()
            return self._settling(letter, "failed", str(refusal))
        except Closed:
            self._closed = True
            return lambda: self._put_back(letter, None, "closed")
        except asyncio.CancelledError:
            with contextlib.suppress(StorageError):  # left as "sending", the next start settles it
                self._doubtful(letter, "stopped while sending")()
            raise
        except (Unsure, TimeoutError) as doubt:
            self._outage.failed(str(doubt) or "timed out")
            return self._doubtful(letter, str(doubt) or "timed out")
        except Exception as error:
            log.error("%s: send failed in an unknown way: %s", self._channel.name, trace(error))
            return self._doubtful(letter, type(error).__name__)
        self._outage.works()
        return self._settling(letter, "sent", None)

    def _doubtful(self, letter: Letter, reason: str) -> Callable[[], None]:
        """It may have arrived: once more where copies do no harm, else unknown."""
        if self._channel.resend:
            return self._again(letter, RetryLater(None, reason))
        return self._settling(letter, "unknown", reason)

    def _again(self, letter: Letter, later: RetryLater) -> Callable[[], None]:
        now = self._clock.now()
        if later.seconds:
            self._rests_until = max(now + timedelta(seconds=later.seconds), self._rests_until or now)
        if now - letter.due_at > GIVE_UP and not isinstance(later, PutOff):
            return self._settling(letter, "failed", f"{GIVEN_UP}: {later}")
        seconds = later.seconds if later.seconds is not None else backoff(letter.attempts, self._chance())
        return lambda: self._put_back(letter, seconds, str(later))

    def _put_back(self, letter: Letter, seconds: float | None, reason: str) -> None:
        retry_at = None if seconds is None else self._clock.now() + timedelta(seconds=seconds)
        with self._storage.transaction():
            self._storage.outbox.put_back(letter, retry_at, reason)

    def _settling(self, letter: Letter, status: str, error: str | None) -> Callable[[], None]:
        def settle() -> None:
            with self._storage.transaction():
                self._storage.outbox.settle(letter, status, self._clock.now(), error)
                if status != "sent":
                    self._doubt(letter)
            if status != "sent":
                log.warning("%s: letter %d %s after %d tries", self._channel.name, letter.id, status, letter.attempts)

        return settle

    def _doubt(self, letter: Letter) -> None:
        """A reply may not have arrived: whoever was to see it may go on from the one before."""
        if not letter.scheduled and self._storage.outbox.is_last(letter):
            self._storage.sessions.doubt(letter.to.session_key)
