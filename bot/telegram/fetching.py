"""Fetching what members send, before their messages are written down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot import messages
from bot.errors import StorageError
from bot.files import MOST_BYTES, Files, not_kept
from bot.line import Line
from bot.logs import trace
from bot.telegram.failures import describe
from bot.telegram.incoming import NAME, Offer
from bot.telegram.request import FloodError
from handlers.types import Attachment

log = logging.getLogger(__name__)

TRIES = 4
LONGEST_PAUSE = 30.0
"""Seconds that everybody else waits for one file; asked to wait longer, it is given up."""
DOWNLOAD_SECONDS = 120.0
"""How long one download may take."""
AT_ONCE = 4
"""Files that are fetched at the same time."""


class Fetcher:
    """Fetches files into the folder of evidence; what cannot be fetched is told by the attachment's problem."""

    def __init__(self, bot: ExtBot[int], files: Files, connection: Line, chance: Callable[[], float]) -> None:
        self._bot = bot
        self._files = files
        self._connection = connection
        self._chance = chance
        self._room = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, offer: Offer) -> Attachment:
        """The file, stored, or what was wrong with it. Raises InvalidToken only."""
        size = offer.size or 0
        if size > MOST_BYTES:
            return not_kept(offer.name, size, "too_large", offer.album)
        why = ""
        for tried in range(1, TRIES + 1):
            pause = 2.0 ** (tried - 1) * (0.5 + self._chance() / 2)
            try:
                async with self._room:
                    return await self._store(offer)
            except BadRequest as refusal:
                problem = "too_large" if "too big" in str(refusal).lower() else "not_fetched"
                log.warning(messages.NOT_FETCHED, NAME, describe(refusal))
                return not_kept(offer.name, size, problem, offer.album)
            except InvalidToken:
                raise
            except FloodError as flood:
                why, pause = "429", flood.seconds
            except TelegramError as error:
                why = describe(error)
            except StorageError as error:
                why = str(error)
            except Exception as error:
                why = trace(error)
            if tried == TRIES or pause > LONGEST_PAUSE:
                break
            await self._connection.rest(pause)
        log.warning(messages.NOT_FETCHED, NAME, why)
        return not_kept(offer.name, size, "not_fetched", offer.album)

    async def _store(self, offer: Offer) -> Attachment:
        found = await self._bot.get_file(offer.file_id)
        if found.file_size is not None and found.file_size > MOST_BYTES:
            return not_kept(offer.name, found.file_size, "too_large", offer.album)
        try:
            async with asyncio.timeout(DOWNLOAD_SECONDS):
                content = bytes(await found.download_as_bytearray())
        except InvalidToken as error:  # so PTB calls a 404: the address has run out
            raise TelegramError("the file is not there") from error
        if found.file_size is not None and len(content) < found.file_size:
            raise TelegramError(f"{len(content)} of {found.file_size} bytes")
        return await asyncio.to_thread(self._files.keep, offer.name, content, offer.album)
