"""A program as a process to be killed: at a statement to the database, at a call of the Bot API, at any moment."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.contract.quiet import betrayed
from tests.fakes.server import Cut
from tests.fakes.telegram import FakeTelegram

MOMENT: Final = "any moment"
PATIENCE: Final = 60.0
"""Seconds after which a place that was not passed is given up, and the process killed where it is."""
LOOK_EVERY: Final = 0.2

Arm = Callable[[Callable[[], None], float], Callable[[], None]]
"""Sees to it that somebody is killed at the n-th passing of a place outside them; what it returns calls that off."""


@dataclass(frozen=True, slots=True)
class Death:
    """Where a process is to die, and at which passing; for a moment so many seconds after its start."""

    place: str
    passing: float


class Life:
    """A program as a process. Its last arguments, where it is to die inside, are the passing and the statements."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        inside: Mapping[str, Sequence[str]] | None = None,
        outside: Mapping[str, Arm] | None = None,
    ) -> None:
        """`command`: a module and its arguments. `inside`: places as `die_at` knows them; `outside`: all others."""
        self._command = (sys.executable, "-m", *command)
        self._log = folder / "log"
        self._inside = inside or {}
        self._outside = {MOMENT: at_moment, **(outside or {})}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Where it can be killed."""
        return (*self._inside, *self._outside)

    async def start(self, death: Death | None = None) -> None:
        command = self._command
        if death and death.place in self._inside:
            command = (*command, str(int(death.passing)), *self._inside[death.place])
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(*command, stderr=log)

    def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def end(self) -> None:
        assert self._process is not None
        self.kill()
        await self._process.wait()
        assert betrayed(self._log.read_text(encoding="utf-8", errors="replace").splitlines()) == []

    async def dies(self, death: Death) -> bool:
        """Run until that place; whether it was passed. Raises RuntimeError when the process ends by itself."""
        await self.start(death)
        assert self._process is not None
        arm = self._outside.get(death.place)
        call_off = arm(self.kill, death.passing) if arm else lambda: None
        try:
            async with asyncio.timeout(PATIENCE):
                code = await self._process.wait()
        except TimeoutError:
            return False
        finally:
            call_off()
            await self.end()
        if code != -9:
            raise self._ended(code)
        return True

    async def lives(self, done: Callable[[], bool], seconds: float) -> None:
        """Run until something is so. Raises TimeoutError after so long, RuntimeError when it ends by itself."""
        await self.start()
        assert self._process is not None
        ending = asyncio.ensure_future(self._process.wait())
        try:
            async with asyncio.timeout(seconds):
                while not done():
                    await asyncio.wait([ending], timeout=LOOK_EVERY)
                    if ending.done():
                        raise self._ended(ending.result())
        finally:
            await self.end()

    def _ended(self, code: int) -> RuntimeError:
        return RuntimeError(f"the process ended by itself with {code}; see {self._log}")


def at_moment(kill: Callable[[], None], seconds: float) -> Callable[[], None]:
    """See Arm."""
    return asyncio.get_running_loop().call_later(seconds, kill).cancel


def at_call(fake: FakeTelegram, method: str, phase: str) -> Arm:
    """An arm for a call of the Bot API: "before" the effect, which then never comes, or "after" it."""

    def arm(kill: Callable[[], None], passing: float) -> Callable[[], None]:
        passed = 0

        def watch(called: str, when: str, parameters: Mapping[str, Any]) -> None:
            nonlocal passed
            if (called, when) != (method, phase):
                return
            passed += 1
            if passed == passing:
                kill()
                if phase == "before":
                    fake.fail(method, Cut(after=False))

        fake.on_call = watch
        return lambda: _watch_nothing(fake)

    return arm


def _watch_nothing(fake: FakeTelegram) -> None:
    fake.on_call = lambda called, when, parameters: None
