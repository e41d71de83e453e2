"""A browser that is somebody's: what letting go of its conversation means, and that it is said before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import Settings
from bot.storage import Storage
from bot.web.visitor import CHANNEL, COOKIE, Visitor
from handlers.types import Address, Record
from tests.browser.driving import ask, open_context, ready, said
from tests.browser.serving import serving
from tests.browser.toy import settings_for
from tests.world import BEGAN, person_records, store

NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


@pytest.fixture
def page(browser: Browser, settings: Settings) -> Iterator[Page]:
    with serving(settings) as served, open_context(browser) as context:
        opened = context.new_page()
        opened.goto(served.url)
        ready(opened)
        yield opened


def address_of(page: Page) -> Address:
    [token] = [str(one["value"]) for one in page.context.cookies() if one.get("name") == COOKIE]
    return Visitor(token).address


def give_account(page: Page, settings: Settings, *, elsewhere: bool = False) -> None:
    """The page's conversation becomes somebody's, who has joined meanwhile."""
    user = address_of(page).user
    storage = Storage(settings.database)
    store(storage, person_records(user, [], BEGAN.date(), channel=CHANNEL), NOW)
    if elsewhere:
        store(storage, [Record("contacts", {"channel": "console", "user": "7", "chat": "7", "person": user})], NOW)
    storage.close()


def contacts(settings: Settings) -> list[str]:
    storage = Storage(settings.database)
    found = [str(row["channel"]) for row in storage.records.rows("contacts")]
    storage.close()
    return found


@pytest.mark.parametrize("elsewhere", [False, True])
def test_leaving_an_account_is_said_before_and_can_be_left(page: Page, settings: Settings, elsewhere: bool) -> None:
    ask(page, "một")
    give_account(page, settings, elsewhere=elsewhere)
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    expect(page.get_by_role("dialog")).to_contain_text(
        "không còn là của tài khoản anh/chị" if elsewhere else "không vào lại được"
    )
    page.get_by_role("button", name="Giữ tài khoản").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert len(contacts(settings)) == 1 + elsewhere
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.get_by_role("button", name="Rời tài khoản, mở cuộc mới").click()
    expect(said(page)).to_have_count(0)
    ready(page)
    assert contacts(settings) == ["console"] * elsewhere


def test_without_an_account_nothing_is_said_of_one(page: Page, settings: Settings) -> None:
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    expect(page.get_by_role("button", name="Mở cuộc mới")).to_be_visible()
    expect(page.get_by_role("dialog")).not_to_contain_text("tài khoản")
