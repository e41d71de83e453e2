"""The web page as a channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.routing import Route

from bot.committing import Commits
from bot.files import Files
from bot.ports import Channel, Context, Inbox, Limits, NotConfigured
from bot.web import messages
from bot.web.feed import Feed
from bot.web.guard import HOOKS, Names
from bot.web.history import History
from bot.web.links import Links
from bot.web.listen import open_socket, server_for, url_of
from bot.web.office.routes import Office
from bot.web.site import Site
from bot.web.visitor import CHANNEL
from handlers.evidence import may_view
from handlers.types import Address, Reply

if TYPE_CHECKING:
    from bot.web.metrics import Metrics

log = logging.getLogger(__name__)


def create(context: Context) -> Channel | NotConfigured:
    """The page is always there."""
    settings, manifest = context.settings, context.knowledge.manifest
    history = History(context.storage)
    about = {"name": manifest.name, "about": manifest.about, "questions": list(manifest.first_questions)}
    files, feed = Files(context.storage.path), Feed(context.storage, context.knowledge, context.clock)
    names = Names(settings.web_host, settings.public_url)
    office = Office(context.storage, context.clock, context.desk, secure=names.secure)

    def allowed(address: Address, path: str) -> bool:
        with context.storage.reading():
            return may_view(context.desk(), address, path)

    links = Links(context.storage, files, context.clock, allowed)
    more = [
        *office.routes(),
        Route(f"{HOOKS}{{name}}", context.hooks.receive, methods=["POST"]),
        Route("/tep/{token}", links.file),
    ]
    site = Site(history, files, feed, context.clock, names, about, more, allowed, _metrics(context))
    return Web(site, history, settings.web_host, settings.web_port, office, settings.trusted_proxies)


def _metrics(context: Context) -> Metrics | None:
    """What a monitor may read, where there is a token for it."""
    if (token := context.settings.metrics_token) is None:
        return None

    from bot.web.metrics import Metrics

    return Metrics(context.storage, context.hooks, context.clock, token)


class Web:
    """Serves the page, and puts each reply on the pages that are open; on the others it is read when they open."""

    name = CHANNEL
    resend = True
    limits = Limits(text=1_000_000, buttons=True, files=True)

    def __init__(
        self,
        site: Site,
        history: History,
        host: str,
        port: int,
        office: Office | None = None,
        proxies: Sequence[str] = (),
    ) -> None:
        """`proxies` are believed when they say for whom they ask."""
        self.site = site
        self._proxies = proxies
        self._office = office
        self.url = ""
        """Where the page is, once `ready` is set."""
        self.ready = asyncio.Event()
        self._history = history
        self._host = host
        self._port = port

    async def run(self, inbox: Inbox) -> None:
        listening = open_socket(self._host, self._port)
        server = server_for(self.site.app, self._proxies)
        self.site.inbox = inbox
        if self._office is not None and isinstance(inbox, Commits):
            self._office.commits = inbox
        self.site.hub.closed = False
        serving = asyncio.ensure_future(server.serve(sockets=[listening]))
        self.url = url_of(listening)
        self.ready.set()
        log.info(messages.PAGE_AT, self.url)
        try:
            await asyncio.shield(serving)
        finally:
            self.site.hub.close()
            server.should_exit = True
            await asyncio.wait([serving])
            listening.close()

    async def send(self, address: Address, reply: Reply, key: str) -> None:
        if letter := self._history.going_out(address.chat, key):
            self.site.deliver(letter)
