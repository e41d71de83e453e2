"""A Zalo Official Account: what Zalo delivers is written down before it is acknowledged, then handled in its order."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NoReturn

from bot.clock import Clock
from bot.downloads import Downloads
from bot.errors import StorageError
from bot.filelinks import FileLinks
from bot.files import Files, hand_on
from bot.lanes import Lanes
from bot.line import Line
from bot.logs import trace
from bot.operators import Operators
from bot.outage import Outage
from bot.ports import Inbox, Limits, PutOff, Refused, RetryLater, Unusable
from bot.storage import Storage
from bot.web.hooks import Delivery, Hooks
from bot.zalo_oa import NAME, messages
from bot.zalo_oa.buttons import TEXT, choice_of
from bot.zalo_oa.client import Client
from bot.zalo_oa.failures import BILLING, NO_FOLLOWER, QUOTA, WINDOW, AnswerError, ZaloError, outcome
from bot.zalo_oa.outgoing import Plan, Postman
from bot.zalo_oa.silence import Silence
from bot.zalo_oa.tokens import ChainBrokenError, Tokens
from bot.zalo_oa.webhook import Door, Event, read_event, read_json, speaks
from bot.zalo_oa.window import Window
from handlers.planning import ZONE
from handlers.types import Address, IncomingMessage, Reply

log = logging.getLogger(__name__)

LONGEST_REST = 300.0
"""Seconds between two tries to get a token, at most."""
SETTLE_SECONDS = 1.5
"""How long a stop waits for tokens that are on their way: what is lost then is lost for good."""
CHORES_EVERY = timedelta(hours=1)


class ZaloOA:
    """The channel."""

    name = NAME
    limits = Limits(text=TEXT, buttons=True, files=True)
    resend = False

    def __init__(
        self,
        client: Client,
        tokens: Tokens,
        door: Door,
        *,
        storage: Storage,
        files: Files,
        clock: Clock,
        hooks: Hooks,
        public_url: str,
        operators: Operators | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._client = client
        self._tokens = tokens
        self._door = door
        self._storage = storage
        self._files = files
        self._clock = clock
        self._hooks = hooks
        self._public_url = public_url
        self._operators = operators
        self._window = Window(storage)
        self._silence = Silence(storage, self._window, operators)
        self._postman = Postman(client, tokens, storage, files, clock, FileLinks(storage, files, clock, public_url))
        self._downloads = Downloads(NAME, files, clock, here=client.here)
        self._line = Line(NAME, clock, chance, operators, longest=LONGEST_REST)
        self._forgeries = Outage(NAME, messages.FORGERIES, clock, operators)
        self._lanes = Lanes(NAME, storage, clock, _read, self._hand_on)
        self._inbox: Inbox | None = None

    @property
    def up(self) -> asyncio.Event:
        """Set while there is an access token."""
        return self._line.up

    async def run(self, inbox: Inbox) -> None:
        """See Channel; raises Unusable when Zalo gives no more tokens for what we have.

        What is delivered is written down even then: it is handled once there is a token again.
        """
        self._inbox = inbox
        self._hooks.enter(NAME, self.receive, speaks)
        self._lanes.open()
        chores = asyncio.ensure_future(self._chores())
        try:
            await self._keep_token()
        except ChainBrokenError as broken:
            await self._client.close()
            raise Unusable(str(broken)) from None
        except asyncio.CancelledError:
            self._hooks.leave(NAME)
            await self._tokens.settle(SETTLE_SECONDS)
            await self._client.close()
            raise
        finally:
            self._line.up.clear()
            chores.cancel()
            await asyncio.gather(chores, self._lanes.close(), return_exceptions=True)

    async def receive(self, delivery: Delivery) -> int:
        """The hook. Raises StorageError."""
        status, event = self._door.judge(delivery, self._clock.now())
        if status == 403:
            self._forgeries.failed(f"HTTP {status}")
        if event is not None:
            self._forgeries.works()
            self._lanes.take(event.id, delivery.body.decode("utf-8"))
        return status

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        """See Channel. Outside the 48 hours, or to who follows us no more, a letter waits for their next message."""
        plan: Plan | None = None
        seen: datetime | None = None
        try:
            seen = self._window.seen(address.user)
            if not self._window.is_open(address.user, self._clock.now()):
                self._wait(address, reply, key)
            plan = await self._postman.plan(address, self._window.dated(reply, key), key)
            await self._postman.send(address, plan, key)
        except ChainBrokenError:
            raise RetryLater(None, "no access token") from None
        except StorageError as error:
            raise_unless_sent(error, plan)
        except asyncio.CancelledError:
            if plan is not None and plan.begun:
                raise
            raise RetryLater(0.0, "stopped before it was sent") from None
        except ZaloError as error:
            self._look_again(error, address, seen)
            self._failed(error, address, reply, key, plan)

    def _look_again(self, error: ZaloError, address: Address, seen: datetime | None) -> None:
        """Raises RetryLater where the server's window was closed, and the member has written meanwhile."""
        if not isinstance(error, AnswerError) or error.code not in WINDOW:
            return
        try:
            moved = self._window.seen(address.user) != seen
        except StorageError as broken:
            raise RetryLater(None, str(broken)) from broken
        if moved:
            raise RetryLater(0.0, "the window has just opened")

    def _failed(self, error: ZaloError, address: Address, reply: Reply, key: str, plan: Plan | None) -> None:
        """What follows from a call that did not succeed. Raises RetryLater, Refused or Unsure."""
        now = self._clock.now()
        code = error.code if isinstance(error, AnswerError) else 0
        if code in WINDOW or code == NO_FOLLOWER:
            self._wait(address, plan.rest(reply) if plan else reply, key, left=code == NO_FOLLOWER)
        if code == QUOTA:
            self._tell(messages.QUOTA.format(code=code), f"quota:{_day(now)}")
        elif code in BILLING:
            self._tell(messages.BILLING.format(code=code), f"billing:{_day(now)}")
        result = outcome(error, now)
        if not isinstance(result, RetryLater):
            self._let_go(key)
        raise result from error

    def _wait(self, address: Address, reply: Reply, key: str, *, left: bool = False) -> NoReturn:
        """Raises PutOff; RetryLater where it cannot be written down, Refused where it has waited for too long.

        `left`: the server says that the member follows us no more.
        """
        now = self._clock.now()
        try:
            if self._window.given_up(key, now):
                raise Refused("nobody has come for it")
            if left:
                self._window.gone(address.user, now)
            self._window.wait(address, reply, key, now)
        except StorageError as error:
            raise RetryLater(None, str(error)) from error
        log.info(messages.WAITS)
        self._let_go(key)
        raise PutOff(0.0, "waits for a message")

    def _let_go(self, key: str) -> None:
        try:
            self._postman.drop(key)
        except StorageError as error:
            log.warning(messages.NOT_STORED, error)

    # What has come

    async def _hand_on(self, event: Event) -> None:
        """Note what an event says of its member, and make it a message. Raises StorageError."""
        assert self._inbox is not None
        now = self._clock.now()
        if event.kind == "unfollow":
            return self._window.left(event.user, event.at, now)
        if event.kind == "follow":
            return self._window.follows(event.user, event.at, now)
        self._window.heard(event.user, event.at, now)
        sender = Address(NAME, event.user, event.user)
        if not event.files:
            return self._hand_on_text(event, sender, self._inbox)
        for number, offer in enumerate(event.files):
            album = f"{event.user}:{event.id}" if event.files[1:] else ""
            attachment = await self._downloads.fetch(offer.url, offer.name, album)
            id_, text = (f"{event.id}.{number}", "") if number else (event.id, event.text)
            message = IncomingMessage(id_, sender, event.at, text, attachment=attachment)
            hand_on(self._inbox, self._files, message)
        return None

    def _hand_on_text(self, event: Event, sender: Address, inbox: Inbox) -> None:
        with self._storage.reading():
            shown = self._storage.sessions.load(sender.session_key).choices
        choice = choice_of(event.text, shown)
        inbox.accept(IncomingMessage(event.id, sender, event.at, "" if choice else event.text, choice))

    # The token, and the day's chores

    async def _keep_token(self) -> None:
        """Have an access token at any time. Raises ChainBrokenError."""
        while True:
            try:
                await self._tokens.access()
            except (ZaloError, StorageError) as error:
                await self._line.failed(messages.NO_ACCESS.format(why=error))
                continue
            if self._tokens.passed_over:
                self._tell(messages.PASSED_OVER, f"passed over:{_day(self._clock.now())}")
            if not self._line.up.is_set():
                log.info(messages.CONNECTED, f"{self._public_url}/hook/{NAME}")
            self._line.works()
            until = max(self._clock.now() + timedelta(minutes=1), self._tokens.renew_at)
            await self._clock.wait(self._tokens.broke, until)

    async def _chores(self) -> None:
        while True:
            try:
                self._window.tidy(self._clock.now())
                self._postman.tidy()
                self._silence.report(self._clock.now())
            except StorageError as error:
                log.error(messages.CHORE_FAILED, error)
            except Exception as error:
                log.error(messages.CHORE_FAILED, trace(error))
            await self._line.rest(CHORES_EVERY.total_seconds())

    def _tell(self, text: str, key: str) -> None:
        if self._operators is not None:
            self._operators.warn(text, f"{NAME}:{key}", self._clock.now(), but=NAME)


def raise_unless_sent(error: StorageError, plan: Plan | None) -> None:
    """The database failed a send: what is left of it goes out later, unless there is nothing left."""
    if plan is None or plan.done < len(plan.steps):
        raise RetryLater(None, str(error)) from error
    log.warning(messages.NOT_STORED, error)


def _day(now: datetime) -> str:
    return f"{now.astimezone(ZONE):%Y-%m-%d}"


def _read(id_: str, body: str) -> tuple[str, Event] | None:
    """Who an event is of, and the event as it was written down."""
    written = read_json(body.encode("utf-8", "replace"))
    event = read_event(written) if written else None
    return (event.user, event) if event else None
