"""Telling the operators what only they can mend: on another channel than the one that is in trouble."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from bot import messages
from bot.errors import StorageError
from bot.storage import Storage
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

    def tell(self, text: str, key: str, now: datetime, but: str = "") -> int:
        """Queue a word to each operator, once for each key; how many could be told. Raises StorageError.

        `but` is the channel in trouble, where nothing would arrive.
        """
        told = 0
        with self._storage.transaction():
            for to in self._addresses(but):
                send = Send(to, Reply(text), f"operator:{key}:{to.session_key}", at=now)
                told += self._storage.outbox.add(send, now)
        for channel in {to.channel for to in self._addresses(but)}:
            self._wake(channel)
        return told

    def warn(self, text: str, key: str, now: datetime, but: str = "") -> bool:
        """The same where nobody waits for it: whether it could be written down; else that is logged."""
        try:
            self.tell(text, key, now, but)
        except StorageError as error:
            log.error(messages.OPERATORS_NOT_TOLD, error)
            return False
        return True

    def _addresses(self, but: str) -> list[Address]:
        """The best way to each operator who has an account; else the address that the settings name."""
        found: dict[str, Address] = {}
        people = self._storage.register.operators()
        known = {f"{one.address.channel}:{one.address.user}" for person in people for one in person.contacts}
        for person in people:
            ways = [way for way in ways_to(person) if way.channel != but]
            if ways:
                found[person.id] = ways[0]
        for name in self._named:
            channel, _, user = name.partition(":")
            if name not in known and channel != but:
                found[name] = Address(channel, user, user)
        return list(found.values())
