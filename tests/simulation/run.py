"""Lives through the simulated years with the program and with the model, and compares what they say."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from bot.clock import ManualClock
from bot.committing import apply
from bot.dispatch import Dispatcher
from bot.ports import Inbox, Limits, Refused, RetryLater, Unsure
from bot.pump import Pump
from bot.reminders import Reminders
from bot.storage import Storage
from bot.storage.codec import moment, read_moment, read_reply
from handlers.asking import Assistant
from handlers.desk import Desk
from handlers.types import Address, IncomingMessage, Outcome, Reply, Session
from knowledge.load import Knowledge, default_data_dir, load_knowledge
from tests.simulation.country import CHANNELS, Country, Dated, Shut, Size, Wrote, hash_of
from tests.simulation.facts import Facts
from tests.simulation.model import Expected, Model, Thing
from tests.simulation.timeline import Timeline

BEGAN = date(2026, 1, 1)
BEFORE = timedelta(minutes=7)
"""How long before a tick everything happens that has happened since the last."""
CHECKED = timedelta(minutes=10)
"""How long before a tick the channels deliver what the last one left in the queue."""
UNSURE = 3
"""Of a thousand sends, those of which nobody knows whether they arrived."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came to a channel: the letter's key, to whom, what became of it, and its text."""

    channel: str
    user: str
    key: str
    fate: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the program and the model do not agree."""

    at: datetime
    person: str
    expected: Expected | None
    sent: tuple[Expected, ...]

    def __str__(self) -> str:
        wanted = self.expected.things if self.expected else frozenset()
        told = frozenset[Thing]().union(*(one.things for one in self.sent))
        where = [(one.channel, one.user) for one in self.sent]
        return (
            f"{self.at:%Y-%m-%d %H:%M} {self.person}: missed {sorted(wanted - told, key=str)},"
            f" too much {sorted(told - wanted, key=str)}, sent to {where},"
            f" expected at {(self.expected.channel, self.expected.user) if self.expected else None}"
        )


@dataclass(slots=True)
class Report:
    ticks: int = 0
    messages: int = 0
    things: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    doubled: int = 0
    missed: int = 0
    differences: list[Difference] = field(default_factory=list)
    texts: int = 0
    wrong_texts: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def __str__(self) -> str:
        seconds = ", ".join(f"{name} {spent:.0f} s" for name, spent in self.seconds.items())
        return "\n".join(
            [
                f"{self.ticks} ticks, {self.messages} messages compared, {self.things} things told"
                f" ({dict(self.kinds)}), {dict(self.fates)}",
                f"{len(self.differences)} differences, {self.doubled} doubled, {self.missed} missed,"
                f" {len(self.wrong_texts)} of {self.texts} texts lack something",
                seconds,
            ]
        )


@dataclass(slots=True)
class Fate:
    """What becomes of a letter: the same for the same chat at the same moment."""

    country: Country
    timeline: Timeline

    def of(self, channel: str, user: str, now: datetime) -> str:
        if (channel, user) in self.country.shut:
            return "failed"
        if hash_of(self.country.seed, channel, user, now) % 1000 < UNSURE:
            return "unknown"
        return "sent"


@dataclass(slots=True)
class FakeChannel:
    """A channel that keeps what comes to it, for the real pump."""

    name: str
    fate: Fate
    clock: ManualClock
    arrived: list[Arrived] = field(default_factory=list)
    limits: Limits = field(default_factory=lambda: Limits(text=1_000_000, buttons=True, files=True))
    resend: bool = False

    async def run(self, inbox: Inbox) -> None:
        await asyncio.Event().wait()

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        now = self.clock.now()
        if self.fate.timeline.down(self.name, now):
            raise RetryLater(60)
        fate = self.fate.of(self.name, address.user, now)
        self.arrived.append(Arrived(self.name, address.user, key, fate, reply.text))
        if fate == "failed":
            raise Refused("chat not found")
        if fate == "unknown":
            raise Unsure("timed out")


class Simulation:
    """`pumped`: letters go out one by one through the real pump; else all of a moment at once, by SQL.

    `sample`: every how manieth text is looked at.
    """

    def __init__(
        self, knowledge: Knowledge, size: Size, *, years: float, seed: int, ticks: int, pumped: bool, sample: int
    ) -> None:
        self.report = Report()
        self.storage = Storage(None)
        self.reminders = Reminders(self.storage, Desk(Assistant(knowledge), self.storage.register))
        self.clock = ManualClock(datetime(2026, 1, 1, tzinfo=UTC))
        self.inbox = Dispatcher(self.storage, [_listen], self.clock, lambda channel: None)
        self.facts = Facts()
        self.model = Model(self.facts, knowledge)
        self.country = Country(size, seed, self.facts)
        self.timeline = Timeline(BEGAN, years, Random(seed), ticks)
        self.timeline.add_outages(CHANNELS)
        self.fate = Fate(self.country, self.timeline)
        self.channels = [FakeChannel(name, self.fate, self.clock) for name in CHANNELS]
        self.pumps = [Pump(one, self.storage, self.clock, lambda: 1.0) for one in self.channels] if pumped else []
        self._sample = sample
        self._counts: Counter[tuple[str, Thing]] = Counter()
        self._messages = 0
        self._last: datetime | None = None
        self._waiting: dict[str, Expected] = {}
        self._happenings = max(1, size.communes // 150)

    def run(self) -> Report:
        with self._timed("country"):
            self._store(self.country.founding(BEGAN))
        for now in self.timeline.moments:
            self._live(now)
        self.report.doubled = sum(1 for count in self._counts.values() if count > 1)
        self.storage.close()
        return self.report

    def _live(self, now: datetime) -> None:
        """One moment: what has happened, what has to be told, what the program tells."""
        self.report.ticks += 1
        if self._last is not None and now - CHECKED >= self._last and self.report.ticks % 3:
            self._late(now - CHECKED)
        self._last = now
        with self._timed("country"):
            self._store(self.country.happenings(self._happenings, 1 / 3, self.model, now - BEFORE))
        self.clock.set(now)
        with self._timed("model"):
            self.model.miss(self._missed(now), now)
            expected = self.model.expected(now) if self.model.working(now) else {}
        with self._timed("program"):
            self.reminders.tick(now)
        self._deliver(expected, now)

    def _late(self, now: datetime) -> None:
        """Deliver what stands in the queue since the last tick, if its time has not passed."""
        self.clock.set(now)
        self._deliver(self._waiting if self._last_day == now.date() and self.model.working(now) else {}, now)

    def _deliver(self, expected: dict[str, Expected], now: datetime) -> None:
        with self._timed("delivery"):
            arrived = self._pump() if self.pumps else self._settle_all(now)
        with self._timed("comparing"):
            up = {name for name in CHANNELS if not self.timeline.down(name, now)}
            self._compare({who: one for who, one in expected.items() if one.channel in up}, arrived, now)
        self._waiting = {who: one for who, one in expected.items() if one.channel not in up}

    @property
    def _last_day(self) -> date | None:
        return self._last.date() if self._last else None

    def _compare(self, expected: dict[str, Expected], arrived: Sequence[Arrived], now: datetime) -> None:
        told = self._told(arrived)
        for person, one in expected.items():
            sent = told.get(person, [])
            if [letter for letter, _ in sent] != [one]:
                self.report.differences.append(Difference(now, person, one, tuple(letter for letter, _ in sent)))
                self.report.missed += not sent
        for person in told.keys() - expected.keys():
            self.report.differences.append(Difference(now, person, None, tuple(one for one, _ in told[person])))
        for person in sorted(told):
            for letter, letter_sent in told[person]:
                self._count(person, letter, letter_sent)
                self.model.settle(person, letter.channel, letter.user, letter.things, letter_sent.fate, now)

    def _count(self, person: str, letter: Expected, arrived: Arrived) -> None:
        self.report.messages += 1
        self.report.fates[arrived.fate] += 1
        self.report.things += len(letter.things)
        self.report.kinds.update(str(one[0]) for one in letter.things)
        if arrived.fate != "failed":
            self._counts.update((person, one) for one in letter.things)
            self.country.heard(person, letter.things)
        if self.report.messages % self._sample == 0:
            self.report.texts += 1
            missing = [word for one in letter.things for word in self.model.words(one) if word not in arrived.text]
            if missing:
                self.report.wrong_texts.append(f"{person}: {missing} not in {arrived.text!r}")

    def _told(self, arrived: Sequence[Arrived]) -> dict[str, list[tuple[Expected, Arrived]]]:
        """What each person was told by letters that came to a channel, read from the notices."""
        found: dict[str, list[tuple[Expected, Arrived]]] = defaultdict(list)
        for one in arrived:
            rows = self.storage.db.execute(
                "SELECT key, person FROM notices WHERE channel = ? AND letter = ?", [one.channel, one.key]
            ).fetchall()
            things = frozenset(read_key(key) for key, _ in rows)
            person = rows[0][1] if rows else f"? {one.key}"
            found[person].append((Expected(one.channel, one.user, things), one))
        return found

    def _missed(self, now: datetime) -> list[tuple[str, str, str, datetime]]:
        """Reminders whose time has passed before a channel took them: person, channel, user, until when."""
        with self.storage.transaction():
            self.storage.outbox.expire_all(now)
        rows = self.storage.db.execute(
            "SELECT DISTINCT n.person, o.channel, o.user, o.until FROM outbox AS o"
            " JOIN notices AS n ON n.channel = o.channel AND n.letter = o.key WHERE o.status = 'expired'"
        )
        return [(person, channel, user, read_moment(until)) for person, channel, user, until in rows]

    def _pump(self) -> list[Arrived]:
        found: list[Arrived] = []
        for channel, pump in zip(self.channels, self.pumps, strict=True):
            asyncio.run(pump.drain())
            found += channel.arrived
            channel.arrived.clear()
        return found

    def _settle_all(self, now: datetime) -> list[Arrived]:
        """Everything that may go out now, settled in one transaction."""
        found: list[Arrived] = []
        with self.storage.transaction():
            for channel in CHANNELS:
                self.storage.outbox.expire(channel, now)
                if self.timeline.down(channel, now):
                    continue
                rows = self.storage.db.execute(
                    "SELECT id, user, key, reply FROM outbox WHERE channel = ? AND status = 'queued' AND due_at <= ?"
                    " ORDER BY id",
                    [channel, moment(now)],
                ).fetchall()
                fates = [self.fate.of(channel, user, now) for _, user, _, _ in rows]
                found += [
                    Arrived(channel, user, key, fate, read_reply(reply).text)
                    for (_, user, key, reply), fate in zip(rows, fates, strict=True)
                ]
                settled = [(fate, moment(now), row[0]) for row, fate in zip(rows, fates, strict=True)]
                if "sent" in fates:
                    self.storage.outbox.sent_at[channel] = now
                self.storage.db.conn.executemany("UPDATE outbox SET status = ?, settled_at = ? WHERE id = ?", settled)
        return found

    def _store(self, happenings: Sequence[Dated]) -> None:
        """Let the program learn what happened."""
        effects = [(one, at) for one, at in happenings if not isinstance(one, Wrote | Shut)]
        with self.storage.transaction():
            for effect, at in effects:
                apply(self.storage, [effect], at)
        for one, at in happenings:
            if isinstance(one, Wrote):
                self.clock.set(at)
                self._messages += 1
                sender = Address(one.channel, one.user, one.user)
                self.inbox.accept(IncomingMessage(str(self._messages), sender, at.astimezone(UTC), "chào"))

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.report.seconds[name] += time.perf_counter() - started


def read_key(key: str) -> Thing:
    """What a notice says was told, by its key: person and the thing's parts."""
    _, *parts = key.split("|")
    if parts[0] == "event":
        return ("event", parts[1], int(parts[2]), int(parts[3]))
    if parts[0].startswith("office "):
        return ("office", parts[0].removeprefix("office "), parts[1], int(parts[2]), parts[3], int(parts[4]))
    if parts[-1].startswith("again "):
        return ("again", parts[0], parts[1], int(parts[2]), parts[-1].removeprefix("again "))
    if len(parts) == 5:
        return ("stage", parts[0], parts[1], int(parts[2]), parts[3], int(parts[4]))
    raise ValueError(key)


def _listen(message: IncomingMessage, session: Session) -> Outcome:
    return Outcome(session)


def main() -> int:
    """Run at the size asked for and print what came of it; 1 where the two do not agree."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--provinces", type=int, default=34)
    parser.add_argument("--communes", type=int, default=3300)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--years", type=float, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ticks", type=int, default=4, help="times a day")
    parser.add_argument("--pump", action="store_true", help="send one by one through the real pump")
    parser.add_argument("--show", type=int, default=20, help="differences to print")
    asked = parser.parse_args()
    size = Size(asked.provinces, asked.communes, asked.members)
    simulation = Simulation(
        load_knowledge(default_data_dir()),
        size,
        years=asked.years,
        seed=asked.seed,
        ticks=asked.ticks,
        pumped=asked.pump,
        sample=10,
    )
    report = simulation.run()
    print(report)
    for one in report.differences[: asked.show]:
        print(one)
    for text in report.wrong_texts[: asked.show]:
        print(text)
    return 1 if report.differences or report.doubled or report.wrong_texts else 0
