"""Files between their preview and their confirmation: kept under the database's folder for an hour, for one session."""

from __future__ import annotations

import contextlib
import re
import secrets
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import StorageError

FOLDER = "uploads"
KEPT = timedelta(hours=1)
_KEY = re.compile(r"[0-9a-f]{32}")


class Uploads:
    """The folder of one database; a temporary one for a database in memory."""

    def __init__(self, database: Path | None) -> None:
        self._folder = (database.parent if database is not None else Path(tempfile.gettempdir())) / FOLDER

    def keep(self, content: bytes, session: str, now: datetime) -> str:
        """Write a file down for a session and return its key. Raises StorageError."""
        key = secrets.token_hex(16)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._folder / f"{int(now.timestamp())}-{session}-{key}").write_bytes(content)
        except OSError as error:
            raise StorageError(str(error)) from error
        return key

    def read(self, key: str, session: str) -> bytes | None:
        """What was kept for a session; None where it is no more, or was never that session's."""
        path = self._path(key, session)
        try:
            return path.read_bytes() if path else None
        except OSError:
            return None

    def drop(self, key: str, session: str) -> None:
        """Remove what was kept for a session."""
        if path := self._path(key, session):
            with contextlib.suppress(OSError):
                path.unlink()

    def sweep(self, now: datetime) -> None:
        """Remove what was kept for longer; what cannot be removed stays for the next time."""
        for path in self._folder.glob("*-*-*"):
            with contextlib.suppress(OSError, ValueError):
                if datetime.fromtimestamp(int(path.name.partition("-")[0]), UTC) <= now - KEPT:
                    path.unlink()

    def _path(self, key: str, session: str) -> Path | None:
        if not _KEY.fullmatch(key):
            return None
        return next(self._folder.glob(f"*-{session}-{key}"), None)
