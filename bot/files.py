"""Files under the database's folder: those that members are handed, and those that they send as evidence."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from bot.errors import StorageError
from bot.ports import Inbox
from bot.sniffing import SUFFIXES, media_type_of
from handlers.types import Attachment, FileRef, IncomingMessage, Outcome, Reply, Send

FOLDER = "files"
KEPT = timedelta(days=30)
"""How long a file can be fetched."""
EVIDENCE = "evidence"
"""The folder of what members send."""
EVIDENCE_KEPT = timedelta(days=7)
"""How long a piece of evidence stays that nothing names."""
MOST_BYTES = 20 * 2**20
"""Of a file that a member sends; a Telegram bot can fetch no more."""
UNKNOWN = "application/octet-stream"
_KEY_BYTES = 16
_KEYS = "[0-9a-f]" * 2 * _KEY_BYTES
_LONGEST_NAME = 180
"""Bytes of a name: every file system takes 255, and a name may get another ending."""
_LONGEST_SUFFIX = 10
_PATH = re.compile(rf"\b{EVIDENCE}/({_KEYS})/")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that are devices on Windows."""


class Files:
    """The folders of one database; temporary ones for a database in memory."""

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

    def keep(self, name: str, content: bytes, album: str = "") -> Attachment:
        """Store what a member sent, so that it outlives this process; or say why not. Raises StorageError."""
        if len(content) > MOST_BYTES:
            return not_kept(name, len(content), "too_large", album)
        if (media_type := media_type_of(content)) is None:
            return not_kept(name, len(content), "bad_type", album)
        name = _ending(safe_name(name), media_type)
        path = PurePosixPath(EVIDENCE) / secrets.token_hex(_KEY_BYTES) / name
        try:
            _write_down(self._root / path, content)
        except OSError as error:
            raise StorageError(str(error)) from error
        return Attachment(name, media_type, len(content), str(path), album=album)

    def keep_copy(self, source: Path, name: str = "") -> Attachment:
        """The same of a file on this machine. Raises StorageError, and OSError or ValueError where it is none."""
        if not source.is_file():
            raise FileNotFoundError(source)
        with source.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            return not_kept(name or source.name, source.stat().st_size, "too_large")
        return self.keep(name or source.name, content)

    def find(self, file: FileRef) -> Path | None:
        """Where a file is on this machine; None where it is no more, or does not lie in one of the folders."""
        try:
            path = (self._root / file.path).resolve()
            inside = any(path.is_relative_to((self._root / folder).resolve()) for folder in (FOLDER, EVIDENCE))
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
        for path in (self._root / FOLDER).glob(f"{_KEYS}/*"):
            with contextlib.suppress(OSError):
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - kept:
                    path.unlink()
                    gone += 1
                    path.parent.rmdir()
        return gone

    def purge_evidence(self, now: datetime, used: Collection[str]) -> int:
        """Remove what members sent more than EVIDENCE_KEPT ago and nothing names; how many files.

        `used` are the keys (`evidence_keys`) that something names. What a killed process left half written goes too.
        """
        gone = 0
        for folder in (self._root / EVIDENCE).glob(_KEYS):
            if folder.name in used:
                continue
            with contextlib.suppress(OSError):
                paths = list(folder.iterdir())
                latest = max(path.stat().st_mtime for path in paths or [folder])
                if datetime.fromtimestamp(latest, UTC) < now - EVIDENCE_KEPT:
                    for path in paths:
                        path.unlink()
                        gone += 1
                    folder.rmdir()
        return gone


def hand_on(inbox: Inbox, files: Files, message: IncomingMessage) -> bool:
    """Have a message accepted whose file was stored for it alone. The file of one that was not written down, or that
    was seen before, is removed. Raises StorageError."""
    try:
        new = inbox.accept(message)
    except StorageError:
        _drop(files, message)
        raise
    if not new:
        _drop(files, message)
    return new


def _drop(files: Files, message: IncomingMessage) -> None:
    if message.attachment is not None and message.attachment.path:
        files.remove([message.attachment.path])


def not_kept(name: str, size: int, problem: str, album: str = "") -> Attachment:
    """A file that was not stored, and why."""
    return Attachment(safe_name(name), UNKNOWN, size, "", problem, album)


def evidence_keys(text: str) -> frozenset[str]:
    """The keys of all pieces of evidence whose paths stand in a text, however it writes their names."""
    return frozenset(_PATH.findall(text))


def is_evidence(path: str) -> bool:
    return path.partition("/")[0] == EVIDENCE


def safe_name(name: str) -> str:
    """A file name that every system takes and that reads as it is: no path, no letters that cannot be seen or that
    turn the others around, no device, not too long."""
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", name)
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    kept = re.sub(r'[\\/:*?"<>|]+', "-", seen).strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    if not stem or len(suffix.encode()) > _LONGEST_SUFFIX:
        stem, dot, suffix = kept, "", ""
    whole = f"{_cut(stem)}{dot}{suffix}" or "tep"
    return f"_{whole}" if _RESERVED.match(whole) else whole


def _cut(stem: str) -> str:
    return stem.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(". ")


def _ending(name: str, media_type: str) -> str:
    """The name with an ending that says what the file is."""
    endings = SUFFIXES[media_type]
    return name if name.lower().endswith(endings) else f"{name}{endings[0]}"


def _write_down(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: under its name it is on the disk, whatever happens next. Raises OSError."""
    path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.mkdir(mode=0o700)
    part = path.parent / "part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
            path.parent.rmdir()
        raise
    for folder in (path.parent, path.parent.parent):
        _settle(folder)


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
