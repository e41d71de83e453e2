"""Logging: one line an event on standard error, without secrets and without what people wrote."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

_QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "asyncio", "uvicorn", "aiolimiter")
"""Libraries that log addresses with tokens in them, or every request."""


def configure(secrets: Iterable[str], level: int = logging.INFO) -> None:
    """Send the log to standard error; each of the secrets is blotted out wherever it appears."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter(secrets))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def trace(error: BaseException) -> str:
    """An error as its type and the places it went through: its own words may quote a message."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " > ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-4:])
    cause = f" from {trace(error.__cause__)}" if error.__cause__ else ""
    return f"{type(error).__name__} at {places or 'unknown place'}{cause}"


class DiscreetFormatter(logging.Formatter):
    """A line of the log without secrets; exceptions as `trace` tells them."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return line

    def formatException(  # noqa: N802 - the name logging calls
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return trace(ei[1]) if ei[1] is not None else ""
