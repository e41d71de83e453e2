"""kill -9: no update is lost, none is answered twice."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.storage import Storage
from tests.fakes.telegram import FakeTelegram

KILLS = 20
MEMBERS = (7, 8, 9)
PLACES = (
    ("getUpdates", "before"),
    ("getUpdates", "after"),
    ("sendMessage", "before"),
    ("sendMessage", "after"),
    ("handler", "in"),
)


class Victim:
    """The bot as a process, killed at the n-th passing of a place."""

    def __init__(self, fake: FakeTelegram, folder: Path) -> None:
        self._fake = fake
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = (sys.executable, "-m", "tests.fakes.telegram_bot", self._fake.base_url, str(self._folder))
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(*command, stderr=log)

    async def die_at(self, method: str, phase: str, passing: int) -> None:
        """Run until that moment."""
        assert self._process is not None
        passed = 0

        def watch(called: str, when: str, parameters: Mapping[str, Any]) -> None:
            nonlocal passed
            passed += (called, when) == (method, phase)
            if passed == passing and self._process is not None and self._process.returncode is None:
                self._process.kill()

        if method == "handler":
            (self._folder / "die").touch()
        self._fake.on_call = watch
        async with asyncio.timeout(20):
            await self._process.wait()
        self._fake.on_call = lambda called, when, parameters: None

    async def end(self) -> None:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


def test_killed_again_and_again_it_answers_every_update_once(tmp_path: Path) -> None:
    chance = random.Random(1)

    async def play() -> tuple[list[str], list[str]]:
        texts: list[str] = []
        async with FakeTelegram() as fake:
            for number in range(KILLS):
                for member in MEMBERS:
                    texts.append(f"câu {number} {member}")
                    await fake.says(texts[-1], user=member)
                victim = Victim(fake, tmp_path)
                await victim.start()
                place = PLACES[number % len(PLACES)] if number < len(PLACES) else chance.choice(PLACES)
                try:
                    await victim.die_at(*place, passing=chance.randint(1, 2))
                finally:
                    await victim.end()
            survivor = Victim(fake, tmp_path)
            await survivor.start()
            # What goes to one chat goes in its order: after the last words nothing is left.
            last = {f"câu cuối {member}" for member in MEMBERS}
            for member in MEMBERS:
                texts.append(f"câu cuối {member}")
                await fake.says(texts[-1], user=member)
            await fake.until(lambda: last <= {sent.text.removeprefix("nghe: ") for sent in fake.sent})
            await survivor.end()
            assert fake.refusals == []
            return texts, [sent.text for sent in fake.sent]

    texts, sent = asyncio.run(play())
    assert len(sent) == len(set(sent)), "something was said twice"
    storage = Storage(tmp_path / "bot.db")
    letters = [letter for member in MEMBERS for letter in storage.outbox.of_chat("telegram", str(member))]
    statuses = {letter.reply.text: letter.status for letter in letters}
    journal = storage.db.execute("SELECT status, count(*) FROM updates GROUP BY status").fetchall()
    storage.close()
    assert journal == [("done", len(texts))]
    assert set(statuses) == {f"nghe: {text}" for text in texts}
    in_doubt = {text for text, status in statuses.items() if status == "unknown"}
    assert set(statuses) - set(sent) <= in_doubt, "something was lost without a trace"
    assert len(in_doubt) <= KILLS * len(MEMBERS)
