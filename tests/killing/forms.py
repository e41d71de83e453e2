"""Members fill in forms on Telegram or on the web page, while the program is killed again and again.

Each kill is at a named place (around the journal, in the commit, before the acknowledgement, around a send) or at any
moment. The members go on from what they see. In the end nothing that was accepted is lost, and nothing is stored twice.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final, Literal

from bot.storage import Storage
from bot.web.visitor import Visitor
from handlers.entries import COLUMNS
from handlers.people import Unit
from knowledge.load import load_knowledge
from tests.browser.serving import free_port
from tests.fakes.telegram import FakeTelegram
from tests.killing.forms_child import NO_TELEGRAM, base_with_forms
from tests.killing.life import MOMENT, PATIENCE, Arm, Death, Life, at_call
from tests.killing.lines import Tap, TelegramLine, WebLine, web_line
from tests.killing.members import Line, Member
from tests.killing.papers import Paper, shuffled, write_paper
from tests.world import BEGAN, person_records, store, unit_record

Channel = Literal["telegram", "web"]
CHANNELS: Final[tuple[Channel, ...]] = ("telegram", "web")
MEMBERS: Final = 3
INSIDE: Final[Mapping[str, Sequence[str]]] = {
    "before the journal": ("INSERT INTO updates",),
    "after the journal": ("INSERT INTO updates", "COMMIT", ""),
    "in the commit of an answer": ("SET status = 'done'", "INSERT INTO outbox"),
    "in the commit of an entry": ("INSERT INTO changes",),
    "at the end of the commit": ("SET status = 'done'", "COMMIT"),
    "after the commit, before the acknowledgement": ("SET status = 'done'", "COMMIT", ""),
    "before the claim of a send": ("SET status = 'sending'",),
    "after the claim of a send": ("SET status = 'sending'", "COMMIT", ""),
    "before the settling of a send": ("SET status = 'sent'",),
}
"""Places within the process, as `die_at` knows them."""
CALLS: Final = {
    "before a poll": ("getUpdates", "before"),
    "after a poll": ("getUpdates", "after"),
    "before the effect of a send": ("sendMessage", "before"),
    "after the effect of a send": ("sendMessage", "after"),
}
PAGES: Final = {"after the acknowledgement": "posted", "after the effect of a send": "shown"}
SELDOM: Final = "in the commit of an entry"
"""A place that is passed once in a form."""
MOST_PASSINGS: Final = 12
LATEST: Final = 3.0
"""Seconds after the start within which a kill at any moment comes: half of them while it starts."""


@dataclass
class Tally:
    """What has become of everything that was said."""

    channel: Channel
    kills: Counter[str] = field(default_factory=Counter)
    """By place."""
    missed: int = 0
    """Kills whose place was never passed."""
    entries: int = 0
    messages: int = 0
    silences: int = 0
    """Messages that were accepted and whose reply was lost on the way."""
    copies: int = 0
    """Replies that the page was given once more and did not show."""
    seen: Counter[int] = field(default_factory=Counter)
    """How many questions were seen so often."""
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        return not self.wrong and not self.missed

    def __str__(self) -> str:
        places = ", ".join(f"{place} {count}" for place, count in sorted(self.kills.items()))
        seen = ", ".join(f"{count} seen {times}x" for times, count in sorted(self.seen.items()))
        return "\n".join(
            [
                f"{self.channel}: kills {self.kills.total()} ({places}); place not passed {self.missed}",
                f"entries {self.entries}, messages {self.messages}, of these without a reply {self.silences};"
                f" questions: {seen}; replies delivered again {self.copies}",
                *self.wrong,
                f"seconds {self.seconds:.0f}",
            ]
        )


def rehearse(channel: Channel, kills: int, seed: int, folder: Path, members: int = MEMBERS) -> Tally:
    """Let members fill in forms, with so many kills on the way."""
    began = time.monotonic()
    tally = Tally(channel)
    asyncio.run(_Run(tally, kills, seed, folder, members).play())
    tally.seconds = time.monotonic() - began
    return tally


class _Run:
    def __init__(self, tally: Tally, kills: int, seed: int, folder: Path, members: int) -> None:
        self._tally = tally
        self._left = kills
        self._seed = seed
        self._chance = Random(seed)
        self._folder = folder
        self._forms = load_knowledge(base_with_forms(folder)).forms
        self._visitors = [Visitor(f"{'khach':a<42}{number}") for number in range(members)]
        """Only the web page's; on Telegram a member's chat is 1, 2 and so on."""
        self._people = [
            str(number + 1) if tally.channel == "telegram" else visitor.address.user
            for number, visitor in enumerate(self._visitors)
        ]

    async def play(self) -> None:
        self._settle()
        with closing(sqlite3.connect(self._folder / "bot.db", isolation_level=None)) as db:
            self._db = db
            async with self._playing() as (life, lines):
                members = [
                    Member(person, line, Random(f"{self._seed}:{person}"))
                    for person, line in zip(self._people, lines, strict=True)
                ]
                await self._kill(life, members)
                self._tally.copies = sum(line.copies for line in lines if isinstance(line, WebLine))
            for member in members:
                self._count(member)
            self._check_all(members)

    async def _kill(self, life: Life, members: Sequence[Member]) -> None:
        async with asyncio.TaskGroup() as group:
            work = [
                group.create_task(one.work(self._papers(at), lambda: self._left > 0)) for at, one in enumerate(members)
            ]
            for death in list(self._deaths([*life.places])):
                self._tally.kills[death.place] += 1
                self._tally.missed += not await life.dies(death)
                self._left -= 1
            await life.lives(lambda: all(task.done() for task in work), 2 * PATIENCE)

    def _deaths(self, places: list[str]) -> Iterator[Death]:
        """Every place once, as far as the kills reach, then any."""
        first = self._chance.sample(places, len(places))
        for number in range(self._left):
            place = first[number] if number < len(first) else self._chance.choice(places)
            if place == MOMENT:
                yield Death(place, self._chance.uniform(0, LATEST))
            else:
                yield Death(place, 1 if place == SELDOM else self._chance.randint(1, MOST_PASSINGS))

    def _papers(self, member: int) -> Iterator[Paper]:
        chance = Random(f"{self._seed}:{member}")
        number = 1000 * member
        while True:
            for form in shuffled(self._forms, chance):
                number += 1
                yield write_paper(form, number, chance)

    @asynccontextmanager
    async def _playing(self) -> AsyncIterator[tuple[Life, Sequence[Line]]]:
        """The program, not started, and the members' lines to it."""
        async with AsyncExitStack() as stack:
            if self._tally.channel == "telegram":
                fake = await stack.enter_async_context(FakeTelegram())
                fake.opened(range(1, len(self._people) + 1))
                arms = {place: at_call(fake, *call) for place, call in CALLS.items()}
                yield (
                    self._life("0", fake.base_url, arms),
                    [TelegramLine(fake, int(person), self._rows) for person in self._people],
                )
                if fake.refusals:
                    self._tally.wrong.append(f"refused by the Bot API: {fake.refusals[:3]}")
            else:
                port, tap = free_port(), Tap()
                pages = [web_line(f"http://127.0.0.1:{port}", visitor, tap) for visitor in self._visitors]
                lines = [await stack.enter_async_context(page) for page in pages]
                yield self._life(str(port), NO_TELEGRAM, {place: tap.at(what) for place, what in PAGES.items()}), lines

    def _life(self, port: str, telegram: str, arms: Mapping[str, Arm]) -> Life:
        command = ("tests.killing.forms_child", str(self._folder), port, str(time.monotonic()), telegram)
        return Life(command, self._folder, INSIDE, arms)

    def _settle(self) -> None:
        """Units, and for each a secretary with an account on the channel."""
        storage = Storage(self._folder / "bot.db")
        for person in self._people:
            unit = f"xa-{person[:8]}"
            store(storage, [unit_record(Unit(unit, f"Xã {unit}", "commune", BEGAN.date()))])
            store(storage, person_records(person, [(unit, "secretary")], BEGAN.date(), channel=self._tally.channel))
        self._changes = len(storage.records.rows("changes"))
        storage.close()

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._db.execute(sql, values).fetchall()

    # What is there in the end

    def _count(self, member: Member) -> None:
        """Compare what a member said and saw with what is stored of them."""
        tally, person = self._tally, member.person
        tally.entries += len(member.papers)
        tally.messages += member.said
        tally.silences += member.silences
        tally.seen += Counter(member.seen.values())
        often = {asked: times for asked, times in member.seen.items() if times > 1}
        doubtful = self._rows("SELECT count(*) FROM outbox WHERE user = ? AND status = 'unknown'", person)[0][0]
        if sum(often.values()) - len(often) > doubtful:
            tally.wrong.append(f"{person} was asked again with only {doubtful} letters in doubt: {often}")
        stored = self._rows(
            f"SELECT id, form, more, {', '.join(COLUMNS)} FROM entries WHERE by = ? ORDER BY rowid", person
        )
        tally.wrong += filter(None, (_differences(*pair) for pair in zip(member.papers, stored, strict=False)))
        self._compare("number of entries", len(stored), len(member.papers))
        ids = [row[0] for row in stored]
        shown = [seen or id_ for seen, id_ in zip(member.entries, ids, strict=False)]
        self._compare("entries that were shown as saved", shown, ids)
        drafts = self._rows("SELECT entry, status, state FROM drafts WHERE person = ? ORDER BY rowid", person)
        self._compare("drafts", drafts, [(id_, "saved", "{}") for id_ in ids])

    def _check_all(self, members: Sequence[Member]) -> None:
        tally = self._tally
        said = sum(member.said for member in members)
        self._compare("updates", self._rows("SELECT status, count(*) FROM updates GROUP BY status"), [("done", said)])
        letters = "SELECT count(*), count(DISTINCT key) FROM outbox WHERE status IN ('sent', 'unknown') AND part = 1"
        self._compare("letters", self._rows(letters), [(said, said)])
        lost = self._rows("SELECT count(*) FROM outbox WHERE status != 'sent'")[0][0]
        if tally.silences > lost:
            tally.wrong.append(f"{tally.silences} replies were not seen, but only {lost} are listed as unknown")
        kept = 'SELECT "table", count(*), count(DISTINCT key), count(before) FROM changes WHERE id > ? GROUP BY 1'
        self._compare("changes", self._rows(kept, self._changes), [("entries", tally.entries, tally.entries, 0)])
        pointers = "SELECT count(*) FROM sessions WHERE json_extract(data, '$.form') IS NOT NULL"
        self._compare("conversations in a form", self._rows(pointers), [(0,)])
        self._compare("the file", self._rows("PRAGMA integrity_check"), [("ok",)])

    def _compare(self, what: str, found: object, expected: object) -> None:
        if found != expected:
            self._tally.wrong.append(f"{what}: {found}, expected {expected}")


def _differences(paper: Paper, row: Sequence[Any]) -> str:
    """What is stored otherwise than it was answered; nothing where all is well."""
    id_, form, more, *columns = row
    stored = dict(zip(COLUMNS, columns, strict=True))
    found = {name: (stored[name], value) for name, value in paper.entry.items() if stored[name] != value}
    if form != paper.form or json.loads(more) != paper.more:
        found["more"] = (json.loads(more), paper.more)
    return f"{id_}: {found}" if found else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--channel", choices=CHANNELS, help="only this one")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sound = True
    for channel in [options.channel] if options.channel else CHANNELS:
        with tempfile.TemporaryDirectory() as folder:
            tally = rehearse(channel, options.kills, options.seed, Path(folder))
        print(tally, flush=True)
        sound = sound and tally.sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
