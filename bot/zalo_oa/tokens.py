"""The chain of tokens: each refresh token gives the next pair once, so no pair may get lost or be asked for twice."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.storage import Storage
from bot.storage.codec import moment, read_moment
from bot.zalo_oa import CHAIN, NAME, NEXT, messages
from bot.zalo_oa.client import Client
from bot.zalo_oa.failures import AnswerError, UnreachedError, ZaloError
from handlers.planning import ZONE

log = logging.getLogger(__name__)

EARLY = timedelta(hours=1)
"""So long before it runs out an access token is replaced."""
AGAIN = timedelta(minutes=1)
"""After a refresh that failed, how long a token that is still good is used before the next try."""
SOON = timedelta(minutes=5)
"""A token that is refused so soon after it replaced a refused one is not the trouble: more would be used up."""
USUAL_SECONDS = 90_000
"""How long an access token lasts where the server does not say."""


class ChainBrokenError(Exception):
    """The server takes our refresh token no more; only a person can get another one. Says what to do."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A pair of tokens. `began` is the fingerprint of the token in the settings that it all began with;
    `in_use_since` says since when the refresh token has been with the server, whose answer is not stored yet."""

    refresh: str
    began: str
    access: str = ""
    renew_at: str = ""
    expires: str = ""
    in_use_since: str = ""

    def __repr__(self) -> str:
        return "Chain(***)"

    def fresh(self, now: datetime) -> bool:
        return bool(self.access) and now < read_moment(self.renew_at)

    def good(self, now: datetime) -> bool:
        return bool(self.access) and now < read_moment(self.expires)


class Tokens:
    """Gives the access token, and renews it: one at a time, and stored before anybody uses it."""

    def __init__(
        self, client: Client, storage: Storage, clock: Clock, *, app_id: str, secret: str, given: str | None
    ) -> None:
        """`given` is the refresh token of the settings: one that a chain has not begun with begins a new one."""
        self.broke = asyncio.Event()
        """Set once the chain is broken."""
        self._client = client
        self._storage = storage
        self._clock = clock
        self._app_id = app_id
        self._secret = secret
        self._given = given
        self.passed_over = False
        """Whether the token of the settings was refused, and the chain goes on that there was before."""
        self._lock = asyncio.Lock()
        self._chain: Chain | None = None
        self._unsaved: Chain | None = None
        self._not_before: datetime | None = None
        self._replaced: datetime | None = None
        self._why = ""
        self._open: set[asyncio.Task[str]] = set()

    @property
    def renew_at(self) -> datetime:
        """When the access token is to be renewed; now where there is none."""
        written = self._chain.renew_at if self._chain else ""
        return read_moment(written) if written else self._clock.now()

    async def access(self, refused: str = "") -> str:
        """The access token, another one than the server has just `refused`.

        Raises ChainBrokenError, ZaloError and StorageError; a later call goes on where this one stopped. Who stops
        waiting for it does not stop it: the server's answer to a refresh comes once.
        """
        task = asyncio.ensure_future(self._locked(refused))
        self._open.add(task)
        task.add_done_callback(self._ended)
        return await asyncio.shield(task)

    async def settle(self, seconds: float) -> None:
        """Wait so long for what is going on."""
        if self._open:
            await asyncio.wait(self._open, timeout=seconds)

    def _ended(self, task: asyncio.Task[str]) -> None:
        self._open.discard(task)
        if not task.cancelled():
            task.exception()

    async def _locked(self, refused: str) -> str:
        async with self._lock:
            if self.broke.is_set():
                raise ChainBrokenError(self._why)
            self._save()
            chain = self._chain = self._chain or self._read()
            now = self._clock.now()
            usable = chain.good(now) and chain.access != refused
            resting = self._not_before is not None and now < self._not_before
            if usable and (chain.fresh(now) or resting):
                return chain.access
            if chain.access == refused and self._replaced is not None and now - self._replaced < SOON:
                raise UnreachedError("a new access token is refused as well")
            try:
                return await self._renew(chain, refused)
            except ZaloError as error:
                if not usable:
                    raise
                self._not_before = now + AGAIN
                log.warning(messages.OLD_ACCESS, error)
                return chain.access

    def _read(self) -> Chain:
        """The stored chain, or a new one where the settings begin one."""
        with self._storage.reading():
            stored, begun = stored_chain(self._storage), stored_chain(self._storage, NEXT)
        if self._given is not None and (stored is None or stored.began != fingerprint(self._given)):
            began = fingerprint(self._given)
            return begun if begun and begun.began == began else Chain(self._given, began)
        if stored is None:
            raise ChainBrokenError(messages.UNSET.format(names="ZALO_OA_REFRESH_TOKEN"))
        return stored

    async def _renew(self, chain: Chain, refused: str) -> str:
        now = self._clock.now()
        since = chain.in_use_since
        marked = self._mark(chain, now)
        if marked.refresh != chain.refresh and marked.fresh(now) and marked.access != refused:
            return marked.access
        try:
            answer = await self._client.renew(self._app_id, self._secret, marked.refresh)
        except AnswerError as error:
            if not error.of_refresh:
                raise
            if before := self._before(marked):
                return await self._renew(before, refused)
            self._break(since)
            raise ChainBrokenError(self._why) from error
        lasts = timedelta(seconds=_seconds(answer.get("expires_in")))
        self._unsaved = renewed = Chain(
            refresh=str(answer["refresh_token"]),
            began=marked.began,
            access=str(answer["access_token"]),
            renew_at=moment(now + max(lasts - EARLY, lasts / 2)),
            expires=moment(now + lasts),
        )
        self._save()
        self._not_before, self._replaced = None, now if refused else None
        return renewed.access

    def _before(self, refused: Chain) -> Chain | None:
        """The chain that there was before the settings began the one that is refused; None where there was none."""
        with self._storage.transaction():
            stored = stored_chain(self._storage)
            if stored is None or stored.began == refused.began:
                return None
            self._storage.usage.forget(NAME, NEXT)
        log.error(messages.PASSED_OVER)
        self._given, self.passed_over, self._chain = None, True, stored
        return stored

    def _mark(self, chain: Chain, now: datetime) -> Chain:
        """Note that the refresh token is in use from now on. What another process has stored meanwhile counts."""
        with self._storage.transaction():
            stored = stored_chain(self._storage)
            if stored is not None and stored.began == chain.began and stored.refresh != chain.refresh:
                chain = stored
            chain = chain if chain.in_use_since else replace(chain, in_use_since=moment(now))
            name = CHAIN if stored is None or stored.began == chain.began else NEXT
            self._storage.usage.remember(NAME, name, json.dumps(asdict(chain)), now)
        self._chain = chain
        return chain

    def _save(self) -> None:
        """Store the pair that has come and is not stored yet; it is not lost while the database does not take it."""
        if self._unsaved is None:
            return
        with self._storage.transaction():
            self._storage.usage.remember(NAME, CHAIN, json.dumps(asdict(self._unsaved)), self._clock.now())
            self._storage.usage.forget(NAME, NEXT)
        self._chain, self._unsaved = self._unsaved, None

    def _break(self, since: str) -> None:
        self._why = messages.CHAIN_BROKEN
        if since:
            at = read_moment(since).astimezone(ZONE)
            self._why += messages.CUT_OFF.format(at=f"{at:%H:%M %d/%m/%Y}")
        self.broke.set()


def stored_chain(storage: Storage, name: str = CHAIN) -> Chain | None:
    """A chain as it is stored; call it inside `reading` or a transaction."""
    written = storage.usage.remembered(NAME, name)
    return Chain(**json.loads(written)) if written else None


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _seconds(written: object) -> int:
    try:
        seconds = int(str(written))
    except ValueError:
        return USUAL_SECONDS
    return seconds if 0 < seconds < 10**8 else USUAL_SECONDS
