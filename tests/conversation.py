"""Runs conversations that are written down as YAML through the real dispatcher, storage and delivery.

A turn is {say | choose, at?, expect?, not?, choices?}: `expect` and `not` are fragments of all that is said back, compared
without case and diacritics; `choices` are fragments of the labels offered last, in order. `choose` is a label's fragment.
The application is closed and opened again between two turns, so a conversation never leans on memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from bot.app import build
from bot.channels.console import NAME, Console
from bot.chatting import Conversation
from bot.clock import ManualClock
from bot.settings import Settings
from handlers.types import Address, Choice, Handler, IncomingMessage, Reply
from knowledge.text.normalise import fold

FOLDER = Path(__file__).parent / "conversations"
START = datetime(2026, 11, 24, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Turn:
    """What is said or chosen, and what has to come back."""

    say: str | None
    choose: str | None
    at: datetime
    expect: tuple[str, ...]
    unexpected: tuple[str, ...]
    choices: tuple[str, ...] | None
    twice: bool


@dataclass(frozen=True)
class Transcript:
    name: str
    turns: tuple[Turn, ...]


def transcripts() -> Iterator[Transcript]:
    """Every conversation of the folder, in order of file and place."""
    for file in sorted(FOLDER.glob("*.yaml")):
        for row in yaml.safe_load(file.read_text("utf-8")):
            yield Transcript(f"{file.stem}: {row['name']}", tuple(_turn(turn) for turn in row["turns"]))


def _turn(row: dict[str, Any]) -> Turn:
    known = {"say", "choose", "at", "expect", "not", "choices", "twice"}
    assert set(row) <= known, f"unknown keys: {set(row) - known}"
    return Turn(
        say=row.get("say"),
        choose=row.get("choose"),
        at=datetime.fromisoformat(row["at"]) if "at" in row else START,
        expect=tuple(row.get("expect", ())),
        unexpected=tuple(row.get("not", ())),
        choices=tuple(row["choices"]) if "choices" in row else None,
        twice=row.get("twice", False),
    )


class Player:
    """One person in one conversation; the application is built anew for every message."""

    def __init__(self, settings: Settings, handlers: Sequence[Handler]) -> None:
        self._settings = settings
        self._handlers = handlers
        self._count = 0
        self.offered: tuple[Choice, ...] = ()

    def play(self, turn: Turn) -> list[Reply]:
        """Say one thing and return all replies to it."""
        said: list[Reply] = []
        clock = ManualClock(turn.at)
        console = Console(lambda address, reply, key: said.append(reply), buttons=True)
        app = build(self._settings, clock, channels=[console], handlers=self._handlers)
        self._count += 1
        message = IncomingMessage(
            id=f"test:{self._count}",
            sender=Address(NAME, "member", "member"),
            at=turn.at,
            text=turn.say or "",
            choice=self._choice(turn.choose),
        )
        try:
            with asyncio.Runner() as runner:
                conversation = Conversation(app, runner)
                conversation.hear(message)
                if turn.twice:
                    conversation.hear(replace(message))
        finally:
            app.close()
        self.offered = said[-1].choices if said else ()
        return said

    def _choice(self, wanted: str | None) -> str | None:
        if wanted is None:
            return None
        return next(choice.id for choice in self.offered if fold(wanted) in fold(choice.label))


def check(turn: Turn, said: Sequence[Reply]) -> None:
    """Compare what came back with what has to."""
    text = "\n".join(reply.text for reply in said)
    for fragment in turn.expect:
        assert fold(fragment) in fold(text), f"{turn.say or turn.choose!r}: {fragment!r} is not in {text!r}"
    for fragment in turn.unexpected:
        assert fold(fragment) not in fold(text), f"{turn.say or turn.choose!r}: {fragment!r} is in {text!r}"
    if turn.choices is not None:
        labels = [choice.label for choice in (said[-1].choices if said else ()) if not choice.quiet]
        assert len(labels) == len(turn.choices), labels
        assert all(fold(part) in fold(label) for part, label in zip(turn.choices, labels, strict=True)), labels
