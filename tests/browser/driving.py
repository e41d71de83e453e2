"""A real Chromium, and the words and gestures of a member in it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 15_000
"""Milliseconds until an expectation counts as not met."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of the system; a missing one is an error."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "these tests need Chromium: install the package chromium"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Câu hỏi của anh/chị")


def ready(page: Page) -> None:
    """Wait until the page is connected."""
    expect(page.get_by_text("Đang hoạt động")).to_be_visible()


def ask(page: Page, text: str) -> None:
    composer(page).fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def said(page: Page) -> Locator:
    """What the member said, oldest first."""
    return page.locator("article.own .text")


def replies(page: Page) -> Locator:
    """What was answered, oldest first."""
    return page.locator("article.reply .text")


def sees(page: Page, own: list[str], answers: list[str]) -> None:
    """Exactly these messages and answers are on the page."""
    expect(said(page)).to_have_text([re.compile(re.escape(text)) for text in own])
    expect(replies(page)).to_have_text([re.compile(re.escape(text)) for text in answers])


@contextmanager
def open_context(
    browser: Browser,
    *,
    width: int = 390,
    height: int = 844,
    scale: float = 1,
    scheme: Literal["light", "dark"] = "light",
    motion: Literal["no-preference", "reduce"] = "no-preference",
) -> Iterator[BrowserContext]:
    """A browser of one member, by default as large as a phone. A page that goes wrong inside fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme=scheme,
        reduced_motion=motion,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
    )
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    try:
        yield context
    finally:
        context.close()
    assert wrong == []
