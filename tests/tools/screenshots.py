"""Takes the pictures of the README and the guides from a running page: `python -m tests.tools.screenshots`."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.app import build, desk_for, load_base
from bot.clock import ManualClock
from bot.reports.docx import report_docx
from bot.reports.pdf import to_pdf
from bot.settings import Settings
from bot.storage import Storage
from bot.storage.codec import moment
from bot.web.visitor import CHANNEL, COOKIE, Visitor, new_visitor
from handlers.people import Unit
from handlers.reports.gathering import gather
from handlers.reports.periods import period_of
from handlers.types import Record
from tests.browser.driving import ask, chromium, open_context, ready
from tests.browser.toy import page_of
from tests.logging_people import entry_record
from tests.world import BEGAN, TH, YT, person_records, store, unit_record, world

FOLDER = Path(__file__).parents[2] / "docs" / "images"
NOW = datetime(2026, 11, 26, 0, 29, tzinfo=UTC)
"""Thursday 26/11/2026, 07:29 in Hà Nội: a minute before reminders go out."""
PATIENCE = 20.0
"""Seconds until the page must have started, and ended."""
HOSPITALS = {"bv-c": "Bệnh viện C", "bv-d": "Bệnh viện D", "tt-e": "Trung tâm Y tế E", "tt-g": "Trung tâm Y tế G"}
OFFICE, CODE = "van-phong-so", "MAVAOTRANGVANPHONG"
"""Whose pages are shown, and the login code that opens them."""
YEAR_REPORT, HALF_REPORT = "so-y-te-thanh-hoa-2018:year-report", "so-y-te-thanh-hoa-2018:first-half-report"
YEAR_SENT = {"bv-c": "2026-11-23", "tt-e": "2026-11-25"}
HALF_SENT = {"bv-a": "2026-05-27", "bv-c": "2026-05-28", "tt-e": "2026-06-02"}


@dataclass
class Scene:
    """The page at its address, and the time there, which goes on by minutes when told."""

    url: str
    set_clock: Callable[[datetime], object]
    now: datetime = NOW

    def open(self, context: BrowserContext) -> Page:
        """The page of the chat, connected."""
        page = context.new_page()
        page.clock.set_fixed_time(self.now)
        page.goto(self.url)
        ready(page)
        return page

    def go_on(self, page: Page) -> None:
        """Let a minute pass, for the server and in the browser."""
        self.now += timedelta(minutes=1)
        page.clock.set_fixed_time(self.now)
        self.set_clock(self.now)

    def ask(self, page: Page, question: str, answer: str) -> None:
        """Ask, and wait for an answer with these words."""
        self.go_on(page)
        ask(page, question)
        expect(page.get_by_text(answer).first).to_be_visible()


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    secretary = new_visitor()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database=Path(folder) / "tro-ly.db", web_port=0)
        _settle(settings.database, secretary)
        with _serving(settings) as scene, chromium() as browser:
            _take_reminder(browser, scene, secretary)
            _take_log(browser, scene, secretary)
            _take_report(browser, scene, secretary)
            _take_questions(browser, scene)
            _take_desktop(browser, scene)
            _take_office(browser, scene)
        _draw_document(settings)


def _settle(path: Path, secretary: Visitor) -> None:
    """The small world with some more hospitals, one of whose secretaries uses the web page."""
    storage = world(path)
    since, login = BEGAN.date(), storage.register.hash_of(CODE)
    units = (
        Unit(id_, name, "hospital", since, parent="so-y-te", province=TH, sector=YT) for id_, name in HOSPITALS.items()
    )
    rows = (
        *(unit_record(unit) for unit in units),
        *person_records(secretary.address.user, [("bv-d", "secretary")], since, channel=CHANNEL),
        *(one for id_ in ("bv-c", "tt-e") for one in person_records(f"thu-ky-{id_}", [(id_, "secretary")], since)),
        Record("logins", {"token": login, "person": OFFICE, "expires_at": moment(NOW + timedelta(hours=1))}),
        *_reports(),
        *_log(),
    )
    store(storage, rows, NOW - timedelta(days=6))
    store(storage, [Record("contacts", {"channel": "console", "user": "thu-ky-b", "blocked_at": moment(NOW)})], NOW)
    storage.close()


def _reports() -> Iterator[Record]:
    """What was sent, and what the office has ruled."""
    for duty, sent in ((YEAR_REPORT, YEAR_SENT), (HALF_REPORT, HALF_SENT)):
        for unit, day in sent.items():
            yield Record("submissions", {"id": f"{duty} {unit}", "duty": duty, "year": 2026, "unit": unit, "day": day})
    ruled = {"duty": YEAR_REPORT, "year": 2026, "unit": "so-y-te", "by": OFFICE}
    yield Record("rulings", {"id": "xac-nhan", **ruled, "kind": "confirm", "due": "2026-11-29"})
    own = {"title": "Báo cáo kết quả Tháng hành động", "period": "year", "year": 2026, "recurs": 1}
    yield Record("duties", {"id": "rieng", "owner": "so-y-te", **own, "month": 12, "day": 22})


def _log() -> Iterator[Record]:
    """What a hospital has done this year and the year before."""
    rows: tuple[tuple[str, str, dict[str, object]], ...] = (
        (
            "2026-03-06",
            "ky_niem",
            {"title": "Tọa đàm Quốc tế Phụ nữ 8/3", "female": 120, "male": 35, "budget": 8_000_000},
        ),
        (
            "2026-04-16",
            "tap_huan",
            {"title": "Tập huấn Luật Bình đẳng giới", "female": 42, "male": 28, "budget": 6_500_000},
        ),
        (
            "2026-08-20",
            "tuyen_truyen",
            {"title": "Truyền thông phòng, chống bạo lực gia đình", "female": 96, "male": 61},
        ),
        ("2026-10-15", "tap_huan", {"title": "Kỹ năng lãnh đạo cho nữ viên chức", "female": 38, "male": 4}),
        ("2025-10-16", "tap_huan", {"title": "Tập huấn lồng ghép giới", "female": 30, "male": 22, "budget": 5_000_000}),
    )
    for number, (day, type_, columns) in enumerate(rows):
        form = "ky-niem" if type_ == "ky_niem" else "truyen-thong"
        more = {"occasion": "quoc_te_phu_nu"} if type_ == "ky_niem" else {}
        people = {"total": int(str(columns["female"])) + int(str(columns["male"]))}
        yield entry_record(
            f"viec-{number}", "bv-d", None, date=day, type=type_, form=form, more=more, **columns, **people
        )


@contextmanager
def _serving(settings: Settings) -> Iterator[Scene]:
    """The page, in a thread."""
    started: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()
    clock = ManualClock(NOW)

    async def run() -> None:
        app, stop = build(settings, clock), asyncio.Event()
        try:
            running = asyncio.ensure_future(app.run(stop))
            await page_of(app).ready.wait()
            started.set_result((page_of(app).url.rstrip("/"), asyncio.get_running_loop(), stop))
            await running
        finally:
            app.close()

    thread = Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    url, loop, stop = started.result(PATIENCE)
    try:
        yield Scene(url, lambda now: loop.call_soon_threadsafe(clock.set, now))
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)


def _phone(browser: Browser, height: int = 892) -> AbstractContextManager[BrowserContext]:
    return open_context(browser, width=412, height=height, scale=2, motion="reduce")


def _take_questions(browser: Browser, scene: Scene) -> None:
    """A question on a phone, and its source."""
    with _phone(browser) as context:
        page = scene.open(context)
        scene.ask(page, "han nop bc 6 thang hai phong", "1016/CTr-BCĐ")
        page.screenshot(path=FOLDER / "dien-thoai.png")
        page.locator("details").last.locator("summary").click()
        page.locator("details mark").last.scroll_into_view_if_needed()
        page.screenshot(path=FOLDER / "nguon.png")


def _take_desktop(browser: Browser, scene: Scene) -> None:
    """Questions on a large screen in the dark."""
    with open_context(browser, width=1280, height=800, scheme="dark", motion="reduce") as context:
        page = scene.open(context)
        scene.ask(page, "TT 191 còn hiệu lực không?", "191/2009/TT-BTC")
        scene.ask(page, "hạn nộp báo cáo năm?", "Mỗi nơi")
        page.screenshot(path=FOLDER / "may-tinh.png")


def _take_reminder(browser: Browser, scene: Scene, secretary: Visitor) -> None:
    """A reminder as it comes to a secretary's phone."""
    with _phone(browser, height=1280) as context:
        context.add_cookies([{"name": COOKIE, "value": secretary.token, "url": scene.url}])
        page = scene.open(context)
        scene.go_on(page)
        expect(page.get_by_role("button", name="Tắt nhắc")).to_be_in_viewport()
        page.screenshot(path=FOLDER / "nhac-han.png")


def _take_log(browser: Browser, scene: Scene, secretary: Visitor) -> None:
    """An activity logged in one message, on a phone."""
    with _phone(browser, height=860) as context:
        context.add_cookies([{"name": COOKIE, "value": secretary.token, "url": scene.url}])
        page = scene.open(context)
        scene.ask(page, "Tập huấn BĐG 20/10 ở hội trường bệnh viện, 45 nữ 12 nam, 5 triệu", "Đúng thì bấm Lưu")
        expect(page.get_by_role("button", name="Lưu", exact=True)).to_be_in_viewport()
        page.screenshot(path=FOLDER / "ghi-viec.png")


def _take_report(browser: Browser, scene: Scene, secretary: Visitor) -> None:
    """A report made from the log, on a phone."""
    with _phone(browser, height=1240) as context:
        context.add_cookies([{"name": COOKIE, "value": secretary.token, "url": scene.url}])
        page = scene.open(context)
        scene.ask(page, "hủy", "Đã")
        scene.ask(page, "/baocao năm 2026", "Báo cáo năm 2026")
        expect(page.get_by_role("button", name="Tải Excel")).to_be_in_viewport()
        page.screenshot(path=FOLDER / "bao-cao-soan.png")


def _draw_document(settings: Settings) -> None:
    """The first page of that report, by LibreOffice and pdftoppm."""
    storage = Storage(settings.database)
    desk = desk_for(settings, load_base(settings), storage)
    unit = desk.register.tree().unit("bv-d")
    found = gather(desk, unit, period_of("year", 2026), NOW.date()) if unit else None
    storage.close()
    if found is None:
        raise RuntimeError("no report")
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "r.pdf"
        pdf.write_bytes(to_pdf(report_docx(found.report)))
        first = ["-singlefile", "-r", "80", "-png"]
        subprocess.run(["pdftoppm", *first, str(pdf), str(FOLDER / "bao-cao-word")], check=True)


def _take_office(browser: Browser, scene: Scene) -> None:
    """Who has sent what, and the deadlines, as the office sees them."""
    with open_context(browser, width=1280, height=800, motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{scene.url}/vanphong/vao?ma={CODE}")
        page.get_by_role("button", name="Vào trang văn phòng").click()
        for path, title in (("tien-do", "Tiến độ"), ("han", "Hạn báo cáo")):
            page.goto(f"{scene.url}/vanphong/{path}")
            expect(page.get_by_role("heading", level=1)).to_have_text(title)
            page.screenshot(path=FOLDER / f"van-phong-{path}.png", full_page=True)


if __name__ == "__main__":
    main()
