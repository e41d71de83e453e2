"""What the servers of our own have in common: HTTP by hand, a list of all calls, and what goes wrong with them."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Self, TypeVar

InsteadT = TypeVar("InsteadT")
DoneT = TypeVar("DoneT")


@dataclass(frozen=True)
class Cut:
    """Close the connection: before what was asked is done, or after it and before the answer; of a file, half way."""

    after: bool


@dataclass(frozen=True)
class Stall:
    """Do it (or not), then never answer."""

    after: bool


class Request(NamedTuple):
    verb: str
    path: str
    headers: Mapping[str, str]
    """By names in small letters."""
    body: bytes


class Wire(NamedTuple):
    """An answer, and the media type of what it holds."""

    code: int
    payload: bytes
    kind: str


class Part(NamedTuple):
    """Of a form; `filename` None: a field."""

    name: str
    filename: str | None
    content: bytes


class FakeServer(ABC, Generic[InsteadT]):
    """A server, and what goes wrong with it: `InsteadT` is what may be answered instead of doing what was asked."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        """Every call that came in, with its fields, whatever became of it."""
        self.refusals: list[str] = []
        """What was not as it must be."""
        self.on_call: Callable[[str, str, Mapping[str, Any]], None] = lambda call, phase, fields: None
        """Told of each call: (call, "before" or "after", fields)."""
        self.trouble: Callable[[str, Mapping[str, Any]], InsteadT | Cut | Stall | None] = lambda call, fields: None
        """Asked for each call for which no fault is left: what goes wrong with it, given its fields."""
        self._faults: dict[str, list[InsteadT | Cut | Stall]] = {}
        self._changed = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *unused: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; on the port it had before, when it was stopped."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Be gone, in the middle of whatever is going on."""
        assert self._server is not None
        self._server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    def fail(self, call: str, *faults: InsteadT | Cut | Stall) -> None:
        """Let the next calls of a kind go wrong, one after another."""
        self._faults.setdefault(call, []).extend(faults)

    async def until(self, holds: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something is so; looked at whenever a call has been dealt with. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(holds)

    def times(self, call: str) -> int:
        """How often something was called."""
        return sum(called == call for called, _ in self.calls)

    @abstractmethod
    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; False when the connection is to be closed."""

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                while await self._exchange(reader, writer):
                    await writer.drain()
        finally:
            self._connections.discard(task)
            writer.close()

    async def _deal_with(
        self,
        call: str,
        fields: Mapping[str, Any],
        do: Callable[[], Awaitable[DoneT]],
        reader: asyncio.StreamReader,
    ) -> DoneT | InsteadT | None:
        """What is answered to a call after `do`, or instead of it; None where nothing is."""
        self.calls.append((call, fields))
        self.on_call(call, "before", fields)
        fault = self._fault(call, fields)
        answer: DoneT | InsteadT | None = None if isinstance(fault, Cut | Stall) else fault
        if fault is None or (isinstance(fault, Cut | Stall) and fault.after):
            answer = await do()
            self.on_call(call, "after", fields)
        await self._notify()
        if isinstance(fault, Stall):
            # For as long as whoever asked does not hang up.
            await reader.read()
        return None if isinstance(fault, Cut | Stall) else answer

    def _fault(self, call: str, fields: Mapping[str, Any]) -> InsteadT | Cut | Stall | None:
        return self._faults[call].pop(0) if self._faults.get(call) else self.trouble(call, fields)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def read_request(reader: asyncio.StreamReader) -> Request:
    """Raises IncompleteReadError when the connection was closed."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    request, *lines = head.split("\r\n")
    headers = {k.strip().lower(): v.strip() for k, _, v in (line.partition(":") for line in lines if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    verb, path, _ = request.split(" ")
    return Request(verb, path, headers, body)


def answered(writer: asyncio.StreamWriter, answer: Wire | None) -> bool:
    """Write an answer; whether there was one."""
    if answer is not None:
        writer.write(head(answer) + answer.payload)
    return answer is not None


def head(answer: Wire) -> bytes:
    """Everything that comes before the payload."""
    length = len(answer.payload)
    return f"HTTP/1.1 {answer.code} X\r\ncontent-type: {answer.kind}\r\ncontent-length: {length}\r\n\r\n".encode()


def parts(kind: str, body: bytes) -> Iterator[Part]:
    """The parts of a form whose media type is multipart; none of any other body."""
    whole = f"content-type: {kind}\r\n\r\n".encode() + body
    for part in email.message_from_bytes(whole, policy=email.policy.HTTP).iter_parts():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        yield Part(str(part.get_param("name", header="content-disposition")), part.get_filename(), content)
