"""A port to listen on, and a server in the engine's own event loop."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.errors import StartupError
from bot.web import messages


def open_socket(host: str, port: int) -> socket.socket:
    """A socket bound to the address; any free port for 0. Raises StartupError with one clear line."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise StartupError(messages.HOST_UNKNOWN.format(host=host)) from error
    # With its protocol named, asyncio turns Nagle's delay off: 40 ms on every answer.
    opened = socket.socket(family, kind, protocol)
    # On Windows SO_REUSEADDR would let two programs share the port.
    if sys.platform != "win32":
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind(place)
        opened.listen(128)
    except OSError as error:
        opened.close()
        raise StartupError(_why(error).format(host=host, port=port, why=error.strerror)) from error
    opened.setblocking(False)
    return opened


def _why(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return messages.PORT_TAKEN
        case errno.EACCES:
            return messages.PORT_FORBIDDEN
        case errno.EADDRNOTAVAIL:
            return messages.HOST_UNKNOWN
    return messages.LISTEN_FAILED


def url_of(opened: socket.socket) -> str:
    """The address to type into a browser on this machine."""
    host, port = opened.getsockname()[:2]
    address = ipaddress.ip_address(host)
    if address.is_unspecified:
        host = "127.0.0.1"
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


class Server(uvicorn.Server):
    """uvicorn without hands on the process: signals belong to the engine."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server_for(app: ASGIApp, proxies: Sequence[str] = ()) -> Server:
    """A server that stops within a second, also with streams open. Who asks is whoever connects; where that is one of
    these proxies (addresses or networks), whoever it says (X-Forwarded-For)."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_keep_alive=30,
        timeout_graceful_shutdown=1,
    )
    return Server(config)
