"""A member fills in a form in a real browser while the server is killed again and again."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.storage import Storage
from bot.web.visitor import COOKIE, Visitor
from handlers.people import Unit
from tests.browser.driving import ask, ready, replies, said
from tests.browser.serving import Process
from tests.killing.forms_child import NO_TELEGRAM, base_with_forms
from tests.world import BEGAN, person_records, store, unit_record

VISITOR = Visitor("khach".ljust(43, "a"))
TALK = (
    ("/ghi", "Anh/chị ghi việc gì?"),
    ("Hoạt động khác", "(1/7) Anh/chị đã làm gì?"),
    ("Thăm hỏi nữ công nhân", "(2/7)"),
    ("13/5/2026", "(3/7)"),
    ("Trụ sở UBND xã", "(4/7)"),
    ("45", "(5/7)"),
    ("12", "(6/7)"),
    ("5 triệu", "(7/7)"),
    ("xong", "Tôi hiểu như sau"),
    ("lưu", "Đã lưu vào nhật ký"),
)
"""What the member says, and what the answer holds."""
KILLS = 4


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """The program with its own handlers and one member, not started."""
    base_with_forms(tmp_path)
    storage = Storage(tmp_path / "bot.db")
    store(storage, [unit_record(Unit("xa-a", "Xã A", "commune", BEGAN.date()))])
    roles = person_records(VISITOR.address.user, [("xa-a", "secretary")], BEGAN.date(), channel="web")
    store(storage, roles)
    storage.close()
    made = Process(tmp_path, "tests.killing.forms_child", str(time.monotonic()), NO_TELEGRAM)
    yield made
    made.kill()


def test_every_answer_is_stored_once(context: BrowserContext, process: Process, tmp_path: Path) -> None:
    process.start()
    context.add_cookies([{"name": COOKIE, "value": VISITOR.token, "url": process.url, "httpOnly": True}])
    page = context.new_page()
    page.goto(process.url)
    ready(page)
    killed = Random(3).sample(range(len(TALK)), KILLS)
    for number, (text, answer) in enumerate(TALK):
        if number in killed[::2]:
            process.kill()
        ask(page, text)
        if number in killed[1::2]:
            process.kill()
        if number in killed:
            process.start()
        expect(replies(page)).to_have_count(number + 1)
        expect(replies(page).last).to_contain_text(answer)
    expect(said(page)).to_have_text([text for text, _ in TALK])
    process.kill()
    with closing(sqlite3.connect(tmp_path / "bot.db")) as db:
        stored = db.execute("SELECT title, date, place, female, male, total, budget FROM entries").fetchall()
        assert stored == [("Thăm hỏi nữ công nhân", "2026-05-13", "Trụ sở UBND xã", 45, 12, 57, 5_000_000)]
        assert db.execute("SELECT status FROM drafts").fetchall() == [("saved",)]
        assert db.execute("SELECT status, count(*) FROM updates").fetchall() == [("done", len(TALK))]
        assert db.execute("SELECT count(*) FROM changes WHERE \"table\" = 'entries'").fetchall() == [(1,)]
