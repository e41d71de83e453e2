"""Fetching what members send and a messenger names the address of: at once, within a size and a time, and only from the
open internet."""

from __future__ import annotations

import asyncio
import logging
import socket
from datetime import timedelta
from urllib.parse import urljoin

import httpx

from bot import messages
from bot.clock import Clock
from bot.errors import StorageError
from bot.files import MOST_BYTES, Files, not_kept
from bot.logs import trace
from bot.net import is_public
from handlers.types import Attachment

log = logging.getLogger(__name__)

TRIES = 3
FIRST_PAUSE = 1.0
"""Seconds before the second try; then twice as long."""
CONNECT_SECONDS = 10.0
DOWNLOAD_SECONDS = 60.0
"""How long one download may take."""
AT_ONCE = 4
"""Files of one channel that are fetched at the same time."""
HOPS = 3
"""How often an address may lead to another."""


class _BadError(Exception):
    """It cannot be had, however often it is tried."""


class _LargeError(Exception):
    """It is larger than what is taken."""


class Downloads:
    """Fetches files into the folder of evidence; what cannot be fetched is told by the attachment's problem."""

    def __init__(
        self, channel: str, files: Files, clock: Clock, *, here: bool, seconds: float = DOWNLOAD_SECONDS
    ) -> None:
        """`here`: files may lie on this machine and in its network, as the messenger's API itself does."""
        self._channel = channel
        self._files = files
        self._clock = clock
        self._here = here
        self._seconds = seconds
        self._room = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, url: str, name: str, album: str = "") -> Attachment:
        """The file, stored, or what was wrong with it. Raises StorageError."""
        why = ""
        for tried in range(TRIES):
            if tried:
                pause = timedelta(seconds=FIRST_PAUSE * 2 ** (tried - 1))
                await self._clock.wait(asyncio.Event(), self._clock.now() + pause)
            try:
                async with self._room:
                    content = await self._download(url)
                return await asyncio.to_thread(self._files.keep, name, content, album)
            except _LargeError:
                return not_kept(name, MOST_BYTES + 1, "too_large", album)
            except _BadError as error:
                why = str(error)
                break
            except StorageError:
                raise
            except (httpx.HTTPError, httpx.StreamError, OSError) as error:
                why = type(error).__name__
            except Exception as error:
                why = trace(error)
        log.warning(messages.NOT_FETCHED, self._channel, why)
        return not_kept(name, 0, "not_fetched", album)

    async def _download(self, url: str) -> bytes:
        timeout = httpx.Timeout(self._seconds, connect=min(self._seconds, CONNECT_SECONDS))
        async with asyncio.timeout(self._seconds), httpx.AsyncClient(timeout=timeout, trust_env=False) as http:
            place = _url(url)
            for _ in range(HOPS):
                found = await self._get(http, place)
                if isinstance(found, bytes):
                    return found
                place = found
        raise _BadError("too many redirections")

    async def _get(self, http: httpx.AsyncClient, url: httpx.URL) -> bytes | httpx.URL:
        """The content, or the address that it leads to. Connects to the very address that was looked at."""
        place = url.copy_with(host=await self._safe_host(url), userinfo=b"")
        named = {"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"}
        async with http.stream(
            "GET", place, headers=named, extensions={"sni_hostname": url.raw_host.decode("ascii")}
        ) as answer:
            if answer.is_redirect and "location" in answer.headers:
                return _url(urljoin(str(url), answer.headers["location"]))
            if 400 <= answer.status_code < 500 and answer.status_code not in (408, 429):
                raise _BadError(f"HTTP {answer.status_code}")
            answer.raise_for_status()
            return await _content(answer)

    async def _safe_host(self, url: httpx.URL) -> str:
        port = url.port or (443 if url.scheme == "https" else 80)
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(url.raw_host.decode("ascii"), port, type=socket.SOCK_STREAM)
        hosts = [str(place[0]) for *_, place in found]
        if not hosts or not (self._here or all(is_public(host) for host in hosts)):
            raise _BadError("an address that is not on the open internet")
        return hosts[0]


def _url(written: str) -> httpx.URL:
    try:
        url = httpx.URL(written)
    except (httpx.InvalidURL, ValueError):
        raise _BadError("not an address") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise _BadError("not an address of the web")
    return url


async def _content(answer: httpx.Response) -> bytes:
    """Everything as it was sent, up to the largest size that is taken, whatever the sender says of the size."""
    content = bytearray()
    if answer.headers.get("content-length", "").isdecimal() and int(answer.headers["content-length"]) > MOST_BYTES:
        raise _LargeError
    async for chunk in answer.aiter_raw():
        content += chunk
        if len(content) > MOST_BYTES:
            raise _LargeError
    return bytes(content)
