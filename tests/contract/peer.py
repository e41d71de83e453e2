"""What a test may do on any channel: one Peer for each way in, and a server behind it where there is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from bot.settings import Settings
from handlers.types import Address, Handler

PUBLIC = "https://tro-ly.example.vn"
"""Where the web page is, for everybody outside."""
PATIENCE = 20.0

FaultKind = Literal["429", "502", "cut before", "cut after", "stall after"]
REFUSED, LOST, SILENT = ("429",), ("502", "cut before", "cut after"), ("stall after",)


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that a member was handed: as it is, or as an address."""

    name: str
    content: bytes | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message that has reached a member."""

    text: str
    labels: Sequence[str] = ()
    files: Sequence[Handed] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """An application that runs: where its page is, for this machine, and what it is made of."""

    url: str
    database: Path
    settings: Settings
    handlers: Sequence[Handler] | None = field(default=None, repr=False)


class Peer(Protocol):
    """The members of one channel, by numbers, and what carries their words."""

    channel: str
    limit: int
    """UTF-16 units of one message."""
    faults: frozenset[FaultKind]
    """What can go wrong with a send."""
    acknowledged: list[str]
    """Ids of the messages that were taken, as the journal has them."""
    copies: bool
    """Whether a send that may have arrived is repeated, for copies are told apart."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the application has to be set to."""
        ...

    @property
    def refusals(self) -> Sequence[str]:
        """What the server found wrong with what it was asked."""
        ...

    @property
    def secrets(self) -> Sequence[str]:
        """What nobody else may ever see."""
        ...

    async def open(self) -> None:
        """The server listens; again after `close`, where it did before."""
        ...

    async def close(self) -> None: ...

    def starting(self) -> None:
        """An application is about to start."""
        ...

    def at(self, place: Place) -> None:
        """It has started here."""
        ...

    async def ready(self) -> None:
        """Wait until the channel has found its server."""
        ...

    def address(self, user: int) -> Address: ...

    async def say(self, user: int, text: str) -> None:
        """Write something; returns when it is acknowledged, or where it waits to be asked for."""
        ...

    async def pick(self, user: int, label: str) -> None:
        """Tap the button of this label; where there are none, its number."""
        ...

    async def send_picture(self, user: int, content: bytes, caption: str = "") -> None: ...

    async def repeat(self, last: int = 0) -> None:
        """What was said comes once more: the last so many (0: all), the latest first where that can be."""
        ...

    def heard(self, user: int) -> Sequence[Heard]: ...

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something is so; looked at whenever the server was called. Raises TimeoutError."""
        ...

    def fault(self, *kinds: FaultKind) -> None:
        """What goes wrong with the next sends."""
        ...

    def block(self, user: int) -> None:
        """A member wants no more of it."""
        ...

    async def fetch(self, file: Handed, user: int) -> bytes | None:
        """What a member gets who opens a file; None where it is not found."""
        ...


async def ask(peer: Peer, user: int, text: str, count: int = 1) -> Sequence[Heard]:
    """What comes back when a member writes."""
    before = len(peer.heard(user))
    await peer.say(user, text)
    await peer.until(lambda: len(peer.heard(user)) >= before + count)
    return peer.heard(user)[before:]


async def choose(peer: Peer, user: int, label: str, count: int = 1) -> Sequence[Heard]:
    """What comes back when a member picks a choice."""
    before = len(peer.heard(user))
    await peer.pick(user, label)
    await peer.until(lambda: len(peer.heard(user)) >= before + count)
    return peer.heard(user)[before:]
