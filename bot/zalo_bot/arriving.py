"""From an event to a message: written down first, then handled in the order of its chat, over any stop in between."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.files import Files, hand_on
from bot.lanes import Lanes
from bot.ports import Inbox
from bot.storage import Storage
from bot.zalo_bot.events import NAME, Event, Said, read_event
from bot.zalo_bot.meter import Meter
from bot.zalo_bot.places import Places
from handlers.types import Attachment, IncomingMessage

_NAMES = "names"

Fetch = Callable[[str, str], Awaitable[Attachment]]
"""Stores the picture of an address under a name, or says what was wrong with it. May raise StorageError."""


class Arriving:
    """What arrives, for one inbox. A picture on its way holds up its own chat and no other."""

    def __init__(
        self, storage: Storage, files: Files, clock: Clock, meter: Meter, places: Places, fetch: Fetch
    ) -> None:
        self._storage = storage
        self._files = files
        self._clock = clock
        self._meter = meter
        self._places = places
        self._fetch = fetch
        self._inbox: Inbox | None = None
        self._names: tuple[str, ...] = ()
        self._lanes = Lanes(NAME, storage, clock, self._read, self._hand_on)

    def open(self, inbox: Inbox) -> None:
        """Begin with what the last run left. Raises StorageError."""
        self._inbox = inbox
        with self._storage.reading():
            self._names = self._names or tuple(json.loads(self._storage.usage.remembered(NAME, _NAMES) or "[]"))
        self._lanes.open()

    def called(self, names: tuple[str, ...]) -> None:
        """Learn what the bot is called in groups. Raises StorageError."""
        if names != self._names:
            with self._storage.transaction():
                self._storage.usage.remember(NAME, _NAMES, json.dumps(names), self._clock.now())
        self._names = names

    def take(self, event: Event) -> None:
        """Write an event down, then handle it; one that came before is dropped. Raises StorageError."""
        self._lanes.take(event.id, event.body)

    async def close(self) -> None:
        """Leave what is being handled to the next run."""
        await self._lanes.close()
        self._inbox = None

    def _read(self, id_: str, body: str) -> tuple[str, tuple[str, Said]] | None:
        said = read_event(json.loads(body), self._clock.now(), self._names)
        return (said.sender.session_key, (id_, said)) if said else None

    async def _hand_on(self, what: tuple[str, Said]) -> None:
        """Make an event a message. Raises StorageError; done twice it is one message."""
        id_, said = what
        assert self._inbox is not None
        self._places.note(said)
        # Before the message is handled, which may be that they want to be forgotten.
        self._meter.met(said.sender.user)
        attachment = None
        if said.picture is not None:
            attachment = await self._fetch(said.picture, f"anh-{id_.rpartition(':')[2][:40]}.jpg")
        hand_on(self._inbox, self._files, IncomingMessage(id_, said.sender, said.at, said.text, attachment=attachment))
