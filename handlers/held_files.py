"""Pictures and files that wait in a conversation until it is said what they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.tags import tag
from handlers.types import Attachment, Outcome, Send, Session

HELD_FILES: Final = "held_files"
HELD_ENTRY: Final = "held_entry"
ALBUM: Final = "album"
"""Where the album is kept of which a picture was answered: the others of it are taken without a word."""
FILES_WAIT = timedelta(days=1)
"""How long files wait for their entry."""
AT_ONCE = timedelta(minutes=10)
"""How long after files an activity that is told of next is taken for theirs, where nothing was done in between."""
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


def holding_file(session: Session, file: Attachment, now: datetime, *, new: bool = False) -> Session:
    """The session in which a file waits beside those that waited before. `new`: for the activity that is begun now."""
    one = {**kept(file), "at": now.isoformat(), **({"new": True} if new else {})}
    return _holding(session, now, [*files_held(session, now), one])


def all_for_new(session: Session, now: datetime) -> Session:
    """The session in which whatever waits is for the next activity, as the member has said."""
    return _holding(session, now, [{**one, "new": True} for one in files_held(session, now)])


def files_for_new(session: Session, now: datetime) -> Sequence[Mapping[str, Any]]:
    """The files that belong to an activity which is begun now: sent or meant for it, or just before it.

    What was sent long before, or before something else was done, may be of anything: it is asked about.
    """
    asked_last = any(one.id.startswith("tep:") for one in session.choices)
    return [
        one
        for one in files_held(session, now)
        if one.get("new") or (asked_last and now - datetime.fromisoformat(one["at"]) <= AT_ONCE)
    ]


def without_those(session: Session, files: Sequence[Mapping[str, Any]], now: datetime) -> Session:
    """The session in which these files no longer wait."""
    paths = {one["path"] for one in files}
    left = [one for one in files_held(session, now) if one["path"] not in paths]
    if not left:
        return without_files(session)
    return _holding(session, datetime.fromisoformat(session.data[HELD_FILES]["at"]), left)


def _holding(session: Session, now: datetime, files: Sequence[Mapping[str, Any]]) -> Session:
    return replace(session, data={**session.data, HELD_FILES: {"at": now.isoformat(), "files": list(files)}})


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


def files_tag(files: Sequence[Mapping[str, Any]]) -> str:
    """What tells these files from others: a button belongs to the files that it was offered for, and their albums."""
    first = {str(file.get("album") or file["path"]): str(file["path"]) for file in reversed(files)}
    return tag(*reversed(first.values()))


def kept_alone(file: Mapping[str, Any]) -> dict[str, Any]:
    """A file that waited as a draft keeps it, without when and for what it was sent."""
    return {name: value for name, value in file.items() if name not in ("at", "new")}
