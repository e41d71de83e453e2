"""Work on what members sent: one thing after another for each member, members side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    """A queue for each member, and somebody who works through it while there is something in it."""

    def __init__(self, work: Callable[[Item], Awaitable[None]]) -> None:
        """`work` raises nothing but a cancellation."""
        self._work = work
        self._queues: dict[str, deque[Item]] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def put(self, lane: str, item: Item) -> None:
        queue = self._queues.setdefault(lane, deque())
        queue.append(item)
        if lane not in self._tasks:
            self._tasks[lane] = asyncio.ensure_future(self._run(lane, queue))

    async def _run(self, lane: str, queue: deque[Item]) -> None:
        try:
            while queue:
                await self._work(queue.popleft())
        finally:
            del self._tasks[lane], self._queues[lane]

    async def close(self) -> None:
        """Stop in the middle of whatever is going on."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()
        self._queues.clear()
