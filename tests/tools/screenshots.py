"""Takes the pictures of the README and the guides from a running page: `python -m tests.tools.screenshots`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

FOLDER = Path(__file__).parents[2] / "docs" / "images"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        settings = os.environ | {"WEB_PORT": str(port), "DATABASE": f"{folder}/tro-ly.db", "TELEGRAM_BOT_TOKEN": ""}
        server = subprocess.Popen([sys.executable, "-m", "bot", "serve"], env=settings)
        try:
            _take(f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()
            server.wait(10)


def _take(url: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        phone = browser.new_page(viewport={"width": 412, "height": 892}, device_scale_factor=2, reduced_motion="reduce")
        _open(phone, url)
        _ask(phone, "han nop bc 6 thang hai phong", "1016/CTr-BCĐ")
        phone.screenshot(path=FOLDER / "dien-thoai.png")
        phone.locator("details").last.locator("summary").click()
        phone.locator("details mark").last.scroll_into_view_if_needed()
        phone.screenshot(path=FOLDER / "nguon.png")
        desktop = browser.new_page(
            viewport={"width": 1280, "height": 800}, color_scheme="dark", reduced_motion="reduce"
        )
        _open(desktop, url)
        _ask(desktop, "TT 191 còn hiệu lực không?", "191/2009/TT-BTC")
        _ask(desktop, "hạn nộp báo cáo năm?", "Mỗi nơi")
        desktop.screenshot(path=FOLDER / "may-tinh.png")
        browser.close()


def _open(page: Page, url: str) -> None:
    for _ in range(200):
        try:
            page.goto(url)
            break
        except Exception:  # the server is still starting
            page.wait_for_timeout(100)
    expect(page.get_by_role("textbox")).to_be_visible()


def _ask(page: Page, question: str, answer: str) -> None:
    box = page.get_by_role("textbox")
    box.fill(question)
    box.press("Enter")
    expect(page.get_by_text(answer).first).to_be_visible()


if __name__ == "__main__":
    main()
