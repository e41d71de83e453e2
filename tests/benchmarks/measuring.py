"""What every benchmark measures with."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
import psutil

Value = TypeVar("Value")


def timed(run: Callable[[], Value]) -> tuple[float, Value]:
    """Seconds that it takes, and what it returns."""
    began = time.perf_counter()
    value = run()
    return time.perf_counter() - began, value


def mebibytes() -> float:
    """What this process holds in memory."""
    return float(psutil.Process().memory_info().rss) / 2**20


def apart(run: Callable[..., Value], *arguments: object) -> Value:
    """Run in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(run, arguments)


def percentile(seconds: Sequence[float], share: int) -> float:
    """Of so many seconds, in milliseconds."""
    return float(np.percentile(seconds, share)) * 1000
