"""Files as addresses of the web server, for messengers that do not carry them: each for one member, for a time."""

from __future__ import annotations

from datetime import timedelta

from bot import messages
from bot.clock import Clock
from bot.files import Files
from bot.storage import Storage
from bot.storage.codec import clean
from handlers.planning import ZONE
from handlers.types import Address, FileRef

KEPT = timedelta(days=7)
"""How long the address of a file opens it."""


class FileLinks:
    """Makes the addresses, under the address where members open the web server."""

    def __init__(self, storage: Storage, files: Files, clock: Clock, public_url: str) -> None:
        self._storage = storage
        self._files = files
        self._clock = clock
        self._public_url = public_url

    def line(self, file: FileRef, to: Address) -> str:
        """What is said of a file: where somebody can open it, or that it is no more. Raises StorageError."""
        name = clean(file.name)
        if self._files.find(file) is None:
            return messages.FILE_GONE.format(name=name)
        now = self._clock.now()
        expires = now + KEPT
        with self._storage.transaction():
            token = self._storage.links.make(file, to, expires, now)
        day = expires.astimezone(ZONE)
        url = f"{self._public_url}/tep/{token}"
        return messages.FILE_LINK.format(name=name, url=url, day=f"{day.day}/{day.month}/{day.year}")
