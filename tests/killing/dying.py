"""What a process does to die where it is told to, and a clock that it shares with those that come after it."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clock import SystemClock
from handlers.planning import ZONE

START = datetime(2026, 6, 25, 8, 0, tzinfo=ZONE)
"""A Thursday, three working days before what is due on Tuesday 30 June."""


class RunningClock(SystemClock):
    """A clock that showed START at one reading of the machine's monotonic clock; processes agree on it."""

    def __init__(self, began: float) -> None:
        self._began = began

    def now(self) -> datetime:
        return START + timedelta(seconds=time.monotonic() - self._began)


def die_at(connection: sqlite3.Connection, passing: int, statements: Sequence[str]) -> None:
    """Die when these statements have been met for the n-th time, as the last of them begins.

    Each is a part of a statement; the next is looked for after the one before. An empty one is any statement.
    """
    met = passed = 0

    def watch(begun: str) -> None:
        nonlocal met, passed
        met += statements[met] in begun
        if met == len(statements):
            met, passed = 0, passed + 1
            if passed == passing:
                os.kill(os.getpid(), signal.SIGKILL)

    connection.set_trace_callback(watch)


def die_where_told(connection: sqlite3.Connection, arguments: Sequence[str]) -> None:
    """The same as arguments of a program: the passing, then the statements; none to live."""
    if arguments:
        die_at(connection, int(arguments[0]), arguments[1:])
