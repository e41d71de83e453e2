"""A memory of the latest few, for conveniences that a restart may forget."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """A mapping that forgets its oldest entries."""

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._entries: OrderedDict[str, Value] = OrderedDict()

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def put(self, key: str, value: Value) -> None:
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self._most:
            self._entries.popitem(last=False)

    def get(self, key: str) -> Value | None:
        return self._entries.get(key)

    def drop(self, key: str) -> None:
        self._entries.pop(key, None)
