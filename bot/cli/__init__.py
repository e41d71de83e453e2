"""The commands, one module each, found by listing this package.

A module offers `add_parser(subparsers, parents)`, which adds its parser with `set_defaults(run=...)`,
where `run(args) -> int` does the work and returns the exit status. Imports that take time belong inside `run`.
"""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings


def settings_of(args: Namespace) -> Settings:
    """The settings, with what the common options --db and --knowledge say; raises SettingsError."""
    from bot.settings import read_settings

    overrides = {"DATABASE": args.db, "KNOWLEDGE_DIR": args.knowledge}
    return read_settings(os.environ, Path(".env"), overrides)
