"""`chat`: a conversation in the terminal, for a person or (--jsonl) for programs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any


def add_parser(subparsers: Any, parents: Sequence[ArgumentParser]) -> None:
    parser = subparsers.add_parser("chat", parents=parents, help="trò chuyện trong cửa sổ dòng lệnh")
    parser.add_argument("--jsonl", action="store_true", help="đọc và in JSON Lines, dành cho chương trình")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from bot import logs
    from bot.chatting import chat, chat_jsonl
    from bot.cli import settings_of

    settings = settings_of(args)
    logs.configure(settings.secrets)
    (chat_jsonl if args.jsonl else chat)(settings)
    return 0
