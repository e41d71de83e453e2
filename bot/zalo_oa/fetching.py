"""Fetching what members send: at once, for the address runs out."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import httpx

from bot.clock import Clock
from bot.errors import StorageError
from bot.files import MOST_BYTES, Files, not_kept
from bot.logs import trace
from bot.zalo_oa import messages
from bot.zalo_oa.client import Client
from bot.zalo_oa.webhook import Offer
from handlers.types import Attachment

log = logging.getLogger(__name__)

TRIES = 3
FIRST_PAUSE = 2.0
"""Seconds before the second try; then twice as long."""
FETCH_SECONDS = 120.0
"""How long one download may take."""
AT_ONCE = 4
"""Files that are fetched at the same time."""


class TooLargeError(Exception):
    """More bytes than are taken."""


class Fetcher:
    """Fetches files into the folder of evidence; what cannot be fetched is told by the attachment's problem."""

    def __init__(self, client: Client, files: Files, clock: Clock) -> None:
        self._client = client
        self._files = files
        self._clock = clock
        self._room = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, offer: Offer, album: str) -> Attachment:
        """The file, stored, or what was wrong with it. Raises StorageError."""
        why = ""
        for tried in range(TRIES):
            if tried:
                pause = timedelta(seconds=FIRST_PAUSE * 2 ** (tried - 1))
                await self._clock.wait(asyncio.Event(), self._clock.now() + pause)
            try:
                async with self._room, asyncio.timeout(FETCH_SECONDS):
                    content = await self._download(offer.url)
                return await asyncio.to_thread(self._files.keep, offer.name, content, album)
            except TooLargeError:
                return not_kept(offer.name, MOST_BYTES + 1, "too_large", album)
            except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.TooManyRedirects) as error:
                why = type(error).__name__
                break
            except StorageError:
                raise
            except Exception as error:
                why = type(error).__name__ if isinstance(error, httpx.HTTPError) else trace(error)
        log.warning(messages.NOT_FETCHED, why)
        return not_kept(offer.name, 0, "not_fetched", album)

    async def _download(self, url: str) -> bytes:
        """The bytes behind an address; http and https only, which httpx sees to at every redirect."""
        content = bytearray()
        async with self._client.http.stream("GET", url, follow_redirects=True) as response:
            response.raise_for_status()
            async for piece in response.aiter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    raise TooLargeError
        return bytes(content)
