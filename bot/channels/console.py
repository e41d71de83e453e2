"""The terminal as a channel: for a person (text) and for programs (JSON Lines)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from bot import messages
from bot.ports import Channel, Closed, Context, Inbox, Limits, NotConfigured
from handlers.types import Address, Reply

NAME = "console"

Show = Callable[[Address, Reply, str], None]
"""Puts a reply (for an address, under its key) on the screen; OSError when nobody reads it any more."""


def create(context: Context) -> Channel | NotConfigured:
    """`serve` has no terminal to talk in."""
    return NotConfigured(messages.CHAT_ONLY)


class Console:
    """Shows each reply at once; `chat` hands over the lines that come in."""

    name = NAME
    resend = True

    def __init__(self, show: Show, *, buttons: bool) -> None:
        self._show = show
        self.limits = Limits(text=1_000_000, buttons=buttons, files=True)

    async def run(self, inbox: Inbox) -> None:
        """Nothing arrives by itself."""
        await asyncio.Event().wait()

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        try:
            self._show(address, reply, key)
        except OSError as error:
            raise Closed(str(error)) from error


def as_line(address: Address, reply: Reply, key: str) -> str:
    """A reply as one line of JSON. A line that a killed process left half sent comes again under the same key."""
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
