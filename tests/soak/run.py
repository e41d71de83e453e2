"""One application with Telegram, Zalo Bot and a Zalo OA by webhook and the web page, and its members, for a time.

Everything is decided by the seed but the order in which the wires carry it. The application is a process of its own: it
is killed a few times in the first fifth of the time and once at the end, so that in between its memory can be watched.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import psutil

from bot.storage import Storage
from handlers.people import PURPOSES, Unit
from handlers.types import Record
from tests.contract.clock import START, RunningClock
from tests.contract.life import Life
from tests.contract.page_peer import PagePeer
from tests.contract.peer import Peer
from tests.contract.quiet import betrayed
from tests.contract.telegram_peer import TelegramPeer
from tests.contract.zalo_bot_peer import ZaloBotPeer
from tests.contract.zalo_oa_peer import ZaloOAPeer
from tests.soak.faults import Faults
from tests.soak.ledger import Ledger, counted
from tests.soak.members import Member
from tests.world import store, unit_record

KILLS = 3
"""Hard stops in the first fifth; there is one more at the end."""
SAMPLES, EVERY = 30, 10.0
"""Of memory: so many at least, and at most so many seconds apart."""
MOST_GROWTH = 1.10
"""The median of the last fifth's memory over that of the second fifth's."""
SETTLING = 300.0
"""Seconds that the program has at the end until everything is delivered."""
TITLE = re.compile(r"lớp [A-Z]{2}\d+K\d+")
"""What members call their activities."""
REPEATED, REPEAT_EVERY = 6, 3.0
"""So many of the last messages come again, about so often in seconds."""


@dataclass
class Report:
    ledger: Ledger
    members: int
    seconds: float
    acknowledged: dict[str, int] = field(default_factory=dict)
    letters: dict[str, int] = field(default_factory=dict)
    entries: int = 0
    memory: list[float] = field(default_factory=list)
    """Mebibytes of the application's process from the second fifth on."""
    kills: int = 0
    logged: int = 0
    """Lines that the application has logged; none may hold a secret or what a member has typed."""
    differences: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """The last fifth's memory over the second fifth's; the samples are of the last four."""
        fifth = max(1, len(self.memory) // 4)
        return statistics.median(self.memory[-fifth:]) / statistics.median(self.memory[:fifth])

    @property
    def sound(self) -> bool:
        return not self.differences and self.growth <= MOST_GROWTH

    def __str__(self) -> str:
        ledger = self.ledger
        return "\n".join(
            [
                f"{self.members} members, {self.seconds:.0f} s, {self.kills} hard stops",
                f"acknowledged: {counted(self.acknowledged)}; members' doings: {counted(ledger.actions)}",
                f"letters: {counted(self.letters)}; waited for in vain: {ledger.unheard}",
                f"entries confirmed {len(ledger.picked)}, seen saved {len(ledger.seen_saved)}, stored {self.entries};"
                f" asked again {len(ledger.told_otherwise)}, heard no more {len(ledger.not_told)}",
                f"faults: {counted(ledger.faults)}",
                f"lines logged: {self.logged}",
                f"memory: {self.memory[0]:.0f} MiB to {self.memory[-1]:.0f} MiB, growth {self.growth:.3f}",
                *(f"DIFFERENCE: {one}" for one in self.differences),
                *([] if self.growth <= MOST_GROWTH else [f"DIFFERENCE: memory grew by {self.growth:.3f}"]),
                "sound" if self.sound else "NOT sound",
            ]
        )


class Soak:
    """The application and everybody around it."""

    def __init__(self, folder: Path, members: int, seconds: float, seed: int) -> None:
        self._seconds = seconds
        self._chance = Random(seed)
        self._clock = RunningClock(pace=1.0)
        self.page = PagePeer()
        peers: list[Peer] = [TelegramPeer(hooked=True), ZaloBotPeer(hooked=True), ZaloOAPeer(self._clock.now)]
        self._peers = (*peers, self.page)
        share = -(-members // len(self._peers))
        starts = range(0, members, share)
        users = {
            peer.channel: range(start, min(start + share, members))
            for peer, start in zip(self._peers, starts, strict=True)
        }
        self._ledger = Ledger(users)
        self._faults = Faults(seed, self._ledger)
        self._life = Life(
            *(folder, self._peers, self._clock), pace=1.0, own=True, ZALO_BOT_MONTHLY="0", ZALO_BOT_USERS="0"
        )
        self._members = [
            Member(peer, user, seed, self._ledger, self._clock) for peer in self._peers for user in users[peer.channel]
        ]
        self.report = Report(self._ledger, members, seconds)

    async def play(self) -> Report:
        _settle(self._life.database, self._peers, self._ledger)
        for peer in self._peers:
            await peer.open()
            self._faults.on(peer)
            _open_chats(peer, self._ledger.members[peer.channel])
        try:
            await self._life.start()
            await self._go_on()
            await self._settle()
        finally:
            await self._life.kill()
            for peer in self._peers:
                await peer.close()
        return self.report

    async def _go_on(self) -> None:
        """Everybody talks; the application dies a few times, then lives to the end and is watched."""
        over = asyncio.Event()
        for user in self._ledger.members[self.page.channel]:
            self.page.listen(user)
        talks = [asyncio.ensure_future(member.talk(over)) for member in self._members]
        talks.append(asyncio.ensure_future(self._repeat(over)))
        await self._die(self._seconds / 5)
        await self._watch(self._seconds * 4 / 5)
        over.set()
        await self._kill()
        await asyncio.gather(*talks)

    async def _settle(self) -> None:
        """Nothing goes wrong any more: wait until all is delivered, then compare."""
        self._faults.end()
        await self._life.quiet(SETTLING)
        sql = "SELECT status, count(*) FROM outbox GROUP BY status"
        self.report.letters = {str(status): int(count) for status, count in self._life.rows(sql)}
        for user in self._ledger.members[self.page.channel]:
            sql = "SELECT count(*) FROM outbox WHERE channel = ? AND chat = ? AND status = 'sent'"
            [(count,)] = self._life.rows(sql, self.page.channel, self.page.address(user).chat)
            # A page that has just come back reads what it has missed.
            await self.page.until(lambda user=user, count=count: len(self.page.heard(user)) >= count)  # type: ignore[misc]
        [(self.report.entries,)] = self._life.rows("SELECT count(*) FROM entries WHERE deleted = 0")
        self.report.acknowledged = {peer.channel: len(set(peer.acknowledged)) for peer in self._peers}
        self.report.differences = self._ledger.differences(self._life, self._peers)
        lines = self._life.log.read_text(encoding="utf-8").splitlines()
        said = [line for line in lines if TITLE.search(line)]
        self.report.logged = len(lines)
        self.report.differences += [f"logged: {line}" for line in [*betrayed(lines), *said][:5]]

    async def _die(self, seconds: float) -> None:
        moments = sorted(self._chance.uniform(0.1, 0.9) * seconds for _ in range(KILLS))
        began = self._clock.now()
        for moment in moments:
            await self._until(began + timedelta(seconds=moment))
            await self._kill()
        await self._until(began + timedelta(seconds=seconds))

    async def _kill(self) -> None:
        await self._life.kill()
        self.report.kills += 1
        await self._life.start()

    async def _watch(self, seconds: float) -> None:
        assert self._life.process is not None
        process = psutil.Process(self._life.process.pid)
        pause = timedelta(seconds=min(EVERY, seconds / SAMPLES))
        began = now = self._clock.now()
        while now < began + timedelta(seconds=seconds):
            self.report.memory.append(process.memory_info().rss / 2**20)
            await self._until(now := now + pause)

    async def _repeat(self, over: asyncio.Event) -> None:
        """Messengers deliver once more what they believe was not taken, the latest first."""
        while not over.is_set():
            until = self._clock.now() + timedelta(seconds=self._chance.expovariate(1 / REPEAT_EVERY))
            await self._clock.wait(over, until)
            self._ledger.faults["delivered again"] += REPEATED
            await self._chance.choice(self._peers).repeat(REPEATED)

    async def _until(self, moment: datetime) -> None:
        await self._clock.wait(asyncio.Event(), moment)


def _settle(database: Path, peers: Iterable[Peer], ledger: Ledger) -> None:
    """Everybody is the secretary of a commune of their own, and has agreed to everything."""
    storage = Storage(database)
    records = [unit_record(Unit("tinh", "Ban VSTBPN tỉnh", "province", START.date()))]
    for peer in peers:
        for user in ledger.members[peer.channel]:
            records += _member(peer, user)
    store(storage, records)
    storage.close()


def _open_chats(peer: Peer, users: range) -> None:
    """Everybody has written some time ago: a messenger lets nobody write to strangers."""
    chats = [peer.address(user).chat for user in users]
    match peer:
        case TelegramPeer(fake=telegram):
            telegram.opened(map(int, chats))
        case ZaloBotPeer(fake=zalo):
            zalo.opened(*chats)


def _member(peer: Peer, user: int) -> list[Record]:
    to, person, unit = peer.address(user), f"thu-ky-{user}", f"xa-{user}"
    given = {"person": person, "given": 1, "text": "test", "channel": to.channel}
    member = {"id": f"m-{user}", "person": person, "unit": unit, "role": "secretary", "since": "2026-01-05"}
    return [
        unit_record(Unit(unit, f"Xã {user}", "commune", START.date(), parent="tinh")),
        Record("people", {"id": person, "name": None}),
        Record("contacts", {"channel": to.channel, "user": to.user, "chat": to.chat, "person": person}),
        *(Record("consents", {**given, "purpose": purpose}) for purpose in PURPOSES),
        Record("memberships", member),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), options.members, options.minutes * 60, options.seed)
        report = asyncio.run(soak.play())
    print(report)
    return 0 if report.sound else 1
