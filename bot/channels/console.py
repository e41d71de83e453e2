"""The terminal as a channel: for a person (text) and for programs (JSON Lines)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from bot import messages
from bot.ports import Channel, Closed, Context, Inbox, Limits, NotConfigured
from handlers.types import Address, Reply

NAME = "console"

Show = Callable[[Address, Reply, str], Callable[[], None]]
"""Makes ready a reply (for an address, under its key); what it returns puts it on the screen at once."""


def create(context: Context) -> Channel | NotConfigured:
    """`serve` has no terminal to talk in."""
    return NotConfigured(messages.CHAT_ONLY)


class Console:
    """Makes each reply ready and shows it when it has been settled; `chat` hands over the lines that come in.

    Whoever reads a reply may end this process in that very moment: a reply that is on the screen must be settled.
    """

    name = NAME
    resend = True

    def __init__(self, show: Show, *, buttons: bool) -> None:
        self._show = show
        self._ready: Callable[[], None] | None = None
        self.limits = Limits(text=1_000_000, buttons=buttons, files=True)

    async def run(self, inbox: Inbox) -> None:
        """Nothing arrives by itself."""
        await asyncio.Event().wait()

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        self._ready = self._show(address, reply, key)

    def flush(self) -> None:
        """Show what was sent; raises Closed when nobody reads it any more."""
        ready, self._ready = self._ready, None
        if ready is not None:
            try:
                ready()
            except OSError as error:
                raise Closed(str(error)) from error


def as_line(address: Address, reply: Reply, key: str) -> str:
    """A reply as one line of JSON, without its end."""
    return json.dumps(
        {
            "user": address.user,
            "text": reply.text,
            "choices": [{"id": choice.id, "label": choice.label} for choice in reply.choices],
            "files": [{"name": file.name, "path": file.path} for file in reply.files],
            "key": key,
        },
        ensure_ascii=False,
    )
