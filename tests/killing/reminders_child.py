"""The program that reminds, as a process to be killed; it may be told at which statement to the database to die."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from handlers.planning import ZONE
from tests.fakes.telegram_bot import make

START = datetime(2026, 6, 25, 8, 0, tzinfo=ZONE)
"""A Thursday, three working days before what is due on Tuesday 30 June."""
ANSWER_SECONDS = 2.0


class RunningClock(SystemClock):
    """A clock that showed START at one reading of the machine's monotonic clock; processes agree on it."""

    def __init__(self, began: float) -> None:
        self._began = began

    def now(self) -> datetime:
        return START + timedelta(seconds=time.monotonic() - self._began)


def die_at(connection: sqlite3.Connection, statement: str, passing: int) -> None:
    """Die when a statement that holds this text is begun for the n-th time."""
    passed = 0

    def watch(begun: str) -> None:
        nonlocal passed
        passed += statement in begun
        if passed == passing:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.set_trace_callback(watch)


def main() -> None:
    """Arguments: the address of the Bot API, the folder, when the clock began, and where to die: statement, passing."""
    base_url, folder, began, *death = sys.argv[1:]
    app, _ = make(base_url, Path(folder), None, clock=RunningClock(float(began)), answer_seconds=ANSWER_SECONDS)
    if death:
        die_at(app.storage.db.conn, death[0], int(death[1]))
    asyncio.run(app.run(asyncio.Event()))


if __name__ == "__main__":
    main()
