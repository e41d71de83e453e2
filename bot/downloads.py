"""Fetching the pictures that members send: at once, within a size and a time, and only from the open internet."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urljoin

import httpx

from bot.errors import StorageError
from bot.files import MOST_BYTES, Files, not_kept
from bot.line import Line
from bot.logs import trace
from bot.zalo_bot import messages
from bot.zalo_bot.client import CONNECT_SECONDS
from handlers.types import Attachment

log = logging.getLogger(__name__)

TRIES = 3
DOWNLOAD_SECONDS = 60.0
"""How long one download may take."""
AT_ONCE = 4
"""Pictures that are fetched at the same time."""
HOPS = 3
"""How often an address may lead to another."""


class _BadError(Exception):
    """It cannot be had, however often it is tried."""


class _LargeError(Exception):
    """It is larger than what is taken."""


class Pictures:
    """Fetches pictures into the folder of evidence; what cannot be fetched is told by the attachment's problem."""

    def __init__(
        self, files: Files, line: Line, chance: Callable[[], float], *, here: bool, seconds: float = DOWNLOAD_SECONDS
    ) -> None:
        """`here`: pictures may lie on this machine and in its network, as the API itself does."""
        self._files = files
        self._line = line
        self._chance = chance
        self._here = here
        self._seconds = seconds
        self._room = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, url: str, name: str) -> Attachment:
        """The picture, stored, or what was wrong with it."""
        why = ""
        for tried in range(1, TRIES + 1):
            try:
                async with self._room:
                    content = await self._download(url)
                    return await asyncio.to_thread(self._files.keep, name, content)
            except _LargeError:
                return not_kept(name, MOST_BYTES + 1, "too_large")
            except _BadError as error:
                why = str(error)
                break
            except (httpx.HTTPError, httpx.StreamError, OSError) as error:
                why = type(error).__name__
            except StorageError as error:
                why = str(error)
            except Exception as error:
                why = trace(error)
            if tried < TRIES:
                await self._line.rest(2.0 ** (tried - 1) * (0.5 + self._chance() / 2))
        log.warning(messages.NOT_FETCHED, why)
        return not_kept(name, 0, "not_fetched")

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
        if not hosts or not (self._here or all(_is_public(host) for host in hosts)):
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


def _is_public(host: str) -> bool:
    address = ip_address(host.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_global) and not mapped.is_multicast


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
