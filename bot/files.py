"""Files that are handed to members: under the database's folder, under names nobody can guess."""

from __future__ import annotations

import re
import secrets
import tempfile
from dataclasses import replace
from pathlib import Path

from bot.errors import StorageError
from handlers.types import FileRef, Outcome, Reply, Send

FOLDER = "files"


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
        path = Path(FOLDER) / secrets.token_hex(16) / name
        try:
            (self._root / path).parent.mkdir(parents=True)
            (self._root / path).write_bytes(file.content or b"")
        except OSError as error:
            raise StorageError(str(error)) from error
        return FileRef(name, str(path))


def safe_name(name: str) -> str:
    """A file name that every system takes: no path, no control characters, at most a hundred letters."""
    kept = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]+', "-", name).strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[:90]}{dot}{suffix[:10]}" if dot else kept[:100] or "tep"
