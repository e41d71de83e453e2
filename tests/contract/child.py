"""The application as a process that can be killed: `python -m tests.contract.child FILE`, told by a file of JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path

from bot import logs
from bot.app import App, build
from bot.channels.web import Web
from bot.settings import read_settings
from tests.contract.assistant import assistant
from tests.contract.clock import RunningClock


def main() -> None:
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    settings = read_settings({}, overrides=told["settings"])
    logs.configure(settings.secrets)
    clock = RunningClock(*(datetime.fromisoformat(told["start"]), told["pace"]), datetime.fromisoformat(told["since"]))
    app = build(settings, clock, handlers=None if told["own"] else (assistant,))
    try:
        asyncio.run(_run(app))
    finally:
        app.close()


async def _run(app: App) -> None:
    """Run for ever, and say where the page is once it can be opened."""
    page = next(channel for channel in app.channels if isinstance(channel, Web))
    running = asyncio.ensure_future(app.run(asyncio.Event()))
    ready = asyncio.ensure_future(page.ready.wait())
    await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED)
    print(page.url, flush=True)
    await running


if __name__ == "__main__":
    main()
