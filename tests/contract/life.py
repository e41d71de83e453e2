"""The application as a process of its own, which is killed and started again over the same database."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.settings import Settings
from tests.browser.serving import ROOT, free_port
from tests.contract.clock import START, RunningClock
from tests.contract.peer import PATIENCE, PUBLIC, Peer, Place
from tests.contract.quiet import betrayed
from tests.fakes.telegram_bot import small_base

LOOK_EVERY = timedelta(seconds=0.1)


class Life:
    """One process after another; `log` is what all of them have written."""

    def __init__(
        self, folder: Path, peers: Sequence[Peer], clock: RunningClock, *, pace: float, own: bool = False, **more: str
    ) -> None:
        """`clock` began at START with this `pace`, and goes on so in the process. `own` are the project's handlers."""
        self.peers = peers
        self.clock = clock
        self.database = folder / "life.db"
        self.log = folder / "life.log"
        self.process: asyncio.subprocess.Process | None = None
        self._told = folder / "life.json"
        self._port = free_port()
        self._pace = pace
        self._own = own
        self._settings = {
            "DATABASE": str(self.database),
            "WEB_PORT": str(self._port),
            "PUBLIC_URL": PUBLIC,
            **({} if own else {"KNOWLEDGE_DIR": str(small_base(folder))}),
            **more,
        }

    async def start(self) -> None:
        """Start, and return once every way in can be used."""
        given = {name.upper(): str(value) for peer in self.peers for name, value in peer.settings.items()}
        told = {"settings": {**self._settings, **given}, "own": self._own, "pace": self._pace}
        moments = {"start": START.isoformat(), "since": self.clock.since.isoformat()}
        self._told.write_text(json.dumps({**told, **moments}), encoding="utf-8")
        for peer in self.peers:
            peer.starting()
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.contract.child", str(self._told)),
                cwd=ROOT,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self.process.stdout is not None
        url = (await self.process.stdout.readline()).decode().strip()
        for peer in self.peers:
            peer.at(Place(url, self.database, Settings()))
        for peer in self.peers:
            await peer.ready()

    async def kill(self) -> None:
        """As `kill -9` does."""
        for peer in self.peers:
            peer.starting()
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGKILL)
            await self.process.wait()
            self.process = None

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What is in the database."""
        with closing(sqlite3.connect(self.database, timeout=PATIENCE)) as db:
            return db.execute(sql, values).fetchall()

    def open(self) -> int:
        """How much is still to be handled or to be sent."""
        sql = """SELECT (SELECT count(*) FROM arrivals WHERE body IS NOT NULL)
            + (SELECT count(*) FROM updates WHERE status = 'new')
            + (SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending'))"""
        return int(self.rows(sql)[0][0])

    async def quiet(self, seconds: float = PATIENCE) -> None:
        """Wait until nothing is open. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while await asyncio.to_thread(self.open):
                # It is another process that has to go on.
                await self.clock.wait(asyncio.Event(), self.clock.now() + LOOK_EVERY * self._pace)


@asynccontextmanager
async def living(folder: Path, peers: Sequence[Peer], clock: RunningClock, *, pace: float) -> AsyncIterator[Life]:
    """A process with these ways in, as often as it is killed and started again."""
    life = Life(folder, peers, clock, pace=pace)
    for peer in peers:
        await peer.open()
    try:
        await life.start()
        try:
            yield life
        finally:
            await life.kill()
        assert betrayed(life.log.read_text(encoding="utf-8").splitlines()) == []
    finally:
        for peer in peers:
            await peer.close()
