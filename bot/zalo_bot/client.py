"""Calls of Zalo's bot API on httpx: JSON in, the result out, everything else as a CallError."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import httpx

from bot.net import NEVER_LEFT, is_here
from bot.zalo_bot.failures import IDLE, TOKEN_REFUSED, TOO_MANY, AnsweredError, LostError, UnreachedError

CONNECT_SECONDS = 10.0
POLL_MARGIN = 15.0
"""How much longer than a poll its answer is waited for."""
_TELLING = (TOKEN_REFUSED, IDLE, TOO_MANY)
"""Codes that say what they say, whoever sends them."""


class Client:
    """One bot's calls. Open it before the first and close it after the last; it can be opened again."""

    def __init__(self, token: str, base_url: str, *, seconds: float) -> None:
        """`base_url` has neither /bot nor a slash at its end; an answer is waited for so many seconds."""
        self._root = f"{base_url}/bot{quote(token, safe=':')}"
        self._timeout = httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
        self.here = is_here(base_url)
        """Whether the API is on this machine, where no proxy of the environment belongs in between."""
        self._http: httpx.AsyncClient | None = None

    def open(self) -> None:
        if self._http is None:
            self._http = httpx.AsyncClient(timeout=self._timeout, trust_env=not self.here)

    async def close(self) -> None:
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()

    async def call(self, method: str, body: dict[str, str], wait: httpx.Timeout | None = None) -> Any:
        """The result of a method. Raises CallError."""
        if self._http is None:
            raise UnreachedError("closed")
        try:
            answer = await self._http.post(f"{self._root}/{method}", json=body, timeout=wait or self._timeout)
        except NEVER_LEFT as error:
            raise UnreachedError(type(error).__name__) from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise LostError(type(error).__name__) from None
        except RuntimeError:
            # Closed while it was under way.
            raise LostError("closed") from None
        return result_of(answer.status_code, answer.content)

    async def poll(self, seconds: int) -> Any:
        """One event, or several, in whatever envelope; None when nothing has come. Raises CallError."""
        wait = httpx.Timeout(seconds + POLL_MARGIN, connect=CONNECT_SECONDS)
        try:
            return await self.call("getUpdates", {"timeout": str(seconds)}, wait)
        except AnsweredError as answer:
            if answer.code == IDLE:
                return None
            raise


def result_of(status: int, content: bytes) -> Any:
    """What an answer holds: errors come with a status of their own or with 200, events with an envelope or bare.

    Raises CallError.
    """
    answer = read_json(content)
    if not isinstance(answer, dict):
        if status < 300:
            raise LostError("an answer that is not JSON")
        raise AnsweredError(status, own=status in _TELLING)
    if answer.get("ok") is False:
        raise AnsweredError(_code(answer.get("error_code"), status), own=True)
    if status >= 300:
        raise AnsweredError(status, own="ok" in answer or "error_code" in answer or status in _TELLING)
    return answer.get("result", answer)


def read_json(content: bytes | str) -> Any:
    """What JSON says; None where it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _code(written: object, status: int) -> int:
    if isinstance(written, int) and not isinstance(written, bool):
        return written
    if isinstance(written, str) and written.isascii() and written.isdigit() and len(written) < 6:
        return int(written)
    return status if status >= 300 else 500
