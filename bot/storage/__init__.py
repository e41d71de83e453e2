"""The database: one file, one connection, used from one thread."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.storage.arrivals import Arrivals
from bot.storage.connection import BUSY_SECONDS, explained, open_database, writing
from bot.storage.journal import Journal
from bot.storage.keeping import purge
from bot.storage.ledger import Ledger
from bot.storage.links import Links
from bot.storage.outbox import Letter, Outbox
from bot.storage.people import People
from bot.storage.records import Records, check_record
from bot.storage.register import StoredRegister
from bot.storage.sessions import Sessions
from bot.storage.usage import Usage
from bot.storage.waiting import Waiting
from bot.storage.works import Works
from handlers.terms import STRANGERS

__all__ = ["Letter", "Storage", "check_record"]


class Storage:
    """All that is stored. Write inside `transaction()`, read inside `reading()`: both raise StorageError only."""

    def __init__(
        self, path: Path | None, *, operators: Collection[str] = (), busy_seconds: float = BUSY_SECONDS
    ) -> None:
        """Open or make the file; None keeps everything in memory. `operators` as the settings. Raises StorageError."""
        self.db = open_database(path, busy_seconds=busy_seconds)
        self._name = ":memory:" if path is None else str(path)
        self.path = path
        self.journal = Journal(self.db)
        self.sessions = Sessions(self.db)
        self.outbox = Outbox(self.db)
        self.records = Records(self.db)
        self.people = People(self.db, operators)
        self.ledger = Ledger(self.db)
        self.works = Works(self.db)
        self.arrivals = Arrivals(self.db)
        self.links = Links(self.db)
        self.usage = Usage(self.db)
        self.waiting = Waiting(self.db)
        self.register = StoredRegister(self.db, self.people, self.records)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction: all of it is stored, or nothing. Never await inside."""
        with writing(self.db, self._name):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Errors of a read as StorageError."""
        with explained(self._name):
            yield

    def version(self, *tables: str) -> tuple[int, ...]:
        """Changes whenever one of these tables may have, here or by another program."""
        with self.reading():
            other = self.db.execute("PRAGMA data_version").fetchone()[0]
        return (int(other), *(self.records.changes[table] for table in tables))

    def runs(self, channels: Collection[str]) -> None:
        """From now on people are told things through these channels only."""
        self.people.running = frozenset(channels)
        self.records.changes["contacts"] += 1

    def next_number(self, counter: str) -> int:
        """The next number of a counter, from 1, never given twice on one database."""
        with self.transaction():
            row = self.db.conn.execute(
                "INSERT INTO counters (name, value) VALUES (?, 1)"
                " ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
                [counter],
            ).fetchone()
        return int(row[0])

    def purge(self, now: datetime) -> None:
        """Delete what is kept no longer (see handlers.terms). Raises StorageError."""
        with self.transaction():
            purge(self.db, now)
            self.links.purge(now)
            self.arrivals.purge(now - STRANGERS)

    def close(self) -> None:
        self.db.close()
