"""Zalo Bot, by polling or by webhook: every event is written down before anything is done about it."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.downloads import Downloads
from bot.errors import StorageError
from bot.filelinks import FileLinks
from bot.files import Files
from bot.intake import REST
from bot.line import Line
from bot.operators import Operators
from bot.ports import Inbox, Limits, Refused, RetryLater, Unreached, Unusable
from bot.storage import Letter, Storage
from bot.web.guard import HOOKS
from bot.web.hooks import Hooks
from bot.zalo_bot import messages
from bot.zalo_bot.arriving import Arriving
from bot.zalo_bot.client import Client
from bot.zalo_bot.events import NAME, events_in
from bot.zalo_bot.failures import CONFLICT, TOKEN_REFUSED, TOO_MANY, AnsweredError, CallError, outcome
from bot.zalo_bot.holding import Holding, with_notices
from bot.zalo_bot.hook import ZaloHook
from bot.zalo_bot.meter import Meter
from bot.zalo_bot.outgoing import TEXT, Postman
from bot.zalo_bot.places import Places
from bot.zalo_bot.webhook import HookRefusedError, Webhook
from handlers.types import Address, Reply

log = logging.getLogger(__name__)

POLL_SECONDS = 30
SHORT_POLL = 1
"""Seconds of a poll that is to show whether Zalo is back: until it has answered nothing is sent."""
POLL_EVERY = timedelta(seconds=1)
"""From the beginning of a poll to that of the next, at least."""
ANSWER_SECONDS = 20.0
"""How long to wait for Zalo's answer to a call."""
SETTLE_TRIES = 3
"""How often it is tried to write down what became of notices."""
FIRST_PAUSE, LONGEST_PAUSE = 60.0, 3600.0
"""Seconds of silence after Zalo has said that it is too much: doubled each time, while the plan is not spent."""


class ZaloBot:
    """A bot on Zalo Bot Platform."""

    name = NAME
    limits = Limits(text=TEXT, buttons=False, files=True)
    resend = False

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        clock: Clock,
        storage: Storage,
        files: Files,
        hooks: Hooks,
        operators: Operators | None = None,
        public_url: str | None = None,
        secret: str | None = None,
        monthly: int = 0,
        users: int = 0,
        chance: Callable[[], float] = random.random,
        answer_seconds: float = ANSWER_SECONDS,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        """With a `public_url` and a `secret` Zalo delivers what comes; else it is asked for."""
        self._clock = clock
        self._hooks = hooks
        self._public_url = public_url
        self._secret = secret
        self._poll_seconds = poll_seconds
        self._pauses = 0
        self._client = Client(token, base_url, seconds=answer_seconds)
        self._line = Line(NAME, clock, chance, operators)
        self._meter = Meter(storage, clock, operators, monthly=monthly, users=users)
        self._holding = Holding(storage, clock, self._meter)
        self._places = Places(storage, clock)
        links = FileLinks(storage, files, clock, public_url) if public_url else None
        self._postman = Postman(self._client, self._meter, links)
        downloads = Downloads(NAME, files, clock, here=self._client.here)
        self._arriving = Arriving(storage, files, clock, self._meter, self._places, downloads.fetch)

    async def run(self, inbox: Inbox) -> None:
        """See Channel; raises Unusable when Zalo does not take the token."""
        self._client.open()
        try:
            self._arriving.open(inbox)
            if self._public_url is not None and self._secret is not None:
                await self._be_delivered(f"{self._public_url}{HOOKS}{NAME}", self._secret)
            else:
                await self._connect(messages.BY_POLLING)
                await self._poll()
        except AnsweredError as refusal:
            raise Unusable(messages.NOT_ACCEPTED) from refusal
        finally:
            self._hooks.leave(NAME)
            self._line.up.clear()
            await self._arriving.close()
            await self._client.close()

    @property
    def up(self) -> asyncio.Event:
        """See OnLine."""
        return self._line.up

    def puts_off(self, letter: Letter) -> datetime | None:
        """See Holds."""
        return self._holding.until(letter)

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        """See Channel."""
        if not self.up.is_set():
            raise RetryLater(0.0, "not connected")
        try:
            chat = self._places.of(address)
        except StorageError as error:
            raise RetryLater(None, "database") from error
        await self._deliver(chat, address, reply, key)

    async def _deliver(self, chat: str, address: Address, reply: Reply, key: str) -> None:
        """Send a reply together with the notices that it carries, and settle these."""
        notices = self._carried(key, reply)
        status = "unknown"
        if notices:
            # What a try before this one has made ready is without them.
            self._postman.drop(key)
        try:
            await self._post(chat, address, with_notices(reply, notices), key)
            status = "sent"
        except RetryLater:
            status = "queued"
            if notices:
                # Next time it may carry others.
                self._postman.drop(key)
            raise
        except Refused:
            # They go on their own, and learn for themselves what becomes of them.
            status = "queued"
            self._postman.drop(key)
            raise
        except BaseException:
            self._postman.drop(key)
            raise
        finally:
            await self._settle(notices, status)

    def _carried(self, key: str, reply: Reply) -> list[Letter]:
        if self._postman.begun(key):
            return []
        try:
            return self._holding.carried(key, reply, TEXT)
        except StorageError:
            return []

    async def _settle(self, notices: list[Letter], status: str) -> None:
        """Write down what became of notices; where that does not succeed the next start marks them as unknown."""
        for _ in range(SETTLE_TRIES if notices else 0):
            try:
                return self._holding.settle(notices, status)
            except StorageError as error:
                log.error(messages.NOT_SETTLED, error)
                await self._line.rest(REST.total_seconds())
        return None

    async def _post(self, chat: str, address: Address, reply: Reply, key: str) -> None:
        try:
            await self._postman.send(chat, address, reply, key)
            self._pauses = 0
        except CallError as error:
            raise self._gone_wrong(error) from None
        except StorageError as error:
            raise RetryLater(None, "database") from error

    def _gone_wrong(self, error: CallError) -> Exception:
        """What a call that did not succeed means for its reply."""
        if isinstance(error, AnsweredError) and error.code == TOO_MANY:
            return self._too_many()
        result = outcome(error)
        if isinstance(result, Unreached):
            self._line.doubt()
        return result

    def _too_many(self) -> RetryLater:
        """Zalo names no time to come back: tomorrow where the month's plan is spent, else later and later."""
        self._meter.refused()
        self._pauses += 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._pauses - 1, 10))
        try:
            if self._meter.spent():
                pause = max(pause, self._meter.until_tomorrow())
        except StorageError as error:
            log.error(messages.NOT_COUNTED, error)
        return RetryLater(pause, "429")

    async def _connect(self, how: str) -> None:
        """Make sure of the token, however long Zalo is away. Raises AnsweredError where it is refused."""
        me = await self._who()
        named = {key: me[key] for key in ("display_name", "account_name") if isinstance(me.get(key), str)}
        self._arriving.called(tuple(named.values()))
        self._line.works()
        log.info(messages.CONNECTED, named.get("account_name", ""), how)

    async def _who(self) -> dict[str, Any]:
        """What the bot is, asked until it is said. Raises AnsweredError for a refused token."""
        while True:
            try:
                result = await self._client.call("getMe", {})
                return result if isinstance(result, dict) else {}
            except AnsweredError as answer:
                if answer.code == TOKEN_REFUSED:
                    raise
                await self._line.failed(str(answer))
            except CallError as error:
                await self._line.failed(str(error))

    async def _be_delivered(self, url: str, secret: str) -> None:
        """Take deliveries until cancelled; from the first moment on, for Zalo may have some that wait.

        Where Zalo does not take the address it is polled instead: nobody is left without an answer. A webhook that is
        set already would be in the way of that, and is taken down with the first poll.
        """
        hook = ZaloHook(secret, self._arriving)
        self._hooks.enter(NAME, hook, hook.speaks)
        await self._connect(messages.BY_WEBHOOK)
        try:
            await Webhook(self._client, self._line, url, secret).keep()
        except HookRefusedError as refusal:
            log.error(messages.NOT_HOOKED, refusal)
            await self._poll()

    async def _poll(self) -> None:
        """Ask for ever, one event at a time. Raises AnsweredError where the token is refused."""
        while True:
            began = self._clock.now()
            try:
                found = await self._client.poll(self._poll_seconds if self._line.up.is_set() else SHORT_POLL)
                self._line.works()
                await self._take(found)
            except AnsweredError as answer:
                await self._amiss(answer)
            except CallError as error:
                await self._line.failed(str(error))
            await self._pace(began)

    async def _take(self, found: Any) -> None:
        """Write down what a poll has brought: it may not come again, so not before that is done there is another."""
        for event in events_in(found):
            while True:
                try:
                    self._arriving.take(event)
                    break
                except StorageError as error:
                    log.error(messages.NOT_STORED, error)
                    await self._line.rest(REST.total_seconds())

    async def _amiss(self, answer: AnsweredError) -> None:
        """A poll was turned down. Raises AnsweredError where the token is refused."""
        if answer.code == TOKEN_REFUSED:
            raise answer
        if answer.code == CONFLICT:
            log.error(messages.CONFLICT)
            await self._line.failed(messages.TAKEN, sends=True)
            await self._unhook()
        elif answer.code == TOO_MANY:
            await self._line.rest(FIRST_PAUSE)
        else:
            await self._line.failed(str(answer))

    async def _unhook(self) -> None:
        """A webhook that somebody has set is in the way of polling as much as a second poller."""
        try:
            await self._client.call("deleteWebhook", {})
        except AnsweredError as answer:
            if answer.code == TOKEN_REFUSED:
                raise
        except CallError as error:
            await self._line.failed(str(error))

    async def _pace(self, began: datetime) -> None:
        await self._clock.wait(asyncio.Event(), began + POLL_EVERY)
