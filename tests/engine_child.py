"""A `chat --jsonl` with a slow handler, to be killed: engine_child.py DATABASE KNOWLEDGE SECONDS."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bot.chatting import chat_jsonl
from bot.settings import Settings
from handlers.types import IncomingMessage, Outcome, Session
from tests.engine import echo


def slow_echo(incoming: IncomingMessage, session: Session) -> Outcome:
    time.sleep(float(sys.argv[3]))
    return echo(incoming, session)


if __name__ == "__main__":
    chat_jsonl(Settings(database=Path(sys.argv[1]), knowledge_dir=Path(sys.argv[2])), handlers=[slow_echo])
