"""What surrounds every request: only our own host names, only our own pages, strict headers."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web import messages

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
OPEN = ("/healthz",)
"""Paths that tell nothing, so a monitor may use any name for the host."""
FORMS_UNDER = "/vanphong/"
"""Pages there post forms; each form carries a proof of its own against other sites."""
HOOKS = "/hook/"
"""Where messengers deliver; no page of a browser posts there."""
UPLOADS = "/api/files"
"""Where the page posts a message with a file."""
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Names:
    """The host names that the page answers to.

    A page elsewhere can point its own name at this machine and read what a server on it answers (DNS rebinding);
    it cannot do so with a bare address. So a server for this machine alone, or one with a public address,
    answers to bare addresses, to localhost and to its own names.
    """

    host: str
    public_url: str | None = None

    def know(self, host: str) -> bool:
        """Whether a Host header names this server."""
        name = _hostname(host)
        if name is None:
            return False
        if _is_address(name) or name in {"localhost", self.host.lower(), self._public_name}:
            return True
        return not (self._local or self.public_url)

    def own_page(self, origin: str, host: str) -> bool:
        """Whether an Origin header names a page of this server, which was asked as `host`."""
        scheme, _, place = origin.partition("://")
        allowed = {(scheme, _netloc(scheme, host))}
        if self.public_url:
            public_scheme, _, public_place = self.public_url.partition("://")
            allowed.add((public_scheme.lower(), _netloc(public_scheme.lower(), public_place.partition("/")[0])))
        return bool(place) and (scheme, _netloc(scheme, place)) in allowed

    @property
    def secure(self) -> bool:
        """Whether people come by https."""
        return (self.public_url or "").lower().startswith("https://")

    @property
    def _public_name(self) -> str | None:
        return _hostname(urlsplit(self.public_url).netloc) if self.public_url else None

    @property
    def _local(self) -> bool:
        return self.host == "localhost" or (_is_address(self.host) and ipaddress.ip_address(self.host).is_loopback)


class Guard:
    """ASGI middleware: refuses other hosts and other pages' writes, and adds the headers."""

    def __init__(self, app: ASGIApp, names: Names) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if refusal := self._refusal(scope):
            return await refusal(scope, receive, send_guarded)
        return await self._app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if scope["path"] not in OPEN and not self._names.know(host):
            return JSONResponse({"error": messages.WRONG_HOST}, 421)
        if scope["method"] in ("GET", "HEAD"):
            return None
        if scope["path"].startswith(HOOKS):
            # Messengers send what they send; each channel makes sure of who it is.
            return None
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return JSONResponse({"error": messages.WRONG_ORIGIN}, 403)
        if (origin := headers.get("origin")) is not None and not self._names.own_page(origin.lower(), host):
            return JSONResponse({"error": messages.WRONG_ORIGIN}, 403)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if scope["path"].startswith(FORMS_UNDER):
            return None if kind in FORM_TYPES else JSONResponse({"error": messages.NOT_FORM}, 415)
        if scope["path"] == UPLOADS:
            return None if kind == "multipart/form-data" else JSONResponse({"error": messages.NOT_FORM}, 415)
        return None if kind == "application/json" else JSONResponse({"error": messages.NOT_JSON}, 415)


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _netloc(scheme: str, place: str) -> tuple[str | None, int | None]:
    """Name and port of a place, the scheme's own port when none is written."""
    try:
        parts = urlsplit(f"//{place}")
        return parts.hostname, parts.port or _DEFAULT_PORTS.get(scheme)
    except ValueError:
        return None, None
