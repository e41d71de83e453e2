"""The office's pages behind one door: a session for every page, a proof for every form."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from bot.clock import Clock
from bot.committing import Commits
from bot.errors import StorageError
from bot.logs import trace
from bot.storage import Storage
from bot.web.messages import REQUEST_FAILED
from bot.web.office import (
    account,
    broadcasts,
    csrf,
    deadlines,
    exports,
    imports,
    members,
    messages,
    progress,
    questions,
    report_files,
    reports,
    session,
)
from bot.web.office.body import MOST_FILE, Weighed, read_form
from bot.web.office.pages import back, download, plain_page
from bot.web.office.session import Sessions
from bot.web.office.uploads import Uploads
from bot.web.office.visit import Form, Visit
from bot.web.rate import RateLimit
from handlers.desk import Desk
from handlers.types import FileRef

log = logging.getLogger(__name__)

View = Callable[[Visit], Response]
Shown = TypeVar("Shown")
Endpoint = Callable[[Request], Awaitable[Response]]
MOST_TRIES = 20
"""Login codes that one place may try in a minute."""


class Office:
    """Serves once `commits` is set."""

    def __init__(self, storage: Storage, clock: Clock, desk: Callable[[], Desk], *, secure: bool) -> None:
        """`secure`: the page is reached by https only."""
        self.commits: Commits | None = None
        self._storage = storage
        self._clock = clock
        self._desk = desk
        self._secure = secure
        self._sessions = Sessions(storage)
        self._uploads = Uploads(storage.path)
        self._rate = RateLimit(MOST_TRIES)
        self._making = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        """To be mounted at the root of the site."""
        return [Route(session.PATH, _to_start), Mount(session.PATH, self._app())]

    def _app(self) -> ASGIApp:
        own, files = account.Account(self._sessions), imports.Imports(self._uploads)
        show, do = self._shown, self._done
        app = Starlette(
            routes=[
                Route("/", _to_progress),
                Route("/vao", self._door),
                Route("/vao", self._enter, methods=["POST"]),
                Route("/ra", do(self._leave), methods=["POST"]),
                Route("/tien-do", show(progress.page)),
                Route("/tien-do/nhac", show(progress.preview)),
                Route("/tien-do/nhac", do(progress.remind), methods=["POST"]),
                Route("/bao-cao", show(reports.page)),
                Route("/bao-cao/nhan", do(reports.accept), methods=["POST"]),
                Route("/bao-cao/tra", show(reports.why)),
                Route("/bao-cao/tra", do(reports.give_back), methods=["POST"]),
                Route("/bao-cao/{name}", self._report),
                Route("/han", show(deadlines.page)),
                Route("/han/sua", show(deadlines.edit)),
                Route("/han/sua", do(deadlines.rule), methods=["POST"]),
                Route("/thanh-vien", show(members.page)),
                Route("/thanh-vien/yeu-cau", do(members.decide), methods=["POST"]),
                Route("/thanh-vien/thu-hoi", do(members.revoke), methods=["POST"]),
                Route("/thong-bao", show(broadcasts.page)),
                Route("/thong-bao/xem", show(broadcasts.show)),
                Route("/cau-hoi", show(questions.page)),
                Route("/nhap", show(files.page)),
                Route("/nhap", do(files.preview), methods=["POST"]),
                Route("/nhap/ghi", do(files.write), methods=["POST"]),
                Route("/xuat", show(exports.page)),
                Route("/xuat/{name}", self._export),
                Route("/phien", show(own.page)),
                Route("/phien/dong", do(own.close), methods=["POST"]),
                Route("/phien/dong-het", do(self._leave_everywhere), methods=["POST"]),
            ],
            exception_handlers={HTTPException: _refused, StorageError: _storage_failed, Exception: _failed},
        )
        app.router.redirect_slashes = False
        return Weighed(app)

    async def _door(self, request: Request) -> Response:
        """The link leads here, and uses nothing up: whoever only looks at it (a messenger's preview) does no harm."""
        return plain_page("vao.html", code=request.query_params.get("ma", ""), problem="")

    async def _enter(self, request: Request) -> Response:
        now = self._clock.now()
        if seconds := self._rate.wait(request.client.host if request.client else "", now):
            return plain_page("vao.html", 429, code="", problem=messages.TOO_FAST.format(seconds=seconds))
        form = await read_form(request)
        token = self._sessions.begin(form.get("ma"), now)
        if token is None:
            return plain_page("vao.html", 403, code="", problem=messages.CODE_DEAD)
        response = back("tien-do")
        session.keep(response, token, secure=self._secure)
        return response

    async def _export(self, request: Request) -> Response:
        visit = self._visit(request, Form())
        if visit is None:
            return _strange()
        # A large workbook must not keep the chats waiting.
        return await asyncio.to_thread(self._run(exports.wanted, visit).response)

    async def _report(self, request: Request) -> Response:
        visit = self._visit(request, Form())
        if visit is None:
            return _strange()
        making, desk = self._run(report_files.wanted, visit), visit.desk
        # One at a time: several would keep the chats waiting, and a report of many units needs much memory.
        async with self._making:
            return download(await self._beside(making, desk))

    async def _beside(self, making: report_files.Making, desk: Desk) -> FileRef:
        """A file made in a thread with a connection of its own; here where the database is in memory."""
        path = self._storage.path
        if path is None:
            with self._storage.reading():
                return making(desk)

        def made() -> FileRef:
            with closing(Storage(path)) as storage, storage.reading():
                return making(Desk(desk.assistant, storage.register, desk.service))

        return await asyncio.to_thread(made)

    def _leave(self, visit: Visit) -> Response:
        self._sessions.revoke(visit.person.id, visit.session, visit.now)
        return self._left()

    def _leave_everywhere(self, visit: Visit) -> Response:
        self._sessions.revoke_all(visit.person.id, visit.now)
        return self._left()

    def _left(self) -> Response:
        response = plain_page("ra.html")
        session.drop(response, secure=self._secure)
        return response

    def _shown(self, view: View) -> Endpoint:
        """A page for whoever is logged in."""

        async def endpoint(request: Request) -> Response:
            visit = self._visit(request, Form())
            return self._run(view, visit) if visit else _strange()

        return endpoint

    def _done(self, view: View) -> Endpoint:
        """What a form of such a page does."""

        async def endpoint(request: Request) -> Response:
            # Who is not logged in has nothing read that they send.
            if self._visit(request, Form()) is None:
                return _strange()
            form = await read_form(request)
            visit = self._visit(request, form)
            if visit is None:
                return _strange()
            if not csrf.proven(visit.token, form.get(csrf.FIELD)):
                return plain_page("loi.html", 403, problem=messages.NO_PROOF)
            return self._run(view, visit)

        return endpoint

    def _visit(self, request: Request, form: Form) -> Visit | None:
        token, now = session.token_of(request), self._clock.now()
        self._uploads.sweep(now)
        person = self._sessions.person(token, now)
        if person is None:
            return None
        if self.commits is None:
            raise HTTPException(503)
        return Visit(request, self._desk(), person, token, now, self.commits.commit, form)

    def _run(self, view: Callable[[Visit], Shown], visit: Visit) -> Shown:
        with self._storage.reading():
            return view(visit)


async def _to_start(request: Request) -> Response:
    return RedirectResponse(f"{session.PATH}/", 307)


async def _to_progress(request: Request) -> Response:
    return back("tien-do")


def _strange() -> Response:
    return plain_page("vao.html", 401, code="", problem="")


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    problem = {
        404: messages.NOT_FOUND,
        413: messages.TOO_LARGE.format(limit=MOST_FILE >> 20),
        503: messages.NOT_READY,
    }.get(status, messages.BAD_FORM)
    return plain_page("loi.html", status, problem=problem)


async def _storage_failed(request: Request, error: Exception) -> Response:
    log.error(REQUEST_FAILED, error)
    return plain_page("loi.html", 503, problem=messages.NOT_READY)


async def _failed(request: Request, error: Exception) -> Response:
    log.error(REQUEST_FAILED, trace(error))
    return plain_page("loi.html", 500, problem=messages.BROKEN)
