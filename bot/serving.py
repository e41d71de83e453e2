"""The server process: one for each database, stopped by a signal."""

from __future__ import annotations

import asyncio
import logging
import signal
from types import FrameType

from bot import messages
from bot.app import App, build
from bot.clock import SystemClock
from bot.settings import Settings
from bot.storage.lock import exclusive

log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises StartupError, StorageError."""
    with exclusive(settings.database, "serve", messages.DB_SERVED.format(path=settings.database)):
        log.info(messages.SERVE_STARTS, settings.database, settings.knowledge_dir)
        app = build(settings, SystemClock())
        try:
            asyncio.run(_until_signal(app))
        finally:
            app.close()
    log.info(messages.SERVE_STOPPED)


async def _until_signal(app: App) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.set)

    # signal.signal and not loop.add_signal_handler: that one does not exist on Windows.
    before = {number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        await app.run(stop)
        log.info(messages.SERVE_STOPS)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
