"""The look of the terminal conversation."""

from __future__ import annotations

import re

from rich.console import Console as Screen
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from bot import messages
from bot.choices import pick
from bot.progress import Bar
from handlers.types import Choice, Reply, SourceView

_SOURCE = Choice("source", "nguồn")
_LEAVE = Choice("leave", "thoát")


class Terminal:
    """Shows replies and keeps the last sources, which a person may ask to see in full."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._sources: tuple[SourceView, ...] = ()
        self.progress = Bar(screen)

    def welcome(self) -> None:
        self._screen.print(Text(messages.PROGRAM, style="bold"))
        self._screen.print(Text(messages.CHAT_WELCOME, style="dim"))

    def ask(self) -> str | None:
        """The next line that is for the assistant; None when the person leaves."""
        while True:
            try:
                text = self._screen.input(Text(f"\n{messages.CHAT_PROMPT}", style="bold"))
            except EOFError:
                text = _LEAVE.label
            match pick(text, [_SOURCE, _LEAVE]) if not text.strip().isdecimal() else None:
                case Choice(id=_LEAVE.id):
                    self._screen.print(messages.CHAT_BYE)
                    return None
                case Choice(id=_SOURCE.id):
                    self._show_sources()
                case _ if text.strip():
                    self._sources = ()
                    return text

    def tell(self, line: str) -> None:
        """Say what the assistant has nothing to do with."""
        self._screen.print(Text(line, style="dim"))

    def show(self, reply: Reply) -> None:
        """Put a reply on the screen."""
        self._sources += reply.sources
        self._screen.print(Padding(Text(reply.text), (1, 2, 0, 2)))
        for file in reply.files:
            self._screen.print(Padding(Text(messages.CHAT_FILE.format(name=file.name, path=file.path)), (0, 2)))

    def _show_sources(self) -> None:
        if not self._sources:
            self._screen.print(Text(messages.CHAT_NO_SOURCE, style="dim"))
        for source in self._sources:
            body = Text(source.text)
            for mark in source.marks:
                body.highlight_words([mark], style="reverse")
            self._screen.print(Rule(Text(source.citation)), Text(source.heading, style="bold"), body)


def file_named(text: str) -> str | None:
    """The path in a line that sends a file, empty where it names none; None for any other line."""
    if not (found := re.fullmatch(rf"\s*/{messages.CHAT_SEND}(?:\s+(.*?))?\s*", text, re.DOTALL | re.IGNORECASE)):
        return None
    path = found[1] or ""
    return path[1:-1] if len(path) > 1 and path[0] == path[-1] and path[0] in "'\"" else path
