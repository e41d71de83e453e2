"""The conversations of `chat`: each line is handled and answered before the next is read."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

from rich.console import Console as Screen

from bot import messages
from bot.app import App, build
from bot.channels.console import NAME, Console, Show, as_line
from bot.clock import Clock, ManualClock, SystemClock
from bot.errors import StorageError
from bot.files import Files, hand_on
from bot.jsonl import LINE_LIMIT, LineError, read_line
from bot.ports import Closed
from bot.settings import Settings
from bot.storage.lock import exclusive
from bot.terminal import Terminal, file_named
from bot.works import Progress
from handlers.types import Address, Handler, IncomingMessage, Reply

_COUNTER = "console"
_LOCAL = Address(NAME, "local", "local")


class Conversation:
    """An application whose only channel is the terminal, moved on by one message at a time."""

    def __init__(self, app: App, console: Console, runner: asyncio.Runner, progress: Progress) -> None:
        self._app = app
        self._progress = progress
        self._console = console
        self._runner = runner
        self.files = Files(app.storage.path)

    def resume(self) -> None:
        """Take up what the last process left, and deliver all that is due."""
        self._app.recover()
        self.deliver()

    def next_number(self) -> int:
        return self._app.storage.next_number(_COUNTER)

    def hear(self, message: IncomingMessage) -> None:
        """Handle a message and deliver all that is due; raises StorageError and Closed."""
        hand_on(self._app.inbox, self.files, message)
        if NAME in self._app.inbox.behind:
            self._app.inbox.catch_up(NAME)
        self.deliver()
        if NAME in self._app.inbox.behind:
            raise StorageError(messages.LINE_WAITS)

    def deliver(self) -> None:
        """Show everything that is due, reminders among it, and what came of what takes long."""
        self._app.remind()
        self._app.work(self._progress)
        self._runner.run(self._app.pumps[NAME].drain(self._console.flush))


@contextmanager
def conversing(
    settings: Settings,
    clock: Clock,
    show: Show,
    *,
    buttons: bool,
    handlers: Sequence[Handler] | None = None,
    progress: Progress = lambda done, whole: None,
) -> Iterator[tuple[App, Conversation]]:
    """The only conversation on a database, resumed where the last one was."""
    with exclusive(settings.database, "chat", messages.CHAT_BUSY), asyncio.Runner() as runner:
        console = Console(show, buttons=buttons)
        app = build(settings, clock, channels=[console], handlers=handlers)
        try:
            yield app, Conversation(app, console, runner, progress)
        finally:
            app.close()


def chat(settings: Settings) -> None:
    """Talk with the person at the terminal until they leave."""
    clock, files = SystemClock(), Files(settings.database)
    terminal = Terminal(Screen(highlight=False))

    def show(address: Address, reply: Reply, key: str) -> Callable[[], None]:
        return partial(terminal.show, _placed(reply, files))

    with conversing(settings, clock, show, buttons=False, progress=terminal.progress) as (_, conversation):
        terminal.welcome()
        conversation.resume()
        while (text := terminal.ask()) is not None:
            attachment = None
            if (path := file_named(text)) is not None:
                try:
                    text, attachment = "", conversation.files.keep_copy(Path(path).expanduser())
                except (OSError, ValueError, RuntimeError):
                    terminal.tell(messages.CHAT_BAD_FILE.format(path=path))
                    continue
            number = conversation.next_number()
            conversation.hear(IncomingMessage(f"line:{number}", _LOCAL, clock.now(), text, attachment=attachment))


def chat_jsonl(
    settings: Settings,
    source: BinaryIO | None = None,
    sink: TextIO | None = None,
    handlers: Sequence[Handler] | None = None,
) -> None:
    """Answer lines of JSON from a stream until it ends; time is what the lines say, else the clock's."""
    source, sink = source or sys.stdin.buffer, sink or sys.stdout
    machine, files = SystemClock(), Files(settings.database)
    clock = ManualClock(machine.now())

    def show(address: Address, reply: Reply, key: str) -> Callable[[], None]:
        return partial(_print, sink, as_line(address, _placed(reply, files), key))

    with conversing(settings, clock, show, buttons=True, handlers=handlers) as (app, conversation):
        clock.set(app.storage.journal.last_time(NAME) or machine.now())
        try:
            conversation.resume()
            for line in _lines(source):
                clock.set(machine.now())
                _answer(line, conversation, clock, sink)
        except Closed as error:
            raise BrokenPipeError from error


def _placed(reply: Reply, files: Files) -> Reply:
    """The reply with its files named by paths that open from any folder."""
    named = (replace(one, path=str(files.find(one) or one.path)) for one in reply.files)
    return replace(reply, files=tuple(named))


def _answer(line: bytes, conversation: Conversation, clock: ManualClock, sink: TextIO) -> None:
    """Handle one line; whatever is wrong with it becomes a line of its own."""
    try:
        message = read_line(line, clock.now(), conversation.next_number, conversation.files)
        clock.set(message.at)
        conversation.hear(message)
    except (LineError, StorageError) as error:
        _print(sink, json.dumps({"error": str(error)}, ensure_ascii=False))


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines that are not blank; of one that is too long only as much as shows that it is."""
    while line := source.readline(LINE_LIMIT + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = source.readline(LINE_LIMIT + 2)
        if line.strip():
            yield line


def _print(sink: TextIO, line: str) -> None:
    sink.write(f"{line}\n")
    sink.flush()
