"""The toy assistant served over real HTTP: in a thread, or in a process of its own that can be killed."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.app import App
from bot.clock import Clock, SystemClock
from bot.settings import Settings
from bot.web.site import BEAT
from handlers.types import Handler
from tests.browser.toy import answer, app_for, page_of

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0


@dataclass(frozen=True)
class Served:
    url: str
    app: App


@contextmanager
def serving(
    settings: Settings, *, clock: Clock | None = None, handler: Handler = answer, beat: float = BEAT
) -> Iterator[Served]:
    """The page in a thread with its own event loop; stopped, and checked for errors, at the end."""
    ready = threading.Event()
    state: dict[str, object] = {}

    async def run() -> None:
        app = app_for(settings, clock or SystemClock(), handler)
        page_of(app).site.beat = beat
        stop = asyncio.Event()
        state.update(app=app, stop=stop, loop=asyncio.get_running_loop())
        running = asyncio.ensure_future(app.run(stop))
        try:
            waiting = asyncio.ensure_future(page_of(app).ready.wait())
            await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            ready.set()
            await running
        finally:
            app.close()
            ready.set()

    def work() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:
            state["error"] = error
            ready.set()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert ready.wait(PATIENCE)
    if isinstance(error := state.get("error"), BaseException):
        raise error
    app, stop, loop = state["app"], state["stop"], state["loop"]
    assert isinstance(app, App)
    assert isinstance(stop, asyncio.Event)
    assert isinstance(loop, asyncio.AbstractEventLoop)
    try:
        yield Served(page_of(app).url, app)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)
        assert not thread.is_alive()
        if isinstance(error := state.get("error"), BaseException):
            raise error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """The page as a process of its own, on a port that stays the same."""

    def __init__(self, folder: Path, module: str = "tests.browser.toy", *more: str) -> None:
        """`module` serves it, given the folder, the port and what more it takes."""
        self._folder = folder
        self._module = module
        self._more = more
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start, and return once it can serve."""
        command = [sys.executable, "-m", self._module, str(self._folder), str(self._port), *self._more]
        self._process = subprocess.Popen(command, cwd=ROOT)
        transport = httpx.HTTPTransport(retries=8)
        with httpx.Client(transport=transport, timeout=PATIENCE) as client:
            assert client.get(f"{self.url}/healthz").status_code == 200

    def kill(self) -> None:
        """As `kill -9` does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
