"""A lock beside the database that dies with its process, so that one role has one process."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot import messages
from bot.errors import StartupError, StorageError
from bot.storage.connection import make_room

PATIENCE = 1.0
"""Seconds to wait for a predecessor that is just ending."""

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def exclusive(database: Path, role: str, refusal: str, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the only lock of a role on a database; raises StartupError(refusal) when another process has it."""
    make_room(database)
    path = database.with_name(f"{database.name}.{role}.lock")
    try:
        file = path.open("ab")
    except OSError as error:
        raise StorageError(messages.LOCK_FAILED.format(path=path, why=error.strerror)) from error
    with file:
        ends = time.monotonic() + patience
        while not _taken(file):
            if time.monotonic() >= ends:
                raise StartupError(refusal)
            time.sleep(0.05)
        yield


def _taken(file: IO[bytes]) -> bool:
    try:
        _take(file)
    except OSError:
        return False
    return True
