"""Opening the database, transactions, and what goes wrong with them."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from bot import messages
from bot.errors import ConflictError, StorageError
from bot.storage.schema import migrations

BUSY_SECONDS = 3.0
"""How long a write waits for another program's write; a stop has to fit in five seconds."""

CHECKPOINT_PAGES = 4000
"""Pages (of 4 KiB) of the log before they go into the file: the message that does it waits for the disk."""


def explain(error: sqlite3.Error, path: str) -> StorageError:
    """The one Vietnamese line for what SQLite reports."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    lines = {
        sqlite3.SQLITE_BUSY: messages.DB_LOCKED,
        sqlite3.SQLITE_LOCKED: messages.DB_LOCKED,
        sqlite3.SQLITE_READONLY: messages.DB_READONLY,
        sqlite3.SQLITE_CANTOPEN: messages.DB_READONLY,
        sqlite3.SQLITE_PERM: messages.DB_READONLY,
        sqlite3.SQLITE_FULL: messages.DB_FULL,
        sqlite3.SQLITE_NOTADB: messages.DB_CORRUPT,
        sqlite3.SQLITE_CORRUPT: messages.DB_CORRUPT,
    }
    return StorageError(lines.get(code, messages.DB_FAILED).format(path=path, why=error))


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn what SQLite raises into StorageError."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise ConflictError(str(error)) from error
    except sqlite3.Error as error:
        raise explain(error, path) from error


def open_database(path: Path | None, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open (or make) the database file, in memory when None, ready to write; raises StorageError."""
    if path is not None:
        make_room(path)
        _make_private(path)
    target = ":memory:" if path is None else str(path)
    with explained(target):
        db = Database(sqlite3.connect(target, timeout=busy_seconds), execute_plugins=False)
        try:
            db.enable_wal()
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
            with writing(db, target):
                migrations.apply(db)
        except BaseException:
            db.close()
            raise
    return db


def make_room(path: Path) -> None:
    """Make the folder that a database file is to lie in; raises StorageError, too when the path is a folder."""
    try:
        if path.is_dir():
            raise StorageError(messages.DB_IS_FOLDER.format(path=path))
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(messages.DB_NO_FOLDER.format(path=path.parent, why=error.strerror)) from error


def _make_private(path: Path) -> None:
    """Make the file, where there is none, for its owner only; SQLite gives the files beside it the same rights."""
    # What keeps it from being made SQLite finds as well, and says.
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


@contextmanager
def writing(db: Database, path: str) -> Iterator[None]:
    """One transaction, a writer from its first moment: all of it is stored, or nothing."""
    with explained(path):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
