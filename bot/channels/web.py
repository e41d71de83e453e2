"""The web page as a channel."""

from __future__ import annotations

import asyncio
import logging

from bot.ports import Channel, Context, Inbox, Limits, NotConfigured
from bot.web import messages
from bot.web.guard import Names
from bot.web.history import History
from bot.web.listen import open_socket, server_for, url_of
from bot.web.site import Site
from bot.web.visitor import CHANNEL
from handlers.types import Address, Reply

log = logging.getLogger(__name__)


def create(context: Context) -> Channel | NotConfigured:
    """The page is always there."""
    settings, manifest = context.settings, context.knowledge.manifest
    history = History(context.storage)
    about = {"name": manifest.name, "about": manifest.about, "questions": list(manifest.first_questions)}
    site = Site(history, context.clock, Names(settings.web_host, settings.public_url), about)
    return Web(site, history, settings.web_host, settings.web_port)


class Web:
    """Serves the page, and puts each reply on the pages that are open; on the others it is read when they open."""

    name = CHANNEL
    resend = True
    limits = Limits(text=1_000_000, buttons=True, files=False)

    def __init__(self, site: Site, history: History, host: str, port: int) -> None:
        self.site = site
        self.url = ""
        """Where the page is, once `ready` is set."""
        self.ready = asyncio.Event()
        self._history = history
        self._host = host
        self._port = port

    async def run(self, inbox: Inbox) -> None:
        listening = open_socket(self._host, self._port)
        server = server_for(self.site.app)
        self.site.inbox = inbox
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
