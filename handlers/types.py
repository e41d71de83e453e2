"""The contract of one message: what comes in, what is remembered, what is to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is spoken to: the channel's code, the chat in it, the person in that chat."""

    channel: str
    chat: str
    user: str

    @property
    def session_key(self) -> str:
        return f"{self.channel}:{self.chat}:{self.user}"

    @property
    def private(self) -> bool:
        """Whether nobody else reads here: a channel gives a private chat the id of its person."""
        return self.chat == self.user


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message, already stored by the channel's edge: `path` lies under the database's folder.

    One that was not stored has no path, and a `problem`: "too_large", "bad_type" or "not_fetched". The name is safe to
    show and to store, the type is what the content says. Files that were sent together share the name of their `album`.
    What no record and no session names once the message is handled, is removed.
    """

    name: str
    media_type: str
    size: int
    path: str
    problem: str = ""
    album: str = ""


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message of one person. `id` is unique within the channel; `at` is aware and in UTC."""

    id: str
    sender: Address
    at: datetime
    text: str = ""
    choice: str | None = None
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the person may pick: a button, or a number in a list where there are none.

    A quiet choice (a rating) is shown only where the channel has buttons.
    """

    id: str
    label: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source that a rich channel can fold out: the whole section, with the quoted words to mark in it."""

    citation: str
    heading: str
    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file to hand over; `path` lies under the database's folder.

    A handler gives the `content` and no path: the commit writes it and fills in where it is.
    """

    name: str
    path: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person, in plain text; every channel renders and escapes it in its own way."""

    text: str
    choices: tuple[Choice, ...] = ()
    sources: tuple[SourceView, ...] = ()
    files: tuple[FileRef, ...] = ()


DIALOGUE = "flow"
"""Where in a session's data the open dialogue is."""
FORM = "form"
"""Where in a session's data it stands which question of a form was shown last."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is remembered of a conversation between two messages. `data` holds JSON values only.

    `choices` are those shown last, in order: a bare number picks among the ones that are not quiet.
    `in_doubt`: the reply that was to show them may not have arrived; what is written now may answer an earlier one.
    """

    key: str
    data: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    in_doubt: bool = False

    @property
    def asks(self) -> bool:
        """Whether the person has been asked something that is still open: by a dialogue or form, or to choose."""
        return DIALOGUE in self.data or FORM in self.data or any(not choice.quiet for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Send:
    """Deliver a reply at a time (now when None). Two sends with one key are one send.

    What has not gone out by `until` is dropped.
    """

    to: Address
    reply: Reply
    key: str
    at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Store a row of JSON values in a table that the storage knows.

    A row whose table has a key changes the columns it names of the row with that key, or makes it. `by` is the id of
    the person who does it, kept with the change where the table keeps changes.
    """

    table: str
    row: Mapping[str, Any]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete everything that is kept of a person; what belongs to their units stays, without them."""

    person: str


@dataclass(frozen=True, slots=True)
class Unlink:
    """A conversation is no longer its person's: nothing is sent there, and what was opened from it is closed."""

    address: Address


@dataclass(frozen=True, slots=True)
class CloseLinks:
    """The addresses of files that a person was sent open nothing any more."""

    person: str


@dataclass(frozen=True, slots=True)
class Note:
    """Enter one thing in the ledger of what was told to whom, with the key of the letter that tells it."""

    key: str
    person: str
    kind: str
    subject: str
    letter: str
    channel: str
    unit: str | None = None
    stage: int | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take back a send that has not gone out."""

    key: str


@dataclass(frozen=True, slots=True)
class Work:
    """Something that takes long: done after what was decided is stored, and answered by a message of its own.

    `what` names it, `args` are JSON. Two works with one key are one.
    """

    to: Address
    what: str
    args: Mapping[str, Any]
    key: str


Effect = Send | Record | Cancel | Forget | Unlink | CloseLinks | Note | Work


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a handler decided: the session from now on, and what is to be done."""

    session: Session
    effects: tuple[Effect, ...] = ()


class Handler(Protocol):
    """Takes a message or leaves it (None) to the next. Pure: no writes, no network, no clock."""

    def __call__(self, message: IncomingMessage, session: Session, /) -> Outcome | None: ...
