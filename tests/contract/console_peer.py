"""Members at the terminal, each line of theirs a life of `chat --jsonl` over the same database."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.channels.console import NAME
from bot.chatting import chat_jsonl
from handlers.types import Address
from tests.contract.peer import PATIENCE, FaultKind, Handed, Heard, Place


class ConsolePeer:
    """A way in by lines of JSON."""

    channel = NAME
    limit = 1_000_000
    faults: frozenset[FaultKind] = frozenset()
    copies = True

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` is when a line is said."""
        self._now = now
        self._place: Place | None = None
        self.acknowledged: list[str] = []
        self._lines: list[dict[str, Any]] = []
        self._replies: list[dict[str, Any]] = []

    @property
    def settings(self) -> Mapping[str, Any]:
        return {}

    @property
    def refusals(self) -> Sequence[str]:
        return ()

    @property
    def secrets(self) -> Sequence[str]:
        return ()

    async def open(self) -> None:
        pass

    async def close(self) -> None:
        pass

    def starting(self) -> None:
        pass

    def at(self, place: Place) -> None:
        self._place = place

    async def ready(self) -> None:
        pass

    def address(self, user: int) -> Address:
        return Address(self.channel, f"n{user}", f"n{user}")

    async def say(self, user: int, text: str) -> None:
        await self._line(user, text=text)

    async def pick(self, user: int, label: str) -> None:
        shown = [reply["choices"] for reply in self._to(user) if reply["choices"]][-1]
        await self._line(user, choice=next(choice["id"] for choice in shown if label in choice["label"]))

    async def send_picture(self, user: int, content: bytes, caption: str = "") -> None:
        assert self._place is not None
        path = self._place.database.parent / f"gui-{len(self._lines)}.png"
        path.write_bytes(content)
        await self._line(user, text=caption, attachment=str(path))

    async def repeat(self, last: int = 0) -> None:
        await self._chat(self._lines[-last:])

    def heard(self, user: int) -> Sequence[Heard]:
        return [self._heard(reply) for reply in self._to(user)]

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Here time comes with what is said: somebody else says something."""
        if not holds():
            await self._line(0, text="chào")
        if not holds():
            raise TimeoutError

    def fault(self, *kinds: FaultKind) -> None:
        raise NotImplementedError("nothing lies between a terminal and the program")

    def block(self, user: int) -> None:
        raise NotImplementedError("nobody blocks their terminal")

    async def fetch(self, file: Handed, user: int) -> bytes | None:
        assert self._place is not None
        path = self._place.database.parent / Path(file.url)
        return path.read_bytes() if path.is_file() else None

    def _to(self, user: int) -> list[dict[str, Any]]:
        return [reply for reply in self._replies if reply["user"] == f"n{user}"]

    async def _line(self, user: int, **said: str) -> None:
        line = {"id": str(len(self._lines)), "user": f"n{user}", "at": self._now().isoformat(), **said}
        self._lines.append(line)
        await self._chat([line])
        self.acknowledged.append(f"own:{line['id']}")

    async def _chat(self, lines: Sequence[Mapping[str, Any]]) -> None:
        assert self._place is not None
        source = io.BytesIO("".join(f"{json.dumps(line)}\n" for line in lines).encode())
        sink = io.StringIO()
        settings = replace(self._place.settings, database=self._place.database)
        await asyncio.to_thread(chat_jsonl, settings, source, sink, self._place.handlers)
        # Every key is new: the terminal shows a reply again only where nobody can know that it was shown.
        said = [json.loads(line) for line in sink.getvalue().splitlines()]
        if errors := [line["error"] for line in said if "error" in line]:
            raise ConnectionError(errors[0])
        self._replies += said

    @staticmethod
    def _heard(reply: Mapping[str, Any]) -> Heard:
        files = [Handed(file["name"], url=file["path"]) for file in reply["files"]]
        return Heard(reply["text"], [choice["label"] for choice in reply["choices"]], files)
