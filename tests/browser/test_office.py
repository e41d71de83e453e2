"""The office's pages in a real browser: in by a link, readable on a phone, forms that work without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.clock import ManualClock
from handlers.people import Unit
from handlers.types import Record
from knowledge.load import default_data_dir
from tests.browser.driving import open_context
from tests.browser.serving import Served, serving
from tests.browser.test_access import SMALLEST, contrast
from tests.browser.toy import settings_for
from tests.office_site import NOW
from tests.world import BEGAN, OPERATORS, store, unit_record, world

PAGES = ["tien-do", "bao-cao", "han", "thanh-vien", "cau-hoi", "nhap", "xuat", "phien"]
CODES = [f"MA{number}" for number in range(30)]
"""Login codes of the province's office."""
DUTY = "so-y-te-thanh-hoa-2018:first-half-report"


def settle(path: Path) -> None:
    """The world with more units, some of which have sent the half-year report."""
    storage = world(path)
    expires = "2026-06-10T02:10:00.000000+00:00"
    names = [
        "Trung tâm Kiểm soát bệnh tật tỉnh Thanh Hóa",
        "Bệnh viện có tên rất dài để thử xem chữ xuống dòng ra sao",
    ]
    units = [
        Unit(f"yt{n}", name, "hospital", BEGAN.date(), parent="so-y-te", province="Thanh Hóa", sector="Y tế")
        for n, name in enumerate(names)
    ]
    store(
        storage,
        [
            *(unit_record(unit) for unit in units),
            *(
                Record("submissions", {"id": unit, "duty": DUTY, "year": 2026, "unit": unit, "day": day})
                for unit, day in {"bv-a": "2026-05-28", "yt0": "2026-06-02"}.items()
            ),
            *(
                Record(
                    "logins",
                    {
                        **{"token": storage.register.hash_of(code), "person": "van-phong-tinh"},
                        **{"expires_at": expires, "used": 0},
                    },
                )
                for code in CODES
            ),
            Record("unanswered", {"question": "Mẫu báo cáo của ngành nông nghiệp ở đâu?"}),
            Record(
                "join_requests", {"id": "x", "person": "thu-ky-a", "unit": "bv-b", "role": "head", "status": "open"}
            ),
        ],
        NOW,
    )
    storage.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("office")
    settings = replace(settings_for(folder), knowledge_dir=default_data_dir(), operators=OPERATORS)
    settle(settings.database)
    with serving(settings, clock=ManualClock(NOW)) as running:
        yield running


@pytest.fixture(scope="module")
def codes() -> Iterator[str]:
    return iter(CODES)


def enter(page: Page, office: Served, codes: Iterator[str]) -> None:
    """Come in by a link."""
    page.goto(f"{office.url}/vanphong/vao?ma={next(codes)}")
    page.get_by_role("button", name="Vào trang văn phòng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tiến độ")
    # The heading may be there before what the page looks like.
    page.wait_for_load_state()


def sideways(page: Page) -> list[str]:
    """What reaches beyond the page's width, and whether the page scrolls sideways."""
    found: list[str] = page.evaluate(
        """() => {
        const wide = document.documentElement.clientWidth;
        const out = [...document.querySelectorAll("body *")].filter((e) => {
          const box = e.getBoundingClientRect();
          return box.width > 1 && (box.right > wide + 1 || box.left < -1);
        });
        const root = document.scrollingElement;
        return [...out, ...(root.scrollWidth > root.clientWidth ? [root] : [])].map((e) => e.tagName + e.className);
        }"""
    )
    return found


@pytest.mark.parametrize(("width", "height"), [(360, 740), (320, 568), (768, 1024), (1280, 800)])
def test_every_page_fits_its_screen(
    browser: Browser, office: Served, codes: Iterator[str], width: int, height: int
) -> None:
    with open_context(browser, width=width, height=height) as context:
        page = context.new_page()
        enter(page, office, codes)
        for name in PAGES:
            page.goto(f"{office.url}/vanphong/{name}")
            assert sideways(page) == [], name
            expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_who_comes_by_a_link_sees_the_table(browser: Browser, office: Served, codes: Iterator[str]) -> None:
    with open_context(browser, width=360, height=740) as context:
        page = context.new_page()
        enter(page, office, codes)
        page.get_by_role("combobox", name="Báo cáo").select_option(
            label="6 tháng đầu năm 2026, ngành Y tế (DỰ KIẾN 29/5/2026)"
        )
        page.get_by_role("button", name="Xem").click()
        row = page.locator("tr", has_text="Trung tâm Kiểm soát bệnh tật")
        expect(row).to_contain_text("Nộp muộn")
        expect(row).to_contain_text("2/6/2026")
        page.get_by_role("combobox", name="Tình trạng").select_option("chua-nop")
        page.get_by_role("button", name="Xem").click()
        expect(row).to_have_count(0)
        expect(page.locator("tr", has_text="Bệnh viện B")).to_contain_text("Quá hạn")
        page.get_by_role("link", name="Nhắc các đơn vị chưa nộp").click()
        page.get_by_role("button", name="Gửi lời nhắc").click()
        expect(page.get_by_role("status")).to_contain_text("Đã nhắc")


def test_a_date_is_changed_on_the_page(browser: Browser, office: Served, codes: Iterator[str]) -> None:
    with open_context(browser) as context:
        page = context.new_page()
        enter(page, office, codes)
        page.get_by_role("link", name="Hạn", exact=True).click()
        page.get_by_role("link", name="Báo cáo tổng kết năm").first.click()
        page.get_by_label("Ngày chậm nhất mới").fill("2026-12-10")
        page.get_by_role("button", name="Đổi ngày").click()
        expect(page.get_by_role("status")).to_contain_text("Đã đổi ngày")
        expect(
            page.get_by_role("row", name="10/12/2026").or_(page.locator("tr", has_text="10/12/2026"))
        ).to_be_visible()


def test_a_list_is_uploaded_and_stored(browser: Browser, office: Served, codes: Iterator[str]) -> None:
    with open_context(browser) as context:
        page = context.new_page()
        enter(page, office, codes)
        page.get_by_role("link", name="Nhập đơn vị").click()
        text = "Tên đơn vị,Đơn vị cấp trên\nTrạm y tế thử,Sở Y tế Thanh Hóa\n"
        page.get_by_label("Tệp danh sách").set_input_files(
            {"name": "ds.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        page.get_by_role("button", name="Xem trước").click()
        page.get_by_role("button", name="Ghi 1 đơn vị").click()
        expect(page.get_by_role("status")).to_contain_text("Đã ghi")


def test_logging_out_leaves_nothing_behind(browser: Browser, office: Served, codes: Iterator[str]) -> None:
    with open_context(browser) as context:
        page = context.new_page()
        enter(page, office, codes)
        page.get_by_role("button", name="Đăng xuất").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đã đăng xuất")
        assert context.cookies() == []
        page.go_back()
        expect(page.get_by_text("Bệnh viện")).to_have_count(0)


def test_everything_to_touch_is_large_enough_and_named(browser: Browser, office: Served, codes: Iterator[str]) -> None:
    with open_context(browser, width=360, height=740) as context:
        page = context.new_page()
        enter(page, office, codes)
        for name in PAGES:
            page.goto(f"{office.url}/vanphong/{name}")
            wrong = page.evaluate(
                f"""() => [...document.querySelectorAll("button, .button, select, input:not([type=hidden]), nav a")]
                .filter((e) => e.getBoundingClientRect().height < {SMALLEST} ||
                  !(e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML.slice(0, 80))"""
            )
            assert wrong == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_stand_out(
    browser: Browser, office: Served, codes: Iterator[str], scheme: Literal["light", "dark"]
) -> None:
    names = ["h1", "label", "caption", "tbody th", "td", ".state", "dt", "dd", ".main", "select", "td small"]
    with open_context(browser, scheme=scheme, width=1280) as context:
        page = context.new_page()
        enter(page, office, codes)
        assert {name: ratio for name in names if (ratio := contrast(page, name)) < 4.5} == {}
        page.goto(f"{office.url}/vanphong/han")
        assert contrast(page, ".warn") >= 4.5
