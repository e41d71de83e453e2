"""A Zalo Official Account: what Zalo delivers is written down before it is acknowledged, then handled in its order."""

from __future__ import annotations

import asyncio
import logging
from datetime import date, datetime, timedelta

from bot.clock import Clock
from bot.errors import StorageError
from bot.files import Files, hand_on
from bot.intake import MOST
from bot.logs import trace
from bot.operators import Operators
from bot.ports import Inbox, Limits, Refused, RetryLater, Unusable
from bot.storage import Storage
from bot.web.hooks import Delivery, Hooks
from bot.web.rate import RateLimit
from bot.zalo_oa import NAME, messages
from bot.zalo_oa.buttons import TEXT, choice_of
from bot.zalo_oa.client import Client
from bot.zalo_oa.failures import BILLING, QUOTA, WINDOW, AnswerError, ZaloError, outcome
from bot.zalo_oa.fetching import Fetcher
from bot.zalo_oa.lanes import Lanes
from bot.zalo_oa.outgoing import Plan, Postman
from bot.zalo_oa.tokens import ChainBrokenError, Tokens
from bot.zalo_oa.webhook import Door, Event, read_event, read_json
from bot.zalo_oa.window import WAITS, Window
from handlers.planning import ZONE
from handlers.types import Address, IncomingMessage, Reply

log = logging.getLogger(__name__)

REST = timedelta(seconds=5)
"""How long to rest when the database does not take something."""
FIRST_REST, LONGEST_REST = 1.0, 300.0
"""Seconds before the second try to get a token, and at most between two tries."""
SETTLE_SECONDS = 1.5
"""How long a stop waits for tokens that are on their way: what is lost then is lost for good."""
CHORES_EVERY = timedelta(hours=1)
REPORT_HOUR = 16
"""From this hour on, in Vietnam, the operators are told of what waits: while there is time to telephone."""


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
        self._postman = Postman(client, tokens, storage, files, clock, public_url)
        self._fetcher = Fetcher(client, files, clock)
        self._lanes: Lanes[Event] | None = None
        self._rate = RateLimit(MOST)
        self._reported: date | None = None

    async def run(self, inbox: Inbox) -> None:
        """See Channel; raises Unusable when Zalo gives no more tokens for what we have.

        What is delivered is written down even then: it is handled once there is a token again.
        """
        self._lanes = Lanes(lambda event: self._take(event, inbox))
        self._hooks.enter(NAME, self.receive)
        self._take_up(self._lanes)
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
            lanes, self._lanes = self._lanes, None
            chores.cancel()
            await asyncio.gather(chores, lanes.close(), return_exceptions=True)

    async def receive(self, delivery: Delivery) -> int:
        """The hook. Raises StorageError."""
        now = self._clock.now()
        status, event = self._door.judge(delivery, now)
        if event is None:
            return status
        with self._storage.transaction():
            new = self._storage.arrivals.add(NAME, event.id, delivery.body.decode("utf-8"), now)
        if new and self._lanes is not None:
            self._lanes.put(event.user, event)
        return status

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        """See Channel. Outside the 48 hours a letter is kept for the member's next message, and counts as sent."""
        plan: Plan | None = None
        now = self._clock.now()
        try:
            if self._window.has_left(address.user):
                raise Refused("follows us no more")
            if not self._window.is_open(address.user, now):
                return self._wait(address, reply, key)
            plan = await self._postman.plan(address, reply, key)
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
            self._failed(error, address, reply, key, plan)

    def _failed(self, error: ZaloError, address: Address, reply: Reply, key: str, plan: Plan | None) -> None:
        """What follows from a call that did not succeed. Raises RetryLater, Refused or Unsure, or lets it wait."""
        now = self._clock.now()
        code = error.code if isinstance(error, AnswerError) else 0
        if code in WINDOW:
            return self._wait(address, plan.rest(reply) if plan else reply, key)
        if code == QUOTA:
            self._tell(messages.QUOTA.format(code=code), f"quota:{_day(now)}")
        elif code in BILLING:
            self._tell(messages.BILLING.format(code=code), f"billing:{_day(now)}")
        result = outcome(error, now)
        if not isinstance(result, RetryLater):
            self._let_go(key)
        raise result from error

    def _wait(self, address: Address, reply: Reply, key: str) -> None:
        """Raises RetryLater where it cannot be written down."""
        if key.startswith(WAITS):
            raise Refused("nobody has come for it")
        try:
            self._window.wait(address, reply, key, self._clock.now())
        except StorageError as error:
            raise RetryLater(None, str(error)) from error
        log.info(messages.WAITS)
        self._let_go(key)

    def _let_go(self, key: str) -> None:
        try:
            self._postman.drop(key)
        except StorageError as error:
            log.warning(messages.NOT_STORED, error)

    # What has come

    def _take_up(self, lanes: Lanes[Event]) -> None:
        """Go on with what was written down and has not been handled. Raises StorageError."""
        with self._storage.reading():
            left = self._storage.arrivals.open(NAME)
        for id_, body in left:
            written = read_json(body.encode("utf-8", "replace"))
            if event := read_event(written) if written else None:
                lanes.put(event.user, event)
            else:
                self._settle(id_)

    async def _take(self, event: Event, inbox: Inbox) -> None:
        """Handle an event, however long the database is away; one that cannot be handled is left aside.

        Of one member so many in a minute: what is more waits in its order, and nobody else waits for it.
        """
        while seconds := self._rate.wait(event.user, self._clock.now()):
            await self._rest(timedelta(seconds=seconds))
        while True:
            try:
                try:
                    await self._hand_on(event, inbox)
                except StorageError:
                    raise
                except Exception as error:
                    log.error(messages.BAD_EVENT, trace(error))
                return self._settle(event.id)
            except StorageError as error:
                log.error(messages.NOT_STORED, error)
                await self._rest(REST)

    async def _hand_on(self, event: Event, inbox: Inbox) -> None:
        now = self._clock.now()
        if event.kind == "unfollow":
            return self._window.left(event.user, event.at, now)
        if event.kind == "follow":
            return self._window.follows(event.user)
        self._window.heard(event.user, event.at, event.id, now)
        sender = Address(NAME, event.user, event.user)
        if not event.files:
            return self._hand_on_text(event, sender, inbox)
        for number, offer in enumerate(event.files):
            attachment = await self._fetcher.fetch(offer, f"{event.user}:{event.id}" if event.files[1:] else "")
            id_, text = (f"{event.id}.{number}", "") if number else (event.id, event.text)
            message = IncomingMessage(id_, sender, event.at, text, attachment=attachment)
            hand_on(inbox, self._files, message)
        return None

    def _hand_on_text(self, event: Event, sender: Address, inbox: Inbox) -> None:
        with self._storage.reading():
            shown = self._storage.sessions.load(sender.session_key).choices
        choice = choice_of(event.text, shown)
        inbox.accept(IncomingMessage(event.id, sender, event.at, "" if choice else event.text, choice))

    def _settle(self, id_: str) -> None:
        with self._storage.transaction():
            self._storage.arrivals.settle(NAME, id_)

    # The token, and the day's chores

    async def _keep_token(self) -> None:
        """Have an access token at any time. Raises ChainBrokenError."""
        failures = 0
        connected = False
        while True:
            rest = timedelta(minutes=1)
            try:
                await self._tokens.access()
                if not connected:
                    log.info(messages.CONNECTED, f"{self._public_url}/hook/{NAME}")
                failures, connected = 0, True
            except (ZaloError, StorageError) as error:
                failures += 1
                if failures == 1:
                    log.warning(messages.NO_ACCESS, error)
                rest = timedelta(seconds=min(LONGEST_REST, FIRST_REST * 2 ** min(failures - 1, 20)))
            until = self._clock.now() + rest
            if not failures:
                until = max(until, self._tokens.renew_at)
            await self._clock.wait(self._tokens.broke, until)

    async def _chores(self) -> None:
        while True:
            try:
                self._window.tidy(self._clock.now())
                self._postman.tidy()
                self._report(self._clock.now())
            except StorageError as error:
                log.error(messages.CHORE_FAILED, error)
            except Exception as error:
                log.error(messages.CHORE_FAILED, trace(error))
            await self._rest(CHORES_EVERY)

    def _report(self, now: datetime) -> None:
        """Once a day: how many letters wait. Raises StorageError."""
        local = now.astimezone(ZONE)
        if local.hour < REPORT_HOUR or self._reported == local.date():
            return
        letters, members = self._window.waiting()
        if letters:
            self._tell(messages.WAITING.format(letters=letters, members=members), f"waiting:{_day(now)}")
            self._reported = local.date()

    def _tell(self, text: str, key: str) -> None:
        if self._operators is None:
            return
        try:
            self._operators.tell(text, f"{NAME}:{key}", self._clock.now(), but=NAME)
        except StorageError as error:
            log.error(messages.NOT_TOLD, error)

    async def _rest(self, pause: timedelta) -> None:
        await self._clock.wait(asyncio.Event(), self._clock.now() + pause)


def raise_unless_sent(error: StorageError, plan: Plan | None) -> None:
    """The database failed a send: what is left of it goes out later, unless there is nothing left."""
    if plan is None or plan.done < len(plan.steps):
        raise RetryLater(None, str(error)) from error
    log.warning(messages.NOT_STORED, error)


def _day(now: datetime) -> str:
    return f"{now.astimezone(ZONE):%Y-%m-%d}"
