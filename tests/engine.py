"""Toy handlers and a toy channel, to try the engine on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.clock import ManualClock
from bot.dispatch import Dispatcher
from bot.ports import Inbox, Limits
from bot.pump import Pump
from bot.storage import Storage
from handlers.types import Address, Choice, Handler, IncomingMessage, Outcome, Reply, Send, Session

START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
MENU = (Choice("sau", "6 tháng"), Choice("nam", "Cả năm"), Choice("dung", "Đúng", quiet=True))


def message(number: int | str, text: str = "", *, user: str = "an", channel: str = "toy") -> IncomingMessage:
    return IncomingMessage(str(number), Address(channel, user, user), START, text)


def reply_to(incoming: IncomingMessage, text: str, choices: tuple[Choice, ...] = ()) -> Send:
    return Send(incoming.sender, Reply(text, choices), f"{incoming.id}:{incoming.sender.channel}")


def echo(incoming: IncomingMessage, session: Session) -> Outcome:
    """Say again what was said or chosen, and count the messages of the session."""
    count = int(session.data.get("count", 0)) + 1
    said = f"chọn {incoming.choice}" if incoming.choice else incoming.text
    text = f"{count}: {said}"
    return Outcome(replace(session, data={"count": count}), (reply_to(incoming, text),))


def menu(incoming: IncomingMessage, session: Session) -> Outcome | None:
    """Offer two choices and a quiet one to whoever says "menu"."""
    if incoming.text != "menu":
        return None
    return Outcome(session, (reply_to(incoming, "Kỳ nào?", MENU),))


@dataclass
class ToyChannel:
    """Keeps what it was given to send; `trouble` may raise instead."""

    name: str = "toy"
    limits: Limits = field(default_factory=lambda: Limits(text=4096, buttons=True, files=True))
    resend: bool = False
    trouble: Callable[[Address, Reply], None] = lambda address, reply: None
    sent: list[tuple[str, str]] = field(default_factory=list)

    async def run(self, inbox: Inbox) -> None:
        await asyncio.Event().wait()

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        self.trouble(address, reply)
        self.sent.append((address.user, reply.text))


@dataclass
class Engine:
    """Storage, dispatcher and one pump over a toy channel, on a clock that stands still."""

    storage: Storage
    channel: ToyChannel = field(default_factory=ToyChannel)
    handlers: Sequence[Handler] = (menu, echo)
    clock: ManualClock = field(default_factory=lambda: ManualClock(START))
    chance: float = 1.0

    def __post_init__(self) -> None:
        self.pump = Pump(self.channel, self.storage, self.clock, lambda: self.chance)
        self.inbox = Dispatcher(self.storage, self.handlers, self.clock, lambda channel: self.pump.wake())

    def hear(self, *messages: IncomingMessage) -> None:
        for incoming in messages:
            self.inbox.accept(incoming)

    def deliver(self) -> list[tuple[str, str]]:
        """What is sent now."""
        before = len(self.channel.sent)
        asyncio.run(self.pump.drain())
        return self.channel.sent[before:]

    def statuses(self, user: str = "an") -> list[str]:
        return [letter.status for letter in self.storage.outbox.of_chat(self.channel.name, user)]
