"""Members who fill in forms whatever happens to the program: they go on from what they see, like people do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final, Protocol

from handlers import messages_log as words
from tests.killing.papers import Answer, Paper

BEGIN: Final = "/ghi"
AGAIN: Final = ("xem lại", BEGIN, "")
"""What people type who have heard nothing; or they say the same once more."""
MOST_TURNS: Final = 100
"""Turns of one form; more is a conversation that goes round in circles."""
SAVE: Final = r"bm:\w+:!save(:\w+)?"
"""What the button under a card carries."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply as it is on the member's screen: its text, and its buttons by what they carry."""

    text: str
    buttons: tuple[str, ...]

    def button(self, pattern: str) -> re.Match[str] | None:
        """The first button that carries this."""
        return next(filter(None, (re.fullmatch(pattern, one) for one in self.buttons)), None)


class Line(Protocol):
    """One member's conversation on some channel. Both wait for the reply, however often the program dies."""

    async def types(self, text: str) -> Shown | None:
        """Say something; None when it is certain that no reply to it will come."""
        ...

    async def taps(self, button: str, on: Shown) -> Shown | None: ...


@dataclass
class Member:
    """Fills in one paper after another, and keeps what was seen on the way."""

    person: str
    line: Line
    chance: Random
    said: int = 0
    silences: int = 0
    papers: list[Paper] = field(default_factory=list)
    """Those that were saved, in their order."""
    entries: list[str | None] = field(default_factory=list)
    """The id of the entry of each, as it was shown; None where that was lost."""
    seen: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """How often each question was seen: draft, path, and which row it would begin."""

    def __post_init__(self) -> None:
        self._say_again: Callable[[], Awaitable[Shown | None]] = lambda: self._type(BEGIN)

    async def work(self, papers: Iterator[Paper], goes_on: Callable[[], bool]) -> None:
        while goes_on():
            await self.fill_in(next(papers))

    async def fill_in(self, paper: Paper) -> None:
        """One form, to the end. Raises AssertionError for a reply that makes no sense here."""
        before = self.seen.total()
        shown: Shown | None = None
        card: Shown | None = None
        for _ in range(MOST_TURNS):
            if shown is None:
                shown = await self._try_again(card, began=self.seen.total() > before)
            elif saved := shown.button(r"nk:xem:(\w+)"):
                return self._saved(paper, saved[1])
            elif card and shown.text == words.SAVED_ALREADY:
                return self._saved(paper, None)
            else:
                card = shown if shown.button(SAVE) else card
                shown = await self._react(paper, shown)
            self.silences += shown is None
        raise AssertionError(f"{paper.form} comes to no end: {shown}")

    async def _try_again(self, card: Shown | None, *, began: bool) -> Shown | None:
        """Begin, or go on where nothing was heard: a card that was seen may be saved by now, so its button is safe."""
        if card and (save := card.button(SAVE)):
            return await self._tap(save[0], card)
        said = self.chance.choice(AGAIN) if began else BEGIN
        return await self._type(said) if said else await self._say_again()

    def _saved(self, paper: Paper, entry: str | None) -> None:
        self.papers.append(paper)
        self.entries.append(entry)

    async def _react(self, paper: Paper, shown: Shown) -> Shown | None:
        """Do what a reply asks for."""
        for pattern in (rf"ghi:bieumau:{paper.form}", r"bm:\w+:!resume", r"bm:\w+:!repeat:(?:\w+:)?other(?::\w+)?"):
            if found := shown.button(pattern):
                return await self._tap(found[0], shown)
        if save := shown.button(SAVE):
            return await self._tap(save[0], shown) if self.chance.random() < 0.5 else await self._type("lưu")
        if more := shown.button(r"bm:(\w+):(\w+)/\+:\d+:co"):
            return await self._more(paper, shown, *more.groups())
        asked = shown.button(r"bm:(\w+):!back:(.+)")
        assert asked, f"{paper.form}: {shown}"
        draft, path = asked.groups()
        self._sees(draft, path, "")
        return await self._answer(paper.answers[path], f"bm:{draft}", path, shown)

    async def _more(self, paper: Paper, shown: Shown, draft: str, name: str) -> Shown | None:
        """Whether a repeat has another row: the question says how many there are."""
        count = re.search(r"đã ghi (\d+) mục", shown.text)
        assert count, shown
        self._sees(draft, f"{name}/+", count[1])
        value = "co" if int(count[1]) < paper.rows[name] else "khong"
        return await self._tap(f"bm:{draft}:{name}/+:{count[1]}:{value}", shown)

    async def _answer(self, answer: Answer, of: str, path: str, shown: Shown) -> Shown | None:
        button = f"{of}:!skip:{path}" if answer.button == "!skip" else f"{of}:{path}:{answer.button}"
        if answer.button and button in shown.buttons and self.chance.random() < 0.5:
            return await self._tap(button, shown)
        return await self._type(answer.text)

    def _sees(self, draft: str, path: str, row: str) -> None:
        self.seen[(draft, path, row)] += 1

    async def _type(self, text: str) -> Shown | None:
        self._say_again = lambda: self._type(text)
        self.said += 1
        return await self.line.types(text)

    async def _tap(self, button: str, on: Shown) -> Shown | None:
        self._say_again = lambda: self._tap(button, on)
        self.said += 1
        return await self.line.taps(button, on)
