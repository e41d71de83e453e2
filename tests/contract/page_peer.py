"""Members at the web page, without a browser: what they post, and a stream that is opened again where it breaks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

import httpx

from bot.web.visitor import CHANNEL, COOKIE, Visitor
from handlers.types import Address
from tests.contract.door import Door
from tests.contract.links import fetched
from tests.contract.peer import PATIENCE, FaultKind, Handed, Heard, Place

_MOST_TRIES = 40


class PagePeer:
    """A way in by the page's own interface. A stream that is cut tells again what it had told, under the same key."""

    channel = CHANNEL
    limit = 1_000_000
    faults: frozenset[FaultKind] = frozenset({"cut before", "cut after"})
    copies = True

    def __init__(self) -> None:
        self.told = 0
        """Events that came, copies among them."""
        self._place: Place | None = None
        self._http: httpx.AsyncClient | None = None
        self.acknowledged: list[str] = []
        self._pictures = 0
        self._posts: list[tuple[int, str, dict[str, Any]]] = []
        self._replies: dict[int, dict[str, dict[str, Any]]] = {}
        self._cursors: dict[int, str] = {}
        self._streams: dict[int, asyncio.Task[None]] = {}
        self._cuts: list[FaultKind] = []
        self.trouble: Callable[[], bool | None] = lambda: None
        """Asked for each event for which no fault is left: whether the stream is cut after it (True), before it."""
        self._changed = asyncio.Condition()
        self._door = Door()

    @property
    def settings(self) -> Mapping[str, Any]:
        return {}

    @property
    def refusals(self) -> Sequence[str]:
        return ()

    @property
    def secrets(self) -> Sequence[str]:
        return [self._visitor(user).token for user in self._replies]

    async def open(self) -> None:
        self._http = httpx.AsyncClient(trust_env=False, timeout=PATIENCE, limits=httpx.Limits(max_connections=None))

    async def close(self) -> None:
        for stream in self._streams.values():
            stream.cancel()
        await asyncio.gather(*self._streams.values(), return_exceptions=True)
        self._streams.clear()
        if self._http is not None:
            await self._http.aclose()

    def starting(self) -> None:
        self._door.shut()

    def at(self, place: Place) -> None:
        self._place = place

    async def ready(self) -> None:
        self._door.open()

    def address(self, user: int) -> Address:
        return self._visitor(user).address

    async def say(self, user: int, text: str) -> None:
        await self._post(user, {"id": f"contract-{len(self._posts):06d}", "text": text})

    async def pick(self, user: int, label: str) -> None:
        shown = [reply["choices"] for reply in self._replies[user].values() if reply["choices"]][-1]
        choice = next(choice["id"] for choice in shown if label in choice["label"])
        await self._post(user, {"id": f"contract-{len(self._posts):06d}", "choice": choice})

    async def send_picture(self, user: int, content: bytes, caption: str = "") -> None:
        self._pictures += 1
        fields = {"id": f"picture-{self._pictures:06d}", **({"text": caption} if caption else {})}
        self._listen(user)
        await self._door.insist(lambda: self._upload(user, fields, content))
        self._taken(user, fields["id"])

    async def repeat(self, last: int = 0) -> None:
        for user, _, post in reversed(self._posts[-last:]):
            await self._door.insist(lambda user=user, post=post: self._send(user, post))  # type: ignore[misc]

    def heard(self, user: int) -> Sequence[Heard]:
        return [_heard(reply) for reply in self._replies.get(user, {}).values()]

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(holds)

    def fault(self, *kinds: FaultKind) -> None:
        self._cuts.extend(kinds)

    def block(self, user: int) -> None:
        raise NotImplementedError("whoever closes the page can open it again")

    async def fetch(self, file: Handed, user: int) -> bytes | None:
        return await fetched(self._at, file.url, self._cookie(user)["Cookie"])

    def listen(self, user: int) -> None:
        """The member has the page open."""
        self._listen(user)

    async def _post(self, user: int, post: dict[str, Any]) -> None:
        self._posts.append((user, str(post["id"]), post))
        self._listen(user)
        await self._door.insist(lambda: self._send(user, post))
        self._taken(user, str(post["id"]))

    async def _send(self, user: int, post: dict[str, Any]) -> int:
        url = f"{self._at.url}/api/messages"
        return (await self._client.post(url, json=post, headers=self._cookie(user))).status_code

    def _taken(self, user: int, id_: str) -> None:
        self.acknowledged.append(f"{self.address(user).chat}:{id_}")

    async def _upload(self, user: int, fields: dict[str, str], content: bytes) -> int:
        url, files = f"{self._at.url}/api/files", {"file": ("anh.png", content)}
        return (await self._client.post(url, data=fields, files=files, headers=self._cookie(user))).status_code

    def _listen(self, user: int) -> None:
        self._replies.setdefault(user, {})
        if user not in self._streams:
            self._streams[user] = asyncio.ensure_future(self._stream(user))

    async def _stream(self, user: int) -> None:
        """Come back to the stream as often as it ends, as a browser does, for as long as somebody is there."""
        while True:
            try:
                async for cursor, reply in self._events(user):
                    after = self._cuts.pop(0) == "cut after" if self._cuts else self.trouble()
                    if after is False:
                        break
                    self.told += 1
                    self._replies[user].setdefault(reply["key"], reply)
                    async with self._changed:
                        self._changed.notify_all()
                    if after:
                        break
                    self._cursors[user] = cursor
            except httpx.HTTPError:
                await self._door.wait()

    async def _events(self, user: int) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        headers = {**self._cookie(user), "Last-Event-ID": self._cursors.get(user, "")}
        async with self._client.stream("GET", f"{self._at.url}/api/events", headers=headers) as stream:
            cursor, rest = "", ""
            async for chunk in stream.aiter_text():
                *lines, rest = (rest + chunk).split("\n")
                for line in lines:
                    name, _, value = line.partition(": ")
                    if name == "id":
                        cursor = value
                    elif name == "data":
                        yield cursor, json.loads(value)

    @property
    def _client(self) -> httpx.AsyncClient:
        assert self._http is not None
        return self._http

    @property
    def _at(self) -> Place:
        assert self._place is not None
        return self._place

    def _cookie(self, user: int) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self._visitor(user).token}"}

    @staticmethod
    def _visitor(user: int) -> Visitor:
        return Visitor(f"page-of-member-{user}-".ljust(43, "x"))


def _heard(reply: Mapping[str, Any]) -> Heard:
    files = [Handed(file["name"], url=file["url"]) for file in reply["files"]]
    return Heard(reply["text"], [choice["label"] for choice in reply["choices"]], files)
