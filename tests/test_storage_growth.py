"""A message costs the database no more when it holds years of letters, messages and entries."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import ManualClock
from bot.dispatch import Dispatcher
from bot.pump import Pump
from bot.storage import Storage
from handlers.asking import Assistant
from handlers.chain import build_chain
from handlers.desk import Desk
from handlers.types import Address, IncomingMessage
from knowledge.load import default_data_dir, load_knowledge
from tests.engine import ToyChannel
from tests.talking import NOW
from tests.world import CHANNEL, world

PERSON = "thu-ky-a"
MESSAGES = (
    "/ghi",
    "Hoạt động khác",
    "Thăm hỏi công nhân",
    "13/10/2026",
    "Trụ sở",
    "45",
    "12",
    "5 triệu",
    "xong",
    "lưu",
)
STEP = 50
"""Steps of SQLite's machine between two looks."""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(load_knowledge(default_data_dir()))


def steps_of_a_form(storage: Storage, assistant: Assistant) -> int:
    """What SQLite does while a form is filled in and every reply is sent, in its own steps."""
    clock = ManualClock(NOW)
    inbox = Dispatcher(storage, build_chain(Desk(assistant, storage.register)), clock, lambda channel: None)
    pump = Pump(ToyChannel(CHANNEL), storage, clock)
    looks = 0

    def look() -> int:
        nonlocal looks
        looks += 1
        return 0

    async def talk() -> None:
        for number, text in enumerate(MESSAGES):
            inbox.accept(IncomingMessage(f"new{number}", Address(CHANNEL, PERSON, PERSON), NOW, text))
            await pump.drain()

    storage.db.conn.set_progress_handler(look, STEP)
    asyncio.run(talk())
    storage.db.conn.set_progress_handler(None, 0)
    assert storage.db.execute("SELECT count(*) FROM entries WHERE by = ?", [PERSON]).fetchone() == (1,)
    return looks * STEP


def years(storage: Storage, count: int) -> None:
    """So many letters to the same chat, its messages, and what other units have done."""
    at, numbers = NOW.isoformat(timespec="microseconds"), range(1, count + 1)
    with storage.transaction():
        storage.db.conn.executemany(
            "INSERT INTO updates (channel, id, at, received_at, status) VALUES (?, ?, ?, ?, 'done')",
            ((CHANNEL, f"old{number}", at, at) for number in numbers),
        )
        storage.db.conn.executemany(
            "INSERT INTO outbox (key, channel, chat, user, reply, due_at, seq, status)"
            """ VALUES (?, ?, ?, ?, '{"text": "cũ"}', ?, ?, 'sent')""",
            ((f"old{number}", CHANNEL, PERSON, PERSON, at, number) for number in numbers),
        )
        storage.db.conn.executemany(
            "INSERT INTO entries (id, unit, form, type, date, at) VALUES (?, 'xa-a', 'khac', 'khac', '2026-10-13', ?)",
            ((f"old{number}", at) for number in numbers),
        )


def test_years_of_letters_make_no_message_slower(assistant: Assistant) -> None:
    fresh, old = world(), world()
    years(old, 20_000)
    steps = [steps_of_a_form(storage, assistant) for storage in (fresh, old)]
    for storage in (fresh, old):
        storage.close()
    assert steps[1] < 1.2 * steps[0], steps
