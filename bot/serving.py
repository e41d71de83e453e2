"""The server process: one for each database, stopped by a signal."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from types import FrameType

from bot import messages
from bot.app import App, build
from bot.clock import SystemClock
from bot.settings import Settings
from bot.storage.lock import exclusive

log = logging.getLogger(__name__)

STOP_SECONDS = 4.5
"""When a stop takes longer, the process ends as it stands: whatever is in the database survives that."""


def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises StartupError, StorageError."""
    with exclusive(settings.database, "serve", messages.DB_SERVED.format(path=settings.database)):
        log.info(messages.SERVE_STARTS, settings.database, settings.knowledge_dir)
        last_resort = threading.Timer(STOP_SECONDS, os._exit, (0,))
        last_resort.daemon = True
        app = build(settings, SystemClock())
        try:
            asyncio.run(_until_signal(app, last_resort))
        finally:
            app.close()
            last_resort.cancel()
    log.info(messages.SERVE_STOPPED)


async def _until_signal(app: App, last_resort: threading.Timer) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def begin_stop() -> None:
        log.info(messages.SERVE_STOPS)
        stop.set()

    def on_signal(number: int, frame: FrameType | None) -> None:
        if not last_resort.is_alive():
            last_resort.start()
            loop.call_soon_threadsafe(begin_stop)

    # signal.signal and not loop.add_signal_handler: that one does not exist on Windows.
    before = {number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        await app.run(stop)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
