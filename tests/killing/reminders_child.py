"""The program that reminds, as a process to be killed; it may be told at which statement to the database to die."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.fakes.telegram_bot import make
from tests.killing.dying import RunningClock, die_where_told

ANSWER_SECONDS = 2.0


def main() -> None:
    """Arguments: the address of the Bot API, the folder, when the clock began, and where to die (see dying)."""
    base_url, folder, began, *death = sys.argv[1:]
    app, _ = make(base_url, Path(folder), None, clock=RunningClock(float(began)), answer_seconds=ANSWER_SECONDS)
    die_where_told(app.storage.db.conn, death)
    asyncio.run(app.run(asyncio.Event()))


if __name__ == "__main__":
    main()
