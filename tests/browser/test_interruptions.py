"""The server dies, the network goes: nothing that was written is lost, nothing is said twice."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.driving import ask, composer, ready, replies, said, sees
from tests.browser.serving import Process


def test_a_server_killed_while_someone_types(context: BrowserContext, process: Process) -> None:
    process.start()
    page = context.new_page()
    page.goto(process.url)
    ready(page)
    ask(page, "trước")
    expect(replies(page)).to_have_count(1)
    composer(page).press_sequentially("đang viết")
    process.kill()
    expect(page.get_by_role("alert").get_by_text("Mất kết nối.")).to_be_visible()
    composer(page).press_sequentially(" tiếp")
    composer(page).press("Enter")
    ask(page, "câu nữa")
    expect(page.get_by_text("Chờ gửi")).to_have_count(2)
    composer(page).fill("còn dở")
    process.start()
    sees(
        page,
        ["trước", "đang viết tiếp", "câu nữa"],
        ["Đã nghe: trước", "Đã nghe: đang viết tiếp", "Đã nghe: câu nữa"],
    )
    ready(page)
    expect(page.get_by_role("alert").get_by_text("Mất kết nối.")).to_be_hidden()
    expect(composer(page)).to_have_value("còn dở")
    page.reload()
    expect(composer(page)).to_have_value("còn dở")
    everything = ["trước", "Đã nghe: trước", "đang viết tiếp", "Đã nghe: đang viết tiếp", "câu nữa", "Đã nghe: câu nữa"]
    expect(page.locator("#log article .text")).to_have_text(everything)


def test_an_acknowledgement_that_was_lost_does_not_double_the_question(page: Page) -> None:
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        if not lost:
            lost.append(route.request.post_data or "")
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/messages", lose_once)
    ask(page, "một lần")
    sees(page, ["một lần"], ["Đã nghe: một lần"])
    expect(page.get_by_text("Đã nhận")).to_be_visible()
    ask(page, "lần hai")
    sees(page, ["một lần", "lần hai"], ["Đã nghe: một lần", "Đã nghe: lần hai"])


def test_a_page_closed_before_its_message_went_out_sends_it_when_it_opens(page: Page, url: str) -> None:
    page.route("**/api/messages", lambda route: route.abort())
    ask(page, "chưa đi")
    expect(page.get_by_text("Chờ gửi")).to_be_visible()
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(url)
    sees(again, ["chưa đi"], ["Đã nghe: chưa đi"])


def test_no_network_is_told_and_what_is_said_meanwhile_goes_out_later(page: Page) -> None:
    page.context.set_offline(True)
    ask(page, "khi mất mạng")
    expect(page.get_by_text("Chờ gửi")).to_be_visible()
    page.context.set_offline(False)
    sees(page, ["khi mất mạng"], ["Đã nghe: khi mất mạng"])


def test_an_answer_that_came_while_the_page_was_closed_is_there(page: Page, context: BrowserContext, url: str) -> None:
    page.evaluate(
        """() => fetch("/api/messages", {method: "POST", headers: {"Content-Type": "application/json"},
        body: JSON.stringify({id: "from-elsewhere", text: "câu hỏi"})})"""
    )
    page.close()
    again = context.new_page()
    again.goto(url)
    expect(replies(again)).to_have_text("Đã nghe: câu hỏi")
    expect(said(again)).to_have_count(0)


def test_a_browser_that_lost_its_cookie_goes_on_as_someone_new_and_keeps_what_was_not_sent(page: Page) -> None:
    page.context.clear_cookies()
    ask(page, "sau khi mất cookie")
    sees(page, ["sau khi mất cookie"], ["Đã nghe: sau khi mất cookie"])


def test_a_tab_whose_conversation_was_ended_in_another_one_goes_on_in_the_new_one(
    page: Page, context: BrowserContext, url: str
) -> None:
    ask(page, "cuộc cũ")
    expect(replies(page)).to_have_count(1)
    other = context.new_page()
    other.goto(url)
    other.get_by_role("button", name="Cuộc trò chuyện mới").click()
    other.get_by_role("button", name="Mở cuộc mới").click()
    expect(said(other)).to_have_count(0)
    ready(other)
    ask(page, "cuộc mới")
    for tab in (page, other):
        sees(tab, ["cuộc mới"], ["Đã nghe: cuộc mới"])


def test_a_browser_that_refuses_cookies_is_told_so(context: BrowserContext, url: str) -> None:
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'cookieEnabled', {get: () => false})")
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_role("alert").get_by_text("Trình duyệt đang chặn cookie")).to_be_visible()


def test_a_browser_that_refuses_storage_still_talks(context: BrowserContext, url: str) -> None:
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})")
    page = context.new_page()
    page.goto(url)
    ready(page)
    ask(page, "xin chào")
    sees(page, ["xin chào"], ["Đã nghe: xin chào"])
