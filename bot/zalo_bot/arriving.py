"""From an event to a message: written down first, then handled in the order of its chat, over any stop in between."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.errors import StorageError
from bot.files import Files
from bot.intake import MOST
from bot.line import Line
from bot.logs import trace
from bot.ports import Inbox
from bot.storage import Storage
from bot.web.rate import RateLimit
from bot.zalo_bot import messages
from bot.zalo_bot.events import NAME, Event, Said, read_event
from bot.zalo_bot.meter import Meter
from bot.zalo_bot.places import Places
from handlers.types import Attachment, IncomingMessage

log = logging.getLogger(__name__)

REST_SECONDS = 5.0
"""How long to rest when something could not be written down."""
_NAMES = "names"

Fetch = Callable[[str, str], Awaitable[Attachment]]
"""Stores the picture of an address under a name, or says what was wrong with it."""


class Arriving:
    """What arrives, for one inbox. A picture on its way holds up its own chat and no other, and so does whoever sends
    more than MOST a minute: what is more waits in the journal until the minute allows it."""

    def __init__(
        self, storage: Storage, files: Files, clock: Clock, line: Line, meter: Meter, places: Places, fetch: Fetch
    ) -> None:
        self._storage = storage
        self._files = files
        self._clock = clock
        self._line = line
        self._meter = meter
        self._places = places
        self._fetch = fetch
        self._inbox: Inbox | None = None
        self._last: dict[str, asyncio.Task[None]] = {}
        """Of each conversation what its next event has to wait for."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._names: tuple[str, ...] = ()
        self._rate = RateLimit(MOST)

    def open(self, inbox: Inbox) -> None:
        """Begin with what the last run left. Raises StorageError."""
        self._inbox = inbox
        with self._storage.reading():
            left = [Event(id_, body) for id_, body in self._storage.arrivals.open(NAME)]
            self._names = self._names or tuple(json.loads(self._storage.usage.remembered(NAME, _NAMES) or "[]"))
        for event in left:
            self._begin(event)

    def called(self, names: tuple[str, ...]) -> None:
        """Learn what the bot is called in groups. Raises StorageError."""
        if names != self._names:
            with self._storage.transaction():
                self._storage.usage.remember(NAME, _NAMES, json.dumps(names), self._clock.now())
        self._names = names

    def take(self, event: Event) -> None:
        """Write an event down, then handle it; one that came before is dropped. Raises StorageError."""
        with self._storage.transaction():
            new = self._storage.arrivals.add(NAME, event.id, event.body, self._clock.now())
        if new:
            self._begin(event)

    async def close(self) -> None:
        """Leave what is being handled to the next run."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        self._last.clear()
        self._inbox = None

    def _begin(self, event: Event) -> None:
        """Handle an event now where nothing has to be waited for, else when its chat's turn comes."""
        try:
            said = read_event(json.loads(event.body), self._clock.now(), self._names)
        except Exception as error:
            log.error(messages.BAD_EVENT, trace(error))
            said = None
        key = said.sender.session_key if said else ""
        before = self._last.get(key)
        at_once = said is None or (said.picture is None and not self._rate.full(key, self._clock.now()))
        if before is None and at_once:
            try:
                self._rate.wait(key, self._clock.now())
                self._hand_on(event, said, None)
                return self._settle(event)
            except StorageError as error:
                log.error(messages.NOT_STORED, error)
        task = self._last[key] = asyncio.ensure_future(self._handle(event, said, key, before))
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._ended(key, done))
        return None

    def _ended(self, key: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._last.get(key) is task:
            del self._last[key]

    async def _handle(self, event: Event, said: Said | None, key: str, before: asyncio.Task[None] | None) -> None:
        picture = asyncio.ensure_future(self._pictured(event, said))
        handed = False
        try:
            if before is not None:
                await asyncio.wait([before])
            attachment = await asyncio.shield(picture)
            while said is not None and (seconds := self._rate.wait(key, self._clock.now())):
                await self._line.rest(seconds)
            while True:
                try:
                    if not handed:
                        self._hand_on(event, said, attachment)
                    handed = True
                    return self._settle(event)
                except StorageError as error:
                    log.error(messages.NOT_STORED, error)
                    await self._line.rest(REST_SECONDS)
        except asyncio.CancelledError:
            if not handed:
                await self._drop(picture)
            raise

    async def _pictured(self, event: Event, said: Said | None) -> Attachment | None:
        if said is None or said.picture is None:
            return None
        return await self._fetch(said.picture, f"anh-{event.id[:40]}.jpg")

    async def _drop(self, picture: asyncio.Task[Attachment | None]) -> None:
        """Remove a picture whose message was not handed on: it is fetched anew."""
        picture.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            kept = await picture
            if kept is not None and kept.path:
                self._files.remove([kept.path])

    def _hand_on(self, event: Event, said: Said | None, attachment: Attachment | None) -> None:
        """Make an event a message. Raises StorageError; done twice it is one message."""
        if said is None:
            return
        assert self._inbox is not None
        self._places.note(said)
        message = IncomingMessage(event.id, said.sender, said.at, said.text, attachment=attachment)
        if not self._inbox.accept(message) and attachment is not None and attachment.path:
            self._files.remove([attachment.path])
        self._meter.met(said.sender.user)

    def _settle(self, event: Event) -> None:
        """It need not be handled any more. Raises StorageError."""
        with self._storage.transaction():
            self._storage.arrivals.settle(NAME, event.id)
