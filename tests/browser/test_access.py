"""Small screens, large letters, the keyboard, the screen reader, the dark."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.driving import ask, composer, open_context, ready, replies, sees

SMALLEST = 44
"""Pixels of a thing to touch."""


def fill_the_page(page: Page) -> None:
    """One of everything, the source open."""
    ask(page, "cho chọn " + "mộttừrấtdài" * 30)
    expect(replies(page)).to_have_count(1)
    ask(page, "cho xem nguồn")
    expect(replies(page)).to_have_count(2)
    page.get_by_text("Xem nguồn").last.click()
    expect(page.locator("mark")).to_be_visible()


def overflow(page: Page) -> list[str]:
    """What reaches beyond the page's width, and whether the page scrolls sideways."""
    found: list[str] = page.evaluate(
        """() => {
        const wide = document.documentElement.clientWidth;
        const out = [...document.querySelectorAll("body *")].filter((e) => {
          const box = e.getBoundingClientRect();
          return box.width > 1 && (box.right > wide + 1 || box.left < -1);
        });
        const sides = [document.scrollingElement, document.querySelector("main")]
          .filter((e) => e.scrollWidth > e.clientWidth);
        return [...out, ...sides].map((e) => e.tagName + "." + e.className);
        }"""
    )
    return found


@pytest.mark.parametrize(("width", "height", "scale"), [(320, 568, 1), (640, 360, 2), (195, 422, 2), (1280, 800, 1)])
def test_nothing_scrolls_sideways(browser: Browser, url: str, width: int, height: int, scale: float) -> None:
    """Also at 200%: a browser's zoom makes a window of half as many pixels, each twice as large."""
    with open_context(browser, width=width, height=height, scale=scale) as context:
        page = context.new_page()
        page.goto(url)
        ready(page)
        fill_the_page(page)
        assert overflow(page) == []
        box = page.locator("main").bounding_box()
        assert box is not None
        assert box["height"] > height / 3
        expect(composer(page)).to_be_in_viewport(ratio=1)


def test_letters_twice_as_large_do_not_break_the_page(browser: Browser, url: str) -> None:
    with open_context(browser) as context:
        page = context.new_page()
        context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        page.goto(url)
        ready(page)
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "34px"
        fill_the_page(page)
        assert overflow(page) == []
        expect(composer(page)).to_be_in_viewport(ratio=1)


def test_everything_to_touch_is_large_enough_and_everything_to_read_too(page: Page) -> None:
    fill_the_page(page)
    small = page.evaluate(
        f"""() => [...document.querySelectorAll("button, summary, textarea, dialog button")]
        .map((e) => [e, e.getBoundingClientRect()])
        .filter(([e, box]) => box.width && (box.height < {SMALLEST} || box.width < {SMALLEST}))
        .map(([e, box]) => e.outerHTML.slice(0, 80) + box.width + "x" + box.height)"""
    )
    assert small == []
    sizes = page.evaluate(
        """() => [".text", "#text", ".choices button", ".quiet button", ".section", ".cite", ".notice"]
        .map((name) => [name, parseFloat(getComputedStyle(document.querySelector(name)).fontSize)])
        .filter(([name, size]) => size < 16)"""
    )
    assert sizes == []


def test_the_keyboard_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến ô nhập câu hỏi")).to_be_focused()
    expect(page.get_by_role("link", name="Đến ô nhập câu hỏi")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_focused()
    page.keyboard.type("cho chọn")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("hai dòng")
    page.keyboard.press("Enter")
    sees(page, ["cho chọn\nhai dòng"], ["Anh/chị hỏi kỳ nào?"])
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Báo cáo năm")).to_be_focused()
    page.keyboard.press("Enter")
    expect(replies(page)).to_have_count(2)
    expect(page.get_by_role("button", name="Báo cáo năm")).to_be_focused()
    composer(page).focus()
    page.keyboard.type("nguồn")
    page.keyboard.press("Enter")
    expect(replies(page)).to_have_count(3)
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="Toàn văn mục trích")).to_be_focused()
    page.get_by_role("button", name="Cuộc trò chuyện mới").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Mở cuộc trò chuyện mới?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Cuộc trò chuyện mới")).to_be_focused()


def test_a_screen_reader_hears_who_speaks_and_what_can_be_done(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    log = page.get_by_role("log", name="Cuộc trò chuyện")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).not_to_have_attribute("aria-busy", "true")
    ask(page, "cho xem nguồn")
    expect(log).to_contain_text("Anh/chị: cho xem nguồn")
    expect(log).to_contain_text("Trợ lý: Trước ngày 15/6.")
    expect(page.get_by_role("group", name="Câu trả lời này đúng hay sai?")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, a, textarea, [role=region], dialog, summary")]
        .filter((e) => !(e.textContent.trim() || e.getAttribute("aria-label") || e.labels?.length)).length"""
    )
    assert nameless == 0


def test_what_was_said_before_is_not_read_out_again(page: Page) -> None:
    ask(page, "một")
    expect(replies(page)).to_have_count(1)
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) if (node.querySelector?.("article"))
          (window.spoken ??= []).push(document.getElementById("log").getAttribute("aria-busy"));
        }).observe(document.getElementById("log"), {childList: true}))"""
    )
    page.reload()
    expect(replies(page)).to_have_count(1)
    assert page.evaluate("window.spoken") == ["true", "true"]


def contrast(page: Page, name: str) -> float:
    """How far the letters of an element stand out from what is behind them (WCAG)."""
    ratio: float = page.evaluate(
        """(name) => {
        const element = document.querySelector(name);
        const part = (text) => text.match(/[\\d.]+/g).map(Number);
        let behind = element, ground;
        do { ground = part(getComputedStyle(behind).backgroundColor); behind = behind.parentElement; }
        while (ground[3] === 0 && behind);
        const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
          .map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
        const [one, other] = [light(part(getComputedStyle(element).color)), light(ground)];
        return (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
        }""",
        name,
    )
    return ratio


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out_in_the_light_and_in_the_dark(
    browser: Browser, url: str, scheme: Literal["light", "dark"]
) -> None:
    names = [".own .text", ".reply .text", ".state", ".bubble > time", ".choices button", ".quiet button"]
    names += [".source summary", ".cite", ".section", "mark", ".notice", "#questions button", ".fine", "#text", ".day"]
    with open_context(browser, scheme=scheme) as context:
        page = context.new_page()
        page.goto(url)
        ready(page)
        fill_the_page(page)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == {"light": "rgb(233, 237, 243)", "dark": "rgb(14, 17, 22)"}[scheme]
        assert {name: ratio for name in names if (ratio := contrast(page, name)) < 4.5} == {}


def test_nothing_moves_for_those_who_asked_for_it(browser: Browser, url: str) -> None:
    with open_context(browser, motion="reduce") as context:
        page = context.new_page()
        page.goto(url)
        ready(page)
        fill_the_page(page)
        assert page.evaluate("document.getAnimations().length") == 0


def test_a_new_answer_does_not_pull_a_reader_away(browser: Browser, url: str) -> None:
    with open_context(browser, height=500) as context:
        page, other = context.new_page(), context.new_page()
        for tab in (page, other):
            tab.goto(url)
            ready(tab)
        for number in range(6):
            ask(page, f"câu {number}")
            expect(replies(page)).to_have_count(number + 1)
        page.locator("main").evaluate("(element) => { element.scrollTop = 0 }")
        expect(page.get_by_role("button", name="Đến tin cuối")).to_be_visible()
        ask(other, "từ thẻ khác")
        page.get_by_role("button", name="Tin mới").click()
        expect(replies(page).last).to_have_text("Đã nghe: từ thẻ khác")
        expect(replies(page).last).to_be_in_viewport()
        expect(page.get_by_role("button", name="Tin mới")).to_be_hidden()
