"""Files and invitations in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.files import Files
from handlers.types import FileRef, IncomingMessage, Outcome, Reply, Send, Session
from tests.browser.driving import ask, ready, sees
from tests.browser.serving import Served, serving
from tests.browser.toy import settings_for

NAME = "Hạn báo cáo.ics"
CONTENT = b"BEGIN:VCALENDAR\r\n"
CODE = "ABCD-EFGH-23"


def answer(message: IncomingMessage, session: Session) -> Outcome:
    """A file for "tệp", else what was said."""
    files = (FileRef(NAME, content=CONTENT * 100),) if "tệp" in message.text else ()
    return Outcome(session, (Send(message.sender, Reply(f"Đã nghe: {message.text}", files=files), message.id),))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(settings_for(tmp_path_factory.mktemp("files")), handler=answer) as running:
        yield running


@pytest.fixture
def url(served: Served) -> str:
    return served.url


def test_a_file_is_a_link_that_saves_it_under_its_name(page: Page) -> None:
    ask(page, "cho tôi tệp")
    link = page.get_by_role("link", name=f"Tải tệp {NAME} (2 KB)")
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    with page.expect_download() as waiting:
        link.click()
    assert waiting.value.suggested_filename == NAME
    assert Path(waiting.value.path()).read_bytes() == CONTENT * 100
    page.reload()
    expect(page.get_by_role("link", name=f"Tải tệp {NAME}")).to_be_visible()


def test_a_file_that_is_no_more_is_named_without_a_link(page: Page, served: Served) -> None:
    ask(page, "cho tôi tệp")
    expect(page.get_by_role("link", name=f"Tải tệp {NAME}")).to_be_visible()
    database = served.app.storage.path
    assert database is not None
    for path in database.parent.glob("files/*/*"):
        path.unlink()
    assert Files(database).find(FileRef(NAME, "files")) is None
    page.reload()
    expect(page.get_by_text(f"{NAME}: đã hết hạn tải")).to_be_visible()
    expect(page.get_by_role("link", name="Tải tệp")).to_have_count(0)


def test_an_invitation_is_taken_out_of_the_address_and_sent_with_one_tap(context: BrowserContext, url: str) -> None:
    page = context.new_page()
    page.goto(f"{url}/#moi={CODE}")
    ready(page)
    expect(page.get_by_text("Anh/chị được mời tham gia.")).to_be_visible()
    assert page.url == f"{url}/"
    button = page.get_by_role("button", name="Tham gia")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    button.click()
    sees(page, [f"/thamgia {CODE}"], [f"Đã nghe: /thamgia {CODE}"])
    expect(button).to_have_count(0)
    page.reload()
    ready(page)
    expect(button).to_have_count(0)


def test_an_invitation_opened_in_an_open_page_may_wait(page: Page, url: str) -> None:
    page.goto(f"{url}/#moi={CODE}")
    expect(page).to_have_url(f"{url}/")
    page.get_by_role("button", name="Để sau").click()
    expect(page.get_by_text("Anh/chị được mời tham gia.")).to_have_count(0)
    page.goto(f"{url}/#moi={CODE}")
    page.get_by_role("button", name="Tham gia").click()
    sees(page, [f"/thamgia {CODE}"], [f"Đã nghe: /thamgia {CODE}"])


@pytest.mark.parametrize("fragment", ["moi=", "moi=<b>x</b>", "moi=a%20b", f"moi={'A' * 65}"])
def test_what_is_no_code_offers_nothing(page: Page, url: str, fragment: str) -> None:
    page.goto(f"{url}/#{fragment}")
    expect(page).to_have_url(re.compile(f"^{re.escape(url)}/$"))
    expect(page.get_by_role("button", name="Tham gia")).to_have_count(0)
