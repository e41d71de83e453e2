"""Runs conversations that are written down as YAML through the real dispatcher, storage and delivery.

A turn is {say | choose | press | send, as?, at?, twice?, expect?, not?, choices?, replies?, stored?, entry?, files?}.
`as` names who speaks (one of tests/world.py, where the conversation is `peopled`; else a stranger). `choose` is a
fragment of a label under the last reply, `press` one of a button under an earlier one, `send` the name of a file that
is sent (with what is said, if anything; `problem` is why the channel did not take it). `expect` and `not` are fragments
of all that is said back, compared without case and diacritics; `choices` are fragments of the labels offered last, in
order; `replies` is how many messages come back; `files` are fragments of the names of the files that come with them;
`stored` how many rows a table holds then; `entry` what the entry of the log holds that was made last.
Of a whole conversation: `as` is who speaks where a turn does not say, `doubled` delivers every message twice,
`devices` names more conversations of people: {thu-ky-a-web: thu-ky-a}.
Storage is closed and opened again between two turns, so a conversation never leans on memory.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from bot.channels.console import NAME, Console
from bot.clock import ManualClock
from bot.dispatch import Dispatcher
from bot.pump import Pump
from bot.storage import Storage
from handlers.types import Address, Attachment, Choice, Handler, IncomingMessage, Record, Reply
from knowledge.text.normalise import fold
from tests.world import OPERATORS, store, world

FOLDER = Path(__file__).parent / "conversations"
START = datetime(2026, 11, 24, 2, tzinfo=UTC)
PRIVATE = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<![\w/.])(?:\+84|0)[35789](?:[ .-]?\d){8}(?!\d)")
"""E-mail addresses and mobile telephone numbers: whatever is asked, none is ever said."""
KEYS = {
    *("say", "choose", "press", "send", "problem", "at", "twice", "expect", "not", "choices", "replies", "stored"),
    *("as", "entry", "files"),
}


@dataclass(frozen=True)
class Turn:
    """What is said or chosen, and what has to come back."""

    say: str | None = None
    choose: str | None = None
    press: str | None = None
    at: datetime = START
    expect: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    choices: tuple[str, ...] | None = None
    twice: bool = False
    replies: int | None = None
    stored: Mapping[str, int] = field(default_factory=dict)
    speaker: str = "member"
    send: str | None = None
    problem: str = ""
    entry: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Transcript:
    name: str
    turns: tuple[Turn, ...]
    peopled: bool = False
    """Whether the units and people of tests/world.py are there."""
    devices: Mapping[str, str] = field(default_factory=dict)

    def settle(self, path: Path) -> None:
        """Put into a new storage whoever is to be there."""
        if self.peopled or self.devices:
            storage = world(path)
            contacts = [{"channel": NAME, "user": one, "chat": one, "person": who} for one, who in self.devices.items()]
            store(storage, (Record("contacts", row) for row in contacts))
            storage.close()


def transcripts() -> Iterator[Transcript]:
    """Every conversation of the folder, in order of file and place."""
    for file in sorted(FOLDER.glob("*.yaml")):
        for row in yaml.safe_load(file.read_text("utf-8")):
            assert set(row) <= {"name", "turns", "peopled", "as", "doubled", "devices"}, row["name"]
            turns = tuple(_turn(turn, row.get("as", "member"), row.get("doubled", False)) for turn in row["turns"])
            name = f"{file.stem}: {row['name']}"
            yield Transcript(name, turns, row.get("peopled", False), row.get("devices", {}))


def _turn(row: dict[str, Any], speaker: str, doubled: bool) -> Turn:
    assert set(row) <= KEYS, f"unknown keys: {set(row) - KEYS}"
    return Turn(
        say=row.get("say"),
        choose=row.get("choose"),
        press=row.get("press"),
        at=datetime.fromisoformat(row["at"]) if "at" in row else START,
        expect=tuple(row.get("expect", ())),
        unexpected=tuple(row.get("not", ())),
        choices=tuple(row["choices"]) if "choices" in row else None,
        twice=row.get("twice", doubled),
        replies=row.get("replies"),
        stored=row.get("stored", {}),
        speaker=row.get("as", speaker),
        send=row.get("send"),
        problem=row.get("problem", ""),
        entry=row.get("entry", {}),
        files=tuple(row["files"]) if "files" in row else None,
    )


Handlers = Callable[[Storage], Sequence[Handler]]
"""The handlers over a storage that has just been opened."""


@dataclass
class _Screen:
    """What one person has before them."""

    shown: list[Choice] = field(default_factory=list)
    offered: tuple[Choice, ...] = ()


class Player:
    """People in conversations of their own; the storage is opened anew for every message."""

    def __init__(self, database: Path, handlers: Handlers) -> None:
        self._database = database
        self._handlers = handlers
        self._count = 0
        self._screens: dict[str, _Screen] = {}

    def play(self, turn: Turn) -> list[Reply]:
        """Say one thing and return all replies to the speaker; what others are told waits on their screens."""
        self._count += 1
        sender = Address(NAME, turn.speaker, turn.speaker)
        choice = self._choice(turn)
        file = _file(turn, self._count) if turn.send is not None else None
        message = IncomingMessage(f"test:{self._count}", sender, turn.at, turn.say or "", choice, file)
        said = self.hear(message, times=2 if turn.twice else 1)
        for address, reply in said:
            screen = self._screens.setdefault(address.user, _Screen())
            screen.offered = reply.choices
            screen.shown += reply.choices
        return [reply for address, reply in said if address == sender]

    def hear(self, message: IncomingMessage, times: int = 1) -> list[tuple[Address, Reply]]:
        """Hand over one message, so many times, and return what is delivered to whom."""
        said: list[tuple[Address, Reply]] = []

        def show(address: Address, reply: Reply, key: str) -> Callable[[], None]:
            return partial(said.append, (address, reply))

        console = Console(show, buttons=True)
        storage = Storage(self._database, operators=OPERATORS)
        clock = ManualClock(message.at)
        try:
            pump = Pump(console, storage, clock)
            inbox = Dispatcher(storage, self._handlers(storage), clock, lambda channel: pump.wake())
            with asyncio.Runner() as runner:
                for _ in range(times):
                    inbox.accept(message)
                    runner.run(pump.drain(console.flush))
        finally:
            storage.close()
        return said

    def rows(self, table: str) -> list[dict[str, Any]]:
        """What is stored in a table."""
        storage = Storage(self._database)
        try:
            return storage.records.rows(table)
        finally:
            storage.close()

    def _choice(self, turn: Turn) -> str | None:
        screen = self._screens.setdefault(turn.speaker, _Screen())
        if turn.press is not None:
            return _labelled(turn.press, screen.shown)
        return _labelled(turn.choose, screen.offered) if turn.choose is not None else None


def _file(turn: Turn, count: int) -> Attachment:
    name = turn.send or ""
    media_type = "image/jpeg" if name.endswith(".jpg") else "application/pdf"
    return Attachment(name, media_type, 1000, "" if turn.problem else f"evidence/{count}/{name}", turn.problem)


def _labelled(wanted: str, choices: Sequence[Choice]) -> str:
    exact = [choice.id for choice in choices if choice.label == wanted]
    found = exact or [choice.id for choice in choices if fold(wanted) in fold(choice.label)]
    assert found, f"{wanted!r} was not offered: {[choice.label for choice in choices]}"
    return found[0]


def check(turn: Turn, said: Sequence[Reply], player: Player) -> None:
    """Compare what came back with what has to."""
    text = "\n".join(reply.text for reply in said)
    heard = turn.say if turn.say is not None else turn.choose or turn.press or turn.send
    assert not PRIVATE.search(text), text
    for fragment in turn.expect:
        assert fold(fragment) in fold(text), f"{heard!r}: {fragment!r} is not in {text!r}"
    for fragment in turn.unexpected:
        assert fold(fragment) not in fold(text), f"{heard!r}: {fragment!r} is in {text!r}"
    if turn.choices is not None:
        labels = [choice.label for choice in (said[-1].choices if said else ()) if not choice.quiet]
        assert len(labels) == len(turn.choices), (heard, labels)
        assert all(fold(part) in fold(label) for part, label in zip(turn.choices, labels, strict=True)), labels
    if turn.replies is not None:
        assert len(said) == turn.replies, (heard, text)
    if turn.files is not None:
        names = [file.name for reply in said for file in reply.files]
        assert len(names) == len(turn.files), (heard, names)
        assert all(part in name for part, name in zip(turn.files, names, strict=True)), (heard, names)
    if turn.entry:
        latest = player.rows("entries")[-1]
        known = {**latest, **json.loads(latest["more"])}
        assert {name: known.get(name) for name in turn.entry} == turn.entry, heard
    for table, count in turn.stored.items():
        assert len(player.rows(table)) == count, (heard, table)
