"""Photos and files that a member sends, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, Route, expect

from handlers.types import IncomingMessage, Outcome, Reply, Send, Session
from tests import samples
from tests.browser.driving import ask, composer, open_context, ready, replies, said, sees
from tests.browser.serving import Process, Served, serving
from tests.browser.test_access import SMALLEST, overflow
from tests.browser.toy import settings_for

PICTURE: FilePayload = {"name": "ảnh tập huấn.png", "mimeType": "image/png", "buffer": samples.png(900, 600)}
PLAN: FilePayload = {"name": "Kế hoạch.pdf", "mimeType": "application/pdf", "buffer": samples.PDF}


def answer(message: IncomingMessage, session: Session) -> Outcome:
    file = message.attachment
    came = f"{file.name}{' (tập)' if file.album else ''} {file.problem}".strip() if file else "không tệp"
    return Outcome(session, (Send(message.sender, Reply(f"Đã nghe: {message.text} [{came}]"), message.id),))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(settings_for(tmp_path_factory.mktemp("uploads")), handler=answer) as running:
        yield running


@pytest.fixture
def url(served: Served) -> str:
    return served.url


def clip(page: Page) -> Locator:
    return page.get_by_role("button", name="Đính kèm ảnh hoặc tệp")


def choose(page: Page, *files: FilePayload, by_key: bool = False) -> None:
    with page.expect_file_chooser() as waiting:
        if by_key:
            clip(page).press("Enter")
        else:
            clip(page).click()
    waiting.value.set_files(files)


def attached(page: Page) -> Locator:
    """The files that the member sent, oldest first."""
    return page.locator("article.own .attached")


def test_a_photo_is_attached_sent_and_seen(page: Page) -> None:
    choose(page, PICTURE)
    expect(page.get_by_role("list", name="Tệp sẽ gửi")).to_contain_text("ảnh tập huấn.png (")
    ask(page, "Tập huấn 20/10, 45 nữ")
    sees(page, ["Tập huấn 20/10, 45 nữ"], ["Đã nghe: Tập huấn 20/10, 45 nữ [ảnh tập huấn.png]"])
    picture = page.get_by_role("img", name="ảnh tập huấn.png")
    expect(picture).to_be_visible()
    assert picture.evaluate("(c) => [c.width, c.height, ...c.getContext('2d').getImageData(5, 5, 1, 1).data]") == [
        *(480, 320),
        *(0x20, 0x80, 0xC0, 255),
    ]
    expect(attached(page)).to_contain_text("Tệp ảnh tập huấn.png (")
    expect(page.get_by_role("list", name="Tệp sẽ gửi")).to_be_hidden()
    expect(page.get_by_text("Đã nhận")).to_be_visible()
    assert overflow(page) == []
    page.reload()
    sees(page, ["Tập huấn 20/10, 45 nữ"], ["Đã nghe: Tập huấn 20/10, 45 nữ [ảnh tập huấn.png]"])
    expect(attached(page)).to_contain_text("Tệp ảnh tập huấn.png (")
    expect(picture).to_have_count(0)


def test_several_files_go_without_a_word_and_by_the_keyboard(page: Page) -> None:
    choose(page, PICTURE, PLAN, by_key=True)
    composer(page).press("Enter")
    expect(replies(page)).to_have_text(["Đã nghe: [ảnh tập huấn.png (tập)]", "Đã nghe: [Kế hoạch.pdf (tập)]"])
    expect(attached(page)).to_have_count(2)
    expect(said(page)).to_have_count(0)


def test_a_file_may_be_taken_back_before_it_is_sent(page: Page) -> None:
    choose(page, PICTURE, PLAN)
    small = page.evaluate(
        f"""() => [...document.querySelectorAll("#attached button, #attach")].map((e) => e.getBoundingClientRect())
        .filter((box) => box.height < {SMALLEST} || box.width < {SMALLEST}).length"""
    )
    assert small == 0
    page.get_by_role("button", name="Bỏ Kế hoạch.pdf").click()
    expect(clip(page)).to_be_focused()
    page.get_by_role("button", name="Bỏ ảnh tập huấn.png").click()
    expect(page.get_by_role("list", name="Tệp sẽ gửi")).to_be_hidden()
    ask(page, "chỉ chữ")
    sees(page, ["chỉ chữ"], ["Đã nghe: chỉ chữ [không tệp]"])


def test_a_file_is_dragged_here(page: Page) -> None:
    holding = page.evaluate_handle(
        """(bytes) => { const held = new DataTransfer();
        held.items.add(new File([new Uint8Array(bytes)], "kéo.pdf", {type: "application/pdf"})); return held; }""",
        list(samples.PDF),
    )
    page.dispatch_event("main", "dragover", {"dataTransfer": holding})
    page.dispatch_event("main", "drop", {"dataTransfer": holding})
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(replies(page)).to_have_text("Đã nghe: [kéo.pdf]")


def test_what_is_too_large_is_told_before_it_is_sent(page: Page) -> None:
    page.evaluate(
        """() => { const held = new DataTransfer();
        held.items.add(new File([new Uint8Array(20 * 1024 * 1024 + 1)], "phim.pdf"));
        document.dispatchEvent(new ClipboardEvent("paste", {clipboardData: held})); }"""
    )
    expect(page.get_by_text("Tệp lớn quá nên không gửi được")).to_be_visible()
    expect(page.get_by_role("list", name="Tệp sẽ gửi")).to_be_hidden()


def test_what_the_server_refuses_can_be_mended(page: Page) -> None:
    page.route("**/api/files", lambda route: route.fulfill(status=413, json={"error": "Tệp lớn quá."}))
    choose(page, PLAN)
    ask(page, "kế hoạch")
    expect(page.get_by_role("alert").get_by_text("Tệp lớn quá.")).to_be_visible()
    page.unroute("**/api/files")
    page.get_by_role("button", name="Sửa lại").click()
    expect(page.get_by_role("list", name="Tệp sẽ gửi")).to_contain_text("Kế hoạch.pdf")
    ask(page, "kế hoạch mới")
    sees(page, ["kế hoạch mới"], ["Đã nghe: kế hoạch mới [Kế hoạch.pdf]"])


def test_an_answer_that_got_lost_does_not_send_the_file_twice(page: Page) -> None:
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        if not lost:
            lost.append(route.request.url)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/files", lose_once)
    choose(page, PLAN)
    ask(page, "một lần")
    expect(page.get_by_text("Đã nhận")).to_be_visible()
    ask(page, "tiếp")
    sees(page, ["một lần", "tiếp"], ["Đã nghe: một lần [Kế hoạch.pdf]", "Đã nghe: tiếp [không tệp]"])


def test_the_way_of_a_file_is_shown_and_a_page_that_closes_says_that_it_was_lost(
    page: Page, context: BrowserContext, url: str
) -> None:
    page.route("**/api/files", lambda route: None)
    choose(page, PLAN)
    ask(page, "chưa đi")
    expect(page.get_by_role("progressbar", name="Đang gửi")).to_be_visible()
    other = context.new_page()
    other.goto(url)
    ready(other)
    expect(other.get_by_role("alert").get_by_text("chọn lại tệp")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("alert").get_by_text("Anh/chị chọn lại tệp giúp tôi")).to_be_visible()
    page.unroute("**/api/files")
    page.get_by_role("button", name="Sửa lại").click()
    expect(composer(page)).to_have_value("chưa đi")


@pytest.mark.parametrize(("width", "height", "scale"), [(320, 568, 1), (195, 422, 2), (1280, 800, 1)])
def test_nothing_scrolls_sideways(browser: Browser, url: str, width: int, height: int, scale: float) -> None:
    with open_context(browser, width=width, height=height, scale=scale) as context:
        page = context.new_page()
        page.goto(url)
        ready(page)
        long: FilePayload = {"name": "mộttừrấtdài" * 12 + ".png", "mimeType": "image/png", "buffer": samples.png(900)}
        choose(page, long, PLAN)
        assert overflow(page) == []
        ask(page, "đây")
        expect(replies(page)).to_have_count(2)
        assert overflow(page) == []
        expect(composer(page)).to_be_in_viewport(ratio=1)


def test_a_new_conversation_leaves_no_file_behind(page: Page, tmp_path: Path) -> None:
    choose(page, PLAN)
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    page.get_by_role("button", name="Mở cuộc mới").click()
    expect(said(page)).to_have_count(0)
    ready(page)
    expect(page.get_by_role("list", name="Tệp sẽ gửi")).to_be_hidden()


def test_a_file_that_met_a_dead_server_arrives_once_when_it_is_back(context: BrowserContext, process: Process) -> None:
    process.start()
    page = context.new_page()
    page.goto(process.url)
    ready(page)
    choose(page, PICTURE)
    process.kill()
    ask(page, "kèm ảnh")
    expect(page.get_by_text("Chờ gửi")).to_be_visible()
    process.start()
    sees(page, ["kèm ảnh"], ["Đã nghe: kèm ảnh"])
    ask(page, "tiếp")
    sees(page, ["kèm ảnh", "tiếp"], ["Đã nghe: kèm ảnh", "Đã nghe: tiếp"])
    expect(page.get_by_role("img", name="ảnh tập huấn.png")).to_be_visible()
