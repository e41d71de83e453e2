"""The shapes that go over the wire: a message that a page posts, a reply that a page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.files import Files
from bot.storage import Letter
from bot.storage.codec import moment
from bot.web.files import is_shown
from bot.web.history import cursor_of
from handlers.table import lasts

ID = re.compile(r"[A-Za-z0-9-]{8,64}")
LONGEST_CHOICE = 500


class BadPostError(ValueError):
    """What was posted is not a message."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message from a page: the page's own id for it, and a text or the id of a choice."""

    id: str
    text: str = ""
    choice: str | None = None


def read_post(body: bytes) -> Post:
    """Read {id, text} or {id, choice}; raises BadPostError."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadPostError from error
    match said:
        case {"id": str(id_), "text": str(text)} if ID.fullmatch(id_) and "choice" not in said:
            return Post(id_, text)
        case {"id": str(id_), "choice": str(choice)} if ID.fullmatch(id_) and "text" not in said:
            if 0 < len(choice) <= LONGEST_CHOICE:
                return Post(id_, choice=choice)
    raise BadPostError


def reply_shape(letter: Letter, files: Files) -> dict[str, Any]:
    """A reply as the page shows it; `key` tells copies apart. A file that is no more has no size.

    A choice that is not `lasting` counts only while it is among the open ones.
    """
    reply = letter.reply
    return {
        "key": letter.key,
        "at": moment(letter.due_at),
        "text": reply.text,
        "choices": [{**asdict(choice), "lasting": lasts(choice.id)} for choice in reply.choices],
        "sources": [asdict(source) for source in reply.sources],
        "files": [
            {
                **{"name": file.name, "url": f"/api/files/{letter.id}/{number}", "size": files.size(file)},
                "picture": is_shown(file),
            }
            for number, file in enumerate(reply.files)
        ],
    }


def event(letter: Letter, open_choices: Sequence[str], files: Files) -> str:
    """A reply as a server-sent event; its id is the cursor that a page comes back with."""
    data = json.dumps({**reply_shape(letter, files), "open": list(open_choices)}, ensure_ascii=False)
    return f"id: {cursor_of(letter)}\nevent: reply\ndata: {data}\n\n"
