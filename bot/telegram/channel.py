"""Telegram, by long polling or by webhook: every update is in the journal before it is acknowledged."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Coroutine, Mapping, MutableMapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from telegram import BotCommand, CallbackQuery, InlineQuery, InlineQueryResultsButton, Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.clock import Clock
from bot.errors import StorageError
from bot.files import Files
from bot.intake import Arrival, Intake
from bot.line import Line
from bot.logs import trace
from bot.operators import Operators
from bot.ports import Inbox, Limits, Refused, RetryLater, Unreached, Unusable
from bot.telegram import messages
from bot.telegram.errands import Errands
from bot.telegram.failures import describe, outcome
from bot.telegram.fetching import Fetcher
from bot.telegram.incoming import KINDS, NAME, Place, offer_of, read_message, sender_of
from bot.telegram.inline import articles
from bot.telegram.keyboard import choice_of
from bot.telegram.outgoing import Postman
from bot.telegram.recent import Recent
from bot.telegram.render import TEXT
from bot.telegram.request import ATTEMPT, Attempt, FloodError, Transport, Unreadable
from bot.telegram.webhook import Webhook
from bot.web.strict import read_object
from handlers.types import Address, Attachment, Handler, IncomingMessage, Reply, Session

log = logging.getLogger(__name__)

DEEP_LINK = "https://t.me/{name}?start={{code}}"
"""Opens a conversation with this bot, which then gets the code as "/start CODE"."""
POLL_SECONDS = 30
ANSWER_SECONDS = 20.0
"""How long to wait for Telegram's answer to a call."""
ERRAND_SECONDS = 2.0
"""How long the next poll waits for answers to taps and inline queries."""
INLINE_SECONDS = 30
"""How long Telegram may give an inline answer again."""
REST_SECONDS = 5.0
"""How long to rest when an update could not be written down."""


class Telegram:
    """A bot on Telegram."""

    name = NAME
    limits = Limits(text=TEXT, buttons=True, files=True)
    resend = False

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        clock: Clock,
        session: Callable[[str], Session],
        handlers: Sequence[Handler] = (),
        folder: Path = Path(),
        files: Files | None = None,
        commands: Mapping[str, str] | None = None,
        bots: MutableMapping[str, str] | None = None,
        intake: Intake | None = None,
        webhook: Webhook | None = None,
        operators: Operators | None = None,
        chance: Callable[[], float] = random.random,
        answer_seconds: float = ANSWER_SECONDS,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        """`session` gives the stored session of a key; `handlers` answer inline queries. Files to send lie under
        `folder`, those that come are stored in `files`.

        `bots` is told how this bot is opened with a start parameter, once it knows its name. With a `webhook` there is
        no polling; `intake` holds what one has delivered, also one that there is no longer.
        """
        self._transport = Transport(token, base_url, seconds=answer_seconds, poll_seconds=poll_seconds)
        self.bot = self._transport.bot
        self._clock = clock
        self._session = session
        self._handlers = handlers
        self._commands = commands or {}
        self._bots = bots if bots is not None else {}
        self._connection = Line(NAME, clock, chance, operators)
        self._postman = Postman(self.bot, folder)
        self._errands = Errands(self._connection)
        self._files = files or Files(None)
        self._fetcher = Fetcher(self.bot, self._files, self._connection, chance)
        self._intake = intake
        self._webhook = webhook
        self._fetches: dict[int, asyncio.Task[Attachment]] = {}
        # In a group the reply quotes the message it answers. Of an album of videos without words only the first counts.
        self._asked: Recent[int] = Recent()
        self._albums: Recent[None] = Recent()

    async def run(self, inbox: Inbox) -> None:
        """See Channel; raises Unusable when Telegram does not take the token."""
        try:
            with self._webhook.listening() if self._webhook else contextlib.nullcontext():
                await self._connect()
                jobs = [self._webhook.keep(self.bot, self._connection) if self._webhook else self._receive(inbox)]
                if self._intake:
                    jobs.append(self._intake.run(lambda arrivals: self._take_delivered(arrivals, inbox)))
                await _together(jobs)
        except InvalidToken:
            await self._close()
            raise Unusable(messages.NOT_ACCEPTED) from None
        except asyncio.CancelledError:
            await self._close()
            raise
        finally:
            self._connection.up.clear()

    @property
    def up(self) -> asyncio.Event:
        """See OnLine."""
        return self._connection.up

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        """See Channel."""
        if not self.up.is_set():
            raise RetryLater(0.0, "not connected")
        attempt = Attempt()
        ATTEMPT.set(attempt)
        try:
            place = Place.read(address.chat)
            in_group = place.chat_id < 0
            await self._postman.send(place, reply, key, self._asked.get(address.session_key) if in_group else None)
            self._asked.drop(address.session_key)
        except ValueError as error:
            raise Refused("not a Telegram chat") from error
        except TelegramError as error:
            result = outcome(error)
            if isinstance(result, Unreached):
                self._connection.doubt()
            raise result from error
        except asyncio.CancelledError:
            if attempt.begun:
                raise
            raise RetryLater(0.0, "stopped before it was sent") from None

    async def _connect(self) -> None:
        """Make sure of the token, and without a webhook of polling, however long Telegram is away.

        Raises InvalidToken."""
        while True:
            try:
                await self.bot.initialize()
                if self._webhook is None:
                    await self.bot.delete_webhook(drop_pending_updates=False)
                break
            except InvalidToken:
                raise
            except FloodError as flood:
                await self._connection.rest(flood.seconds)
            except TelegramError as error:
                await self._connection.failed(describe(error))
        self._connection.works()
        log.info(messages.CONNECTED, self.bot.username)
        self._bots[NAME] = DEEP_LINK.format(name=self.bot.username)
        try:
            await self.bot.set_my_commands([BotCommand(name, text) for name, text in self._commands.items()])
        except TelegramError as error:
            log.warning(messages.NO_MENU, describe(error))

    async def _receive(self, inbox: Inbox) -> None:
        """Poll for ever. The first poll of a run acknowledges nothing: the journal knows what it has seen."""
        offset: int | None = None
        while True:
            try:
                # While nothing is sent, no poll is to wait for what somebody may write.
                updates = await self._transport.updates(offset, KINDS, wait=self._connection.up.is_set())
            except InvalidToken:
                raise
            except FloodError as flood:
                await self._connection.rest(flood.seconds)
            except Conflict:
                log.error(messages.CONFLICT)
                await self._connection.failed(messages.TAKEN, sends=True)
                await self._unhook()
            except TelegramError as error:
                await self._connection.failed(describe(error))
            else:
                self._connection.works()
                offset = await self._take(updates, inbox, offset)

    async def _unhook(self) -> None:
        """A webhook that somebody has set is in the way of polling as much as a second poller."""
        try:
            await self.bot.delete_webhook(drop_pending_updates=False)
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning(messages.ERRAND_FAILED, "deleteWebhook", describe(error))

    async def _take_delivered(self, arrivals: Sequence[Arrival], inbox: Inbox) -> set[str]:
        """Hand on what a webhook delivered; the ids of what need not come again."""
        written = {arrival.id: body for arrival in arrivals if (body := read_object(arrival.body))}
        updates = sorted((self._transport.read(body) for body in written.values()), key=lambda one: one.update_id)
        before = await self._take(updates, inbox, None) or 0
        left = {str(update.update_id) for update in updates if update.update_id >= before}
        return {arrival.id for arrival in arrivals} - left

    async def _take(self, updates: Sequence[Update | Unreadable], inbox: Inbox, offset: int | None) -> int | None:
        """Hand on updates in their order; what the next poll may acknowledge: everything before that number."""
        newest = _newest_queries(updates)
        self._fetch(updates)
        for update in updates:
            try:
                if isinstance(update, Unreadable):
                    log.error(messages.BAD_UPDATE, update.update_id, "")
                elif update.inline_query is None or update.update_id in newest:
                    await self._hand_on(update, inbox)
            except InvalidToken:
                raise
            except StorageError as error:
                log.error(messages.NOT_STORED, error)
                await self._connection.rest(REST_SECONDS)
                return offset
            except Exception as error:
                log.error(messages.BAD_UPDATE, update.update_id, trace(error))
            self._fetches.pop(update.update_id, None)
            offset = update.update_id + 1
            await asyncio.sleep(0)
        await self._errands.settle(ERRAND_SECONDS)
        return offset

    def _fetch(self, updates: Sequence[Update | Unreadable]) -> None:
        """Begin to fetch the files of these updates; one that is on its way or here already is not fetched again."""
        for update in updates:
            if not isinstance(update, Update) or update.update_id in self._fetches:
                continue
            with contextlib.suppress(Exception):  # whatever is wrong with an update shows when it is handed on
                if (offer := offer_of(update)) and read_message(update, self.bot.bot):
                    self._fetches[update.update_id] = asyncio.ensure_future(self._fetcher.fetch(offer))

    async def _fetched(self, update: Update) -> Attachment | None:
        """The file of an update. Raises InvalidToken and StorageError, after which it is fetched anew."""
        fetch = self._fetches.get(update.update_id)
        try:
            return await fetch if fetch else None
        except BaseException:
            self._fetches.pop(update.update_id, None)
            raise

    async def _hand_on(self, update: Update, inbox: Inbox) -> None:
        if query := update.inline_query:
            self._errands.run("answerInlineQuery", lambda: self._answer_inline(query))
        elif update.callback_query:
            self._tapped(update.update_id, update.callback_query, inbox)
        elif (written := update.effective_message) and (message := read_message(update, self.bot.bot)):
            album = written.media_group_id
            attachment = await self._fetched(update)
            if album and album in self._albums and not message.text and attachment is None:
                return
            self._asked.put(message.sender.session_key, written.message_id)
            # Where the database does not take it, it comes again, and the file is here already.
            if not inbox.accept(replace(message, attachment=attachment)) and attachment and attachment.path:
                self._files.remove([attachment.path])
            if album:
                self._albums.put(album, None)

    def _tapped(self, number: int, query: CallbackQuery, inbox: Inbox) -> None:
        """A button: answered whatever it means, so that it does not seem stuck."""
        self._errands.run("answerCallbackQuery", lambda: self.bot.answer_callback_query(query.id))
        if query.message is None or query.data is None:
            return
        sender = sender_of(query.message, query.from_user.id)
        choice = choice_of(query.data, self._session(sender.session_key).choices)
        inbox.accept(IncomingMessage(str(number), sender, self._clock.now(), choice=choice))

    async def _answer_inline(self, query: InlineQuery) -> bool:
        found = articles(query, self._handlers, self._clock.now()) if query.query.strip() else []
        hint = InlineQueryResultsButton(messages.INLINE_HINT, start_parameter=messages.INLINE_START)
        return await self.bot.answer_inline_query(
            query.id, found, cache_time=INLINE_SECONDS, is_personal=True, button=None if found else hint
        )

    async def _close(self) -> None:
        await self._errands.close()
        fetches = list(self._fetches.values())
        for fetch in fetches:
            fetch.cancel()
        for kept in await asyncio.gather(*fetches, return_exceptions=True):
            if isinstance(kept, Attachment) and kept.path:
                self._files.remove([kept.path])
        self._fetches.clear()
        await self.bot.shutdown()


async def _together(jobs: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run jobs that have no end until one fails, and raise what it raised."""
    tasks = [asyncio.ensure_future(job) for job in jobs]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _newest_queries(updates: Sequence[Update | Unreadable]) -> set[int]:
    """Of inline queries only the last that somebody typed still matters to them; the numbers of those updates."""
    found = [update for update in updates if isinstance(update, Update)]
    return set({u.inline_query.from_user.id: u.update_id for u in found if u.inline_query}.values())
