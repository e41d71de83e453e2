"""The application: everything wired once, and run until told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from bot import messages
from bot.channels import configured
from bot.channels.console import NAME as CONSOLE
from bot.clock import Clock
from bot.committing import WORKS
from bot.dispatch import Dispatcher
from bot.errors import StartupError, StorageError, UserError
from bot.files import Files, evidence_keys
from bot.logs import trace
from bot.operators import Operators
from bot.ports import Channel, Context, NotConfigured, Unusable
from bot.pump import Pump, backoff
from bot.settings import Settings
from bot.storage import Storage
from handlers.types import Handler
from knowledge.errors import KnowledgeError
from knowledge.load import Knowledge, load_knowledge

if TYPE_CHECKING:
    from bot.reminders import Reminders
    from bot.works import Progress, Workshop
    from handlers.desk import Desk

log = logging.getLogger(__name__)

STEADY = timedelta(minutes=5)
"""A channel that ran so long is back to its first, short wait when it fails."""
SEND_GRACE, CHANNEL_GRACE = 2.0, 2.0
"""Seconds at a stop for sends in flight and for channels; together well under five."""
CATCH_UP_EVERY = timedelta(seconds=5)
TROUBLED = 5
"""A channel that has failed so often in a row is in trouble that passes by itself no more."""
REMIND_EVERY = timedelta(seconds=30)
REMIND_AT_ONCE = 50
"""Reminders that are queued before messages have their turn again."""
TIDY_EVERY = timedelta(days=1)


@dataclass(frozen=True)
class App:
    """What runs, and what does not with the reason why."""

    clock: Clock
    storage: Storage
    inbox: Dispatcher
    channels: tuple[Channel, ...]
    pumps: Mapping[str, Pump]
    missing: tuple[tuple[str, str], ...] = ()
    reminders: Reminders | None = None
    workshop: Workshop | None = None
    operators: Operators | None = None

    def recover(self) -> None:
        """Take up what the last process left: cut-off sends, then unhandled messages. Raises StorageError."""
        for channel in self.channels:
            self.pumps[channel.name].recover()
            if count := self.inbox.recover(channel.name):
                log.warning(messages.RECOVERED, channel.name, count)

    async def run(self, stop: asyncio.Event) -> None:
        """Run every channel until `stop` is set; raises StartupError when one says that nothing can start."""
        self.recover()
        for name, reason in self.missing:
            log.info(messages.CHANNEL_MISSING, name, reason)
        if self.operators is not None:
            self.operators.say_lost()
        pumps = [asyncio.ensure_future(pump.run()) for pump in self.pumps.values()]
        chores = [asyncio.ensure_future(self._catch_up()), asyncio.ensure_future(self._remind())]
        chores.append(asyncio.ensure_future(self._tidy()))
        if self.workshop is not None:
            chores.append(asyncio.ensure_future(self.workshop.run()))
        channels = [asyncio.ensure_future(self._supervise(channel)) for channel in self.channels]
        stopped = asyncio.ensure_future(stop.wait())
        try:
            await _until_stopped(stopped, channels)
        finally:
            await _end([stopped, *pumps, *chores], 0.2)
            await asyncio.gather(*(pump.stop(SEND_GRACE) for pump in self.pumps.values()))
            await _end(channels, CHANNEL_GRACE)

    def close(self) -> None:
        self.storage.close()

    async def _supervise(self, channel: Channel) -> None:
        """Run a channel again and again; whatever happens to it stays its own affair, except StartupError."""
        attempts = 0
        while True:
            started = self.clock.now()
            log.info(messages.CHANNEL_RUNS, channel.name)
            try:
                await channel.run(self.inbox)
                what = messages.CHANNEL_ENDED
            except StartupError:
                raise
            except Unusable as refusal:
                log.error(messages.CHANNEL_REFUSED, channel.name, refusal)
                self.storage.runs((self.storage.people.running or frozenset()) - {channel.name})
                self._tell(messages.CHANNEL_REFUSED % (channel.name, refusal), f"refused:{channel.name}", channel)
                return
            except Exception as error:
                what = str(error) if isinstance(error, StorageError) else trace(error)
            attempts = 1 if self.clock.now() - started > STEADY else attempts + 1
            seconds = backoff(attempts, random.random())  # noqa: S311 - spreads retries, guards nothing
            log.error(messages.CHANNEL_FAILED, channel.name, what, seconds)
            if attempts == TROUBLED:
                self._tell(messages.CHANNEL_TROUBLED.format(channel=channel.name), f"down:{channel.name}", channel)
            await self.clock.wait(asyncio.Event(), self.clock.now() + timedelta(seconds=seconds))

    def _tell(self, text: str, key: str, channel: Channel) -> None:
        """Tell the operators of a channel's trouble, at most once a day, on another channel."""
        if self.operators is not None:
            now = self.clock.now()
            self.operators.warn(text, f"{key}:{now:%Y-%m-%d}", now, but=channel.name)

    def remind(self, most: int | None = None) -> int:
        """Queue the reminders that are due, at most so many; whatever goes wrong is logged and tried again later."""
        if self.reminders is None:
            return 0
        try:
            return self.reminders.tick(self.clock.now(), most)
        except StorageError as error:
            log.error(messages.REMINDERS_FAILED, error)
        except Exception as error:
            log.error(messages.REMINDERS_FAILED, trace(error))
        return 0

    def work(self, progress: Progress = lambda done, whole: None) -> None:
        """Do everything that takes long and waits. Raises StorageError."""
        while self.workshop is not None and self.workshop.run_one(progress):
            pass

    async def _remind(self) -> None:
        while True:
            pause = timedelta(0) if self.remind(REMIND_AT_ONCE) else REMIND_EVERY
            await self.clock.wait(asyncio.Event(), self.clock.now() + pause)

    async def _tidy(self) -> None:
        """Remove old files and what is over its term, at the start and then daily."""
        files = Files(self.storage.path)
        while True:
            files.purge(self.clock.now())
            try:
                self.storage.purge(self.clock.now())
                with self.storage.reading():
                    used = evidence_keys("\n".join(self.storage.register.texts_naming_files()))
                files.purge_evidence(self.clock.now(), used)
            except StorageError as error:
                log.error(messages.TIDY_FAILED, error)
            await self.clock.wait(asyncio.Event(), self.clock.now() + TIDY_EVERY)

    async def _catch_up(self) -> None:
        """Handle what the database would not take when it came."""
        while True:
            await self.clock.wait(asyncio.Event(), self.clock.now() + CATCH_UP_EVERY)
            for channel in self.inbox.behind:
                with contextlib.suppress(StorageError):
                    self.inbox.catch_up(channel)


async def _until_stopped(stopped: asyncio.Task[bool], channels: Sequence[asyncio.Task[None]]) -> None:
    """Wait for the stop; a channel that says that nothing can start ends the wait with its error."""
    running: set[asyncio.Task[bool] | asyncio.Task[None]] = {stopped, *channels}
    while stopped in running:
        done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()


async def _end(tasks: Sequence[asyncio.Task[bool] | asyncio.Task[None]], grace: float) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        done, late = await asyncio.wait(tasks, timeout=grace)
        for task in done:
            if not task.cancelled() and (error := task.exception()) and not isinstance(error, StartupError):
                log.error("at the stop: %s", trace(error))
        if late:
            log.warning("%d tasks did not end in %.1f s", len(late), grace)


def build(
    settings: Settings,
    clock: Clock,
    *,
    channels: Sequence[Channel] | None = None,
    handlers: Sequence[Handler] | None = None,
) -> App:
    """Wire everything: the given channels, or those configured; the given handlers, or the project's own.

    Raises StartupError for a broken knowledge base and StorageError for the database.
    """
    knowledge = load_base(settings)
    storage = Storage(settings.database, operators=settings.operators)
    try:
        bots: dict[str, str] = {}
        desk = cache(lambda: desk_for(settings, knowledge, storage, bots))
        own = handlers is None
        # With nothing but the terminal another process runs the channels.
        serves = channels is None or any(channel.name != CONSOLE for channel in channels)
        if handlers is None:
            from handlers.chain import build_chain

            handlers = build_chain(desk())
        missing: list[tuple[str, str]] = []
        pumps: dict[str, Pump] = {}
        operators = Operators(
            storage, settings.operators, lambda channel: pumps[channel].wake() if channel in pumps else None
        )
        if channels is None:
            from bot.web.hooks import Hooks

            hooks = Hooks(clock)
            context = Context(settings, clock, storage, knowledge, handlers, desk, bots, hooks, operators)
            channels, missing = _configured(context)
            storage.runs({CONSOLE, *(channel.name for channel in channels)})
        else:
            # Another process runs what is configured, and this one only what it was given.
            storage.runs(configured(settings, storage) | {channel.name for channel in channels})
        pumps |= {channel.name: Pump(channel, storage, clock, operators=operators) for channel in channels}
    except BaseException:
        storage.close()
        raise

    def wake(channel: str) -> None:
        if channel in pumps:
            pumps[channel].wake()
        elif channel == WORKS and workshop is not None:
            workshop.wake()

    workshop = _workshop(settings, knowledge, storage, clock, wake) if own else None
    return App(
        clock=clock,
        storage=storage,
        inbox=Dispatcher(storage, handlers, clock, wake),
        channels=tuple(channels),
        pumps=pumps,
        missing=tuple(missing),
        reminders=_reminders(storage, desk(), wake, serves=serves) if own else None,
        workshop=workshop,
        operators=operators,
    )


def _reminders(storage: Storage, desk: Desk, wake: Callable[[str], None], *, serves: bool) -> Reminders:
    from bot.reminders import Reminders

    return Reminders(storage, desk, wake, serves=serves)


def _workshop(
    settings: Settings, knowledge: Knowledge, storage: Storage, clock: Clock, wake: Callable[[str], None]
) -> Workshop:
    from bot.reports.making import MAKERS
    from bot.works import Workshop

    return Workshop(storage, lambda other: desk_for(settings, knowledge, other), MAKERS, clock, wake)


def desk_for(settings: Settings, knowledge: Knowledge, storage: Storage, bots: Mapping[str, str] | None = None) -> Desk:
    """What the project's own handlers decide from; `bots` may be filled later."""
    from handlers.asking import Assistant
    from handlers.desk import Desk, Service

    service = Service(settings.controller or "", settings.controller_contact or "", settings.public_url or "", bots)
    return Desk(Assistant(knowledge), storage.register, service)


def load_base(settings: Settings) -> Knowledge:
    """The knowledge base of the settings; raises StartupError with one problem a line."""
    try:
        return load_knowledge(settings.knowledge_dir)
    except KnowledgeError as error:
        head = messages.KNOWLEDGE_BROKEN.format(path=settings.knowledge_dir)
        raise StartupError(f"{head}\n{error}") from error


def _configured(context: Context) -> tuple[list[Channel], list[tuple[str, str]]]:
    """The channels that can be made, and for each of the others why not."""
    from bot import channels as package

    channels: list[Channel] = []
    missing: list[tuple[str, str]] = []
    for name in package.names():
        try:
            made = package.create(name, context)
        except UserError:
            raise
        except Exception as error:
            made = NotConfigured(trace(error))
        if isinstance(made, NotConfigured):
            missing.append((name, made.reason))
        else:
            channels.append(made)
    return channels, missing
