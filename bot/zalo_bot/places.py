"""Where to answer: Zalo's private chat has its person's id; where it ever has another, that is remembered."""

from __future__ import annotations

from bot.clock import Clock
from bot.storage import Storage
from bot.zalo_bot.events import NAME, Said
from handlers.types import Address

_CHAT = "chat:"


class Places:
    """The ids of chats."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def note(self, said: Said) -> None:
        """Remember where a person speaks, if their address does not say it. Raises StorageError."""
        if said.chat == self.of(said.sender):
            return
        with self._storage.transaction():
            self._storage.usage.remember(NAME, _CHAT + said.sender.user, said.chat, self._clock.now())

    def of(self, address: Address) -> str:
        """The id of an address's chat. Raises StorageError."""
        if not address.private:
            return address.chat
        with self._storage.reading():
            return self._storage.usage.remembered(NAME, _CHAT + address.user) or address.chat
