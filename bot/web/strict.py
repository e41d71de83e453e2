"""JSON from strangers: read whole and unambiguous, or not at all."""

from __future__ import annotations

import json
import math
from typing import Any

DEEPEST = 32
"""Lists and objects in one another; no messenger comes near."""


class _AmbiguousError(ValueError):
    pass


def read_object(body: bytes | str) -> dict[str, Any] | None:
    """The JSON object in a body. None for anything else: what is not UTF-8, is cut off, gives a name twice, nests too
    deep, or has numbers that are none."""
    try:
        text = body if isinstance(body, str) else body.decode()
        read = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_float)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) and _shallow(read) else None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise _AmbiguousError
    return read


def _refuse(written: str) -> float:
    raise _AmbiguousError


def _float(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise _AmbiguousError
    return number


def _shallow(read: Any) -> bool:
    layer = [read]
    for _ in range(DEEPEST):
        layer = [inner for one in layer for inner in _inside(one)]
        if not layer:
            return True
    return False


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [one for one in value.values() if isinstance(one, dict | list)]
    return [one for one in value if isinstance(one, dict | list)]
