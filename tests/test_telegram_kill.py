"""kill -9: no update is lost, none is answered twice."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

from bot.storage import Storage
from tests.contract.quiet import MARK
from tests.fakes.telegram import FakeTelegram
from tests.killing.life import Arm, Death, Life, at_call

KILLS = 20
MEMBERS = (7, 8, 9)
CALLS = (("getUpdates", "before"), ("getUpdates", "after"), ("sendMessage", "before"), ("sendMessage", "after"))
HANDLER = "in the handler"
PLACES = (*(f"{method} {phase}" for method, phase in CALLS), HANDLER)


def victim(fake: FakeTelegram, folder: Path) -> Life:
    """The bot as a process, killed at the n-th passing of a place."""
    arms = {f"{method} {phase}": at_call(fake, method, phase) for method, phase in CALLS}
    return Life(
        ("tests.fakes.telegram_bot", fake.base_url, str(folder)), folder, outside={**arms, HANDLER: order(folder)}
    )


def order(folder: Path) -> Arm:
    """Tells the bot to die in the middle of the next message, whichever passing is asked for."""

    def arm(kill: Callable[[], None], passing: float) -> Callable[[], None]:
        (folder / "die").touch()
        return lambda: None

    return arm


def test_killed_again_and_again_it_answers_every_update_once(tmp_path: Path) -> None:
    chance = random.Random(1)

    async def play() -> tuple[list[str], list[str]]:
        texts: list[str] = []
        async with FakeTelegram() as fake:
            life = victim(fake, tmp_path)
            for number in range(KILLS):
                for member in MEMBERS:
                    texts.append(f"{MARK}câu {number} {member}")
                    await fake.says(texts[-1], user=member)
                place = PLACES[number % len(PLACES)] if number < len(PLACES) else chance.choice(PLACES)
                assert await life.dies(Death(place, chance.randint(1, 2))), place
            await life.start()
            # What goes to one chat goes in its order: after the last words nothing is left.
            last = {f"{MARK}câu cuối {member}" for member in MEMBERS}
            for member in MEMBERS:
                texts.append(f"{MARK}câu cuối {member}")
                await fake.says(texts[-1], user=member)
            await fake.until(lambda: last <= {sent.text.removeprefix("nghe: ") for sent in fake.sent})
            await life.end()
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
