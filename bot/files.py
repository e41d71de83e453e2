"""Files that are handed to members: under the database's folder, under names nobody can guess."""

from __future__ import annotations

import contextlib
import re
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import StorageError
from handlers.types import FileRef, Outcome, Reply, Send

FOLDER = "files"
KEPT = timedelta(days=30)
"""How long a file can be fetched."""
_KEY_BYTES = 16


class Files:
    """The folder of one database; a temporary one for a database in memory."""

    def __init__(self, database: Path | None) -> None:
        self._root = database.parent if database is not None else Path(tempfile.gettempdir())

    def filed(self, outcome: Outcome) -> Outcome:
        """The outcome with every new file written and named by its path. Raises StorageError."""
        if not any(isinstance(effect, Send) and effect.reply.files for effect in outcome.effects):
            return outcome
        effects = tuple(
            replace(effect, reply=self._reply(effect.reply)) if isinstance(effect, Send) else effect
            for effect in outcome.effects
        )
        return replace(outcome, effects=effects)

    def _reply(self, reply: Reply) -> Reply:
        files = tuple(self.write(file) if file.content is not None else file for file in reply.files)
        return replace(reply, files=files)

    def write(self, file: FileRef) -> FileRef:
        """Write a file and return where it is, relative to the database's folder. Raises StorageError."""
        name = safe_name(file.name)
        path = Path(FOLDER) / secrets.token_hex(_KEY_BYTES) / name
        try:
            (self._root / path).parent.mkdir(parents=True)
            (self._root / path).write_bytes(file.content or b"")
        except OSError as error:
            raise StorageError(str(error)) from error
        return FileRef(name, str(path))

    def find(self, file: FileRef) -> Path | None:
        """Where a file is on this machine; None where it is no more, or does not lie in the folder."""
        try:
            path = (self._root / file.path).resolve()
            inside = path.is_relative_to((self._root / FOLDER).resolve())
            return path if inside and path.is_file() else None
        except (OSError, ValueError):
            return None

    def size(self, file: FileRef) -> int | None:
        """How many bytes a file has; None where it is no more."""
        path = self.find(file)
        try:
            return path.stat().st_size if path else None
        except OSError:
            return None

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files by their paths; one that cannot be removed goes with the next purge."""
        for written in paths:
            if path := self.find(FileRef("", written)):
                with contextlib.suppress(OSError):
                    path.unlink()
                    path.parent.rmdir()

    def purge(self, now: datetime, kept: timedelta = KEPT) -> int:
        """Remove the files that were written longer ago; how many. What cannot be removed stays for the next time."""
        gone = 0
        for path in (self._root / FOLDER).glob(f"{'[0-9a-f]' * 2 * _KEY_BYTES}/*"):
            with contextlib.suppress(OSError):
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - kept:
                    path.unlink()
                    gone += 1
                    path.parent.rmdir()
        return gone


def safe_name(name: str) -> str:
    """A file name that every system takes: no path, no control characters, at most a hundred letters."""
    kept = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]+', "-", name).strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[:90]}{dot}{suffix[:10]}" if dot else kept[:100] or "tep"
