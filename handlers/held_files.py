"""Pictures and files that wait in a conversation until it is said what they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.types import Attachment, Outcome, Send, Session

HELD_FILES: Final = "held_files"
HELD_ENTRY: Final = "held_entry"
ALBUM: Final = "album"
"""Where the album is kept of which a picture was answered: the others of it are taken without a word."""
FILES_WAIT = timedelta(days=1)
"""How long files wait for their entry."""
ENTRY_WAITS = timedelta(hours=1)
"""How long whatever is sent goes to the entry that files were asked for."""
MOST = 10
"""Pictures and files of one entry, and that wait at once."""


def kept(file: Attachment) -> dict[str, Any]:
    """An attachment as JSON."""
    album = {"album": file.album} if file.album else {}
    return {"name": file.name, "media_type": file.media_type, "size": file.size, "path": file.path, **album}


def seen_album(session: Session, file: Attachment) -> tuple[bool, Session]:
    """Whether another picture of a file's album was answered just before; and the session that remembers this one."""
    data = {**session.data, ALBUM: file.album} if file.album else session.data
    return bool(file.album) and session.data.get(ALBUM) == file.album, replace(session, data=data)


def without_words(outcome: Outcome) -> Outcome:
    """The same with nothing said."""
    return replace(outcome, effects=tuple(one for one in outcome.effects if not isinstance(one, Send)))


def with_words(outcome: Outcome, lead: str) -> Outcome:
    """The same with something said before its first reply."""
    effects = list(outcome.effects)
    first = next((place for place, one in enumerate(effects) if isinstance(one, Send)), None)
    if not lead or first is None:
        return outcome
    send = effects[first]
    assert isinstance(send, Send)
    effects[first] = replace(send, reply=replace(send.reply, text=f"{lead}\n{send.reply.text}"))
    return replace(outcome, effects=tuple(effects))


def files_held(session: Session, now: datetime) -> Sequence[Mapping[str, Any]]:
    """The files that wait, oldest first."""
    held = session.data.get(HELD_FILES)
    if not held or now - datetime.fromisoformat(held["at"]) > FILES_WAIT:
        return ()
    files: Sequence[Mapping[str, Any]] = held["files"]
    return files


def holding_file(session: Session, file: Attachment, now: datetime) -> Session:
    """The session in which a file waits beside those that waited before."""
    files = [*files_held(session, now), kept(file)]
    return replace(session, data={**session.data, HELD_FILES: {"at": now.isoformat(), "files": files}})


def without_files(session: Session) -> Session:
    return replace(session, data={key: value for key, value in session.data.items() if key != HELD_FILES})


def entry_waiting(session: Session, now: datetime) -> str:
    """The id of the entry that files were asked for, empty where none was or long ago."""
    held = session.data.get(HELD_ENTRY)
    if not held or now - datetime.fromisoformat(held["at"]) > ENTRY_WAITS:
        return ""
    return str(held["entry"])


def waiting_for_files(session: Session, entry: str, now: datetime) -> Session:
    """The session in which whatever is sent next goes to an entry."""
    return replace(session, data={**session.data, HELD_ENTRY: {"entry": entry, "at": now.isoformat()}})


def without_entry(session: Session) -> Session:
    return replace(session, data={key: value for key, value in session.data.items() if key != HELD_ENTRY})
