"""The program with its own handlers, as a process to be killed while members fill in forms."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

from bot.app import build
from bot.settings import Settings
from knowledge.load import ACTIVITIES, LEXICON, MANIFEST, default_data_dir
from tests.fakes.telegram import TOKEN
from tests.killing.dying import RunningClock, die_where_told

NO_TELEGRAM = "-"


def base_with_forms(folder: Path) -> Path:
    """A knowledge base that has the project's forms and nothing to remind of."""
    base, data = folder / "base", default_data_dir()
    if not base.exists():
        shutil.copytree(data / "forms", base / "forms")
        for name in (MANIFEST, ACTIVITIES, LEXICON):
            shutil.copy(data / name, base / name)
    return base


def settings_for(folder: Path, port: int, telegram: str = NO_TELEGRAM) -> Settings:
    """The web page on a port, and Telegram where the address of a Bot API is given."""
    return Settings(
        telegram_bot_token=None if telegram == NO_TELEGRAM else TOKEN,
        telegram_base_url=telegram,
        web_port=port,
        database=folder / "bot.db",
        knowledge_dir=base_with_forms(folder),
    )


def main() -> None:
    """Arguments: folder, port, when the clock began, the address of the Bot API, and where to die (see dying)."""
    folder, port, began, telegram, *death = sys.argv[1:]
    app = build(settings_for(Path(folder), int(port), telegram), RunningClock(float(began)))
    die_where_told(app.storage.db.conn, death)
    asyncio.run(app.run(asyncio.Event()))


if __name__ == "__main__":
    main()
