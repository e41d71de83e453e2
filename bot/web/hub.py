"""The open pages: each has a stream that replies are put into."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from bot.storage import Letter

MOST_PAGES = 16
"""Open pages of one conversation."""
BACKLOG = 100
"""Replies that a page may lag behind; then its stream ends, and it comes back for what it has not read."""


class Stream:
    """What one open page is still to be sent."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Letter | None] = asyncio.Queue()

    def put(self, letter: Letter) -> None:
        if self._queue.qsize() < BACKLOG:
            self._queue.put_nowait(letter)
        else:
            self.end()

    def end(self) -> None:
        self._queue.put_nowait(None)

    async def letters(self, beat: float) -> AsyncIterator[Letter | None]:
        """Replies as they come until the end, and None whenever `beat` seconds went by without one."""
        while True:
            try:
                async with asyncio.timeout(beat):
                    letter = await self._queue.get()
            except TimeoutError:
                yield None
                continue
            if letter is None:
                return
            yield letter


class Hub:
    """All open pages by conversation."""

    def __init__(self) -> None:
        self._streams: dict[str, set[Stream]] = {}
        self.closed = False

    def full(self, chat: str) -> bool:
        return len(self._streams.get(chat, ())) >= MOST_PAGES

    @contextmanager
    def page(self, chat: str) -> Iterator[Stream]:
        """An open page of a conversation, until the block is left."""
        stream = Stream()
        if self.closed:
            stream.end()
        self._streams.setdefault(chat, set()).add(stream)
        try:
            yield stream
        finally:
            self._streams[chat].discard(stream)
            if not self._streams[chat]:
                del self._streams[chat]

    def put(self, chat: str, letter: Letter) -> None:
        """Hand a reply to every open page of a conversation; none may be open."""
        for stream in self._streams.get(chat, ()):
            stream.put(letter)

    def close(self) -> None:
        """End every stream, those that are opened later too."""
        self.closed = True
        for streams in self._streams.values():
            for stream in streams:
                stream.end()
