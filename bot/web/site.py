"""The routes of the web page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from bot.clock import Clock
from bot.committing import Commits
from bot.errors import StorageError
from bot.files import Files, hand_on
from bot.logs import trace
from bot.ports import Inbox
from bot.storage import Letter
from bot.web import messages
from bot.web.feed import Feed
from bot.web.files import Allowed, Downloads
from bot.web.guard import UPLOADS, Guard, Names
from bot.web.history import LATEST, Cursor, History, cursor_of, read_cursor
from bot.web.hub import Hub
from bot.web.rate import RateLimit
from bot.web.upload import TooLargeError, read_upload
from bot.web.visitor import Visitor, forget, new_visitor, remember, visitor_of
from bot.web.wire import BadPostError, event, read_post, reply_shape
from handlers.types import IncomingMessage, Unlink

if TYPE_CHECKING:
    from bot.web.metrics import Metrics

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
MOST_BYTES = 1024 * 1024
"""Of a request's body: 100,000 letters written as JSON escapes still reach the handlers, which answer them."""
MOST_READ = 16 * MOST_BYTES
"""Of a body before the connection is closed on it."""
BEAT = 15.0
"""Seconds between the comments that keep an idle stream open."""
RECONNECT = 1000
"""Milliseconds after which a page whose stream broke comes back."""


class Site:
    """The web page. Serves once it is given an inbox."""

    def __init__(
        self,
        history: History,
        files: Files,
        feed: Feed,
        clock: Clock,
        names: Names,
        about: Mapping[str, Any],
        more: Sequence[BaseRoute] = (),
        allowed: Allowed = lambda address, path: False,
        metrics: Metrics | None = None,
    ) -> None:
        """`about` is told to every page: name, about, questions. `more` are pages beside the chat. `allowed` says who
        may have a piece of evidence. `metrics` times the answers; without them there is no /metrics."""
        self.hub = Hub()
        self.inbox: Inbox | None = None
        self._history = history
        self._files = files
        self._clock = clock
        self._names = names
        self._about = about
        self.beat = BEAT
        self._rate = RateLimit()
        self._secure = names.secure
        pages = Starlette(
            routes=[
                Route("/", self.page),
                Route("/healthz", self.health),
                Route("/api/session", self.session),
                Route("/api/events", self.events),
                Route("/api/messages", self.messages, methods=["POST"]),
                Route("/api/end", self.end, methods=["POST"]),
                Route(UPLOADS, self.upload, methods=["POST"]),
                Route("/api/files/{letter}/{number}", Downloads(history, files, allowed).file),
                Route("/lich/{token}.ics", feed.calendar),
                Mount("/static", _Static(directory=STATIC)),
                *([Route("/metrics", metrics.page)] if metrics else []),
                *more,
            ],
            exception_handlers={
                HTTPException: _plain_refusal,
                StorageError: _storage_failed,
                Exception: _failed,
            },
        )
        self.app: ASGIApp = Guard(metrics.timing(pages, pages.routes) if metrics else pages, names)

    def deliver(self, letter: Letter) -> None:
        """Put a reply on every open page of its conversation."""
        self.hub.put(letter.to.chat, letter)

    async def page(self, request: Request) -> Response:
        response = FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})
        remember(response, visitor_of(request) or new_visitor(), secure=self._secure)
        return response

    async def health(self, request: Request) -> Response:
        if self.inbox is None or self.hub.closed:
            return PlainTextResponse("not ready", 503)
        self._history.check()
        return PlainTextResponse("ok")

    async def session(self, request: Request) -> Response:
        """All that a page needs to begin: who it is, what was said before, where the stream goes on."""
        visitor = visitor_of(request) or new_visitor()
        chat = visitor.address.chat
        letters = self._history.replies(chat)
        response = _json(
            {
                **self._about,
                "session": visitor.session,
                "account": self._history.account(visitor.address),
                "said": self._history.said(chat),
                "replies": [reply_shape(letter, self._files) for letter in letters],
                "more": len(letters) == LATEST,
                "open": self._history.open_choices(visitor.address),
                "cursor": str(cursor_of(letters[-1])) if letters else "",
            }
        )
        remember(response, visitor, secure=self._secure)
        return response

    async def events(self, request: Request) -> Response:
        """Replies as they come, after those since the cursor that the page names."""
        visitor = visitor_of(request)
        if visitor is None:
            return _error(messages.NO_SESSION, 401)
        if self.inbox is None or self.hub.closed:
            return _error(messages.NOT_READY, 503)
        if self.hub.full(visitor.address.chat):
            return _error(messages.TOO_MANY_TABS, 429)
        after = read_cursor(request.headers.get("last-event-id") or request.query_params.get("after", ""))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(visitor, after), media_type="text/event-stream", headers=headers)

    async def _stream(self, visitor: Visitor, after: Cursor) -> AsyncIterator[str]:
        with self.hub.page(visitor.address.chat) as stream:
            try:
                missed = self._history.replies(visitor.address.chat, after)
                shown = {letter.id for letter in missed}
                yield f"retry: {RECONNECT}\n\n" + "".join(self._event(visitor, letter) for letter in missed)
                async for letter in stream.letters(self.beat):
                    if letter is None:
                        yield ": still here\n\n"
                    elif letter.id not in shown:
                        yield self._event(visitor, letter)
            except StorageError as error:
                # The page comes back for what it has not read.
                log.error(messages.STREAM_ENDED, error)

    def _event(self, visitor: Visitor, letter: Letter) -> str:
        return event(letter, self._history.open_choices(visitor.address), self._files)

    async def messages(self, request: Request) -> Response:
        """Write a message down and handle it: 202 with the time it was first seen, also for a copy."""
        visitor = visitor_of(request)
        if visitor is None:
            return _error(messages.NO_SESSION, 401)
        if self.inbox is None or self.hub.closed:
            return _error(messages.NOT_READY, 503)
        if (body := await _body(request)) is None:
            return _error(messages.TOO_LARGE, 413)
        try:
            post = read_post(body)
        except BadPostError:
            return _error(messages.BAD_MESSAGE, 400)
        return self._too_fast(visitor) or self._take(visitor, post.id, self.inbox, text=post.text, choice=post.choice)

    async def upload(self, request: Request) -> Response:
        """The same of a message with a file, which is on the disk before the message is written down."""
        visitor = visitor_of(request)
        if visitor is None:
            return _error(messages.NO_SESSION, 401)
        if self.inbox is None or self.hub.closed:
            return _error(messages.NOT_READY, 503)
        try:
            upload = await read_upload(request)
        except TooLargeError:
            return _error(messages.FILE_TOO_LARGE, 413)
        except (BadPostError, ClientDisconnect):
            return _error(messages.BAD_MESSAGE, 400)
        if refusal := self._too_fast(visitor):
            return refusal
        attachment = await asyncio.to_thread(self._files.keep, upload.name, upload.content, upload.album)
        return self._take(visitor, upload.id, self.inbox, text=upload.text, attachment=attachment)

    def _too_fast(self, visitor: Visitor) -> Response | None:
        seconds = self._rate.wait(visitor.address.chat, self._clock.now())
        if not seconds:
            return None
        text = messages.TOO_FAST.format(seconds=seconds)
        return _json({"error": text, "seconds": seconds}, 429, {"Retry-After": str(seconds)})

    def _take(self, visitor: Visitor, id_: str, inbox: Inbox, **said: Any) -> Response:
        message_id = f"{visitor.address.chat}:{id_}"
        hand_on(inbox, self._files, IncomingMessage(message_id, visitor.address, self._clock.now(), **said))
        return _json({"session": visitor.session, "at": self._history.said_at(message_id)}, 202)

    async def end(self, request: Request) -> Response:
        """Let go of the conversation: the browser can no longer read it, and nobody can be reached there."""
        visitor = visitor_of(request)
        if visitor is not None and self._history.account(visitor.address):
            if not isinstance(self.inbox, Commits):
                return _error(messages.NOT_READY, 503)
            self.inbox.commit((Unlink(visitor.address),))
        response = _json({})
        forget(response, secure=self._secure)
        return response


class _Static(StaticFiles):
    """Files that a browser asks about each time, so that a new version shows at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


async def _body(request: Request) -> bytes | None:
    """The body; None when it is larger than MOST_BYTES (whatever its header says)."""
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        # A browser reads the refusal only once it has sent everything, so what is too much is read and let go.
        if size > MOST_READ:
            return None
        if size <= MOST_BYTES:
            body += chunk
    return bytes(body) if size <= MOST_BYTES else None


def _json(content: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(content, status, {"Cache-Control": "no-store", **(headers or {})})


def _error(text: str, status: int) -> JSONResponse:
    return _json({"error": text}, status)


async def _plain_refusal(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _error(messages.NOT_FOUND if status == 404 else messages.BAD_MESSAGE, status)


async def _storage_failed(request: Request, error: Exception) -> Response:
    log.error(messages.REQUEST_FAILED, error)
    return _error(messages.NOT_READY, 503)


async def _failed(request: Request, error: Exception) -> Response:
    log.error(messages.REQUEST_FAILED, trace(error))
    return _error(messages.BROKEN, 500)
