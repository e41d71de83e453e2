"""`serve`: everything that is configured, until it is told to stop."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any


def add_parser(subparsers: Any, parents: Sequence[ArgumentParser]) -> None:
    parser = subparsers.add_parser("serve", parents=parents, help="chạy trang web và các kênh đã cấu hình")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from bot import logs
    from bot.cli import settings_of
    from bot.serving import serve

    settings = settings_of(args)
    logs.configure(settings.secrets)
    serve(settings)
    return 0
