"""Small calls beside the outbox: answers to taps and to inline queries, which nobody waits for very long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, TelegramError

from bot.line import Line
from bot.logs import trace
from bot.telegram import messages
from bot.telegram.failures import describe
from bot.telegram.request import FloodError

log = logging.getLogger(__name__)

TRIES = 3

Call = Callable[[], Coroutine[Any, Any, bool]]
"""Makes a call that does no harm when it is made twice."""


class Errands:
    def __init__(self, connection: Line) -> None:
        self._connection = connection
        self._running: set[asyncio.Task[None]] = set()

    def run(self, what: str, call: Call) -> None:
        """Begin a call; `what` names it in the log."""
        task = asyncio.ensure_future(self._persist(what, call))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self, seconds: float) -> None:
        """Wait for what is running, at most so long; it goes on."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)

    async def close(self) -> None:
        """Cut off what is running."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _persist(self, what: str, call: Call) -> None:
        why = ""
        for tried in range(1, TRIES + 1):
            try:
                await call()
                return
            except BadRequest as error:  # it came too late, as a rule
                log.info(messages.ERRAND_FAILED, what, describe(error))
                return
            except TelegramError as error:
                why = describe(error)
                pause = error.seconds if isinstance(error, FloodError) else float(tried)
            except Exception as error:
                log.error(messages.ERRAND_FAILED, what, trace(error))
                return
            if tried < TRIES:
                await self._connection.rest(pause)
        log.warning(messages.ERRAND_FAILED, what, why)
