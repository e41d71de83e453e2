"""The command line: finds the commands, runs one, tells errors in one clear line."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from io import TextIOWrapper

import bot.cli
from bot import messages
from bot.commandline import Parser
from bot.errors import UserError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0, 2 for bad input, 130 when interrupted."""
    _speak_utf8()
    args = _parser().parse_args(arguments)
    try:
        status = _run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has left; what is still buffered must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _run(args: Namespace) -> int:
    try:
        return int(args.run(args))
    except UserError as error:
        return _refuse(error)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        from knowledge.errors import KnowledgeError

        if isinstance(error, KnowledgeError):
            return _refuse(error)
        raise


def _refuse(error: Exception) -> int:
    print(error, file=sys.stderr)  # noqa: T201 - the command line
    return 2


def _parser() -> Parser:
    parser = Parser(prog="tro-ly", description=messages.PROGRAM)
    common = Parser(add_help=False)
    common.add_argument("--db", metavar="PATH", help="tệp cơ sở dữ liệu SQLite")
    common.add_argument("--knowledge", metavar="DIR", help="thư mục tri thức")
    commands = parser.add_subparsers(title="các lệnh", metavar="LỆNH", dest="command")
    for module in sorted(pkgutil.iter_modules(bot.cli.__path__), key=lambda found: found.name):
        importlib.import_module(f"bot.cli.{module.name}").add_parser(commands, [common])

    def without_command(args: Namespace) -> int:
        parser.refuse(messages.COMMAND_MISSING.format(commands=", ".join(commands.choices)))

    parser.set_defaults(run=without_command)
    return parser


def _speak_utf8() -> None:
    """Whatever the machine's locale says."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
