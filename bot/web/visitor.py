"""Who is there: a random token in a cookie, known to the rest of the program by its hash only."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from handlers.types import Address

CHANNEL = "web"
COOKIE = "tro_ly"
MAX_AGE = 180 * 24 * 3600
"""Seconds that a browser keeps the conversation's cookie after its last visit."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser. `token` is its secret: never stored, never logged, never sent but in its cookie."""

    token: str

    def __repr__(self) -> str:
        return f"Visitor({self.session})"

    @property
    def address(self) -> Address:
        return Address(CHANNEL, self._hash, self._hash)

    @property
    def session(self) -> str:
        """A short public name of the conversation, for the page to keep its own notes under."""
        return self._hash[:16]

    @property
    def _hash(self) -> str:
        return hashlib.sha256(self.token.encode()).hexdigest()


def new_visitor() -> Visitor:
    return Visitor(secrets.token_urlsafe(32))


def visitor_of(request: Request) -> Visitor | None:
    """The visitor whose cookie came with the request; None without a well-formed one."""
    token = request.cookies.get(COOKIE, "")
    return Visitor(token) if _TOKEN.fullmatch(token) else None


def remember(response: Response, visitor: Visitor, *, secure: bool) -> None:
    response.set_cookie(COOKIE, visitor.token, max_age=MAX_AGE, path="/", secure=secure, httponly=True, samesite="lax")


def forget(response: Response, *, secure: bool) -> None:
    response.delete_cookie(COOKIE, path="/", secure=secure, httponly=True, samesite="lax")
