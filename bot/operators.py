"""Telling the operators what only they can mend: where they read it, and not on the channel that is in trouble."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from bot import messages
from bot.errors import StorageError
from bot.storage import Storage
from bot.zalo_oa import NAME as ZALO_OA
from bot.zalo_oa.window import Window
from handlers.reaching import ways_to
from handlers.types import Address, Reply, Send

log = logging.getLogger(__name__)


class Operators:
    """Whoever runs the service."""

    def __init__(self, storage: Storage, named: tuple[str, ...], wake: Callable[[str], None]) -> None:
        """`named` are the addresses in the settings, "channel:user"; `wake` is told who has something to deliver."""
        self._storage = storage
        self._named = named
        self._wake = wake
        self._window = Window(storage)

    def tell(self, text: str, key: str, now: datetime, but: str = "") -> int:
        """Queue a word to each operator, once for each key; how many it reaches. Raises StorageError.

        `but` is the channel in trouble, where nothing would arrive.
        """
        with self._storage.transaction():
            addresses = self._addresses(but, now)
            for to in addresses:
                send = Send(to, Reply(text), f"operator:{key}:{to.session_key}", at=now)
                self._storage.outbox.add(send, now)
        for channel in {to.channel for to in addresses}:
            self._wake(channel)
        return len(addresses)

    def warn(self, text: str, key: str, now: datetime, but: str = "") -> bool:
        """The same where nobody waits for it: whether it reaches anybody; that it cannot be stored is logged."""
        try:
            return self.tell(text, key, now, but) > 0
        except StorageError as error:
            log.error(messages.OPERATORS_NOT_TOLD, error)
            return False

    def say_lost(self) -> None:
        """Log which of the addresses in the settings are of channels that do not run."""
        for channel in sorted({name.partition(":")[0] for name in self._named}):
            if not self._runs(channel):
                log.warning(messages.OPERATORS_LOST, channel)

    def _addresses(self, but: str, now: datetime) -> list[Address]:
        """The best way to each operator who has an account; else the address that the settings name."""
        found: dict[str, Address] = {}
        people = self._storage.register.operators()
        known = {f"{one.address.channel}:{one.address.user}" for person in people for one in person.contacts}
        for person in people:
            ways = [way for way in ways_to(person) if way.channel != but and self._reaches(way, now)]
            if ways:
                found[person.id] = ways[0]
        for name in self._named:
            channel, _, user = name.partition(":")
            way = Address(channel, user, user)
            if name not in known and channel != but and self._runs(channel) and self._reaches(way, now):
                found[name] = way
        return list(found.values())

    def _runs(self, channel: str) -> bool:
        running = self._storage.people.running
        return running is None or channel in running

    def _reaches(self, way: Address, now: datetime) -> bool:
        """Whether it goes out now: what waits for an operator's next message is no warning."""
        return way.channel != ZALO_OA or self._window.is_open(way.user, now)
