"""What a channel has to offer the engine, and what the engine offers a channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from handlers.types import Address, IncomingMessage, Reply

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, MutableMapping, Sequence
    from datetime import datetime

    from bot.clock import Clock
    from bot.operators import Operators
    from bot.settings import Settings
    from bot.storage import Letter, Storage
    from bot.web.hooks import Hooks
    from handlers.desk import Desk
    from handlers.types import Handler
    from knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message of a channel can hold. `text` is counted in UTF-16 units."""

    text: int
    buttons: bool
    files: bool


class Inbox(Protocol):
    def accept(self, message: IncomingMessage) -> bool:
        """Write the message to the journal, then handle it; False when its id was seen before.

        Raises StorageError when it could not be written down: do not acknowledge it to where it came from.
        """
        ...


class Channel(Protocol):
    """One way to reach members. Its name is the `channel` of every Address it makes.

    `resend` says that sending a reply twice does no harm (the receiver tells copies apart by their key),
    so a send that a dying process left open goes out again instead of being marked as unknown.
    """

    @property
    def name(self) -> str: ...

    @property
    def limits(self) -> Limits: ...

    @property
    def resend(self) -> bool: ...

    async def run(self, inbox: Inbox) -> None:
        """Receive until cancelled. May raise Unusable (stays down), StartupError (nothing can start);
        after anything else it is run again, later and later."""
        ...

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        """Deliver one reply that fits the limits; may be called before `run` has connected (RetryLater then).

        Raises RetryLater, Refused, Unsure or Closed; anything else counts as Unsure.
        """
        ...


@runtime_checkable
class OnLine(Protocol):
    """A channel whose line may be down: while `up` is not set it is given nothing to send."""

    @property
    def up(self) -> asyncio.Event: ...


@runtime_checkable
class Holds(Protocol):
    """A channel that lets some letters wait."""

    def puts_off(self, letter: Letter) -> datetime | None:
        """Until when a letter has to wait. Asked before the letter is made ready, and of one that waits at every start.

        What waits for a later moment lets others of its chat go first, and is never given up. Raises StorageError.
        """
        ...


class RetryLater(Exception):  # noqa: N818 - an outcome that the engine expects
    """It has not been delivered; try again after this many seconds, or when the engine thinks fit (None)."""

    def __init__(self, seconds: float | None = None, reason: str = "") -> None:
        super().__init__(reason or "retry later")
        self.seconds = seconds


class Unreached(RetryLater):
    """The same because nothing has reached the other side; where that lasts it is for operators to know."""


class PutOff(RetryLater):
    """The channel has put the letter off in the outbox: it is queued as it stands there, however old it is."""


class Refused(Exception):  # noqa: N818 - an outcome that the engine expects
    """It can never be delivered: the person blocked the bot, the chat is gone, the reply is not allowed."""


class Unsure(Exception):  # noqa: N818 - an outcome that the engine expects
    """It may have been delivered: never sent again, shown to operators as unknown."""


class Closed(Exception):  # noqa: N818 - an outcome that the engine expects
    """Nobody listens any more: it goes back to the queue, and this channel's sending ends."""


class Unusable(Exception):  # noqa: N818 - an outcome that the engine expects
    """The channel cannot run with the settings it was given; says why in one Vietnamese line."""


def _no_hooks() -> Hooks:
    """Deliveries to nobody."""
    from bot.clock import SystemClock
    from bot.web.hooks import Hooks

    return Hooks(SystemClock())


@dataclass(frozen=True, slots=True)
class Context:
    """What a channel's module may use to make its channel."""

    settings: Settings
    clock: Clock
    storage: Storage
    knowledge: Knowledge
    handlers: Sequence[Handler]
    desk: Callable[[], Desk]
    """What the project's own handlers decide from; made when first asked for."""
    bots: MutableMapping[str, str] = field(default_factory=dict)
    """How a conversation is opened with a start parameter, by channel; a channel enters itself once it knows."""
    hooks: Hooks = field(default_factory=_no_hooks)
    """Where messengers deliver; a channel that takes deliveries enters itself."""
    operators: Operators | None = None
    """Whom a channel tells what only they can mend."""


@dataclass(frozen=True, slots=True)
class NotConfigured:
    """Instead of a channel: why there is none, as the end of a Vietnamese sentence ("thiếu X")."""

    reason: str
