"""Members who ask, log what they have done, look at their log and send pictures, each in their own time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from random import Random

from bot.clock import Clock
from tests.contract.peer import Heard, Peer
from tests.soak.ledger import SAVED, Ledger

QUESTIONS = (
    "Công văn 1097 yêu cầu nộp báo cáo 6 tháng khi nào?",
    "Hạn báo cáo năm là bao giờ?",
    "Đề cương báo cáo gồm những mục gì?",
    "tháng hành động vì bình đẳng giới là tháng nào",
    "con mèo ăn gì",
    "/han",
    "/trogiup",
)
LOG = "hôm {day}/{month} tập huấn bình đẳng giới {title} cho {female} nữ {male} nam tại hội trường"
DAYS = 28
"""Each activity is of a day of its own: two of one kind on one day are asked about."""
CARD, SAVE = "Đúng thì bấm Lưu", "Lưu"
PATIENCE = 30.0
"""Seconds that a member waits for an answer before they say something else."""
THINKING = 8.0
"""Seconds between two things that a member says, on an average."""
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"x" * 5000
_DOING: Mapping[str, float] = {"question": 55.0, "log": 20.0, "diary": 15.0, "picture": 5.0, "two at once": 5.0}


class Member:
    """One member, decided by the seed."""

    def __init__(self, peer: Peer, user: int, seed: int, ledger: Ledger, clock: Clock) -> None:
        self._peer = peer
        self._user = user
        self._chance = Random(f"{seed}:{peer.channel}:{user}")
        self._ledger = ledger
        self._clock = clock
        self._logged = 0

    async def talk(self, over: asyncio.Event) -> None:
        """Say one thing after another until it is over."""
        while not over.is_set():
            until = self._clock.now() + timedelta(seconds=self._chance.expovariate(1 / THINKING))
            await self._clock.wait(over, until)
            if not over.is_set():
                await self._act()

    async def _act(self) -> None:
        [action] = self._chance.choices(list(_DOING), list(_DOING.values()))
        self._ledger.actions[action] += 1
        match action:
            case "log":
                await self._log()
            case "diary":
                await self._ask(lambda: self._peer.say(self._user, "/nhatky"))
            case "picture":
                await self._ask(lambda: self._peer.send_picture(self._user, PNG))
            case "two at once":
                await self._hasty()
            case _:
                question = self._chance.choice(QUESTIONS)
                await self._ask(lambda: self._peer.say(self._user, question))

    async def _ask(self, say: Callable[[], Awaitable[object]]) -> Sequence[Heard]:
        """What comes back; nothing where the answer got lost on its way."""
        before = len(self._peer.heard(self._user))
        await say()
        try:
            await self._peer.until(lambda: len(self._peer.heard(self._user)) > before, PATIENCE)
        except TimeoutError:
            self._ledger.unheard += 1
        return self._peer.heard(self._user)[before:]

    async def _hasty(self) -> None:
        """Two messages at once: which is delivered first is not said."""
        texts = self._chance.sample(QUESTIONS, 2)
        await self._ask(lambda: asyncio.gather(*(self._peer.say(self._user, text) for text in texts)))

    async def _log(self) -> None:
        """Tell of an activity, look at what was understood, and save it only if it is this one."""
        self._logged += 1
        title = f"lớp {self._peer.channel.replace('_', '')[:2].upper()}{self._user}K{self._logged}"
        month, day = divmod(self._logged, DAYS)
        people = {"female": self._chance.randint(5, 60), "male": self._chance.randint(1, 40)}
        text = LOG.format(title=title, day=day + 1, month=5 - month % 5, **people)
        shown = await self._ask(lambda: self._peer.say(self._user, text))
        if not shown or CARD not in shown[-1].text or not _names(shown[-1].text, title):
            self._ledger.actions["log given up"] += 1
            await self._ask(lambda: self._peer.say(self._user, "Bỏ"))
            return
        self._ledger.picked.add(title)
        told = await self._ask(lambda: self._peer.pick(self._user, SAVE))
        saved = [found["title"] for heard in told if (found := SAVED.search(heard.text))]
        self._ledger.seen_saved.update(saved)
        if not told:
            self._ledger.not_told.add(title)
        elif title not in saved:
            # The card may not have arrived, as far as the program knows: it asks again.
            self._ledger.told_otherwise.add(title)


def _names(text: str, title: str) -> bool:
    return re.search(rf"{re.escape(title)}\b", text) is not None
