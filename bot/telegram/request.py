"""HTTP to the Bot API, and the bot made of it: python-telegram-bot as transport, and nothing more of it."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.error import NetworkError, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.net import is_here

_DEFAULT = BaseRequest.DEFAULT_NONE
_FLOOD_SECONDS = 5.0
"""How long to wait after a 429 that does not say how long."""


class FloodError(TelegramError):
    """429: nothing was done; ask again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many requests")
        self.seconds = seconds


class ElsewhereError(NetworkError):
    """An answer that the Bot API cannot have given: the page of a proxy, a gateway, a block."""

    def __init__(self, code: int) -> None:
        super().__init__(f"HTTP {code} that is not from the Bot API")
        self.code = code


@dataclass(slots=True)
class Attempt:
    """Whether anything of a send has been handed to the network yet."""

    begun: bool = False


ATTEMPT: ContextVar[Attempt | None] = ContextVar("attempt", default=None)
"""The send that the running task is busy with."""


class Request(HTTPXRequest):
    """PTB's requests, which tell apart what PTB lumps together; `payload` is the last answer as it came."""

    def __init__(self, *, pool: int, seconds: float, connect_seconds: float, trust_environment: bool) -> None:
        """`seconds` to wait for an answer or a write, `connect_seconds` for a connection."""
        super().__init__(
            connection_pool_size=pool,
            read_timeout=seconds,
            write_timeout=seconds,
            connect_timeout=connect_seconds,
            pool_timeout=seconds,
            media_write_timeout=seconds * 2,
            httpx_kwargs={"trust_env": trust_environment},
        )
        self.payload = b""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _DEFAULT,
        write_timeout: Any = _DEFAULT,
        connect_timeout: Any = _DEFAULT,
        pool_timeout: Any = _DEFAULT,
    ) -> tuple[int, bytes]:
        """See BaseRequest; raises FloodError and ElsewhereError besides."""
        if attempt := ATTEMPT.get():
            attempt.begun = True
        code, payload = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        # A file is not an answer.
        self.payload = payload if method == "POST" else b""
        if code < 300:
            return code, payload
        answer = _answer(payload)
        if code == 429:
            raise FloodError(_retry_after(answer))
        if answer is None and code != 401:
            raise ElsewhereError(code)
        return code, payload


def _answer(payload: bytes) -> dict[str, Any] | None:
    """The Bot API's answer in a payload; None when it is something else."""
    try:
        answer = json.loads(payload)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and "ok" in answer else None


def _retry_after(answer: dict[str, Any] | None) -> float:
    parameters = answer.get("parameters") if answer else None
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else _FLOOD_SECONDS


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that could not be understood."""

    update_id: int


class Transport:
    """The bot, and the connection on which it waits for updates."""

    def __init__(self, token: str, base_url: str, *, seconds: float, poll_seconds: int) -> None:
        """`base_url` has neither /bot nor a slash at its end; an empty poll lasts `poll_seconds`."""
        # PTB logs updates and broken answers as they came; what people write does not belong in a log.
        logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
        outside = not is_here(base_url)
        self._polls = Request(pool=1, seconds=seconds, connect_seconds=min(seconds, 10), trust_environment=outside)
        self._poll_seconds = poll_seconds
        self.bot: ExtBot[int] = ExtBot(
            token,
            base_url=lambda written: f"{base_url}/bot{written}",
            base_file_url=lambda written: f"{base_url}/file/bot{written}",
            request=Request(pool=64, seconds=seconds, connect_seconds=min(seconds, 10), trust_environment=outside),
            get_updates_request=self._polls,
            rate_limiter=AIORateLimiter(max_retries=0),
        )

    async def updates(self, offset: int | None, kinds: list[str], *, wait: bool) -> list[Update | Unreadable]:
        """What has come since; everything before `offset` is thereby acknowledged. Without `wait` an answer comes at
        once, whatever there is. Raises TelegramError."""
        seconds = self._poll_seconds if wait else 0
        try:
            return list(await self.bot.get_updates(offset=offset, timeout=seconds, allowed_updates=kinds))
        except TelegramError:
            raise
        except Exception:
            # One update that PTB cannot read must not hide the others, nor come back for ever.
            return [self.read(written) for written in json.loads(self._polls.payload)["result"]]

    def read(self, written: dict[str, Any]) -> Update | Unreadable:
        """An update as Telegram wrote it; it has a number."""
        try:
            return Update.de_json(written, self.bot)
        except Exception:
            return Unreadable(int(written["update_id"]))
