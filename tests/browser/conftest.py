"""One Chromium and one server for all; a fresh member for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.driving import chromium, open_context, ready
from tests.browser.serving import Process, serving
from tests.browser.toy import settings_for


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Closed with this folder's last test: while it is open, no other event loop can run in this thread.
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(settings_for(tmp_path_factory.mktemp("browser"))) as served:
        yield served.url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with open_context(browser) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext, url: str) -> Page:
    """The page, open and connected."""
    opened = context.new_page()
    opened.goto(url)
    ready(opened)
    return opened


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """A server that can be killed, not started."""
    made = Process(tmp_path)
    yield made
    made.kill()
