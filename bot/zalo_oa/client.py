"""HTTP to Zalo: the Official Account's API, and the server that gives tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from bot.net import NEVER_LEFT, is_here
from bot.zalo_oa.failures import RATE, AnswerError, DoubtError, UnreachedError

MESSAGE = "/v3.0/oa/message/cs"
UPLOAD_FILE = "/v2.0/oa/upload/file"
UPLOAD_IMAGE = "/v2.0/oa/upload/image"
OAUTH = "/v4/oa/access_token"
ANSWER_SECONDS = 20.0


class Client:
    """The calls. Each raises ZaloError only, and gives what the server answered."""

    def __init__(self, base_url: str, oauth_url: str, *, seconds: float = ANSWER_SECONDS) -> None:
        """`seconds` to wait for an answer or a write."""
        self.here = is_here(base_url)
        """Whether the API is on this machine, where no proxy of the environment belongs in between."""
        self._base_url = base_url
        self._oauth_url = oauth_url
        self._timeout = httpx.Timeout(seconds, connect=min(seconds, 10.0))
        self._made: httpx.AsyncClient | None = None

    @property
    def http(self) -> httpx.AsyncClient:
        """The connections; new ones after `close`."""
        if self._made is None or self._made.is_closed:
            self._made = httpx.AsyncClient(timeout=self._timeout, trust_env=not self.here)
        return self._made

    async def close(self) -> None:
        if self._made is not None:
            await self._made.aclose()

    async def message(self, access: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a message."""
        return await self._call(MESSAGE, access, json=body)

    async def upload(self, path: str, access: str, name: str, content: bytes) -> Mapping[str, Any]:
        """Put a file on the server, to be sent by what is answered."""
        return await self._call(path, access, files={"file": (name, content)})

    async def renew(self, app_id: str, secret: str, refresh: str) -> Mapping[str, Any]:
        """A new pair of tokens for a refresh token, which is used up thereby."""
        form = {"grant_type": "refresh_token", "app_id": app_id, "refresh_token": refresh}
        answer = await self._post(self._oauth_url + OAUTH, {"secret_key": secret}, data=form)
        if not answer.get("access_token") or not answer.get("refresh_token"):
            raise DoubtError("an answer without tokens")
        return answer

    async def _call(self, path: str, access: str, **content: Any) -> Mapping[str, Any]:
        answer = await self._post(self._base_url + path, {"access_token": access}, **content)
        data = answer.get("data")
        return data if isinstance(data, dict) else {}

    async def _post(self, url: str, headers: Mapping[str, str], **content: Any) -> Mapping[str, Any]:
        try:
            response = await self.http.post(url, headers=headers, **content)
        except NEVER_LEFT as error:
            raise UnreachedError(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise DoubtError(type(error).__name__) from error
        return _answer(response)


def _answer(response: httpx.Response) -> Mapping[str, Any]:
    """What the server answered, where it did what was asked."""
    status = response.status_code
    if status == 429:
        raise AnswerError(RATE)
    if status >= 500:
        raise DoubtError(f"HTTP {status}")
    try:
        answer = response.json()
        code = int(answer.get("error", 0)) if isinstance(answer, dict) else None
    except (ValueError, TypeError, RecursionError):
        code = None
    if code:
        raise AnswerError(code, of_refresh=_of_refresh(answer))
    if status == 200 and code == 0:
        return dict(answer)
    if status == 200:
        raise DoubtError("an answer that is not from Zalo")
    # The page of a proxy, a gateway, a block: Zalo itself says no with a number.
    raise UnreachedError(f"HTTP {status} that is not from Zalo")


def _of_refresh(answer: Mapping[str, Any]) -> bool:
    words = " ".join(str(answer.get(name, "")) for name in ("error_name", "error_reason", "error_description"))
    return "refresh" in words.lower()
