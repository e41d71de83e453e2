"""Everything that is logged while the tests run, searched for what may never stand in a log.

Records are seen as they are made, at whatever level their logger lets through and whatever handlers there are: as the
project's own formatter would write them, but with nothing blotted out. Libraries are held to it from WARNING on, where
the program lets them through.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.logs import DiscreetFormatter
from tests.contract import telegram_peer
from tests.fakes import telegram, zalo_bot, zalo_oa

MARK = "KÍN-"
"""Begins every word that tests type and that no log may hold."""
SECRETS = frozenset(
    {
        *(telegram.TOKEN, telegram_peer.SECRET, zalo_bot.TOKEN, zalo_bot.SECRET),
        *(zalo_oa.APP_SECRET, zalo_oa.SECRET_KEY, zalo_oa.REFRESH_TOKEN),
    }
)
"""What the servers of the tests take for tokens and secrets."""
ISSUED = ("access-", "refresh-"), "-For-Tests"
"""How the tokens begin and end that Zalo's server gives out."""
OWN = ("bot", "handlers", "knowledge")


class Watch:
    """Lines that were logged, since they were last taken."""

    def __init__(self) -> None:
        self.seen = 0
        """Lines so far."""
        self._formatter = DiscreetFormatter(())
        self._lines: list[str] = []

    def take(self) -> list[str]:
        """The lines since the last time."""
        lines, self._lines = self._lines, []
        return lines

    @contextmanager
    def watching(self) -> Iterator[Watch]:
        """See every record that is made until the block is left."""
        before = logging.getLogRecordFactory()

        def make(*args: Any, **more: Any) -> logging.LogRecord:
            record: logging.LogRecord = before(*args, **more)
            self.note(record)
            return record

        logging.setLogRecordFactory(make)
        try:
            yield self
        finally:
            logging.setLogRecordFactory(before)

    def note(self, record: logging.LogRecord) -> None:
        """Look at a record as it will be written."""
        if record.name.partition(".")[0] in OWN or record.levelno >= logging.WARNING:
            self.seen += 1
            self._lines.append(_written(record, self._formatter.format))


def betrayed(lines: Iterable[str]) -> list[str]:
    """The lines that hold a secret, or what somebody typed."""
    return [line for line in lines if _betrays(line)]


def quietly(report: pytest.TestReport) -> pytest.TestReport:
    """A report that is a failure where something wrote to the test's standard error what it may not."""
    written = "".join(text for title, text in report.sections if "stderr" in title)
    if report.passed and (lines := betrayed(written.splitlines())):
        report.outcome, report.longrepr = "failed", "\n".join(["a process has written:", *lines])
    return report


def _betrays(line: str) -> bool:
    starts, end = ISSUED
    issued = end in line and any(start in line for start in starts)
    return MARK in line or issued or any(secret in line for secret in SECRETS)


def _written(record: logging.LogRecord, form: Callable[[logging.LogRecord], str]) -> str:
    try:
        # A copy: what a formatter leaves in a record would be seen by the others.
        return form(copy.copy(record))
    except Exception:
        return f"{record.msg!r} {record.args!r}"
