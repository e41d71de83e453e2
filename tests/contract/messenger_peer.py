"""Members on a messenger: a server of ours carries what they say, and delivers it until it is taken."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from tests.contract.door import Door
from tests.contract.links import fetched
from tests.contract.peer import PATIENCE, FaultKind, Handed, Place
from tests.fakes.server import Cut, FakeServer, Stall

FakeT = TypeVar("FakeT", bound=FakeServer[Any])
EventT = TypeVar("EventT")

ON_THE_WAY: Mapping[FaultKind, Cut | Stall] = {
    "cut before": Cut(after=False),
    "cut after": Cut(after=True),
    "stall after": Stall(after=True),
}
"""What goes wrong between two machines, whoever they are."""


class MessengerPeer(ABC, Generic[FakeT, EventT]):
    """What a Peer is on every messenger; `EventT` is what its server delivers."""

    copies = False

    def __init__(self, fake: FakeT, *, hooked: bool) -> None:
        """`hooked`: what is said is delivered to a webhook; else it waits to be asked for."""
        self.fake = fake
        self.acknowledged: list[str] = []
        self._hooked = hooked
        self._door = Door()
        self._place: Place | None = None
        self._began = 0
        self._said: list[EventT] = []

    @property
    def refusals(self) -> Sequence[str]:
        return self.fake.refusals

    async def open(self) -> None:
        await self.fake.start()

    async def close(self) -> None:
        await self.fake.stop()

    def starting(self) -> None:
        self._door.shut()
        self._began = len(self.fake.calls)

    def at(self, place: Place) -> None:
        self._place = place

    async def ready(self) -> None:
        wanted = "setWebhook" if self._hooked else "getUpdates"
        await self.until(lambda: any(method == wanted for method, _ in self.fake.calls[self._began :]))
        self._door.open()

    async def repeat(self, last: int = 0) -> None:
        for event in reversed(self._said[-last:]):
            await self._door.insist(partial(self._deliver, event))

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        await self.fake.until(holds, seconds)

    async def fetch(self, file: Handed, user: int) -> bytes | None:
        assert self._place is not None
        return file.content if file.content is not None else await fetched(self._place, file.url)

    async def _delivered(self, event: EventT, id_: str) -> None:
        self._said.append(event)
        await self._door.insist(partial(self._deliver, event))
        self.acknowledged.append(id_)

    @abstractmethod
    async def _deliver(self, event: EventT) -> int:
        """Deliver an event once; the status of the answer."""
