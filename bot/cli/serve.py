"""`serve`: everything that is configured, until it is told to stop."""

from __future__ import annotations

import signal
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from types import FrameType
from typing import Any


def add_parser(subparsers: Any, parents: Sequence[ArgumentParser]) -> None:
    parser = subparsers.add_parser("serve", parents=parents, help="chạy trang web và các kênh đã cấu hình")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    # Before all that takes time: process 1 of a container does not hear a signal that it has no handler for.
    signal.signal(signal.SIGTERM, _leave)
    from bot import logs
    from bot.cli import settings_of
    from bot.serving import serve

    settings = settings_of(args)
    logs.configure(settings.secrets)
    serve(settings)
    return 0


def _leave(number: int, frame: FrameType | None) -> None:
    """Nothing has been taken in before the server runs; from there on it handles the signal itself."""
    raise SystemExit(0)
