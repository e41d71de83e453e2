"""Reminders to many members through a troubled Bot API, while their sender is killed again and again.

Each kill is at a named place (in the middle of queueing, of a claim, before and after the effect of a send, before its
result is written down) or at any moment; the kills are spread over the whole run. In the end everybody has received
exactly one message, or is listed as unknown and has received at most one.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from bot.app import REMIND_AT_ONCE
from bot.pump import AT_ONCE
from bot.storage import Storage
from handlers.people import Unit
from handlers.types import Record
from tests.fakes.server import Cut, Stall
from tests.fakes.telegram import Answer, FakeTelegram, Fault
from tests.killing.life import MOMENT, PATIENCE, Death, Life, at_call
from tests.world import BEGAN, person_records, store, unit_record

DUE, STAGE, TITLE = date(2026, 6, 30), -3, "Báo cáo sáu tháng"
"""What everybody is reminded of, and the stage that it has reached."""
MEMBERS_OF_A_UNIT = 4
FIRST_CHAT = 1001
FAULTS: tuple[tuple[Fault | None, float], ...] = (
    (None, 93.0),
    (Answer(429, "Too Many Requests: retry after 1", {"retry_after": 1}), 1.0),
    (Answer(502, "Bad Gateway"), 1.0),
    (Answer(502, json=False), 1.0),
    (Cut(after=False), 1.0),
    (Cut(after=True), 1.0),
    (Stall(after=False), 1.0),
    (Stall(after=True), 1.0),
)
"""What becomes of a send, and how often out of a hundred."""
STATEMENTS: Mapping[str, tuple[str]] = {
    "queueing": ("INSERT INTO notices",),
    "claiming": ("SET status = 'sending'",),
    "settling": ("SET status = 'sent'",),
}
"""Places within the process, each the beginning of a statement to the database."""
CALLS: Mapping[str, str] = {"before the effect": "before", "after the effect": "after"}
"""Places on the way, each a phase of a call of the Bot API."""
LATEST = 5.0
"""Seconds after the start within which a kill at any moment comes."""
QUEUEING = 250
"""A life that dies while queueing does so before it has queued so many, or more where there are many members."""
SPREAD = 0.9
"""The share of all sends over which the kills are spread; those that a dying process had claimed may never come."""
SLOWEST = 10
"""Reminders a second that the last process sends at the least."""


@dataclass
class Tally:
    """What has become of everybody."""

    members: int
    kills: Counter[str] = field(default_factory=Counter)
    """By place."""
    partly: int = 0
    """Kills that left some reminders queued or sent, and others not even queued."""
    missed: int = 0
    """Kills whose place was never passed."""
    faults: Counter[str] = field(default_factory=Counter)
    once: int = 0
    unknown: int = 0
    unknown_arrived: int = 0
    doubled: int = 0
    missing: int = 0
    """Received nothing, and nothing says that this is unknown."""
    wrong: list[str] = field(default_factory=list)
    """Whatever else is not as it has to be."""
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        everybody = self.once + self.unknown - self.unknown_arrived == self.members
        return everybody and not (self.doubled or self.missing or self.wrong)

    def __str__(self) -> str:
        places = ", ".join(f"{place} {count}" for place, count in sorted(self.kills.items()))
        faults = ", ".join(f"{fault} {count}" for fault, count in sorted(self.faults.items()))
        return "\n".join(
            [
                f"members {self.members}, received once {self.once}, unknown {self.unknown}"
                f" (of these arrived {self.unknown_arrived}), doubled {self.doubled}, missing {self.missing}",
                f"kills {self.kills.total()} ({places}); with only a part queued {self.partly};"
                f" place not passed {self.missed}",
                f"faults {self.faults.total()} ({faults})",
                *self.wrong,
                f"seconds {self.seconds:.0f}",
            ]
        )


class Trouble:
    """What goes wrong with each send: decided by the seed, the chat and the number of the try, in whatever order."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._tries: Counter[str] = Counter()
        self.met: Counter[str] = Counter()

    def __call__(self, method: str, parameters: Mapping[str, Any]) -> Fault | None:
        if method != "sendMessage":
            return None
        chat = str(parameters["chat_id"])
        self._tries[chat] += 1
        chance = Random(f"{self._seed}:{chat}:{self._tries[chat]}")
        faults, weights = zip(*FAULTS, strict=True)
        fault: Fault | None = chance.choices(faults, weights)[0]
        if fault is not None:
            self.met[_name(fault)] += 1
        return fault


def _name(fault: Fault) -> str:
    if isinstance(fault, Answer):
        return f"{fault.code}{'' if fault.json else ' without JSON'}"
    return f"{type(fault).__name__.lower()} {'after' if fault.after else 'before'} the effect"


def chats(members: int) -> range:
    """The members' private chats; each is also the id of the person."""
    return range(FIRST_CHAT, FIRST_CHAT + members)


def unit_of(chat: int) -> str:
    return f"xa-{(chat - FIRST_CHAT) // MEMBERS_OF_A_UNIT}"


def settle(storage: Storage, members: int) -> None:
    """Units that owe one report, and their secretaries, each with a chat on Telegram."""
    store(storage, _world(members))


def _world(members: int) -> Iterable[Record]:
    yield unit_record(Unit("tinh", "Ban VSTBPN tỉnh", "province", BEGAN.date()))
    for id_ in dict.fromkeys(unit_of(chat) for chat in chats(members)):
        yield unit_record(Unit(id_, f"Xã {id_}", "commune", BEGAN.date(), parent="tinh"))
    for chat in chats(members):
        yield from person_records(str(chat), [(unit_of(chat), "secretary")], BEGAN.date(), channel="telegram")
    row = {"id": "bao-cao", "owner": "tinh", "title": TITLE, "period": "first_half", "year": DUE.year, "recurs": 0}
    yield Record("duties", {**row, "month": DUE.month, "day": DUE.day, "units": ""})


def rehearse(members: int, kills: int, seed: int, folder: Path) -> Tally:
    """Remind everybody, with so many kills on the way."""
    began = time.monotonic()
    storage = Storage(folder / "bot.db")
    settle(storage, members)
    storage.close()
    tally = Tally(members)
    asyncio.run(_Run(tally, kills, Random(seed), folder).play(Trouble(seed)))
    tally.seconds = time.monotonic() - began
    return tally


def _life(fake: FakeTelegram, folder: Path, began: float) -> Life:
    """The sender as a process."""
    command = ("tests.killing.reminders_child", fake.base_url, str(folder), str(began))
    calls = {place: at_call(fake, "sendMessage", phase) for place, phase in CALLS.items()}
    return Life(command, folder, STATEMENTS, calls)


class _Run:
    def __init__(self, tally: Tally, kills: int, chance: Random, folder: Path) -> None:
        self._tally = tally
        self._chance = chance
        self._folder = folder
        self._while_queueing = max(2, kills // 8)
        share = max(1, int((tally.members - AT_ONCE * kills) * SPREAD))
        self._targets = sorted(chance.randint(1, share) for _ in range(kills))
        """At how many sends each kill is to come."""

    async def play(self, trouble: Trouble) -> None:
        began = time.monotonic()
        async with FakeTelegram() as fake:
            fake.opened(chats(self._tally.members))
            fake.trouble = trouble
            life = _life(fake, self._folder, began)
            for number, target in enumerate(self._targets):
                death = self._death(number, target - fake.times("sendMessage"))
                passed = await life.dies(death)
                self._tally.kills[death.place] += 1
                self._tally.missed += not passed
                self._tally.partly += 0 < self._queued() < self._tally.members
            seconds = 2 * PATIENCE + self._tally.members / SLOWEST
            await life.lives(self._done, seconds)
            self._tally.faults = trouble.met
            self._count(fake)

    def _death(self, number: int, sends: int) -> Death:
        """Where to die next: first while queueing, then after so many more sends."""
        unqueued = self._tally.members - self._queued()
        if number < self._while_queueing and unqueued:
            most = max(QUEUEING, 2 * self._tally.members // self._while_queueing)
            # The first leaves a part queued for certain: what is queued at one go is stored, or not, as a whole.
            least = 1 if number else REMIND_AT_ONCE + 1
            return Death("queueing", self._chance.randint(min(least, unqueued), min(unqueued, most)))
        place = self._chance.choice(["claiming", "settling", *CALLS, MOMENT])
        if place == MOMENT:
            return Death(place, self._chance.uniform(0, LATEST))
        return Death(place, max(1, sends))

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._folder / "bot.db")) as db:
            return db.execute(sql).fetchall()

    def _queued(self) -> int:
        """Reminders that are queued, or were."""
        return int(self._rows("SELECT count(*) FROM notices")[0][0])

    def _done(self) -> bool:
        """Whether everybody is queued and nothing is on its way."""
        open_ = self._rows("SELECT count(*) FROM outbox WHERE status IN ('queued', 'sending')")
        return self._queued() == self._tally.members and open_ == [(0,)]

    def _count(self, fake: FakeTelegram) -> None:
        """Compare what was received with what the outbox and the ledger say."""
        tally = self._tally
        received = Counter(sent.chat_id for sent in fake.sent if TITLE in sent.text)
        if others := len(fake.sent) - received.total():
            tally.wrong.append(f"messages that are no reminders: {others}")
        if fake.refusals:
            tally.wrong.append(f"refused by the Bot API: {fake.refusals[:3]}")
        letters: dict[int, list[str]] = {}
        for chat, status in self._rows("SELECT chat, status FROM outbox"):
            letters.setdefault(int(chat), []).append(status)
        for chat in chats(tally.members):
            self._count_one(chat, received[chat], letters.pop(chat, []))
        if letters:
            tally.wrong.append(f"letters to strangers: {len(letters)}")
        self._check_ledger()

    def _count_one(self, chat: int, received: int, statuses: list[str]) -> None:
        tally = self._tally
        unknown = statuses == ["unknown"]
        tally.once += received == 1
        tally.unknown += unknown
        tally.unknown_arrived += unknown and received == 1
        tally.doubled += received > 1
        tally.missing += not received and not unknown
        if statuses not in (["sent"], ["unknown"]):
            tally.wrong.append(f"letters of {chat}: {statuses}")

    def _check_ledger(self) -> None:
        """Exactly one entry for everybody, which belongs to the letter that was sent to them."""
        due = f"bao-cao|{DUE.year}|{DUE.isoformat()}|{STAGE}"
        expected = sorted((f"{chat}|{unit_of(chat)}|{due}", str(chat)) for chat in chats(self._tally.members))
        joined = "SELECT n.key, o.chat FROM notices AS n JOIN outbox AS o ON o.channel = n.channel AND o.key = n.letter"
        if sorted(self._rows(joined)) != expected or self._queued() != len(expected):
            self._tally.wrong.append("the ledger does not hold exactly one entry for everybody")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = rehearse(options.members, options.kills, options.seed, Path(folder))
    print(tally)
    return 0 if tally.sound else 1
