"""The channels, one module each, found by listing this package.

A module offers `create(context: Context) -> Channel | NotConfigured`.
"""

from __future__ import annotations

import importlib
import pkgutil

from bot.ports import Channel, Context, NotConfigured


def names() -> list[str]:
    """The modules of this package."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def create(name: str, context: Context) -> Channel | NotConfigured:
    """A module's channel, or the reason why there is none."""
    made: Channel | NotConfigured = importlib.import_module(f"{__name__}.{name}").create(context)
    return made
