"""The channels, one module each, found by listing this package.

A module offers `create(context: Context) -> Channel | NotConfigured`; one that needs settings also `lacks(settings,
storage) -> str | None`: why it is not set up, as far as can be told without making it.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

from bot.ports import Channel, Context, NotConfigured

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage import Storage

ALWAYS = frozenset({"console", "web"})
"""Need no settings."""


def names() -> list[str]:
    """The modules of this package."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def create(name: str, context: Context) -> Channel | NotConfigured:
    """A module's channel, or the reason why there is none."""
    made: Channel | NotConfigured = _module(name).create(context)
    return made


def configured(settings: Settings, storage: Storage) -> frozenset[str]:
    """The channels that are set up, whether this process runs them or not."""
    asked = (name for name in names() if name not in ALWAYS)
    return ALWAYS | {name for name in asked if _module(name).lacks(settings, storage) is None}


def _module(name: str) -> Any:
    return importlib.import_module(f"{__name__}.{name}")
