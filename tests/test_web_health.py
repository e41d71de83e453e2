"""Health is told before and after the page can serve."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from bot.clock import SystemClock
from handlers.types import IncomingMessage
from tests.browser.toy import app_for, page_of, settings_for


class _Inbox:
    def accept(self, message: IncomingMessage) -> bool:
        return True


def test_health_is_503_until_it_can_serve_and_once_it_stops(tmp_path: Path) -> None:
    app = app_for(settings_for(tmp_path), SystemClock())
    site = page_of(app).site

    async def statuses() -> list[int]:
        found = []
        async with httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url="http://localhost") as client:
            found.append((await client.get("/healthz")).status_code)
            site.inbox = _Inbox()
            found.append((await client.get("/healthz")).status_code)
            site.hub.close()
            found.append((await client.get("/healthz")).status_code)
        return found

    assert asyncio.run(statuses()) == [503, 200, 503]
    app.close()


def test_health_is_503_when_the_database_cannot_be_read(tmp_path: Path) -> None:
    app = app_for(settings_for(tmp_path), SystemClock())
    site = page_of(app).site
    site.inbox = _Inbox()
    app.close()

    async def status() -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(site.app), base_url="http://localhost") as client:
            return (await client.get("/healthz")).status_code

    assert asyncio.run(status()) == 503
